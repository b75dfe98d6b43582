"""Every slip of slips.md is named at its place with its cure, and good texts are left alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import pytest
from shapes import ACTUALS, TARGETS

from selfeval.problem import Level
from selfeval.source.read import read
from selfeval.source.repair import repair

ESCAPE = re.compile(r"\\u([0-9A-F]{4})|\\\\|¶\n")
CASE = re.compile(r"^## ([^\n]+)\n\n~~~\n(.*?)^~~~\n(?:\n改成\n\n~~~\n(.*?)\n~~~\n)?", re.M | re.S)


class Case(NamedTuple):
    """A file, the problems expected, and the fix of the first."""

    says: str
    text: str
    fix: str


def typed(text: str) -> str:
    """Turn the escapes of slips.md into what they stand for."""
    return ESCAPE.sub(lambda each: chr(int(each[1], 16)) if each[1] else "\\" if each[0] == "\\\\" else "", text)


CASES = [
    Case(says, typed(text), typed(fix))
    for says, text, fix in CASE.findall((Path(__file__).parent / "slips.md").read_text(encoding="utf-8"))
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.says)
def test_a_slip_is_named_at_its_place(case: Case) -> None:
    """Rule and place of every problem are those of the table, and no other problem is found."""
    problems = read(case.text.encode(), "targets.yaml", TARGETS).problems
    says = "; ".join(f"{each.place.line}:{each.place.column} {each.rule}" for each in problems)
    assert (says or "ok") == case.says
    assert (problems[0].fix if problems else "") == case.fix


@pytest.mark.parametrize("case", [case for case in CASES if case.fix.strip()], ids=lambda case: case.says)
def test_a_fix_typed_literally_is_a_cure(case: Case) -> None:
    """Typing the fix in place of its lines leaves nothing of the problem on these lines."""
    lines = case.text.splitlines()
    problem = read(case.text.encode(), "targets.yaml", TARGETS).problems[0]
    fix = problem.fix.split("\n")
    first = problem.place.line - 1
    covered = len(fix) if problem.rule not in ("text-beside-pipe", "keys-on-one-line") else 1
    if problem.rule == "missing-pipe":
        covered = len(fix) - (lines[first].rstrip().endswith(":") is False)
    lines[first : first + covered] = fix
    left = read("\n".join([*lines, ""]).encode(), "targets.yaml", TARGETS).problems
    assert problem.rule not in [each.rule for each in left if each.place.line == first + 1]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.says)
def test_repair_cures_and_settles(case: Case) -> None:
    """A repaired file says nothing new, keeps what was read, and is not repaired again."""
    before = read(case.text.encode(), "targets.yaml", TARGETS)
    repaired = repair(case.text.encode(), "targets.yaml", TARGETS)
    after = read(repaired, "targets.yaml", TARGETS)
    assert repair(repaired, "targets.yaml", TARGETS) == repaired
    assert {each.rule for each in after.problems} <= {each.rule for each in before.problems}
    assert before.root == after.root
    if case.says == "ok":
        assert repaired == case.text.encode()
    elif before.problems and all(each.level is Level.ERROR for each in before.problems) and not after.problems:
        assert before.root is None or after.root is not None


def test_the_table_is_large_enough() -> None:
    """A parser of slips.md that finds nothing would pass every other test."""
    assert len([case for case in CASES if case.says != "ok"]) >= 200
    assert len([case for case in CASES if case.says == "ok"]) >= 80


RESULTS = """\
任务完成:
  人民调解:
    完成情况: 已完成。
    指标完成:
      调解案件数: 320件
      调解成功率: 98.2%
  法律援助:
    完成情况: 已完成。
    指标完成:
      办理案件数: 566件
"""


@pytest.mark.parametrize("name", ["调解案件数", "调解成功率", "办理案件数"])
@pytest.mark.parametrize("blanks", ["", "  ", "    "])
def test_a_result_that_slid_to_the_left_is_one_slip(name: str, blanks: str) -> None:
    """A figure under a name goes on with the results above it, whether it is the first of them or not."""
    text = RESULTS.replace(f"      {name}", f"{blanks}{name}")
    reading = read(text.encode(), "actuals.yaml", ACTUALS)
    assert [each.place.line for each in reading.problems] == [text[: text.index(name)].count("\n") + 1]
    assert reading.problems[0].fix.startswith(f"      {name}: ")
    assert str(reading.root) == str(read(RESULTS.encode(), "actuals.yaml", ACTUALS).root)


def test_a_task_told_in_a_few_words_stays_a_task() -> None:
    """Words under a name are the text of a task, though the results above it are empty."""
    text = RESULTS.replace("      办理案件数: 566件\n", "  普法: 已完成。\n")
    assert not read(text.encode(), "actuals.yaml", ACTUALS).problems
