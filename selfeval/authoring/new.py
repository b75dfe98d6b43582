"""The files of a new year, and the blanks that `fill` adds to files: returned, not written."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple

from selfeval.authoring.skeleton.blank import BLANK, lines_of
from selfeval.authoring.skeleton.complete import complete
from selfeval.authoring.skeleton.known import known_amounts
from selfeval.authoring.skeleton.place import maps_in_braces
from selfeval.authoring.skeleton.roll import roll_forward
from selfeval.authoring.skeleton.wanted import Given, wanted
from selfeval.form.expression import KeyPath
from selfeval.form.field import FORMS_KEY, YEAR_KEY, Field, Role
from selfeval.form.form import Phase, Subject
from selfeval.form.library import Library
from selfeval.form.schema import merge
from selfeval.problem import Level
from selfeval.problem.codes import CODES
from selfeval.submission.folder import DepartmentYear
from selfeval.submission.read import files_to_write, read_department
from selfeval.submission.submission import File, Submission
from selfeval.submission.tree import make_branch
from selfeval.text.pattern import regex

TARGETS = "targets.yaml"
_FILE_NAME = regex(r"[a-z0-9][a-z0-9-]*")


class NotReadyError(Exception):
    """Say in one Chinese sentence what must be done before a department's files can be made or filled."""


class NoFormError(Exception):
    """Say that a department chose no form of the phase asked for."""


class NewFile(NamedTuple):
    """Hold a file to be made: its name below the department's folder, and its bytes."""

    name: str
    data: bytes


class FilledFile(NamedTuple):
    """Hold a file to which blanks are added: its name, and its bytes before and after."""

    name: str
    old: bytes
    new: bytes

    @property
    def added(self) -> int:
        """Return how many blanks were added."""
        return count_blanks(self.new) - count_blanks(self.old)


def count_blanks(data: bytes) -> int:
    """Return how many lines of a file have a blank to fill in; a comment is none."""
    return sum(BLANK in line and not line.lstrip().startswith("#") for line in data.decode().splitlines())


def from_forms(year: str, slugs: tuple[str, ...], library: Library) -> Iterator[NewFile]:
    """Yield the files of a year made from forms: the targets, and one project where a form has projects."""
    forms = tuple(library.forms[slug] for slug in slugs)
    schema = merge(library, forms)
    given: Given = {(YEAR_KEY,): (year,), (FORMS_KEY,): slugs}
    top = f"{head(f'{year} 年')}；以 # 开头的项可以不填，要填就去掉“# ”"
    of_funds = {file for form in forms if form.subject is Subject.FUND for file in form.files}
    for name in dict.fromkeys((TARGETS, *(file for form in forms for file in form.files))):
        if library.phases[name] is Phase.TARGETS or "*" in name:
            blanks = list(lines_of(wanted(schema, name, make_branch(""), given)))
            if "*" in name and not blanks:  # a department's form draws from it, other forms fill it
                continue
            lines = [top, *blanks]
            of_fund = name in of_funds and not name.startswith("projects/")
            yield NewFile(name.replace("*", "fund-1" if of_fund else "project-1"), ("\n".join(lines) + "\n").encode())


def from_year_before(data: Path, before: DepartmentYear, year: str, library: Library) -> Iterator[NewFile]:
    """Yield the files of a year rolled forward from those of another: its targets, and its projects."""
    for submission in read_department(data, before, library):
        for file in submission.files:
            of_project = "*" in file.declared
            if of_project == bool(submission.project) and (
                of_project or library.phases[file.declared] is Phase.TARGETS
            ):
                require_sound(file)
                if file.reading.root is None:
                    raise NotReadyError(f"{file.shown} 是空的，没有可以转的；先填好，或者删去这个文件")
                yield NewFile(file.name, roll_forward(submission, file, year).encode())


def new_project(data: Path, place: DepartmentYear, name: str, library: Library) -> NewFile:
    """Return the file of another project of a department, with the blanks of its forms.

    The file is called as the name, where that is one a file may have: ``mobile-library``; else it gets the next free
    number, and the name stands in it.
    """
    base, *_ = read_department(data, place, library)
    patterns = dict.fromkeys(file for form in base.schema.forms for file in form.files if "*" in file)
    if not patterns:
        raise NotReadyError(f"{place} 选的表样里没有一个项目一份的表；先在 targets.yaml 的“表样”里加上")
    pattern = next(iter(patterns))
    spoken = not _FILE_NAME.fullmatch(name)
    free = (f"project-{number}" for number in count(1))
    names = (pattern.replace("*", each) for each in (free if spoken else (name,)))
    chosen = next((each for each in names if not (data / str(place) / each).exists()), "")
    if not chosen:
        raise NotReadyError(f"{place} 已经有 {pattern.replace('*', name)}，没有动")
    title = next((path for path, slot in base.schema.slots.items() if _is_title(path, slot.field, pattern)), ())
    given: Given = {title: (name,)} if spoken and title else {}
    lines = lines_of(wanted(base.schema, pattern, make_branch(""), given))
    return NewFile(chosen, ("\n".join([head(f"{place.year} 年的一个项目"), *lines]) + "\n").encode())


def _is_title(path: KeyPath, declared: Field, pattern: str) -> bool:
    return declared.role is Role.NAME and declared.file == pattern and len(path) == 2


def fill(data: Path, place: DepartmentYear, phase: Phase, library: Library) -> list[FilledFile]:
    """Return the files of a phase that lack blanks, with these added; nothing that is typed changes."""
    base, *projects = read_department(data, place, library, phase)
    files = {file.declared: file for file in base.files}
    if TARGETS not in files:
        raise NotReadyError(f"{place} 还没有 {TARGETS}；先用 python build.py new 新建")
    require_sound(files[TARGETS])
    if not base.due:
        for wrong in (each for each in base.problems if each.rule == "unknown-form"):
            raise NotReadyError(f"{wrong.place.file} 第 {wrong.place.line} 行先要改好：{wrong.message}")
        raise NoFormError(f"{place} 选的表样里没有{phase}阶段的表{_other_phases(base, phase)}")
    filled: list[FilledFile] = []
    given = known_amounts(base)
    read = {file for form in base.forms if form.slug in base.due for file in files_to_write(form, library.phases)}
    for name in (name for name, its in library.phases.items() if (its is phase or name in read) and "*" not in name):
        file = files.get(name)
        if file:
            require_sound(file)
        old = file.data if file else f"{head(f'{place.year} 年{phase}')}\n".encode()
        new = complete(old, file.reading.root if file else None, wanted(base.schema, name, base.tree, given))
        if new != old:
            filled.append(FilledFile(file.name if file else name, old, new))
    return [*filled, *(each for project in projects for each in _fill_project(project, phase, library))]


def _other_phases(base: Submission, phase: Phase) -> str:
    """Return in words of which later phases a department chose forms, where the usual phase was asked for."""
    others = dict.fromkeys(form.phase for form in base.forms if form.phase is not Phase.TARGETS)
    usual = phase is Phase.SELF_EVALUATION and others
    return f"，有{'、'.join(others)}阶段的：加 --phase {next(iter(others))}" if usual else ""


def _fill_project(project: Submission, phase: Phase, library: Library) -> Iterator[FilledFile]:
    """Yield the file of a project in which nothing is typed yet, with the blanks of its forms."""
    for file in project.files:
        if "*" in file.declared and library.phases[file.declared] is phase and file.reading.root is None:
            require_sound(file)
            blanks = wanted(project.schema, file.declared, make_branch(""), {})
            old = file.data if file.data.strip() else f"{head('一个项目')}\n".encode()
            yield FilledFile(file.name, file.data, complete(old, None, blanks))


def head(about: str) -> str:
    """Return the comment at the top of a file that the program makes."""
    return f"# {about}：把“{BLANK}”改成内容；# 后面是说明，填完可以删去"


def require_sound(file: File) -> None:
    """Raise NotReadyError for a file that could not be changed without harm."""
    for problem in file.reading.problems:
        code = CODES[problem.rule]
        if (problem.level is Level.ERROR and not code.nothing_typed) or code.is_encoding:
            raise NotReadyError(f"{file.shown} 第 {problem.place.line} 行先要改好：{problem.message}")
    for inline in maps_in_braces(file.reading.lines, file.reading.root) if file.reading.root else ():
        raise NotReadyError(f"{file.shown} 第 {inline.place.line} 行把几项写在一对大括号里，先要分行写")
