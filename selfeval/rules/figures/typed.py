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

SHOWN = 24
"""How many characters of a clause a message shows on either side of its figure."""
_QUOTED = "□"
_CLAUSE = re.compile(f"[,:;()。!?{_QUOTED}]")
_SENTENCE = re.compile("[;。!?]")
_AND = re.compile("[、和及]")
_COUNTING = re.compile(rf"\d|{_QUOTED}")
_OTHER_UNIT = re.compile("[次/]")
_PART = re.compile("其中|包括|包含|分别|部分|不含|除了|除外|扣除|另有|另外|各[有配设]|均[有配设]|每|占|[人平日月]均")
_WHOLE_YEAR = "全年"
_PERIOD = re.compile(r"[上下]半年|季度|\d月|上年|去年|同期|以来|近年|历年|[近前][两三四五]年|首[次批]|第.批|连续|期间")
_YEAR_END = re.compile(r"截[至止到](?:20\d\d年)?12月")
_YEAR = re.compile(r"(20\d\d)年")
_AREA = re.compile("[全我]([国省市区县])")
_COMPARED = re.compile(
    "较|相比|同比|环比|增[长加]|[减缺]少|下降|上升|降低|[压缩调]减|提[高升]|[高低多少]于"
    "|目标|计划|预[计期]|(?<!模)拟|力争|确保|应[当办完达开]"
)


class Scope(NamedTuple):
    """Say what a document is about when it does not say so itself: a year, and a 市, 区 or 县 where that is known."""

    year: str
    area: str


class Typed(NamedTuple):
    """Hold one typed figure: where it is, and what its clause and sentence say.

    ``context`` is the clause and those before it in the sentence that count something too: a word
    said there need not be said again. ``bounded`` figures are at least or at most, ``compared`` ones
    differences or aims, ``apart`` ones of another time or area, ``partial`` ones perhaps of a part.
    """

    paragraph: Paragraph
    figure: Figure
    start: int
    end: int
    said: str
    phrase: str
    context: str
    bounded: bool
    compared: bool
    apart: bool
    partial: bool

    @property
    def exact(self) -> bool:
        """Tell a figure that is of the document's year and area and, if it is a result, given to the digit."""
        return not self.apart and (self.paragraph.planned or not (self.bounded or self.compared))

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


def typed(paragraphs: Iterable[Paragraph], scope: Scope) -> Iterator[Typed]:
    """Yield the figures of some paragraphs that are not approximate."""
    for paragraph in paragraphs:
        blanked = QUOTE.sub(lambda quote: _QUOTED + " " * (len(quote[0]) - 1), half(paragraph.text))
        kept = [at for at, character in enumerate(blanked) if not character.isspace()]
        text = "".join(blanked[at] for at in kept)
        numbers = find_numbers(text)
        ends = [0, *(number.end for number in numbers)]
        starts = [*(number.start for number in numbers[1:]), len(text)]
        for number, last, following in zip(numbers, ends, starts, strict=False):
            before = _before(text[last : number.start], is_first=last == 0)
            after = _after(text[number.end : following])
            lead, trail, found = LEAD.fullmatch(before), TRAIL.match(after), figure(number, text)
            if not found or not lead or lead["about"] or (trail and trail["around"]) or _OTHER_UNIT.match(after):
                continue
            noun = trail["noun"] + after[trail.end() :] if trail else after
            sentence = _SENTENCE.split(text[: number.start])[-1]
            yield Typed(
                paragraph,
                found,
                kept[number.start],
                kept[number.end - 1] + 1,
                _short(before) + text[number.start : number.end] + after[:SHOWN],
                lead["label"] + noun,
                "".join(filter(_COUNTING.search, re.split("[,:]", sentence)[:-1])) + before + noun,
                bounded=bool(lead["bound"] or trail),
                compared=bool(_COMPARED.search(before)),
                apart=_is_apart(sentence, scope),
                partial=bool(_PART.search(sentence)),
            )


def _before(between: str, *, is_first: bool) -> str:
    """Return the words before a number that are its own: after the last mark, and after what an earlier number counts."""
    clauses = _CLAUSE.split(between)
    return clauses[-1] if is_first or len(clauses) > 1 else _AND.split(between, maxsplit=1)[-1]


def _after(between: str) -> str:
    """Return the words after a number that are its own: up to the first mark."""
    return _CLAUSE.split(between)[0].partition("、")[0]


def _short(before: str) -> str:
    return f"…{before[-SHOWN:]}" if len(before) > SHOWN else before.lstrip("、")


def _is_apart(sentence: str, scope: Scope) -> bool:
    """Tell whether a sentence speaks of another year, of less than a year, or of another area."""
    time = sentence.rpartition(_WHOLE_YEAR)[2]
    other_area = scope.area and set(_AREA.findall(sentence)) - {scope.area}
    return bool(other_area or set(_YEAR.findall(time)) - {scope.year} or _PERIOD.search(_YEAR_END.sub("", time)))
