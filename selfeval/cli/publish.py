"""The commands summary, publish and bundle: a year as one table, as pages, and the program for an offline desk."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from selfeval.cli import display
from selfeval.cli.check import exit_code, sort_out_final
from selfeval.cli.failure import report_failed, show_unreadable
from selfeval.cli.options import (
    ROOT,
    choose_departments,
    complete_places,
    complete_years,
    folder_options,
    help_option,
    library_of,
    out_option,
    output_options,
    path_as_shown,
    print_json,
    workspace_of,
)
from selfeval.cli.places import departments_meant, year_meant
from selfeval.cli.trouble import FAILED, FINE, HELD_BACK, Trouble
from selfeval.documents.outcome import MADE, Outcome
from selfeval.form.library import Library
from selfeval.pipeline.batch import find_final, run, save_outcome
from selfeval.pipeline.save import save
from selfeval.pipeline.workspace import Workspace
from selfeval.problem.disk import read_file, stay_within, why_refused
from selfeval.submission.folder import DepartmentYear

_year = click.argument("year", default="", metavar="[年度]", shell_complete=complete_years)


@click.command("summary")
@_year
@folder_options("data", "templates", "reports")
@output_options("只列错误。")
@help_option
def summary_command(year: str, data: Path, templates: Path, reports: Path, shape: str, quiet: bool) -> None:  # noqa: PLR0913  # the options of the command, as click hands them
    """生成全年汇总表：一个部门一行，放在 reports/年度；不写年度就是正在收的一年。

    有错误的表不计入，列在“没有出的表”一栏。

    例：python build.py summary 2024
    """
    from selfeval.pipeline.summary.year import make_summaries

    year, wanted = _year_and_places(data, year)
    workspace = workspace_of(data, templates)
    _require_yearly(workspace)
    show_unreadable(data, wanted)
    failed: list[Outcome] = []
    outcomes = make_summaries(workspace, year, reports, failed)
    if shape == "json":
        print_json(display.for_json(outcomes, path_as_shown(reports)))
    else:
        _print_outcomes(outcomes, reports, quiet)
    code = report_failed({outcome.problems: outcome for outcome in failed}.values())
    sys.exit(max(code, *map(exit_code, outcomes)))


@click.command("publish")
@_year
@folder_options("data", "templates", "reports")
@out_option("网页", ROOT / "build" / "site")
@help_option
def publish_command(year: str, data: Path, templates: Path, reports: Path, out: Path) -> None:
    """先生成一年的全部文档和汇总表，再做成可以公开的网页，放在 build/site/年度。

    电话号码、身份证号码和写成【内部：…】的内容自动略去，并在网页上说明。有错误的表暂不做；
    form.yaml 里写了“公开: 否”的表不公开。

    例：python build.py publish 2024
    """
    from selfeval.documents.html.redaction import RedactionError
    from selfeval.documents.html.site import site
    from selfeval.history.record import state_in_words
    from selfeval.pipeline.across import without_copies
    from selfeval.pipeline.summary.year import build, gather, rows

    year, wanted = _year_and_places(data, year)
    workspace = workspace_of(data, templates)
    known = _require_yearly(workspace)
    show_unreadable(data, wanted)
    failed: list[Outcome] = []
    final, rest = sort_out_final(data, wanted, failed)
    outcomes = [
        *failed,
        *run(replace(workspace, reports=reports, anew=True), rest),
    ]  # judged like the summary, today
    outcomes += find_final(workspace, final, reports)
    outcomes, copies = without_copies(sorted(outcomes, key=lambda outcome: outcome.department))
    for place in (place for place in final if state_in_words(data / str(place)).endswith("有改动")):
        click.echo(f"{place} 定稿后有改动：文档仍是定稿的，汇总表按现在的数据；要重做就写明部门，运行 build", err=True)
    gathered = {form: gather(workspace, year, form, failed) for form in known.yearly.values()}
    summaries = [save_outcome(build(summary, form, known, reports), reports) for form, summary in gathered.items()]
    failed += [outcome for outcome in outcomes if outcome.failed]
    _print_outcomes(summaries, reports, quiet=False)
    code = max(report_failed({outcome.problems: outcome for outcome in failed}.values()), *map(exit_code, summaries))
    first = next((form for form in gathered if form.public), None)
    if first is None:
        raise Trouble("汇总表的 form.yaml 都写了“公开: 否”，做不了公开目录")
    try:
        pages, refused = site(year, outcomes, summaries, rows(gathered[first], first), reports)
    except RedactionError as error:
        raise Trouble(f"目录里有不能公开的内容：{error}") from error
    code = max(code, replace_pages(out / year, pages))
    twice = [f"{copy.year}/{copy.department}：部门名称和文件夹 {first.department} 里的一样" for copy, first in copies]
    for line in (*refused, *twice, *_find_internal([*outcomes, *summaries])):
        click.echo(f"没有公开  {line}")
    index = out / year / "index.html"
    where = f"，从这里看：{path_as_shown(index)}" if os.path.isfile(index) else ""
    click.echo(f"网页 {sum(os.path.isfile(out / year / path) for path in pages)} 个{where}")
    sys.exit(max(code, HELD_BACK if refused or twice else FINE))


def replace_pages(folder: Path, pages: Mapping[str, str], *, whole: bool = True) -> int:
    """Write the pages of a year, take away older ones where these are the whole year's, and return the exit code.

    Each page that the disk refuses is named, as is one whose place another's page has; the others are written.
    """
    code = FINE
    there = folder.rglob("*.html") if whole else ()
    left = [old for old in there if old.relative_to(folder).as_posix() not in pages and not _is_foreign(old)]
    steps: list[tuple[Path, Callable[[], str | None]]] = [(old, old.unlink) for old in left]
    steps += [(folder / path, partial(_put, folder, path, made)) for path, made in pages.items()]
    for path, step in steps:
        try:
            refused = step() or ""
        except OSError as error:
            refused = why_refused(error)
        if refused:
            click.echo(f"没有写成  {path_as_shown(path).as_posix()}：{refused}", err=True)
            code = FAILED
    return code


def _put(folder: Path, path: str, made: str) -> str:
    """Write a page of a year, and return why not where another's page has its place.

    Raises:
        OSError: about the page, where a link leads out of the folder, or the disk refuses.
    """
    stay_within((folder / path).parent, folder.parent)
    if _is_foreign(folder / path):
        return "这里有一个不是本程序做的网页，没有动；改名或移走，再运行一次"
    save(folder / path, made.encode())
    return ""


def _is_foreign(page: Path) -> bool:
    """Tell whether a file is there that was not made here."""
    from selfeval.documents.html.page import HEAD, is_ours

    return page.is_file() and not is_ours(read_file(page, HEAD))


def _find_internal(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Yield in one line how many documents are of forms that are not for the public, where there are any."""
    every = (document for outcome in outcomes for document in outcome.documents)
    found = [each for each in every if each.status in MADE and not each.public and each.path.endswith(".md")]
    if found:
        yield f"表样写明不公开的 {len(found)} 份，例如 {found[0].path.removesuffix('.md')}"


def _year_and_places(data: Path, year: str) -> tuple[str, list[DepartmentYear]]:
    """Return the year asked for, or the one in collection, and its departments."""
    wanted = year_meant(data, year)
    return wanted, departments_meant(data, wanted)


def _require_yearly(workspace: Workspace) -> Library:
    """Return the forms of a workspace.

    Raises:
        Trouble: where none of them is a year form.
    """
    known = library_of(workspace)
    if not known.yearly:
        reasons = "；".join(problem.message for problem in known.problems if problem.forms)
        raise Trouble(
            f"{workspace.templates.name} 里没有能用的汇总表（主体写“年度”的表样）" + (f"：{reasons}" if reasons else "")
        )
    return known


def _print_outcomes(outcomes: Sequence[Outcome], reports: Path, quiet: bool) -> None:
    """Print the problems and documents of year forms."""
    for outcome in outcomes:
        for block in display.problems(outcome.problems, outcome.lines, quiet=quiet):
            click.echo(block + "\n")
        if not quiet:
            click.echo("\n".join(display.documents(outcome, path_as_shown(reports))))


@click.command("bundle")
@click.argument("target", default="", metavar="[年度[/部门]]", shell_complete=complete_places)
@out_option("安装包", ROOT / "build" / "bundle")
@help_option
def bundle_command(target: str, out: Path) -> None:
    """把程序、表样和程序包装成一个文件夹，拿到不能上网的电脑上用。

    部门的数据和文档不装进去；写明年度或部门的，只装写明的。程序包要从网上下载，本机系统和 64 位 Windows
    各一份，Python 3.11 到 3.13 都能用。

    \b
    例：python build.py bundle                 不带数据
        python build.py bundle 2024/liwan      带上这个部门的
    """
    from selfeval.cli.bundle.assemble import assemble
    from selfeval.cli.bundle.wheels import download, targets

    if out.exists() and any(out.iterdir()):
        raise Trouble(f"{out} 已经有了，没有动；先改名或删去，再装一次")
    if not (ROOT / "build.py").is_file():
        raise Trouble("安装包要在项目文件夹里装（有 build.py 的那个），用 python build.py bundle")
    taken = choose_departments(ROOT / "data", target, "", "") if target else []
    assemble(ROOT, out, taken)
    failed = False
    for kind in targets():
        wrong = download(ROOT / "requirements.lock", kind, out / "wheels")
        failed = failed or bool(wrong)
        click.echo(f"{kind.name}：{f'程序包没有下载成，{wrong}' if wrong else '程序包已备好'}")
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    data = "、".join("/".join(place) for place in taken)
    click.echo(f"离线包在 {out}，共 {size // 2**20} MB，{f'带了 {data} 的数据和文档' if data else '没有带部门的数据'}")
    click.echo("怎么用见里面的 说明.txt")
    sys.exit(HELD_BACK if failed else FINE)
