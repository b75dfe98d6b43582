"""The options that several commands take, and what they ask for: departments, folders, forms, the shape of the output."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import wraps
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from selfeval.cli import places
from selfeval.cli.failure import show_problems
from selfeval.cli.trouble import Trouble
from selfeval.form.folders import forms_meant_by
from selfeval.form.form import Phase
from selfeval.form.library import READERS, DeclarationReader, Library, load
from selfeval.pipeline.batch import shard
from selfeval.pipeline.workspace import Workspace, forget_forms
from selfeval.problem.disk import why_refused
from selfeval.submission.folder import DepartmentYear, departments
from selfeval.text.name import fold, nearest

_PACKAGE = Path(__file__).resolve().parent.parent
_INSTALLED = (_PACKAGE / "shipped").is_dir()
SHIPPED = _PACKAGE / "shipped" if _INSTALLED else _PACKAGE.parent
"""What the program brings along: forms, pages of the rules, the extension; in a checkout the checkout itself."""
ROOT = Path.cwd() if _INSTALLED else _PACKAGE.parent
"""The folder in which commands work: the checkout, or the one in which an installed program is called."""
Decorator = Callable[[Callable[..., None]], Callable[..., None]]

FOLDERS = {"data": "部门数据", "templates": "表样", "reports": "成品文档"}
SHAPES = {"text": "给人看", "markdown": "放进文档", "csv": "Excel 能打开", "json": "给程序看"}

help_option = click.help_option("--help", "-h", help="显示这段说明。")


def _departments_there(context: click.Context) -> list[DepartmentYear]:
    """Return the departments in the data or reports folder of a command."""
    return list(departments(context.params.get("data") or context.params.get("reports") or ROOT / "data"))


def complete_places(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """Return the departments whose ``2024/liwan`` begins as typed, for a shell to complete."""
    return [place for place in map(str, _departments_there(context)) if place.startswith(typed)]


def complete_years(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """Return the years that begin as typed, for a shell to complete."""
    return sorted({year for year, _ in _departments_there(context) if year.startswith(typed)})


def complete_departments(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """Return the departments that begin as typed, whatever their years, for a shell to complete."""
    return sorted({department for _, department in _departments_there(context) if department.startswith(typed)})


places_argument = click.argument(
    "targets", nargs=-1, required=True, metavar="年度[/部门]…", shell_complete=complete_places
)
"""The departments of a command that takes several: each a year, or a department in it."""


def complete_forms(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """Return the codes and printed names of forms that begin as typed, for a shell to complete."""
    known = library(context.params.get("templates") or Path("templates"))
    names = {form.slug: form.name for form in (*known.forms.values(), *known.yearly.values())}
    return [each for each in (*names, *dict.fromkeys(names.values())) if each.startswith(typed) and " " not in each]


def form_named(typed: str, names: Mapping[str, str]) -> str:
    """Return the code of the form that a code, or its printed name, means; ``names`` are the printed names by codes.

    Raises:
        Trouble: where it means none, or several.
    """
    meant = forms_meant_by(typed, names) or [slug for slug, name in names.items() if fold(name) == fold(typed)]
    if len(meant) > 1:
        raise Trouble(f"“{typed}”可以是{'，也可以是'.join(meant)}，要写明是哪一个")
    if not meant:
        near = nearest(typed, (*names, *names.values()))
        told = f"，是不是“{near}”？" if near else f"。现有：{'、'.join(names)}"
        raise Trouble(f"没有“{typed}”这个表样{told}")
    return meant[0]


def folder_options(*wanted: str) -> Decorator:
    """Return a decorator that adds an option for each folder named: data, templates, reports."""
    kind = click.Path(path_type=Path, file_okay=False, readable=False)

    def add(command: Callable[..., None]) -> Callable[..., None]:
        for name in reversed(wanted):
            help, own = f"{FOLDERS[name]}的文件夹；不写就是 {name}。", ROOT / name
            default = own if own.is_dir() or not (SHIPPED / name).is_dir() else SHIPPED / name
            command = click.option(f"--{name}", type=kind, default=default, metavar="文件夹", help=help)(command)
        return command

    return add


def folders_typed(*wanted: str) -> str:
    """Return the options for folders as they were typed of the command that runs, so that the next one finds them too."""
    context = click.get_current_context()
    typed = [name for name in wanted if context.get_parameter_source(name) is ParameterSource.COMMANDLINE]
    shown = {name: Path(context.params[name]).as_posix() for name in typed}
    return "".join(f' --{name} "{path}"' if " " in path else f" --{name} {path}" for name, path in shown.items())


def out_option(what: str, default: Path) -> Decorator:
    """Return a decorator that adds ``--out``, the folder for the things that ``what`` names."""
    kind = click.Path(path_type=Path, file_okay=False, readable=False)
    help = f"{what}放在哪里；不写就是 {default.relative_to(ROOT).as_posix()}。"
    return click.option("--out", type=kind, default=default, metavar="文件夹", help=help)


def narrowing_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add ``--year`` and ``--dept`` to a command."""
    dept = click.option(
        "--dept", default="", metavar="部门", shell_complete=complete_departments, help="部门文件夹名，例如 liwan。"
    )
    year = click.option("--year", default="", metavar="年度", shell_complete=complete_years, help="年度，例如 2024。")
    return year(dept(command))


@dataclass(frozen=True)
class Asked:
    """Hold what was asked of a command over departments: which ones, in which folders, and how to show what is found.

    ``target`` is ``2024`` or ``2024/liwan`` or empty, ``year`` and ``dept`` say the same each for itself;
    ``shard`` is a share of them (``3/16``), else empty; ``shape`` is ``text`` or ``json``.
    """

    target: str
    data: Path
    templates: Path
    reports: Path
    phase: Phase | None
    shard: str
    year: str
    dept: str
    shape: str = "text"
    quiet: bool = False

    def departments(self) -> list[DepartmentYear]:
        """Return the departments asked for, as `choose_departments` does."""
        return choose_departments(self.data, self.target, self.year, self.dept, self.shard)

    @property
    def names_one(self) -> bool:
        """Tell whether one department was asked for by its name."""
        return bool(self.dept or places.parse(self.data, self.target).department)

    @property
    def names_some(self) -> bool:
        """Tell whether less than whole years were asked for: one department or a share."""
        return self.names_one or bool(self.shard)


def department_options(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that every command over departments takes; the command gets them as one value, ``Asked``."""
    names = [field.name for field in fields(Asked)]

    @wraps(command)
    def call(**typed: Any) -> None:
        asked = Asked(**{name: typed.pop(name) for name in names if name in typed})
        command(asked, **typed)

    options: list[Decorator] = [
        click.argument("target", default="", metavar="[年度[/部门]]", shell_complete=complete_places),
        folder_options("data", "templates", "reports"),
        click.option(
            "--phase",
            type=click.Choice([phase.value for phase in Phase]),
            callback=_phase,
            help="只做这个阶段；缺的文件算错误。",
        ),
        click.option(
            "--shard", default="", metavar="第几份/共几份", help="只做其中一份，例如 3/16；用于多台机器分着做。"
        ),
        narrowing_options,
    ]
    command_of_asked: Callable[..., None] = call
    for option in reversed(options):
        command_of_asked = option(command_of_asked)
    return command_of_asked


def _phase(context: click.Context, parameter: click.Parameter, typed: str | None) -> Phase | None:
    """Return the phase asked for, None where none was."""
    return Phase(typed) if typed else None


def output_options(quiet: str, *shapes: str) -> Decorator:
    """Return a decorator that adds ``--format`` and ``--quiet``; ``quiet`` is the help of the latter.

    A command has the shapes text and json, and any more given in ``shapes``.
    """
    kinds = ("text", *shapes, "json")
    about = "；".join(f"{kind} {SHAPES[kind]}" for kind in kinds)

    def add(command: Callable[..., None]) -> Callable[..., None]:
        shape = click.option(
            "--format", "shape", type=click.Choice(kinds), default="text", help=f"输出的样子：{about}。"
        )
        return shape(click.option("--quiet", is_flag=True, help=quiet)(command))

    return add


def print_json(found: object) -> None:
    """Print a value as JSON; for a console without Chinese its characters are escaped."""
    whole = (sys.stdout.encoding or "utf-8").lower().startswith("utf")
    import json  # seldom wanted

    click.echo(json.dumps(found, ensure_ascii=not whole, indent=1))


def library(templates: Path, readers: Sequence[DeclarationReader] = READERS) -> Library:
    """Return the forms of a templates folder, and print which of their files cannot be opened.

    Raises:
        Trouble: where the folder is not there.
    """
    _look_into(templates)
    known = load(templates, readers)
    if readers is READERS:
        show_problems(known.unopened)
    return known


def _look_into(templates: Path) -> None:
    """Stop the command where there is no templates folder, or it cannot be looked into."""
    if not templates.is_dir():
        raise Trouble(f"没有表样文件夹 {templates}")
    try:
        os.scandir(templates).close()
    except OSError as error:
        raise Trouble(f"表样文件夹 {templates} 打不开：{why_refused(error)}") from error


def library_of(workspace: Workspace) -> Library:
    """Return the forms of a workspace as `library` does; its workers need not read them again."""
    _look_into(workspace.templates)
    show_problems(workspace.library.unopened)
    return workspace.library


def workspace_of(
    data: Path, templates: Path, reports: Path | None = None, phase: Phase | None = None, anew: bool = False
) -> Workspace:
    """Return the workspace of a command, which reads the forms anew."""
    forget_forms()
    return Workspace(data, templates, reports, phase, anew)


def join_target(folder: Path, target: str, year: str, dept: str) -> str:
    """Return ``2024``, ``2024/liwan`` or "" for a target typed in one, as `places.parse` reads it, or by year and dept."""
    typed = places.parse(folder, target) if target else places.TypedPlace(year, dept)
    return f"{typed.year}/{typed.department}" if typed.department else typed.year


def choose_departments(data: Path, target: str, year: str, dept: str, share: str = "") -> list[DepartmentYear]:
    """Return the departments asked for, by ``2024``, ``2024/liwan`` or by year and dept; of them the share, if one is given.

    Raises:
        Trouble: where there are none.
    """
    if target or not dept or year:
        found = places.departments_meant(data, target or join_target(data, "", year, dept))
    else:
        found = list(departments(data, f"/{dept}")) or places.departments_meant(data, dept)
    if not share:
        return found
    number, _, of = share.partition("/")
    if not (number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of)):
        raise Trouble(f"--shard 写成 第几份/共几份，例如 3/16；现在是“{share}”")
    return shard(found, int(number), int(of))


def path_as_shown(path: Path) -> Path:
    """Return a path as messages show it: relative to the project's folder where it lies in it."""
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path
