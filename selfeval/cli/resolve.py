"""build --resolve: the way through a merge that stopped at generated documents, which are made anew from the merged data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import click

from selfeval.cli import display
from selfeval.cli.failure import report_failed
from selfeval.cli.lookback import find_repository
from selfeval.cli.options import folders_typed, library_of, path_as_shown, workspace_of
from selfeval.cli.trouble import FINE, HELD_BACK, HeldBack
from selfeval.documents.outcome import Outcome
from selfeval.history.repository import Conflict, Repository
from selfeval.pipeline.batch import make
from selfeval.pipeline.save import save
from selfeval.pipeline.summary.year import make_summaries
from selfeval.problem.disk import read_file
from selfeval.submission import approval
from selfeval.submission.folder import DepartmentYear
from selfeval.text.argument import as_argument

MARKS = (b"<<<<<<< ", b">>>>>>> ")
"""How the lines begin with which git shows where two sides differ."""


class Sorted(NamedTuple):
    """Hold the conflicts of a merge: those of documents, those of data, and all others."""

    documents: list[Conflict]
    data: list[Conflict]
    others: list[Conflict]


def resolve_conflicts(data: Path, templates: Path, reports: Path) -> int:
    """Make the documents in conflict anew, settle them, and return the exit code.

    Both versions are looked at first, so that what was changed by hand in either is kept beside the new document.

    Raises:
        HeldBack: where a person has to decide first, with what.
    """
    history = find_repository(data)
    found = _sort(history.conflicts(), data, reports)
    if not any(found):
        click.echo("没有冲突，不用解决。")
        return FINE
    undecided = [*_undecided(found.data), *_without_data(found.documents, data, reports)]
    undecided += [f"{path_as_shown(each.path).as_posix()} 有冲突，先改好，再 git add" for each in found.others]
    if undecided:
        raise HeldBack("这几处要人来定，定了再运行一次：\n" + "\n".join(f"  {line}" for line in undecided))
    places, years = _places(found, data, reports)
    outcomes = _make_both(history, found.documents, places, (data, templates, reports))
    failed: list[Outcome] = []
    settled = [place for place, outcome in zip(places, outcomes, strict=True) if not outcome.blocked]
    if years:
        workspace = workspace_of(data, templates)
        library_of(workspace)
        for year in years:
            outcomes += make_summaries(workspace, year, reports, failed)
    paths = [each.path for each in found.data]
    paths += [path for place in settled for path in [reports / str(place)] if path.exists()]
    paths += [each.path for each in found.documents if _belongs(each, reports, settled, years)]
    if paths:
        history.settle(dict.fromkeys(paths))
    for outcome in outcomes:
        for block in display.problems(outcome.problems, outcome.lines, quiet=True):
            click.echo(block + "\n")
        click.echo("\n".join(display.documents(outcome, path_as_shown(reports))))
    left = history.conflicts()
    if left:
        click.echo(
            f"还有 {len(left)} 个文件没有解决：先改好上面的错误，再运行一次 python build.py build --resolve{folders_typed('data', 'templates', 'reports')}"
        )
    else:
        click.echo(
            f"冲突都解决了（{len(found.documents)} 个文档、{len(found.data)} 个数据文件）。接着运行：git commit（变基的运行 git rebase --continue）"
        )
    return max(report_failed(failed), HELD_BACK if left else FINE)


def _sort(conflicts: Iterable[Conflict], data: Path, reports: Path) -> Sorted:
    found = Sorted([], [], [])
    for each in conflicts:
        if each.path.is_relative_to(reports.resolve()):
            found.documents.append(each)
        elif each.path.is_relative_to(data.resolve()):
            found.data.append(each)
        else:
            found.others.append(each)
    return found


def _undecided(conflicts: Iterable[Conflict]) -> Iterator[str]:
    """Yield what a person has to decide in the data, each with its place."""
    for each in conflicts:
        shown = path_as_shown(each.path).as_posix()
        typed = as_argument(shown)
        if not (each.ours and each.theirs):
            yield f"{shown} 一边改了，一边删了：要留的 git add {typed}，不要的 git rm {typed}"
            continue
        lines = read_file(each.path).splitlines() if each.path.is_file() else []
        marked = [number for number, line in enumerate(lines, start=1) if line.startswith(MARKS)]
        if marked and each.path.name == approval.NAME:
            yield f"{shown} 两边都存过档：用我们的 git checkout --ours {typed}，用他们的 git checkout --theirs {typed}"
        elif marked:
            yield f"{shown} 第 {marked[0]} 行起两边写得不一样：留下对的，删去 <<<<<<<、=======、>>>>>>> 这几行"


def _without_data(documents: Iterable[Conflict], data: Path, reports: Path) -> Iterator[str]:
    """Yield the documents of departments that are no more."""
    for each in documents:
        place = each.path.relative_to(reports.resolve()).parts[:-1]
        if not data.joinpath(*place).is_dir():
            shown = path_as_shown(each.path).as_posix()
            yield f"{shown} 没有 {'/'.join(place)} 的数据了：不要的 git rm {as_argument(shown)}"


def _places(found: Sorted, data: Path, reports: Path) -> tuple[list[DepartmentYear], list[str]]:
    """Return the departments whose documents are to be made anew, and the years whose summaries are."""
    parts = [each.path.relative_to(reports.resolve()).parts for each in found.documents]
    parts += [each.path.relative_to(data.resolve()).parts for each in found.data]
    places = {DepartmentYear(*each[:2]) for each in parts if len(each) > 2}
    years = {each[0] for each in parts if len(each) == 2}
    return sorted(place for place in places if (data / str(place)).is_dir()), sorted(years)


def _make_both(
    history: Repository,
    documents: Sequence[Conflict],
    places: Sequence[DepartmentYear],
    folders: tuple[Path, Path, Path],
) -> list[Outcome]:
    """Make departments twice, over the documents of either side; return the outcomes of the second time."""
    workspace = workspace_of(*folders, anew=True)
    outcomes: list[Outcome] = []
    for side in ("theirs", "ours"):
        for each in documents:
            blob = getattr(each, side)
            if blob:
                save(each.path, history.content(blob))
            else:
                each.path.unlink(missing_ok=True)
        outcomes = [make(workspace, place) for place in places]
    return outcomes


def _belongs(conflict: Conflict, reports: Path, settled: Sequence[DepartmentYear], years: Sequence[str]) -> bool:
    """Tell whether a document in conflict is one of the departments settled, or a summary of the years made."""
    parts = conflict.path.relative_to(reports.resolve()).parts
    return parts[0] in years if len(parts) == 2 else DepartmentYear(*parts[:2]) in settled
