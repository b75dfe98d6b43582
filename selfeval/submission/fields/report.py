"""The problems found in one file, as they are gathered on the walk through it."""

from __future__ import annotations

from typing import NamedTuple, TypedDict, Unpack

from selfeval.problem import Level, Place, Problem
from selfeval.problem.codes import CODES


class More(TypedDict, total=False):
    """Hold the optional parts of a problem, as `Problem` names them; ``level`` only where it is not the code's own."""

    fix: str
    where: str
    forms: frozenset[str] | None
    level: Level
    blank: tuple[str, ...]


class Report(NamedTuple):
    """Gather the problems of a file; ``readers`` are the forms that read it, ``owners`` the items being read, outermost first."""

    file: str
    readers: frozenset[str]
    problems: list[Problem]
    owners: tuple[str, ...] = ()

    def add(self, place: Place, rule: str, message: str, **more: Unpack[More]) -> None:
        """Add a problem; without ``forms`` it holds back every form that reads the file."""
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
