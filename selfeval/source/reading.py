"""What reading a file gives: its content, the slips of its typing, and its lines."""

from __future__ import annotations

from typing import NamedTuple

from selfeval.problem import Problem
from selfeval.problem.codes import CODES
from selfeval.source.node import Entries


class Reading(NamedTuple):
    """Hold the content of a file, what is wrong with its typing, and its lines as typed; ``root`` is None without content."""

    root: Entries | None
    problems: tuple[Problem, ...]
    lines: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Tell whether everything in the file could be read, so that what is not in it was not typed."""
        return not any(CODES[each.rule].hides for each in self.problems)
