"""What the commands that look back share: reading a department whole, its repository, tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from selfeval.cli.options import place_in, print_json
from selfeval.cli.trouble import Trouble
from selfeval.form.library import Library
from selfeval.history.repository import Repository, find
from selfeval.history.table import WRITERS
from selfeval.submission.read import read_department
from selfeval.submission.submission import Submission

TABLES = ("markdown", "csv")


def read_whole(data: Path, target: str, known: Library) -> tuple[Submission, ...]:
    """Read a department-year that can be read whole; anything else is trouble."""
    place = place_in(data, target)
    submissions = read_department(data, place, known)
    for file in (file for each in submissions for file in each.files):
        if file.reading.root is None:
            raise Trouble(f"{file.shown}（{place.year}）有写错的地方，读不出来；先运行 python build.py check {place}")
    return submissions


def find_repository(data: Path) -> Repository:
    """Return the repository the data lies in; none is trouble."""
    found = find(data)
    if found is None:
        raise Trouble(f"{data} 不在 git 仓库里（或这台电脑没有 git），做不了；先在项目文件夹运行 git init")
    return found


def print_table(shape: str, columns: Mapping[str, str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table; ``columns`` give the key a program reads and the word a person reads."""
    if shape == "json":
        print_json([dict(zip(columns, row, strict=True)) for row in rows])
    else:
        print_lines(shape, list(columns.values()), rows)


def print_lines(shape: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print the lines of a table."""
    for line in WRITERS[shape](head, rows):
        click.echo(line)
