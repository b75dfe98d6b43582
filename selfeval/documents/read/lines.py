"""A document as lines: a line is a paragraph or a row of a table, each text with its place as a person finds it."""

from __future__ import annotations

from typing import NamedTuple


class Cell(NamedTuple):
    """Hold one cell of a row, or one paragraph as a cell of its own.

    ``column`` and ``span`` count columns of the table's grid; ``continued`` tells that the cell is merged with the one above.
    """

    paragraphs: tuple[str, ...]
    place: str
    column: int = 0
    span: int = 1
    continued: bool = False

    @property
    def text(self) -> str:
        """Return the paragraphs, a line each."""
        return "\n".join(self.paragraphs)


class Line(NamedTuple):
    """Hold a paragraph as one cell, or a row as its cells; ``table`` numbers the tables, 0 outside of them."""

    cells: tuple[Cell, ...]
    table: int = 0

    @property
    def place(self) -> str:
        """Return the place of the first cell."""
        return self.cells[0].place

    @property
    def text(self) -> str:
        """Return all its texts."""
        return "\n".join(cell.text for cell in self.cells)


class Aside(NamedTuple):
    """Hold a text that stands beside the body: in a note, a comment, a header; ``place`` is the place of it."""

    place: str
    text: str


class Incoming(NamedTuple):
    """Hold a document that comes in: its lines that are not empty, what stands beside them, and how many pictures it has."""

    lines: tuple[Line, ...]
    asides: tuple[Aside, ...] = ()
    pictures: int = 0


class RefusedError(Exception):
    """Say in one Chinese sentence why a file cannot be read, and what to do instead."""
