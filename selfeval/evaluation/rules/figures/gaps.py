"""How far a text says that a result is from its target, against the two that stand in the data: 比目标少3条, 比计划早10天."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.figures.figure import Figure, only_figure, worth_of
from selfeval.evaluation.figures.phrase import searchable, shares_neighbours, telling, unspaced, words
from selfeval.evaluation.figures.reading import Sentence, Stated, found_at
from selfeval.evaluation.figures.reckon import print_like
from selfeval.evaluation.finding import Finding
from selfeval.problem import Place
from selfeval.quantity.read import read
from selfeval.quantity.values import Deadline
from selfeval.submission.quotes import BARE, QUOTE
from selfeval.submission.submission import Indicator
from selfeval.submission.target import actual_as_judged, target_as_judged
from selfeval.text.name import fold
from selfeval.text.pattern import regex

_GAP = regex(
    r"[比较](?:年初|年度|全年|预期|既定|原定|设定|申报)*的?(?:目标|计划|任务)[值数]?(?:要求|时间)?"
    r"(?P<way>少|低|差|短|多|高|超出?|早|提前|提早|晚|推迟|延后|迟)(?:了|出)?(?:完成|建成?|办|开|做)?了?$"
)
"""Matches what stands before a difference from the target."""
_POINTS = frozenset(("个百分点", "百分点"))
_DAYS = frozenset(("天", "日"))
_TIMELY = frozenset("早提晚推延迟")
_LATE = frozenset("晚推延迟")
_LESS = frozenset("少低差短")
_QUOTED = "□"
_WHEN = regex("完成|时间|日期|时限")
SHORTEST, SHORTEST_DEED = 3, 2
"""How many telling characters of an indicator's name a sentence says, at least, that speaks of it without its figure; how many of a deed."""


class _Apart(NamedTuple):
    """Hold an indicator with its target and actual as numbers, the second less the first in ``gap``, and how both are printed."""

    row: Indicator
    place: Place
    actual: Figure | None
    gap: Decimal
    unit: str
    goal: str
    result: str


def target_gap_differs(dossier: Dossier) -> Iterator[Finding]:
    """Find 比目标少3条 where the target is 60条 and the actual 55条.

    One that is right of any indicator counted so is right, as is one of which no indicator is named, quoted or given.
    """
    apart = [found for row in dossier.indicators if (found := _apart(row))]
    for sentence in dossier.sentences if apart else ():
        if sentence.paragraph.narrative and not sentence.paragraph.planned:
            for each in sentence.figures:
                yield from _judge(sentence, each, apart)


def _judge(sentence: Sentence, each: Stated, apart: Sequence[_Apart]) -> Iterator[Finding]:
    found = _GAP.search(each.lead)
    if not found or each.rough:
        return
    way, unit = found["way"][0], "%" if each.figure.unit in _POINTS else each.figure.unit
    is_less = way in (_LATE if way in _TIMELY else _LESS)
    alike = [(one, worth) for one in apart if (worth := _worth(one, unit, is_timely=way in _TIMELY)) is not None]
    said = -each.figure.value if is_less != (way in _TIMELY) else each.figure.value
    if any(abs(one.gap * worth - said) <= _slack(each, one) for one, worth in alike):
        return
    meant = [(one, worth) for one, worth in alike if _speaks_of(sentence, each, one)]
    if len({one.row.values.where for one, _ in meant}) == 1:
        (one, worth), *_ = meant
        shown = print_like(abs(one.gap * worth), each)
        told = f"“{one.row.name}”的目标是“{one.goal}”，实际是“{one.result}”（{one.place.file} 第 {one.place.line} 行），相差 {shown}"
        yield found_at(each, f"{told}，这里写的是“{found[0]}{each.shown}”；请核对哪个不对")


def _slack(each: Stated, one: _Apart) -> Decimal:
    """Return how far a gap may be from the one computed: half its last digit, a day either way."""
    return Decimal(1) if one.unit == "天" else each.figure.step / 2


def _worth(one: _Apart, unit: str, *, is_timely: bool) -> Decimal | None:
    """Return what a gap is worth in another unit; None where the two measure different things."""
    if is_timely != (one.unit == "天" and one.actual is None):
        return None
    if is_timely:
        return Decimal(1) if unit in _DAYS else None
    return worth_of(one.unit, unit)


def _apart(row: Indicator) -> _Apart | None:
    goal, result = target_as_judged(row.values, row.keys), actual_as_judged(row.values, row.keys)
    if not goal or not result:
        return None
    aim, done = only_figure(goal), only_figure(result)
    place = row.values.place
    if aim and done and (worth := worth_of(done[0].unit, aim[0].unit)) is not None:
        return _Apart(row, place, done[0], done[0].value * worth - aim[0].value, aim[0].unit, goal, result)
    due, day = read(goal), read(result)
    if isinstance(due, Deadline) and isinstance(day, Deadline) and day.first == day.last and due.last[1] and day.year:
        try:
            days = (date(day.year, *day.last) - date(due.year or day.year, *due.last)).days
        except ValueError:
            return None
        return _Apart(row, place, None, Decimal(days), "天", goal, result)
    return None


def _speaks_of(sentence: Sentence, each: Stated, one: _Apart) -> bool:
    """Tell whether a sentence quotes an indicator before a figure, says what it came to, or its name."""
    before = each.plain[each.begin : each.number.start]
    first = each.plain.count(_QUOTED, 0, each.begin)
    quotes = QUOTE.findall(each.paragraph.text)[first : first + before.count(_QUOTED)]
    name = fold(one.row.name)
    if any(fold(quote).removesuffix(f".{BARE}").rpartition(".")[2] == name for quote in quotes):
        return True
    core = words(_WHEN.sub("", unspaced(str(one.row.name))) if one.actual is None else unspaced(str(one.row.name)))
    if len(telling(core)) >= (SHORTEST if one.actual else SHORTEST_DEED) and shares_neighbours(
        core, searchable(before)
    ):
        return True
    earlier = [other.figure for other in sentence.figures if other.number.start < each.number.start]
    return one.actual is not None and any(
        figure.value == one.actual.value and figure.unit == one.actual.unit for figure in earlier
    )
