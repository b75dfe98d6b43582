"""A form that cannot be used is told alone: what a department typed is not blamed for it, and its other forms are made."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from conftest import ROOT
from sampled import sampled

from selfeval.form.folders import forms_meant_by
from selfeval.form.library import load
from selfeval.pipeline.batch import make
from selfeval.pipeline.department import build
from selfeval.pipeline.workspace import Workspace, forget_forms
from selfeval.problem import Problem
from selfeval.submission.folder import DepartmentYear, departments
from selfeval.submission.read import read_files

SAMPLES = [str(place) for place in departments(ROOT / "data")]
BAD_WORD = "没有这个词: 1\n"

GOOD = """\
名称: 总结表
阶段: 自评
数据:
  - targets.yaml
  - actuals.yaml
字段:
  部门.名称:
  窗口:
    类型: 列表
    文件: actuals.yaml
  窗口.名称:
    类型: 文本
  窗口.值班天数:
    类型: 指标值
  总结:
    类型: 段落
    文件: actuals.yaml
"""
BROKEN = """\
名称: 办案表
阶段: 自评
数据:
  - targets.yaml
  - actuals.yaml
  - cases/*.yaml
字段:
  办案数:
    类型: 整数
    文件: actuals.yaml
  窗口:
    类型: 列表
    文件: actuals.yaml
  窗口.上年天数:
    类型: 指标值
"""
TARGETS = """\
部门:
  名称: 云山市青湖区司法局
  联系电话: 87654321
年度: 2025
表样:
  - good
  - broken
"""
ACTUALS = """\
办案数: 12
窗口:
  - 名称: 湖东窗口
    上年天数: 230天
    值班天数: 240天
  - 名称: 湖西窗口
    上年天数: 250天
    值班天数: 244天
总结: |
  全年按计划完成。
"""


def said(workspace: Workspace, place: DepartmentYear) -> list[Problem]:
    """Return all that is said of a department."""
    forget_forms()
    return list(build(workspace, place).problems)


def of_data(problems: list[Problem]) -> set[tuple[str, str]]:
    """Return what is said of the data."""
    return {(each.rule, each.message) for each in problems if each.place.file.startswith("data/")}


@pytest.mark.parametrize("sample", sampled(SAMPLES))
def test_a_broken_form_blames_no_sample(tmp_path: Path, sample: str) -> None:
    """Each of the forms of a department is broken in turn, then all of them."""
    place = DepartmentYear(*sample.split("/"))
    shutil.copytree(ROOT / "templates", tmp_path / "templates", ignore=shutil.ignore_patterns("*.docx"))
    workspace = Workspace(ROOT / "data", tmp_path / "templates", tmp_path / "reports")
    library = load(workspace.templates)
    listed = re.search(r"^表样:\n((?:  - .*\n)+)", (ROOT / "data" / sample / "targets.yaml").read_text("utf-8"), re.M)
    assert listed is not None
    chosen = [forms_meant_by(line.strip(" -"), library.folders)[0] for line in listed[1].splitlines()]
    before = of_data(said(workspace, place))
    for broken in [*([slug] for slug in chosen), chosen]:
        files = [workspace.templates / slug / "form.yaml" for slug in broken]
        texts = [file.read_text(encoding="utf-8") for file in files]
        for file, text in zip(files, texts, strict=True):
            file.write_text(text + BAD_WORD, encoding="utf-8")
        problems = said(workspace, place)
        assert of_data(problems) <= before, broken
        assert {f"templates/{slug}/form.yaml" for slug in broken} <= {each.place.file for each in problems}
        for file, text in zip(files, texts, strict=True):
            file.write_text(text, encoding="utf-8")


@pytest.fixture
def office(tmp_path: Path) -> Workspace:
    """Return a department with a good form, and one that is broken."""
    for name, text in {
        "templates/good/form.yaml": GOOD,
        "templates/good/document.md": "{{ 部门.名称 }}\n\n{% for 行 in 窗口 %}{{ 行.名称 }}{{ 行.值班天数 }}{% endfor %}\n\n{{ 总结 }}\n",
        "templates/broken/form.yaml": BROKEN + BAD_WORD,
        "data/2025/qinghu/targets.yaml": TARGETS,
        "data/2025/qinghu/actuals.yaml": ACTUALS,
        "data/2025/qinghu/cases/one.yaml": "总结: 别的\n",
    }.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return Workspace(tmp_path / "data", tmp_path / "templates", tmp_path / "reports")


PLACE = DepartmentYear("2025", "qinghu")


def test_the_keys_of_a_broken_form_are_taken_as_they_stand(office: Workspace) -> None:
    """A column of a list that both use is no row pasted from a table, a key in a group is not indented wrongly, and no file is called unused."""
    problems = said(office, PLACE)
    assert [(each.place.file, each.rule) for each in problems] == [("templates/broken/form.yaml", "bad-declaration")]
    make(office, PLACE)
    assert office.reports is not None
    made = (office.reports / str(PLACE) / "总结表.md").read_text(encoding="utf-8")
    assert "湖东窗口240天湖西窗口244天" in made


def test_a_slip_is_still_told_beside_a_broken_form(office: Workspace) -> None:
    """It would be in the document that is made."""
    file = office.data / str(PLACE) / "actuals.yaml"
    file.write_text(ACTUALS.replace("总结: |", "总结：|"), encoding="utf-8")
    assert ("fullwidth-colon", 9) in {(each.rule, each.place.line) for each in said(office, PLACE)}


def test_what_a_broken_form_may_hold_is_not_called_unknown(office: Workspace) -> None:
    """The document is held back, and the form is to be mended first."""
    file = office.data / str(PLACE) / "actuals.yaml"
    file.write_text(ACTUALS.replace("全年", "全年办案{{ 办案数 }}件，"), encoding="utf-8")
    first, second = said(office, PLACE)
    assert (first.place.file, second.rule) == ("templates/broken/form.yaml", "unknown-quote")
    assert second.message == "“办案数”现在引用不到：这个部门选的表有一张用不了，里面也许有它；先改好那张表"


def test_nothing_is_read_by_the_forms_of_others(office: Workspace) -> None:
    """Where every form that a department chose is broken, no other form says what its keys mean."""
    (office.templates / "good/form.yaml").write_text(GOOD + BAD_WORD, encoding="utf-8")
    other = office.templates / "other/form.yaml"
    other.parent.mkdir()
    other.write_text(
        GOOD.partition("  窗口:")[0] + "  窗口:\n    类型: 段落\n    文件: actuals.yaml\n", encoding="utf-8"
    )
    assert read_files(office.data, PLACE, load(office.templates)).schema.forms == ()
    assert of_data(said(office, PLACE)) == set()
