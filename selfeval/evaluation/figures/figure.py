"""One number with its unit: what it may have been rounded from, and when two of them say the same."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from selfeval.quantity.characters import to_half_width
from selfeval.quantity.common import read_simple
from selfeval.quantity.numbers import Number, find_numbers
from selfeval.quantity.units import factor, is_counted
from selfeval.text.pattern import regex

# 个 and 项 may count anything; beside 名 or 家 they mostly count something else.
_GENERAL = frozenset({"个", "项"})
TIMES = regex("次(?![数性要序元日年月生级])")
"""Matches what makes of a unit that of its visits: 300件次 are neither 件 nor 次."""
DIGITS = regex(r"\d[\d,]*(?:\.(\d+))?")
"""A number in digits; the group is what stands behind its point."""


class Figure(NamedTuple):
    """Hold a number as typed: its value, what one of its last digit is worth, and its unit."""

    value: Decimal
    step: Decimal
    unit: str

    @property
    def half(self) -> Decimal:
        """Return how far it may be from what it was rounded from: half of its last digit, nothing for a count."""
        return Decimal(0) if self.step == 1 and is_counted(self.unit) else self.step / 2

    def in_unit(self, unit: str) -> Figure | None:
        """Return it in another unit of the same measure, None where there is no such thing (人 and 人次)."""
        if unit == self.unit:
            return self
        worth = worth_of(self.unit, unit)
        return None if worth is None else Figure(self.value * worth, self.step * worth, unit)


def figure(number: Number, text: str) -> Figure | None:
    """Return a number found in a text; None for a range, for an approximate one and for one without unit."""
    return None if number.is_odd else any_figure(number, text)


def any_figure(number: Number, text: str) -> Figure | None:
    """Return a number found in a text, be it approximate; None for a range and for one without unit."""
    if len(number.values) != 1 or not number.unit:
        return None
    (value,) = number.values
    digits = DIGITS.search(text, number.start, number.end)
    typed = Decimal(digits[0].replace(",", "")) if digits else value
    scale = abs(value / typed) if typed and typed != value else Decimal(1)
    return Figure(value, scale.scaleb(-len(digits[1] or "" if digits else "")), number.unit)


@lru_cache(maxsize=1024)
def only_figure(text: str) -> tuple[Figure, str, str] | None:
    """Return the figure of a value that holds just one, its number with unit, and the words around it."""
    plain = read_simple(text)
    if plain:
        told = Figure(plain.value, plain.step, plain.unit)
        return (told, plain.number, plain.sign) if plain.unit else None
    typed = "".join(to_half_width(text).split())
    numbers = find_numbers(typed)
    found = figure(numbers[0], typed) if len(numbers) == 1 else None
    if found is None:
        return None
    start, end = numbers[0].start, numbers[0].end
    if TIMES.match(typed, end):
        found, end = found._replace(unit=f"{found.unit}次"), end + 1
    return found, typed[start:end], typed[:start] + typed[end:]


def agree(one: Figure, other: Figure) -> bool | None:
    """Tell whether two figures are the same as far as both were written out; None where they measure different things."""
    worth = worth_of(other.unit, one.unit)
    return None if worth is None else abs(one.value - other.value * worth) * 2 <= max(one.step, other.step * worth)


def comparable(unit: str, other: str) -> bool:
    """Tell whether figures of two units measure the same thing."""
    return worth_of(other, unit) is not None


def equal(one: Figure, other: Figure) -> bool:
    """Tell whether two figures are the same to the last digit."""
    worth = worth_of(other.unit, one.unit)
    return worth is not None and one.value == other.value * worth


@lru_cache(maxsize=1024)
def worth_of(unit: str, into: str) -> Decimal | None:
    """Return what a unit is worth in another of the same measure, and of the same generality."""
    return factor(unit, into) if (unit in _GENERAL) == (into in _GENERAL) else None
