"""Reckoning with printed figures: each stands for all that may have been rounded to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import reduce
from itertools import combinations, pairwise
from typing import NamedTuple

from selfeval.evaluation.figures.figure import DIGITS, Figure, worth_of
from selfeval.evaluation.figures.reading import Stated, found_at
from selfeval.evaluation.finding import Finding
from selfeval.quantity.notation import print_number
from selfeval.text.pattern import regex

_HUNDRED = Decimal(100)
_LEAST = 3
"""How many digits a figure has, at least, of which two that were exchanged tell what was meant."""
_STOPS = frozenset("。!?;")
_RATE = regex(r"(?<![0-9.])[0-9]+(?:\.([0-9]+))?(?=%)")


class Span(NamedTuple):
    """Hold the least and the greatest that a figure can be."""

    low: Decimal
    high: Decimal

    def meets(self, other: Span) -> bool:
        """Tell whether some value lies in both."""
        return self.low <= other.high and other.low <= self.high


def span(figure: Figure) -> Span:
    """Return what a figure stands for: a count itself, a rounded one all that is rounded to it."""
    half = figure.half
    return Span(figure.value - half, figure.value + half) if half else Span(figure.value, figure.value)


_NOTHING = Span(Decimal(0), Decimal(0))


def total(figures: Iterable[Figure]) -> Span:
    """Return the sum of figures of one unit."""
    return reduce(add, map(span, figures), _NOTHING)


def add(one: Span, other: Span) -> Span:
    """Return the sum of two."""
    return Span(one.low + other.low, one.high + other.high)


def less(one: Span, other: Span) -> Span:
    """Return one less another."""
    return Span(one.low - other.high, one.high - other.low)


def share(part: Span, whole: Span) -> Span | None:
    """Return a part in per cent of a whole, None where the whole may be nothing."""
    if whole.low <= 0:
        return None
    least = part.low / (whole.high if part.low >= 0 else whole.low)
    most = part.high / (whole.low if part.high >= 0 else whole.high)
    return Span(least * _HUNDRED, most * _HUNDRED)


def measured(each: Stated, like: Stated) -> Figure:
    """Return a figure in the unit of another one; as it is where the two measure different things."""
    return each.figure.in_unit(like.figure.unit) or each.figure


def value_of(parts: Iterable[Stated], like: Stated) -> Decimal:
    """Return the sum of figures as printed, in the unit of another one."""
    unit = like.figure.unit
    values = (each.figure.value if each.figure.unit == unit else measured(each, like).value for each in parts)
    return sum(values, Decimal(0))


def span_of(parts: Iterable[Stated], like: Stated) -> Span:
    """Return what figures can be together, in the unit of another one."""
    return total(measured(each, like) for each in parts)


def joined(parts: Iterable[Stated]) -> str:
    """Write figures as a sum: 33件 + 29件."""
    return " + ".join(each.shown for each in parts)


def differs(each: Stated, reckoned: str, doubt: str = "哪个不对") -> Finding:
    """Return a finding at a figure that is not what others give: 33件 + 29件 = 62件."""
    return found_at(each, f"{reckoned}，这里写的是 {each.shown}；请核对{doubt}")


def is_said(each: Stated, value: Decimal) -> bool:
    """Tell whether the sentence of a rate says a value as another rate, to as many digits as that one has."""
    if each.figure.unit != "%":
        return False
    end = next((at for at in range(each.number.end, len(each.plain)) if each.plain[at] in _STOPS), len(each.plain))
    rates = (found for found in _RATE.finditer(each.plain, each.begin, end) if found.start() != each.number.start)
    return any(abs(Decimal(found[0]) - value) * 2 <= Decimal(1).scaleb(-len(found[1] or "")) for found in rates)


def print_like(value: Decimal, like: Stated) -> str:
    """Print a reckoned value as another figure is printed: as many decimals, in 万 where it is, with its unit."""
    typed = like.plain[like.number.start : like.number.end]
    digits = DIGITS.search(typed)
    if not digits:
        return print_number(value, "#,##0.####") + like.figure.unit
    scale = abs(like.figure.value / Decimal(digits[0].replace(",", ""))) if like.figure.value else Decimal(1)
    pattern = ("#,##0" if "," in digits[0] else "0") + ("." + "0" * len(digits[1]) if digits[1] else "")
    return print_number(value / scale, pattern) + typed[digits.end() :]


def is_slip_of(each: Stated, value: Decimal) -> bool:
    """Tell whether a figure may have been typed for another value: digits changed places, one is another one or lost."""
    typed = each.plain[each.number.start : each.number.end]
    return value > 0 and is_like(_digits(typed), _digits(print_like(value, each)))


def may_be_slip(typed: str, real: str) -> bool:
    """Tell whether a number may have been typed for another: one slip of the fingers, in a number of two digits too."""
    one, other = _digits(typed), _digits(real)
    return is_like(one, other) or (len(one) == len(other) and sum(map(str.__ne__, one, other)) == 1)


def is_one_slip(part: Stated, whole: Stated, rate: Stated) -> bool:
    """Tell whether one slip in any of the three makes a rate, a part and a whole agree."""
    some, of, told = measured(part, whole).value, whole.figure.value, rate.figure.value / _HUNDRED
    if not of or not told:
        return False
    worth = worth_of(whole.figure.unit, part.figure.unit) or Decimal(1)
    pairs = ((rate, some / of * _HUNDRED), (part, of * told * worth), (whole, some / told))
    if any(may_be_slip(each.shown, print_like(value, each)) for each, value in pairs):
        return True
    spans = span(rate.figure), span(measured(part, whole)), span(whole.figure)
    turned = (
        (share(each, spans[2]) for each in _exchanged(part, whole)),
        (share(spans[1], each) for each in _exchanged(whole, whole)),
    )
    return any(each and each.meets(spans[0]) for given in turned for each in given)


def slips_of(each: Stated) -> Iterator[Decimal]:
    """Yield what a figure may have been typed for: two digits beside each other changed places, or one is another one."""
    yield from swaps_of(each)
    digits, value = _digits(each.shown), each.figure.value
    worth = value / int(digits) if value and int(digits or 0) else Decimal(0)
    for at, digit in enumerate(digits) if worth else ():
        step = 10 ** (len(digits) - 1 - at) * worth
        yield from (value + (other - int(digit)) * step for other in range(not at, 10) if other != int(digit))


def swaps_of(each: Stated) -> Iterator[Decimal]:
    """Yield what a figure is where two of its digits beside each other change places."""
    digits, value = _digits(each.shown), each.figure.value
    worth = value / int(digits) if value and int(digits or 0) else Decimal(0)
    for at, (one, other) in enumerate(pairwise(digits)):
        if one != other:
            yield value + (int(other) - int(one)) * 9 * 10 ** (len(digits) - 2 - at) * worth


def _exchanged(each: Stated, like: Stated) -> Iterator[Span]:
    """Yield what a figure of three or more digits would be with two of them exchanged, in the unit of another one."""
    digits = _digits(each.shown)
    if len(digits) < _LEAST or not each.figure.value:
        return
    figure = measured(each, like)
    worth = figure.value / int(digits)
    for one, other in combinations(range(len(digits)), 2):
        if digits[one] != digits[other]:
            typed = [*digits]
            typed[one], typed[other] = typed[other], typed[one]
            yield span(figure._replace(value=int("".join(typed)) * worth))


def is_slip_in_sum(terms: Sequence[tuple[Stated, int]], each: Stated) -> bool:
    """Tell whether one slip, in a figure or in the terms that are added to it or taken from it, makes them agree."""
    value = sum((measured(one, each).value * sign for one, sign in terms), Decimal(0))
    if may_be_slip(each.shown, print_like(value, each)):
        return True
    lacking = each.figure.value - value
    worth = [(one, sign * (worth_of(each.figure.unit, one.figure.unit) or Decimal(1))) for one, sign in terms]
    meant = ((one, one.figure.value + lacking * factor) for one, factor in worth)
    return any(other > 0 and may_be_slip(one.shown, print_like(other, one)) for one, other in meant)


def is_swap_of_sum(parts: Sequence[Stated], whole: Stated) -> bool:
    """Tell whether two digits that changed places, in the sum or in a part, are all that is wrong (935, 953)."""
    value = value_of(parts, whole)
    if _is_swapped(whole, value):
        return True
    lacking = whole.figure.value - value
    worth = [(each, worth_of(whole.figure.unit, each.figure.unit) or Decimal(1)) for each in parts]
    return any(_is_swapped(each, each.figure.value + lacking * factor) for each, factor in worth)


def _is_swapped(each: Stated, value: Decimal) -> bool:
    """Tell whether a figure and another value, printed as it is, differ only in two digits that changed places.

    Such a difference is nine times one digit at one place, which is seen before anything is printed.
    """
    if value <= 0:
        return False
    if each.plain[each.number.start].isdigit() and not each.rough:
        step = each.figure.step
        steps = abs(value / step).to_integral_value(ROUND_HALF_UP) - abs(each.figure.value / step)
        if steps % 9 or len(str(abs(int(steps)) // 9).rstrip("0")) > 1:
            return False
    return is_swap(print_like(value, each), print_like(each.figure.value, each))


def is_like(digits: str, others: str) -> bool:
    """Tell whether two rows of digits differ by one slip of the fingers."""
    if len(digits) == len(others):
        return sorted(digits) == sorted(others) or (len(digits) > 2 and sum(map(str.__ne__, digits, others)) == 1)
    longer, shorter = sorted((digits, others), key=len, reverse=True)
    return len(longer) - len(shorter) == 1 < len(shorter) and any(
        longer[:at] + longer[at + 1 :] == shorter for at in range(len(longer))
    )


def is_swap(text: str, other: str) -> bool:
    """Tell whether two numbers of three or more digits differ only in two digits beside each other that changed places."""
    return are_swapped(_digits(text), _digits(other))


def are_swapped(digits: str, others: str) -> bool:
    """Tell whether two rows of three or more digits differ only in two beside each other that changed places."""
    if digits == others or not len(digits) == len(others) > 2:
        return False
    at = 0
    while digits[at] == others[at]:
        at += 1
    changed = digits[at : at + 2]
    return changed == others[at : at + 2][::-1] and digits[at + 2 :] == others[at + 2 :]


def is_turned(text: str, other: str) -> bool:
    """Tell whether two numbers of two digits are each other turned round (3.4, 4.3)."""
    one, two = _digits(text), _digits(other)
    return len(one) == len(two) == 2 and one == two[::-1] != two


def digits_of(each: Stated) -> str:
    """Return the digits of a figure as typed."""
    return _digits(each.plain[each.number.start : each.number.end])


def _digits(text: str) -> str:
    return text if text.isdigit() else "".join(filter(str.isdigit, text))
