"""The numbers that the key paths of a form's expressions stand for in a department's typed tree."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from selfeval.form.expression import BLANK, KeyPath, Operand, Reader, evaluate
from selfeval.form.field import BETWEEN_CHOICES, Field, Kind, Need
from selfeval.form.form import Form
from selfeval.form.operands import (
    SCORES,
    answer_of,
    below_heading,
    joined_path,
    lists_above,
    numbers_below,
    unit_of_result,
)
from selfeval.quantity.units import convert_money
from selfeval.submission.attained import share_done
from selfeval.submission.tree import Branch, Filled, Leaf, branches
from selfeval.text.name import fold

Rows: TypeAlias = tuple[tuple[KeyPath, Branch], ...]
"""The rows in which a formula is computed, each with the path of its list; the first is the whole tree."""


def number(tree: Branch, form: Form, path: KeyPath, unit: str = "") -> Operand:
    """Return what a key path stands for, amounts in a unit of money, or in the unit of their field where none is given.

    A group stands for the numbers in it, a list for a one from each item, a column for the numbers of all rows.
    None is a required number that is missing, or one that could not be read; an optional one is blank.
    Percentages are shares of one.
    """
    return number_in((((), tree),), form, path, unit)


def number_in(rows: Rows, form: Form, path: KeyPath, unit: str = "") -> Operand:
    """Return what a key path stands for in a formula that is computed in some rows, as `number` does."""
    below = below_heading(form.fields, path)
    if below is not None:
        path = below.column
        tree = lists_above(form.fields, joined_path(form.fields, path))[-1:]
        rows = tuple(row for row in rows if row[0] not in tree)
    answer = answer_of(form.fields, path)
    path = path if answer is None else path[:-1]
    declared = answer or form.fields.get(path) or (SCORES.get(path) if form.scoring else None)
    if declared is None:
        return None
    at = joined_path(form.fields, path)
    if declared.kind in (Kind.LIST, Kind.INDICATORS, Kind.RESULTS):
        return tuple(Decimal(1) for _ in rows_of(_around(rows, at), form, [*_inner(rows, form, at), at]))
    lists = _inner(rows, form, at)
    if not lists:
        return _single(_around(rows, at), form, declared, unit)
    if filled_at(_around(rows, lists[0]), lists[0]) is None:
        return None if form.fields[lists[0]].need is Need.YES else BLANK
    found: list[Decimal | None] = []
    for each in rows_of(_around(rows, at), form, lists):
        is_meant = below is None or _stands_below(each[-1][1], below.headings)
        if not is_meant or not _stands_in_column(each, rows, form):
            continue
        value = _single(each, form, declared, unit)
        if isinstance(value, tuple):
            found.extend(value)
        elif value is not BLANK:
            found.append(value if isinstance(value, Decimal) else None)
    return tuple(found)


def _stands_below(row: Branch, headings: tuple[str, ...]) -> bool:
    return tuple(map(fold, row.levels[: len(headings)])) == tuple(map(fold, headings))


def _stands_in_column(found: Rows, rows: Rows, form: Form) -> bool:
    """Tell whether none of some rows stands in another column than that of the row for which a formula is computed."""
    columns = {path: fold(row.title) for path, row in rows}
    follows = ((form.fields[path].follows, row) for path, row in found if path in form.fields)
    return all(fold(row.title) == columns.get(path, fold(row.title)) for path, row in follows if path)


def rows_of(rows: Rows, form: Form, lists: list[KeyPath]) -> Iterator[Rows]:
    """Yield every row of the innermost of some lists, each inside the rows of the others; an item without a name is none."""
    if not lists:
        yield rows
        return
    for row in branches(filled_at(rows, lists[0])):
        if row.title:
            yield from rows_of((*rows, (lists[0], row)), form, lists[1:])


def column_items(tree: Branch, followed: Field) -> list[Branch]:
    """Return the items of a list or of indicators, each of which has a column in which the items of others print."""
    return [row for row in branches(filled_at((((), tree),), followed.path)) if row.title]


def _around(rows: Rows, path: KeyPath) -> Rows:
    """Return those of the rows in which a path lies."""
    return tuple(row for row in rows if row[0] == path[: len(row[0])] and len(row[0]) < len(path))


def _inner(rows: Rows, form: Form, path: KeyPath) -> list[KeyPath]:
    """Return the lists above a path that none of the rows is an item of."""
    within = {head for head, _ in rows}
    return [head for head in lists_above(form.fields, path) if head not in within]


def filled_at(rows: Rows, path: KeyPath) -> Filled | None:
    """Return what was typed at a path, beginning at the innermost of the rows in which it lies."""
    head, holder = _around(rows, path)[-1]
    found: Filled | None = holder
    for key in path[len(head) :]:
        found = found.get(key) if isinstance(found, Branch) else None
    return found


def _single(rows: Rows, form: Form, declared: Field, unit: str) -> Operand:
    """Return what a field stands for where no list is left between it and the innermost row."""
    if declared.formula is not None:
        return _computed(rows, form, declared, unit)
    if declared.kind is Kind.GROUP:
        return _of_group(rows, form, declared, unit)
    at = joined_path(form.fields, declared.path)
    filled = filled_at(rows, at)
    if filled is None and declared.fallback:
        filled = filled_at(rows, (*at[:-1], declared.fallback))
    if filled is None and declared.path not in SCORES:
        return None if declared.need is Need.YES else BLANK
    if declared.kind in (Kind.CHOICE, Kind.CHOICES):
        chosen = str(filled.value).split(BETWEEN_CHOICES) if isinstance(filled, Leaf) else ()
        return Decimal(bool({*chosen} & {*declared.choices}))
    return _of_leaf(filled, unit) if isinstance(filled, Leaf) else None


def _computed(rows: Rows, form: Form, declared: Field, unit: str) -> Operand:
    """Return the value of a formula."""
    own = unit_of_result(declared, form.fields)

    def single(path: KeyPath) -> Operand:
        return number_in(rows, form, path, own)

    def column(path: KeyPath) -> Operand:
        own_list = lists_above(form.fields, joined_path(form.fields, path))[-1:]
        return number_in(tuple(row for row in rows if row[0] not in own_list), form, path, own)

    def done(actual: KeyPath, target: KeyPath) -> Operand:
        return share_done(rows[-1][1], form, actual, target)

    value = evaluate(declared.formula, Reader(single, column, done)) if declared.formula else None
    if isinstance(value, Decimal) and declared.steps and declared.kind not in (Kind.TEXT, Kind.CHOICE):
        given = step_of(declared, value)
        return Decimal(given) if given else BLANK
    if isinstance(value, Decimal) and declared.kind is Kind.AMOUNT:
        return convert_money(value, own, unit)
    return value


def step_of(declared: Field, value: Decimal) -> str:
    """Return what a field's steps give for the value of its formula, empty below all of them."""
    return next((given for bound, given in declared.steps if value >= bound), "")


def _of_group(rows: Rows, form: Form, declared: Field, unit: str) -> Operand:
    found: list[Decimal | None] = []
    for path in numbers_below(form.fields, declared.path):
        value = _single(rows, form, form.fields[path], unit)
        if value is not BLANK:
            found.append(value if isinstance(value, Decimal) else None)
    return tuple(found) or BLANK


def _of_leaf(leaf: Leaf, unit: str) -> Decimal | date | None:
    value, kind = leaf.value, leaf.field.kind
    if isinstance(value, date):
        return value
    if isinstance(value, bool):
        return Decimal(value)
    if not isinstance(value, Decimal | int):
        return None
    known = Decimal(value)
    if kind is Kind.AMOUNT:
        return convert_money(known, leaf.field.unit, unit)
    return known / 100 if kind is Kind.PERCENT else known
