"""How much of its target an indicator has attained, as a share of one."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from selfeval.form.columns import columns
from selfeval.form.expression import KeyPath
from selfeval.form.field import ROLES, Role
from selfeval.form.form import Form
from selfeval.form.operands import joined_path, lists_above
from selfeval.quantity.columns import join_columns
from selfeval.quantity.judge import judge
from selfeval.quantity.verdict import Attainment
from selfeval.submission.tree import Branch, Filled, Leaf

_ADJUSTED = [path for path, role in ROLES.items() if role is Role.ADJUSTED_TARGET]


def share_done(row: Branch, form: Form, actual: KeyPath, target: KeyPath) -> Decimal | None:
    """Return how much of a target an actual in the same row is, None where the two cannot be divided.

    Where less is better, an actual within the target is all of it, one beyond it the target divided by the actual.
    A target adjusted in the course of the year counts.
    """
    wanted = _text_at(row, form, target)
    if form.fields[target].role is Role.TARGET:
        wanted = next(filter(None, (_text(_at(row, path)) for path in _ADJUSTED)), wanted)
    beside = dict(_beside(row, form, target))
    unit = beside.get(Role.UNIT, "")
    whole = join_columns(wanted, beside.get(Role.SIGN, ""), unit)
    verdict = judge(whole, join_columns(_text_at(row, form, actual), unit=unit), row.title)
    ratio = verdict.ratio
    if ratio is None or verdict.outcome is Attainment.UNDECIDED:
        return None
    if verdict.outcome is Attainment.MISSED and ratio > 1:
        return 1 / ratio
    return Decimal(1) if verdict.outcome is Attainment.MET and ratio < 1 else ratio


def _beside(row: Branch, form: Form, path: KeyPath) -> Iterator[tuple[Role, str]]:
    """Yield the sign and the unit of a target that stand in columns of their own."""
    for tree in lists_above(form.fields, joined_path(form.fields, path))[-1:]:
        for column in columns(form.fields, tree):
            if column.role in (Role.SIGN, Role.UNIT):
                yield column.role, _text_at(row, form, column.path)


def _text_at(row: Branch, form: Form, path: KeyPath) -> str:
    at = joined_path(form.fields, path)
    lists = lists_above(form.fields, at)
    return _text(_at(row, at[len(lists[-1]) :])) if lists else ""


def _at(row: Branch, path: KeyPath) -> Filled | None:
    found: Filled | None = row
    for key in path:
        found = found.get(key) if isinstance(found, Branch) else None
    return found


def _text(filled: Filled | None) -> str:
    return str(filled.text) if isinstance(filled, Leaf) else ""
