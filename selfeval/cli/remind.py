"""The command remind: a message to send to each department that is behind, and one overview of them."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import click

from selfeval.cli.failure import report_failed, show_problems, show_unreadable
from selfeval.cli.options import (
    ROOT,
    complete_years,
    folder_options,
    help_option,
    library_of,
    out_option,
    path_as_shown,
    workspace_of,
)
from selfeval.cli.places import departments_meant, year_meant
from selfeval.cli.status import find_standings
from selfeval.cli.trouble import FAILED, FINE
from selfeval.documents.outcome import Outcome
from selfeval.form.form import Phase
from selfeval.form.library import Library
from selfeval.history import reminder
from selfeval.history.collecting import gone_since_year_before
from selfeval.history.overview import Standing
from selfeval.history.reminder import Letter, Unreminded
from selfeval.pipeline.save import save
from selfeval.pipeline.workspace import Workspace
from selfeval.problem.disk import why_refused
from selfeval.submission import contacts
from selfeval.submission.contacts import Contacts
from selfeval.submission.folder import DepartmentYear
from selfeval.submission.read import files_to_write
from selfeval.text.name import fold

OVERVIEW = "总览.txt"


@click.command("remind")
@click.argument("year", metavar="年度", shell_complete=complete_years)
@click.argument("phase", metavar="阶段", type=click.Choice([phase.value for phase in Phase]))
@folder_options("data", "templates")
@out_option("要发的话", ROOT / "build" / "remind")
@help_option
def remind_command(year: str, phase: str, data: Path, templates: Path, out: Path) -> None:
    """给每个没有做完的部门写一段可以发出去的话：缺什么、错在哪里、什么时候交、问谁。

    一个部门一个文本文件，另有一份总览。联系人、期限、问谁写在 data/contacts.yaml 里；这个文件只有本机用，不公开。

    例：python build.py remind 2025 自评
    """
    asked = Phase(phase)
    workspace = workspace_of(data, templates, phase=asked)
    known = library_of(workspace)
    wanted = departments_meant(data, year_meant(data, year))
    year = wanted[0].year
    show_unreadable(data, wanted)
    people = contacts.read(data)
    show_problems(people.problems)
    failed: list[Outcome] = []
    found = find_standings(workspace, wanted, failed)
    letter = Letter(year, asked, people.deadlines.get((year, phase)), people.ask, dt.date.today())
    behind = [each for each in found if reminder.needs_reminding(each)]
    texts = {each.progress.department: _message(letter, each, people, known) for each in behind}
    absent = _absent(data, year, found, people)
    texts |= {file: reminder.message_without_files(letter, name, contact) for file, name, contact in absent}
    listed = [(_named(each), _contact(each, people), reminder.summary(each)) for each in behind]
    listed += [(name, contact, "一份文件也没有收到") for _, name, contact in absent]
    rest = _unreminded(workspace, [each for each in found if each not in behind], failed)
    whole = reminder.overview(letter, listed, rest)
    folder = out / f"{year}-{phase}"
    code = _replace(
        folder, {**{f"{name.replace('/', '_')}.txt": text for name, text in texts.items()}, OVERVIEW: whole}
    )
    click.echo(whole)
    click.echo(f"要发的话 {len(texts)} 份，在 {path_as_shown(folder).as_posix()}，总的看 {OVERVIEW}")
    if not people.departments:
        click.echo(f"还没有联系人：写在 {data.name}/{contacts.NAME} 里，怎么写见 docs/coordinator.md", err=True)
    sys.exit(max(code, report_failed(failed)))


def _message(letter: Letter, each: Standing, people: Contacts, known: Library) -> str:
    if each.is_empty:
        return reminder.message_without_files(letter, each.progress.whole.title, _contact(each, people))
    forms = (known.forms[slug] for slug in each.progress.forms if slug in known.forms)
    files = dict.fromkeys(
        file for form in forms if form.phase is letter.phase for file in files_to_write(form, known.phases)
    )
    return reminder.message(letter, each, _contact(each, people), list(files))


def _unreminded(workspace: Workspace, others: list[Standing], failed: list[Outcome]) -> Unreminded:
    """Return the departments that get no message: those with something to do in another phase, and the others."""
    places = [DepartmentYear(each.progress.year, each.progress.department) for each in others]
    whole = find_standings(replace(workspace, phase=None), places, failed)
    busy = [(_named(each), reminder.summary(each)) for each in whole if reminder.summary(each)]
    return Unreminded(busy, [each.progress.whole.title for each in whole if not reminder.summary(each)])


def _named(each: Standing) -> str:
    name, folder = each.progress.whole.title, each.progress.department
    return name if name == folder else f"{name}（{folder}）"


def _contact(each: Standing, people: Contacts) -> str:
    return people.of(each.progress.department, each.progress.whole.title)


def _absent(data: Path, year: str, found: list[Standing], people: Contacts) -> list[tuple[str, str, str]]:
    """Return the departments of which there is no folder this year, known from contacts or last year.

    Each has the name of its message, its own name and its contact.
    """
    there = {fold(name) for each in found for name in (each.progress.department, each.progress.whole.title)}
    gone = gone_since_year_before(data, year)
    before = [(each.folder, each.name, people.of(each.folder, each.name)) for each in gone if not each.now]
    there |= {fold(name) for each in gone for name in (each.folder, each.name)}
    names = dict.fromkeys(name for name in people.departments if fold(name) not in there)
    return [*((name, name, people.of(name, name)) for name in names), *before]


def _replace(folder: Path, texts: Mapping[str, str]) -> int:
    """Write the messages, take away those of an earlier day, and return the exit code.

    They are written as Notepad of any Windows shows them.
    """
    code = FINE
    try:
        for old in folder.glob("*.txt"):
            if old.name not in texts:
                old.unlink()
        for name, text in texts.items():
            save(folder / name, text.replace("\n", "\r\n").encode("utf-8-sig"))
    except OSError as error:
        click.echo(f"没有写成 {error.filename}：{why_refused(error)}", err=True)
        code = FAILED
    return code
