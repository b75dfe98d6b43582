"""Who did something and for whom, where that says nothing about how much is counted: 气象局全年实施……, 为群众办理……."""

from __future__ import annotations

import re
from functools import lru_cache

from selfeval.evaluation.words import either, trade_words
from selfeval.text.pattern import regex

_OFFICE = regex(
    "^(?:[^,为向给对的]{0,6}?(?P<rank>[省市区县州]))?"
    "(?:[^,为向给对的省市区县州]{1,6}?(?:(?<![分支])(?<!管理)(?<!建设)局|厅)|[^,为向给对的省市区县州]{0,6}?(?:[残妇文侨]联|联合会|科协|总工会))"
    "(?=[^长机党属])"
)
"""Matches a bureau with which a phrase begins; one of a part of it (城东分局, 灌区管理局) is none."""
_UPPER = regex("(?:政府|管委会|管理委员会|街道|街道办事处|镇|乡|集团)$")
"""Matches the name of what has bureaus of its own."""
_BEFORE = regex(
    "^(?:[^,、]{2,20}(?:项目|工程)(?=(?:20[0-9]{2}年)?(?:全年|年内|本年度?|今年|共|累计)))?(?:20[0-9]{2}年)?(?:全年|年内|本年度?|今年)?(?:累计|共计?|总共)?(?:免费|依法|集中)?"
    "(?:(?:组织|发动|动员|引导)(?:广大|全体)?(?:干部职工|干部群众|群众|社会各界|各单位|各部门)(?:开展|参与|参加|进行)?)?"
    "(?:(?:在|到|深入|走进)(?:全[省市区县镇]|辖区|各)[^,为向给对开组举进实]{0,8}?(?=开展|组织|举办|实施|进行))?"
)
"""Matches in which project, when, by whom and where all of it was done (在各乡镇开展)."""
_TOWARDS, _BEGIN = frozenset("面为向给对"), 2


def unaddressed(phrase: str, department: str) -> str:
    """Return a phrase without the office it begins with, and without those for whom all that it does is done."""
    office = _own_office(phrase, department)
    rest = phrase[len(office) :]
    before = _BEFORE.match(rest)
    rest = rest[before.end() :] if before else rest
    found = _people().match(rest) if rest[:1] in _TOWARDS else None
    if found and (found["all"] or _is_client(found["group"], office, department)):
        return rest[found.end() :]
    return rest


def _own_office(phrase: str, department: str) -> str:
    """Return the name of the department with which a phrase begins, or that of a bureau of its rank; empty without one."""
    if department and phrase.startswith(department):
        return department
    found = _OFFICE.match(phrase)
    if not found or _UPPER.search(department) or (found["rank"] and found["rank"] not in department):
        return ""
    return found[0]


def _is_client(group: str, office: str, department: str) -> bool:
    """Tell whether an office is there for a group: 残联 for 残疾人, 退役军人事务局 for 退役军人."""
    return group[:_BEGIN] in department + office or f"{group[0]}联" in office


@lru_cache(maxsize=1)
def _people() -> re.Pattern[str]:
    """Return a pattern of those for whom something is done: all whom an office serves, or a group of them."""
    words = trade_words()
    return regex(
        f"(?:面向|为|向|给|对)(?:广大|辖区|城乡|全[省市区县镇]|本[市区县]|各类)*(?:(?P<all>{either(words.served)})|(?P<group>{either(words.groups)}))"
    )
