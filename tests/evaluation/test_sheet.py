"""The sheet: typed scores, totals, grades, caps, what does not apply, and where points come from."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from published import PROFILES

from selfeval.evaluation.scoring.allotment import Gap
from selfeval.evaluation.scoring.row import Entry
from selfeval.evaluation.scoring.sheet import sheet
from selfeval.form.profile import Profile, grade, points_in_label, weights

D = Decimal
OUTPUT, EFFECT, PLEASED = ("产出指标",), ("效益指标",), ("满意度指标",)
HUNDRED = (
    Entry("案件数", OUTPUT, D(50), "≥100件", "100件"),
    Entry("覆盖率", EFFECT, D(30), "≥90%", "95%"),
    Entry("群众满意度", PLEASED, D(10), "≥90%", "81%", reason="样本少"),
)


def test_a_full_sheet_has_total_and_grade() -> None:
    """50 + 30 + 9 + 8.62 = 97.62 is 优."""
    found = sheet(PROFILES["mof-2020"], HUNDRED, D("0.862"))
    assert (found.total_points, str(found.total), found.grade) == (D(100), "97.62", "优")
    assert (found.cap, found.rebased, found.gaps) == ("", "", ())


def test_one_unknown_score_leaves_no_total() -> None:
    """A row that only people can score, or no execution rate: no total, no grade."""
    vague = Entry("影响", EFFECT, D(10), "提升", "有所提升")
    assert sheet(PROFILES["mof-2020"], [*HUNDRED, vague], D(1)).total is None
    assert sheet(PROFILES["mof-2020"], HUNDRED, None).total is None
    assert sheet(PROFILES["mof-2020"], [], D(1)).total is None


def test_typed_scores_make_the_total() -> None:
    """What the department typed counts, also where it is wrong."""
    typed = [entry._replace(typed=D(60) if entry.points == 50 else None) for entry in HUNDRED]
    found = sheet(PROFILES["mof-2020"], typed, D(1))
    assert (found.rows[0].computed, found.rows[0].score, found.total) == (D(50), D(60), D(109))


@pytest.mark.parametrize(
    ("target", "actual", "typed", "reason", "issue"),
    [
        ("≥100", "90", "9", "", "reason-missing"),
        ("≥100", "90", "9", "无", "reason-missing"),
        ("≥100", "90", "9", "案源减少", ""),
        ("≥100", "90", "9.01", "案源减少", ""),
        ("≥100", "90", "9.02", "案源减少", "score-too-high"),
        ("≥100", "90", "8", "", "score-lower-than-computed"),
        ("≥100", "90", "8", "案源减少", ""),
        ("≥100", "100", "10.5", "", "score-over-points"),
        ("≥100", "100", "-1", "", "score-over-points"),
        ("≥100", "", "10", "", "score-without-actual"),
        ("≥100", "", "0", "项目取消", ""),
        ("2024年6月30日前", "2024年9月1日", "10", "汛期停工", "full-score-missed"),
        ("2024年6月30日前", "2024年9月1日", "8", "汛期停工", ""),
        ("≥100", "不适用", "0", "", ""),
    ],
)
def test_a_typed_score_is_compared(target: str, actual: str, typed: str, reason: str, issue: str) -> None:
    """Higher is an error, lower needs a reason, and the typed score always stays."""
    entry = Entry("案件数", OUTPUT, D(10), target, actual, D(typed), reason)
    row = sheet(PROFILES["mof-2020"], [entry], None).rows[0]
    assert (row.issue, row.score) == (issue, D(typed))


def test_what_does_not_apply_is_left_out_and_the_rest_stretched() -> None:
    """89 of the 90 points left are 98.89 of 100; a profile without the rule has no total."""
    entries = [HUNDRED[0], HUNDRED[1], HUNDRED[2]._replace(actual="不适用")]
    entries[0] = entries[0]._replace(actual="98件")
    found = sheet(PROFILES["local"], entries, D(1))
    assert (found.total_points, str(found.total), found.grade) == (D(100), "98.89", "优")
    assert found.rebased == "有 1 项指标不适用，其余 90 分得 89 分，折算到 100 分是 98.89 分"
    assert sheet(PROFILES["mof-2020"], entries, D(1)).total is None


@pytest.mark.parametrize(("rate", "total"), [("0.8", "97.00"), ("0.75", "89.00"), ("0.6", "79.00"), ("0.49", "59.00")])
def test_a_low_execution_rate_caps_the_total(rate: str, total: str) -> None:
    """The cap is said in words; at 80% there is none."""
    found = sheet(PROFILES["local"], HUNDRED, D(rate))
    assert str(found.total) == total
    assert bool(found.cap) == (rate != "0.8")


def test_a_total_at_the_cap_is_not_capped() -> None:
    """42.5 + 30 + 9 + 7.5 is 89, just what an execution rate of 75% allows."""
    found = sheet(PROFILES["local"], [HUNDRED[0]._replace(typed=D("42.5")), *HUNDRED[1:]], D("0.75"))
    assert (str(found.total), found.cap) == ("89.00", "")


def test_an_unscored_form_has_no_computed_score() -> None:
    """Nothing is computed, totalled or graded."""
    found = sheet(PROFILES["unscored"], HUNDRED, D(1))
    assert {row.computed for row in found.rows} == {None}
    assert (found.execution.points, found.total, found.grade) == (None, None, "")


def test_points_stand_in_labels_of_any_level() -> None:
    """A goal, a section or an indicator may carry the points; the only one without gets the rest."""
    goal = "年度目标1（80分）"
    entries = [
        Entry("普法场次（20分）", (goal, "产出指标（50分）"), None, "≥10场", "10场"),
        Entry("案件数", (goal, "产出指标（50分）"), None, "≥10件", "10件"),
        Entry("覆盖率", (goal, "效益指标"), None, "≥90%", "90%"),
        Entry("满意度", (goal, "满意度指标"), D(10), "≥90%", "90%"),
    ]
    found = sheet(PROFILES["hubei-2020"], entries, D(1))
    assert [row.points for row in found.rows] == [20, 30, None, 10]
    assert (found.total_points, found.total) == (D(100), None)


def test_a_group_divided_by_the_department_is_not_guessed() -> None:
    """Two indicators share 50 points somehow: unknown for each, known together."""
    entries = [HUNDRED[0]._replace(points=None, name=name) for name in ("甲类案件", "乙类案件")]
    found = sheet(PROFILES["mof-2020"], [*entries, *(e._replace(points=None) for e in HUNDRED[1:])], D(1))
    assert [row.points for row in found.rows] == [None, None, 30, 10]
    assert found.total_points == 100


def test_a_label_and_its_rows_that_differ_are_a_gap() -> None:
    """The label says 40, the rows have 50."""
    found = sheet(PROFILES["mof-2020"], [HUNDRED[0]._replace(levels=("产出指标（40分）",))], D(1))
    assert found.gaps == (Gap(("产出指标（40分）",), D(40), D(50)),)


def test_a_total_other_than_a_hundred_has_no_grade() -> None:
    """Bands are for 100 points: a form with 110 is totalled, not graded."""
    extra = Entry("成本", ("成本指标",), D(10), "≤10万元", "9万元")
    found = sheet(PROFILES["mof-2020"], [*HUNDRED, extra], D(1))
    assert (found.total_points, found.total, found.grade) == (D(110), D(109), "")


@pytest.mark.parametrize(
    ("label", "points"),
    [
        ("产出指标（50分）", D(50)),
        ("年度绩效目标1 ( 40 分 )：", D(40)),
        ("质量指标（分值：7.5分）", D("7.5")),
        ("产出指标［５０分］", D(50)),
        ("满意度（90分以上）", None),
        ("普法工作年度考核（分值）", None),
        ("考核得分96分", None),
        ("产出指标", None),
    ],
)
def test_points_are_read_from_a_label(label: str, points: Decimal | None) -> None:
    """Only a number of points in brackets at the end counts."""
    assert points_in_label(label) == points


@pytest.mark.parametrize(
    ("total", "word"),
    [("100", "优"), ("90", "优"), ("89.99", "良"), ("60", "中"), ("59.99", "差"), ("-1", "")],
)
def test_a_total_has_a_grade(total: str, word: str) -> None:
    """A band begins at its lower bound."""
    assert grade(PROFILES["mof-2021"], D(total)) == word


@pytest.mark.parametrize(
    ("sections", "points"),
    [
        ("成本指标 产出指标 效益指标 满意度指标", [20, 40, 20, 10]),
        ("产出指标 效益指标 满意度指标", [50, 30, 10]),
        ("成本指标 产出指标 效益指标", [20, 40, 30]),
        ("产出指标 效益指标", [50, 40]),
    ],
)
def test_the_points_of_an_absent_section_move(sections: str, points: list[int]) -> None:
    """Whatever sections a form has, they and the execution rate make 100."""
    found = weights(PROFILES["mof-2021"], sections.split())
    assert list(found.values()) == points
    assert sum(points) == 90


NUMBERS = st.none() | st.decimals() | st.decimals(min_value=-5, max_value=120, places=2)
CELLS = ["≥100件", "90件", "≤10", "0", "不适用", "部分达成", "1e9", "提升"]
WORDS = st.text(max_size=8) | st.sampled_from(CELLS)
LEVELS = st.lists(WORDS | st.just("产出指标（50分）"), max_size=3).map(tuple)
ENTRIES = st.builds(Entry, WORDS, LEVELS, NUMBERS, WORDS, WORDS, NUMBERS)
ANY_PROFILE = st.sampled_from(list(PROFILES.values()))


@given(ANY_PROFILE, st.lists(ENTRIES, max_size=4), NUMBERS, NUMBERS, st.none() | st.booleans())
def test_no_data_raises(
    profile: Profile,
    entries: list[Entry],
    rate: Decimal | None,
    typed: Decimal | None,
    finished: bool | None,
) -> None:
    """Any data give a sheet, and a computed score lies between nothing and the points."""
    found = sheet(profile, entries, rate, typed, finished=finished)
    for row in found.rows:
        if row.computed is not None:
            assert row.points is not None
            assert 0 <= row.computed <= row.points + D("0.005")
