"""First-level headings of indicators that were forgotten above a second-level one."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from selfeval.problem import Edit
from selfeval.source.lint.content import follow_key
from selfeval.source.lint.line import Key
from selfeval.source.lint.outline import Frame
from selfeval.source.lint.placement import comes_later
from selfeval.source.lint.state import FAR, Line, Moved, Scan
from selfeval.source.slip import Slip


class LackingHeading(NamedTuple):
    """Hold a first-level heading, the map in which it stands or is to stand, and the column of what stands below it."""

    name: str
    top: Frame
    below: int


def take_below_heading(scan: Scan, at: Line, key: Key) -> int:
    """Take in a second-level heading above which its first-level one is forgotten, or which goes on with those below one.

    Return the next line to look at; 0 where nothing is forgotten.
    """
    lacking = _find_lacking(scan, at, key)
    if lacking is not None:
        return follow_key(scan, at.number, _supply(scan, at, key, lacking), key, at.start)
    inner = _find_map_left(scan, at, key)
    if inner is None:
        return 0
    scan.outline.restore(inner)
    found = scan.findings[inner.heading_finding] if inner.heading_finding >= 0 else None
    if isinstance(found, Slip):
        edit = Edit(at.number, 0, at.start, " " * inner.column)
        scan.findings[inner.heading_finding] = found._replace(edits=(*found.edits, edit))
        scan.moved = Moved(at.start, inner.column - at.start, inner.heading_finding)
    else:
        beside = next(reversed(inner.seen), "")
        message = f"“{key.name}”的缩进不对，要" + (f"和“{beside}”对齐" if beside else "在上一行下面多空两格")
        scan.move(at, inner.column, "wrong-level", message)
    return follow_key(scan, at.number, inner, key, at.start)


def _find_lacking(scan: Scan, at: Line, key: Key) -> LackingHeading | None:
    """Return the heading that is forgotten above a key, which stands below this one alone; None where none is."""
    top = _find_top(scan, at)
    name = top.shape.upper.get(key.name, "") if top and top.shape else ""
    if top is None or top.shape is None or not name or name in top.seen:
        return None
    beside = at.column > top.column
    here = next(reversed(top.seen), "")
    if (beside and key.name in top.shape.levels.get(here, ())) or comes_later(scan, at.number, name, top):
        return None
    usual = top.column + _usual_width(scan)
    below = at.column if beside else _column_below(scan, at.number, top.column, top.shape.levels[name]) or usual
    return LackingHeading(name, top, below)


def _column_below(scan: Scan, number: int, owner: int, names: Collection[str]) -> int:
    """Return the leftmost column of the lines below a key that are one of some names; 0 where none is."""
    columns: list[int] = []
    for at in range(number + 1, min(number + FAR, len(scan.lines))):
        line, indent = scan.lines[at], scan.indents[at]
        if indent < len(line) and line[indent] not in "#\t\u3000\xa0":
            if indent <= owner:
                break
            if line.strip().rstrip(":： ") in names:
                columns.append(indent)
    return min(columns, default=0)


def _usual_width(scan: Scan) -> int:
    """Return by how many columns this file indents: as its first line that is indented."""
    return next(filter(None, scan.indents), scan.width)


def _find_top(scan: Scan, at: Line) -> Frame | None:
    """Return the map of first-level headings in which, or right below which, a line stands; a new one where none is open yet."""
    outline, waiting = scan.outline, scan.outline.waiting
    top = next((each for each in outline.frames if each.shape and each.shape.levels and not each.is_list), None)
    if top is not None:
        inner = next((each for each in outline.frames if each.column > top.column), None)
        beside = at.column == top.column or (inner and not inner.is_list and at.column == inner.column)
        return top if beside and waiting is None else None
    shape = waiting.shape if waiting else None
    if waiting is None or shape is None or not shape.levels or at.column <= waiting.column:
        return None
    column = _column_below(scan, at.number, waiting.column, shape.levels) or waiting.column + _usual_width(scan)
    return Frame(min(column, at.column), False, shape)


def _find_map_left(scan: Scan, at: Line, key: Key) -> Frame | None:
    """Return the map of second-level headings that a key goes on with, or is the first of, though it stands further left or right.

    A name that is a first-level heading, too, goes on only below one that was put in, and where nothing else says what it is.
    """
    outline, line = scan.outline, scan.lines[at.number]
    everything = [*outline.frames, *reversed(outline.closed)]
    place = next((place for place, each in enumerate(everything) if each.shape and each.shape.levels), -1)
    top, inner = everything[place], next(iter(everything[place + 1 :]), None)
    here = next(reversed(top.seen), "")
    if place < 0 or top.shape is None or key.name not in top.shape.levels.get(here, ()):
        return None
    if inner is None and outline.waiting is not None and at.column == outline.waiting.column == top.column:
        inner = Frame(top.column + _usual_width(scan), False, top.shape_below(here))
    elif inner is None or inner.is_list or not inner.seen or key.name in inner.seen:
        return None
    astray = at.column > inner.column and key.value >= len(line.rstrip())
    if at.column != top.column and not astray:
        return None
    below = scan.lines[at.number + 1] if at.number + 1 < len(scan.lines) else ""
    levels = top.shape.levels
    is_first = key.name in levels and (inner.heading_finding < 0 or below.strip(" :：") in levels[key.name])
    if is_first:
        return None
    if not any(each is inner for each in everything):
        outline.frames.append(inner)
    return inner


def _supply(scan: Scan, at: Line, key: Key, heading: LackingHeading) -> Frame:
    """Put the forgotten heading above a key; return the map in which the key stands then."""
    outline, (name, top, column) = scan.outline, heading
    message = f"“{key.name}”是“{name}”下面的一类，它上面少了一行“{name}:”"
    edit = Edit(at.number, 0, at.start, f"{' ' * top.column}{name}:\n{' ' * column}")
    if any(each is top for each in outline.frames):
        outline.restore(top)
    else:
        outline.frames.append(top)
    top.seen[name] = at.number
    inner = Frame(column, False, top.shape_below(name), heading_finding=len(scan.findings))
    outline.frames.append(inner)
    scan.findings.append(Slip("missing-heading", at.number, at.start, key.end, message, (edit,), sure=False))
    if column != at.start:
        scan.moved = Moved(at.start, column - at.start, inner.heading_finding)
    return inner
