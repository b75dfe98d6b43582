"""How numbers, dates and numbering are printed: plainly, or by the patterns that forms declare.

``#,##0.00`` separates thousands, ``0.00`` does not; ``0.##`` drops zeros at the end; ``0.00%``
prints a percentage. Rounding is half up. The pattern of a date is any date so printed: ``2026/1/1``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from decimal import ROUND_HALF_UP, Context, Decimal

from selfeval.text.pattern import regex

DIGITS = "〇一二三四五六七八九"


_DIGITS_KEPT = 28


def round_to(value: Decimal, step: Decimal) -> Decimal:
    """Round half up to a step that is a power of ten, however many digits that takes: a product may have very many."""
    digits = max(_DIGITS_KEPT, value.adjusted() - step.adjusted() + 2)
    return value.quantize(step, ROUND_HALF_UP, Context(prec=digits))


def print_plain(value: Decimal) -> str:
    """Print a number without exponent, keeping the decimals it was typed with."""
    return format(value, "f")


def drop_zeros(value: Decimal) -> Decimal:
    """Drop the zeros that converting a unit leaves behind."""
    return Decimal(print_plain(value.normalize()))


def print_number(value: Decimal, pattern: str) -> str:
    """Print a number by a pattern; a ``%`` pattern takes the value in per cent."""
    percent = "%" if pattern.endswith("%") else ""
    whole, _, decimals = pattern.removesuffix("%").partition(".")
    rounded = round_to(value, Decimal(1).scaleb(-len(decimals)))
    printed = f"{abs(rounded):,f}" if "," in whole else f"{abs(rounded):f}"
    integer, _, fraction = printed.partition(".")
    fraction = fraction[: decimals.count("0")] + fraction[decimals.count("0") :].rstrip("0")
    sign = "-" if rounded < 0 else ""
    return f"{sign}{integer}{'.' if fraction else ''}{fraction}{percent}"


_DAY = regex(
    r"(\d{4}|[yY]{4})([^\dyYmMdD%#]{0,2})(0?[1-9]|[mM]{1,2})([^\dyYmMdD%#]{0,2})(?:(0?[1-9]|[dD]{1,2})([^\dyYmMdD%#]?))?"
)
_CHINESE_DAY = regex("[〇一二三四五六七八九]{4}年[一二三四五六七八九]月(?:[一二三四五六七八九]日)?")


def is_day_pattern(pattern: str) -> bool:
    """Tell whether a text shows how to print a date (``2026/1/1``, ``20260101``, ``2026.01``, ``yyyy-mm-dd``).

    One that would print two dates alike (``202611``), or whose month or day is of two digits anyway, is none.
    """
    found = _DAY.fullmatch(pattern)
    if not found:
        return _CHINESE_DAY.fullmatch(pattern) is not None
    _, after_year, month, after_month, day, _ = found.groups()
    return bool(after_year or len(month) == 2) and (not day or bool(after_month or len(month) == len(day) == 2))


def shows_day(pattern: str) -> bool:
    """Tell whether a pattern of a date prints the day, not only year and month."""
    found = _DAY.fullmatch(pattern)
    return bool(found[5]) if found else pattern.endswith("日")


def print_day(value: date, pattern: str = "2026年1月1日") -> str:
    """Print a date by a pattern, else as official documents do: no leading zeros."""
    found = _DAY.fullmatch(pattern)
    if not found:
        year = "".join(DIGITS[int(digit)] for digit in str(value.year))
        day = f"{print_chinese(value.day)}日" if pattern.endswith("日") else ""
        return f"{year}年{print_chinese(value.month)}月{day}"
    _, after_year, month, after_month, day, after_day = found.groups()
    printed = f"{value.year}{after_year}{value.month:0{len(month)}d}{after_month}"
    return f"{printed}{value.day:0{len(day)}d}{after_day}" if day else printed


def print_chinese(count: int) -> str:
    """Print a number from 1 to 9999 in Chinese numerals (一百〇一); a larger one as it is."""
    if count > 9999:
        return str(count)
    printed = ""
    for power, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = count // power % 10
        if digit:
            printed += DIGITS[digit] + unit
        elif printed and not printed.endswith("〇"):
            printed += "〇"
    return (printed[1:] if 10 <= count < 20 else printed).rstrip("〇")


COUNTERS: Mapping[str, Callable[[int], str]] = {
    "一": print_chinese,
    "1": str,
    "①": lambda count: _CIRCLED[count - 1] if count <= len(_CIRCLED) else f"({count})",
    "甲": lambda count: _STEMS[count - 1] if count <= len(_STEMS) else str(count),
}
"""What counts in a declared style of numbering, and how each goes on."""

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
NUMERAL = "[一二三四五六七八九十]{1,3}"


def item_mark(style: str, count: int) -> str:
    """Return the mark of the count-th item in a declared style: ``一是``, ``（一）``, ``一、``, ``1.``, ``①``, ``甲、``."""
    counter = next((counter for counter in COUNTERS if counter in style), "")
    return style.replace(counter, COUNTERS[counter](count)) if counter else style


_NUMBERED = (
    rf"(?:[（(](?:{NUMERAL}|\d{{1,2}})[）)]|{NUMERAL}(?:[、．.](?!{NUMERAL})|是(?!一[，,]|[否非])[：:，,]?)|\d{{1,2}}[.．、)）](?!\d)"
    rf"|[①-⑳㉑-㉟㊱-㊿⑴-⒇⒈-⒛㈠-㈩❶-❿]|第(?:{NUMERAL}|\d{{1,2}})[，,、：:]|其{NUMERAL}[，,、：:]|{NUMERAL}[）)]|[Ⅰ-Ⅻ][、．.]"
    rf"|[壹贰叁肆伍陆柒捌玖拾][、．.]|[A-Za-z][、．.)）](?![A-Za-z\d])|(?:问题|目标|措施|建议)(?:{NUMERAL}|\d{{1,2}})[：:]|[•●○◆◇■▪▶►➢✓])"
)
_TYPED_MARK = regex(rf"\s*{_NUMBERED}\s*")
_TYPED_SIGN = regex(rf"\s*(?:[-*+－·]\s+|[-－](?=[一-鿿])){_NUMBERED}?\s*")


_SAID_OF = regex(
    rf"[、，,和及与至到~～—-]*\s*(?:[（(]\s*(?:{NUMERAL}|\d{{1,2}})\s*[）)]|[①-⑳㉑-㉟㊱-㊿⑴-⒇⒈-⒛㈠-㈩❶-❿]|第(?:{NUMERAL}|\d)|其{NUMERAL}|\d{{1,2}}[）)])"
    r"|[项条款类点]+(?:任务|工作|指标|内容|问题|措施|要求|整改|目标|建议|意见|[未已尚没均都全和与及的是在也还仍需要完、，,。；;（(]|$)|号(?![召码称角])"
)
"""Matches what stands behind a number of which the text speaks: another one (（1）（2）两项), or a word that counts (（3）项未做)."""


def typed_mark(text: str, *, listed: bool = False) -> str:
    """Return the number that was typed at the beginning of a text as that of an item (``一是``, ``（二）``, ``3. ``), else "".

    A number of which the text itself speaks is none. Of what is ``listed``, a sign of lists counts too (``- ``).
    """
    found = _TYPED_MARK.match(text) or (_TYPED_SIGN.match(text) if listed else None)
    return found[0] if found and found.end() < len(text) and not _SAID_OF.match(text, found.end()) else ""
