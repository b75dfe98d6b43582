"""The draws of a form: for each column the expressions, tried in order, from which its value is drawn.

In a year form a row is one department: its columns draw from the keys of that department's forms and from columns
of the row that were drawn before. Everything outside the rows draws from the columns of all rows.

In a form of a department a row is one of its projects, whose columns draw from the keys of the project's forms;
what is outside the rows is computed by formulas, as always.
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
LISTS = frozenset({Kind.LIST, Kind.INDICATORS})
"""The kinds that a department's form takes from a project whole, with the columns of the same keys."""


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


def drawn_list(draws: Mapping[KeyPath, tuple[Draw, ...]]) -> KeyPath:
    """Return the list that has a row for each project, () where nothing is drawn."""
    return next((path[:-1] for path in draws), ())


def read_project_draws(node: Node, fields: Mapping[KeyPath, Field]) -> dict[KeyPath, tuple[Draw, ...]]:
    """Return the expressions from which each column of a department's list of projects is drawn.

    Raises:
        DeclarationError: where a key is no column of one list, or a column is neither drawn nor computed.
    """
    found: dict[KeyPath, tuple[Draw, ...]] = {}
    for key, listed in entries(node).items():
        path = key_path(key)
        owner, own = fields.get(path[:-1]), drawn_list(found) or path[:-1]
        drawn = path in fields and (fields[path].kind not in CONTAINERS or fields[path].kind in LISTS)
        if not drawn or owner is None or owner.kind is not Kind.LIST:
            raise DeclarationError(key.place, f"“取数”里的“{key}”要是字段里一个列表的一列，一个项目印一行")
        if path[:-1] != own:
            raise DeclarationError(key.place, f"“取数”只管一个列表：“{key}”不在“{'.'.join(own)}”里")
        if fields[path].formula is not None:
            raise DeclarationError(key.place, f"“{key}”有算式，不用再写“取数”")
        found[path] = tuple(_read_project_draw(typed, fields[path], own) for typed in texts(listed))
    for path, declared in fields.items():
        if path[:-1] == drawn_list(found) and declared.formula is None and path not in found:
            raise DeclarationError(declared.place, f"没有在“取数”里写“{declared.key}”从项目的哪个键取")
    return found


def _read_project_draw(typed: Text, column: Field, rows: KeyPath) -> Draw:
    made = expression(typed)
    if is_comparison(made):
        raise DeclarationError(typed.place, "“取数”要算出一个数，不能是比较")
    if column.kind not in NUMBERS and [".".join(path) for path in names(made)] != [made.text]:
        raise DeclarationError(typed.place, f"“{column.key}”是{column.kind}，只能取自项目的一个键，不能是算式")
    if own := next((path for path in names(made) if path[: len(rows)] == rows), None):
        raise DeclarationError(typed.place, f"“取数”里用项目的键；用本行的“{'.'.join(own)}”，写在字段的“算式”里")
    return Draw(typed.place, made)


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
