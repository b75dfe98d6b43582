"""Values beside those of earlier years: one ten or a hundred times the others has a nought or a point too many or too few."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.finding import Finding
from selfeval.form.field import Kind, Role
from selfeval.quantity.read import read
from selfeval.quantity.units import MONEY
from selfeval.quantity.values import Quantity
from selfeval.submission.tree import Leaf
from selfeval.text.pattern import regex

EARLIER = regex("(?:大?前|[上去])一?年(?:度|实际|决算|预算|完成)*[数值]?")
"""Matches the key of what an earlier year came to."""
_POWERS = {
    Decimal(10): ("十倍", "十分之一"),
    Decimal(100): ("一百倍", "百分之一"),
    Decimal(1000): ("一千倍", "千分之一"),
}
_LEAST, _MOST = Decimal("0.8"), Decimal("1.25")
"""Between which shares of a power of ten the ratio of two values seems to be a slip of one digit's place."""
_DIGITS = 2
"""How many digits both values have, at least: 1场 may well become 10场."""


class _Sized(NamedTuple):
    """Hold a typed value with its size in the smallest unit, and what it is measured in."""

    leaf: Leaf
    size: Decimal
    unit: str


def tenfold_of_earlier_year(dossier: Dossier) -> Iterator[Finding]:
    """Find 上年 14,405.00 beside 前年 1,398.70, or a target of 38000件 where it was 3720件 last year."""
    for name, values in _series(dossier):
        found = _odd(values)
        if found:
            odd, other, share = found
            told = (
                f"“{other.leaf.field.path[-1]}”的 {other.leaf.text.strip()}"
                if other.leaf.where != odd.leaf.where
                else f"上年的 {other.leaf.text.strip()}"
            )
            message = f"“{name}”的“{odd.leaf.field.path[-1]}”{odd.leaf.text.strip()}大约是{told} 的{share}；看看是不是多写、少写了 0 或小数点"
            yield Finding(odd.leaf.text.place, message, odd.leaf.where, forms=dossier.having(odd.leaf.field.path))


def _series(dossier: Dossier) -> Iterator[tuple[str, list[_Sized]]]:
    """Yield the values of one thing in several years, the latest last."""
    for row in dossier.indicators:
        listed = [leaf for leaf in row.values.values() if isinstance(leaf, Leaf) and _is_earlier(leaf)]
        target = row.leaf(Role.TARGET)
        if listed and target:
            yield str(row.name), _values([*listed, target])
    for holder in dossier.branches:
        amounts = [leaf for leaf in holder.values() if isinstance(leaf, Leaf) and leaf.field.kind is Kind.AMOUNT]
        listed = list(filter(_is_earlier, amounts))
        if len(listed) > 1:
            yield listed[0].field.path[-2], _values(listed)
    before = {leaf.where: leaf for leaf in dossier.earlier.leaves} if dossier.earlier else {}
    for leaf in dossier.leaves if before else ():
        if leaf.field.kind is Kind.AMOUNT and leaf.where in before:
            yield leaf.field.name, _values([before[leaf.where], leaf])


def _is_earlier(leaf: Leaf) -> bool:
    return any(map(EARLIER.fullmatch, leaf.field.names))


def _values(leaves: Sequence[Leaf]) -> list[_Sized]:
    found = []
    for leaf in leaves:
        if leaf.field.kind is Kind.AMOUNT and isinstance(leaf.value, Decimal):
            found.append(_Sized(leaf, leaf.value * MONEY[leaf.field.unit], "元"))
        elif isinstance(reading := read(str(leaf.text)), Quantity):
            found.append(_Sized(leaf, reading.value, reading.unit))
    return [each for each in found if each.size > 0 and len(each.size.normalize().as_tuple().digits) >= _DIGITS]


def _odd(values: Sequence[_Sized]) -> tuple[_Sized, _Sized, str] | None:
    """Return the value that is off by a power of ten, the one it is held against, and what share of that it is.

    Of three it is the one that is off from both others, of two the greater.
    """
    if len({each.unit for each in values}) != 1 or len(values) < 2:
        return None
    ordered = sorted(values, key=lambda each: each.size, reverse=True)
    for odd in ordered:
        others = [each for each in values if each is not odd]
        shares = [_share(odd.size, other.size) for other in others]
        if all(shares) and len(set(shares)) == 1:
            return odd, others[-1], shares[0]
    return None


def _share(size: Decimal, other: Decimal) -> str:
    for power, (times, part) in _POWERS.items():
        if _LEAST <= size / other / power <= _MOST:
            return times
        if _LEAST <= other / size / power <= _MOST:
            return part
    return ""
