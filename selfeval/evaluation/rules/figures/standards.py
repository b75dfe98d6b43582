"""Standards that numbers make an amount of: 每生每年800元 for 12450名 are 996万元."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import combinations
from math import prod

from selfeval.evaluation.figures.reading import ANY, A, Sentence, Stated
from selfeval.evaluation.figures.reckon import Span, differs, is_slip_of, is_swap, may_be_slip, print_like, span
from selfeval.evaluation.figures.roles import OTHER_BASE, same_measure
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.words import either, trade_words
from selfeval.quantity.units import factor, is_counted, is_money
from selfeval.text.pattern import regex

_MEAN = regex("均(?!为)|每|单价")
_ROUNDED = regex("均(?![衡等])")
"""Matches what says of a number for each of some that it is their mean, which is rounded (平均每例对应筛查96人)."""
_IN_ALL = regex("(?<!公)共(?![同享])|合计|总计")
_TIMED = frozenset(("日", "天", "月", "个月", "年", "工作日", "开放日"))
_SPANS = ("天", "个月", "年", "学期", "日")
_TIMES = {"每月": Decimal(12), "每学期": Decimal(2)}
_SINCE = regex("月份?起(?!草)")
"""Matches what says that a standard does not hold all the year (自4月起执行)."""
_AT_END = regex("[年月季期][末底]|截[至止]|现有|目前|在[岗册保职校]")
"""Matches what says of takers that they are those of one day (年末保障对象), which need not have been so many all the year."""
_MONTHS, _HALVES = Decimal(12), Decimal(2)
_DAILY = ("每天", "每日")
_FAR = 12
"""How many times an amount another one is that is not taken for a slip of it."""
_MOST = 5
"""How many numbers beside a standard are multiplied with it in all ways."""
_BACK = 8
"""How many sentences back the number of takers stands at most."""


_TO = rf"[^;。{ANY[1:-1]}]{{0,12}}?"
_PRICED = (
    regex(rf"单价(?:为)?(?P<price>{A}){_TO}(?P<count>{A}){_TO}(?P<sum>{A})"),
    regex(rf"(?P<count>{A})[^;。{ANY[1:-1]}]{{0,4}}单价(?:为)?(?P<price>{A}){_TO}(?P<sum>{A})"),
    regex(
        rf"(?P<sum>{A}),[^,;。{ANY[1:-1]}]{{0,12}}(?P<count>{A})[^,;。{ANY[1:-1]}]{{0,6}}[,(](?:平均)?单价(?:为)?(?P<price>{A})(?![^,;。]*[、和])"
    ),
)


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    """Return a pattern of a standard: 每生每年800元."""
    takers = either(taker for taker in trade_words().takers if taker not in _TIMED)
    return regex(
        rf"(?P<period>每年|每月|每天|每日|每学期)?(?:每(?P<taker>{takers})(?P<time>每年|每月|每天|每日|每学期)?[^,;每]{{0,8}}?|按(?P<mean>{takers})均[^,;每]{{0,6}}?)(?P<rate>{A})"
    )


def standards_differ(passage: Sequence[Sentence], at: int) -> Iterator[Finding]:
    """Yield 按每生每年800元的标准，惠及学生12450名，共拨付969万元: standard and number give another amount.

    A number of the same takers in the sentences before that makes the amount is as sensible.
    """
    sentence = passage[at]
    told = "每" in sentence.words or "均" in sentence.words
    matches = list(_pattern().finditer(sentence.words)) if told else []
    money = [match for match in matches if is_money(sentence.of(match["rate"]).figure.unit.partition("/")[0])]
    if not matches or OTHER_BASE.search(sentence.words) or _SINCE.search(sentence.words):
        return
    if len(money) > 1:
        yield from _together(sentence, money)
        return
    match = (money or matches)[-1]
    rate = sentence.of(match["rate"])
    number = sentence.at(rate.sign) + 1
    if (
        number < len(sentence.figures)
        and sentence.gaps[number] == "、"
        and same_measure(sentence.figures[number], rate)
    ):
        return  # 每人每月300元、400元、500元
    beside = [one for one in sentence.figures if one is not rate]
    units = trade_words().takers[match["taker"] or match["mean"]]
    before = (one for other in passage[max(0, at - _BACK) : at] for one in other.figures)
    earlier = [one for one in before if one.figure.unit in units]
    takers = [one for one in beside if one.figure.unit in units]
    bare = [one for one in takers if not _MEAN.search(one.lead)] if len(matches) == 1 else takers
    amounts = [one for one in beside if same_measure(one, rate) and not _MEAN.search(one.lead)]
    some = [one.position for one in bare if one.lead.startswith("其中")]
    amounts = [one for one in amounts if not some or one.position > some[0]]  # 投入12.6万元，其中灶具2台，每台
    if not amounts or any(one.rough for one in (*bare, *amounts)):
        return
    if not bare:
        yield from _of_earlier(match, rate, amounts, earlier, beside)
        return
    factors = [one for one in beside if (one in bare or one not in amounts) and one.figure.unit != "%"][-_MOST:]
    ways = [*_some(factors), *([one.figure.value] for one in earlier)]
    ways += [[sum((one.figure.value for one in bare), Decimal(0)) / len(bare)]] if len(bare) > 1 else []
    shares = [one.figure.value / 100 for one in beside if one.figure.unit == "%"][:_MOST]
    ways += [[*some, part] for some in ways for part in shares]
    rates = [rate, *(one for one in amounts if one.figure.unit == rate.figure.unit)]  # 每人50元，……按财政承担的40元计
    if any(_fits(one, some, amount) for one in rates for some in ways for amount in amounts):
        return
    if len(matches) > 1:
        yield from _all(rate, factors, amounts)
        return
    times = [one.figure.value for one in beside if one.figure.unit in _SPANS]
    period = match["time"] or match["period"]
    time = times[0] if times and period in _DAILY else _TIMES.get(period or "", Decimal(1))
    taker = bare[-1]
    if period and _AT_END.search(taker.lead):
        return
    amount = next((one for one in amounts if _IN_ALL.search(one.lead)), amounts[-1])
    real = _middle(_times(rate, [taker.figure.value, time], amount))
    sure = len(bare) == 1 and len(amounts) == 1 and (period in (None, "每年") or times)
    likely = amount.figure.value * Decimal("0.5") < real < amount.figure.value * 2 and len(bare) <= 2
    near = amount.figure.value / _FAR < real < amount.figure.value * _FAR
    if (sure or likely) and near and _is_one_slip(amount, real, (rate, taker)):
        shown = f"{rate.shown} × {taker.shown}" + (f" × {time}" if time != 1 else "")
        yield differs(amount, f"{shown} = {print_like(real, amount)}")


def _is_one_slip(amount: Stated, real: Decimal, factors: Sequence[Stated]) -> bool:
    """Tell whether one slip in an amount, or in one of the factors that make it, is all that is wrong."""
    times = amount.figure.value / real
    return may_be_slip(amount.shown, print_like(real, amount)) or any(
        may_be_slip(one.shown, print_like(one.figure.value * times, one)) for one in factors
    )


def _of_earlier(
    match: re.Match[str], rate: Stated, amounts: Sequence[Stated], takers: Sequence[Stated], beside: Sequence[Stated]
) -> Iterator[Finding]:
    """Yield 学生2906人……每生每天3元，供餐200天，共需147.36万元: takers told before make an amount of which this is a slip."""
    spans = [one.figure.value for one in beside if one.figure.unit in _SPANS and not one.rough]
    times = [Decimal(1), _MONTHS, _HALVES, *spans]
    takers = [one for one in takers if not one.rough and one.figure.value > 1][-_MOST:]
    values = [[one.figure.value, time] for one in takers for time in times]
    values += [[*some, one.figure.value / 100] for some in values for one in beside if one.figure.unit == "%"]
    if len(amounts) != 1 or any(_fits(rate, some, amounts[0]) for some in values):
        return
    (amount,) = amounts
    time = spans[0] if len(spans) == 1 else _TIMES.get(match["time"] or "", Decimal(1))
    for taker in reversed(takers):
        real = _middle(_times(rate, [taker.figure.value, time], amount))
        if (match["time"] in (None, "每年") or spans or match["time"] in _TIMES) and is_slip_of(amount, real):
            shown = f"{rate.shown} × {taker.shown}" + (f" × {time}" if time != 1 else "")
            yield differs(amount, f"{shown} = {print_like(real, amount)}")
            return


def prices_differ(sentence: Sentence) -> Iterator[Finding]:
    """Yield 单价3600元，采购48台，共计17.82万元: price and number make an amount of which this is a slip."""
    for match in (one for pattern in _PRICED for one in pattern.finditer(sentence.words)):
        price, count, amount = (sentence.of(match[name]) for name in ("price", "count", "sum"))
        money = is_money(price.figure.unit) and is_money(amount.figure.unit) and is_counted(count.figure.unit)
        if money and not _times(price, [count.figure.value], amount).meets(span(amount.figure)):
            real = print_like(_middle(_times(price, [count.figure.value], amount)), amount)
            given = _middle(_times(price, [count.figure.value], amount))
            if _is_one_slip(amount, given, (price, count)):
                yield differs(amount, f"{price.shown} × {count.shown} = {real}")


def _all(rate: Stated, factors: Sequence[Stated], amounts: Sequence[Stated]) -> Iterator[Finding]:
    """Yield 培训班6期，每期60人、每期5天，每人每天350元，支出52.5万元: all the numbers multiplied give another amount."""
    amount = amounts[-1]
    real = _middle(_times(rate, [one.figure.value for one in factors], amount))
    near = amount.figure.value * Decimal("0.5") < real < amount.figure.value * 2
    if len(amounts) == 1 and near and _is_one_slip(amount, real, (rate, *factors)):
        shown = " × ".join(one.shown for one in (rate, *factors))
        yield differs(amount, f"{shown} = {print_like(real, amount)}")


def _together(sentence: Sentence, matches: Sequence[re.Match[str]]) -> Iterator[Finding]:
    """Yield 城市每人每月780元、农村每人每月640元，城市500人、农村900人，共发放1195.2万元: another sum of the products."""
    rates = [sentence.of(match["rate"]) for match in matches]
    units = trade_words().takers[matches[0]["taker"] or matches[0]["mean"]]
    takers = [one for one in sentence.figures if one.figure.unit in units and not one.rough]
    amounts = [one for one in sentence.figures if one not in rates and same_measure(one, rates[0])]
    if len(takers) != len(rates) or len(amounts) != 1:
        return
    (amount,) = amounts
    products = [_times(rate, [taker.figure.value], amount) for rate, taker in zip(rates, takers, strict=True)]
    total = Span(sum((one.low for one in products), Decimal(0)), sum((one.high for one in products), Decimal(0)))
    spans = [one.figure.value for one in sentence.figures if one.figure.unit in _SPANS]
    times = [Decimal(1), _MONTHS, _HALVES, *spans]
    if any(Span(total.low * time, total.high * time).meets(span(amount.figure)) for time in times):
        return
    for time in times:
        if is_swap(print_like(_middle(total) * time, amount), amount.shown):
            pairs = " + ".join(f"{rate.shown} × {taker.shown}" for rate, taker in zip(rates, takers, strict=True))
            shown = f"（{pairs}）× {time}" if time != 1 else pairs
            yield differs(amount, f"{shown} = {print_like(_middle(total) * time, amount)}")
            return


def _some(factors: Sequence[Stated]) -> Iterator[list[Decimal]]:
    """Yield the values of some figures, in all ways, alone and with the months or halves of a year."""
    for count in range(1, len(factors) + 1):
        for some in combinations(factors, count):
            values = [one.figure.value for one in some]
            yield values
            yield [*values, _MONTHS]
            yield [*values, _HALVES]


def _fits(rate: Stated, values: Sequence[Decimal], amount: Stated) -> bool:
    return _times(rate, values, amount).meets(span(amount.figure))


def _times(rate: Stated, values: Sequence[Decimal], amount: Stated) -> Span:
    worth = factor(rate.figure.unit.partition("/")[0], amount.figure.unit) or Decimal(1)
    half = rate.figure.step / 2 if _ROUNDED.search(rate.lead) else rate.figure.half
    times = prod(values, start=worth)
    return Span((rate.figure.value - half) * times, (rate.figure.value + half) * times)


def _middle(given: Span) -> Decimal:
    return (given.low + given.high) / 2
