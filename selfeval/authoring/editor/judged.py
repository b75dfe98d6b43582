"""What was judged for an editor: the problems, and the figures that stand beside what was typed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from selfeval.problem import Place, Problem
from selfeval.submission.quotes import Index, Quotes
from selfeval.submission.submission import Submission


class ComputedFigure(NamedTuple):
    """Hold a figure that the program computes, to be shown behind what is typed at a place."""

    place: Place
    text: str


class IndicatorVerdict(NamedTuple):
    """Hold what is known of an indicator: target and actual as judged, the outcome with its reason, and the score."""

    target: str
    actual: str
    outcome: str
    reason: str
    score: str


class JudgedTexts(NamedTuple):
    """Hold the state of one department for one state of its texts.

    ``lines`` are those of each file as it was read, ``verdicts`` stand by the dotted paths of the indicators' rows.
    """

    problems: tuple[Problem, ...] = ()
    submissions: tuple[Submission, ...] = ()
    lines: Mapping[str, Sequence[str]] = {}
    figures: tuple[ComputedFigure, ...] = ()
    verdicts: Mapping[str, IndicatorVerdict] = {}

    def submission(self, shown: str) -> Submission | None:
        """Return the submission that a file belongs to: the project's of a project file, else the department's own."""
        return next((each for each in self.submissions if any(file.shown == shown for file in each.files)), None)


def indexes(submission: Submission) -> tuple[Index, ...]:
    """Return what prose may quote, as each form that is due prints it."""
    quotes = Quotes(submission)
    due = [form for form in submission.forms if form.slug in submission.due]
    return tuple(Index(quotes, form) for form in due or submission.forms)
