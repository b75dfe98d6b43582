"""Pairs of things from two states of the data: the same thing, unchanged, moved or renamed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from selfeval.history.compared import Compared
from selfeval.text.name import ALIKE, fold

Partners = tuple[Compared | None, Compared | None]
"""A thing before and after; None where it was not there yet, or is no more."""


def pair(before: Iterable[Compared], after: Iterable[Compared]) -> Iterator[Partners]:
    """Yield every thing with its partner: first the things of the later state in order, then those that are gone."""
    old = {thing.identity: thing for thing in before}
    new = {thing.identity: thing for thing in after}
    partners = {identity: identity for identity in new if identity in old}
    for likeness in (_likeness_if_moved, _likeness_if_renamed):
        free = {identity: thing for identity, thing in old.items() if identity not in partners.values()}
        for identity, thing in new.items():
            if identity not in partners and thing.name:
                likely = max(free, key=lambda other: likeness(free[other], thing), default=None)
                if likely is not None and likeness(free[likely], thing) >= ALIKE:
                    partners[identity] = likely
                    del free[likely]
    for identity, thing in new.items():
        yield old[partners[identity]] if identity in partners else None, thing
    for identity, thing in old.items():
        if identity not in partners.values():
            yield thing, None


def _likeness_if_moved(old: Compared, new: Compared) -> float:
    return float(old.sort == new.sort and fold(old.name) == fold(new.name))


def _likeness_if_renamed(old: Compared, new: Compared) -> float:
    """Return how alike the names of two things of one sort are; of equally likely ones, one with equal levels wins."""
    if old.sort != new.sort:
        return 0
    matcher = SequenceMatcher(None, fold(old.name), fold(new.name), autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0
    return matcher.ratio() + (0.001 if old.levels == new.levels else 0)
