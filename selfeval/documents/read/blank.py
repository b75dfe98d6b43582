"""What a blank form asks for, as plain values: places to fill with their labels, and rows that repeat."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import NamedTuple, TypeAlias

from selfeval.text.pattern import regex

_BLANKS = regex(r"[\s\ue000-\uf8ff]")


class WrittenAs(Enum):
    """Say how something is written in: one value in a line, a narrow cell of a row, any other cell, one wide enough for
    paragraphs; an answer to tick, a day.
    """

    VALUE = "value"
    NARROW = "narrow"
    CELL = "cell"
    PROSE = "prose"
    CHOICE = "choice"
    DAY = "day"


class LabelFound(Enum):
    """Say how a label was found for a blank."""

    BESIDE = "beside"
    BELOW = "below"
    CROSSED = "crossed"
    INSIDE = "inside"
    HEADING = "heading"
    UNNAMED = "unnamed"


class PlaceToFill(NamedTuple):
    """Hold one place to fill: where it is, the labels that name it, outermost first, and what stands there now.

    ``start`` and ``end`` are the characters to replace in the paragraph ``whole`` of the cell, -1 for all of it; a
    ``heading`` is followed by new paragraphs. ``over`` is the label at the head of its column where another names it, ``is_filled`` tells that somebody wrote what stands there.
    ``answer`` is the one of the ``options`` that is ticked there. ``is_above`` tells that what stands there stays
    below it: who signs, seals or dates it.
    """

    place: str
    labels: tuple[str, ...]
    shape: WrittenAs = WrittenAs.VALUE
    found: LabelFound = LabelFound.BESIDE
    text: str = ""
    over: str = ""
    options: tuple[str, ...] = ()
    whole: str = ""
    start: int = -1
    end: int = -1
    is_filled: bool = False
    answer: str = ""
    is_above: bool = False


class Column(NamedTuple):
    """Hold one column of a list: its cell in the first row, its labels, and which level of indicators it names, or the points of.

    A label that runs down beside all rows is no column to fill; it may begin in the first of them. ``is_joined`` tells that
    a cell of the column runs down over several rows; ``printed`` are the texts of a column that numbers the rows, or
    says what each of them is for, row by row. ``answer`` is the one of the ``options`` that is ticked there.
    """

    cell: str
    labels: tuple[str, ...]
    level: str = ""
    is_points: bool = False
    is_name: bool = False
    is_number: bool = False
    is_side: bool = False
    begins: bool = False
    shape: WrittenAs = WrittenAs.VALUE
    options: tuple[str, ...] = ()
    is_joined: bool = False
    printed: tuple[str, ...] = ()
    answer: str = ""

    @property
    def words_printed(self) -> tuple[str, ...]:
        """Return the different words that its rows print; one that prints nothing leaves it to the clerk."""
        return tuple(dict.fromkeys(filter(None, self.printed)))


class PrintedRow(NamedTuple):
    """Hold a row as the form prints it: the headings of its indicator, its texts by their columns' cells in the first row, its place."""

    headings: tuple[str, ...]
    texts: Mapping[str, str]
    place: str = ""


class RepeatedRows(NamedTuple):
    """Hold rows that repeat: their places, their columns as in the first of them, and what stands beside them.

    ``levels`` are the names of indicators as printed, ``points`` those of each heading by its own name and those above
    it; ``printed`` are rows that the form prints itself, ``open`` those with an indicator to be filled in.
    """

    rows: tuple[str, ...]
    columns: tuple[Column, ...]
    labels: tuple[str, ...]
    is_indicators: bool = False
    levels: Mapping[str, tuple[str, ...]] = {}
    points: Mapping[tuple[str, ...], str] = {}
    printed: tuple[PrintedRow, ...] = ()
    open: tuple[PrintedRow, ...] = ()

    @property
    def open_headings(self) -> tuple[str, ...]:
        """Return the headings of the first level with indicators to be filled in."""
        return tuple(dict.fromkeys(heading for row in self.open for heading in row.headings[:1]))


class SpreadRow(NamedTuple):
    """Hold a row with columns that follow the data: the cells for the first thing, and those for the others."""

    place: str
    cells: tuple[str, ...]
    others: tuple[str, ...]


class FollowingColumns(NamedTuple):
    """Hold columns of a table that there are for each of several things of a ``name``, from ``begin`` to before ``end`` in its grid.

    ``head`` is the cell that names the first thing, ``rows`` are those that have cells of their own for it.
    """

    name: str
    head: str
    rows: tuple[SpreadRow, ...]
    begin: int
    end: int


AskedFor: TypeAlias = "PlaceToFill | RepeatedRows | FollowingColumns"


class OtherForm(NamedTuple):
    """Hold where another form seems to begin in the same file, and what it is called."""

    place: str
    title: str


class BlankForm(NamedTuple):
    """Hold what a blank form asks for, in its order, the place and text of its title, and its stated units.

    ``units`` are the units of money in which rows and paragraphs are, by their places: those stated last before them;
    ``boxes`` are the places of all texts with boxes of which none is ticked, ``others`` the forms behind the first.
    """

    title: str
    title_place: str
    asked: tuple[AskedFor, ...]
    units: Mapping[str, str] = {}
    boxes: tuple[str, ...] = ()
    others: tuple[OtherForm, ...] = ()

    def unit_at(self, place: str) -> str:
        """Return the unit of money that is stated for a place, empty where none is."""
        return self.units.get(place.partition("行")[0], "")


def clean(text: str) -> str:
    """Return a label in one line, without the blanks that stretch it, numbers before it and marks behind it."""
    flat = _BLANKS.sub("", text)
    return flat.rstrip("：:").strip("　")
