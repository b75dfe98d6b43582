"""Attachments a text points to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selfeval.form.form import Form
from selfeval.rules.finding import Finding
from selfeval.rules.text.paragraph import paragraphs, say, spots
from selfeval.submission import Submission

_POINTED = re.compile(r"(?:见|参见|详见|如|按照?)附件\s*(\d{1,2})")
_LISTED = re.compile(r"^附件\s*(\d{1,2})?\s*[:：]?")
_ENTRY = re.compile(r"(?:^|[\s:：；;])(\d{1,2})\s*[.．、]")


def missing_attachment(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find 见附件3 where no attachment of that number is listed."""
    listed = paragraphs(submission, form)
    numbers: set[str] = set()
    for paragraph in listed:
        head = _LISTED.match(paragraph.text)
        if head:
            numbers |= {head[1] or "1", *_ENTRY.findall(paragraph.text[head.end() - 1 :])}
    for spot in spots(_POINTED, listed):
        if spot.match[1] not in numbers:
            yield say(spot, f"提到了附件 {spot.match[1]}，但没有列出这个附件")
