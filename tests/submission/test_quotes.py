"""Quotes resolve by name among a department's own figures, and nothing is evaluated."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest
from desk import over
from offices import changed, office

from selfeval.documents.outcome import Outcome
from selfeval.pipeline.department import build
from selfeval.pipeline.workspace import Workspace
from selfeval.problem import Level
from selfeval.submission.folder import DepartmentYear


def told(folder: Path, conclusion: str, facts: str = "") -> tuple[Outcome, str]:
    """Build the office with one sentence as its conclusion; return what is said and the document."""
    files = changed(
        "narrative.yaml",
        "全年办理法律援助案件{{ 办理法律援助案件 }}，预算完成率{{ 预算完成率 }}，自评{{ 自评等级 }}。",
        conclusion,
    )
    files |= changed("actuals.yaml", "接待群众来访: 1,280人次", f"接待群众来访: 1,280人次\n{facts}")
    office(folder, files)
    outcome = build(
        Workspace(folder / "data", folder / "templates", folder / "reports"), DepartmentYear("2024", "qinghu")
    )
    data = next((document.data for document in outcome.documents if document.data), b"")
    return outcome, data.decode()


@pytest.mark.parametrize(
    ("quote", "printed"),
    [
        ("办理法律援助案件", "566件"),
        ("数量指标.办理法律援助案件", "566件"),
        ("办理法律援助案件.数", "566"),
        ("办理法律援助案件.目标值", "≥550件"),
        ("接待群众来访", "1,280人次"),
        (" 接待 群众来访 ", "1,280人次"),
        ("预算完成率", "99.00%"),
        ("预算执行.实际支出", "990.00"),
        ("基本支出", "800.00"),
        ("法律援助惠民.完成情况", "全年驻点值班 240 天。"),
        ("自评等级", "优秀"),
        ("年度", "2024"),
    ],
)
def test_a_name_prints_what_it_stands_for(tmp_path: Path, quote: str, printed: str) -> None:
    """Actuals, targets, facts, fields, derived values and whole texts can be quoted."""
    outcome, document = told(tmp_path, f"甲{{{{{quote}}}}}乙")
    assert not outcome.problems
    assert f"甲{printed}乙" in document


@pytest.mark.parametrize(
    ("conclusion", "rule", "column"),
    [
        ("全年{{ 办理法律援助案 }}。", "unknown-quote", 7),
        ("全年{{ 自评等级.__class__ }}。", "unknown-quote", 7),
        ("全年{{ 1 + 1 }}。", "unknown-quote", 7),
        ("全年{{ 自评等级 }。", "broken-quote", 5),
        ("{{ 自评结论 }}。", "circular-quote", 5),
    ],
)
def test_a_name_that_stands_for_nothing_is_an_error(tmp_path: Path, conclusion: str, rule: str, column: int) -> None:
    """The place is the name inside the braces; nothing is built."""
    outcome, document = told(tmp_path, conclusion)
    assert [(problem.rule, problem.place.line) for problem in outcome.problems] == [(rule, 2)]
    assert outcome.problems[0].place.column == column
    assert not document


def test_a_name_that_stands_for_two_values_is_ambiguous(tmp_path: Path) -> None:
    """A fact with an indicator's name and another value must be told apart."""
    outcome, _ = told(tmp_path, "{{ 办理法律援助案件 }}", "  办理法律援助案件: 600件\n")
    assert [problem.rule for problem in outcome.problems] == ["ambiguous-quote"]


NO_RESULT = """名称: 甲表
阶段: 自评
数据: [targets.yaml, narrative.yaml]
字段:
  部门.名称:
  绩效指标:
    层级:
      产出指标: [数量指标]
  绩效指标.名称:
  绩效指标.年度指标值:
  自评结论:
"""
TARGETS = """部门:
  名称: 云山市青湖区司法局
年度: 2024
绩效指标:
  产出指标:
    数量指标:
      - 名称: 办理法律援助案件
        年度指标值: {target}
"""


@pytest.mark.parametrize(
    "quote", ["办理法律援助案件", "数量指标.办理法律援助案件", "办理法律援助案件.数", "产出指标.办理法律援助案件.数"]
)
def test_an_indicator_without_actual_is_said_where_it_is_quoted(tmp_path: Path, quote: str) -> None:
    """No form asks for its actual, so nothing else would say it; the target can be quoted."""
    conclusion = f"自评结论: |\n  全年办案{{{{ {quote} }}}}，目标{{{{ 办理法律援助案件.目标值 }}}}。\n"
    files = {"form.yaml": NO_RESULT, "actuals.yaml": None, "narrative.yaml": conclusion}
    outcome = built(
        tmp_path, {**files, "targets.yaml": TARGETS.format(target="≥550件"), "document.md": "{{ 自评结论 }}"}
    )
    (problem,) = outcome.problems
    assert (problem.rule, problem.place.file, problem.place.line) == (
        "quote-without-value", "data/2024/qinghu/narrative.yaml", 2,
    )  # fmt: skip
    assert f"{{{{ {quote.removesuffix('.数')}.目标值 }}}}" in problem.message


@pytest.mark.parametrize(
    ("typed", "rules"),
    [
        ("≥{{ 年度 }}件", ["broken-quote"]),
        ("≥550件{{ 未知的 }}", []),
        ("｛｛ 年度 ｝｝件", ["broken-quote"]),
    ],
)
def test_a_value_is_not_filled(tmp_path: Path, typed: str, rules: list[str]) -> None:
    """A known name in a value is a quote that will not be replaced; anything else in braces is text and printed."""
    files = {"form.yaml": NO_RESULT, "actuals.yaml": None, "narrative.yaml": "自评结论: |\n  全年平稳。\n"}
    document = "{% for 行 in 绩效指标 %}\n{{ 行.年度指标值 }}\n{% endfor %}"
    outcome = built(tmp_path, {**files, "targets.yaml": TARGETS.format(target=f"'{typed}'"), "document.md": document})
    assert [problem.rule for problem in outcome.problems if problem.level is Level.ERROR] == rules
    assert bool(rules) or any(typed in (made.data or b"").decode() for made in outcome.documents)


def built(folder: Path, files: Mapping[str, str | None]) -> Outcome:
    """Build the office with these files."""
    office(folder, files)
    return build(Workspace(folder / "data", folder / "templates", folder / "reports"), DepartmentYear("2024", "qinghu"))


@pytest.mark.parametrize(
    "formula", ["预算完成率 / 2", "预算完成率*100", "预算执行.实际支出 - 预算执行.调整预算", "合计(支出)"]
)
def test_a_formula_in_a_quote_is_named_as_one(formula: str, tmp_path: Path) -> None:
    """No name is offered instead: its value would be another one."""
    office(
        tmp_path,
        {"narrative.yaml": f"自评结论: 完成{{{{ {formula} }}}}。\n自评等级: 优秀\n存在问题:\n  - 丙还不够。\n"},
    )
    said = over(tmp_path, "check", "2024/qinghu").stdout
    assert f"“{formula}”是算式，引用里只能写一个名称" in said
    assert "改成：{{" not in said


def test_facts_are_quoted_whatever_the_form_calls_them(tmp_path: Path) -> None:
    """A fact of another key is a fact as well: its name prints its figure, behind its own key, too."""
    files = changed("form.yaml", "字段:\n", "字段:\n  办件数:\n    类型: 事实\n    文件: actuals.yaml\n    必填: 否\n")
    files |= changed("actuals.yaml", "事实:", "办件数:\n  上门走访: 37户\n事实:")
    files |= changed(
        "narrative.yaml", "{{ 办理法律援助案件 }}", "{{ 上门走访 }}（{{ 办件数.上门走访 }}、{{ 接待群众来访 }}）"
    )
    outcome = built(tmp_path, files)
    assert not outcome.problems
    assert any("案件37户（37户、1,280人次）" in (made.data or b"").decode() for made in outcome.documents)


def test_facts_inside_a_group_are_refused(tmp_path: Path) -> None:
    """Nothing could quote them there; the form says where they belong."""
    files = changed("form.yaml", "字段:\n", "字段:\n  记录:\n    文件: actuals.yaml\n  记录.办件数:\n    类型: 事实\n")
    (problem,) = (each for each in built(tmp_path, files).problems if each.rule == "bad-declaration")
    assert problem.message == "“记录.办件数”的类型是事实，要写在最上面一层，例如“办件数”"
