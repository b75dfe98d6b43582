"""What became of a department and of each of its documents."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from selfeval.problem import Level, Problem


class Status(StrEnum):
    """Say what became of a document."""

    BUILT = "built"
    UNCHANGED = "unchanged"
    READY = "ready"
    HELD_BACK = "held"
    NOT_DUE = "not-due"
    STALE = "stale"


MADE = frozenset({Status.BUILT, Status.UNCHANGED})
"""What says that a document is there as it should be."""


class Document(NamedTuple):
    """Hold one document: its path below the reports folder, what became of it, and its bytes if made anew.

    ``public`` is what its form says of publishing it.
    """

    path: str
    status: Status
    note: str = ""
    data: bytes | None = None
    public: bool = True


class Outcome(NamedTuple):
    """Hold all that is to be said and written about one department-year; ``skipped`` where nothing had changed."""

    year: str
    department: str
    name: str
    problems: tuple[Problem, ...]
    documents: tuple[Document, ...]
    lines: Mapping[str, tuple[str, ...]]
    skipped: bool = False

    @property
    def blocked(self) -> bool:
        """Tell whether an error stands that nobody explained."""
        return any(blocks(problem) for problem in self.problems)


def blocks(problem: Problem) -> bool:
    """Tell whether a problem holds documents back."""
    return problem.level is Level.ERROR and not problem.explained
