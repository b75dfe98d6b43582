"""Keys: found on a line, and put into the map in which they stand or to which they belong."""

from __future__ import annotations

from selfeval.problem import Edit
from selfeval.source.lint.columns import columns_below, is_dash_below, is_key_below, settle_first_column
from selfeval.source.lint.content import follow_key
from selfeval.source.lint.line import NO_COLON, Key, find_key, normalize, skip_blanks
from selfeval.source.lint.outline import TEXTS, Frame, Waiting
from selfeval.source.lint.placement import (
    belongs_elsewhere,
    find_home,
    find_lacking_maps,
    find_list_for_categories,
)
from selfeval.source.lint.state import DEEPEST, ENTRY, STEP, Line, Moved, Running, Scan
from selfeval.source.lint.stray import take_stray_line
from selfeval.source.shape import Holds, Shape
from selfeval.source.slip import Slip
from selfeval.text.name import nearest
from selfeval.text.pattern import regex

MARKS = regex("[。，、,.·—–-]*")  # typed instead of a colon


def find_key_on(scan: Scan, at: Line) -> Key | None:
    """Return the key of a line, whose colon may be missing where only a key can stand; None when the line has no key."""
    _, line, start, column = at
    outline = scan.outline
    here = outline.map_at(column)
    opens = outline.opens_map(column)
    if opens:
        shape = outline.waiting.shape if outline.waiting else None
        holds = shape.holds if shape else Holds.VALUE
        any_name = holds in (Holds.NAMES, Holds.TREE) or (holds is Holds.VALUE and is_key_below(scan, at))
    else:
        any_name = here is not None and here.takes_any_name
    key = find_key(line, start, outline.knows, any_name)
    if key is not None and (key.name or key.rule):
        return key
    if scan.text and column > scan.text.owner:
        return None
    lacking = NO_COLON.match(line, start)
    if lacking and (here is not None or opens):
        name = normalize(lacking[1])
        if (any_name and line[start] not in "[{\"'|>") or (
            outline.knows(name) and (lacking[2] or here is None or here.knows(name))
        ):
            return Key(name, lacking.end(1), lacking.end(), "missing-colon")
    holder = outline.list_at(column)
    if lacking and holder and holder.entry and normalize(lacking[1]) == holder.entry.leading_key:
        return Key(holder.entry.leading_key, lacking.end(1), lacking.end(), "missing-colon")
    waiting = outline.waiting
    if opens and waiting and waiting.shape and waiting.shape.holds is Holds.MAP:
        here = Frame(column, False, waiting.shape)
    return None if here is None else find_misspelt_key(here, line, start)


def find_misspelt_key(here: Frame, line: str, start: int) -> Key | None:
    """Return a key that has two slips: it is misspelt and its colon is wrong, or it has neither colon nor blank."""
    missing = here.missing_keys()
    key = find_key(line, start, lambda name: bool(nearest(name, missing, 0.5)), False)
    if key is not None:
        return key
    name = max((each for each in missing if line.startswith(each, start)), key=len, default="")
    end = start + len(name)
    marks = MARKS.match(line, end)
    value = marks.end() if marks else end
    below = here.shape_below(name) if name else None
    glued = value == end and below is not None and below.holds not in TEXTS  # a title: 部门整体支出绩效自评表
    return Key(name, end, value, "missing-colon") if name and not (glued and line[end:].strip()) else None


def take_key(scan: Scan, at: Line, key: Key) -> int:
    """Take in a key, in the map in which it stands or to which it belongs; return the next line to look at."""
    outline, number, start, column = scan.outline, at.number, at.start, at.column
    here = outline.map_at(column)
    if here is not None and not belongs_elsewhere(scan, at, key, here):
        outline.restore(here)
        scan.move(at, column)
        if here.is_entry and key.name == here.first_key and report_missing_dash(scan, number, column, here, key):
            here.seen.clear()
        return follow_key(scan, number, here, key, start)
    misplaced = (
        outline.waiting is not None
        and outline.waiting.shape is not None
        and outline.waiting.shape.holds in TEXTS
        and find_lacking_maps(scan, number, key.name)
    )
    if here is None and outline.opens_map(column) and outline.waiting and not misplaced:
        return open_below(scan, at, key, outline.waiting)
    text = scan.text
    if (
        text is not None
        and column > text.owner
        and text.shape is not None
        and key.name in text.shape.keys
        and text.shape.holds is Holds.MAP
    ):
        return follow_key(scan, number, open_map_below_text(scan, at, key, text, text.shape), key, start)
    listed = find_list_for_categories(scan, at, key)
    if listed is not None:
        return take_category_beside_list(scan, at, key, *listed)
    home = find_home(scan, at, key, here)
    if home is None:
        return take_stray_line(scan, at)
    if home.is_list:
        frame = Frame(home.column + STEP, False, home.entry, is_entry=True)
        outline.restore(home)
        outline.frames.append(frame)
        scan.findings.append(
            Slip(
                "missing-dash",
                number,
                start,
                key.end,
                f"“{key.name}”是新的一条，前面漏了短横",
                (Edit(number, 0, start, " " * home.column + "- "),),
            )
        )
        scan.moved = Moved(column - 1, STEP, len(scan.findings) - 1)
        return follow_key(scan, number, frame, key, start)
    outline.restore(home)
    reason = explain_move(scan, key, home, column, here is not None or bool(misplaced))
    scan.move(
        at, home.column, *reason, sure=home.knows(key.name) or (home.takes_any_name and abs(home.column - column) == 1)
    )
    if home.is_entry and key.name == home.first_key and report_missing_dash(scan, number, home.column, home, key):
        home.seen.clear()
    return follow_key(scan, number, home, key, start)


def take_category_beside_list(scan: Scan, at: Line, key: Key, holder: Frame, listed: Frame) -> int:
    """Take in a category that stands beside indicators which belong to none: these are named, and not read."""
    title, opener = next(reversed(holder.seen.items()))
    between = [number for number in range(opener + 1, at.number) if scan.lines[number].strip()]
    first = next(number for number in between if not scan.lines[number].lstrip().startswith("#"))
    start = skip_blanks(scan.lines[first])
    message = f"“{title}”下面分类列指标：这里的指标不在哪一类下面，剪切下来，贴到“{key.name}”这样的一类下面"
    hidden = tuple(Edit(number, 0, 0, "#") for number in between)
    end = len(scan.lines[first].rstrip())
    scan.findings.append(Slip("wrong-shape", first, start, end, message, hidden, sure=False, cure=None))
    scan.outline.restore(holder)
    frame = Frame(at.column, False, listed.shape)
    scan.outline.frames.append(frame)
    return follow_key(scan, at.number, frame, key, at.start)


def open_map_below_text(scan: Scan, at: Line, key: Key, text: Running, shape: Shape) -> Frame:
    """Open the map below a text that was typed in its place: beside its key, or for the first key of an entry."""
    frame = Frame(at.column, False, shape, is_entry=text.name == ENTRY)
    scan.outline.frames.append(frame)
    line, first = scan.lines[text.header], shape.leading_key
    if text.name == ENTRY and first != key.name and text.start == at.column:
        frame.seen[first] = text.header
        shown = line[text.start :].strip()[:12]
        message = f"“{shown}”前面漏了“{first}: ”"
        edits: tuple[Edit, ...] = (Edit(text.header, text.start, text.start, f"{first}: "),)
        cure: tuple[Edit, ...] | None = edits
    else:
        message = f"“{text.name}”下面还有“{key.name}”等项目，自己这一行不能再写内容"
        starts = ((number, text.start if number == text.header else 0) for number in text.lines)
        edits = tuple(Edit(number, start, start, "#") for number, start in starts)  # hides the text from the parser
        cure = (Edit(text.header, len(line[: text.start].rstrip()), len(line), ""),) if len(edits) == 1 else None
    end = len(line.rstrip())
    scan.findings.append(Slip("text-before-keys", text.header, text.start, end, message, edits, sure=False, cure=cure))
    return frame


def explain_move(scan: Scan, key: Key, home: Frame, column: int, legal: bool) -> tuple[str, str]:
    """Return the rule and message for a key that must move; ``legal`` says that YAML would accept it where it stands."""
    if scan.after_block and column > home.column:
        return "swallowed-key", f"“{key.name}”缩进太多，会被当成上面“{scan.after_block}”的正文"
    beside = next(reversed(home.seen), "")
    message = f"“{key.name}”的缩进不对" + (f"，要和“{beside}”对齐" if beside else "")
    return ("wrong-level" if legal else "indentation"), message


def open_below(scan: Scan, at: Line, key: Key, waiting: Waiting) -> int:
    """Open the map, or the list whose first dash was forgotten, below the key that waits, and take in its first key."""
    outline, shape, (number, _, start, column) = scan.outline, waiting.shape, at
    if shape is not None and shape.holds in (Holds.LIST, Holds.TREE) and key.name in shape.keys:
        below = next(columns_below(scan, number, waiting.column), None)
        alone = below == column and is_dash_below(scan, number)
        inside = column - waiting.column >= STEP and below != column + STEP and not alone
        holder = Frame(column - STEP if inside else column, True, shape)
        scan.findings.append(
            Slip(
                "missing-dash",
                number,
                start,
                key.end,
                f"“{key.name}”是一条的开头，前面漏了短横",
                (Edit(number, 0, start, " " * holder.column + "- "),),
            )
        )
        outline.frames.append(holder)
        frame = Frame(holder.column + STEP, False, holder.entry, is_entry=True)
    else:
        if shape is not None and shape.holds is Holds.PROSE and not key.rule:
            return take_stray_line(scan, at)
        if shape is not None and shape.holds in TEXTS and not shape.keys:
            shape = None  # more than the form asks for; the schema judges it
        frame = Frame(settle_first_column(scan, at, waiting.column), False, shape, is_entry=waiting.after_dash)
    outline.frames.append(frame)
    if len(outline.frames) > 2 * DEEPEST:
        return len(scan.lines)
    return follow_key(scan, number, frame, key, start)


def is_typed_twice(scan: Scan, number: int, column: int, item: Frame) -> bool:
    """Tell whether the first key of an entry was only typed twice: the entry goes on below it."""
    below = scan.lines[number + 1] if number + 1 < len(scan.lines) else ""
    key = find_key(below, column, item.knows, False) if skip_blanks(below) == column else None
    return key is not None and item.knows(key.name) and key.name != item.first_key


def report_missing_dash(scan: Scan, number: int, column: int, item: Frame, key: Key) -> bool:
    """Report the dash forgotten before the first key of a further entry; tell whether one was."""
    holder = scan.outline.frames[scan.outline.frames.index(item) - 1]
    if not holder.is_list or (len(item.seen) == 1 and is_typed_twice(scan, number, column, item)):
        return False
    scan.findings.append(
        Slip(
            "missing-dash",
            number,
            column,
            key.end,
            f"“{key.name}”在这一条里第 {item.seen[key.name] + 1} 行已经有了，应该是新的一条，前面漏了短横",
            (Edit(number, holder.column, column, "-" + " " * (column - holder.column - 1)),),
        )
    )
    return True
