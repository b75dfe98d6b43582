"""The command schema: it writes JSON schemas, by which an editor knows the keys of a department's files."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from selfeval.authoring.schema import FOLDER, schemas, with_pointer
from selfeval.cli.failure import others_go_on, report_failed, show_unreadable
from selfeval.cli.options import choose_departments, complete_places, folder_options, help_option, library
from selfeval.documents.outcome import Outcome
from selfeval.form.library import Library
from selfeval.pipeline.save import save
from selfeval.problem.disk import read_file
from selfeval.submission.folder import DepartmentYear
from selfeval.submission.read import read_department


@click.command("schema")
@click.argument("target", default="", metavar="[年度[/部门]]", shell_complete=complete_places)
@folder_options("data", "templates")
@help_option
def schema_command(target: str, data: Path, templates: Path) -> None:
    """让编辑器认得各部门的文件：输入时列出可写的项，写错的当时标出。

    在部门文件夹的 .schema 里写好说明，在各文件最上面加一行指向它；别的一个字也不动。
    改了“表样”或目标以后再运行一次。

    \b
    例：python build.py schema 2025/tianhe
    """
    known = library(templates)
    failed: list[Outcome] = []
    for place in choose_departments(data, target, "", ""):
        show_unreadable(data, [place])
        with others_go_on(data, place, failed):
            if equip(data, place, known):
                click.echo(f"已写 {place}/{FOLDER}")
            else:
                click.echo(f"{place} 没有写：“表样”还没有填对", err=True)
    sys.exit(report_failed(failed))


def equip(data: Path, place: DepartmentYear, known: Library) -> bool:
    """Write the schemas of a department and point its files to them; return whether its forms are known."""
    submissions = read_department(data, place, known)
    made = schemas(submissions[0], known)
    folder = data / str(place)
    contents = {folder / FOLDER / name: text.encode() for name, text in made.items()}
    if made:
        files = (file for submission in submissions for file in submission.files)
        contents |= {folder / file.name: with_pointer(file) for file in files}
    for path, content in contents.items():
        if not os.path.lexists(path) or read_file(path) != content:
            save(path, content)
    return bool(made)
