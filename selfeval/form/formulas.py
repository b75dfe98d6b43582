"""The formulas, checks and scoring that a form declares: each can be computed, or is refused at its line.

Every function that refuses raises DeclarationError, with the place and the part with which nothing can be done.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from selfeval.form.declaration import DeclarationError, entries
from selfeval.form.expression import Expression, ExpressionError, KeyPath, is_comparison, names
from selfeval.form.field import CONTAINERS, Field, Kind, Role
from selfeval.form.operands import (
    COMPUTED,
    SCORES,
    SCORING,
    column_named,
    is_operand,
    joined_path,
    lists_above,
    refuse_formula,
    rows_of_check,
)
from selfeval.problem import Place
from selfeval.source.node import Node, Text
from selfeval.text.name import nearest

_SCORED_BY = frozenset({Role.TARGET, Role.ADJUSTED_TARGET, Role.ACTUAL, Role.POINTS})
"""The roles of the columns from which a score is computed."""


def scores_of(node: Node | None) -> Mapping[KeyPath, Field]:
    """Return what formulas may use of the score sheet that a form declares; without an execution rate there is no score of it."""
    if node is None:
        return {}
    rated = "执行率" in entries(node)
    return {path: score for path, score in SCORES.items() if rated or not path[-1].startswith("执行")}


def refuse_score_as_field(key: Text, path: KeyPath) -> None:
    """Refuse a field under 评分, where the form's score sheet stands."""
    if path[0] == SCORING:
        how = (
            f"自己起一个键，写“算式: {key}”和“格式”"
            if path in SCORES
            else f"可以用：{'、'.join(map('.'.join, SCORES))}"
        )
        raise DeclarationError(key.place, f"“{key}”由程序算，不写在“字段”里；要换一种格式，{how}")


def check_formulas(fields: Mapping[KeyPath, Field], scores: Mapping[KeyPath, Field]) -> None:
    """Refuse formulas that can never be computed; they may use the scores too, which are not declared."""
    known = {**scores, **fields}
    for declared in fields.values():
        _check_formula(declared, known)
    efforts: dict[KeyPath, _Effort] = {}
    for path in fields:
        _reckon(path, known, (), efforts)


def _check_formula(declared: Field, fields: Mapping[KeyPath, Field]) -> None:
    if declared.formula is None:
        return
    if declared.kind not in (*COMPUTED, Kind.GROUP) and not declared.steps:
        kinds = "、".join(COMPUTED)
        raise DeclarationError(declared.place, f"“{declared.key}”是{declared.kind}，不能写“算式”；能写的：{kinds}")
    if is_comparison(declared.formula):
        raise DeclarationError(declared.place, f"“{declared.key}”的算式是比较，算不出数；比较写在“核对”里")
    typed = declared.formula.text
    place = typed.place if isinstance(typed, Text) else declared.place
    for used in names(declared.formula):
        if not is_operand(fields, used):
            message = f"“{declared.key}”的算式用了这个表样里没有的“{'.'.join(used)}”{_suggest_key(used, fields)}"
            raise DeclarationError(place, message)
    try:
        refuse_formula(declared, fields)
    except ExpressionError as error:
        raise DeclarationError(declared.place, f"“{declared.key}”的算式永远算不出来：{error}") from error


def _suggest_key(used: KeyPath, fields: Mapping[KeyPath, Field]) -> str:
    """Return the end of a message that names the whole keys an unknown one may mean, or ""."""
    keys = {".".join(path): path for path, field in fields.items() if field.kind not in CONTAINERS}
    ends = [key for key, path in keys.items() if path[-len(used) :] == used]
    near = ends or [each for each in (nearest(".".join(used), keys, 0.6, str),) if each]
    return f"，是不是“{'”或“'.join(near)}”？" if near else ""


MOST_LEVELS = 30
"""How many formulas may be computed one from the other."""
MOST_STEPS = 10_000
"""How many values one formula may be computed from, each counted as often as it is used, itself or through others."""


class _Effort(NamedTuple):
    """Hold how many formulas stand one below the other in a value, and how many values it is computed from."""

    levels: int = 0
    steps: int = 1


def _reckon(
    path: KeyPath, fields: Mapping[KeyPath, Field], trail: tuple[KeyPath, ...], known: dict[KeyPath, _Effort]
) -> _Effort:
    """Return what it takes to compute a value; refuse one that comes back to itself, or takes too much.

    ``trail`` are the formulas that use it, outermost first.
    """
    if path in trail:
        circle = (*trail[trail.index(path) :], path)
        shown = "→".join(".".join(each) for each in circle)
        raise DeclarationError(fields[path].place, f"“{'.'.join(path)}”的算式绕回了自己（{shown}），永远算不出来")
    formula = fields[path].formula if path in fields else None
    if formula is None or path in known:
        return known.get(path, _Effort())
    key = fields[path].key
    if len(trail) >= MOST_LEVELS:
        raise DeclarationError(fields[path].place, f"算到“{key}”，算式一个用一个，超过 {MOST_LEVELS} 层；少套几层")
    used = [_reckon(each, fields, (*trail, path), known) for each in _columns_in(formula, fields)]
    made = _Effort(1 + max((each.levels for each in used), default=0), 1 + sum(each.steps for each in used))
    if made.levels > MOST_LEVELS:
        raise DeclarationError(
            fields[path].place, f"“{key}”的算式一个用一个，有 {made.levels} 层，最多 {MOST_LEVELS} 层；少套几层"
        )
    if made.steps > MOST_STEPS:
        message = f"“{key}”的算式一层套一层，算一次要用 {made.steps} 个数，最多 {MOST_STEPS} 个；同一个键少用几次"
        raise DeclarationError(fields[path].place, message)
    known[path] = made
    return made


def rows_compared(
    rule: str, formula: Expression, where: KeyPath, fields: Mapping[KeyPath, Field]
) -> tuple[KeyPath, ...]:
    """Return the lists in each row of which a check compares, none where it compares once; refuse one that never can."""
    place = formula.text.place if isinstance(formula.text, Text) else fields[where].place
    try:
        return rows_of_check(formula, where, fields)
    except ExpressionError as error:
        raise DeclarationError(place, f"核对“{rule}”永远算不出来：{error}") from error


def check_scoring(tree: KeyPath, rate: KeyPath, fields: Mapping[KeyPath, Field], place: Place) -> None:
    """Refuse an execution rate that is no single number, and formulas that use the scores which are computed from them."""
    declared = fields.get(rate)
    if declared and (declared.kind not in (Kind.PERCENT, Kind.NUMBER) or lists_above(fields, rate)):
        raise DeclarationError(place, f"评分的“执行率”要用列表以外的百分比或小数，“{declared.key}”不是")
    columns = [path for path in fields if joined_path(fields, path)[:-1] == tree]
    scores = {*SCORES, *(path for path in columns if fields[path].role is Role.SCORE and not fields[path].formula)}
    for path in [*(path for path in columns if fields[path].role in _SCORED_BY), rate]:
        for used in _used_by(path, fields):
            if used in scores:
                message = f"“{'.'.join(path)}”的算式用了“{'.'.join(used)}”，评分又要用它，永远算不出来"
                raise DeclarationError(fields[path].place, message)


def _columns_in(formula: Expression | None, fields: Mapping[KeyPath, Field]) -> Iterator[KeyPath]:
    """Yield the key paths that a formula uses, of a column below a heading the column."""
    for path in names(formula) if formula else ():
        yield column_named(fields, path)


def _used_by(path: KeyPath, fields: Mapping[KeyPath, Field]) -> Iterator[KeyPath]:
    """Yield the key paths that a field's formula uses, itself or through others; no formula is circular."""
    formula = fields[path].formula if path in fields else None
    for used in _columns_in(formula, fields):
        yield used
        yield from _used_by(used, fields)
