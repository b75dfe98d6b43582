"""Sheets of a blank form in which printed items are scored, or indicators are set in groups: the columns that name them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from selfeval.documents.read.blank import clean
from selfeval.documents.read.outline import FormCell, FormRow
from selfeval.documents.read.sorts import CellKind
from selfeval.text.pattern import regex

SCORED = regex(r"[得评打扣计]分|分数|自评|[初复核考互抽]评|抽查|自查|自验")
"""What stands over a column of scores."""
_SET = regex(r"[指目]标值|完成值|实际值|[得分]分|权重")
"""What stands over a column of indicators beside their names."""
_TOTAL = regex(r"(?:总分|合计|总计|总得分|自评总分|得分合计|小计|总体得分|金额合计|资金合计|综合得分|评价得分).{0,6}")
_SECTION = regex(r"第?[一二三四五六七八九十]+(?:[、.．部章]|$)|[（(][一二三四五六七八九十]+[）)]")
_POINTS = regex(r"\d{1,4}(?:\.\d{1,4})?分?")
_FEWEST_HEADS, _FEWEST_ITEMS = 4, 3
"""How many columns and rows such a sheet has at least."""


class ScoredPart(NamedTuple):
    """Hold the rows of items below one title, and the columns of their levels (一级) and names (名称)."""

    begin: int
    end: int
    columns: Mapping[int, str]


def columns_of_sheet(rows: Sequence[FormRow], at: int) -> Mapping[int, str]:
    """Return the columns of levels and names of a sheet whose heads stand in the row ``at``, none where it is no sheet."""
    below = rows[at + 1 : _end(rows, at, at + 1)]
    if len(below) < _FEWEST_ITEMS:
        return {}
    return _columns(rows[at], below) or _grouped(rows[at], below)


def scored_parts(rows: Sequence[FormRow], at: int) -> Sequence[ScoredPart]:
    """Return the parts of a sheet whose heads stand in the row ``at``, each below a title of its own; none where nothing parts it."""
    parts: list[ScoredPart] = []
    end = at + 1
    while end < len(rows) and (is_section(rows[end]) or (len(rows[end].body) == 1 and rows[end].body[0].is_label)):
        begin, end = end + 1, _end(rows, at, end + 1)
        columns = _columns(rows[at], rows[begin:end])
        if not columns:
            break
        parts.append(ScoredPart(begin, end, columns))
    return parts if sum(part.end - part.begin for part in parts) >= _FEWEST_ITEMS else ()


def is_total(row: FormRow) -> bool:
    """Tell whether a row sums up those above it."""
    return bool(_TOTAL.fullmatch(clean(row.body[0].shown)))


def sums_up(row: FormRow, items: Sequence[FormRow]) -> bool:
    """Tell whether a row below items has one name over several columns, and prints the sum of their points (得分 | 100)."""
    named = row.body[0]
    below = [cell for item in items[-1:] for cell in item.cells if named.column <= cell.column < named.end]
    return named.is_label and len(below) > 1 and any(_is_sum(cell, items) for cell in row.body[1:])


def _is_sum(cell: FormCell, items: Sequence[FormRow]) -> bool:
    above = [each for row in items for each in row.cells if each.column == cell.column and not each.cell.continued]
    texts = [clean(each.shown) for each in (*above, cell)]
    if len(above) < 2 or not all(map(_POINTS.fullmatch, texts)):
        return False
    *parts, whole = (Decimal(text.removesuffix("分")) for text in texts)
    return sum(parts) == whole


def _end(rows: Sequence[FormRow], at: int, begin: int) -> int:
    """Return the row behind those from ``begin`` on that have a cell below each head in the row ``at``, and are no total.

    A row that sums up a section ends them too, unless all of them look like one.
    """
    head = [cell.column for cell in rows[at].cells]
    same = ([cell.column for cell in row.cells] == head and not is_total(row) for row in rows[begin:])
    end = begin + next((number for number, fits in enumerate(same) if not fits), len(rows) - begin)
    sections = [number for number in range(begin, end) if is_section(rows[number])]
    return sections[0] if 0 < len(sections) < end - begin else end


def is_section(row: FormRow) -> bool:
    """Tell whether a row is the title of a section of items, with the points of all of them: 一、决策 | 30, and nothing else printed."""
    own = [cell for cell in row.body if not cell.cell.continued]
    if not own or not _SECTION.match(own[0].shown.strip()):
        return False
    labels = [cell for cell in own[1:] if cell.is_label]
    return len(labels) < 2 and labels == own[1 : 1 + len(labels)] and len(own) > 1 + len(labels)


def is_section_title(text: str) -> bool:
    """Tell whether a text is the numbered title of a section."""
    return _SECTION.match(text.strip()) is not None


def _grouped(head: FormRow, rows: Sequence[FormRow]) -> dict[int, str]:
    """Return the columns of groups and names in the rows below a head, if the names of groups run down and all else is to be filled in."""
    columns = list(zip(*(row.cells for row in rows), strict=True))
    sides, (groups, *others) = columns[: len(head.side)], columns[len(head.side) :]
    own = [cell for cell in groups if not cell.cell.continued]
    runs = 1 < len(own) < len(rows) and all(cell.is_label and cell.shown.strip() for cell in own)
    is_set = any(_SET.search(clean(cell.shown)) for cell in head.body[2:])
    joined = all(cell.cell.continued for cells in sides for cell in cells)
    if not runs or not is_set or not joined or not all(cell.is_open for cells in others for cell in cells):
        return {}
    return {own[0].column: "一级", others[0][0].column: "名称"}


def _columns(head: FormRow, rows: Sequence[FormRow]) -> dict[int, str]:
    """Return the columns of levels and names in the rows below a head, if their items are printed and scored."""
    if len(head.cells) < _FEWEST_HEADS or not all(cell.is_label and not cell.cell.continued for cell in head.body):
        return {}
    over = {cell.column: cell.shown for cell in head.body}
    columns = [cells for cells in zip(*(row.cells for row in rows), strict=True) if cells[0].column in over]
    printed = [cells for cells in columns if all(cell.is_label and cell.shown.strip() for cell in cells)]
    numbers = [cells for cells in columns if all(cell.sort is CellKind.FIXED for cell in cells)]
    scored = any(
        all(cell.is_open for cell in cells) and SCORED.search(clean(over[cells[0].column])) for cells in columns
    )
    names = [cells for cells in printed if len({cell.shown for cell in cells}) == len(cells)]
    if len(printed) + len(numbers) < 2 or not scored or not names:
        return {}
    name = names[0][0].column
    levels = [cells[0].column for cells in printed if cells[0].column < name][:2]
    return {**dict(zip(levels, ("一级", "二级"), strict=False)), name: "名称"}
