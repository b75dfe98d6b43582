"""The command watch: a department is checked and built whenever one of its files is saved, all when a form is."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from itertools import chain

import click

from selfeval.cli import display
from selfeval.cli.options import Asked, department_options, help_option, path_as_shown, workspace_of
from selfeval.cli.trouble import report_faults
from selfeval.pipeline.batch import make, skip_unchanged, warm_up
from selfeval.pipeline.watch import Snapshot, changed_departments, snapshot, snapshot_at_rest
from selfeval.pipeline.workspace import forget_forms
from selfeval.submission.folder import DepartmentYear

INTERVAL = 0.2
"""How many seconds lie between two looks."""
BEGIN, END = "开始检查", "检查完了"
"""The lines by which an editor knows where a list of problems begins and ends."""


@click.command("watch")
@department_options
@click.option("--editor", is_flag=True, help="给编辑器用：只检查，每次列出全部问题，一处一行。")
@help_option
def watch_command(asked: Asked, editor: bool) -> None:
    """守着数据文件夹：一保存就检查，没有错误就生成。按 Ctrl+C 停止。

    例：python build.py watch 2024/liwan
    """
    if editor:
        _watch_for_editor(asked)
        return
    workspace = workspace_of(asked.data, asked.templates, asked.reports, asked.phase)
    wanted = asked.departments()
    shown, begun = path_as_shown(asked.reports), _snapshots(asked)
    click.echo(f"正在守着 {len(wanted)} 个部门，保存文件后这里会显示结果。按 Ctrl+C 停止。")
    for place in wanted[:1]:
        warm_up(workspace, place)
    for places, forms_changed in _changes(asked, wanted, begun):
        if forms_changed:
            click.echo("表样有改动，正在守着的部门都重新检查。")
        for place in places:
            outcome = skip_unchanged(workspace, place) or make(workspace, place)
            for block in display.problems(outcome.problems, outcome.lines):
                click.echo(block + "\n")
            click.echo("\n".join(display.documents(outcome, shown)))
            report_faults([outcome.fault])


def _watch_for_editor(asked: Asked) -> None:
    """Print all problems of the departments, a line each, between a line that begins and one that ends; anew after each change."""
    workspace = workspace_of(asked.data, asked.templates, phase=asked.phase)
    wanted, begun = asked.departments(), _snapshots(asked)
    found = {place: make(workspace, place).problems for place in wanted}
    for places, _ in chain([([], False)], _changes(asked, wanted, begun)):
        click.echo(BEGIN)
        found |= {place: make(workspace, place).problems for place in places}
        found = {place: told for place, told in found.items() if (asked.data / str(place)).is_dir()}
        for problem in chain.from_iterable(found.values()):
            if not problem.explained:
                click.echo(next(display.problem(problem, {})), color=False)
        click.echo(END)


def _snapshots(asked: Asked) -> tuple[Snapshot, Snapshot]:
    """Return how the data and the forms stand before anything is said, so that no saving after it is missed."""
    return snapshot(asked.data), snapshot(asked.templates)


def _changes(
    asked: Asked, wanted: Sequence[DepartmentYear], begun: tuple[Snapshot, Snapshot]
) -> Iterator[tuple[list[DepartmentYear], bool]]:
    """Yield for ever, after each saving, the departments to look at again, and whether forms changed, so that all are.

    Where a department went there may be none to look at.
    """
    seen, forms = begun
    while True:
        time.sleep(INTERVAL)
        now, forms_now = snapshot_at_rest(asked.data, seen), snapshot_at_rest(asked.templates, forms)
        places = changed_departments(seen, now, asked.data)
        forms_changed = forms_now != forms
        if forms_changed:
            forget_forms()
            places = sorted({*places, *wanted})
        places = [place for place in places if place in wanted or not asked.target]
        if places or forms_changed or seen.keys() - now.keys():
            yield places, forms_changed
        seen, forms = now, forms_now
