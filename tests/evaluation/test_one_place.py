"""One thing written in two places: twins of a sentence, formulas, grades, goals and adjustments."""

from __future__ import annotations

from pathlib import Path

import pytest
from written import concluded, findings

from selfeval.evaluation.rules import RULES


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("优良率 45人/50人=92%。", "90%"),
        ("增幅（60－40）÷40=55%。", "50%"),
        ("三校合计11+12+13=37个班。", "36"),
        ("单价 1.2×30=360 元。", "36"),
    ],
)
def test_a_formula_typed_with_another_result_is_found(text: str, told: str, tmp_path: Path) -> None:
    """The right result is named as it would be printed."""
    (found,) = findings(RULES["typed-formula-differs"], concluded(tmp_path, text))
    assert told in found.message


@pytest.mark.parametrize(
    "text",
    [
        "优良率 45人/50人=90%。",
        "11+12+13=36个班。",
        "按 2023-2024=学年 的安排。",
        "比值 1/3=0.33。",
        "A=5，B=6。",
        "3×(2+1)=9。",
    ],
)
def test_a_formula_that_gives_its_result_is_left_alone(text: str, tmp_path: Path) -> None:
    """Rounded results are right, and what is no formula says nothing."""
    assert list(findings(RULES["typed-formula-differs"], concluded(tmp_path, text))) == []


def test_the_same_sentence_with_another_figure_is_found(tmp_path: Path) -> None:
    """A rate that is repeated to the letter cannot be two."""
    changes = {"全年驻点值班 240 天": "受理案件120件，其中民事80件，同比增长12.5%"}
    text = "受理案件120件，其中民事80件，同比增长15.2%。"
    assert any(
        "12.5%" in found.message for found in findings(RULES["figure-differs"], concluded(tmp_path, text, changes))
    )


def test_a_grade_in_the_text_is_the_grade_that_was_chosen(tmp_path: Path) -> None:
    """优秀 is chosen in the base department."""
    (found,) = findings(RULES["typed-grade-differs"], concluded(tmp_path / "other", "本部门自评等级为“良好”。"))
    assert "优秀" in found.message
    assert (
        list(findings(RULES["typed-grade-differs"], concluded(tmp_path / "same", "本部门自评优秀，上年自评良好。")))
        == []
    )


def test_a_result_below_the_goal_of_another_text_is_found(tmp_path: Path) -> None:
    """A goal that no indicator measures is held to the only result that speaks of it."""
    (found,) = findings(RULES["result-below-goal"], concluded(tmp_path / "below", "全年开展岗位技能培训84场。", GOAL))
    assert "不少于90场" in found.message
    assert (
        list(findings(RULES["result-below-goal"], concluded(tmp_path / "above", "全年开展岗位技能培训96场。", GOAL)))
        == []
    )


GOAL = {"全年办理法律援助案件 550 件以上": "全年开展岗位技能培训不少于90场"}
