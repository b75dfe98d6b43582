"""The day on which a text says that something was done, against the day in the data: 9月16日开放 beside 对外开放时间 2025年9月26日."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.figures.phrase import unspaced, words
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.paragraph import Paragraph, say, spots
from selfeval.form.field import Role
from selfeval.form.form import Phase
from selfeval.quantity.read import read
from selfeval.quantity.values import Deadline
from selfeval.submission.submission import Indicator
from selfeval.submission.tree import Leaf
from selfeval.text.pattern import regex

_WHEN = regex("完成|时间|日期|时限")
_DAY = r"(?:(?P<{0}year>20\d\d)年)?(?<!\d)(?P<{0}month>\d{{1,2}})月(?P<{0}day>\d{{1,2}})日"
_DEED = 2
"""How many characters at the end of a name say what was done."""


_FINISHING = regex("(?:完工|竣工|完成|建成|投用|投运|交付)(?:时间|日期|时限)$")
_FINISHED = regex(
    r"(?<![次明翌]年)(?:(?P<year>20\d\d)年)?(?<!\d)(?P<month>1[0-2]|[1-9])月(?P<part>\d{1,2}日|底|末|[上中下]旬)?(?P<event>[^，。；、：\d月]{0,5}?)(?P<before>[之以]?前)?"
    r"(?:全部|全面|基本|要|应|力争|确保)*(?:(?:完工|竣工)(?!验收)|建成|投用|完成(?P<what>[^，。；]{0,8}))"
)
_ALL_OF_IT = regex("完工|(?<!完成)竣工|建成|投用|完成(?:全部|全面)?(?:(?:施工|工程|建设|任务|自验).{0,4})?$")
_CANNOT = regex("不能|不可能|无法")
_TODO = regex("措施|举措|建议|打算")


class _Done(NamedTuple):
    """Hold the day of an indicator's actual, and what was done on it."""

    name: str
    leaf: Leaf
    deed: str
    day: tuple[int, int]


def day_differs(dossier: Dossier) -> Iterator[Finding]:
    """Find a day that is a slip away from the one on which the only indicator with the same deed says that it was done.

    A text that gives that day too gives another one of something else.
    """
    done = list(_done(dossier))
    for one in done:
        if sum(other.deed == one.deed for other in done) > 1:
            continue
        deed = re.escape(one.deed)
        behind, ahead = _DAY.format(""), _DAY.format("of_")
        pattern = re.compile(rf"{behind}(?:起|已|正式|全面|全部)*{deed}|{deed}(?:时间)?[于为在]{ahead}")
        by_month = re.compile(
            rf"(?<![一二三四]期)(?<![一二三四]期工程)(20\d\d)年(\d{{1,2}})月(?:份)?(?:起|已|正式|全面|全部|如期|按期)*{deed}"
        )
        for paragraph in dossier.paragraphs.narrative.holding(one.deed):
            if not paragraph.planned:
                yield from _differing(dossier, paragraph, pattern, one)
                yield from _of_other_month(dossier, paragraph, by_month, one)


def later_than_due(dossier: Dossier) -> Iterator[Finding]:
    """Find a goal, or a measure of the monitoring, that finishes things after the month of the only target with such a day."""
    dues = [due for row in dossier.indicators if (due := _due(row))]
    chances = [row.leaf(Role.CHANCE) for row in dossier.indicators if _due(row)]
    if len(dues) != 1 or any(chance and _CANNOT.search(chance.text) for chance in chances):
        return
    (due,) = dues
    for paragraph in dossier.paragraphs.narrative.holding("月"):
        is_measure = paragraph.role is Role.MEASURES or _TODO.search(paragraph.key)
        is_asked = paragraph.planned or (is_measure and paragraph.phase is Phase.MONITORING)
        for spot in spots(_FINISHED, [paragraph]) if is_asked else ():
            year = spot.match["year"] or dossier.submission.year
            stem = _WHEN.sub("", unspaced(due.name))
            is_it = _ALL_OF_IT.search(spot.match[0]) or any(
                stem[at : at + _DEED] in (spot.match["what"] or "") for at in range(len(stem) - _DEED + 1)
            )
            if is_it and year == dossier.submission.year and _month(spot.match) > due.day[0]:
                place = due.leaf.text.place
                message = (
                    f"“{spot.match[0]}”晚于 {place.file} 第 {place.line} 行的目标值：“{due.name}”是“{due.leaf.text.strip()}”；"
                    "请核对哪个对，改成一致"
                )
                yield say(spot, message)


def _due(row: Indicator) -> _Done | None:
    """Return the day until which an indicator is to be finished, None where it is about something else."""
    leaf = row.leaf(Role.ADJUSTED_TARGET) or row.leaf(Role.TARGET)
    day = read(row.goal) if leaf else None
    if not leaf or not isinstance(day, Deadline) or not day.last[0] or not _FINISHING.search(str(row.name)):
        return None
    return _Done(str(row.name), leaf, "", day.last)


def _month(match: re.Match[str]) -> int:
    """Return the last month that a time can mean: 9月汛期前 ends with August."""
    month = int(match["month"])
    return month - 1 if match["before"] and not match["part"] else month


def _differing(dossier: Dossier, paragraph: Paragraph, pattern: re.Pattern[str], one: _Done) -> Iterator[Finding]:
    found = [(spot, _day_of(spot.match)) for spot in spots(pattern, [paragraph])]
    if any(day == one.day for _, (_, day) in found) or _says(paragraph, one.day):
        return
    for spot, (year, day) in found:
        is_slip = (day[0] == one.day[0]) is not (day[1] == one.day[1])
        if is_slip and year in ("", dossier.submission.year):
            place = one.leaf.text.place
            told = f"“{spot.match[0]}”和 {place.file} 第 {place.line} 行对不上：指标“{one.name}”是“{one.leaf.text.strip()}”"
            yield say(spot, f"{told}；请核对哪个对，改成一致")


def _of_other_month(dossier: Dossier, paragraph: Paragraph, pattern: re.Pattern[str], one: _Done) -> Iterator[Finding]:
    """Yield another month of the year in which the text says that it was done, where it says the right one nowhere."""
    found = list(spots(pattern, [paragraph]))
    if len(found) != 1 or f"{one.day[0]}月" in paragraph.leaf.text:
        return
    if found[0].match[1] == dossier.submission.year and int(found[0].match[2]) != one.day[0]:
        place = one.leaf.text.place
        told = f"“{found[0].match[0]}”和 {place.file} 第 {place.line} 行对不上：指标“{one.name}”是“{one.leaf.text.strip()}”"
        yield say(found[0], f"{told}；请核对哪个对，改成一致")


def _day_of(match: re.Match[str]) -> tuple[str, tuple[int, int]]:
    of = "" if match["month"] else "of_"
    return match[f"{of}year"] or "", (int(match[f"{of}month"]), int(match[f"{of}day"]))


def _says(paragraph: Paragraph, day: tuple[int, int]) -> bool:
    return f"{day[0]}月{day[1]}日" in paragraph.leaf.text


def _done(dossier: Dossier) -> Iterator[_Done]:
    for row in dossier.indicators:
        leaf = row.leaf(Role.ACTUAL)
        day = read(str(leaf.text)) if leaf else None
        deed = words(_WHEN.sub("", unspaced(str(row.name))))[-_DEED:]
        if leaf and isinstance(day, Deadline) and day.first == day.last and day.last[1] and len(deed) == _DEED:
            yield _Done(str(row.name), leaf, deed, day.last)
