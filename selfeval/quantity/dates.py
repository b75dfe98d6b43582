"""Years and dates as clerks type them in a field."""

from __future__ import annotations

import datetime as dt
import re
from typing import Never

from selfeval.quantity import notation
from selfeval.quantity.characters import to_arabic, to_half_width
from selfeval.quantity.single import LOOKALIKE
from selfeval.quantity.typed import Typed, ask, leave_blank, refuse, warn
from selfeval.text.pattern import regex

_YEAR = regex(r"(\d+)(?:\.0)?\s*(?:财政年度|财年|年度|年)?[。;,]?")
_DATE = regex(
    r"(\d{4}|\d{2})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*[日号]?"
    r"(?:\s*[T ]?0?0:00(?::00)?(?:\.0+)?)?[。;,.]?"
)
_PACKED = regex(r"((?:19|20)\d{2})(\d{2})(\d{2})")
_DAY_FIRST = regex(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})")
_PART = regex(r"(?:\d{4}\s*[年./-]\s*\d{1,2}\s*月?|\d{4}\s*年?|(?:\d{1,2}\s*[月./-])?\s*\d{1,2}\s*[日号])")
_FIRST_YEAR, _LAST_YEAR = 1949, 2100
_SERIAL_START = dt.date(1899, 12, 30)


def year(text: str) -> Typed[int]:
    """Turn a text into a year (``2024``, ``2024年度``, ``二〇二四年``); two digits are asked about."""
    bare = to_arabic(to_half_width(text)).strip()
    if not bare:
        return leave_blank()
    found = _YEAR.fullmatch(bare)
    if not found and _YEAR.fullmatch(bare.translate(LOOKALIKE)):
        return _refuse_letter(text)
    if not found:
        inside = re.findall(r"(?<!\d)(?:19|20)\d{2}(?!\d)", bare)
        fix = inside[0] if len(inside) == 1 else ""
        return refuse(text, "not-a-year", f"“{bare}”不是一个年份：请写四位数字。", fix)
    value = int(found[1][:9])
    if len(found[1]) == 2:
        return ask(
            text, "short-year", f"“{bare}”是两位数的年份，看不出是哪一年：请写四位数字。", _four_digits(found[1])
        )
    if not _FIRST_YEAR <= value <= _LAST_YEAR:
        return refuse(text, "year-out-of-range", f"“{bare}”不像年份：请写四位数字，比如 2024。")
    return Typed(value, str(value))


def date(text: str) -> Typed[dt.date]:
    """Turn a text into a date (``2023.1.15``, ``20230115``, ``2021年3月8号``); it is printed as ``2021年3月8日``."""
    halved = to_arabic(to_half_width(text))
    bare = halved.strip()
    if not bare:
        return leave_blank()
    if re.fullmatch(r"[3-6]\d{4}(?:\.0)?", bare):
        day = _SERIAL_START + dt.timedelta(days=int(bare[:5]))
        return refuse(
            text,
            "serial-date",
            f"“{bare}”是表格软件里日期的内部编号（相当于{notation.print_day(day)}），不是日期：请写成年月日。",
            notation.print_day(day),
        )
    found = _DATE.fullmatch(bare) or _PACKED.fullmatch(bare)
    if not found:
        return _refuse_date(text, bare)
    number = [int(part) for part in found.groups()]
    if len(found[1]) == 2:
        return ask(
            text,
            "short-year",
            f"“{bare}”里的年份只有两位，看不出是哪一年：请写四位。",
            f"{_four_digits(found[1])}年{number[1]}月{number[2]}日",
        )
    same_length = len(halved) == len(text)
    shift = halved.index(bare)
    for group, (top, word) in enumerate(((_LAST_YEAR, "年"), (12, "月"), (31, "日")), start=1):
        if group == 3 and number[0]:
            from calendar import monthrange  # a day is seldom typed

            top = monthrange(number[0], number[1])[1]
        if not 1 <= number[group - 1] <= top:
            span = (shift + found.start(group), shift + found.end(group)) if same_length else None
            return refuse(text, "impossible-date", _say_impossible(bare, number, word, top), span=span)
    day = dt.date(*number)
    if day.year < _FIRST_YEAR:
        return warn(Typed(day, notation.print_day(day)), text, "year-out-of-range", f"“{bare}”的年份很早：请核对。")
    return Typed(day, notation.print_day(day))


_MONTH = regex(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*月?[。;,.]?")


def month(text: str) -> Typed[dt.date]:
    """Turn a text into a month (``2025年3月``, ``2025.3``), or a day in it; the value is a day of the month."""
    bare = to_arabic(to_half_width(text)).strip()
    found = _MONTH.fullmatch(bare)
    if not found:
        return date(text)
    in_year, value = int(found[1]), int(found[2])
    if not 1 <= value <= 12:
        return refuse(text, "impossible-date", f"“{bare}”不是日期：没有 {value} 月，请核对。")
    if not _FIRST_YEAR <= in_year <= _LAST_YEAR:
        return refuse(text, "year-out-of-range", f"“{bare}”不像年份：请写四位数字，比如 2024。")
    return Typed(dt.date(in_year, value, 1), f"{in_year}年{value}月")


def _say_impossible(bare: str, number: list[int], word: str, top: int) -> str:
    if word == "日" and number[2]:
        return f"没有“{bare}”这一天：{number[0]}年{number[1]}月只有 {top} 天，请核对。"
    return f"“{bare}”不是日期：没有 {number['年月日'.index(word)]} {word}，请核对。"


def _refuse_letter(text: str) -> Typed[Never]:
    """Point at the first letter that stands where a digit belongs; no word of a date holds such a letter."""
    at, letter = next(
        (at, char) for at, char in enumerate(text) if to_half_width(char) != to_half_width(char).translate(LOOKALIKE)
    )
    digit = to_half_width(letter).translate(LOOKALIKE)
    return refuse(
        text,
        "letter-in-number",
        f"“{text.strip()}”里的“{letter}”不是数字 {digit}：请改成数字 {digit}。",
        to_half_width(text).translate(LOOKALIKE).strip(),
        (at, at + 1),
    )


def _refuse_date(text: str, bare: str) -> Typed[dt.date]:
    if _DATE.fullmatch(bare.translate(LOOKALIKE)):
        return _refuse_letter(text)
    if found := _DAY_FIRST.fullmatch(bare):
        first, second, in_year = (int(part) for part in found.groups())
        month, day = (first, second) if first <= 12 else (second, first)
        return ask(
            text,
            "ambiguous-date",
            f"“{bare}”看不出哪个是月、哪个是日：请按年月日的顺序写。",
            f"{in_year}年{month}月{day}日",
        )
    if _PART.fullmatch(bare):
        return ask(text, "incomplete-date", f"“{bare}”不是完整的日期：请把年、月、日都写上。")
    return refuse(text, "not-a-date", f"“{bare}”不是日期：请写成 2024年3月8日 这样。")


def _four_digits(year: str) -> str:
    """Return the year that two digits most likely mean."""
    return ("20" if year < "50" else "19") + year
