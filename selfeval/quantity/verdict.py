"""What judging an actual against its target gives: an outcome, its reason, and notes for rules."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class Attainment(StrEnum):
    """Say whether an actual meets, exceeds or misses its target, or that the cells do not say."""

    MET = "达成"
    EXCEEDED = "超额"
    MISSED = "未达成"
    UNDECIDED = "无法判断"


class Code(StrEnum):
    """Name the reason of a verdict, or something that a rule may report about target and actual."""

    COMPARED = "compared"
    DECLARED = "declared"
    SAME_WORDS = "same-words"
    MISSING = "missing"
    NO_VALUE = "no-value"
    STATUS_FOR_NUMBER = "status-for-number"
    SENTENCE_ONLY = "sentence-only"
    UNIT_DIFFERS = "unit-differs"
    UNIT_MISSING = "unit-missing"
    UNIT_DOUBTED = "unit-doubted"
    OTHER_KIND = "other-kind"
    OVER_HUNDRED = "over-hundred"
    APPROXIMATE = "approximate"
    DIRECTION_UNKNOWN = "direction-unknown"
    DIRECTION_CONTRADICTS = "direction-contradicts"
    BOUND_AS_ACTUAL = "bound-as-actual"
    OPERATOR_COPIED = "operator-copied"
    MONEY_TARGET = "money-target"


class Verdict(NamedTuple):
    """Hold the outcome, its reason as a code and in words, the ratio actual/target where there is one, and notes."""

    outcome: Attainment
    code: Code
    reason: str
    ratio: Decimal | None = None
    notes: tuple[Code, ...] = ()


def leave_open(code: Code, reason: str) -> Verdict:
    """Return an undecided verdict, with its reason."""
    return Verdict(Attainment.UNDECIDED, code, reason)


def agree(verdicts: Sequence[Verdict], reason: str) -> Verdict:
    """Return the verdict that several ways to read a pair have in common; undecided, for the reason given, where they differ."""
    outcomes = {verdict.outcome for verdict in verdicts}
    if len(outcomes) > 1 and outcomes != {Attainment.MET, Attainment.EXCEEDED}:
        return leave_open(Code.APPROXIMATE, reason)
    return next((verdict for verdict in verdicts if verdict.outcome is Attainment.MET), verdicts[0])


def decide(is_met: bool, code: Code, reason: str) -> Verdict:
    """Return the verdict that the target is met or missed, with its reason."""
    return Verdict(Attainment.MET if is_met else Attainment.MISSED, code, reason)
