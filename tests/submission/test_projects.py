"""Projects of one department share its files, and nothing else; what stands outside its place is said there."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from offices import office
from rulepages import BASE

from selfeval.documents.outcome import Status
from selfeval.pipeline.department import build, check
from selfeval.pipeline.workspace import Workspace
from selfeval.submission.folder import DepartmentYear

FORM = """名称: 项目表
阶段: 自评
主体: 项目
文件名: "{{ 项目名 }}"
标题: 项目表
数据:
  - targets.yaml
  - projects/*.yaml
字段:
  项目名:
    类型: 文本
    文件: projects/*.yaml
  绩效指标:
    类型: 指标
    文件: targets.yaml
  绩效指标.名称:
    类型: 文本
  绩效指标.年度指标值:
    类型: 指标值
  绩效指标.实际:
    类型: 指标值
    必填: 否
  指标完成:
    类型: 对应
    对应: 绩效指标
    文件: projects/*.yaml
  指标完成.实际:
    类型: 指标值
    必填: 否
"""
TARGETS = """部门:
  名称: 青湖区司法局
年度: 2024
表样:
  - form
绩效指标:
  - 名称: 培训次数
    年度指标值: ≥5次
  - 名称: 检查次数
    年度指标值: ≥3次
"""


def test_a_projects_result_stays_in_its_own_document(tmp_path: Path) -> None:
    """What one project achieved of shared indicators is not printed for another, nor for the first one afterwards."""
    form, projects = tmp_path / "templates/form", tmp_path / "data/2024/qinghu/projects"
    form.mkdir(parents=True)
    projects.mkdir(parents=True)
    (form / "form.yaml").write_text(FORM, encoding="utf-8")
    rows = "{% for 行 in 绩效指标 %}\n{{ 行.名称 }}={{ 行.实际 }};\n{% endfor %}\n"
    (form / "document.md").write_text(rows, encoding="utf-8")
    (projects.parent / "targets.yaml").write_text(TARGETS, encoding="utf-8")
    (projects / "a.yaml").write_text("项目名: 甲\n指标完成:\n  培训次数: 6次\n", encoding="utf-8")
    (projects / "b.yaml").write_text("项目名: 乙\n指标完成:\n  检查次数: 4次\n", encoding="utf-8")
    outcome = build(
        Workspace(tmp_path / "data", tmp_path / "templates", tmp_path / "reports"), DepartmentYear("2024", "qinghu")
    )
    printed = {Path(made.path).stem: (made.data or b"").decode() for made in outcome.documents}
    assert "培训次数=6次;" in printed["甲"]
    assert "检查次数=;" in printed["甲"]
    assert "培训次数=;" in printed["乙"]
    assert "检查次数=4次;" in printed["乙"]


def test_indicators_outside_their_headings_are_an_error_at_their_line(tmp_path: Path) -> None:
    """With results typed under headings, a list without any is still only a wrong shape."""
    text = (BASE / "targets.yaml").read_text(encoding="utf-8")
    head, _ = text.split("绩效指标:\n")
    office(tmp_path, {"targets.yaml": f"{head}绩效指标:\n  - 名称: 矛盾纠纷调解成功率\n    年度指标值: ≥95%\n"})
    outcome = check(Workspace(tmp_path / "data", tmp_path / "templates"), DepartmentYear("2024", "qinghu"))
    shapes = [problem for problem in outcome.problems if problem.rule == "wrong-shape"]
    assert [problem.place.line for problem in shapes] == [head.count("\n") + 2]


DECLARED = """名称: 项目申报表
阶段: 申报
主体: 项目
文件名: "申报（{{ 申报.名称 }}）"
数据:
  - targets.yaml
  - declared/*.yaml
字段:
  申报:
    文件: declared/*.yaml
  申报.名称:
    类型: 文本
  申报指标:
    类型: 指标
    文件: declared/*.yaml
  申报指标.名称:
    类型: 文本
  申报指标.年度指标值:
    类型: 指标值
"""
JUDGED = (
    DECLARED.replace("申报表", "自评表")
    .replace("阶段: 申报", "阶段: 自评")
    .replace("申报（", "自评（")
    .replace("字段:\n", "  - projects/*.yaml\n字段:\n")
    + """  申报完成:
    类型: 对应
    对应: 申报指标
    文件: projects/*.yaml
  申报完成.实际:
    类型: 指标值
  自评结论:
    类型: 段落
    文件: projects/*.yaml
"""
)
ROWS = "{% for 行 in 申报指标 %}\n{{ 行.名称 }} {{ 行.年度指标值 }}{}\n{% endfor %}\n"


def two_folders(folder: Path, order: str = "  - declared\n  - judged\n") -> Path:
    """Lay a department whose projects are declared in one folder and judged in another; return its folder."""
    office(folder, {"form.yaml": None, "document.md": None, "actuals.yaml": None, "narrative.yaml": None})
    for name, form, rows in (("declared", DECLARED, ""), ("judged", JUDGED, " {{ 行.实际 }}")):
        home = folder / "templates" / name
        home.mkdir()
        (home / "form.yaml").write_text(form, encoding="utf-8")
        end = "{{ 自评结论 }}\n" if rows else ""
        text = f"# {{{{ 申报.名称 }}}}\n\n{ROWS.replace('{}', rows)}\n{end}"
        (home / "document.md").write_text(text, encoding="utf-8")
    department = folder / "data/2024/qinghu"
    (department / "targets.yaml").write_text(f"年度: 2024\n表样:\n{order}", encoding="utf-8")
    for name, title in (("a", "甲"), ("b", "乙")):
        for kind in ("declared", "projects"):
            (department / kind).mkdir(exist_ok=True)
        declared = f"申报:\n  名称: {title}项目\n申报指标:\n  - 名称: 建成里程\n    年度指标值: ≥100公里\n"
        (department / "declared" / f"{name}.yaml").write_text(declared, encoding="utf-8")
        judged = f"申报完成:\n  建成里程: {121 if name == 'a' else 111}公里\n自评结论: 建成。\n"
        (department / "projects" / f"{name}.yaml").write_text(judged, encoding="utf-8")
    return department


@pytest.mark.parametrize("order", ["  - declared\n  - judged\n", "  - judged\n  - declared\n"])
def test_the_files_of_a_project_in_two_folders_are_one_project(tmp_path: Path, order: str) -> None:
    """Those of one name belong together, in whatever order the forms are listed."""
    department = two_folders(tmp_path, order)
    workspace = Workspace(tmp_path / "data", tmp_path / "templates", tmp_path / "reports")
    outcome = build(workspace, DepartmentYear("2024", "qinghu"))
    assert not outcome.problems
    printed = {Path(made.path).stem: (made.data or b"").decode() for made in outcome.documents}
    assert sorted(printed) == sorted(["申报（甲项目）", "申报（乙项目）", "自评（甲项目）", "自评（乙项目）"])
    assert "建成里程 ≥100公里 121公里" in printed["自评（甲项目）"]
    assert "建成里程 ≥100公里 111公里" in printed["自评（乙项目）"]
    shutil.rmtree(department / "projects")
    outcome = build(workspace, DepartmentYear("2024", "qinghu"))
    assert not outcome.problems
    due = [made.path for made in outcome.documents if made.status is Status.BUILT]
    assert due == ["2024/qinghu/申报（甲项目）.md", "2024/qinghu/申报（乙项目）.md"]


def test_a_project_that_lacks_a_file_of_its_own_is_told_which(tmp_path: Path) -> None:
    """The other project, and the form that does not need the file, are made."""
    department = two_folders(tmp_path)
    (department / "projects/b.yaml").rename(department / "projects/c.yaml")
    (department / "declared/b.yaml").unlink()
    (department / "projects/a.yaml").unlink()
    outcome = check(Workspace(tmp_path / "data", tmp_path / "templates"), DepartmentYear("2024", "qinghu"))
    said = {problem.place.file: problem for problem in outcome.problems if problem.rule == "missing-file"}
    assert sorted(said) == ["data/2024/qinghu/declared/c.yaml", "data/2024/qinghu/projects/a.yaml"]
    alone = said["data/2024/qinghu/projects/a.yaml"]
    assert alone.message == "还没有 projects/a.yaml，“项目自评表”要用它；一个项目在几个文件夹里的文件要同名"
    assert alone.forms == frozenset({"judged"})


@pytest.mark.parametrize(
    "fields", ["项目.新:\n    类型: 文本\n  项目.名称:\n", "项目.名称:\n  项目.新:\n    类型: 文本\n"]
)
def test_a_new_key_is_typed_where_its_group_is(tmp_path: Path, fields: str) -> None:
    """First in the group or last, without naming the file again."""
    form = f"名称: 表\n文件名: '{{{{ 项目.名称 }}}}'\n阶段: 自评\n主体: 项目\n数据:\n  - targets.yaml\n  - projects/*.yaml\n字段:\n  {fields}"
    texts = {"form.yaml": form, "document.md": "{{ 项目.新 }}{{ 项目.名称 }}\n", "actuals.yaml": None}
    project = {"projects/a.yaml": "项目:\n  新: 二十\n  名称: 甲\n", "narrative.yaml": None}
    office(tmp_path, {**texts, **project, "targets.yaml": "部门:\n  名称: 甲局\n年度: 2024\n"})
    outcome = check(Workspace(tmp_path / "data", tmp_path / "templates"), DepartmentYear("2024", "qinghu"))
    assert not outcome.problems


PRIVATE = """
年度预算:
  年初预算数: 10
年度目标值: |
  一段一段写的内容：甲。
预算支出:
  - 名称: 甲
    内容: 乙
指标完成情况:
  产出指标:
    数量指标:
      办理法律援助案件:
        实际: 566件
        说明: 一项
部门情况: 好
"""


@pytest.mark.parametrize(
    "broken", ["名称: 乙表\n阶段: 自评\n字段:\n  年度预算:\n    类形: 组\n", "名称: [乙\n", "", "- 甲\n"]
)
def test_a_broken_form_is_reported_alone(tmp_path: Path, broken: str) -> None:
    """The keys that only it knows are no mistakes, and the other form is made."""
    office(tmp_path)
    other = tmp_path / "templates/other"
    other.mkdir()
    (other / "form.yaml").write_text(broken, encoding="utf-8")
    department = tmp_path / "data/2024/qinghu"
    for name, added in (("targets.yaml", ""), ("actuals.yaml", PRIVATE)):
        text = (department / name).read_text(encoding="utf-8").replace("  - form\n", "  - form\n  - other\n")
        (department / name).write_text(text + added, encoding="utf-8")
    workspace = Workspace(tmp_path / "data", tmp_path / "templates", tmp_path / "reports")
    outcome = build(workspace, DepartmentYear("2024", "qinghu"))
    assert {problem.place.file for problem in outcome.problems} == {"templates/other/form.yaml"}
    assert [made.status for made in outcome.documents] == [Status.BUILT]
