"""A department judged for an editor: its problems, and the figures that stand beside what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache, partial
from pathlib import Path

import click

from selfeval.authoring.editor.judged import ComputedFigure, IndicatorVerdict, JudgedTexts
from selfeval.evaluation.case import Case
from selfeval.evaluation.score import Scored
from selfeval.evaluation.scoring.row import Row, plain
from selfeval.evaluation.verdicts import Pair
from selfeval.form.expression import names
from selfeval.form.field import Role
from selfeval.history.approvals import find_deleted
from selfeval.pipeline.across import Neighbours, folders_of
from selfeval.pipeline.batch import outcome_of_failure
from selfeval.pipeline.department import judge
from selfeval.pipeline.workspace import Workspace
from selfeval.submission.folder import DepartmentYear
from selfeval.submission.printed import derive


class Elsewhere:
    """Tell what a department is judged by that is no text of its own; each is looked up once until a file changes."""

    def __init__(self, data: Path) -> None:
        self.folders = cache(partial(folders_of, data))
        self.lost = cache(lambda place: find_deleted(data, [place]).get(place))

    def forget(self) -> None:
        """Look everything up again."""
        self.folders.cache_clear()
        self.lost.cache_clear()


def judge_for_editor(workspace: Workspace, place: DepartmentYear, around: Elsewhere) -> JudgedTexts:
    """Judge a department for an editor; where the program fails, that is the only problem."""
    unsaved = workspace.desk.unsaved if workspace.desk else {}
    typed = any(name.startswith(f"{place}/") for name in unsaved)
    if not typed and not (workspace.data / str(place)).is_dir():
        return JudgedTexts()
    try:
        found = judge(workspace, place)
        outcome, lost = found.outcome, around.lost(place)
        outcome = outcome._replace(problems=(*outcome.problems, lost)) if lost else outcome
        outcome = Neighbours(workspace.data, unsaved, around.folders).join(outcome)
    except Exception as error:  # an editor goes on whatever happens in a department
        failed = outcome_of_failure(workspace.data, place, error)
        click.echo(failed.fault, err=True)
        return JudgedTexts(failed.problems)
    files = (file for submission in found.submissions for file in submission.files)
    return JudgedTexts(
        outcome.problems,
        found.submissions,
        {**workspace.library.lines, **{file.shown: file.reading.lines for file in files}},
        tuple(figures(found.cases)),
        dict(_verdicts(found.cases)),
    )


def figures(cases: Iterable[Case]) -> Iterator[ComputedFigure]:
    """Yield what the program computes, beside what it is computed from: rates, verdicts and scores, each once."""
    told: dict[ComputedFigure, None] = {}
    for case in (case for case in cases if case.is_due):
        told |= dict.fromkeys(_rates(case))
        told |= dict.fromkeys(_attainments(case.verdicts))
        told |= dict.fromkeys(_scores(case.score) if case.score else ())
    yield from told


def _rates(case: Case) -> Iterator[ComputedFigure]:
    """Yield each value of a formula behind the last typed value it is computed from."""
    for path, declared in case.form.fields.items():
        found = derive(case.tree, case.form, path) if declared.formula is not None else None
        if found is None or declared.formula is None:
            continue
        typed = filter(None, (case.submission.leaf(operand) for operand in names(declared.formula)))
        places = [leaf.text.place for leaf in typed if leaf.text.place.file]
        if places:
            yield ComputedFigure(max(places), f"{declared.label or path[-1]} {found.normal}")


def _attainments(pairs: Iterable[Pair]) -> Iterator[ComputedFigure]:
    """Yield whether each actual meets its target, where the two say so, behind the actual."""
    for pair in pairs:
        if pair.actual and pair.verdict.outcome != "无法判断":
            yield ComputedFigure(pair.actual.text.place, _attained(pair))


def _attained(pair: Pair) -> str:
    ratio = pair.verdict.ratio
    return f"{pair.verdict.outcome}{f' {_percent(ratio)}' if ratio is not None else ''}"


def _percent(ratio: Decimal) -> str:
    return f"{plain(round(ratio * 100, 1))}%"


def _scores(scored: Scored) -> Iterator[ComputedFigure]:
    """Yield each computed score behind the typed one, else behind the points, else behind the actual."""
    for row, indicator in zip(scored.sheet.rows, scored.indicators, strict=True):
        leaves = (indicator.leaf(role) for role in (Role.SCORE, Role.POINTS, Role.ACTUAL))
        place = next((leaf.text.place for leaf in leaves if leaf and leaf.text.place.file), None)
        if place is not None and row.computed is not None:
            yield ComputedFigure(place, f"算得 {plain(row.computed)} 分")


def _verdicts(cases: Iterable[Case]) -> Iterator[tuple[str, IndicatorVerdict]]:
    """Yield the verdict on each indicator by the path of its row; of several forms the first that is due and scores it."""
    listed = sorted(cases, key=lambda case: (case.is_due, case.score is not None))
    for case in listed:
        scored = case.score
        rows: dict[str, Row] = {}
        if scored:
            rows = {each.values.where: row for row, each in zip(scored.sheet.rows, scored.indicators, strict=True)}
        for pair in case.verdicts:
            where = pair.indicator.values.where
            row = rows.get(where)
            outcome = _attained(pair) if pair.target and pair.actual else ""
            yield where, IndicatorVerdict(pair.goal, pair.result, outcome, pair.verdict.reason, row.why if row else "")
