"""Months in days, and what is counted by the month or the quarter beside what is counted by the year."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from selfeval.quantity.bounds import any_word
from selfeval.quantity.characters import read_count
from selfeval.quantity.units import factor
from selfeval.quantity.values import Quantity, Range
from selfeval.text.pattern import regex

_SHORTEST = (0, 28, 59, 89, 120, 150, 181, 212, 242, 273, 303, 334)
_LONGEST = (0, 31, 62, 92, 123, 153, 184, 215, 245, 276, 306, 337)
"""The days of so many months on end, wherever they begin."""
_PER = regex(r"每(?:[两二三四五六七八九十]|\d+)?个?(?:月|季度?|周|日|天|年|半年|学期)")
_SEVERAL = regex(r"([两二三四五六七八九十]|\d+)(月|周|天|日)")
_IN_A_YEAR = {
    "年": (1,),
    "半年": (2,),
    "学期": (2,),
    "季度": (4,),
    "季": (4,),
    "月": (12,),
    "周": (52,),
    "天": (365, 240),
    "日": (365, 240),
}
"""How often it comes in a year; a day perhaps on working days only."""
_ALL_YEAR = regex(any_word("全年 本年 年度 年内 一年 当年"))
_HOURS = Decimal(24)


def days_of(months: int) -> tuple[int, int]:
    """Return the fewest and the most days that so many months can have."""
    years, rest = divmod(months, 12)
    return years * 365 + years // 4 + _SHORTEST[rest], years * 365 + -(-years // 4) + _LONGEST[rest]


def count_in_days(goal: Quantity, result: Quantity | Range) -> tuple[tuple[Quantity, Quantity | Range], ...]:
    """Return target and actual once for each number of days that the months in one of them may be, where the other is in days.

    () where no such two are compared. Whole years have the days that the actual says, where they may.
    """
    if months := _months_of(goal, result):
        ways = _ways_to_count(months)
        said = int(result.value * (factor(result.unit, "天") or 1)) if isinstance(result, Quantity) else 0
        if months % 12 == 0 and min(ways) <= said <= max(ways):
            ways = (said,)
        return tuple((replace(goal, value=Decimal(days), unit="天"), result) for days in ways)
    if isinstance(result, Quantity) and (months := _months_of(result, goal)):
        return tuple((goal, replace(result, value=Decimal(days), unit="天")) for days in _ways_to_count(months))
    return ()


def _ways_to_count(months: Decimal) -> tuple[int, ...]:
    """Return the fewest and the most days of some months, and those at 30 a month, as many reckon but for whole years."""
    low, high = days_of(int(months))
    if months != int(months):  # half a month
        return low + 14, int(months * 30), high + 16
    return (low, high) if months % 12 == 0 else (low, int(months) * 30, high)


def _months_of(part: Quantity, other: Quantity | Range) -> Decimal:
    """Return how many months, or months and a half, a value is, beside another in days; 0 when it is no such value."""
    scale = factor(part.unit, "月")
    months = part.value * scale if scale and factor(other.unit, "天") else Decimal(0)
    return months if months > 0 and months * 2 == int(months * 2) else Decimal(0)


def by_the_year(goal: Quantity, unit: str, result: Quantity) -> tuple[Quantity, ...]:
    """Return a target that is counted by a part of the year (``次/季度``) as the whole year's; () when it is none, or in another unit."""
    word, _, per = unit.partition("/")
    several = _SEVERAL.fullmatch(per)
    turns = _IN_A_YEAR.get(several[2] if several else per, ())
    if factor(result.unit, word) is None:
        return ()
    label = _PER.sub("", goal.label)
    every = read_count(several[1]) if several else 1
    if not every or any(count % every for count in turns):
        return ()
    return tuple(replace(goal, value=goal.value * (count // every), unit=word, label=label) for count in turns)


def says_whole_year(result: Quantity) -> bool:
    """Tell whether an actual says that it is the whole year's."""
    return _ALL_YEAR.search(result.label) is not None


def is_of_a_day(unit: str, result: Quantity) -> bool:
    """Tell whether a time without a day (``8.5小时``) can be meant for each day, as the target's is (``小时/天``)."""
    word, _, per = unit.partition("/")
    hours = factor(result.unit, "小时") if per in ("天", "日") and factor(word, "小时") else None
    return hours is not None and result.value * hours <= _HOURS
