"""Sums and differences in a sentence that hold but for two digits that changed places.

What the figures are need not be read: a word between them says that some are parts, and that a swap makes so many
digits agree is hardly chance. Figures of which any sum or difference is right are left alone, and sentences of which
another rule has spoken.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from selfeval.evaluation.figures.reading import Sentence, Stated
from selfeval.evaluation.figures.reckon import (
    differs,
    digits_of,
    joined,
    measured,
    print_like,
    share,
    span,
    span_of,
    value_of,
)
from selfeval.evaluation.figures.roles import COUNTED_TWICE, LAST, is_additive, is_change, is_mixed, same_measure
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.rules.figures.averages import typed_average_differs
from selfeval.evaluation.rules.figures.budget import typed_budget_differs
from selfeval.evaluation.rules.figures.growth import typed_growth_differs
from selfeval.evaluation.rules.figures.money import typed_money_differs
from selfeval.evaluation.rules.figures.parts import typed_parts_differ
from selfeval.evaluation.rules.figures.rates import typed_rate_differs
from selfeval.evaluation.rules.figures.shares import typed_share_differs
from selfeval.evaluation.rules.figures.sums import typed_sum_differs
from selfeval.text.pattern import regex

_LEAST, _FEW, _MOST = 3, 3, 8
"""How many digits a figure has at least of which two changed places, and of how many figures, at least and at most, one is the sum."""
_SURE = 4
"""How many digits it has where a mark alone, or what is left, says that figures belong together; noughts at its end are none."""
_AMONG, _PARTED = regex("其中|包括|分别"), regex("由|合计|结余|净值|差额|节约|[(:]")
_SWAP = 9
"""Of how many of its last digit a change is a multiple that two digits make which change places."""
_BACK, _AHEAD = 8, 4
"""How many sentences before a swap, and from its own on, may make another rule speak of it."""
_OTHERS = (
    typed_parts_differ,
    typed_budget_differs,
    typed_growth_differs,
    typed_rate_differs,
    typed_share_differs,
    typed_average_differs,
    typed_money_differs,
)


class _Measured(NamedTuple):
    """Hold figures of one measure that are written out to the same digit, and how many of it each is."""

    figures: Sequence[Stated]
    counts: Sequence[int]


class _Way(NamedTuple):
    """Hold the number of a figure in a row, those of its parts, and what it has more than they."""

    whole: int
    parts: tuple[int, ...]
    lacking: int


def typed_sums_differ(passage: Sequence[Sentence]) -> Iterator[Finding]:
    """Find a sum that the figures around it do not make, and one that a swap of two digits makes right."""
    found = list(typed_sum_differs(passage))
    yield from found
    told = {each.place for each in found}
    for at, beside, whole, parts in _swapped(passage):
        near = passage[max(0, at - _BACK) : at + _AHEAD]
        told |= {each.place for rule in _OTHERS for each in rule(near)}
        if told.isdisjoint(each.place for each in beside):
            reckoned = f"{joined(parts)} = {print_like(value_of(parts, whole), whole)}"
            yield differs(whole, reckoned, "是合计还是哪一项不对，可能有两个数字写颠倒了")


def _swapped(passage: Sequence[Sentence]) -> Iterator[tuple[int, Sequence[Stated], Stated, Sequence[Stated]]]:
    """Yield a figure and those that make it but for a swap, with all of their sentence and where that ends.

    None of them makes others, or is made by others.
    """
    chains = list(_chains(passage))
    for at, (end, figures) in enumerate(chains):
        near = [each for _, chain in chains[max(0, at - 1) : at + 2] for each in chain]
        for row in _rows(figures) if len(figures) >= _FEW else ():
            ways = [
                way for way in _ways(row) if way.lacking % _SWAP == 0 and _may_be_sum(row, way) and _is_swap(row, way)
            ]
            right = _right(near) if ways else set()
            for whole, parts, _ in ways:
                known = right.isdisjoint(id(row.figures[each]) for each in (whole, *parts))
                if known and not _is_share([row.figures[each] for each in parts], row.figures[whole], near):
                    yield end, figures, row.figures[whole], [row.figures[each] for each in parts]
                    break


def _is_share(parts: Sequence[Stated], whole: Stated, near: Sequence[Stated]) -> bool:
    """Tell whether the sentences give what parts are of a whole in per cent: they are some of it (三类合计占总数的62.5%)."""
    given = share(span_of(parts, whole), span(whole.figure))
    return given is not None and any(each.figure.unit == "%" and given.meets(span(each.figure)) for each in near)


def _may_be_sum(row: _Measured, way: _Way) -> bool:
    """Tell whether figures are of one time; the one between two others is their sum only where there are no more."""
    figures = [row.figures[each] for each in (way.whole, *way.parts)]
    last = {bool(LAST.search(each.lead)) and not is_change(each) for each in figures}
    between = way.parts[0] < way.whole < way.parts[-1]
    if any(is_mixed(each.lead) for each in figures[1:]) or any(each.lead.startswith("其中") for each in figures[2:]):
        return False
    return len(last) == 1 and not (between and len(row.counts) > _FEW)


def _chains(passage: Sequence[Sentence]) -> Iterator[tuple[int, list[Stated]]]:
    """Yield the end and the figures of each sentence with those that semicolons join to it; none where parts are counted twice."""
    chain: list[Sentence] = []
    for at, sentence in enumerate(passage):
        chain.append(sentence)
        if sentence.stop != ";":
            twice = any(COUNTED_TWICE.search(one.words) for one in chain if one.figures)
            yield at, [] if twice else [each for one in chain for each in one.figures]
            chain = []


def _right(figures: Sequence[Stated]) -> set[int]:
    """Return which figures make one that stands beside them, or are made by such, as far as they are written out."""
    ways = [(row, way) for row in _rows(figures) for way in (*_ways(row), *_far_ways(row))]
    return {
        id(row.figures[each])
        for row, way in ways
        if abs(way.lacking) <= (len(way.parts) if row.figures[0].figure.half else 0)
        for each in (way.whole, *way.parts)
    }


def _far_ways(row: _Measured) -> Iterator[_Way]:
    """Yield each figure with those behind it that stand side by side, others between (12.64万吨（上年13.18万吨），其中……)."""
    counts, size = row.counts, len(row.counts)
    for first in range(1, size - 1):
        for end in range(first + 2, min(size, first + _MOST) + 1):
            total = sum(counts[first:end])
            yield from (_Way(whole, tuple(range(first, end)), counts[whole] - total) for whole in range(first))


def _rows(figures: Sequence[Stated]) -> Iterator[_Measured]:
    """Yield the amounts of each measure, those that are written out alike together, and what they are more or less apart."""
    amounts = [each for each in figures if is_additive(each) and not each.rough]
    for rest in ([each for each in amounts if is_change(each) is apart] for apart in (False, True)):
        while len(rest) >= _FEW:
            first, step = rest[0], rest[0].figure.step
            row = [each for each in rest if same_measure(each, first) and measured(each, first).step == step]
            known = set(map(id, row))
            rest = [each for each in rest if id(each) not in known]
            counts = [int(measured(each, first).value / step) for each in row]
            if len(set(counts)) >= _FEW:
                yield _Measured(row, counts)


def _ways(row: _Measured) -> Iterator[_Way]:
    """Yield each figure with those beside it of which it may be the sum: all up to one behind or before it, or two of three."""
    counts, size = row.counts, len(row.counts)
    for first in range(size - _FEW + 1):
        for end in range(first + _FEW, min(size, first + _MOST) + 1):
            total = sum(counts[first:end])
            yield _Way(first, tuple(range(first + 1, end)), 2 * counts[first] - total)
            yield _Way(end - 1, tuple(range(first, end - 1)), 2 * counts[end - 1] - total)
        total = sum(counts[first : first + _FEW])
        yield _Way(first + 1, (first, first + 2), 2 * counts[first + 1] - total)


def _is_swap(row: _Measured, way: _Way) -> bool:
    """Tell whether a swap of two digits in one of some figures makes the sum right; no figure is said twice."""
    numbers = (way.whole, *way.parts)
    if not way.lacking or len({row.counts[each] for each in numbers}) < len(numbers):
        return False
    whole = row.figures[way.whole]
    starts = [row.figures[each].number.start for each in numbers]
    said = whole.plain[min(starts) : max(starts)]
    among = _AMONG.search(said)
    least = _LEAST if among and ";" not in said else _SURE
    return bool(among or _PARTED.search(said)) and any(
        len(digits_of(row.figures[each]).strip("0")) >= least
        and way.lacking * (-1 if each == way.whole else 1) in _changes(row, each)
        for each in numbers
    )


def _changes(row: _Measured, number: int) -> set[int]:
    """Return by how much two digits beside each other that change places change a figure."""
    digits, count = digits_of(row.figures[number]), Decimal(row.counts[number])
    worth = count / int(digits) if int(digits) else Decimal(0)
    powers = range(len(digits) - 2, -1, -1)
    return {
        int((int(other) - int(one)) * _SWAP * 10**power * worth)
        for (one, other), power in zip(pairwise(digits), powers, strict=True)
        if one != other
    }
