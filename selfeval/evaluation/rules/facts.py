"""Facts with parts, rates and growth: what is said to add up must add up, to the printed precision."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

from selfeval.evaluation.case import Case
from selfeval.evaluation.finding import Finding
from selfeval.problem import Place
from selfeval.quantity.notation import print_number, round_to
from selfeval.quantity.read import read
from selfeval.quantity.values import About, Quantity
from selfeval.source.node import Text
from selfeval.submission.fields.facts import GROWTH, PARTS, RATE, SOME, split_sides
from selfeval.submission.folder import LAST_YEAR
from selfeval.submission.quotes import Index
from selfeval.submission.submission import Submission
from selfeval.submission.tree import FIGURE, Branch, Leaf
from selfeval.text.name import fold

_HUNDRED = Decimal(100)


class Exact(NamedTuple):
    """Hold a figure as printed: its value, and half a unit of its last digit."""

    value: Decimal
    half: Decimal
    percent: bool
    exact: bool


def parts_differ(case: Case) -> Iterator[Finding]:
    """Find parts that do not make the whole they are said to make."""
    known = case.index
    for fact, whole in _figures(case.submission):
        parts = _parts(fact, PARTS, known)
        if not parts or not whole.exact or not all(part.exact for _, part in parts):
            continue
        total = sum((part.value for _, part in parts), Decimal(0))
        allowed = whole.half + sum((part.half for _, part in parts), Decimal(0))
        if abs(total - whole.value) > (allowed if any(part.value % 1 for _, part in parts) else 0):
            listed = " + ".join(f"{name} {_plain(part.value)}" for name, part in parts)
            message = f"“{fact.title}”是 {_plain(whole.value)}，各部分加起来是 {_plain(total)}（{listed}），相差 {_plain(abs(total - whole.value))}"
            yield Finding(_place(fact), message, fact.where)


def part_exceeds_whole(case: Case) -> Iterator[Finding]:
    """Find parts, given as 其中, of which one is more than the whole; one that cannot be read says nothing."""
    known = case.index
    for fact, whole in _figures(case.submission):
        parts = [(name, part) for name, part in _readable(fact, SOME, known) if part.exact and not part.percent]
        if not parts or not whole.exact or whole.percent or max(part.value for _, part in parts) <= whole.value:
            continue
        listed = "、".join(f"{name} {_plain(part.value)}" for name, part in parts)
        message = f"“{fact.title}”是 {_plain(whole.value)}，其中的一项比它还大（{listed}）"
        yield Finding(_place(fact), message, fact.where)


def rate_differs(case: Case) -> Iterator[Finding]:
    """Find a rate that its two counts do not give, to half a unit of its last digit.

    One that is farther off may as well be right, and a count wrong: nothing is offered.
    """
    known = case.index
    for fact, rate in _figures(case.submission):
        sides = _sides(fact, RATE, known)
        if len(sides) != 2 or not rate.percent or sides[1].value == 0 or not all(side.exact for side in sides):
            continue
        real = sides[0].value / sides[1].value * _HUNDRED
        if abs(real - rate.value) > rate.half:
            message = f"“{fact.title}”写的是 {_plain(rate.value)}%，按 {_plain(sides[0].value)} ÷ {_plain(sides[1].value)} 算是 {_rounded(real, rate)}%"
            is_last_digit = abs(real - rate.value) <= rate.half * 2
            yield Finding(_place(fact), message, fact.where, f"{fact.title}: {_rounded(real, rate)}%" * is_last_digit)


def impossible_rate(case: Case) -> Iterator[Finding]:
    """Find a rate that no whole number of the count gives (no number of 3,231 makes 99.885 %)."""
    known = case.index
    for fact, rate in _figures(case.submission):
        sides = _sides(fact, RATE, known)
        if len(sides) != 1 or not rate.percent or not sides[0].exact or sides[0].value <= 0 or sides[0].value % 1:
            continue
        whole = sides[0].value
        nearest = (rate.value * whole / _HUNDRED).to_integral_value(ROUND_HALF_UP)
        if all(abs(count / whole * _HUNDRED - rate.value) > rate.half for count in (nearest - 1, nearest, nearest + 1)):
            message = f"“{fact.title}”不可能是 {_plain(rate.value)}%：{_plain(whole)} 里取哪个整数都得不出这个比率，最近的是 {_rounded(nearest / whole * _HUNDRED, rate)}%（{_plain(nearest)} 个）"
            yield Finding(_place(fact), message, fact.where)


def growth_differs(case: Case) -> Iterator[Finding]:
    """Find a growth that this year's and last year's figures do not give."""
    known = case.index
    for fact, growth in _figures(case.submission):
        sides = _sides(fact, GROWTH, known)
        if len(sides) != 2 or not growth.percent or sides[1].value == 0 or not all(side.exact for side in sides):
            continue
        real = (sides[0].value - sides[1].value) / sides[1].value * _HUNDRED
        if abs(abs(real) - abs(growth.value)) > growth.half:
            message = f"“{fact.title}”写的是 {_plain(growth.value)}%，按今年 {_plain(sides[0].value)}、上年 {_plain(sides[1].value)} 算是 {_rounded(real, growth)}%"
            yield Finding(_place(fact), message, fact.where)


def unknown_part(case: Case) -> Iterator[Finding]:
    """Find parts and counts named by a fact that exist nowhere."""
    known = case.index
    for _, fact in case.submission.facts:
        for word in (PARTS, SOME):
            leaf = fact.get(word)
            for name in leaf.value if isinstance(leaf, Leaf) and isinstance(leaf.value, tuple) else ():
                if fold(name) not in known:
                    yield Finding(name.place, f"“{fact.title}”的“{word}”里写的“{name}”，别处没有这个数", "")
        for word in (RATE, GROWTH):
            leaf = fact.get(word)
            if isinstance(leaf, Leaf):
                for name in split_sides(leaf.text):
                    if fold(name) not in known and not name.startswith(LAST_YEAR):
                        yield Finding(leaf.text.place, f"“{fact.title}”的“{word}”里写的“{name}”，别处没有这个数", "")


def facts_typed(submission: Submission) -> Iterator[tuple[Branch, Leaf]]:
    """Yield the facts that have a figure, each with it."""
    for _, fact in submission.facts:
        leaf = fact.get(FIGURE)
        if isinstance(leaf, Leaf):
            yield fact, leaf


def _figures(submission: Submission) -> Iterator[tuple[Branch, Exact]]:
    for fact, leaf in facts_typed(submission):
        figure = _read(str(leaf.text))
        if figure:
            yield fact, figure


def _parts(fact: Branch, word: str, known: Index) -> list[tuple[Text, Exact]]:
    """Return the parts with their figures; nothing where one of them cannot be read."""
    leaf = fact.get(word)
    count = len(leaf.value) if isinstance(leaf, Leaf) and isinstance(leaf.value, tuple) else 0
    found = _readable(fact, word, known)
    return found if len(found) == count else []


def _readable(fact: Branch, word: str, known: Index) -> list[tuple[Text, Exact]]:
    """Return the parts that can be read, with their figures."""
    leaf = fact.get(word)
    names = leaf.value if isinstance(leaf, Leaf) and isinstance(leaf.value, tuple) else ()
    return [(name, figure) for name in names if (figure := _look_up(name, known))]


def _sides(fact: Branch, word: str, known: Index) -> list[Exact]:
    leaf = fact.get(word)
    found = [_look_up(name, known) for name in split_sides(leaf.text)] if isinstance(leaf, Leaf) else []
    return [figure for figure in found if figure] if all(found) else []


def _look_up(name: str, known: Index) -> Exact | None:
    found = known.get(fold(name))
    values = {quotable.lines for quotable in found}
    return _read("".join(next(iter(values)))) if len(values) == 1 else None


@lru_cache(maxsize=1024)
def _read(text: str) -> Exact | None:
    reading = read(text)
    if not isinstance(reading, Quantity):
        return None
    exponent = reading.value.as_tuple().exponent
    half = Decimal(5).scaleb(exponent - 1) if isinstance(exponent, int) else Decimal(0)
    return Exact(reading.value, half, reading.unit == "%", reading.about is About.EXACT)


def _place(fact: Branch) -> Place:
    leaf = fact.get(FIGURE)
    return leaf.text.place if isinstance(leaf, Leaf) else fact.place


def _rounded(value: Decimal, like: Exact) -> str:
    return str(round_to(value, like.half * 2) if like.half * 2 <= 1 else round_to(value, Decimal(1)))


def _plain(value: Decimal) -> str:
    return print_number(value, "#,##0.####")
