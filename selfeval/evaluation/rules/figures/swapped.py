"""Rates that are those of the amounts right before them, but for two digits that changed places.

So many digits are hardly right by chance: what the rate is called, and what the amounts are, need not be read.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from selfeval.evaluation.figures.reading import Sentence, Stated
from selfeval.evaluation.figures.reckon import Span, digits_of, is_swap, measured, print_like, share, span
from selfeval.evaluation.figures.roles import RATED, is_change, same_measure
from selfeval.text.pattern import regex

_CUE = regex("(?:率|比例|比重|占比|进度|密度|占|的|比)(?:已|也|仅|就)*(?:达到了?|达|为|是|:)?$")
"""Matches what stands before a rate of two amounts."""
_OTHER = regex("增[长加幅]|降[低幅]|下降|减少|提高|上升|涨|同比|环比|平均|利率|费率|税率|折|目标|不低于|不超过|以上")
_LEAST, _NEAR, _CLAUSES = 3, 6, 2
"""How many digits such a rate has at least, how many amounts may be its base, and over how many commas it stands."""
_TWO = 2


def swapped_rate(passage: Sequence[Sentence], at: int, rate: Stated) -> tuple[Stated, Stated] | None:
    """Return the amount before a rate, and one before that, of which it is the share with two digits changed."""
    sentence = passage[at]
    if len(digits_of(rate)) < _LEAST or not _CUE.search(rate.lead) or _OTHER.search(rate.lead) or rate.rough:
        return None
    near = [each for one in passage[max(0, at - 1) : at + _TWO] for each in one.figures if _is_amount(each)]
    own = [each for each in near if each.is_beside(rate) and each.position < rate.position]
    if not own or sentence.words.count(",", own[-1].position, rate.position) > _CLAUSES or _is_right(rate, near):
        return None
    for done in reversed(own[-_TWO:]):
        before = near[: near.index(done)] + [each for each in own if each.position > done.position]
        for base in [each for each in before if same_measure(each, done)][: -_NEAR - 1 : -1]:
            if base.figure.value > 0 and is_swap(print_like(_percent(done, base), rate), rate.shown):
                return done, base
    return None


def _percent(done: Stated, base: Stated) -> Decimal:
    return measured(done, base).value / base.figure.value * 100


def _is_amount(each: Stated) -> bool:
    exact = not (each.rough or each.bounded or is_change(each))
    return exact and each.figure.value > 0 and (each.figure.unit not in RATED or "天数" in each.lead)


def _is_right(rate: Stated, near: Sequence[Stated]) -> bool:
    """Tell whether any of some amounts in per cent of any other is a rate, what it lacks of all, or what one is more or less."""
    told, hundred = span(rate.figure), Decimal(100)
    for base in near:
        for done in near:
            given = share(span(measured(done, base)), span(base.figure)) if same_measure(done, base) else None
            if done is base or given is None:
                continue
            apart = Span(given.low - hundred, given.high - hundred), Span(hundred - given.high, hundred - given.low)
            if given.meets(told) or any(each.meets(told) for each in apart):
                return True
    return False
