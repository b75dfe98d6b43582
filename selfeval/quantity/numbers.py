"""The numbers among the words of a cell that count something, each with its unit."""

from __future__ import annotations

import re
from decimal import Decimal
from math import prod
from string import ascii_letters
from typing import NamedTuple

from selfeval.quantity.bounds import AFTER, split_lead
from selfeval.quantity.characters import NUMERAL, NUMERAL_CHARACTERS, read_numeral
from selfeval.quantity.notation import drop_zeros
from selfeval.quantity.units import PERCENT_WORDS, STARTS, per_at, unit_at
from selfeval.text.pattern import regex

_ARABIC = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_TIMES = r"[十百千万亿]{1,2}(?!分[之比率数点]|[元瓦克米卡帕伏])"
_POWERS = {"十": 10, "百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8}
_ONCE = Decimal(1)
_DAY = r"(?:\d{1,2}[日号]|底|末|初|份|[上中下]旬)?"
_ONE = "[一二三四五六七八九]"
_NAMES = (
    r"[“\"《〈][^”\"》〉]*[”\"》〉]",  # names and titles
    r"(?:19|20)\d{2}[-~至](?:19|20)\d{2}(?=$|学年)",  # 2023-2024学年
    rf"(?:(?:19|20)\d{{2}}年?[-~至、])?(?:19|20)\d{{2}}年(?:\d{{1,2}}月{_DAY})?",  # 2019-2021年
    rf"\d{{1,2}}(?:[-~至]\d{{1,2}})?月{_DAY}",  # 5-8月
    r"\d{1,2}[日号](?:之?前|起)",  # 15日前
    rf"第(?:\d+(?:/\d+)?|{NUMERAL})",  # 第三方, 第2/16
    r"(?:\d{1,2}[日号])?\d{1,2}[时点](?:\d{1,2}分?)?(?:[-~至到](?:次日|[上下]午)?\d{1,2}[时点]|(?=之?前|起|止))",  # 8时至18时
    r"\d{1,2}(?:[-~至]\d{1,2})?年级|(?:19|20)\d{2}[级届]",  # 1-3年级, 2024级
    r"\d+(?:[-~至]\d+)?周?岁(?:\(含\)|及|或)?+(?:以[上下内])?+(?!左右)(?=[^\W\d_A-Za-z])",  # 0-6岁儿童
    rf"{NUMERAL}年(?:规划|计划|行动|方案|级|制|义务|一贯)",  # 三年行动计划
    rf"{_ONE}(?:级|类|等|档|星|年级|期(?=工程|项目|建设))",  # 三级医院
    rf"{_ONE}[^\W十百千万亿点月\d](?:{_ONE}|两)[^\W\d_A-Za-z]",  # 一村一品, 三支一扶
    rf"{_ONE}个一(?![十百千万])",  # 五个一工程
    r"一次性?(?=[^\d,;]{1,8}率)",  # 一次验收合格率
    r"前[\d.]+%",  # 全省前10%
    r"[A-Za-z][A-Za-z0-9_.+/ -]*\d[A-Za-z0-9_.+]*",  # N95, PM2.5
    r"(?:\d[\d.]*(?:%|℃|[^\W\d_A-Za-z]{1,2})?)?±[\d.]+",  # 90±5%
    r"\d[\d.]*(?: +\d[\d.]*)+",  # 9 0%
    r"\d+(?:\.\d+){2,}",  # 1.2.3
    r"\d+[×xX*]\d+",  # 7×24小时
    r"\d[\d.]*[^\W\d_A-Za-z]?[:/]\d(?:[\d:/]|\.\d)*",  # 1:4.5, 12人/10万
)
_GREATEST, _LONGEST = 18, 26
"""The power of ten of the greatest number that counts something, and the most characters of one: reckoning keeps 28 digits."""
_NUMBER = regex(
    rf"(?=[-\dA-Za-z“\"《〈±第前{NUMERAL_CHARACTERS}])(?:"  # nothing else begins one: said first, for speed
    rf"(?P<name>{'|'.join(_NAMES)})"
    r"|(?:(?P<share>[百千万])分(?:之|(?=百)))?"
    rf"(?:(?P<digits>(?:(?<![\d%)-])(?<![^\W\d_A-Za-z])-)?{_ARABIC})(?P<times>{_TIMES})?|(?P<spelt>(?<![数几上第零\d]){NUMERAL}))"
    r"(?P<odd>余|多)?(?P<more>[万亿](?!元))?)"
)
_TO = regex(rf"(?:--?|~|至|到)(?P<digits>{_ARABIC})(?P<times>{_TIMES})?")
_CODE = regex(r"[A-Za-z+][A-Za-z0-9_+]*")  # 5G
_HUNDREDTHS = dict(zip("一二三四五六七八九123456789", [*range(1, 10)] * 2, strict=True)) | {"半": 5}
# 九成, 九成五, 九成半; but not 九成一线教师.
_TENTHS = regex(r"成(?:(?P<odd>[一二三四五六七八九1-9半])(?=$|[^\w]|左右|上下|[及或]?以|的))?(?![功立为果效本员长])")
# 一方面, 十分满意, 一批: a numeral in words counts only with a unit, and where a count may stand.
_SPELT_LEAD = regex(r"(?:^|[,、:(]|[共计达到成展办开织集于过约近有为少多超])$")
_AFTER_SPELT = STARTS | set(f"余多半成 +{ascii_letters}")
_NOT_COUNTED = regex(
    r"十分(?!$|以|及|或|\(|钟)|一[度点批级例]|一次性|一[本套面台把口道]|百[年件日元]|[万千]家|[一二两三四五六七八九]{2}"
)
_AFTER_BARE = regex(
    rf"$|[大小低高少多]于|不[大小低高少多超]|[、和及与且,;()≥≤<>]|左右|上下|{'|'.join(AFTER)}|及以|或以"
)
_SHORT_NOUN = regex(rf"(?!热线|平台|.?半)([^\W\d_A-Za-z]{{1,2}}?)(?=$|[、,;()。:!?]|{'|'.join(AFTER)}|左右)")
_SHARES = {"百": ("%", Decimal(1)), "千": ("‰", Decimal(1)), "万": ("%", Decimal("0.01"))}


class Number(NamedTuple):
    """Hold one number, or the two of a range, with the unit and the place in the text; ``is_odd`` when 余 or 多 follows.

    ``times`` is what the typed number was multiplied by, 10000 for 3万件.
    """

    start: int
    end: int
    values: tuple[Decimal, ...]
    unit: str
    is_odd: bool
    times: Decimal = Decimal(1)


def find_numbers(text: str) -> list[Number]:
    """Find the numbers that count something; names, dates and codes made of digits are passed over."""
    numbers: list[Number] = []
    position = 0
    while match := _NUMBER.search(text, position):
        position = match.end()
        if not match["name"]:
            number, position = _take_number(match, text)
            numbers += [number] if number else []
    return numbers


def _take_number(match: re.Match[str], text: str) -> tuple[Number | None, int]:
    """Take a number with its unit, None when the words around it say that it counts nothing; and where it ends."""
    start, end = match.span()
    if match["spelt"] and not match["share"] and text[end : end + 1] not in _AFTER_SPELT:
        return None, end  # 进一步: most numerals in words count nothing
    value = _multiply(match["digits"], match["times"]) if match["digits"] else read_numeral(match["spelt"])
    if value is None or value.adjusted() > _GREATEST or len(match["digits"] or "") > _LONGEST:
        return None, end
    if match["share"]:
        unit, scale = _SHARES[match["share"]]
        return Number(start, end, (value * scale,), unit, bool(match["odd"])), end
    return _take_counted(match, text, value)


def _take_counted(match: re.Match[str], text: str, value: Decimal) -> tuple[Number | None, int]:
    """Take the unit behind a number, None when what follows says that the number counts nothing; and where both end."""
    start, end = match.span()
    odd = bool(match["odd"])
    if text.startswith(" ", end) and unit_at(text, end + 1):  # 100 km
        end += 1
    times = _times_of(match)
    unit = unit_at(text, end) or (per_at(text, end) if times > 1 else "")  # 15万/月
    end += len(unit)
    unit = "%" if unit in PERCENT_WORDS else unit
    if not unit and (code := _CODE.match(text, end)):
        return None, code.end()
    if text[end : end + 1] in ("余", "多"):
        odd, end = True, end + 1
    if not unit and (tenths := _TENTHS.match(text, end)):
        return Number(
            start, tenths.end(), (value * 10 + _HUNDREDTHS.get(tenths["odd"] or "", 0),), "%", odd
        ), tenths.end()
    is_name = match["spelt"] and (not unit or (unit == "年" and value >= 1900) or not _may_count(text, start))
    if is_name or text[end : end + 1] == "半":
        return None, end
    if match["more"]:
        value = drop_zeros(value * _POWERS[match["more"]])
    if to := _TO.match(text, end):
        return _take_range(match, value, unit, to)
    if not unit and not _AFTER_BARE.match(text, end):
        noun = _SHORT_NOUN.match(text, end)
        if not noun:
            return None, end
        unit, end = noun[1], noun.end(1)
    return Number(start, end, (value,), unit, odd, times), end


def _take_range(match: re.Match[str], low: Decimal, unit: str, to: re.Match[str]) -> tuple[Number | None, int]:
    """Take two numbers as a range, None when their units differ or the second is the smaller; and its end."""
    high, to_unit = _multiply(to["digits"], to["times"]), unit_at(to.string, to.end())
    end = to.end() + len(to_unit)
    if match["digits"] and not unit:
        if to_unit == f"{match['times']}元":  # 5万-10万元
            low = _multiply(match["digits"], None)
        elif to["times"] and not match["times"]:  # 3-5万件
            low = _multiply(match["digits"], to["times"])
    if high < low or (unit and to_unit.partition("/")[0] not in ("", unit) and to_unit != unit):
        return None, end
    unit = to_unit or unit
    return Number(match.start(), end, (low, high), "%" if unit in PERCENT_WORDS else unit, False), end


def _may_count(text: str, start: int) -> bool:
    """Tell whether a numeral in words stands where a count may stand."""
    if _NOT_COUNTED.match(text, start):
        return False
    label, bound, about = split_lead(text, 0, start)
    return bool(bound or about or _SPELT_LEAD.search(label))


def _multiply(digits: str, times: str | None) -> Decimal:
    value = Decimal(digits.replace(",", ""))
    return drop_zeros(value * _power(times)) if times else value


def _times_of(match: re.Match[str]) -> Decimal:
    """Return what the number as typed was multiplied by: 10000 for 3万 and for 三万."""
    times, more, spelt = match.group("times", "more", "spelt")
    written = (times or "") + (more or "") or (spelt[-1] if spelt and spelt[-1] in "万亿" else "")
    return _power(written) if written else _ONCE


def _power(times: str) -> Decimal:
    return Decimal(prod(_POWERS[char] for char in times))
