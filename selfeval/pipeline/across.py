"""What only shows where the departments of a year stand beside each other: one name twice, texts word for word alike."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, Protocol, TypeVar

from selfeval.documents.outcome import Outcome
from selfeval.problem import Level, Place, Problem
from selfeval.problem.disk import LARGEST, read_file
from selfeval.submission.folder import DepartmentYear, file_names
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
_CITY = regex("^[^省市区县旗]{2,6}(?:省|市|州|盟|地区)(?=[^省市区县旗]{1,6}[区县市旗])")
"""Matches the place above the department's own, which a text leaves out (青湖区图书馆 of 云山市青湖区图书馆)."""
_FROM = "和 {there.file} 第 {there.line} 行一字不差，是不是从那个{owner}抄来的？写本{owner}自己的情况"
_TARGETS, _STEM = "targets.yaml", 3
"""The file that copies of a folder have in common, and how many characters their names begin with."""
_DEPTH = 4
"""How many parts the path of a file of the department itself has: data/2024/liwan/targets.yaml."""


class Named(Protocol):
    """Stand for a department of a year, by the name it has."""

    @property
    def name(self) -> str:
        """Return the name of the department."""
        ...


N = TypeVar("N", bound=Named)


def compare(data: Path, outcomes: Iterable[Outcome], *, is_alone: bool = False) -> Iterator[Outcome]:
    """Yield outcomes, each with what its department has in common with one before it in the same year.

    Departments that were skipped or failed are not compared. Beside one that is judged alone, only a copy of its folder
    is looked for.
    """
    known = Neighbours(data)
    for outcome in map(known.join, outcomes):
        copies = _copies(data, outcome) if is_alone and not (outcome.skipped or outcome.fault) else ()
        yield outcome._replace(problems=(*outcome.problems, *copies)) if copies else outcome


def _copies(data: Path, outcome: Outcome) -> list[Problem]:
    """Return the problem that a folder with a name like a department's has the very same targets: one is a copy."""
    year, own = data / outcome.year, outcome.department
    like = (name for name in sorted(os.listdir(year)) if name != own and name[:_STEM] == own[:_STEM])
    same = next((name for name in like if _is_same_file(*(year / each / _TARGETS for each in (own, name)))), "")
    return [named_twice(f"{data.name}/{outcome.year}/{own}", outcome.name, same)] if same else []


def _is_same_file(one: Path, other: Path) -> bool:
    try:
        return one.stat().st_size == other.stat().st_size and read_file(one, LARGEST) == read_file(other, LARGEST)
    except OSError:  # there is none; what cannot be read is reported where it is
        return False


class TypedFile(NamedTuple):
    """Name a file of a department by its name in the department's folder."""

    place: DepartmentYear
    name: str


class NamedFolders(NamedTuple):
    """Hold the folders of a year's departments by their folded names, and these names as texts call them.

    ``lengths`` are those of the names in texts, the longest first.
    """

    by_name: Mapping[str, str]
    spoken: Mapping[str, str]
    lengths: tuple[int, ...]

    def opening(self, sentence: str) -> str:
        """Return the longest name with which a sentence opens, "" where it opens with none."""
        return next((sentence[:length] for length in self.lengths if sentence[:length] in self.spoken), "")


class Neighbours:
    """Remember the departments seen so far: their names, and in which file each long line stood first, by the line's hash.

    Of twenty thousand departments the lines themselves would take some hundred MiB, so would their places: these are
    looked up again in the file.
    """

    def __init__(
        self,
        data: Path,
        unsaved: Mapping[str, bytes] = MappingProxyType({}),
        folders: Callable[[str], NamedFolders] | None = None,
    ) -> None:
        """Take the texts not saved yet, by their paths below ``data``, and what tells the folders of a year."""
        self._data, self._unsaved = data, unsaved
        self._folders = folders or cache(partial(folders_of, data))
        self._names: dict[tuple[str, str], str] = {}
        self._first: dict[str, dict[int, TypedFile]] = {}

    def join(self, outcome: Outcome) -> Outcome:
        """Return an outcome with what its department has in common with those seen before, unless it was not judged."""
        if outcome.skipped or outcome.fault:
            return outcome
        place = DepartmentYear(outcome.year, outcome.department)
        found = self.add(place, outcome.name)
        if any(problem.rule == "same-document" for problem in outcome.problems):  # a file copied whole is told as that
            home = f"{self._data.name}/{place}/"
            found = [each for each in found if not any(there.file.startswith(home) for there in each.related)]
        return outcome._replace(problems=(*outcome.problems, *found))

    def add(self, place: DepartmentYear, name: str) -> list[Problem]:
        """Return what a department has in common with those seen before it in its year, and remember it."""
        data, year = self._data, place.year
        first = self._names.setdefault((year, fold(name)), place.department)
        files = {each: self._lines_of_text(each) for each in self._files_of(place)}
        typed: dict[str, Place] = {}
        repeated = [
            problem
            for each in files.values()
            for problem in _find_copied({**_whole_file(each), **_long_lines(each)}, typed)
        ]
        for each in files.values():
            typed.update((text, at) for text, at in _whole_file(each).items() if text not in typed)
        of_year = self._first.setdefault(year, {})
        if first != place.department:
            found = [named_twice(f"{data.name}/{place}", name, first)]
        else:
            found = [*repeated, *_find_alike(self._lines_of_text, typed, of_year)]
        openings = [opening for each in files.values() for opening in _find_openings(each, _spoken(fold(name)))]
        found += _find_others_named(openings, self._folders(year)) if openings else []
        earlier = place.before
        if earlier and not (data / str(earlier)).is_dir():
            was = self._folders(earlier.year).by_name.get(fold(name), "")
            found += _find_renamed(f"{data.name}/{place}", was, earlier)
        for file, each in files.items():
            for text in (*_long_lines(each), *_whole_file(each)):
                of_year.setdefault(hash(text), file)
        return found

    def _files_of(self, place: DepartmentYear) -> Iterator[TypedFile]:
        home = f"{place}/"
        typed = (name.removeprefix(home) for name in self._unsaved if name.startswith(home))
        return (TypedFile(place, name) for name in sorted({*file_names(self._data / home), *typed}))

    def _lines_of_text(self, file: TypedFile) -> dict[str, Place]:
        """Return the lines of a file but remarks, folded, with their places; nothing of one that cannot be read."""
        name = f"{file.place}/{file.name}"
        found: dict[str, Place] = {}
        try:
            content = self._unsaved[name] if name in self._unsaved else read_file(self._data / name, LARGEST + 1)
        except OSError:  # reported where it is read
            return found
        text = content.decode(errors="replace") if len(content) <= LARGEST else ""  # so is a file that is too large
        for number, line in enumerate(text.splitlines(), 1):
            typed = line.lstrip()
            if not typed.startswith("#"):
                place = Place(f"{self._data.name}/{name}", number, len(line) - len(typed) + 1, len(line) + 1)
                found.setdefault(fold(line), place)
        return found


def folders_of(data: Path, year: str) -> NamedFolders:
    """Return the folders of a year's departments; every targets.yaml is looked into."""
    from selfeval.submission.read import folders_by_name  # where nothing changed, no file is read

    by_name = dict(folders_by_name(data, year))
    spoken = {short: name for name in by_name for short in _spoken(name)} | {name: name for name in by_name}
    lengths = sorted({len(name) for name in spoken}, reverse=True)
    return NamedFolders(by_name, spoken, tuple(lengths))


def _spoken(name: str) -> tuple[str, ...]:
    """Return how a text may call a department: by its name, and by that without the place above its own."""
    return tuple(dict.fromkeys((name, _CITY.sub("", name))))


def _find_openings(lines: Mapping[str, Place], own: tuple[str, ...]) -> Iterator[tuple[str, Place]]:
    """Yield the sentences that open with the name of some office, and not with one's own."""
    for line, place in lines.items():
        if len(line) < SHORT:
            continue
        for sentence in _STOP.split(_KEY.sub("", line)):
            if _OFFICE.match(sentence) and not sentence.startswith(own):
                yield sentence, place


def _find_others_named(openings: Iterable[tuple[str, Place]], folders: NamedFolders) -> Iterator[Problem]:
    """Yield, once for each, the departments of the same year of which a text tells as of the one that writes it."""
    told: set[str] = set()
    for sentence, place in openings:
        opening = folders.opening(sentence)
        name = folders.spoken.get(opening, "")
        if name and name not in told and not _JOINED.match(sentence, len(opening)):
            told.add(name)
            message = (
                f"这里有一句从“{name}”说起，那是另一个部门（{folders.by_name[name]}）；是抄来的，改成本部门自己的情况"
            )
            yield Problem(place, "other-department-named", Level.HINT, message)


def _find_renamed(folder: str, was: str, now: DepartmentYear) -> Iterator[Problem]:
    """Report that last year's files of a department lie in a folder of another name, where there are any."""
    if was:
        message = f"{now.year} 年这个部门在文件夹 {was} 里，和这一年的名字不同，没有和上年比；把 {now.year}/{was} 改名为 {now.department} 就能比"
        yield Problem(Place(f"{folder}/targets.yaml", 1, 1, 1), "folder-renamed", Level.WARNING, message)


def turned(problem: Problem) -> Problem | None:
    """Return for the other department that a problem is about the same problem, None where it is about none.

    Nobody knows which of the two wrote first.
    """
    if not problem.related:
        return None
    there, here = problem.related[0], problem.place
    message = f"和 {here.file} 第 {here.line} 行起一字不差；是那边抄了这边，还是这边抄了那边，请核对"
    if problem.rule == "department-twice":
        message = f"部门名称和 {here.file} 里的一样；只留一个，备份放到 data 外面，确是两个部门的把名称写全"
    return problem._replace(place=there, message=message, fix="", edits=(), original="", related=(here,))


def without_copies(departments: Iterable[N]) -> tuple[list[N], list[tuple[N, N]]]:
    """Return the departments that count in a year, and each that has the name of one before it, with that one."""
    first: dict[str, N] = {}
    copies = [(each, known) for each in departments if (known := first.setdefault(fold(each.name), each)) is not each]
    return list(first.values()), copies


def named_twice(folder: str, name: str, first: str) -> Problem:
    """Return the problem that a department has the name of another one, which lies in the folder ``first``."""
    message = f"部门名称“{name}”和文件夹 {first} 里的一样，像是复制出来的一份；只留一个，备份放到 data 外面，确是两个部门的把名称写全"
    there = Place(f"{folder.rpartition('/')[0]}/{first}/targets.yaml", 1, 1, 1)
    return Problem(
        Place(f"{folder}/targets.yaml", 1, 1, 1), "department-twice", Level.WARNING, message, related=(there,)
    )


def _long_lines(lines: Mapping[str, Place]) -> dict[str, Place]:
    return {line: place for line, place in lines.items() if len(line) >= LONG}


def _whole_file(lines: Mapping[str, Place]) -> dict[str, Place]:
    """Return the text of a long file without blanks, with its top; nothing of any other."""
    whole = "\n".join(lines)
    if len(whole) < LONG_FILE or BLANK in whole:
        return {}
    return {whole: next(iter(lines.values()))._replace(line=1, column=1, end_column=1)}


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
        whole = f"这个文件和 {there.file} 一字不差，像是多复制了一份；不要的删去，是另一个项目的换成它自己的"
        message = whole if "\n" in same[0] else f"这一段{_FROM.format(there=there, owner='项目')}{_count(same)}"
        yield Problem(here, "same-as-department", Level.WARNING, message, related=(there,))


def _folder_of(place: Place) -> str:
    """Return the folder of several alike (projects, funds) in which a file lies; "" where it lies in none."""
    path = place.file.split("/")
    return path[-2] if len(path) > _DEPTH else ""


def _count(same: list[str]) -> str:
    return f"（这样的段落共 {len(same)} 处）" if len(same) > 1 else ""


def _find_alike(
    lines_of: Callable[[TypedFile], Mapping[str, Place]], typed: Mapping[str, Place], known: Mapping[int, TypedFile]
) -> Iterator[Problem]:
    """Yield the problem that long lines are those of another department: one with a figure, or several."""
    same = [line for line in typed if hash(line) in known]
    telling = [line for line in same if _FIGURE.search(_YEAR.sub("", line))]
    file = next((text for text in telling if "\n" in text), "")
    first = file or next(iter(telling or (same if len(same) >= ENOUGH else ())), "")
    if not first:
        return
    lines = lines_of(known[hash(first)])
    here, there = typed[first], {**lines, **_whole_file(lines)}.get(first)
    if there is not None:  # else the other file was changed a moment ago
        whole = f"这个文件和 {there.file} 一字不差，是不是把那个部门的拷来了？换成本部门的"
        message = whole if file else f"这一段{_FROM.format(there=there, owner='部门')}{_count(same)}"
        yield Problem(here, "same-as-department", Level.WARNING, message, related=(there,))
