"""What a rule yields: where, what is wrong, and what to write instead."""

from __future__ import annotations

from typing import NamedTuple

from selfeval.problem import Place


class Finding(NamedTuple):
    """Describe one finding; the runner adds rule and level.

    ``forms`` are those whose documents show it: they print every text that is compared. Where it is empty
    the finding belongs to the form of the case that was judged.
    """

    place: Place
    message: str
    where: str
    fix: str = ""
    forms: frozenset[str] = frozenset()
