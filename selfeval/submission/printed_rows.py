"""Columns of rows that a form prints itself and fills from another of its keys: an execution rate among the indicators."""

from __future__ import annotations

from collections.abc import Iterator

from selfeval.form.expression import KeyPath
from selfeval.form.field import Field
from selfeval.form.form import Form
from selfeval.form.operands import column_of, joined_path, lists_above
from selfeval.form.schema import fixed_rows
from selfeval.problem import Level, Problem
from selfeval.submission.fields.fixed import CODE
from selfeval.submission.fields.results import identity
from selfeval.submission.numbers import rows_of
from selfeval.submission.printed import derive, print_leaf
from selfeval.submission.submission import Submission
from selfeval.submission.tree import Branch, Leaf, Part
from selfeval.text.name import fold


def fill_printed_rows(submission: Submission) -> Iterator[Problem]:
    """Put into the rows that forms print themselves what they fill from other keys; yield each that was typed otherwise."""
    for form in submission.forms:
        for path in (path for path, declared in form.fields.items() if any(row.computed for row in declared.fixed)):
            printed = fixed_rows(submission.schema, path)
            lists = [*lists_above(form.fields, joined_path(form.fields, path)), path]
            for rows in rows_of((((), submission.tree),), form, lists):
                slug, row = printed.get(identity(rows[-1][1]), ("", None))
                for column, source in row.computed.items() if row and slug == form.slug else ():
                    yield from _fill(submission, form, rows[-1][1], (*path, column), source)


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


def _leaf(declared: Field, row: Branch, key: str, shown: str) -> Leaf:
    text = Part(shown, row.title.origin)  # what is said of it is said at the name of its row
    text.whole, text.offset = row.title, 0
    return Leaf(declared, text, shown, shown, f"{row.where}.{key}")


def _shown(submission: Submission, form: Form, source: KeyPath) -> str:
    """Return what a form prints for a key, empty where that is not known."""
    made = derive(submission.tree, form, source)
    typed = submission.leaf(source)
    return made.normal if made else print_leaf(typed, form) if typed and typed.value is not None else ""
