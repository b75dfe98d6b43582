"""The commands approve, which seals the approved targets, and quote, which lists the names that prose may quote."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from selfeval.cli.failure import show_unreadable
from selfeval.cli.options import (
    folder_options,
    folders_typed,
    help_option,
    library,
    output_options,
    places_argument,
    print_json,
)
from selfeval.cli.places import departments_meant, parse, places_meant
from selfeval.cli.several import in_turn
from selfeval.cli.trouble import HeldBack, Trouble
from selfeval.evaluation.judge import evaluate
from selfeval.evaluation.score import with_scores
from selfeval.form.field import Role
from selfeval.form.library import Library
from selfeval.history.approvals import find_lost
from selfeval.pipeline.save import save
from selfeval.problem import Level
from selfeval.problem.disk import read_file
from selfeval.submission import approval
from selfeval.submission.folder import DepartmentYear, file_names
from selfeval.submission.quotes import BARE, TARGET_WORD, Index, Quotes, fill
from selfeval.submission.read import read_department
from selfeval.submission.submission import Submission
from selfeval.text.name import fold
from selfeval.text.placeholder import find_placeholder

OFFER = ("project", "name", "full", "value")
"""The keys of what may be quoted, as a program reads it."""
PROJECTS = ("projects/", "funds/")
"""The folder of the projects' files, whose targets are approved with the department's."""


@click.command("approve")
@places_argument
@folder_options("data", "templates")
@click.option("--again", is_flag=True, help="已经存过档的，用现在的目标重新存档。")
@help_option
def approve_command(targets: tuple[str, ...], data: Path, templates: Path, again: bool) -> None:
    """目标批复后存档：以后 targets.yaml 和各项目的目标有改动，检查时会一一指出。

    \b
    例：python build.py approve 2025/tianhe
        python build.py approve 2025              一年的全部部门，存过档的不动
    """
    if again and not all(parse(data, target).department for target in targets):
        raise Trouble("--again 会用现在的目标换掉存档，要写明是哪些部门，不能写一年")
    meant = [(parse(data, target).department, departments_meant(data, target)) for target in targets]
    places, known = list(dict.fromkeys(place for _, found in meant for place in found)), library(templates)
    named = {place for name, found in meant if name for place in found}
    alone, lost = len(places) == 1, dict(find_lost(data, places))

    def approve(place: DepartmentYear) -> str:
        if place in lost and place not in named:  # whoever took it away must not get lower targets approved by the way
            raise HeldBack(lost[place])
        sealed = approval.read(data / str(place))
        if isinstance(sealed, approval.Seal) and not again:
            if not alone:
                return "已经存过档"
            raise Trouble(f"{place} 已经存过档；确实要重新存档的，加 --again")
        among = _seal(data, place, known, again)
        click.echo(f"已存档：{data.name}/{place}/{approval.NAME}{among}")
        return "已存档"

    sys.exit(in_turn(data, places, approve, "没有存"))


def _seal(data: Path, place: DepartmentYear, known: Library, again: bool) -> str:
    """Seal the targets of a department, its projects and funds, and return in words how many of these there are.

    Raises:
        Trouble: where there are no targets, or they cannot be read or have errors.
    """
    targets = data / str(place) / "targets.yaml"
    if not targets.is_file():
        raise Trouble(f"没有 {data.name}/{place}/{targets.name}，还没有可以存档的目标")
    show_unreadable(data, [place])
    if isinstance(approval.read(targets.parent), OSError):
        raise Trouble("没有存档：先让上面的文件读得出来")
    base, *others = read_department(data, place, known)
    for file in (file for each in others for file in each.files if file.name.startswith(PROJECTS)):
        slips = sum(problem.level is Level.ERROR for problem in file.reading.problems)
        if slips:  # what cannot be read whole is not what was approved
            raise HeldBack(
                f"{file.name} 还有 {slips} 处错误，改好再存档：python build.py check {place.typed}{folders_typed('data', 'templates')}"
            )
    wrong = [
        problem
        for problem in evaluate(base, known).problems
        if problem.blocks and problem.place.file.endswith("/targets.yaml")
    ]
    if wrong and not again:
        raise HeldBack(
            f"targets.yaml 还有 {len(wrong)} 处错误，改好再存档：python build.py check {place.typed}{folders_typed('data', 'templates')}"
        )
    projects = {
        name: read_file(targets.parent / name) for name in file_names(targets.parent) if name.startswith(PROJECTS)
    }
    save(targets.parent / approval.NAME, approval.seal(read_file(targets), date.today(), projects))
    funds = sum(name.startswith("funds/") for name in projects)
    kinds = (("项目", len(projects) - funds), ("资金", funds))
    return "".join(f"，其中{kind} {count} 个" for kind, count in kinds if count)


@click.command("quote")
@places_argument
@folder_options("data", "templates")
@output_options("只列名称，不列现在的值。")
@help_option
def quote_command(targets: tuple[str, ...], data: Path, templates: Path, shape: str, quiet: bool) -> None:
    """列出说明文字里可以引用的名称和现在的值，照抄左边一列即可。

    例：python build.py quote 2022/tianhe
    """
    places, known = places_meant(data, targets), library(templates)
    show_unreadable(data, places)
    offered: list[dict[str, str]] = []

    def quote(place: DepartmentYear) -> str:
        submissions = [with_scores(each)[0] for each in read_department(data, place, known) if each.forms]
        if shape == "json":
            whose = {} if len(places) == 1 else {"department": str(place)}
            offers = ((each.project, *offer) for each in submissions for offer in _list_offers(each))
            offered.extend(whose | dict(zip(OFFER, offer, strict=True)) for offer in offers)
        else:
            if len(places) > 1:
                click.echo(f"{place} {submissions[0].department_name if submissions else ''}")
            _show_offers(submissions, quiet)
        return "列出了名称" if submissions else "还没有选表样"

    if shape == "json":
        for place in places:
            quote(place)
        print_json(offered)
    else:
        sys.exit(in_turn(data, places, quote, "列不出来"))


def _show_offers(submissions: Sequence[Submission], quiet: bool) -> None:
    for submission in submissions:
        if len(submissions) > 1:
            where = next((file.name for file in submission.own_files), "部门的文件")
            click.echo(f"写在{where}里的：")
        for name, _, value in _list_offers(submission):
            click.echo(f"{{{{ {name} }}}}" if quiet else f"{{{{ {name} }}}}  {_shorten(value)}")


def _list_offers(submission: Submission) -> Iterator[tuple[str, str, str]]:
    """Yield every name that texts may quote and that has a value: the name to paste, the full name, the value now.

    Only names that every form understands alike are listed. Indicators and facts are listed by their bare names,
    others behind their owner's.
    """
    quotes = Quotes(submission)
    indexes = [Index(quotes, form) for form in submission.forms]
    first = indexes[0]
    bare = {*(str(fact.title) for _, fact in submission.facts), *(str(each.name) for each in submission.indicators())}
    names: dict[str, str] = {}
    for name in first.names:
        full = first.get(fold(name))[0].name
        named = name == full or name.removesuffix(f".{BARE}").removesuffix(f".{TARGET_WORD}") in bare
        clear = all("{{" not in "".join(fill(f"{{{{ {name} }}}}", known)) for known in indexes)
        if named and clear and not _is_long_form(name, first):
            names[full] = min(name, names.get(full, name), key=len)
    for full, name in names.items():
        yield name, full, "".join(fill(f"{{{{ {name} }}}}", first))


def _is_long_form(name: str, known: Index) -> bool:
    """Tell whether a shorter name stands for the same as a name that ends in the key of the actual or the target."""
    shorter = {Role.ACTUAL: "", Role.TARGET: f".{TARGET_WORD}"}
    roles = known.quotes.submission.schema.roles.values()
    ways = {(f".{keys[role][-1]}", short) for keys in roles for role, short in shorter.items() if role in keys}
    others = (name.removesuffix(long) + short for long, short in ways if name.endswith(long))
    lines = [quotable.lines for quotable in known.get(fold(name))]
    return any(lines == [quotable.lines for quotable in known.get(fold(other))] for other in others)


def _shorten(value: str) -> str:
    said = "（还没有填）" if find_placeholder(value) else value
    return said if len(said) <= 40 else f"{said[:40]}……"
