"""A typed figure and what it stands for must be the same number."""

from __future__ import annotations

from collections.abc import Iterator

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.figures.figure import agree
from selfeval.evaluation.figures.mentions import Mention
from selfeval.evaluation.figures.phrase import searchable, shares_neighbours, telling
from selfeval.evaluation.figures.typed import TypedFigure
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.paragraph import documents
from selfeval.problem import Place
from selfeval.submission.quotes import BARE, QUOTE
from selfeval.text.name import fold

SHORTEST_NAME = 4
"""How many telling characters a name has before a figure beside the same words must be that figure."""
SHORTEST = 6
"""How many telling characters a phrase has before the same phrase in another text must mean the same."""


def figure_differs(dossier: Dossier) -> Iterator[Finding]:
    """Find a typed figure that differs from what it stands for in the data, or in another text.

    A text that gives the right figure, typed or quoted, may give another one in like words for something else.
    """
    for found, forms in documents(dossier.mentions):
        texts = [each for each, meant, _ in found if each.exact and not each.clause.partial and not meant]
        for finding in (*_from_data(found), *_between_texts(texts)):
            yield finding._replace(forms=forms)


def _from_data(found: list[Mention]) -> Iterator[Finding]:
    """Yield figures that differ from the one figure of the data that they speak of."""
    given = {
        (each.where, one.called) for each, meant, _ in found for one in meant if agree(each.clause.figure, one.figure)
    }
    for each, meant, _ in found:
        if each.exact and len({one.figure for one in meant}) == 1:
            one = meant[0]
            named = len(one.core) >= SHORTEST_NAME and (
                not each.clause.partial or shares_neighbours(one.core, searchable(each.clause.phrase))
            )
            if named and (each.where, one.called) not in given and fold(one.quote) not in _quoted(each):
                yield _finding(each, f"{one.called}是“{one.shown}”", one.place, one.fix)


def _between_texts(typed: list[TypedFigure]) -> Iterator[Finding]:
    """Yield figures that stand beside the same words in two texts, once in each, and differ."""
    same: dict[tuple[str, bool], dict[str, list[TypedFigure]]] = {}
    for each in typed:
        phrase = telling(each.clause.phrase)
        if len(phrase) >= SHORTEST:
            same.setdefault((phrase, each.paragraph.planned), {}).setdefault(each.where, []).append(each)
    for texts in same.values():
        first, *others = texts.values()
        for other in others:
            if len(first) == len(other) == 1 and agree(first[0].clause.figure, other[0].clause.figure) is False:
                yield _finding(other[0], f"那里是“{first[0].shown}”", first[0].place)


def _finding(each: TypedFigure, other: str, place: Place, fix: str = "") -> Finding:
    message = f"“{each.clause.said}”和 {place.file} 第 {place.line} 行对不上：{other}；请核对哪个对，改成一致"
    return Finding(each.place, message, each.where, fix)


def _quoted(each: TypedFigure) -> set[str]:
    """Return what the text quotes."""
    return {fold(name).removesuffix(f".{BARE}") for name in QUOTE.findall(each.paragraph.leaf.text)}
