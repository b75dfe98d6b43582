"""Changes of files, found by looking at their times and sizes, which works on every disk and share."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

from selfeval.documents.outcome import is_hidden
from selfeval.submission.folder import DepartmentYear, is_year

WRITTEN = (".yaml", ".yml", ".md", ".docx")
PAUSE = 0.05
"""For how many seconds no file may change for all to count as saved."""

Snapshot: TypeAlias = Mapping[Path, tuple[int, int]]


def snapshot(folder: Path) -> Snapshot:
    """Return the time and size of every file a person writes below a folder: YAML, and the templates of forms."""
    found = {}
    for path in (path for path in folder.rglob("*.*") if path.suffix.lower() in WRITTEN and not is_hidden(path.name)):
        try:
            status = path.stat()
        except OSError:  # editors save by replacing; what else cannot be read, the build tells
            continue
        found[path] = (status.st_mtime_ns, status.st_size)
    return found


def snapshot_at_rest(folder: Path, before: Snapshot) -> Snapshot:
    """Return a snapshot of a folder, once no file has changed for a moment: an editor may be in the middle of saving."""
    now = snapshot(folder)
    while now != before:
        time.sleep(PAUSE)
        before, now = now, snapshot(folder)
    return now


def changed_departments(before: Snapshot, after: Snapshot, data: Path) -> list[DepartmentYear]:
    """Return the departments with a file that is new, gone or different."""
    paths = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    places = {path.relative_to(data).parts[:2] for path in paths}
    named = (DepartmentYear(*place) for place in places if len(place) == 2 and is_year(place[0]))
    return sorted(place for place in named if (data / str(place)).is_dir())
