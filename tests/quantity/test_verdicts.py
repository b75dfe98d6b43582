"""Pairs of target and actual as published or as offices would write them, and what follows."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfeval.quantity.direction import Direction
from selfeval.quantity.judge import judge
from selfeval.quantity.verdict import Attainment, Code

LINES = Path(__file__).with_name("verdicts.tsv").read_text(encoding="utf-8").splitlines()
# Written from other provinces' forms before looking at what the code makes of them.
UNSEEN = [
    line
    for name in ("unseen_verdicts.tsv", "office_verdicts.tsv")
    for line in Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("line", LINES)
def test_a_pair_is_judged_as_listed(line: str) -> None:
    """Every listed pair gives the listed outcome, ground and notes, and a reason in words."""
    target, actual, name, outcome, code, notes = line.split("\t")
    verdict = judge(target, actual, name)
    assert [verdict.outcome, verdict.code, ",".join(verdict.notes)] == [outcome, code, notes]
    assert verdict.reason


def test_unseen_pairs_are_judged_as_a_careful_reader_would() -> None:
    """Every listed pair gives the listed outcome; where a reader could not say, it stays undecided."""
    pairs = [line.split("\t") for line in UNSEEN]
    verdicts = [judge(target, actual, name) for target, actual, name, _ in pairs]
    assert [[*pair[:3], verdict.outcome] for pair, verdict in zip(pairs, verdicts, strict=True)] == pairs
    assert all(verdict.reason for verdict in verdicts)


def test_a_declared_direction_decides_a_bare_target() -> None:
    """A target without a bound follows the declared direction, not the default."""
    assert judge("10次", "12次", direction=Direction.LOWER).outcome is Attainment.MISSED
    assert judge("10次", "12次", direction=Direction.HIGHER).outcome is Attainment.MET


def test_the_threshold_counts_as_exceeding() -> None:
    """130% of the target is beyond it, just under is not."""
    assert judge("100件", "130件").outcome is Attainment.EXCEEDED
    assert judge("100件", "129件").outcome is Attainment.MET


def test_the_ratio_is_in_the_unit_of_the_target() -> None:
    """Money is converted before it is divided; a zero target has no ratio."""
    assert judge("≥20万元", "150000元", "税收收入").ratio == Decimal("0.75")
    assert judge("0起", "0起", "事故起数").ratio is None


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=6))
def test_no_pair_raises(target: str, actual: str, name: str) -> None:
    """Any pair gets a verdict."""
    assert judge(target, actual, name).code in Code
