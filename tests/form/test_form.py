"""What form.yaml says means something, or is refused at its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from offices import office

from selfeval.form.library import CAREFUL, load

HEAD = "名称: 表\n阶段: 申报\n数据:\n  - targets.yaml\n"
FORMATS = "可以写：#,##0.00、0.00、0.##、0，百分比写 0.00%、0.##%、0%"


def declared(folder: Path, rest: str) -> list[tuple[int, str]]:
    """Return line and message of what is wrong with a form of some lines after the usual head."""
    office(folder, {"form.yaml": HEAD + rest})
    return [(each.place.line, each.message) for each in load(folder / "templates", CAREFUL).declared("form").problems]


@pytest.mark.parametrize("pattern", ["两位小数", "0.00元", "0,000", "#", "0.", "0.#0", "%", "元", ".00"])
def test_a_format_that_means_nothing_is_refused(tmp_path: Path, pattern: str) -> None:
    """It would round money in silence."""
    expected = f"“{pattern}”不是格式，{FORMATS}"
    rest = f'格式:\n  金额: "{pattern}"\n字段:\n  部门.名称:\n'
    assert declared(tmp_path / "a", rest) == [(6, expected)]
    field = f'字段:\n  甲:\n    类型: 金额\n    格式: "{pattern}"\n'
    assert declared(tmp_path / "b", field) == [(8, expected)]


@pytest.mark.parametrize("pattern", ["#,##0.00", "#,##0", "0", "0.0", "0.##", "0.0#", "0%", "0.##%", "0.00%"])
def test_a_format_that_means_something_is_taken(tmp_path: Path, pattern: str) -> None:
    """Separators, decimals with and without zeros, per cent."""
    assert declared(tmp_path, f'字段:\n  甲:\n    类型: 百分比\n    格式: "{pattern}"\n') == []


def test_a_format_of_what_is_no_number_is_refused(tmp_path: Path) -> None:
    """A text is printed as it is typed."""
    said = declared(tmp_path, '字段:\n  甲:\n    类型: 文本\n    格式: "0.00"\n')
    assert said == [(6, "“甲”是文本，不能写“格式”；能写的：金额、百分比、整数、小数")]


def test_a_formula_that_comes_back_to_itself_is_refused(tmp_path: Path) -> None:
    """Directly, or over others; one that another uses twice is no circle."""
    amounts = (
        "字段:\n  甲:\n    类型: 金额\n    算式: 乙 + 丙\n  乙:\n    类型: 金额\n    算式: {}\n  丙:\n    类型: 金额\n"
    )
    assert declared(tmp_path / "a", amounts.format("乙 * 2")) == [(9, "“乙”的算式绕回了自己（乙→乙），永远算不出来")]
    assert declared(tmp_path / "b", amounts.format("甲 - 丙")) == [
        (6, "“甲”的算式绕回了自己（甲→乙→甲），永远算不出来")
    ]
    assert declared(tmp_path / "c", amounts.format("丙 + 丙")) == []


def test_a_numbering_that_cannot_count_is_refused(tmp_path: Path) -> None:
    """Every item would have the same mark."""
    said = declared(tmp_path, "字段:\n  甲:\n    类型: 条目\n    编号: 第 \n")
    assert said == [(8, "编号“第”里没有数得下去的字，要有一个：一、1、①、甲")]
