"""Keys: found on a line, and taken in by the map they stand in or belong to."""

from __future__ import annotations

from selfeval.source.lint.columns import columns_below, dash_below, first_column, key_below
from selfeval.source.lint.content import follow_key
from selfeval.source.lint.line import NO_COLON, Key, find_key, normal, skip
from selfeval.source.lint.outline import TEXTS, Frame, Waiting
from selfeval.source.lint.placement import elsewhere, home_of, lacking_maps
from selfeval.source.lint.state import DEEPEST, ENTRY, STEP, Line, Moved, Running, State
from selfeval.source.lint.stray import loose
from selfeval.source.shape import Holds, Shape
from selfeval.source.slip import Edit, Slip
from selfeval.text.name import nearest
from selfeval.text.pattern import regex

MARKS = regex("[。，、,.·—–-]*")  # typed for a colon


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
