"""Rules ask what a field is for, never what it is called: another province's words keep every rule."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from conftest import ROOT
from offices import changed, office
from otherwords import put_in_other_words
from rulepages import Page, laid, pages
from sampled import sampled

from selfeval.form.field import ROLES, Role
from selfeval.form.library import load
from selfeval.pipeline.department import build, check
from selfeval.pipeline.workspace import Workspace, forget_forms
from selfeval.problem import Problem
from selfeval.submission.folder import DepartmentYear

PLACE = DepartmentYear("2024", "qinghu")

RENAMED = {
    "年度指标值": "年度绩效值",
    "实际": "年末完成值",
    "总体目标": "部门总目标",
    "主要内容": "工作事项",
    "存在问题": "主要问题",
}
"""The keys of the base form under other names."""

DECLARED = """
  指标.年度绩效值:
    类型: 指标值
    作用: 目标值
  指标:
    类型: 指标
    文件: targets.yaml
    层级:
      产出指标: [数量指标, 质量指标]
  指标.名称:
    类型: 文本
  完成:
    类型: 对应
    文件: actuals.yaml
    对应: 指标
  完成.年末完成值:
    类型: 指标值
    作用: 实际
  完成.偏差原因:
    类型: 文本
    必填: 否
  部门总目标:
    类型: 段落
    文件: targets.yaml
    作用: 目标
  主要问题:
    类型: 条目
    文件: narrative.yaml
    作用: 问题
"""

FORM = """名称: 部门绩效表
阶段: 自评
数据:
  - targets.yaml
  - actuals.yaml
  - narrative.yaml
字段:
  部门.名称:
  年度:
"""

TARGETS = """部门:
  名称: 青湖区司法局
年度: 2024
表样:
  - form
部门总目标: |
  全年办理法律援助案件 550 件以上。
指标:
  产出指标:
    数量指标:
      - 名称: 办理法律援助案件
        年度绩效值: ≥550件
"""
ACTUALS = "完成:\n  产出指标:\n    数量指标:\n      办理法律援助案件: 566件\n"
NARRATIVE = "主要问题:\n  - 案件质量评估的覆盖面还不够。\n"


def found(folder: Path) -> list[Problem]:
    """Return what is said of the base department."""
    workspace = Workspace(folder / "data", folder / "templates")
    return list(check(workspace, DepartmentYear("2024", "qinghu")).problems)


def in_other_words(
    folder: Path, targets: str = TARGETS, actuals: str = ACTUALS, narrative: str = NARRATIVE
) -> list[Problem]:
    """Return what is said of a department whose form has none of the usual keys."""
    files: dict[str, str | None] = {"form.yaml": FORM + DECLARED.lstrip("\n")}
    return found(
        office(folder, {**files, "targets.yaml": targets, "actuals.yaml": actuals, "narrative.yaml": narrative})
    )


def test_a_department_in_other_words_keeps_every_rule(tmp_path: Path) -> None:
    """What is right stays right; target and actual, goals and problems are judged whatever they are called."""
    assert in_other_words(tmp_path / "right") == []
    (missed,) = in_other_words(tmp_path / "missed", actuals=ACTUALS.replace("566", "500"))
    assert (missed.rule, missed.place.line) == ("unmet-without-reason", 4)
    assert missed.fix == "办理法律援助案件:\n  年末完成值: 500件\n  偏差原因: （写明原因）"
    (praised,) = in_other_words(tmp_path / "praised", narrative=NARRATIVE.replace("案件质量评估的覆盖面还不够。", "无"))
    assert (praised.rule, praised.message[:16]) == ("no-problem-named", "“主要问题”没有写出问题；写明还")
    vague = TARGETS.replace("全年办理法律援助案件 550 件以上。", "加强服务，提升水平，推进改革。")
    (aimless,) = in_other_words(tmp_path / "aimless", targets=vague)
    assert (aimless.rule, aimless.place.line) == ("goal-without-measure", 7)
    differs = TARGETS.replace("550 件以上", "500 件以上")
    assert [each.rule for each in in_other_words(tmp_path / "differs", targets=differs)] == ["figure-differs"]


def test_one_key_with_two_roles_is_refused(tmp_path: Path) -> None:
    """Two chosen forms must agree on what a field is for, as on its kind."""
    office(tmp_path, changed("targets.yaml", "  - form\n", "  - form\n  - other\n"))
    other = tmp_path / "templates/other"
    other.mkdir()
    (other / "form.yaml").write_text(
        "名称: 另一张表\n阶段: 自评\n数据:\n  - narrative.yaml\n字段:\n  部门.名称:\n  存在问题:\n    作用: 措施\n",
        encoding="utf-8",
    )
    (problem,) = found(tmp_path)
    assert problem.rule == "key-in-two-kinds"
    assert "“存在问题”在前一张表里作用是问题，在后一张表里作用是措施" in problem.message


def test_one_key_in_two_units_is_refused(tmp_path: Path) -> None:
    """A typed number cannot be 元 for one form and 万元 for the other."""
    office(tmp_path, changed("targets.yaml", "  - form\n", "  - form\n  - other\n"))
    other = tmp_path / "templates/other"
    other.mkdir()
    (other / "form.yaml").write_text(
        "名称: 另一张表\n阶段: 自评\n数据:\n  - actuals.yaml\n字段:\n  部门.名称:\n  预算执行.实际支出:\n    单位: 元\n",
        encoding="utf-8",
    )
    (problem,) = [each for each in found(tmp_path) if each.rule == "key-in-two-kinds"]
    assert "“预算执行.实际支出”在前一张表里单位是万元，在后一张表里单位是元" in problem.message


@pytest.mark.parametrize(("answer", "refusing"), [("优秀", set()), ("良好", {"other"}), ("合格", {"form"})])
def test_an_answer_is_judged_by_each_form(tmp_path: Path, answer: str, refusing: set[str]) -> None:
    """In a form that does not offer it no box would be ticked: only that form is held back."""
    office(
        tmp_path,
        changed("targets.yaml", "  - form\n", "  - form\n  - other\n")
        | {"narrative.yaml": f"自评结论: 全年办理 566 件。\n自评等级: {answer}\n存在问题:\n  - 走访还不够。\n"},
    )
    other = tmp_path / "templates/other"
    other.mkdir()
    (other / "form.yaml").write_text(
        "名称: 另一张表\n阶段: 自评\n数据:\n  - narrative.yaml\n字段:\n  部门.名称:\n  自评等级:\n    选项: [优秀, 合格]\n",
        encoding="utf-8",
    )
    told = [problem for problem in found(tmp_path) if problem.rule == "not-a-choice"]
    assert {slug for problem in told for slug in problem.forms or ()} == refusing
    assert all("可选的内容里，那张表只能填“优秀”" in problem.message for problem in told)


@pytest.mark.parametrize("order", ["  - form\n  - other\n", "  - other\n  - form\n"])
def test_one_key_in_two_files_is_refused(tmp_path: Path, order: str) -> None:
    """Whichever is listed first: what is typed is not judged by one of them, and the fault is not the data's."""
    office(tmp_path, changed("targets.yaml", "  - form\n", order))
    other = tmp_path / "templates/other"
    other.mkdir()
    (other / "form.yaml").write_text(
        "名称: 另一张表\n阶段: 自评\n数据:\n  - narrative.yaml\n字段:\n  部门.名称:\n  总体目标:\n    文件: narrative.yaml\n",
        encoding="utf-8",
    )
    (problem,) = found(tmp_path)
    assert problem.rule == "key-in-two-kinds"
    assert "“总体目标”在前一张表里写在" in problem.message


def test_a_value_of_two_kinds_is_not_judged(tmp_path: Path) -> None:
    """By the first of the two it would be no number, and a right value would be asked to be changed; a third form is made."""
    third = (
        "名称: 第三张表\n阶段: 自评\n数据:\n  - targets.yaml\n  - narrative.yaml\n字段:\n  部门.名称:\n  自评等级:\n"
    )
    office(tmp_path, changed("targets.yaml", "  - form\n", "  - form\n  - other\n  - third\n"))
    targets = tmp_path / "data/2024/qinghu/targets.yaml"
    targets.write_text(
        targets.read_text(encoding="utf-8").replace("计划资金: 60.00", "计划资金: 六十万元左右"), encoding="utf-8"
    )
    for name, text in (
        (
            "other",
            "名称: 另一张表\n阶段: 申报\n数据:\n  - targets.yaml\n字段:\n  部门.名称:\n  重点任务.计划资金:\n    类型: 文本\n",
        ),
        ("third", third),
    ):
        (tmp_path / "templates" / name).mkdir()
        (tmp_path / "templates" / name / "form.yaml").write_text(text, encoding="utf-8")
    (problem,) = found(tmp_path)
    assert problem.rule == "key-in-two-kinds"
    assert problem.forms == frozenset({"form", "other"})


def test_no_rule_names_a_key() -> None:
    """The keys of the vocabulary that have a role stand in one table, not in rules."""
    keys = {path[-1] for path in ROLES if len(path[-1]) > 2} - {role.value for role in Role}
    for path in (ROOT / "selfeval/evaluation").rglob("*.py"):
        texts = set(re.findall(r'"([一-鿿]+)"', path.read_text(encoding="utf-8")))
        assert not texts & keys, path


@pytest.mark.parametrize("role", Role)
def test_a_key_called_like_its_role_has_it(role: Role) -> None:
    """Whoever calls the column 目标值 need not say so."""
    assert ROLES[(role.value,)] is role


def test_an_unknown_role_is_refused_at_its_line(tmp_path: Path) -> None:
    """The words that may stand there are listed."""
    office(tmp_path)
    form = tmp_path / "templates/form/form.yaml"
    form.write_text(
        form.read_text(encoding="utf-8").replace("    编号: 一是\n", "    编号: 一是\n    作用: 难题\n"),
        encoding="utf-8",
    )
    (problem,) = load(tmp_path / "templates").problems
    assert "“难题”不认识，只能写：名称、目标值" in problem.message


UNSHOWN = {"bad-declaration", "template-field-not-shown", "template-unknown-name"}
"""What is said of a form or template as it is written, not of a department."""
PAGES = [page for page in pages() if not page.of_templates and page.rule not in UNSHOWN]


def told(folder: Path) -> list[tuple[str, str]]:
    """Return the rules that say something of a department, with the files."""
    forget_forms()
    outcome = build(Workspace(folder / "data", folder / "templates", folder / "reports"), PLACE)
    return sorted((each.rule, each.place.file.rpartition("/")[2]) for each in outcome.problems)


@pytest.mark.parametrize("page", sampled(PAGES, 9), ids=[page.rule for page in PAGES])
def test_a_rule_page_says_the_same_in_other_words(page: Page, tmp_path: Path) -> None:
    """Every rule is found in another province's words, and nothing else is."""
    for number, section in enumerate((*page.wrong, *page.right)):
        folder, other = tmp_path / f"{number}", tmp_path / f"{number}-other"
        laid(section, folder)
        shutil.copytree(folder, other)
        try:
            put_in_other_words(other)
        except UnicodeDecodeError:
            continue  # a page about bytes
        if not (folder / "data" / str(PLACE) / "approved.yaml").exists():  # which holds the words it was sealed with
            assert told(other) == told(folder)
