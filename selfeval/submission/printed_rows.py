"""What a form knows of the rows that it prints itself: columns filled from other keys, and points of checklists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from selfeval.form.expression import KeyPath
from selfeval.form.field import BETWEEN_CHOICES, Field
from selfeval.form.form import Form
from selfeval.form.operands import column_of, joined_path, lists_above
from selfeval.form.schema import fixed_rows
from selfeval.problem import Level, Problem
from selfeval.submission.fields.fixed import CODE
from selfeval.submission.fields.items import NIL
from selfeval.submission.fields.results import identity
from selfeval.submission.numbers import rows_of
from selfeval.submission.printed import derive, print_leaf
from selfeval.submission.submission import Submission
from selfeval.submission.tree import Branch, Leaf, Part
from selfeval.text.name import fold
from selfeval.text.pattern import regex

_ALL = "全部"
_BETWEEN = regex(r"[、,，;；\n]+")


def fill_printed_rows(submission: Submission) -> Iterator[Problem]:
    """Put into the rows that forms print themselves what they fill from other keys; yield each that was typed otherwise."""
    for form in submission.forms:
        for path in (path for path, declared in form.fields.items() if declared.fixed):
            printed = fixed_rows(submission.schema, path)
            lists = [*lists_above(form.fields, joined_path(form.fields, path)), path]
            for rows in rows_of((((), submission.tree),), form, lists):
                slug, row = printed.get(identity(rows[-1][1]), ("", None))
                for column, source in row.computed.items() if row and slug == form.slug else ():
                    yield from _fill(submission, form, rows[-1][1], (*path, column), source)
                for column, points in row.points.items() if row else ():
                    yield from _reckon(rows[-1][1], column, points, frozenset({slug}))


def _fill(submission: Submission, form: Form, row: Branch, at: KeyPath, source: KeyPath) -> Iterator[Problem]:
    declared, key = column_of(form.fields, at), at[-1]
    shown = _shown(submission, form, source)
    typed = row.get(key)
    if declared is None or not shown:
        return
    if isinstance(typed, Leaf) and fold(typed.text) != fold(shown):
        message = f"“{row.title}”的“{key}”由程序算，是“{shown}”，不能另写；删去这一项"
        yield Problem(typed.text.place, CODE, Level.ERROR, message, "", typed.where, frozenset({form.slug}))
    row[key] = _leaf(declared, row, key, shown)


def _reckon(row: Branch, column: str, points: Mapping[str, Decimal], forms: frozenset[str]) -> Iterator[Problem]:
    """Put the points of the items that were ticked in the place of their names; yield each that is none of the row's."""
    typed = row.get(column)
    if not isinstance(typed, Leaf) or typed.value is None:
        return
    known = {fold(name): name for name in points}
    parts = [fold(part) for part in filter(None, map(str.strip, _BETWEEN.split(typed.text)))]
    if parts == [fold(_ALL)]:
        parts = list(known)
    for part in (part for part in parts if part not in known and part not in NIL):
        message = f"“{row.title}”没有“{part}”这个要点，可以写：{'、'.join(points)}；全有的写“{_ALL}”，没有的写“无”"
        yield Problem(typed.text.place, "not-a-choice", Level.ERROR, message, "", typed.where, forms)
    chosen = [name for key, name in known.items() if key in parts]
    total = sum((points[name] for name in chosen), Decimal(0))
    row[column] = typed._replace(value=total, normal=BETWEEN_CHOICES.join(chosen))


def _leaf(declared: Field, row: Branch, key: str, shown: str) -> Leaf:
    text = Part(shown, row.title.origin)  # what is said of it is said at the name of its row
    text.whole, text.offset = row.title, 0
    return Leaf(declared, text, shown, shown, f"{row.where}.{key}")


def _shown(submission: Submission, form: Form, source: KeyPath) -> str:
    """Return what a form prints for a key, empty where that is not known."""
    made = derive(submission.tree, form, source)
    typed = submission.leaf(source)
    return made.normal if made else print_leaf(typed, form) if typed and typed.value is not None else ""
