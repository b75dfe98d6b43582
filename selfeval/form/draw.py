"""Where a year form draws its columns from: expressions tried in order.

A row is one department: its columns draw from the keys of that department's forms and from columns
of the row that were drawn before. Everything outside the rows draws from the columns of all rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from selfeval.expression import Expression, KeyPath, is_comparison, names
from selfeval.form.declaration import DeclarationError, entries, expression, key_path, texts
from selfeval.form.field import CONTAINERS, Field, Kind
from selfeval.problem import Place
from selfeval.source.node import Node, Text

YEAR = ("年度",)
NUMBERS = frozenset({Kind.AMOUNT, Kind.PERCENT, Kind.COUNT, Kind.NUMBER})
WORDS = frozenset({Kind.TEXT, Kind.LINES})


class Draw(NamedTuple):
    """Hold one expression a column may be drawn from, and where it is declared."""

    place: Place
    expression: Expression


def rows_path(fields: Mapping[KeyPath, Field]) -> KeyPath:
    """Return the list of a year form that has a row for each department, () where there is none."""
    return next((path for path, declared in fields.items() if declared.kind is Kind.LIST), ())


def draws(node: Node, fields: Mapping[KeyPath, Field], form: Place) -> dict[KeyPath, tuple[Draw, ...]]:
    """Return what each column is drawn from; raise DeclarationError for one that cannot be drawn."""
    rows = rows_path(fields)
    if not rows:
        raise DeclarationError(form, "主体是年度的表样，字段里要有一个列表，一个部门印一行")
    found: dict[KeyPath, tuple[Draw, ...]] = {}
    for key, listed in entries(node).items():
        path = key_path(key)
        if path not in fields or fields[path].kind not in NUMBERS | WORDS:
            raise DeclarationError(key.place, f"“取数”里的“{key}”不是这个表样字段里的数、文本或条目")
        known = {*found, rows} if path[:-1] != rows else {*found}
        found[path] = tuple(_draw(typed, fields[path], fields, known, own=path[:-1] != rows) for typed in texts(listed))
    for path, declared in fields.items():
        if declared.kind not in CONTAINERS and declared.formula is None and path not in {*found, YEAR}:
            raise DeclarationError(form, f"没有在“取数”里写“{declared.key}”从哪里取")
    return found


def _draw(
    typed: Text, column: Field, fields: Mapping[KeyPath, Field], known: set[KeyPath], *, own: bool
) -> Draw:
    """Check one expression; ``own`` says that it may use keys of the year form only."""
    made = expression(typed)
    used = list(names(made))
    if is_comparison(made):
        raise DeclarationError(typed.place, "“取数”要算出一个数，不能是比较")
    if column.kind in WORDS and [".".join(path) for path in used] != [made.text]:
        raise DeclarationError(typed.place, f"“{column.key}”是文字，只能取自一个键，不能是算式")
    for path in used:
        if (own or path in fields) and path not in known:
            raise DeclarationError(typed.place, f"“取数”里要先写“{'.'.join(path)}”，后面才能用它")
    return Draw(typed.place, made)
