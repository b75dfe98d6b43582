"""Opinions that a blank form leaves room for above who signs, and goals one below the other in one cell."""

from __future__ import annotations

from draftedform import shown
from drawnform import drawn_form

from selfeval.authoring.form_draft import Draft, draft_form
from selfeval.form.library import Library

WIDE = "=| 2 2 4"


def drafted_of(text: str, library: Library) -> Draft:
    """Return the draft of a drawn form."""
    return draft_form("空表.docx", drawn_form(f"= 部门整体支出绩效自评表\n{text}")[0], library)


def test_an_opinion_stands_above_who_signs(library: Library) -> None:
    """In the empty paragraph above; nobody must fill in any of it."""
    rows = "复核意见[↓2] | 业务处 | <br>复核人：　　日期：\n〃 | 预算处 | <br>复核人：　　日期："
    draft = drafted_of(f"{WIDE}\n{rows}", library)
    for office in ("业务处", "预算处"):
        opinion = f"{{%p for 段 in 复核意见.{office} %}}<br>{{{{ 段 }}}}<br>{{%p endfor %}}"
        signed = f"复核人：{{{{ 复核意见.{office}复核人 }}}}　　日期：{{{{ 复核意见.{office}日期 }}}}"
        assert f"| {office} | {opinion}<br>{signed} |" in shown(draft.document)
    assert draft.declaration.count("必填: 否") == 6


def test_an_opinion_stands_above_a_seal_and_leaves_it_there(library: Library) -> None:
    """Though there is no empty paragraph; where a day is to be written in too, all is by hand."""
    draft = drafted_of("=| 3 5\n镇街审核意见 | （盖章）\n县局审核意见 | （盖章）　　年　　月　　日", library)
    page = shown(draft.document)
    assert "| 镇街审核意见 | {%p for 段 in 镇街审核意见 %}<br>{{ 段 }}<br>{%p endfor %}<br>（盖章） |" in page
    assert "| 县局审核意见 | （盖章）　　年　　月　　日 |" in page


def test_goals_in_one_cell_are_one_text(library: Library) -> None:
    """Below heads too, where one goal alone would begin a list."""
    rows = "总体目标[↓2] | 预期目标 | 完成情况\n〃 | 目标1：<br>目标2：<br>…… | 目标1完成情况：<br>……"
    draft = drafted_of(f"=| 2 4 4\n{rows}", library)
    assert not [tag for tag in draft.tags if tag.kind == "loop"]
    assert [tag.kind for tag in draft.tags if tag.place.startswith("表1第2行")] == ["paragraphs", "paragraphs"]


def test_a_level_that_is_mostly_numbers_is_written_in(library: Library) -> None:
    """1. and 2. are no names of levels, and a first level alone is a list; its notes do not make it none."""
    rows = """\
一级指标 | 二级指标 | 指标内容 | 指标值
产出指标（工作量、质量、时效和成本各方面的指标）[↓2] | 1. |  |\u0020
〃 | 2. |  |\u0020
满意度指标 | 服务对象满意度 |  |\u0020
"""
    draft = drafted_of(f"=| 2 2 3 2\n{rows}", library)
    assert "{{ 行.二级指标 }} | {{ 行.名称 }} | {{ 行.年度指标值 }}" in shown(draft.document)
    assert "层级: [产出指标, 满意度指标]" in draft.declaration
    assert "产出指标: 产出指标（工作量、质量、时效和成本各方面的指标）" in draft.declaration


def test_a_score_above_the_numbers_of_a_list_is_no_filled_sheet(library: Library) -> None:
    """The numbers of the rows further below are printed."""
    rows = "评价得分 |  | 评价等级 | 优□ 良□ 差□\n一、问题整改[→4]\n序号 | 问题 | 措施 | 责任人\n"
    rows += "".join(f"{number} |  |  | \n" for number in (1, 2, 3))
    draft = drafted_of(f"=| 1 3 3 2\n{rows}", library)
    assert "表里填过内容" not in draft.declaration
