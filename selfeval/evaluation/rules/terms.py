"""Terms typed in fields: an end before its start, a length that is not theirs, a year or a step that lies outside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.finding import Finding
from selfeval.form.expression import names
from selfeval.form.field import Kind, Role
from selfeval.form.operands import lists_above
from selfeval.quantity.characters import to_arabic, to_half_width
from selfeval.submission.tree import Branch, Leaf
from selfeval.text.pattern import regex

_START = regex("起始|开始|开工|启动")
_END = regex("终止|结束|完成|截止|完工|竣工")
_LENGTH = regex("(?:项目|实施|建设|服务|执行|合同|资助)(?:周?期|期限|年限)$|^(?:工期|期限|年限|周期)$")
_OF_TERM = regex("^(?:项目|资金|建设)?(?:实施|建设|执行|服务)?(?:周?期|期限|年限|起止年[度份]?)$")
_YEARS = regex(r"(20\d\d)年?(?:-{1,2}|—{1,2}|–|~|至|到)(20\d\d)年?")
_SPAN = regex(r"(\d{1,3})(年|个?月)(?:期|内)?")
# 三年更新泵站9座, 分两年清淤31公里; not 三年行动计划, 两年级
_OPENING = regex(
    r"(?:[^。；;：:\n]{0,12}[，,])?(?:计划|拟|力争|分|用|利用)*(?P<count>\d{1,2})年(?:时间|内|间)?(?![度级制期底末前后来以初中]|行动|滚动|规划|计划|工程|方案|\d)"
)


class Term(NamedTuple):
    """Hold the first and the last time of something, typed side by side."""

    holder: Branch
    start: Leaf
    end: Leaf

    @property
    def months(self) -> tuple[int, int]:
        """Return its first and its last month, counted from the year 0."""
        return _month(self.start, 1), _month(self.end, 12)

    @property
    def said(self) -> str:
        """Return how messages name it."""
        return f"{self.start.text.strip()}到{self.end.text.strip()}"


def end_before_start(dossier: Dossier) -> Iterator[Finding]:
    """Find an end that lies before the start beside it; a form that compares the two itself says so alone."""
    compared = [frozenset(names(check.expression)) for form in dossier.forms for check in form.checks]
    for term in _terms(dossier):
        first, last = term.months
        if any({term.start.field.path, term.end.field.path} <= paths for paths in compared):
            continue
        days = [leaf.value for leaf in (term.start, term.end) if "日" in leaf.normal and isinstance(leaf.value, date)]
        if last < first or (last == first and len(days) == 2 and days[1] < days[0]):
            start, end = term.start, term.end
            message = (
                f"“{end.field.name}”{end.text.strip()}早于“{start.field.name}”{start.text.strip()}：请核对年份和月份"
            )
            yield Finding(end.text.place, message, end.where, forms=dossier.having(end.field.path))


def term_differs(dossier: Dossier) -> Iterator[Finding]:
    """Find a length of time that is not the one from the start to the end beside it; the goal is asked where no field is wrong."""
    terms = [term for term in _whole_terms(dossier) if term.months[0] <= term.months[1]]
    for term in terms:
        wrong = [leaf for leaf, count, unit in _lengths(term) if not _lasts(term, count, unit)]
        for leaf in wrong:
            message = f"“{leaf.field.name}”写的是“{leaf.text.strip()}”，{term.said}却不是这么长：改成一致"
            yield Finding(leaf.text.place, message, leaf.where, forms=dossier.having(leaf.field.path))
        if not wrong and len(terms) == 1:
            yield from _goals_differing(dossier, term)


def _lengths(term: Term) -> Iterator[tuple[Leaf, int, str]]:
    """Yield each length of time that stands beside a term: its number and 年 or 月."""
    for leaf in term.holder.values():
        is_length = (
            isinstance(leaf, Leaf) and leaf.field.kind is Kind.TEXT and any(map(_LENGTH.search, leaf.field.names))
        )
        if isinstance(leaf, Leaf) and is_length and (found := _SPAN.fullmatch(_bare(leaf.text))):
            yield leaf, int(found[1]), found[2]


def _goals_differing(dossier: Dossier, term: Term) -> Iterator[Finding]:
    """Yield the goals that open with another number of years than a term has."""
    for paragraph in dossier.paragraphs.of(Role.GOAL, Role.CONTENT):
        found = _OPENING.match(_bare(paragraph.text))
        if found and int(found["count"]) > 1 and not _lasts(term, int(found["count"]), "年"):
            message = (
                f"这里说 {found['count']} 年，{term.said}（第 {term.end.text.place.line} 行）却不是这么长：改成一致"
            )
            yield Finding(paragraph.text.place, message, paragraph.leaf.where, forms=paragraph.forms)


def year_outside_term(dossier: Dossier) -> Iterator[Finding]:
    """Find the term of a project that does not hold the year of the documents, and an end that lies before it."""
    year = int(dossier.submission.year)
    paired = {term.end.where for term in _terms(dossier)}
    lone = (leaf for leaf in dossier.leaves if leaf.field.kind is Kind.YEAR and leaf.where not in paired)
    for leaf in (leaf for leaf in lone if any(map(_END.search, leaf.field.names))):
        if isinstance(leaf.value, int) and leaf.value < year:
            message = f"“{leaf.field.name}”是 {leaf.text.strip()}，这份材料是 {year} 年度的，早就过了：请核对年份"
            yield Finding(leaf.text.place, message, leaf.where, forms=dossier.having(leaf.field.path))
    for leaf in (leaf for leaf in dossier.leaves if leaf.field.kind is Kind.TEXT):
        years = _YEARS.fullmatch(_bare(leaf.text)) if any(map(_OF_TERM.search, leaf.field.names)) else None
        if years and int(years[1]) <= int(years[2]) and not int(years[1]) <= year <= int(years[2]):
            message = f"“{leaf.field.name}”是 {leaf.text.strip()}，这份材料是 {year} 年度的，不在这段时间里：请核对年份"
            yield Finding(leaf.text.place, message, leaf.where, forms=dossier.having(leaf.field.path))
    for term in _whole_terms(dossier):
        first, last = term.months
        if first <= last and not first // 12 <= year <= last // 12:
            leaf = term.start if first // 12 > year else term.end
            message = f"“{leaf.field.name}”是 {leaf.text.strip()}，这份材料是 {year} 年度的，不在这段时间里：请核对年份"
            yield Finding(leaf.text.place, message, leaf.where, forms=dossier.having(leaf.field.path))


def step_outside_term(dossier: Dossier) -> Iterator[Finding]:
    """Find a step of a plan that begins before the project does, or ends after it."""
    wholes = list(_whole_terms(dossier))
    if len(wholes) != 1 or wholes[0].months[0] > wholes[0].months[1]:
        return
    first, last = wholes[0].months
    for term in _terms(dossier):
        begun, ended = term.months
        if not _is_in_list(dossier, term) or begun > ended:
            continue
        leaf = term.start if begun < first else term.end
        if begun < first or ended > last:
            message = f"“{leaf.field.name}”{leaf.text.strip()}不在项目的起止时间（{wholes[0].said}）里：请核对"
            yield Finding(leaf.text.place, message, leaf.where, forms=dossier.having(leaf.field.path))


def _terms(dossier: Dossier) -> Iterator[Term]:
    """Yield each start and end that stand side by side and are called alike (起始年度, 终止年度)."""
    for holder, times in dossier.dated:
        starts = {_START.sub("", name): leaf for leaf in times for name in leaf.field.names if _START.search(name)}
        for end in times:
            found = (starts.get(_END.sub("", name)) for name in end.field.names if _END.search(name))
            if start := next(filter(None, found), None):
                yield Term(holder, start, end)


def _whole_terms(dossier: Dossier) -> Iterator[Term]:
    """Yield the terms of a whole project, not those of the steps in a list."""
    return (term for term in _terms(dossier) if not _is_in_list(dossier, term))


def _is_in_list(dossier: Dossier, term: Term) -> bool:
    path = term.end.field.path
    return any(lists_above(form.fields, path) for form in dossier.forms if path in form.fields)


def _month(leaf: Leaf, of_year: int) -> int:
    if isinstance(leaf.value, date):
        return leaf.value.year * 12 + leaf.value.month - 1
    return int(str(leaf.value)) * 12 + of_year - 1


def _lasts(term: Term, count: int, unit: str) -> bool:
    """Tell whether a term lasts as long as is said: so many months, give or take one, or so many calendar years."""
    first, last = term.months
    months = last - first + 1
    if unit == "年" and count == last // 12 - first // 12 + 1:
        return True
    return abs(months - count * (12 if unit == "年" else 1)) <= 1


def _bare(text: str) -> str:
    return re.sub(r"\s", "", to_arabic(to_half_width(text))).replace("两年", "2年")
