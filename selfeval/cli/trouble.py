"""Trouble: the exception that stops a command with one Chinese sentence; and the exit codes."""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from selfeval import __version__

FINE, HELD_BACK, FAILED = 0, 1, 2
"""The exit codes: nothing is held back; a document is; the program failed or was called wrongly."""


FAULTS = Path(__file__).resolve().parents[2] / "build" / "出错记录.txt"
"""The file in which the program records its own failures."""


class Trouble(click.ClickException):
    """Stop a command with one Chinese sentence: it was called wrongly or cannot work."""

    exit_code = FAILED

    def show(self, file: Any = None) -> None:
        """Print the sentence on the error stream."""
        click.echo(self.message, err=True)


class HeldBack(Trouble):
    """Stop a command over a department with one Chinese sentence: something in it has to be put right first."""

    exit_code = HELD_BACK


def report_faults(faults: Iterable[str]) -> None:
    """Save the records of the program's own failures in a file, and print its path; print nothing where there is none."""
    listed = [fault for fault in faults if fault]
    if not listed:
        return
    from selfeval.pipeline.save import save  # a program that works writes nothing down

    head = f"selfeval {__version__}，Python {platform.python_version()}，{platform.platform()}\n\n"
    said = "程序自身出错，不是您填写的问题"
    try:
        save(FAULTS, (head + "\n".join(dict.fromkeys(listed))).encode())
    except OSError:
        click.echo(f"{said}；出错的位置也没有写成，请把这一屏发给维护程序的人", err=True)
    else:
        shown = FAULTS.relative_to(FAULTS.parents[1]).as_posix()
        click.echo(f"{said}；出错的位置记在 {shown}，请把这个文件发给维护程序的人", err=True)


def report_failure(error: Exception) -> None:
    """Print the reason of an unforeseen error that stops a command: the disk refuses, or the program itself fails."""
    if isinstance(error, BrokenPipeError):  # nobody reads on, as with head
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    elif isinstance(error, OSError) and error.filename:
        from selfeval.problem.disk import why_refused  # most commands end well

        click.echo(f"{error.filename}：{why_refused(error)}", err=True)
    else:
        import traceback  # most commands end well

        report_faults(["".join(traceback.format_exception(error))])
