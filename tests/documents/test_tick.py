"""Boxes of 是否 and 选项, and what counts as true in a template, in Word and Markdown alike."""

from __future__ import annotations

from pathlib import Path

import pytest
from golden import text
from wordfile import word

from selfeval.documents.check import check
from selfeval.documents.outcome import Outcome
from selfeval.form.library import load
from selfeval.pipeline.department import build, make_drafts
from selfeval.pipeline.workspace import Workspace
from selfeval.submission.folder import DepartmentYear

FORM = """名称: 甲表
阶段: 自评
数据: [actuals.yaml]
字段:
  已完成:
    类型: 是否
    必填: 否
    文件: actuals.yaml
  级次:
    类型: 选项
    选项: [本级, 下级, "两级（都有）"]
    文件: actuals.yaml
  余额:
    类型: 金额
    文件: actuals.yaml
"""
LINES = (
    "{{ 已完成.勾选 }}",
    "{{ 级次.勾选 }}",
    "{{ 级次.框.下级 }}下级",
    "{% if 已完成 %}真{% else %}假{% endif %}",
    "{% if 余额 %}有{% endif %}",
    "{{ 已完成 }}、{{ 级次 }}",
)


def workspace(folder: Path, actuals: str, lines: tuple[str, ...] = LINES) -> Workspace:
    """Lay a department and its form below a folder."""
    form, data = folder / "templates" / "form", folder / "data/2024/qinghu"
    form.mkdir(parents=True)
    data.mkdir(parents=True)
    (form / "form.yaml").write_text(FORM, encoding="utf-8")
    (form / "document.docx").write_bytes(word("\n".join(lines)))
    (form / "document.md").write_text("\n\n".join(lines), encoding="utf-8")
    (data / "targets.yaml").write_text("部门:\n  名称: 青湖区司法局\n年度: 2024\n", encoding="utf-8")
    (data / "actuals.yaml").write_text(f"余额: 0.00\n{actuals}", encoding="utf-8")
    return Workspace(folder / "data", folder / "templates", folder / "reports")


def printed(outcome: Outcome) -> list[list[str]]:
    """Return the lines of the Word document and of the Markdown document."""
    made, plain = (document.data or b"" for document in outcome.documents)
    body = plain.decode().split("\n\n<!--")[0].replace("\\", "")
    return [text(made).split("\n"), body.split("\n\n")]


@pytest.mark.parametrize(
    ("actuals", "expected"),
    [
        (
            "已完成: 0\n级次: 本级\n",
            ["□是 □否0", "☑本级 □下级 □两级（都有）", "□下级", "假", "有", "0、本级"],
        ),
        (
            "已完成: 否\n级次: 本级\n",
            ["□是 ☑否", "☑本级 □下级 □两级（都有）", "□下级", "假", "有", "否、本级"],
        ),
        (
            "已完成: 有\n级次: 下级\n",
            ["☑是 □否", "□本级 ☑下级 □两级（都有）", "☑下级", "真", "有", "有、下级"],
        ),
        (
            "级次: 两级（都有）\n",
            ["□是 □否", "□本级 □下级 ☑两级（都有）", "□下级", "假", "有", "、两级（都有）"],
        ),
    ],
)
def test_boxes(tmp_path: Path, actuals: str, expected: list[str]) -> None:
    """The answer is ticked; 否 is false, 0.00 is filled in."""
    outcome = build(workspace(tmp_path, actuals), DepartmentYear("2024", "qinghu"))
    assert printed(outcome) == [expected, expected]


def test_a_group_with_no_as_its_only_answer_is_filled(tmp_path: Path) -> None:
    """否 is an answer, though it is false."""
    form = FORM.replace(
        "  已完成:\n    类型: 是否\n    必填: 否\n    文件: actuals.yaml\n",
        "  情况:\n    文件: actuals.yaml\n  情况.已完成:\n    类型: 是否\n",
    )
    place = workspace(
        tmp_path, "情况:\n  已完成: 否\n级次: 本级\n", ("{% if 情况 %}填{{ 情况.已完成.勾选 }}{% endif %}",)
    )
    (tmp_path / "templates/form/form.yaml").write_text(form, encoding="utf-8")
    expected = ["填□是 ☑否"]
    assert printed(build(place, DepartmentYear("2024", "qinghu"))) == [expected, expected]


def test_a_draft_shows_the_gap_behind_the_boxes(tmp_path: Path) -> None:
    """What is required and missing cannot be overlooked."""
    first, _ = make_drafts(workspace(tmp_path, ""), DepartmentYear("2024", "qinghu"), tmp_path / "drafts")
    assert "□本级 □下级 □两级（都有）【待填：级次】" in text(first.data or b"")


def test_templates_are_checked_for_boxes(tmp_path: Path) -> None:
    """Boxes show their field; an answer that is not one of the choices, and boxes of a text, are unknown names."""
    place = workspace(tmp_path, "", ("{{ 已完成.勾选 }}{{ 级次.框.本级 }}{{ 余额 }}{{ 标题 }}",))
    form = load(place.templates).forms["form"]
    assert not check(form).problems
    (form.folder / "document.md").write_text("{{ 级次.框.中级 }}{{ 余额.勾选 }}{{ 级次.框 }}", encoding="utf-8")
    rules = [problem.rule for problem in check(form).problems if problem.level == "error"]
    assert rules == ["template-unknown-name", "template-unknown-name", "template-wrong-use"]


@pytest.mark.parametrize(
    ("line", "warned"),
    [
        ("{% if 已完成 %}{{ 已完成 }}{% endif %}", True),
        ("{% if 已完成 %}好{% else %}{{ 已完成 }}{% endif %}", False),
        ("{% if not 已完成 %}{{ 已完成 }}{% endif %}", False),
        ("{% if 级次 %}{{ 级次 }}{% endif %}", False),
    ],
)
def test_an_answer_that_prints_only_when_yes_is_doubtful(tmp_path: Path, line: str, warned: bool) -> None:
    """A condition on 是否 asks for 是, not whether it is filled in."""
    place = workspace(tmp_path, "", (line, "{{ 已完成 }}{{ 级次 }}{{ 余额 }}"))
    problems = check(load(place.templates).forms["form"]).problems
    assert [problem.rule for problem in problems] == ["template-wrong-use"] * 2 * warned
