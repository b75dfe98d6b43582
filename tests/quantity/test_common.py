"""A simple cell is read at once as it is read with care."""

from __future__ import annotations

from itertools import product

import pytest

from selfeval.quantity.common import read_simple
from selfeval.quantity.read import read, read_with_care

SIGNS = ("", "≥", "≤", ">", "<", "=")
NUMBERS = [
    "0",
    "00",
    "1",
    "05",
    "12",
    "31",
    "95",
    "100",
    "365",
    "1130",
    "1231",
    "1999",
    "2024",
    "2025",
    "5000",
    "20241130",
    "202411",
    "0.5",
    "1.0",
    "4.10",
    "11.30",
    "95.00",
    "99.885",
    "2024.1",
    "2024.11",
    "1999.12",
    "1234.5678",
]
UNITS = [
    "%",
    "人",
    "人次",
    "场",
    "场次",
    "批",
    "批次",
    "件",
    "宗",
    "起",
    "例",
    "名",
    "次",
    "期",
    "户",
    "家",
    "所",
    "处",
    "座",
    "份",
    "篇",
    "条",
    "台",
    "套",
    "辆",
    "个",
    "项",
    "分",
    "元",
    "亩",
    "吨",
    "万元",
    "平方米",
    "公里",
]


@pytest.mark.parametrize("sign", SIGNS)
def test_simple_cells_read_as_with_care(sign: str) -> None:
    """Every sign, number and unit that is read at once says what a careful reading says."""
    cells = ["".join(cell) for cell in product([sign], NUMBERS, [*UNITS, ""])]
    assert {cell: read(cell) for cell in cells} == {cell: read_with_care(cell) for cell in cells}


def test_what_is_read_at_once() -> None:
    """A sign, a number and a unit are simple; a month, a range and a phrase are not."""
    assert all(map(read_simple, ("≥95%", "12", "3.5万元", "200人次")))
    assert not any(map(read_simple, ("2024.11", "3-5人", "不少于3次", "95 %", "1,200人", "12月", "")))
