"""new and fill: a year's files before anything is filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from selfeval.authoring.skeleton.blank import BLANK, lines_of
from selfeval.authoring.skeleton.complete import complete
from selfeval.authoring.skeleton.place import maps_in_braces
from selfeval.authoring.skeleton.roll import roll_forward
from selfeval.authoring.skeleton.wanted import Given, wanted
from selfeval.cli.options import chosen, helped, library, offices, place_of, places, short, within, years
from selfeval.cli.schema import equip
from selfeval.cli.trouble import Trouble
from selfeval.form.form import Phase
from selfeval.form.library import Library
from selfeval.form.schema import merge
from selfeval.pipeline.save import save
from selfeval.problem import Level
from selfeval.source.node import Text
from selfeval.source.repair import ENCODINGS
from selfeval.submission.folder import DepartmentYear
from selfeval.submission.read import read_department
from selfeval.submission.submission import File
from selfeval.submission.tree import Branch

TARGETS = "targets.yaml"
NOTHING_TYPED = frozenset({"empty-file", "no-keys"})


@click.command("new")
@click.argument("year", metavar="年度")
@click.argument("dept", default="", metavar="[部门]", shell_complete=offices)
@click.option("--from", "before", default="", metavar="年度", shell_complete=years, help="从哪一年转来。")
@click.option("--form", "slugs", multiple=True, metavar="表样", help="从头新建时要出的表；几张表就写几次。")
@within("data", "templates")
@helped
def new_command(year: str, dept: str, before: str, slugs: tuple[str, ...], data: Path, templates: Path) -> None:
    """新建一年的目标：从上一年转来，或按表样从头建；已经有的文件不动。

    从上一年转来的，指标和目标值照旧，去年的目标和实际写在旁边；金额和文字要重新填。

    \b
    例：python build.py new 2025 --from 2024           全部部门
        python build.py new 2025 tianhe --from 2024    一个部门
        python build.py new 2025 tianhe --form guangzhou-targets
    """
    if not re.fullmatch(r"\d{4}", year, re.ASCII):
        raise Trouble(f"“{year}”不是年度，要写成 2025 这样")
    if bool(before) == bool(slugs):
        raise Trouble("--from 年度（从哪年转来）和 --form 表样（从头新建）要写一样，也只写一样；加 --help 看例子")
    known = library(templates)
    if slugs:
        _create(dict(_anew(data, year, dept, slugs, known)))
        equip(data, DepartmentYear(year, dept), known)
        return
    waiting = [name for _, name in chosen(data, "", before, dept) if not (data / year / name / TARGETS).exists()]
    if not waiting:
        raise Trouble(f"{year} 年的 {TARGETS} 已经有了，没有动")
    files = {path: made for name in waiting for path, made in _carried(data, before, year, name, known)}
    if not files:
        raise Trouble(f"{'、'.join(waiting)} {before} 年没有 {TARGETS}，没有可以转的")
    _create(files)
    for name in waiting:
        equip(data, DepartmentYear(year, name), known)


def _create(files: Mapping[Path, bytes]) -> None:
    """Write new files, none where one of them is there already."""
    there = [path for path in files if path.exists()]
    if there:
        raise Trouble(f"{short(there[0]).as_posix()} 已经有了，没有动；要重新建的，先把它改名或删去")
    for path, made in files.items():
        save(path, made)
        click.echo(f"已新建 {short(path).as_posix()}：{_count(made)} 处待填")


def _anew(
    data: Path, year: str, department: str, slugs: tuple[str, ...], known: Library
) -> Iterator[tuple[Path, bytes]]:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", department):
        raise Trouble("要写部门的文件夹名，用小写字母、数字和短横，例如 tianhe")
    for slug in slugs:
        if slug not in known.forms:
            raise Trouble(f"没有“{slug}”这个表样；可以写：{'、'.join(known.forms)}")
    forms = tuple(known.forms[slug] for slug in slugs)
    given: Given = {("年度",): (year,), ("表样",): slugs}
    nothing = Branch(Text(""), "", Text(""))
    head = f"{_head(f'{year} 年')}；以 # 开头的项可以不填，要填就去掉“# ”"
    for name in dict.fromkeys((TARGETS, *(file for form in forms for file in form.files))):
        if known.phases[name] is Phase.TARGETS or "*" in name:
            lines = [head, *lines_of(wanted(merge(known, forms), name, nothing, given))]
            yield data / year / department / name.replace("*", "project-1"), ("\n".join(lines) + "\n").encode()


def _carried(data: Path, before: str, year: str, department: str, known: Library) -> Iterator[tuple[Path, bytes]]:
    for submission in read_department(data, DepartmentYear(before, department), known):
        for file in submission.files:
            of_project = "*" in file.declared
            if of_project == bool(submission.project) and (of_project or known.phases[file.declared] is Phase.TARGETS):
                _sound(file)
                yield data / year / department / file.name, roll_forward(submission, file, year).encode()


@click.command("fill")
@click.argument("target", metavar="年度/部门", shell_complete=places)
@click.option(
    "--phase",
    type=click.Choice([Phase.MONITORING.value, Phase.SELF_EVALUATION.value]),
    default=Phase.SELF_EVALUATION.value,
    help="哪个阶段的文件，缺省自评。",
)
@within("data", "templates")
@helped
def fill_command(target: str, phase: str, data: Path, templates: Path) -> None:
    """按目标和表样列出要填的地方；已经填的一个字也不动，可以随时再运行。

    自评阶段写 actuals.yaml 和 narrative.yaml，监控阶段写 monitoring.yaml。

    \b
    例：python build.py fill 2025/tianhe
        python build.py fill 2025/tianhe --phase 监控
    """
    place = place_of(target)
    known, asked = library(templates), Phase(phase)
    base, *_ = read_department(data, place, known, asked)
    files = {file.declared: file for file in base.files}
    if TARGETS not in files:
        raise Trouble(f"{place} 还没有 {TARGETS}；先用 python build.py new 新建")
    _sound(files[TARGETS])
    if not base.due:
        raise Trouble(f"{place} 选的表样里没有{asked}阶段的表")
    made: dict[Path, tuple[bytes, bytes]] = {}
    for name in (name for name, its in known.phases.items() if its is asked and "*" not in name):
        file = files.get(name)
        if file:
            _sound(file)
        old = file.data if file else f"{_head(f'{place.year} 年{asked}')}\n".encode()
        new = complete(old, file.reading.root if file else None, wanted(base.schema, name, base.tree, {}))
        if new != old:
            made[data / str(place) / (file.name if file else name)] = old, new
    for path, (old, new) in made.items():
        save(path, new)
        click.echo(f"{short(path).as_posix()}：加了 {_count(new) - _count(old)} 处待填")
    if not made:
        click.echo(f"{place} 没有要加的")
    equip(data, place, known)


def _head(about: str) -> str:
    return f"# {about}：把“{BLANK}”改成内容；# 后面是说明，填完可以删去"


def _count(data: bytes) -> int:
    return sum(BLANK in line and not line.lstrip().startswith("#") for line in data.decode().splitlines())


def _sound(file: File) -> None:
    """Refuse a file that could not be changed without harm."""
    for problem in file.reading.problems:
        if (problem.level is Level.ERROR and problem.rule not in NOTHING_TYPED) or problem.rule in ENCODINGS:
            raise Trouble(f"{file.shown} 第 {problem.place.line} 行先要改好：{problem.message}")
    for inline in maps_in_braces(file.reading.lines, file.reading.root) if file.reading.root else ():
        raise Trouble(f"{file.shown} 第 {inline.place.line} 行把几项写在一对大括号里，先要分行写")
