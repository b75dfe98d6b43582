"""Places as people type them: a year, a department in it by its folder or its name, a path as Tab or Windows completes it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import click

from selfeval.cli.trouble import Trouble
from selfeval.problem.disk import why_refused
from selfeval.submission.folder import DepartmentYear, closed_folders, departments, left_out
from selfeval.text.name import fold, nearest

HOMES = ("data", "reports")
"""The folders that may stand before a place: ``./data/2024/liwan``."""
DOCUMENTS = (".docx", ".doc", ".xlsx", ".xls", ".pdf", ".md", ".yaml")
MOST_LISTED = 12
"""How many departments a message lists."""


class TypedPlace(NamedTuple):
    """Hold a place as typed: the year, and the folder or the name of a department; each may be empty."""

    year: str
    department: str


def parse(folder: Path, text: str) -> TypedPlace:
    r"""Return what a typed place names: ``2024``, ``2024/liwan``, ``.\data\2024\liwan\``, ``liwan``, a file in its folder.

    Raises:
        Trouble: where it has more parts than a place.
    """
    plain = text.strip().strip("\"'“”").replace("\\", "/").replace("／", "/")
    parts = [part.strip() for part in plain.split("/") if part.strip() not in ("", ".")]
    homes = [at for at, part in enumerate(parts) if part in (folder.name, *HOMES) and (at + 1 < len(parts) or at == 0)]
    if homes and not (len(parts) == 1 and list(all_years(folder, parts[0]))):
        parts = parts[homes[-1] + 1 :]
    if not parts:
        return TypedPlace("", "")
    if Path(parts[-1]).suffix.lower() in DOCUMENTS and not (folder / "/".join(parts)).exists():
        raise Trouble(f"“{text}”是一个文件；这里要写 年度/部门，例如 2024/liwan")
    if len(parts) == 2 and not _is_year(folder, _plain_year(parts[0])) and _is_year(folder, _plain_year(parts[1])):
        parts.reverse()
    year = parts[0] if (folder / parts[0]).is_dir() else _plain_year(parts[0])
    if len(parts) == 1 and not _is_year(folder, year):
        return TypedPlace("", parts[0])
    if len(parts) > 2 and not (folder / "/".join((year, *parts[1:]))).exists():
        raise Trouble(f"“{text}”要写成 年度/部门，例如 2024/liwan")
    return TypedPlace(year, parts[1] if len(parts) > 1 else "")


def departments_meant(data: Path, text: str) -> list[DepartmentYear]:
    """Return the departments that a typed place means: all, those of a year, or one.

    A department without its year is that of the year in collection, else of its latest.

    Raises:
        Trouble: where there are none.
    """
    if not data.is_dir():
        raise Trouble(f"没有数据文件夹 {data}")
    for told in left_out(data):
        click.echo(f"{data.name} 里的{told}", err=True)
    year, department = parse(data, text)
    for name, error in closed_folders(data):
        if not year or name in (data.name, f"{data.name}/{year}"):
            others = "" if year or name == data.name else "；只做别的年度的，写明年度"
            raise Trouble(f"{name} 打不开，看不到里面的部门：{why_refused(error)}{others}")
    if not department:
        found = list(departments(data, year))
        if not found:
            raise Trouble(_nothing_there(data, year))
        return found
    if year:
        return [_find(data, year, department)]
    from selfeval.history.collecting import year_in_collection  # most places are typed with their year

    years, current = sorted({place.year for place in all_years(data, department)}), year_in_collection(data)
    return [_find(data, current if current in years or not years else years[-1], department)]


def places_meant(data: Path, texts: Iterable[str]) -> list[DepartmentYear]:
    """Return the departments that several typed places mean, each once.

    Raises:
        Trouble: where one of them means none.
    """
    return list(dict.fromkeys(place for text in texts for place in departments_meant(data, text)))


def place_in(data: Path, text: str) -> DepartmentYear:
    """Return the one department that a typed place means.

    Raises:
        Trouble: where it means none, or a whole year.
    """
    typed = parse(data, text)
    if not typed.department:
        raise Trouble(f"“{text}”要写成 年度/部门，例如 2024/liwan")
    return departments_meant(data, text)[0]


def place_of(data: Path, text: str) -> DepartmentYear:
    """Return the year and department of ``2024/liwan``, whether it has a folder or not.

    Raises:
        Trouble: where the text is anything else.
    """
    typed = parse(data, text)
    if not typed.year or not typed.department:
        raise Trouble(f"“{text}”要写成 年度/部门，例如 2024/liwan")
    same = _named(data, typed.year, typed.department)
    return same[0] if len(same) == 1 else DepartmentYear(*typed)


def year_meant(data: Path, text: str) -> str:
    """Return the year typed, else the one in collection, and say which that is where a later one is there.

    Raises:
        Trouble: where the text is no year, or no department is there.
    """
    if text:
        typed = parse(data, text)
        if typed.department or not typed.year.isdecimal():
            raise Trouble(f"“{text}”不是年度，要写成 2024 这样")
        return typed.year
    from selfeval.history.collecting import year_in_collection  # most commands name the year

    year = year_in_collection(data)
    if not year:
        raise Trouble(_nothing_there(data, ""))
    latest = max(place.year for place in departments(data))
    if latest != year:
        click.echo(f"看的是 {year} 年，正在收的一年；要看 {latest} 年，把年度写在命令后面", err=True)
    return year


def _plain_year(text: str) -> str:
    return unicodedata.normalize("NFKC", text).removesuffix("年")


def _is_year(folder: Path, text: str) -> bool:
    return (text.isdecimal() and len(text) == 4) or (folder / text).is_dir()


def all_years(data: Path, department: str) -> list[DepartmentYear]:
    """Return a department, named by its folder or its name, in every year in which it is there."""
    years = dict.fromkeys(place.year for place in departments(data))
    return [place for year in years for place in _named(data, year, department)]


def _named(data: Path, year: str, text: str) -> list[DepartmentYear]:
    """Return the departments of a year with a folder of a name, else those that are called so."""
    there = list(departments(data, year))
    same = [place for place in there if place.department == text]
    same = same or [place for place in there if fold(place.department) == fold(text)]
    return same or [DepartmentYear(year, folder) for name, folder in _names(data, year) if name == fold(text)]


def _names(data: Path, year: str) -> list[tuple[str, str]]:
    """Return the folded name and the folder of each department of a year."""
    return [(fold(name), folder) for name, folder in _names_as_typed(data, year)]


def _names_as_typed(data: Path, year: str) -> list[tuple[str, str]]:
    """Return the name and the folder of each department of a year."""
    from selfeval.submission.read import names_of  # most departments are named by their folders

    return list(names_of(data, year))


def _find(data: Path, year: str, text: str) -> DepartmentYear:
    """Return the department of a year with a folder or a name.

    Raises:
        Trouble: where there is none, with the one that may be meant, or several.
    """
    found = _named(data, year, text)
    if len(found) == 1:
        return found[0]
    if found:
        raise Trouble(f"{year} 年叫“{text}”的有 {len(found)} 个：{_listed(found)}；写文件夹名")
    if not list(departments(data, year)):
        raise Trouble(_nothing_there(data, year))
    names = dict(_names(data, year))
    folders = [place.department for place in departments(data, year)]
    part = [folder for name, folder in names.items() if len(text) > 1 and fold(text) in name]
    if 1 < len(part) <= MOST_LISTED:
        spoken = {folder: name for name, folder in _names_as_typed(data, year)}
        listed = "、".join(f"{year}/{folder}（{spoken.get(folder, folder)}）" for folder in part)
        raise Trouble(f"{data.name}/{year} 里名称有“{text}”的有 {len(part)} 个：{listed}；写文件夹名或者全称")
    near = (
        part
        if len(part) == 1
        else [names.get(fold(like), like) for like in (nearest(text, [*folders, *names]),) if like]
    )
    if near:
        raise Trouble(f"{data.name}/{year} 里没有“{text}”，是不是 {year}/{near[0]}？")
    listed = _listed([DepartmentYear(year, folder) for folder in folders])
    raise Trouble(f"{data.name}/{year} 里没有“{text}”。现有：{listed}")


def _nothing_there(data: Path, year: str) -> str:
    years = sorted({place.year for place in departments(data)})
    if not years:
        return f"{data.name} 里还没有部门；用 python build.py new 新建，或把部门的文件夹放进来"
    return f"{data.name} 里没有 {year} 年的部门。现有的年度：{'、'.join(years)}"


def _listed(found: Sequence[DepartmentYear]) -> str:
    rest = f" 等 {len(found)} 个" if len(found) > MOST_LISTED else ""
    return "、".join(map(str, found[:MOST_LISTED])) + rest
