"""A figure that is written once and quoted everywhere cannot differ from itself."""

from __future__ import annotations

from collections.abc import Iterator

from selfeval.evaluation.finding import Finding
from selfeval.evaluation.rules.figures.figure import equal
from selfeval.evaluation.rules.figures.known import Held
from selfeval.evaluation.rules.figures.mentions import Mention, mentions
from selfeval.evaluation.rules.figures.phrase import telling
from selfeval.evaluation.rules.figures.typed import Typed
from selfeval.form.form import Form
from selfeval.submission.submission import Submission

SHORTEST = 4
"""How many telling characters a phrase has before the same phrase and figure in another text are the same thing."""


def figure_typed_twice(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find figures in the prose of results that the data holds, or an earlier text, once for each text."""
    found = [
        each
        for each in mentions(submission, form)
        if each.typed.paragraph.narrative and not each.typed.paragraph.planned
    ]
    yield from _in_data(found)
    yield from _in_texts([each.typed for each in found if not each.held and _is_particular(each.typed)])


def _in_data(found: list[Mention]) -> Iterator[Finding]:
    texts: dict[str, list[tuple[Typed, Held]]] = {}
    for each, meant in found:
        if len(meant) == 1 and equal(each.clause.figure, meant[0].figure) and meant[0].quote:
            texts.setdefault(each.where, []).append((each, meant[0]))
    for listed in texts.values():
        each, one = listed[0]
        message = f"“{each.clause.said}”在{one.called}里已经有了，改成引用，以后只改一处{_count(listed)}"
        yield Finding(each.place, message, each.where, "\n".join(one.fix for _, one in listed))


def _is_particular(each: Typed) -> bool:
    """Tell a figure that, in the same words, is hardly met by chance: no growth, and not 100 %."""
    figure = each.clause.figure
    return (
        len(telling(each.clause.phrase)) >= SHORTEST
        and not each.clause.compared
        and not (figure.unit == "%" and figure.value == 100)
    )


def _in_texts(found: list[Typed]) -> Iterator[Finding]:
    first: dict[str, list[Typed]] = {}
    texts: dict[str, list[tuple[Typed, Typed]]] = {}
    for each in found:
        known = first.setdefault(telling(each.clause.phrase), [])
        earlier = [one for one in known if one.where != each.where and equal(one.clause.figure, each.clause.figure)]
        known.append(each)
        if earlier:
            texts.setdefault(each.where, []).append((each, earlier[0]))
    for listed in texts.values():
        each, one = listed[0]
        place = one.place
        message = f"“{each.clause.said}”在 {place.file} 第 {place.line} 行也写了，写进“事实”再引用，以后只改一处{_count(listed)}"
        yield Finding(each.place, message, each.where)


def _count(listed: list[tuple[Typed, Held]] | list[tuple[Typed, Typed]]) -> str:
    return f"（这段文字里这样的数共 {len(listed)} 个）" if len(listed) > 1 else ""
