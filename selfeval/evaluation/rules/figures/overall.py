"""Rates of more than two amounts: 总体执行率 of several funds, and 预算调整率, of what a budget became.

An overall rate is that of all sums together or the mean of the rates before it; which amounts beside it make it is not asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from selfeval.evaluation.figures.reading import Sentence, Stated
from selfeval.evaluation.figures.reckon import (
    Span,
    differs,
    joined,
    less,
    may_be_slip,
    measured,
    print_like,
    share,
    span,
    span_of,
    value_of,
)
from selfeval.evaluation.figures.roles import OTHER_BASE, is_additive, is_change, same_measure
from selfeval.evaluation.finding import Finding
from selfeval.quantity.units import is_money
from selfeval.text.pattern import regex

_OVERALL = regex(
    "(?:[两二三四五六七八](?:[项个类批级]|[^,;率]{0,4}))?(?P<way>总体|整体|综合|平均|合计|汇总|总)(?P<stem>[^,;率]{2,8})率(?:[为达是到]|约为)*"
)
_MEANS = frozenset(("平均", "综合"))
_BACK, _LEAST = 6, 2
"""How many sentences back the rates stand of which one is the overall rate, and of how many it is."""
_MORE = regex("另有|另外|此外|加权|不同口径|其中,")
"""Matches what says that there are others besides."""
_ADJUSTED_RATE = regex("预算(?:总)?调整(?:率|比例|幅度)[为达是到约:]*-?$")
_OPENING = regex("年初|批复|申报|初始|原预算|核定|下达")
_ADJUSTED = regex("调整后|调整(?:后的?)?预算|全年预算|调整[为到至]|预算调整数")
_CHANGE = regex("追加|调增|调减|核减|压减|追减|增加|减少|新增|净增|净减")
_MOST, _NEAR = 4, 2
"""How many changes of a budget are added up in all ways, and how many sentences back they stand."""
_FAR = 15
"""How many times a rate another one is that is not taken for a slip of it."""


class _RatedPair(NamedTuple):
    """Hold a rate with the two amounts of which it is."""

    base: Stated
    done: Stated
    rate: Stated


def rate_of_many(passage: Sequence[Sentence], at: int, rate: Stated) -> Iterator[Finding] | None:
    """Return what is wrong in an overall rate, or in the rate of a budget's change; None for any other rate."""
    if _ADJUSTED_RATE.search(rate.lead):
        return _of_change(passage, at, rate)
    overall = _OVERALL.fullmatch(rate.lead)
    rated = _rated(passage, at, rate, overall["stem"]) if overall else []
    if not overall or len(rated) < _LEAST:
        return None
    mean = overall["way"] in _MEANS or not is_money(rated[0].base.figure.unit)
    return _of_all(passage, at, rate, rated, mean=mean)


def _rated(passage: Sequence[Sentence], at: int, rate: Stated, stem: str) -> list[_RatedPair]:
    """Return the rates of the same name before an overall one, with the amounts right before each, where these give it."""
    found: list[_RatedPair] = []
    near = [each for one in passage[max(0, at - _BACK) : at + 1] for each in one.figures]
    before = near[: near.index(rate)]
    for base, done, told in zip(before, before[1:], before[2:], strict=False):
        named = told.figure.unit == "%" and f"{stem[-2:]}率" in told.lead and is_additive(base)
        given = share(span(measured(done, base)), span(base.figure)) if named and same_measure(base, done) else None
        if given and given.meets(span(told.figure)) and (not found or same_measure(base, found[0].base)):
            found.append(_RatedPair(base, done, told))
    return found


def _of_all(
    passage: Sequence[Sentence], at: int, rate: Stated, rated: Sequence[_RatedPair], *, mean: bool
) -> Iterator[Finding]:
    """Yield 中央500万元，执行480万元，执行率96%；省级300万元，执行300万元，执行率100%；总体执行率为90%.

    Where ``mean`` is set the rate may be the mean of the others too.
    """
    bases, dones = [each.base for each in rated], [each.done for each in rated]
    low, high = (end(each.rate.figure.value for each in rated) for end in (min, max))
    whole = span_of(bases, bases[0])
    given = share(span_of(dones, bases[0]), whole)
    told = span(rate.figure)
    middle = sum((each.rate.figure.value for each in rated), Decimal(0)) / len(rated)
    if given is None or given.meets(told) or (mean and abs(middle - rate.figure.value) <= rate.figure.step):
        return
    near = passage[max(0, at - _BACK) : at + 1]
    own = {id(each) for one in rated for each in one}
    others = [each for one in near for each in one.figures if id(each) not in own and same_measure(each, bases[0])]
    if others or any(_MORE.search(one.words) or OTHER_BASE.search(one.words) for one in near):
        return
    real = value_of(dones, bases[0]) / value_of(bases, bases[0]) * 100
    if not low <= rate.figure.value <= high or may_be_slip(rate.shown, print_like(real, rate)):
        yield differs(rate, f"（{joined(dones)}）÷（{joined(bases)}） = {print_like(real, rate)}")


def _of_change(passage: Sequence[Sentence], at: int, rate: Stated) -> Iterator[Finding]:
    """Yield 年初预算2250万元，调整后2475万元，预算调整率为9.09%: the change is rated by what was granted first."""
    near = [each for one in passage[max(0, at - _NEAR) : at + 1] for each in one.figures]
    money = [each for each in near[: near.index(rate)] if is_money(each.figure.unit) and not each.rough]
    adjusted = [each for each in money if _ADJUSTED.search(each.lead)]
    openings = [each for each in money if _OPENING.search(each.lead) and each not in adjusted and not is_change(each)]
    changes = [each for each in money if _CHANGE.search(each.lead) and each not in adjusted][-_MOST:]
    if len(openings) != 1 or len(adjusted) > 1 or OTHER_BASE.search(passage[at].words):
        return
    opening = openings[0]
    base, told = span(opening.figure), span(rate.figure)
    told = Span(abs(told.low), abs(told.high)) if told.low >= 0 else Span(abs(told.high), abs(told.low))
    moved = [_apart(span(measured(each, opening)), base) for each in adjusted]
    for count in range(1, len(changes) + 1):
        moved += [span_of(some, opening) for some in combinations(changes, count)]
    moved += [
        _apart(span(measured(one, opening)), span(measured(other, opening))) for one, other in combinations(changes, 2)
    ]
    given = [share(each, base) for each in moved]
    if not moved or any(each and each.meets(told) for each in given):
        return
    if adjusted:
        value = abs(measured(adjusted[0], opening).value - opening.figure.value)
        most, least = sorted((adjusted[0], opening), key=lambda each: measured(each, opening).value, reverse=True)
        shown = f"（{most.shown} - {least.shown}）"
    elif len(changes) == 1:
        value, shown = measured(changes[0], opening).value, changes[0].shown
    else:
        return
    real = value / opening.figure.value * 100
    if abs(rate.figure.value) / _FAR < real < abs(rate.figure.value) * _FAR:
        yield differs(rate, f"{shown} ÷ {opening.shown} = {print_like(real, rate)}")


def _apart(one: Span, other: Span) -> Span:
    """Return by how much two amounts differ."""
    return less(one, other) if one.low + one.high >= other.low + other.high else less(other, one)
