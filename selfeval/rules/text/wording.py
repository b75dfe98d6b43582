"""Words that say something else than what is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selfeval.form.form import Form
from selfeval.rules.finding import Finding
from selfeval.rules.text.paragraph import paragraphs, say, say_once, spots
from selfeval.submission import Submission

_STOPPED = re.compile(r"(?<![请报名集标签写交缴期间])截止(?=\s*(?:\d|目前|今年|年底|年末|本月|本年))")
_MORE = re.compile(r"(?<![\d.,，．])\d{0,8}[1-9]\s*余(?![额款下姚杭量热万亿千百])")


def stopped_for_until(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find 截止 before a date, where 截至 is meant: 截止 takes no date after it."""
    found = list(spots(_STOPPED, paragraphs(submission, form)))
    yield from say_once(found, "后面有日期时用“截至”；“截止”是停止的意思，后面不接日期", "截至")


def more_than_exact(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find 余 after a number given to the last digit."""
    for spot in spots(_MORE, paragraphs(submission, form)):
        exact = spot.match[0].rstrip("余").strip()
        yield say(spot, f"“{exact}”已经是确数，后面不用“余”", exact)
