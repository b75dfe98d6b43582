"""The commands record and log: a department's year is recorded in git as 送审 or 定稿, and the records are listed."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click

from selfeval.cli import display
from selfeval.cli.failure import UNREAD, show_problems, show_unreadable
from selfeval.cli.lookback import TABLES, find_repository, print_table
from selfeval.cli.options import (
    complete_departments,
    complete_places,
    folder_options,
    folders_typed,
    help_option,
    output_options,
    workspace_of,
)
from selfeval.cli.places import all_years, parse, places_meant
from selfeval.cli.several import in_turn
from selfeval.cli.trouble import HeldBack, Trouble
from selfeval.documents.outcome import NOT_MADE, Status
from selfeval.history import record
from selfeval.history.approvals import find_lost
from selfeval.history.repository import GitError, Repository, Tag, find, what_is_wrong
from selfeval.pipeline.batch import save_outcome
from selfeval.pipeline.department import build, check
from selfeval.pipeline.workspace import Workspace
from selfeval.submission.folder import DepartmentYear

RECORDS = {"year": "年度", "tag": "记录", "day": "日期", "who": "谁记的", "commit": "版本"}
"""The columns of the log, by the key a program reads and the word a person reads."""


def _complete(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """Return the departments, and the states (送审, 定稿) that may follow them, which begin as typed, for a shell to complete."""
    states = [state.value for state in record.State if typed and state.startswith(typed)]
    return states or complete_places(context, parameter, typed)


@click.command("record")
@click.argument("targets", nargs=-1, metavar="年度[/部门]…", shell_complete=_complete)
@click.argument("state", metavar="送审|定稿", shell_complete=_complete)
@folder_options("data", "templates", "reports")
@help_option
def record_command(  # the options of the command, as click hands them
    targets: tuple[str, ...], state: str, data: Path, templates: Path, reports: Path
) -> None:
    """把部门的数据和文档记成一个版本（存在 git 里），标明送审或定稿；有错误的部门不记。

    只提交各部门自己的两个文件夹，一个部门一次提交、一个标记。定稿以后，成批生成时不再动它的文档。

    \b
    例：python build.py record 2025/tianhe 送审
        python build.py record 2025 定稿              一年的全部部门
    """
    if state not in list(record.State):
        raise Trouble(f"“{state}”要写成 {' 或 '.join(record.State)}，写在最后")
    if not targets:
        raise Trouble(f"要写明哪个部门，例如 record 2025/tianhe {state}")
    places, history = places_meant(data, targets), find_repository(data)
    workspace, wanted = workspace_of(data, templates, reports), record.State(state)

    def keep(place: DepartmentYear) -> str:
        tag, waiting = _keep(workspace, history, place, wanted)
        without = f"；还没有开始填，没有在里面：{'、'.join(waiting)}" if waiting else ""
        click.echo(f"已记：{tag}{without}" if tag else f"{place} 从上次{state}以来没有变化，不用再记")
        return "已记" if tag else "没有变化"

    sys.exit(in_turn(data, places, keep, "没有记"))


def _keep(
    workspace: Workspace, history: Repository, place: DepartmentYear, state: record.State
) -> tuple[str, list[str]]:
    """Build and record one department; return its tag, empty where nothing has changed, and the forms not begun.

    Raises:
        Trouble: where it is not recorded, with the reason.
    """
    data, reports = workspace.data, workspace.reports
    assert reports is not None  # a record is of documents too
    with _refused_by_git():
        record.require_possible(history, data / str(place), state)
    for _, lost in find_lost(data, [place]):
        raise Trouble(f"没有记：{lost}")
    outcome, built = check(workspace, place), build(workspace, place)
    waiting = [Path(each.path).name for each in outcome.documents if each.status is Status.NOT_DUE]
    show_problems(problem for problem in outcome.problems if problem.rule == UNREAD)
    if outcome.blocked or built.blocked:
        said = display.count(dict.fromkeys((*outcome.problems, *built.problems)))
        raise HeldBack(
            f"没有记：{said}。改好再记，先看：python build.py build {place.typed}{folders_typed('data', 'templates', 'reports')}"
        )
    if waiting and state is record.State.FINAL:
        raise HeldBack(f"没有记：{'、'.join(waiting)}还没有开始填，这一年不能定稿")
    built = save_outcome(built, reports)
    if built.failed:
        reasons = (f"{each.place.file} {each.message}" for each in built.problems if each.rule == NOT_MADE)
        raise Trouble(f"没有记：{'；'.join(reasons)}")
    for document in built.documents:
        if document.status is Status.KEPT:
            click.echo(f"手改  {document.path}：{document.note}", err=True)
    message = f"{state}：{place.year} 年度 {outcome.name}（{place}）\n\n{display.count(outcome.problems)}"
    with _refused_by_git():
        return record.keep(history, data / str(place), reports / str(place), state, message), waiting


@contextmanager
def _refused_by_git() -> Iterator[None]:
    """Turn what git refuses into trouble with the same sentence."""
    try:
        yield
    except GitError as error:
        raise Trouble(str(error)) from error


@click.command("log")
@click.argument("target", metavar="部门", shell_complete=complete_departments)
@folder_options("data")
@output_options("每年只列最近一次。", *TABLES)
@help_option
def log_command(target: str, data: Path, shape: str, quiet: bool) -> None:
    """列出一个部门哪天送审、哪天定稿、谁记的。

    例：python build.py log tianhe
    """
    year, department = parse(data, target)
    found = [place for place in all_years(data, department) if year in ("", place.year)]
    if not found:
        raise Trouble(f"{data.name} 里没有“{target}”这个部门")
    show_unreadable(data, found)
    history = find(data)
    tags = history.tags() if history else ()
    known = [_records_in_tags(place, tags) or _records_in_file(data, place) for place in found]
    rows = [row for listed in known for row in (listed[-1:] if quiet else listed)]
    if rows or shape in ("csv", "json"):
        print_table(shape, RECORDS, rows)
    else:
        without = "" if history else what_is_wrong(data) or f"{data.name} 也不在 git 仓库里"
        click.echo(f"{target} 还没有送审或定稿的记录" + (f"；{without}" if without else ""))


def _records_in_tags(place: DepartmentYear, tags: Sequence[Tag]) -> list[list[str]]:
    home = str(place)
    return [
        [place.year, tag.name, tag.day, tag.who, tag.commit]
        for tag in tags
        if tag.name.startswith(tuple(f"{home}/{state}" for state in record.State))
    ]


def _records_in_file(data: Path, place: DepartmentYear) -> list[list[str]]:
    try:
        return [[place.year, each.state, each.day, "", ""] for each in record.read(data / str(place))]
    except OSError:  # it was printed above
        return []
