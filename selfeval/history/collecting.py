"""The year in collection: the one whose files departments are filling in now, not the newest that was laid out."""

from __future__ import annotations

import fnmatch
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from selfeval.form.form import Phase
from selfeval.history.record import is_final
from selfeval.submission.folder import DepartmentYear, departments, file_names
from selfeval.submission.read import folders_by_name, names_of
from selfeval.text.name import fold

TARGETS = "targets.yaml"
"""The file with which a year is laid out; any other is written while it is collected."""


def year_in_collection(data: Path) -> str:
    """Return the latest year in which more than targets is filled in and that is not final everywhere, else the latest.

    It is empty where there is no department.
    """
    years = sorted({place.year for place in departments(data)}, reverse=True)
    for at, year in enumerate(years):
        places = list(departments(data, year))
        if any(_is_begun(data, place) for place in places):
            return years[max(at - 1, 0)] if all(_is_final(data, place) for place in places) else year
    return years[0] if years else ""


def phases_begun(data: Path, year: str, phases: Mapping[str, Phase]) -> frozenset[Phase]:
    """Return the phases for which any department of a year has a file; ``phases`` are those of the files, by their names."""
    found: set[Phase] = set()
    for place in departments(data, year):
        names = list(file_names(data / str(place)))
        found |= {phase for file, phase in phases.items() if phase not in found and fnmatch.filter(names, file)}
        if found == set(Phase):
            break
    return frozenset(found)


def _is_begun(data: Path, place: DepartmentYear) -> bool:
    return any(name != TARGETS for name in file_names(data / str(place)))


def _is_final(data: Path, place: DepartmentYear) -> bool:
    try:
        return is_final(data / str(place))
    except OSError:  # reported where it is read
        return False


class Gone(NamedTuple):
    """Hold a department whose folder of the year before is not there: that folder, its name then, and its folder now.

    ``now`` is empty where no department has its name.
    """

    folder: str
    name: str
    now: str


def gone_since_year_before(data: Path, year: str) -> list[Gone]:
    """Return the departments whose folders were there in the year before and are not in a year."""
    before = str(int(year) - 1) if year.isdecimal() else ""
    there, then = ({place.department for place in departments(data, each)} for each in (year, before or year))
    gone = sorted(then - there)
    if not gone:
        return []
    names = {folder: name for name, folder in names_of(data, before)}
    called = dict(folders_by_name(data, year))
    return [Gone(folder, names.get(folder, folder), called.get(fold(names.get(folder, "")), "")) for folder in gone]
