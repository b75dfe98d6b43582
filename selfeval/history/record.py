"""The record of a department-year: when it was handed in or made final, and with which data.

``recorded.yaml`` lies beside the data and is written by the program; its last line is the present state.
A line holds the day, the state, the checksum and the version of the program; lines of programs before 0.2.0
have no version.
"""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from itertools import count
from pathlib import Path
from typing import NamedTuple

from selfeval import __version__
from selfeval.history.repository import GitError, Repository
from selfeval.pipeline.marks import data_files
from selfeval.pipeline.save import save
from selfeval.problem.disk import LARGEST, read_file
from selfeval.submission.approval import RECORDED
from selfeval.text.pattern import regex

NAME = RECORDED
_HEAD = "# 送审和定稿的记录，由程序写成，不要改动\n"


class State(StrEnum):
    """Name a state in which a department-year may be recorded."""

    SUBMITTED = "送审"
    FINAL = "定稿"


class Record(NamedTuple):
    """Hold one line of the record; the checksum is that of all data files."""

    day: str
    state: State
    checksum: str
    version: str = ""


_POINTER = regex(rb"^# yaml-language-server:[^\n]*\n", re.MULTILINE)
"""The line by which an editor finds the schema; the program may write it at any time, and it changes no data."""

_LINE = regex(rf"^- (\d{{4}}-\d\d-\d\d) ({'|'.join(State)}) ([0-9a-f]{{32}})(?: (\S+))?$", re.MULTILINE)


def read(folder: Path) -> tuple[Record, ...]:
    """Return the records in a department's folder, oldest first.

    Raises:
        OSError: about the file, where it cannot be read.
    """
    path = folder / NAME
    lines = _LINE.findall(read_file(path, LARGEST).decode(errors="replace")) if os.path.lexists(path) else []
    return tuple(Record(day, State(state), checksum, version) for day, state, checksum, version in lines)


def written(records: Iterable[Record]) -> bytes:
    """Return the bytes of ``recorded.yaml``."""
    return (_HEAD + "".join(f"- {' '.join(record).rstrip()}\n" for record in records)).encode()


def keep(repository: Repository, folder: Path, reports: Path, state: State, message: str) -> str:
    """Record a department's data as it is now, commit it with its documents, and return the tag that marks it.

    It is empty where nothing has changed since the same state was recorded. A state recorded before gets the next
    number: ``2025/tianhe/送审-2``. The record, the commit and the tag are made together or not at all, whoever else
    records here at the same time. Raises GitError.
    """
    require_possible(repository, folder, state)
    name = f"{folder.parent.name}/{folder.name}"
    with repository.locked():
        if is_damaged(folder):
            raise GitError(f"{NAME} 被人改过，再写会丢掉原来的记录；先从 git 里找回")
        if state_in_words(folder) == state and not any(
            name in repository.uncommitted(home) for home in (folder.parent.parent, reports.parent.parent)
        ):
            return ""
        path = folder / NAME
        before = read_file(path) if os.path.lexists(path) else None
        tag = _next_free(repository, f"{name}/{state}")
        new = Record(date.today().isoformat(), state, _checksum(folder), __version__)
        save(path, written((*read(folder), new)))
        try:
            paths = [each for each in (folder, reports) if each.is_dir()]
            repository.commit_with_tag(paths, message, tag)
        except BaseException:
            path.unlink() if before is None else save(path, before)
            raise
    return tag


def require_possible(repository: Repository, folder: Path, state: State) -> None:
    """Raise GitError where a department cannot be recorded whatever its data: nothing needs to be made first."""
    repository.require_author()
    repository.require_free(f"{folder.parent.name}/{folder.name}/{state}")


def _next_free(repository: Repository, name: str) -> str:
    taken = {tag.name for tag in repository.tags()}
    numbered = (name if number == 1 else f"{name}-{number}" for number in count(1))
    return next(tag for tag in numbered if tag not in taken)


def is_final(folder: Path) -> bool:
    """Tell whether a department-year is final: its documents are made anew only when it is named."""
    records = read(folder)
    return bool(records) and records[-1].state is State.FINAL


def state_in_words(folder: Path) -> str:
    """Return the present state in words, with a note where the data changed since; empty without any record."""
    if is_damaged(folder):
        return f"{NAME} 被人改过，从 git 里找回"
    records = read(folder)
    if not records:
        return ""
    last = records[-1]
    same = last.checksum in (_checksum(folder), _checksum(folder, _POINTER))
    return last.state if same else f"{last.state}后有改动"


def is_damaged(folder: Path) -> bool:
    """Tell whether the record has a line that the program did not write: nobody knows what the state is."""
    path = folder / NAME
    typed = read_file(path, LARGEST).decode(errors="replace") if os.path.lexists(path) else ""
    return any(line.strip() and line[0] != "#" and not _LINE.match(line) for line in typed.splitlines())


def _checksum(folder: Path, left_out: re.Pattern[bytes] | None = None) -> str:
    """Return the checksum of all data files, without the lines that a pattern finds, if one is given."""
    digest = hashlib.blake2b(digest_size=16)
    for name, data in data_files(folder).items():
        content = data.replace(b"\r\n", b"\n")
        digest.update(f"\0{name}\0".encode() + (left_out.sub(b"", content) if left_out else content))
    return digest.hexdigest()
