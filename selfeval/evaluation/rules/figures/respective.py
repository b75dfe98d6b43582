"""Rates told in the order of what they are of: 分别增长13.0%和15.0%, 分别完成计划的108%和104%.

How the amounts stand, row by row or pair by pair, is not guessed: the rates that are right show it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from selfeval.evaluation.figures.reading import Stated
from selfeval.evaluation.figures.reckon import Span, add, differs, less, measured, print_like, share, span
from selfeval.evaluation.figures.roles import same_measure
from selfeval.evaluation.finding import Finding


class Reckoning(NamedTuple):
    """Hold a way to reckon a rate from two amounts: how it is written, and what it gives."""

    shown: str
    of: Callable[[Span, Span], Span | None]


SHARE = Reckoning("{one} ÷ {other}", share)
RISE = Reckoning("（{one} - {other}）÷ {other}", lambda new, old: share(less(new, old), old))
FALL = Reckoning("（{other} - {one}）÷ {other}", lambda new, old: share(less(old, new), old))
RISEN = Reckoning("{other} ÷（{one} - {other}）", lambda new, change: share(change, less(new, change)))
FALLEN = Reckoning("{other} ÷（{one} + {other}）", lambda new, change: share(change, add(new, change)))


def out_of_order(
    rates: Sequence[Stated], amounts: Sequence[Stated], reckonings: Sequence[Reckoning]
) -> Iterator[Finding]:
    """Yield the one of several rates that two amounts do not give as they give all the others."""
    count = len(rates)
    best: tuple[int, list[tuple[Stated, Stated]], Reckoning, list[bool]] | None = None
    for pairs in _arranged(amounts[-2 * count :], count):
        for reckoning in reckonings:
            given = [reckoning.of(*_spans(one, other)) for one, other in pairs]
            fit = [bool(each and each.meets(span(rate.figure))) for each, rate in zip(given, rates, strict=True)]
            if all(fit):
                return
            if best is None or sum(fit) > best[0]:
                best = sum(fit), pairs, reckoning, fit
    if best and best[0] == count - 1 > 0:
        _, pairs, reckoning, fit = best
        at = fit.index(False)
        (one, other), rate = pairs[at], rates[at]
        real = reckoning.of(*_spans(one, other))
        if real and real.low > 0:
            shown = print_like((real.low + real.high) / 2, rate)
            yield differs(rate, f"{reckoning.shown.format(one=one.shown, other=other.shown)} = {shown}")


def _spans(one: Stated, other: Stated) -> tuple[Span, Span]:
    return span(measured(one, other)), span(other.figure)


def _arranged(amounts: Sequence[Stated], count: int) -> Iterator[list[tuple[Stated, Stated]]]:
    """Yield each way to pair amounts of one measure: row by row or side by side, and each the other way round."""
    if len(amounts) < 2 * count or any(each.rough or each.figure.value <= Decimal(0) for each in amounts):
        return
    rows = list(zip(amounts[:count], amounts[count:], strict=True))
    beside = list(zip(amounts[::2], amounts[1::2], strict=True))
    for pairs in (rows, beside):
        if all(same_measure(one, other) for one, other in pairs):
            yield pairs
            yield [(other, one) for one, other in pairs]
