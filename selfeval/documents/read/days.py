"""Days, months, periods and years that a text leaves open: 年　月　日, 年　月至　年　月, 经办人：　　　　年　月　日."""

from __future__ import annotations

from collections.abc import Iterator

from selfeval.documents.read.around import TextGap, name_before, words_before
from selfeval.documents.read.blank import WrittenAs
from selfeval.text.pattern import regex

_SIGNED = regex(r"签字|签名|签章|意见[：:\s][\s\S]*盖章|章")
"""What stands before a day that is written by hand."""
_BLANK = r"[\s\u3000_＿X×]"
_CLOCK = rf"(?:{_BLANK}*[上下]?午)?(?:{_BLANK}*[时点])(?:{_BLANK}*分)?"
DAY_IN_TEXT = regex(rf"(?:20)?{_BLANK}*年{_BLANK}+月{_BLANK}+日(?:{_CLOCK})?")
"""A day to fill in, with the time or without."""
_MONTH_ALONE = regex(rf"(?:^|(?<=[:：]))(?:20)?{_BLANK}*年{_BLANK}+月{_BLANK}*$")
_PERSON = regex(r"(?:人|员|长|专家|负责)$")
_ROOM = 6
"""Who does something, and how much room there is at least for a name between that and a day."""
_OWN_DAY = regex(r"(?:填[报表写制]|编[制报]|申报|上报|评[估价审]|报告)(?:日期|时间)[\s\u3000]*[:：]?[\s\u3000]*$")
"""What names a day that is typed, though a seal or a signature stands before it."""
_MONTH_AND_DAY = regex(rf"(?<![年\s\u3000_＿X×]){_BLANK}+月{_BLANK}+日")
_YEARS_IN_TEXT = regex(
    rf"((?:20)?{_BLANK}{{2,}})年度?\s*(?:至|到|[-—–－~～]+)\s*((?:20)?{_BLANK}{{2,}})年(?!{_BLANK}*月)"
)
_PERIOD_IN_TEXT = regex(
    rf"(?:20)?{_BLANK}*年{_BLANK}+月(?:{_BLANK}+日)?\s*(?:至|到|[-—–~～]+)\s*(?:20)?{_BLANK}*年{_BLANK}+月(?:{_BLANK}+日)?"
)


def days_in_text(text: str) -> Iterator[TextGap]:
    """Yield the periods and days to fill in, and room for a name before a day; the day beside a signature is written by hand too."""
    for found in _PERIOD_IN_TEXT.finditer(text):
        yield TextGap(*found.span(), name_before(text, found.start()) or "起止时间", WrittenAs.VALUE)
    for found in _MONTH_AND_DAY.finditer(text):
        yield TextGap(*found.span(), name_before(text, found.start()) or "日期", WrittenAs.VALUE)
    for found in _MONTH_ALONE.finditer(text):
        yield TextGap(*found.span(), name_before(text, found.start()) or "日期", WrittenAs.DAY)
    for found in DAY_IN_TEXT.finditer(text):
        before, (start, end) = text[: found.start()], found.span()
        if not _OWN_DAY.search(before) and _SIGNED.search(before):
            continue
        label = name_before(text, start) or "日期"
        room = len(found[0]) - len(found[0].lstrip())
        if _PERSON.search(label) and room >= _ROOM:
            yield TextGap(start, start + room - 2, label, WrittenAs.VALUE)
            start, label = start + room, f"{label}日期"
        yield TextGap(start, end, label, WrittenAs.DAY)


def years_in_text(text: str) -> Iterator[TextGap]:
    """Yield the years from which and up to which something runs."""
    for found in _YEARS_IN_TEXT.finditer(text):
        name = words_before(text, found.start(1), found.start(1)) if found.start(1) else ""
        yield TextGap(*found.span(1), f"{name}起始年度", WrittenAs.VALUE)
        yield TextGap(*found.span(2), f"{name}截止年度", WrittenAs.VALUE)
