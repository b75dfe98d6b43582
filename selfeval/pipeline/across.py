"""What only shows where the departments of a year stand beside each other: one name twice, texts word for word alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Protocol, TypeVar

from selfeval.documents.outcome import Outcome
from selfeval.problem import Level, Place, Problem
from selfeval.problem.disk import LARGEST, read_file
from selfeval.submission.folder import DepartmentYear, file_names
from selfeval.submission.read import folders_by_name
from selfeval.text.name import fold
from selfeval.text.pattern import HAN, regex

LONG = 60
"""How many characters a line has before the same in another department means anything."""
SHORT = 20
"""How many characters a line has at least that tells something."""
BLANK = "待填"
"""What stands in a file that is not filled in yet: it looks like that of any other department."""
LONG_FILE = 150
"""How many characters a file has before the same one in another department means anything."""
ENOUGH = 3
"""How many such lines must be the same where none has a figure: some phrases are everybody's."""
_YEAR = regex(r"20\d\d年?")
_FIGURE = regex(r"\d")
_STOP = regex("[。;!?]|(?<=年),|(?<=年度),")
_KEY = regex(r"^-?[^:,。]{1,20}:")
_OFFICE = regex(
    rf"{HAN}{{4,24}}(?:局|委|厅|办|会|院|馆|站|所|队|处|园|校|社|台|室|中心|学校|中学|小学|公司|医院|政府|街道|集团)"
)
_JOINED = regex("[、和与及同]|等")
_FROM = "和 {there.file} 第 {there.line} 行一字不差，是不是从那个{owner}抄来的？写本{owner}自己的情况"
_DEPTH = 4
"""How many parts the path of a file of the department itself has: data/2024/liwan/targets.yaml."""


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
        self._folders: dict[str, dict[str, str]] = {}

    def add(self, place: DepartmentYear, name: str) -> list[Problem]:
        """Return what a department has in common with those seen before it in its year, and remember it."""
        data, year = self._data, place.year
        first = self._names.setdefault((year, fold(name)), place.department)
        files = [_lines_of_text(data, place, each) for each in file_names(data / str(place))]
        told = [{line: at for line, at in each.items() if len(line) >= SHORT} for each in files]
        of_files = [{line: at for line, at in each.items() if len(line) >= LONG} for each in told]
        typed: dict[str, Place] = {}
        repeated = [problem for each in of_files for problem in _find_copied(each, typed)]
        for each in files:
            _add_whole(each, typed)
        of_year = self._lines.setdefault(year, {})
        if first != place.department:
            found = [named_twice(f"{data.name}/{place}", name, first)]
        else:
            found = [*repeated, *_find_alike(typed, of_year)]
        openings = [opening for each in told for opening in _find_openings(each, fold(name))]
        found += _find_others_named(openings, self._folders_of(year)) if openings else []
        earlier = place.before
        if earlier and not (data / str(earlier)).is_dir():
            was = self._folders_of(earlier.year).get(fold(name), "")
            found += _find_renamed(f"{data.name}/{place}", was, earlier)
        for line, at in typed.items():
            of_year.setdefault(hash(line), at)
        return found

    def _folders_of(self, year: str) -> Mapping[str, str]:
        """Return the folders of a year's departments by their folded names, read once."""
        if year not in self._folders:
            self._folders[year] = dict(folders_by_name(self._data, year))
        return self._folders[year]


def _find_openings(lines: Mapping[str, Place], own: str) -> Iterator[tuple[str, Place]]:
    """Yield the sentences that open with the name of some office, and not with one's own."""
    for line, place in lines.items():
        for sentence in _STOP.split(_KEY.sub("", line)):
            if _OFFICE.match(sentence) and not sentence.startswith(own):
                yield sentence, place


def _find_others_named(openings: Iterable[tuple[str, Place]], folders: Mapping[str, str]) -> Iterator[Problem]:
    """Yield, once for each, the departments of the same year of which a text tells as of the one that writes it."""
    told: set[str] = set()
    for sentence, place in openings:
        name = max((each for each in folders if sentence.startswith(each)), key=len, default="")
        if name and name not in told and not _JOINED.match(sentence, len(name)):
            told.add(name)
            message = f"这里有一句从“{name}”说起，那是另一个部门（{folders[name]}）；是抄来的，改成本部门自己的情况"
            yield Problem(place, "other-department-named", Level.HINT, message)


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


def _lines_of_text(data: Path, place: DepartmentYear, name: str) -> dict[str, Place]:
    """Return the lines of a department's file but remarks, folded, with their places; nothing of one that cannot be read."""
    found: dict[str, Place] = {}
    try:
        typed = read_file(data / str(place) / name, LARGEST + 1)
    except OSError:  # reported where it is read
        return found
    text = typed.decode(errors="replace") if len(typed) <= LARGEST else ""  # so is a file that is too large
    for number, line in enumerate(text.splitlines(), 1):
        if not line.lstrip().startswith("#"):
            start = len(line) - len(line.lstrip())
            found.setdefault(fold(line), Place(f"{data.name}/{place}/{name}", number, start + 1, len(line) + 1))
    return found


def _add_whole(lines: Mapping[str, Place], typed: dict[str, Place]) -> None:
    """Add a long file without blanks to the lines typed, as one at its top."""
    whole = "\n".join(lines)
    if len(whole) >= LONG_FILE and BLANK not in whole:
        typed.setdefault(whole, next(iter(lines.values()))._replace(line=1, column=1, end_column=1))


def _find_copied(lines: Mapping[str, Place], typed: dict[str, Place]) -> Iterator[Problem]:
    """Yield the problem that long lines with figures stand in the file of another project, too; add the lines to ``typed``."""
    same = [
        line
        for line, place in lines.items()
        if line in typed and _folder_of(typed[line]) == _folder_of(place) != "" and _FIGURE.search(_YEAR.sub("", line))
    ]
    for line, place in lines.items():
        typed.setdefault(line, place)
    if same:
        here, there = lines[same[0]], typed[same[0]]
        message = f"这一段{_FROM.format(there=there, owner='项目')}{_count(same)}"
        yield Problem(here, "same-as-department", Level.WARNING, message, related=(there,))


def _folder_of(place: Place) -> str:
    """Return the folder of several alike (projects, funds) in which a file lies; "" where it lies in none."""
    path = place.file.split("/")
    return path[-2] if len(path) > _DEPTH else ""


def _count(same: list[str]) -> str:
    return f"（这样的段落共 {len(same)} 处）" if len(same) > 1 else ""


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
        message = f"这一段{_FROM.format(there=there, owner='部门')}{_count(same)}"
        yield Problem(here, "same-as-department", Level.WARNING, message, related=(there,))
