"""Many departments, one after the other: one that has not changed is skipped, the others are made and saved as they come.

A stable share of all departments can be given to each of several machines.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial
from typing import TypeAlias

from selfeval.documents.outcome import MADE, Document, Outcome, Status
from selfeval.pipeline.marks import JUDGED, data_mark, describe_judged, documents_up_to_date, judged_mark, judged_path
from selfeval.pipeline.save import save
from selfeval.pipeline.workers import spread
from selfeval.pipeline.workspace import Workspace
from selfeval.submission.folder import DepartmentYear

WORKERS_SKIP_FROM = 2000
"""With fewer departments than this, finding those that are up to date takes less time than starting workers."""

Work: TypeAlias = Callable[[Workspace, DepartmentYear], Outcome]


def run(workspace: Workspace, places: Sequence[DepartmentYear], work: Work | None = None) -> Iterator[Outcome]:
    """Yield the outcome of every department in order; ``work``, else `make`, is done where something changed.

    Raises:
        WorkerLostError: where workers died again and again.
    """
    do = partial(work or make, workspace)
    if len(places) >= WORKERS_SKIP_FROM:
        yield from spread(partial(skip_or_make, workspace, do), places, lambda: workspace.library)
        return
    skipped = [skip_unchanged(workspace, place) for place in places]
    rest = [place for place, outcome in zip(places, skipped, strict=True) if outcome is None]
    outcomes = spread(do, rest, lambda: workspace.library)
    for outcome in skipped:
        yield outcome or next(outcomes)


def skip_or_make(workspace: Workspace, work: Callable[[DepartmentYear], Outcome], place: DepartmentYear) -> Outcome:
    """Return the outcome of one department; ``work`` is done only where something changed."""
    return skip_unchanged(workspace, place) or work(place)


def skip_unchanged(workspace: Workspace, place: DepartmentYear) -> Outcome | None:
    """Return the outcome of a department in which nothing changed, without judging it; None where it is to be made."""
    if workspace.reports is None or workspace.anew:
        return None
    same = documents_up_to_date(workspace.data, place, workspace.reports, workspace.phase, workspace.shelf.mark)
    if same is None:
        return None
    unchanged = tuple(Document(path, Status.UNCHANGED) for path in same)
    return Outcome(*place, place.department, (), unchanged, {}, skipped=True)


def make(workspace: Workspace, place: DepartmentYear) -> Outcome:
    """Read, judge, make and save one department; without reports only judge it. The outcome holds no bytes of documents."""
    from selfeval.pipeline.department import build, check  # where nothing changed, no rule is needed

    if workspace.reports is None:
        return check(workspace, place)
    typed = data_mark(workspace.data, place)
    outcome = build(workspace, place)
    for document in outcome.documents:
        if document.data is not None:
            save(workspace.reports / document.path, document.data)
    _save_mark(workspace, place, outcome, typed)
    return outcome._replace(documents=tuple(document._replace(data=None) for document in outcome.documents))


def _save_mark(workspace: Workspace, place: DepartmentYear, outcome: Outcome, typed: bytes) -> None:
    """Save the mark of a judged department if every due document is made; ``typed`` is the mark of its files as read."""
    reports = workspace.reports
    made = [document.path for document in outcome.documents if document.status is not Status.NOT_DUE]
    whole = made and all(document.status in {*MADE, Status.NOT_DUE} for document in outcome.documents)
    if reports is None or not whole or outcome.blocked:
        return
    mark = judged_mark(typed, workspace.shelf.mark(outcome.forms), workspace.phase)
    with suppress(OSError):  # without it the department is only judged again
        save(judged_path(reports, place), describe_judged(mark, outcome.forms, reports, made))
        unheeded = reports.parent / JUDGED / ".gitignore"
        if not unheeded.exists():
            save(unheeded, b"*\n")


def warm_up(workspace: Workspace, place: DepartmentYear) -> None:
    """Build one department without saving, so that the modules are loaded before the first real save."""
    from selfeval.pipeline.department import build

    if workspace.reports is not None:
        build(workspace, place)


def shard(places: Sequence[DepartmentYear], number: int, of: int) -> list[DepartmentYear]:
    """Return a stable share of the departments: the ``number``-th (from 1) of ``of``, which together are all departments."""
    return [place for place in places if _number(place) % of == number - 1]


def _number(place: DepartmentYear) -> int:
    from hashlib import blake2b  # only for shards

    return int.from_bytes(blake2b(str(place).encode(), digest_size=8).digest())
