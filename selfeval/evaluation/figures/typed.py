"""The figures typed into a document's prose, and whether each is of its year and area."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from selfeval.evaluation.figures.reading import LEVEL, Sentence, Stated
from selfeval.evaluation.words import trade_words
from selfeval.text.pattern import regex

_YEAR_ROUND = "全年"
_WHOLE_YEAR = regex(f"(?:(?:[上去前往]一?年)?(?:同期)?|20[0-9]{{2}}年){_YEAR_ROUND}")
_THIS_YEAR = "今年以来"
_PERIODS = (
    *(
        "上半年",
        "下半年",
        "季度",
        "上年",
        "去年",
        "同期",
        "以来",
        "近年",
        "历年",
        "首次",
        "首批",
        "连续",
        "期间",
        "高峰",
        "月份",
    ),
    *(f"{digit}月" for digit in range(10)),
    *(f"{since}{count}年" for since in "近前" for count in "两三四五"),
    "第.批",
)
_YEAR_END = regex(r"截[至止到](?:20\d\d年)?12月")
_YEAR = regex(r"(20\d\d)年")
_OTHER_YEARS = regex("[上下次明去往后]年|[中长]期")
"""How the key or label of a text says that it is not of the document's year."""
_OLD = regex("[由从比较](?:上年|去年|上一年|20[0-9]{2}年)(?:同期|[末底度])?的?[^,;年]*$")
"""Matches the old figure before one that it became (由上年的72.1%提高到)."""
_AREA = regex("[全我]([国省市区县])")
_TIMED = regex("[年月季期]")
"""How a sentence says of what time it is."""
_UNTIL = regex("截[至止到](?:20[0-9]{2}年)?[0-9]{1,2}月|全年|年[末底]|(?<=[。;])[一二三四五六七八九十]、")
"""Matches until when a paragraph speaks, which later sentences without a time carry on, up to the next heading (三、存在问题)."""
_EXPECTED = regex("(?:预计|力争|争取|下一步)(?!.*(?:实际|已))")
"""How a sentence says that nothing of it has been done yet."""
_RANKS = {"国": 0, "省": 1, "市": 2, "区": 3, "县": 3}
"""Which areas are of one rank: 全县 in a text of a district is no larger one."""


class Scope(NamedTuple):
    """Say what a document is about where it does not say so: a year, and 省, 市, 区 or 县 where that is known."""

    year: str
    area: str


class TypedFigure(NamedTuple):
    """Hold one typed figure.

    An ``exact`` one is of the document's year and area and, if it is a result, given to the digit; a ``timely``
    one may be of another area.
    """

    stated: Stated
    exact: bool
    timely: bool


def typed_figures(sentences: Iterable[Sentence], scope: Scope) -> Iterator[TypedFigure]:
    """Yield the figures of some sentences that are not approximate."""
    for sentence in sentences:
        declared = sentence.paragraph.leaf.field
        this_year = not _OTHER_YEARS.search("".join((*declared.path, declared.label)))
        for each in sentence.figures:
            if not each.rough:
                before = each.before
                final = each.paragraph.planned or not (each.bounded or each.compared or _EXPECTED.search(before))
                timely = final and this_year and not _is_of_other_time(_said_with(_TIMED, each, before), scope)
                yield TypedFigure(each, timely and not _is_of_other_area(each, before, scope), timely)


def _said_with(wanted: re.Pattern[str], each: Stated, before: str) -> str:
    """Return what its sentence says before a figure; where nothing wanted stands there, with the sentences since the last full stop.

    What is said of the old figure is not said of the one that it became.
    """
    said = before if wanted.search(before) else each.setting
    if wanted is _TIMED and not wanted.search(said) and "截" in each.plain:
        said = "".join(_UNTIL.findall(each.plain, 0, each.number.start)[-1:])
    return _OLD.sub("", said) if LEVEL.search(each.lead) else said


def _is_of_other_area(each: Stated, before: str, scope: Scope) -> bool:
    """Tell whether a figure's sentence speaks of another area."""
    said = _AREA.findall(_said_with(_AREA, each, before)) if scope.area else ()
    return any(_RANKS[area] != _RANKS.get(scope.area) for area in said)


def _is_of_other_time(sentence: str, scope: Scope) -> bool:
    """Tell whether a sentence speaks of another year, or of less than a year."""
    time = from_whole_year(sentence).replace(_THIS_YEAR, "")
    if "年" in time and any(year != scope.year for year in _YEAR.findall(time)):
        return True
    return bool(_period().search(_YEAR_END.sub("", time) if "截" in time else time))


def from_whole_year(sentence: str) -> str:
    """Return what a sentence says from its last 全年 on, with the year that stands before that (上年全年); all without one."""
    if _YEAR_ROUND not in sentence:
        return sentence
    begin = max((found.start() for found in _WHOLE_YEAR.finditer(sentence)), default=0)
    return sentence[begin:]


@lru_cache(maxsize=1)
def _period() -> re.Pattern[str]:
    """Return a pattern of other times than the year, those of single trades with them (秋季学期, 汛期)."""
    return regex("|".join((*_PERIODS, *trade_words().seasons)))
