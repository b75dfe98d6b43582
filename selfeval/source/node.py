"""What a file holds once read: texts, lists and maps, each with the place at which it was typed."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Mapping, Sequence
from typing import NamedTuple, Protocol, TypeAlias

from selfeval.problem import Place
from selfeval.text.pattern import regex

_ODD = regex(r":(?=\s|$)|\s#|^[-?*&!%@`'{\[|>#,，、；;]|[,，]$")
_LINE_END = regex("\n")
ESCAPES = {"x": 4, "u": 6, "U": 10}  # how long \x41, \u4e2d and \U00020bb7 are; all others are two characters


class Mark(Protocol):
    """Say where the parser was; line and column count from 0."""

    @property
    def line(self) -> int:
        """Return the line."""

    @property
    def column(self) -> int:
        """Return the column."""


class Page(NamedTuple):
    """Keep the lines of a file as typed, and for corrected lines the typed line, and the typed column of each character."""

    file: str
    lines: Sequence[str]
    columns: Mapping[int, Sequence[int]] = {}
    rows: Sequence[int] = ()

    def typed_row(self, line: int) -> int:
        """Return the typed line of a corrected one; a correction may have split one line into several."""
        return self.rows[min(line, len(self.rows) - 1)] if self.rows else line

    def typed(self, mark: Mark) -> tuple[int, int]:
        """Return the line and column at which the character at a mark was typed, counted from 0."""
        line = self.typed_row(mark.line)
        columns = self.columns.get(mark.line)
        if columns is None:
            return line, mark.column
        return line, columns[min(mark.column, len(columns) - 1)]

    def place(self, line: int, start: int, end: int) -> Place:
        """Turn a line and columns counted from 0 into a Place."""
        return Place(self.file, line + 1, start + 1, max(end, start) + 1)


class Origin(NamedTuple):
    """Remember where a value was typed; ``style`` is the parser's: "", "'", '"', "|" or ">"."""

    page: Page
    start: Mark
    end: Mark
    style: str


class Text(str):
    """Hold one value exactly as typed, and where each of its characters stands.

    A Text made without an origin (in tests) stands at the start of a nameless file.
    """

    __slots__ = ("_begins", "_where", "origin")
    origin: Origin | None
    _begins: list[int] | None
    _where: list[tuple[int, int]] | None

    def __new__(cls, value: str = "", origin: Origin | None = None) -> Text:
        """Return a text that remembers its origin."""
        text = str.__new__(cls, value)
        text.origin = origin
        text._begins = text._where = None
        return text

    @property
    def block(self) -> bool:
        """Tell whether the value was typed with ``|``, so that its lines are paragraphs."""
        return self.origin is not None and self.origin.style in ("|", ">")

    @property
    def place(self) -> Place:
        """Return the place of the whole value, of its first line when it has several."""
        return self.at(0, len(self))

    @property
    def margin(self) -> int:
        """Return how many blanks stand before a line that is typed beside this key: as many as before it, none in brackets."""
        before = self.place.column - 1
        line = self.origin.page.lines[self.place.line - 1] if self.origin else ""
        return before if not line[:before].strip(" -") else 0

    def at(self, start: int, end: int) -> Place:
        """Return the place of ``self[start:end]``, of its first line when it spans several."""
        if self.origin is None:
            return Place("", 1, start + 1, end + 1)
        page = self.origin.page
        if not self:
            line, column = page.typed(self.origin.start)
            return page.place(line, column, column)
        plain = _find_untouched(self, self.origin, start)
        if plain is not None:
            line, column, rest = plain
            return page.place(line, column, column + min(end - start, rest))
        if self._where is None:
            self._where = _find_positions(self, self.origin)  # once: a text may hold thousands of findings
        return _place_among(self._where, page, start, end)

    def _line_of(self, at: int) -> int:
        """Return how many line ends stand before one of its characters."""
        if self._begins is None:
            self._begins = [end.end() for end in _LINE_END.finditer(self)]  # once: it may have thousands of findings
        return bisect(self._begins, at)


class Items(list["Node"]):
    """Hold a list."""

    origin: Origin | None = None

    @property
    def place(self) -> Place:
        """Return the place of the first dash."""
        return _place_of_start(self.origin)

    @property
    def margin(self) -> int:
        """Return how many blanks stand before a line that is typed beside it."""
        return self.place.column - 1


class Entries(dict[Text, "Node"]):
    """Hold a map; its keys are Texts with their own places."""

    origin: Origin | None = None

    @property
    def place(self) -> Place:
        """Return the place of the first key."""
        return next(iter(self)).place if self else _place_of_start(self.origin)

    @property
    def margin(self) -> int:
        """Return how many blanks stand before a line that is typed in it."""
        return next(iter(self)).margin if self else self.place.column - 1


Node: TypeAlias = Text | Items | Entries


def as_typed(name: str) -> str:
    """Return a name as it is typed for a key or value: in quotes where it would be read as something else."""
    return f'"{name}"' if _ODD.search(name) and not set('"\\').intersection(name) else name


def build(value: object) -> Node:
    """Turn plain texts, lists and dicts into nodes without a file, for tests."""
    match value:
        case Mapping():
            return Entries((Text(str(key)), build(item)) for key, item in value.items())
        case list():
            return Items(build(item) for item in value)
        case None:
            return Text("")
        case _:
            return Text(str(value))


def _place_of_start(origin: Origin | None) -> Place:
    if origin is None:
        return Place("", 1, 1, 2)
    line, column = origin.page.typed(origin.start)
    return origin.page.place(line, column, column + 1)


def _find_untouched(text: Text, origin: Origin, start: int) -> tuple[int, int, int] | None:
    """Return line and column of one character, and how many characters of the text stand on that line from it on.

    None where the line is not in the file as it is in the text: the parser or a correction changed it.
    """
    page, style = origin.page, origin.style
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", first)
    own = text[first : len(text) if last < 0 else last]
    if style == "|":
        line, column = origin.start.line + 1 + text._line_of(first), -1
    elif not style and first == 0 and last < 0:
        line, column = origin.start.line, origin.start.column
    else:
        return None
    if not own or page.rows or line >= len(page.lines) or line in page.columns:
        return None
    typed = page.lines[line]
    column = typed.find(own) if column < 0 else column if typed.startswith(own, column) else -1
    return None if column < 0 else (line, column + start - first, len(own) - (start - first))


def _place_among(where: list[tuple[int, int]], page: Page, start: int, end: int) -> Place:
    """Return the place of the characters from ``start`` to ``end``, given line and column of every one."""
    line, column = where[min(start, len(where) - 1)]
    if start >= len(where):
        return page.place(line, column + 1, column + 1)
    last = max((at for row, at in where[start:end] if row == line), default=column - 1)
    return page.place(line, column, last + 1)


def _find_positions(text: str, origin: Origin) -> list[tuple[int, int]]:
    """Return line and column of every character: the text is what was typed, less what the parser dropped.

    Both are walked together. A typed character that the text lacks (an indent, a quote, the
    backslash of an escape) is passed over; a fold or line end stands at the end of its line.
    """
    page, style = origin.page, origin.style
    line, column = page.typed(origin.start)
    if style in ("|", ">"):
        line, column = line + 1, 0
    elif style:
        column += 1
    found: list[tuple[int, int]] = []
    for character in text:
        while line < len(page.lines):
            typed = page.lines[line]
            if column >= len(typed):
                if character in "\n " and found:
                    found.append((line, len(typed)))
                    line, column = line + 1, 0
                    break
                line, column = line + 1, 0
            elif typed[column] == character:
                found.append((line, column))
                column += 1
                break
            elif style == '"' and typed[column] == "\\":
                found.append((line, column))
                column += ESCAPES.get(typed[column + 1 : column + 2], 2)
                break
            else:
                column += 1
        else:
            found.append(found[-1] if found else page.typed(origin.start))
    return found
