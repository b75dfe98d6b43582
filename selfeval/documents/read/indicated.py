"""Rows of indicators on a blank form as one list: their columns, levels and points, and what the form prints in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from selfeval.documents.read.blank import Column, RepeatedRows, clean
from selfeval.documents.read.heads import is_serial
from selfeval.documents.read.levels import (
    is_named,
    is_numbered,
    levels_of,
    name_column,
    points_beside,
    printed_row,
)
from selfeval.documents.read.outline import FormRow, texts_below
from selfeval.documents.read.over import ColumnHeads
from selfeval.documents.read.sorts import CellKind, options_of


def indicator_rows(
    rows: Sequence[FormRow], columns: Mapping[int, str], heads: ColumnHeads, section: str
) -> RepeatedRows:
    """Return the list of the indicators in some rows, which ``section`` is the title of where nothing stands beside them."""
    name = name_column(columns)
    columns = {column: level for column, level in columns.items() if column == name or not is_numbered(rows, column)}
    first = rows[0]
    levels, points, headings = levels_of(rows, columns, name)
    beside = points_beside(rows, columns)
    made: list[Column] = []
    for cell in first.cells:
        if cell in first.side and cell.column not in columns:
            made.append(Column(cell.place, (clean(cell.shown),), is_side=True, begins=not cell.cell.continued))
            continue
        labels = heads.over(cell)
        if cell.column in beside:
            level = beside[cell.column]
            depth = 1 if level == "一级" else 2
            for row, path in zip(rows, headings, strict=True):
                text = next(each.shown for each in row.cells if each.column == cell.column)
                points[path[:depth]] = clean(text).removesuffix("分")
            made.append(Column(cell.place, labels, level=level, is_points=True))
            continue
        made.append(
            Column(
                cell.place,
                labels,
                level=columns.get(cell.column, "") if cell.column != name else "",
                is_name=cell.column == name,
                is_number=is_serial(labels),
                printed=texts_below(rows, cell.column) if is_serial(labels) else (),
                options=options_of(cell.shown) if cell.sort is CellKind.CHOICE else heads.answers(cell),
                answer=heads.answer(cell),
                is_joined=any(each.column == cell.column and each.cell.continued for row in rows for each in row.cells),
            )
        )
    named = {cell.column: cell.place for cell in first.cells if cell.column not in columns or cell.column == name}
    shown = [printed_row(row, path, named) for row, path in zip(rows, headings, strict=True)]
    is_open = [not is_named(row, name) for row in rows]
    label = next((column.labels[0] for column in reversed(made) if column.is_side), section)
    return RepeatedRows(
        tuple(row.place for row in rows),
        tuple(made),
        (label,) if label else (),
        is_indicators=True,
        levels=levels,
        points=points,
        printed=tuple(row for row, free in zip(shown, is_open, strict=True) if not free),
        open=tuple(row for row, free in zip(shown, is_open, strict=True) if free),
    )
