"""Many departments, one after the other: one that has not changed is skipped, the others are made and saved as they come.

A stable share of all departments can be given to each of several machines.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeAlias, TypeVar

from selfeval.documents.outcome import (
    MADE,
    NOT_MADE,
    Document,
    Outcome,
    Status,
    group_by_form,
    is_copy,
    is_document,
)
from selfeval.pipeline.marks import JUDGED, data_mark, describe_judged, documents_up_to_date, judged_mark, judged_path
from selfeval.pipeline.save import save_together, take_away_left_over
from selfeval.pipeline.workers import Spread, spread
from selfeval.pipeline.workspace import Workspace
from selfeval.problem import Level, Place, Problem
from selfeval.problem.disk import stay_within, why_refused
from selfeval.submission.folder import DepartmentYear, alike_on_disk, departments, free_name

WORKERS_SKIP_FROM = 2000
"""With fewer departments than this, finding those that are up to date takes less time than starting workers."""

T = TypeVar("T")
Work: TypeAlias = Callable[[Workspace, DepartmentYear], Outcome]


def run(workspace: Workspace, places: Sequence[DepartmentYear], work: Work | None = None) -> Iterator[Outcome]:
    """Yield the outcome of every department in order; ``work``, else `make`, is done where something changed."""
    do = partial(work or make, workspace)
    prepare, lost = (lambda: workspace.library), partial(_lost, workspace.data)
    alike = dict(_held_back_as_alike(workspace.data, places))
    if len(places) >= WORKERS_SKIP_FROM:
        others = [place for place in places if place not in alike]
        made = spread(partial(skip_or_make, workspace, do), others, prepare, lost)
        yield from (alike.get(place) or next(made) for place in places)
        return
    skipped = [alike.get(place) or skip_unchanged(workspace, place) for place in places]
    rest = [place for place, outcome in zip(places, skipped, strict=True) if outcome is None]
    outcomes = spread(do, rest, prepare, lost)
    for outcome in skipped:
        yield outcome or next(outcomes)


def run_away(workspace: Workspace, places: Sequence[DepartmentYear], spread: Spread) -> Iterator[Outcome]:
    """Yield the outcome of every department in order; what changed is made by workers elsewhere and saved here."""
    alike = dict(_held_back_as_alike(workspace.data, places))
    skipped = [alike.get(place) or skip_unchanged(workspace, place) for place in places]
    rest = [place for place, outcome in zip(places, skipped, strict=True) if outcome is None]
    lost = partial(_made_by_nobody, workspace.data)
    made = spread(partial(make_unsaved, workspace), rest, lambda: workspace.library, lost)
    for place, outcome in zip(places, skipped, strict=True):
        yield outcome or _save_made_away(workspace, place, next(made))


def _held_back_as_alike(data: Path, places: Sequence[DepartmentYear]) -> Iterator[tuple[DepartmentYear, Outcome]]:
    """Yield each department whose folder is another's, too, on some disks, with its outcome: nothing of it is made."""
    for year in dict.fromkeys(place.year for place in places):
        for alike in alike_on_disk(data, year):
            for place in alike:
                others = "、".join(f"“{other.department}”" for other in alike if other != place)
                message = f"部门文件夹“{place.department}”和{others}在 Windows 和 Mac 上是一个文件夹，会互相盖掉；重复的删去，不是一个部门的改名为“{free_name(data / year, place.department)}”"
                problem = Problem(Place(f"{data.name}/{place}", 0, 0, 0), "same-document", Level.ERROR, message)
                yield place, held_back(place, problem)


def look_at(
    workspace: Workspace,
    places: Sequence[DepartmentYear],
    look: Callable[[Workspace, DepartmentYear], T],
    failed: list[Outcome],
) -> Iterator[tuple[DepartmentYear, T]]:
    """Yield what a look at each department gives, in order; the outcome of one that fails is added to ``failed``."""
    lost = partial(_lost, workspace.data)
    seen = spread(partial(_look_at, workspace, look), places, lambda: workspace.library, lost)
    for place, found in zip(places, seen, strict=True):
        if isinstance(found, Outcome):
            failed.append(found)
        else:
            yield place, found


def _look_at(
    workspace: Workspace, look: Callable[[Workspace, DepartmentYear], T], place: DepartmentYear
) -> T | Outcome:
    try:
        return look(workspace, place)
    except Exception as error:  # whatever happens in one department, the others are looked at
        return outcome_of_failure(workspace.data, place, error)


def skip_or_make(workspace: Workspace, work: Callable[[DepartmentYear], Outcome], place: DepartmentYear) -> Outcome:
    """Return the outcome of one department; ``work`` is done only where something changed."""
    return skip_unchanged(workspace, place) or work(place)


def skip_unchanged(workspace: Workspace, place: DepartmentYear) -> Outcome | None:
    """Return the outcome of a department in which nothing changed, without judging it; None where it is to be made."""
    if workspace.reports is None or workspace.anew:
        return None
    try:
        same = documents_up_to_date(workspace.data, place, workspace.reports, workspace.phase, workspace.shelf.mark)
    except OSError:  # making it tells what cannot be read
        return None
    if same is None:
        return None
    unchanged = tuple(Document(path, Status.UNCHANGED) for path in same)
    return Outcome(*place, place.department, (), unchanged, {}, skipped=True)


class Made(NamedTuple):
    """Hold an outcome that is still to be saved, and the mark of the files it was made of, empty where nothing was made."""

    outcome: Outcome
    typed: bytes


def make(workspace: Workspace, place: DepartmentYear) -> Outcome:
    """Read, judge, make and save one department; without reports only judge it. The outcome holds no bytes of documents."""
    return _save_made(workspace, place, make_unsaved(workspace, place))


def make_unsaved(workspace: Workspace, place: DepartmentYear) -> Made:
    """Read, judge and make one department; without reports only judge it."""
    from selfeval.pipeline.department import build, check  # where nothing changed, no rule is needed

    try:
        if workspace.reports is None:
            return Made(check(workspace, place), b"")
        typed = data_mark(workspace.data, place)
        return Made(build(workspace, place), typed)
    except Exception as error:  # whatever happens in one department, the others are made
        return Made(outcome_of_failure(workspace.data, place, error), b"")


def _save_made(workspace: Workspace, place: DepartmentYear, made: Made) -> Outcome:
    """Save what was made of one department. The outcome holds no bytes of documents."""
    if workspace.reports is None or not made.typed:
        return made.outcome
    try:
        outcome = save_outcome(made.outcome, workspace.reports)
    except Exception as error:  # whatever happens in one department, the others are saved
        return outcome_of_failure(workspace.data, place, error)
    _save_mark(workspace, place, outcome, made.typed)
    return outcome


def _save_made_away(workspace: Workspace, place: DepartmentYear, made: Made) -> Outcome:
    """Save what a worker elsewhere made, if it was made of the files that are here."""
    if made.typed and made.typed != data_mark(workspace.data, place):
        folder = f"{workspace.data.name}/{place}"
        message = f"{folder} 没有存：计算节点读到的文件和这里的不一样，或者刚才有人改过；再运行一次"
        return held_back(place, Problem(Place(folder, 0, 0, 0), NOT_MADE, Level.ERROR, message))
    return _save_made(workspace, place, made)


def _made_by_nobody(data: Path, place: DepartmentYear) -> Made:
    return Made(_lost(data, place), b"")


def make_drafts(workspace: Workspace, place: DepartmentYear, drafts: Path) -> Outcome:
    """Make and save the drafts of one department below a folder. The outcome holds no bytes of documents."""
    from selfeval.pipeline import department  # only for drafts

    try:
        documents = tuple(department.make_drafts(workspace, place, drafts))
        return save_outcome(Outcome(*place, place.department, (), documents, {}), drafts)
    except Exception as error:  # whatever happens in one department, the others are made
        return outcome_of_failure(workspace.data, place, error)


def save_outcome(outcome: Outcome, reports: Path) -> Outcome:
    """Save the documents of an outcome, those of one form together or not at all; it no longer holds their bytes.

    Where the disk refuses, the form's documents count as held back and a problem says why.
    """
    documents: list[Document] = []
    problems = list(outcome.problems)
    take_away_left_over({(reports / document.path).parent for document in outcome.documents})
    for together in group_by_form(outcome.documents):
        made = {reports / document.path: document.data for document in together if document.data is not None}
        try:
            for path in made:
                stay_within(path, reports)
            save_together(made)
        except OSError as error:
            problems.append(_refused(error, "这份文档没有写成"))
            documents += [
                document._replace(status=Status.HELD_BACK, note="没有写成，原来的没有动", data=None)
                for document in together
                if document.status is not Status.KEPT
            ]
        else:
            documents += [document._replace(data=None) for document in together]
    return outcome._replace(problems=tuple(problems), documents=tuple(documents))


def outcome_of_failure(data: Path, place: DepartmentYear, error: Exception) -> Outcome:
    """Return the outcome of a department that could not be made, with one problem that gives the reason."""
    folder, fault = f"{data.name}/{place}", ""
    if isinstance(error, OSError) and error.filename:
        problem = _refused(error, f"{folder} 没有做成")
    else:
        import traceback  # most departments are made

        fault = "".join(traceback.format_exception(error))
        message = f"{folder} 没有做成：程序自身出错，不是您填写的问题；别的部门照常"
        problem = Problem(Place(folder, 0, 0, 0), NOT_MADE, Level.ERROR, message)
    return held_back(place, problem, fault)


def _lost(data: Path, place: DepartmentYear) -> Outcome:
    """Return the outcome of a department over which the system stops the program."""
    folder = f"{data.name}/{place}"
    message = f"{folder} 没有做成：做到一半被系统中止，可能内存不够；关掉别的程序，再运行一次"
    return held_back(place, Problem(Place(folder, 0, 0, 0), NOT_MADE, Level.ERROR, message))


def held_back(place: DepartmentYear, problem: Problem, fault: str = "") -> Outcome:
    """Return the outcome of a department of which nothing is made, for the reason given."""
    held = Document(str(place), Status.HELD_BACK)
    return Outcome(*place, place.department, (problem,), (held,), {}, fault=fault)


def _refused(error: OSError, what: str) -> Problem:
    path = Path(error.filename or "")
    shown = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
    place = Place(shown.as_posix(), 0, 0, 0)
    return Problem(place, NOT_MADE, Level.ERROR, f"{what}：{why_refused(error)}")


def _save_mark(workspace: Workspace, place: DepartmentYear, outcome: Outcome, typed: bytes) -> None:
    """Save the mark of a judged department if every due document is made; ``typed`` is the mark of its files as read."""
    reports = workspace.reports
    made = [document.path for document in outcome.documents if document.status is not Status.NOT_DUE]
    whole = made and all(document.status in {*MADE, Status.NOT_DUE} for document in outcome.documents)
    if reports is None or not whole or outcome.blocked:
        return
    with suppress(OSError):  # without it, or with half of it, the department is only judged again
        mark = judged_mark(typed, workspace.shelf.mark(outcome.forms), workspace.phase)
        path, unheeded = Path(judged_path(reports, place)), reports.parent / JUDGED / ".gitignore"
        path.parent.mkdir(parents=True, exist_ok=True)
        if os.path.lexists(path) and not path.is_file():  # a pipe there would be waited for
            path.unlink()
        path.write_bytes(describe_judged(mark, outcome.forms, reports, made))
        if not unheeded.exists():
            unheeded.write_bytes(b"*\n")


def find_left_over(workspace: Workspace, known: Collection[DepartmentYear], year: str = "") -> Iterator[Outcome]:
    """Yield an outcome for each department of a year, else of all, that has documents but no data: it was moved or removed.

    ``known`` are those that have data.
    """
    reports = workspace.reports
    if reports is None:
        return
    for place in departments(reports, year):
        left = [] if place in known else _find_documents(reports / str(place))
        if left:
            documents = tuple(_left_over(path, f"{place}/{path.name}") for path in left)
            yield Outcome(*place, place.department, (), documents, {}, moved=True)


def _find_documents(folder: Path) -> list[Path]:
    """Return the documents in a department's folder, sorted."""
    return sorted(path for path in folder.glob("*") if is_document(path.name))


def _left_over(path: Path, shown: str) -> Document:
    from selfeval.documents.make import is_edited  # few departments lose their data

    gone = "没有这个部门的数据文件夹了"
    if is_copy(shown):
        return Document(shown, Status.KEPT, f"手工改过的一份；{gone}")
    if is_edited(path):
        return Document(shown, Status.STALE, f"{gone}，可是这一份手工改过；改动都写进 YAML 以后再删")
    return Document(shown, Status.STALE, f"{gone}；改了名的，旧的文件夹确认后可以删去")


def find_final(workspace: Workspace, places: Sequence[DepartmentYear], reports: Path) -> Iterator[Outcome]:
    """Yield the outcome of final departments: judged, and their documents as they are there; ``workspace`` only checks."""
    for place, outcome in zip(places, run(workspace, places), strict=True):
        due = [document for document in outcome.documents if document.status is not Status.NOT_DUE]
        known = {document.path for document in due}
        there = (f"{place}/{path.name}" for path in _find_documents(reports / str(place)) if not is_copy(path.name))
        others = (Document(path, Status.HELD_BACK, _NOT_KNOWN) for path in there if path not in known)
        yield outcome._replace(documents=(*(_as_there(document, reports) for document in due), *others))


_NOT_KNOWN = "定稿以后数据或表样改过，看不出这是哪张表的文档，暂不公开"


def _as_there(document: Document, reports: Path) -> Document:
    """Return a document of a final department as it stands in the reports folder, whatever the data say now."""
    if (reports / document.path).is_file():
        return document._replace(status=Status.UNCHANGED)
    return document._replace(status=Status.HELD_BACK, note="定稿的文档不在了")


def warm_up(workspace: Workspace, place: DepartmentYear) -> None:
    """Build one department without saving, so that the modules are loaded before the first real save."""
    from selfeval.pipeline.department import build

    if workspace.reports is not None:
        with suppress(Exception):  # the first real save says what is wrong
            build(workspace, place)


def shard(places: Sequence[DepartmentYear], number: int, of: int) -> list[DepartmentYear]:
    """Return a stable share of the departments: the ``number``-th (from 1) of ``of``, which together are all departments."""
    return [place for place in places if _number(place) % of == number - 1]


def _number(place: DepartmentYear) -> int:
    from hashlib import blake2b  # only for shards

    return int.from_bytes(blake2b(str(place).encode(), digest_size=8).digest())
