"""What reading a file gives: its content, the slips of its typing, and its lines."""

from __future__ import annotations

from typing import NamedTuple

from selfeval.problem import Problem
from selfeval.source.node import Entries


class Reading(NamedTuple):
    """Hold what a file says, what is wrong with its typing, and its lines as typed; ``root`` is None where it says nothing."""

    root: Entries | None
    problems: tuple[Problem, ...]
    lines: tuple[str, ...]
