"""The numbers that the key paths of a form's expressions stand for in a department's typed tree."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from selfeval.form.expression import KeyPath, Operand, compute
from selfeval.form.field import Kind, Need
from selfeval.form.form import Form
from selfeval.submission.tree import Branch, Filled, Leaf, branches

_COUNTABLE = (Kind.AMOUNT, Kind.NUMBER, Kind.COUNT)


def number(tree: Branch, form: Form, path: KeyPath) -> Operand:
    """Return the number a key path stands for, the numbers of several rows as a tuple, or None where one is not known.

    A group stands for the numbers in it, a list for a one from each item, a column for the numbers of all rows. A
    required number that is missing makes the whole unknown; optional ones may be missing. Amounts are in the
    unit of their field (万元), percentages are shares of one.
    """
    declared = form.fields.get(path)
    if declared is None:
        return None
    if declared.formula is not None:
        return compute(declared.formula, lambda inner: number(tree, form, inner))
    if declared.kind is Kind.GROUP:
        return _numbers_of_group(tree, form, path)
    if declared.kind in (Kind.LIST, Kind.INDICATORS):
        return tuple(Decimal(1) for _ in _items(tree, path))
    found = list(_numbers(tree, path))
    above = (form.fields.get(path[:end]) for end in range(1, len(path)))
    if all(holder is None or holder.kind is Kind.GROUP for holder in above):
        return found[0] if found else None
    return None if None in found or not found else tuple(each for each in found if each is not None)


def _numbers_of_group(tree: Branch, form: Form, path: KeyPath) -> Operand:
    total: list[Decimal] = []
    for inner in _paths_to_sum(form, path):
        value = number(tree, form, inner)
        if isinstance(value, Decimal):
            total.append(value)
        elif form.fields[inner].need is Need.YES:
            return None
    return tuple(total) if total else None


@lru_cache(maxsize=1024)
def _paths_to_sum(form: Form, path: KeyPath) -> tuple[KeyPath, ...]:
    """Return the numbers of a group that are typed."""
    inside = (inner for inner in form.fields if inner[: len(path)] == path)
    return tuple(
        inner for inner in inside if form.fields[inner].formula is None and form.fields[inner].kind in _COUNTABLE
    )


def _items(filled: Filled | None, path: KeyPath) -> Iterator[Branch]:
    """Yield the titled items of a list, wherever on the path other lists lie."""
    for branch in branches(filled):
        if path:
            yield from _items(branch.get(path[0]), path[1:])
        elif branch.title:
            yield branch


def _numbers(filled: Filled | None, path: KeyPath) -> Iterator[Decimal | None]:
    if not path:
        value = filled.value if isinstance(filled, Leaf) else None
        known = Decimal(value) if isinstance(value, (Decimal, int)) and not isinstance(value, bool) else None
        per_cent = isinstance(filled, Leaf) and filled.field.kind is Kind.PERCENT
        yield known / 100 if known is not None and per_cent else known
    elif isinstance(filled, Branch):
        yield from _numbers(filled.get(path[0]), path[1:])
    elif isinstance(filled, list):
        for row in filled:
            if row.title:
                yield from _numbers(row, path)
    else:
        yield None
