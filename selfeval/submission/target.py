"""The target of an indicator: the one declared at the start of the year, or the one formally adjusted in its course."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import TypeAlias

from selfeval.form.expression import KeyPath
from selfeval.form.field import Role
from selfeval.form.form import Form, Phase
from selfeval.quantity.columns import join_columns
from selfeval.submission.tree import Branch, Filled, Leaf

AFTER = "（调整后）"
"""The note behind an adjusted target where the declared one is not shown beside it."""

Keys: TypeAlias = Mapping[Role, KeyPath]
"""The keys of a list's columns by their roles, as `Schema.roles` gives them."""


def leaf_of(row: Branch, keys: Keys, role: Role) -> Leaf | None:
    """Return the value of a row's column by its role, None where nothing was typed."""
    path = keys.get(role)
    if path is None:
        return None
    found: Filled | None = row
    for key in path:
        found = found.get(key) if isinstance(found, Branch) else None
    return found if isinstance(found, Leaf) else None


def adjusted_target(row: Branch, keys: Keys) -> Leaf | None:
    """Return the formally adjusted target of an indicator, None where it was not adjusted."""
    return leaf_of(row, keys, Role.ADJUSTED_TARGET)


def target_in_force(row: Branch, keys: Keys) -> Leaf | None:
    """Return the target in force: the adjusted one, else the declared one."""
    return adjusted_target(row, keys) or leaf_of(row, keys, Role.TARGET)


def target_judged_by(row: Branch, keys: Keys) -> Leaf | None:
    """Return the target that an actual is judged by: the one in force, else that of the same indicator under another parent."""
    return target_in_force(row, keys) or (target_in_force(*row.same) if row.same else None)


def target_spoken_of(row: Branch, keys: Keys, form: Form) -> Leaf | None:
    """Return the target that the texts of a form mean: the declared one in a form of the phase 申报, else the one judged by."""
    if form.phase is not Phase.TARGETS:
        return target_judged_by(row, keys)
    return leaf_of(row, keys, Role.TARGET) or (leaf_of(*row.same, Role.TARGET) if row.same else None)


def target_as_judged(row: Branch, keys: Keys) -> str:
    """Return the target judged by, with the sign and the unit that stand in columns of their own; "" where there is none."""
    found = target_in_force(row, keys)
    if found is None and row.same:
        return target_as_judged(*row.same)
    return with_columns(row, keys, found)


def with_columns(row: Branch, keys: Keys, target: Leaf | None) -> str:
    """Return a target of an indicator with the sign and the unit that stand in columns of their own; "" where there is none."""
    if target is None or target.value is None:
        return ""
    return join_columns(str(target.text), _typed(row, keys, Role.SIGN), _typed(row, keys, Role.UNIT))


def actual_as_judged(row: Branch, keys: Keys) -> str:
    """Return the actual, with the unit that stands in a column of its own; "" where there is none."""
    found = leaf_of(row, keys, Role.ACTUAL)
    if found is None or found.value is None:
        return ""
    return join_columns(str(found.text), unit=_typed(row, keys, Role.UNIT))


def _typed(row: Branch, keys: Keys, role: Role) -> str:
    found = leaf_of(row, keys, role)
    return str(found.text) if found else ""


def with_adjusted_target(row: Branch, keys: Keys) -> Branch:
    """Return an indicator's row with the adjusted target, if there is one, in the place of the declared one."""
    found = adjusted_target(row, keys)
    if found is None or Role.TARGET not in keys:
        return row
    made = copy(row)
    made[keys[Role.TARGET][0]] = found
    made.pop(keys[Role.ADJUSTED_TARGET][0], None)
    return made


def with_target_in_force(row: Branch, tree: KeyPath, keys: Keys, form: Form) -> Branch:
    """Return an indicator's row as a form shows it: with the target in force.

    A form of the phase 申报 keeps the declared target; so does one that has the adjusted target among its own fields.
    """
    path = keys.get(Role.ADJUSTED_TARGET, ("",))
    declares = form.phase is Phase.TARGETS or (*tree, path[0]) in form.fields
    return row if declares else with_adjusted_target(row, keys)
