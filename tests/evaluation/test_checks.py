"""Declared equations over figures that one department types into two files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import ROOT
from offices import changed, office

from selfeval.form.library import Library, load
from selfeval.pipeline.department import check
from selfeval.pipeline.workspace import Workspace
from selfeval.problem import Level
from selfeval.submission.folder import DepartmentYear

TARGETS = """\
部门:
  名称: 和平区司法局
年度: 2024
表样:
  - guangzhou/targets
  - mof/monitoring
  - mof/project-self-evaluation
  - guangzhou/self-evaluation
预算:
  支出:
    基本支出: 600.00
    项目支出: 400.00
    财政专项资金: 0.00
    其他事业发展性支出: 0.00
  收入:
    财政拨款: 990.00
    其他资金: 10.00
"""
MONITORING = "监控:\n  年初预算: 1,000.00\n  执行数: 480.00\n"
ACTUALS = "预算执行:\n  年初预算: 1,000.00\n  实际支出: 985.00\n"
PROJECT = "项目资金:\n  年初预算:\n    财政拨款: 40.00\n    上年结转: 0.00\n    其他资金: 0.00\n"
FILES = {"targets": TARGETS, "monitoring": MONITORING, "actuals": ACTUALS, "projects/books": PROJECT}
CODES = {
    "opening-budget-differs",
    "monitored-budget-differs",
    "spending-below-midyear",
    "project-over-department",
}


def said(folder: Path, library: Library, changes: dict[str, tuple[str, str]]) -> list[tuple[str, int, str]]:
    """Return file, line and message of what the equations say of the files with these texts replaced."""
    home = folder / "data/2024/heping"
    for name, text in FILES.items():
        path = home / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        old, new = changes.get(name, ("", ""))
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
    found = [
        each
        for each in check(Workspace(folder / "data", ROOT / "templates"), DepartmentYear("2024", "heping")).problems
        if each.rule in CODES
    ]
    assert all(each.level is Level.WARNING and each.where for each in found)
    return [(Path(each.place.file).stem, each.place.line, f"{each.rule} {each.message}") for each in found]


def test_the_same_figure_everywhere_is_silent(tmp_path: Path, library: Library) -> None:
    """Equal figures, more spent by the end than by July, a project within the budget."""
    assert said(tmp_path, library, {}) == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"actuals": ("1,000.00", "1,010.00")},
            [
                (
                    "actuals",
                    2,
                    "opening-budget-differs 自评的年初预算和申报的收入合计应当是同一个数。现在："
                    "部门年初预算收入 1,010.00 万元，预算.收入合计 1,000.00 万元（targets.yaml 第 15 行）；相差 10.00 万元",
                ),
                (
                    "actuals",
                    2,
                    "monitored-budget-differs 自评和年中监控的年初预算应当是同一个数。现在："
                    "部门年初预算收入 1,010.00 万元，监控.年初预算 1,000.00 万元（monitoring.yaml 第 2 行）；相差 10.00 万元",
                ),
            ],
        ),
        (
            {"monitoring": ("480.00", "986.00")},
            [
                (
                    "actuals",
                    3,
                    "spending-below-midyear 全年的实际支出比年中监控时的执行数还少。现在："
                    "实际支出数 985.00 万元，监控.执行数 986.00 万元（monitoring.yaml 第 3 行）；相差 1.00 万元",
                ),
            ],
        ),
        (
            {"projects/books": ("40.00", "400000.00")},
            [
                (
                    "books",
                    2,
                    "project-over-department 一个项目的年初预算数超过了整个部门的预算支出；单位是不是万元。现在："
                    "年度资金总额（年初预算数） 400,000.00 万元，预算.支出合计 1,000.00 万元（targets.yaml 第 10 行）；相差 399,000.00 万元",
                ),
            ],
        ),
    ],
    ids=["opening budget", "midyear", "unit"],
)
def test_a_figure_that_differs_is_told_with_both_places(
    tmp_path: Path, library: Library, changes: dict[str, tuple[str, str]], expected: list[tuple[str, int, str]]
) -> None:
    """A warning at the later file, naming file and line of the other figure."""
    assert said(tmp_path, library, changes) == expected


@pytest.mark.parametrize(
    "changes",
    [
        {"actuals": ("1,000.00", "1,010.00"), "targets": ("  - guangzhou/targets\n  - mof/monitoring\n", "")},
        {"actuals": ("1,000.00", "待填")},
        {"actuals": ("1,000.00", "1,000.01")},
        {"targets": ("    其他资金: 10.00\n", ""), "monitoring": ("1,000.00", "待填")},
    ],
    ids=["forms not chosen", "not filled in", "rounded", "half a sum"],
)
def test_without_both_figures_there_is_silence(
    tmp_path: Path, library: Library, changes: dict[str, tuple[str, str]]
) -> None:
    """What another form does not show, or nobody typed, is not compared."""
    assert said(tmp_path, library, changes) == []


def test_a_key_nobody_declares_is_refused(tmp_path: Path) -> None:
    """A check may use the vocabulary, not what is in no form and no vocabulary."""
    templates = tmp_path / "templates"
    shutil.copytree(ROOT / "templates", templates)
    path = templates / "mof/monitoring/form.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("合计(预算.支出)", "合计(预算.支岀)"), encoding="utf-8")
    (found,) = load(templates).problems
    assert found.rule == "bad-declaration"
    assert "用了这个表样和 fields.yaml 里都没有的“预算.支岀”" in found.message


def test_rates_and_counts_are_told_as_they_print(tmp_path: Path) -> None:
    """A rate is told in per cent, a count without decimals, money with two."""
    form = changed(
        "form.yaml", "  填报日期:\n", "  预算执行.自报完成率:\n    类型: 百分比\n    文件: actuals.yaml\n  填报日期:\n"
    )
    declared = (
        "核对:\n  typed-rate:\n    算式: 预算执行.自报完成率 == 预算执行.实际支出 / 预算执行.调整预算\n"
        "    位置: 预算执行.自报完成率\n    说明: 完成率算得不对\n"
    )
    files = {
        "form.yaml": str(form["form.yaml"]).replace("核对:\n", declared),
        **changed("actuals.yaml", "990.00\n", "990.00\n  自报完成率: 97.51%\n"),
    }
    workspace = Workspace(office(tmp_path, files) / "data", tmp_path / "templates")
    problems = check(workspace, DepartmentYear("2024", "qinghu")).problems
    (found,) = [problem for problem in problems if problem.rule == "typed-rate"]
    assert found.message.endswith("97.51%，全年执行数 ÷ 调整后预算数 99.00%；相差 1.49%")


def test_a_low_score_points_at_what_was_typed(tmp_path: Path) -> None:
    """Where the score of a row is computed, the actual that gave it is shown, in its file."""
    shutil.copytree(ROOT / "data/2025/jinyun-library", tmp_path / "data/2025/jinyun-library")
    path = tmp_path / "data/2025/jinyun-library/actuals.yaml"
    lines = path.read_text(encoding="utf-8").split("\n")
    at = next(number for number, line in enumerate(lines) if line.startswith("  馆舍开放天数: "))
    lines[at] = "  馆舍开放天数: 1天"
    path.write_text("\n".join(lines), encoding="utf-8")
    found = check(Workspace(tmp_path / "data", ROOT / "templates"), DepartmentYear("2025", "jinyun-library")).problems
    (low,) = [each for each in found if each.rule == "low-rate-without-reason"]
    assert (Path(low.place.file).name, low.place.line) == ("actuals.yaml", at + 1)
    assert low.where == "指标完成.馆舍开放天数.实际"
