"""The command forms: the forms there are, by region and phase, with their printed names and what they are for."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from selfeval.cli.lookback import TABLES, print_table
from selfeval.cli.options import complete_forms, folder_options, help_option, library, output_options
from selfeval.cli.trouble import Trouble
from selfeval.form.form import Form, Phase
from selfeval.form.library import CAREFUL
from selfeval.text.name import fold, nearest

COLUMNS = {
    "region": "地区",
    "phase": "阶段",
    "subject": "主体",
    "name": "名称",
    "form": "代号",
    "about": "用处",
    "evidence": "证据",
}
_COMMON = "通用"


@click.command("forms")
@click.argument("wanted", default="", metavar="[地区、阶段或名称]", shell_complete=complete_forms)
@folder_options("templates")
@output_options("只列代号和名称。", *TABLES)
@help_option
def forms_command(wanted: str, templates: Path, shape: str, quiet: bool) -> None:
    """列出有哪些表样：哪个地区、哪个阶段、印出来叫什么、做什么用。

    “表样”下面写代号；命令里写代号或名称都行。只看一部分的，写地区、阶段，或者名称里的几个字。

    \\b
    例：python build.py forms
        python build.py forms 湖北
        python build.py forms 监控
    """
    known = library(templates, CAREFUL)
    forms = sorted((*known.forms.values(), *known.yearly.values()), key=_order)
    if wanted:
        forms = _meant(wanted, forms)
    kept = ["form", "name"] if quiet else list(COLUMNS)
    rows = [_row(form) for form in forms]
    print_table(shape, {key: COLUMNS[key] for key in kept}, [[row[key] for key in kept] for row in rows])


def _meant(wanted: str, forms: Sequence[Form]) -> list[Form]:
    """Return the forms of a region or a phase, else those whose code or printed name has what was typed.

    Raises:
        Trouble: where there are none.
    """
    asked = fold(wanted).removesuffix("阶段")
    groups = {fold(each): each for form in forms for each in (form.region or _COMMON, form.phase.value)}
    found = [form for form in forms if asked in (fold(form.region or _COMMON), fold(form.phase.value))]
    found = found or [form for form in forms if asked in fold(form.name) or asked in fold(form.slug)]
    if not found:
        near = nearest(asked, [*groups, *(form.name for form in forms)])
        told = (
            f"是不是“{groups.get(near, near)}”？" if near else f"写地区、阶段或名称；现有：{'、'.join(groups.values())}"
        )
        raise Trouble(f"没有“{wanted}”的表样，{told}")
    return found


def _order(form: Form) -> tuple[bool, str, int, str, str]:
    return form.region not in ("", _COMMON), form.region, list(Phase).index(form.phase), form.name, form.slug


def _row(form: Form) -> dict[str, str]:
    return {
        "region": form.region or _COMMON,
        "phase": form.phase.value,
        "subject": form.subject.value,
        "name": form.name,
        "form": form.slug,
        "about": form.about,
        "evidence": form.evidence,
    }
