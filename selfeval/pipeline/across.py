"""What only shows where the departments of a year stand beside each other: one name twice, texts word for word alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol, TypeVar

from selfeval.documents.outcome import Outcome
from selfeval.problem import Level, Place, Problem
from selfeval.problem.disk import read_file
from selfeval.submission.folder import DepartmentYear, file_names
from selfeval.submission.read import folders_by_name
from selfeval.text.name import fold
from selfeval.text.pattern import regex

LONG = 60
"""How many characters a line has before the same in another department means anything."""
BLANK = "待填"
"""What stands in a file that is not filled in yet: it looks like that of any other department."""
LONG_FILE = 150
"""How many characters a file has before the same one in another department means anything."""
ENOUGH = 3
"""How many such lines must be the same where none has a figure: some phrases are everybody's."""
_YEAR = regex(r"20\d\d年?")
_FIGURE = regex(r"\d")


class Named(Protocol):
    """Stand for a department of a year, by the name it has."""

    @property
    def name(self) -> str:
        """Return the name of the department."""
        ...


N = TypeVar("N", bound=Named)


def compare(data: Path, outcomes: Iterable[Outcome]) -> Iterator[Outcome]:
    """Yield outcomes, each with what its department has in common with one before it in the same year.

    Departments that were skipped or failed are not compared.
    """
    known = Neighbours(data)
    for outcome in outcomes:
        if outcome.skipped or outcome.fault:
            yield outcome
            continue
        found = known.add(DepartmentYear(outcome.year, outcome.department), outcome.name)
        yield outcome._replace(problems=(*outcome.problems, *found))


class Neighbours:
    """Remember the departments seen so far: their names, and where each long line stood first, by the line's hash.

    Of twenty thousand departments the lines themselves would take some hundred MiB.
    """

    def __init__(self, data: Path) -> None:
        self._data = data
        self._names: dict[tuple[str, str], str] = {}
        self._lines: dict[str, dict[int, Place]] = {}
        self._before: dict[str, dict[str, str]] = {}

    def add(self, place: DepartmentYear, name: str) -> list[Problem]:
        """Return what a department has in common with those seen before it in its year, and remember it."""
        data, year = self._data, place.year
        first = self._names.setdefault((year, fold(name)), place.department)
        typed, of_year = _long_lines(data, place), self._lines.setdefault(year, {})
        if first != place.department:
            found = [named_twice(f"{data.name}/{place}", name, first)]
        else:
            found = list(_find_alike(typed, of_year))
        earlier = place.before
        if earlier and not (data / str(earlier)).is_dir():
            if earlier.year not in self._before:
                self._before[earlier.year] = dict(folders_by_name(data, earlier.year))
            found += _find_renamed(f"{data.name}/{place}", self._before[earlier.year].get(fold(name), ""), earlier)
        for line, at in typed.items():
            of_year.setdefault(hash(line), at)
        return found


def _find_renamed(folder: str, was: str, now: DepartmentYear) -> Iterator[Problem]:
    """Report that last year's files of a department lie in a folder of another name, where there are any."""
    if was:
        message = f"{now.year} 年这个部门在文件夹 {was} 里，和这一年的名字不同，没有和上年比；把 {now.year}/{was} 改名为 {now.department} 就能比"
        yield Problem(Place(f"{folder}/targets.yaml", 1, 1, 1), "folder-renamed", Level.WARNING, message)


def without_copies(departments: Iterable[N]) -> tuple[list[N], list[tuple[N, N]]]:
    """Return the departments that count in a year, and each that has the name of one before it, with that one."""
    first: dict[str, N] = {}
    copies = [(each, known) for each in departments if (known := first.setdefault(fold(each.name), each)) is not each]
    return list(first.values()), copies


def named_twice(folder: str, name: str, first: str) -> Problem:
    """Return the problem that a department has the name of another one, which lies in the folder ``first``."""
    message = f"部门名称“{name}”和文件夹 {first} 里的一样，像是复制出来的一份；只留一个，备份放到 data 外面，确是两个部门的把名称写全"
    return Problem(Place(f"{folder}/targets.yaml", 1, 1, 1), "department-twice", Level.WARNING, message)


def _long_lines(data: Path, place: DepartmentYear) -> dict[str, Place]:
    """Return the long lines of a department's files, folded, with their places, and each long file as one line at its top.

    There is nothing of a file that cannot be read.
    """
    found: dict[str, Place] = {}
    for name in file_names(data / str(place)):
        file = f"{data.name}/{place}/{name}"
        try:
            text = read_file(data / str(place) / name).decode(errors="replace")
        except OSError:  # reported where it is read
            continue
        lines = [
            (number, line) for number, line in enumerate(text.splitlines(), 1) if not line.lstrip().startswith("#")
        ]
        whole = "\n".join(line for _, line in lines)
        if len(whole) >= LONG_FILE and BLANK not in whole:
            found.setdefault(whole, Place(file, 1, 1, 1))
        for number, line in lines:
            if len(line.strip()) >= LONG:
                start = len(line) - len(line.lstrip())
                found.setdefault(fold(line), Place(file, number, start + 1, len(line) + 1))
    return found


def _find_alike(typed: Mapping[str, Place], known: Mapping[int, Place]) -> Iterator[Problem]:
    """Yield the problem that long lines are those of another department: one with a figure, or several."""
    same = [line for line in typed if hash(line) in known]
    telling = [line for line in same if _FIGURE.search(_YEAR.sub("", line))]
    file = next((text for text in telling if "\n" in text), "")
    if file:
        here, there = typed[file], known[hash(file)]
        message = f"这个文件和 {there.file} 一字不差，是不是把那个部门的拷来了？换成本部门的"
        yield Problem(here, "same-as-department", Level.WARNING, message, related=(there,))
    elif telling or len(same) >= ENOUGH:
        first = (telling or same)[0]
        here, there = typed[first], known[hash(first)]
        count = f"（这样的段落共 {len(same)} 处）" if len(same) > 1 else ""
        message = f"这一段和 {there.file} 第 {there.line} 行一字不差，是不是从那个部门抄来的？写本部门自己的情况{count}"
        yield Problem(here, "same-as-department", Level.WARNING, message, related=(there,))
