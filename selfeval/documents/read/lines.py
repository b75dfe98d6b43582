"""A document as lines: a line is a paragraph or a row of a table, each text with its place as a person finds it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Set
from typing import NamedTuple

from selfeval.documents.read.label import bare, is_label
from selfeval.text.pattern import regex

_POINT = regex(
    r"\s*(?:[（(]?[一二三四五六七八九十\d]+[）)、.．]|[一二三四五六七八九十]+是|第[一二三四五六七八九十\d]+|[①-⑳]|附[件：:])"
)
"""What begins a new point."""


class ColumnLoop(NamedTuple):
    """Hold the loop of a template that repeats cells of a row: the words of its tag, and where it stands in the grid."""

    words: str
    column: int


class Cell(NamedTuple):
    """Hold one cell of a row, or one paragraph as a cell of its own.

    ``column`` and ``span`` count columns of the table's grid; ``continued`` tells that the cell is merged with the one above.
    ``loop`` is what repeats a cell of a template, one for each item of a list, and ``turn`` the number of its item, from 0.
    ``has_room`` tells that it begins with an empty paragraph above others.
    """

    paragraphs: tuple[str, ...]
    place: str
    column: int = 0
    span: int = 1
    continued: bool = False
    loop: ColumnLoop | None = None
    turn: int = 0
    has_room: bool = False

    @property
    def text(self) -> str:
        """Return the paragraphs, a line each."""
        return "\n".join(self.paragraphs)


class ReadLine(NamedTuple):
    """Hold a paragraph as one cell, or a row as its cells; ``table`` numbers the tables, 0 outside of them.

    ``heading`` is the level of a heading, 1 the highest, 0 for any other text.
    """

    cells: tuple[Cell, ...]
    table: int = 0
    heading: int = 0

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
    """Hold a document that comes in: its lines that are not empty, what stands beside them, how many pictures it has, and what was guessed."""

    lines: tuple[ReadLine, ...]
    asides: tuple[Aside, ...] = ()
    pictures: int = 0
    guesses: tuple[str, ...] = ()

    def with_whole_sentences(self, is_begun: Callable[[str], bool], is_ended: Callable[[str], bool]) -> Incoming:
        """Return the document with each long paragraph that breaks off joined with the next, and these guesses named.

        What the template begins, or ends, as a paragraph of its own is never joined with the one before, or behind it.
        """
        lines: list[ReadLine] = []
        guesses: list[str] = []
        for line in self.lines:
            last = lines[-1] if lines else None
            goes_on = last is not None and not last.table and not line.table and _breaks_off(last, line)
            if last is not None and goes_on and not is_ended(last.text) and not is_begun(line.text):
                guesses.append(f"{last.place}没有说完，和{line.place}接成一段")
                (cell,) = last.cells
                lines[-1] = ReadLine((cell._replace(paragraphs=(cell.text + line.text,)),))
            else:
                lines.append(line)
        return self._replace(lines=tuple(lines), guesses=(*self.guesses, *guesses))

    def with_whole_cells(self) -> Incoming:
        """Return the document with an empty cell joined with the text before it where both are one cell in another row.

        Only where no other row is parted between them: somebody split a cell and left one half empty.
        """
        edges = Counter((line.table, cell.column) for line in self.lines for cell in line.cells)
        shapes = {(line.table, cell.column, cell.span) for line in self.lines for cell in line.cells}
        lines: list[ReadLine] = []
        for line in self.lines:
            cells: list[Cell] = []
            for cell in line.cells:
                is_half = cells and cells[-1].text and not cell.text and not cell.continued
                whole = cells[-1]._replace(span=cells[-1].span + cell.span) if cells else cell
                is_one = (line.table, whole.column, whole.span) in shapes and edges[line.table, cell.column] == 1
                if is_half and is_one and line.table:
                    cells[-1] = whole
                else:
                    cells.append(cell)
            lines.append(line._replace(cells=tuple(cells)))
        return self._replace(lines=tuple(lines))

    def with_whole_labels(self, labels: Set[str]) -> Incoming:
        """Return the document with labels joined that somebody split: over two cells side by side, or two rows.

        ``labels`` are bare. The second of two rows says nothing but what completes labels above it.
        """
        lines: list[ReadLine] = []
        for line in self.lines:
            cells: list[Cell] = []
            for cell in line.cells if line.table else ():
                if cells and _is_split(cells[-1], cell, labels):
                    paragraphs, span = (cells[-1].text + cell.text,), cells[-1].span + cell.span
                    cells[-1] = cells[-1]._replace(paragraphs=paragraphs, span=span)
                else:
                    cells.append(cell)
            whole = line._replace(cells=tuple(cells)) if line.table else line
            above = _completed(lines[-1], whole, labels) if lines and lines[-1].table == line.table != 0 else None
            lines[len(lines) - (above is not None) :] = [above or whole]
        return self._replace(lines=tuple(lines))


def _is_split(one: Cell, other: Cell, labels: Set[str]) -> bool:
    """Tell whether two cells say the two halves of one label."""
    if not one.text or not other.text or len(one.text) + len(other.text) > _LONGEST_LABEL:
        return False
    halves = {bare(one.text), bare(other.text)}
    return all(map(is_label, (one.text, other.text))) and bare(one.text + other.text) in labels and not halves <= labels


def _completed(above: ReadLine, line: ReadLine, labels: Set[str]) -> ReadLine | None:
    """Return a row with the labels that all texts of the next row complete, None where one of these says something else."""
    rest = {cell.column: cell for cell in line.cells if cell.text}
    halves = {cell.column for cell in above.cells if cell.column in rest and _is_split(cell, rest[cell.column], labels)}
    if not rest or halves != rest.keys():
        return None
    whole = (
        cell._replace(paragraphs=(cell.text + rest[cell.column].text,)) if cell.column in halves else cell
        for cell in above.cells
    )
    return above._replace(cells=tuple(whole))


_LONGEST_LABEL = 60
_STOPS = tuple('。.；;：:！!？?…”’"）)】》〕')
_LONG = 40
"""How many characters a paragraph has that can only be a sentence, not a title; one in which a sentence ends is none either."""
_SET_APART = regex(r"\S\s{2,}\S")
"""What parts several values on one line, as no sentence does."""


_HEADING_MARK = regex(
    r"\s*(?:第[一二三四五六七八九十]+[章节部分]*|[（(]?[一二三四五六七八九十\d]{1,3}[）)、.．])?[、.．]?\s*"
)
"""The number that may stand before a heading."""
_IN_SENTENCE = regex(r"[。；;！!？?，,\n]")
_LONGEST_HEADING = 24


def words_of_heading(text: str) -> str:
    """Return the words of a heading without its number, empty where a text is a sentence or too long to be one."""
    words = _HEADING_MARK.sub("", text, count=1).strip().rstrip("：:")
    return "" if _IN_SENTENCE.search(text) or len(words) > _LONGEST_HEADING else words


def _breaks_off(first: ReadLine, second: ReadLine) -> bool:
    """Tell whether a paragraph goes on in the next: it is a sentence without a stop at its end, and the next one is no new point."""
    text = first.text
    is_sentence = (len(text) >= _LONG or "。" in text) and not _SET_APART.search(text)
    return is_sentence and not text.endswith(_STOPS) and not _POINT.match(second.text)


class RefusedError(Exception):
    """Say in one Chinese sentence why a file cannot be read, and what to do instead."""
