"""Go through the lines and decide, by the keys of the form, what each line is and where it belongs.

Every line is a key, a list entry, text that goes on from above, or nothing. A line that cannot stand
where it was typed is moved, in memory, to the nearest place where it can.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from selfeval.problem import Edit
from selfeval.source.lint import blocks, values
from selfeval.source.lint.columns import find_column, has_line_further_left, usual_step
from selfeval.source.lint.content import SECOND, finish_text, take_block
from selfeval.source.lint.entries import find_dash, take_entry
from selfeval.source.lint.headings import take_below_heading
from selfeval.source.lint.keys import find_key_on, take_key
from selfeval.source.lint.line import normalize, skip_blanks
from selfeval.source.lint.outline import Frame, Opening, Outline, Waiting
from selfeval.source.lint.rows import take_row
from selfeval.source.lint.state import STEP, Line, Running, Scan
from selfeval.source.lint.stray import take_stray_line
from selfeval.source.shape import Holds, Shape
from selfeval.source.slip import Found, Slip
from selfeval.text.pattern import regex

ENOUGH = 5000  # findings after which a file is not worth reading on
LISTED, MAPPED = frozenset({Holds.LIST, Holds.TREE}), frozenset({Holds.MAP, Holds.NAMES, Holds.TREE})
QUICK = regex(rf"( *)(- )?([\w“（《][^\s:：﹕︰∶#\"']*):(?: (?:{values.SAFE.pattern}|(\|)$)|$)")


def examine(lines: Sequence[str], shape: Shape) -> list[Found]:
    """Find the slips of structure and of values, and hide from the parser the signs that are text."""
    indents = [blocks.count_indent(line) for line in lines]
    scan = Scan(
        lines,
        indents,
        Outline([Frame(0, False, shape)]),
        values.find_anchors(lines),
        usual_step(indents),
        shape.all_keys,
        shape.headings,
    )
    number = 0
    while number < len(lines) and len(scan.findings) < ENOUGH:
        number = take_line(scan, number)
    finish_text(scan)
    return scan.findings


def take_line(scan: Scan, number: int) -> int:
    """Take in one line, with the text below it where it opens one; return the next line to look at."""
    line = scan.lines[number]
    after = take_expected_line(scan, number, line)
    if after:
        return after
    start = skip_blanks(line)
    if start == len(line) or line[start] == "#":
        if line[:start].strip(" "):
            scan.findings.append(Edit(number, 0, start, ""))
        return number + 1
    if line[start] == "＃":
        scan.findings.append(
            Slip("fullwidth-hash", number, start, start + 1, "注释要用英文的 #", (Edit(number, start, start + 1, "#"),))
        )
        return number + 1
    at = Line(number, line, start, start)
    at = at._replace(column=find_column(scan, at))
    scan.outline.close(at.column)
    after = take_row(scan, at)
    if after:
        return after
    found = find_dash(scan, at)
    if found:
        return take_entry(scan, at, *found)
    key = find_key_on(scan, at)
    if key is None:
        return take_stray_line(scan, at)
    return (take_below_heading(scan, at, key) if key.name in scan.headings else 0) or take_key(scan, at, key)


def take_expected_line(scan: Scan, number: int, line: str) -> int:
    """Take in a common line quickly: a key of the form, or a name where any may stand, with a plain value, a | or nothing.

    Return the next line to look at; 0 where this line is not that plain, and nothing was taken in.
    """
    quick = QUICK.match(line)
    if (
        quick is None
        or scan.moved is not None
        or ("：" in line and SECOND.search(line))
        or values.may_hold_slashes(line)
    ):
        return 0
    outline = scan.outline
    spaces, dash, name = quick.group(1, 2, 3)
    column = len(spaces)
    waiting = outline.waiting
    opens = waiting is not None and column > waiting.column
    frame = open_expected(scan, number, column, bool(dash)) if opens else outline.innermost(column)
    if frame is None or frame.column != column or frame.is_list is not bool(dash):
        return 0
    if dash:
        if frame.entry is None or name != frame.entry.leading_key:
            return 0
        inner = Frame(column + STEP, False, frame.entry, is_entry=True)
    elif not frame.knows(name):
        name = normalize(name)
        in_doubt = frame.names_groups and quick.end() != quick.end(3) + 1
        if frame.shape is None or not frame.takes_any_name or name in scan.known or name in scan.headings or in_doubt:
            return 0
    if name in frame.seen:
        return 0
    outline.close(frame.column)
    if opens:
        outline.frames.append(frame)
    if dash:
        outline.frames.append(inner)
        frame = inner
    frame.seen[name] = number
    return take_expected_value(scan, number, quick, frame, name)


def take_expected_value(scan: Scan, number: int, quick: re.Match[str], frame: Frame, name: str) -> int:
    """Take in what follows the key of a common line: a |, nothing, or a plain value; return the next line to look at."""
    finish_text(scan)
    scan.after_block = ""
    scan.outline.waiting = None
    shape = frame.shape_below(name)
    if quick[4]:
        return take_block(scan, Opening(number, quick.start(4), frame.column, name, shape))
    if quick.end() == quick.end(3) + 1:
        scan.outline.waiting = Waiting(frame.column, shape, line=number)
    else:
        scan.text = Running(name, frame.column, quick.end(3) + 2, shape, number, [number])
    return number + 1


def open_expected(scan: Scan, number: int, column: int, is_list: bool) -> Frame | None:
    """Return the map or list that this line opens below the key that waits; None where that is in doubt."""
    waiting = scan.outline.waiting
    if waiting is None or waiting.shape is None or waiting.shape.holds not in (LISTED if is_list else MAPPED):
        return None
    if column != waiting.column + scan.width or has_line_further_left(scan, number, waiting.column, column):
        return None
    return Frame(column, is_list, waiting.shape, is_entry=waiting.after_dash and not is_list)
