"""Months in a text against the day or month that the form was filled in for."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.paragraph import Paragraph
from selfeval.form.form import Phase
from selfeval.text.pattern import regex

_LAST_MONTH = "截止月份"
_UNTIL = regex(r"(?:^|(?<=。))\s*(?:截至|截止到?|到|至)\s*(\d{1,2})\s*月(?:底|末|份)?(?!\d)")
_REPORT = regex("(?:^|填报|填表|报告|评价|自评)日期$")
_PROCESS = regex("过程|程序|组织实施|前期准备")
_MONTH = regex(r"(?:(20\d\d)年)?\s*(?<!\d)(1[0-2]|[1-9])\s*月(?![\d份]?[以之]?[后内])")


def month_contradicts_date(dossier: Dossier) -> Iterator[Finding]:
    """Find 到6月底 where a form tells of the time until August, and 6月定稿 in a report dated May."""
    for leaf in dossier.leaves:
        if _LAST_MONTH in leaf.field.names and str(leaf.value).isdigit():
            for paragraph in dossier.paragraphs.narrative.holding("月"):
                if paragraph.phase is Phase.MONITORING:
                    yield from _of_monitoring(paragraph, int(str(leaf.value)))
        elif isinstance(leaf.value, date) and any(map(_REPORT.search, leaf.field.names)):
            for paragraph in dossier.paragraphs.narrative.holding("月"):
                if _PROCESS.search(paragraph.key) and not paragraph.planned:
                    yield from _of_process(paragraph, leaf.value)


def _of_monitoring(paragraph: Paragraph, month: int) -> Iterator[Finding]:
    found = _UNTIL.search(paragraph.text)
    if (
        found
        and int(found[1]) != month
        and not any(int(each[1]) == month for each in _MONTH.findall(str(paragraph.text)))
    ):
        message = f"“{_LAST_MONTH}”写的是 {month} 月，这里写的是“{found[0].strip()}”；请核对哪个不对"
        yield Finding(paragraph.text.at(*found.span(1)), message, paragraph.leaf.where, forms=paragraph.forms)


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
