"""score: a department's score sheet, each score with its reason."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import click

from selfeval.cli.common import ROOT, Trouble, helped, library, place_of, places
from selfeval.department import read_department
from selfeval.form.form import Form
from selfeval.notation import number
from selfeval.scoresheet import Scored, score
from selfeval.submission import Submission


@click.command("score")
@click.argument("target", metavar="年度/部门", shell_complete=places)
@click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=ROOT / "data",
    metavar="文件夹",
    help="部门数据的文件夹，缺省 data。",
)
@click.option(
    "--templates",
    type=click.Path(path_type=Path),
    default=ROOT / "templates",
    metavar="文件夹",
    help="表样的文件夹，缺省 templates。",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="输出给人看，还是给程序看。"
)
@helped
def score_command(target: str, data: Path, templates: Path, form: str) -> None:
    """列出评分表：每项指标的目标、实际、是否达到、分值、得分和理由。

    例：python build.py score 2024/qinghu-library
    """
    year, department = place_of(target)
    if not (data / year / department).is_dir():
        raise Trouble(f"没有 {data.name}/{year}/{department} 这个文件夹")
    sheets = [
        (submission, declared, scored)
        for submission in read_department(data, year, department, library(templates))
        for declared in submission.forms
        if (scored := score(submission, declared)) is not None
    ]
    if not sheets:
        raise Trouble(f"{year}/{department} 选的表样都不评分")
    if form == "json":
        click.echo(json.dumps([_machine(*entry) for entry in sheets], ensure_ascii=False, indent=1))
        return
    for entry in sheets:
        _show(*entry)


def _show(submission: Submission, form: Form, scored: Scored) -> None:
    made = scored.sheet
    click.echo(f"{form.name}{f'（{submission.project}）' if submission.project else ''}，按{scored.profile.name}评分")
    for row in made.rows:
        points, given = _plain(row.points), _plain(row.score)
        click.echo(f"  {' / '.join(row.entry.levels)} / {row.entry.name}")
        click.echo(
            f"    目标 {row.entry.target or '（无）'}，实际 {row.entry.actual or '（未填）'}：{row.verdict.outcome.value}"
        )
        click.echo(f"    {given} / {points} 分：{row.why}")
    click.echo(
        f"  预算执行率：{_plain(made.execution.score)} / {_plain(made.execution.points)} 分：{made.execution.why}"
    )
    click.echo(
        f"  合计：{_plain(made.total)} / {_plain(made.total_points)} 分{f'，等级 {made.grade}' if made.grade else ''}"
    )
    for said in (made.cap, made.rebased):
        if said:
            click.echo(f"  {said}")


def _machine(submission: Submission, form: Form, scored: Scored) -> dict[str, object]:
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
        "form": form.slug,
        "project": submission.project,
        "profile": form.scoring.profile if form.scoring else "",
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
    return "？" if value is None else number(value, "0.##")
