"""The same money in 元 and in 万元: said twice side by side, or in two places of a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from selfeval.evaluation.figures.figure import agree
from selfeval.evaluation.figures.phrase import shares_neighbours, telling
from selfeval.evaluation.figures.reading import ANY, A, R, Sentence, Stated, found_at
from selfeval.evaluation.figures.reckon import (
    are_swapped,
    differs,
    digits_of,
    is_swap,
    may_be_slip,
    measured,
    print_like,
)
from selfeval.evaluation.figures.roles import AVERAGE
from selfeval.evaluation.finding import Finding
from selfeval.quantity.units import is_money
from selfeval.text.pattern import regex

_BESIDE = regex(
    rf"(?P<one>{A})(?:\((?:即|折合|折|合计?|计|也就是|人民币|换算为|约|为)*|,?(?:约?合|折|计)(?:人民币|为|约)*"
    rf"|,?[^,;、(){ANY[1:-1]}]{{0,6}}?(?:即|折合|折算|换算|也就是|相当于|以万元计)(?:人民币|万元|亿元|元|约|成|为|是)*|,约)(?=(?P<other>[{A[1:-1]}{R[1:-1]}]))"
)
_EQUAL = regex(
    rf"(?P<one>{A}),?(?:均|也|仍)?与[^,;{ANY[1:-1]}]{{1,14}}(?P<other>{A})[^,;{ANY[1:-1]}]{{0,4}}(?:一致|相符|吻合|相等)"
)
_SUM = regex("合计|共计|总计")
_STAGE = regex("预算|控制价|计划|支付|支出|结算|审定|到位|实际|执行|下达|申请")
"""Matches what says that an amount is of another stage than one without it: 中标价 and 实际支付."""
_SPENT = regex("支付|列支|(?<!下)发放")
_TOTAL = regex("(?:收入|支出|预算|资金|拨款|投资|总额|金额|执行数?|结转|结余)(?:为|是|共|合计|总计|达到?)?$")
_ALIKE = 3
"""How many times one number is another, at most, that is of its size."""
_BOOKED = regex("账|凭证|发票|核对")
"""Matches what says that the amount before was booked, or looked up."""
_NOUN, _NAME = 2, 3
_OTHER = regex("其[他它余]|另")
_CALLED = regex("(?:支出|支付|资金|金额|总额|经费|收入|合计|总计|采购|全年|列支|实际|发放|用|共)+$")
_TIMES = 10000
"""What 万元 is in 元."""
_DIGITS = 5
"""How many digits two amounts share, at least, before they are hardly the same by chance."""


class _Money(NamedTuple):
    """Hold an amount of money with its digits, noughts at the end left out, and the end of its name."""

    each: Stated
    digits: tuple[int, ...]
    name: str


def typed_money_differs(passage: Sequence[Sentence]) -> Iterator[Finding]:
    """Find 86400元（即8.46万元）, and an amount that stands elsewhere with the same digits in another unit."""
    seen: list[_Money] = []
    for sentence, larger in _with_myriads(passage):
        yield from _yuan_among_myriads(sentence, larger)
        said: set[str] = set()
        yield from _said_equal(sentence)
        for match in _BESIDE.finditer(sentence.words):
            one, other = sentence.of(match["one"]), sentence.of(match["other"])
            if _are_money(one, other) and "每" not in one.lead:
                said |= {one.sign, other.sign}
                if agree(one.figure, other.figure) is False and not _is_about(one, other) and _may_be_same(one, other):
                    yield _differs(one, other)
        for each in sentence.figures:
            if each.sign not in said and not each.rough and _is_plain_money(each) and not AVERAGE.search(each.lead):
                own = _Money(each, each.figure.value.normalize().as_tuple().digits, _name(each.lead))
                yield from _said_before(own, seen, sentence)
                seen.append(own)
        seen = seen[-40:]


def _said_before(own: _Money, seen: Sequence[_Money], sentence: Sentence) -> Iterator[Finding]:
    """Yield an amount that was given before in another unit, but for a slip in its digits or its unit."""
    each, digits, name = own
    for one, others, other in seen:
        if digits == others:
            if _look_alike(one, each, len(digits)):
                yield _unit_forgotten(one, each)
                return
            continue
        if one.figure.unit == each.figure.unit:
            continue
        alike = sorted(digits) == sorted(others)
        swapped = (
            alike
            and not one.is_beside(each)
            and len(digits) >= _DIGITS
            and are_swapped(*("".join(map(str, some)) for some in (digits, others)))
        )
        if (
            (swapped and _is_alike(each, _converted(one, each)))
            or (alike and _are_swapped(one, each, sentence.figures))
            or (name and name == other and _is_restated(one, each))
        ):
            yield _digits_swapped(one, each)
            return


def _converted(one: Stated, like: Stated) -> Stated:
    return one._replace(figure=measured(one, like))


def _said_equal(sentence: Sentence) -> Iterator[Finding]:
    """Yield 合同价25.6万元，与中标价265000元一致: two amounts that a text calls the same and that differ by a slip."""
    for match in _EQUAL.finditer(sentence.words) if "与" in sentence.words else ():
        one, other = sentence.of(match["one"]), sentence.of(match["other"])
        alike = _is_plain_money(one) and _is_plain_money(other) and agree(one.figure, other.figure) is False
        if alike and (one.figure.unit == other.figure.unit or _may_be_same(one, other)):
            yield _differs(one, other)


def _with_myriads(passage: Sequence[Sentence]) -> Iterator[tuple[Sentence, Sequence[Stated]]]:
    """Yield each sentence with the amounts in 万元 of its paragraph."""
    for _, together in groupby(passage, key=lambda sentence: id(sentence.paragraph)):
        sentences = list(together)
        amounts = (each for sentence in sentences for each in sentence.figures if each.figure.unit == "万元")
        larger = [each for each in amounts if not AVERAGE.search(each.lead)]
        yield from ((sentence, larger) for sentence in sentences)


def _yuan_among_myriads(sentence: Sentence, larger: Sequence[Stated]) -> Iterator[Finding]:
    """Yield 全年收入468.20元 in a paragraph with 支出456.30万元, of which 基本支出257.20万元."""
    for each in (each for each in sentence.figures if each.figure.unit == "元") if len(larger) > 1 else ():
        is_total = _TOTAL.search(each.lead) and not AVERAGE.search(each.before)
        if is_total and each.figure.step < 1 and any(_is_alike(each, other) for other in larger):
            shown = larger[0].shown
            yield found_at(each, f"同一段里别的金额是万元（{shown}），这里写的是 {each.shown}；是不是漏了“万”？请核对")


def _is_alike(each: Stated, other: Stated) -> bool:
    """Tell whether two amounts, whatever their units, are typed as numbers of much the same size."""
    return other.figure.value > 0 and 1 <= each.figure.value * _ALIKE / other.figure.value <= _ALIKE**2


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
        return forgotten and (digits > _DIGITS - 2 or (digits > 2 and _ends_alike(one.lead, other.lead)))
    return digits >= _DIGITS or (digits > 1 and forgotten)


def _may_be_same(one: Stated, other: Stated) -> bool:
    """Tell whether one slip, or noughts too many or too few, makes two amounts the same; 15600元，计967.20万元 are two."""
    worth = one.figure.in_unit(other.figure.unit)
    shown = print_like(worth.value, other) if worth else ""
    return may_be_slip(other.shown, shown) or other.figure.value.normalize().as_tuple().digits == (
        worth.value.normalize().as_tuple().digits if worth else ()
    )


def _is_about(one: Stated, other: Stated) -> bool:
    """Tell whether an amount called about so much is, in either direction of rounding; 约5—6万元 and 8万余元 may be anything."""
    if not other.rough:
        return False
    worth = one.figure.in_unit(other.figure.unit)
    plain = other.number.values[:1] == (other.figure.value,) and "约" in other.lead and not other.number.is_odd
    return not plain or (worth is not None and abs(worth.value - other.figure.value) <= other.figure.step)


def _are_swapped(one: Stated, other: Stated, beside: Sequence[Stated]) -> bool:
    """Tell whether one sentence gives a sum in 元 and in 万元 with two digits of the one changed."""
    if not one.is_beside(other) or one.figure.unit == other.figure.unit:
        return False
    fine, rough = (one, other) if one.figure.unit.startswith("元") else (other, one)
    real = fine.figure.in_unit(rough.figure.unit)
    told = real is not None and is_swap(print_like(real.value, rough), print_like(rough.figure.value, rough))
    again = any(agree(each.figure, some.figure) for each in (one, other) for some in beside if some is not each)
    if _OTHER.search(other.lead):
        return False
    named = _SUM.search(other.lead) or shares_neighbours(one.lead[-_NOUN:] or "\n", other.lead)
    booked = _BOOKED.search(other.lead)
    return told and not again and bool(booked or (named and _are_of_stage(one.lead, other.lead)))


def _is_restated(one: Stated, other: Stated) -> bool:
    """Tell whether another sentence gives money of one name in 元 and in 万元 with a slip (手续费431862.5元, 手续费支出41.39万元)."""
    fine, rough = (one, other) if one.figure.unit.startswith("元") else (other, one)
    worth, back = fine.figure.in_unit(rough.figure.unit), rough.figure.in_unit(fine.figure.unit)
    if one.is_beside(other) or worth is None or back is None or agree(one.figure, other.figure):
        return False
    pairs = ((print_like(worth.value, rough), rough.shown), (print_like(back.value, fine), fine.shown))
    is_long = min(len(digits_of(each).rstrip("0")) for each in (one, other)) >= _NAME
    return is_long and _are_of_stage(one.lead, other.lead) and any(may_be_slip(*pair) for pair in pairs)


def _name(lead: str) -> str:
    """Return the end of the name before an amount, without what all amounts are called; empty where it is short, or another's."""
    name = _CALLED.sub("", telling(lead))[-_NAME:]
    return "" if len(name) < _NAME or _OTHER.search(lead) else name


def _are_of_stage(one: str, other: str) -> bool:
    """Tell whether two amounts are of one stage, or the later one is said to follow the first (按审定金额支付)."""
    first, then = (_STAGE.findall(_SPENT.sub("支出", words)) for words in (one, other))
    return first == then or (bool(first) and "按" in other and set(first) <= set(then))


def _digits_swapped(one: Stated, other: Stated) -> Finding:
    real = one.figure.in_unit(other.figure.unit)
    shown = print_like(real.value if real else Decimal(0), other)
    return found_at(
        other,
        f"前面写的是 {one.shown}（{shown}），这里写的是 {other.shown}；是不是同一笔钱、有两个数字写颠倒了？请核对",
    )


def _ends_alike(one: str, other: str) -> bool:
    """Tell whether two names begin with the same words (图书采购项目合同金额, 图书采购支出)."""
    return len(one) >= _DIGITS - 1 and not AVERAGE.search(one + other) and one[: _DIGITS - 1] == other[: _DIGITS - 1]


def _differs(one: Stated, other: Stated) -> Finding:
    real = one.figure.in_unit(other.figure.unit)
    shown = print_like(real.value if real else Decimal(0), other)
    return differs(other, f"{one.shown} 是 {shown}")


def _unit_forgotten(one: Stated, other: Stated) -> Finding:
    message = f"前面写的是 {one.shown}，这里写的是 {other.shown}，数字相同、单位不同；是不是同一笔钱、写错了单位或者位数？请核对"
    return found_at(other, message)
