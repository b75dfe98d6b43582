"""Go through the lines with the form's keys in hand: say what each line is, and where it belongs.

Every line is a key, a list entry, text that goes on from above, or nothing. What stands where
nothing of its kind can stand is moved, in memory, to the nearest place where it can.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from selfeval.name import nearest
from selfeval.regex import regex
from selfeval.source.lint import values
from selfeval.source.lint.columns import column_of, columns_below, dash_below, first_column, fits, key_below, usual_step
from selfeval.source.lint.content import content, finish_text, follow_key, is_blank
from selfeval.source.lint.homes import elsewhere, home_of, lacking_maps, list_home
from selfeval.source.lint.line import BULLET, DASH, NO_COLON, NUMBER, ODD_DASH, STROKE, Key, find_key, normal, skip
from selfeval.source.lint.loose import loose
from selfeval.source.lint.outline import LISTS, TEXTS, Frame, Outline, Waiting
from selfeval.source.lint.state import ENTRY, STEP, Line, Moved, Running, State
from selfeval.source.shape import Holds, Shape
from selfeval.source.slip import Edit, Finding, Slip

DEEPEST = 20
ALSO = "，下面的几项也是"
ENOUGH = 5000  # findings after which a file is not worth reading on
LISTED, MAPPED = frozenset({Holds.LIST, Holds.TREE}), frozenset({Holds.MAP})
MARKS = regex("[。，、,.·—–-]*")  # typed for a colon
QUICK = regex(rf"( *)(- )?(\w+):(?: {values.SAFE.pattern}|$)")


def examine(lines: Sequence[str], shape: Shape) -> list[Finding]:
    """Find the slips of structure and of values, and hide from the parser what is text."""
    state = State(lines, Outline([Frame(0, False, shape)]), values.anchors(lines), usual_step(lines))
    number = 0
    while number < len(lines) and len(state.findings) < ENOUGH:
        number = step(state, number)
    finish_text(state)
    return state.findings


def step(state: State, number: int) -> int:
    """Take in one line, with the text below it if it opens one; return the next line to look at."""
    line = state.lines[number]
    if expected(state, number, line):
        return number + 1
    start = skip(line)
    if start == len(line) or line[start] == "#":
        if line[:start].strip(" "):
            state.findings.append(Edit(number, 0, start, ""))
        return number + 1
    if line[start] == "＃":
        state.slip("fullwidth-hash", number, start, start + 1, "注释要用英文的 #", Edit(number, start, start + 1, "#"))
        return number + 1
    at = Line(number, line, start, start)
    at = at._replace(column=column_of(state, at))
    state.outline.close(at.column)
    found = find_dash(state, at)
    if found:
        return entry(state, at, *found)
    key = key_on(state, at)
    return loose(state, at) if key is None else keyed(state, at, key)


def expected(state: State, number: int, line: str) -> bool:
    """Take in the common line at once: a key of the form, at its place, with a plain value or nothing."""
    quick = QUICK.match(line)
    if quick is None or state.moved is not None:
        return False
    outline = state.outline
    spaces, dash, name = quick.group(1, 2, 3)
    column = len(spaces)
    waiting = outline.waiting
    opens = waiting is not None and column > waiting.column
    frame = opened(state, number, column, bool(dash)) if opens else outline.innermost(column)
    if frame is None or frame.column != column or frame.is_list is not bool(dash):
        return False
    if dash:
        if frame.entry is None or name not in frame.entry.keys:
            return False
        inner = Frame(column + STEP, False, frame.entry, item=True)
    elif name in frame.seen or not frame.knows(name):
        return False
    outline.close(frame.column)
    if opens:
        outline.frames.append(frame)
    if dash:
        outline.frames.append(inner)
        frame = inner
    finish_text(state)
    state.after_block = ""
    frame.seen[name] = number
    shape = frame.child(name)
    if quick.end() == quick.end(3) + 1:
        outline.waiting = Waiting(frame.column, shape, line=number)
    else:
        outline.waiting = None
        state.text = Running(name, frame.column, quick.end(3) + 2, shape, number, [number])
    return True


def opened(state: State, number: int, column: int, is_list: bool) -> Frame | None:
    """Return the map or list that this line starts below the key that waits, None where that is in doubt."""
    waiting = state.outline.waiting
    if waiting is None or waiting.shape is None or waiting.shape.holds not in (LISTED if is_list else MAPPED):
        return None
    if (
        column != waiting.column + state.width
        or min(columns_below(state, number, waiting.column), default=column) < column
    ):
        return None
    return Frame(column, is_list, waiting.shape, item=waiting.after_dash and not is_list)


def find_dash(state: State, at: Line) -> tuple[int, Slip | None] | None:
    """Find the dash of a list entry and return where the entry starts."""
    number, line, start, column = at
    dash = DASH.match(line, start)
    if dash:
        text_above(state, column)
        if "\t" in dash[0]:
            state.findings.append(Edit(number, start + 1, dash.end(), " "))
        return dash.end(), None
    odd = ODD_DASH.match(line, start)
    if not state.outline.wants_list(column):
        dashed = dashed_map(state, at) if odd else None
        key = find_key(line, odd.end(), dashed.knows, False) if odd and dashed else None
        if odd and dashed and key and dashed.knows(key.name):
            return odd.end(), None
        if not starts_entry(state, line, odd):
            return None
    if odd and not (state.text and column > state.text.owner and not state.outline.list_at(column)):
        if line[start] == "-":
            return odd.end(), Slip(
                "missing-space-after-dash",
                number,
                start,
                start + 1,
                "短横后面要空一格",
                (Edit(number, start + 1, odd.end(), " "),),
            )
        return odd.end(), Slip(
            "fullwidth-dash",
            number,
            start,
            odd.end(1),
            f"“{odd[1]}”不是英文的短横，要用减号键打出的 - 加空格",
            (Edit(number, start, odd.end(), "- "),),
        )
    bullet = BULLET.match(line, start) or STROKE.match(line, start)
    numbered = NUMBER.match(line, start)
    if numbered and (state.outline.wants_texts(column) or starts_entry(state, line, numbered)):
        bullet = numbered
    if bullet and state.outline.list_at(column) is None and state.text is not None:
        return None
    if bullet:
        return bullet.end(), Slip(
            "missing-dash",
            number,
            start,
            start + 1,
            f"每一条前面要用英文短横加空格，不用“{bullet[0].strip()}”",
            (Edit(number, start, bullet.end(), "- "),),
        )
    return None


def text_above(state: State, column: int) -> None:
    """Name the text beside a key whose list starts below it, and read the list."""
    text = state.text
    if text is None or text.shape is None or text.shape.holds not in LISTS or len(text.lines) > 1 or column < text.owner:
        return
    end = len(state.lines[text.header])
    state.slip(
        "text-before-keys",
        text.header,
        text.start,
        end,
        f"“{text.name}”下面有一条一条的内容，自己这一行不能再写内容",
        Edit(text.header, len(state.lines[text.header][: text.start].rstrip()), end, ""),
        sure=False,
    )
    state.text, state.outline.waiting = None, Waiting(text.owner, text.shape, line=text.header)


def starts_entry(state: State, line: str, mark: re.Match[str] | None) -> bool:
    """Tell whether behind a mark stands the key with which the entries of an open list start."""
    starts = {each.entry.first for each in state.outline.lists() if each.entry}
    waiting = state.outline.waiting
    if waiting and waiting.shape and waiting.shape.holds in LISTS:
        starts.add(waiting.shape.first)
    key = find_key(line, mark.end(), starts.__contains__, False) if mark else None
    return key is not None and key.name in starts


def key_on(state: State, at: Line) -> Key | None:
    """Find the key of a line; where only a key can stand, its colon may be missing."""
    _, line, start, column = at
    outline = state.outline
    here = outline.map_at(column)
    opens = outline.opens_map(column)
    if opens:
        shape = outline.waiting.shape if outline.waiting else None
        holds = shape.holds if shape else Holds.VALUE
        free = holds in (Holds.NAMES, Holds.TREE) or (holds is Holds.VALUE and key_below(state, at))
    else:
        free = here is not None and here.free
    key = find_key(line, start, outline.knows, free)
    if key is not None and (key.name or key.rule):
        return key
    if state.text and column > state.text.owner:
        return None
    lacking = NO_COLON.match(line, start)
    if lacking and (here is not None or opens):
        name = normal(lacking[1])
        if (free and line[start] not in "[{\"'|>") or (
            outline.knows(name) and (lacking[2] or here is None or here.knows(name))
        ):
            return Key(name, lacking.end(1), lacking.end(), "missing-colon")
    holder = outline.list_at(column)
    if lacking and holder and holder.entry and normal(lacking[1]) == holder.entry.first:
        return Key(holder.entry.first, lacking.end(1), lacking.end(), "missing-colon")
    waiting = outline.waiting
    if opens and waiting and waiting.shape and waiting.shape.holds is Holds.MAP:
        here = Frame(column, False, waiting.shape)
    return None if here is None else unlike(here, line, start)


def unlike(here: Frame, line: str, start: int) -> Key | None:
    """Find a key that has two slips: it is misspelt and its colon is wrong, or has neither colon nor blank."""
    missing = here.missing()
    key = find_key(line, start, lambda name: bool(nearest(name, missing, 0.5)), False)
    if key is not None:
        return key
    name = max((each for each in missing if line.startswith(each, start)), key=len, default="")
    end = start + len(name)
    marks = MARKS.match(line, end)
    return Key(name, end, marks.end() if marks else end, "missing-colon") if name else None


def entry(state: State, at: Line, after: int, slip: Slip | None = None) -> int:
    """Take in a list entry, at its place; ``after`` is where the text after its dash starts."""
    outline, column = state.outline, at.column
    place = column
    dashed = dashed_map(state, at)
    key = find_key(at.text, after, dashed.knows, dashed.free) if dashed else None
    if dashed and key and belongs(state, at, after, key, dashed):
        return undashed(state, at, after, key, dashed)
    if not fits(state, at, column) and not outline.wants_list(column):
        home = list_home(state, at, after)
        if home is None:
            return loose(state, at)
        place = home.column
        sure = abs(place - column) < STEP or len(outline.lists()) == 1
        outline.restore(home)
        if state.after_block and column > place:
            state.move(at, place, "swallowed-key", f"这一条缩进太多，会被当成上面“{state.after_block}”的正文")
        else:
            state.move(at, place, "list-indentation", "这一条的短横没有和上面的短横对齐", sure=sure)
    elif outline.list_at(column) is not None:
        state.move(at, place)
    if slip:
        state.findings.append(slip)
    finish_text(state)
    known = outline.list_at(place)
    if known is None:
        shape = outline.waiting.shape if outline.waiting else None
        if outline.waiting:
            place = first_column(state, at, outline.waiting.column)
        known = Frame(place, True, shape)
        outline.frames.append(known)
        if len(outline.frames) > 2 * DEEPEST:
            return len(state.lines)
    else:
        outline.restore(known)
    return in_entry(state, at, after, known)


def dashed_map(state: State, at: Line) -> Frame | None:
    """Return the map that is open or due where a dash stands, though no entry can stand there."""
    outline, column, waiting = state.outline, at.column, state.outline.waiting
    if outline.wants_list(column) or (waiting and (waiting.after_dash or waiting.shape is None)):
        return None
    if waiting is None or waiting.shape is None:
        return outline.map_at(column)
    if waiting.shape.holds not in (Holds.MAP, Holds.NAMES):
        return None
    return Frame(column, False, waiting.shape) if column > waiting.column else outline.map_at(column)


def belongs(state: State, at: Line, after: int, key: Key, here: Frame) -> bool:
    """Tell whether a key after a dash is one of the map here, and not the first of an entry."""
    if here.knows(key.name):
        home = list_home(state, at, after)
        return not (home and home.shape and key.name in home.shape.keys)
    return here.shape is not None and here.shape.holds is Holds.NAMES and key.name != "名称"


def undashed(state: State, at: Line, after: int, key: Key, here: Frame) -> int:
    """Take in a key whose dash is one too many; all those of one map are one slip."""
    number, start, outline = at.number, at.start, state.outline
    edit = Edit(number, start, after, "")
    before = state.findings[here.dashed] if here.dashed >= 0 else None
    if isinstance(before, Slip):
        message = before.message.removesuffix(ALSO) + ALSO
        state.findings[here.dashed] = before._replace(edits=(*before.edits, edit), message=message)
    else:
        here.dashed = len(state.findings)
        state.slip("extra-dash", number, start, start + 1, f"“{key.name}”前面多了短横", edit)
    if outline.map_at(at.column) is here:
        outline.restore(here)
    else:
        outline.frames.append(here)
    return follow_key(state, number, here, key, after)


def in_entry(state: State, at: Line, after: int, holder: Frame) -> int:
    """Take in what stands after a dash: a key, a further dash, or text."""
    number, line, start, _ = at
    outline, meant = state.outline, holder.entry
    outline.waiting = Waiting(holder.column, meant, after_dash=True)
    begin = skip(line, after)
    if is_blank(state, number, begin, meant):
        return number + 1
    inner = holder.column + (STEP if line[start + 1 : begin].strip(" ") else max(begin - start, STEP))
    if DASH.match(line, begin) and holder.shape is not None and holder.shape.holds is not Holds.LINES:
        return entry(state, Line(number, line, begin, inner), begin + 2)
    keys = meant.keys if meant else {}
    key = find_key(line, begin, keys.__contains__, False)
    lacking = NO_COLON.match(line, begin)
    if key is None and lacking and normal(lacking[1]) in keys:
        key = Key(normal(lacking[1]), lacking.end(1), lacking.end(), "missing-colon")
    if key is not None and (meant is None or meant.holds not in TEXTS):
        usual = holder.column + STEP
        if inner > usual and next(columns_below(state, number, holder.column), inner) == usual:
            cure = Edit(number, start + 1, begin, " ")
            state.slip("indentation", number, start + 1, begin, "短横后面只空一格，要和下面的行对齐", cure)
            inner = usual
        frame = Frame(inner, False, meant, item=True)
        outline.frames.append(frame)
        return follow_key(state, number, frame, key, begin)
    bullet = BULLET.match(line, begin) or DASH.match(line, begin)
    if bullet and bullet.end() < len(line) and line[begin] != "*":
        state.slip(
            "bullet-in-text",
            number,
            begin,
            begin + 1,
            f"已经有短横了，“{line[begin]}”会一起印出来；删去它",
            cure=(Edit(number, begin, bullet.end(), ""),),
        )
    return content(state, number, begin, meant, holder.column, ENTRY)


def keyed(state: State, at: Line, key: Key) -> int:
    """Take in a key, in the map it stands in or belongs to."""
    outline, number, start, column = state.outline, at.number, at.start, at.column
    here = outline.map_at(column)
    if here is not None and not elsewhere(state, at, key, here):
        outline.restore(here)
        state.move(at, column)
        if here.item and key.name == here.first_key and missing_dash(state, number, column, here, key):
            here.seen.clear()
        return follow_key(state, number, here, key, start)
    misplaced = (
        outline.waiting is not None
        and outline.waiting.shape is not None
        and outline.waiting.shape.holds in TEXTS
        and lacking_maps(state, number, key.name)
    )
    if here is None and outline.opens_map(column) and outline.waiting and not misplaced:
        return child(state, at, key, outline.waiting)
    text = state.text
    if (
        text is not None
        and column > text.owner
        and text.shape is not None
        and key.name in text.shape.keys
        and text.shape.holds is Holds.MAP
    ):
        return follow_key(state, number, below_text(state, at, key, text, text.shape), key, start)
    home = home_of(state, at, key, here)
    if home is None:
        return loose(state, at)
    if home.is_list:
        frame = Frame(home.column + STEP, False, home.entry, item=True)
        outline.restore(home)
        outline.frames.append(frame)
        state.findings.append(
            Slip(
                "missing-dash",
                number,
                start,
                key.end,
                f"“{key.name}”是新的一条，前面漏了短横",
                (Edit(number, 0, start, " " * home.column + "- "),),
            )
        )
        state.moved = Moved(column - 1, STEP, len(state.findings) - 1)
        return follow_key(state, number, frame, key, start)
    outline.restore(home)
    reason = why(state, key, home, column, here is not None or bool(misplaced))
    state.move(at, home.column, *reason, sure=home.knows(key.name) or (home.free and abs(home.column - column) == 1))
    if home.item and key.name == home.first_key and missing_dash(state, number, home.column, home, key):
        home.seen.clear()
    return follow_key(state, number, home, key, start)


def below_text(state: State, at: Line, key: Key, text: Running, shape: Shape) -> Frame:
    """Start the map whose own line, or whose entry's first line, holds a text: that of its first key, or none."""
    frame = Frame(at.column, False, shape, item=text.name == ENTRY)
    state.outline.frames.append(frame)
    line, first = state.lines[text.header], shape.first
    if text.name == ENTRY and first != key.name and text.start == at.column:
        frame.seen[first] = text.header
        shown = line[text.start :].strip()[:12]
        message = f"“{shown}”前面漏了“{first}: ”"
        cure = Edit(text.header, text.start, text.start, f"{first}: ")
    else:
        message = f"“{text.name}”下面还有“{key.name}”等项目，自己这一行不能再写内容"
        cure = Edit(text.header, len(line[: text.start].rstrip()), len(line), "")
    state.slip("text-before-keys", text.header, text.start, len(line.rstrip()), message, cure, sure=False)
    return frame


def why(state: State, key: Key, home: Frame, column: int, legal: bool) -> tuple[str, str]:
    """Return the rule and message for a key that has to move; ``legal`` tells that YAML would not mind."""
    if state.after_block and column > home.column:
        return "swallowed-key", f"“{key.name}”缩进太多，会被当成上面“{state.after_block}”的正文"
    beside = next(reversed(home.seen), "")
    message = f"“{key.name}”的缩进不对" + (f"，要和“{beside}”对齐" if beside else "")
    return ("wrong-level" if legal else "indentation"), message


def child(state: State, at: Line, key: Key, waiting: Waiting) -> int:
    """Start the map, or the list whose first dash was forgotten, below the key that waits."""
    outline, shape, (number, _, start, column) = state.outline, waiting.shape, at
    if shape is not None and shape.holds in (Holds.LIST, Holds.TREE) and key.name in shape.keys:
        below = next(columns_below(state, number, waiting.column), None)
        alone = below == column and dash_below(state, number)
        inside = column - waiting.column >= STEP and below != column + STEP and not alone
        holder = Frame(column - STEP if inside else column, True, shape)
        state.slip(
            "missing-dash",
            number,
            start,
            key.end,
            f"“{key.name}”是一条的开头，前面漏了短横",
            Edit(number, 0, start, " " * holder.column + "- "),
        )
        outline.frames.append(holder)
        frame = Frame(holder.column + STEP, False, holder.entry, item=True)
    else:
        if shape is not None and shape.holds is Holds.PROSE and not key.rule:
            return loose(state, at)
        if shape is not None and shape.holds in TEXTS and not shape.keys:
            shape = None  # more than the form asks for; the schema judges it
        frame = Frame(first_column(state, at, waiting.column), False, shape, item=waiting.after_dash)
    outline.frames.append(frame)
    if len(outline.frames) > 2 * DEEPEST:
        return len(state.lines)
    return follow_key(state, number, frame, key, start)


def twice(state: State, number: int, column: int, item: Frame) -> bool:
    """Tell whether the entry goes on below its first key, which was then only typed twice."""
    below = state.lines[number + 1] if number + 1 < len(state.lines) else ""
    key = find_key(below, column, item.knows, False) if skip(below) == column else None
    return key is not None and item.knows(key.name) and key.name != item.first_key


def missing_dash(state: State, number: int, column: int, item: Frame, key: Key) -> bool:
    """Name the dash forgotten before the first key of a further entry."""
    holder = state.outline.frames[state.outline.frames.index(item) - 1]
    if not holder.is_list or (len(item.seen) == 1 and twice(state, number, column, item)):
        return False
    state.slip(
        "missing-dash",
        number,
        column,
        key.end,
        f"“{key.name}”在这一条里第 {item.seen[key.name] + 1} 行已经有了，应该是新的一条，前面漏了短横",
        Edit(number, holder.column, column, "-" + " " * (column - holder.column - 1)),
    )
    return True
