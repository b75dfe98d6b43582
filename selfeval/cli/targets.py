"""approve and quote: seal the approved targets, list what prose may quote."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

from selfeval import approval
from selfeval.cli.common import HELD_BACK, ROOT, Trouble, helped, library, machine, place_of, places, save, told
from selfeval.department import read_department
from selfeval.name import fold
from selfeval.pipeline import blocks, judged
from selfeval.placeholder import placeholder
from selfeval.references import Index, fill, index

NOT_QUOTED = frozenset({"表样"})
_DATA = click.option(
    "--data",
    type=click.Path(path_type=Path),
    default=ROOT / "data",
    metavar="文件夹",
    help="部门数据的文件夹，缺省 data。",
)
_TEMPLATES = click.option(
    "--templates",
    type=click.Path(path_type=Path),
    default=ROOT / "templates",
    metavar="文件夹",
    help="表样的文件夹，缺省 templates。",
)


@click.command("approve")
@click.argument("target", metavar="年度/部门", shell_complete=places)
@_DATA
@_TEMPLATES
@click.option("--again", is_flag=True, help="已经存过档的，用现在的目标重新存档。")
@helped
@click.pass_context
def approve_command(context: click.Context, target: str, data: Path, templates: Path, again: bool) -> None:
    """目标批复后存档：以后 targets.yaml 有改动，检查时会一一指出。

    例：python build.py approve 2025/tianhe
    """
    year, department = place_of(target)
    targets = data / year / department / "targets.yaml"
    if not targets.is_file():
        raise Trouble(f"没有 {targets}，还没有可以存档的目标")
    if approval.read(targets.parent) and not again:
        raise Trouble(f"{year}/{department} 已经存过档；确实要重新存档的，加 --again")
    base, *_ = read_department(data, year, department, library(templates))
    wrong = [
        problem
        for problem in judged(base, library(templates))
        if blocks(problem) and problem.place.file.endswith("targets.yaml")
    ]
    if wrong and not again:
        click.echo(
            f"targets.yaml 还有 {len(wrong)} 处错误，改好再存档：python build.py check {year}/{department}", err=True
        )
        context.exit(HELD_BACK)
    save(targets.parent / approval.NAME, approval.sealed(targets.read_bytes(), date.today()))
    click.echo(f"已存档：{data.name}/{year}/{department}/{approval.NAME}")


@click.command("quote")
@click.argument("target", metavar="年度/部门", shell_complete=places)
@_DATA
@_TEMPLATES
@told("只列名称，不列现在的值。")
@helped
def quote_command(target: str, data: Path, templates: Path, shape: str, quiet: bool) -> None:
    """列出说明文字里可以引用的名称和现在的值，照抄左边一列即可。

    例：python build.py quote 2022/tianhe
    """
    year, department = place_of(target)
    if not (data / year / department).is_dir():
        raise Trouble(f"没有 {data.name}/{year}/{department} 这个文件夹")
    found: dict[str, tuple[str, str]] = {}
    for submission in read_department(data, year, department, library(templates)):
        for form in submission.forms:
            for full, name, value in _quotable(index(submission, form)):
                if full not in found or len(name) < len(found[full][0]):
                    found[full] = name, value
    if shape == "json":
        machine([{"name": name, "full": full, "value": value} for full, (name, value) in found.items()])
        return
    for name, value in found.values():
        click.echo(f"{{{{ {name} }}}}" if quiet else f"{{{{ {name} }}}}  {_brief(value)}")


def _quotable(known: Index) -> Iterator[tuple[str, str, str]]:
    """Yield what may be quoted and has a value: full name, a name one may type, value."""
    for name in known.names:
        value = "".join(fill(f"{{{{ {name} }}}}", known))
        if "{{" not in value and name not in NOT_QUOTED:
            yield known[fold(name)][0].name, name, value


def _brief(value: str) -> str:
    said = "（还没有填）" if placeholder(value) else value
    return said if len(said) <= 40 else f"{said[:40]}……"
