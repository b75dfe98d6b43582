"""What can be said of an actual and its target: an outcome, its ground, and remarks for rules."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Outcome(StrEnum):
    """Say how an actual stands to its target."""

    MET = "达成"
    EXCEEDED = "超额"
    MISSED = "未达成"
    UNDECIDED = "无法判断"


class Code(StrEnum):
    """Name the ground of a verdict, or something a rule may want to say about the pair."""

    COMPARED = "compared"
    DECLARED = "declared"
    SAME_WORDS = "same-words"
    MISSING = "missing"
    NO_VALUE = "no-value"
    STATUS_FOR_NUMBER = "status-for-number"
    SENTENCE_ONLY = "sentence-only"
    UNIT_DIFFERS = "unit-differs"
    UNIT_MISSING = "unit-missing"
    OTHER_KIND = "other-kind"
    APPROXIMATE = "approximate"
    DIRECTION_UNKNOWN = "direction-unknown"
    DIRECTION_CONTRADICTS = "direction-contradicts"
    BOUND_AS_ACTUAL = "bound-as-actual"
    OPERATOR_COPIED = "operator-copied"
    MONEY_TARGET = "money-target"


class Verdict(NamedTuple):
    """Hold the outcome, its ground, actual/target where that means something, and notes."""

    outcome: Outcome
    code: Code
    reason: str
    ratio: Decimal | None = None
    notes: tuple[Code, ...] = ()


def leave_open(code: Code, reason: str) -> Verdict:
    """Leave a pair undecided on a ground."""
    return Verdict(Outcome.UNDECIDED, code, reason)


def decide(is_met: bool, code: Code, reason: str) -> Verdict:
    """Decide a pair on a ground."""
    return Verdict(Outcome.MET if is_met else Outcome.MISSED, code, reason)
