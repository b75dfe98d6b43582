"""The unit that a document itself gives its amounts: in a label, in the head of a column, on a line above a table.

A template says 万元 where the document may say 元: then every amount below is another one, and is read with its unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from selfeval.documents.read.label import fold_text
from selfeval.documents.read.lines import ReadLine
from selfeval.documents.read.match import Match
from selfeval.documents.read.pattern import PatternCell, PatternLine, cell_over
from selfeval.documents.read.piece import Binding
from selfeval.form.field import Kind
from selfeval.quantity.units import MONEY
from selfeval.text.pattern import regex

_YUAN = "元"
_UNIT = regex(r"(?:单位:?|[(/])(?:人民币)?((?:亿|[千百十]?万|[千百])?元)(?![\w/])")
_STATED = regex(r"单位[^\w]*(?:人民币)?(?:亿|[千百十]?万|[千百])?元")
_BARE = regex(r"[-+]?[\d,，]*\d[\d,，]*(?:\.\d+)?")


@dataclass
class UnitsHeard:
    """Remember which cells of the template's lines a document gives a unit, the last label above in each column of each
    table, and what was stated last above a table.

    A unit is empty where it is that of the template. ``guesses`` say in Chinese which other units were heard, and where.
    """

    guesses: list[str] = field(default_factory=list)
    _of_cell: dict[PatternLine, dict[int, str]] = field(default_factory=dict)
    _of_column: dict[tuple[int, int], str] = field(default_factory=dict)
    _places: dict[str, str] = field(default_factory=dict)
    _stated: str = ""

    def hear(self, line: PatternLine, match: Match) -> None:
        """Take note of the units in a fitted line."""
        of_cell = self._of_cell[line] = {}
        for number, taken in match.taken:
            wanted = line.cells[number]
            if not wanted.continued and not wanted.tags:
                self._of_column.pop((line.table, wanted.column), None)
            text = fold_text(taken.cell.text).text if _YUAN in taken.cell.text else ""
            said = _unit(text)
            if not said:
                continue
            heard = "" if said == _unit(fold_text(wanted.fixed or wanted.above).text) else said
            of_cell[number] = heard
            if not wanted.tags:
                self._of_column[line.table, wanted.column] = heard
            if _STATED.search(text) and (not line.table or len(line.cells) <= 2):
                self._stated = heard
            self._places[heard] = taken.cell.place

    def hear_left(self, line: ReadLine) -> None:
        """Take note of the unit that a line without a place in the template states."""
        text = fold_text(line.text).text if _YUAN in line.text else ""
        if _STATED.search(text) and (not line.table or len(line.cells) <= 2):
            self._stated = _unit(text)
            self._places[self._stated] = line.place

    def with_unit(self, binding: Binding, line: PatternLine, number: int) -> Binding:
        """Return the text of a tag with the unit that is not the declared one; only a bare amount has none of its own."""
        declared = binding.tag.field
        if declared is None or declared.kind is not Kind.AMOUNT or not _BARE.fullmatch("".join(binding.text.split())):
            return binding
        unit = next(self._units(line, number), self._stated)
        is_other = unit in MONEY and unit != declared.unit and bool(binding.text.strip("0., "))
        if not is_other:
            return binding
        said = f"{self._places[unit]}写的单位是“{unit}”，它管着的金额照“{unit}”读"
        self.guesses += [said] if said not in self.guesses else []
        return binding._replace(text=f"{binding.text}{unit}", guess=binding.guess or said)

    def _units(self, line: PatternLine, number: int) -> Iterator[str]:
        """Yield the units heard for a cell, the nearest first: its own, that over its column, those of the labels before and above it."""
        wanted = line.cells[number]
        of_cell = self._of_cell.get(line, {})
        if number in of_cell:
            yield of_cell[number]
        for head in reversed((line.header.stacked or (line.header,)) if line.header else ()):
            over = cell_over(head, wanted.column)
            if over in self._of_cell.get(head, {}):
                yield self._of_cell[head][over]
        yield from (unit for cell, at in _labels_before(line, number) for unit in self._of_label(line, cell, at))
        if (line.table, wanted.column) in self._of_column:
            yield self._of_column[line.table, wanted.column]

    def _of_label(self, line: PatternLine, cell: PatternCell, number: int) -> Iterator[str]:
        of_cell = self._of_cell.get(line, {})
        if number in of_cell:
            yield of_cell[number]
        elif cell.continued and (line.table, cell.column) in self._of_column:
            yield self._of_column[line.table, cell.column]


def _labels_before(line: PatternLine, number: int) -> Iterator[tuple[PatternCell, int]]:
    for at in range(number - 1, -1, -1):
        if not line.cells[at].tags:
            yield line.cells[at], at


def _unit(text: str) -> str:
    found = _UNIT.search(text)
    return found[1] if found else ""
