"""Rates that are those of the amounts right before them, but for a slip of the fingers.

So many digits are hardly right by chance: what the rate is called, and what the amounts are, need not be read. Where there
is a choice of amounts, only two digits that changed places are such a slip.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from selfeval.evaluation.figures.reading import Sentence, Stated
from selfeval.evaluation.figures.reckon import Span, digits_of, is_swap, may_be_slip, measured, print_like, share, span
from selfeval.evaluation.figures.roles import OTHER_BASE, RATED, is_change, same_measure
from selfeval.evaluation.rules.figures.far_rates import DUE
from selfeval.text.pattern import regex

_CUE = regex("(?:率|比例|比重|占比|进度|密度|占|的|比)(?:已|也|仅|就)*(?:达到了?|达|为|是|:)?$")
"""Matches what stands before a rate of two amounts."""
_OTHER = regex("增[长加幅]|降[低幅]|下降|减少|提高|上升|涨|同比|环比|平均|利率|费率|税率|折|目标|不低于|不超过|以上")
OF_WHOLE = regex("占[^率]*$")
"""Matches what stands before a share, not before a rate of its own name (占收回问卷的比率即有效率)."""
NAMED_RATE = regex(
    r"(?P<stem>[^,、]{2,}?)(?:率|进度|密度|(?<=[成行付用改结])比例)(?:已|也|均|约|仅|就|分别)*(?:达到了?|达|为|是|有|:|实现|完成|提高到|上升到|升至|降至|=|占)?$"
)
"""Matches a rate with a name; the group is what it says without its last character."""
_STEM = regex("(?P<stem>(?!完成|执行|使用|支出|支付|到位)[^率,、]{2})率[^率]*$")
"""Matches the name of a rate that says what was done; the group is its end."""
_ITS_SHARE = regex("^(?:占比?|[^,;率]{0,4}占)")
"""Matches how the share begins that the amount right before it has of another one (重复信访34件，占3.87%)."""
_UNDONE = regex("[不未]")
"""Matches how a rate begins that may be of what was done and what was not, together."""
_LEAST, _NEAR, _CLAUSES = 3, 6, 2
"""How many digits such a rate has at least, how many amounts may be its base, and over how many commas it stands."""
_TWO = 2


def swapped_rate(passage: Sequence[Sentence], at: int, rate: Stated) -> tuple[Stated, Stated] | None:
    """Return the amount before a rate, and one before that, of which it is the share but for a slip."""
    sentence = passage[at]
    if len(digits_of(rate)) < _LEAST or not _CUE.search(rate.lead) or _OTHER.search(rate.lead) or rate.rough:
        return None
    near = [each for one in passage[max(0, at - 1) : at + _TWO] for each in one.figures if _is_amount(each)]
    own = [each for each in near if each.is_beside(rate) and each.position < rate.position]
    if not own or sentence.words.count(",", own[-1].position, rate.position) > _CLAUSES or _is_right(rate, near):
        return None
    if not _may_be_of(rate, own):
        return None
    only = None if OTHER_BASE.search(sentence.words) else _only_pair(passage[max(0, at - 1) : at + 1], near, own)
    if only and may_be_slip(print_like(_percent(*only), rate), rate.shown):
        return only
    for done in reversed(own[-_TWO:]):
        before = near[: near.index(done)] + [each for each in own if each.position > done.position]
        for base in [each for each in before if same_measure(each, done)][: -_NEAR - 1 : -1]:
            if base.figure.value > 0 and is_swap(print_like(_percent(done, base), rate), rate.shown):
                return done, base
    return None


def is_rated(sentence: Sentence, each: Stated) -> bool:
    """Tell whether an amount has right behind it a rate of its own name: it is no base of the next (系统管理806人，管理率92.8%)."""
    behind = dict(zip(map(id, sentence.figures), sentence.figures[1:], strict=False)).get(id(each))
    if behind and behind.figure.unit == "%" and _ITS_SHARE.search(behind.lead):
        return True
    named = NAMED_RATE.search(behind.lead) if behind and behind.figure.unit == "%" else None
    return bool(named and named["stem"][-2:] in each.lead)


def _may_be_of(rate: Stated, own: Sequence[Stated]) -> bool:
    """Tell whether a rate with a name shares a character of it with the amounts before it, or with their units (续借率 is of no 借阅 of others)."""
    named = _STEM.search(rate.lead)
    said = "".join(f"{each.lead}{each.figure.unit}{each.trail}" for each in own)
    return not named or any(sign in said for sign in named["stem"])


def _only_pair(
    sentences: Sequence[Sentence], near: Sequence[Stated], own: Sequence[Stated]
) -> tuple[Stated, Stated] | None:
    """Return the last amount before a rate and the only other one of its measure in the sentence, or in the one before."""
    done = own[-1]
    alike = [each for each in near if same_measure(each, done) and each is not done]
    beside = [each for each in alike if each.is_beside(done)]
    bases = beside or [each for each in alike if near.index(each) < near.index(own[0]) and DUE.search(each.lead)]
    if (
        len(bases) != 1
        or any(is_rated(one, bases[0]) for one in sentences)
        or bases[0].figure.value < measured(done, bases[0]).value
    ):
        return None
    return done, bases[0]


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
            apart = [Span(given.low - hundred, given.high - hundred), Span(hundred - given.high, hundred - given.low)]
            if _UNDONE.match(rate.lead):  # 提起公诉483人，不起诉64人，不诉率11.70%
                apart.append(
                    Span(given.low * hundred / (hundred + given.low), given.high * hundred / (hundred + given.high))
                )
            if given.meets(told) or any(each.meets(told) for each in apart):
                return True
    return False
