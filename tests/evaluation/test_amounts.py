"""Amounts typed in yuan where 万元 belong, or the reverse."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import ROOT
from offices import Files, changed, office

from selfeval.pipeline.department import check
from selfeval.pipeline.workspace import Workspace
from selfeval.problem import Problem
from selfeval.submission.folder import DepartmentYear

YUAN = {
    "form.yaml": "  预算执行.实际支出:\n    标签: 全年执行数\n",
    "declared": "  预算执行.实际支出:\n    标签: 全年执行数\n    类型: 金额\n    单位: 元\n",
}


def doubts(folder: Path, files: Files, place: str = "2024/qinghu") -> list[Problem]:
    """Return what is said of the units of money of the base department."""
    workspace = Workspace(office(folder, files, place) / "data", folder / "templates")
    problems = check(workspace, DepartmentYear(*place.split("/"))).problems
    return [problem for problem in problems if problem.rule == "wrong-money-unit"]


@pytest.mark.parametrize(
    ("typed", "fix"),
    [
        ("990.00", ""),
        ("9,900,000.00", "实际支出: 990"),
        ("10,000,000.00", "实际支出: 1000"),
        ("8,000,000", "实际支出: 800"),
        ("0.12", ""),
        ("20,000.00", ""),
    ],
)
def test_yuan_in_a_field_of_ten_thousands_is_asked_about(tmp_path: Path, typed: str, fix: str) -> None:
    """Ten thousand times another amount, exactly or as spending stands to its budget."""
    found = doubts(tmp_path, changed("actuals.yaml", "实际支出: 990.00", f"实际支出: {typed}"))
    assert [problem.fix for problem in found] == ([fix] if fix else [])


def test_an_amount_that_may_lack_its_point_is_not_corrected(tmp_path: Path) -> None:
    """97,250 beside a task of 10.00 is 972.50 as well as 9.725: asked about once, and nothing is offered."""
    shutil.copytree(ROOT / "data/2023/tianhe", tmp_path / "data/2023/tianhe")
    path = tmp_path / "data/2023/tianhe/targets.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("计划资金: 972.50", "计划资金: 97,250"), encoding="utf-8")
    problems = check(Workspace(tmp_path / "data", ROOT / "templates", None), DepartmentYear("2023", "tianhe")).problems
    (found,) = [problem for problem in problems if problem.rule in ("wrong-money-unit", "task-over-budget")]
    assert (found.rule, found.fix) == ("wrong-money-unit", "")
    assert "小数点" in found.message


def test_a_field_of_yuan_blames_the_smaller(tmp_path: Path) -> None:
    """In a field of 元 an amount in 万元 is too small."""
    files = changed("form.yaml", YUAN["form.yaml"], YUAN["declared"])
    right = {**files, **changed("actuals.yaml", "实际支出: 990.00", "实际支出: 9,900,000.00")}
    assert doubts(tmp_path / "right", right) == []
    (found,) = doubts(tmp_path / "wrong", files)
    assert found.fix == "实际支出: 9900000"
    assert "单位是元，是不是填成了万元" in found.message


def test_last_year_tells_a_whole_budget_in_yuan(tmp_path: Path) -> None:
    """A budget ten thousand times that of the year before is asked about, however well it adds up."""
    office(tmp_path, changed("targets.yaml", "年度: 2024", "年度: 2023"), "2023/qinghu")
    targets = str(changed("targets.yaml", "基本支出: 800.00", "基本支出: 8200000.00")["targets.yaml"])
    found = doubts(tmp_path, {"targets.yaml": targets.replace("项目支出: 200.00", "项目支出: 2300000.00")})
    assert [problem.fix for problem in found] == ["基本支出: 820", "项目支出: 230"]


def test_a_task_is_held_against_single_amounts_and_totals(tmp_path: Path) -> None:
    """Budgets that stand one after the other are no sum; what a form adds up itself is one."""
    shutil.copytree(ROOT / "data/2022/tianhe", tmp_path / "data/2022/tianhe")
    shutil.copytree(ROOT / "data/2025/dianhu-culture", tmp_path / "data/2025/dianhu-culture")
    rules = {}
    for place, file, old, new in (
        ("2022/tianhe", "actuals.yaml", "实际资金: 327.7", "实际资金: 6327.7"),
        ("2025/dianhu-culture", "projects/stage.yaml", "    金额: 27.20", "    金额: 73.20"),
    ):
        path = tmp_path / "data" / place / file
        path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        workspace = Workspace(tmp_path / "data", ROOT / "templates", None)
        rules[place] = [each.rule for each in check(workspace, DepartmentYear(*place.split("/"))).problems]
    assert "task-over-budget" in rules["2022/tianhe"]
    assert "task-over-budget" not in rules["2025/dianhu-culture"]
