"""The paragraphs that a department's documents print, each with the value it stands in and the forms that print it."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple, Protocol, TypeVar

from selfeval.evaluation.finding import Finding
from selfeval.form.expression import KeyPath
from selfeval.form.field import Kind, Role
from selfeval.form.form import Form, Phase
from selfeval.form.schema import Schema
from selfeval.problem import Place
from selfeval.source.node import Text
from selfeval.submission.tree import Leaf
from selfeval.text.pattern import regex

WRITTEN = frozenset({Kind.PROSE, Kind.LINES, Kind.TEXT, Kind.QUANTITY})
NARRATIVE = frozenset({Kind.PROSE, Kind.LINES})
_PLANS = frozenset({Role.GOAL, Role.TARGET, Role.PERIOD_TARGET, Role.ADJUSTED_TARGET})
_SENTENCE = regex(r"[^。！？；;\n]+")


class Paragraph(NamedTuple):
    """Hold one printed paragraph, the value it stands in, the due forms that print it, and the phase of its file.

    A ``planned`` text is a plan: written before the year, as a goal or target, or printed by forms of that time alone.
    """

    text: Text
    leaf: Leaf
    forms: frozenset[str]
    phase: Phase | None = None
    planned: bool = False

    @property
    def role(self) -> Role | None:
        """Return what its field is for."""
        return self.leaf.field.role

    @property
    def key(self) -> str:
        """Return the last key of its field."""
        return self.leaf.field.path[-1]

    @property
    def narrative(self) -> bool:
        """Tell whether this is running text, not a name, a value or a remark."""
        return self.leaf.field.kind in NARRATIVE


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

    @cached_property
    def values(self) -> list[list[Paragraph]]:
        """Return the paragraphs of each value together."""
        return by_value(self)

    @cached_property
    def _with_role(self) -> dict[Role | None, list[int]]:
        """Return the numbers of the paragraphs of each role."""
        found: dict[Role | None, list[int]] = {}
        for number, paragraph in enumerate(self):
            found.setdefault(paragraph.role, []).append(number)
        return found

    def of(self, *roles: Role) -> list[Paragraph]:
        """Return those of fields that have one of some roles."""
        numbers = sorted(number for role in roles for number in self._with_role.get(role, ()))
        return [self[number] for number in numbers]

    def holding(self, *given: str | re.Pattern[str]) -> list[Paragraph]:
        """Return those in which one of some words stands, or something that a pattern finds on one line."""
        return [self[number] for number in sorted({number for each in given for number in self._numbers(each)})]

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate((len(paragraph.text) + 1 for paragraph in self), initial=0))

    def _numbers(self, given: str | re.Pattern[str]) -> Iterator[int]:
        """Yield the number of each paragraph that holds something, going on from there with the next."""
        at = _find(given, self.whole, 0)
        while at >= 0:
            number = bisect(self._starts, at)
            yield number - 1
            at = _find(given, self.whole, self._starts[number])


class Spot(NamedTuple):
    """Hold what a pattern found in a paragraph."""

    paragraph: Paragraph
    match: re.Match[str]

    @property
    def place(self) -> Place:
        """Return where it was typed."""
        return self.paragraph.text.at(*self.match.span())

    @property
    def forms(self) -> frozenset[str]:
        """Return the forms that print it."""
        return self.paragraph.forms


class Shown(Protocol):
    """Say which forms' documents show something."""

    @property
    def forms(self) -> frozenset[str]:
        """Return the forms."""
        ...


S = TypeVar("S", bound=Shown)


def printed_paragraphs(leaves: Iterable[Leaf], forms: Sequence[Form], schema: Schema) -> Printed:
    """Return every paragraph that one of the forms prints, once, in the order it was typed.

    Prose that a form has and does not print is there for another one's document to draw, and counts as printed.
    """
    found: dict[str, tuple[Leaf, tuple[Text, ...], frozenset[str]]] = {}
    printers: dict[KeyPath, frozenset[str]] = {}
    for leaf in leaves:
        path = leaf.field.path
        if path not in printers:
            printers[path] = frozenset(form.slug for form in forms if _prints(form, path))
        users = printers[path]
        if users and leaf.where not in found:
            found[leaf.where] = leaf, leaf.value if isinstance(leaf.value, tuple) else (leaf.text,), users
    phases = {path: schema.phase_of(path) for path in printers}
    aims = frozenset(form.slug for form in forms if form.phase is Phase.TARGETS)
    return Printed(
        Paragraph(text, leaf, users, phase, planned)
        for leaf, texts, users in found.values()
        for phase in [phases[leaf.field.path]]
        for planned in [phase is Phase.TARGETS or leaf.field.role in _PLANS or users <= aims]
        for text in texts
        if text
    )


def _prints(form: Form, path: KeyPath) -> bool:
    declared = form.fields.get(path)
    return declared is not None and declared.kind in (WRITTEN if declared.printed else NARRATIVE)


def _find(given: str | re.Pattern[str], text: str, start: int) -> int:
    """Return where a word or pattern is found first, -1 where it is not."""
    if isinstance(given, str):
        return text.find(given, start)
    found = given.search(text, start)
    return found.start() if found else -1


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


def long_spots(pattern: re.Pattern[str], length: int, listed: Iterable[Paragraph]) -> list[Spot]:
    """Return what a pattern finds that is as long as a length, or longer."""
    return [
        Spot(paragraph, match)
        for paragraph in listed
        if len(paragraph.text) >= length
        for match in pattern.finditer(paragraph.text)
        if match.end() - match.start() >= length
    ]


def sentence_around(spot: Spot) -> str:
    """Return the whole sentence a spot stands in."""
    found = (each.match for each in sentences(spot.paragraph))
    return next(match[0] for match in found if match.start() <= spot.match.start() < match.end())


def documents(listed: Sequence[S]) -> Iterator[tuple[list[S], frozenset[str]]]:
    """Yield what each document shows of some things, with its form; forms whose documents show the same ones together."""
    numbers: dict[tuple[int, ...], set[str]] = {}
    for form in sorted(frozenset[str]().union(*(each.forms for each in listed))):
        shown = tuple(at for at, each in enumerate(listed) if form in each.forms)
        numbers.setdefault(shown, set()).add(form)
    for shown, forms in numbers.items():
        yield [listed[number] for number in shown], frozenset(forms)


def shared(spot: Spot, earlier: Iterable[Spot]) -> Iterator[tuple[Spot, frozenset[str]]]:
    """Yield the earlier spots that stand in one document with another, the first of each document, with its forms."""
    rest = spot.forms
    for one in earlier:
        if not rest:
            return
        common = one.forms & rest
        if common:
            yield one, common
            rest -= common


def say(spot: Spot, message: str, fix: str = "") -> Finding:
    """Return a finding at a spot."""
    return Finding(spot.place, message, spot.paragraph.leaf.where, fix, spot.forms)


def say_once(found: Sequence[Spot], forms: frozenset[str], message: str, fix: str = "") -> Finding:
    """Report a habit of style once for a document, at its first spot, with how often it occurs."""
    count = f"（共 {len(found)} 处）" if len(found) > 1 else ""
    return say(found[0], message + count, fix)._replace(forms=forms)
