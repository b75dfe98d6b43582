"""The command review: a page for each department with all there is to know of its indicators, for the coordinator."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

import click

from selfeval.cli.failure import report_failed, show_unreadable
from selfeval.cli.options import (
    ROOT,
    complete_places,
    folder_options,
    help_option,
    library_of,
    out_option,
    path_as_shown,
    workspace_of,
)
from selfeval.cli.places import parse, places_meant, year_meant
from selfeval.cli.publish import replace_pages
from selfeval.cli.status import standings
from selfeval.documents.html.review import Review, Reviewed, review, review_index, review_page
from selfeval.documents.outcome import Outcome
from selfeval.evaluation.judge import evaluate_each
from selfeval.history import overview
from selfeval.history.overview import Standing
from selfeval.history.progress import Progress, progress
from selfeval.pipeline.batch import look_at
from selfeval.pipeline.workspace import Workspace
from selfeval.submission.folder import DepartmentYear
from selfeval.submission.read import read_department


@click.command("review")
@click.argument("targets", nargs=-1, metavar="[年度[/部门]]…", shell_complete=complete_places)
@folder_options("data", "templates")
@out_option("审核页", ROOT / "build" / "review")
@help_option
def review_command(targets: tuple[str, ...], data: Path, templates: Path, out: Path) -> None:
    """给每个部门做一张审核页：每项指标的目标、年中、实际、结论、上年、原因、批复后的改动和发现的问题，一眼看完。

    网页放在 build/review/年度，从 index.html 看；内部使用，不公开。不写年度就是正在收的一年。

    \b
    例：python build.py review 2025
        python build.py review 2025/liwan
    """
    workspace = workspace_of(data, templates)
    library_of(workspace)
    wanted = places_meant(data, targets or [year_meant(data, "")])
    show_unreadable(data, wanted)
    failed: list[Outcome] = []
    seen = dict(look_at(workspace, wanted, _look, failed))
    found = standings(workspace, wanted, {place: each.progress for place, each in seen.items()})
    code = 0
    for year in sorted({each.progress.year for each in found}):
        of_year = [each for each in found if each.progress.year == year]
        pages = {
            _file(each): _page(each, seen[DepartmentYear(year, each.progress.department)].review) for each in of_year
        }
        if any(not parse(data, target).department for target in targets or [""]):
            listed = [_listed(each) for each in of_year]
            pages["index.html"] = review_index(year, overview.HEAD[1:], listed, overview.totals(of_year))
        code = max(code, replace_pages(out / year, pages, whole="index.html" in pages))
        first = "index.html" if "index.html" in pages else next(iter(pages), "")
        click.echo(f"审核页 {len(pages)} 个，从这里看：{path_as_shown(out / year / first).as_posix()}")
    sys.exit(max(code, report_failed(failed)))


class Seen(NamedTuple):
    """Hold what is known of one department: how far it is, and what its page shows."""

    progress: Progress
    review: Review


def _look(workspace: Workspace, place: DepartmentYear) -> Seen:
    known = workspace.library
    submissions = read_department(workspace.data, place, known)
    evaluated = list(zip(submissions, evaluate_each(submissions, known), strict=True))
    return Seen(progress(evaluated, known.phases), review(evaluated))


def _file(each: Standing) -> str:
    return f"{each.progress.department}.html"


def _page(standing: Standing, shown: Review) -> str:
    notes = [*standing.notes, *(each.message for each in standing.alike)]
    return review_page(standing.progress.whole.title, standing.progress.place, notes, shown)


def _listed(each: Standing) -> Reviewed:
    row = overview.row(each)
    return Reviewed(quote(_file(each)), row[1], row[0], row[2:])
