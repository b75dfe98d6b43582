"""Columns of answers to tick, steps side by side, numbers of rows, roles, days with names: what a blank form prints in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from draftedform import drafted, shown
from drawnform import drawn_form

from selfeval.authoring.form_draft import Draft, draft_form
from selfeval.documents.check import check
from selfeval.documents.read.blank import Column
from selfeval.form.library import Library


def drafted_of(text: str, library: Library) -> Draft:
    """Return the draft of a drawn form."""
    return draft_form("空表.docx", drawn_form(f"= 项目支出绩效自评表\n{text}")[0], library)


def sound(draft: Draft, folder: Path) -> bool:
    """Tell whether a draft loads and passes once its questions are answered."""
    known = drafted(folder, draft, answered=True)
    return not [*known.problems, *check(known.forms["hubei/draft"]).problems]


TICKS = """\
=| 3 1 1 1 2
核查内容 | 好 | 一般 | 差 | 备注
服务态度 |  |  |  |\u0020
现场秩序 |  |  |  |\u0020
"""


def test_heads_that_are_answers_are_ticked_for_what_each_row_asks(library: Library, tmp_path: Path) -> None:
    """One field a row, one question for all of them."""
    draft = drafted_of(TICKS, library)
    page = shown(draft.document)
    assert (
        "| 服务态度 | {{ 服务态度.钩.好 }} | {{ 服务态度.钩.一般 }} | {{ 服务态度.钩.差 }} | {{ 备注.服务态度 }} |"
        in page
    )
    assert draft.declaration.count("选项: [好, 一般, 差]") == 2
    assert sum("打钩选一个" in question.text for question in draft.questions) == 1
    assert sound(draft, tmp_path)


GRADES = """\
=| 2 1 1 1 1 1
考核项目[↓2] | 满分[↓2] | 评分等级[→3] | 实得分[↓2]
〃 | 〃 | A（90%） | B（75%） | C（60%） | 〃
组织管理 | 40 |  |  |  |\u0020
完成质量 | 60 |  |  |  |\u0020
总分 | 100 |  |  |  |\u0020
"""


def test_grades_with_notes_are_answers_that_no_total_sums_up(library: Library, tmp_path: Path) -> None:
    """Their notes stay in the heads, and the score beside them is summed up."""
    draft = drafted_of(GRADES, library)
    page = shown(draft.document)
    assert "| 组织管理 | 40 | {{ 组织管理.评分等级.钩.A }} | {{ 组织管理.评分等级.钩.B }} |" in page
    assert "| 总分 | 100 | |  | | {{ 实得分.总分 }} |" in page
    assert sound(draft, tmp_path)


def test_answers_in_rows_that_repeat_are_one_column_of_data(library: Library, tmp_path: Path) -> None:
    """Under a head of their own or none."""
    draft = drafted_of("=| 3 1 1 3\n单位名称 | 是 | 否 | 原因说明\n |  |  | \n |  |  | ", library)
    assert "| {{ 行.名称 }} | {{ 行.选项.钩.是 }} | {{ 行.选项.钩.否 }} |" in shown(draft.document)
    assert sound(draft, tmp_path)


STEPS = """\
=| 2 1 2 2 1
评价内容 | 分值 | 优 | 差 | 得分
目标设定 | 40 | 明确、量化 | 没有设定 |\u0020
制度建设 | 30 | 健全 | 没有 |\u0020
产出完成 | 30 | 全部完成 | 没有完成 |\u0020
合计 | 100 |  |  |\u0020
"""


def test_steps_printed_below_answers_stay_printed(library: Library, tmp_path: Path) -> None:
    """They are said of each item, not ticked, and have no total."""
    draft = drafted_of(STEPS, library)
    assert "优: 明确、量化" in draft.listed
    assert "| 合计 | 100 | |  | {{ 得分.合计 }} |" in shown(draft.document)
    assert sound(draft, tmp_path)


def test_a_name_beside_a_role_that_comes_again_is_one_of_a_list(library: Library, tmp_path: Path) -> None:
    """The roles are the answers of their column, and asked about."""
    rows = "\n".join(f" | {role} |  | " for role in ("组长", "组员", "组员"))
    draft = drafted_of(f"=| 2 1 3 3\n专家姓名 | 分工 | 所在单位 | 联系电话\n{rows}", library)
    assert "| {{ 行.名称 }} | {{ 行.分工 }} | {{ 行.所在单位 }} |" in shown(draft.document)
    assert "选项: [组长, 组员]" in draft.declaration
    assert "表1第2行第2格" in [question.place for question in draft.questions]
    assert sound(draft, tmp_path)


def test_a_row_that_prints_nothing_makes_no_answer() -> None:
    """What other rows print are the answers, each once."""
    column = Column("表1第2行第3格", ("职称",), printed=("", "正高", "", "副高", "正高"))
    assert column.words_printed == ("正高", "副高")


def test_rows_of_different_labels_below_a_name_are_no_list(library: Library) -> None:
    """They name the values of one thing: 中央, 地方."""
    draft = drafted_of("=| 2 1 3 3\n项目资金 | 来源 | 预算数 | 执行数\n | 中央 |  | \n | 地方 |  | ", library)
    assert not [tag for tag in draft.tags if tag.kind == "loop"]


LISTED = """\
=| 1 4 3
序号 | 项目名称 | 预算金额（万元）
一、基本建设[→3]
{}
二、设备购置[→3]
{}
"""


@pytest.mark.parametrize(
    ("first", "second", "counted", "asked"),
    [
        (("1", "2"), ("1", "2"), "| {{ loop.index }} |", []),
        (("1", "2"), ("3", "4"), "| {{ loop.index }} |", ["表1第6行第1格"]),
        (("", ""), ("", ""), "| {{ loop.index }} |", ["表1第6行第1格"]),
        (("（1）", "（2）"), ("（1）", "（2）"), "| （{{ loop.index }}） |", []),
    ],
    ids=["begins again", "goes on", "says nothing", "in brackets"],
)
def test_numbers_that_may_go_on_are_asked_about(
    first: tuple[str, ...], second: tuple[str, ...], counted: str, asked: list[str], library: Library
) -> None:
    """Where they are printed they say it, and their brackets stay."""
    rows = ["\n".join(f"{number} |  | " for number in numbers) for numbers in (first, second)]
    draft = drafted_of(LISTED.format(*rows), library)
    assert shown(draft.document).count(counted) == 2
    assert [question.place for question in draft.questions if "序号" in question.text] == asked


def test_numbers_within_a_category_count_its_indicators(library: Library, tmp_path: Path) -> None:
    """As they are printed."""
    rows = "1 | 产出指标[↓2] |  | \n2 | 〃 |  | \n1 | 效益指标 |  | "
    draft = drafted_of(f"=| 1 2 3 2\n序号 | 一级指标 | 三级指标 | 目标值\n{rows}", library)
    assert "| {{ 行.类内序号 }} |" in shown(draft.document)
    assert sound(draft, tmp_path)


def test_printed_items_keep_their_own_numbers(library: Library, tmp_path: Path) -> None:
    """That begin anywhere, and leave some out."""
    rows = "\n".join(f"{number} | 甲项{number} | 5 | " for number in (12, 13, 22))
    draft = drafted_of(f"=| 1 3 1 1\n序号 | 评分依据 | 分值 | 自评得分\n{rows}", library)
    assert [line.strip() for line in draft.listed.split("\n") if "序号" in line] == ["序号: 12", "序号: 13", "序号: 22"]
    assert sound(draft, tmp_path)


DAYS = {
    "a time": ("=| 2 6\n开标时间 | 　　年　月　日　时　分", "| 开标时间 | {{ 开标时间 }} |", "类型: 文本"),
    "who and when in a cell": (
        "=| 2 6\n验收人及日期 | 　　　　　　年　月　日",
        "{{ 验收人 }}　　　　　　{{ 验收人日期 }} |",
        "  验收人日期:\n    类型: 日期",
    ),
    "who and when in a line": (
        "= 经办人：　　　　　　　　年　　月　　日",
        "经办人：{{ 经办人 }}　　{{ 经办人日期 }}",
        "  经办人日期:\n    类型: 日期",
    ),
    "a month": ("= 甲数：____\n=     年   月", "{{ 日期 }}", '格式: "2026年1月"'),
}


@pytest.mark.parametrize(("text", "page", "declared"), DAYS.values(), ids=DAYS)
def test_days_are_asked_for_with_what_stands_beside_them(
    text: str, page: str, declared: str, library: Library, tmp_path: Path
) -> None:
    """A name before them, the time of day behind them, or no day at all."""
    draft = drafted_of(text, library)
    assert page in shown(draft.document)
    assert declared in draft.declaration
    assert sound(draft, tmp_path)


def test_a_form_with_one_level_of_indicators_has_no_second(library: Library, tmp_path: Path) -> None:
    """What it does not print nobody could read back from it."""
    draft = drafted_of("=| 3 6 5\n一级指标 | 二级指标 | 指标值\n |  | \n |  | ", library)
    assert "层级: [产出指标, 效益指标, 满意度指标]" in draft.declaration
    assert sound(draft, tmp_path)
