"""The score sheet of a submission: what its form declares as scored, put before the profile."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from selfeval.evaluation.scoring.row import Entry
from selfeval.evaluation.scoring.sheet import Sheet, sheet
from selfeval.form.field import Role
from selfeval.form.form import Form
from selfeval.form.profile import Profile
from selfeval.quantity.direction import Direction
from selfeval.submission.submission import Indicator, Submission
from selfeval.submission.target import target_in_force
from selfeval.submission.tree import Leaf

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
    found = target_in_force(row.values, row.keys)
    return found if found and found.value is not None else None


def actual(row: Indicator) -> Leaf | None:
    """Return the actual, None where it is missing or unreadable."""
    found = row.leaf(Role.ACTUAL)
    return found if found and found.value is not None else None


def direction(row: Indicator) -> Direction | None:
    """Return which way is better, where the department says so."""
    found = row.leaf(Role.DIRECTION)
    return DIRECTIONS.get(str(found.value)) if found else None


def number(row: Indicator, role: Role) -> Decimal | None:
    """Return the number typed in a column, None where there is none."""
    found = row.leaf(role)
    return found.value if found and isinstance(found.value, Decimal) else None


def text(row: Indicator, role: Role) -> str:
    """Return the text typed in a column, empty where there is none."""
    found = row.leaf(role)
    return str(found.text).strip() if found else ""


def _entry(row: Indicator) -> Entry:
    goal, result = target(row), actual(row)
    return Entry(
        str(row.name),
        tuple(str(level) for level in (row.parent, *row.levels) if level),
        number(row, Role.POINTS),
        str(goal.text) if goal else "",
        str(result.text) if result else "",
        number(row, Role.SCORE),
        text(row, Role.REASON),
        direction(row),
    )
