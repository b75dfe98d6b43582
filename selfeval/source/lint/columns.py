"""The column a line is meant to stand at, when tabs or a miscount hide it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from selfeval.source.lint import blocks
from selfeval.source.lint.line import DASH, GOOD_COLON, find_key, normal, skip
from selfeval.source.lint.outline import TEXTS
from selfeval.source.lint.state import FAR, STEP, State


def usual_step(lines: Sequence[str]) -> int:
    """Return by how many columns this file indents: 2 (also for 4), or 3."""
    indents = [each for each in map(blocks.indent, lines) if each]
    return max((STEP, 3), key=lambda step: sum(each % step == 0 for each in indents))


def column_of(state: State, number: int, start: int) -> int:
    """Return the column meant: tabs and wide blanks as what fits, moved along with the line above."""
    lead = state.lines[number][:start]
    if state.moved and start <= state.moved.column:
        state.moved = None
    if lead.count(" ") != start:
        return guess(state, number, start, lead)
    if state.moved and not fits(state, number, start, start) and fits(state, number, start, start + state.moved.by):
        return start + state.moved.by
    return start


def guess(state: State, number: int, start: int, lead: str) -> int:
    """Return the column that tabs or wide blanks stand for: where the key is known, or the next line points to."""
    blanks, wide, tabs = sum(each in " \xa0" for each in lead), lead.count("\u3000"), lead.count("\t")
    widths = [blanks + wide * w + tabs * t for t in (2, 4, 8) for w in (2, 1)]
    fitting = [width for width in widths if fits(state, number, start, width)]
    known = [width for width in fitting if known_at(state, number, start, width)]
    below = islice(columns_below(state, number, -1), 1)
    dash = DASH.match(state.lines[number], start)
    above = not is_leaf(state, number) or (dash and not dash_below(state, number))
    likely = [each - STEP if above else each for each in below]
    likely = [each for each in likely if fits(state, number, start, each)]
    waiting = state.outline.waiting
    if waiting and waiting.shape and waiting.shape.holds not in TEXTS:
        fitting = [width for width in fitting if width > waiting.column] or fitting
    return [*known, *likely, *fitting, *widths][0]


def fits(state: State, number: int, start: int, column: int) -> bool:
    outline = state.outline
    if DASH.match(state.lines[number], start):
        return outline.list_at(column) is not None or outline.opens_list(column)
    return outline.map_at(column) is not None or outline.opens_map(column)


def known_at(state: State, number: int, start: int, column: int) -> bool:
    """Tell whether the key of this line is one the form names at this column."""
    here = state.outline.map_at(column)
    return here is not None and find_key(state.lines[number], start, here.knows, False) is not None and \
        here.knows(normal(GOOD_COLON.split(state.lines[number][start:])[0]))


def first_column(state: State, number: int, start: int, column: int, owner: int, leaf: bool, dash: bool) -> int:
    """Return the column of a new map or list: that of its later lines, if the first one is off.

    ``leaf`` tells that nothing can stand below the first line, ``dash`` that it is a list entry.
    """
    columns = list(columns_below(state, number, owner))
    least = min(columns, default=column)
    votes = columns.count(least) - columns.count(column) - 1
    regular = (least - owner) % state.width == 0
    inside = columns[:1] == [least] and not (dash_below(state, number) if dash else leaf)
    natural = least - STEP if inside else least
    place = column
    if columns and not state.lines[number].startswith(" " * start):
        place = natural                                # typed with tabs: the column is but a guess
    elif least < column:
        if votes > 0 or (votes == 0 and regular):
            place = least
    elif least > column and regular and (column - owner) % state.width and (leaf or least < columns[0]):
        place = natural
    glued = dash and columns[:1] == [place]            # YAML reads the next entry as more of this one
    state.move(number, start, column, place, "list-indentation" if glued else "indentation",
               f"这一行缩进太{'多' if place < column else '少'}，要和下面的行对齐")
    return place


def columns_below(state: State, number: int, owner: int) -> Iterator[int]:
    """Yield the columns of the lines that stand below a key, from the next line on."""
    for at in range(number + 1, min(number + FAR, len(state.lines))):
        line = state.lines[at]
        indent = blocks.indent(line)
        if indent == len(line) or line[indent] in "#\t\u3000\xa0":
            continue
        if indent <= owner:
            return
        yield indent


def dash_below(state: State, number: int) -> bool:
    """Tell whether the next line that is not blank starts with a dash."""
    for at in range(number + 1, len(state.lines)):
        line = state.lines[at]
        start = skip(line)
        if start < len(line) and line[start] != "#":
            return DASH.match(line, start) is not None
    return False


def is_leaf(state: State, number: int) -> bool:
    """Tell whether the value stands on this line, so that nothing can stand below it."""
    return re.search(r"[:：].*[^\s|>:：]|^\s*-[^:：]*$", state.lines[number]) is not None
