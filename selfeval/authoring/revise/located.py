"""Where the printed values of a department were typed: each by the dotted key under which a document gives it back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from selfeval.form.expression import KeyPath
from selfeval.form.field import Kind
from selfeval.form.form import Form
from selfeval.submission.submission import Submission
from selfeval.submission.target import with_target_in_force
from selfeval.submission.tree import Branch, Leaf


class LocatedValue(NamedTuple):
    """Hold a typed value, and the item of a list it belongs to, None outside of lists."""

    leaf: Leaf
    item: Branch | None = None


def typed_values(submission: Submission, form: Form) -> dict[str, LocatedValue]:
    """Return every value that a form may print, by its dotted key."""
    return dict(_values(_Owner(submission, form), submission.tree, (), "", None))


class _Owner(NamedTuple):
    """Hold what is walked through: a submission, as one form shows it."""

    submission: Submission
    form: Form


def _values(
    owner: _Owner, branch: Branch, path: KeyPath, above: str, item: Branch | None
) -> Iterator[tuple[str, LocatedValue]]:
    for key, filled in branch.items():
        inner = (*path, key)
        if isinstance(filled, Leaf):
            yield f"{above}{key}", LocatedValue(filled, item)
        elif isinstance(filled, Branch):
            yield from _values(owner, filled, inner, f"{above}{key}.", item)
        elif isinstance(filled, list):
            yield from _rows(owner, filled, inner, f"{above}{key}.")


def _rows(owner: _Owner, rows: list[Branch], path: KeyPath, above: str) -> Iterator[tuple[str, LocatedValue]]:
    schema = owner.submission.schema
    seen: Counter[str] = Counter()
    for number, row in enumerate(rows, start=1):
        shown = row
        if schema.slots[path].field.kind is Kind.INDICATORS:
            shown = with_target_in_force(row, path, schema.roles.get(path, {}), owner.form)
        name = ".".join((*row.levels, str(row.title).strip() or f"第{number}条"))
        seen[name] += 1
        again = f"（第{seen[name]}个）" if seen[name] > 1 else ""
        yield from _values(owner, shown, path, f"{above}{name}{again}.", row)
