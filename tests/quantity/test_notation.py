"""Numbers, dates and numbering as forms print them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from selfeval.quantity.characters import read_count
from selfeval.quantity.compare import unit_in_name
from selfeval.quantity.notation import item_mark, print_chinese, print_day, print_number


@pytest.mark.parametrize(
    ("value", "pattern", "shown"),
    [
        ("153069.97", "#,##0.00", "153,069.97"),
        ("5936.28", "0.00", "5936.28"),
        ("-172.43", "0.00", "-172.43"),
        ("8.4", "0.0", "8.4"),
        ("99.9148", "0.00%", "99.91%"),
        ("100", "0.##%", "100%"),
        ("99.5", "0.##%", "99.5%"),
        ("0.005", "0.00", "0.01"),
        ("-0.004", "0.00", "0.00"),
        ("1234567", "#,##0", "1,234,567"),
    ],
)
def test_numbers_are_rounded_half_up_and_patterned(value: str, pattern: str, shown: str) -> None:
    """A form's pattern decides separators and decimals."""
    assert print_number(Decimal(value), pattern) == shown


def test_numbering_and_dates() -> None:
    """Official documents count in Chinese and write dates without leading zeros."""
    assert [print_chinese(count) for count in (1, 9, 10, 11, 20, 35)] == ["一", "九", "十", "十一", "二十", "三十五"]
    assert [item_mark(style, 3) for style in ("一是", "（一）", "1.", "（1）")] == ["三是", "（三）", "3.", "（3）"]
    assert [print_chinese(count) for count in (99, 100, 101, 110, 111, 120, 999, 1000, 1001, 1010, 9999, 10000)] == (
        [
            "九十九",
            "一百",
            "一百〇一",
            "一百一十",
            "一百一十一",
            "一百二十",
            "九百九十九",
            "一千",
            "一千〇一",
            "一千〇一十",
            "九千九百九十九",
            "10000",
        ]
    )
    assert [item_mark(style, 11) for style in ("①", "甲、", "第一，")] == ["⑪", "11、", "第十一，"]
    assert [item_mark(style, 2) for style in ("①", "甲、")] == ["②", "乙、"]
    assert item_mark("①", 51) == "(51)"
    assert print_day(date(2021, 3, 4)) == "2021年3月4日"


@pytest.mark.parametrize(
    ("typed", "count"), [("12", 12), ("十二", 12), ("两", 2), ("二十", 20), ("十", 10), ("贰", 2), ("①", 0), ("几", 0)]
)
def test_counts_are_read_however_they_are_typed(typed: str, count: int) -> None:
    """Digits or a numeral; anything else is no count."""
    assert read_count(typed) == count


@pytest.mark.parametrize(("name", "unit"), [("修复书画(件/套)", "件"), ("运行成本(万元)", "万元"), ("展览(场)", "场")])
def test_a_name_with_two_counts_has_the_first(name: str, unit: str) -> None:
    """A unit for each of something stays whole."""
    assert unit_in_name(name) == unit
