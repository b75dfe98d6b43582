"""Columns of blank forms that follow the data: 项目1, 项目2, ……; one is kept, and repeated for each item of a list."""

from __future__ import annotations

from pathlib import Path

import pytest
from draftedform import drafted, shown
from drawnform import drawn_form

from selfeval.authoring.form_draft import Draft, draft_form
from selfeval.documents.check import check
from selfeval.documents.read.following import without_following
from selfeval.documents.read.tables import rows_of_tables
from selfeval.documents.read.word import open_body
from selfeval.form.library import Library

ALLOCATION = """\
= 县级资金分配表
=| 2 2 2 2 2 2
单位[↓2] | 资金来源[→4] | 合计[↓2]
〃 | 资金来源1 | 资金来源2 | 资金来源3 | …… | 〃
下达数 |  |  |  |  |
 |  |  |  |  |
 |  |  |  |  |
说明 | [→5]
"""
GROUPS = """\
= 项目支出情况汇总表
=| 2 2 2 2 2 2 2
内容[↓2] | 项目一[→2] | 项目二[→2] | ……[→2]
〃 | 预算数 | 执行数 | 预算数 | 执行数 | 预算数 | 执行数
年度资金总额 |  |  |  |  |  |
完成情况 | [→2] | [→2] | [→2]
"""
YEARS = """\
= 项目资金计划表
=| 2 2 2 2 2
资金来源 | 第一年 | 第二年 | …… | 合计
财政拨款 |  |  |  |
自有资金 |  |  |  |
"""


def sound(folder: Path, text: str, library: Library) -> Draft:
    """Return the draft of a drawn form, and see that it passes once it is answered."""
    draft = draft_form("空表.docx", drawn_form(text)[0], library)
    known = drafted(folder, draft, answered=True)
    assert [problem.message for problem in (*known.problems, *check(known.forms["hubei/draft"]).problems)] == []
    return draft


def test_rows_that_repeat_have_a_list_of_their_own(tmp_path: Path, library: Library) -> None:
    """A row of labels says something of each item itself; a cell over all columns stays one."""
    draft = sound(tmp_path, ALLOCATION, library)
    assert shown(draft.document).split("\n", 1)[1] == (
        "| 单位 | 资金来源 | 合计 |\n"
        "| | {%tc for 项 in 资金来源 %} | {{ 项.名称 }} | {%tc endfor %} | |\n"
        "| 下达数 | {%tc for 项 in 资金来源 %} | {{ 项.下达数 }} | {%tc endfor %} | {{ 合计.下达数 }} |\n"
        "| {%tr for 行 in 单位列表 %} |\n"
        "| {{ 行.名称 }} | {%tc for 项 in 行.资金来源 %} | {{ 项.数额 }} | {%tc endfor %} | {{ 行.合计 }} |\n"
        "| {%tr endfor %} |\n"
        "| 说明 | {%p for 段 in 说明栏 %}<br>{{ 段 }}<br>{%p endfor %} |"
    )
    assert "  单位列表.资金来源:\n    类型: 列表\n    标签: 资金来源\n    列随数据: 资金来源\n" in draft.declaration
    assert "几列照部门填的“资金来源”排" in draft.declaration


def test_each_item_may_have_several_columns(tmp_path: Path, library: Library) -> None:
    """Labels below its name are printed for each; a cell over its columns is one text of it."""
    page = shown(sound(tmp_path, GROUPS, library).document)
    assert "| {%tc for 项 in 项目栏 %} | 预算数 | 执行数 | {%tc endfor %} |" in page
    assert "{{ 项.年度资金总额预算数 }} | {{ 项.年度资金总额执行数 }} | {%tc endfor %} |" in page
    assert "完成情况 | {%tc for 项 in 项目栏 %} | {%p for 段 in 项.完成情况 %}" in page


def test_years_with_more_behind_them_follow_too(tmp_path: Path, library: Library) -> None:
    """A total behind them is no year."""
    page = shown(sound(tmp_path, YEARS, library).document)
    assert "| 财政拨款 | {%tc for 项 in 各年 %} | {{ 项.财政拨款 }} | {%tc endfor %} | {{ 合计.财政拨款 }} |" in page


@pytest.mark.parametrize(
    "heads",
    [
        "名称 | 第一年 | 第二年 | 第三年",
        "名称 | 数据项1 | 数据项2 | 备注",
        "名称 | 项目二 | 项目三 | 备注",
        "三级指标 | 项目1 | 项目2 | ……",
        "名称 | 项目1 | 备注 | 项目2",
    ],
)
def test_columns_that_the_form_fixes_do_not_follow(heads: str) -> None:
    """Without anything that says that there may be more, and over indicators."""
    data, _ = drawn_form(f"= 情况表\n=| 2 2 2 2\n{heads}\n甲乙 |  |  | ")
    for rows in rows_of_tables(open_body(data)):
        assert without_following(rows) == (None, rows)


@pytest.mark.parametrize("row", ["甲乙 | [→2] |  | ", "甲乙 |  | 丙丁 |  | ", " [→2] |  |  | "])
def test_rows_that_do_not_fit_keep_the_columns_as_they_are(row: str) -> None:
    """A cell over some of the columns, a text in one of them, a cell that reaches into them."""
    data, _ = drawn_form(f"= 情况表\n=| 2 2 2 2 2\n名称 | 项目1 | 项目2 | 项目3 | 合计\n{row}")
    for rows in rows_of_tables(open_body(data)):
        assert without_following(rows) == (None, rows)
