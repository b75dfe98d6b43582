"""The same money in 元 and in 万元: said twice side by side, or in two places of a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from selfeval.evaluation.figures.figure import agree
from selfeval.evaluation.figures.reading import A, Sentence, Stated, found_at
from selfeval.evaluation.figures.reckon import differs, print_like
from selfeval.evaluation.finding import Finding
from selfeval.quantity.units import is_money
from selfeval.text.pattern import regex

_BESIDE = regex(
    rf"(?P<one>{A})(?:(?:\((?:即|折合|折|合计?|计|也就是|人民币|换算为)*)|,?(?:即|折合|折算为?|折|合|计|也就是|换算为)(?:人民币|为)*)(?=(?P<other>{A}))"
)
_TIMES = 10000
"""What 万元 is in 元."""
_DIGITS = 5
"""How many digits two amounts share, at least, before they are hardly the same by chance."""


def typed_money_differs(passage: Sequence[Sentence]) -> Iterator[Finding]:
    """Find 86400元（即8.46万元）, and an amount that stands elsewhere with the same digits in another unit."""
    seen: list[tuple[Stated, tuple[int, ...]]] = []
    for sentence in passage:
        said: set[str] = set()
        for match in _BESIDE.finditer(sentence.words):
            one, other = sentence.of(match["one"]), sentence.of(match["other"])
            if _are_money(one, other) and "每" not in one.lead:
                said |= {one.sign, other.sign}
                if agree(one.figure, other.figure) is False:
                    yield _differs(one, other)
        for each in sentence.figures:
            if each.sign not in said and not each.rough and _is_plain_money(each):
                digits = each.figure.value.normalize().as_tuple().digits
                for one, others in seen:
                    if digits == others and _look_alike(one, each, len(digits)):
                        yield _unit_forgotten(one, each)
                        break
                seen.append((each, digits))
        seen = seen[-40:]


def _are_money(one: Stated, other: Stated) -> bool:
    return _is_plain_money(one) and _is_plain_money(other) and one.figure.unit != other.figure.unit


def _is_plain_money(each: Stated) -> bool:
    return is_money(each.figure.unit) and "/" not in each.figure.unit


def _look_alike(one: Stated, other: Stated, digits: int) -> bool:
    """Tell whether two amounts of the same digits, so many, are not the same amount and may have been meant to be."""
    ratio = one.figure.in_unit(other.figure.unit)
    if not ratio or agree(one.figure, other.figure) is not False:
        return False
    forgotten = other.figure.value in (ratio.value * _TIMES, ratio.value / _TIMES)
    if one.figure.unit == other.figure.unit:
        return forgotten and digits > _DIGITS - 2
    return digits >= _DIGITS or (digits > 1 and forgotten)


def _differs(one: Stated, other: Stated) -> Finding:
    real = one.figure.in_unit(other.figure.unit)
    shown = print_like(real.value if real else Decimal(0), other)
    return differs(other, f"{one.shown} 是 {shown}")


def _unit_forgotten(one: Stated, other: Stated) -> Finding:
    message = f"前面写的是 {one.shown}，这里写的是 {other.shown}，数字相同、单位不同；是不是同一笔钱、写错了单位或者位数？请核对"
    return found_at(other, message)
