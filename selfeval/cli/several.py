"""Work on several departments in turn: what stops it in one is told there, the others go on, and one line sums up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from selfeval.cli.failure import others_go_on, report_failed
from selfeval.cli.trouble import FINE, HELD_BACK, Trouble
from selfeval.documents.outcome import Outcome
from selfeval.submission.folder import DepartmentYear


def in_turn(
    data: Path,
    places: Sequence[DepartmentYear],
    work: Callable[[DepartmentYear], str],
    failing: str,
    *,
    err: bool = False,
) -> int:
    """Do some work on each department and return the exit code; ``work`` says in words what was done.

    For several departments the last line counts what was done and names those, after the words ``failing``, in which
    it could not be; the trouble of a single department is raised. With ``err`` that line goes to the error stream.
    """
    if len(places) == 1:
        work(places[0])
        return FINE
    done = Counter[str]()
    stopped: list[DepartmentYear] = []
    failed: list[Outcome] = []
    for place in places:
        before = len(failed)
        try:
            with others_go_on(data, place, failed):
                done[work(place)] += 1
        except Trouble as trouble:
            click.echo(f"{place}：{trouble.message.removeprefix(f'{place} ')}", err=True)
            stopped.append(place)
        stopped += [place] * (len(failed) - before)
    parts = [f"{words} {count} 个" for words, count in done.items()]
    if stopped:
        parts.append(f"{failing} {len(stopped)} 个：{'、'.join(map(str, stopped))}")
    click.echo(f"共 {len(places)} 个部门：{'，'.join(parts)}", err=err)
    return max(report_failed(failed), HELD_BACK if stopped else FINE)
