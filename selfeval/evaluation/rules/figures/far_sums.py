"""Sums of terms between which other figures stand: three items over several sentences, the quarters of a year."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product

from selfeval.evaluation.figures.reading import Sentence, Stated
from selfeval.evaluation.figures.reckon import span, span_of
from selfeval.evaluation.figures.roles import same_measure
from selfeval.evaluation.rules.figures.listing import is_near, is_slip
from selfeval.text.pattern import regex

_PERIODS = (("一季度", "二季度", "三季度", "四季度"), ("上半年", "下半年"))
_LABEL = regex("[一二三四]季度|[上下]半年")
_OF_YEAR = regex("全年|合计|累计|总计|共")
_COUNT_WORDS = regex("全年|合计|累计|总计|共计?|实际|完成|达到?|为|有|总[数量]")
_INSIDE = regex("^(?:其中|“|在此|其间)")
"""Matches the begin of a sentence on a part of what was told before."""
_MOST, _CHOICES = 10, 3
"""How many terms at most are tried in all ways, and how many for one period."""


def is_of_year(each: Stated) -> bool:
    """Tell whether the words before a figure say that it is of a whole year, or a sum."""
    return bool(_OF_YEAR.search(each.lead))


def told_items(sentences: Sequence[Sentence], terms: Sequence[Stated], each: Stated, count: int) -> Sequence[Stated]:
    """Return so many of the terms, of as many sentences, that make a sum but for one slip; none where any so many make it."""
    alike = [one for one in terms if same_measure(one, each)][-_MOST:]
    if any(span_of(some, each).meets(span(each.figure)) for some in combinations(alike, count)):
        return ()
    begun = [sentence.figures for sentence in sentences if sentence.figures and not _INSIDE.match(sentence.words)]
    own = set(map(id, alike))
    firsts = [next((one for one in figures if id(one) in own), None) for figures in begun]
    some = combinations([one for one in reversed(firsts) if one], count)
    return next((tuple(reversed(one)) for one in some if is_slip(one, each)), ())


def periods_of_year(sentences: Sequence[Sentence], terms: Sequence[Stated], each: Stated) -> Sequence[Stated]:
    """Return the figures of all quarters or halves of a year that stand before a sum of them and do not make it."""
    noun = _COUNT_WORDS.sub("", each.lead)[-2:]
    if len(noun) < 2 or not any(_LABEL.search(sentence.words) for sentence in sentences):
        return ()
    told: dict[str, list[Stated]] = {}
    label, own = "", set(map(id, terms))
    for sentence in sentences:
        at = 0
        for one in (*sentence.figures, None):
            end = one.position if one else len(sentence.words)
            labels = _LABEL.findall(sentence.words, at, end)
            label, at = labels[-1] if labels else label, end
            if label and one and id(one) in own and one.figure.unit == each.figure.unit:
                told.setdefault(label, []).append(one)
    row = next((row for row in _PERIODS if all(name in told for name in row)), ())
    ways = [told[name][:_CHOICES] for name in row]
    if not row or not any(noun in one.lead for some in ways for one in some):
        return ()
    whole = list(product(*ways))
    every = [one for some in ways for one in some]
    if any(span_of(some, each).meets(span(each.figure)) for some in (*whole, every)):
        return ()
    return whole[0] if is_near(whole[0], each) or is_slip(whole[0], each) else ()
