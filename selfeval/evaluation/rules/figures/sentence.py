"""Figures of one sentence that follow from one another: rates, parts and growth, to the printed precision."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import pairwise

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.figures.figure import Figure, agree
from selfeval.evaluation.figures.phrase import searchable, shares_neighbours, telling, words
from selfeval.evaluation.figures.typed import TypedFigure
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.paragraph import say, spots
from selfeval.evaluation.words import Kinds, either, trade_words
from selfeval.quantity.characters import to_half_width
from selfeval.quantity.notation import print_number
from selfeval.quantity.units import factor, is_money
from selfeval.text.pattern import regex

_BUDGETED, _SPENT, _EXECUTION = (
    regex("安排|预算|下达|批复|到位"),
    regex("支出|执行|使用|支付"),
    regex("(?:执行|支出|使用|完成)率$"),
)
_PARTS = regex("其中[:,]?")
_AND_MORE = regex("以[上下内]")
"""What makes a part of several kinds (本科及以上)."""
_AVERAGE = regex("均|每")
_NOT_ADDED = ("%", "%点", "分", "倍", "℃", "级", "岁", "分贝", "秒", "天", "工作日", "周", "月")
"""What rates, marks and spans of time are measured in: those of the parts do not add up to that of the whole."""
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
            done = _done().search(stem)
            if not done or count.unit not in trade_words().done[done[0]] or _done().search(whole.clause.phrase):
                continue
            alone = sum(each.clause.figure.unit == count.unit for each in sentence) == 1 and count.step == 1
            rest, said = _done().sub("", stem), whole.clause.sentence + whole.clause.phrase
            if not alone or not count.value or count.value % 1 or not shares_neighbours(rest, said):
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
        kinds = _kinds(parts) if len(parts) > 1 and _adds_up(whole) else None
        if kinds is None:
            continue
        total = sum((each.clause.figure.value for each in parts), Decimal(0))
        excess = total - whole.clause.figure.value
        allowed = sum((_half(each.clause.figure) for each in (whole, *parts)), Decimal(0))
        complete = kinds.complete and len(kinds.names) == len(parts) and _are_of(parts, kinds, whole)
        if excess > allowed or (complete and -excess > allowed):
            shown = " + ".join(each.shown for each in parts)
            message = f"“{whole.clause.said}”和后面的各部分对不上：{shown} 加起来是 {print_number(total, '#,##0.####')}；请核对"
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


def _counts(each: TypedFigure, done: TypedFigure) -> bool:
    """Tell whether a figure counts in the unit of another, and is no difference or aim."""
    one, other = each.clause.figure, done.clause.figure
    return agree(one, other) is not None and factor(one.unit, other.unit) == 1 and not each.clause.compared


def _is_rate_of(rate: TypedFigure, whole: TypedFigure, done: TypedFigure) -> bool:
    """Tell whether a rate is of what was done among the whole: 办结率 of 办结, not 按期办结率."""
    one, other, stem = done.clause.figure, whole.clause.figure, _stem(rate)
    if rate.clause.figure.unit != "%" or one.unit == "%" or other.value <= 0 or one.value > other.value:
        return False
    if is_money(one.unit) and _EXECUTION.search(words(rate.clause.phrase)):
        return bool(_BUDGETED.search(whole.clause.phrase) and _SPENT.search(done.clause.phrase))
    return (
        len(stem) > 1
        and not (done.clause.compared or done.clause.partial)
        and shares_neighbours(stem, done.clause.phrase)
    )


def _stem(rate: TypedFigure) -> str:
    said = words(rate.clause.phrase).rstrip("达")
    return said[:-1] if said.endswith("率") and rate.clause.figure.unit == "%" else ""


@lru_cache(maxsize=1)
def _done() -> re.Pattern[str]:
    """Return a pattern of what can be counted as done."""
    return regex(either(trade_words().done))


def _adds_up(whole: TypedFigure) -> bool:
    """Tell whether a figure can be the sum of its parts: a rate, a mark and an average cannot."""
    unit = whole.clause.figure.unit
    measured = "/" in unit or any(factor(unit, other) is not None for other in _NOT_ADDED)
    return not (measured or _AVERAGE.search(whole.clause.phrase))


def _kinds(parts: list[TypedFigure]) -> Kinds | None:
    """Return the row of kinds of which every part names one of its own."""
    for kinds in trade_words().kinds:
        named = [_kind(each.clause.phrase, kinds) for each in parts]
        if all(named) and len(set(named)) == len(named):
            return kinds
    return None


def _kind(phrase: str, kinds: Kinds) -> str:
    """Return the one kind that a phrase names, empty where it names none or several."""
    found = ""
    for kind in sorted(kinds.names, key=len, reverse=True):
        if kind in phrase:
            if found or _AND_MORE.search(phrase):
                return ""
            found, phrase = kind, phrase.replace(kind, "\n")
    return found


def _are_of(parts: list[TypedFigure], kinds: Kinds, whole: TypedFigure) -> bool:
    """Tell whether parts are of what the whole counts: 公办学校 and 民办学校 are all 学校, and no more than that."""
    said = searchable(whole.clause.sentence + whole.clause.phrase)
    phrases = [(each.clause.phrase, _kind(each.clause.phrase, kinds)) for each in parts]
    return all(shares_neighbours(telling(phrase.replace(kind, "")), said) for phrase, kind in phrases)


def _half(figure: Figure) -> Decimal:
    """Return how far a figure may be from what it was rounded from; counts are not rounded."""
    return Decimal(0) if figure.step == 1 and figure.unit != "%" else figure.step / 2


def _decimal(text: str) -> Decimal:
    return Decimal(to_half_width(text).replace(",", ""))
