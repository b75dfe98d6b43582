"""A form's declaration is read quickly, and with care as soon as YAML may have taken a key for text."""

from __future__ import annotations

import pytest

from selfeval.form.form import FORM_SHAPE
from selfeval.source.fast import read_declaration
from selfeval.source.read import read

GOOD = """\
名称: 自评表
阶段: 自评
数据:
  - targets.yaml
说明: |
  一年一份。
  年末填写。
字段:
  部门.名称:
    标签: 部门名称
    必填: 否
"""


def test_what_is_well_typed_reads_alike() -> None:
    """Both ways give the same content, and neither a problem."""
    assert read_declaration(GOOD.encode(), "form.yaml", FORM_SHAPE) == read(GOOD.encode(), "form.yaml", FORM_SHAPE)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("    必填: 否", "    必填：否"),
        ("    必填: 否", "    必填:否"),
        ("字段:\n", "  字段:\n"),
        ("字段:\n", "字段：\n"),
        ("阶段: 自评", "阶段：自评"),
        ("    标签: 部门名称\n", "    标签: “部门名称\n    标签: 部门\n"),
    ],
)
def test_a_slip_is_read_with_care(right: str, wrong: str) -> None:
    """What YAML would accept silently is named all the same."""
    typed = GOOD.replace(right, wrong).encode()
    assert (
        read_declaration(typed, "form.yaml", FORM_SHAPE).problems == read(typed, "form.yaml", FORM_SHAPE).problems != ()
    )


@pytest.mark.parametrize("word", ["单位", "说明", "编号", "条件", "行", "列", "层级", "选项"])
def test_a_key_may_be_called_as_a_word_is(word: str) -> None:
    """What stands below it says that it is a key, though the field above lacks the word."""
    typed = f"{GOOD}  {word}:\n    类型: 文本\n  {word}.名称:\n    类型: 文本\n".encode()
    assert read_declaration(typed, "form.yaml", FORM_SHAPE) == read(typed, "form.yaml", FORM_SHAPE)
