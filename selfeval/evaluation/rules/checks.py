"""The sums and rates a form declares under 核对."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import PurePath
from typing import NamedTuple

from selfeval.evaluation.case import Case
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.rules.amounts import wrong_money_unit
from selfeval.form.expression import (
    TOLERANCE,
    Comparison,
    KeyPath,
    Side,
    compare,
    names,
    on_scale,
    parse,
    zero_divisors,
)
from selfeval.form.field import Field, Kind, Role
from selfeval.form.form import Check, Form
from selfeval.form.operands import (
    NAMING,
    SCORES,
    below_heading,
    column_named,
    is_operand,
    joined_path,
    largest_unit,
    lists_above,
    numbers_below,
    units_of,
)
from selfeval.problem import Level, Place, Problem
from selfeval.quantity.notation import print_day, print_number
from selfeval.submission.numbers import Rows, filled_at, money_named, number_in, rows_of
from selfeval.submission.submission import Submission
from selfeval.submission.tree import Leaf
from selfeval.text.pattern import regex
from selfeval.text.placeholder import gives_reason

_TOTAL = regex(r"合计\(\s*([\w.]+)\s*\)")
_KEY = regex(r"[^\W\d][\w.]*")
_NAMED_IN_WORDS = (
    (regex(r"金额\(([^()]*)\)"), r"\1里的金额"),
    (regex(r"合计\(([^()]*里的金额)\)"), r"\1合计"),
    (regex(r"个数\(([^()]*里)的金额\)"), r"\1写了几个金额："),
)
"""What is said instead of the amounts that a text names."""
_AMOUNT = "#,##0.00"
_FULL = Decimal(100)
_TOO_LOW = regex("偏低|较低|过低|未达|不足")
_LOW = Decimal(50)
"""Below how many per cent a rate is so low that a wrong figure is as likely as slow work."""


class _Failed(NamedTuple):
    """Hold a comparison that does not hold, with the unit of its amounts, where it points at and in which row."""

    declared: Check
    outcome: Comparison
    unit: str
    place: Place
    where: str
    row: str = ""


def check(case: Case) -> Iterator[Problem]:
    """Yield every declared comparison that does not hold, with the value of each side.

    A key the form lacks is read as another form of the department shows it; where none does there is silence.
    Amounts are compared in the largest of their units, which is told. Of two comparisons that share a typed value and
    fail by the same difference the first alone is told: that value is what is wrong. An amount typed in another unit is
    told as that.
    """
    told: list[_Failed] = []
    failures = [failed for declared in case.form.checks for failed in _failures(case, declared)]
    known = case.form.rule_levels
    levels = [known.get(failed.declared.rule, failed.declared.level) for failed in failures]
    asked = {*levels} - {Level.ERROR, None} and known.get("wrong-money-unit", Level.WARNING)
    mistyped = {found.where for found in wrong_money_unit(case.dossier)} if asked else set[str]()
    for failed, level in zip(failures, levels, strict=True):
        used = {".".join(path) for path in _typed_paths(case.form, names(failed.declared.expression))}
        follows = level is not Level.ERROR and any(_is_below(where, path) for where in mistyped for path in used)
        if level is None or follows or any(_have_one_cause(failed, other, case.form) for other in told):
            continue
        told.append(failed)
        yield _say(case, failed, level)


def _is_below(where: str, path: str) -> bool:
    """Tell whether a value stands at a path of keys, whatever the names of the items are in between (任务完成.普法.实际资金)."""
    typed = iter(where.split("."))
    return all(key in typed for key in path.split("."))


def _failures(case: Case, declared: Check) -> Iterator[_Failed]:
    """Yield a comparison that does not hold, in each row where it is made in the rows of a list."""
    used = list(names(declared.expression))
    unit = largest_unit({unit for path in used for unit in units_of(case.form_with(path).fields, path)})
    if not declared.lists:
        money = partial(money_named, (((), case.tree),), case.form, unit=unit)
        outcome = compare(declared.expression, partial(case.number_shown, unit=unit), money=money)
        if outcome is not None and not outcome.holds:
            yield _Failed(declared, outcome, unit, _place(case, declared, outcome), ".".join(declared.where))
        return
    if any(path not in case.form.fields for path in used):
        return
    at = joined_path(case.form.fields, declared.where)
    for rows in rows_of((((), case.tree),), case.form, list(declared.lists)):
        single = partial(number_in, rows, case.form, unit=unit)
        whole = partial(number_in, rows[:1], case.form, unit=unit)
        money = partial(money_named, rows, case.form, unit=unit)
        outcome = compare(declared.expression, single, whole, money)
        if outcome is not None and not outcome.holds:
            typed, row = filled_at(rows, at), rows[-1][1]
            leaf = typed if isinstance(typed, Leaf) and typed.text else None
            at_row = leaf.where if leaf else f"{row.where}.{at[-1]}"
            yield _Failed(declared, outcome, unit, leaf.text.place if leaf else row.place, at_row, str(row.title))


def _place(case: Case, declared: Check, outcome: Comparison) -> Place:
    """Return where a comparison points: of two sums of like things at the one pair that does not fit, else at the key it names."""
    pair = _unfit(case, outcome)
    if pair:
        named = (leaf for leaf in pair if leaf.field.path[-1] == declared.where[-1])
        return next(named, pair[0]).text.place
    where = _typed_at(case, declared)
    field = case.form.fields.get(where)
    if field and field.kind is Kind.RESULTS:
        return case.submission.place_near(case.submission.file_of(where), ".".join(where))
    return case.submission.place(where)


def _unfit(case: Case, outcome: Comparison) -> tuple[Leaf, Leaf] | None:
    """Return the only value of the greater of two sums of like things that is above its like in the other, with that one."""
    sides = [list(_typed_paths(case.form, names(parse(side.text)))) for side in outcome.sides]
    if len(sides) != 2 or len(sides[0]) != len(sides[1]):
        return None
    if on_scale(outcome.sides[0].value) < on_scale(outcome.sides[1].value):
        sides.reverse()
    at = [[joined_path(case.form.fields, path) for path in side] for side in sides]
    lists = lists_above(case.form.fields, at[0][0]) if at[0] else []
    if len(at[0]) < 2 and not lists:
        return None
    found: list[tuple[Leaf, Leaf]] = []
    for rows in rows_of((((), case.tree),), case.form, lists):
        for one, other in zip(*at, strict=True):
            typed, held = filled_at(rows, one), filled_at(rows, other)
            if isinstance(typed, Leaf) and isinstance(held, Leaf) and _is_above(typed, held):
                found.append((typed, held))
    return found[0] if len(found) == 1 else None


def _is_above(one: Leaf, other: Leaf) -> bool:
    values = one.value, other.value
    return isinstance(values[0], Decimal) and isinstance(values[1], Decimal) and values[0] > values[1]


def _typed_at(case: Case, declared: Check) -> KeyPath:
    """Return the key at which a comparison points: the one it names, or the typed one of its own that is called alike."""
    used = list(names(declared.expression))
    alike = (path for path in used if path[-1] == declared.where[-1] and case.submission.leaf(path))
    return declared.where if declared.where in used else next(alike, declared.where)


def _have_one_cause(one: _Failed, other: _Failed, form: Form) -> bool:
    """Tell whether two comparisons of what the form itself shows share a value and fail by the same difference."""
    values = [[on_scale(side.value) for side in each.outcome.sides] for each in (one, other)]
    apart = [max(each) - min(each) for each in values]
    used = [{*_typed_paths(form, names(each.declared.expression))} for each in (one, other)]
    is_own = all(is_operand({**form.fields, **SCORES}, path) for path in used[0] | used[1])
    return is_own and one.row == other.row and apart[0] == apart[1] and bool(used[0] & used[1])


def _typed_paths(form: Form, paths: Iterable[KeyPath]) -> Iterator[KeyPath]:
    """Yield the paths of the typed values from which some others are computed, these themselves where they are typed."""
    for path in paths:
        declared = form.fields.get(path)
        if declared and declared.formula:
            yield from _typed_paths(form, names(declared.formula))
        elif declared and declared.kind is Kind.GROUP:
            yield from numbers_below(form.fields, path)
        else:
            yield path


def _say(case: Case, failed: _Failed, level: Level) -> Problem:
    """Return the problem that a comparison does not hold."""
    submission, form, declared, outcome = case.submission, case.form, failed.declared, failed.outcome
    pattern = _pattern(case, names(declared.expression))
    is_amount = pattern == _AMOUNT and not any("/" in side.text for side in outcome.sides)
    shown = f" {failed.unit}" if failed.unit and is_amount else ""
    sides = "，".join(
        f"{_said(side, form)}{_print(side.value, pattern)}{shown}{_elsewhere(submission, form, side)}"
        for side in outcome.sides
    )
    of = f"“{failed.row}”：" if failed.row else ""
    message = f"{of}{declared.message}。现在：{sides}；{_apart(outcome, form, pattern, shown)}"
    return Problem(failed.place, declared.rule, level, message, "", failed.where, frozenset({form.slug}))


def _elsewhere(submission: Submission, form: Form, side: Side) -> str:
    """Say where the figures of a side stand that the form does not show itself."""
    known = {**form.fields, **SCORES}
    places = [submission.place(path) for path in names(parse(side.text)) if not is_operand(known, path)]
    return "".join(f"（{PurePath(place.file).name} 第 {place.line} 行）" for place in places)


def _pattern(case: Case, paths: Iterable[KeyPath]) -> str:
    """Return how the sides of a comparison print: as rates, as money, or as plain numbers."""
    columns = ((case.form_with(path).fields, path) for path in paths)
    kinds = {fields[at].kind for fields, path in columns if (at := column_named(fields, path)) in fields}
    if Kind.PERCENT in kinds:
        return "0.00%"
    return "#,##0.##" if kinds and kinds <= {Kind.COUNT, Kind.NUMBER, *NAMING} else _AMOUNT


def _apart(outcome: Comparison, form: Form, pattern: str, unit: str) -> str:
    """Say how far the sides are apart, dates by days, and which of several stands alone."""
    values = [on_scale(side.value) for side in outcome.sides]
    apart = max(values) - min(values)
    days = isinstance(outcome.sides[0].value, date)
    difference = f"相差 {int(apart)} 天" if days else f"相差 {_print(apart, pattern)}{unit}"
    alone = _alone(outcome.sides)
    return f"{difference}，{_said(alone, form).rstrip() or alone.text}与其他几项对不上" if alone else difference


def _alone(sides: tuple[Side, ...]) -> Side | None:
    if len(sides) < 3:
        return None
    for side in sides:
        own, others = on_scale(side.value), [on_scale(other.value) for other in sides if other is not side]
        if max(others) - min(others) <= TOLERANCE < min(abs(own - other) for other in others):
            return side
    return None


def _said(side: Side, form: Form) -> str:
    """Put a side into the form's words, before its value: labels for keys, 某某合计 for sums; "" for a bare number."""
    if not _KEY.search(side.text):
        return ""
    summed = _TOTAL.sub(lambda match: f"{match[1]}合计", side.text)

    def label(match: re.Match[str]) -> str:
        path = tuple(match[0].removesuffix("合计").split("."))
        total = "合计" if match[0].endswith("合计") else ""
        below = below_heading(form.fields, path)
        field = form.fields.get(below.column if below else path)
        of = f"{below.headings[-1]}的" if below else ""
        return f"{of}{field.label or field.path[-1]}{total}" if field else match[0]

    said = _KEY.sub(label, summed).replace("*", "×").replace(" / ", " ÷ ")
    for pattern, words in _NAMED_IN_WORDS:
        said = pattern.sub(words, said)
    return f"{said} "


def _print(value: Decimal | date, pattern: str) -> str:
    """Print a side; the value of a rate is a share of 1."""
    if isinstance(value, date):
        return print_day(value)
    return print_number(value * 100 if pattern.endswith("%") else value, pattern)


def low_rate_without_reason(case: Case) -> Iterator[Finding]:
    """Find a row with a computed rate below a half, beside a column for the reason in which none stands."""
    for row in _rated(case):
        if row.rate < _LOW and not row.given:
            message = (
                f"“{row.title}”的{row.called}只有 {row.shown}，没有写“{row.column.name}”；"
                "先核对两个数，没有错的写明原因"
            )
            yield Finding(row.leaf.text.place, message, row.leaf.where, f"{row.column.path[-1]}: （写明原因）")


def low_rate_denied(case: Case) -> Iterator[Finding]:
    """Find the reason of a low rate in a row whose rate is all there is, or more."""
    for row in _rated(case):
        if row.rate >= _FULL and row.given and _TOO_LOW.search(row.column.name):
            message = f"“{row.title}”的{row.called}是 {row.shown}，却写了“{row.column.name}”；看看是不是数写错了"
            yield Finding(row.leaf.text.place, message, row.leaf.where)


class _Rated(NamedTuple):
    """Hold a row with a computed rate, the value typed that it comes of, and its column for the reason of a low one."""

    title: str
    called: str
    rate: Decimal
    shown: str
    leaf: Leaf
    column: Field
    given: bool


def _rated(case: Case) -> Iterator[_Rated]:
    """Yield the rows with a computed rate beside a column for a reason."""
    fields = case.form.fields
    for declared in fields.values():
        if declared.kind is not Kind.PERCENT or declared.formula is None:
            continue
        at = joined_path(fields, declared.path)
        lists = lists_above(fields, at)
        if not lists:
            continue
        beside = (each for each in fields.values() if each.path[:-1] == declared.path[:-1])
        reasons = [each for each in beside if each.role is Role.REASON]
        for rows in rows_of((((), case.tree),), case.form, lists) if reasons else ():
            rate = filled_at(rows, at)
            typed = [filled_at(rows, joined_path(fields, each.path)) for each in reasons]
            leaf = _typed_of_row(case.form, rows, at, names(declared.formula))
            if not isinstance(rate, Leaf) or not isinstance(rate.value, Decimal) or leaf is None:
                continue
            given = any(isinstance(each, Leaf) and gives_reason(each.text) for each in typed)
            title, called = str(rows[-1][1].title), declared.label or declared.path[-1]
            yield _Rated(title, called, rate.value, rate.normal, leaf, reasons[0], given)


def _typed_of_row(form: Form, rows: Rows, at: KeyPath, operands: Iterable[KeyPath]) -> Leaf | None:
    """Return the value typed that a rate of a row comes of: its first operand, else the actual where that is computed."""
    fields = form.fields
    typed = [joined_path(fields, path) for path in operands]
    actual = [joined_path(fields, each.path) for each in fields.values() if each.role is Role.ACTUAL]
    beside = (path for path in actual if path[:-1] == at[:-1])
    leaves = (filled_at(rows, path) for path in (*typed[:1], *beside, *typed[1:]))
    return next((each for each in leaves if isinstance(each, Leaf) and each.text.place.file), None)


def divided_by_zero(case: Case) -> Iterator[Finding]:
    """Find values that are printed blank because what they are divided by is zero."""
    for declared in case.form.fields.values():
        if declared.formula is None or not declared.printed or lists_above(case.form.fields, declared.path):
            continue
        for path in zero_divisors(declared.formula, case.number):
            typed = filled_at((((), case.tree),), path)
            if isinstance(typed, Leaf):
                shown = f"“{declared.blank}”" if declared.blank else "空的"
                message = (
                    f"“{declared.name}”要除以“{typed.field.name}”，现在是 0，算不出来，印出来是{shown}；核对这个数"
                )
                yield Finding(typed.text.place, message, typed.where)
