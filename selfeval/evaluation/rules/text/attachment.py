"""Attachments a text points to."""

from __future__ import annotations

from collections.abc import Iterator

from selfeval.evaluation.finding import Finding
from selfeval.evaluation.rules.text.paragraph import paragraphs, say, spots
from selfeval.form.form import Form
from selfeval.quantity.characters import numeral
from selfeval.submission.submission import Submission
from selfeval.text.pattern import regex

_POINTED = regex(r"(?:(?:见|参见|详见|如|按照?)附件|(?<!》)[（(]附件)\s*(\d{1,2}|[一二三四五六七八九])(?!\d)")
_LISTED = regex(r"^附件\s*(\d{1,2}|[一二三四五六七八九])?\s*[:：]?")
_ENTRY = regex(r"(?:^|[\s:：；;])(\d{1,2})\s*[.．、]")


def missing_attachment(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find 见附件3 where no attachment of that number is listed."""
    listed = paragraphs(submission, form)
    numbers: set[str] = set()
    for paragraph in listed.holding("附件"):
        head = _LISTED.match(paragraph.text)
        if head:
            numbers |= {str(numeral(head[1] or "一") or head[1]), *_ENTRY.findall(paragraph.text[head.end() - 1 :])}
    for spot in spots(_POINTED, listed.holding("附件")):
        number = str(numeral(spot.match[1]) or spot.match[1])
        if number not in numbers:
            yield say(spot, f"提到了附件 {number}，但没有列出这个附件")
