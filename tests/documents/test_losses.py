"""What would be lost in a Word template is named: all but text beside a tag; and no item is lost for what it lacks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from golden import text
from wordfile import word

from selfeval.documents.check import word as package
from selfeval.documents.check.blocks import blocks
from selfeval.documents.check.tag import TemplateTag, tags
from selfeval.documents.passage import TemplateSlip
from selfeval.pipeline.department import build
from selfeval.pipeline.workspace import Workspace
from selfeval.submission.folder import DepartmentYear

THINGS = {
    '<w:r><w:br w:type="page"/></w:r>': "分页符",
    '<w:r><w:br w:type="column"/></w:r>': "分栏符",
    '<w:r><w:footnoteReference w:id="2"/></w:r>': "脚注",
    '<w:r><w:endnoteReference w:id="2"/></w:r>': "尾注",
    '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>': "符号",
    '<w:fldSimple w:instr="PAGE"/>': "域",
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>': "域",
}


def slips(source: str) -> list[TemplateSlip]:
    """Return the mistakes in the blocks of a template."""
    parts, _ = package.read(word(source))
    return [
        slip
        for part in parts
        for slip in blocks(part, [tag for one in part for tag in tags(one) if isinstance(tag, TemplateTag)])
    ]


@pytest.mark.parametrize(("xml", "name"), THINGS.items(), ids=THINGS.values())
def test_a_thing_beside_a_tag_is_named(xml: str, name: str) -> None:
    """It would vanish with the paragraph of the tag; in any other paragraph it stays."""
    (slip,) = slips(f"<w:p><w:r><w:t>{{%p if 甲 %}}</w:t></w:r>{xml}</w:p>\n乙\n{{%p endif %}}")
    assert (slip.rule, name in slip.message) == ("template-text-dropped", True)
    assert slips(f"{{%p if 甲 %}}\n<w:p>{xml}</w:p>\n{{%p endif %}}") == []


def test_a_page_break_before_the_paragraph_of_a_tag_is_named() -> None:
    """It is a property of that paragraph."""
    (slip,) = slips(
        "<w:p><w:pPr><w:pageBreakBefore/></w:pPr><w:r><w:t>{%p if 甲 %}</w:t></w:r></w:p>\n乙\n{%p endif %}"
    )
    assert "段前分页" in slip.message


TASKS = """名称: 甲表
阶段: 自评
数据: [actuals.yaml]
字段:
  任务:
    类型: 列表
    文件: actuals.yaml
  任务.名称:
    类型: 文本
  任务.子项:
    类型: 列表
    必填: 否
  任务.子项.名称:
    类型: 文本
  任务.说明:
    类型: 条目
    必填: 否
"""
TYPED = "任务:\n  - 名称: 修渠\n    子项:\n      - 名称: 清淤\n      - 名称: 衬砌\n  - 名称: 植树\n    说明:\n      - 成活率高。\n"
ROWS = "| {{%tr for 行 in 任务 %}} |\n| {{%tr for 项 in 行.{key} %}} |\n| 〔合并〕{{{{ 行.名称 }}}} | {{{{ {shown} }}}} |\n| {{%tr endfor %}} |\n| {{%tr endfor %}} |"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (ROWS.format(key="子项", shown="项.名称"), ["修渠", "清淤", "衬砌", "植树"]),
        (ROWS.format(key="说明", shown="项"), ["修渠", "植树", "成活率高。"]),
        (
            "{%p for 行 in 任务 %}\n{{ 行.名称 }}\n{%p for 项 in 行.子项 %}\n其中：{{ 项.名称 }}\n{%p endfor %}\n{%p endfor %}",
            ["修渠", "其中：清淤", "其中：衬砌", "植树"],
        ),
    ],
    ids=["a list", "texts", "the name stands outside"],
)
def test_an_item_whose_inner_list_is_empty_is_printed(tmp_path: Path, lines: str, expected: list[str]) -> None:
    """A loop that alone prints what is around it has a blank turn; no other loop has."""
    form, data = tmp_path / "templates/form", tmp_path / "data/2024/qinghu"
    form.mkdir(parents=True)
    data.mkdir(parents=True)
    (form / "form.yaml").write_text(TASKS, encoding="utf-8")
    (form / "document.docx").write_bytes(word(lines))
    (data / "targets.yaml").write_text("部门:\n  名称: 青湖区水务局\n年度: 2024\n", encoding="utf-8")
    (data / "actuals.yaml").write_text(TYPED, encoding="utf-8")
    workspace = Workspace(tmp_path / "data", tmp_path / "templates", tmp_path / "reports")
    made, plain = build(workspace, DepartmentYear("2024", "qinghu")).documents
    assert [line for line in text(made.data or b"").split("\n") if line] == expected
    known = re.sub(r"[|\s-]|<!--.*", "", (plain.data or b"").decode())
    assert known == "".join(expected)
