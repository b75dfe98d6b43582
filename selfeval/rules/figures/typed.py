"""The figures typed into prose, each with the words around it; quoted ones are right and passed over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from selfeval.problem import Place
from selfeval.quantity.bounds import LEAD, TRAIL
from selfeval.quantity.characters import half
from selfeval.quantity.numbers import find_numbers
from selfeval.references import QUOTE
from selfeval.rules.figures.figure import Figure, figure
from selfeval.rules.text.paragraph import Paragraph

_QUOTED = "□"
_SHOWN = 20
_CLAUSE = re.compile(f"[,:;()。!?{_QUOTED}]")
_SENTENCE = re.compile("[;。!?]")
_PART = re.compile("其中|包括|分别|包含|部分|不含|除|另")
_PERIOD = re.compile(
    r"[上下]半年|季度|\d月|上年|去年|同期|以来|近年|历年|每[年月季周日次个]|人均|[平日月]均|单[次场]|首次|连续|批次?"
)
_LAST_DAY = re.compile(r"截[至止](?:20\d\d年)?12月")
_YEAR = re.compile(r"(20\d\d)年")
_COMPARED = re.compile(
    "较|相比|同比|环比|增长|增加|减少|下降|上升|降低|压减|缩减|调减|提[高升]|新增|[超多]出|[高低多少]于"
    "|目标|计划|预[计期]|拟|力争|确保|应当|需|还|仍|未|尚"
)


class Typed(NamedTuple):
    """Hold one typed figure: where it is, the words of its clause, and its sentence as far as that clause."""

    paragraph: Paragraph
    figure: Figure
    start: int
    end: int
    said: str
    phrase: str
    sentence: str
    bounded: bool
    limited: bool
    compared: bool

    @property
    def exact(self) -> bool:
        """Tell a figure that says all there is to say: of the whole year, of the whole, and, of results, to the digit."""
        return not self.limited and (self.paragraph.planned or not (self.bounded or self.compared))

    @property
    def where(self) -> str:
        """Return the path of the text it stands in."""
        return self.paragraph.leaf.where

    @property
    def place(self) -> Place:
        """Return where the number and its unit were typed."""
        return self.paragraph.text.at(self.start, self.end)

    @property
    def shown(self) -> str:
        """Return the number with its unit as typed."""
        return str(self.paragraph.text[self.start : self.end])


def typed(paragraphs: Iterable[Paragraph], year: str) -> Iterator[Typed]:
    """Yield the exact or bounded figures of some paragraphs, in a document about a year."""
    for paragraph in paragraphs:
        if any(map(str.isdecimal, paragraph.text)):
            yield from _of(paragraph, year)


def _of(paragraph: Paragraph, year: str) -> Iterator[Typed]:
    blanked = QUOTE.sub(lambda quote: _QUOTED + " " * (len(quote[0]) - 1), half(paragraph.text))
    kept = [at for at, character in enumerate(blanked) if not character.isspace()]
    text = "".join(blanked[at] for at in kept)
    numbers = find_numbers(text)
    ends = [0, *(number.end for number in numbers)]
    starts = [*(number.start for number in numbers[1:]), len(text)]
    for number, last, following in zip(numbers, ends, starts, strict=False):
        before, after = text[last : number.start], text[number.end : following]
        before, after = _CLAUSE.split(before)[-1], _CLAUSE.split(after)[0]
        lead, trail = LEAD.fullmatch(before), TRAIL.match(after)
        found = figure(number, text)
        if not found or not lead or lead["about"] or (trail and trail["around"]) or after[:1] in ("次", "/", "余", "多"):
            continue
        sentence = _SENTENCE.split(text[: number.start])[-1]
        years = set(_YEAR.findall(sentence)) - {year}
        yield Typed(
            paragraph,
            found,
            kept[number.start],
            kept[number.end - 1] + 1,
            before[-_SHOWN:] + text[number.start : number.end] + after[:_SHOWN],
            lead["label"] + after,
            sentence + after,
            bounded=bool(lead["bound"] or (trail and trail["bound"])),
            limited=bool(years or _PART.search(sentence) or _PERIOD.search(_LAST_DAY.sub("", sentence))),
            compared=bool(_COMPARED.search(before)),
        )
