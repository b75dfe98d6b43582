"""Go through the lines with the form's keys in hand: say what each line is, and where it belongs.

Every line is a key, a list entry, text that goes on from above, or nothing. What stands where
nothing of its kind can stand is moved, in memory, to the nearest place where it can.
"""

from __future__ import annotations

from collections.abc import Sequence

from selfeval.source.lint import blocks, values
from selfeval.source.lint.columns import column_of, further_left, usual_step
from selfeval.source.lint.content import block_below, finish_text
from selfeval.source.lint.entries import entry, find_dash
from selfeval.source.lint.keys import key_on, keyed
from selfeval.source.lint.line import normal, skip
from selfeval.source.lint.outline import Frame, Outline, Waiting
from selfeval.source.lint.state import STEP, Line, Running, State
from selfeval.source.lint.stray import loose
from selfeval.source.shape import Holds, Shape
from selfeval.source.slip import Edit, Finding
from selfeval.text.pattern import regex

ENOUGH = 5000  # findings after which a file is not worth reading on
LISTED, MAPPED = frozenset({Holds.LIST, Holds.TREE}), frozenset({Holds.MAP, Holds.NAMES, Holds.TREE})
QUICK = regex(rf"( *)(- )?([\w“（《][^\s:：﹕︰∶#\"']*):(?: (?:{values.SAFE.pattern}|(\|)$)|$)")


def examine(lines: Sequence[str], shape: Shape) -> list[Finding]:
    """Find the slips of structure and of values, and hide from the parser what is text."""
    indents = [blocks.indent(line) for line in lines]
    state = State(
        lines, indents, Outline([Frame(0, False, shape)]), values.anchors(lines), usual_step(indents), shape.inner
    )
    number = 0
    while number < len(lines) and len(state.findings) < ENOUGH:
        number = step(state, number)
    finish_text(state)
    return state.findings


def step(state: State, number: int) -> int:
    """Take in one line, with the text below it if it opens one; return the next line to look at."""
    line = state.lines[number]
    after = expected(state, number, line)
    if after:
        return after
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


def expected(state: State, number: int, line: str) -> int:
    """Take in the common line at once: a key of the form, or a name where any may stand, with a plain value, a | or nothing.

    Returns the next line to look at, 0 where this one is not so plain.
    """
    quick = QUICK.match(line)
    if quick is None or state.moved is not None:
        return 0
    outline = state.outline
    spaces, dash, name = quick.group(1, 2, 3)
    column = len(spaces)
    waiting = outline.waiting
    opens = waiting is not None and column > waiting.column
    frame = opened(state, number, column, bool(dash)) if opens else outline.innermost(column)
    if frame is None or frame.column != column or frame.is_list is not bool(dash):
        return 0
    if dash:
        if frame.entry is None or name not in frame.entry.keys:
            return 0
        inner = Frame(column + STEP, False, frame.entry, item=True)
    elif not frame.knows(name):
        name = normal(name)
        if frame.shape is None or not frame.free or name in state.known:
            return 0
    if name in frame.seen:
        return 0
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
    outline.waiting = None
    if quick[4]:
        return block_below(state, number, quick.start(4), frame.column, name)
    if quick.end() == quick.end(3) + 1:
        outline.waiting = Waiting(frame.column, shape, line=number)
    else:
        state.text = Running(name, frame.column, quick.end(3) + 2, shape, number, [number])
    return number + 1


def opened(state: State, number: int, column: int, is_list: bool) -> Frame | None:
    """Return the map or list that this line starts below the key that waits, None where that is in doubt."""
    waiting = state.outline.waiting
    if waiting is None or waiting.shape is None or waiting.shape.holds not in (LISTED if is_list else MAPPED):
        return None
    if column != waiting.column + state.width or further_left(state, number, waiting.column, column):
        return None
    return Frame(column, is_list, waiting.shape, item=waiting.after_dash and not is_list)
