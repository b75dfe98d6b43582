"""What was recorded of a department-year: handed in or final, on which day, with which data.

``recorded.yaml`` lies beside the data and is written by the program; its last line is the state
the department-year is in.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from selfeval.department import SUFFIXES

NAME = "recorded.yaml"
_HEAD = "# 送审和定稿的记录，由程序写成，不要改动\n"


class State(StrEnum):
    """Name what a department-year may be recorded as."""

    SUBMITTED = "送审"
    FINAL = "定稿"


class Record(NamedTuple):
    """Hold one line of the record; the checksum is that of all data files."""

    day: str
    state: State
    checksum: str


_LINE = re.compile(rf"^- (\d{{4}}-\d\d-\d\d) ({'|'.join(State)}) ([0-9a-f]{{32}})$", re.MULTILINE)


def read(folder: Path) -> tuple[Record, ...]:
    """Return what was recorded in a department's folder, oldest first."""
    path = folder / NAME
    lines = _LINE.findall(path.read_text(encoding="utf-8", errors="replace")) if path.is_file() else []
    return tuple(Record(day, State(state), checksum) for day, state, checksum in lines)


def written(records: Iterable[Record]) -> bytes:
    """Return the file to keep beside the data."""
    return (_HEAD + "".join(f"- {' '.join(record)}\n" for record in records)).encode()


def taken(folder: Path, state: State, day: date) -> Record:
    """Return the record of a department's data as it is now."""
    return Record(day.isoformat(), state, _checksum(folder))


def final(folder: Path) -> bool:
    """Tell whether a department-year is final: its documents are made anew only for who names it."""
    records = read(folder)
    return bool(records) and records[-1].state is State.FINAL


def said(folder: Path) -> str:
    """Return the state a department-year is in, and whether its data changed since; empty before any."""
    records = read(folder)
    if not records:
        return ""
    last = records[-1]
    return last.state if last.checksum == _checksum(folder) else f"{last.state}后有改动"


def _checksum(folder: Path) -> str:
    digest = hashlib.blake2b(digest_size=16)
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in SUFFIXES and path.name != NAME and path.is_file():
            name = path.relative_to(folder).as_posix()
            digest.update(f"\0{name}\0".encode() + path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()
