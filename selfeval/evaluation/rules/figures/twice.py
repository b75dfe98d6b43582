"""A figure that is written once and quoted everywhere cannot differ from itself."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.figures.figure import equal, worth_of
from selfeval.evaluation.figures.known import Known
from selfeval.evaluation.figures.mentions import Mention
from selfeval.evaluation.figures.phrase import telling
from selfeval.evaluation.figures.typed import TypedFigure
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.paragraph import documents

SHORTEST = 4
"""How many telling characters a phrase has before the same phrase and figure in another text are the same thing."""


def figure_typed_twice(dossier: Dossier) -> Iterator[Finding]:
    """Find figures in the prose of results that the data holds, or an earlier text, once for each text.

    Texts that only another form's document draws say again what their own form prints.
    """
    told = [
        each
        for each in dossier.mentions
        if (text := each.typed.stated.paragraph).narrative and text.leaf.field.printed and not text.planned
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
    units: dict[str, dict[str, None]] = {}
    first: dict[tuple[str, str, Decimal], dict[str, TypedFigure]] = {}  # of each, the first two texts: one is another
    texts: dict[str, list[tuple[TypedFigure, TypedFigure]]] = {}
    for each in found:
        phrase, figure = telling(each.stated.phrase), each.stated.figure
        known = units.setdefault(phrase, {})
        worths = ((unit, worth_of(figure.unit, unit)) for unit in known)
        places = [
            first[key] for unit, worth in worths if worth and (key := (phrase, unit, figure.value * worth)) in first
        ]
        earlier = [one for place in places for where, one in place.items() if where != each.stated.where]
        known[figure.unit] = None
        own = first.setdefault((phrase, figure.unit, figure.value), {})
        if len(own) < 2:
            own.setdefault(each.stated.where, each)
        if earlier:
            texts.setdefault(each.stated.where, []).append((each, earlier[0]))
    for listed in texts.values():
        each, one = listed[0]
        place = one.stated.place
        message = f"“{each.stated.said}”在 {place.file} 第 {place.line} 行也写了，写进“事实”再引用，以后只改一处{_count(listed)}"
        yield Finding(each.stated.place, message, each.stated.where)


def _count(listed: list[tuple[TypedFigure, Known]] | list[tuple[TypedFigure, TypedFigure]]) -> str:
    return f"（这段文字里这样的数共 {len(listed)} 个）" if len(listed) > 1 else ""
