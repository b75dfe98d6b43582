"""Problems and the measures against them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.paragraph import Paragraph, documents
from selfeval.evaluation.words import either, trade_words
from selfeval.form.field import Kind, Role
from selfeval.form.form import Phase
from selfeval.text.name import fold
from selfeval.text.pattern import regex

_NIL = (
    r"(?:[^，,。]{0,12}(?:良好|正常|顺利|完成)[，,])?(?:本部门|本单位|本年度|我局|我单位|{own}|目前|暂时)*"
    r"(?:(?:暂?无|没有|不存在|未发现|未出现)(?:明显|突出|重大|较大|存在|任何|的)*(?:问题)?(?:存在)?|不适用"
    r"|(?:暂?无|没有|无需|不需要?)(?:改进|整改)?(?:措施)?|继续(?:保持|努力|坚持)|保持现状)[。.]?"
)
_PRAISE = regex(
    r"(?:顺利|圆满|全部|如期|均已|按时|较好地?)[^，。；]{0,6}(?:完成|实现)|(?:取得|效果|成效)[^，。；]{0,4}(?:较好|良好|显著)"
)
_LACK = regex(
    r"[不未无没欠缺难需待弱低少慢]|矛盾|滞后|问题|有限|偏[高大小]|差距|短板|压力|困|亟|过[高大]|不足|加强|提[高升]"
)
_NUMBERED = regex(
    r"(?<![^。；;：:])(?:[一二三四五六七八九十]{1,2}是|[（(](?:[一二三四五六七八九十]{1,2}|\d)[）)]|\d[.．、](?!\d)|首先|其次|再次|最后)"
)

_NUMERAL = regex(r"\d+|[一二三四五六七八九十]+|首先|其次|再次|最后")


def no_problem_named(dossier: Dossier) -> Iterator[Finding]:
    """Find 无 or mere praise where problems are asked for."""
    for listed, forms in _by_document(Role.PROBLEMS, dossier):
        if all(_nil().fullmatch(fold(each.text)) or _praises(each.text) for each in listed):
            first = listed[0]
            message = f"“{first.key}”没有写出问题；写明还没有做好的地方，自评才可信"
            yield Finding(first.text.place, message, first.leaf.where, forms=forms)


def no_measure_named(dossier: Dossier) -> Iterator[Finding]:
    """Find 无 where measures are asked for, or one among others; in the middle of the year they are only where a target is in doubt."""
    for listed, forms in _by_document(Role.MEASURES, dossier):
        nil = [each for each in listed if _nil().fullmatch(fold(each.text))]
        if nil and listed[0].phase is not Phase.MONITORING and len(nil) < len(listed):
            message = f"“{nil[0].key}”里有一条只写了“{nil[0].text}”；没有的删去，有问题的写明措施"
            yield Finding(nil[0].text.place, message, nil[0].leaf.where, forms=forms)
        elif nil and listed[0].phase is not Phase.MONITORING:
            message = f"“{listed[0].key}”只写了“{listed[0].text}”；每个问题都要有措施"
            yield Finding(listed[0].text.place, message, listed[0].leaf.where, forms=forms)


def fewer_measures(dossier: Dossier) -> Iterator[Finding]:
    """Find fewer measures than problems; where either is 无, that is another matter."""
    for problems, these in _by_document(Role.PROBLEMS, dossier):
        for measures, those in _by_document(Role.MEASURES, dossier):
            forms = these & those
            if not forms or any(_nil().fullmatch(fold(each.text)) for each in (*problems, *measures)):
                continue
            wanted, there = _count(problems), _count(measures)
            if there < wanted:
                message = f"列了 {wanted} 个问题，只有 {there} 条措施；看看是不是每个问题都有措施"
                yield Finding(measures[0].text.place, message, measures[0].leaf.where, forms=forms)


def _by_document(role: Role, dossier: Dossier) -> Iterator[tuple[list[Paragraph], frozenset[str]]]:
    """Yield what each document lists as problems, or as measures; forms whose documents list the same together."""
    return documents(dossier.paragraphs.of(role))


def _count(listed: list[Paragraph]) -> int:
    """Return how many points there are: the points of a list, else the numbers of the style used first, else the paragraphs."""
    numbers = [found[0] for each in listed for found in _NUMBERED.finditer(each.text)]
    if not numbers or (len(listed) > 1 and listed[0].leaf.field.kind is Kind.LINES):
        return len(listed)
    return sum(_style(number) == _style(numbers[0]) for number in numbers)


def _style(number: str) -> str:
    """Return how a number is written: 一是, （一）, （1） or 1. ."""
    return _NUMERAL.sub(lambda found: "1" if found[0].isdigit() else "一", number)


def _praises(text: str) -> bool:
    return bool(_PRAISE.search(text)) and not _LACK.search(text)


@lru_cache(maxsize=1)
def _nil() -> re.Pattern[str]:
    """Return a pattern of what names no problem and no measure."""
    return regex(_NIL.replace("{own}", either(trade_words().own)))
