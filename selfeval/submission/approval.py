"""The targets as they were approved: a sealed copy of targets.yaml and of the projects' files, with its date and checksum.

The files stand one after the other, each project's below a line that names it. It works without git. The program writes the file, ``approved.yaml``; a copy changed by hand no longer fits its checksum.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple

from selfeval.problem.disk import LARGEST, read_file, stay_within
from selfeval.text.pattern import regex

NAME = "approved.yaml"
RECORDED = "recorded.yaml"
WRITTEN = (NAME, RECORDED)
"""Files beside the data that the program writes; they hold nothing a form reads."""

_HEAD = regex(rb"# \S+ (\d{4}-\d\d-\d\d) (\w{32})[^\n]*\n")


_NEXT = regex(rb"^# (?:\S+ (?=projects/)|" + "批复存档".encode() + rb" (?=funds/))([^\n]+\.ya?ml)\r?\n", re.MULTILINE)


class Seal(NamedTuple):
    """Hold sealed targets: the day of the approval (``2025-01-20``), their bytes, and whether all still fit the checksum.

    ``projects`` are the files of projects and funds by their names (``projects/library.yaml``).
    """

    day: str
    targets: bytes
    intact: bool
    projects: Mapping[str, bytes] = MappingProxyType({})


def seal(targets: bytes, day: date, projects: Mapping[str, bytes] = MappingProxyType({})) -> bytes:
    """Return the bytes of ``approved.yaml``: a line with the day and the checksum, then the targets and the projects."""
    parts = [targets, *(f"# 批复存档 {name}\n".encode() + data for name, data in sorted(projects.items()))]
    content = b"".join(part if part.endswith(b"\n") else part + b"\n" for part in parts) if projects else targets
    return f"# 批复存档 {day.isoformat()} {_checksum(content)} 由程序写成，不要改动\n".encode() + content


def read(folder: Path) -> Seal | OSError | None:
    """Return the targets sealed in a department's folder, None where none were, the error where they cannot be read.

    ``day`` is empty where the first line is broken.
    """
    path = folder / NAME
    if not os.path.lexists(path):
        return None
    try:
        stay_within(path, folder.parent.parent)
        data = read_file(path, LARGEST)
    except OSError as error:
        return error
    head = _HEAD.match(data)
    if head is None:
        return Seal("", data, False)
    content = data[head.end() :]
    targets, *named = _NEXT.split(content)
    projects = {name.decode(): part for name, part in zip(named[::2], named[1::2], strict=True)}
    return Seal(head[1].decode(), targets, _checksum(content).encode() == head[2], projects)


def _checksum(data: bytes) -> str:
    from hashlib import blake2b  # loading it takes longer than most checks

    return blake2b(data.replace(b"\r\n", b"\n"), digest_size=16).hexdigest()
