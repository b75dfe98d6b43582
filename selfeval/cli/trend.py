"""The command trend: one figure of a department over the years."""

from __future__ import annotations

from pathlib import Path

import click

from selfeval.cli.lookback import TABLES, print_table, read_whole
from selfeval.cli.options import complete_departments, folder_options, help_option, library, output_options
from selfeval.cli.places import all_years
from selfeval.cli.trouble import Trouble
from selfeval.history import difference
from selfeval.history.trend import Point, bars, names, points
from selfeval.submission.folder import departments
from selfeval.submission.read import read_department
from selfeval.text.name import nearest
from selfeval.text.placeholder import find_placeholder


def _complete_names(context: click.Context, parameter: click.Parameter, typed: str) -> list[str]:
    """Return the names of the department's figures that begin as typed, for a shell to complete."""
    data, department = context.params["data"], context.params["department"]
    known = library(context.params["templates"])
    read = (read_department(data, place, known) for place in departments(data) if place[1] == department)
    found = dict.fromkeys(name for submissions in read for name in names(submissions))
    return [name for name in found if name.startswith(typed) and " " not in name]


@click.command("trend")
@click.argument("department", metavar="部门", shell_complete=complete_departments)
@click.argument("name", metavar="名称", shell_complete=_complete_names)
@folder_options("data", "templates")
@output_options("只列年度和各年的数。", *TABLES)
@help_option
def trend_command(department: str, name: str, data: Path, templates: Path, shape: str, quiet: bool) -> None:  # noqa: PLR0913  # the options of the command, as click hands them
    """看一个指标、事实或预算数各年是多少；能写的名称见 quote 命令。

    例：python build.py trend tianhe 预算完成率
    """
    known = library(templates)
    places = all_years(data, department)
    if not places:
        raise Trouble(f"{data.name} 里没有“{department}”这个部门")
    read = {place.year: read_whole(data, str(place), known) for place in places}
    found = {year: _only_point(year, points(each, name)) for year, each in read.items()}
    if not any(found.values()):
        near = nearest(name, (other for each in read.values() for other in names(each)))
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
    print_table(shape, {key: columns[key] for key in kept}, [[row[key] for key in kept] for row in rows])


def _only_point(year: str, found: list[Point]) -> Point | None:
    if len(found) > 1:
        named = "、".join(point.name for point in found)
        raise Trouble(f"{year} 年有 {len(found)} 处叫这个名称，要写明是哪一处：{named}")
    return found[0]._replace(value="" if find_placeholder(found[0].value) else found[0].value) if found else None
