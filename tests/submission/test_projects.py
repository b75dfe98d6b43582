"""Projects of one department share its files, and nothing else; what stands outside its place is said there."""

from __future__ import annotations

from pathlib import Path

from offices import office
from rulepages import BASE

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
