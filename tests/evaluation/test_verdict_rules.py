"""What rules say of targets and actuals: a reason that is none, a unit that was mistyped, a rate that cannot be, another name."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import ROOT

from selfeval.pipeline.department import check
from selfeval.pipeline.workspace import Workspace
from selfeval.problem import Level, Problem
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


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("实际: 22.4%", "实际: 2024年5月20日"),
        ("实际: 2024年1月19日", "实际: 92.6%"),
        ("实际: 50160人次", "实际: 9月底"),
    ],
)
def test_a_day_and_a_number_are_not_compared(old: str, new: str, tmp_path: Path) -> None:
    """One of the two values has slid into the other's row."""
    found = of_library(tmp_path, "projects/mobile-library.yaml", old, new)
    assert [each.rule for each in found if new[4:] in each.message] == ["unit-differs"]
    assert all(each.rule in ("unit-differs", "figure-differs", "figure-typed-twice", "number-typed") for each in found)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("        完成情况: 1.36万册", "        完成情况: 56%"),
        ("        预计全年完成: 2.4万册", "        预计全年完成: 98%"),
        ("        完成情况: 43.8元", "        完成情况: 43.8万元"),
    ],
)
def test_the_middle_of_the_year_is_counted_as_the_target(old: str, new: str, tmp_path: Path) -> None:
    """Each row is told once, where the unit is another one."""
    (found,) = of_library(tmp_path, "monitoring.yaml", old, new)
    assert found.rule == "unit-differs"
    assert new.split()[1] in found.message


def test_a_target_in_another_unit_than_last_year_is_asked_about(tmp_path: Path) -> None:
    """The values of two years before it tell which unit is meant; one message is enough."""
    home = tmp_path / "data/2025/guihe-justice"
    shutil.copytree(ROOT / "data/2025/guihe-justice", home)
    path = home / "targets.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("年度指标值: ≥3800件", "年度指标值: ≥3800人次"), encoding="utf-8")
    workspace = Workspace(tmp_path / "data", ROOT / "templates", None)
    found = [p for p in check(workspace, DepartmentYear("2025", "guihe-justice")).problems if p.rule == "unit-differs"]
    assert [each.message.count("3615件") for each in found] == [1]


def test_a_length_of_time_and_a_day_are_left_to_the_reader(tmp_path: Path) -> None:
    """How long something takes and when it was done may both answer the same target."""
    found = of_library(tmp_path, "projects/mobile-library.yaml", "实际: 2024年1月19日", "实际: 20天")
    assert "unit-differs" not in {each.rule for each in found}


def test_a_target_above_hundred_per_cent_is_doubted(tmp_path: Path) -> None:
    """It is the target that cannot be."""
    found = of_library(tmp_path, "projects/mobile-library.yaml", "年度指标值: ≥95%", "年度指标值: ≥950%")
    assert "percent-over-hundred" in {each.rule for each in found}


def test_spending_forecast_below_what_is_spent_is_told(tmp_path: Path) -> None:
    """A year cannot end with less than its first seven months."""
    (found,) = of_library(tmp_path, "monitoring.yaml", "预计全年执行: 1,253.50", "预计全年执行: 125.35")
    assert found.rule == "forecast-below-spent"


def test_a_day_of_an_earlier_year_is_asked_about(tmp_path: Path) -> None:
    """What was done the year before is no result of this one."""
    (found,) = of_library(tmp_path, "projects/reading-season.yaml", "实际: 2024年4月20日", "实际: 2023年4月20日")
    assert (found.rule, "2023 年" in found.message) == ("account-of-other-year", True)


def test_a_key_that_slid_to_the_margin_belongs_to_its_own_file(tmp_path: Path) -> None:
    """名称 is a key of the department and of the project; in a project's file it is that of the project."""
    found = of_library(tmp_path, "projects/reading-season.yaml", "项目:\n", "名称: 阅读季\n项目:\n")
    assert "misplaced-key" in {each.rule for each in found}
    assert not any("targets.yaml 里" in each.message for each in found)


def test_a_key_no_form_has_among_those_of_an_indicator_is_no_row_of_a_table(tmp_path: Path) -> None:
    """The keys that may stand there are listed, and nothing follows from it."""
    file = "projects/mobile-library.yaml"
    found = of_library(tmp_path, file, "        分值: 8\n", "        权重: 12\n        分值: 8\n")
    assert [each.rule for each in found] == ["unknown-key"]
    assert "年度指标值" in found[0].message


def test_a_misspelt_code_of_an_explanation_is_named(tmp_path: Path) -> None:
    """It is not told to be deleted."""
    wrong = "监控:\n", "说明情况:\n  - 规则: forecast-below-don\n    位置: 监控\n    理由: 核对过\n监控:\n"
    (found,) = of_library(tmp_path, "monitoring.yaml", *wrong)
    assert (found.rule, found.fix) == ("unused-explanation", "规则: forecast-below-done")


@pytest.mark.parametrize(("actual", "told"), [("2家", True), ("2个", False), ("2次", False)])
def test_an_actual_without_a_target_is_counted_as_the_name_says(actual: str, told: bool, tmp_path: Path) -> None:
    """件 in the name and 人 in the result are two things; 个 may be any."""
    home = tmp_path / "data/2022/tianhe"
    shutil.copytree(ROOT / "data/2022/tianhe", home)
    path = home / "actuals.yaml"
    path.write_text(
        path.read_text(encoding="utf-8").replace("        实际: 1次\n", f"        实际: {actual}\n"), encoding="utf-8"
    )
    workspace = Workspace(tmp_path / "data", ROOT / "templates", None)
    rules = [each.rule for each in check(workspace, DepartmentYear("2022", "tianhe")).problems]
    assert ("unit-differs" in rules) is told


@pytest.mark.parametrize(
    ("phase", "file", "missed"), [("监控", "monitoring.yaml", False), ("自评", "actuals.yaml", True)]
)
def test_in_the_middle_of_the_year_no_target_is_missed_yet(phase: str, file: str, missed: bool, tmp_path: Path) -> None:
    """A form of that phase may call what was done so far 实际."""
    home, folder = tmp_path / "data" / str(LIBRARY), tmp_path / "templates/halfway"
    shutil.copytree(ROOT / "templates", tmp_path / "templates")
    folder.mkdir()
    (folder / "form.yaml").write_text(
        f"名称: 半年表\n阶段: {phase}\n数据:\n  - targets.yaml\n  - {file}\n字段:\n  半年指标:\n    类型: 指标\n"
        f"    文件: {file}\n  半年指标.名称:\n    类型: 文本\n  半年指标.年度指标值:\n    类型: 指标值\n"
        "  半年指标.实际:\n    类型: 指标值\n",
        encoding="utf-8",
    )
    home.mkdir(parents=True)
    typed = "部门:\n  名称: 云山市青湖区图书馆\n年度: 2024\n表样:\n  - halfway\n"
    (home / "targets.yaml").write_text(typed, encoding="utf-8")
    typed = "半年指标:\n  - 名称: 办理借书证\n    年度指标值: ≥800张\n    实际: 310张\n"
    (home / file).write_text(typed, encoding="utf-8")
    problems = check(Workspace(tmp_path / "data", tmp_path / "templates"), LIBRARY).problems
    assert ("unmet-without-reason" in {each.rule for each in problems}) is missed


def test_none_is_an_actual_where_a_form_has_no_headings(tmp_path: Path) -> None:
    """无 under a heading says that nothing is listed there; under an indicator it is what was done."""
    flat = DepartmentYear("2025", "jinyun-library")
    home = tmp_path / "data" / str(flat)
    shutil.copytree(ROOT / "data" / str(flat), home)
    path = home / "actuals.yaml"
    typed = path.read_text(encoding="utf-8")
    assert '  图书编目差错率:\n    实际: "1.4"\n' in typed
    path.write_text(typed.replace('  图书编目差错率:\n    实际: "1.4"\n', "  图书编目差错率: 无\n"), encoding="utf-8")
    problems = check(Workspace(tmp_path / "data", ROOT / "templates", None), flat).problems
    assert not [each for each in problems if each.level is Level.ERROR]
    assert not [each for each in problems if "图书编目差错率" in each.message]
