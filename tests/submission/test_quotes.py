"""Quotes resolve by name among a department's own figures, and nothing is evaluated."""

from __future__ import annotations

from pathlib import Path

import pytest
from offices import changed, office

from selfeval.documents.outcome import Outcome
from selfeval.pipeline.department import build
from selfeval.pipeline.workspace import Workspace
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
