"""Where a key or dash belongs when it cannot stand where it was typed."""

from __future__ import annotations

from selfeval.source.lint import blocks
from selfeval.source.lint.columns import columns_below, is_dash_below, is_leaf
from selfeval.source.lint.line import (
    DASH,
    GOOD_COLON,
    NO_COLON,
    ODD_COLON,
    ODD_DASH,
    Key,
    find_key,
    normalize,
    skip_blanks,
)
from selfeval.source.lint.outline import LISTS, Frame
from selfeval.source.lint.state import FAR, STEP, Line, Scan
from selfeval.source.shape import Holds
from selfeval.text.name import nearest
from selfeval.text.pattern import regex

FIGURE = regex(r"[:：]?\s*[≥≤<>=]?\s*\d")


def find_list(scan: Scan, at: Line, after: int) -> Frame | None:
    """Return the list to which a dash belongs that stands at an impossible column; None when there is none."""
    column = at.column
    lists = scan.outline.lists()
    starts = {each.entry.leading_key for each in lists if each.entry}
    keyed = GOOD_COLON.search(at.text, after) or find_key(at.text, after, starts.__contains__, False)
    homes = [each for each in lists if keyed or each.shape is None or each.shape.holds is not Holds.LIST]
    if scan.text and column > scan.text.owner + 3:
        homes = [each for each in homes if abs(each.column - column) < 3]
    below = next(columns_below(scan, at.number, -1), None)
    inside = below is not None and not is_dash_below(scan, at.number)
    place = below - STEP if below is not None and inside else below
    pointed = [each for each in homes if keyed and each.column == place and place > column]
    if keyed and place is not None and place > column and not pointed:
        homes = [opened] if (opened := open_waiting_at(scan, place, is_list=True)) else homes
    return min(pointed or homes, key=lambda each: abs(each.column - column), default=None)


def belongs_elsewhere(scan: Scan, at: Line, key: Key, here: Frame) -> bool:
    """Tell whether a key that can stand here belongs elsewhere: only another map knows it, and lacks it."""
    if here.knows(key.name) or here.shape is None:
        return False
    return find_home(scan, at, key, here) is not None


def find_lacking_maps(scan: Scan, number: int, name: str, here: Frame | None = None) -> list[Frame]:
    """Return the maps that should have this key and have it neither above nor below this line."""
    return [
        each
        for each in scan.outline.maps()
        if each is not here and each.knows(name) and name not in each.seen and not comes_later(scan, number, name, each)
    ]


def names_entry(scan: Scan, at: Line, here: Frame) -> bool:
    """Tell whether a line is a name of this map, though another map has a key like it: below it stands what follows names."""
    entry = here.shape.entry if here.shape else None
    below = scan.lines[at.number + 1] if entry is not None and at.number + 1 < len(scan.lines) else ""
    start = skip_blanks(below)
    if entry is None or start <= at.column or is_leaf(at.text):
        return False
    return find_key(below, start, entry.keys.__contains__, False) is not None


def find_home(scan: Scan, at: Line, key: Key, here: Frame | None) -> Frame | None:
    """Return the map that lacks this key, or else the nearest one that may take it; None when there is none."""
    column = at.column
    maps = [each for each in scan.outline.maps() if each is not here]
    lists = [each for each in scan.outline.lists() if each.column == column]
    lacking = find_lacking_maps(scan, at.number, key.name, here)
    if here is not None:
        if here.takes_any_name and names_entry(scan, at, here):
            return None
        if here.takes_any_name:
            lacking = [
                each
                for each in lacking
                if each in scan.outline.closed
                or (each.column == 0 and each.shape and each.shape.keys[key.name].holds is not Holds.VALUE)
            ]
        return (
            min(lacking, key=lambda each: abs(each.column - column), default=None)
            or open_map_that_waits(scan, key, column)
            or find_names_left(scan, at, key, here)
            or (None if here.takes_any_name else find_map_slid_out_of(scan, at, here))
        )
    for each in lists:
        if (
            each.shape is not None
            and key.name in each.shape.keys
            and not any(frame.is_entry and key.name not in frame.seen for frame in scan.outline.closed)
        ):
            return each
    repeated = [each for each in maps if each.is_entry and key.name == each.first_key]
    taking = (
        lacking
        or repeated
        or [each for each in maps if each.knows(key.name)]
        or [each for each in maps if each.takes_any_name and abs(each.column - column) < 4]
    )
    if not taking and not (scan.text and column > scan.text.owner):
        taking = maps
    text = scan.text
    if not taking and text and text.shape and text.shape.holds is Holds.VALUE and key.name.isalnum():
        taking = [each for each in maps if each.column == text.owner]
    owner = -1 if is_leaf(at.text) else next(columns_below(scan, at.number, -1), 0) - STEP
    return min(taking, key=lambda each: (abs(each.column - column), each.column != owner), default=None)


def find_list_for_categories(scan: Scan, at: Line, key: Key) -> tuple[Frame, Frame] | None:
    """Return the map and, below its last key, the list of indicators that stands where categories were to come.

    The category in this line says so: it stands beside the list or left of it, but right of the map.
    """
    outline = scan.outline
    everything = [*outline.frames, *reversed(outline.closed)]
    holder = outline.map_at(at.column - scan.width)
    if holder is None or key.name in scan.known or is_leaf(at.text):
        return None
    place = everything.index(holder)
    categories = [each for each in everything[:place] if each.takes_any_name and each.shape is not None]
    listed = everything[place + 1] if place + 1 < len(everything) else None
    stands_right = listed is not None and listed.is_list and listed.column >= at.column
    deep = holder.takes_any_name and any(each.shape is holder.shape for each in categories)
    if listed is None or deep or not stands_right or listed.shape is None or listed.shape.holds is not Holds.TREE:
        return None
    return holder, listed


def open_map_that_waits(scan: Scan, key: Key, column: int) -> Frame | None:
    """Open the map or list that waits at this column or further right, where this key belongs in it."""
    waiting = scan.outline.waiting
    if waiting is None or waiting.column < column or waiting.shape is None or key.name not in waiting.shape.keys:
        return None
    parent = next((each for each in scan.outline.maps() if each.column == waiting.column), None)
    if parent is None:
        return None
    scan.outline.restore(parent)
    frame = Frame(waiting.column + STEP, waiting.shape.holds in LISTS, waiting.shape)
    if frame.is_list:
        frame.column = waiting.column
    scan.outline.frames.append(frame)
    return frame


def find_map_slid_out_of(scan: Scan, at: Line, here: Frame) -> Frame | None:
    """Return the map of names to which this line belongs by the next line, though its own column has slid; None if there is none."""
    column = next(columns_below(scan, at.number, -1), 0)
    home = column if is_leaf(at.text) else column - STEP
    if column == at.column and at.number + 1 < len(scan.lines):  # to the right: what comes next has come before
        after = scan.lines[at.number + 1]
        key = find_key(after, column, here.seen.__contains__, False) if skip_blanks(after) == column else None
        frames = scan.outline.frames if key and key.name in here.seen else []
    else:
        frames = scan.outline.closed
    there = next((each for each in frames if each.takes_any_name and each.column == home), None)
    return there or open_waiting_at(scan, home, is_list=False)


def find_names_left(scan: Scan, at: Line, key: Key, here: Frame) -> Frame | None:
    """Return the map of names that this line was to go on with, though it slid to the left of it; None if there is none.

    Such is a map of which nothing stands below its key, or one that a line with a figure closes, right below its last line.
    """
    above = scan.lines[at.number - 1].strip() if at.number else ""
    if not above or above.startswith("#"):
        return None
    has_figure = FIGURE.match(at.text, key.end) is not None
    if here.takes_any_name and not (here.names_groups and has_figure):
        return None
    if not is_leaf(at.text) or nearest(key.name, here.missing_keys(), 0.5) or key.name in scan.known:
        return None
    waiting = scan.outline.waiting
    if waiting is not None and waiting.column >= at.column:
        return open_waiting_at(scan, waiting.column + scan.width, is_list=False)
    inner = next(iter(scan.outline.closed), None)
    return inner if inner is not None and inner.takes_any_name and has_figure else None


def open_waiting_at(scan: Scan, column: int, *, is_list: bool) -> Frame | None:
    """Open the map of names or the list that waits, if it can stand at this column; return it, or None."""
    outline, waiting = scan.outline, scan.outline.waiting
    wanted = LISTS if is_list else (Holds.NAMES, Holds.TREE)
    if waiting is None or waiting.shape is None or waiting.shape.holds not in wanted or column <= waiting.column:
        return None
    if outline.top.column != column:
        outline.restore(next(each for each in outline.maps() if each.column <= waiting.column))
        outline.frames.append(Frame(column, is_list, waiting.shape))
    return outline.top


def _goes_on_with_names(scan: Scan, number: int, key: Key) -> bool:
    """Tell whether a line goes on with the names of an open map, however long this one is: what a name has follows it."""
    line = scan.lines[number]
    start = blocks.count_indent(line)
    here = scan.outline.map_at(start)
    if here is None or not here.takes_any_name:
        return False
    if key.value >= len(line.rstrip()):
        return next(columns_below(scan, number, start), -1) > start
    return not here.names_groups and line.rstrip()[-1] not in "。；"


def comes_later(scan: Scan, number: int, name: str, frame: Frame) -> bool:
    """Tell whether a map or list has this key further down, so that it does not lack it."""
    for at in range(number + 1, min(number + FAR, len(scan.lines))):
        line = scan.lines[at]
        indent = blocks.count_indent(line)
        if indent < frame.column and indent < len(line):
            return False
        if indent == frame.column and line.startswith((name + ":", name + "："), indent):
            return True
    return False


def is_structure(scan: Scan, number: int, owner: int) -> bool:
    """Tell whether a line below ``|`` is not text but a key or dash of the form."""
    line, outline = scan.lines[number], scan.outline
    start = skip_blanks(line)
    inside = blocks.count_indent(line) > owner
    if inside and not GOOD_COLON.search(line, start):
        return False
    if line[start] == "#" and not inside:
        return True
    dash = DASH.match(line, start) or (None if inside else ODD_DASH.match(line, start))
    lists = [each for each in outline.frames if each.is_list]
    if dash:
        keys = {key for each in lists for key in (each.shape.keys if each.shape else ())}
        key = find_key(line, dash.end(), keys.__contains__, False)
        beside = outline.map_at(start)
        if key and beside and beside.knows(key.name) and key.name not in beside.seen:
            return True
        if inside:
            return key is not None and key.name == next(
                (each.first_key for each in reversed(outline.frames) if each.is_entry), None
            )
        return (outline.list_at(start) is not None and line[start] in "-－") or (key is not None and key.name in keys)
    key = find_key(line, start, outline.knows, False)
    if inside:
        return (
            key is not None
            and not key.rule
            and any(
                each.knows(key.name) and key.name not in each.seen and not comes_later(scan, number, key.name, each)
                for each in outline.frames
            )
        )
    if key is not None:
        is_short = len(key.name) < 30 and not set("，。；、：") & set(line[start : key.end])
        return outline.knows(key.name) or (not key.rule and (is_short or _goes_on_with_names(scan, number, key)))
    lacking = ODD_COLON.match(line, start) or NO_COLON.match(line, start)
    frame, holder = outline.map_at(start), outline.list_at(start)
    if lacking and holder and holder.entry:
        return normalize(lacking[1]) == holder.entry.leading_key
    return (
        lacking is not None
        and frame is not None
        and frame.knows(normalize(lacking[1]))
        and normalize(lacking[1]) not in frame.seen
    )
