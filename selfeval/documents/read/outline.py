"""The outline of a table of a blank form: its cells as labels, blanks and fixed texts, in rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from selfeval.documents.read.blank import clean
from selfeval.documents.read.lines import Cell
from selfeval.documents.read.sorts import CellKind
from selfeval.text.pattern import regex

_SEALED = regex(r"章[）)]|签[字名章]")


@dataclass(frozen=True)
class FormCell:
    """Hold a cell of a form: what it is, how many rows it runs down, and the text of the cell it continues.

    ``share`` is its width as a share of the table's, ``is_known`` tells that a form of the library prints its text.
    """

    cell: Cell
    sort: CellKind
    shown: str
    rows: int
    share: float
    is_known: bool = False

    @property
    def place(self) -> str:
        """Return the place as a person finds it."""
        return self.cell.place

    @property
    def column(self) -> int:
        """Return the first column of the grid."""
        return self.cell.column

    @property
    def end(self) -> int:
        """Return the column of the grid behind it."""
        return self.cell.column + self.cell.span

    @property
    def is_open(self) -> bool:
        """Tell whether something is to be written into it."""
        return not self.cell.continued and self.sort in (CellKind.BLANK, CellKind.FILLED, CellKind.CHOICE)

    @property
    def is_text(self) -> bool:
        """Tell whether it is in words that are no label, and not to be signed or sealed."""
        return self.is_label and not self.is_known and not _SEALED.search(self.shown)

    def as_filled(self) -> FormCell:
        """Return it as something that was filled in."""
        return replace(self, sort=CellKind.FILLED)

    @property
    def is_label(self) -> bool:
        """Tell whether it names what stands beside or below it."""
        return self.sort is CellKind.LABEL


@dataclass(frozen=True)
class FormRow:
    """Hold a row of a form; ``side`` are the cells of labels that run down beside several rows.

    ``is_filled`` tells that somebody filled in the table.
    """

    place: str
    cells: tuple[FormCell, ...]
    side: tuple[FormCell, ...]
    is_filled: bool = False

    @cached_property
    def body(self) -> tuple[FormCell, ...]:
        """Return the cells that are not beside several rows."""
        return self.cells[len(self.side) :]

    @property
    def beside(self) -> tuple[str, ...]:
        """Return the labels that stand beside several rows."""
        return tuple(clean(side.shown) for side in self.side if side.shown.strip())

    @property
    def columns(self) -> frozenset[int]:
        """Return the columns at which its cells begin, those at the side left out."""
        return frozenset(cell.column for cell in self.body)


def texts_below(rows: Sequence[FormRow], column: int) -> tuple[str, ...]:
    """Return what rows print in a column, "" where one prints nothing."""
    cells = [next((cell for cell in row.cells if cell.column == column), None) for row in rows]
    return tuple("" if cell is None else clean(cell.shown) for cell in cells)
