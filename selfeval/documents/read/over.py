"""The labels over the columns of a table of a blank form, and how its rows stand below them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from selfeval.documents.read.answers import answer_of, ticked_columns
from selfeval.documents.read.blank import clean
from selfeval.documents.read.heads import is_dots, open_years
from selfeval.documents.read.outline import FormCell, FormRow
from selfeval.documents.read.scored import SCORED, is_section_title, is_total
from selfeval.text.pattern import regex

_SCORE = regex(r"[\u4e00-\u9fff]{0,4}(?:得分|评分|分数|小计)")
"""What says that a score stands behind it."""


class Head(NamedTuple):
    """Hold the labels over one column, and the column of the grid behind it."""

    column: int
    labels: tuple[str, ...]
    end: int


@dataclass(frozen=True)
class ColumnHeads:
    """Hold the labels over the columns of a table as far as they reach, and what stands beside them."""

    heads: tuple[Head, ...] = ()
    beside: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether there are any."""
        return bool(self.heads)

    @property
    def columns(self) -> frozenset[int]:
        """Return the columns at which they begin."""
        return frozenset(head.column for head in self.heads)

    def above(self, column: int) -> tuple[str, ...]:
        """Return the labels over what begins in a column or behind it."""
        found = [head for head in self.heads if head.column <= column]
        return found[-1].labels if found else ()

    def over(self, cell: FormCell) -> tuple[str, ...]:
        """Return the labels over a cell, none where no column of the heads begins there."""
        return next((head.labels for head in self.heads if head.column == cell.column), ())

    def fits(self, row: FormRow) -> bool:
        """Tell whether the cells of a row stand under the heads, and beside the label that these stand beside; totals need not."""
        if self.beside and not (is_total(row) and not row.side) and (not row.side or row.beside != self.beside):
            return False
        starts = {head.column for head in self.heads}
        under = [cell for cell in row.body if cell.column in starts]
        across = any(self.is_across(cell) for cell in row.body)
        return bool(starts) and not across and len(under) >= max(1, len(row.body) - 1)

    def is_step(self, cell: FormCell) -> bool:
        """Tell whether a cell stands under one of several heads that are the same: a step of what is scored, which names no value."""
        return sum(head.labels == self.over(cell) for head in self.heads) > 1

    def is_score_of_section(self, row: FormRow, cell: FormCell) -> bool:
        """Tell whether the last cell of the title of a section says only that its score stands there: 一、决策（20分） | 得分."""
        own = [each for each in row.body if not each.cell.continued]
        is_sectioned = len(own) == 2 and is_section_title(own[0].shown)
        return (
            is_sectioned
            and SCORED.search("".join(self.over(cell))) is not None
            and _SCORE.fullmatch(clean(cell.shown)) is not None
        )

    def begins_block(self, cell: FormCell, behind: FormCell | None) -> bool:
        """Tell whether a label under one of the same heads is that of a block of columns: what stands behind it is to be filled in."""
        reached = sum(cell.column <= head.column < cell.end for head in self.heads)
        return reached == 1 and behind is not None and behind.is_open

    def is_across(self, cell: FormCell) -> bool:
        """Tell whether a cell to fill reaches under several heads, and so belongs to none of them."""
        return cell.is_open and sum(cell.column <= head.column < cell.end for head in self.heads) > 1

    def answer(self, cell: FormCell) -> str:
        """Return the answer that is ticked in the column of a cell, "" where it is no such column."""
        return answer_of(self.over(cell)[-1]) if self.answers(cell) else ""

    def answers(self, cell: FormCell) -> tuple[str, ...]:
        """Return the answers of which one is ticked in the columns that a cell stands among, none where it is no such column."""
        labels = {head.column: head.labels for head in self.heads}
        return ticked_columns(labels).get(cell.column, ()) if cell.is_open else ()

    def are_over_blocks(self, row: FormRow) -> bool:
        """Tell whether a row has below each of several heads a label, and behind it what is to be filled in."""
        parts = [
            [cell for cell in row.body if head.column <= cell.column and cell.end <= head.end] for head in self.heads
        ]
        return (
            len(self.heads) > 1
            and sum(map(len, parts)) == len(row.body)
            and all(len(part) > 1 and part[0].is_label and all(cell.is_open for cell in part[1:]) for part in parts)
        )


def heads_of(row: FormRow) -> ColumnHeads:
    """Return the labels of a row of heads."""
    shown = (cell for cell in row.body if cell.shown.strip() and not is_dots(cell))
    years = open_years(row)
    return ColumnHeads(tuple(Head(cell.column, (_named_head(cell, years),), cell.end) for cell in shown), row.beside)


def heads_below(over: ColumnHeads, row: FormRow) -> ColumnHeads:
    """Return the labels of a further row of heads, each below those over it."""
    years = open_years(row)
    made = []
    for cell in row.body:
        first = over.above(cell.column)
        labels = first if cell.cell.continued else (*first, _named_head(cell, years))
        made.append(Head(cell.column, labels, cell.end))
    return ColumnHeads(tuple(made), over.beside)


def _named_head(cell: FormCell, years: Sequence[int]) -> str:
    """Return the label of a head; years that are left open are named by their order."""
    return f"第{years.index(cell.column) + 1}年" if cell.column in years else clean(cell.shown)
