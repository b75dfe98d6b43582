"""summary, publish and bundle: the year as one table, as pages, and the project for a desk without a network."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import click

from selfeval import display
from selfeval.batch import Job, run
from selfeval.cli.common import FINE, HELD_BACK, ROOT, Trouble, chosen, helped, library, machine, save, told
from selfeval.department import departments
from selfeval.form.form import Library
from selfeval.pipeline import Outcome

SITE = ROOT / "build" / "site"
BUNDLE = ROOT / "build" / "bundle"


def _folders(command: Callable[..., None]) -> Callable[..., None]:
    """Add the year and the folders."""
    command = click.argument("year", default="", metavar="[年度]")(command)
    for name, about in (("reports", "成品文档"), ("templates", "表样"), ("data", "部门数据")):
        kind = click.Path(path_type=Path, file_okay=False)
        text = f"{about}的文件夹，缺省 {name}。"
        command = click.option(f"--{name}", type=kind, default=ROOT / name, metavar="文件夹", help=text)(command)
    return command


@click.command("summary")
@_folders
@told("只列错误。")
@helped
def summary_command(year: str, data: Path, templates: Path, reports: Path, shape: str, quiet: bool) -> None:
    """生成全年汇总表：一个部门一行，放在 reports/年度；不写年度就是最近一年。

    有错误的表不计入，列在“没有出的表”一栏。

    例：python build.py summary 2024
    """
    from selfeval.yearly.year import build, gather

    year, _ = _places(data, year)
    known = _yearly(templates)
    outcomes = [build(gather(data, year, known, form), form, known, reports) for form in known.yearly.values()]
    _save(outcomes, reports)
    if shape == "json":
        machine(display.machine(outcomes, _short(reports)))
    else:
        _tell(outcomes, reports, quiet)
    sys.exit(HELD_BACK if any(outcome.blocked for outcome in outcomes) else FINE)


@click.command("publish")
@_folders
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=SITE,
    metavar="文件夹",
    help="网页放在哪里，缺省 build/site。",
)
@helped
def publish_command(year: str, data: Path, templates: Path, reports: Path, out: Path) -> None:
    """先生成一年的全部文档和汇总表，再做成可以公开的网页，放在 build/site/年度。

    电话号码、身份证号码和写成【内部：…】的内容自动略去，并在网页上说明。有错误的表暂不公开。

    例：python build.py publish 2024
    """
    from selfeval.publish.redaction import RedactionError
    from selfeval.publish.site import site
    from selfeval.yearly.year import build, gather, rows

    year, places = _places(data, year)
    known = _yearly(templates)
    outcomes = list(run(Job(data, templates, reports, anew=True), places))  # judged like the summary, today
    gathered = {form: gather(data, year, known, form) for form in known.yearly.values()}
    summaries = [build(summary, form, known, reports) for form, summary in gathered.items()]
    _save(summaries, reports)
    _tell(summaries, reports, quiet=False)
    first, *_ = gathered
    try:
        pages, refused = site(year, outcomes, summaries, rows(gathered[first], first), reports)
    except RedactionError as error:
        raise Trouble(f"目录里有不能公开的内容：{error}") from error
    for old in (out / year).rglob("*.html"):
        if old.relative_to(out / year).as_posix() not in pages:
            old.unlink()
    for path, made in pages.items():
        save(out / year / path, made.encode())
    for line in refused:
        click.echo(f"没有公开  {line}")
    click.echo(f"网页 {len(pages)} 个，从这里看：{_short(out / year / 'index.html')}")
    sys.exit(HELD_BACK if refused else FINE)


def _places(data: Path, year: str) -> tuple[str, list[tuple[str, str]]]:
    """Return the year asked for, or the latest, and its departments."""
    wanted = year or max((known for known, _ in departments(data)), default="")
    if not wanted.isdecimal():
        raise Trouble(f"“{year}”不是年度，要写成 2024 这样" if year else f"{data.name} 里没有部门")
    return wanted, chosen(data, wanted, "", "")


def _yearly(templates: Path) -> Library:
    known = library(templates)
    if not known.yearly:
        reasons = "；".join(problem.message for problem in known.problems if problem.forms)
        raise Trouble(
            f"{templates.name} 里没有能用的汇总表（主体写“年度”的表样）" + (f"：{reasons}" if reasons else "")
        )
    return known


def _save(outcomes: Sequence[Outcome], reports: Path) -> None:
    """Save the documents of year forms."""
    for outcome in outcomes:
        for document in outcome.documents:
            if document.data is not None:
                save(reports / document.path, document.data)


def _tell(outcomes: Sequence[Outcome], reports: Path, quiet: bool) -> None:
    """Say what is wrong with year forms and what was made."""
    for outcome in outcomes:
        for found in display.wanted(outcome.problems, quiet):
            click.echo("\n".join(display.problem(found, outcome.lines)) + "\n")
        if not quiet:
            click.echo("\n".join(display.documents(outcome, _short(reports))))


def _short(path: Path) -> Path:
    return path.relative_to(ROOT) if path.is_relative_to(ROOT) else path


@click.command("bundle")
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    default=BUNDLE,
    metavar="文件夹",
    help="放在哪里，缺省 build/bundle。",
)
@helped
def bundle_command(out: Path) -> None:
    """把程序、表样、数据和程序包装成一个文件夹，拿到不能上网的电脑上用。

    程序包要从网上下载，本机系统和 64 位 Windows 各一份，Python 3.11 到 3.13 都能用。

    例：python build.py bundle
    """
    from selfeval.bundle.assemble import assemble, packages
    from selfeval.bundle.wheels import download, targets

    if out.exists() and any(out.iterdir()):
        raise Trouble(f"{out} 已经有了，没有动；先改名或删去，再装一次")
    assemble(ROOT, out)
    failed = False
    for target in targets():
        wrong = download(packages(ROOT), ROOT / "requirements.lock", target, out / "wheels")
        failed = failed or bool(wrong)
        click.echo(f"{target.name}：{f'程序包没有下载成，{wrong}' if wrong else '程序包已备好'}")
    size = sum(path.stat().st_size for path in out.rglob("*") if path.is_file())
    click.echo(f"离线包在 {out}，共 {size // 2**20} MB；怎么用见里面的 说明.txt")
    sys.exit(HELD_BACK if failed else FINE)
