"""Averages: 月均3万人次, 户均600元, 每生每年800元."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from selfeval.evaluation.figures.reading import Sentence, Stated
from selfeval.evaluation.figures.reckon import Span, differs, is_swap, may_be_slip, print_like, slips_of, span, span_of
from selfeval.evaluation.figures.roles import OTHER_BASE, is_change, is_of_other_base, own_words, same_measure
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.rules.figures.ratios import ratios_differ
from selfeval.evaluation.rules.figures.standards import prices_differ, standards_differ
from selfeval.evaluation.words import either, trade_words
from selfeval.quantity.characters import read_count
from selfeval.quantity.units import is_money
from selfeval.text.pattern import regex

_YEARS = regex("(?<!第)([两三四五六七八九十]|[2-9])年(?:来|间|期间|内|共|累计|合计)")
_DAYS, _MONTHS = frozenset("日天"), frozenset(("月", "个月"))
_FROM_MONTH = regex(r"(?<!\d)(\d{1,2})(?:月)?[-—~至到](?:今年)?(\d{1,2})月(?!\d)")
_SPELT_MONTHS = regex("(?<![第十])([两三四五六七八九十])个?月")
_SINCE_MONTH = regex(r"(?<!\d)(\d{1,2})月份?起")
_FROM_DAY = regex(r"(\d{1,2})月(\d{1,2})日(?:[-—~]|至|到)(?:(\d{1,2})月)?(\d{1,2})日")
_WHOLE_YEAR = regex(r"全年|20\d\d年(?:度)?(?!\d{0,2}月)|一年来|本年|年内")
_WEEK = regex("(?<!每)(?:[一本当上全]周(?![年岁边]))")
_PERIODS = (("上半年", 6), ("下半年", 6), ("季度", 3), ("前三季度", 9))
_OTHER_TAKERS = "按.{0,10}计算|涉及|受益人数|实际.{0,4}人数"
_OTHER_NUMBER = regex(_OTHER_TAKERS)
_OTHER_TIME = regex(f"以来|截至|截止|工作日|运营|(?<!免费)开放|起|上线|节假日|{_OTHER_TAKERS}")
_OTHER_MEAN = regex(
    "(?:节假日|双休日|周末|高峰|旺季|淡季|平日)[^,;]*$|(?:低于|高于|超过|控制|上年|去年|目标|定额|比)[^,;]*$"
)
"""Matches what says of an average that another one is measured by it (低于控制价每幅), or that it is of some days."""
_SHARED = regex("[^,;]*占[^,;]*")
"""Matches a clause on a share (节假日到馆人次占41%)."""
_BACK = 8
"""How many sentences back the takers of an average may stand."""
_FAR = 12
"""How many times an average another one is that is not taken for a slip of it."""
_GENERIC = regex("投入|投资|造价|水平|办件|办理|[处受]理|[量数额率]$|费用|支出|资金|金额|全年")
_NOUN = regex("[年月日]均|^(?:平?均|每学?年)*(?:产量?)?|[的为达约是]|接待费用|每(?:天|日|月|学期)")
_YEARLY, _PAID = regex("每年"), regex("发放|支付|兑[现付]|补[助贴]|支出|资助")
"""Match an average of a year, and what says that an amount is what was paid out in one (not 下达)."""
_WHOLE = regex("^(?:全年)?(?:合计|总计|共计?|累计|总)")
_GIVEN = regex("(?:共|实际|全年|累计)?(?:发放|支付|兑付|拨付|支出)[^,;]{0,6}$")
"""Matches what says of the amount right behind an average that it is what was given in all (案均补贴900元，发放补贴51.75万元)."""
_TIME_OF = regex("[年月日天周]|学期")
_TWICE = regex("(?:每|(?=[户人生村校]均))(户|人|名|生|家|村|个|所|场|校)[^,;每]{0,4}每(日|天|月)")
_EACH = regex("每")
_AMONG = regex("[中里内]")
_DAY_OF = regex("[^,;]{1,3}日")
"""Matches what makes of a number that of days of a sort (200个供餐日)."""


@lru_cache(maxsize=1)
def average_pattern() -> re.Pattern[str]:
    """Return a pattern of the words before an average, with its taker: 户均, 平均每个月, 每村平均, 平均亩产."""
    takers = either(trade_words().takers)
    return regex(
        rf"每(?P<yearly>{takers})每学?[年期][^,;每]{{0,12}}$"
        rf"|(?P<one>{takers})均[^,;]{{0,12}}$|平均(?P<yield>亩)产量?$|平均(?P<rate>[日月])(?=[^均],?)[^,;]{{1,8}}$"
        rf"|每(?:一个?|个)?(?P<each>{takers})(?!均|平均)[^,;每]{{0,12}}$|每(?:一个?|个)?(?P<lone>{takers})(?:平均|均)[^,;]{{0,12}}$"
    )


class Divisor(NamedTuple):
    """Hold by what an amount is divided: the words for it, and the least and the greatest it can be."""

    shown: str
    span: Span


class _Average(NamedTuple):
    """Hold an average, the taker in its name, and the figures beside it: before it, near it in two sentences, which
    a semicolon may have ``joined``, behind it, and farther before it."""

    each: Stated
    taker: str
    before: Sequence[Stated]
    near: Sequence[Stated]
    behind: Sequence[Stated]
    far: Sequence[Stated]
    said: str
    joined: bool

    @property
    def text(self) -> str:
        """Return what its sentence and the one before say of days and months."""
        return self.said

    @property
    def timed(self) -> bool:
        """Tell whether it is an average of days or months."""
        return self.taker in _DAYS | _MONTHS

    def takers(self, taker: str) -> list[Stated]:
        """Return the numbers of takers of a sort."""
        units = trade_words().takers[taker]
        found = [one for one in self.near if unit_of(one) in units and one.figure.unit != self.each.figure.unit]
        return [one for one in found if not average_pattern().search(one.lead) and one.figure.value > 1]


def typed_average_differs(passage: Sequence[Sentence]) -> Iterator[Finding]:
    """Find 为1250户发放75万元，户均660元: the amount and the number of takers give another average."""
    for at, sentence in enumerate(passage):
        told: list[Finding] = []
        for each in map(_named, sentence.figures):
            named = ("均" in each.lead or "每" in each.lead) and not each.lead.startswith("其中")
            is_one = named and not (each.rough or each.bounded or _OTHER_MEAN.search(each.lead))
            found = average_pattern().search(each.lead) if is_one and each.figure.unit != "%" else None
            if found:
                told += _judge(_read(passage, at, each, next(filter(None, found.groups()))))
        yield from told or (*standards_differ(passage, at), *ratios_differ(passage, at))
        yield from prices_differ(sentence) if "单价" in sentence.words else ()


def _named(each: Stated) -> Stated:
    """Return a figure with the words before the bracket that stands right before it (人均（按接待人次计算）96.95元)."""
    return each if each.lead or not each.before.endswith(")") else each._replace(lead=own_words(each))


def _read(passage: Sequence[Sentence], at: int, each: Stated, taker: str) -> _Average:
    sentence, earlier = passage[at], passage[at - 1 : at]
    before = sentence.figures[: sentence.at(each.sign)]
    near = [*(one for other in earlier for one in other.figures), *before, *_aside(sentence, each)]
    behind = sentence.figures[len(before) + 1 :]
    far = [one for other in passage[max(0, at - _BACK) : at] for one in other.figures if one.figure.value > 1]
    own = sentence.words[: each.position]
    said = "".join((*(other.words for other in earlier), own))
    return _Average(each, taker, before, near, behind, far, said, any(one.stop == ";" for one in earlier))


def _aside(sentence: Sentence, each: Stated) -> list[Stated]:
    """Return what the brackets right behind an average hold (日均23.3万人次（8天）)."""
    number = sentence.at(each.sign)
    return list(sentence.figures[number + 1 : number + 2]) if sentence.gaps[number + 1].startswith("(") else []


def _judge(average: _Average) -> Iterator[Finding]:
    """Yield an average that none of the amounts beside it gives, divided by any of the numbers beside it."""
    each = average.each
    amounts = [one for one in (*average.far[-_BACK * 3 :], *average.near, *average.behind) if _is_amount(one, each)]
    units = trade_words().takers[average.taker]
    if any(one.rough and unit_of(one) in units for one in average.near) or _fits(average, amounts):
        return
    noun = _GENERIC.sub("", _NOUN.sub("", each.lead.rpartition(average.taker)[2]))[-4:]
    some = [one.number.start for one in average.takers(average.taker) if one.lead.startswith("其中")]
    own = [
        one
        for one in amounts
        if (one.is_beside(each) or (average.joined and one in average.near))
        and not is_change(one)
        and not any(one.number.start < start for start in some)  # 投入12.6万元，其中灶具2台，每台
        and (one in average.before or one in average.near)
        and all(sign in one.lead + one.trail for sign in noun)
    ]
    totals = [one for one in average.behind if one in amounts and _WHOLE.search(one.lead)]
    given = average.behind[:1] if not _TIME_OF.search(each.lead) else ()
    totals = totals or [one for one in given if one in amounts and _GIVEN.match(one.lead)]
    own = own or (totals if len(totals) == 1 and not _is_one_of_several(average) else [])
    divisor = _divisor(average) or _swapped(average, own) or next(iter(_years(average)), None)
    if (
        not own
        or not divisor
        or divisor.span.low <= 0
        or own[-1].rough
        or OTHER_BASE.search(average.said.replace("年均", ""))
        or is_of_other_base(each)
    ):
        return
    low, high = _divide(own[-1], divisor.span, each)
    real = (low + high) / 2
    yearly = is_money(each.figure.unit) and _YEARLY.search(each.lead)
    if yearly and not _PAID.search(own[-1].lead) and not is_swap(print_like(real, each), each.shown):
        return
    meant = any(low <= value <= high for value in slips_of(each))
    if each.figure.value / _FAR < real < each.figure.value * _FAR and (
        meant or _is_alone(average, own) or _is_one_slip(own[-1], divisor, each, real)
    ):
        shown = f"{own[-1].shown} ÷ {divisor.shown} = {print_like(real, each)}"
        yield differs(each, shown)


def _is_one_of_several(average: _Average) -> bool:
    """Tell whether a sentence says of several how much each is: their sum is no amount of one (4项、每项5分，3项、每项5分)."""
    beside = (one for one in (*average.before, *average.behind) if one.is_beside(average.each))
    return any(average_pattern().search(one.lead) and same_measure(one, average.each) for one in beside)


def _is_alone(average: _Average, own: Sequence[Stated]) -> bool:
    """Tell whether an average stands in its sentence with just one amount and one number of takers."""
    units = trade_words().takers[average.taker]
    beside = [one for one in (*average.before, *average.behind) if one.is_beside(average.each)]
    amounts = [one for one in beside if _is_amount(one, average.each)]
    return own == amounts and len(amounts) == 1 and sum(unit_of(one) in units for one in beside) == 1


def _is_one_slip(amount: Stated, divisor: Divisor, each: Stated, real: Decimal) -> bool:
    """Tell whether one slip in an average, in its amount or in its divisor is all that is wrong."""
    amounts = (amount.figure.value * each.figure.value / real, amount)
    count = divisor.span.low * real / each.figure.value
    return (
        may_be_slip(each.shown, print_like(real, each))
        or may_be_slip(amount.shown, print_like(*amounts))
        or may_be_slip(divisor.shown, str(round(count)))
    )


def _fits(average: _Average, amounts: Sequence[Stated]) -> bool:
    """Tell whether any amount and any number of takers, days or months, or both, give an average."""
    each, takers = average.each, average.takers(average.taker)
    half = each.figure.step / 2  # an average is rounded, of a count too
    told = Span(each.figure.value - half, each.figure.value + half)
    twice = _TWICE.search(each.lead)
    takers += average.takers(twice[1]) if twice else []
    times = [*_years(average), *_spans(average.text, "日"), *_spans(average.text, "月"), *_typed_times(average)]
    divisors = [Divisor(one.shown, span(one.figure)) for one in takers]
    divisors += times if average.timed or average.taker == "年" else []
    divisors += [_both(one, time) for one in takers for time in times]
    divisors += [
        Divisor(one.shown, span(one.figure))
        for one in average.far
        if unit_of(one) in trade_words().takers[average.taker]
    ]
    counted = [divisor.span for divisor in divisors if divisor.span.low > 0]
    return any(_divide(amount, count, each).meets(told) for amount in amounts for count in counted)


def _years(average: _Average) -> list[Divisor]:
    """Return the years of which a text speaks, where an average is of years (五年来共投入1600万元，年均320万元)."""
    found = _YEARS.findall(average.said) if average.taker == "年" else []
    counts = [Decimal(read_count(word)) for word in found]
    return [Divisor(f"{count}年", Span(count, count)) for count in dict.fromkeys(counts)]


def _typed_times(average: _Average) -> list[Divisor]:
    """Return the days or months that the sentence gives as figures (全年200天)."""
    beside = (*average.before, *average.behind)
    return [Divisor(one.shown, span(one.figure)) for one in beside if _is_time(one)]


def _days_of(average: _Average) -> list[Divisor]:
    """Return the days of a sort, of which the sentence gives a number, where an average is of days."""
    days = (one for one in average.before if one.is_beside(average.each) and one.figure.unit == "个" and _is_time(one))
    return [Divisor(one.shown, span(one.figure)) for one in days] if average.taker in _DAYS else []


def _is_time(one: Stated) -> bool:
    """Tell whether a figure is a number of days, months or terms (200天, 200个供餐日)."""
    return one.figure.unit in ("天", "日", "个月", "学期") or (
        one.figure.unit == "个" and bool(_DAY_OF.match(one.trail))
    )


def _divisor(average: _Average) -> Divisor | None:
    """Return by what an amount is to be divided, None where that is not sure."""
    twice = _TWICE.search(average.each.lead)
    takers = average.takers(twice[1] if twice else average.taker)
    mine = [one for one in takers if one.is_beside(average.each)] if not average.timed else takers
    mine = _without_parts(mine)
    only = Divisor(mine[-1].shown, span(mine[-1].figure)) if len({one.figure.value for one in mine}) == 1 else None
    if twice:
        times = _typed_times(average) or _spans(average.text, twice[2])
        return _both(mine[-1], times[0]) if only and len(times) == 1 else None
    if average.timed and not takers:
        times = (days := _days_of(average)) or _spans(average.text, average.taker)
        stated = days or _FROM_DAY.search(average.text) or _FROM_MONTH.search(average.text)
        said = _SHARED.sub("", average.said)
        return times[0] if times and (stated or not _OTHER_TIME.search(said)) else None
    other = _OTHER_NUMBER.search(average.said)
    named = only and other and other[0].endswith(f"{mine[-1].figure.unit}计算")
    return only if average.timed or named or not other else None


def _without_parts(takers: list[Stated]) -> list[Stated]:
    """Return takers without those that make the first or the last of them together (850户（其中C级612户、D级238户）).

    Of days those that are left of the whole year are meant (全年365天中开放313天).
    """
    if len(takers) > 1 and takers[0].figure.unit in _DAYS and _AMONG.match(takers[0].trail):
        takers = takers[1:]
    first, parts = takers[:1], takers[1:]
    if len(parts) > 1 and span_of(parts, first[0]).meets(span(first[0].figure)):
        return first
    last, others = takers[-1:], takers[:-1]
    return last if len(others) > 1 and span_of(others, last[0]).meets(span(last[0].figure)) else takers


def _swapped(average: _Average, own: Sequence[Stated]) -> Divisor | None:
    """Return the one number of takers by which the average is what is typed but for two digits that changed places."""
    if not own:
        return None
    each, found = average.each, dict[Decimal, Divisor]()
    for one in average.takers(average.taker):
        low, high = _divide(own[-1], span(one.figure), each)
        if is_swap(print_like((low + high) / 2, each), each.shown):
            found[one.figure.value] = Divisor(one.shown, span(one.figure))
    return next(iter(found.values())) if len(found) == 1 else None


def _both(one: Stated, time: Divisor) -> Divisor:
    """Return takers in a time: 24家 × 365天."""
    return Divisor(
        f"{one.shown} ÷ {time.shown}", Span(one.figure.value * time.span.low, one.figure.value * time.span.high)
    )


def _is_amount(one: Stated, each: Stated) -> bool:
    """Tell whether an amount may be what is averaged: of the measure of the average, and no average itself."""
    return (
        same_measure(one, _plainly(each))
        and not average_pattern().search(one.lead)
        and not _EACH.search(one.lead)
        and not one.bounded
    )


def _plainly(each: Stated) -> Stated:
    """Return an average without what it is an average of (15平方米/人)."""
    unit = each.figure.unit.partition("/")[0]
    return each._replace(figure=each.figure._replace(unit=unit))


def unit_of(one: Stated) -> str:
    """Return the unit of a figure, 个村 where 个 counts villages."""
    return one.figure.unit if one.figure.unit not in ("个",) or not one.trail.startswith(("村", "行政村")) else "个村"


def _divide(amount: Stated, count: Span, each: Stated) -> Span:
    unit = each.figure.unit.partition("/")[0]
    figure = span(amount.figure.in_unit(unit) or amount.figure)
    return Span(figure.low / count.high, figure.high / count.low)


def _spans(text: str, taker: str) -> list[Divisor]:
    """Return the days or months of which a text may speak; the last day may be counted or not."""
    months = taker in _MONTHS
    found: list[Divisor] = []
    for match in _FROM_DAY.finditer(text):
        first, day, last, end = (int(number or 0) for number in match.groups())
        days = ((last or first) - first) * 30 + end - day
        if days > 0 and not months:
            found.append(Divisor(f"{days + 1}天", Span(Decimal(days + 1), Decimal(days + 1))))
    for match in _FROM_MONTH.finditer(text):
        count = int(match[2]) - int(match[1]) + 1
        if 1 < count <= 12:
            found.append(Divisor(f"{count}个月" if months else f"{count * 30}天", _period(count, months=months)))
    for match in _SPELT_MONTHS.finditer(text):
        count = read_count(match[1])
        found.append(Divisor(f"{count}个月" if months else f"{count * 30}天", _period(count, months=months)))
    for match in _SINCE_MONTH.finditer(text):
        if 1 < int(match[1]) <= 12:
            count = 13 - int(match[1])
            found.append(Divisor(f"{count}个月" if months else f"{count * 30}天", _period(count, months=months)))
    return found or _named_spans(text, months=months)


def _named_spans(text: str, *, months: bool) -> list[Divisor]:
    """Return the days or months of the periods that a text names, the whole year where it names no shorter one."""
    if not months and _WEEK.search(text):
        return [Divisor("7天", Span(Decimal(7), Decimal(7)))]
    counts = [count for word, count in _PERIODS if word in text][:1]
    counts += [12] if not counts and _WHOLE_YEAR.search(text) else []
    year = ("12个月" if months else "365天") if counts == [12] else ""
    return [
        Divisor(year or (f"{count}个月" if months else f"{count * 30}天"), _period(count, months=months))
        for count in counts
    ]


def _period(count: int, *, months: bool) -> Span:
    if months:
        return Span(Decimal(count), Decimal(count))
    return Span(Decimal(365), Decimal(366)) if count == 12 else Span(Decimal(count * 30 - 2), Decimal(count * 31))
