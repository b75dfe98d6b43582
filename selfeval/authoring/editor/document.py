"""Texts as an editor holds them: the paths behind its addresses, and its way of counting lines and characters.

Editors end lines where the reader does, at LF, CRLF and CR alone; characters they count in units of UTF-16, unless
another encoding was agreed on.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit
from urllib.request import url2pathname

from selfeval.source.decode import END
from selfeval.text.pattern import regex

WIDTHS = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}
"""For each encoding of positions how Python calls it, and how many bytes a unit has."""
_HALVES = regex("[\ud800-\udfff]")


class TextPosition(NamedTuple):
    """Hold a position in a text: the line and the character in it, both counted from 0."""

    line: int
    column: int


class TextSpan(NamedTuple):
    """Hold a stretch of a text; the end is exclusive."""

    start: TextPosition
    end: TextPosition


class TextChange(NamedTuple):
    """Put a text in place of a stretch."""

    span: TextSpan
    text: str


class OpenDocument(NamedTuple):
    """Hold an open text: the address by which the editor calls it, its version, and whether it was changed since it was opened."""

    uri: str
    version: int
    text: str
    changed: bool = False

    @property
    def lines(self) -> list[str]:
        """Return the lines without their ends."""
        return END.split(self.text)


def path_of(uri: str) -> Path | None:
    """Return the path of a file's address, None where it is no file."""
    parts = urlsplit(uri)
    if parts.scheme != "file":
        return None
    return Path(url2pathname(f"//{parts.netloc}{parts.path}" if parts.netloc else parts.path))


def whole(text: str) -> str:
    """Return a text in which halves of characters, which cannot be saved, are what an editor saves in their stead."""
    return _HALVES.sub("\ufffd", text)


def units(line: str, column: int, encoding: str) -> int:
    """Return how many units of an encoding stand before a character of a line; behind its end each counts one.

    A place where something is missing at the end of a line goes one beyond it, for an editor as in every message.
    """
    name, width = WIDTHS[encoding]
    return len(line[:column].encode(name, "surrogatepass")) // width + max(column - len(line), 0)


def column(line: str, units_before: int, encoding: str) -> int:
    """Return the character of a line that stands behind so many units; one in the middle of a character is before it."""
    name, width = WIDTHS[encoding]
    if line.isascii():
        return min(units_before, len(line))
    typed = line.encode(name, "surrogatepass")[: units_before * width]
    return len(typed.decode(name, "ignore"))


def line_at(lines: Sequence[str], number: int) -> str:
    """Return a line, "" behind the last one."""
    return lines[number] if 0 <= number < len(lines) else ""
