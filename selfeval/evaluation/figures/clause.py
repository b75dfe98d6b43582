"""The figures in a text, each with the words of its clause and sentence; quoted ones are right and passed over."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import accumulate

from selfeval.evaluation.figures.figure import Figure, figure
from selfeval.quantity.bounds import TRAIL, split_lead
from selfeval.quantity.characters import to_half_width
from selfeval.quantity.numbers import find_numbers
from selfeval.submission.quotes import QUOTE
from selfeval.text.pattern import regex

SHOWN = 24
"""How many characters of a clause a message shows on either side of its figure."""
_QUOTED = "□"
_TYPED = regex(r"\S+")
_CLAUSE = regex(f"[,:;()。!?{_QUOTED}]")
_STOPS = ";。!?"
_ITEM = regex("[,:、]")
_AND = regex("[、和及]")
_COUNTING = regex(rf"\d|{_QUOTED}")
_OTHER_UNIT = regex("[次/]")
_COMPARED = regex(
    "较|相比|同比|环比|增[长加]|[减缺]少|下降|上升|降低|[压缩调]减|提[高升]|[高低多少]于"
    "|目标|计划|预[计期]|(?<!模)拟|力争|确保|应[当办完达开]"
)
_PART = regex("其中|包括|包含|分别|部分|不含|除了|除外|扣除|另有|另外|各[有配设]|均[有配设]|每|占|[人平日月]均")


@dataclass(frozen=True)
class Clause:
    """Hold a figure that is not approximate, and what is said about it.

    ``phrase`` is the words of its clause, ``before`` those of them that stand before it, and ``sentence``
    all that its sentence says before it. ``bounded`` figures are at least or at most.
    """

    figure: Figure
    start: int
    end: int
    said: str
    phrase: str
    before: str
    sentence: str
    bounded: bool

    @cached_property
    def earlier(self) -> tuple[str, ...]:
        """Return the clauses before its own, in its sentence, that count something too."""
        return tuple(filter(_COUNTING.search, _ITEM.split(self.sentence.removesuffix(self.before))))

    @cached_property
    def compared(self) -> bool:
        """Tell a difference or an aim."""
        return bool(_COMPARED.search(self.before))

    @cached_property
    def partial(self) -> bool:
        """Tell a figure that is perhaps of a part."""
        return bool(_PART.search(self.sentence))


@lru_cache(maxsize=256)
def clauses(text: str) -> tuple[Clause, ...]:
    """Return the figures of a text."""
    return tuple(_clauses(text))


def _clauses(text: str) -> Iterator[Clause]:
    blanked = QUOTE.sub(lambda quote: _QUOTED + " " * (len(quote[0]) - 1), to_half_width(text))
    plain = "".join(blanked.split())
    numbers = find_numbers(plain)
    spans = [found.span() for found in _TYPED.finditer(blanked)] if numbers else []
    begins = list(accumulate((end - start for start, end in spans), initial=0))

    def typed(at: int) -> int:
        run = bisect(begins, at) - 1
        return spans[run][0] + at - begins[run]

    ends = [0, *(number.end for number in numbers)]
    starts = [*(number.start for number in numbers[1:]), len(plain)]
    for number, last, following in zip(numbers, ends, starts, strict=False):
        value = figure(number, plain)
        if value is None:
            continue
        before = _before(plain[last : number.start], is_first=last == 0)
        after = _after(plain[number.end : following])
        label, bound, about = split_lead(before, 0, len(before))
        trail = TRAIL.match(after)
        if about or (trail and trail["around"]) or _OTHER_UNIT.match(after):
            continue
        sentence = plain[1 + max(plain.rfind(stop, 0, number.start) for stop in _STOPS) : number.start]
        yield Clause(
            value,
            typed(number.start),
            typed(number.end - 1) + 1,
            _short(before) + plain[number.start : number.end] + after[:SHOWN],
            label + (trail["noun"] + after[trail.end() :] if trail else after),
            before,
            sentence,
            bounded=bool(bound or trail),
        )


def _before(between: str, *, is_first: bool) -> str:
    """Return the words before a number that are its own: after the last mark, and after what an earlier number counts."""
    parts = _CLAUSE.split(between)
    return parts[-1] if is_first or len(parts) > 1 else _AND.split(between, maxsplit=1)[-1]


def _after(between: str) -> str:
    """Return the words after a number that are its own: up to the first mark."""
    mark = _CLAUSE.search(between)
    return between[: mark.start() if mark else len(between)].partition("、")[0]


def _short(before: str) -> str:
    return f"…{before[-SHOWN:]}" if len(before) > SHOWN else before.lstrip("、")
