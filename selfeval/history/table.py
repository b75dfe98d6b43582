"""Tables: aligned for a terminal, as Markdown, as CSV."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence

LONGEST = 44
"""How many columns of a terminal a cell may take."""

Row = Sequence[str]
_NUMBER = re.compile(r"[-+]?[\d,.]+%?|")


def aligned(head: Row, rows: Sequence[Row]) -> Iterator[str]:
    """Yield the lines of a table in which a Chinese character is two columns wide; numbers stand right."""
    cut = [[_cut(" ".join(cell.split())) for cell in row] for row in (head, *rows)]
    columns = list(zip(*cut, strict=True))
    widths = [max(map(width, column)) for column in columns]
    right = [all(_NUMBER.fullmatch(cell) for cell in column[1:]) for column in columns]
    for row in cut:
        cells = (_pad(*cell) for cell in zip(row, widths, right, strict=True))
        yield "  ".join(cells).rstrip()


def markdown(head: Row, rows: Sequence[Row]) -> Iterator[str]:
    """Yield the lines of a Markdown table."""
    for row in (head, ["---"] * len(head), *rows):
        cells = (" ".join(cell.split()).replace("|", "\\|") for cell in row)
        yield f"| {' | '.join(cells)} |"


def comma_separated(head: Row, rows: Sequence[Row]) -> Iterator[str]:
    """Yield the lines of a CSV file."""
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerows((head, *rows))
    yield made.getvalue().removesuffix("\n")


WRITERS: Mapping[str, Callable[[Row, Sequence[Row]], Iterator[str]]] = {
    "text": aligned,
    "markdown": markdown,
    "csv": comma_separated,
}


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _pad(cell: str, wanted: int, right: bool) -> str:
    blanks = " " * (wanted - width(cell))
    return blanks + cell if right else cell + blanks


def _cut(cell: str) -> str:
    if width(cell) <= LONGEST:
        return cell
    while width(cell) > LONGEST - 1:
        cell = cell[:-1]
    return f"{cell}…"
