"""The tables of a blank Word form as rows of labels, blanks and fixed texts, each cell with its place."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from itertools import pairwise

from selfeval.documents.read.blank import clean
from selfeval.documents.read.filled import FilledTable, is_filled, is_mostly_empty
from selfeval.documents.read.lines import Cell, ReadLine
from selfeval.documents.read.numbering import XmlNode
from selfeval.documents.read.outline import FormCell, FormRow
from selfeval.documents.read.sorts import (
    FILLER,
    CellKind,
    are_numbers,
    is_dated,
    is_head,
    is_like_label,
    is_signature,
    sort_of,
)
from selfeval.documents.read.unmerged import join_empty
from selfeval.documents.read.word import WordBody
from selfeval.text.pattern import regex

_OPINION = regex(r"(?:意见|结论|评语|批示)(?:[（(][^（()）]*[）)])?$")
"""What is written by hand or typed above a signature."""
_BETWEEN = regex(r"\s*(?:[-—－–~～]+|[至到])\s*")
_LASTS = regex(r"起[止讫]|期限|期间|周期|时间$")
"""What stands between two days, and what a label is called that asks for them."""
_NARROWEST = 0.015
"""What share of a table a cell must have for anything to be written into it; narrower ones are left over from drawing."""


def rows_of_tables(body: WordBody, known: Container[str] = ()) -> Iterator[list[FormRow]]:
    """Yield every table as its rows; a table inside a cell is left out, for who reads a form writes around it.

    ``known`` are the labels of the library, bare: in a filled table they tell labels from what is filled in.
    """
    tables: dict[int, list[ReadLine]] = {}
    for line in body.lines:
        if line.table and "里的表" not in line.place:
            tables.setdefault(line.table, []).append(line)
    any_filled = any(map(is_filled, tables.values()))
    for lines in tables.values():
        filled = is_filled(lines) or (any_filled and not is_mostly_empty(lines))
        yield list(_rows(join_empty(lines), body.nodes, known, filled=filled))


def _width(cell: Cell, nodes: Mapping[str, XmlNode]) -> int:
    """Return the width of a cell in twentieths of a point, 0 where the document does not say it."""
    found = nodes[cell.place].find("{*}tcPr/{*}tcW")
    values = [] if found is None else [str(value) for name, value in found.attrib.items() if str(name).endswith("}w")]
    return int(values[0]) if values and values[0].isdecimal() else 0


def _rows(
    lines: Sequence[ReadLine], nodes: Mapping[str, XmlNode], known: Container[str], *, filled: bool
) -> Iterator[FormRow]:
    widths = {cell.place: _width(cell, nodes) for line in lines for cell in line.cells}
    whole = max(sum(widths[cell.place] for cell in line.cells) for line in lines)
    columns = max(cell.column + cell.span for line in lines for cell in line.cells)
    over: dict[int, str] = {}
    lengths = _lengths(lines)
    tall: dict[int, bool] = {}
    told = FilledTable()
    for row, line in enumerate(lines):
        cells: list[FormCell] = []
        for cell in line.cells:
            shown = over.get(cell.column, "") if cell.continued else cell.text
            over[cell.column] = shown
            share = widths[cell.place] / whole if widths[cell.place] else cell.span / columns
            sort = sort_of(shown, filled=filled)
            if _has_room_beside(cell, clean(cells[-1].shown) if cells else ""):
                sort = CellKind.BLANK
            if share < _NARROWEST and sort is CellKind.BLANK:
                sort = CellKind.FIXED
            is_known = sort is CellKind.LABEL and is_like_label(shown, known)
            cells.append(FormCell(cell, sort, shown, lengths[row, cell.column], share, is_known))
        at_side = 0
        for depth, (label, behind) in enumerate(pairwise(cells)):
            if not label.cell.continued:
                beside = [below.cells[depth + 1 :] for below in lines[row : row + label.rows]]
                begins = not depth or all(is_head(head.text) for head in beside[0])
                tall[label.column] = label.rows > max(behind.rows, 1) and begins and not _are_heads(beside)
            if label.rows == 1 or not tall.get(label.column, False):
                break
            at_side = depth + 1
        if filled:
            cells = told.told(cells, lines[row + 1].cells if row + 1 < len(lines) else ())
        at_side = at_side if cells[0].sort in (CellKind.LABEL, CellKind.BLANK) else 0
        yield FormRow(line.place.rpartition("第")[0], tuple(cells), tuple(cells[:at_side]), filled)


def _has_room_beside(cell: Cell, label: str) -> bool:
    """Tell whether there is room in a cell for what the label before it asks for: above who signs, around a dash between days."""
    is_period = _BETWEEN.fullmatch(cell.text) is not None and _LASTS.search(label) is not None
    is_signed = is_signature(cell.text) and (cell.has_room or _OPINION.search(label) is not None)
    return is_period or is_signed or (cell.has_room and _OPINION.search(label) is not None and is_dated(cell.text))


def _are_heads(lines: Sequence[Sequence[Cell]]) -> bool:
    """Tell whether some cells, row by row, are labels alone, but for fillers above the last row (项目1, ……)."""
    rows = [[cell.text for cell in cells if not cell.continued] for cells in lines]
    rows = [texts for number, texts in enumerate(rows) if not number or not are_numbers(texts)]
    labels = [text for row in rows for text in row if is_head(text)]
    others = [text for row in rows for text in row if text not in labels]
    return any(text in labels for text in rows[-1]) and all(map(FILLER.fullmatch, others))


def _lengths(lines: Sequence[ReadLine]) -> dict[tuple[int, int], int]:
    """Return for every cell, by row and column, how many rows the merged cell has that it belongs to."""
    lengths: dict[tuple[int, int], int] = {}
    begun: dict[int, list[tuple[int, int]]] = {}
    for row, line in enumerate(lines):
        for cell in line.cells:
            family = begun.get(cell.column, []) if cell.continued else []
            family.append((row, cell.column))
            begun[cell.column] = family
            for member in family:
                lengths[member] = len(family)
    return lengths
