"""The sums and rates a form declares under 核对."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from pathlib import PurePath

from selfeval.evaluation.case import Case
from selfeval.form.expression import TOLERANCE, Comparison, KeyPath, Side, compare, names, on_scale, parse
from selfeval.form.field import Kind
from selfeval.form.form import Form
from selfeval.form.operands import SCORES, below_heading, column_named, is_operand, largest_unit, units_of
from selfeval.problem import Problem
from selfeval.quantity.notation import print_day, print_number
from selfeval.submission.submission import Submission
from selfeval.text.pattern import regex

_TOTAL = regex(r"合计\(\s*([\w.]+)\s*\)")
_KEY = regex(r"[^\W\d][\w.]*")


def check(case: Case) -> Iterator[Problem]:
    """Yield every declared comparison that does not hold, with the value of each side.

    A key the form lacks is read as another form of the department shows it; where none does there is silence.
    Amounts are compared in the largest of their units, which is told where they have several.
    """
    submission, form = case.submission, case.form
    for declared in form.checks:
        level = form.rule_levels.get(declared.rule, declared.level)
        units = {unit for path in names(declared.expression) for unit in units_of(case.form_with(path).fields, path)}
        unit = largest_unit(units)
        outcome = compare(declared.expression, partial(case.number_shown, unit=unit))
        if outcome is None or outcome.holds or level is None:
            continue
        shown = f" {unit}" if len(units) > 1 else ""
        pattern = _pattern(case, names(declared.expression))
        sides = "，".join(
            f"{_said(side.text, form)} {_print(side.value, pattern)}{shown}{_elsewhere(submission, form, side)}"
            for side in outcome.sides
        )
        yield Problem(
            submission.place(declared.where),
            declared.rule,
            level,
            f"{declared.message}。现在：{sides}；{_apart(outcome, form, pattern, shown)}",
            "",
            ".".join(declared.where),
            frozenset({form.slug}),
        )


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
    return "#,##0.##" if kinds and kinds <= {Kind.COUNT, Kind.NUMBER} else "#,##0.00"


def _apart(outcome: Comparison, form: Form, pattern: str, unit: str) -> str:
    """Say how far the sides are apart, dates by days, and which of several stands alone."""
    values = [on_scale(side.value) for side in outcome.sides]
    apart = max(values) - min(values)
    days = isinstance(outcome.sides[0].value, date)
    difference = f"相差 {int(apart)} 天" if days else f"相差 {_print(apart, pattern)}{unit}"
    alone = _alone(outcome.sides)
    return f"{difference}，{_said(alone.text, form)}与其他几项对不上" if alone else difference


def _alone(sides: tuple[Side, ...]) -> Side | None:
    if len(sides) < 3:
        return None
    for side in sides:
        own, others = on_scale(side.value), [on_scale(other.value) for other in sides if other is not side]
        if max(others) - min(others) <= TOLERANCE < min(abs(own - other) for other in others):
            return side
    return None


def _said(text: str, form: Form) -> str:
    """Put an expression into the form's words: labels for keys, 某某合计 for sums."""
    summed = _TOTAL.sub(lambda match: f"{match[1]}合计", text)

    def label(match: re.Match[str]) -> str:
        path = tuple(match[0].removesuffix("合计").split("."))
        total = "合计" if match[0].endswith("合计") else ""
        below = below_heading(form.fields, path)
        field = form.fields.get(below.column if below else path)
        of = f"{below.headings[-1]}的" if below else ""
        return f"{of}{field.label or field.path[-1]}{total}" if field else match[0]

    return _KEY.sub(label, summed).replace("*", "×").replace(" / ", " ÷ ")


def _print(value: Decimal | date, pattern: str) -> str:
    """Print a side; the value of a rate is a share of 1."""
    if isinstance(value, date):
        return print_day(value)
    return print_number(value * 100 if pattern.endswith("%") else value, pattern)
