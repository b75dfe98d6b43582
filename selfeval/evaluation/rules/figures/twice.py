"""A figure that is written once and quoted everywhere cannot differ from itself."""

from __future__ import annotations

from collections.abc import Iterator

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.figures.figure import equal
from selfeval.evaluation.figures.known import Known
from selfeval.evaluation.figures.mentions import Mention
from selfeval.evaluation.figures.phrase import telling
from selfeval.evaluation.figures.typed import TypedFigure
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.paragraph import documents

SHORTEST = 4
"""How many telling characters a phrase has before the same phrase and figure in another text are the same thing."""


def figure_typed_twice(dossier: Dossier) -> Iterator[Finding]:
    """Find figures in the prose of results that the data holds, or an earlier text, once for each text."""
    told = [
        each
        for each in dossier.mentions
        if each.typed.stated.paragraph.narrative and not each.typed.stated.paragraph.planned
    ]
    for found, forms in documents(told):
        texts = [each.typed for each in found if not each.known and _is_particular(each.typed)]
        for finding in (*_in_data(found), *_in_texts(texts)):
            yield finding._replace(forms=forms)


def _in_data(found: list[Mention]) -> Iterator[Finding]:
    texts: dict[str, list[tuple[TypedFigure, Known]]] = {}
    for each, meant, _ in found:
        if len(meant) == 1 and equal(each.stated.figure, meant[0].figure) and meant[0].quote:
            texts.setdefault(each.stated.where, []).append((each, meant[0]))
    for listed in texts.values():
        each, one = listed[0]
        message = f"“{each.stated.said}”在{one.called}里已经有了，改成引用，以后只改一处{_count(listed)}"
        yield Finding(each.stated.place, message, each.stated.where, "\n".join(one.fix for _, one in listed))


def _is_particular(each: TypedFigure) -> bool:
    """Tell whether a figure, in the same words, is hardly met by chance: it is no growth, and not 100 %."""
    figure = each.stated.figure
    return (
        len(telling(each.stated.phrase)) >= SHORTEST
        and not each.stated.compared
        and not (figure.unit == "%" and figure.value == 100)
    )


def _in_texts(found: list[TypedFigure]) -> Iterator[Finding]:
    first: dict[str, list[TypedFigure]] = {}
    texts: dict[str, list[tuple[TypedFigure, TypedFigure]]] = {}
    for each in found:
        known = first.setdefault(telling(each.stated.phrase), [])
        earlier = [
            one
            for one in known
            if one.stated.where != each.stated.where and equal(one.stated.figure, each.stated.figure)
        ]
        known.append(each)
        if earlier:
            texts.setdefault(each.stated.where, []).append((each, earlier[0]))
    for listed in texts.values():
        each, one = listed[0]
        place = one.stated.place
        message = f"“{each.stated.said}”在 {place.file} 第 {place.line} 行也写了，写进“事实”再引用，以后只改一处{_count(listed)}"
        yield Finding(each.stated.place, message, each.stated.where)


def _count(listed: list[tuple[TypedFigure, Known]] | list[tuple[TypedFigure, TypedFigure]]) -> str:
    return f"（这段文字里这样的数共 {len(listed)} 个）" if len(listed) > 1 else ""
