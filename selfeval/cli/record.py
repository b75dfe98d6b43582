"""The commands record and log: a department's year is recorded in git as 送审 or 定稿, and the records are listed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from selfeval.cli import display
from selfeval.cli.failure import UNREAD, show_problems, show_unreadable
from selfeval.cli.lookback import TABLES, find_repository, print_table
from selfeval.cli.options import (
    complete_departments,
    complete_places,
    folder_options,
    help_option,
    output_options,
    workspace_of,
)
from selfeval.cli.places import all_years, parse, place_in
from selfeval.cli.trouble import HELD_BACK, Trouble
from selfeval.documents.outcome import NOT_MADE, Status
from selfeval.history import record
from selfeval.history.approvals import find_lost
from selfeval.history.repository import GitError, Tag, find
from selfeval.pipeline.batch import save_outcome
from selfeval.pipeline.department import build, check
from selfeval.submission.folder import DepartmentYear

RECORDS = {"year": "年度", "tag": "记录", "day": "日期", "who": "谁记的", "commit": "版本"}
"""The columns of the log, by the key a program reads and the word a person reads."""


def _complete_states(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """Return the states (送审, 定稿) that begin as typed, for a shell to complete."""
    return [state for state in record.State if state.startswith(typed)]


@click.command("record")
@click.argument("target", metavar="年度/部门", shell_complete=complete_places)
@click.argument("state", metavar="送审|定稿", shell_complete=_complete_states)
@folder_options("data", "templates", "reports")
@help_option
@click.pass_context
def record_command(context: click.Context, target: str, state: str, data: Path, templates: Path, reports: Path) -> None:  # noqa: PLR0913  # the options of the command, as click hands them
    """把一个部门的数据和文档记入 git，标明送审或定稿；有错误时不记。

    只提交这个部门的两个文件夹。定稿以后，成批生成时不再动它的文档。

    例：python build.py record 2025/tianhe 送审
    """
    place = place_in(data, target)
    folder = data / str(place)
    if state not in list(record.State):
        raise Trouble(f"“{state}”要写成 {' 或 '.join(record.State)}")
    history = find_repository(data)
    for _, lost in find_lost(data, [place]):
        raise Trouble(f"没有记：{lost}")
    workspace = workspace_of(data, templates, reports)
    outcome, built = check(workspace, place), build(workspace, place)
    waiting = [Path(each.path).name for each in outcome.documents if each.status is Status.NOT_DUE]
    show_problems(problem for problem in outcome.problems if problem.rule == UNREAD)
    if outcome.blocked or built.blocked:
        said = display.count(dict.fromkeys((*outcome.problems, *built.problems)))
        click.echo(f"没有记：{said}。改好再记，先看：python build.py build {place}", err=True)
        context.exit(HELD_BACK)
    if waiting and state == record.State.FINAL:
        click.echo(f"没有记：{'、'.join(waiting)}还没有开始填，这一年不能定稿", err=True)
        context.exit(HELD_BACK)
    built = save_outcome(built, reports)
    if built.failed:
        raise Trouble(
            "没有记："
            + "；".join(f"{each.place.file} {each.message}" for each in built.problems if each.rule == NOT_MADE)
        )
    for document in built.documents:
        if document.status is Status.KEPT:
            click.echo(f"手改  {document.path}：{document.note}", err=True)
    title = f"{state}：{place.year} 年度 {outcome.name}（{place}）"
    message = f"{title}\n\n{display.count(outcome.problems)}"
    try:
        fresh = history.uncommitted(data) | history.uncommitted(reports)
        if record.state_in_words(folder) == state and str(place) not in fresh:
            click.echo(f"{place} 从上次{state}以来没有变化，不用再记")
            return
        tag = record.keep(history, folder, reports / str(place), record.State(state), message)
    except GitError as error:
        raise Trouble(str(error)) from error
    click.echo(f"已记：{tag}")


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
        click.echo(f"{target} 还没有送审或定稿的记录" + ("" if history else f"；{data.name} 也不在 git 仓库里"))


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
