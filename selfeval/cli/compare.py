"""The command compare: the changes of a department's data between two years or two revisions."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple, TypeAlias

import click

from selfeval.cli.lookback import TABLES, find_repository, print_table, read_whole
from selfeval.cli.options import (
    complete_departments,
    complete_places,
    complete_years,
    folder_options,
    help_option,
    library,
    output_options,
    print_json,
)
from selfeval.cli.places import departments_meant, parse, place_in, place_of, places_meant
from selfeval.cli.several import in_turn
from selfeval.cli.trouble import Trouble
from selfeval.form.library import Library
from selfeval.history.change import Change, changes, counted, missing
from selfeval.history.repository import GitError, Repository
from selfeval.pipeline.save import save
from selfeval.problem import Level
from selfeval.submission.folder import DepartmentYear
from selfeval.submission.read import folders_by_name
from selfeval.submission.submission import Submission

SideReader: TypeAlias = Callable[[DepartmentYear], tuple[Submission, ...]]
"""Returns the submissions of a department on one side of a comparison."""

CHANGES = {"kind": "变了什么", "name": "名称", "before": "之前", "after": "之后", "how": "变化"}
"""The columns of the table, by the key a program reads and the word a person reads."""


def _complete_target(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """Return the departments that begin as typed, with their year where revisions are compared."""
    return (complete_places if context.params.get("rev") else complete_departments)(context, parameter, typed)


@click.command("compare")
@click.argument("before", metavar="之前", shell_complete=complete_years)
@click.argument("after", metavar="之后", shell_complete=complete_years)
@click.argument("targets", nargs=-1, metavar="[部门]…", shell_complete=_complete_target)
@click.option("--rev", is_flag=True, help="比较记录过的两个版本（log 命令列出的），不是两个年度；部门写成 年度/部门。")
@folder_options("data", "templates")
@output_options("只列各变了几处。", *TABLES)
@help_option
def compare_command(  # noqa: PLR0913  # the options of the command, as click hands them
    before: str,
    after: str,
    targets: tuple[str, ...],
    rev: bool,
    data: Path,
    templates: Path,
    shape: str,
    quiet: bool,
) -> None:
    """比较两个年度或两个版本：哪个指标、哪一项，从多少变成多少；不写部门就是全部部门。

    \b
    例：python build.py compare 2022 2023 tianhe
        python build.py compare 2022 2023 --quiet         全部部门，一个一行
        python build.py compare --rev 2024/liwan/送审 2024/liwan/定稿 2024/liwan
    """
    known = library(templates)
    then = {} if rev else _folders_then(data, before, after)
    read = _readers_of_revisions(data, before, after, known) if rev else _readers_of_years(data, before, then, known)
    places = _places(data, (before, after), targets, then, rev=rev)
    compared: list[DepartmentChanges] = []

    def compare(place: DepartmentYear) -> str:
        old, new = (side(place) for side in read)
        notes = (*_find_gaps(before, old, new), *_find_gaps(after, new, old))
        was = then.get(place, place)
        moved = "" if was.department == place.department else f"（{was.year} 年的文件夹是 {was.department}）"
        title = f"{place if rev else place.department}{moved}：{before} → {after}"
        compared.append(DepartmentChanges(place, title, notes, changes(old, new)))
        return "有变化" if compared[-1].found else "没有变化"

    if len(places) == 1:
        compare(places[0])
        _show_one(shape, compared[0], quiet)
        return
    aside = shape not in ("text", "markdown")
    code = in_turn(data, places, compare, "没有比", err=aside)
    for line in () if rev or targets else _only_in_one(data, (before, after), then):
        click.echo(line, err=aside)
    _show_several(shape, compared, quiet)
    sys.exit(code)


class DepartmentChanges(NamedTuple):
    """Hold what changed in one department: the title, the reasons why it may not be whole, and the changes."""

    place: DepartmentYear
    title: str
    notes: tuple[str, ...]
    found: list[Change]

    @property
    def for_json(self) -> dict[str, object]:
        """Return it as a program reads it."""
        changed = [each._asdict() for each in self.found]
        return {"notes": list(self.notes), "counts": counted(self.found), "changes": changed}


def _folders_then(data: Path, before: str, after: str) -> dict[DepartmentYear, DepartmentYear]:
    """Return each department of a year that was there in an earlier one: in the same folder, else under the same name."""
    now, then = departments_meant(data, after), departments_meant(data, before)
    by_folder = {place.department: place for place in then}
    left = by_folder.keys() - {place.department for place in now}
    by_name = {name: by_folder[folder] for name, folder in folders_by_name(data, then[0].year) if folder in left}
    names = {folder: name for name, folder in folders_by_name(data, now[0].year)} if by_name else {}
    found = {place: by_folder.get(place.department) or by_name.get(names.get(place.department, "")) for place in now}
    return {place: was for place, was in found.items() if was}


def _only_in_one(data: Path, years: tuple[str, str], then: Mapping[DepartmentYear, DepartmentYear]) -> Iterator[str]:
    """Yield which departments are in one of two years only."""
    for year, there in zip(years, (set(then.values()), set(then)), strict=True):
        only = [place.department for place in departments_meant(data, year) if place not in there]
        if only:
            yield f"只在 {year} 年有、没有比的 {len(only)} 个：{'、'.join(only)}"


def _places(
    data: Path,
    years: tuple[str, str],
    targets: Sequence[str],
    then: Mapping[DepartmentYear, DepartmentYear],
    *,
    rev: bool,
) -> list[DepartmentYear]:
    """Return the departments to compare: those named, else all; of two years those that are in both."""
    if rev:
        named = [place_of(data, target) for target in targets if parse(data, target).department]
        whole = [target for target in targets if not parse(data, target).department]
        return named + places_meant(data, whole if targets else [""])
    if targets:
        return [place_in(data, f"{years[1]}/{target}") for target in targets]
    if not then:
        raise Trouble(f"{years[0]} 年和 {years[1]} 年没有同一个部门")
    return list(then)


def _readers_of_years(
    data: Path, before: str, then: Mapping[DepartmentYear, DepartmentYear], known: Library
) -> tuple[SideReader, SideReader]:
    """Return how to read a department in each of two years."""

    def read_then(place: DepartmentYear) -> tuple[Submission, ...]:
        return read_whole(data, str(then.get(place, f"{before}/{place.department}")), known)

    return read_then, lambda place: read_whole(data, str(place), known)


def _readers_of_revisions(data: Path, before: str, after: str, known: Library) -> tuple[SideReader, SideReader]:
    """Return how to read a department-year at each of two revisions."""
    history = find_repository(data)

    def of(name: str) -> SideReader:
        return lambda place: _read_at_revision(history, name, data, place, known)

    return of(before), of(after)


def _show_one(shape: str, one: DepartmentChanges, quiet: bool) -> None:
    if shape == "json":
        print_json(one.for_json)
        return
    if quiet or shape != "csv":
        mark = "## " if shape == "markdown" else ""
        more = one.found and not quiet
        click.echo("\n\n".join([f"{mark}{_title(one)}", *one.notes]) + ("\n" if more else ""))
    if not quiet and (one.found or shape == "csv"):
        print_table(shape, CHANGES, one.found)


def _show_several(shape: str, compared: Sequence[DepartmentChanges], quiet: bool) -> None:
    """Print the changes of several departments: one behind the other, or with a column for the department."""
    if shape == "json":
        print_json([{"department": str(one.place), **one.for_json} for one in compared])
    elif shape == "csv":
        rows = [(str(one.place), *each) for one in compared for each in one.found]
        print_table(shape, {"department": "部门", **CHANGES}, rows)
    else:
        for one in compared:
            if quiet:
                click.echo(_title(one))
            else:
                click.echo()
                _show_one(shape, one, quiet)


def _title(one: DepartmentChanges) -> str:
    total = "、".join(f"{kind} {count} 处" for kind, count in counted(one.found).items())
    return f"{one.title}，{total or '没有变化'}"


def _find_gaps(name: str, side: tuple[Submission, ...], other: tuple[Submission, ...]) -> Iterator[str]:
    """Yield the reasons why the comparison may not be whole: files that one side lacks or that have slips."""
    lacking = missing(side, other)
    if lacking:
        yield f"{name} 没有 {'、'.join(lacking)}，其中的内容没有比较。"
    files = {file.name: file for each in side for file in each.files}
    for file in files.values():
        if any(problem.level is Level.ERROR for problem in file.reading.problems):
            yield f"{name} 的 {file.name} 有写错的地方，可能没有比全。"


def _read_at_revision(
    history: Repository, name: str, data: Path, place: DepartmentYear, known: Library
) -> tuple[Submission, ...]:
    """Read a department-year as it was at a revision."""
    folder = data / str(place)
    try:
        files = history.files(history.revision(name), folder)
    except GitError as error:
        raise Trouble(str(error)) from error
    if not files:
        raise Trouble(f"{name} 里还没有 {place}")
    with tempfile.TemporaryDirectory() as home:
        for file, content in files.items():
            save(Path(home, data.name, *place, file), content)
        return read_whole(Path(home, data.name), str(place), known)
