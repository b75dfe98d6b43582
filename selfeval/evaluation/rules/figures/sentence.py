"""Figures of one sentence that follow from one another: rates, parts and growth, to the printed precision."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.figures.figure import Figure, agree
from selfeval.evaluation.figures.phrase import within, words
from selfeval.evaluation.figures.typed import Typed
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.paragraph import say, spots
from selfeval.quantity.characters import half
from selfeval.quantity.notation import number
from selfeval.quantity.units import factor, is_money
from selfeval.text.pattern import regex

_DONE = regex("成功|合格|办结|结案|审结|履行|化解|达标")
_JUDGED = frozenset("件宗起例户家人名份")
_BUDGETED, _SPENT, _EXECUTION = (
    regex("安排|预算|下达|批复|到位"),
    regex("支出|执行|使用|支付"),
    regex("(?:执行|支出|使用|完成)率$"),
)
_PARTS = regex("其中[:,]?")
_KINDS = tuple(
    tuple(kinds.split())
    for kinds in (
        "民事 刑事 行政",
        "公办 民办",
        "男 女",
        "线上 线下",
        "上半年 下半年",
        "新建 改建 扩建 续建",
        "小学 初中 高中",
        "基本支出 项目支出",
        "人员经费 公用经费",
    )
)
"""Kinds that shut one another out; all of one row together are the whole."""
_OPEN = frozenset({"新建", "小学"})
"""The first kinds of the rows that may not be the whole."""
_COUNT = r"(\d[\d,]*(?:\.\d+)?)\s*([万亿]?)\s*([^\W\d万亿，。；、]{1,2}?)"
_CHANGED = "(?:增长|增加|增幅|提高|提升|上升|下降|减少|降低|降幅)"
_FROM_TO = regex(
    rf"[由从][^，。；,;]{{0,12}}?{_COUNT}[^，。；,;\d]{{0,4}}?{_CHANGED}(?:到|至|为)[^，。；,;\d]{{0,10}}?"
    rf"(\d[\d,]*(?:\.\d+)?)\s*([万亿]?)\s*\3[^，。；,;\d]{{0,4}}[，,][^，。；,;\d]{{0,6}}?{_CHANGED}[^，。；,;\d点]{{0,3}}?(\d[\d,]*(?:\.\d+)?)\s*%"
)
_TIMES = {"": Decimal(1), "万": Decimal(10**4), "亿": Decimal(10**8)}


def typed_rate_differs(dossier: Dossier) -> Iterator[Finding]:
    """Find 1143件，成功1134件，成功率99.12%: the two counts beside a rate give another one."""
    for sentence in dossier.sentences:
        for done, rate in pairwise(sentence):
            whole = [each for each in sentence[: sentence.index(done)] if _counts(each, done)]
            if len(whole) != 1 or not _is_rate_of(rate, whole[0], done):
                continue
            one, other = done.clause.figure, whole[0].clause.figure
            lowest = (one.value - _half(one)) / (other.value + _half(other)) * 100
            highest = (one.value + _half(one)) / (other.value - _half(other)) * 100
            told = rate.clause.figure
            if not lowest - _half(told) <= told.value <= highest + _half(told):
                real = (one.value / other.value * 100).quantize(told.step, ROUND_HALF_UP)
                message = f"“{rate.clause.said}”和前面的数对不上：{done.shown} ÷ {whole[0].shown} 是 {real}%；请核对"
                yield Finding(rate.place, message, rate.where, forms=rate.paragraph.forms)


def typed_rate_impossible(dossier: Dossier) -> Iterator[Finding]:
    """Find 调处3231宗，成功率99.885%: no whole number of the count gives the rate beside it."""
    for sentence in dossier.sentences:
        for whole, rate in pairwise(sentence):
            count, told, stem = whole.clause.figure, rate.clause.figure, _stem(rate)
            rest = _DONE.sub("", stem)
            if rest == stem or count.unit not in _JUDGED or _DONE.search(whole.clause.phrase) or count.value % 1:
                continue
            alone = sum(each.clause.figure.unit == count.unit for each in sentence) == 1 and count.step == 1
            if not alone or not count.value or not within(rest, whole.clause.sentence + whole.clause.phrase):
                continue
            near = (told.value * count.value / 100).to_integral_value(ROUND_HALF_UP)
            rates = [(near + more) / count.value * 100 for more in (-1, 0, 1)]
            if all(abs(each - told.value) > _half(told) for each in rates):
                nearest = rates[1].quantize(told.step, ROUND_HALF_UP)
                message = f"“{rate.clause.said}”不可能：{whole.shown}里取哪个整数都得不出这个比率，最近的是 {nearest}%"
                yield Finding(rate.place, message, rate.where, forms=rate.paragraph.forms)


def typed_parts_differ(dossier: Dossier) -> Iterator[Finding]:
    """Find kinds after 其中 that together are more than the whole, or, being all there are, less."""
    for sentence in dossier.sentences:
        before = [each for each in sentence if not _PARTS.search(each.clause.sentence)]
        if not before:
            continue
        whole = before[-1]
        parts = [each for each in sentence if _PARTS.search(each.clause.sentence) and _counts(each, whole)]
        kinds = _kinds(parts)
        if not kinds or len(parts) < 2:
            continue
        total = sum((each.clause.figure.value for each in parts), Decimal(0))
        excess = total - whole.clause.figure.value
        allowed = sum((_half(each.clause.figure) for each in (whole, *parts)), Decimal(0))
        complete = len(kinds) == len(parts) and kinds[0] not in _OPEN
        if excess > allowed or (complete and -excess > allowed):
            shown = " + ".join(each.shown for each in parts)
            message = (
                f"“{whole.clause.said}”和后面的各部分对不上：{shown} 加起来是 {number(total, '#,##0.####')}；请核对"
            )
            yield Finding(whole.place, message, whole.where, forms=whole.paragraph.forms)


def typed_growth_differs(dossier: Dossier) -> Iterator[Finding]:
    """Find 由500件增加到566件，增长12.3%: the growth that two figures do not give."""
    for spot in spots(_FROM_TO, dossier.paragraphs.narrative.holding("%")):
        first, times, _, last, more, growth = spot.match.groups()
        before, after = _decimal(first) * _TIMES[times], _decimal(last) * _TIMES[more]
        told = _decimal(growth)
        if before and spot.match[3] not in "%％":
            real = (abs(after - before) / before * 100).quantize(told, ROUND_HALF_UP)
            if real != told:
                yield say(spot, f"由 {first}{times} 到 {last}{more} 是 {real}%，这里写的是 {growth}%；请核对")


def _counts(each: Typed, done: Typed) -> bool:
    """Tell whether a figure counts in the unit of another, and is no difference or aim."""
    one, other = each.clause.figure, done.clause.figure
    return agree(one, other) is not None and factor(one.unit, other.unit) == 1 and not each.clause.compared


def _is_rate_of(rate: Typed, whole: Typed, done: Typed) -> bool:
    """Tell whether a rate is of what was done among the whole: 办结率 of 办结, not 按期办结率."""
    one, other, stem = done.clause.figure, whole.clause.figure, _stem(rate)
    if rate.clause.figure.unit != "%" or one.unit == "%" or other.value <= 0 or one.value > other.value:
        return False
    if is_money(one.unit) and _EXECUTION.search(words(rate.clause.phrase)):
        return bool(_BUDGETED.search(whole.clause.phrase) and _SPENT.search(done.clause.phrase))
    return len(stem) > 1 and not (done.clause.compared or done.clause.partial) and within(stem, done.clause.phrase)


def _stem(rate: Typed) -> str:
    said = words(rate.clause.phrase).rstrip("达")
    return said[:-1] if said.endswith("率") and rate.clause.figure.unit == "%" else ""


def _kinds(parts: list[Typed]) -> tuple[str, ...]:
    """Return the row of kinds of which every part names one of its own."""
    for kinds in _KINDS:
        named = [next((kind for kind in kinds if kind in each.clause.phrase), "") for each in parts]
        if all(named) and len(set(named)) == len(named):
            return kinds
    return ()


def _half(figure: Figure) -> Decimal:
    """Return how far a figure may be from what it was rounded from; counts are not rounded."""
    return Decimal(0) if figure.step == 1 and figure.unit != "%" else figure.step / 2


def _decimal(text: str) -> Decimal:
    return Decimal(half(text).replace(",", ""))
