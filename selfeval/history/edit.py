"""The last change of a department's files, its day and author: from git, else from the files themselves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from selfeval.history.repository import LastEdit, find

NOT_COMMITTED = "未提交"


def last_edits(data: Path, places: Iterable[str]) -> dict[str, LastEdit]:
    """Return the last change of every department (``2024/liwan``); without git its author is empty."""
    repository = find(data)
    known = repository.last_edits(data) if repository else {}
    fresh = repository.uncommitted(data) if repository else frozenset()
    who = NOT_COMMITTED if repository else ""
    return {
        place: known[place] if place in known and place not in fresh else LastEdit(_day(data / place), who)
        for place in places
    }


def _day(folder: Path) -> str:
    times = [path.stat().st_mtime for path in folder.rglob("*") if path.is_file()]
    return date.fromtimestamp(max(times)).isoformat() if times else ""
