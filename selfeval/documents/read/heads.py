"""Heads of columns on a blank form: which cells and rows are such, and which are rows of values."""

from __future__ import annotations

from collections.abc import Sequence

from selfeval.documents.read.gap import is_sign_off
from selfeval.documents.read.outline import FormCell, FormRow
from selfeval.documents.read.sorts import CellKind, are_numbers
from selfeval.text.pattern import regex

UNIT_ALONE = regex(
    r"\s*[百千万亿]?(?:人次?|[户台套辆张份篇本册件场间座所株头吨米亩年月日]|公里|平方米|平方公里|㎡|m²|立方米|公顷|千克|公斤|个月|小时)\s*"
)
"""What is printed in a cell behind room for a figure."""


def without_corner(cells: Sequence[FormCell]) -> Sequence[FormCell]:
    """Return the cells of a row of heads without the empty ones before the first label."""
    first = next((number for number, cell in enumerate(cells) if cell.shown.strip()), len(cells))
    return cells[first:]


def is_dots(cell: FormCell) -> bool:
    """Tell whether a cell says only that there may be more like it: ……"""
    return cell.shown.strip() != "" and not cell.shown.strip(" .…")


def is_head_cell(cell: FormCell) -> bool:
    """Tell whether a cell can stand over a column: a label that is no unit and no line to sign, or a year."""
    is_named = cell.is_label and not UNIT_ALONE.fullmatch(cell.shown) and not is_sign_off(cell.shown)
    return is_named or (cell.sort is CellKind.FIXED and _PLAIN_YEAR.fullmatch(cell.shown) is not None)


_PLAIN_YEAR = regex(r"\s*20\d\d\s*")


def is_second_head(row: FormRow) -> bool:
    """Tell whether a row goes on with the heads above it: labels below labels, some of them running down from there."""
    own = [cell for cell in row.body if not cell.cell.continued]
    return len(own) < len(row.body) and len(own) > 0 and all(map(is_head_cell, row.body))


def is_row_of_values(row: FormRow) -> bool:
    """Tell whether a row has labels or numbers, and behind them nothing but places to fill and fixed texts."""
    first = next((number for number, cell in enumerate(row.body) if cell.is_open), len(row.body))
    return first < len(row.body) and not any(cell.is_label for cell in row.body[first:])


def is_numbering(cells: Sequence[FormCell]) -> bool:
    """Tell whether a row holds the numbers of the columns: 1, 2, 3=1+2."""
    return are_numbers([cell.shown for cell in cells if not cell.cell.continued])
