"""The draws of a year form: for each column the expressions, tried in order, from which its value is drawn.

A row is one department: its columns draw from the keys of that department's forms and from columns
of the row that were drawn before. Everything outside the rows draws from the columns of all rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from selfeval.form.declaration import DeclarationError, entries, expression, key_path, texts
from selfeval.form.expression import Expression, KeyPath, is_comparison, names
from selfeval.form.field import CONTAINERS, YEAR_KEY, Field, Kind
from selfeval.problem import Place
from selfeval.source.node import Node, Text

YEAR = (YEAR_KEY,)
NUMBERS = frozenset({Kind.AMOUNT, Kind.PERCENT, Kind.COUNT, Kind.NUMBER})
WORDS = frozenset({Kind.TEXT, Kind.LINES})


class Draw(NamedTuple):
    """Hold one expression a column may be drawn from, and where it is declared."""

    place: Place
    expression: Expression


def rows_path(fields: Mapping[KeyPath, Field]) -> KeyPath:
    """Return the list of a year form that has a row for each department, () where there is none."""
    return next((path for path, declared in fields.items() if declared.kind is Kind.LIST and len(path) == 1), ())


def read_draws(node: Node, fields: Mapping[KeyPath, Field], form: Place) -> dict[KeyPath, tuple[Draw, ...]]:
    """Return the expressions that each column is drawn from.

    Raises:
        DeclarationError: where the form has no rows, or a column has no draw or one that cannot work.
    """
    rows = rows_path(fields)
    if not rows:
        raise DeclarationError(form, "主体是年度的表样，字段里要有一个列表，一个部门印一行")
    found: dict[KeyPath, tuple[Draw, ...]] = {}
    for key, listed in entries(node).items():
        path = key_path(key)
        in_row = path[:-1] == rows
        if path not in fields or fields[path].kind not in (NUMBERS | WORDS if in_row else NUMBERS):
            raise DeclarationError(key.place, f"“取数”里的“{key}”不是字段里的数，也不是“{rows[-1]}”的一列文本或条目")
        known = {*found} if in_row else {*found, rows}
        found[path] = tuple(_read_draw(typed, fields[path], fields, known, in_row=in_row) for typed in texts(listed))
    for path, declared in fields.items():
        if declared.kind not in CONTAINERS and declared.formula is None and path not in {*found, YEAR}:
            raise DeclarationError(form, f"没有在“取数”里写“{declared.key}”从哪里取")
    return found


def _read_draw(
    typed: Text, column: Field, fields: Mapping[KeyPath, Field], known: set[KeyPath], *, in_row: bool
) -> Draw:
    """Return one checked expression; only one in a row may use the keys of the departments' forms."""
    made = expression(typed)
    used = list(names(made))
    if is_comparison(made):
        raise DeclarationError(typed.place, "“取数”要算出一个数，不能是比较")
    if column.kind in WORDS and [".".join(path) for path in used] != [made.text]:
        raise DeclarationError(typed.place, f"“{column.key}”是文字，只能取自一个键，不能是算式")
    for path in used:
        if path not in known and (path in fields or not in_row):
            raise DeclarationError(typed.place, f"“取数”里要先写“{'.'.join(path)}”，后面才能用它")
    return Draw(typed.place, made)
