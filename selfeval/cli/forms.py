"""The command forms: the forms there are, by region and phase, with their printed names and what they are for."""

from __future__ import annotations

from pathlib import Path

import click

from selfeval.cli.lookback import TABLES, print_table
from selfeval.cli.options import folder_options, help_option, library, output_options
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
@click.argument("region", default="", metavar="[地区]")
@folder_options("templates")
@output_options("只列代号和名称。", *TABLES)
@help_option
def forms_command(region: str, templates: Path, shape: str, quiet: bool) -> None:
    """列出有哪些表样：哪个地区、哪个阶段、印出来叫什么、做什么用。

    “表样”下面写代号；命令里写代号或名称都行。

    \\b
    例：python build.py forms
        python build.py forms 湖北
    """
    known = library(templates, CAREFUL)
    forms = sorted((*known.forms.values(), *known.yearly.values()), key=_order)
    regions = list(dict.fromkeys(form.region or _COMMON for form in forms))
    if region:
        meant = [each for each in regions if fold(each) == fold(region)]
        forms = [form for form in forms if (form.region or _COMMON) in meant or form.slug.startswith(f"{region}/")]
        if not forms:
            near = nearest(region, regions)
            raise Trouble(f"没有“{region}”的表样，" + (f"是不是“{near}”？" if near else f"现有：{'、'.join(regions)}"))
    kept = ["form", "name"] if quiet else list(COLUMNS)
    rows = [_row(form) for form in forms]
    print_table(shape, {key: COLUMNS[key] for key in kept}, [[row[key] for key in kept] for row in rows])


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
