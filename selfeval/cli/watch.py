"""watch: check and build a department whenever one of its files is saved."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import click

from selfeval.cli import display
from selfeval.cli.options import chosen, folders, helped, short, workspace_of
from selfeval.form.form import Phase
from selfeval.pipeline.batch import left_alone, make, warm_up
from selfeval.pipeline.watch import at_rest, changed, snapshot
from selfeval.pipeline.workspace import forget_forms

INTERVAL = 0.2
"""How many seconds lie between two looks."""


@click.command("watch")
@folders
@helped
def watch_command(**options: Any) -> None:
    """守着数据文件夹：一保存就检查，没有错误就生成。按 Ctrl+C 停止。

    例：python build.py watch 2024/liwan
    """
    data: Path = options["data"]
    reports: Path = options["reports"]
    phase = Phase(options["phase"]) if options["phase"] else None
    workspace = workspace_of(data, options["templates"], reports, phase)
    wanted = set(chosen(data, options["target"], options["year"], options["dept"], options["shard"]))
    shown = short(reports)
    seen, forms = snapshot(data), snapshot(options["templates"])
    click.echo(f"正在守着 {len(wanted)} 个部门，保存文件后这里会显示结果。按 Ctrl+C 停止。")
    for place in sorted(wanted)[:1]:
        warm_up(workspace, place)
    while True:
        time.sleep(INTERVAL)
        now, forms_now = at_rest(data, seen), at_rest(options["templates"], forms)
        places = changed(seen, now, data)
        if forms_now != forms:
            forget_forms()
            click.echo("表样有改动，正在守着的部门都重新检查。")
            places = sorted({*places, *wanted})
        for place in places:
            if place in wanted or not options["target"]:
                outcome = left_alone(workspace, place) or make(workspace, place)
                for block in display.problems(outcome.problems, outcome.lines):
                    click.echo(block + "\n")
                click.echo("\n".join(display.documents(outcome, shown)))
        seen, forms = now, forms_now
