"""What the rules about wording read: the paragraphs a form prints, each with the value it stands in."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate
from typing import NamedTuple

from selfeval.evaluation.finding import Finding
from selfeval.form.field import Kind
from selfeval.form.form import Form
from selfeval.problem import Place
from selfeval.source.node import Text
from selfeval.submission.submission import Submission
from selfeval.submission.tree import Leaf
from selfeval.text.pattern import regex

WRITTEN = frozenset({Kind.PROSE, Kind.LINES, Kind.TEXT, Kind.QUANTITY})
NARRATIVE = frozenset({Kind.PROSE, Kind.LINES})
_PLANS = frozenset({"项目目标", "年度指标值", "周期指标值"})
_SENTENCE = regex(r"[^。！？；;\n]+")


class Paragraph(NamedTuple):
    """Hold one printed paragraph and the value it stands in."""

    text: Text
    leaf: Leaf

    @property
    def key(self) -> str:
        """Return the last key of its field."""
        return self.leaf.field.path[-1]

    @property
    def narrative(self) -> bool:
        """Tell running text from names, values and remarks."""
        return self.leaf.field.kind in NARRATIVE

    @property
    def planned(self) -> bool:
        """Tell what was written before the year from what was written after it."""
        return self.leaf.field.file == "targets.yaml" or self.key in _PLANS


class Printed(tuple[Paragraph, ...]):
    """Hold paragraphs, and their text as one in which to look first for what is seldom there."""

    @cached_property
    def whole(self) -> str:
        """Return the text of all of them, one a line."""
        return "\n".join(paragraph.text for paragraph in self)

    @cached_property
    def narrative(self) -> Printed:
        """Return those that are running text."""
        return Printed(paragraph for paragraph in self if paragraph.narrative)

    def holding(self, *given: str | re.Pattern[str]) -> list[Paragraph]:
        """Return those in which one of some words stands, or something that a pattern finds on one line."""
        starts = [at for each in given for at in self._places(each)]
        return [self[number] for number in sorted({bisect(self._starts, at) - 1 for at in starts})]

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate((len(paragraph.text) + 1 for paragraph in self), initial=0))

    def _places(self, given: str | re.Pattern[str]) -> Iterator[int]:
        if isinstance(given, str):
            at = self.whole.find(given)
            while at >= 0:
                yield at
                at = self.whole.find(given, at + len(given))
        else:
            yield from (match.start() for match in given.finditer(self.whole))


class Spot(NamedTuple):
    """Hold what a pattern found in a paragraph."""

    paragraph: Paragraph
    match: re.Match[str]

    @property
    def place(self) -> Place:
        """Return where it was typed."""
        return self.paragraph.text.at(*self.match.span())


@lru_cache(maxsize=2)
def paragraphs(submission: Submission, form: Form) -> Printed:
    """Return every paragraph a form prints, once, in the order it was typed."""
    found: dict[str, tuple[Leaf, tuple[Text, ...]]] = {}
    for leaf in submission.leaves():
        declared = form.fields.get(leaf.field.path)
        if declared is None or not declared.printed or declared.kind not in WRITTEN or leaf.where in found:
            continue
        found[leaf.where] = leaf, leaf.value if isinstance(leaf.value, tuple) else (leaf.text,)
    return Printed(Paragraph(text, leaf) for leaf, texts in found.values() for text in texts if text)


def by_value(listed: Iterable[Paragraph]) -> list[list[Paragraph]]:
    """Return the paragraphs of each value together."""
    found: dict[str, list[Paragraph]] = {}
    for paragraph in listed:
        found.setdefault(paragraph.leaf.where, []).append(paragraph)
    return list(found.values())


def spots(pattern: re.Pattern[str], listed: Iterable[Paragraph]) -> Iterator[Spot]:
    """Yield everything a pattern finds."""
    for paragraph in listed:
        for match in pattern.finditer(paragraph.text):
            yield Spot(paragraph, match)


def sentences(paragraph: Paragraph) -> Iterator[Spot]:
    """Yield the sentences of a paragraph, without their stops."""
    return spots(_SENTENCE, [paragraph])


def sentence_around(spot: Spot) -> str:
    """Return the whole sentence a spot stands in."""
    found = (each.match for each in sentences(spot.paragraph))
    return next(match[0] for match in found if match.start() <= spot.match.start() < match.end())


def say(spot: Spot, message: str, fix: str = "") -> Finding:
    """Return a finding at a spot."""
    return Finding(spot.place, message, spot.paragraph.leaf.where, fix)


def say_once(found: Sequence[Spot], message: str, fix: str = "") -> Iterator[Finding]:
    """Report a habit of style once, at its first spot, with how often it occurs."""
    if found:
        yield say(found[0], message + (f"（共 {len(found)} 处）" if len(found) > 1 else ""), fix)
