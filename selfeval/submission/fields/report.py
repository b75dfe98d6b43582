"""Gather the problems of one file."""

from __future__ import annotations

from typing import NamedTuple, TypedDict, Unpack

from selfeval.problem import Level, Place, Problem
from selfeval.problem.codes import CODES


class More(TypedDict, total=False):
    """Hold what a problem may have beside its place, code and message; ``level`` where it is not the code's own."""

    fix: str
    where: str
    forms: frozenset[str] | None
    level: Level
    blank: tuple[str, ...]


class Report(NamedTuple):
    """Gather problems; ``readers`` are the forms that read the file, ``owners`` the items that are being read."""

    file: str
    readers: frozenset[str]
    problems: list[Problem]
    owners: tuple[str, ...] = ()

    def add(self, place: Place, rule: str, message: str, **more: Unpack[More]) -> None:
        """Add a problem; without ``forms`` it holds back all that read the file."""
        code = CODES[rule]
        forms = more.get("forms")
        self.problems.append(
            Problem(
                place,
                rule,
                more.get("level", code.level),
                message,
                more.get("fix", ""),
                more.get("where", "") if code.explainable else "",
                self.readers if forms is None else forms,
                blank=more.get("blank", ()),
            )
        )
