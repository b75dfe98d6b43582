"""The command status: how much of its files each department has filled in."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from selfeval.cli.failure import others_go_on, report_failed, show_unreadable
from selfeval.cli.lookback import TABLES, print_lines
from selfeval.cli.options import (
    choose_departments,
    complete_places,
    folder_options,
    help_option,
    library,
    output_options,
    print_json,
)
from selfeval.documents.outcome import Outcome
from selfeval.form.form import Phase
from selfeval.history import overview, record
from selfeval.history.approvals import find_lost
from selfeval.history.edit import last_edits
from selfeval.history.progress import Progress, progress
from selfeval.submission.folder import departments
from selfeval.submission.read import read_department


@click.command("status")
@click.argument("target", default="", metavar="[年度[/部门]]", shell_complete=complete_places)
@folder_options("data", "templates")
@click.option("--phase", type=click.Choice([phase.value for phase in Phase]), help="只看这个阶段；缺的文件算没有填。")
@output_options("只列没有填完或者有错误的部门。", *TABLES)
@help_option
def status_command(target: str, data: Path, templates: Path, phase: str | None, shape: str, quiet: bool) -> None:  # noqa: PLR0913  # the options of the command, as click hands them
    """列出各部门填了多少、还有几处错误、谁最后改的；差得最多的在最前面。

    完成多少，按到期的表要求必填的内容算；不写年度就看最近一年。

    例：python build.py status 2024
    """
    known = library(templates)
    latest = max((year for year, _ in departments(data)), default="")
    wanted = choose_departments(data, target or latest, "", "")
    asked = Phase(phase) if phase else None
    failed: list[Outcome] = []
    found: list[Progress] = []
    show_unreadable(data, wanted)
    for place in wanted:
        with others_go_on(data, place, failed):
            found.append(progress(read_department(data, place, known, asked), known))
    if quiet:
        found = [each for each in found if each.errors or each.behind[0] < 1]
    found.sort(key=lambda each: (*each.behind, each.place))
    edits = last_edits(data, [each.place for each in found])
    seen = [(each, _state(data / each.place), edits[each.place]) for each in found]
    if shape == "json":
        print_json(overview.entries(seen))
    elif seen or not quiet:
        print_lines(shape, *overview.table(seen, known.phases))
    for each in found:
        for message in each.changed:
            click.echo(f"{each.place} 批复后有改动：{message}", err=True)
    for place, message in find_lost(data, wanted):
        click.echo(f"{place} {message}", err=True)
    sys.exit(report_failed(failed))


def _state(folder: Path) -> str:
    """Return the recorded state of a department in words."""
    try:
        return record.state_in_words(folder)
    except OSError:  # which file it is stands above
        return "读不出来"
