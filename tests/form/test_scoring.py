"""What is said of a scoring.yaml that cannot be used, and where."""

from __future__ import annotations

from pathlib import Path

import pytest
from published import LOCAL, SHIPPED

from selfeval.form.scoring import load

GOOD = "good:\n  名称: 好的\n"


def test_the_four_profiles_are_there() -> None:
    """The shipped file loads without a word, and so does one with the remaining words."""
    profiles, problems = load(SHIPPED, "scoring.yaml")
    assert (list(profiles), problems) == (["mof-2020", "mof-2021", "hubei-2020", "unscored"], {})
    assert load(LOCAL, "scoring.yaml").problems == {}


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("bad:\n  等级:\n    优: 90\n", 1, "评分办法“bad”没有写“名称”"),
        ("bad:\n  名称: 甲\n  等极:\n    优: 90\n", 3, "“等极”不是评分办法可用的词。是不是“等级”？"),
        ("bad:\n  名称: 甲\n  等级:\n    优: 很高\n", 4, "“很高”不是数字"),
        ("bad:\n  名称: 甲\n  等级:\n    良: 80\n    优: 90\n", 5, "“优”应当比上一行小：从高到低写"),
        ("bad:\n  名称: 甲\n  超额:\n    起点: 1.3\n", 4, "“1.3”不是百分数，要带百分号"),
        ("bad:\n  名称: 甲\n  分值:\n    产出指标: -5\n", 4, "“-5”不能小于 0"),
        ("bad:\n  名称: 甲\n  预算执行率:\n    已完成: 100%\n", 4, "“已完成”要和“分档”一起写，单独写没有用"),
        ("bad:\n  名称: 甲\n  超额:\n    扣分: 1\n", 4, "“扣分”要和“起点”一起写，单独写没有用"),
        (
            "bad:\n  名称: 甲\n  分值:\n    产出指标: 60\n  缺项转入:\n    产出指标:\n      效益指标: 60\n",
            7,
            "“分值”里没有“效益指标”，分值转不过来。是不是“产出指标”？",
        ),
        (
            "bad:\n  名称: 甲\n  指标得分:\n    反向: 按反比\n",
            4,
            "“按反比”不认识，只能写：按超出比例扣分、按反比例。是不是“按反比例”？",
        ),
        (
            "bad:\n  名称: 甲\n  定性:\n    80%:\n      - 达成\n    60%:\n      - 达成\n",
            7,
            "“达成”写了两次，不知道算哪一档",
        ),
    ],
)
def test_an_unusable_profile_is_left_out(tmp_path: Path, text: str, line: int, message: str) -> None:
    """The problem stands at its line, and the other profiles stay usable."""
    path = tmp_path / "scoring.yaml"
    path.write_text(text + GOOD, encoding="utf-8")
    profiles, problems = load(path, "scoring.yaml")
    assert list(profiles) == ["good"]
    assert [(problem.place.line, problem.rule, problem.message) for problem in problems["bad"]] == [
        (line, "bad-declaration", message)
    ]


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    """No file, no profile, one problem."""
    profiles, problems = load(tmp_path / "scoring.yaml", "scoring.yaml")
    assert profiles == {}
    assert [problem.message for problem in problems[""]] == [
        "读不了这个文件：没有这个文件，或者这是断了的链接；放好文件，或删去链接"
    ]
