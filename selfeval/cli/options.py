"""What commands share: folders, choosing departments, saving, trouble."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click

from selfeval.form.form import Phase
from selfeval.form.library import READERS, Library, Reader, load
from selfeval.pipeline.batch import save, shard
from selfeval.submission.folder import departments

ROOT = Path(__file__).resolve().parent.parent.parent
FINE, HELD_BACK, FAILED = 0, 1, 2
Decorator = Callable[[Callable[..., None]], Callable[..., None]]

FOLDERS = {"data": "部门数据", "templates": "表样", "reports": "成品文档"}
SHAPES = {"text": "给人看", "markdown": "放进文档", "csv": "用 Excel 打开", "json": "给程序看"}

helped = click.help_option("--help", "-h", help="显示这段说明。")


class Trouble(click.ClickException):
    """Stop with one Chinese sentence: the tool was called wrongly or cannot work."""

    exit_code = FAILED

    def show(self, file: Any = None) -> None:
        click.echo(self.message, err=True)


def _there(context: click.Context) -> list[tuple[str, str]]:
    """Return the departments of the folder a command works on."""
    return list(departments(context.params.get("data") or context.params.get("reports") or ROOT / "data"))


def places(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """Return the departments whose ``2024/liwan`` begins as typed, for a shell to complete."""
    return [place for place in map("/".join, _there(context)) if place.startswith(typed)]


def years(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """Return the years that begin as typed, for a shell to complete."""
    return sorted({year for year, _ in _there(context) if year.startswith(typed)})


def offices(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """Return the departments that begin as typed, whatever their years, for a shell to complete."""
    return sorted({department for _, department in _there(context) if department.startswith(typed)})


def within(*wanted: str) -> Decorator:
    """Add an option for each folder a command works on."""
    kind = click.Path(path_type=Path, file_okay=False)

    def add(command: Callable[..., None]) -> Callable[..., None]:
        for name in reversed(wanted):
            help = f"{FOLDERS[name]}的文件夹，缺省 {name}。"
            command = click.option(f"--{name}", type=kind, default=ROOT / name, metavar="文件夹", help=help)(command)
        return command

    return add


def into(what: str, default: Path) -> Decorator:
    """Add the option that says where a command puts what it makes."""
    kind = click.Path(path_type=Path, file_okay=False)
    help = f"{what}放在哪里，缺省 {default.relative_to(ROOT).as_posix()}。"
    return click.option("--out", type=kind, default=default, metavar="文件夹", help=help)


def narrowed(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that name year and department each for itself."""
    dept = click.option("--dept", default="", metavar="部门", shell_complete=offices, help="部门文件夹名，例如 liwan。")
    year = click.option("--year", default="", metavar="年度", shell_complete=years, help="年度，例如 2024。")
    return year(dept(command))


def folders(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that every command over departments takes."""
    options: list[Decorator] = [
        click.argument("target", default="", metavar="[年度[/部门]]", shell_complete=places),
        within("data", "templates", "reports"),
        click.option(
            "--phase", type=click.Choice([phase.value for phase in Phase]), help="只做这个阶段；缺的文件算错误。"
        ),
        click.option(
            "--shard", default="", metavar="第几份/共几份", help="只做其中一份，例如 3/16；用于多台机器分着做。"
        ),
        narrowed,
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
    import json  # seldom wanted

    click.echo(json.dumps(found, ensure_ascii=not whole, indent=1))


def library(templates: Path, readers: Sequence[Reader] = READERS) -> Library:
    if not templates.is_dir():
        raise Trouble(f"没有表样文件夹 {templates}")
    return load(templates, readers)


def chosen(data: Path, target: str, year: str, dept: str, share: str = "") -> list[tuple[str, str]]:
    """Return the departments asked for; none at all is trouble."""
    if not data.is_dir():
        raise Trouble(f"没有数据文件夹 {data}")
    wanted = target.strip("/").removeprefix(f"{data.name}/") or (f"{year}/{dept}" if dept else year)
    found = list(departments(data, wanted))
    if not found and not wanted:
        raise Trouble(f"{data.name} 里还没有部门；用 python build.py new 新建，或把部门的文件夹放进来")
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


def place_in(data: Path, target: str) -> tuple[str, str]:
    """Return year and department of ``2024/liwan``; one without a folder is trouble."""
    year, department = place_of(target)
    if not (data / year / department).is_dir():
        raise Trouble(f"没有 {data.name}/{year}/{department} 这个文件夹")
    return year, department


def short(path: Path) -> Path:
    """Return a path as it is shown: from the project's folder where it lies in it."""
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path


__all__ = [
    "FAILED",
    "FINE",
    "HELD_BACK",
    "ROOT",
    "Trouble",
    "chosen",
    "folders",
    "helped",
    "into",
    "library",
    "machine",
    "narrowed",
    "offices",
    "place_in",
    "place_of",
    "places",
    "save",
    "short",
    "told",
    "within",
    "years",
]
