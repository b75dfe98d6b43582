"""Room that blank forms leave in their own ways: before units, around dashes, below dots, behind answers and headings."""

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
    return draft_form("空表.docx", drawn_form(f"= 项目支出绩效目标申报表\n{text}")[0], library)


def types_of(draft: Draft) -> dict[str, str]:
    """Return the types that a draft declares, by key."""
    return dict(re.findall(r"^  (\S+):\n    类型: (\S+)$", draft.declaration, re.MULTILINE))


ROOMS = {
    "amounts in the lines of one cell": (
        "=| 2 6\n资金构成 | 总额　　　　万元<br>一、拨款：　　　　万元（其中：市级：　　　　万元）",
        "| 资金构成 | 总额{{ 资金构成.总额 }}万元<br>一、拨款：{{ 资金构成.拨款 }}　　万元（其中：市级：{{ 资金构成.市级 }}　　万元） |",
    ),
    "a dash between days": ("=| 2 6\n起止时间 | 　　　　－　　　　", "| 起止时间 | {{ 起止时间 }} |"),
    "answers with brackets of their own": (
        "= 考评方式：部门（单位）绩效自评□　财政部门组织考评□",
        "考评方式：{{ 考评方式.勾选 }}",
    ),
    "dots among labels of columns": (
        "=| 2 2 1 2\n甲类得分 | 乙类得分 | … | 项目得分\n |  |  | ",
        "| {{ 甲类得分 }} | {{ 乙类得分 }} | | {{ 项目得分 }} |",
    ),
    "who signs side by side": (
        "= 审核人（签字）：　　　复核人（签字）：",
        "审核人（签字）：{{ 审核人 }}　　　复核人（签字）：{{ 复核人 }}",
    ),
    "who signs alone": ("= 甲类金额：____万元\n= 评审人员（签字）：", "评审人员（签字）："),
    "a total of points below words": (
        "=| 2 3 2 3\n评估内容 | 具体内容 | 分值 | 审核意见\n必要性 | 目的明确 | 5 | 优□ 良□\n经济性 | 测算清楚 | 5 | 优□ 良□\n总分[→3] | ",
        "| 总分 | {{ 审核意见.总分 }} |",
    ),
    "a letter to somebody": ("= ________：\n= 甲数：____", "{{ 第1项 }}："),
}


@pytest.mark.parametrize(("text", "made"), ROOMS.values(), ids=ROOMS)
def test_room_is_found_where_it_is(text: str, made: str, library: Library) -> None:
    """Each gets its tag in its place; what is printed around it stays."""
    assert made in shown(drafted_of(text, library).document).split("\n")


def test_parts_of_an_amount_are_amounts(library: Library) -> None:
    """Though their labels say no type: 其中 begins them, and they go on as far as the rows do."""
    text = "=| 3 2 3 2\n安排资金（万元） |  | 到位资金（万元） | \n其中：中央 |  | 其中：中央 | \n省级 |  | 省级 | \n联系人 |  | 建设内容 | "
    types = types_of(drafted_of(text, library))
    assert [types[key] for key in ("中央", "中央2", "省级", "省级2")] == ["金额"] * 4
    assert types["联系人"] == "文本"


def test_headings_ask_for_what_they_say_they_want(library: Library) -> None:
    """Whatever follows; dots are no paragraph, and a table below labels is not the end of a form."""
    text = """\
= （一）基本情况
= （二）综合意见（说明总的结论）
= 得分表
=| 2 2
甲类得分 | \u0020
= （三）原因分析
= ……
= （四）实地勘查记录
= 被评项目：　　　勘查日期：
=| 1 3
序号 | 勘查地点
1 |\u0020
2 |\u0020
"""
    headings = [tag.key for tag in drafted_of(text, library).tags if tag.kind == "paragraphs"]
    assert headings == ["基本情况", "综合意见", "原因分析"]


GROUPED = """\
=| 2 1 2 2 2 2
年度目标[↓6] | 定量目标[↓5] | 评价内容 | 绩效内容 | 参考标准 | 绩效目标值
〃 | 〃 | 投入：时效[↓2] | 目标1： |  |\u0020
〃 | 〃 | 〃 | 目标2： |  |\u0020
〃 | 〃 | 产出：数量[↓2] | 目标1： |  |\u0020
〃 | 〃 | 〃 | 目标2： |  |\u0020
〃 | 定性目标 |  [→4]
"""


def test_goals_in_groups_beside_two_labels_are_indicators(library: Library) -> None:
    """The group is their level; the label beside the heads and the one beside both stay, and so does the text below."""
    draft = drafted_of(GROUPED, library)
    page = shown(draft.document)
    assert "| 年度目标 | 定量目标 | 评价内容 | 绩效内容 | 参考标准 | 绩效目标值 |" in page
    assert "| |  | 〔合并〕{{ 行.一级.名称 }} | {{ 行.名称 }} | {{ 行.参考标准 }} | {{ 行.年度指标值 }} |" in page
    assert "| | 定性目标 | {%p for 段 in 年度目标栏.定性目标 %}" in page
    assert "    层级: [投入时效, 产出数量]\n" in draft.declaration
    assert '      投入时效: "投入：时效"\n' in draft.declaration


def test_a_list_beside_two_labels_is_named_by_the_nearer(library: Library) -> None:
    """Rows beside another label are another list."""
    text = """\
=| 2 2 3 2
年度计划[↓4] | 设备[↓3] | 名称 | 数量
〃 | 〃 |  |\u0020
〃 | 〃 |  |\u0020
〃 | 其他说明 |  [→2]
"""
    draft = drafted_of(text, library)
    assert "{%tr for 行 in 设备 %}" in shown(draft.document)
    assert "| | 其他说明 | " in shown(draft.document)


def test_steps_side_by_side_name_no_score(library: Library) -> None:
    """A score is named by what is scored, not by its lowest step."""
    text = """\
=| 2 2 1 2 1 2
项目[↓2] | 评分指标[→4] | 得分[↓2]
〃 | 标准 | 分值 | 标准 | 分值 | 〃
资金管理 | 拨付及时 | 10 | 拨付不及时 | 5 |\u0020
组织管理 | 机构健全 | 10 | 没有机构 | 5 |\u0020
培训 | 得分=完成率×20[→4] |\u0020
"""
    page = shown(drafted_of(text, library).document)
    assert "| 资金管理 | 拨付及时 | 10 | 拨付不及时 | 5 | {{ 得分.资金管理 }} |" in page
    assert "| 培训 | 得分=完成率×20 | {{ 得分.培训 }} |" in page


SECTIONS = """\
=| 1 2 1 3 1 2
序号 | 评价指标 | 分值 | 评分标准 | 得分 | 扣分原因
一、 | 项目决策 | 30 |  |  |\u0020
1 | 立项依据 | 10 | 依据充分得10分 |  |\u0020
2 | 立项程序 | 20 | 程序规范得20分 |  |\u0020
二、 | 项目管理 | 70 |  |  |\u0020
3 | 资金管理 | 70 | 合规得70分 |  |\u0020
合计 |  | 100 |  |  |\u0020
"""


def test_a_section_of_a_sheet_is_no_item_of_it(library: Library, tmp_path: Path) -> None:
    """Its points are those of its items, counted once; its row stays, with room for its score alone."""
    draft = drafted_of(SECTIONS, library)
    page = shown(draft.document)
    assert "| 一、 | 项目决策 | 30 | | {{ 项目决策.得分 }} | |" in page
    assert page.count("{{ 行.得分 }}") == 2
    assert "项目决策" not in draft.listed
    assert not drafted(tmp_path, draft, answered=True).problems


def test_a_sheet_of_nothing_but_sections_is_one_of_items(library: Library) -> None:
    """What looks like a section has items below it."""
    rows = "".join(f"{number}、甲类事项{number} | 10 |  | \n" for number in "一二三四")
    draft = drafted_of(f"=| 3 1 1 2\n评价指标 | 分值 | 得分 | 扣分原因\n{rows}", library)
    assert draft.listed.count("名称: ") == 4


def test_a_cell_that_runs_down_over_items_is_asked_about(library: Library, tmp_path: Path) -> None:
    """Each item has one of its own in the draft, printed or filled in."""
    text = """\
=| 2 2 1 3 1 1
一级指标 | 二级指标 | 分值 | 评分标准 | 得分 | 专家
决策[↓2] | 立项依据 | 10 | 逐项打分[↓2] |  | [↓2]
〃 | 立项程序 | 20 | 〃 |  | 〃
管理 | 资金管理 | 70 | 合规得70分 |  |\u0020
"""
    draft = drafted_of(text, library)
    asked = [question.text for question in draft.questions if "几行合成一格" in question.text]
    assert asked == [
        "表上“评分标准”几行合成一格，先当作每个指标各印一遍。对吗？",
        "表上“专家”几行合成一格，先当作每个指标各填一个。对吗？",
    ]
    known = drafted(tmp_path, draft, answered=True)
    assert not [*known.problems, *check(known.forms["hubei/draft"]).problems]


def test_a_row_that_prints_the_sum_of_the_points_is_no_item(library: Library) -> None:
    """It is called like the column of scores; it stays as it is printed, with room for the score of all."""
    text = """\
=| 2 2 2 1 1
一级指标 | 二级指标 | 评价内容 | 分值 | 评价得分
任务[↓3] | 目标完成 | 是否完成约定的目标 | 55 |\u0020
〃 | 成果效益 | 成果应用到哪里 | 30 |\u0020
〃 | 档案归档 | 档案是否齐全 | 15 |\u0020
得分[→3] | 100 |\u0020
"""
    draft = drafted_of(text, library)
    assert "层级: [任务]" in draft.declaration
    assert "| 得分 |" in shown(draft.document)
    assert draft.listed.count("名称: ") == 3


def test_long_answers_to_tick_are_called_by_their_letters(library: Library) -> None:
    """Each box is ticked where it stands, all else stays as it is printed; whether one or several are ticked is asked."""
    steps = "A.配套资金按合同计划全部落实并及时到位 □9.0-10分<br>B.配套资金基本按合同计划落实、略有缺口 □7.0-8.9分"
    draft = drafted_of(
        f"""\
=| 2 1 4
资金到位情况 | ____分 | {steps}
资金使用情况 | ____分 | {steps}
成果推广情况 | ____分 | {steps}
""",
        library,
    )
    box = "A.配套资金按合同计划全部落实并及时到位 {{ 资金到位情况2.框.A }}9.0-10分<br>B.配套资金基本按合同计划落实、略有缺口 {{ 资金到位情况2.框.B }}7.0-8.9分"
    assert box in shown(draft.document)
    assert draft.declaration.count("选项: [A, B]") == 3
    asked = [question.place for question in draft.questions if "几个框" in question.text]
    assert asked == ["表1第1行第3格", "表1第2行第3格", "表1第3行第3格"]


def test_a_sheet_without_a_score_is_blank_whatever_it_explains(library: Library) -> None:
    """What it says of its items is printed, not filled in: nothing of it is taken away."""
    text = """\
=| 2 2 3 1 2 1 1
项目 | 考核指标 | 指标说明 | 年度目标 | 评分标准 | 权数 | 考评得分
支出管理[↓3] | 支出完成率 | 支出完成率等于支出完成数除以年初预算数，反映支出进度。 | 100% | 按完成比例得分。 | 40 |\u0020
〃 | 结转结余率 | 结转结余率等于结转结余除以支出完成数，反映资金沉淀。 | 9% | 每高一点扣一分。 | 30 |\u0020
〃 | 应付账款率 | 应付账款率等于应付账款除以支出完成数，反映拖欠。 | 9% | 每高一点扣一分。 | 30 |\u0020
"""
    draft = drafted_of(text, library)
    page = shown(draft.document) + draft.listed
    assert all(said in page for said in ("反映支出进度。", "反映资金沉淀。", "每高一点扣一分。", "100%"))
    assert not [question for question in draft.questions if "表里填过内容" in question.text]
