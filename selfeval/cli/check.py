"""The commands check, which judges departments, and build, which makes their documents too."""

from __future__ import annotations

import os
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

import click

from selfeval.cli import display
from selfeval.cli.failure import others_go_on, report_failed, show_unreadable
from selfeval.cli.options import (
    ROOT,
    Asked,
    department_options,
    help_option,
    join_target,
    library,
    output_options,
    path_as_shown,
    print_json,
    workspace_of,
)
from selfeval.cli.trouble import FAILED, FINE, HELD_BACK, Trouble, report_faults
from selfeval.documents.outcome import MADE, NOT_MADE, Outcome, Status
from selfeval.pipeline.across import compare
from selfeval.pipeline.batch import find_left_over, held_back, make_drafts, run, run_away
from selfeval.pipeline.save import save
from selfeval.pipeline.workspace import Workspace
from selfeval.problem import Level, Place, Problem
from selfeval.problem.disk import read_file
from selfeval.submission import approval
from selfeval.submission.folder import DepartmentYear

YES = ("y", "yes", "是", "改")
DRAFTS = ROOT / "build" / "drafts"
PROGRESS_FROM = 12
"""With fewer departments than this no progress is shown."""


@click.command("check")
@department_options
@output_options("只列错误和合计。")
@click.option("--fix", is_flag=True, help="先把改法只有一种的笔误改好：列出改动，问过再写。")
@click.option("--yes", is_flag=True, help="和 --fix 一起用：不问，直接改。")
@help_option
def check_command(asked: Asked, fix: bool, yes: bool) -> None:
    """检查填写的内容，不生成文档。

    例：python build.py check 2024/liwan
        python build.py check 2024/liwan --fix
    """
    if yes and not fix:
        raise Trouble("--yes 要和 --fix 一起用")
    code = _put_right(asked, yes) if fix else FINE
    sys.exit(max(code, _judge(asked, None, anew=False)))


def _put_right(asked: Asked, yes: bool) -> int:
    """Show the slips that can be put right in one way only, and put them right once that was agreed to.

    Returns the exit code of what could not be read or written.
    """
    if asked.shape == "json":
        raise Trouble("--fix 列出改动给人看，不能和 --format json 一起用")
    from selfeval.authoring.fix import mended  # building again what has not changed needs none of this

    known = library(asked.templates)
    failed: list[Outcome] = []
    files = []
    for place in asked.departments():
        with others_go_on(asked.data, place, failed):
            files += list(mended(asked.data, place, known))
    if not files:
        click.echo("没有改法只有一种的笔误，文件都没有动。\n")
        return report_failed(failed)
    for file in files:
        click.echo("\n".join(display.show_mended(file)) + "\n")
    if not yes and not _ask(f"改这 {len(files)} 个文件吗？"):
        click.echo("没有改，文件都没有动。\n")
        return report_failed(failed)
    for file in files:
        with others_go_on(asked.data, file.department, failed):
            if read_file(file.path) == file.typed:
                save(file.path, file.data)
                click.echo(f"已改 {file.shown}")
            else:
                click.echo(f"没有改 {file.shown}：刚才有人改过这个文件，请再运行一次", err=True)
    click.echo()
    return report_failed(failed)


def _ask(question: str) -> bool:
    """Ask a question; tell whether the answer is yes. Where nobody can answer it is no."""
    try:
        return (
            click.prompt(question + "输入 y 改，直接回车不改", default="n", show_default=False).strip().lower() in YES
        )
    except click.Abort:
        return False


@click.command("build")
@department_options
@output_options("只列错误和合计。")
@click.option("--force", is_flag=True, help="没有变化的也重新生成。")
@click.option(
    "--resolve",
    is_flag=True,
    help="两个人的改动合并（git merge）以后用：有冲突的文档按合并好的数据重新生成，冲突就解决了。",
)
@click.option("--draft", is_flag=True, help="没填完也先出草稿，放在 build/drafts，缺的地方标【待填】。")
@click.option(
    "--cluster", default="", metavar="地址", help="交给 Dask 集群做，例如 tcp://10.0.0.1:8786；见 docs/province.md。"
)
@help_option
def build_command(asked: Asked, force: bool, draft: bool, resolve: bool, cluster: str) -> None:
    """检查并生成 Word 和 Markdown 文档；有错误的表暂不生成，原有文档不动。

    例：python build.py build 2024
        python build.py build 2024/liwan --draft
    """
    if draft and cluster:
        raise Trouble("草稿在本机上出，--draft 不能和 --cluster 一起用")
    if draft:
        _make_drafts(asked)
        return
    if resolve:
        from selfeval.cli.resolve import resolve_conflicts  # only after a merge

        sys.exit(resolve_conflicts(asked.data, asked.templates, asked.reports))
    sys.exit(_judge(asked, asked.reports, anew=force, cluster=cluster))


def _judge(asked: Asked, reports: Path | None, *, anew: bool, cluster: str = "") -> int:
    """Judge the departments asked for, make their documents where there are reports, and show both as asked.

    ``cluster`` is the address of the cluster that does it, empty where this machine does. Returns the exit code.
    """
    if not asked.templates.is_dir():
        raise Trouble(f"没有表样文件夹 {asked.templates}")
    places = every = asked.departments()
    final: list[DepartmentYear] = []
    failed: list[Outcome] = []
    if reports is not None and not asked.names_one:
        final, places = sort_out_final(asked.data, every, failed)
    if final and asked.shape != "json":
        click.echo(f"已定稿、不再重做的部门：{'、'.join(map(str, final))}（要重做就写明部门）", err=True)
    workspace = workspace_of(asked.data, asked.templates, reports, asked.phase, anew)
    show = _show_as_json if asked.shape == "json" else _show_as_text
    made = _run_on_cluster(workspace, places, cluster) if cluster else run(workspace, places)
    outcomes = _with_lost_approvals(asked.data, places, chain(_with_progress(made, len(places)), failed))
    outcomes = compare(asked.data, outcomes)
    if not asked.names_some:
        year = join_target(asked.data, asked.target, asked.year, "")
        outcomes = chain(outcomes, find_left_over(workspace, frozenset(every), year))
    return show(outcomes, path_as_shown(asked.reports), asked.quiet)


def _with_lost_approvals(
    data: Path, places: Sequence[DepartmentYear], outcomes: Iterable[Outcome]
) -> Iterator[Outcome]:
    """Yield outcomes, each with the approved copy that was deleted."""
    from selfeval.history.approvals import find_deleted  # git is asked once, while departments are judged

    lost: dict[DepartmentYear, Problem] | None = None
    for outcome in outcomes:
        lost = find_deleted(data, places) if lost is None else lost
        found = lost.get(DepartmentYear(outcome.year, outcome.department))
        yield outcome._replace(problems=(*outcome.problems, found)) if found else outcome


def _run_on_cluster(workspace: Workspace, places: Sequence[DepartmentYear], address: str) -> Iterator[Outcome]:
    """Yield the outcome of every department in order, made by a cluster and saved here.

    Raises:
        Trouble: where the cluster cannot do it.
    """
    from selfeval.pipeline.cluster import Cluster, ClusterError  # most builds run on one machine

    try:
        yield from run_away(workspace, places, Cluster(address, workspace).spread)
    except ClusterError as error:
        raise Trouble(str(error)) from error


_DAMAGED = "送审和定稿的记录被人改过，看不出定稿了没有，这次没有做；从 git 里找回原来的，或者写明这个部门再做"


def sort_out_final(
    data: Path, places: Sequence[DepartmentYear], failed: list[Outcome]
) -> tuple[list[DepartmentYear], list[DepartmentYear]]:
    """Return the departments whose year is recorded as final, and the others.

    One whose record cannot be read, or was changed by hand, is neither: its outcome is added to ``failed``.
    """
    recorded = [place for place in places if os.path.lexists(f"{data}/{place}/{approval.RECORDED}")]
    if not recorded:
        return [], list(places)
    from selfeval.history import record  # most builds need not pay for git

    final: list[DepartmentYear] = []
    rest = [place for place in places if place not in recorded]
    for place in recorded:
        with others_go_on(data, place, failed):
            if record.is_damaged(data / str(place)):
                at = Place(f"{data.name}/{place}/{record.NAME}", 1, 1, 1)
                failed.append(held_back(place, Problem(at, NOT_MADE, Level.ERROR, _DAMAGED)))
            else:
                (final if record.is_final(data / str(place)) else rest).append(place)
    return final, sorted(rest)


def _make_drafts(asked: Asked) -> None:
    """Make and save drafts of the departments asked for, and say where they are."""
    library(asked.templates)  # which tells what of the forms cannot be read
    workspace, places = workspace_of(asked.data, asked.templates, phase=asked.phase), asked.departments()
    show_unreadable(asked.data, places)
    outcomes = [make_drafts(workspace, place, DRAFTS) for place in places]
    documents = [document for outcome in outcomes for document in outcome.documents]
    for block in display.problems(chain.from_iterable(outcome.problems for outcome in outcomes), {}):
        click.echo(block, err=True)
    for document in documents:
        if document.note:
            word = "出不了" if document.status is Status.HELD_BACK else display.STATUSES[document.status]
            click.echo(f"{word} {document.path}：{document.note}", err=True)
    made = [(DRAFTS / each.path).relative_to(ROOT).as_posix() for each in documents if each.status in MADE]
    refused = [document.path for document in documents if document.status is Status.HELD_BACK]
    if asked.shape == "json":
        print_json({"drafts": made, "refused": refused})
    else:
        for path in () if asked.quiet else made:
            click.echo(f"草稿 {path}")
        click.echo(f"共 {len(made)} 份草稿。")
    report_faults(outcome.fault for outcome in outcomes)
    failed = any(outcome.failed for outcome in outcomes)
    sys.exit(FAILED if failed else HELD_BACK if refused else FINE)


def _with_progress(outcomes: Iterable[Outcome], total: int) -> Iterator[Outcome]:
    """Yield the outcomes, and print on the error stream how far the work is: one changing line on a terminal, else ten."""
    started, wrong = time.monotonic(), 0
    terminal = sys.stderr.isatty()
    for done, outcome in enumerate(outcomes, start=1):
        wrong += outcome.blocked
        if total >= PROGRESS_FROM and (terminal or done % max(total // 10, 1) == 0):
            left = (time.monotonic() - started) / done * (total - done)
            line = f"{done}/{total} 个部门，{wrong} 个有错误，还要约 {left:.0f} 秒"
            click.echo(f"\r{line}\x1b[K" if terminal else line, err=True, nl=not terminal)
        yield outcome
    if terminal and total >= PROGRESS_FROM:
        click.echo("\r\x1b[K", err=True, nl=False)


def exit_code(outcome: Outcome) -> int:
    """Return the exit code that one department calls for; of all departments, the highest counts."""
    if outcome.failed:
        return FAILED
    held = outcome.blocked or any(document.status is Status.HELD_BACK for document in outcome.documents)
    return HELD_BACK if held else FINE


def _show_as_json(outcomes: Iterable[Outcome], reports: Path, quiet: bool) -> int:
    """Print problems and documents as JSON; return the exit code."""
    listed = list(outcomes)
    print_json(display.for_json(listed, reports))
    report_faults(outcome.fault for outcome in listed)
    return max(map(exit_code, listed), default=FINE)


def _show_as_text(outcomes: Iterable[Outcome], reports: Path, quiet: bool) -> int:
    """Print problems as they come, then every department and document, then the total; return the exit code.

    Of thousands of departments no more than the lines still to be printed is kept.
    """
    code, departments, skipped, made = FINE, 0, 0, 0
    faults: list[str] = []
    problems: Counter[Level | None] = Counter()
    summaries: list[str] = []
    blocked, begin = 0, ""
    for outcome in outcomes:
        departments += not outcome.moved
        if errors := [each for each in outcome.problems if each.blocks]:
            blocked, begin = blocked + 1, begin or display.where_to_begin(errors)
        for block in display.problems(outcome.problems, outcome.lines, quiet=quiet):
            click.echo(block + "\n")
        code = max(code, exit_code(outcome))
        faults += [outcome.fault] if outcome.fault else []
        skipped += outcome.skipped
        problems.update(display.tally(outcome.problems))
        made += sum(document.status is Status.BUILT for document in outcome.documents)
        if not quiet:
            summaries += display.documents(outcome, reports)
    for line in summaries:
        click.echo(line)
    built = f"生成 {made} 份文档。" if made else ""
    said = "没有变化" if departments and skipped == departments else display.total(problems)
    click.echo(f"共 {departments} 个部门：{said}。{built}")
    if blocked == 1 and begin:
        click.echo(begin)
    if skipped:
        click.echo(f"其中 {skipped} 个部门的数据和表样都没有变化，没有重新检查；要看提醒，用 check。")
    report_faults(faults)
    return code
