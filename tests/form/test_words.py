"""The words that official forms need: each does what templates/README.md says, through check and build."""

from __future__ import annotations

from pathlib import Path

import pytest
from onepage import built, lay, refused

from selfeval.documents.outcome import Status
from selfeval.form.form import Phase

NOTE = """
名称: 绩效情况说明
阶段: 公开
数据:
  - targets.yaml
  - publication.yaml
字段:
  部门.名称:
    打印: 否
  说明文字:
    类型: 段落
    文件: publication.yaml
"""


def test_a_form_of_publication_waits_for_its_file(tmp_path: Path) -> None:
    """It is not due before its phase has a file, and due when the phase is asked for."""
    lay(tmp_path, {"note/form.yaml": NOTE, "note/document.md": "{{ 说明文字 }}\n"}, {})
    (document,) = built(tmp_path).outcome.documents
    assert (document.status, document.note) == (Status.NOT_DUE, "公开阶段的文件还没有开始填")
    asked = built(tmp_path, Phase.PUBLICATION)
    assert asked.errors == ["publication.yaml:1 还没有 publication.yaml，“绩效情况说明”要用它"]
    typed = {"publication.yaml": "说明文字: |\n  2025 年度共有 2 个项目开展了自评。\n"}
    lay(tmp_path, {"note/form.yaml": NOTE}, typed)
    assert built(tmp_path).pages == {"绩效情况说明": "2025 年度共有 2 个项目开展了自评。"}


@pytest.mark.parametrize("phase", ["评价", "公开"])
def test_a_form_without_a_file_of_its_phase_is_due_with_what_it_reads(tmp_path: Path, phase: str) -> None:
    """A published table that only prints the targets is made when they are there."""
    form = NOTE.replace("阶段: 公开", f"阶段: {phase}").replace("  - publication.yaml\n", "")
    form = form.replace("publication.yaml", "targets.yaml")
    lay(
        tmp_path,
        {"note/form.yaml": form, "note/document.md": "{{ 说明文字 }}\n"},
        {"targets.yaml": "说明文字: 办好案件。\n"},
    )
    assert built(tmp_path).pages == {"绩效情况说明": "办好案件。"}


def test_an_unknown_phase_is_refused_with_the_five(tmp_path: Path) -> None:
    """The message names all of them."""
    lay(tmp_path, {"note/form.yaml": NOTE.replace("阶段: 公开", "阶段: 复核")}, {})
    assert refused(tmp_path) == ["form.yaml:2 “复核”不认识，只能写：申报、监控、自评、评价、公开"]


PROJECT = """
名称: 项目自评表
阶段: 自评
主体: 项目
数据:
  - targets.yaml
  - projects/*.yaml
文件名: "项目自评表（{{ 项目.名称 }}）"
格式:
  金额: "#,##0.00"
字段:
  项目.名称:
    类型: 文本
    文件: projects/*.yaml
  项目.级别:
    类型: 选项
    选项: [一级, 二级]
  项目.部门评价:
    类型: 是否
    必填: 否
  资金.预算:
    类型: 金额
    文件: projects/*.yaml
  资金.执行:
    类型: 金额
  存在问题:
    类型: 条目
    文件: projects/*.yaml
核对:
  over:
    算式: 资金.执行 <= 资金.预算
    位置: 资金.执行
    说明: 执行数超过了预算数
"""
SUMMARY = """
名称: 绩效情况说明
阶段: 公开
数据:
  - targets.yaml
  - projects/*.yaml
  - publication.yaml
字段:
  说明文字:
    类型: 段落
    文件: publication.yaml
  各项目:
    类型: 列表
  各项目.名称:
    类型: 文本
  各项目.级别:
    类型: 选项
    选项: [一级, 二级]
  各项目.部门评价:
    类型: 是否
  各项目.预算:
    类型: 金额
  各项目.执行:
    类型: 金额
    单位: 元
  各项目.执行率:
    类型: 百分比
    算式: 各项目.执行 / 各项目.预算
  各项目.存在问题:
    类型: 条目
    编号: 一是
  合计.项目数:
    类型: 整数
    算式: 个数(各项目)
  合计.一级项目数:
    类型: 整数
    算式: 合计(各项目.级别.一级)
  合计.评价项目数:
    类型: 整数
    算式: 合计(各项目.部门评价)
  合计.预算:
    类型: 金额
    算式: 合计(各项目.预算)
取数:
  各项目.名称: 项目.名称
  各项目.级别: 项目.级别
  各项目.部门评价: 项目.部门评价
  各项目.预算: 资金.预算
  各项目.执行: 资金.执行
  各项目.存在问题: 存在问题
"""
SUMMARY_PAGE = """
{{ 说明文字 }}

{% for 行 in 各项目 %}
{{ 行.名称 }}（{{ 行.级别 }}、{{ 行.部门评价 }}）：{{ 行.预算 }} 万元，{{ 行.执行 }} 元，{{ 行.执行率 }}。{% for 段 in 行.存在问题 %}{{ 段 }}{% endfor %}

{% endfor %}
共 {{ 合计.项目数 }} 个，一级 {{ 合计.一级项目数 }} 个，评价 {{ 合计.评价项目数 }} 个，{{ 合计.预算 }} 万元
"""
PROJECT_FILES = {
    "publication.yaml": "说明文字: |\n  自评项目{{ 项目数 }}个，普法项目执行 {{ 普法.执行 }} 元。\n",
    "projects/one.yaml": """
        项目:
          名称: 普法
          级别: 一级
          部门评价: 是
        资金:
          预算: 10.00
          执行: 9.50
        存在问题:
          - 讲师不够；
          - 场地少。
    """,
    "projects/two.yaml": """
        项目:
          名称: 援助
          级别: 二级
        资金:
          预算: 20.00
          执行: 20.00
        存在问题:
          - 回访少。
    """,
}


def summary(folder: Path, form: str = SUMMARY, files: dict[str, str] = PROJECT_FILES) -> Path:
    """Lay a department with a form of projects and one that draws from them."""
    page = {
        "project/form.yaml": PROJECT,
        "project/document.md": "{{ 项目.名称 }}",
        "note/form.yaml": form,
        "note/document.md": SUMMARY_PAGE,
    }
    return lay(folder, page, files)


def test_a_form_of_the_department_draws_from_its_projects(tmp_path: Path) -> None:
    """It counts, sums and quotes what the project files hold, amounts in its own units."""
    made = built(summary(tmp_path))
    assert made.errors == []
    assert made.pages["绩效情况说明"].split("\n\n") == [
        "自评项目2个，普法项目执行 95000.00 元。",
        "普法（一级、是）：10.00 万元，95000.00 元，95.00%。一是讲师不够；二是场地少。",
        "援助（二级、）：20.00 万元，200000.00 元，100.00%。一是回访少。",
        "共 2 个，一级 1 个，评价 1 个，30.00 万元",
    ]


@pytest.mark.parametrize("phase", [None, Phase.PUBLICATION])
def test_an_error_in_a_project_holds_back_what_is_drawn_from_it(tmp_path: Path, phase: Phase | None) -> None:
    """A sum of which one part is wrong is not printed, in whatever phase the error is judged."""
    wrong = PROJECT_FILES["projects/two.yaml"].replace("执行: 20.00", "执行: 21.00")
    made = built(summary(tmp_path, files={**PROJECT_FILES, "projects/two.yaml": wrong}), phase)
    assert any("执行数超过了预算数" in each for each in made.errors)
    assert "绩效情况说明" not in made.pages


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("取数:\n", "核对: {}\n取数:\n  合计.预算: 资金.预算\n", "要是字段里一个列表的一列，一个项目印一行"),
        ("  各项目.名称: 项目.名称\n", "", "没有在“取数”里写“各项目.名称”从项目的哪个键取"),
        ("各项目.名称: 项目.名称", "各项目.名称: 项目.名称 + 1", "只能取自项目的一个键，不能是算式"),
        ("  - projects/*.yaml\n", "", "“数据”下面要有一个项目一个文件的"),
        ("各项目.预算: 资金.预算", "各项目.预算: 各项目.执行", "用本行的“各项目.执行”，写在字段的“算式”里"),
    ],
)
def test_a_draw_that_cannot_work_is_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    """At its line, with what to write."""
    (told,) = [each for each in refused(summary(tmp_path, SUMMARY.replace(old, new, 1))) if "form.yaml" in each]
    assert message in told
