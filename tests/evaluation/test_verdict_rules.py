"""What rules say of targets and actuals: a reason that is none, a unit that was mistyped, a rate that cannot be, another name."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import ROOT

from selfeval.pipeline.department import check
from selfeval.pipeline.workspace import Workspace
from selfeval.problem import Problem
from selfeval.submission.folder import DepartmentYear

LIBRARY = DepartmentYear("2024", "qinghu-library")


def told(folder: Path) -> list[Problem]:
    """Return the problems of the sample below a folder."""
    return list(check(Workspace(folder / "data", ROOT / "templates", None), LIBRARY).problems)


def of_library(folder: Path, file: str, old: str, new: str) -> list[Problem]:
    """Return what a sample with projects brings, one text of it replaced, that it did not bring before."""
    home = folder / "data" / str(LIBRARY)
    shutil.copytree(ROOT / "data" / str(LIBRARY), home)
    before = {(each.rule, each.message) for each in told(folder)}
    path = home / file
    assert old in path.read_text(encoding="utf-8")
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    after = told(folder)
    return [each for each in after if (each.rule, each.message) not in before]


@pytest.mark.parametrize("word", ["无", "没有", "不适用"])
def test_a_reason_that_is_none_is_shown_where_it_stands(word: str, tmp_path: Path) -> None:
    """The correction replaces it, and adds no second one."""
    reason = "部分热门讲座座位不足；2025年增设线上直播和分会场"
    (found,) = of_library(tmp_path, "projects/reading-season.yaml", f"偏差原因: {reason}", f"偏差原因: {word}")
    typed = (tmp_path / "data" / str(LIBRARY) / "projects/reading-season.yaml").read_text(encoding="utf-8")
    assert found.rule == "unmet-without-reason"
    assert typed.splitlines()[found.place.line - 1].strip() == f"偏差原因: {word}"
    assert found.fix == "偏差原因: （写明原因）"


def test_a_mistyped_unit_is_one_doubt(tmp_path: Path) -> None:
    """Nothing is said of the score or a reason: the number is right."""
    (found,) = of_library(tmp_path, "projects/reading-season.yaml", "实际: 5433元", "实际: 5433万元")
    assert (found.rule, "单位写错" in found.message) == ("unit-differs", True)


def test_a_target_above_hundred_per_cent_is_doubted(tmp_path: Path) -> None:
    """It is the target that cannot be."""
    found = of_library(tmp_path, "projects/mobile-library.yaml", "年度指标值: ≥95%", "年度指标值: ≥950%")
    assert "percent-over-hundred" in {each.rule for each in found}


def test_spending_forecast_below_what_is_spent_is_told(tmp_path: Path) -> None:
    """A year cannot end with less than its first seven months."""
    (found,) = of_library(tmp_path, "monitoring.yaml", "预计全年执行: 1,253.50", "预计全年执行: 125.35")
    assert found.rule == "forecast-below-spent"
