"""Rows of indicators on a blank form: which columns name their levels, what these are called, and their points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from selfeval.documents.read.blank import PrintedRow, clean
from selfeval.documents.read.outline import FormCell, FormRow
from selfeval.documents.read.sorts import FILLER, CellKind
from selfeval.text.pattern import regex

_LEVEL = regex(
    r"(?:([一二三四])级(?:绩效)?指标(?:名称)?|(?P<kind>指标(?:类[别型]|分类))|(?:绩效)?(?P<name>指标名称|具体指标|指标内容|绩效指标|指标))(?:[（(].*)?"
)
_CONTENT = regex(r"(?:考核|评价|评审|评估|具体|主要|工作)?(?:内容|要点|事项|名称)")
"""What a column of indicators is called beside one of their levels."""
_POINTS = regex(r"[（(]\s*(?:共?\s*)?(\d+(?:\.\d+)?)\s*分\s*[）)]")
_POINTS_ALONE = regex(r"\d+(?:\.\d+)?分?")


def level_columns(cells: Sequence[FormCell]) -> dict[int, str]:
    """Return the columns of a row of heads that name levels of indicators (一级) or the indicator itself (名称).

    A row that names less than two, or whose cells are to be filled, is none.
    """
    found: dict[int, str] = {}
    for cell in cells:
        match = _LEVEL.fullmatch(clean(cell.shown)) if cell.is_label and not cell.cell.continued else None
        if match:
            found[cell.column] = "一级" if match["kind"] else f"{match[1]}级" if match[1] else "名称"
    for cell, behind in pairwise(cells) if len(found) == 1 else ():
        if cell.column in found and behind.is_label and _CONTENT.fullmatch(clean(behind.shown)):
            found[behind.column] = "名称"
    sure = [name for name in found.values() if name != "名称"]
    opened = sum(cell.is_open and cell.shown.strip() == "" for cell in cells[1:])
    return found if len(found) > 1 and sure and not opened else {}


def name_column(columns: Mapping[int, str]) -> int:
    """Return the column of the indicators' own names: that of the third level, else the last one that names any."""
    named = [column for column, level in columns.items() if level in ("三级", "名称")]
    return named[-1] if named else max(columns)


def levels_of(
    rows: Sequence[FormRow], columns: Mapping[int, str], name: int
) -> tuple[dict[str, tuple[str, ...]], dict[tuple[str, ...], str], list[tuple[str, ...]]]:
    """Return the names of levels as the rows print them, the points of each, and the headings of every row."""
    levels: dict[str, list[str]] = {}
    points: dict[tuple[str, ...], str] = {}
    headings: list[tuple[str, ...]] = []
    for row in rows:
        texts = {
            columns[cell.column]: cell.shown for cell in row.cells if cell.column in columns and cell.column != name
        }
        path: tuple[str, ...] = ()
        for level in ("一级", "二级"):
            shown = clean(texts.get(level, ""))
            plain = _POINTS.sub("", shown)
            if not plain or FILLER.fullmatch(plain):
                break
            path = (*path, plain)
            if found := _POINTS.search(shown):
                points[path] = found[1]
        headings.append(path)
        below = levels.setdefault(path[0], []) if path else []
        if len(path) > 1 and path[1] not in below:
            below.append(path[1])
    return {first: tuple(below) for first, below in levels.items()}, points, headings


def is_numbered(rows: Sequence[FormRow], column: int) -> bool:
    """Tell whether most cells of a column have but a number to write behind (1., 2.): what they say is the form's in few of them."""
    cells = [cell for row in rows for cell in row.cells if cell.column == column and not cell.cell.continued]
    return 2 * sum(cell.shown.strip() != "" and FILLER.fullmatch(cell.shown) is not None for cell in cells) > len(cells)


def is_named(row: FormRow, name: int) -> bool:
    """Tell whether the form itself prints the name of an indicator."""
    return not row.is_filled and any(cell.column == name and cell.is_label for cell in row.cells)


def printed_row(row: FormRow, headings: tuple[str, ...], places: Mapping[int, str]) -> PrintedRow:
    """Return what the form itself prints in a row."""
    texts = {
        places[cell.column]: clean(cell.shown)
        for cell in row.cells
        if cell.column in places and cell.shown.strip() and (cell.is_label or cell.sort is CellKind.FIXED)
    }
    return PrintedRow(headings, texts, row.place)


def points_beside(rows: Sequence[FormRow], columns: Mapping[int, str]) -> dict[int, str]:
    """Return the columns of points that run down beside the names of a level, each with the level."""
    found: dict[int, str] = {}
    for level, points in pairwise(zip(*(row.cells for row in rows), strict=False)):
        same = all(one.cell.continued == other.cell.continued for one, other in zip(level, points, strict=True))
        runs = any(cell.cell.continued for cell in points)
        printed = all(_POINTS_ALONE.fullmatch(clean(cell.shown)) for cell in points)
        name = columns.get(level[0].column, "")
        if name in ("一级", "二级") and same and runs and printed and level[0].end == points[0].column:
            found[points[0].column] = name
    return found
