"""Notice which departments changed: by looking at times and sizes, which works on every disk and share."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

from selfeval.pipeline.batch import Place

PAUSE = 0.05
"""How many seconds a file must stay the same to be saved."""

Snapshot: TypeAlias = Mapping[Path, tuple[int, int]]


def snapshot(folder: Path) -> Snapshot:
    """Return the time and size of every YAML file below a folder."""
    found = {}
    for path in folder.rglob("*.y*ml"):
        try:
            status = path.stat()
        except FileNotFoundError:  # editors save by replacing
            continue
        found[path] = (status.st_mtime_ns, status.st_size)
    return found


def at_rest(folder: Path, before: Snapshot) -> Snapshot:
    """Return what is there now, once no editor is in the middle of saving."""
    now = snapshot(folder)
    while now != before:
        time.sleep(PAUSE)
        before, now = now, snapshot(folder)
    return now


def changed(before: Snapshot, after: Snapshot, data: Path) -> list[Place]:
    """Return the departments with a file that is new, gone or different."""
    paths = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    places = {path.relative_to(data).parts[:2] for path in paths}
    return sorted((place[0], place[1]) for place in places if len(place) == 2 and (data / place[0] / place[1]).is_dir())
