"""Rates whose base, or whose two amounts, stand sentences before: 排查隐患4110处。……整改3970处，整改率95.6%.

So far from its amounts a rate is only taken for theirs where one slip of the fingers is all that is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from selfeval.evaluation.figures.phrase import telling
from selfeval.evaluation.figures.reading import Sentence, Stated
from selfeval.evaluation.figures.reckon import differs, is_slip_of, is_swap, measured, print_like, share, span
from selfeval.evaluation.figures.roles import OTHER_BASE, is_additive, is_change, same_measure
from selfeval.evaluation.finding import Finding
from selfeval.text.pattern import regex

BACK = 4
"""How many sentences back the amounts of a rate stand, at the farthest."""
_NEAR, _MOST, _TRIED = 2, 24, 4
"""How many sentences back what was done stands, how many amounts may make the rate, and how many bases are tried."""
_RATED = regex("(?:.*[即的])?(?P<stem>[^,、;:]{2,12}?)(?:率|进度)(?:已|也|均|仅|就|分别)*(?:达到了?|达|为|是|:)?$")
DUE = regex(
    "计划|任务|目标|应|总|共|受理|收[到件回]|接[到收]|抽[检查]|检查|排查|发现|登记|申[请报]|列入|纳入|现有|下达|发放|完成"
)
_NOT = regex("[不未非]$")
_EMPTY = regex("任务|目标|计划|年度|综合|整体|总体|全年|平均|工作|累计|基本")
_KEY, _END = 2, 5
"""How many characters name what was done, and in how many before its amount they stand (有效问卷274份)."""


def far_rate_differs(passage: Sequence[Sentence], at: int, rate: Stated) -> Iterator[Finding]:
    """Yield a rate that no two amounts of its sentence and those before give, and that is a slip of what two of them do."""
    named = _RATED.search(rate.lead)
    stem = _EMPTY.sub("", named["stem"]) if named else ""
    if len(stem) < _KEY:
        return
    own = [each for each in passage[at].figures if each.position < rate.position]
    near = [each for one in passage[max(0, at - _NEAR) : at] for each in one.figures]
    done = next((each for each in (*reversed(own), *reversed(near)) if _is_of(stem, each)), None)
    if done is None:
        return
    known = [each for one in passage[max(0, at - BACK) : at + 1] for each in one.figures]
    amounts = [each for each in known if same_measure(each, done) and not is_change(each)][-_MOST:]
    before = amounts[: amounts.index(done)] if done in amounts else []
    bases = [each for each in before if each.figure.value and not each.bounded and _may_be_base(each, done)][-_TRIED:]
    if done.rough or not bases or any(each.rough for each in bases) or _fits(rate, amounts):
        return
    beside = [each for each in own if same_measure(each, done) and each is not done]
    counted = [each for each in own if is_additive(each) and not is_change(each)]
    if done not in own and counted and not any(each in bases for each in beside):
        return  # 餐饮食品抽检620批次，合格率98.4%; 加油机376枪，合格率99.5%: the rate is of these
    slip = _is_swap if OTHER_BASE.search(passage[at].words) else is_slip_of
    for base in reversed(bases):
        if not set(stem[:-_KEY]) <= set(base.lead + base.trail + done.lead + done.trail):
            continue  # the rate is of something narrower (计量合格率)
        part = measured(done, base).value
        left = base.figure.value - part if _NOT.search(_ahead(stem, done)) else part
        real = left / base.figure.value * 100
        if real > 0 and slip(rate, real):
            lacking = f"（{base.shown} - {done.shown}）" if left != part else done.shown
            yield differs(rate, f"{lacking} ÷ {base.shown} = {print_like(real, rate)}")
            return


def _is_swap(rate: Stated, real: Decimal) -> bool:
    """Tell whether two digits that changed places are all that is wrong in a rate."""
    return is_swap(print_like(real, rate), rate.shown)


def _is_of(stem: str, each: Stated) -> bool:
    """Tell whether the words of an amount end in what a rate is named for (已督促整改3970处, 整改率), or what is so."""
    verb = stem[-_KEY:]
    named = verb in each.lead[-_END:] or each.trail.startswith(verb)
    return named and is_additive(each) and not is_change(each)


def _ahead(stem: str, each: Stated) -> str:
    """Return the words of an amount before the name of a rate (检出不, of 检出不合格12批次)."""
    return each.lead.rpartition(stem[-_KEY:])[0]


def _may_be_base(each: Stated, done: Stated) -> bool:
    """Tell whether an amount is said to be what was due or taken in, or of the thing of which something was done."""
    noun = telling(done.lead)[:-_KEY]
    pairs = {noun[at : at + _KEY] for at in range(len(noun) - 1)}
    said = telling(each.lead + each.trail)
    return each.figure.value >= measured(done, each).value and bool(
        DUE.search(each.lead) or any(pair in said for pair in pairs)
    )


def _fits(rate: Stated, amounts: Sequence[Stated]) -> bool:
    """Tell whether any of some amounts in per cent of any other is a rate, or what it lacks of all."""
    told = span(rate.figure)
    spans = [span(measured(each, amounts[0])) for each in amounts if each.figure.value > 0]
    shares = (share(one, other) for one in spans for other in spans if one is not other)
    hundred = Decimal(100)
    return any(
        each and (each.meets(told) or (hundred - each.high <= told.high and told.low <= hundred - each.low))
        for each in shares
    )
