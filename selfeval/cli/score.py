"""The command score: a department's score sheet, each score with its reason."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import click

from selfeval.cli.failure import show_unreadable
from selfeval.cli.options import (
    complete_places,
    folder_options,
    help_option,
    library,
    output_options,
    print_json,
)
from selfeval.cli.places import departments_meant
from selfeval.cli.trouble import Trouble
from selfeval.evaluation.case import Case, cases
from selfeval.evaluation.score import Scored
from selfeval.evaluation.scoring.row import plain
from selfeval.submission.read import read_department


@click.command("score")
@click.argument("target", metavar="年度[/部门]", shell_complete=complete_places)
@folder_options("data", "templates")
@output_options("只列合计，不列各项指标。")
@help_option
def score_command(target: str, data: Path, templates: Path, shape: str, quiet: bool) -> None:
    """列出评分表：每项指标的目标、实际、是否达到、分值、得分和理由；写年度就是一年的全部部门。

    例：python build.py score 2024/qinghu-library
    """
    places = departments_meant(data, target)
    known = library(templates)
    show_unreadable(data, places)
    sheets = [
        (case, case.score)
        for place in places
        for submission in read_department(data, place, known)
        for case in cases(submission)
        if case.score is not None
    ]
    if not sheets:
        graded = "、".join(slug for slug, form in known.forms.items() if form.scoring)
        raise Trouble(f"{target} 选的表样都不评分" + (f"；评分的表样：{graded}" if graded else ""))
    if shape == "json":
        print_json([_machine(*entry) for entry in sheets])
        return
    for entry in sheets:
        _show(*entry, quiet=quiet, named=len(places) > 1)


def _show(case: Case, scored: Scored, *, quiet: bool, named: bool) -> None:
    """Print a sheet; ``named`` says to head it with the department, where there are several."""
    made, project = scored.sheet, case.submission.project
    if named:
        click.echo(f"{case.submission.year}/{case.submission.department} {case.submission.department_name}")
    click.echo(f"{case.form.name}{f'（{project}）' if project else ''}，按{scored.profile.name}评分")
    for row in () if quiet else made.rows:
        points, given = _plain(row.points), _plain(row.score)
        click.echo(f"  {' / '.join(row.entry.levels)} / {row.entry.name}")
        click.echo(
            f"    目标 {row.entry.target or '（无）'}，实际 {row.entry.actual or '（未填）'}：{row.verdict.outcome.value}"
        )
        click.echo(f"    {given} / {points} 分：{row.why}")
    execution = made.execution
    given = f"{_plain(execution.score)} / {_plain(execution.points)} 分：" if execution.points is not None else ""
    click.echo(f"  预算执行率：{given}{execution.why}")
    click.echo(
        f"  合计：{_plain(made.total)} / {_plain(made.total_points)} 分{f'，等级 {made.grade}' if made.grade else ''}"
    )
    for said in (made.cap, made.rebased):
        if said:
            click.echo(f"  {said}")


def _machine(case: Case, scored: Scored) -> dict[str, object]:
    made = scored.sheet
    rows = [
        {
            "name": row.entry.name,
            "levels": list(row.entry.levels),
            "target": row.entry.target,
            "actual": row.entry.actual,
            "outcome": row.verdict.outcome.value,
            "points": _text(row.points),
            "computed": _text(row.computed),
            "score": _text(row.score),
            "why": row.why,
            "issue": row.issue,
        }
        for row in made.rows
    ]
    return {
        "department": f"{case.submission.year}/{case.submission.department}",
        "form": case.form.slug,
        "project": case.submission.project,
        "profile": case.form.scoring.profile if case.form.scoring else "",
        "rows": rows,
        "execution": {
            "points": _text(made.execution.points),
            "score": _text(made.execution.score),
            "why": made.execution.why,
        },
        "total_points": _text(made.total_points),
        "total": _text(made.total),
        "grade": made.grade,
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _plain(value: Decimal | None) -> str:
    return "？" if value is None else plain(value)
