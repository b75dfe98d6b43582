"""Where things lie: ``data/<year>/<department>/`` and the files a department fills in."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from selfeval import approval

SUFFIXES = (".yaml", ".yml")


def departments(data: Path, only: str = "") -> Iterator[tuple[str, str]]:
    """Yield (year, department) for every department folder, or those of ``2024`` or ``2024/tianhe``."""
    year, _, department = only.partition("/")
    for folder in sorted(path for path in data.glob("*/*") if path.is_dir()):
        if year in ("", folder.parent.name) and department in ("", folder.name):
            yield folder.parent.name, folder.name


def filled_in(folder: Path | str) -> Iterator[str]:
    """Yield the names, in its folder, of the files a department fills in; not what the program keeps there."""
    found = []
    for root, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        below = root[len(str(folder)) + 1 :].replace(os.sep, "/") + "/"
        found += [below.lstrip("/") + name for name in names if name.lower().endswith(SUFFIXES) and name[0] != "."]
    yield from (name for name in sorted(found) if name not in approval.WRITTEN)
