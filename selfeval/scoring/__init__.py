"""Scoring profiles as data, and the score sheet they give."""

from selfeval.scoring.allotment import Gap
from selfeval.scoring.declaration import load
from selfeval.scoring.entry import Entry
from selfeval.scoring.indicator import Row
from selfeval.scoring.label import points_in_label
from selfeval.scoring.profile import Profile, grade, weights
from selfeval.scoring.sheet import ExecutionScore, Sheet, sheet

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
