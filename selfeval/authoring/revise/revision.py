"""What is held against each other, and what comes of it: the files that change, and the changes not brought back."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from selfeval.documents.read.found import DocumentReading
from selfeval.form.form import Form


class ConflictKind(StrEnum):
    """Say why a change is not brought back."""

    COMPUTED = "computed"
    QUOTED = "quoted"
    CHANGED_TWICE = "changed-twice"
    DIFFERS_WITHIN = "differs-within"
    GONE = "gone"
    FIXED_TEXT = "fixed-text"
    APPROVED = "approved"


class RevisionConflict(NamedTuple):
    """Hold a change that is not brought back: its kind, its dotted key, where the Word has it, and what to do instead."""

    kind: ConflictKind
    key: str
    place: str
    message: str


class RevisedFile(NamedTuple):
    """Hold a file in which something changes: its name, and its bytes before and after."""

    name: str
    old: bytes
    new: bytes


class Revision(NamedTuple):
    """Hold what is brought back, and what is not."""

    files: tuple[RevisedFile, ...]
    conflicts: tuple[RevisionConflict, ...]


class Edited(NamedTuple):
    """Hold a document that came back: its form, its project, and what it says, said when made, and would say now.

    ``base`` is what it said when it was made, which is ``guessed`` where its marks are lost.
    """

    form: Form
    project: str
    base: DocumentReading
    now: DocumentReading
    theirs: DocumentReading
    guessed: bool = False


_SHOWN = 30
"""How many characters of a text a message shows."""


def in_short(text: str) -> str:
    """Return the beginning of a text on one line, with a mark where more follows."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _SHOWN else f"{flat[:_SHOWN]}……"


_BEFORE = 6
"""How many characters are shown before the one in which two texts part."""


def apart(one: str, other: str) -> tuple[str, str]:
    """Return two texts in short; where these begin alike, from shortly before they part."""
    flat = [" ".join(text.split()) for text in (one, other)]
    at = next((at for at, (a, b) in enumerate(zip(*flat, strict=False)) if a != b), min(map(len, flat)))
    begin = at - _BEFORE if at > _SHOWN - _BEFORE else 0
    first, second = (f"……{in_short(text[begin:])}" if begin else in_short(text) for text in flat)
    return first, second
