"""How far a text says that a result is from its target, against the two that stand in the data: 比目标少3条, 比计划早10天."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.figures.figure import Figure, figure, only_figure, worth_of
from selfeval.evaluation.figures.phrase import searchable, shares_neighbours, telling, unspaced, words
from selfeval.evaluation.figures.reading import A, Sentence, Stated, found_at
from selfeval.evaluation.figures.reckon import print_like
from selfeval.evaluation.finding import Finding
from selfeval.form.field import Role
from selfeval.problem import Place
from selfeval.quantity.characters import to_half_width
from selfeval.quantity.notation import print_plain
from selfeval.quantity.numbers import find_numbers
from selfeval.quantity.read import read
from selfeval.quantity.values import Deadline
from selfeval.submission.quotes import BARE, QUOTE
from selfeval.submission.submission import Indicator
from selfeval.text.name import fold
from selfeval.text.pattern import regex

_GAP = regex(
    r"[比较](?:年初|年度|全年|预期|既定|原定|设定|申报)*的?(?:目标|计划|任务)[值数]?(?:要求|时间)?"
    r"(?P<way>少|低|差|短|多|高|超出?|早|提前|提早|晚|推迟|延后|迟)(?:了|出)?(?:完成|建成?|办|开|做)?了?$"
)
"""Matches what stands before a difference from the target."""
_LACKING = regex("少(?:[建办开完装发修种]成?|完成|举办)了?$")
_UNDONE = regex("^[^,;。、]{0,14}(?:没有|没|未能?|尚未|因|由于|推迟|推后|延期|取消)(?!关)")
"""Matches behind a number of things that they were not done."""
_FIRST = regex(r"\d[\d,.]*[万亿]?[^\W\d中里]{1,14}?(?=因|由于|没有|未|推迟|延期|取消)")
"""Matches a number of things with which a reason begins that tells why they were not done."""
_BEGIN = regex(r"\d[\d,.]*[万亿]?[^\W\d]{1,3}")
_MADE_GOOD = regex("补(?:装|建|种|植|栽|办|开|发|做|齐|上|修|采|购|训|演)")
"""Matches that what a reason begins with is made good later."""
_ADJUSTED = regex(rf"[由从](?P<one>{A})(?:调整|调[减增低高]|修改|变更|改)(?:为|到|至|成)(?P<other>{A})")
_POINTS = frozenset(("个百分点", "百分点"))
_DAYS = frozenset(("天", "日"))
_TIMELY = frozenset("早提晚推延迟")
_LATE = frozenset("晚推延迟")
_LESS = frozenset("少低差短")
_QUOTED = "□"
_WHEN = regex("完成|时间|日期|时限")
_NOUN = 3
"""How many characters at the end of an indicator's name say what it counts."""
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
    """Find 比目标少3条, or 3条没有装成, where the target is 60条 and the actual 55条.

    One that is right of any indicator counted so is right, as is one of which no indicator is named, quoted or given.
    """
    apart = [found for row in dossier.indicators if (found := _apart(row))]
    for one in apart:
        yield from _in_reason(dossier, one)
    yield from _adjusted(dossier)
    for sentence in dossier.sentences if apart else ():
        if sentence.paragraph.narrative and not sentence.paragraph.planned:
            for each in sentence.figures:
                yield from _judge(sentence, each, apart)
            yield from _undone(sentence, [one for one in apart if one.actual and one.gap < 0])


def _undone(sentence: Sentence, missed: Sequence[_Apart]) -> Iterator[Finding]:
    """Yield 5条因小区改造推后 where an indicator lacks 3条; where several numbers of things were not done, they are parts."""
    told = [
        each
        for each in sentence.figures
        if not each.rough
        and not _GAP.search(each.lead)
        and (_LACKING.search(each.lead) or _UNDONE.match(each.plain[each.number.end :]))
    ]
    for each in told if len(told) == 1 else ():
        alike = [(one, worth) for one in missed if (worth := worth_of(one.unit, each.figure.unit)) is not None]
        if any(abs(one.gap * worth) == each.figure.value for one, worth in alike):
            continue
        meant = [(one, worth) for one, worth in alike if _speaks_of(sentence, each, one) or _is_named(each, one)]
        if len({one.row.values.where for one, _ in meant}) == 1:
            (one, worth), *_ = meant
            shown = _shown(abs(one.gap * worth), each)
            told_of = f"“{one.row.name}”的目标是“{one.goal}”，实际是“{one.result}”（{one.place.file} 第 {one.place.line} 行），差 {shown}"
            yield found_at(each, f"{told_of}，这里写的是“{each.said}”；请核对哪个不对")


def _is_named(each: Stated, one: _Apart) -> bool:
    """Tell whether the words around a figure begin or end in what an indicator counts (3个便民服务点, 便民服务点少建4个)."""
    core = telling(words(unspaced(str(one.row.name))))
    ahead = telling(_LACKING.sub("", each.lead))
    noun = core[-_NOUN:]
    return len(noun) == _NOUN and (ahead.endswith(noun) or noun in each.trail[: len(noun) * 2])


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
        shown = _shown(abs(one.gap * worth), each)
        told = f"“{one.row.name}”的目标是“{one.goal}”，实际是“{one.result}”（{one.place.file} 第 {one.place.line} 行），相差 {shown}"
        yield found_at(each, f"{told}，这里写的是“{found[0]}{each.shown}”；请核对哪个不对")


def _in_reason(dossier: Dossier, one: _Apart) -> Iterator[Finding]:
    """Yield a figure of a reason that is what the target lacks with its digits in another order: 2.1公里 for 1.2公里."""
    reason = one.row.leaf(Role.REASON)
    if reason is None or one.actual is None:
        return
    text = "".join(to_half_width(str(reason.text)).split())
    lacking = print_plain(abs(one.gap).normalize())
    read_as = [each for number in find_numbers(text) if (each := figure(number, text))]
    found = [each._replace(unit=one.unit) if f"{each.unit}次" == one.unit else each for each in read_as]
    found = [each for each in found if worth_of(each.unit, one.unit)]
    values = [each.value * (worth_of(each.unit, one.unit) or 1) for each in found]
    turned = [
        each for each, value in zip(found, values, strict=True) if _is_turned(print_plain(value.normalize()), lacking)
    ]
    begin = _begins_with_more(text, one, found, values)
    if begin:
        message = (
            f"“{one.row.name}”的目标是“{one.goal}”，实际是“{one.result}”，相差 {lacking}{one.unit}，"
            f"“{reason.field.path[-1]}”里说的是 {begin}；请核对哪个不对"
        )
        yield Finding(reason.text.place, message, reason.where, forms=dossier.having(reason.field.path))
    elif turned and abs(one.gap) not in values:
        shown = print_plain(turned[0].value.normalize())
        message = (
            f"“{one.row.name}”的目标是“{one.goal}”，实际是“{one.result}”，相差 {lacking}{one.unit}，"
            f"“{reason.field.path[-1]}”里写的是 {shown}{turned[0].unit}；是不是两个数字写颠倒了？"
        )
        yield Finding(reason.text.place, message, reason.where, forms=dossier.having(reason.field.path))
    elif _is_turned_in_sum(values, abs(one.gap)):
        message = (
            f"“{one.row.name}”的目标是“{one.goal}”，实际是“{one.result}”，相差 {lacking}{one.unit}，"
            f"“{reason.field.path[-1]}”里的几个数合计 {print_plain(sum(values, Decimal(0)).normalize())}{one.unit}；是不是有两个数字写颠倒了？"
        )
        yield Finding(reason.text.place, message, reason.where, forms=dossier.having(reason.field.path))


def _is_turned_in_sum(values: Sequence[Decimal], gap: Decimal) -> bool:
    """Tell whether two digits that changed places in one of several figures are all that their sum differs in from a gap."""
    total = sum(values, Decimal(0))
    rests = ((value, gap - (total - value)) for value in values)
    return len(values) > 1 and any(
        rest > 0 and _is_turned(print_plain(value.normalize()), print_plain(rest.normalize())) for value, rest in rests
    )


def _begins_with_more(text: str, one: _Apart, found: Sequence[Figure], values: Sequence[Decimal]) -> str:
    """Return the number with which a reason begins where it is more than the target lacks, alone in its unit; else nothing."""
    begin = _FIRST.match(text) or (_BEGIN.match(text) if _MADE_GOOD.search(text) else None)
    known = (one.actual.value if one.actual else None, one.actual.value - one.gap if one.actual else None)
    is_more = len(values) == 1 and one.gap < 0 and values[0] > abs(one.gap) and values[0] not in known
    is_more = is_more and found[0].unit == one.unit
    return print_plain(values[0]) + one.unit if begin and is_more and one.unit != "%" else ""


def _is_turned(one: str, other: str) -> bool:
    digits, others = (each.replace(".", "") for each in (one, other))
    return len(digits) > 1 and digits != others and sorted(digits) == sorted(others) and len(one) == len(other)


def _adjusted(dossier: Dossier) -> Iterator[Finding]:
    """Yield 由10个调整为12个 where an indicator's target was adjusted from 12个 to 10个."""
    changed = [(row, *both) for row in dossier.indicators if (both := _change(row))]
    ways = {(before.value, after.value) for _, before, after in changed}
    for sentence in dossier.sentences if changed else ():
        for match in _ADJUSTED.finditer(sentence.words):
            one, other = sentence.of(match["one"]), sentence.of(match["other"])
            told = one.figure.value, other.figure.value
            for row, before, after in changed:
                if told == (after.value, before.value) and told not in ways and worth_of(one.figure.unit, before.unit):
                    message = (
                        f"“{row.name}”是从 {before.value}{before.unit} 调整到 {after.value}{after.unit} 的，这里写反了"
                    )
                    yield found_at(one, message)
            same = [
                (row, after)
                for row, before, after in changed
                if before.value == told[0] and worth_of(one.figure.unit, before.unit)
            ]
            if (
                len(same) == 1
                and told not in ways
                and same[0][1].value not in told
                and sum(told[0] == way[0] for way in ways) == 1
            ):
                row, after = same[0]
                yield found_at(
                    other,
                    f"“{row.name}”调整后的目标是 {after.value}{after.unit}，这里写的是 {other.shown}；请核对哪个不对",
                )


def _change(row: Indicator) -> tuple[Figure, Figure] | None:
    """Return the target of an indicator before and after it was adjusted, None where it was not."""
    leaves = row.leaf(Role.TARGET), row.leaf(Role.ADJUSTED_TARGET)
    before, after = (only_figure(_with_unit(row, str(leaf.text))) if leaf else None for leaf in leaves)
    return (before[0], after[0]) if before and after else None


def _with_unit(row: Indicator, typed: str) -> str:
    column = row.leaf(Role.UNIT)
    return typed + str(column.text).strip() if column and typed[-1:].isdigit() else typed


def _shown(gap: Decimal, each: Stated) -> str:
    """Print a gap as the figure beside it is, with more digits where it has some."""
    return f"{print_plain(gap.normalize())}{each.figure.unit}" if gap % each.figure.step else print_like(gap, each)


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
    goal, result = row.goal, row.result
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
