"""Months in a text against the day or month that the form was filled in for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.paragraph import Paragraph
from selfeval.form.field import Role
from selfeval.form.form import Phase
from selfeval.quantity.read import read
from selfeval.quantity.values import Deadline
from selfeval.text.pattern import regex

_LAST_MONTH = "截止月份"
_UNTIL = regex(r"(?:^|(?<=。))\s*(?:截至|截止到?|到|至)\s*(\d{1,2})\s*月(?:底|末|份)?(?!\d)")
_REPORT = regex("(?:^|填报|填表|报告|评价|自评)日期$")
_PROCESS = regex("过程|程序|组织实施|前期准备")
_STEP = regex(
    r"(?:^|(?<=[，,；;。]))\s*(?:随后|于|在)?(?:(20\d\d)年)?\s*(1[0-2]|[1-9])月(?:\d{1,2}日|[上中下]旬|初|中|底|末)?(?![\d份]?[以之]?[后内前至到])"
)
"""Matches the month with which a clause begins that tells of one step."""
_TOLD_LATER = regex(
    r"(?<![上去前]年)(?:(?P<year>20\d\d)年)?(?:已[于在](1[0-2]|[1-9])月|(?<!\d)(1[0-2]|[1-9])月(?:底|末|初|份|\d{1,2}日)?已|(?P<quarters>前三季度))"
)
"""Matches a month, or the quarters, in which something was done already."""
_OTHER_YEAR, _NAMED_YEAR = regex("[上去前]一?年|往年|历年|计划|预计|拟"), regex(r"(20\d\d)\s*年")
_QUARTERS = {"前三季度": 9}
_ASIDE = regex("此前|之前|其中|上年|去年")
_FEWEST, _HALF_YEAR = 3, 6
_MONTH = regex(r"(?:(20\d\d)年)?\s*(?<!\d)(1[0-2]|[1-9])\s*月(?![\d份]?[以之]?[后内])")


def month_contradicts_date(dossier: Dossier) -> Iterator[Finding]:
    """Find 到6月底 where a form tells of the time until August, 6月定稿 in a report dated May, and steps told in another order."""
    for leaf in dossier.leaves:
        if _LAST_MONTH in leaf.field.names and str(leaf.value).isdigit():
            yield from _until(dossier, int(str(leaf.value)))
        elif isinstance(leaf.value, date) and any(map(_REPORT.search, leaf.field.names)):
            for paragraph in dossier.paragraphs.narrative.holding("月"):
                if _PROCESS.search(paragraph.key) and not paragraph.planned:
                    yield from _of_process(paragraph, leaf.value)
    for paragraph in dossier.paragraphs.narrative.holding("月"):
        if _PROCESS.search(paragraph.key):
            yield from _out_of_order(paragraph)


def _until(dossier: Dossier, month: int) -> Iterator[Finding]:
    """Yield what the monitoring tells of another month than the one until which it tells, or of a later one."""
    for paragraph in dossier.paragraphs.narrative.holding("月"):
        if paragraph.phase is Phase.MONITORING:
            yield from _of_monitoring(paragraph, month)
    for paragraph in dossier.paragraphs.holding(_TOLD_LATER):
        if paragraph.phase is Phase.MONITORING:
            yield from _told_later(paragraph, month, dossier.submission.year)
    yield from _done_later(dossier, month)


def _of_monitoring(paragraph: Paragraph, month: int) -> Iterator[Finding]:
    found = _UNTIL.search(paragraph.text)
    if (
        found
        and int(found[1]) != month
        and not any(int(each[1]) == month for each in _MONTH.findall(str(paragraph.text)))
    ):
        message = f"“{_LAST_MONTH}”写的是 {month} 月，这里写的是“{found[0].strip()}”；请核对哪个不对"
        yield Finding(paragraph.text.at(*found.span(1)), message, paragraph.leaf.where, forms=paragraph.forms)


def _told_later(paragraph: Paragraph, month: int, year: str) -> Iterator[Finding]:
    """Yield what a text of the monitoring tells as done behind the month until which it tells: 已于9月完成, 前三季度."""
    for found in _TOLD_LATER.finditer(paragraph.text):
        months = [each for each in found.groups()[1:3] if each]
        until = int(months[0]) if months else _QUARTERS.get(found["quarters"], 0)
        before = paragraph.text[: found.end()].rpartition("。")[2]
        if until > month and not _OTHER_YEAR.search(before) and set(_NAMED_YEAR.findall(before)) <= {year}:
            message = f"“{_LAST_MONTH}”写的是 {month} 月，这里写的“{found[0].strip()}”还没有到；请核对哪个不对"
            yield Finding(paragraph.text.at(*found.span()), message, paragraph.leaf.where, forms=paragraph.forms)


def _done_later(dossier: Dossier, month: int) -> Iterator[Finding]:
    """Yield a day on which something was done behind the month until which the monitoring tells of."""
    for row in dossier.indicators:
        leaf = row.leaf(Role.RESULT)
        done = read(str(leaf.text)) if leaf and "月" in leaf.text else None
        is_later = isinstance(done, Deadline) and done.year == int(dossier.submission.year) and done.first[0] > month
        if leaf and is_later:
            message = (
                f"“{_LAST_MONTH}”写的是 {month} 月，“{row.name}”却是“{leaf.text.strip()}”，还没有到；请核对哪个不对"
            )
            yield Finding(leaf.text.place, message, leaf.where, forms=dossier.having(leaf.field.path))


def _of_process(paragraph: Paragraph, day: date) -> Iterator[Finding]:
    """Yield the first month that lies behind the day of the report; a month without a year is of the year said last."""
    year = 0
    for found in _MONTH.finditer(paragraph.text):
        year = int(found[1]) if found[1] else year
        if year and (year, int(found[2])) > (day.year, day.month):
            message = (
                f"报告的日期是 {day.year}年{day.month}月{day.day}日，这里写到了 {year}年{found[2]}月；请核对哪个不对"
            )
            yield Finding(paragraph.text.at(*found.span()), message, paragraph.leaf.where, forms=paragraph.forms)
            return


def _out_of_order(paragraph: Paragraph) -> Iterator[Finding]:
    """Yield the month of a step told behind one that comes later: 3月制定方案，2月现场查看，5月汇总评分.

    It is the only one of three or more that does not fit; one of the next year is many months back.
    """
    told = [each for each in _STEP.finditer(paragraph.text) if not _ASIDE.search(paragraph.text, 0, each.start())]
    months = [int(each[2]) for each in told]
    falls = [at for at in range(1, len(told)) if 0 < months[at - 1] - months[at] < _HALF_YEAR and not told[at][1]]
    if len(told) < _FEWEST or len(falls) != 1:
        return
    at = falls[0]
    rest = [[*months[:one], *months[one + 1 :]] for one in (at, at - 1)]
    if not any(each == sorted(each) for each in rest):
        return
    message = f"前面写到了 {months[at - 1]} 月，这里写的是 {months[at]} 月，先后不对；请核对月份"
    yield Finding(paragraph.text.at(*told[at].span(2)), message, paragraph.leaf.where, forms=paragraph.forms)
