"""The command watch: a department is checked and built whenever one of its files is saved, all when a form is."""

from __future__ import annotations

import time

import click

from selfeval.cli import display
from selfeval.cli.options import Asked, department_options, help_option, path_as_shown, workspace_of
from selfeval.cli.trouble import report_faults
from selfeval.pipeline.batch import make, skip_unchanged, warm_up
from selfeval.pipeline.watch import changed_departments, snapshot, snapshot_at_rest
from selfeval.pipeline.workspace import forget_forms

INTERVAL = 0.2
"""How many seconds lie between two looks."""


@click.command("watch")
@department_options
@help_option
def watch_command(asked: Asked) -> None:
    """守着数据文件夹：一保存就检查，没有错误就生成。按 Ctrl+C 停止。

    例：python build.py watch 2024/liwan
    """
    data, templates = asked.data, asked.templates
    workspace = workspace_of(data, templates, asked.reports, asked.phase)
    wanted = set(asked.departments())
    shown = path_as_shown(asked.reports)
    seen, forms = snapshot(data), snapshot(templates)
    click.echo(f"正在守着 {len(wanted)} 个部门，保存文件后这里会显示结果。按 Ctrl+C 停止。")
    for place in sorted(wanted)[:1]:
        warm_up(workspace, place)
    while True:
        time.sleep(INTERVAL)
        now, forms_now = snapshot_at_rest(data, seen), snapshot_at_rest(templates, forms)
        places = changed_departments(seen, now, data)
        if forms_now != forms:
            forget_forms()
            click.echo("表样有改动，正在守着的部门都重新检查。")
            places = sorted({*places, *wanted})
        for place in places:
            if place in wanted or not asked.target:
                outcome = skip_unchanged(workspace, place) or make(workspace, place)
                for block in display.problems(outcome.problems, outcome.lines):
                    click.echo(block + "\n")
                click.echo("\n".join(display.documents(outcome, shown)))
                report_faults([outcome.fault])
        seen, forms = now, forms_now
