"""A problem: its place, stable code, level, message, and what to write instead.

A problem is a value. It is collected and shown, never raised and never logged.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Level(StrEnum):
    """Say how sure a problem is: wrong beyond doubt, doubtful, or a suggestion."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


class Place(NamedTuple):
    """Point at characters of one line; lines and columns count from 1, the end is exclusive."""

    file: str
    line: int
    column: int
    end_column: int


class Edit(NamedTuple):
    """Put ``text`` in place of the characters from ``start`` to ``end`` of a line.

    In a problem, lines count from 1, as in places; characters (code points) count from 0 in the line as an editor
    shows it: a byte order mark before the first line is none of them.
    """

    line: int
    start: int
    end: int
    text: str


class Problem(NamedTuple):
    """Describe one problem in the clerk's words.

    - ``where``: the dotted path of keys it is about (``预算.收入``), by which a department explains it; empty for
      slips of typing, which cannot be explained.
    - ``fix``: the text to type instead, ready to copy: a whole line, or several.
    - ``forms``: the slugs of the forms whose documents an error holds back; None for every form that reads the file.
    - ``explained``: whether the department explained it, so that it holds nothing back.
    - ``blank``: the owners of a field still to be filled in, outermost first, then the field's name; empty where
      something else is wrong.
    - ``edits``: the correction where it is certain, empty where only the clerk knows it.
    - ``original``: the words typed that it is about, by which an explanation tells it from others at the same
      ``where``; empty where it points at none.
    - ``related``: further places the problem is about.
    """

    place: Place
    rule: str
    level: Level
    message: str
    fix: str = ""
    where: str = ""
    forms: frozenset[str] | None = None
    explained: bool = False
    blank: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()
    related: tuple[Place, ...] = ()
    original: str = ""

    @property
    def blocks(self) -> bool:
        """Tell whether it holds documents back."""
        return self.level is Level.ERROR and not self.explained
