"""check and build: judge departments, make their documents."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from selfeval import display
from selfeval.cli.common import FINE, HELD_BACK, ROOT, chosen, folders, helped, library, save
from selfeval.form.form import Phase
from selfeval.pipeline import Outcome, Status, build, check


@click.command("check")
@folders
@helped
def check_command(
    target: str,
    data: Path,
    templates: Path,
    reports: Path,
    phase: str | None,
    year: str,
    dept: str,
    form: str,
    quiet: bool,
) -> None:
    """检查填写的内容，不生成文档。

    例：python build.py check 2024/liwan
    """
    known = library(templates)
    asked = Phase(phase) if phase else None
    outcomes = [check(data, *place, known, asked) for place in chosen(data, target, year, dept)]
    _finish(outcomes, reports, form, quiet)


@click.command("build")
@folders
@click.option("--force", is_flag=True, help="没有变化的也重新生成。")
@helped
def build_command(
    target: str,
    data: Path,
    templates: Path,
    reports: Path,
    phase: str | None,
    year: str,
    dept: str,
    form: str,
    quiet: bool,
    force: bool,
) -> None:
    """检查并生成 Word 和 Markdown 文档；有错误的表暂不生成，原有文档不动。

    例：python build.py build 2024
    """
    known = library(templates)
    asked = Phase(phase) if phase else None
    outcomes = []
    for place in chosen(data, target, year, dept):
        outcome = build(data, *place, known, reports, asked, anew=force)
        for document in outcome.documents:
            if document.data is not None:
                save(reports / document.path, document.data)
        outcomes.append(outcome)
    _finish(outcomes, reports, form, quiet)


def _finish(outcomes: list[Outcome], reports: Path, form: str, quiet: bool) -> None:
    shown_reports = reports.relative_to(ROOT) if reports.is_relative_to(ROOT) else reports
    if form == "json":
        click.echo(display.machine(outcomes, shown_reports))
    else:
        _show(outcomes, shown_reports, quiet)
    held = any(outcome.blocked for outcome in outcomes) or any(
        document.status is Status.HELD_BACK for outcome in outcomes for document in outcome.documents
    )
    sys.exit(HELD_BACK if held else FINE)


def _show(outcomes: list[Outcome], reports: Path, quiet: bool) -> None:
    for outcome in outcomes:
        for found in outcome.problems:
            if not quiet or (found.level == "error" and not found.explained):
                click.echo("\n".join(display.problem(found, outcome.lines)))
                click.echo()
    for outcome in outcomes:
        if not quiet:
            click.echo("\n".join(display.documents(outcome, reports)))
    total = [found for outcome in outcomes for found in outcome.problems]
    made = sum(document.status is Status.BUILT for outcome in outcomes for document in outcome.documents)
    click.echo(f"共 {len(outcomes)} 个部门：{display.count(total)}。" + (f"生成 {made} 份文档。" if made else ""))
