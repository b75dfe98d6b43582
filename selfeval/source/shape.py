"""What to expect of a file: which keys stand where, and what follows each of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property


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
    """Describe one value: what it holds, the keys of a map or of a list's items, and for NAMES what follows a name."""

    holds: Holds
    keys: Mapping[str, Shape] = field(default_factory=dict)
    entry: Shape | None = None

    @property
    def leading_key(self) -> str:
        """Return the first of the keys: the one with which a list entry of this shape starts; "" when there is none."""
        return next(iter(self.keys), "")

    @cached_property
    def all_keys(self) -> frozenset[str]:
        """Return every key of this shape and of those below it."""
        below = (*self.keys.values(), *([self.entry] if self.entry else []))
        return frozenset(self.keys).union(*(shape.all_keys for shape in below))
