"""The commonest cells: a sign, a number and a unit, and nothing else; one pattern reads them, with the result that careful reading has."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from selfeval.quantity.values import Bound
from selfeval.text.pattern import regex

_SIGNS = {
    "": Bound.NONE,
    "≥": Bound.AT_LEAST,
    "≤": Bound.AT_MOST,
    ">": Bound.OVER,
    "<": Bound.UNDER,
    "=": Bound.EQUAL,
}
_SIMPLE = regex(
    r"([≥≤<>=]?)(?!(?:19|20)[0-9]{2}\.[0-9]{1,2}$)([0-9]+(?:\.[0-9]+)?)"  # 2024.11 is a month
    "(%|人次?|场次?|批次?|[件宗起例名次期户家所处座份篇条台套辆个项分元亩吨]|万元|平方米|公里|)"
)


class Simple(NamedTuple):
    """Hold a simple cell; ``step`` is the value of 1 in its last digit (0.01 in 3.25), ``number`` the text behind the sign."""

    bound: Bound
    sign: str
    value: Decimal
    step: Decimal
    unit: str
    number: str


def read_simple(text: str) -> Simple | None:
    """Read a simple cell; return None for any other, which must be read with care."""
    found = _SIMPLE.fullmatch(text)
    if found is None:
        return None
    sign, digits, unit = found.groups()
    step = Decimal(1).scaleb(-len(digits.partition(".")[2]))
    return Simple(_SIGNS[sign], sign, Decimal(digits), step, unit, digits + unit)
