"""A value whose sign and unit stand in columns of their own (性质｜值｜单位), as one text that says it all."""

from __future__ import annotations

from selfeval.quantity.bounds import BEFORE
from selfeval.quantity.characters import to_half_width
from selfeval.quantity.read import read
from selfeval.quantity.units import MYRIADS
from selfeval.quantity.values import Bound, Grade, Quantity, Range, Ratio
from selfeval.text.pattern import regex

_SIGNS = {"正向": "≥", "反向": "≤", "逆向": "≤"} | {word: word for word in BEFORE}
_BARE = regex(r"(?:[≥≤<>=约]|[^\W\d_A-Za-z]{2,5})?[\d.,]+(?:[-~至][\d.,]+)?[万亿]?(?:以[上下内])?")
_QUOTED = regex(r"[“\"]([^“”\"]*)[”\"]")
_NO_UNIT = frozenset(("", "-", "--", "/", "无", "定性", "文字"))


def join_columns(value: str, sign: str = "", unit: str = "") -> str:
    """Return a value with the sign before it and the unit behind, each where the value itself says none.

    A number takes the unit (``98`` and ``%``); a text (``按时发放``) or a number with another unit stays as it is.
    Quotes around the whole value are no part of it.
    """
    quoted = _QUOTED.fullmatch(value.strip())
    value = quoted[1] if quoted else value
    if not sign and not unit:
        return value.strip()
    bare_sign, bare_unit = to_half_width(sign).strip().removesuffix("指标"), to_half_width(unit).strip()
    halved = to_half_width(value).strip()
    reading = read(value)
    joined = value.strip()
    if bare_unit not in _NO_UNIT and isinstance(reading, Quantity | Range) and _BARE.fullmatch(halved):
        number = halved.removesuffix("以上").removesuffix("以下").removesuffix("以内")
        once = bare_unit.lstrip("万亿") if number[-1:] in MYRIADS else bare_unit  # 15.0万 beside 万人次
        joined = f"{number}{once}{halved[len(number) :]}"
    has_sign = not isinstance(reading, Quantity | Grade | Ratio) or reading.bound is not Bound.NONE
    return joined if has_sign or bare_sign not in _SIGNS else f"{_SIGNS[bare_sign]}{joined}"
