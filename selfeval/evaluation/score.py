"""The score sheet of a submission: what its form declares as scored, put before the profile."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from selfeval.evaluation.scoring.row import Entry
from selfeval.evaluation.scoring.sheet import Sheet, sheet
from selfeval.form.form import Form
from selfeval.form.profile import Profile
from selfeval.quantity.direction import Direction
from selfeval.submission.submission import Indicator, Submission
from selfeval.submission.target import in_force
from selfeval.submission.tree import Leaf

POINTS, SCORE = "分值", "得分"
ACTUAL, REASON, DIRECTION = "实际", "偏差原因", "方向"
DIRECTIONS = {"越高越好": Direction.HIGHER, "越低越好": Direction.LOWER}


class Scored(NamedTuple):
    """Hold a sheet and the indicators its rows are about, in the same order."""

    sheet: Sheet
    indicators: tuple[Indicator, ...]
    profile: Profile


def score(submission: Submission, form: Form) -> Scored | None:
    """Return the score sheet, None where the form is not scored or its profile is not known."""
    profile = form.scoring.profiles.known.get(form.scoring.profile) if form.scoring else None
    if form.scoring is None or profile is None:
        return None
    rows = tuple(row for row in submission.indicators(form) if row.tree == form.scoring.indicators)
    rate = submission.number(form, form.scoring.rate) if form.scoring.rate else None
    finished = submission.leaf(form.scoring.finished) if form.scoring.finished else None
    told = finished.value if finished and isinstance(finished.value, bool) else None
    made = sheet(profile, [_entry(row) for row in rows], rate if isinstance(rate, Decimal) else None, finished=told)
    return Scored(made, rows, profile)


def target(row: Indicator) -> Leaf | None:
    """Return the target in force, None where it is missing or unreadable."""
    found = in_force(row.values)
    return found if found and found.value is not None else None


def actual(row: Indicator) -> Leaf | None:
    """Return the actual, None where it is missing or unreadable."""
    found = row.values.get(ACTUAL)
    return found if isinstance(found, Leaf) and found.value is not None else None


def direction(row: Indicator) -> Direction | None:
    """Return which way is better, where the department says so."""
    found = row.values.get(DIRECTION)
    return DIRECTIONS.get(str(found.value)) if isinstance(found, Leaf) else None


def number(row: Indicator, column: str) -> Decimal | None:
    """Return the number typed in a column, None where there is none."""
    found = row.values.get(column)
    return found.value if isinstance(found, Leaf) and isinstance(found.value, Decimal) else None


def text(row: Indicator, column: str) -> str:
    """Return the text typed in a column, empty where there is none."""
    found = row.values.get(column)
    return str(found.text).strip() if isinstance(found, Leaf) else ""


def _entry(row: Indicator) -> Entry:
    goal, result = target(row), actual(row)
    return Entry(
        str(row.name),
        tuple(str(level) for level in (row.parent, *row.levels) if level),
        number(row, POINTS),
        str(goal.text) if goal else "",
        str(result.text) if result else "",
        number(row, SCORE),
        text(row, REASON),
        direction(row),
    )
