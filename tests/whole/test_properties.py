"""Any clean text survives data → Word → text and data → Markdown."""

from __future__ import annotations

import re

import pytest
from conftest import ROOT
from golden import text
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selfeval.documents import markdown
from selfeval.documents.view import Item
from selfeval.documents.word import render as word

TEMPLATE = ROOT / "templates" / "guangzhou/explanation"
CLEAN = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co"), exclude_characters="\u2028\u2029\ufeff{}｛｝"),
    min_size=1,
    max_size=80,
).filter(lambda value: value.strip() == value and "〔合并" not in value)
TEXTS = ["<0.5%", "a<b>c", "A&B", "&lt;", '"双引号"\'', "💰🎉", "𠮷野家", "#1", "| 竖线 |", "*星*", "1. 一", "> 引"]
AWKWARD = [pytest.param(line, id=str(number)) for number, line in enumerate([*TEXTS, "甲" * 100_000])]


def view(line: str) -> Item:
    """Make what the explanation's templates see, with one line everywhere."""
    return Item(
        标题=line,
        部门=Item(名称=line),
        年度="2024",
        工作成效=[Item(标题=line, 内容=[line, line])],
        自评结论=[line],
        自评等级="优秀",
        履职效能分析=[line],
        管理效率分析=[line],
        存在问题=[line],
        改进措施=[line],
    )


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(CLEAN)
def test_any_clean_text_survives_in_word(line: str) -> None:
    """Nothing is lost and nothing is changed, whatever the characters."""
    assert text(word.render(TEMPLATE / "document.docx", view(line), "", "0")).count(line) >= 8


@pytest.mark.parametrize("line", AWKWARD)
def test_awkward_texts_survive(line: str) -> None:
    """Markup characters, emoji, plane-2 characters and very long texts come through whole, in Markdown escaped."""
    assert text(word.render(TEMPLATE / "document.docx", view(line), "", "0")).count(line) >= 8
    prose = markdown.render(TEMPLATE / "document.md", view(line), "", "0").decode()
    assert re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", prose).count(line) >= 8
