"""Characters as keyboards and pasted tables give them: both widths, many dashes, Chinese numerals."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

from selfeval.text.pattern import regex

# Radicals and compatibility ideographs, as PDF files give them: ⼈ for 人.
_LOOKALIKES = "".join(map(chr, [*range(0x2E80, 0x2FD6), *range(0xF900, 0xFADA)]))
_SAME = {
    **{char: unicodedata.normalize("NFKC", char) for char in _LOOKALIKES},
    **{chr(code): chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys("\u3000\u00a0\u2002\u2003\u2009\u202f\u200b\ufeff\t\r\n", " "),
    **dict.fromkeys("−–—―‐‑﹣﹘", "-"),
    **dict.fromkeys("⩾≧⪰", "≥"),
    **dict.fromkeys("⩽≦⪯", "≤"),
    **dict.fromkeys("∼〜", "~"),
    "￥": "¥",
    "﹪": "%",
    "∶": ":",
}
_TOO_MANY = regex(r"\d{25}|\d(?:[,，]\d{3}){8}")
_ODD = regex(
    f"[！-～\u2e80-\u2fd5\uf900-\ufad9{''.join(char for char in _SAME if char not in _LOOKALIKES and not '！' <= char <= '～')}]"
)

_DIGITS = {
    char: value
    for value, chars in enumerate(("零〇", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for char in chars
}
_TENS = {char: 10**power for power, chars in ((1, "十拾"), (2, "百佰"), (3, "千仟")) for char in chars}
_MYRIADS = {"万": 10**4, "亿": 10**8}
NUMERAL_CHARACTERS = "".join([*_DIGITS, *_TENS, *_MYRIADS])
NUMERAL = f"[{NUMERAL_CHARACTERS}]+(?:点[{''.join(_DIGITS)}]+)?"
_LONGEST = 40
"""How long a numeral that anyone writes may be."""
_SHAPE = regex(NUMERAL)
_IN_DATES = regex(r"[零〇一二三四五六七八九十]+")


def has_too_many_digits(text: str) -> bool:
    """Tell whether a run of digits is so long that it is no number anybody means, and too long to reckon with."""
    return len(text) > 25 and _TOO_MANY.search(text) is not None


def to_half_width(text: str) -> str:
    """Return the text in half width, character for character, so that offsets stay valid."""
    return _ODD.sub(lambda found: _SAME[found[0]], text)


def read_numeral(text: str) -> Decimal | None:
    """Read a Chinese numeral (``一百二十``, ``二〇二四``, ``二点五``); None when it is not one."""
    if len(text) > _LONGEST or not _SHAPE.fullmatch(text):
        return None
    whole, _, decimals = text.partition("点")
    if all(char in _DIGITS for char in whole):
        value: int | None = int("".join(str(_DIGITS[char]) for char in whole))
    else:
        value = _add_up(whole)
    if value is None:
        return None
    return Decimal(f"{value}." + "".join(str(_DIGITS[char]) for char in decimals)) if decimals else Decimal(value)


def read_count(text: str) -> int:
    """Read a small count in digits or as a Chinese numeral (``12``, ``十二``, ``两``); 0 when it is neither."""
    return int(text) if text.isascii() and text.isdigit() else int(read_numeral(text) or 0)


def to_arabic(text: str) -> str:
    """Write the Chinese numerals of a date in digits (``二〇二四年十二月`` becomes ``2024年12月``)."""
    return _IN_DATES.sub(lambda found: str(read_numeral(found[0]) or found[0]), text)


def _add_up(text: str) -> int | None:
    """Add up digits and powers; None when they stand in no order a person would say (``十千五六``)."""
    total = section = 0
    digit: int | None = None
    for char in text:
        if char in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[char]
        elif char in _TENS:
            section += (1 if digit is None else digit) * _TENS[char]
            digit = None
        else:
            above = total - total % 10**8 if char == "万" else 0  # 二亿八千万: the 亿 are counted already
            counted = total - above + section + (digit or 0)
            if not counted:
                return None
            total, section, digit = above + counted * _MYRIADS[char], 0, None
    return total + section + (digit or 0)
