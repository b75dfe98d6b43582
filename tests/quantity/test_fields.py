"""Fields as typed, and what they become: value and printed form, or the slip at its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import TypeAlias

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfeval.quantity import fields
from selfeval.quantity.typed import Typed

Reading: TypeAlias = Callable[[str], Typed[object]]
"""Reads the text of one kind of field."""

SILENT = [
    (fields.amount, "5,936.28", Decimal("5936.28"), "5936.28"),
    (fields.amount, "５，９３６．２８万元", Decimal("5936.28"), "5936.28"),
    (fields.amount, "￥5 936.28", Decimal("5936.28"), "5936.28"),
    (fields.amount, "五千万", Decimal(5000), "5000"),
    (fields.amount, "一百二十万", Decimal(120), "120"),
    (fields.percent, "98百分比", Decimal(98), "98%"),
    (fields.amount, "0.00", Decimal("0.00"), "0.00"),
    (fields.amount, "  ", None, ""),
    (fields.percent, "99.91％", Decimal("99.91"), "99.91%"),
    (fields.percent, "99.91", Decimal("99.91"), "99.91%"),
    (fields.percent, "0.5%", Decimal("0.5"), "0.5%"),
    (fields.percent, "百分之九十", Decimal(90), "90%"),
    (fields.count, "1,200人", 1200, "1200"),
    (fields.count, "十二人", 12, "12"),
    (fields.count, "21.56万", 215600, "215600"),
    (fields.number, "10分", Decimal(10), "10"),
    (fields.year, "２０２４年度", 2024, "2024"),
    (fields.year, "二〇二四", 2024, "2024"),
    (fields.date, "2021 年 3 月 24 日", dt.date(2021, 3, 24), "2021年3月24日"),
    (fields.date, "2023.1.15", dt.date(2023, 1, 15), "2023年1月15日"),
    (fields.date, "20230115", dt.date(2023, 1, 15), "2023年1月15日"),
    (fields.date, "2021年3月8号", dt.date(2021, 3, 8), "2021年3月8日"),
    (fields.yes_no, "√", True, "是"),
    (fields.yes_no, "无", False, "无"),
]
FOUND = [
    (fields.amount, "59362800元", "converted-unit", "59362800元", "5936.28"),
    (fields.amount, "0.59亿元", "converted-unit", "0.59亿元", "5900"),
    (fields.amount, "1O0.5", "letter-in-number", "O", "100.5"),
    (fields.amount, "5.936.28", "two-points", ".", "5936.28"),
    (fields.amount, "12..5", "two-points", ".", "12.5"),
    (fields.amount, " 59,36.28", "moved-separator", ",", "5936.28"),
    (fields.amount, "9。5", "chinese-point", "。", "9.5"),
    (fields.amount, "12件", "wrong-unit", "12件", ""),
    (fields.amount, "/", "nil-for-number", "/", "0"),
    (fields.amount, "约5936", "not-a-number", "约5936", "5936"),
    (fields.percent, "0.9991", "share-for-percent", "0.9991", "99.91%"),
    (fields.percent, "1", "share-for-percent", "1", "100%"),
    (fields.percent, "101%", "percent-over-hundred", "101%", ""),
    (fields.percent, "5‰", "per-mille", "5‰", "0.5%"),
    (fields.percent, "97%以上", "not-a-number", "97%以上", ""),
    (fields.count, "12.5人", "decimal-count", ".5人", ""),
    (fields.number, "50%", "wrong-unit", "50%", "50"),
    (fields.year, "24", "short-year", "24", "2024"),
    (fields.year, "2O24", "letter-in-number", "O", "2024"),
    (fields.date, "98.10.1", "short-year", "98.10.1", "1998年10月1日"),
    (fields.date, "2023-02-30", "impossible-date", "30", ""),
    (fields.date, "2023-13-01", "impossible-date", "13", ""),
    (fields.date, "45000", "serial-date", "45000", "2023年3月15日"),
    (fields.date, "8号", "incomplete-date", "8号", ""),
    (fields.yes_no, "也许", "not-yes-no", "也许", ""),
]
KINDS = [fields.amount, fields.percent, fields.count, fields.number, fields.year, fields.date, fields.yes_no]


@pytest.mark.parametrize(("kind", "text", "value", "normal"), SILENT)
def test_what_is_unmistakable_is_normalised_silently(kind: Reading, text: str, value: object, normal: str) -> None:
    """The value and the printed form are as listed, and there is no finding."""
    assert kind(text) == (value, normal, None)


@pytest.mark.parametrize(("kind", "text", "rule", "place", "fix"), FOUND)
def test_a_slip_is_found_at_its_place(kind: Reading, text: str, rule: str, place: str, fix: str) -> None:
    """The finding names the cause, points at the characters and offers what to type."""
    finding = kind(text).finding
    assert finding is not None
    assert (finding.rule, text[finding.start : finding.end], finding.fix) == (rule, place, fix)


def test_a_choice_ignores_spaces_and_width() -> None:
    """A choice typed with spaces is that choice; another word offers the nearest."""
    assert fields.choice("优 秀", ["优秀", "良好"]).value == "优秀"
    assert fields.choice("“优秀”", ["优秀", "良好"]).value == "优秀"
    finding = fields.choice("优秀等次", ["优秀", "良好"]).finding
    assert finding
    assert (finding.rule, finding.fix) == ("not-a-choice", "优秀")


@pytest.mark.parametrize(("kind", "text", "rule", "place", "fix"), [row for row in FOUND if row[4]])
def test_a_fix_typed_as_is_leaves_no_finding(kind: Reading, text: str, rule: str, place: str, fix: str) -> None:
    """Typing what the finding says ends the matter."""
    assert kind(fix).finding is None


@pytest.mark.parametrize("kind", KINDS)
@given(
    text=st.one_of(
        st.text(max_size=12),
        st.text(alphabet="0123456789.,-% 年月日Ol。()万亿元百分之一二负人/E+", max_size=12),
    )
)
def test_no_text_raises(kind: Reading, text: str) -> None:
    """Any text is typed or found wrong, and a finding lies inside the text."""
    finding = kind(text).finding
    assert finding is None or 0 <= finding.start <= finding.end <= len(text)


@pytest.mark.parametrize(
    ("text", "value"), [("−172.43", "-172.43"), ("负172.43", "-172.43"), ("（1,234.00）", "-1234.00")]
)
def test_a_negative_amount_is_read_and_asked_about(text: str, value: str) -> None:
    """Money below zero is seldom meant; the department may explain it."""
    typed = fields.amount(text)
    assert typed.value == Decimal(value)
    assert typed.finding is not None
    assert (typed.finding.rule, typed.finding.doubtful) == ("negative-amount", True)
