"""Heads of columns on a blank form: which cells and rows are such, and which are rows of values."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from selfeval.documents.read.answers import answer_of
from selfeval.documents.read.gap import is_sign_off
from selfeval.documents.read.outline import FormCell, FormRow
from selfeval.documents.read.sorts import CellKind, are_numbers
from selfeval.text.pattern import regex

UNIT_ALONE = regex(
    r"\s*[百千万亿]?(?:人次?|[户台套辆张份篇本册件场间座所株头吨米亩年月日]|公里|平方米|平方公里|㎡|m²|立方米|公顷|千克|公斤|个月|小时|吨标准?煤)(?P<note>[【（(][^【】（）()]*[】）)])?\s*"
)
"""What is printed in a cell behind room for a figure."""


def without_corner(cells: Sequence[FormCell]) -> Sequence[FormCell]:
    """Return the cells of a row of heads without the empty ones before the first label."""
    first = next((number for number, cell in enumerate(cells) if cell.shown.strip()), len(cells))
    return cells[first:]


def is_serial(labels: Sequence[str]) -> bool:
    """Tell whether the labels over a column say that it numbers the rows."""
    return _SERIAL.search("".join(labels)) is not None


_SERIAL = regex(r"^(?:序号|编号|项次|行次)")


def is_dots(cell: FormCell) -> bool:
    """Tell whether a cell says only that there may be more like it: ……"""
    return cell.shown.strip() != "" and not cell.shown.strip(" .…")


def is_head_cell(cell: FormCell) -> bool:
    """Tell whether a cell can stand over a column: a label that is no unit and no line to sign, a year, or an answer (A（90%）)."""
    is_named = cell.is_label and not UNIT_ALONE.fullmatch(cell.shown) and not is_sign_off(cell.shown)
    is_other = _PLAIN_YEAR.fullmatch(cell.shown) is not None or answer_of(cell.shown.strip()) != ""
    return is_named or (cell.sort is CellKind.FIXED and is_other)


_PLAIN_YEAR = regex(r"\s*20\d\d\s*")


def open_years(row: FormRow) -> list[int]:
    """Return the columns of years that a form leaves open over several columns side by side: ____年, 　　年."""
    found = [cell for cell in row.body if not cell.cell.continued and _OPEN_YEAR.fullmatch(cell.shown)]
    beside = any(cell.end == behind.column for cell, behind in pairwise(found))
    return [cell.column for cell in found] if beside else []


_OPEN_YEAR = regex(r"[\s_＿]*(?:20)?[\s_＿XＸ×]*年度?\s*")


def is_second_head(row: FormRow) -> bool:
    """Tell whether a row goes on with the heads above it: labels below labels, some of them running down from there."""
    own = [cell for cell in row.body if not cell.cell.continued]
    return len(own) < len(row.body) and len(own) > 0 and all(map(is_head_cell, row.body))


def is_title_row(cell: FormCell) -> bool:
    """Tell whether a cell is the numbered title of what stands below it, with the unit of its amounts or none: 1、收入：　单位：万元."""
    return cell.is_label and _NUMBERED_TITLE.fullmatch(cell.shown) is not None


_NUMBERED_TITLE = regex(
    r"\s*(?:第?[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[）)]|\d+[、.．])[^:：，。；]{2,24}[:：]?\s*(?:[（(]?(?:金额)?单位[:：]\s*[千万亿]{0,2}元[）)]?)?\s*"
)


def is_over_heads(row: FormRow, below: FormRow) -> bool:
    """Tell whether a row holds a title over each of some blocks of columns, whose heads are all of the row below it."""
    parts = [[cell for cell in below.body if title.column <= cell.column < title.end] for title in row.body]
    titled = len(parts) > 1 and all(map(is_head_cell, row.body)) and all(len(part) > 1 for part in parts)
    return titled and sum(map(len, parts)) == len(below.body) and all(map(is_head_cell, below.body))


def is_row_of_values(row: FormRow) -> bool:
    """Tell whether a row has labels or numbers, and behind them nothing but places to fill and fixed texts."""
    first = next((number for number, cell in enumerate(row.body) if cell.is_open), len(row.body))
    return first < len(row.body) and not any(cell.is_label for cell in row.body[first:])


def is_numbering(cells: Sequence[FormCell]) -> bool:
    """Tell whether a row holds the numbers of the columns: 1, 2, 3=1+2."""
    return are_numbers([cell.shown for cell in cells if not cell.cell.continued])
