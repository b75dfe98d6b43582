"""How a form prints a value: one that was typed, and one that a formula gives."""

from __future__ import annotations

from decimal import Decimal

from selfeval.form.expression import KeyPath
from selfeval.form.field import Field, Kind
from selfeval.form.form import Form
from selfeval.quantity.notation import print_day, print_number
from selfeval.submission.numbers import number as number_at
from selfeval.submission.numbers import step_of
from selfeval.submission.tree import Branch, Leaf, make_leaf

PATTERNS = {Kind.PERCENT: "0.00%", Kind.COUNT: "0", Kind.YEAR: "0", Kind.NUMBER: "0.##"}
"""How derived values print where the form does not say."""


def print_leaf(leaf: Leaf, form: Form) -> str:
    """Return a value as a form prints it; a text that could not be typed prints as it stands."""
    declared = form.fields.get(leaf.field.path, leaf.field)
    pattern = declared.pattern or form.formats.get(declared.kind, "")
    value = leaf.value
    if value is None or (declared.zero and value == 0):
        return declared.zero if value == 0 else leaf.normal
    if declared.kind in (Kind.AMOUNT, Kind.NUMBER, Kind.COUNT, Kind.PERCENT) and pattern:
        return print_number(Decimal(value), pattern)  # type: ignore[arg-type]  # these kinds hold Decimal or int
    if declared.kind is Kind.DATE:
        return print_day(value, *filter(None, [pattern]))  # type: ignore[arg-type]  # a date by its kind
    return leaf.normal


def derive(tree: Branch, form: Form, path: KeyPath) -> Leaf | None:
    """Return what a form's formula gives, as `value_of_formula` does.

    None where the field has no formula, or the formula no value yet, or one in each row of a list.
    """
    declared = form.fields[path]
    value = number_at(tree, form, path) if declared.formula is not None else None
    return value_of_formula(declared, form, value) if isinstance(value, Decimal) else None


def value_of_formula(declared: Field, form: Form, value: Decimal) -> Leaf:
    """Return what a formula gave, in per cent where it is a percentage, with the text as which the form prints it."""
    if declared.kind in (Kind.TEXT, Kind.CHOICE):
        word = step_of(declared, value)
        return make_leaf(declared, word, word)
    shown = value * 100 if declared.kind is Kind.PERCENT else value
    pattern = declared.pattern or form.formats.get(declared.kind) or PATTERNS.get(declared.kind, "0.00")
    printed = print_number(shown, pattern)
    return make_leaf(declared, shown, _or_zero(printed, shown, declared))


def _or_zero(printed: str, value: object, declared: Field) -> str:
    """Return what a form prints instead of 0 where it says so, else the number as it is printed."""
    return declared.zero if declared.zero and value == 0 else printed
