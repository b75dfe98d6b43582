"""The command templates: a check of the forms' Word and Markdown templates without any data."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from selfeval.cli import display
from selfeval.cli.options import (
    ROOT,
    complete_forms,
    folder_options,
    form_named,
    help_option,
    library,
    out_option,
    output_options,
    print_json,
)
from selfeval.cli.trouble import FINE, HELD_BACK, Trouble
from selfeval.documents.outcome import Outcome
from selfeval.form.library import CAREFUL


@click.command("templates")
@click.argument("form", default="", metavar="[表样]", shell_complete=complete_forms)
@click.option("--page", is_flag=True, help="用样例的值出一份，看看样子；有 LibreOffice 的也出 PDF。")
@click.option("--markdown", is_flag=True, help="没有 document.md 的，照 document.docx 写一个，好自己改。")
@folder_options("templates")
@out_option("样张", ROOT / "build" / "page")
@output_options("只列错误和有错误的表样。")
@help_option
def templates_command(  # noqa: PLR0913  # the options of the command, as click hands them
    form: str, page: bool, markdown: bool, templates: Path, out: Path, shape: str, quiet: bool
) -> None:
    """检查表样的 Word 和 Markdown 模板，不用数据。

    \b
    例：python build.py templates guangzhou/targets
        python build.py templates guangzhou/targets --page
    """
    from selfeval.cli.page import write
    from selfeval.documents import check as lint  # jinja2 and lxml are loaded for this command only
    from selfeval.evaluation.judge import misdeclared  # and so are the rules

    known = library(templates, CAREFUL)
    form = form.strip("/").removeprefix(f"{templates.name}/")
    usable = {**known.forms, **known.yearly}
    slugs = sorted(usable.keys() | known.broken)
    names = {slug: usable[slug].name if slug in usable else slug for slug in slugs}
    meant = [form_named(form, names)] if form else []
    if page or markdown:
        if len(meant) != 1 or meant[0] not in known.forms:
            raise Trouble("要写明是哪一个部门或项目的表样，form.yaml 要没有错，例如 templates guangzhou/targets --page")
        write(known, known.forms[meant[0]], out if page else None, markdown=markdown)
    shared = tuple(found for found in known.problems if found.forms is None)
    outcomes = [Outcome("", "fields.yaml", "共用词汇", shared, (), known.lines)] if shared else []
    for slug in meant or slugs:
        declared = [found for found in known.problems if slug in (found.forms or ())]
        used = usable.get(slug)
        declared += misdeclared(used) if used else ()
        checked = lint.check(used) if used else lint.Checked((), {})
        lines = {**known.lines, **checked.lines}
        beside = (*known.idle_checks(used), *known.unlike(used)) if used else ()
        outcomes.append(
            Outcome("", slug, used.name if used else slug, (*declared, *beside, *checked.problems), (), lines)
        )
    if shape == "json":
        print_json(display.for_json(outcomes, Path()))
    else:
        for outcome in outcomes:
            for block in display.problems(outcome.problems, outcome.lines, quiet=quiet):
                click.echo(block + "\n")
        for outcome in (each for each in outcomes if each.blocked or not quiet):
            used = usable.get(outcome.department)
            told = f"；{used.origin}" if used and used.origin else ""
            click.echo(f"{outcome.name}（{outcome.department}）：{display.count(outcome.problems)}{told}")
    sys.exit(HELD_BACK if any(outcome.blocked for outcome in outcomes) else FINE)
