"""What is known of a file before it is filled in: opening amounts that the forms say must equal others, typed already."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import permutations

from selfeval.authoring.skeleton.wanted import Given
from selfeval.form.expression import Expression, KeyPath, Operand, compute, equal_sides
from selfeval.form.field import Kind
from selfeval.form.form import Form
from selfeval.quantity.notation import print_number
from selfeval.submission.submission import Submission
from selfeval.text.pattern import regex

AMOUNT = "#,##0.00"
OPENING = regex("年初")
"""What is settled before the year; an adjusted amount may have become another, though a check doubts it."""


def known_amounts(submission: Submission) -> Given:
    """Return by their paths the amounts that a declared check gives: the opening budget, once the targets have it."""
    return {
        path: (print_number(value, AMOUNT),)
        for form in submission.schema.forms
        for check in form.checks
        for path, other in _ways(form, equal_sides(check.expression))
        if (value := _value(submission, form, other, form.fields[path].unit))
    }


def _ways(form: Form, sides: tuple[Expression, ...]) -> Iterator[tuple[KeyPath, Expression]]:
    """Yield an opening amount that is typed, and the expression that it must equal."""
    for one, other in permutations(sides, 2):
        path = tuple(one.text.split("."))
        field = form.fields.get(path)
        if field and field.kind is Kind.AMOUNT and field.formula is None and OPENING.search(field.name):
            yield path, other


def _value(submission: Submission, form: Form, expression: Expression, unit: str) -> Decimal | None:
    """Return what an expression gives in a unit, by the forms that have its fields; None where something is missing."""

    def look_up(path: KeyPath) -> Operand:
        shown = (
            form
            if path in form.fields
            else next((each for each in submission.schema.forms if path in each.fields), form)
        )
        return submission.number(shown, path, unit)

    return compute(expression, look_up)
