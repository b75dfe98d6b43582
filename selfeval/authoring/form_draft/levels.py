"""Levels of indicators as a blank form prints them: names that can be typed, what is printed instead, and points."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from selfeval.authoring.form_draft.declared import DraftField, Question, levels_text, list_text, scalar, scalar_in_line
from selfeval.authoring.form_draft.words import draft_words
from selfeval.documents.read.blank import PrintedRow, RepeatedRows
from selfeval.quantity.fields import number
from selfeval.text.pattern import regex

_NO_NAME = regex(r"[^\w“”、]+")
_NOTE = regex(r"(?<=.)[（(][^（）()]*[）)]")
_LONGEST = 20


def with_typed_levels(listing: RepeatedRows) -> tuple[RepeatedRows, Mapping[str, str]]:
    """Return rows of indicators with their levels in names that can be typed, and what is printed of those that differ."""
    printed = dict.fromkeys(name for first, below in listing.levels.items() for name in (first, *below))
    typed = {name: _typed(name) or name for name in printed}
    often = Counter(typed.values())
    names = {name: own if often[own] == 1 else _NO_NAME.sub("", name) for name, own in typed.items()}

    def renamed(row: PrintedRow) -> PrintedRow:
        return row._replace(headings=tuple(names.get(name, name) for name in row.headings))

    listing = listing._replace(
        levels={names[first]: tuple(names[name] for name in below) for first, below in listing.levels.items()},
        points={tuple(names.get(name, name) for name in path): points for path, points in listing.points.items()},
        printed=tuple(map(renamed, listing.printed)),
        open=tuple(map(renamed, listing.open)),
    )
    return listing, {own: name for name, own in names.items() if own != name}


def _typed(name: str) -> str:
    """Return a name without the notes in brackets, marks, and what is too long to type."""
    return _NO_NAME.sub("", _NOTE.sub("", name))[:_LONGEST]


def write_levels(made: DraftField, listing: RepeatedRows, labels: Mapping[str, str]) -> None:
    """Declare the levels of indicators as the form prints them, with their points; ``labels`` print for some instead of the name."""
    printed = {first: below or (first,) for first, below in listing.levels.items()}
    levels = printed or draft_words().levels
    is_flat = {column.level for column in listing.columns if column.level} == {"一级"}
    made.words["层级"] = list_text(levels) if is_flat else levels_text(levels)
    if labels:
        made.words["层级标签"] = "".join(f"\n{scalar(name)}: {scalar(label)}" for name, label in labels.items())
    if not printed:
        named = "一级" if is_flat else "一级、二级"
        made.questions.append(Question(made.place, f"表上没有印{named}指标的名称，先写常用的。对吗？"))
    elif not is_flat and any(not below for below in listing.levels.values()):
        made.questions.append(Question(made.place, "有的一级指标下面没有印二级指标，先写成同名的。对吗？"))
    if points := list(_points_lines(levels, listing)):
        made.words["分值"] = "".join(f"\n{line}" for line in points)


def _points_lines(levels: Mapping[str, tuple[str, ...]], listing: RepeatedRows) -> Iterator[str]:
    """Yield the points that the form prints beside headings."""
    printed = {**_points_of_rows(listing), **listing.points}
    for first, below in levels.items():
        total = printed.get((first,))
        second = {name: points for name in below if (points := printed.get((first, name)))}
        if second:
            whole = {"合计": total} if total else {}
            each = (f"{scalar_in_line(name)}: {points}" for name, points in {**whole, **second}.items())
            yield f"{scalar(first)}: {{{', '.join(each)}}}"
        elif total:
            yield f"{scalar(first)}: {total}"


def _points_of_rows(listing: RepeatedRows) -> dict[tuple[str, ...], str]:
    """Return the points of second-level headings that stand in the column of points, in a row to be filled in."""
    heads = {
        column.cell: draft_words().indicator_column("".join(column.labels), monitored=False)
        for column in listing.columns
    }
    cells = [cell for cell, column in heads.items() if column is not None and column.key == "分值"]
    texts = [(row.headings, row.texts.get(cell, "").removesuffix("分")) for row in listing.open for cell in cells]
    once = Counter(headings for headings, _ in texts)
    return {
        headings: text
        for headings, text in texts
        if len(headings) == 2 and once[headings] == 1 and number(text).value is not None
    }
