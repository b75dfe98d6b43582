"""What a scoring profile is: points, formulae, bands and grades as one region and year sets them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from types import MappingProxyType
from typing import NamedTuple

from selfeval.problem import Problem
from selfeval.text.name import fold
from selfeval.text.pattern import regex

ZERO, ONE = Decimal(0), Decimal(1)

Steps = tuple[tuple[Decimal, Decimal], ...]
"""Lower bounds and what is given from each on, highest bound first."""


_POINTS = regex(r"[(\[【〔](?:分值|权重|满分)?:?([0-9]{1,4}(?:\.[0-9]{1,4})?)分[)\]】〕]:?$")


class Formula(NamedTuple):
    """Hold how a missed target scores: the word in ``scoring.yaml``, and the share by actual/target."""

    word: str
    share: Callable[[Decimal], Decimal]


class Band(NamedTuple):
    """Hold the words of one qualitative grade and its shares; ``ceiling`` is excluded, unless it is 1."""

    floor: Decimal
    ceiling: Decimal
    words: tuple[str, ...]


class Execution(NamedTuple):
    """Hold how the execution rate is scored; without steps in proportion, at most the points.

    ``finished`` is the share where the project is finished within its budget, ``caps`` the most
    that the total may be; None where the profile has no such rule.
    """

    points: Decimal | None = None
    steps: Steps = ()
    finished: Decimal | None = None
    caps: Steps = ()


class Profile(NamedTuple):
    """Hold one named way of scoring; what is left out is not scored by machine."""

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
    """Hold the scoring profiles of a templates folder, and what is wrong with their file."""

    known: Mapping[str, Profile] = MappingProxyType({})
    problems: tuple[Problem, ...] = ()


def in_proportion(ratio: Decimal) -> Decimal:
    """Return the share for an actual below its target: as much as was reached."""
    return min(ratio, ONE)


def less_by_excess(ratio: Decimal) -> Decimal:
    """Return the share for an actual above a target that is not to be exceeded: one less the excess."""
    return min(max(ONE - (ratio - ONE), ZERO), ONE)


def in_inverse_proportion(ratio: Decimal) -> Decimal:
    """Return the share for an actual above a target that is not to be exceeded: the target by the actual."""
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
    """Return the usual points of each section present; those of absent sections move as the profile says."""
    present = {bare_label(section) for section in sections}
    points = {section: value for section, value in profile.weights.items() if bare_label(section) in present}
    for absent, heirs in profile.moved.items():
        if bare_label(absent) not in present:
            for heir, value in heirs.items():
                if heir in points:
                    points[heir] += value
    return points


def find_band(profile: Profile, actual: str) -> Band | None:
    """Find the qualitative band whose word an actual is, or begins with before a stop."""
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
    """Return what the highest bound not above a value gives."""
    return next((given for bound, given in steps if value >= bound), None)


def round_score(value: Decimal) -> Decimal:
    """Round half up to two places, as government systems do."""
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def points_in_label(label: str) -> Decimal | None:
    """Return the points in brackets at the end of a label, or None."""
    found = _POINTS.search(_plain(label))
    return Decimal(found[1]) if found else None


def bare_label(label: str) -> str:
    """Return the name in a label for comparison: without points, width, spaces and a closing 指标."""
    return fold(_POINTS.sub("", _plain(label))).removesuffix("指标")


def _plain(label: str) -> str:
    return "".join(unicodedata.normalize("NFKC", label).split())
