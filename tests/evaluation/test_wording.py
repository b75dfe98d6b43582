"""What offices rightly write and no rule about wording may doubt, and what they should not write."""

from __future__ import annotations

from pathlib import Path

import pytest
from sampled import sampled, sampled_rows
from wordings import RIGHT, WRONG
from written import findings, written

from selfeval.evaluation.rules import RULES

WORDING = {name: rule for name, rule in RULES.items() if ".rules.text." in rule.check.__module__}


@pytest.mark.parametrize(("rule", "text"), sampled_rows(WRONG, 2))
def test_what_is_wrong_is_found(tmp_path: Path, rule: str, text: str) -> None:
    """The rule speaks, and no other of its kind."""
    case = written(tmp_path, text)
    assert {name for name, known in WORDING.items() if findings(known, case)} == {rule}


@pytest.mark.parametrize("text", sampled(RIGHT, 2))
def test_what_is_right_is_left_alone(tmp_path: Path, text: str) -> None:
    """No rule about wording has anything to say."""
    case = written(tmp_path, text)
    said = [(name, found.message) for name, rule in WORDING.items() for found in findings(rule, case)]
    assert said == []


def test_the_rules_about_wording_are_there() -> None:
    """The lists would prove nothing if no rule were tried on them."""
    assert len(WORDING) >= 40


LONG_NAME = ("名称: 青湖区司法局", "名称: 青湖区市场监督管理局")


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("青湖区市场监都管理局召开会议。", True),
        ("市场监督官理局召开会议。", False),
        ("青湖区市场监督局召开会议。", False),
        ("青湖区市场监察管理局召开会议。", True),
        ("青湖区市场监督管理局召开会议。", False),
        ("东湖区市场监督管理局召开会议。", False),
    ],
)
def test_one_wrong_character_in_a_long_name(tmp_path: Path, text: str, wrong: bool) -> None:
    """No other office differs from a long name in one character; another district does."""
    case = written(tmp_path, text, changes=(LONG_NAME,))
    assert bool(findings(RULES["department-misspelt"], case)) is wrong
