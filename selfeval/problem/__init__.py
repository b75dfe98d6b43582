"""What a problem is: a place, a stable code, a level, a message and what to write instead.

A problem is a value. It is collected and shown, never raised and never logged.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Level(StrEnum):
    """Say how sure a finding is: wrong beyond doubt, doubtful, or a suggestion."""

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

    In a problem, lines count from 1, as in places; characters count from 0 in the line as typed.
    """

    line: int
    start: int
    end: int
    text: str


class Problem(NamedTuple):
    """Describe one finding in the clerk's words.

    ``where`` is the path of keys the finding is about (``预算.收入``), the name by which a
    department explains it; it is empty for slips of typing, which cannot be explained.
    ``fix`` is what to type instead, ready to copy: a whole line, or several.
    ``blank`` says what is still to be filled in: whose it is, outermost first, and the field's name; it is
    empty where something else is wrong.
    ``forms`` names the forms whose documents an error holds back; None means every form
    that reads the file. ``edits`` are the correction where it is certain, and empty where only the clerk
    knows it; ``related`` points at what else the finding is about.
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
