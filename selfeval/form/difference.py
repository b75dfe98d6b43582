"""What two forms want differently of one key, so that no department can choose both."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from selfeval.form.field import ANYWHERE, Field, Kind
from selfeval.form.form import Form


class Difference(NamedTuple):
    """Hold what two forms declare of one key, and in words what each of them makes of it."""

    one: Field
    other: Field
    first: str
    second: str


def differences(first: Form, second: Form) -> Iterator[Difference]:
    """Yield each key that two forms have typed as different things, or in different files."""
    for path, one in first.fields.items():
        other = second.fields.get(path)
        computed = one.formula or one.drawn or (other and (other.formula or other.drawn))
        if other is not None and not computed:
            words = _differ(one, other)
            if words:
                yield Difference(one, other, *words)


def _differ(one: Field, other: Field) -> tuple[str, str] | None:
    """Return in words what each of two fields is, where one text cannot be both."""
    if one.file != other.file and len(one.path) == 1 and one.key not in ANYWHERE:
        return f"写在 {one.file}", f"写在 {other.file}"
    if one.kind is not other.kind:
        return f"是{one.kind}", f"是{other.kind}"
    if one.kind is Kind.AMOUNT and one.unit != other.unit:
        return f"单位是{one.unit}", f"单位是{other.unit}"
    if one.role is not other.role:
        first, second = (f"作用是{role}" if role else "没有作用" for role in (one.role, other.role))
        return first, second
    return None
