"""What is still to be done after the year, with a time that is over already."""

from __future__ import annotations

from collections.abc import Iterator

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.paragraph import spots
from selfeval.evaluation.rules.text.years import forms_of_year
from selfeval.evaluation.verdicts import pairs
from selfeval.form.field import Kind, Role
from selfeval.quantity.read import read
from selfeval.quantity.values import Quantity
from selfeval.quantity.verdict import Attainment
from selfeval.text.pattern import regex

_TODO = regex("措施|建议|改进|整改|下一步|打算")
"""Matches the key of a text that says what is to be done."""
_STEP = regex(
    r"(?:^|(?<=[。；;：:]))\s*(?:[（(]?[一二三四五六七八九十\d]{1,2}(?:是|[）)、.．]))?(20\d\d)年(?!度?的)(?![^，。；]{0,12}[已了])"
)
_AGREED = regex(
    r"(?:[没未](?:有|能)?(?:按[时期]|如期|全部)?(?:建成|完成|完工|交付|开工|安装|验收|达到|实现)|推迟|延期)[^。；，\d]{0,8}[，,]"
    r"(?:已|现|目前)?(?:与|和|同)?[^，。；\d原]{0,8}(?:约定|商定|定于|安排在?|计划|预计|力争|争取|改[在为到]|推迟到|延期到|延至)(?:于|在)?(20\d\d)年(?![^。；]*[已了])"
)
"""Matches what was not done, and for when it was agreed upon."""
_LEFT = regex(
    r"(?:剩余|结余|余[款额]|尾款|未(?:支付|使用|用完|支出)|没有?(?:支付|用完|支出))(?![^。；]*(?:20\d\d年[^。；]*20\d\d年|上年|去年|以前年度))[^。；\d]{0,12}"
    r"(?:结转|顺延|延续|留|转入|推迟|延期|安排)(?:到|至|在|入)?(20\d\d)年"
)
"""Matches the money left over, and the year to which it is carried on."""
_REPAIR = regex(
    r"[；;]\s*(20\d\d)年(?=[^，。；]{0,12}(?:前|起|补|再|将|拟|争取|重新))(?![^，。；]{0,14}[已了])[^，。；]{0,14}"
)
_MADE_GOOD = regex(
    r"[，,；;]\s*(?:计划|预计|拟|将)?(?:于|在)?(20\d\d)年(?:\d{1,2}月|[一二三四]季度|[上下]半年)?(?:[上中下]旬|底|初)?前?"
    r"[^，。；已]{0,6}?(?:完工|完成|竣工|建成|安装|交付|开工|支付|补[^贴助偿])"
)
"""Matches the end of a reason that tells when it is made good what was not done."""


def measure_overdue(dossier: Dossier) -> Iterator[Finding]:
    """Find a measure after the year, or the end of a reason that says when it is made good, whose time was over with the year."""
    of_year, this = forms_of_year(dossier), dossier.submission.year
    if not of_year:
        return
    for paragraph in dossier.paragraphs.holding("年"):
        forms = paragraph.forms & of_year
        is_told = paragraph.narrative or paragraph.leaf.field.kind is Kind.TEXT
        is_measure = paragraph.role is Role.MEASURES or (is_told and _TODO.search(paragraph.key))
        for spot in spots(_STEP, [paragraph]) if forms and is_measure and not paragraph.planned else ():
            if spot.match[1] <= this:
                place = paragraph.text.at(spot.match.start(1), spot.match.end(1) + 1)
                message = f"“{spot.match[1]}年”到自评时已经过去了，这里写的是以后要做的事；请核对年份"
                yield Finding(place, message, paragraph.leaf.where, forms=forms)
    yield from _agreed(dossier, of_year)
    yield from _reasons(dossier, of_year)


def _agreed(dossier: Dossier, of_year: frozenset[str]) -> Iterator[Finding]:
    """Yield the time agreed upon for what was not done or spent in the year: in that year, or before."""
    told = [each for each in dossier.paragraphs.narrative.holding("年") if each.forms & of_year and not each.planned]
    for spot in (*spots(_AGREED, told), *spots(_LEFT, told)):
        if spot.match[1] <= dossier.submission.year:
            place = spot.paragraph.text.at(spot.match.start(1), spot.match.end(1) + 1)
            message = f"“{spot.match[1]}年”到自评时已经过去了，这里说的却是没有做完、用完的以后怎么办；请核对年份"
            yield Finding(place, message, spot.paragraph.leaf.where, forms=spot.forms & of_year)


def _reasons(dossier: Dossier, of_year: frozenset[str]) -> Iterator[Finding]:
    """Yield the reason of what was missed that tells when it is made good: in that year, or before."""
    remarks = [leaf for leaf in dossier.leaves if leaf.field.role is Role.REASON]
    missed = {
        reason.where
        for pair in pairs(dossier.indicators, dossier.forms[0])
        if (reason := pair.indicator.leaf(Role.REASON)) and pair.verdict.outcome is Attainment.MISSED
        if isinstance(read(pair.result), Quantity)
    }
    for leaf in remarks:
        found = _REPAIR.search(leaf.text) or (_MADE_GOOD.search(leaf.text) if leaf.where in missed else None)
        forms = dossier.having(leaf.field.path) & of_year
        if found and forms and found[1] <= dossier.submission.year:
            place = leaf.text.at(found.start(1), found.end(1) + 1)
            told = found[0].strip("，,；; ")
            message = f"“{told}”说的是以后怎么补上，{found[1]} 年到自评时已经过去了；请核对年份"
            yield Finding(place, message, leaf.where, forms=forms)
