"""Go through the lines with the form's keys in hand: say what each line is, and where it belongs.

Every line is a key, a list entry, text that goes on from above, or nothing. What stands where
nothing of its kind can stand is moved, in memory, to the nearest place where it can.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from selfeval.source.lint import blocks, values
from selfeval.source.lint.columns import column_of, columns_below, dash_below, first_column, fits, is_leaf, usual_step
from selfeval.source.lint.content import content, finish_text, follow_key, goes_on
from selfeval.source.lint.homes import elsewhere, home_of, is_structure, lacking_maps, list_home
from selfeval.source.lint.line import BULLET, DASH, NO_COLON, ODD_DASH, Key, find_key, normal, skip
from selfeval.source.lint.outline import TEXTS, Frame, Outline, Waiting
from selfeval.source.lint.state import ENTRY, STEP, Moved, Running, State
from selfeval.source.shape import Holds, Shape
from selfeval.source.slip import Edit, Finding, Slip

DEEPEST = 20
ENOUGH = 5000                            # findings after which a file is not worth reading on
QUICK = re.compile(r"( *)(- )?(\w+): " + values.SAFE.pattern)


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
    column = column_of(state, number, start)
    state.outline.close(column)
    found = find_dash(state, number, start, column)
    if found:
        return entry(state, number, start, column, *found)
    key = key_on(state, number, start, column)
    if key is not None:
        return keyed(state, number, start, column, key)
    return loose(state, number, start, column)


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


def find_dash(state: State, number: int, start: int, column: int) -> tuple[int, Slip | None] | None:
    """Find the dash of a list entry and return where the entry starts."""
    line = state.lines[number]
    dash = DASH.match(line, start)
    if dash:
        if "\t" in dash[0]:
            state.findings.append(Edit(number, start + 1, dash.end(), " " * (dash.end() - start - 1)))
        return dash.end(), None
    if not state.outline.wants_list(column):
        return None
    odd = ODD_DASH.match(line, start)
    if odd and not (state.text and column > state.text.owner and not state.outline.list_at(column)):
        if line[start] == "-":
            return odd.end(), Slip("missing-space-after-dash", number, start, start + 1, "短横后面要空一格",
                                   (Edit(number, start + 1, odd.end(), " "),))
        return odd.end(), Slip("fullwidth-dash", number, start, odd.end(1),
                               f"“{odd[1]}”不是英文的短横，要用减号键打出的 - 加空格",
                               (Edit(number, start, odd.end(), "- "),))
    bullet = BULLET.match(line, start)
    if bullet and state.outline.list_at(column) is None and state.text is not None:
        return None
    if bullet:
        return bullet.end(), Slip("missing-dash", number, start, start + 1,
                                  f"每一条前面要用英文短横加空格，不用“{line[start]}”",
                                  (Edit(number, start, bullet.end(), "- "),))
    return None


def key_on(state: State, number: int, start: int, column: int) -> Key | None:
    line, outline = state.lines[number], state.outline
    here = outline.map_at(column)
    opens = outline.opens_map(column)
    if opens:
        shape = outline.waiting.shape if outline.waiting else None
        free = shape is not None and shape.holds in (Holds.NAMES, Holds.TREE)
    else:
        free = here is not None and here.free and here.shape is not None
    key = find_key(line, start, outline.knows, free)
    if key is not None and (key.name or key.rule):
        return key
    lacking = NO_COLON.match(line, start)
    if lacking and (here is not None or opens) and not (state.text and column > state.text.owner):
        name = normal(lacking[1])
        if (free and line[start] not in "[{\"'|>") or \
                (outline.knows(name) and (lacking[2] or here is None or here.knows(name))):
            return Key(name, lacking.end(1), lacking.end(), "missing-colon")
    return None


def entry(state: State, number: int, start: int, column: int, after: int, slip: Slip | None) -> int:
    outline = state.outline
    place = column
    if not fits(state, number, start, column) and not outline.wants_list(column):
        home = list_home(state, number, after, column)
        here = outline.map_at(column)
        key = find_key(state.lines[number], after, here.knows, False) if here else None
        if here and key and here.knows(key.name) and not (home and home.shape and key.name in home.shape.keys):
            state.slip("extra-dash", number, start, start + 1, f"“{key.name}”前面多了短横", Edit(number, start, after, ""))
            return keyed(state, number, after, column, key)
        if home is None:
            return loose(state, number, start, column)
        place = home.column
        outline.restore(home)
        if state.after_block and column > place:
            state.move(number, start, column, place, "swallowed-key",
                       f"这一条缩进太多，会被当成上面“{state.after_block}”的正文")
        else:
            state.move(number, start, column, place, "list-indentation", "这一条的短横没有和上面的短横对齐")
    elif outline.list_at(column) is not None:
        state.move(number, start, column, place, "indentation", "")
    if slip:
        state.findings.append(slip)
    finish_text(state)
    known = outline.list_at(place)
    if known is None:
        shape = outline.waiting.shape if outline.waiting else None
        if outline.waiting:
            place = first_column(state, number, start, place, outline.waiting.column, is_leaf(state, number), True)
        known = Frame(place, True, shape)
        outline.frames.append(known)
        if len(outline.frames) > 2 * DEEPEST:
            return len(state.lines)
    else:
        outline.restore(known)
    return in_entry(state, number, start, after, known)


def in_entry(state: State, number: int, start: int, after: int, holder: Frame) -> int:
    """Take in what stands after a dash: a key, a further dash, or text."""
    outline, line, meant = state.outline, state.lines[number], holder.entry
    outline.waiting = Waiting(holder.column, meant, after_dash=True)
    begin = skip(line, after)
    if begin == len(line) or line[begin] == "#":
        return number + 1
    inner = holder.column + max(begin - start, STEP)
    if DASH.match(line, begin) and holder.shape is not None and holder.shape.holds is not Holds.LINES:
        return entry(state, number, begin, inner, begin + 2, None)
    keys = meant.keys if meant else {}
    key = find_key(line, begin, keys.__contains__, False)
    lacking = NO_COLON.match(line, begin)
    if key is None and lacking and normal(lacking[1]) in keys:
        key = Key(normal(lacking[1]), lacking.end(1), lacking.end(), "missing-colon")
    if key is not None and (meant is None or meant.holds not in TEXTS):
        frame = Frame(inner, False, meant, item=True)
        outline.frames.append(frame)
        return follow_key(state, number, frame, key, begin)
    bullet = BULLET.match(line, begin)
    if bullet and bullet.end() < len(line) and line[begin] not in "*":
        state.slip("bullet-in-text", number, begin, begin + 1,
                   f"已经有短横了，“{line[begin]}”会一起印出来；删去它", cure=(Edit(number, begin, bullet.end(), ""),))
    return content(state, number, begin, meant, holder.column, ENTRY)


def keyed(state: State, number: int, start: int, column: int, key: Key) -> int:
    outline = state.outline
    here = outline.map_at(column)
    if here is not None and not elsewhere(state, number, key, here):
        outline.restore(here)
        state.move(number, start, column, column, "indentation", "")
        if here.item and key.name == here.first_key and missing_dash(state, number, column, here, key):
            here.seen.clear()
        return follow_key(state, number, here, key, start)
    misplaced = outline.waiting is not None and outline.waiting.shape is not None and \
        outline.waiting.shape.holds in TEXTS and lacking_maps(state, number, key.name)
    if here is None and outline.opens_map(column) and outline.waiting and not misplaced:
        return child(state, number, start, column, key, outline.waiting)
    text = state.text
    if text is not None and column > text.owner and text.shape is not None and key.name in text.shape.keys \
            and text.shape.holds is Holds.MAP:
        state.slip("text-before-keys", text.header, text.start, len(state.lines[text.header].rstrip()),
                   f"“{text.name}”下面还有“{key.name}”等项目，自己这一行不能再写内容",
                   Edit(text.header, text.start, len(state.lines[text.header]), ""), sure=False)
        frame = Frame(column, False, text.shape)
        outline.frames.append(frame)
        return follow_key(state, number, frame, key, start)
    home = home_of(state, number, key, column, here)
    if home is None:
        return loose(state, number, start, column)
    if home.is_list:
        frame = Frame(home.column + STEP, False, home.entry, item=True)
        outline.restore(home)
        outline.frames.append(frame)
        state.findings.append(Slip(
            "missing-dash", number, start, key.end, f"“{key.name}”是新的一条，前面漏了短横",
            (Edit(number, 0, start, " " * home.column + "- "),)))
        state.moved = Moved(column - 1, STEP, len(state.findings) - 1)
        return follow_key(state, number, frame, key, start)
    outline.restore(home)
    state.move(number, start, column, home.column, *why(state, key, home, column, here is not None or bool(misplaced)))
    if home.item and key.name == home.first_key and missing_dash(state, number, home.column, home, key):
        home.seen.clear()
    return follow_key(state, number, home, key, start)


def why(state: State, key: Key, home: Frame, column: int, legal: bool) -> tuple[str, str]:
    if state.after_block and column > home.column:
        return "swallowed-key", f"“{key.name}”缩进太多，会被当成上面“{state.after_block}”的正文"
    beside = next(reversed(home.seen), "")
    message = f"“{key.name}”的缩进不对" + (f"，要和“{beside}”对齐" if beside else "")
    return ("wrong-level" if legal else "indentation"), message


def child(state: State, number: int, start: int, column: int, key: Key, waiting: Waiting) -> int:
    """Start the map, or the list whose first dash was forgotten, below the key that waits."""
    outline, shape = state.outline, waiting.shape
    if shape is not None and shape.holds in (Holds.LIST, Holds.TREE) and key.name in shape.keys:
        below = next(columns_below(state, number, waiting.column), None)
        alone = below == column and dash_below(state, number)
        inside = column - waiting.column >= STEP and below != column + STEP and not alone
        holder = Frame(column - STEP if inside else column, True, shape)
        state.slip("missing-dash", number, start, key.end, f"“{key.name}”是一条的开头，前面漏了短横",
                   Edit(number, 0, start, " " * holder.column + "- "))
        outline.frames.append(holder)
        frame = Frame(holder.column + STEP, False, holder.entry, item=True)
    else:
        if shape is not None and shape.holds is Holds.PROSE and not key.rule:
            return loose(state, number, start, column)
        place = first_column(state, number, start, column, waiting.column, is_leaf(state, number), False)
        frame = Frame(place, False, shape, item=waiting.after_dash)
    outline.frames.append(frame)
    if len(outline.frames) > 2 * DEEPEST:
        return len(state.lines)
    return follow_key(state, number, frame, key, start)


def missing_dash(state: State, number: int, column: int, item: Frame, key: Key) -> bool:
    """Name the dash forgotten before the first key of a further entry."""
    holder = state.outline.frames[state.outline.frames.index(item) - 1]
    if not holder.is_list:
        return False
    state.slip("missing-dash", number, column, key.end,
               f"“{key.name}”在这一条里第 {item.seen[key.name] + 1} 行已经有了，应该是新的一条，前面漏了短横",
               Edit(number, holder.column, column, "-" + " " * (column - holder.column - 1)))
    return True


def loose(state: State, number: int, start: int, column: int) -> int:
    """Take in a line that is neither key nor entry: more of the text above, or a slip."""
    line, outline, text = state.lines[number], state.outline, state.text
    spaces = blocks.indent(line)
    holder = outline.list_at(column)
    if holder is not None and not (text and spaces > text.owner) and not outline.waiting:
        state.slip("missing-dash", number, start, len(line.rstrip()), "这一条前面漏了短横", Edit(number, start, start, "- "))
        return content(state, number, start, holder.entry, column, ENTRY)
    if outline.waiting and spaces > outline.waiting.column:
        waiting = outline.waiting
        if waiting.shape is not None and waiting.shape.holds is Holds.LINES and line[start] not in "[\"'":
            below = next(columns_below(state, number, waiting.column - 1), None)
            place = below if below is not None and dash_below(state, number) else column
            state.slip("missing-dash", number, start, len(line.rstrip()), "每一条前面要有短横加空格",
                       Edit(number, 0, start, " " * place + "- "))
            outline.frames.append(Frame(place, True, waiting.shape))
            return content(state, number, start, outline.top.entry, place, ENTRY)
        name = next(reversed(outline.top.seen), ENTRY)
        after = content(state, number, start, waiting.shape, waiting.column, name)
        if state.text:
            state.text.opener = waiting.line
        return after
    if text is not None and spaces > text.owner:
        value = state.lines[text.header][text.start :].strip()
        if value in ("l", "I", "丨", "｜", "1") and len(text.lines) == 1:
            state.text = None
            state.slip("fullwidth-pipe", text.header, text.start, text.start + 1,
                       f"“{value}”不是英文的竖线，下面的正文会连成一段；要用 |",
                       Edit(text.header, text.start, text.start + 1, "|"))
            block = blocks.examine(state.lines, text.header, text.owner, text.name,
                                   lambda each: is_structure(state, each, text.owner), False)
            state.findings += block.findings
            return block.end
        goes_on(state, number, start, text)
        return number + 1
    if text is not None and text.shape is not None and text.shape.holds is Holds.PROSE:
        edit = Edit(number, 0, start, " " * (text.owner + STEP))
        state.slip("text-indentation", number, 0, max(start, 1),
                   f"这是“{text.name}”的正文，行首要空 {text.owner + STEP} 格", edit)
        text.shape = None
        goes_on(state, number, start, text)
        return number + 1
    edit = Edit(number, start, start, "#")
    if number and state.unread == number - 1:
        state.findings.append(edit)
        state.unread = number
        return number + 1
    state.unread = number
    state.slip("not-understood", number, start, len(line.rstrip()),
               f"“{line[start:].strip()[:12]}”这一行没有冒号，也不是上面的正文，读不懂；请写成“项目: 内容”",
               edit, sure=False)
    return number + 1
