"""The year form: one row for each department of a year, drawn from its judged submissions.

Only forms without an open error are drawn from, so that no figure of a summary is known to be wrong;
what was held back has a column of its own. The rows make a submission like any other, which the
usual view and templates print.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from selfeval.department import departments, read_department
from selfeval.expression import KeyPath, Operand, compute, names
from selfeval.filled import Branch, Leaf
from selfeval.form.draw import NUMBERS, YEAR, rows_path
from selfeval.form.field import Field, Kind
from selfeval.form.form import Form, Library, Phase
from selfeval.form.schema import Schema
from selfeval.freshness import RENDER_VERSION, TEMPLATE
from selfeval.name import nearest
from selfeval.notation import number
from selfeval.pipeline import Document, Outcome, Status, blocks, judged
from selfeval.placeholder import gives_reason
from selfeval.problem import Level, Place, Problem
from selfeval.quantity import Outcome as Reached
from selfeval.references import fill, index
from selfeval.rules.verdicts import Pair, pairs
from selfeval.scoresheet import REASON, text
from selfeval.source.node import Text
from selfeval.submission import Submission
from selfeval.view import Item, file_name, view

MAIN = 3
"""How many deviation reasons a row gives: those furthest from their targets."""

PROJECT = ("项目", "名称")
_NOWHERE = Place("", 1, 1, 1)


class Judged(NamedTuple):
    """Hold one indicator of a form with the verdict on it."""

    submission: Submission
    form: Form
    pair: Pair


@dataclass(frozen=True, eq=False)
class Department:
    """Hold one department-year: the forms that are sound, and why those of the summary's phase are missing."""

    name: str
    phase: Phase
    sound: tuple[tuple[Submission, Form], ...]
    missing: tuple[str, ...]

    @cached_property
    def evaluated(self) -> tuple[tuple[Submission, Form], ...]:
        """Return the sound forms of the summary's phase."""
        return tuple((submission, form) for submission, form in self.sound if form.phase is self.phase)

    @cached_property
    def indicators(self) -> tuple[Judged, ...]:
        """Return every indicator of the summary's phase once, though several forms show it."""
        found: dict[tuple[str, str], Judged] = {}
        for submission, form in self.evaluated:
            for pair in pairs(submission, form):
                found.setdefault((submission.project, pair.indicator.values.where), Judged(submission, form, pair))
        return tuple(found.values())

    @cached_property
    def printed(self) -> tuple[tuple[Submission, Item], ...]:
        """Return what the templates of the sound forms may print."""
        return tuple((submission, view(submission, form)) for submission, form in self.sound)

    def number(self, path: KeyPath) -> Operand:
        """Return a number of the department itself, else those of its projects; one unknown makes all unknown."""
        if path in TOLD:
            told = TOLD[path](self)
            return Decimal(told) if isinstance(told, int) else None
        each: dict[str, Operand] = {}
        for submission, form in self.sound:
            if path in form.fields and each.get(submission.project) is None:
                each[submission.project] = submission.number(form, path)
        if each.get("") is not None:
            return each[""]
        parts = [value for project, value in each.items() if project]
        if not parts or None in parts:
            return None
        return tuple(part for value in parts for part in (value if isinstance(value, tuple) else (value,)) if part is not None)

    def lines(self, path: KeyPath) -> list[str]:
        """Return a text as printed; a project's begins with the project's name."""
        if path in TOLD:
            told = TOLD[path](self)
            return told if isinstance(told, list) else []
        each: dict[str, list[str]] = {}
        for submission, seen in self.printed:
            found: object = seen
            for key in path:
                found = found.get(key) if isinstance(found, Item) else None
            if found and not each.get(submission.project):
                texts = found if isinstance(found, list) else [found]
                each[submission.project] = [_of_project(submission, str(line)) for line in texts]
        return [line for listed in each.values() for line in listed]


def _of_project(submission: Submission, line: str) -> str:
    name = submission.leaf(PROJECT)
    return f"{name.normal if name else submission.project}：{line}" if submission.project else line


def _scope(department: Department) -> list[str]:
    projects = {submission.project for submission, _ in department.evaluated}
    many = len(projects - {""})
    return [*(["部门整体"] if "" in projects else []), *([f"{many} 个项目"] if many else [])]


def _reasons(department: Department) -> list[str]:
    missed = [
        found
        for found in department.indicators
        if found.pair.verdict.outcome is Reached.MISSED and gives_reason(text(found.pair.indicator, REASON))
    ]
    missed.sort(key=lambda found: -abs(1 - (found.pair.verdict.ratio or 0)))
    lines = [
        f"{found.pair.indicator.name}：{''.join(fill(text(found.pair.indicator, REASON), index(found.submission, found.form)))}"
        for found in missed[:MAIN]
    ]
    return [*lines, *([f"另有 {len(missed) - MAIN} 项未达到，见自评表"] if len(missed) > MAIN else [])]


def _counted(*outcomes: Reached) -> Callable[[Department], int | None]:
    def count(department: Department) -> int | None:
        return sum(found.pair.verdict.outcome in outcomes for found in department.indicators) if department.evaluated else None

    return count


TOLD: Mapping[KeyPath, Callable[[Department], list[str] | int | None]] = {
    ("汇总", "名称"): lambda department: [department.name],
    ("汇总", "范围"): _scope,
    ("汇总", "指标数"): _counted(*Reached),
    ("汇总", "达到"): _counted(Reached.MET, Reached.EXCEEDED),
    ("汇总", "未达到"): _counted(Reached.MISSED),
    ("汇总", "未判定"): _counted(Reached.UNDECIDED),
    ("汇总", "偏差原因"): _reasons,
    ("汇总", "未出的表"): lambda department: list(department.missing),
}
"""What judging a department shows, by the key a year form draws it with."""


def read(data: Path, year: str, slug: str, library: Library, phase: Phase) -> Department:
    """Read and judge one department, and tell its sound forms from those of a phase that are missing."""
    submissions = read_department(data, year, slug, library)
    sound: list[tuple[Submission, Form]] = []
    missing: list[str] = []
    for submission in submissions:
        problems = [problem for problem in judged(submission, library) if blocks(problem)]
        for form in submission.forms:
            wrong = sum(problem.forms is None or form.slug in problem.forms for problem in problems)
            if form.slug in submission.due and not wrong:
                sound.append((submission, form))
            elif form.phase is phase:
                why = f"有 {wrong} 处错误" if form.slug in submission.due else "还没有开始填"
                missing.append(f"{file_name(submission, form)}：{why}")
    if not missing and not any(form.phase is phase for submission in submissions for form in submission.forms):
        missing.append(f"没有{phase}的表")
    name = submissions[0].leaf(("部门", "名称"))
    return Department(name.normal if name else slug, phase, tuple(sound), tuple(missing))


def gather(data: Path, year: str, library: Library, form: Form) -> Submission:
    """Return the year as a submission of its form: a row for each department, and the totals."""
    tree = Branch(_NOWHERE, "", Text(""))
    tree[YEAR[-1]] = _leaf(form.fields[YEAR], [year])
    path = rows_path(form.fields)
    rows = [_Row(read(data, year, slug, library, form.phase), form, path) for _, slug in departments(data, year)]
    _put(tree, path, [row.branch for row in rows])
    totals: dict[KeyPath, Decimal] = {}
    for column in form.draws:
        if column[:-1] != path:
            value = _total(form, column, path, rows, totals)
            if value is not None:
                totals[column] = value
                _put(tree, column, _leaf(form.fields[column], value))
    home = f"{data.name}/{year}"
    return Submission(year, "", "", home, (form,), frozenset({form.slug}), Schema({}, ()), (), tree)
