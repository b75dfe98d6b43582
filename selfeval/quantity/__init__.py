"""What offices write where a value belongs, and whether an actual meets its target."""

from selfeval.quantity.direction import Direction
from selfeval.quantity.judging import judge
from selfeval.quantity.reader import read
from selfeval.quantity.reading import (
    About,
    Bound,
    Deadline,
    Grade,
    Nil,
    Quantity,
    Range,
    Rank,
    Reading,
    Several,
    Status,
    Text,
    describe,
    write,
)
from selfeval.quantity.verdict import Code, Outcome, Verdict

__all__ = [
    "About", "Bound", "Code", "Deadline", "Direction", "Grade", "Nil", "Outcome", "Quantity", "Range", "Rank",
    "Reading", "Several", "Status", "Text", "Verdict", "describe", "judge", "read", "write",
]
