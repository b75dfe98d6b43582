"""Functions for the commands that look back: they read a department whole, find its repository, print tables."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from selfeval.cli.failure import show_unreadable
from selfeval.cli.options import folders_typed, print_json
from selfeval.cli.places import place_in
from selfeval.cli.trouble import Trouble
from selfeval.form.library import Library
from selfeval.history.repository import Repository, find, what_is_wrong
from selfeval.history.table import WRITERS
from selfeval.submission.read import read_department
from selfeval.submission.submission import Submission

TABLES = ("markdown", "csv")


def read_whole(data: Path, target: str, known: Library) -> tuple[Submission, ...]:
    """Return the submissions of a department-year.

    Raises:
        Trouble: where its folder is not there, or a file of it cannot be read.
    """
    place = place_in(data, target)
    show_unreadable(data, [place])
    submissions = read_department(data, place, known)
    for file in (file for each in submissions for file in each.files):
        if file.reading.root is None:
            raise Trouble(
                f"{file.shown}（{place.year}）有写错的地方，读不出来；先运行 python build.py check {place.typed}{folders_typed('data', 'templates')}"
            )
    return submissions


def find_repository(data: Path) -> Repository:
    """Return the git repository the data lies in.

    Raises:
        Trouble: where there is none, or no git.
    """
    found = find(data)
    if found is None:
        raise Trouble(
            what_is_wrong(data) or f"{data} 不在 git 仓库里（或这台电脑没有 git），做不了；先在项目文件夹运行 git init"
        )
    return found


def print_table(shape: str, columns: Mapping[str, str], rows: Sequence[Sequence[str]]) -> None:
    """Print a table in the shape asked for; ``columns`` are the Chinese headings by their keys in JSON."""
    if shape == "json":
        print_json([dict(zip(columns, row, strict=True)) for row in rows])
    else:
        print_lines(shape, list(columns.values()), rows)


def print_lines(shape: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Print the lines of a table with its headings: as text, markdown or csv.

    A csv begins with the mark by which Excel knows UTF-8, where the console can write it.
    """
    if shape == "csv" and (sys.stdout.encoding or "utf-8").lower().startswith("utf"):
        click.echo("\ufeff", nl=False)
    for line in WRITERS[shape](head, rows):
        click.echo(line)
