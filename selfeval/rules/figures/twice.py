"""A figure that is written once and quoted everywhere cannot differ from itself."""

from __future__ import annotations

from collections.abc import Iterator

from selfeval.form.form import Form
from selfeval.rules.figures.figure import equal
from selfeval.rules.figures.mentions import Mention, mentions
from selfeval.rules.figures.phrase import telling
from selfeval.rules.figures.typed import Typed
from selfeval.rules.finding import Finding
from selfeval.submission import Submission

SHORTEST = 4
"""How many telling characters a phrase has before the same phrase and figure elsewhere are the same thing."""


def figure_typed_twice(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find figures typed into prose that the data holds, or that another text holds, once a text."""
    found = [mention for mention in mentions(submission, form) if not mention.own and not mention.typed.paragraph.planned]
    yield from _in_data(found)
    yield from _in_texts([mention.typed for mention in found if not mention.held])


def _in_data(found: list[Mention]) -> Iterator[Finding]:
    texts: dict[str, list[tuple[Typed, str, str]]] = {}
    for each, meant, _ in found:
        one = next((one for one in meant if one.quote and equal(each.figure, one.figure)), None)
        if one:
            texts.setdefault(each.where, []).append((each, one.called, f"{{{{ {one.quote} }}}}"))
    for listed in texts.values():
        each, called, _ = listed[0]
        others = f"（这段文字里这样的数共 {len(listed)} 个）" if len(listed) > 1 else ""
        message = f"“{each.said}”在{called}里已经有了，改成引用，以后只改一处{others}"
        yield Finding(each.place, message, each.where, "\n".join(quote for _, _, quote in listed))


def _in_texts(found: list[Typed]) -> Iterator[Finding]:
    """Yield, for each text, the figures that an earlier text gives in the same words."""
    first: dict[str, list[Typed]] = {}
    repeated: dict[str, list[tuple[Typed, Typed]]] = {}
    for each in found:
        phrase = telling(each.phrase)
        if len(phrase) < SHORTEST:
            continue
        earlier = next((one for one in first.get(phrase, ()) if one.where != each.where and equal(one.figure, each.figure)), None)
        if earlier:
            repeated.setdefault(each.where, []).append((each, earlier))
        else:
            first.setdefault(phrase, []).append(each)
    for listed in repeated.values():
        each, earlier = listed[0]
        others = f"（这段文字里这样的数共 {len(listed)} 个）" if len(listed) > 1 else ""
        where = earlier.place
        message = f"“{each.said}”在 {where.file} 第 {where.line} 行也写了，写进“事实”再引用，以后只改一处{others}"
        yield Finding(each.place, message, each.where)
