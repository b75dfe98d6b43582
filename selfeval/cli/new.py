"""The commands new and fill: files with the places to be filled in, for a new year or a later phase."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from selfeval.authoring.new import (
    TARGETS,
    NoFormError,
    NotReadyError,
    count_blanks,
    fill,
    from_forms,
    from_year_before,
    new_project,
)
from selfeval.cli.failure import others_go_on, report_failed, show_unreadable
from selfeval.cli.options import (
    choose_departments,
    complete_departments,
    complete_forms,
    complete_years,
    folder_options,
    form_named,
    help_option,
    library,
    path_as_shown,
    places_argument,
)
from selfeval.cli.places import place_in, places_meant
from selfeval.cli.schema import equip
from selfeval.cli.several import in_turn
from selfeval.cli.trouble import FINE, HELD_BACK, Trouble
from selfeval.documents.outcome import Outcome
from selfeval.form.form import Phase
from selfeval.form.library import Library
from selfeval.pipeline.save import save, save_together
from selfeval.submission.folder import DepartmentYear


@click.command("new")
@click.argument("year", metavar="年度")
@click.argument("dept", default="", metavar="[部门]", shell_complete=complete_departments)
@click.option("--from", "before", default="", metavar="年度", shell_complete=complete_years, help="从哪一年转来。")
@click.option(
    "--form",
    "slugs",
    multiple=True,
    metavar="表样",
    shell_complete=complete_forms,
    help="从头新建时要出的表，写代码或名称；几张表就写几次。有哪些，用 forms 命令看。",
)
@click.option("--project", default="", metavar="名称", help="给已有的部门再加一个项目的文件。")
@folder_options("data", "templates")
@help_option
def new_command(  # noqa: PLR0913  # the options of the command, as click hands them
    year: str, dept: str, before: str, slugs: tuple[str, ...], project: str, data: Path, templates: Path
) -> None:
    """新建一年的目标：从上一年转来，或按表样从头建；已经有的文件不动。

    从上一年转来的，指标和目标值照旧，去年的目标和实际写在旁边；金额和文字要重新填。

    \b
    例：python build.py new 2025 --from 2024           全部部门
        python build.py new 2025 tianhe --from 2024    一个部门
        python build.py new 2025 tianhe --form guangzhou/targets
        python build.py new 2025 tianhe --project 流动图书车服务
    """
    if not re.fullmatch(r"\d{4}", year, re.ASCII):
        raise Trouble(f"“{year}”不是年度，要写成 2025 这样")
    if sum(map(bool, (before, slugs, project))) != 1:
        raise Trouble(
            f"要写明怎么新建，三样里写一样：从上年转来写 --from {int(year) - 1}；"
            "从头建写 --form 表样；再加一个项目写 --project 项目名称"
        )
    known = library(templates)
    if project:
        _add_project(data, place_in(data, f"{year}/{dept}"), project, known)
        return
    failed: list[Outcome] = []
    stopped: list[DepartmentYear] = []
    if slugs:
        forms = _names_meant(dept, slugs, known)
        waiting = [dept]
        files = {data / year / dept / file.name: file.data for file in from_forms(year, forms, known)}
    else:
        waiting = [
            name
            for _, name in choose_departments(data, "", before, dept)
            if not (data / year / name / TARGETS).exists()
        ]
        if not waiting:
            raise Trouble(f"{year} 年的 {TARGETS} 已经有了，没有动")
        show_unreadable(data, [DepartmentYear(before, name) for name in waiting])
        places = [DepartmentYear(before, name) for name in waiting]
        files, stopped = _roll_all(data, places, year, known, failed)
        if not files and not failed and not stopped:
            raise Trouble(f"{'、'.join(waiting)} {before} 年没有 {TARGETS}，没有可以转的")
    _refuse_to_overwrite(files)
    for place in dict.fromkeys(DepartmentYear(year, path.relative_to(data).parts[1]) for path in files):
        with others_go_on(data, place, failed):
            _write_new({path: made for path, made in files.items() if path.is_relative_to(data / str(place))})
            equip(data, place, known)
    sys.exit(max(report_failed(failed), HELD_BACK if stopped else FINE))


def _roll_all(
    data: Path, places: Sequence[DepartmentYear], year: str, known: Library, failed: list[Outcome]
) -> tuple[dict[Path, bytes], list[DepartmentYear]]:
    """Return the files of a year rolled forward from another, and the departments of which a file has to be put right first.

    The trouble of a single department is raised.
    """
    files: dict[Path, bytes] = {}
    stopped: list[DepartmentYear] = []
    for place in places:
        home = data / year / place.department
        try:
            with others_go_on(data, place, failed), _not_ready_as_trouble():
                files |= {home / file.name: file.data for file in from_year_before(data, place, year, known)}
        except Trouble as trouble:
            if len(places) == 1:
                raise
            stopped.append(place)
            click.echo(f"{place} 没有转：{trouble.message}", err=True)
    return files, stopped


@contextmanager
def _not_ready_as_trouble() -> Iterator[None]:
    """Turn a NotReadyError into trouble with the same sentence."""
    try:
        yield
    except NotReadyError as error:
        raise Trouble(str(error)) from error


def _names_meant(department: str, typed: tuple[str, ...], known: Library) -> tuple[str, ...]:
    """Return the codes of the forms named; refuse a department that cannot be a folder, and forms that are not there."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", department):
        raise Trouble("要写部门的文件夹名，用小写字母、数字和短横，例如 tianhe")
    names = {slug: form.name for slug, form in known.forms.items()}
    return tuple(form_named(each, names) for each in typed)


def _add_project(data: Path, place: DepartmentYear, name: str, known: Library) -> None:
    """Write the file of another project of a department."""
    show_unreadable(data, [place])
    with _not_ready_as_trouble():
        made = new_project(data, place, name, known)
    _write_new({data / str(place) / made.name: made.data})
    equip(data, place, known)


def _refuse_to_overwrite(files: Iterable[Path]) -> None:
    """Refuse to make new files where one of them is there already."""
    there = [path for path in files if path.exists()]
    if there:
        raise Trouble(f"{path_as_shown(there[0]).as_posix()} 已经有了，没有动；要重新建的，先把它改名或删去")


def _write_new(files: Mapping[Path, bytes]) -> None:
    """Write new files, all or none."""
    save_together(files)
    for path, made in files.items():
        click.echo(f"已新建 {path_as_shown(path).as_posix()}：{count_blanks(made)} 处待填")


@click.command("fill")
@places_argument
@click.option(
    "--phase",
    type=click.Choice([phase.value for phase in Phase if phase is not Phase.TARGETS]),
    default=Phase.SELF_EVALUATION.value,
    help="哪个阶段的文件；不写就是自评。",
)
@folder_options("data", "templates")
@help_option
def fill_command(targets: tuple[str, ...], phase: str, data: Path, templates: Path) -> None:
    """按目标和表样列出要填的地方；已经填的一个字也不动，可以随时再运行。

    自评阶段写 actuals.yaml 和 narrative.yaml，监控阶段写 monitoring.yaml，评价阶段写 evaluation.yaml，公开阶段写 publication.yaml。

    \b
    例：python build.py fill 2025/tianhe
        python build.py fill 2025/tianhe --phase 监控
        python build.py fill 2025                     一年的全部部门
    """
    places, known = places_meant(data, targets), library(templates)
    show_unreadable(data, places)

    def fill_in(place: DepartmentYear) -> str:
        try:
            with _not_ready_as_trouble():
                filled = fill(data, place, Phase(phase), known)
        except NoFormError as error:
            if len(places) == 1:
                raise Trouble(str(error)) from error
            click.echo(str(error))
            return f"没有{phase}的表"
        for file in filled:
            path = data / str(place) / file.name
            save(path, file.new)
            click.echo(f"{path_as_shown(path).as_posix()}：加了 {file.added} 处待填")
        if filled:
            equip(data, place, known)
        else:
            click.echo(f"{place} 没有要加的")
        return "加了待填的" if filled else "没有要加的"

    sys.exit(in_turn(data, places, fill_in, "没有做"))
