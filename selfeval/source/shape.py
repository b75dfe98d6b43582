"""What to expect of a file: which keys stand where, and what follows each of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from itertools import chain


class Holds(StrEnum):
    """Say what kind of value follows a key."""

    VALUE = "value"  # a short text on the same line: a name, an amount, a date, an indicator value
    PROSE = "prose"  # narrative, typed as a block with |
    LINES = "lines"  # a list of plain texts (problems, measures)
    MAP = "map"  # the keys given
    LIST = "list"  # a list of maps, each with the keys given
    NAMES = "names"  # a map whose keys are names the clerk invents (indicators, tasks, facts); `entry` follows each
    TREE = "tree"  # indicators: level 1 -> level 2 -> list of maps with the keys given, or that list at once


@dataclass(frozen=True)
class Shape:
    """Describe one value: what it holds, the keys of a map or of a list's items, and for NAMES what follows a name.

    ``levels`` are the first-level headings of indicators, or of their results, each with those declared below it.
    """

    holds: Holds
    keys: Mapping[str, Shape] = field(default_factory=dict)
    entry: Shape | None = None
    levels: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def leading_key(self) -> str:
        """Return the first of the keys: the one with which a list entry of this shape starts; "" when there is none."""
        return next(iter(self.keys), "")

    @cached_property
    def all_keys(self) -> frozenset[str]:
        """Return every key of this shape and of those below it."""
        below = (*self.keys.values(), *([self.entry] if self.entry else []))
        return frozenset(self.keys).union(*(shape.all_keys for shape in below))

    @cached_property
    def upper(self) -> Mapping[str, str]:
        """Return the first-level heading of each second-level one that is declared below no other, and is none itself."""
        below = [(name, level1) for level1, names in self.levels.items() for name in names]
        counts = Counter(name for name, _ in below)
        return {name: level1 for name, level1 in below if counts[name] == 1 and name not in self.levels}

    @cached_property
    def headings(self) -> frozenset[str]:
        """Return every second-level heading of this shape and of those below it."""
        below = (*self.keys.values(), *([self.entry] if self.entry else []))
        return frozenset(chain(*self.levels.values())).union(*(shape.headings for shape in below))
