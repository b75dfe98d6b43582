"""Scoring profiles as data, and the score sheet they give."""

from selfeval.evaluation.scoring.allotment import Gap
from selfeval.evaluation.scoring.entry import Entry
from selfeval.evaluation.scoring.row import Row
from selfeval.evaluation.scoring.sheet import ExecutionScore, Sheet, sheet
from selfeval.form.label import points_in_label
from selfeval.form.profile import Profile, grade, weights
from selfeval.form.scoring import load

__all__ = [
    "Entry",
    "ExecutionScore",
    "Gap",
    "Profile",
    "Row",
    "Sheet",
    "grade",
    "load",
    "points_in_label",
    "sheet",
    "weights",
]
