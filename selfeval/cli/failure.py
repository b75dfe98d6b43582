"""What fails in a command over many departments, or cannot be read there: told at its place, while the others go on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from selfeval.cli import display
from selfeval.cli.trouble import FAILED, FINE, report_faults
from selfeval.documents.outcome import Outcome
from selfeval.pipeline.batch import outcome_of_failure
from selfeval.problem import Problem
from selfeval.problem.disk import unreadable
from selfeval.submission.folder import DepartmentYear, find_unreadable

UNREAD = "unreadable-file"


@contextmanager
def others_go_on(data: Path, place: DepartmentYear, failed: list[Outcome]) -> Iterator[None]:
    """Add the outcome of a department to ``failed`` where anything goes wrong, and let the others go on."""
    try:
        yield
    except click.ClickException:  # the command itself cannot work
        raise
    except Exception as error:
        failed.append(outcome_of_failure(data, place, error))


def report_failed(failed: Iterable[Outcome]) -> int:
    """Print on the error stream what failed, and return the exit code that it calls for."""
    listed = list(failed)
    show_problems(problem for outcome in listed for problem in outcome.problems)
    report_faults(outcome.fault for outcome in listed)
    return FAILED if listed else FINE


def show_unreadable(data: Path, places: Iterable[DepartmentYear]) -> None:
    """Print on the error stream which files of some departments cannot be read, with the reason."""
    show_problems(
        unreadable(f"{data.name}/{place}/{name}", error)
        for place in places
        for name, error in find_unreadable(data / str(place))
    )


def show_problems(found: Iterable[Problem]) -> None:
    """Print problems on the error stream."""
    for block in display.problems(found, {}):
        click.echo(block, err=True)
