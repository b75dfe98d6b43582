"""Go through the lines with the form's keys in hand: say what each line is, and where it belongs.

Every line is a key, a list entry, text that goes on from above, or nothing. What stands where
nothing of its kind can stand is moved, in memory, to the nearest place where it can.
"""

from __future__ import annotations

from collections.abc import Sequence

from selfeval.regex import regex
from selfeval.source.lint import values
from selfeval.source.lint.columns import column_of, columns_below, dash_below, first_column, fits, key_below, usual_step
from selfeval.source.lint.content import content, finish_text, follow_key
from selfeval.source.lint.homes import elsewhere, home_of, lacking_maps, list_home
from selfeval.source.lint.line import BULLET, DASH, NO_COLON, ODD_DASH, Key, find_key, normal, skip
from selfeval.source.lint.loose import loose
from selfeval.source.lint.outline import TEXTS, Frame, Outline, Waiting
from selfeval.source.lint.state import ENTRY, STEP, Line, Moved, Running, State
from selfeval.source.shape import Holds, Shape
from selfeval.source.slip import Edit, Finding, Slip

DEEPEST = 20
ENOUGH = 5000  # findings after which a file is not worth reading on
QUICK = regex(r"( *)(- )?(\w+): " + values.SAFE.pattern)


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
    """Take in the common line at once: a key of the form, at its place, with a plain value."""
    quick = QUICK.match(line)
    if quick is None or state.moved is not None:
        return False
    outline = state.outline
    spaces, dash, name = quick.groups()
    column = len(spaces)
    frame = outline.innermost(column)
    if frame.column != column or frame.is_list is not bool(dash):
        return False
    if dash:
        if frame.entry is None or name not in frame.entry.keys:
            return False
        inner = Frame(column + STEP, False, frame.entry, item=True)
    elif name in frame.seen or not frame.knows(name):
        return False
    outline.close(frame.column)
    if dash:
        outline.frames.append(inner)
        frame = inner
    finish_text(state)
    outline.waiting = None
    state.after_block = ""
    frame.seen[name] = number
    state.text = Running(name, frame.column, quick.end(3) + 2, frame.child(name), number, [number])
    return True


def find_dash(state: State, at: Line) -> tuple[int, Slip | None] | None:
    """Find the dash of a list entry and return where the entry starts."""
    number, line, start, column = at
    dash = DASH.match(line, start)
    if dash:
        if "\t" in dash[0]:
            state.findings.append(Edit(number, start + 1, dash.end(), " "))
        return dash.end(), None
    if not state.outline.wants_list(column):
        return None
    odd = ODD_DASH.match(line, start)
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
    bullet = BULLET.match(line, start)
    if bullet and state.outline.list_at(column) is None and state.text is not None:
        return None
    if bullet:
        return bullet.end(), Slip(
            "missing-dash",
            number,
            start,
            start + 1,
            f"每一条前面要用英文短横加空格，不用“{line[start]}”",
            (Edit(number, start, bullet.end(), "- "),),
        )
    return None


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
    lacking = NO_COLON.match(line, start)
    if lacking and (here is not None or opens) and not (state.text and column > state.text.owner):
        name = normal(lacking[1])
        if (free and line[start] not in "[{\"'|>") or (
            outline.knows(name) and (lacking[2] or here is None or here.knows(name))
        ):
            return Key(name, lacking.end(1), lacking.end(), "missing-colon")
    return None


def entry(state: State, at: Line, after: int, slip: Slip | None = None) -> int:
    """Take in a list entry, at its place; ``after`` is where the text after its dash starts."""
    outline, number, start, column = state.outline, at.number, at.start, at.column
    place = column
    if not fits(state, at, column) and not outline.wants_list(column):
        home = list_home(state, at, after)
        here = outline.map_at(column)
        key = find_key(at.text, after, here.knows, False) if here else None
        if here and key and here.knows(key.name) and not (home and home.shape and key.name in home.shape.keys):
            state.slip(
                "extra-dash", number, start, start + 1, f"“{key.name}”前面多了短横", Edit(number, start, after, "")
            )
            return keyed(state, at._replace(start=after), key)
        if home is None:
            return loose(state, at)
        place = home.column
        outline.restore(home)
        if state.after_block and column > place:
            state.move(at, place, "swallowed-key", f"这一条缩进太多，会被当成上面“{state.after_block}”的正文")
        else:
            state.move(at, place, "list-indentation", "这一条的短横没有和上面的短横对齐")
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


def in_entry(state: State, at: Line, after: int, holder: Frame) -> int:
    """Take in what stands after a dash: a key, a further dash, or text."""
    number, line, start, _ = at
    outline, meant = state.outline, holder.entry
    outline.waiting = Waiting(holder.column, meant, after_dash=True)
    begin = skip(line, after)
    if begin == len(line) or line[begin] == "#":
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
        state.slip(
            "text-before-keys",
            text.header,
            text.start,
            len(state.lines[text.header].rstrip()),
            f"“{text.name}”下面还有“{key.name}”等项目，自己这一行不能再写内容",
            Edit(text.header, text.start, len(state.lines[text.header]), ""),
            sure=False,
        )
        frame = Frame(column, False, text.shape)
        outline.frames.append(frame)
        return follow_key(state, number, frame, key, start)
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
    state.move(at, home.column, *why(state, key, home, column, here is not None or bool(misplaced)))
    if home.item and key.name == home.first_key and missing_dash(state, number, home.column, home, key):
        home.seen.clear()
    return follow_key(state, number, home, key, start)


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


def missing_dash(state: State, number: int, column: int, item: Frame, key: Key) -> bool:
    """Name the dash forgotten before the first key of a further entry."""
    holder = state.outline.frames[state.outline.frames.index(item) - 1]
    if not holder.is_list:
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
