"""What one form computes and another has typed: one key, so one value."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from selfeval.evaluation.case import Case
from selfeval.evaluation.finding import Finding
from selfeval.form.expression import TOLERANCE
from selfeval.form.field import Field, Kind
from selfeval.form.operands import joined_path, largest_unit, lists_above
from selfeval.quantity.units import convert_money
from selfeval.submission.numbers import filled_at, number_in, rows_of
from selfeval.submission.printed import value_of_formula
from selfeval.submission.tree import Leaf
from selfeval.text.name import fold


def computed_differs(case: Case) -> Iterator[Finding]:
    """Find a value typed for one form that differs from what this one computes under the same key.

    Where another form does not ask for it, nobody was to type it; where the formula has no value yet there is silence.
    """
    form, slots = case.form, case.submission.schema.slots
    for path, declared in form.fields.items():
        slot = slots.get(path) if declared.formula else None
        if slot is None or not slot.forms:
            continue
        at = joined_path(form.fields, path)
        lists = lists_above(form.fields, at)
        here = rows_of((((), case.submission.tree),), form, lists)
        for rows, typed_in in zip(rows_of((((), case.tree),), form, lists), here, strict=False):
            typed, value = filled_at(typed_in, at), number_in(rows, form, path)
            if not isinstance(typed, Leaf) or not isinstance(value, Decimal):
                continue
            made = value_of_formula(declared, form, value)
            if _differ(typed, made, declared):
                others = "、".join(f"“{each.name}”" for each in case.submission.schema.forms if each.slug in slot.forms)
                message = (
                    f"“{declared.name}”填的是 {typed.text}，“{form.name}”照“{declared.formula.text if declared.formula else ''}”算是 {made.normal}；"
                    f"{others}印填的，“{form.name}”印算的，两张表应当一样"
                )
                yield Finding(typed.text.place, message, typed.where, forms=slot.forms | {form.slug})


def _differ(typed: Leaf, made: Leaf, declared: Field) -> bool:
    """Tell whether a typed value is another than one computed, rounded as it was typed, amounts in the larger of two units; words are compared as they are."""
    one, other = typed.value, made.value
    if isinstance(one, str) and isinstance(other, str):
        return declared.kind in (Kind.TEXT, Kind.CHOICE) and bool(other) and fold(one) != fold(other)
    if isinstance(one, bool) or not isinstance(one, Decimal | int) or not isinstance(other, Decimal):
        return False
    number = Decimal(one)
    exponent = number.as_tuple().exponent
    rounded = Decimal(5).scaleb(exponent - 1) if isinstance(exponent, int) else TOLERANCE
    if declared.kind is Kind.AMOUNT and typed.field.kind is Kind.AMOUNT:
        unit = largest_unit({typed.field.unit, declared.unit})
        number, rounded = (convert_money(each, typed.field.unit, unit) for each in (number, rounded))
        other = convert_money(other, declared.unit, unit)
    return abs(number - other) > max(rounded if exponent else TOLERANCE, TOLERANCE)
