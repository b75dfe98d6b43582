"""What the rules about wording read: the paragraphs a form prints, each with the value it stands in."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from selfeval.filled import Leaf
from selfeval.form.field import Kind
from selfeval.form.form import Form
from selfeval.problem import Place
from selfeval.regex import regex
from selfeval.rules.finding import Finding
from selfeval.source.node import Text
from selfeval.submission import Submission

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


class Spot(NamedTuple):
    """Hold what a pattern found in a paragraph."""

    paragraph: Paragraph
    match: re.Match[str]

    @property
    def place(self) -> Place:
        """Return where it was typed."""
        return self.paragraph.text.at(*self.match.span())


@lru_cache(maxsize=2)
def paragraphs(submission: Submission, form: Form) -> tuple[Paragraph, ...]:
    """Return every paragraph a form prints, once, in the order it was typed."""
    found: dict[str, tuple[Leaf, tuple[Text, ...]]] = {}
    for leaf in submission.leaves():
        declared = form.fields.get(leaf.field.path)
        if declared is None or not declared.printed or declared.kind not in WRITTEN or leaf.where in found:
            continue
        found[leaf.where] = leaf, leaf.value if isinstance(leaf.value, tuple) else (leaf.text,)
    return tuple(Paragraph(text, leaf) for leaf, texts in found.values() for text in texts if text)


def by_value(listed: Iterable[Paragraph]) -> list[list[Paragraph]]:
    """Return the paragraphs of each value together."""
    found: dict[str, list[Paragraph]] = {}
    for paragraph in listed:
        found.setdefault(paragraph.leaf.where, []).append(paragraph)
    return list(found.values())


def spots(pattern: re.Pattern[str], listed: Iterable[Paragraph], *given: str) -> Iterator[Spot]:
    """Yield everything a pattern finds; ``given`` are words of which one stands in all that it finds."""
    for paragraph in listed:
        if not given or any(word in paragraph.text for word in given):
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
