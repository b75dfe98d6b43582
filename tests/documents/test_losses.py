"""What would be lost in a Word template is named: all but text beside a tag."""

from __future__ import annotations

import pytest
from wordfile import word

from selfeval.documents.check import word as package
from selfeval.documents.check.blocks import blocks
from selfeval.documents.check.tag import TemplateTag, tags
from selfeval.documents.passage import TemplateSlip

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
