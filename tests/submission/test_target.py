"""A target that was formally adjusted in the year: what is printed, quoted and followed is the target in force."""

from __future__ import annotations

from pathlib import Path

import pytest
from offices import Files, changed, office
from rulepages import BASE

from selfeval.form.library import load
from selfeval.history.trend import points
from selfeval.pipeline.department import build
from selfeval.pipeline.workspace import Workspace
from selfeval.submission.folder import DepartmentYear
from selfeval.submission.read import read_department

ADJUSTED = "≥550件\n        调整后指标值:\n          值: ≥500件\n          依据: 青财〔2024〕15号批复"
FORM = (BASE / "form.yaml").read_text(encoding="utf-8")
OWN_COLUMN = "    标签: 年初目标值\n  绩效指标.调整后指标值.值:\n    标签: 调整后目标值\n    必填: 否\n"
TEMPLATE = (BASE / "document.md").read_text(encoding="utf-8")


def made(folder: Path, files: Files) -> str:
    """Return the document of an office whose first target was adjusted."""
    office(folder, {**changed("targets.yaml", "≥550件", ADJUSTED), **files})
    outcome = build(
        Workspace(folder / "data", folder / "templates", folder / "reports"), DepartmentYear("2024", "qinghu")
    )
    assert not outcome.blocked, outcome.problems
    (document,) = outcome.documents
    assert document.data is not None
    return document.data.decode()


@pytest.mark.parametrize(
    ("files", "row"),
    [
        ({}, "| 办理法律援助案件 | ≥500件 | 566件 |"),
        (
            {
                "form.yaml": FORM.replace("    标签: 年初目标值\n", OWN_COLUMN),
                "document.md": TEMPLATE.replace("行.年度指标值 }}", "行.年度指标值 }} | {{ 行.调整后指标值.值 }}"),
            },
            "| 办理法律援助案件 | ≥550件 | ≥500件 | 566件 |",
        ),
        (
            {"form.yaml": FORM.replace("    标签: 年初目标值\n", f"{OWN_COLUMN}    打印: 否\n")},
            "| 办理法律援助案件 | ≥550件 | 566件 |",
        ),
    ],
    ids=["one column", "both columns", "the declared one"],
)
def test_a_form_prints_the_target_in_force_unless_it_has_a_column_for_it(
    tmp_path: Path, files: Files, row: str
) -> None:
    """What was declared stays where the form keeps the two apart."""
    assert row in made(tmp_path, files)


def test_a_declaration_keeps_what_was_declared(tmp_path: Path) -> None:
    """Built again after the adjustment, it is still the one that was approved."""
    declares = {"form.yaml": FORM.replace("阶段: 自评", "阶段: 申报")}
    assert "| 办理法律援助案件 | ≥550件 | 566件 |" in made(tmp_path, declares)


def test_a_declaration_speaks_of_what_was_declared(tmp_path: Path) -> None:
    """Its texts and its table give one value."""
    declares = {"form.yaml": FORM.replace("阶段: 自评", "阶段: 申报")}
    said = changed("narrative.yaml", "全年办理", "目标{{ 办理法律援助案件.目标值 }}，办理")
    assert "目标≥550件，办理" in made(tmp_path, {**declares, **said})


def test_quotes_and_trends_give_the_target_in_force(tmp_path: Path) -> None:
    """`目标值` is the adjusted one; an indicator that was not adjusted keeps its own."""
    quoted = changed(
        "narrative.yaml", "全年办理", "目标{{ 办理法律援助案件.目标值 }}、{{ 矛盾纠纷调解成功率.目标值 }}，办理"
    )
    assert "目标≥500件、≥95%，办理" in made(tmp_path, quoted)
    submissions = read_department(tmp_path / "data", DepartmentYear("2024", "qinghu"), load(tmp_path / "templates"))
    assert [(point.target, point.value) for point in points(submissions, "办理法律援助案件")] == [("≥500件", "566件")]
