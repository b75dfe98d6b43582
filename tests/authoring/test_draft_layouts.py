"""Forms drafted from the layouts of many bureaus: places, types, printed indicators, points, sums and limits."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest
from conftest import ROOT
from draftedform import drafted, shown
from drawnform import drawn_form, drawn_forms
from filledform import VALUES, filled_text
from wordfile import word

from selfeval.authoring.form_draft import Draft, draft_form
from selfeval.documents.check import check
from selfeval.documents.read.form import candidates, read_by_form
from selfeval.documents.read.label import labels_of
from selfeval.documents.read.word import read_word
from selfeval.form.library import Library

DRAWN = pytest.mark.parametrize("path", drawn_forms(), ids=[path.stem for path in drawn_forms()])


def type_of(draft: Draft, key: str, library: Library) -> str:
    """Return the type of a drafted key, that of the vocabulary where the form declares none."""
    declared = re.search(rf"^  {re.escape(key)}:\n((?:    .*\n)*)", draft.declaration, re.MULTILINE)
    own = re.search(r"类型: (\S+)", declared[1]) if declared else None
    known = library.words().vocabulary.get(tuple(key.split(".")))
    return own[1] if own else str(known.kind) if known else ""


@pytest.mark.slow
def test_places_and_types_are_found_in_many_layouts(library: Library) -> None:
    """Nearly all places, hardly any taken for rows that repeat or the other way round; most types, or a question."""
    count: Counter[str] = Counter()
    for path in drawn_forms():
        data, places = drawn_form(path.read_text(encoding="utf-8"))
        draft = draft_form("空表.docx", data, library)
        loops = {tag.place.rpartition("第")[0] for tag in draft.tags if tag.kind == "loop"}
        left = [
            (tag.place, tag.place.rpartition("第")[0] in loops, tag.key) for tag in draft.tags if tag.kind != "loop"
        ]
        for wanted in places:
            count["places"] += 1
            at = next((tag for tag in left if tag[:2] == wanted[:2]), None)
            if at is None:
                count["wrong"] += any(tag[0] == wanted.place for tag in left)
                continue
            left.remove(at)
            count["found"] += 1
            if type_of(draft, at[2], library) in wanted.types.split():
                count["typed"] += 1
            else:
                count["silent"] += all(question.place != wanted.place for question in draft.questions)
    assert count["found"] >= 0.95 * count["places"]
    assert count["wrong"] <= 0.03 * count["places"]
    assert count["typed"] >= 0.95 * count["found"]
    assert count["silent"] <= 0.03 * count["places"]


@DRAWN
@pytest.mark.slow
def test_a_drawn_form_passes_once_answered(path: Path, library: Library, tmp_path: Path) -> None:
    """Whatever its layout, with the file of printed indicators where there is one."""
    draft = draft_form("空表.docx", drawn_form(path.read_text(encoding="utf-8"))[0], library)
    known = drafted(tmp_path, draft, answered=True)
    assert not [*known.problems, *check(known.forms["hubei/draft"]).problems]


PRINTED = """\
部门整体支出绩效自评表
| 一级指标 | 二级指标 | 三级指标 | 分值 | 指标解释 | 年度指标值 | 实际完成值 | 得分 |
| 投入（20分） | 目标设定（8分） | 目标合理性 | 8 | 目标是否合理 | — | | |
| | 预算配置（12分） | 预算完整性 | 12分 | 预算是否完整 | — | | |
| 产出（70分） | 数量 | | | | | | |
"""


def test_printed_indicators_are_listed(library: Library) -> None:
    """With the columns that are printed too; below the other headings a department adds its own."""
    draft = draft_form("空表.docx", word(PRINTED), library)
    assert draft.listed == (
        "# “空表.docx”上印好的指标\n绩效指标:\n  投入:\n    目标设定:\n      - 名称: 目标合理性\n        分值: 8\n"
        '        指标解释: 目标是否合理\n        年度指标值: "—"\n    预算配置:\n      - 名称: 预算完整性\n        分值: 12\n'
        '        指标解释: 预算是否完整\n        年度指标值: "—"\n'
    )
    assert "    指标表: indicators.yaml\n    自填: [产出]\n" in draft.declaration
    assert "      投入: {合计: 20, 目标设定: 8, 预算配置: 12}\n      产出: 70\n" in draft.declaration
    assert "    满分: 90\n" in draft.declaration
    assert "“指标解释”这一列" not in draft.declaration
    assert "{% if 行.二级.分值 %}（{{ 行.二级.分值 }}分）{% endif %}" in shown(draft.document)


POINTS_BESIDE = """\
项目支出绩效目标申报表
| 一级指标 | 二级指标 | 三级指标 | 分值 | 评分细则 |
| 过程指标 | 资金管理 | 资金使用合规 | 15 | 违规一次扣5分 |
| 产出指标 | 产出数量 | | 50 | |
| | 产出质量 | | 20 | |
"""


def test_points_beside_open_rows_are_those_of_their_heading(library: Library) -> None:
    """A row that is printed whole is one of the indicators; a column of words is no column of scores."""
    draft = draft_form("空表.docx", word(POINTS_BESIDE), library)
    assert "    分值:\n      产出指标: {产出数量: 50, 产出质量: 20}\n" in draft.declaration
    assert "      - 名称: 资金使用合规\n        分值: 15\n        评分细则: 违规一次扣5分\n" in draft.listed


def test_numbered_advice_is_no_heading(library: Library) -> None:
    """A sentence that says how to fill in the form asks for nothing."""
    draft = draft_form("空表.docx", word("绩效自评表\n| 甲乙 | |\n1. 正反面打印。\n2. 统一字体。"), library)
    assert shown(draft.document).endswith("\n1. 正反面打印。\n2. 统一字体。")


SCORED = """\
项目支出绩效自评表
| 项目名称 | | | | |
| 项目资金 | 全年预算数 | 全年执行数 | 执行率 | 得分 |
| 年度资金总额 | | | | |
| 三级指标 | 年度指标值 | 实际完成值 | 分值 | 得分 |
| | | | | |
| | | | | |
| 总分 | | | 100 | |
"""


def test_scoring_sums_and_checks_are_drafted(library: Library, tmp_path: Path) -> None:
    """A form with an execution rate and scores is scored; what was spent is compared with what was planned."""
    draft = draft_form("空表.docx", word(SCORED), library)
    assert "评分:\n  # 问" in draft.declaration
    assert "  方案: mof-2020\n  指标: 项目指标\n  执行率: " in draft.declaration
    assert "    算式: 评分.总得分\n" in draft.declaration
    assert "    算式: 评分.执行得分\n" in draft.declaration
    assert re.search(r"  spending-over-budget:\n    算式: \S*执行数\S* <= \S*预算数\S*\n", draft.declaration)
    known = drafted(tmp_path, draft, answered=True)
    assert not [*known.problems, *check(known.forms["hubei/draft"]).problems]


@pytest.mark.parametrize(
    ("blank", "drafted"),
    [
        ("| 甲乙情况（限500字） | |", "字数: 500"),
        ("| 甲乙情况 | （不超过300字，写清楚来由） |", "字数: 300"),
        ("| 实施时段 | 20  年  月至20  年  月 |", "实施时段:"),
        ("填表日期：", "类型: 日期"),
        ("（20  年度）", "年度:"),
        ("| 指标名称 | 目标值 | 完成值 | 权重 |\n| | | | |\n| | | | |", "类型: 指标值"),
        ("| 甲乙分工 | 根据技术路线，叙述各人做什么。 |", "# 问（表1第1行第2格）：原来印着"),
        ("| 处长意见 | |", "必填: 否"),
        ("（  ）甲乙项目", "必填: 否"),
        ("| 机构名称 | 收入 | 支出 |\n| 1.甲处 | | |\n| 2.乙处 | | |", "类型: 列表"),
    ],
)
def test_what_a_form_prints_is_drafted(blank: str, drafted: str, library: Library) -> None:
    """Limits, periods, days and years; lists whose rows print numbered examples, or a target and what came of it."""
    draft = draft_form("空表.docx", word(f"部门整体支出绩效自评表\n{blank}"), library)
    assert drafted in draft.declaration or drafted == "类型: 指标值"
    assert drafted != "类型: 指标值" or "    标签: 绩效指标\n" in draft.declaration


SHEET = """\
评审评分表
| 评审内容 | 评审要点 | 分值 | 得分 |
| 甲乙方面 | 有没有甲 | 20 | |
| 甲乙方面 | 有没有乙 | 30 | |
| 丙丁方面 | 有没有丙 | 50 | |
"""


def test_printed_items_with_scores_are_indicators(library: Library) -> None:
    """What stands once in every row is the name; what comes again is the level above it."""
    draft = draft_form("空表.docx", word(SHEET), library)
    assert "| 〔合并〕{{ 行.一级.名称 }} | {{ 行.名称 }} | {{ 行.分值 }} | {{ 行.得分 }} |" in shown(draft.document)
    assert draft.listed.endswith("  丙丁方面:\n    - 名称: 有没有丙\n      分值: 50\n")


def test_points_in_a_column_of_their_own_are_those_of_the_level(library: Library, tmp_path: Path) -> None:
    """They run down with its name, and are no points of each indicator."""
    text = """\
=| 2 1 3 1 1
一级指标 | 分值 | 三级指标 | 分值 | 得分
决策[↓2] | 20[↓2] | 立项有依据 | 12 |\u0020
〃 | 〃 | 立项合程序 | 8 |\u0020
产出 | 80 | 完成得怎样 | 80 |\u0020
"""
    draft = draft_form("打分表.docx", drawn_form(f"= 绩效评价打分表\n{text}")[0], library)
    assert "| 〔合并〕{{ 行.一级.名称 }} | 〔合并 行.一级〕{{ 行.一级.分值 }} | {{ 行.名称 }} |" in shown(
        draft.document
    )
    assert "    分值:\n      决策: 20\n      产出: 80\n" in draft.declaration
    known = drafted(tmp_path, draft, answered=True)
    assert not [*known.problems, *check(known.forms["hubei/draft"]).problems]


def test_years_left_open_over_several_columns_are_different_years(library: Library) -> None:
    """The first is the year of the form; the author says when it is another."""
    rows = "| 资金来源 | 20××年 | 20××年 |\n| 财政拨款 | | |\n| 其他 | | |"
    draft = draft_form("空表.docx", word(f"部门整体支出绩效目标表\n{rows}"), library)
    assert "| 资金来源 | {{ 第1年 }}年 | {{ 第2年 }}年 |" in shown(draft.document)
    assert "  第2年:\n" in draft.declaration
    assert "    算式: 年度 + 1\n" in draft.declaration


def test_cells_that_say_nothing_are_what_the_others_beside_them_are(library: Library) -> None:
    """其他 in a column of amounts is an amount; so is a column whose total is printed a number."""
    rows = "| 资金来源 | 预算数 | 丙丁 |\n| 财政拨款 | | |\n| 其他 | | |"
    draft = draft_form("空表.docx", word(f"部门整体支出绩效目标表\n{rows}"), library)
    assert "  丙丁.其他:\n    类型: 金额\n" in draft.declaration


BLOCKS = """\
=| 2 2 2 2 2
当年预算情况[↓3] | 收入预算[→2] | 支出预算[→2]
〃 | 合计 |  | 合计 |\u0020
〃 | 财政拨款 |  | 人员经费 |\u0020
年度重点工作任务[↓4] | 任务名称 | 主要内容 | 责任科室 | 预算金额
〃 |  |  |  |\u0020
〃 |  |  |  |\u0020
〃 | 合计[→3] |\u0020
"""


def test_blocks_side_by_side_are_groups_of_their_own(library: Library) -> None:
    """Each below its title; the only amounts of a list are summed up below it."""
    draft = draft_form("空表.docx", drawn_form(f"= 部门整体支出绩效目标申报表\n{BLOCKS}")[0], library)
    page = shown(draft.document)
    assert "合计 | {{ 收入预算.合计 }} | 合计 | {{ 支出预算.合计 }}" in page
    assert "财政拨款 | {{ 收入预算.财政拨款 }} | 人员经费 | {{ 支出预算.人员经费 }}" in page
    assert "    算式: 合计(重点任务.预算金额)\n" in draft.declaration


def test_two_columns_to_tick_are_one_field(library: Library) -> None:
    """Where their head says that one is ticked."""
    text = """\
=| 2 2 2 2 1 1
一级指标[↓2] | 二级指标[↓2] | 三级指标[↓2] | 年度指标值[↓2] | 预警情况（打√）[→2]
〃 | 〃 | 〃 | 〃 | 正常 | 预警
产出指标 | 数量指标 |  |  |  |\u0020
效益指标 | 社会效益 |  |  |  |\u0020
"""
    draft = draft_form("空表.docx", drawn_form(f"= 部门绩效监控表\n{text}")[0], library)
    assert "{{ 行.预警情况.钩.正常 }} | {{ 行.预警情况.钩.预警 }}" in shown(draft.document)
    assert "选项: [正常, 预警]" in draft.declaration


def test_a_column_of_signatures_stays_empty(library: Library) -> None:
    """People sign on paper."""
    rows = "| 姓名 | 职务 | 签字 |\n| | | |\n| | | |"
    draft = draft_form("空表.docx", word(f"部门整体支出绩效自评表\n{rows}"), library)
    assert "| {{ 行.名称 }} | {{ 行.职务 }} | |" in shown(draft.document)


def test_a_rate_between_strokes_is_to_be_filled(library: Library) -> None:
    """The part has no points and no score, but a rate of its own; any other cell between strokes stays empty."""
    form = """\
项目支出绩效自评表
| 项目资金 | 全年预算数 | 全年执行数 | 分值 | 执行率 | 得分 |
| 年度资金总额 | | | 10 | | |
| 其中：本级资金 | | | — | | — |
| 资金合计 | — | | — | | |
"""
    tags = {tag.place for tag in draft_form("空表.docx", word(form), library).tags}
    assert "表1第3行第5格" in tags
    assert "表1第4行第3格" not in tags


def test_a_year_over_amounts_is_no_year_to_fill(library: Library) -> None:
    """The cells below it are what their row and table say."""
    form = """\
学科建设经费绩效任务书
| 经费预算（万元） | 支出科目 | 第一年 | 第二年 |
| | 设备购置费 | | |
| | 交流差旅 | | |
"""
    declaration = draft_form("空表.docx", word(form), library).declaration
    assert declaration.count("    类型: 金额\n") == 4
    assert "类型: 年度" not in declaration


def test_a_level_beside_what_is_judged_is_one_of_indicators(library: Library) -> None:
    """Though the second head names no level; a level of one row is one like the others."""
    form = """\
= 专科建设考核表
=| 2 3 2 2 2
一级指标 | 考核内容 | 分值 | 计划值 | 自评得分
人才培养[↓2] |  |  |  |
〃 |  |  |  |
科研产出 |  |  |  |
"""
    draft = draft_form("空表.docx", drawn_form(form)[0], library)
    assert "〔合并〕{{ 行.一级.名称 }} | {{ 行.名称 }} | {{ 行.分值 }}" in shown(draft.document)
    assert "    层级: [人才培养, 科研产出]\n" in draft.declaration


def test_rows_beside_another_label_are_another_list(library: Library) -> None:
    """A label that runs down beside rows is not taken out with them."""
    form = """\
= 设备情况表
=| 2 3 2 2
类别 | 设备名称 | 数量 | 存放地点
教学设备[↓2] |  |  |
〃 |  |  |
办公设备[↓2] |  |  |
〃 |  |  |
"""
    page = shown(draft_form("空表.docx", drawn_form(form)[0], library).document)
    assert "教学设备" in page
    assert "办公设备" in page


def test_heads_that_go_on_below_may_be_unmerged(library: Library) -> None:
    """Empty cells before and behind the labels below a head over several columns are parts of the heads above them."""
    form = """\
专项经费绩效数据采集表
| 一级指标 | 二级指标 | 三级指标 | 采集数据 | > | 指标值 |
| | | | 甲数 | 乙数 | |
| 产出 | 数量 | | | | |
| 产出 | 质量 | | | | |
"""
    page = shown(draft_form("空表.docx", word(form), library).document)
    assert "{%tr for 行 in 项目指标 %}" in page or "{%tr for 行 in 绩效指标 %}" in page
    assert page.count("{{ 行.") >= 5


def test_notes_end_where_somebody_signs(library: Library) -> None:
    """Gaps in a note are none to fill, those of the labels behind it are."""
    form = "部门绩效采集表\n| 甲数 | |\n填报说明：由____填写。\n本表由____盖章，一式两份。\n填报人：________  联系电话：________"
    page = shown(draft_form("空表.docx", word(form), library).document)
    assert "由____填写。\n本表由____盖章，一式两份。\n填报人：{{ " in page


FILLED = """\
项目支出绩效监控表
（2025年度）
填报单位：云山市青湖区司法局　　　单位：万元
| 项目名称 | 法律援助 | 联系电话 | 0713-8800216 |
| 资金来源：2025年安排 | 年度资金总额：720.00 | 其他资金：80.00 | |
| 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 1-8月执行情况 | 备注 |
| 产出指标 | 数量指标 | 办理案件 | ≥550件 | 401件 | 下半年补足 |
| | 质量指标 | 案件质量合格 | ≥95% | 97% | |
| | 时效指标 | 按期结案 | ≥90% | 92% | 按月通报 |
"""


def test_what_was_filled_in_makes_room_for_tags(library: Library) -> None:
    """A few figures tell a filled table; below its heads texts are values, before colons labels, in brackets a year."""
    draft = draft_form("去年的表.docx", word(FILLED), library)
    page = shown(draft.document)
    assert "（{{ 年度 }}年度）\n填报单位：{{ 部门.名称 }}　　　单位：万元" in page
    assert "| {{ 行.名称 }} | {{ 行.年度指标值 }} | {{ 行.完成情况 }} | {{ 行.备注 }} |" in page
    assert "年度资金总额：{{ " in page
    assert not any(text in page for text in ("办理案件", "下半年补足", "0713", "720.00", "401件"))


CROSSED = """\
=| 2 2 2 2 2 2
资金情况[↓4] | 来源[↓2] | 当年金额[↓2] | 占比[↓2] | 近两年收支金额[→2]
〃 | 〃 | 〃 | 〃 | 2024年 | 2023年
〃 | 财政拨款 | 968.20 | 93.6% | 900.00 | 880.00
〃 | 合计 | 968.20 | 100% | 900.00 | 880.00
管理情况[↓4] |  | 情况说明[→2] | 存在问题和改进措施[→2]
〃 | 分配科学性 | 照核定的户数分配[→2] | 无[→2]
〃 | 下达及时性 | 十八天内下达到乡镇[→2] | 县里迟了两天[→2]
〃 | 拨付合规性 | 照名单一卡通发放，没有改变用途[→2] | 无[→2]
联系人 | 周文岚 | 电话 | 0713-8800216 | 日期 | 2025年3月1日
"""


def test_what_was_filled_in_where_rows_cross_columns_makes_room(library: Library) -> None:
    """Below years and below a blank corner too, in words or figures; each year has amounts of its own."""
    draft = draft_form("去年的表.docx", drawn_form(f"= 部门整体支出绩效目标申报表\n{CROSSED}")[0], library)
    page = shown(draft.document)
    assert "{{ 第1年 }}年 | {{ 第2年 }}年" in page
    assert "{{ 资金情况.近两年收支金额第1年.财政拨款 }} | {{ 资金情况.近两年收支金额第2年.财政拨款 }}" in page
    assert "  第2年:\n    类型: 年度\n" in draft.declaration
    assert "  资金情况.近两年收支金额第2年.财政拨款:\n    类型: 金额\n" in draft.declaration
    for row in ("分配科学性", "下达及时性", "拨付合规性"):
        assert f"管理情况.情况说明.{row} %}}" in page
        assert f"管理情况.存在问题和改进措施.{row} %}}" in page
    assert not any(text in page for text in ("968.20", "2024", "户数", "乡镇", "名单", "两天"))


SHEETS = """\
= ____年部门整体支出绩效评价得分表
= 填报单位（盖章）：　　　　填报日期：　　年　月　日
=| 2 2 3 1
一级指标 | 二级指标 | 三级指标 | 得分
决策（40分）[↓2] | 目标任务（40分）[↓2] | 相关性（20分） |\u0020
〃 | 〃 | 明确性（20分） |\u0020
管理（60分） | 资产管理（60分） | 账实相符（60分） |\u0020
合计[→3] |\u0020
= ____年专项预算项目支出绩效自评得分表
=| 2 2 3 1 1
一级指标 | 二级指标 | 三级指标 | 分值 | 得分
项目决策（40分）[↓2] | 科学决策（40分）[↓2] | 必要性 | 20 |\u0020
〃 | 〃 | 可行性 | 20 |\u0020
项目绩效（60分） | 项目完成（60分） | 完成数量 | 60 |\u0020
总分[→3] | 100 |\u0020
"""


def test_two_sheets_of_scores_have_totals_of_their_own(library: Library) -> None:
    """Asked once each; the year over the second is that of the form, and the day beside a seal is typed where it has a name."""
    draft = draft_form("空表.docx", drawn_form(SHEETS)[0], library)
    page = shown(draft.document)
    assert "（盖章）：{{ 部门.名称 }}　　填报日期：{{ 填报日期 }}\n" in page
    assert "　　年　月　日" not in page
    assert "{{ 年度 }}年专项预算项目支出绩效自评得分表" in page
    for column in ("指标完成.得分", "绩效指标表.得分"):
        assert draft.declaration.count(f"    算式: 合计({column})\n") == 1
    assert sum("加起来" in question.text for question in draft.questions) == 2
    assert "必填: 否" not in draft.declaration  # no program computes the scores


@pytest.mark.slow
def test_places_are_found_in_many_filled_layouts(library: Library) -> None:
    """As in the blank ones, and hardly any of what was filled in stays; a report in sentences is not one of them."""
    count: Counter[str] = Counter()
    for path in (path for path in drawn_forms() if not re.match("outline|sentences", path.stem)):
        data, places = drawn_form(filled_text(path.read_text(encoding="utf-8")))
        draft = draft_form("去年的表.docx", data, library)
        loops = {tag.place.rpartition("第")[0] for tag in draft.tags if tag.kind == "loop"}
        left = [(tag.place, tag.place.rpartition("第")[0] in loops) for tag in draft.tags if tag.kind != "loop"]
        for wanted in places:
            count["places"] += 1
            count["found"] += wanted[:2] in left
            count["wrong"] += wanted[:2] not in left and any(place == wanted.place for place, _ in left)
            if wanted[:2] in left:
                left.remove(wanted[:2])
        page = shown(draft.document)
        stays = {value for values in VALUES.values() for value in values if len(value) > 4 and value in page}
        count["stays"] += sum(page.count(value) for value in stays)
    assert count["found"] >= 0.97 * count["places"]
    assert count["wrong"] <= 0.01 * count["places"]
    assert count["stays"] <= 0.01 * count["places"]


def test_most_places_of_filled_forms_are_found(library: Library) -> None:
    """Of last year's documents of the shipped forms with tables; what is written below headings is not looked for."""
    found, whole = 0, 0
    forms = [form for form in library.forms.values() if (form.template_folder / "document.docx").is_file()]
    labels = labels_of(forms)
    for path in sorted((ROOT / "reports" / "2024").glob("qinghu-library/*.docx")):
        incoming = read_word(path.read_bytes())
        form = candidates(incoming, forms, labels)[0].form
        wanted = {value.place for value in read_by_form(incoming, form, labels).entry.values.values() if value.place}
        tags = {tag.place for tag in draft_form(path.name, path.read_bytes(), library).tags}
        found, whole = found + len(wanted & tags), whole + len(wanted)
    assert found >= 0.9 * whole


@pytest.mark.parametrize("year", ["（    年度）", "（____年度）", "（20__年）"])
def test_a_year_in_brackets_behind_a_title_keeps_its_brackets(year: str, library: Library) -> None:
    """The name of the form has neither the year nor a bracket of it."""
    form = f"= 部门预算项目支出绩效自评表{year}\n=| 2 2 2 2\n项目名称 | ‹文› | 主管部门 | ‹文›\n实施单位 | ‹文› | 负责人 | ‹文›\n"
    lines = draft_form("空表.docx", drawn_form(form)[0], library).declaration.splitlines()
    assert "名称: 部门预算项目支出绩效自评表" in lines
    tail = "度" * ("度" in year)
    assert f'标题: "部门预算项目支出绩效自评表（{{{{ 年度 }}}}年{tail}）"' in lines


def test_rows_that_name_their_unit_have_figures_of_it(library: Library) -> None:
    """A change is a percentage in every row; answers in brackets, and 是否, are choices."""
    form = """= 部门绩效信息公开情况表
=| 3 2 2 2
指标名称 | 上年数 | 本年数 | 增减幅度
次均门诊费用（元） | ‹钱› | ‹钱› | ‹率›
药占比（%） | ‹率› | ‹率› | ‹率›
=| 2.6 2 2.6 2
收到意见建议（条） | ‹整› | 是否公开目标 | ‹选›
自评等级（优/良/中/差） | ‹选› | 公开网站名称 | ‹文›
"""
    data, places = drawn_form(form)
    draft = draft_form("空表.docx", data, library)
    keys = {tag.place: tag.key for tag in draft.tags}
    found = [type_of(draft, keys[each.place], library) for each in places]
    assert found == ["金额", "金额", "百分比", "百分比", "百分比", "百分比", "整数", "是否", "选项", "文本"]
    assert "选项: [优, 良, 中, 差]" in draft.declaration


def test_titles_part_a_sheet_of_scores_into_lists_that_one_total_sums_up(library: Library) -> None:
    """Each title keeps its items below it; the total adds the scores of all of them."""
    form = """\
项目考评表
| 考评项目 | 分值 | 评分标准 | 得分 |
| 一、制度（10分）[→4] |
| 制度健全 | 4 | 缺一项扣1分 | |
| 账目清楚 | 6 | 一处不清扣2分 | |
| 二、成效（20分）[→4] |
| 任务完成 | 20 | 按比例得分 | |
| 合计 | 30 | | |
"""
    draft = draft_form("空表.docx", word(form), library)
    text = shown(draft.document)
    first, second = text.index("一、制度（10分）"), text.index("二、成效（20分）")
    assert text.count("{%tr for 行 in") == 2
    assert first < text.index("{%tr for") < second < text.rindex("{%tr for")
    assert "任务完成" in draft.listed
    assert re.search(r"算式: 合计\(\S+得分\) \+ 合计\(成效\.得分\)", draft.declaration)


def test_titles_and_numbers_of_columns_leave_the_heads_over_the_rows_below_them(library: Library) -> None:
    """Every cell below them is asked for, under its own head."""
    form = """\
任务完成情况表
| 序号 | 任务 | 计划 | 完成情况 | 2025 |
| （1） | （2） | （3） | （4） | （5） |
| 一、种植业[→5] |
| 1 | 播种面积（亩） | | | |
| 二、养殖业[→5] |
| 2 | 出栏量（头） | | | |
"""
    draft = draft_form("空表.docx", word(form), library)
    places = {tag.place for tag in draft.tags}
    assert {f"表1第{row}行第{cell}格" for row in (4, 6) for cell in (3, 4, 5)} <= places
    assert "  种植业.完成情况.播种面积:\n    类型: 小数\n" in draft.declaration
    assert "  养殖业.完成情况.出栏量:\n    类型: 整数\n" in draft.declaration


def test_headings_without_numbers_before_a_sign_off_ask_for_texts(library: Library) -> None:
    """Notes end where somebody signs off, or ticks; labels side by side with room behind them are a sign-off."""
    form = """\
项目核查表
| 核查金额 | | 核查人数 | |
注：金额由核查组商定。
核查等次：□合格　□不合格
主要问题
整改建议
核查人：　　　　复核人：　　　　单位：（公章）
"""
    draft = draft_form("空表.docx", word(form), library)
    text = shown(draft.document)
    assert "核查等次：{{ 核查等次.勾选 }}" in text
    assert "主要问题\n{%p for" in text
    assert "整改建议\n{%p for" in text
    assert "核查人：{{ 核查人 }}" in text
    assert "（公章）" in text


def test_what_is_written_behind_answers_is_asked_for_too(library: Library) -> None:
    """The words between the answers and the gap stay."""
    rows = "| 类别 | □制度　□账务　□其他：____ |\n| 调整 | □调增　□调减　金额____万元 |"
    draft = draft_form("空表.docx", word(f"项目核查表\n{rows}"), library)
    text = shown(draft.document)
    assert re.search(r"\| 类别 \| {{ \S+\.勾选 }}：{{ \S+其他 }} \|", text)
    assert re.search(r"\| 调整 \| {{ \S+\.勾选 }}　金额{{ \S+金额 }}万元 \|", text)
    assert "选项: [制度, 账务, 其他]" in draft.declaration


def test_amounts_are_in_the_unit_stated_above_them(library: Library) -> None:
    """Those of the vocabulary too; one with a unit of its own keeps it."""
    form = """\
项目支出绩效自评表
金额单位：元
| 项目资金 | 全年预算数 | 全年执行数 | 贷款（万元） |
| 年度资金总额 | | | |
"""
    declaration = draft_form("空表.docx", word(form), library).declaration
    assert declaration.count("    单位: 元\n") == 2
    assert "贷款" in declaration


def test_a_column_of_units_says_the_types_of_its_rows(library: Library) -> None:
    """Printed units are no places to fill."""
    rows = "| 指标 | 计量单位 | 本年 | 上年 |\n| 人员 | 人 | | |\n| 用房 | 平方米 | | |\n| 经费 | 元 | | |"
    draft = draft_form("空表.docx", word(f"指标对比表\n{rows}"), library)
    assert {tag.place.rpartition("第")[2] for tag in draft.tags if "表1" in tag.place} == {"3格", "4格"}
    types = re.findall(r"  本年\.\S+:\n    类型: (\S+)", draft.declaration)
    assert types == ["整数", "小数", "金额"]


def test_the_label_beside_a_place_says_more_than_the_head_over_its_column(library: Library) -> None:
    """Heads reach over rows of other labels by chance."""
    rows = "| 来源 | 预算数 | 执行数 | 备注 |\n| 中央 | | | |\n| 建设工期（月） | | 开工日期 | |"
    declaration = draft_form("空表.docx", word(f"项目情况表\n{rows}"), library).declaration
    assert re.search(r"  \S*建设工期:\n    类型: 小数\n", declaration)
    assert re.search(r"  \S*开工日期:\n    类型: 日期\n", declaration)


def test_points_of_all_levels_leave_none_for_the_execution_rate(library: Library) -> None:
    """A form that gives its 100 points to the indicators is not scored by the ministry's profile, and loads."""
    form = """\
项目支出绩效自评表
| 项目资金 | 全年预算数 | 全年执行数 | 执行率 |
| 年度资金总额 | | | |
| 一级指标 | 二级指标 | 三级指标 | 分值 | 年度指标值 | 实际完成值 | 得分 |
| 产出指标（50分） | 数量指标 | | | | | |
| 效益指标（50分） | 社会效益指标 | | | | | |
"""
    draft = draft_form("空表.docx", word(form), library)
    assert "方案: mof-2020" not in draft.declaration
    left = draft_form("空表.docx", word(form.replace("效益指标（50分）", "效益指标（40分）")), library)
    assert "方案: mof-2020" in left.declaration


def test_units_alone_in_cells_stay_behind_what_is_filled_in(library: Library) -> None:
    """They say the type, and of money the unit."""
    rows = "| 面积 | 平方米 | 床位 | 张 |\n| 总价 | 元 | 地点 | |"
    draft = draft_form("空表.docx", word(f"设施登记表\n{rows}"), library)
    page = shown(draft.document)
    assert "{{ 面积 }}平方米" in page
    assert "{{ 床位 }}张" in page
    assert "{{ 总价 }}元" in page
    assert re.search(r"  面积:\n    类型: 小数\n", draft.declaration)
    assert re.search(r"  总价:\n    类型: 金额\n(    .*\n)*    单位: 元\n", draft.declaration)


def test_answers_in_the_head_over_scored_items_are_the_answers_of_their_column(library: Library) -> None:
    """As those of any other label."""
    rows = "| 序号 | 考核内容 | 考核等次（优/良/差） | 得分 |\n" + "\n".join(f"| {n} | 工作{n}项 | | |" for n in "123")
    declaration = draft_form("空表.docx", word(f"考核表\n{rows}"), library).declaration
    assert "    选项: [优, 良, 差]\n" in declaration


def test_totals_below_a_list_sum_its_numbers_between_strokes_too(library: Library) -> None:
    """The numbers of columns may stand beside a head that runs down; what is counted is summed as amounts are."""
    form = """\
= 设备明细表
=| 1 3 1 2 2 2
序号[↓2] | 设备名称 | 数量 | 单价（元） | 金额（元） | 理由
〃 | （1） | （2） | （3） | （4） | （5）
1 |  |  |  |  |
2 |  |  |  |  |
合计[→2] |  | — |  | —
"""
    draft = draft_form("空表.docx", drawn_form(form)[0], library)
    assert {"表1第5行第2格", "表1第5行第4格"} <= {tag.place for tag in draft.tags}
    assert len(re.findall(r"算式: 合计\(\S+\.(?:数量|金额)\)", draft.declaration)) == 2


def test_a_total_stands_below_heads_though_not_beside_the_label_of_their_rows(library: Library) -> None:
    """The label runs down beside the indicators alone."""
    form = """\
= 部门整体支出绩效自评表
=| 1 2 2 2 2 1 1
绩效指标[↓3] | 一级指标 | 二级指标 | 三级指标 | 年度指标值 | 实际完成值 | 得分
〃 | 产出指标 | 数量指标 |  |  |  | ‹c数›
〃 | 效益指标 | 社会效益 |  |  |  | ‹c数›
总分[→5] | — | ‹数›
"""
    draft = draft_form("空表.docx", drawn_form(form)[0], library)
    assert re.search(r"算式: (?:合计\(\S*得分\)|评分\.总得分)", draft.declaration)
    assert "表1第4行第3格" in {tag.place for tag in draft.tags}


def test_labels_below_a_row_of_labels_and_places_are_no_second_heads(library: Library) -> None:
    """Only labels alone are heads that go on in the next row."""
    form = """\
= 转移支付区域绩效目标表
=| 1 2 2 2 2
省级财政部门[→2] | ‹文› | 省级主管部门 | ‹文›
资金情况（万元）[↓2] | 年度金额： | ‹钱›[→3]
〃 | 其中：中央补助 | ‹钱›[→3]
"""
    draft = draft_form("空表.docx", drawn_form(form)[0], library)
    assert "表1第2行第3格" in {tag.place for tag in draft.tags}
    assert "年度金额：{{" not in shown(draft.document)


POINTS_BETWEEN = """
= 项目绩效评价表
=| 2 1 2 1 2 1 1
一级指标 | 分值 | 二级指标 | 分值 | 三级指标（可调整） | 分值（可调整） | 得分
决策[↓3] | 20[↓3] | 项目目标 | 8 | 目标内容 | 8 | ‹数›
〃 | 〃 | 决策过程（依据、程序）[↓2] | 12[↓2] | 决策依据 | 5 | ‹数›
〃 | 〃 | 〃 | 〃 | 决策程序 | 7 | ‹数›
产出[↓2] | 80[↓2] | 数量、质量[↓2] | 80[↓2] | 完成数 | 40 | ‹数›
〃 | 〃 | 〃 | 〃 | 合格数 | 40 | ‹数›
"""


def test_points_stand_between_levels_that_have_notes(tmp_path: Path, library: Library) -> None:
    """The headings keep their points; notes print beside a name without them, and a comma of its own parts none."""
    draft = draft_form("空表.docx", drawn_form(POINTS_BETWEEN)[0], library)
    assert "决策: [项目目标, 决策过程]" in draft.declaration
    assert "层级标签:\n      决策过程: 决策过程（依据、程序）" in draft.declaration
    assert "决策: {合计: 20, 项目目标: 8, 决策过程: 12}" in draft.declaration
    assert '产出: ["数量、质量"]' in draft.declaration
    assert not drafted(tmp_path, draft, answered=True).problems


def test_a_row_of_points_holds_figures_below_a_head_of_words(library: Library) -> None:
    """审核意见 is over the whole column, but 得分小计 is a number in it; 备注 of a total is not."""
    text = """
= 事前评估审核表
=| 2 3 1 3 2
评估内容 | 具体内容 | 分值 | 审核意见 | 备注
必要性[↓3] | 目的明确 | 5分 | 优□ 良□ 差□‹选› | ‹文›
〃 | 符合规划 | 5分 | 优□ 良□ 差□‹选› | ‹文›
〃 | 得分小计[→2] | ‹数› | ‹文›
"""
    draft = draft_form("空表.docx", drawn_form(text)[0], library)
    (total,) = re.findall(r"审核意见\.得分小计:\n    类型: (\S+)", draft.declaration)
    assert total == "小数"


def test_what_no_name_may_hold_is_written_so_that_the_form_loads(tmp_path: Path, library: Library) -> None:
    """Points with a remark in brackets beside a level, stars for a figure, a label of dots."""
    text = """
= 整治项目绩效评价指标表
=| 3 2 3 1 2
评价内容 | 评价类别 | 评价指标 | 分值 | 得分
目标完成（50分，附加分5分）[↓3] | 空间优化（50分）[↓3] | 增加面积 | 20 |\u0020
〃 | 〃 | 减少面积 | 20 |\u0020
〃 | 〃 | 集中连片≥**片 | 10 |\u0020
"""
    draft = draft_form("空表.docx", drawn_form(text + "= 甲\n=| 2 3\n…… |  \n培训**人 |  ")[0], library)
    assert not drafted(tmp_path, draft, answered=True).problems
    assert "目标完成: 目标完成（50分，附加分5分）" in draft.declaration
    assert "集中连片≥＊＊片" in draft.listed
