"""The figures typed into a document's prose, and whether each is of its year and area."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

from selfeval.evaluation.figures.clause import Clause, clauses
from selfeval.evaluation.paragraph import Paragraph
from selfeval.evaluation.words import trade_words
from selfeval.problem import Place
from selfeval.text.pattern import regex

_WHOLE_YEAR = "全年"
_PERIODS = (
    *("上半年", "下半年", "季度", "上年", "去年", "同期", "以来", "近年", "历年", "首次", "首批", "连续", "期间"),
    *(f"{digit}月" for digit in range(10)),
    *(f"{since}{count}年" for since in "近前" for count in "两三四五"),
    "第.批",
)
_YEAR_END = regex(r"截[至止到](?:20\d\d年)?12月")
_YEAR = regex(r"(20\d\d)年")
_AREA = regex("[全我]([国省市区县])")


class Scope(NamedTuple):
    """Say what a document is about where it does not say so: a year, and 省, 市, 区 or 县 where that is known."""

    year: str
    area: str


class TypedFigure(NamedTuple):
    """Hold one typed figure with its clause; ``apart`` marks one of another time or area than the document's."""

    paragraph: Paragraph
    clause: Clause
    apart: bool

    @property
    def exact(self) -> bool:
        """Tell a figure that is of the document's year and area and, if it is a result, given to the digit."""
        return not self.apart and (self.paragraph.planned or not (self.clause.bounded or self.clause.compared))

    @property
    def where(self) -> str:
        """Return the path of the text it stands in."""
        return self.paragraph.leaf.where

    @property
    def place(self) -> Place:
        """Return where the number and its unit were typed."""
        return self.paragraph.text.at(self.clause.start, self.clause.end)

    @property
    def shown(self) -> str:
        """Return the number with its unit as typed."""
        return str(self.paragraph.text[self.clause.start : self.clause.end])


def typed_figures(paragraphs: Iterable[Paragraph], scope: Scope) -> Iterator[TypedFigure]:
    """Yield the figures of some paragraphs that are not approximate."""
    for paragraph in paragraphs:
        for clause in clauses(str(paragraph.text)):
            yield TypedFigure(paragraph, clause, _is_apart(clause.sentence, scope))


def sentences(paragraphs: Iterable[Paragraph], year: str) -> tuple[list[TypedFigure], ...]:
    """Return the figures of each sentence, quoted ones left out; 其中 after a stop goes on with the sentence before."""
    found: list[list[TypedFigure]] = []
    for _, inside in groupby(typed_figures(paragraphs, Scope(year, "")), key=lambda each: id(each.paragraph)):
        last = ""
        for each in inside:
            before = each.clause.sentence
            if last and before.startswith((last, "其中")):
                found[-1].append(each)
            else:
                found.append([each])
            last = before
    return tuple(found)


def _is_apart(sentence: str, scope: Scope) -> bool:
    """Tell whether a sentence speaks of another year, of less than a year, or of another area."""
    time = sentence.rpartition(_WHOLE_YEAR)[2]
    if scope.area and any(area != scope.area for area in _AREA.findall(sentence)):
        return True
    if "年" in time and any(year != scope.year for year in _YEAR.findall(time)):
        return True
    return bool(_period().search(_YEAR_END.sub("", time) if "截" in time else time))


@lru_cache(maxsize=1)
def _period() -> re.Pattern[str]:
    """Return a pattern of other times than the year, those of single trades with them (秋季学期, 汛期)."""
    return regex("|".join((*_PERIODS, *trade_words().seasons)))
