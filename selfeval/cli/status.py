"""The command status: how far each department of a year is, the one to call first at the top."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import click

from selfeval.cli.failure import report_failed, show_unreadable
from selfeval.cli.lookback import TABLES, print_lines
from selfeval.cli.options import (
    complete_places,
    folder_options,
    help_option,
    library_of,
    output_options,
    print_json,
    workspace_of,
)
from selfeval.cli.places import departments_meant, parse, year_meant
from selfeval.documents.outcome import Outcome
from selfeval.evaluation.judge import evaluate_each
from selfeval.form.form import Phase
from selfeval.history import overview, record
from selfeval.history.approvals import find_lost
from selfeval.history.collecting import Gone, gone_since_year_before, phases_begun
from selfeval.history.edit import last_edits
from selfeval.history.overview import Standing
from selfeval.history.progress import Progress, progress
from selfeval.history.table import aligned
from selfeval.pipeline.across import Neighbours, turned
from selfeval.pipeline.batch import look_at
from selfeval.pipeline.workspace import Workspace
from selfeval.problem import Problem
from selfeval.submission.folder import DepartmentYear, departments
from selfeval.submission.read import folders_by_name, read_department

EVALUATING = frozenset({Phase.SELF_EVALUATION, Phase.EVALUATION, Phase.PUBLICATION})
"""The phases whose forms say how a year went; some regions have the one that is filled in only with what is published."""


@click.command("status")
@click.argument("target", default="", metavar="[年度[/部门]]", shell_complete=complete_places)
@folder_options("data", "templates")
@click.option("--phase", type=click.Choice([phase.value for phase in Phase]), help="只看这个阶段；缺的文件算没有填。")
@click.option("--details", is_flag=True, help="每个部门多说几行：各表各文件填了多少，错在哪里，批复后改了什么。")
@output_options("只列有事要做的部门。", *TABLES)
@help_option
def status_command(  # noqa: PLR0913  # the options of the command, as click hands them
    target: str, data: Path, templates: Path, phase: str | None, details: bool, shape: str, quiet: bool
) -> None:
    """列出先给谁打电话：没有开始的、没有填完的、有错误的在最前面；最后是合计。

    “完成”按到期的表要求必填的内容算；不写年度就是正在收的一年；写明一个部门就细说。
    用 Excel 看：--format csv > 进度.csv

    \b
    例：python build.py status 2024
        python build.py status 2024 --details
    """
    workspace = workspace_of(data, templates, phase=Phase(phase) if phase else None)
    known = library_of(workspace)
    wanted = departments_meant(data, target or year_meant(data, ""))
    show_unreadable(data, wanted)
    failed: list[Outcome] = []
    found = find_standings(workspace, wanted, failed)
    listed = [each for each in found if each.is_behind] if quiet else found
    if shape == "json":
        print_json(overview.entries(listed))
    elif shape != "text":
        print_lines(shape, *overview.table(listed, known.phases))
    elif details or parse(data, target).department:
        click.echo("\n\n".join("\n".join(overview.details(each)) for each in listed))
    else:
        for line in _lines(listed) if listed else ():
            click.echo(line)
        if listed or not quiet:
            click.echo("\n".join(overview.fit(overview.totals(found))))
        for year in dict.fromkeys(place.year for place in wanted):
            _show_gone(year, gone_since_year_before(data, year))
    for each in found if shape == "text" and not details else ():
        if each.lost:
            click.echo(f"{each.progress.place} {each.lost}", err=True)
    sys.exit(report_failed(failed))


def _show_gone(year: str, gone: Sequence[Gone]) -> None:
    """Say which departments of the year before have no folder, and which lie in a folder of another name."""
    absent = [
        f"{each.folder}（{each.name}）" if each.name != each.folder else each.folder for each in gone if not each.now
    ]
    moved = [f"{each.now}（上年 {each.folder}）" for each in gone if each.now]
    for words, listed in (("还没有文件夹、上年有的", absent), ("换了文件夹、没有和上年比的", moved)):
        if listed:
            click.echo(f"{year} 年{words} {len(listed)} 个：{'、'.join(listed)}")


def _lines(listed: Sequence[Standing]) -> Iterator[str]:
    """Yield a line for each department: in 80 columns on a terminal, nothing left out where a program or a file takes it."""
    if sys.stdout.isatty():
        return aligned(*overview.lines(listed))
    return aligned(overview.HEAD, [overview.row(each) for each in listed], sys.maxsize)


def find_standings(workspace: Workspace, wanted: list[DepartmentYear], failed: list[Outcome]) -> list[Standing]:
    """Return how the departments wanted stand among each other, the most urgent first; those that fail are added to ``failed``."""
    return standings(workspace, wanted, dict(look_at(workspace, wanted, _look, failed)))


def _look(workspace: Workspace, place: DepartmentYear) -> Progress:
    known, phase = workspace.library, workspace.phase
    submissions = read_department(workspace.data, place, known, phase)
    evaluated = list(zip(submissions, evaluate_each(submissions, known), strict=True))
    return progress(evaluated, known.phases, phase)


def standings(
    workspace: Workspace, wanted: list[DepartmentYear], found: Mapping[DepartmentYear, Progress]
) -> list[Standing]:
    """Return how the departments found stand among all of their years, the most urgent first."""
    data, asked, years = workspace.data, workspace.phase, {place.year for place in wanted}
    alike, lost = _find_alike(data, wanted, found), dict(find_lost(data, found))
    edits = last_edits(data, [each.place for each in found.values()])
    begun = {year: {asked} if asked else phases_begun(data, year, workspace.library.phases) for year in years}
    stand = []
    for place, each in found.items():
        unbegun = tuple(phase for phase in Phase if phase in begun[each.year] & (each.chosen - each.begun))
        known = each.chosen and not any(found.rule == "unknown-form" for found in each.blocking)
        unchosen = bool(known) and Phase.SELF_EVALUATION in begun[each.year] and not each.chosen & EVALUATING
        state, damaged = _state(data / each.place)
        common, edit = tuple(alike.get(place, ())), edits[each.place]
        stand.append(Standing(each, unbegun, common, state, edit, unchosen, damaged, lost.get(place, "")))
    return sorted(stand, key=lambda each: each.urgency)


def _find_alike(
    data: Path, wanted: Sequence[DepartmentYear], found: Mapping[DepartmentYear, Progress]
) -> dict[DepartmentYear, list[Problem]]:
    """Return what each department has in common with others of its year: with one before it, and with one behind it."""
    alike: dict[DepartmentYear, list[Problem]] = {}
    neighbours, years, failed = Neighbours(data), {place.year for place in wanted}, set(wanted) - found.keys()
    beside = [place for year in sorted(years) for place in departments(data, year) if place not in failed]
    names = _names_of(data, years) if len(beside) > len(found) else {}
    for place in beside:
        name = found[place].whole.title if place in found else names.get(place, place.department)
        for each in (each for each in neighbours.add(place, name) if each.rule in overview.ALIKE):
            alike.setdefault(place, []).append(each)
            other, mirrored = overview.other_of(each), turned(each)
            if mirrored and other not in ("", place.department):
                alike.setdefault(DepartmentYear(place.year, other), []).append(mirrored)
    return alike


def _names_of(data: Path, years: Iterable[str]) -> dict[DepartmentYear, str]:
    """Return the folded names of the departments of some years."""
    return {DepartmentYear(year, folder): name for year in years for name, folder in folders_by_name(data, year)}


def _state(folder: Path) -> tuple[str, bool]:
    """Return the recorded state of a department in words, and whether the record was changed by hand."""
    try:
        return record.state_in_words(folder), record.is_damaged(folder)
    except OSError:  # which file it is stands above
        return "读不出来", False
