"""Corrections in a department's files of slips that have only one cure; returned for a person to see, not written."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from selfeval.form.library import Library
from selfeval.form.schema import shape
from selfeval.source.read import read
from selfeval.source.repair import repair
from selfeval.submission.folder import DepartmentYear
from selfeval.submission.read import ON_DISK, Desk, read_files


class LineChange(NamedTuple):
    """Hold lines and what replaces them; ``line`` is the first, counted from 1; ``new`` is empty where they are deleted."""

    line: int
    old: tuple[str, ...]
    new: tuple[str, ...]


class Mended(NamedTuple):
    """Hold a file as typed and as mended; where no line changes, only its encoding does."""

    department: DepartmentYear
    path: Path
    shown: str
    typed: bytes
    data: bytes
    changes: tuple[LineChange, ...]


def mended(data: Path, place: DepartmentYear, library: Library, desk: Desk = ON_DISK) -> Iterator[Mended]:
    """Yield the files of a department in which something can be put right, texts on a desk in place of files; write nothing."""
    found = read_files(data, place, library, desk)
    for file in found.files:
        keys = shape(found.schema, file.declared)
        repaired = repair(file.data, file.shown, keys)
        if repaired != file.data:
            after = read(repaired, file.shown, keys).lines
            changes = tuple(_line_changes(file.reading.lines, after))
            yield Mended(place, data / str(place) / file.name, file.shown, file.data, repaired, changes)


def _line_changes(before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[LineChange]:
    pairs = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, other_start, other_end in pairs.get_opcodes():
        if kind != "equal":
            yield LineChange(start + 1, before[start:end], after[other_start:other_end])
