"""The worked examples: what an indicator or an execution rate scores under each published method."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

import pytest
from published import PROFILES

from selfeval.evaluation.scoring.row import Entry
from selfeval.evaluation.scoring.sheet import sheet
from selfeval.quantity.verdict import Code

MOF = ("mof-2020", "mof-2021")
ALL = (*MOF, "hubei-2020")


class Example(NamedTuple):
    """Hold an indicator as typed, the score it has as published, and what is to be said about it."""

    level: str
    name: str
    target: str
    actual: str
    points: str
    score: str
    issue: str


INDICATORS: list[tuple[Sequence[str], Example]] = [
    (ALL, Example("产出指标", "案件数", "≥100", "90", "10", "9.00", "reason-missing")),
    (MOF, Example("产出指标", "投诉次数", "≤10次", "12次", "10", "8.00", "reason-missing")),
    (["hubei-2020"], Example("产出指标", "投诉次数", "≤10次", "12次", "10", "8.33", "reason-missing")),
    (MOF, Example("产出指标", "投诉次数", "≤10次", "20次", "10", "0.00", "reason-missing")),
    (["hubei-2020"], Example("产出指标", "投诉次数", "≤10次", "20次", "10", "5.00", "reason-missing")),
    (ALL, Example("产出指标", "变质比例", "0", "0", "10", "10.00", "")),
    (ALL, Example("产出指标", "变质比例", "0", "1", "10", "0.00", "reason-missing")),
    (["mof-2020", "hubei-2020"], Example("满意度指标", "满意度", "≥95%", "92%", "10", "9.68", "reason-missing")),
    (["mof-2021"], Example("满意度指标（10分）", "满意度", "≥95%", "92%", "10", "10.00", "")),
    (["mof-2021"], Example("产出指标", "合格率", "≥95%", "92%", "10", "9.68", "reason-missing")),
    (ALL, Example("产出指标", "合格率", "98%", "98%", "20", "20.00", "")),
    (MOF, Example("产出指标", "场次", "≥50", "70", "8", "8.00", "over-completed-without-reason")),
    (["hubei-2020"], Example("产出指标", "场次", "≥50", "70", "8", "8.00", "")),
    (["local"], Example("产出指标", "场次", "≥50", "70", "8", "6.00", "over-completed-without-reason")),
    (ALL, Example("产出指标", "增长率", "≥3%", "-1%", "10", "0.00", "reason-missing")),
    (MOF, Example("产出指标", "单次出车平均成本", "≤1820元", "1881元", "6", "5.80", "reason-missing")),
    # half up: 8.125 would be 8.12 by banker's rounding
    (ALL, Example("产出指标", "件数", "≥1600", "1300", "10", "8.13", "reason-missing")),
]
"""The profiles by which an example is scored so, and the example."""

CASES = [(name, example) for names, example in INDICATORS for name in names]


@pytest.mark.parametrize(
    ("profile", "example"), CASES, ids=lambda value: value if isinstance(value, str) else "-".join(value)
)
def test_an_indicator_scores_as_published(profile: str, example: Example) -> None:
    """Every example gives its score to the cent, and the one thing to be said about it."""
    entry = Entry(example.name, (example.level,), Decimal(example.points), example.target, example.actual)
    row = sheet(PROFILES[profile], [entry], Decimal(1)).rows[0]
    assert (str(row.computed), row.score, row.issue) == (example.score, row.computed, example.issue)
    assert row.why


@pytest.mark.parametrize(
    ("profile", "rate", "finished", "score"),
    [
        ("mof-2020", Decimal("37.24") / Decimal("43.2"), None, "8.62"),
        ("hubei-2020", Decimal("37.24") / Decimal("43.2"), None, "17.24"),
        ("mof-2020", Decimal("1.2"), None, "10.00"),
        ("mof-2021", Decimal(1), None, "10.00"),
        ("mof-2021", Decimal("0.85"), True, "10.00"),
        ("mof-2021", Decimal("0.85"), False, "7.00"),
        ("mof-2021", Decimal("0.5999"), False, "0.00"),
        ("mof-2021", Decimal("0.85"), None, "None"),
        ("mof-2021", Decimal("1.2"), True, "None"),
        ("unscored", Decimal("0.85"), None, "None"),
    ],
)
def test_an_execution_rate_scores_as_published(profile: str, rate: Decimal, finished: bool | None, score: str) -> None:
    """In proportion up to the points, or by steps where it is known whether the project is finished."""
    found = sheet(PROFILES[profile], [], rate, finished=finished).execution
    assert str(found.computed) == score
    assert found.why


@pytest.mark.parametrize(
    ("profile", "actual", "typed", "issue"),
    [
        ("mof-2020", "部分达成并具有一定效果", "6", ""),
        ("mof-2020", "部分达成并具有一定效果", "7.99", ""),
        ("mof-2020", "部分达成并具有一定效果", "8", "score-out-of-band"),
        ("mof-2020", "部分达成并具有一定效果", "5", "score-out-of-band"),
        ("hubei-2020", "部分达成并具有一定效果", "5", ""),
        ("hubei-2020", "部分达成并具有一定效果", "4.99", "score-out-of-band"),
        ("mof-2020", "达成（基本达成）目标", "10", ""),
        ("mof-2020", "基本达成目标：群众更满意。", "7.9", "score-out-of-band"),
        ("mof-2020", "未达成且效果较差", "6", "score-out-of-band"),
        ("mof-2020", "群众法治意识明显提升", "3", ""),
    ],
)
def test_a_qualitative_score_is_held_against_its_band(profile: str, actual: str, typed: str, issue: str) -> None:
    """Nothing is computed for words; the typed score must lie in the band that a grade word names."""
    entry = Entry("法治意识", ("效益指标",), Decimal(10), "提升", actual, Decimal(typed), "调研样本少")
    row = sheet(PROFILES[profile], [entry], Decimal(1)).rows[0]
    assert (row.computed, row.score, row.issue) == (None, Decimal(typed), issue)


def test_the_published_execution_score_is_too_high() -> None:
    """The published form wrote 9 for 86.20%: kept, and reported."""
    found = sheet(PROFILES["mof-2020"], [], Decimal("37.24") / Decimal("43.2"), Decimal(9)).execution
    assert (found.score, found.issue) == (Decimal(9), "score-too-high")
    assert found.why == "执行率 86.2%，按比例得 8.62 分"


def test_the_published_indicator_score_is_too_low() -> None:
    """The published form wrote 19.6 of 20 for a target reached: allowed with a reason only."""
    entry = Entry("合格率", ("产出指标",), Decimal(20), "98%", "98%", Decimal("19.6"))
    row = sheet(PROFILES["mof-2020"], [entry], None).rows[0]
    assert (row.computed, row.score, row.issue) == (
        Decimal(20),
        Decimal("19.6"),
        "score-lower-than-computed",
    )
    assert sheet(PROFILES["mof-2020"], [entry._replace(reason="验收有瑕疵")], None).rows[0].issue == ""


def test_an_approximate_actual_is_not_scored() -> None:
    """约90 of 100 is missed, but nobody knows by how much."""
    entry = Entry("案件数", ("产出指标",), Decimal(10), "≥100件", "约90件", Decimal("9.3"), "案源减少")
    row = sheet(PROFILES["mof-2020"], [entry], None).rows[0]
    assert (row.verdict.code, row.computed, row.issue) == (Code.COMPARED, None, "")
