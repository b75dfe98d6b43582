"""What became of approved targets: copies that were committed and are gone, and targets changed since."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from selfeval.history.repository import find
from selfeval.problem import Problem
from selfeval.problem.codes import CODES
from selfeval.submission import approval
from selfeval.submission.folder import DepartmentYear


def find_lost(data: Path, places: Iterable[DepartmentYear]) -> Iterator[tuple[DepartmentYear, str]]:
    """Yield each department whose approved copy was committed to git and is no longer there, with what to do."""
    repository = find(data)
    commits = repository.last_added(data, approval.NAME) if repository else {}
    for place in places:
        path = data / str(place) / approval.NAME
        if str(place) in commits and not os.path.lexists(path):
            back = f"git checkout {commits[str(place)]} -- {path}"
            message = f"批复存档 {approval.NAME} 不见了，git 里还有；取回它：{back}，正式重新批复的再存档：python build.py approve {place}"
            yield place, message


def changes_of_approved(problems: Iterable[Problem]) -> tuple[str, ...]:
    """Return what is told of each approved target that was changed, explained or not, once each."""
    frozen = (each for each in problems if each.rule in CODES and CODES[each.rule].frozen)
    return tuple(dict.fromkeys(each.message for each in frozen))
