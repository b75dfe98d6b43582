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


class Problem(NamedTuple):
    """Describe one finding in the clerk's words.

    ``where`` is the path of keys the finding is about (``预算.收入``), the name by which a
    department explains it; it is empty for slips of typing, which cannot be explained.
    ``fix`` is what to type instead, ready to copy: a whole line, or several.
    ``blank`` says what is still to be filled in: whose it is, outermost first, and the field's name; it is
    empty where something else is wrong.
    ``forms`` names the forms whose documents an error holds back; None means every form
    that reads the file.
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
