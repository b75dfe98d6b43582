"""Years: text that was written for another year than the document's.

Earlier years are right in awards, reviews, ranges and comparisons; only what governs this year's
work is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from selfeval.form.form import Form, Phase
from selfeval.rules.finding import Finding
from selfeval.rules.text.paragraph import Spot, paragraphs, say, sentence_around, spots
from selfeval.submission import Submission

_YEAR = r"(?<![\d—–~～至到、和\-])(20\d\d)年"
_PLAN = re.compile(
    _YEAR
    + r"度?[^，,。；;：:、！？\d\n]{0,16}?(?:工作要点|工作计划|工作安排|工作任务|重点任务|目标任务|实施计划|绩效目标)"
    r"(?![^，,。；;：:！？\n]{0,6}(?:自评|评价|评估|考核|考评|总结|完成|结果|基础|相比))"
)
_ACCOUNT = re.compile(r"(?<![^。；;！？])(20\d\d)年(?:度|全年)?[，,]|截[至止](20\d\d)年(?:底|末|1[0-2]月)")
_PAST = re.compile(r"获|授|评为|评选|入选|命名|表彰|激励|考评|考核|验收|较|比|同期|上年|以前年度")
_DEADLINE = re.compile(
    _YEAR + r"(?:底|末|\d{1,2}月(?:\d{1,2}日|底|末|[上中下]旬)?)(?:之?前|以前)(?![^，。；]{0,8}[的已])"
)


def plan_of_other_year(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find an earlier year's work plan governing this year's work."""
    for spot in spots(_PLAN, paragraphs(submission, form)):
        if _earlier(spot, submission):
            named = f"“{spot.match[0]}”是 {spot.match[1]} 年的"
            message = f"{named}，这份材料是 {submission.year} 年度的；是不是从去年的材料带过来的？"
            yield say(spot, message, spot.match[0].replace(spot.match[1], submission.year, 1))


def account_of_other_year(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find an account of this year's work that says it tells of an earlier year."""
    if form.phase is Phase.TARGETS:
        return
    this_year = re.compile(f"{submission.year}年|本年|今年")
    told = (each for each in paragraphs(submission, form) if not each.planned and not this_year.search(each.text))
    for spot in spots(_ACCOUNT, told):
        year = spot.match[1] or spot.match[2]
        if year < submission.year and not _PAST.search(sentence_around(spot)):
            message = f"这里说的是 {year} 年的情况，这份材料是 {submission.year} 年度的，请核对年份"
            yield say(spot, message, spot.match[0].replace(year, submission.year))


def deadline_before_year(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find a planned deadline that was over before the year began."""
    for spot in spots(_DEADLINE, (each for each in paragraphs(submission, form) if each.planned)):
        if _earlier(spot, submission):
            message = f"期限“{spot.match[0]}”在 {submission.year} 年以前，年初定的目标不会早已到期，请核对年份"
            yield say(spot, message, spot.match[0].replace(spot.match[1], submission.year, 1))


def _earlier(spot: Spot, submission: Submission) -> bool:
    return spot.match[1] < submission.year
