"""The columns of indicators: what scoring needs of them, and what makes them doubtful."""

from __future__ import annotations

import shutil
from pathlib import Path

from conftest import ROOT
from offices import office

from selfeval.form.library import load

NAMED = '文件名: "表（{{ 项目.名称 }}）"\n'
PROJECTS = f"名称: 表\n{NAMED}阶段: 自评\n主体: 项目\n数据:\n  - targets.yaml\n  - projects/*.yaml\n"
SCORED = (
    PROJECTS
    + """评分:
  方案: mof-2020
  指标: 打分
字段:
  打分:
    类型: 指标
    文件: projects/*.yaml
  打分.名称:
    类型: 文本
  打分.目标值:
    类型: 指标值
  打分.实际:
    类型: 指标值
  打分.分值:
    类型: 整数
  打分.得分:
    类型: 小数
    必填: 否
"""
)


def scored(folder: Path, text: str) -> list[tuple[int, str, str]]:
    """Return line, level and message of what is wrong with a form that scores."""
    office(folder, {"form.yaml": text})
    shutil.copy(ROOT / "templates/scoring.yaml", folder / "templates/scoring.yaml")
    problems = load(folder / "templates").declared("form").problems
    return [(each.place.line, each.level.value, each.message) for each in problems]


def test_a_form_that_scores_has_what_scoring_needs(tmp_path: Path) -> None:
    """A target and an actual, points that are numbers; without points or score the author is asked."""
    assert scored(tmp_path / "a", SCORED) == []
    without = SCORED.replace("  打分.目标值:\n    类型: 指标值\n", "")
    assert scored(tmp_path / "b", without) == [(10, "error", "“打分”下面没有作用是“目标值”的一列，得分算不出来")]
    texts = SCORED.replace("类型: 整数", "类型: 文本")
    assert scored(tmp_path / "c", texts) == [(21, "error", "“打分.分值”的作用是分值，不能是文本；能写的：小数、整数")]
    pointless = SCORED.replace("  打分.分值:\n    类型: 整数\n", "")
    assert scored(tmp_path / "d", pointless) == [(12, "warning", "“打分”要评分，下面却没有作用是“分值”的一列")]
    strange = SCORED.replace("mof-2020", "mof2020")
    assert scored(tmp_path / "e", strange) == [(9, "error", "没有“mof2020”这套评分办法，是不是“mof-2020”？")]
    flat = SCORED.replace("指标: 打分", "指标: 打分.名称")
    assert scored(tmp_path / "f", flat) == [(10, "error", "评分的指标，类型要是指标；“打分.名称”是文本")]


def test_two_columns_of_one_role_are_doubtful(tmp_path: Path) -> None:
    """Only the first would ever be compared."""
    twice = SCORED + "  打分.年度指标值:\n    类型: 指标值\n"
    ((line, level, said),) = scored(tmp_path, twice)
    assert (line, level) == (26, "warning")
    assert said.startswith("“打分.目标值”和“打分.年度指标值”的作用都是“目标值”，程序只认前一列")
