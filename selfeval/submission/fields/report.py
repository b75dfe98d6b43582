"""Gather the problems of one file."""

from __future__ import annotations

from typing import NamedTuple

from selfeval.problem import Level, Place, Problem
from selfeval.problem.codes import CODES


class Report(NamedTuple):
    """Gather problems; ``readers`` are the forms that read the file, ``owners`` the items that are being read."""

    file: str
    readers: frozenset[str]
    problems: list[Problem]
    owners: tuple[str, ...] = ()

    def add(
        self,
        place: Place,
        rule: str,
        message: str,
        *,
        fix: str = "",
        where: str = "",
        forms: frozenset[str] | None = None,
        level: Level = Level.ERROR,
        blank: tuple[str, ...] = (),
    ) -> None:
        """Add a problem; without ``forms`` it holds back all that read the file."""
        where = where if CODES[rule].explainable else ""
        readers = self.readers if forms is None else forms
        self.problems.append(Problem(place, rule, level, message, fix, where, readers, blank=blank))
