"""The marks of an editor: one for each problem, at its characters."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from selfeval.authoring.editor.document import TextPosition, TextSpan
from selfeval.problem import Level, Place, Problem
from selfeval.problem.codes import CODES


class Severity(IntEnum):
    """Say how an editor shows a mark, by the numbers of the language server protocol."""

    ERROR = 1
    WARNING = 2
    INFORMATION = 3
    HINT = 4


SEVERITIES = {Level.ERROR: Severity.ERROR, Level.WARNING: Severity.WARNING, Level.HINT: Severity.INFORMATION}


class ProblemMark(NamedTuple):
    """Hold a problem with the way it is shown and its stretch; one that was explained is faded."""

    problem: Problem
    severity: Severity
    span: TextSpan


def mark(problem: Problem) -> ProblemMark:
    """Return the mark of a problem: a blank is information, since all of a file is blank at first."""
    severity = SEVERITIES[problem.level]
    if problem.explained:
        severity = Severity.HINT
    elif is_blank(problem):
        severity = Severity.INFORMATION
    return ProblemMark(problem, severity, span_of(problem.place))


def is_blank(problem: Problem) -> bool:
    """Tell whether a problem is only that something is not filled in yet."""
    return bool(problem.blank) or (problem.rule in CODES and CODES[problem.rule].missing)


def span_of(place: Place) -> TextSpan:
    """Return the stretch of a place; a place on no line is at the top."""
    line, start = max(place.line, 1) - 1, max(place.column, 1) - 1
    return TextSpan(TextPosition(line, start), TextPosition(line, max(place.end_column - 1, start)))
