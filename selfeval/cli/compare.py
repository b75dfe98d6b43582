"""The command compare: the changes of a department's data between two years or two revisions."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

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
from selfeval.cli.places import place_of
from selfeval.cli.trouble import Trouble
from selfeval.form.library import Library
from selfeval.history.change import Change, changes, counted, missing
from selfeval.history.repository import GitError, Repository
from selfeval.pipeline.save import save
from selfeval.problem import Level
from selfeval.submission.folder import DepartmentYear
from selfeval.submission.submission import Submission

CHANGES = {"kind": "变了什么", "name": "名称", "before": "之前", "after": "之后", "how": "变化"}
"""The columns of the table, by the key a program reads and the word a person reads."""


def _complete_target(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """Return the departments that begin as typed, with their year where revisions are compared."""
    return (complete_places if context.params.get("rev") else complete_departments)(context, parameter, typed)


@click.command("compare")
@click.argument("before", metavar="之前", shell_complete=complete_years)
@click.argument("after", metavar="之后", shell_complete=complete_years)
@click.argument("target", metavar="部门", shell_complete=_complete_target)
@click.option("--rev", is_flag=True, help="比较 git 里的两个版本，不是两个年度；部门写成 年度/部门。")
@folder_options("data", "templates")
@output_options("只列各变了几处。", *TABLES)
@help_option
def compare_command(  # noqa: PLR0913  # the options of the command, as click hands them
    before: str, after: str, target: str, rev: bool, data: Path, templates: Path, shape: str, quiet: bool
) -> None:
    """比较一个部门的两个年度或两个版本：哪个指标、哪一项，从多少变成多少。

    \b
    例：python build.py compare 2022 2023 tianhe
        python build.py compare --rev HEAD~1 HEAD 2024/liwan
    """
    known = library(templates)
    if rev:
        history, place = find_repository(data), place_of(data, target)
        old, new = (_read_at_revision(history, name, data, place, known) for name in (before, after))
    else:
        old, new = (read_whole(data, f"{year}/{target}", known) for year in (before, after))
    notes = [*_find_gaps(before, old, new), *_find_gaps(after, new, old)]
    found = changes(old, new)
    if shape == "json":
        print_json({"notes": notes, "counts": counted(found), "changes": [each._asdict() for each in found]})
    else:
        _show(shape, f"{target}：{before} → {after}", found, notes, quiet)


def _show(shape: str, title: str, found: list[Change], notes: list[str], quiet: bool) -> None:
    if quiet or shape != "csv":
        total = "、".join(f"{kind} {count} 处" for kind, count in counted(found).items())
        mark = "## " if shape == "markdown" else ""
        more = found and not quiet
        click.echo("\n\n".join([f"{mark}{title}，{total or '没有变化'}", *notes]) + ("\n" if more else ""))
    if not quiet and (found or shape == "csv"):
        print_table(shape, CHANGES, found)


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
