"""templates: check the templates of forms without any data."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from selfeval import display
from selfeval.cli.common import FINE, HELD_BACK, ROOT, Trouble, helped, library, machine, told
from selfeval.name import nearest
from selfeval.pipeline import Outcome


@click.command("templates")
@click.argument("form", default="", metavar="[表样]")
@click.option(
    "--templates",
    type=click.Path(path_type=Path, file_okay=False),
    default=ROOT / "templates",
    metavar="文件夹",
    help="表样的文件夹，缺省 templates。",
)
@told("只列错误和有错误的表样。")
@helped
def templates_command(form: str, templates: Path, shape: str, quiet: bool) -> None:
    """检查表样的 Word 和 Markdown 模板，不用数据。

    例：python build.py templates guangzhou-targets
    """
    from selfeval.writers import lint  # jinja2 and lxml are loaded for this command only

    known = library(templates)
    form = form.strip("/").removeprefix(f"{templates.name}/")
    usable = {**known.forms, **known.yearly}
    slugs = sorted(usable.keys() | known.broken)
    if form and form not in slugs:
        near = nearest(form, slugs)
        raise Trouble(f"没有“{form}”这个表样" + (f"，是不是“{near}”？" if near else f"。现有：{'、'.join(slugs)}"))
    shared = tuple(found for found in known.problems if found.forms is None)
    outcomes = [Outcome("", "fields.yaml", "共用词汇", shared, (), known.lines)] if shared else []
    for slug in [form] if form else slugs:
        declared = [found for found in known.problems if slug in (found.forms or ())]
        used = usable.get(slug)
        checked = lint.check(used) if used else lint.Checked((), {})
        lines = {**known.lines, **checked.lines}
        outcomes.append(Outcome("", slug, used.name if used else slug, (*declared, *checked.problems), (), lines))
    if shape == "json":
        machine(display.machine(outcomes, Path()))
    else:
        for outcome in outcomes:
            for found in display.wanted(outcome.problems, quiet):
                click.echo("\n".join(display.problem(found, outcome.lines)) + "\n")
        for outcome in (each for each in outcomes if each.blocked or not quiet):
            click.echo(f"{outcome.name}（{outcome.department}）：{display.count(outcome.problems)}")
    sys.exit(HELD_BACK if any(outcome.blocked for outcome in outcomes) else FINE)
