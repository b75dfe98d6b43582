"""Other forms in one file, blocks and titles of tables, counts of anything, years left open: what is drafted of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from draftedform import drafted, shown
from drawnform import drawn_form

from selfeval.authoring.form_draft import Draft, draft_form
from selfeval.documents.check import check
from selfeval.form.library import Library


def drafted_of(text: str, library: Library) -> Draft:
    """Return the draft of a drawn form."""
    return draft_form("空表.docx", drawn_form(text)[0], library)


def types_of(draft: Draft) -> dict[str, str]:
    """Return the types that a draft declares, by key."""
    return dict(re.findall(r"^  (\S+):\n    类型: (\S+)$", draft.declaration, re.MULTILINE))


FIRST = "= 附件1\n= 甲项绩效目标审核表\n=| 2 4\n项目名称 | \n审核意见 | "
SECOND = "=| 2 4\n项目名称 | \n评审结论 | "


@pytest.mark.parametrize(
    ("between", "place"),
    [("= 附件8\n= 乙项评估专家组意见", "第4段"), ("= 附件2：乙项绩效自评表", "第3段"), ("= 乙项绩效自评表", "第3段")],
    ids=["attached", "attached in one line", "beginning alike"],
)
def test_another_form_in_the_file_is_drafted_too_and_asked_about(
    between: str, place: str, library: Library, tmp_path: Path
) -> None:
    """Nothing of it is lost, and what both ask for is one field."""
    draft = drafted_of(f"{FIRST}\n{between}\n{SECOND}", library)
    assert [question.place for question in draft.questions if "另一张表" in question.text] == [place]
    assert shown(draft.document).count("{{ 项目.名称 }}") == 2
    assert "评审结论" in {tag.key for tag in draft.tags}
    known = drafted(tmp_path, draft, answered=True)
    assert not [*known.problems, *check(known.forms["hubei/draft"]).problems]


def test_a_part_with_a_title_is_no_other_form(library: Library) -> None:
    """One that asks for other things, or for nothing: a list of what is attached."""
    draft = drafted_of(f"{FIRST}\n= 资金安排情况表\n=| 2 4\n年初预算 | \n= 附件：1.甲项绩效目标审核表", library)
    assert not [question for question in draft.questions if "另一张表" in question.text]


BLOCKS = """\
= 专项经费决算表
=| 2 2 2 2 2 2
收入（万元）[→3] | 支出（万元）[→3]
科目 | 预算数 | 实际数 | 科目 | 实际支出 | 列支
甲类拨款 |  |  | 设备费 |  |\u0020
乙类拨款 |  |  | 材料费 |  |\u0020
"""


def test_titles_over_blocks_of_columns_say_the_type_of_their_figures(library: Library) -> None:
    """Each row of a block is named by its own label."""
    types = types_of(drafted_of(BLOCKS, library))
    amounts = [key for key, kind in types.items() if kind == "金额"]
    assert len(amounts) == 8
    assert [key for key in amounts if key.endswith("材料费")] == ["支出实际支出.材料费", "支出列支.材料费"]


def test_a_numbered_title_over_a_table_is_no_room(library: Library) -> None:
    """Though a colon ends it, or the unit of the amounts stands behind it."""
    text = (
        "= 经费决算表\n=| 2 2\n1、经费来源：　　　单位：万元[→2]\n（1）各项来源：[→2]\n来源 | 到位数\n甲类 | \n乙类 | "
    )
    assert "| 1、经费来源：　　　单位：万元 |\n| （1）各项来源： |" in shown(drafted_of(text, library).document)


SECTIONS = """\
= 专家评分表
=| 2 5 4 1
评价指标 | 评价内容及评分说明[→2] | 评分
一、完成情况（100×60%分）[→3] | 得分
甲类目标 | 任务书中写明的各项目标，包括数量和质量。 | 完成八成以上得十分；六成以上得五分 |\u0020
乙类目标 | 任务书中写明的其他目标。 | 完成六成以上得十分；三成以上得五分 |\u0020
丙类目标 | 任务书中写明的人员目标。 | 完成六成以上得十分；三成以上得五分 |\u0020
"""


def test_the_score_of_a_section_stands_behind_its_own_label(library: Library) -> None:
    """The items below it keep the heads of the sheet, and are named by their names, not by what is said of them."""
    page = shown(drafted_of(SECTIONS, library).document)
    assert "| 一、完成情况（100×60%分） | 得分{{ 完成情况.得分 }} |" in page
    assert "| 完成八成以上得十分；六成以上得五分 | {{ 评分栏.甲类目标 }} |" in page
    assert page.count("{{ ") == 5


@pytest.mark.parametrize(
    ("table", "kind", "asked"),
    [
        ("=| 3 2 2\n任务名称 | 计划数 | 完成数\n |  | \n |  | ", "小数", True),
        ("=| 3 2 2\n指标 | 计划数 | 完成数\n财政资金 |  | \n乙类资金 |  | ", "金额", False),
        ("=| 3 2 2\n来源 | 计划数 | 到位数\n甲类 |  | \n乙类 |  | ", "金额", False),
        ("=| 3 2 2\n指标 | 计划数 | 完成数\n培训（人次） |  | \n参训（人次） |  | ", "整数", False),
    ],
    ids=["anything", "money in rows", "money beside", "people"],
)
def test_planned_and_done_count_what_stands_beside_them(table: str, kind: str, asked: bool, library: Library) -> None:
    """Money only where something says so; where nothing does, it is asked."""
    draft = drafted_of(f"= 任务完成情况表\n{table}", library)
    types = types_of(draft)
    assert {kind for key, kind in types.items() if "计划数" in key} == {kind}
    assert any("计划数" in question.text for question in draft.questions) is asked


def test_scales_of_money_are_amounts_in_the_unit_stated(library: Library) -> None:
    """What may be built or grown to some scale is none."""
    text = "= 债券评价表\n= 单位：亿元\n=| 3 2 2\n项目名称 | 已发债券规模 | 建设规模\n |  | \n |  | "
    draft = drafted_of(text, library)
    assert "类型: 金额\n    标签: 已发债券规模\n    单位: 亿元" in draft.declaration
    assert "类型: 文本\n    标签: 建设规模" in draft.declaration


def test_years_with_nothing_but_room_before_them_are_different_years(library: Library) -> None:
    """Each row has a figure of each year, named by the row."""
    draft = drafted_of(
        "= 经营情况表\n=| 3 2 2\n指标 | 　　年 | 　　年\n总收入（万元） |  | \n利润（万元） |  | ", library
    )
    page = shown(draft.document)
    assert "| 指标 | {{ 第1年 }}　　年 | {{ 第2年 }}　　年 |" in page
    assert "| 利润（万元） | {{ 利润.第1年 }} | {{ 利润.第2年 }} |" in page


LABELS = {
    "日程安排": "段落",
    "资金安排": "金额",
    "币种": "文本",
    "合计金额（大写）": "文本",
    "其他来源总合计": "金额",
    "邀请单位简介（国（境）外人员的姓名、职务）": "段落",
    "注册地址": "文本",
}


@pytest.mark.parametrize(("label", "kind"), LABELS.items(), ids=LABELS)
def test_labels_say_types(label: str, kind: str, library: Library) -> None:
    """By what they end with, notes in brackets left out."""
    draft = drafted_of(f"= 甲项申报表\n=| 2 6\n{label} | ", library)
    assert kind in types_of(draft).values()
    assert "册地址:" not in draft.declaration.replace("注册地址:", "")


def test_a_long_note_behind_a_heading_leaves_it_one(library: Library) -> None:
    """The text is wanted below it."""
    note = "（简明扼要地介绍本单位服务的主要内容、平台功能、定位、搭建方式及运行服务情况，以及取得的主要成效，限600字）"
    draft = drafted_of(f"= 甲项申报书\n= 一、运行模式\n= 二、服务情况。{note}", library)
    assert [tag.key for tag in draft.tags if tag.kind == "paragraphs"] == ["运行模式", "服务情况"]


def test_units_keep_their_notes_behind_what_is_filled_in(library: Library) -> None:
    """Those alone in the first of several lines too."""
    text = "= 甲项申报表\n=| 2 6\n节能量 | 　　　　万吨标准煤【注3】\n投资总额 | 　　　　万元<br>其中：自筹资金　　　　万元。"
    page = shown(drafted_of(text, library).document)
    assert "万吨标准煤【注3】 |" in page
    assert "{{ 节能量 }}" in page
    assert "| 投资总额 | {{ 投资总额 }}　　　　万元<br>其中：" in page
