"""One department's part in a summary: the numbers and texts of its sound forms, and counts of its verdicts.

Only forms without an open error are sound and drawn from, so that no figure of a summary is known to be wrong;
the others are listed by name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, TypeAlias

from selfeval.documents.view import Item, file_name, view
from selfeval.evaluation.case import Case
from selfeval.evaluation.judge import evaluate
from selfeval.evaluation.score import text
from selfeval.evaluation.verdicts import Pair
from selfeval.form.expression import BLANK, KeyPath, Operand
from selfeval.form.field import Role
from selfeval.form.form import Form, Phase
from selfeval.form.library import Library
from selfeval.form.operands import SCORES
from selfeval.problem import Problem
from selfeval.problem.codes import CODES
from selfeval.quantity.verdict import Attainment
from selfeval.submission.folder import DepartmentYear
from selfeval.submission.quotes import fill
from selfeval.submission.read import read_department
from selfeval.submission.submission import Submission
from selfeval.text.name import fold
from selfeval.text.pattern import regex
from selfeval.text.placeholder import gives_reason

MAIN = 3
"""How many deviation reasons a summary shows: those of the indicators furthest from their targets."""

_UNIT_IN_DOUBT = "wrong-money-unit"
_SENTENCE_END = regex("[。；;]")


class JudgedIndicator(NamedTuple):
    """Hold one indicator of a form with the verdict on it."""

    case: Case
    pair: Pair

    @property
    def reason(self) -> str:
        """Return the first sentence of the deviation reason; the others usually name the measures taken."""
        typed = text(self.pair.indicator, Role.REASON)
        if not gives_reason(typed):
            return ""
        return _SENTENCE_END.split("".join(fill(typed, self.case.index)))[0]

    @property
    def distance(self) -> Decimal:
        """Return how far the actual is from the target, as a share of the target; 0 where that is no number."""
        ratio = self.pair.verdict.ratio
        return Decimal(0) if ratio is None else abs(1 - ratio)


@dataclass(frozen=True, eq=False)
class Department:
    """Hold one department-year: its sound forms, and the forms that evaluate and are not sound, each with the reason.

    ``evaluating`` are the codes of all forms that evaluate.
    """

    name: str
    evaluating: frozenset[str]
    sound: tuple[Case, ...]
    missing: tuple[str, ...]
    told: tuple[Problem, ...] = ()
    """The changes of approved targets that it explained, and amounts whose unit is in doubt: one spoils every total."""

    @cached_property
    def evaluated(self) -> tuple[Case, ...]:
        """Return the sound forms that evaluate."""
        return tuple(case for case in self.sound if case.form.slug in self.evaluating)

    @cached_property
    def compared(self) -> tuple[Case, ...] | None:
        """Return the sound forms in which actuals meet targets; None where indicators only get points."""
        found = tuple(case for case in self.evaluated if _asks_for_results(case.form))
        if not found and any(case.verdicts for case in self.evaluated):
            return None
        return found if self.evaluated else None

    @cached_property
    def indicators(self) -> tuple[JudgedIndicator, ...]:
        """Return every indicator with an actual once, though several forms show it, or one form under two headings.

        Of two of one name, of which only one has a target, the other repeats it.
        """
        found: dict[tuple[str, str], JudgedIndicator] = {}
        for case in self.compared or ():
            for pair in case.verdicts:
                same = pair.indicator.values.same
                key = case.submission.project, same[0].where if same else pair.indicator.values.where
                known = found.setdefault(key, JudgedIndicator(case, pair))
                if known.pair.verdict.outcome is Attainment.UNDECIDED:
                    found[key] = JudgedIndicator(case, pair)
        with_target = {(key[0], fold(each.pair.indicator.name)) for key, each in found.items() if each.pair.goal}
        return tuple(
            each
            for (project, _), each in found.items()
            if each.pair.goal or (project, fold(each.pair.indicator.name)) not in with_target
        )

    @cached_property
    def printed(self) -> tuple[tuple[Submission, Item], ...]:
        """Return the view of each sound form, which its templates print, with its submission."""
        return tuple((case.submission, view(case)) for case in self.sound)

    def number(self, path: KeyPath, unit: str) -> Operand:
        """Return the number of the department itself at a path, else the numbers of its projects; one unknown makes all unknown.

        Amounts are in a unit of money, whichever the forms have.
        """
        if path in JUDGED_VALUES:
            value = JUDGED_VALUES[path](self)
            return Decimal(value) if isinstance(value, int) else None
        each: dict[str, Operand] = {}
        for case in self.sound:
            project = case.submission.project
            there = path in case.form.fields or (path in SCORES and case.form.scoring is not None)
            if there and each.get(project, BLANK) in (None, BLANK):
                each[project] = case.number(path, unit)
        whole = each.pop("", None)
        if whole not in (None, BLANK) or None in each.values():
            return whole
        return tuple(part for value in each.values() for part in _as_numbers(value)) or None

    def lines(self, path: KeyPath) -> list[str]:
        """Return the lines of a text as the forms print it; a project's begin with the project's name."""
        if path in JUDGED_VALUES:
            value = JUDGED_VALUES[path](self)
            return value if isinstance(value, list) else []
        each: dict[str, list[str]] = {}
        for submission, seen in self.printed:
            if not each.get(submission.project):
                each[submission.project] = [_of_project(submission, line) for line in _texts(seen, path)]
        return [line for listed in each.values() for line in listed]


def _as_numbers(value: Operand) -> tuple[Decimal | None, ...]:
    if isinstance(value, tuple):
        return value
    return (value,) if isinstance(value, Decimal) else ()


def _texts(seen: object, path: KeyPath) -> list[str]:
    """Return the lines that a view prints at a path."""
    for key in path:
        seen = seen.get(key) if isinstance(seen, Item) else None
    return [str(line) for line in (seen if isinstance(seen, list) else [seen]) if line]


def _of_project(submission: Submission, line: str) -> str:
    return f"{submission.project_name}：{line}" if submission.project else line


def _scope(department: Department) -> list[str]:
    projects = {case.submission.project for case in department.evaluated}
    many = len(projects - {""})
    return [*(["部门整体"] if "" in projects else []), *([f"{many} 个项目"] if many else [])]


def _reasons(department: Department) -> list[str]:
    missed = [each for each in department.indicators if each.pair.verdict.outcome is Attainment.MISSED and each.reason]
    missed.sort(key=lambda each: each.distance, reverse=True)
    lines = [f"{each.pair.indicator.name}：{each.reason}" for each in missed[:MAIN]]
    rest = len(missed) - len(lines)
    return [*lines, f"另有 {rest} 项没有达到，原因见自评表"] if rest else lines


def _counter_of(*outcomes: Attainment) -> Callable[[Department], int | None]:
    def count(department: Department) -> int | None:
        reached = [each.pair.verdict.outcome for each in department.indicators]
        return None if department.compared is None else sum(each in outcomes for each in reached)

    return count


JudgedValue: TypeAlias = list[str] | int | None
JUDGED_VALUES: Mapping[KeyPath, Callable[[Department], JudgedValue]] = {
    ("汇总", "名称"): lambda department: [department.name],
    ("汇总", "范围"): _scope,
    ("汇总", "指标数"): _counter_of(*Attainment),
    ("汇总", "达到"): _counter_of(Attainment.MET, Attainment.EXCEEDED),
    ("汇总", "未达到"): _counter_of(Attainment.MISSED),
    ("汇总", "未判定"): _counter_of(Attainment.UNDECIDED),
    ("汇总", "偏差原因"): _reasons,
    ("汇总", "未出的表"): lambda department: list(department.missing),
}
"""The counts and texts that judging a department gives, by the key with which a year form draws them."""


def judge(data: Path, place: DepartmentYear, library: Library, phase: Phase) -> Department:
    """Return one department, read and judged, with its sound forms and those that evaluate it and are not.

    These are the forms of a phase; where it chose none, those of other phases that have actuals.
    """
    submissions = read_department(data, place, library)
    chosen = {form.slug: form for submission in submissions for form in submission.forms}
    evaluating = {slug for slug, form in chosen.items() if form.phase is phase}
    evaluating = evaluating or {slug for slug, form in chosen.items() if _asks_for_results(form)}
    sound: list[Case] = []
    missing: list[str] = []
    told: dict[Problem, None] = {}
    errors = 0
    for submission in submissions:
        problems, each = evaluate(submission, library)
        told |= dict.fromkeys(filter(_concerns_summary, problems))
        blocking = [problem for problem in problems if problem.blocks]
        errors += len(blocking)
        for case in each:
            wrong = sum(problem.forms is None or case.form.slug in problem.forms for problem in blocking)
            if case.is_due and not wrong:
                sound.append(case)
            elif case.form.slug in evaluating:
                why = f"有 {wrong} 处错误" if case.is_due else "还没有开始填"
                missing.append(f"{file_name(case)}：{why}")
    if not evaluating:
        missing.append(f"没有{phase}的表" if chosen or not errors else f"没有{phase}的表，有 {errors} 处错误")
    return Department(submissions[0].department_name, frozenset(evaluating), tuple(sound), tuple(missing), tuple(told))


def _asks_for_results(form: Form) -> bool:
    return any(field.role is Role.ACTUAL for field in form.fields.values())


def _concerns_summary(problem: Problem) -> bool:
    if problem.explained:
        return problem.rule in CODES and CODES[problem.rule].frozen
    return problem.rule == _UNIT_IN_DOUBT
