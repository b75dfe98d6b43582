"""A text read once into its figures: sentence by sentence, each figure one sign among the words.

In the words of a sentence every figure is a single character that says of what sort it is, so that a pattern
can speak of figures as it speaks of words: ``由({A})(?:增加|上升)到({A})``. What a sign stands for is looked up
in its sentence: ``sentence.of(match[1])``.
"""

from __future__ import annotations

from bisect import bisect
from collections import deque
from collections.abc import Callable, Iterator
from itertools import accumulate
from typing import NamedTuple

from selfeval.evaluation.figures.figure import TIMES, Figure, any_figure
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.paragraph import Paragraph
from selfeval.problem import Place
from selfeval.quantity.bounds import TRAIL, split_lead
from selfeval.quantity.characters import to_half_width
from selfeval.quantity.numbers import Number, find_numbers
from selfeval.submission.quotes import QUOTE
from selfeval.text.pattern import regex

_ROOM = 0x100
"""How many figures a sentence has at most; a longer one is read as several."""
_AMOUNTS, _PERCENTS, _POINTS, _ROUGH = (0xF0000 + _ROOM * sort for sort in range(4))
_QUOTED = "□"


def _signs(first: int, last: int) -> str:
    return f"[{chr(first)}-{chr(last + _ROOM - 1)}]"


A, P, B, R = (_signs(sort, sort) for sort in (_AMOUNTS, _PERCENTS, _POINTS, _ROUGH))
"""Patterns of one figure: an amount or count, a percentage, percentage points, an approximate one."""
ANY = _signs(_AMOUNTS, _ROUGH)
"""A pattern of one figure of any sort."""
WORD = f"[^,;{ANY[1:]}"
"""A pattern of one character that is no figure, comma or semicolon."""

SHOWN = 24
"""How many characters of a clause a message shows on either side of its figure."""
_TYPED = regex(r"\S+")
_ITEM = regex("[,:、]")
_COUNTING = regex(rf"\d|{_QUOTED}")
_COMPARED = regex(
    "较|相比|同比|环比|增[长加]|[减缺]少|下降|上升|降低|[压缩调]减|提[高升](?!(?:改造)?(?:项目|工程|行动))|[高低多少]于"
    "|目标|计划|预[计期]|(?<!模)拟|力争|确保|应[当办完达开]"
)
LEVEL = regex("(?:增[长加]|减少|下降|上升|降低|提[高升]|压[缩减])[至到]$")
"""Matches what stands before a figure that a change led to, which is no difference (提升至81.4%)."""
_PART = regex(
    "其中|包括|包含|分别|部分|不含|除了|除外|扣除|另有|另外|各[有配设建办开演装发种植举组培印订]|均[有配设]|每|占|[人平日月]均"
)
_STOPS = "。!?;"
_STOP = regex(f"[{_STOPS}]+")
_FULL_STOPS = "。!?"
_MARK = regex(rf"[,:;()。!?{_QUOTED}]")
_AND = regex("[、和及]")
_NAME_BEFORE_COUNT = regex(
    r"[A-Za-z]{2,}(?=[0-9]+(?:(?<=[0-9]{3})|\.[0-9]+)[万亿]?(?:件|人次|人|个|户|次|家|起|宗|条|笔|例))"
)
"""Letters that are no code but a name behind which a count stands (手机APP7028件, CT3.76万人次)."""
_QUOTED_AMOUNT = regex(r"“([^“”,;。]{2,30}(?<=[为是达到数额率算出入])[0-9][0-9,.]*(?:[万亿]?元|%))”")
"""Matches a quotation that is no name but says an amount (写明“调整后预算数为963万元”)."""
_DAY_BEFORE = regex("[日号][-—~至到、和]")
_SPELT = frozenset("一二两三四五六七八九十")
_SPELT_FROM = 11
_CLAUSES = 8
"""How many clauses back a clause may carry on what another said."""
_REACH = 400
"""How far back in its sentence a figure looks for words that say of what time or part it is."""


class _BareFigure(NamedTuple):
    """Hold what is read of a figure before its sentence is known; the fields are those of `Stated`."""

    figure: Figure
    number: Number
    lead: str
    trail: str
    phrase: str
    rough: bool
    bounded: bool
    start: int
    end: int


class Stated(NamedTuple):
    """Hold a figure as a text states it.

    ``lead`` and ``trail`` are its own words before and behind it, ``phrase`` both without what bounds it; ``number`` says where it stands in ``plain``, the
    paragraph without blanks, ``begin`` where its sentence begins there, and ``start`` and ``end`` where it was typed;
    ``sign`` stands for it in the words of its sentence, at ``position``. A ``rough`` one is rounded in words (近, 余) or a range, a ``bounded`` one at least or at most.
    """

    figure: Figure
    number: Number
    lead: str
    trail: str
    phrase: str
    rough: bool
    bounded: bool
    start: int
    end: int
    paragraph: Paragraph
    plain: str
    begin: int
    sign: str
    position: int

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

    @property
    def before(self) -> str:
        """Return what its sentence says before it."""
        return self.plain[max(self.begin, self.number.start - _REACH) : self.number.start]

    @property
    def setting(self) -> str:
        """Return what is said before it since the last full stop: a time or place said there holds behind semicolons too."""
        before = self.plain[max(0, self.number.start - _REACH) : self.number.start]
        return before[max(map(before.rfind, _FULL_STOPS)) + 1 :]

    @property
    def said(self) -> str:
        """Return it with its own words, shortened, as messages show it."""
        lead = f"…{self.lead[-SHOWN:]}" if len(self.lead) > SHOWN else self.lead.lstrip("、")
        return lead + self.plain[self.number.start : self.number.end] + self.trail[:SHOWN]

    @property
    def earlier(self) -> tuple[str, ...]:
        """Return the clauses before its own, in its sentence, that count something too."""
        return tuple(filter(_COUNTING.search, _ITEM.split(self.before.removesuffix(self.lead))[-_CLAUSES:]))

    def is_beside(self, other: Stated) -> bool:
        """Tell whether another figure stands in its sentence."""
        return self.begin == other.begin and self.plain is other.plain

    @property
    def compared(self) -> bool:
        """Tell a difference or an aim."""
        return bool(_COMPARED.search(self.lead) and _COMPARED.search(LEVEL.sub("", self.lead)))

    @property
    def partial(self) -> bool:
        """Tell a figure that is perhaps of a part."""
        return bool(_PART.search(self.before))


class Sentence(NamedTuple):
    """Hold the words of a sentence with a sign for each figure, its figures, and the mark that ends it.

    ``gaps`` are the words before each figure, from the figure before it on, and at last those behind all of them.
    """

    paragraph: Paragraph
    words: str
    stop: str
    figures: tuple[Stated, ...]
    gaps: tuple[str, ...]

    def of(self, sign: str) -> Stated:
        """Return the figure for which a sign stands."""
        return self.figures[ord(sign) % _ROOM]

    def at(self, sign: str) -> int:
        """Return the number of a figure in the sentence."""
        return ord(sign) % _ROOM


def read(paragraph: Paragraph) -> tuple[Sentence, ...]:
    """Return the sentences of a paragraph in order, those without figures too."""
    return tuple(_read(paragraph))


def _read(paragraph: Paragraph) -> Iterator[Sentence]:
    blanked = QUOTE.sub(lambda quote: _QUOTED + " " * (len(quote[0]) - 1), to_half_width(paragraph.text))
    plain = "".join(blanked.split())
    found = deque(_figures(blanked, plain))
    begin = 0
    for stop in (*_STOP.finditer(plain), None):
        end = stop.start() if stop else len(plain)
        inside: list[_BareFigure] = []
        while found and found[0].number.start < end:
            inside.append(found.popleft())
            if len(inside) == _ROOM:
                yield _sentence(paragraph, plain, inside, (begin, inside[-1].number.end), "")
                begin, inside = inside[-1].number.end, []
        if end > begin:
            yield _sentence(paragraph, plain, inside, (begin, end), stop[0][0] if stop else "")
        begin = stop.end() if stop else end


def _sentence(
    paragraph: Paragraph, plain: str, inside: list[_BareFigure], span: tuple[int, int], stop: str
) -> Sentence:
    """Write a sign for each figure into a sentence."""
    if not inside:
        words = plain[slice(*span)]
        return Sentence(paragraph, words, stop, (), (words,))
    gaps, figures = [], []
    at, end, length = *span, 0
    for number, each in enumerate(inside):
        gaps.append(plain[at : each.number.start])
        length += len(gaps[-1])
        figures.append(Stated(*each, paragraph, plain, span[0], chr(_sort(each) + number), length))
        length += 1
        at = each.number.end
    gaps.append(plain[at:end])
    words = "".join(gap + each.sign for gap, each in zip(gaps, figures, strict=False)) + gaps[-1]
    return Sentence(paragraph, words, stop, tuple(figures), tuple(gaps))


def _sort(each: _BareFigure) -> int:
    if each.rough or each.bounded:
        return _ROUGH
    match each.figure.unit:
        case "%":
            return _PERCENTS
        case "个百分点" | "百分点":
            return _POINTS
        case _:
            return _AMOUNTS


def _figures(blanked: str, plain: str) -> Iterator[_BareFigure]:
    """Yield the figures of a paragraph; a small numeral in words is part of what is said (三次产业, 四件事)."""
    told = _QUOTED_AMOUNT.sub(r"‘\1’", plain) if "“" in plain else plain
    found = find_numbers(_NAME_BEFORE_COUNT.sub(lambda match: "某" * len(match[0]), told))
    numbers = [
        _without_more(number, plain)
        for number in found
        if number.unit and not (_is_spelt(number, plain) or _is_cut(number) or _is_last_day(number, plain))
    ]
    typed = _typed_positions(blanked, plain)
    ends = [0, *(number.end for number in numbers)]
    starts = [*(number.start for number in numbers[1:]), len(plain)]
    for number, last, following in zip(numbers, ends, starts, strict=False):
        before = _before(plain[last : number.start], is_first=last == 0)
        after = _after(plain[number.end : following])
        label, bound, about = split_lead(before, 0, len(before))
        trail = TRAIL.match(after)
        value = any_figure(number, plain) or Figure(number.values[-1], number.values[-1], number.unit)
        if TIMES.match(after):
            value, after = value._replace(unit=f"{value.unit}次"), after[1:]
            number = number._replace(end=number.end + 1)
        rough = bool(about or number.is_odd or len(number.values) > 1 or (trail and trail["around"]))
        yield _BareFigure(
            value,
            number,
            before,
            after,
            label + ((trail["noun"] or "") + after[trail.end() :] if trail else after),
            rough
            or after.startswith("/")
            or plain[number.end - 1] == "成"
            or plain[number.start - 1 : number.start] in ("万", "亿"),
            bool(bound or trail),
            typed(number.start),
            typed(number.end - 1) + 1,
        )


def _is_spelt(number: Number, plain: str) -> bool:
    return plain[number.start] in _SPELT and number.values[0] < _SPELT_FROM


def _is_cut(number: Number) -> bool:
    """Tell whether a number lacks the end of its unit: 12.7个、12个百分点."""
    return number.unit == "个" and any(value % 1 for value in number.values)


def _without_more(number: Number, plain: str) -> Number:
    """Return a number without a 多 that belongs to the difference behind it (比计划的126场多4场)."""
    is_more = number.is_odd and plain[number.end - 1] == "多" and plain[number.end : number.end + 1].isdigit()
    return number._replace(end=number.end - 1, is_odd=False) if is_more else number


def _is_last_day(number: Number, plain: str) -> bool:
    """Tell whether a number is a day behind another one, which ends a span of them: 4月3日至5日."""
    return number.unit == "日" and bool(_DAY_BEFORE.match(plain, max(0, number.start - 2)))


def _typed_positions(blanked: str, plain: str) -> Callable[[int], int]:
    """Return what tells where a character of the text without blanks was typed."""
    if len(plain) == len(blanked):
        return lambda at: at
    spans = [found.span() for found in _TYPED.finditer(blanked)]
    begins = list(accumulate((end - start for start, end in spans), initial=0))

    def typed(at: int) -> int:
        run = bisect(begins, at) - 1
        return spans[run][0] + at - begins[run]

    return typed


def _before(between: str, *, is_first: bool) -> str:
    """Return the words before a number that are its own: after the last mark, and after what an earlier number counts."""
    parts = _MARK.split(between)
    return parts[-1] if is_first or len(parts) > 1 else _AND.split(between, maxsplit=1)[-1]


def _after(between: str) -> str:
    """Return the words after a number that are its own: up to the first mark."""
    mark = _MARK.search(between)
    return between[: mark.start() if mark else len(between)].partition("、")[0]


def found_at(each: Stated, message: str, fix: str = "") -> Finding:
    """Return a finding at a figure."""
    return Finding(each.place, message, each.where, fix, each.paragraph.forms)
