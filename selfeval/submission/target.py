"""The target of an indicator: declared at the start of the year, and formally adjusted in its course."""

from __future__ import annotations

from copy import copy

from selfeval.form.expression import KeyPath
from selfeval.form.form import Form, Phase
from selfeval.submission.tree import Branch, Leaf

TARGET, ADJUSTED, VALUE, BASIS = "年度指标值", "调整后指标值", "值", "依据"
AFTER = "（调整后）"
"""What is said behind an adjusted target where the declared one is not shown beside it."""


def adjusted(row: Branch) -> Leaf | None:
    """Return the formally adjusted target of an indicator, None where it was not adjusted."""
    block = row.get(ADJUSTED)
    found = block.get(VALUE) if isinstance(block, Branch) else None
    return found if isinstance(found, Leaf) else None


def in_force(row: Branch) -> Leaf | None:
    """Return the target in force: the adjusted one, else the declared one."""
    found = adjusted(row) or row.get(TARGET)
    return found if isinstance(found, Leaf) else None


def spoken_of(row: Branch, form: Form) -> Leaf | None:
    """Return the target that a form's texts speak of: in a declaration the declared one, else the one in force."""
    found = row.get(TARGET) if form.phase is Phase.TARGETS else in_force(row)
    return found if isinstance(found, Leaf) else None


def standing(row: Branch) -> Branch:
    """Return an indicator with its adjusted target, if it has one, in the place of the declared one."""
    found = adjusted(row)
    if found is None:
        return row
    made = copy(row)
    made[TARGET] = found
    del made[ADJUSTED]
    return made


def shown(row: Branch, tree: KeyPath, form: Form) -> Branch:
    """Return an indicator as a form shows it: with the target in force.

    A declaration keeps what was declared; so does a form that has the adjusted target among its own fields.
    """
    declares = form.phase is Phase.TARGETS or (*tree, ADJUSTED) in form.fields
    return row if declares else standing(row)
