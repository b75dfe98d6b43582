"""What commands share: folders, choosing departments, saving, trouble."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from selfeval.batch import save, shard
from selfeval.department import departments
from selfeval.form.form import Library, Phase, load

ROOT = Path(__file__).resolve().parent.parent.parent
FINE, HELD_BACK, FAILED = 0, 1, 2
Decorator = Callable[[Callable[..., None]], Callable[..., None]]

SHAPES = {"text": "给人看", "markdown": "放进文档", "csv": "用 Excel 打开", "json": "给程序看"}

helped = click.help_option("--help", "-h", help="显示这段说明。")


class Trouble(click.ClickException):
    """Stop with one Chinese sentence: the tool was called wrongly or cannot work."""

    exit_code = FAILED

    def show(self, file: Any = None) -> None:
        click.echo(self.message, err=True)


def places(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """Return the departments whose ``2024/liwan`` begins as typed, for a shell to complete."""
    found = departments(context.params.get("data") or ROOT / "data")
    return [place for place in map("/".join, found) if place.startswith(typed)]


def folders(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that every command over departments takes."""
    folder = click.Path(path_type=Path, file_okay=False)
    options: list[Decorator] = [
        click.argument("target", default="", metavar="[年度[/部门]]", shell_complete=places),
        click.option(
            "--data", type=folder, default=ROOT / "data", metavar="文件夹", help="部门数据的文件夹，缺省 data。"
        ),
        click.option(
            "--templates",
            type=folder,
            default=ROOT / "templates",
            metavar="文件夹",
            help="表样的文件夹，缺省 templates。",
        ),
        click.option(
            "--reports",
            type=folder,
            default=ROOT / "reports",
            metavar="文件夹",
            help="成品文档的文件夹，缺省 reports。",
        ),
        click.option(
            "--phase", type=click.Choice([phase.value for phase in Phase]), help="只做这个阶段；缺的文件算错误。"
        ),
        click.option(
            "--shard", default="", metavar="第几份/共几份", help="只做其中一份，例如 3/16；用于多台机器分着做。"
        ),
        click.option("--year", default="", metavar="年度", help="年度，例如 2024。"),
        click.option("--dept", default="", metavar="部门", help="部门文件夹名，例如 liwan。"),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def told(quiet: str, *shapes: str, default: str = "text") -> Decorator:
    """Add how a command may tell what it found: ``--format`` and, with what it then tells, ``--quiet``."""
    kinds = ("text", *shapes, "json")
    about = "；".join(f"{kind} {SHAPES[kind]}" for kind in kinds)

    def add(command: Callable[..., None]) -> Callable[..., None]:
        shape = click.option(
            "--format", "shape", type=click.Choice(kinds), default=default, help=f"输出的样子：{about}。"
        )
        return shape(click.option("--quiet", is_flag=True, help=quiet)(command))

    return add


def machine(found: object) -> None:
    """Print JSON; a console that lacks Chinese gets it escaped, so that nothing is lost."""
    whole = (sys.stdout.encoding or "utf-8").lower().startswith("utf")
    click.echo(json.dumps(found, ensure_ascii=not whole, indent=1))


def library(templates: Path) -> Library:
    if not templates.is_dir():
        raise Trouble(f"没有表样文件夹 {templates}")
    return load(templates)


def chosen(data: Path, target: str, year: str, dept: str, share: str = "") -> list[tuple[str, str]]:
    """Return the departments asked for; none at all is trouble."""
    if not data.is_dir():
        raise Trouble(f"没有数据文件夹 {data}")
    wanted = target.strip("/").removeprefix(f"{data.name}/") or (f"{year}/{dept}" if dept else year)
    found = list(departments(data, wanted))
    if not found:
        known = "、".join(sorted({f"{year}/{dept}" for year, dept in departments(data)})) or "（空）"
        raise Trouble(f"{data.name} 里没有“{wanted}”。现有：{known}")
    if not share:
        return found
    number, _, of = share.partition("/")
    if not (number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of)):
        raise Trouble(f"--shard 写成 第几份/共几份，例如 3/16；现在是“{share}”")
    return shard(found, int(number), int(of))


def place_of(target: str) -> tuple[str, str]:
    """Return year and department of ``2024/liwan``; anything else is trouble."""
    year, _, department = target.strip("/").removeprefix("data/").partition("/")
    if not year or not department or "/" in department:
        raise Trouble(f"“{target}”要写成 年度/部门，例如 2024/liwan")
    return year, department


__all__ = [
    "FAILED",
    "FINE",
    "HELD_BACK",
    "ROOT",
    "Trouble",
    "chosen",
    "folders",
    "helped",
    "library",
    "machine",
    "place_of",
    "places",
    "save",
    "told",
]
