"""Put right in a department's files what has only one cure; see first, write then."""

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
from selfeval.submission.read import read_files


class Change(NamedTuple):
    """Hold the lines that stand in place of others; ``line`` counts from 1, ``new`` is empty where lines go."""

    line: int
    old: tuple[str, ...]
    new: tuple[str, ...]


class Mended(NamedTuple):
    """Hold a file as typed and as mended; without changes only its encoding is another."""

    path: Path
    shown: str
    typed: bytes
    data: bytes
    changes: tuple[Change, ...]


def mended(data: Path, place: DepartmentYear, library: Library) -> Iterator[Mended]:
    """Yield the files of a department in which something can be put right; write nothing."""
    found = read_files(data, place, library)
    for file in found.files:
        keys = shape(found.schema, file.declared)
        repaired = repair(file.data, file.shown, keys)
        if repaired != file.data:
            after = read(repaired, file.shown, keys).lines
            changes = tuple(_changes(file.reading.lines, after))
            yield Mended(data / str(place) / file.name, file.shown, file.data, repaired, changes)


def _changes(before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[Change]:
    pairs = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, other_start, other_end in pairs.get_opcodes():
        if kind != "equal":
            yield Change(start + 1, before[start:end], after[other_start:other_end])
