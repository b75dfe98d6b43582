"""The column at which a line is meant to stand, when tabs or a miscount hide it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from selfeval.source.lint import blocks
from selfeval.source.lint.line import DASH, find_key, skip_blanks
from selfeval.source.lint.outline import TEXTS
from selfeval.source.lint.state import FAR, STEP, Line, Scan


def usual_step(indents: Sequence[int]) -> int:
    """Return by how many columns this file indents: 2 (also for 4), or 3."""
    odd = sum(each % STEP != 0 for each in indents)
    return 3 if odd and odd > sum(each % 3 != 0 for each in indents) else STEP


def find_column(scan: Scan, at: Line) -> int:
    """Return the column that is meant: the one that tabs and wide blanks stand for, or that of a line above that moved."""
    start = at.start
    if scan.moved and start < scan.moved.column:
        scan.moved = None
    if at.text.count(" ", 0, start) != start:
        return guess_column(scan, at)
    moved, waiting = scan.moved, scan.outline.waiting
    if moved and waiting and moved.by > 0 and moved.column < start <= waiting.column == moved.column + moved.by:
        moved.along = can_stand_at(scan, at, start + moved.by)
    inside = moved is not None and moved.along and start > moved.column
    if moved and (inside or not can_stand_at(scan, at, start)) and can_stand_at(scan, at, start + moved.by):
        return start + moved.by
    if moved and (start < moved.column or (moved.along and start == moved.column)):
        scan.moved = None
    return start


def guess_column(scan: Scan, at: Line) -> int:
    """Return the column that tabs or wide blanks stand for: one where the key is known, or to which the next line points."""
    lead = at.text[: at.start]
    blanks, wide, tabs = sum(each in " \xa0" for each in lead), lead.count("\u3000"), lead.count("\t")
    widths = [blanks + wide * w + tabs * t for t in (2, 4, 8) for w in (2, 1)]
    fitting = [width for width in widths if can_stand_at(scan, at, width)]
    known = [width for width in fitting if is_known_at(scan, at, width)]
    below = islice(columns_below(scan, at.number, -1), 1)
    above = not is_leaf(at.text) or (DASH.match(at.text, at.start) and not is_dash_below(scan, at.number))
    likely = [each - STEP if above else each for each in below]
    likely = [each for each in likely if can_stand_at(scan, at, each) and takes_any_name(scan, each)]
    beside = [] if above else [each.column for each in reversed(scan.outline.frames)]
    likely = [*(each for each in (*likely, *beside) if each in fitting), *likely]
    waiting = scan.outline.waiting
    if waiting and waiting.shape and waiting.shape.holds not in TEXTS:
        inside = [width for width in fitting if width > waiting.column]
        likely = [width for width in likely if width > waiting.column or not inside]
        fitting = inside or fitting
    return [*known, *likely, *fitting, *widths][0]


def can_stand_at(scan: Scan, at: Line, column: int) -> bool:
    """Tell whether a line of this kind, a dash or a key, can stand at the column."""
    outline = scan.outline
    if DASH.match(at.text, at.start):
        return outline.list_at(column) is not None or outline.opens_list(column)
    return outline.map_at(column) is not None or outline.opens_map(column)


def takes_any_name(scan: Scan, column: int) -> bool:
    """Tell whether the map at this column, if there is one, takes any name."""
    here = scan.outline.map_at(column)
    return here is None or here.takes_any_name


def is_known_at(scan: Scan, at: Line, column: int) -> bool:
    """Tell whether the key of this line is one that the form names at this column."""
    here = scan.outline.map_at(column)
    key = find_key(at.text, at.start, here.knows, False) if here else None
    return here is not None and key is not None and here.knows(key.name)


def settle_first_column(scan: Scan, at: Line, owner: int) -> int:
    """Return the column of a new map or list; its first line is moved there where the later lines show that it is off."""
    number, column = at.number, at.column
    dash, leaf = DASH.match(at.text, at.start), is_leaf(at.text)
    moved = scan.moved
    shift = moved.by if moved and moved.along and at.start + moved.by == column else 0  # the lines below come along
    columns = [each + shift for each in columns_below(scan, number, owner - shift)]
    least = min(columns, default=column)
    votes = columns.count(least) - columns.count(column) - 1
    regular = (least - owner) % scan.width == 0
    inside = columns[:1] == [least] and not (is_dash_below(scan, number) if dash else leaf)
    natural = least - STEP if inside else least
    place = column
    if least < column == columns[0] and not leaf and not dash and not is_dash_below(scan, number):
        place = least  # what it holds stands no further right than itself
    elif columns and not at.text.startswith(" " * at.start):
        place = natural  # typed with tabs: the column is only a guess
    elif least < column:
        if votes > 0 or (votes == 0 and regular):
            place = least
    elif least > column and regular and (column - owner) % scan.width and (leaf or least < columns[0]):
        place = natural
    glued = dash is not None and columns[:1] == [place]  # YAML reads the next entry as more of this one
    scan.move(
        at,
        place,
        "list-indentation" if glued else "indentation",
        f"这一行缩进太{'多' if place < column else '少'}，要和下面的行对齐",
    )
    return place


def columns_below(scan: Scan, number: int, owner: int) -> Iterator[int]:
    """Yield the columns of the lines that stand below a key, from the next line on."""
    for at in range(number + 1, min(number + FAR, len(scan.lines))):
        line, indent = scan.lines[at], scan.indents[at]
        if indent == len(line) or line[indent] in "#\t\u3000\xa0":
            continue
        if indent <= owner:
            return
        yield indent


def has_line_further_left(scan: Scan, number: int, owner: int, column: int) -> bool:
    """Tell whether a line below a key stands further left than a column."""
    for at in range(number + 1, min(number + FAR, len(scan.lines))):
        indent = scan.indents[at]
        if indent < column:
            line = scan.lines[at]
            if indent == len(line) or line[indent] in "#\t\u3000\xa0":
                continue
            return indent > owner
    return False


def is_dash_below(scan: Scan, number: int) -> bool:
    """Tell whether the next line that is not blank starts with a dash."""
    for at in range(number + 1, len(scan.lines)):
        line = scan.lines[at]
        start = skip_blanks(line)
        if start < len(line) and line[start] != "#":
            return DASH.match(line, start) is not None
    return False


def is_key_below(scan: Scan, at: Line) -> bool:
    """Tell whether the next line is a key at the same column, so that this line must be a key, too."""
    below = scan.lines[at.number + 1] if at.number + 1 < len(scan.lines) else ""
    return blocks.count_indent(below) == at.start and find_key(below, at.start, lambda name: False, False) is not None


def is_leaf(text: str) -> bool:
    """Tell whether the value stands on this line, so that nothing can stand below it."""
    return re.search(r"[:：].*[^\s|>:：]|^\s*-[^:：]*$", text) is not None
