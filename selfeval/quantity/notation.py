"""How numbers, dates and numbering are printed: plainly, or by the patterns that forms declare.

``#,##0.00`` separates thousands, ``0.00`` does not; ``0.##`` drops zeros at the end; ``0.00%``
prints a percentage. Rounding is half up.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

DIGITS = "零一二三四五六七八九十"


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
    rounded = value.quantize(Decimal(1).scaleb(-len(decimals)), ROUND_HALF_UP)
    printed = f"{abs(rounded):,f}" if "," in whole else f"{abs(rounded):f}"
    integer, _, fraction = printed.partition(".")
    fraction = fraction[: decimals.count("0")] + fraction[decimals.count("0") :].rstrip("0")
    sign = "-" if rounded < 0 else ""
    return f"{sign}{integer}{'.' if fraction else ''}{fraction}{percent}"


def print_day(value: date) -> str:
    """Print a date as official documents do: no leading zeros."""
    return f"{value.year}年{value.month}月{value.day}日"


def print_chinese(count: int) -> str:
    """Print a number from 1 to 99 in Chinese numerals."""
    tens, ones = divmod(count, 10)
    if tens == 0:
        return DIGITS[ones]
    return ("" if tens == 1 else DIGITS[tens]) + "十" + (DIGITS[ones] if ones else "")


def item_mark(style: str, count: int) -> str:
    """Return the mark of the count-th item in a declared style: ``一是``, ``（一）``, ``一、``, ``1.``, ``（1）``."""
    return style.replace("一", print_chinese(count)).replace("1", str(count))
