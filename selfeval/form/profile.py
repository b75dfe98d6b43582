"""A scoring profile: the points, formulae, bands and grades that one region sets for a year."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import NamedTuple

from selfeval.problem import Problem
from selfeval.quantity.notation import round_to
from selfeval.text.name import fold
from selfeval.text.pattern import regex

ZERO, ONE = Decimal(0), Decimal(1)

Steps = tuple[tuple[Decimal, Decimal], ...]
"""Lower bounds, each with the share or points given from it on; the highest bound first."""


_POINTS = regex(r"[(\[【〔](?:分值|权重|满分)?:?([0-9]{1,4}(?:\.[0-9]{1,4})?)分[)\]】〕]:?$")


class Formula(NamedTuple):
    """Hold a formula for a missed target: its word in ``scoring.yaml``, and the share of the points by actual/target."""

    word: str
    share: Callable[[Decimal], Decimal]


class Band(NamedTuple):
    """Hold the words of one qualitative grade and its shares; ``ceiling`` is excluded, unless it is 1."""

    floor: Decimal
    ceiling: Decimal
    words: tuple[str, ...]


class Execution(NamedTuple):
    """Hold how the execution rate is scored: by its steps; without steps in proportion, at most the points.

    ``finished`` is the share for a project that is finished within its budget, None where there is no such rule;
    ``caps`` are the most points in all, by the rate.
    """

    points: Decimal | None = None
    steps: Steps = ()
    finished: Decimal | None = None
    caps: Steps = ()


class Profile(NamedTuple):
    """Hold one named way of scoring; a kind of target for which it has no rule is not scored by machine.

    ``weights`` are the points of first-level headings, ``moved`` those of an absent one by the headings that take
    them over; ``forward`` and ``reverse`` the formulae for targets to be reached and not to be exceeded; ``rebases``
    whether points of indicators that do not apply are spread over the others; ``over_threshold`` from which
    actual/target on ``over_deduction`` points are lost.
    """

    slug: str
    name: str
    execution: Execution = Execution()
    weights: Mapping[str, Decimal] = MappingProxyType({})
    moved: Mapping[str, Mapping[str, Decimal]] = MappingProxyType({})
    forward: Formula | None = None
    reverse: Formula | None = None
    rebases: bool = False
    steps: Mapping[str, Steps] = MappingProxyType({})
    bands: tuple[Band, ...] = ()
    over_threshold: Decimal | None = None
    over_deduction: Decimal = ZERO
    grades: tuple[tuple[str, Decimal], ...] = ()


class Profiles(NamedTuple):
    """Hold the scoring profiles of a templates folder by their slugs, and the problems of each; those of a whole file are under ""."""

    known: Mapping[str, Profile] = MappingProxyType({})
    problems: Mapping[str, tuple[Problem, ...]] = MappingProxyType({})

    def problems_of(self, slug: str) -> tuple[Problem, ...]:
        """Return what keeps a form from being scored by a profile."""
        return (*self.problems.get("", ()), *self.problems.get(slug, ()))


def in_proportion(ratio: Decimal) -> Decimal:
    """Return the share for an actual below its target: actual/target, at most one."""
    return min(ratio, ONE)


def less_by_excess(ratio: Decimal) -> Decimal:
    """Return the share for an actual above a target not to be exceeded: one less the excess, from 0 to 1."""
    return min(max(ONE - (ratio - ONE), ZERO), ONE)


def in_inverse_proportion(ratio: Decimal) -> Decimal:
    """Return the share for an actual above a target not to be exceeded: target/actual, at most one."""
    return ONE / max(ratio, ONE)


FORWARD = {"按比例": Formula("按比例", in_proportion)}
REVERSE = {
    "按超出比例扣分": Formula("按超出比例扣分", less_by_excess),
    "按反比例": Formula("按反比例", in_inverse_proportion),
}


def grade(profile: Profile, total: Decimal) -> str:
    """Return the grade of a total out of 100, or an empty text where the profile has none for it."""
    return next((word for word, floor in profile.grades if total >= floor), "")


def weights(profile: Profile, sections: Iterable[str]) -> Mapping[str, Decimal]:
    """Return the points of each first-level heading present; those of absent ones go to the headings the profile names."""
    present = {bare_label(section) for section in sections}
    points = {section: value for section, value in profile.weights.items() if bare_label(section) in present}
    for absent, heirs in profile.moved.items():
        if bare_label(absent) not in present:
            for heir, value in heirs.items():
                if heir in points:
                    points[heir] += value
    return points


def find_band(profile: Profile, actual: str) -> Band | None:
    """Return the qualitative band with a word that an actual is, or begins with before a stop; None where none has."""
    whole = fold(actual)
    head = whole
    for stop in ":,;。(":
        head = head.partition(stop)[0]
    for text in (whole, head):
        for found in profile.bands:
            if text in {fold(word) for word in found.words}:
                return found
    return None


def value_of_step(steps: Steps, value: Decimal) -> Decimal | None:
    """Return the share or points at the highest bound not above a value; None below all."""
    return next((given for bound, given in steps if value >= bound), None)


def round_score(value: Decimal) -> Decimal:
    """Round half up to two places, as government systems do."""
    return round_to(value, Decimal("0.01"))


def points_in_label(label: str) -> Decimal | None:
    """Return the points in brackets at the end of a label (``产出指标（60分）``), None where there are none."""
    found = _POINTS.search(_plain(label))
    return Decimal(found[1]) if found else None


def bare_label(label: str) -> str:
    """Return the name in a label for comparison: without points, width, spaces and a closing 指标."""
    return fold(_POINTS.sub("", _plain(label))).removesuffix("指标")


def _plain(label: str) -> str:
    return "".join(unicodedata.normalize("NFKC", label).split())
