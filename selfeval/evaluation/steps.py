"""Numbered steps inside texts: 一是、二是, 一要、二要, 第一，第二，, （一）（二）, (1)(2), 1. 2."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from selfeval.evaluation.paragraph import Paragraph, Printed, Spot
from selfeval.problem import Place
from selfeval.quantity.notation import NUMERAL, print_chinese
from selfeval.text.pattern import HAN, regex

NUMERALS = {mark: count for count in range(1, 30) for mark in (print_chinese(count), str(count))}
STOPS = "。；;：:！？"
_MARKS = STOPS + "，,、"
_WORDED = (
    regex(rf"(?<![^{_MARKS}\s])({NUMERAL})是(?!一[，,])"),
    regex(rf"(?<![^{STOPS}，,\s])({NUMERAL})要(?![务点素件义求])"),
    regex(rf"(?<![^{STOPS}\s])第({NUMERAL})[，,]"),
    regex(rf"(?<![^{STOPS}\s])(\d{{1,2}})(?:[.．](?!\d)|、(?={HAN}))"),
)
_BRACKETED = tuple(regex(rf"(?<![第见款条项])[（(]({numeral})[）)]") for numeral in (NUMERAL, r"\d{1,2}"))
NUMBERING = regex(r"[是要）)、.．，,](?<=[一二三四五六七八九十].|\d[、.．）)])(?!(?<=[.．])\d)")


class Step(NamedTuple):
    """Hold one numbered step: its number, and whether a mark or nothing stands before it."""

    spot: Spot
    number: int
    marked: bool


class Numbered(NamedTuple):
    """Hold a text and its numbered steps, those of each style together: in words (一是), in brackets (（一）)."""

    texts: list[Paragraph]
    worded: list[list[Step]]
    bracketed: list[list[Step]]

    @property
    def styles(self) -> list[list[Step]]:
        """Return the steps of every style."""
        return [*self.worded, *self.bracketed]


def numbered(narrative: Printed, is_dropped: Callable[[Paragraph], bool]) -> Iterator[Numbered]:
    """Yield the texts that number anything; ``is_dropped`` tells of which the number at the beginning is not printed."""
    wanted = {text.leaf.where for text in narrative.holding(NUMBERING)}
    for texts in (each for each in narrative.values if each[0].leaf.where in wanted):
        dropped = {text.text.place for text in texts if is_dropped(text)}
        worded = [_kept(_worded(pattern, texts), dropped) for pattern in _WORDED]
        bracketed = [_kept(_bracketed(pattern, texts), dropped) for pattern in _BRACKETED]
        if any(worded) or any(bracketed):
            yield Numbered(texts, worded, bracketed)


def _kept(steps: list[Step], dropped: Collection[Place]) -> list[Step]:
    return [step for step in steps if step.spot.match.start() > 0 or step.spot.paragraph.text.place not in dropped]


def _worded(pattern: re.Pattern[str], texts: list[Paragraph]) -> list[Step]:
    return [
        Step(Spot(text, match), NUMERALS[match[1]], True)
        for text in texts
        for match in pattern.finditer(text.text)
        if match[1] in NUMERALS
    ]


def _bracketed(pattern: re.Pattern[str], texts: list[Paragraph]) -> list[Step]:
    """Return the bracketed numbers that number something: after a stop, or next in an open run."""
    found: list[Step] = []
    numbers: set[int] = set()
    for text in texts:
        for match in pattern.finditer(text.text):
            number = NUMERALS.get(match[1], 0)
            before = text.text[: match.start()].rstrip()[-1:]
            if before in STOPS or number - 1 in numbers:
                found.append(Step(Spot(text, match), number, before in _MARKS))
                numbers.add(number)
    return found


def runs(steps: list[Step]) -> list[list[Step]]:
    """Sort steps into runs; a run may hold another between two of its steps."""
    found: list[list[Step]] = []
    open_: list[list[Step]] = []
    ends: Counter[int] = Counter()
    for step in steps:
        goes_on = ends[step.number - 1] > 0
        while goes_on and open_[-1][-1].number != step.number - 1:
            ends[open_.pop()[-1].number] -= 1
        if goes_on:
            ends[step.number - 1] -= 1
            open_[-1].append(step)
        else:
            open_.append([step])
            found.append(open_[-1])
        ends[step.number] += 1
    return found
