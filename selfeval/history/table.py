"""Tables: aligned for a terminal, as Markdown, as CSV."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import zip_longest

from selfeval.text.pattern import regex

LONGEST = 36
"""How many columns of a terminal a cell may take; a longer text is continued on the next line."""

_MARK = 2
"""How many columns … may take."""

Cells = Sequence[str]
_NUMBER = regex(r"[-+]?[\d,.]+%?|")
_PIECE = regex(r"(?:[!-~]+|.)[，。；：、）」”》！？]*")
"""What of a text stays on one line: a character, or a word of Latin letters, with the marks that close it."""


def aligned(head: Cells, rows: Sequence[Cells], longest: int = LONGEST) -> Iterator[str]:
    """Yield the lines of a table for a terminal, where a Chinese character is two columns wide; numbers stand right.

    No cell is wider than the ``longest``.
    """
    wrapped = [[list(_wrap(" ".join(cell.split()), longest)) for cell in row] for row in (head, *rows)]
    columns = list(zip(*wrapped, strict=True))
    widths = [max(width(line) for cell in column for line in cell) for column in columns]
    right = [all(_NUMBER.fullmatch(line) for cell in column[1:] for line in cell) for column in columns]
    for row in wrapped:
        for lines in zip_longest(*row, fillvalue=""):
            cells = (_pad(*cell) for cell in zip(lines, widths, right, strict=True))
            yield "  ".join(cells).rstrip()


def markdown(head: Cells, rows: Sequence[Cells]) -> Iterator[str]:
    """Yield the lines of a Markdown table."""
    for row in (head, ["---"] * len(head), *rows):
        cells = (" ".join(cell.split()).replace("|", "\\|") for cell in row)
        yield f"| {' | '.join(cells)} |"


def comma_separated(head: Cells, rows: Sequence[Cells]) -> Iterator[str]:
    """Yield the lines of a CSV file."""
    made = io.StringIO()
    csv.writer(made, lineterminator="\n").writerows((head, *rows))
    yield made.getvalue().removesuffix("\n")


WRITERS: Mapping[str, Callable[[Cells, Sequence[Cells]], Iterator[str]]] = {
    "text": aligned,
    "markdown": markdown,
    "csv": comma_separated,
}


def width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def cut(text: str, most: int) -> str:
    """Return the beginning of a text in so many columns of a terminal, with a mark where something is left out."""
    if width(text) <= most:
        return text
    while text and width(text) + _MARK > most:
        text = text[:-1]
    return f"{text}…"


def cut_beginning(text: str, most: int) -> str:
    """Return the end of a text in so many columns of a terminal: it tells names apart."""
    return cut(text[::-1], most)[::-1]


def _pad(cell: str, wanted: int, right: bool) -> str:
    blanks = " " * (wanted - width(cell))
    return blanks + cell if right else cell + blanks


def _wrap(cell: str, longest: int) -> Iterator[str]:
    """Yield the text of a cell as lines no wider than a cell may be.

    Chinese may be broken anywhere but before a closing mark; a word of Latin letters only where it is as wide itself.
    """
    line = ""
    for piece in _PIECE.findall(cell):
        if line and width(line + piece) > longest:
            yield line.rstrip()
            line = ""
        line += piece if line else piece.lstrip()
        while width(line) > longest:
            fits = next(end for end in range(len(line), 0, -1) if width(line[:end]) <= longest)
            yield line[:fits]
            line = line[fits:]
    yield line
