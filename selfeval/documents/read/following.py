"""Columns of a blank form that it prints for each of several things: 项目1, 项目2, ……; how many there are is the data's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple, TypeAlias

from selfeval.documents.read.blank import FollowingColumns, SpreadRow, clean
from selfeval.documents.read.outline import FormCell, FormRow
from selfeval.documents.read.sorts import CellKind
from selfeval.text.pattern import regex

_COUNTED = regex(
    r"(?P<before>第?)(?P<stem>.{0,10}?)[（(]?(?P<number>\d{1,2}|[一二三四五六七八九十甲乙丙丁])[）)]?(?P<behind>年度?)?"
)
_LEFT_OPEN = regex(r"[×xX＿_○]{2,}(?P<stem>[㐀-鿿]{1,8})|(?P<around>[㐀-鿿]{1,8})[×xX＿_○]{2,}")
_MORE = regex(r"[.…]+")
_THINGS = regex(r"(?:项目|来源|单位|部门|[县区市镇乡村]|地区|街道|企业|学校|标段|主体|机构)$")
"""What there may be any number of; of anything else ……, behind the last one, must say so."""
_NUMBERS = ("1234567890", "一二三四五六七八九十", "甲乙丙丁")
_LEVEL = regex(r"[一二三]级(?:绩效)?指标")
_FEWEST = 2


class _HeadRun(NamedTuple):
    """Hold some heads side by side that count the things of one name, in the columns of the grid that they take."""

    name: str
    begin: int
    width: int
    times: int

    @property
    def end(self) -> int:
        return self.begin + self.width * self.times


def without_following(rows: Sequence[FormRow]) -> tuple[FollowingColumns | None, Sequence[FormRow]]:
    """Return the columns of a table that follow the data, and its rows with the first of them only, under its name."""
    for number, row in enumerate(rows):
        run = _run(row.body)
        spread = [_groups(each, run) for each in rows] if run is not None else []
        whole = [groups for groups in spread if groups is not None]
        if run is None or len(whole) < len(rows) or not all(map(_are_alike, whole[number + 1 :])):
            continue
        made = tuple(_spread_row(each, groups) for each, groups in zip(rows, whole, strict=True) if groups)
        head = whole[number][0][0]
        found = FollowingColumns(run.name, head.place, made, run.begin, run.end)
        return found, [_with_first(each, groups, head, run.name) for each, groups in zip(rows, whole, strict=True)]
    return None, rows


_Groups: TypeAlias = Sequence[Sequence[FormCell]]


def _groups(row: FormRow, run: _HeadRun) -> _Groups | None:
    """Return the cells of a row by the thing they are for; none where one cell reaches over all, None where they do not fit."""
    touching = [cell for cell in row.cells if cell.column < run.end and cell.end > run.begin]
    if len(touching) == 1 and touching[0].column <= run.begin and run.end <= touching[0].end:
        return ()
    begins = range(run.begin, run.end, run.width)
    groups = [[cell for cell in touching if begin <= cell.column < begin + run.width] for begin in begins]
    shapes = [
        [(cell.column - begin, cell.end - begin) for cell in group] for begin, group in zip(begins, groups, strict=True)
    ]
    fit = sum(map(len, groups)) == len(touching) and all(shape == shapes[0] for shape in shapes)
    return groups if fit and shapes[0] and shapes[0][0][0] == 0 and shapes[0][-1][1] == run.width else None


def _are_alike(groups: _Groups) -> bool:
    """Tell whether what a row prints for the first thing it prints for all."""
    texts = [[clean(cell.shown) for cell in group] for group in groups]
    return all(text == texts[0] for text in texts)


def _spread_row(row: FormRow, groups: _Groups) -> SpreadRow:
    first, *others = ([cell.place for cell in group] for group in groups)
    return SpreadRow(row.place, tuple(first), tuple(place for group in others for place in group))


def _with_first(row: FormRow, groups: _Groups, head: FormCell, name: str) -> FormRow:
    """Return a row with the cells for the first thing alone; the head over them says only its name."""
    gone = [cell for group in groups[1:] for cell in group]
    cells = (cell for cell in row.cells if cell not in gone)
    return replace(
        row, cells=tuple(replace(cell, shown=name, sort=CellKind.LABEL) if cell is head else cell for cell in cells)
    )


def _run(cells: Sequence[FormCell]) -> _HeadRun | None:
    """Return the heads of a row that count things, None where it has none, or is over indicators."""
    if any(_LEVEL.search(cell.shown) for cell in cells):
        return None
    for at, first in enumerate(cells):
        name, step = _name(first, 0)
        if not name:
            continue
        times = 1
        while at + times < len(cells) and cells[at + times].end - cells[at + times].column == first.end - first.column:
            following = cells[at + times]
            if _MORE.fullmatch(following.shown.strip()):
                return _HeadRun(name, first.column, first.end - first.column, times + 1)
            if _name(following, step * times) != (name, step):
                break
            times += 1
        if times >= _FEWEST and _THINGS.search(name):
            return _HeadRun(name, first.column, first.end - first.column, times)
    return None


def _name(cell: FormCell, number: int) -> tuple[str, int]:
    """Return the name of the thing that a head counts as the ``number``-th from 0, and by how much the next one counts on."""
    shown = clean(cell.shown)
    if cell.cell.continued:
        return "", 0
    if found := _LEFT_OPEN.fullmatch(shown):
        return found["stem"] or found["around"], 0
    found = _COUNTED.fullmatch(shown)
    if found is None or not any(
        found["number"] == marks[number : number + 1] or found["number"] == str(number + 1) for marks in _NUMBERS
    ):
        return "", 0
    stem = found["stem"] or ("各年" if found["behind"] else "")
    return (stem, 1) if not found["before"] or found["behind"] else ("", 0)
