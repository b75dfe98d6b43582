"""What a rule yields: where, what is wrong, and what to write instead."""

from __future__ import annotations

from typing import NamedTuple

from selfeval.problem import Place


class Finding(NamedTuple):
    """Describe one finding; the runner adds rule, level and form."""

    place: Place
    message: str
    where: str
    fix: str = ""
