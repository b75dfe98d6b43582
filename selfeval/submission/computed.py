"""A department's tree as one form sees it: in the rows of its lists also what the form's formulas give there."""

from __future__ import annotations

from copy import copy
from decimal import Decimal

from selfeval.form.expression import KeyPath
from selfeval.form.form import Form
from selfeval.form.operands import joined_path, lists_above
from selfeval.submission.numbers import number_in, rows_of
from selfeval.submission.printed import value_of_formula
from selfeval.submission.tree import Branch, Filled, Leaf, make_branch


def with_formulas(tree: Branch, form: Form) -> Branch:
    """Return a tree with the values of all formulas that are columns of a list; the tree itself where there are none."""
    columns = [
        declared
        for declared in form.fields.values()
        if declared.formula and lists_above(form.fields, joined_path(form.fields, declared.path))
    ]
    if not columns:
        return tree
    made = copied(tree)
    for declared in columns:
        at = joined_path(form.fields, declared.path)
        lists = lists_above(form.fields, at)
        for rows in rows_of((((), made),), form, lists):
            value = number_in(rows, form, declared.path)
            if isinstance(value, Decimal):
                put_at(rows[-1][1], at[len(lists[-1]) :], value_of_formula(declared, form, value))
    return made


def copied(tree: Branch) -> Branch:
    """Return a tree with branches of its own, so that more can be put into it; its leaves are the same."""
    made = copy(tree)
    made.update({key: _copied(inner) for key, inner in tree.items()})
    return made


def _copied(filled: Filled) -> Filled:
    if isinstance(filled, Leaf):
        return filled
    if isinstance(filled, Branch):
        return copied(filled)
    if isinstance(filled, list):
        return [copied(row) for row in filled]
    return {key: copied(row) for key, row in filled.items()}


def put_at(branch: Branch, path: KeyPath, filled: Filled) -> None:
    """Put a value at a path below a branch, making the groups above it."""
    for key in path[:-1]:
        inner = branch.setdefault(key, make_branch(key))
        assert isinstance(inner, Branch)  # a form's fields never put a key below a value
        branch = inner
    branch[path[-1]] = filled
