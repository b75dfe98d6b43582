"""Put right in a department's files what has only one cure; see first, write then."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from selfeval.form.library import Library
from selfeval.form.schema import merge, shape
from selfeval.source.read import read
from selfeval.source.repair import repair
from selfeval.submission.folder import DepartmentYear, filled_in
from selfeval.submission.read import declared_as


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
    everything = merge(library, tuple(library.forms.values()))
    folder = data / str(place)
    for name in filled_in(folder):
        path, declared = folder / name, declared_as(name, library)
        if not declared:
            continue
        shown, typed, keys = f"{data.name}/{place}/{name}", path.read_bytes(), shape(everything, declared)
        repaired = repair(typed, shown, keys)
        if repaired != typed:
            before, after = (read(each, shown, keys).lines for each in (typed, repaired))
            yield Mended(path, shown, typed, repaired, tuple(_changes(before, after)))


def _changes(before: tuple[str, ...], after: tuple[str, ...]) -> Iterator[Change]:
    pairs = difflib.SequenceMatcher(None, before, after, autojunk=False)
    for kind, start, end, other_start, other_end in pairs.get_opcodes():
        if kind != "equal":
            yield Change(start + 1, before[start:end], after[other_start:other_end])
