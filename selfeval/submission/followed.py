"""Items of lists that print in the columns of another list, found there by their names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from selfeval.form.field import Field
from selfeval.form.form import Form
from selfeval.form.operands import lists_above
from selfeval.problem import Level, Problem
from selfeval.source.node import Text
from selfeval.submission.numbers import Rows, column_items, filled_at, rows_of
from selfeval.submission.submission import Submission
from selfeval.submission.tree import Branch
from selfeval.text.name import difference, fold, nearest
from selfeval.text.placeholder import find_placeholder


def find_without_column(submission: Submission) -> Iterator[Problem]:
    """Yield each item that would print nowhere: the list whose columns it follows has none of its name."""
    for form in submission.forms:
        for declared in form.fields.values():
            if declared.follows:
                yield from _find_in_list(submission, form, declared)


def _find_in_list(submission: Submission, form: Form, declared: Field) -> Iterator[Problem]:
    followed = form.fields[declared.follows]
    columns = column_items(submission.tree, followed)
    names = [column.title for column in columns]
    known = {fold(name) for name in names}
    if any(find_placeholder(name) for name in names) or filled_at((((), submission.tree),), followed.path) is None:
        return  # what is not named yet may be what is meant
    yield from _find_alike(columns, form)
    around: Rows = (((), submission.tree),)
    for rows in rows_of(around, form, [*lists_above(form.fields, declared.path), declared.path]):
        title = rows[-1][1].title
        if fold(title) in known or find_placeholder(title):
            continue
        near = nearest(title, map(str, names))
        message = f"“{followed.name}”里没有“{title}”，没有地方印"
        message += (
            f"；是不是“{near}”（{difference(title, near)}）？" if near else "：名称要和那里的一样，漏了的在那里补上"
        )
        rule = "name-differs" if near else "unknown-name"
        fix = f"{_name_key(rows[-1][1], title)}: {near}" if near else ""
        yield Problem(title.place, rule, Level.ERROR, message, fix, forms=frozenset({form.slug}))


def _find_alike(columns: Sequence[Branch], form: Form) -> Iterator[Problem]:
    """Yield each column named as another below other headings: what prints in one would print in both."""
    first: dict[str, Branch] = {}
    for column in columns:
        before = first.setdefault(fold(column.title), column)
        if before.levels != column.levels:
            message = f"“{column.title}”和第 {before.title.place.line} 行重名，各印一列就分不清：名称写得不一样"
            yield Problem(column.title.place, "duplicate-name", Level.ERROR, message, forms=frozenset({form.slug}))


def _name_key(row: Branch, title: Text) -> str:
    """Return the key under which the name of an item was typed."""
    return next((key for key, filled in row.items() if getattr(filled, "text", None) == title), "名称")
