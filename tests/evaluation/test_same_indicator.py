"""One indicator under two parents: the target of the one judges the actual of the other."""

from __future__ import annotations

from pathlib import Path

import pytest

from selfeval.authoring.skeleton.roll import roll_forward
from selfeval.evaluation.case import cases
from selfeval.evaluation.judge import evaluate
from selfeval.form.library import Library
from selfeval.history.trend import points
from selfeval.submission.folder import DepartmentYear
from selfeval.submission.read import read_department

TARGETS = """部门:
  名称: 云山市红岭区水务局
  级次: 区
年度: 2025
表样:
  - guangzhou/targets
  - guangzhou/self-evaluation
重点任务:
  - 名称: 农村供水
    绩效指标:
      - 名称: 新建供水管网长度
{more}绩效指标:
  产出指标:
    数量指标:
      - 名称: 新建供水管网长度
        年度指标值: ≥120公里
"""
MORE = "  - 名称: 城市供水\n    绩效指标:\n      - 名称: 新建供水管网长度\n"
ACTUALS = "任务完成:\n  农村供水:\n    指标完成:\n      新建供水管网长度: {actual}\n"


def verdicts(folder: Path, library: Library, actual: str, more: str = "") -> set[str]:
    """Return what is said of the actual of a task by the rules on verdicts."""
    home = folder / "data/2025/shuiwu"
    home.mkdir(parents=True)
    (home / "targets.yaml").write_text(TARGETS.format(more=more), encoding="utf-8")
    (home / "actuals.yaml").write_text(ACTUALS.format(actual=actual), encoding="utf-8")
    base, *_ = read_department(folder / "data", DepartmentYear("2025", "shuiwu"), library)
    found = evaluate(base, library).problems
    return {each.rule for each in found if each.place[:2] == ("data/2025/shuiwu/actuals.yaml", 4)}


@pytest.mark.parametrize(
    ("actual", "rules"),
    [
        ("23公里", {"unmet-without-reason"}),
        ("已完成", {"status-for-number"}),
        ("0.98", {"unmet-without-reason"}),
        ("126公里", set()),
        ("126", set()),
        ("126个", {"unit-differs"}),
    ],
)
def test_the_target_stands_under_another_heading(
    tmp_path: Path, library: Library, actual: str, rules: set[str]
) -> None:
    """A missing unit agrees with any."""
    assert verdicts(tmp_path, library, actual) == rules


def test_parts_of_a_whole_are_not_judged_by_it(tmp_path: Path, library: Library) -> None:
    """Two tasks with the name of the department's indicator may share its target."""
    assert verdicts(tmp_path, library, "23公里", MORE) == set()


def test_no_cell_is_printed_from_the_other(tmp_path: Path, library: Library) -> None:
    """The row of the task keeps no target of its own."""
    verdicts(tmp_path, library, "23公里")
    base, *_ = read_department(tmp_path / "data", DepartmentYear("2025", "shuiwu"), library)
    rows = {str(row.parent): row.values for case in cases(base) for row in case.indicators}
    assert "年度指标值" not in rows["农村供水"]


def test_trend_and_the_next_year_know_both(tmp_path: Path, library: Library) -> None:
    """The target in the table of years, target and actual in the notes of the files for the next year."""
    verdicts(tmp_path, library, "126公里")
    submissions = read_department(tmp_path / "data", DepartmentYear("2025", "shuiwu"), library)
    (point,) = points(submissions, "新建供水管网长度")
    assert (point.target, point.value) == ("≥120公里", "126公里")
    (file,) = [each for each in submissions[0].files if each.declared == "targets.yaml"]
    assert roll_forward(submissions[0], file, "2026").count("# 2025年：目标 ≥120公里，实际 126公里") == 2


def test_a_target_under_a_task_counts_though_no_form_prints_it(tmp_path: Path, library: Library) -> None:
    """It judges the actual, and need not be deleted."""
    more = "        年度指标值: ≥120公里\n"
    assert verdicts(tmp_path, library, "23公里", more) == {"unmet-without-reason"}
    base, *_ = read_department(tmp_path / "data", DepartmentYear("2025", "shuiwu"), library)
    assert "unused-field" not in {each.rule for each in base.problems}
