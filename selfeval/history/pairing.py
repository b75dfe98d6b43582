"""Which thing of one state of the data is which of another: the same, moved, or renamed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher

from selfeval.history.compared import Thing
from selfeval.text.name import fold

ALIKE = 0.75
"""From which likeness of names two things are taken for one that was renamed."""

Pair = tuple[Thing | None, Thing | None]


def paired(before: Iterable[Thing], after: Iterable[Thing]) -> Iterator[Pair]:
    """Yield every thing with its partner: first those of the later state in order, then what is gone."""
    old = {thing.identity: thing for thing in before}
    new = {thing.identity: thing for thing in after}
    partners = {identity: identity for identity in new if identity in old}
    for likeness in (_moved, _renamed):
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


def _moved(old: Thing, new: Thing) -> float:
    return float(old.sort == new.sort and fold(old.name) == fold(new.name))


def _renamed(old: Thing, new: Thing) -> float:
    """Return how much alike the names of two things of one sort are; equal levels decide between equals."""
    if old.sort != new.sort:
        return 0
    matcher = SequenceMatcher(None, fold(old.name), fold(new.name), autojunk=False)
    if matcher.real_quick_ratio() < ALIKE or matcher.quick_ratio() < ALIKE:
        return 0
    return matcher.ratio() + (0.001 if old.levels == new.levels else 0)
