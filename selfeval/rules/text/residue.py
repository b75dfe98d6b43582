"""What is left of a template, and holes where something was to be filled in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selfeval.form.form import Form
from selfeval.placeholder import placeholder
from selfeval.rules.finding import Finding
from selfeval.rules.text.paragraph import paragraphs, say, spots
from selfeval.submission import Submission

_PROMPT = re.compile(
    r"(?<![申邀聘提报约])请(?:在此|在这里)?(?:简要|逐项|如实|详细)?(?:填|概述|描述|列明|列示|注明|说明)"
    r"|[（(](?:限|不超过|不少于|控制在)?\s*\d+\s*字(?:以内|左右|以下|内)?[）)]|^(?:限|不超过)\s*\d+\s*字"
    r"|可另附页|[（(](?:填[写报]说明|示例|样例|举例)[^）)]*[）)]|^(?:填[写报]说明|示例|样例)[:：]|单击此处|点击此处|[【〔](?:请|此处)[^】〕]{0,20}[】〕]"
)
_EMPTY = re.compile(r"[（(][\s\u3000]*[）)]|《\s*》|“\s*”|〔\s*〕|【\s*】")
_YEAR_HOLE = r"(?<=规划|计划|方案|纲要|行动|要点)[（(〔]\s*年度?(?:\s*[-—–~～至到]+\s*年)?\s*[）)〕]"
_DATE_HOLE = r"(?:(?<=[于在自至截从到：，])|(?<=\s))\s*年\s*月(?:\s*日)?"
_MISSING = re.compile(rf"{_YEAR_HOLE}|{_DATE_HOLE}|(?<=[\u4e00-\u9fff])(?<![百数几])[%％]|(?<=[约共计])\s*[万亿]元")


def prompt_left(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find the instructions of a form left in the text."""
    for spot in spots(_PROMPT, paragraphs(submission, form)):
        if not placeholder(spot.paragraph.text):
            yield say(spot, f"“{spot.match[0]}”像是表样里的填写提示，会一起印出来；填好以后请删去")


def empty_brackets(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find brackets, title marks or quotes with nothing in them."""
    for spot in spots(_EMPTY, paragraphs(submission, form)):
        yield say(spot, f"“{spot.match[0]}”里面是空的，补上内容，或删去")


def missing_number(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find a unit whose number or year is gone: 规划（年）, 完成率达%, 共万元."""
    narrative = (each for each in paragraphs(submission, form) if each.narrative)
    for spot in spots(_MISSING, narrative):
        start, end = spot.match.span()
        shown = spot.paragraph.text[max(0, start - 2) : end].strip()
        yield say(spot, f"“{shown}”少了年份或数字，请补上")
