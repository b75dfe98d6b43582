"""What the key paths in a form's expressions stand for: one number, several, or a date, and in which unit of money.

A column of a list is several numbers, but one number in a formula of the same list, which is computed row by row.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from selfeval.form.expression import (
    DONE,
    NAMED,
    Expression,
    ExpressionError,
    KeyPath,
    Sort,
    Sorts,
    names,
    refuse_nonsense,
)
from selfeval.form.field import Field, Kind
from selfeval.quantity.fields import number
from selfeval.quantity.notation import drop_zeros, print_plain
from selfeval.quantity.units import MONEY, convert_money
from selfeval.text.pattern import regex

SCORING = "评分"
SCORES: Mapping[KeyPath, Field] = {
    (SCORING, key): Field((SCORING, key), kind, pattern=pattern)
    for key, kind, pattern in (
        ("执行分值", Kind.NUMBER, "0.##"),
        ("执行得分", Kind.NUMBER, "0.00"),
        ("总分值", Kind.NUMBER, "0.##"),
        ("总得分", Kind.NUMBER, "0.00"),
        ("等级", Kind.TEXT, ""),
    )
}
"""What the score sheet of a form comes to; formulas and templates of a form that is scored may use it."""

_NUMBERS = frozenset({Kind.AMOUNT, Kind.PERCENT, Kind.COUNT, Kind.NUMBER, Kind.YEAR, Kind.CHECKLIST})
_LISTS = frozenset({Kind.LIST, Kind.INDICATORS})
COUNTABLE = frozenset({Kind.AMOUNT, Kind.NUMBER, Kind.COUNT})
"""The kinds of which a group is the sum."""

COMPUTED = (Kind.AMOUNT, Kind.PERCENT, Kind.COUNT, Kind.NUMBER, Kind.YEAR)
"""The kinds that a formula can give."""

_UNIT_TOLD = regex(rf"[，、；]?单位(?:是|为|：)?({'|'.join(sorted(MONEY, key=len, reverse=True))})")

Fields = Mapping[KeyPath, Field]


def joined_path(fields: Fields, path: KeyPath) -> KeyPath:
    """Return the path at which a value stands in the tree: the columns of results are joined to their targets."""
    for end in range(len(path), 0, -1):
        holder = fields.get(path[:end])
        if holder and holder.kind is Kind.RESULTS:
            return joined_path(fields, holder.results_of + path[end:])
    return path


def column_of(fields: Fields, path: KeyPath) -> Field | None:
    """Return the field whose values stand at a joined path, None where no form field has it."""
    return next((declared for own, declared in fields.items() if joined_path(fields, own) == path), None)


def answer_of(fields: Fields, path: KeyPath) -> Field | None:
    """Return the field of which a path names one answer (各项目.级别.一级), that answer being its only choice; None for any other path."""
    declared = fields.get(path[:-1])
    told = declared is not None and declared.kind in (Kind.CHOICE, Kind.CHOICES) and path[-1] in declared.choices
    return declared._replace(choices=path[-1:]) if declared and told and path not in fields else None


class BelowHeading(NamedTuple):
    """Hold a column of indicators and the headings below which its rows are meant."""

    column: KeyPath
    headings: tuple[str, ...]


def below_heading(fields: Fields, path: KeyPath) -> BelowHeading | None:
    """Return the column and the headings that a path names (评价指标.产出.分值), None for any other path."""
    for end in range(1, len(path)):
        holder = fields.get(path[:end])
        tree = fields.get(holder.results_of) if holder and holder.kind is Kind.RESULTS else holder
        if path[: end + 1] in fields or tree is None or path[end] not in tree.levels:
            continue
        has_second = path[end + 1] in tree.levels[path[end]] if end + 1 < len(path) else False
        last = end + 2 if has_second else end + 1
        column = (*path[:end], *path[last:])
        return BelowHeading(column, path[end:last]) if column in fields or answer_of(fields, column) else None
    return None


def column_named(fields: Fields, path: KeyPath) -> KeyPath:
    """Return the column that a path names below some headings, else the path itself."""
    below = below_heading(fields, path)
    return below.column if below else path


def is_operand(fields: Fields, path: KeyPath) -> bool:
    """Tell whether a path is a field, one of the answers of a field, or a column below a heading."""
    return path in fields or answer_of(fields, path) is not None or below_heading(fields, path) is not None


def lists_above(fields: Fields, path: KeyPath) -> list[KeyPath]:
    """Return the lists in whose rows a joined path lies, outermost first."""
    heads = (path[:end] for end in range(1, len(path)))
    return [head for head in heads if head in fields and fields[head].kind in _LISTS]


def numbers_below(fields: Fields, group: KeyPath) -> list[KeyPath]:
    """Return the numbers of which a group is the sum: those typed in it, columns of lists left out."""
    below = [path for path in fields if path[: len(group)] == group and len(path) > len(group)]
    lists = lists_above(fields, group)
    return [
        path
        for path in below
        if fields[path].formula is None and fields[path].kind in COUNTABLE and lists_above(fields, path) == lists
    ]


def units_of(fields: Fields, path: KeyPath) -> list[str]:
    """Return the units of the amounts that a path stands for: of itself, or of those in a group."""
    path = column_named(fields, path)
    declared = fields.get(path)
    if declared is None:
        return []
    listed = [path] if declared.kind is not Kind.GROUP else numbers_below(fields, path)
    return [fields[each].unit for each in listed if fields[each].kind is Kind.AMOUNT]


def largest_unit(units: Iterable[str]) -> str:
    """Return the largest of some units of money, empty where there are none: rounded amounts are compared in it."""
    return max(units, key=lambda unit: MONEY.get(unit, 0), default="")


def unit_of_result(declared: Field, fields: Fields) -> str:
    """Return the unit in which the amounts in a field's formula are taken: its own, or the largest of theirs."""
    if declared.kind is Kind.AMOUNT:
        return declared.unit
    used = names(declared.formula) if declared.formula else ()
    return largest_unit(unit for path in used for unit in units_of(fields, path))


def in_own_unit(common: Field, own: Field) -> Field:
    """Return a form's field with the example of the common one, an amount, converted into the unit that the form declares."""
    value = number(common.example).value if common.unit != own.unit and common.example == own.example else None
    if value is None or own.kind is not Kind.AMOUNT or own.unit not in MONEY:
        return own
    return own._replace(example=print_plain(drop_zeros(convert_money(value, common.unit, own.unit))))


def told_in_own_unit(path: KeyPath, fields: Fields) -> Field:
    """Return a field whose help names the unit of the amount, or of the amounts below it; none where they have several."""
    declared = fields[path]
    found = _UNIT_TOLD.search(declared.help)
    units = {field.unit for inner, field in fields.items() if inner[: len(path)] == path and field.kind is Kind.AMOUNT}
    if not found or not units or units == {found[1]}:
        return declared
    instead = found[0].replace(found[1], units.pop()) if len(units) == 1 else ""
    return declared._replace(help=declared.help.replace(found[0], instead))


def refuse_formula(declared: Field, fields: Fields) -> None:
    """Refuse a formula that can never be computed, in its row where it is a column of a list.

    Raises:
        ExpressionError: naming the part with which nothing can be done.
    """
    if declared.formula:
        sorts = _sorts(fields, lists_above(fields, joined_path(fields, declared.path)))
        refuse_nonsense(declared.formula, sorts._replace(money=_refuse_money))


def rows_of_check(expression: Expression, where: KeyPath, fields: Fields) -> tuple[KeyPath, ...]:
    """Return the lists in each row of which a comparison is made: those of the place it names; none where it is made once.

    Raises:
        ExpressionError: where it can never be computed, naming the part with which nothing can be done.
    """
    lists = lists_above(fields, joined_path(fields, where))
    try:
        refuse_nonsense(expression, _sorts(fields, []))
    except ExpressionError:
        if not lists:
            raise
        refuse_nonsense(expression, _sorts(fields, lists))
        return tuple(lists)
    return ()


def _sorts(fields: Fields, rows: list[KeyPath]) -> Sorts:
    return Sorts(
        lambda path: _sort(fields, path, rows),
        lambda path: _sort(fields, path, lists_above(fields, joined_path(fields, path))[:-1]),
        lambda path: _refuse_no_value(fields, path, rows),
        lambda path: _refuse_no_text(fields, path),
    )


NAMING = (Kind.TEXT, Kind.PROSE, Kind.LINES, Kind.QUANTITY)
"""The kinds that may name amounts of money in their words."""


def _refuse_no_text(fields: Fields, path: KeyPath) -> None:
    """Refuse what names no amounts in words."""
    declared = fields.get(column_named(fields, path))
    if declared is None or declared.kind not in NAMING:
        raise ExpressionError(f"{NAMED}的“{'.'.join(path)}”要是{'、'.join(NAMING)}")


def _refuse_money(path: KeyPath) -> None:
    raise ExpressionError(f"{NAMED}({'.'.join(path)})只用在“核对”里")


def _refuse_no_value(fields: Fields, path: KeyPath, rows: list[KeyPath]) -> None:
    """Refuse what is no indicator value in the row in which a formula is computed."""
    declared, above, key = fields.get(path), lists_above(fields, joined_path(fields, path)), ".".join(path)
    if declared is None or declared.kind is not Kind.QUANTITY:
        raise ExpressionError(f"{DONE}的“{key}”要是指标值")
    if not above or above != rows:
        raise ExpressionError(f"{DONE}的“{key}”不在同一条里：算式要写在同一个列表、指标的一列上")


def _sort(fields: Fields, path: KeyPath, rows: list[KeyPath]) -> Sort:
    """Return what a path stands for in a formula that is computed in a row of each of some lists."""
    below = below_heading(fields, path)
    path = below.column if below else path
    answer = answer_of(fields, path)
    declared = answer or fields[path]
    several = below is not None or not {*lists_above(fields, joined_path(fields, path))} <= {*rows}
    words = declared.kind in (Kind.TEXT, Kind.CHOICE)
    if (declared.formula and not words) or declared.kind in (*_NUMBERS, Kind.YES_NO) or answer:
        return Sort.NUMBERS if several else Sort.NUMBER
    if declared.kind in (*_LISTS, Kind.RESULTS) or (declared.kind is Kind.GROUP and numbers_below(fields, path)):
        return Sort.NUMBERS
    key = ".".join(path)
    if declared.kind is Kind.DATE and not several:
        return Sort.DATE
    if declared.kind is Kind.GROUP:
        raise ExpressionError(f"“{key}”是一组，下面没有可以加的金额、小数或整数")
    only = "里有好几个日期，不能比" if declared.kind is Kind.DATE else f"是{declared.kind}，不能算，也不能比大小"
    raise ExpressionError(f"“{key}”{only}")
