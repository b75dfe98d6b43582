"""What became of approved targets: copies that were committed and are gone, and targets changed since."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from selfeval.history.repository import find
from selfeval.problem import Level, Place, Problem
from selfeval.problem.codes import CODES
from selfeval.submission import approval
from selfeval.submission.folder import DepartmentYear
from selfeval.text.argument import as_argument


def find_lost(data: Path, places: Iterable[DepartmentYear]) -> Iterator[tuple[DepartmentYear, str]]:
    """Yield each department whose approved copy was committed to git and is no longer there, with what to do."""
    repository = find(data)
    commits = repository.last_added(data, approval.NAME) if repository else {}
    for place in places:
        path = data / str(place) / approval.NAME
        if str(place) in commits and not os.path.lexists(path):
            yield place, _say_lost(path, place, commits[str(place)])


def find_deleted(data: Path, places: Iterable[DepartmentYear]) -> dict[DepartmentYear, Problem]:
    """Return a problem for each department whose approved copy stands in the last commit and is no longer there.

    Of several departments it looks no further back, and so takes no time; of one it looks through all commits.
    """
    asked = list(places)
    without = [place for place in asked if not os.path.lexists(data / str(place) / approval.NAME)]
    repository = find(data) if without else None
    gone = dict.fromkeys(repository.gone(data, approval.NAME), "HEAD") if repository else {}
    if repository and len(asked) == 1 and not gone:
        gone = repository.last_added(data, approval.NAME)
    return {
        place: Problem(
            Place(f"{data.name}/{place}/targets.yaml", 1, 1, 1),
            "approval-gone",
            Level.WARNING,
            _say_lost(data / str(place) / approval.NAME, place, gone[str(place)]),
        )
        for place in without
        if str(place) in gone
    }


def _say_lost(path: Path, place: DepartmentYear, commit: str) -> str:
    here = Path.cwd()
    shown = path.relative_to(here) if path.is_relative_to(here) else path
    back = f"git checkout {commit} -- {as_argument(shown.as_posix())}"
    return f"批复存档 {approval.NAME} 不见了，git 里还有；取回它：{back}，正式重新批复的再存档：python build.py approve {place.typed}"


def changes_of_approved(problems: Iterable[Problem]) -> tuple[str, ...]:
    """Return what is told of each approved target that was changed, explained or not, once each."""
    frozen = (each for each in problems if each.rule in CODES and CODES[each.rule].frozen)
    return tuple(dict.fromkeys(each.message for each in frozen))
