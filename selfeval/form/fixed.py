"""The rows of a list that a form prints itself: which they are, and where a department may add others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from selfeval.form.condition import Condition
from selfeval.form.expression import KeyPath
from selfeval.source.node import Node, Text
from selfeval.text.name import fold

Identity = tuple[str, ...]
"""The folded headings and name of a row."""


@dataclass(frozen=True, eq=False)
class FixedRow:
    """Hold one row that a form prints: the headings above it, its name, the columns it fills, and whether it must be there.

    ``computed`` are the columns, its own or those of its results, that print what another key of the form holds;
    ``points`` are the points of each item of a checklist, by the columns that are one; ``condition`` is the answer
    that makes a row compulsory which else is not.
    """

    levels: tuple[str, ...]
    name: Text
    columns: Mapping[Text, Node]
    computed: Mapping[str, KeyPath]
    points: Mapping[str, Mapping[str, Decimal]]
    compulsory: bool = True
    condition: Condition | None = None

    @property
    def identity(self) -> Identity:
        """Return what tells the row from others."""
        return (*map(fold, self.levels), fold(self.name))


class FixedRows(NamedTuple):
    """Hold the rows of a list that a form prints itself, in order, and under which headings others may be added.

    ``free`` is True where they may be added anywhere, else the first-level headings that take them.
    """

    rows: tuple[FixedRow, ...] = ()
    free: bool | tuple[str, ...] = True

    def takes(self, levels: tuple[str, ...]) -> bool:
        """Tell whether a department may add rows of its own below some headings."""
        if isinstance(self.free, bool):
            return self.free or not self.rows
        return bool(levels) and fold(levels[0]) in map(fold, self.free)
