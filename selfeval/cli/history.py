"""status, compare, trend, record and log: how far departments are, what changed, what was recorded."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import click

from selfeval import display
from selfeval.cli.common import HELD_BACK, ROOT, Trouble, chosen, helped, library, machine, place_of, save, told
from selfeval.department import departments, read_department
from selfeval.form.form import Library, Phase
from selfeval.history import difference, overview, record
from selfeval.history.change import Change, changes, counted, missing
from selfeval.history.edit import last_edits
from selfeval.history.progress import progress
from selfeval.history.repository import GitError, Repository, Tag, find
from selfeval.history.table import WRITERS
from selfeval.history.trend import Point, bars, names, points
from selfeval.name import nearest
from selfeval.pipeline import Status, build, check
from selfeval.placeholder import placeholder
from selfeval.problem import Level
from selfeval.submission import Submission

TABLES = ("markdown", "csv")
CHANGES = {"kind": "变了什么", "name": "名称", "before": "之前", "after": "之后", "how": "变化"}
RECORDS = {"year": "年度", "tag": "记录", "day": "日期", "who": "谁记的", "commit": "版本"}
"""The columns of tables, by the key a program reads and the word a person reads."""


def _folders(*wanted: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Add an option for each folder a command works on."""
    about = {"data": "部门数据", "templates": "表样", "reports": "成品文档"}

    def add(command: Callable[..., None]) -> Callable[..., None]:
        for name in reversed(wanted):
            kind = click.Path(path_type=Path, file_okay=False)
            help = f"{about[name]}的文件夹，缺省 {name}。"
            command = click.option(f"--{name}", type=kind, default=ROOT / name, metavar="文件夹", help=help)(command)
        return command

    return add


@click.command("status")
@click.argument("target", default="", metavar="[年度[/部门]]")
@_folders("data", "templates")
@click.option("--phase", type=click.Choice([phase.value for phase in Phase]), help="只看这个阶段；缺的文件算没有填。")
@told("只列没有填完或者有错误的部门。", *TABLES)
@helped
def status_command(target: str, data: Path, templates: Path, phase: str | None, shape: str, quiet: bool) -> None:
    """列出各部门填了多少、还有几处错误、谁最后改的；差得最多的在最前面。

    完成多少，按到期的表要求必填的内容算；不写年度就看最近一年。

    例：python build.py status 2024
    """
    known = library(templates)
    latest = max((year for year, _ in departments(data)), default="")
    places = chosen(data, target or latest, "", "")
    asked = Phase(phase) if phase else None
    found = [progress(read_department(data, *place, known, asked), known) for place in places]
    if quiet:
        found = [each for each in found if each.errors or each.behind[0] < 1]
    found.sort(key=lambda each: (*each.behind, each.place))
    edits = last_edits(data, [each.place for each in found])
    seen = [(each, record.said(data / each.place), edits[each.place]) for each in found]
    if shape == "json":
        machine(overview.entries(seen))
    elif seen or not quiet:
        _lines(shape, *overview.table(seen, known.phases))


@click.command("compare")
@click.argument("before", metavar="之前")
@click.argument("after", metavar="之后")
@click.argument("target", metavar="部门")
@click.option("--rev", is_flag=True, help="比较 git 里的两个版本，不是两个年度；部门写成 年度/部门。")
@_folders("data", "templates")
@told("只列各变了几处。", *TABLES)
@helped
def compare_command(
    before: str, after: str, target: str, rev: bool, data: Path, templates: Path, shape: str, quiet: bool
) -> None:
    """比较一个部门的两个年度或两个版本：哪个指标、哪一项，从多少变成多少。

    \b
    例：python build.py compare 2022 2023 tianhe
        python build.py compare --rev HEAD~1 HEAD 2024/liwan
    """
    known = library(templates)
    if rev:
        repository, place = _repository(data), place_of(target)
        old, new = (_at(repository, name, data, place, known) for name in (before, after))
    else:
        old, new = (_read(data, year, target, known) for year in (before, after))
    notes = [*_notes(before, old, new), *_notes(after, new, old)]
    found = changes(old, new)
    if shape == "json":
        machine({"notes": notes, "counts": counted(found), "changes": [each._asdict() for each in found]})
    else:
        _show(shape, f"{target}：{before} → {after}", found, notes, quiet)


def _show(shape: str, title: str, found: list[Change], notes: list[str], quiet: bool) -> None:
    if quiet or shape != "csv":
        total = "、".join(f"{kind} {count} 处" for kind, count in counted(found).items())
        mark = "## " if shape == "markdown" else ""
        more = found and not quiet
        click.echo("\n\n".join([f"{mark}{title}，{total or '没有变化'}", *notes]) + ("\n" if more else ""))
    if not quiet and (found or shape == "csv"):
        _table(shape, CHANGES, found)


def _notes(name: str, side: tuple[Submission, ...], other: tuple[Submission, ...]) -> Iterator[str]:
    """Yield why the comparison may not be whole."""
    lacking = missing(side, other)
    if lacking:
        yield f"{name} 没有 {'、'.join(lacking)}，其中的内容没有比较。"
    files = {file.name: file for each in side for file in each.files}
    for file in files.values():
        if any(problem.level is Level.ERROR for problem in file.reading.problems):
            yield f"{name} 的 {file.name} 有写错的地方，可能没有比全。"


def _read(data: Path, year: str, department: str, known: Library) -> tuple[Submission, ...]:
    """Read a department-year that can be read whole; anything else is trouble."""
    if not department or not (data / year / department).is_dir():
        raise Trouble(f"没有 {data.name}/{year}/{department} 这个文件夹")
    submissions = read_department(data, year, department, known)
    for file in (file for each in submissions for file in each.files):
        if file.reading.root is None:
            raise Trouble(
                f"{file.shown}（{year}）有写错的地方，读不出来；先运行 python build.py check {year}/{department}"
            )
    return submissions


def _at(
    repository: Repository, name: str, data: Path, place: tuple[str, str], known: Library
) -> tuple[Submission, ...]:
    """Read a department-year as it was at a revision."""
    folder = data.joinpath(*place)
    try:
        files = repository.files(repository.revision(name), folder)
    except GitError as error:
        raise Trouble(str(error)) from error
    if not files:
        raise Trouble(f"{name} 里还没有 {'/'.join(place)}")
    with tempfile.TemporaryDirectory() as home:
        for file, content in files.items():
            save(Path(home, data.name, *place, file), content)
        return _read(Path(home, data.name), *place, known)


@click.command("trend")
@click.argument("department", metavar="部门")
@click.argument("name", metavar="名称")
@_folders("data", "templates")
@told("只列年度和各年的数。", *TABLES)
@helped
def trend_command(department: str, name: str, data: Path, templates: Path, shape: str, quiet: bool) -> None:
    """看一个指标、事实或预算数各年是多少；能写的名称见 quote 命令。

    例：python build.py trend tianhe 预算完成率
    """
    known = library(templates)
    years = [year for year, other in departments(data) if other == department]
    if not years:
        raise Trouble(f"{data.name} 里没有“{department}”这个部门")
    read = {year: _read(data, year, department, known) for year in years}
    found = {year: _only(year, points(read[year], name)) for year in years}
    if not any(found.values()):
        near = nearest(name, (other for year in years for other in names(read[year])))
        raise Trouble(f"{department} 各年都没有“{name}”" + (f"，是不是“{near}”？" if near else "；名称见 quote 命令"))
    values = [point.value if point else "" for point in found.values()]
    rows, earlier = [], ""
    for (year, point), bar in zip(found.items(), bars(values), strict=True):
        target, value = (point.target, point.value or "未填") if point else ("", "没有这一项")
        grown = difference.apart(earlier, point.value) if point and point.value and earlier else ""
        rows.append({"year": year, "target": target, "value": value, "change": grown, "bar": bar})
        earlier = point.value if point and point.value else earlier
    columns = {"year": "年度", "target": "目标值", "value": name, "change": "比上一次", "bar": ""}
    kept = ["year", "value"] if quiet else [key for key in columns if columns[key] or shape != "json"]
    _table(shape, {key: columns[key] for key in kept}, [[row[key] for key in kept] for row in rows])


def _only(year: str, found: list[Point]) -> Point | None:
    if len(found) > 1:
        named = "、".join(point.name for point in found)
        raise Trouble(f"{year} 年有 {len(found)} 处叫这个名称，要写明是哪一处：{named}")
    return found[0]._replace(value="" if placeholder(found[0].value) else found[0].value) if found else None


@click.command("record")
@click.argument("target", metavar="年度/部门")
@click.argument("state", metavar="送审|定稿")
@_folders("data", "templates", "reports")
@helped
@click.pass_context
def record_command(context: click.Context, target: str, state: str, data: Path, templates: Path, reports: Path) -> None:
    """把一个部门的数据和文档记入 git，标明送审或定稿；有错误时不记。

    只提交这个部门的两个文件夹。定稿以后，成批生成时不再动它的文档。

    例：python build.py record 2025/tianhe 送审
    """
    year, department = place_of(target)
    folder = data / year / department
    if not folder.is_dir():
        raise Trouble(f"没有 {data.name}/{year}/{department} 这个文件夹")
    if state not in list(record.State):
        raise Trouble(f"“{state}”要写成 {' 或 '.join(record.State)}")
    repository = _repository(data)
    known = library(templates)
    outcome = check(data, year, department, known)
    built = build(data, year, department, known, reports)
    waiting = [Path(each.path).name for each in outcome.documents if each.status is Status.NOT_DUE]
    if outcome.blocked or built.blocked:
        said = display.count(dict.fromkeys((*outcome.problems, *built.problems)))
        click.echo(f"没有记：{said}。改好再记，先看：python build.py build {year}/{department}", err=True)
        context.exit(HELD_BACK)
    if waiting and state == record.State.FINAL:
        click.echo(f"没有记：{'、'.join(waiting)}还没有开始填，这一年不能定稿", err=True)
        context.exit(HELD_BACK)
    for document in built.documents:
        if document.data is not None:
            save(reports / document.path, document.data)
    title = f"{state}：{year} 年度 {outcome.name}（{year}/{department}）"
    message = f"{title}\n\n{display.count(outcome.problems)}"
    try:
        fresh = repository.uncommitted(data) | repository.uncommitted(reports)
        if record.said(folder) == state and f"{year}/{department}" not in fresh:
            click.echo(f"{year}/{department} 从上次{state}以来没有变化，不用再记")
            return
        tag = record.keep(repository, folder, reports / year / department, record.State(state), message)
    except GitError as error:
        raise Trouble(str(error)) from error
    click.echo(f"已记：{tag}")


@click.command("log")
@click.argument("target", metavar="部门")
@_folders("data")
@told("每年只列最近一次。", *TABLES)
@helped
def log_command(target: str, data: Path, shape: str, quiet: bool) -> None:
    """列出一个部门哪天送审、哪天定稿、谁记的。

    例：python build.py log tianhe
    """
    year, _, department = target.strip("/").rpartition("/")
    places = [place for place in departments(data) if place[1] == department and year in ("", place[0])]
    if not places:
        raise Trouble(f"{data.name} 里没有“{target}”这个部门")
    repository = find(data)
    tags = repository.tags() if repository else ()
    known = [_tagged(place, tags) or _kept(data, place) for place in places]
    rows = [row for listed in known for row in (listed[-1:] if quiet else listed)]
    if not rows:
        raise Trouble(f"{target} 还没有送审或定稿的记录" + ("" if repository else f"；{data} 也不在 git 仓库里"))
    _table(shape, RECORDS, rows)


def _tagged(place: tuple[str, str], tags: Sequence[Tag]) -> list[list[str]]:
    home = "/".join(place)
    return [
        [place[0], tag.name, tag.day, tag.who, tag.commit]
        for tag in tags
        if tag.name.startswith(tuple(f"{home}/{state}" for state in record.State))
    ]


def _kept(data: Path, place: tuple[str, str]) -> list[list[str]]:
    return [[place[0], each.state, each.day, "", ""] for each in record.read(data.joinpath(*place))]


def _repository(data: Path) -> Repository:
    repository = find(data)
    if repository is None:
        raise Trouble(f"{data} 不在 git 仓库里（或这台电脑没有 git），做不了；先在项目文件夹运行 git init")
    return repository


def _table(shape: str, columns: Mapping[str, str], rows: Sequence[Sequence[str]]) -> None:
    if shape == "json":
        machine([dict(zip(columns, row, strict=True)) for row in rows])
    else:
        _lines(shape, list(columns.values()), rows)


def _lines(shape: str, head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    for line in WRITERS[shape](head, rows):
        click.echo(line)
