"""Fields as typed, and what they become: value and printed form, or the slip at its place."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfeval.quantity import fields as typed

SILENT = [
    (typed.amount, "5,936.28", Decimal("5936.28"), "5936.28"),
    (typed.amount, "５，９３６．２８万元", Decimal("5936.28"), "5936.28"),
    (typed.amount, "￥5 936.28", Decimal("5936.28"), "5936.28"),
    (typed.amount, "−172.43", Decimal("-172.43"), "-172.43"),
    (typed.amount, "负172.43", Decimal("-172.43"), "-172.43"),
    (typed.amount, "（1,234.00）", Decimal("-1234.00"), "-1234.00"),
    (typed.amount, "0.00", Decimal("0.00"), "0.00"),
    (typed.amount, "  ", None, ""),
    (typed.percent, "99.91％", Decimal("99.91"), "99.91%"),
    (typed.percent, "99.91", Decimal("99.91"), "99.91%"),
    (typed.percent, "0.5%", Decimal("0.5"), "0.5%"),
    (typed.percent, "百分之九十", Decimal(90), "90%"),
    (typed.count, "1,200人", 1200, "1200"),
    (typed.count, "十二人", 12, "12"),
    (typed.count, "21.56万", 215600, "215600"),
    (typed.number, "10分", Decimal(10), "10"),
    (typed.year, "２０２４年度", 2024, "2024"),
    (typed.year, "二〇二四", 2024, "2024"),
    (typed.date, "2021 年 3 月 24 日", dt.date(2021, 3, 24), "2021年3月24日"),
    (typed.date, "2023.1.15", dt.date(2023, 1, 15), "2023年1月15日"),
    (typed.date, "20230115", dt.date(2023, 1, 15), "2023年1月15日"),
    (typed.date, "2021年3月8号", dt.date(2021, 3, 8), "2021年3月8日"),
    (typed.yes_no, "√", True, "是"),
    (typed.yes_no, "无", False, "无"),
]
FOUND = [
    (typed.amount, "59362800元", "converted-unit", "59362800元", "5936.28"),
    (typed.amount, "0.59亿元", "converted-unit", "0.59亿元", "5900"),
    (typed.amount, "1O0.5", "letter-in-number", "O", "100.5"),
    (typed.amount, "5.936.28", "two-points", ".", "5936.28"),
    (typed.amount, "12..5", "two-points", ".", "12.5"),
    (typed.amount, " 59,36.28", "moved-separator", ",", "5936.28"),
    (typed.amount, "9。5", "chinese-point", "。", "9.5"),
    (typed.amount, "12件", "wrong-unit", "12件", ""),
    (typed.amount, "/", "nil-for-number", "/", "0"),
    (typed.amount, "约5936", "not-a-number", "约5936", "5936"),
    (typed.percent, "0.9991", "share-for-percent", "0.9991", "99.91%"),
    (typed.percent, "1", "share-for-percent", "1", "100%"),
    (typed.percent, "101%", "percent-over-hundred", "101%", ""),
    (typed.percent, "5‰", "per-mille", "5‰", "0.5%"),
    (typed.percent, "97%以上", "not-a-number", "97%以上", ""),
    (typed.count, "12.5人", "decimal-count", ".5人", ""),
    (typed.number, "50%", "wrong-unit", "50%", "50"),
    (typed.year, "24", "short-year", "24", "2024"),
    (typed.year, "2O24", "letter-in-number", "O", "2024"),
    (typed.date, "98.10.1", "short-year", "98.10.1", "1998年10月1日"),
    (typed.date, "2023-02-30", "impossible-date", "30", ""),
    (typed.date, "2023-13-01", "impossible-date", "13", ""),
    (typed.date, "45000", "serial-date", "45000", "2023年3月15日"),
    (typed.date, "8号", "incomplete-date", "8号", ""),
    (typed.yes_no, "也许", "not-yes-no", "也许", ""),
]
KINDS = [typed.amount, typed.percent, typed.count, typed.number, typed.year, typed.date, typed.yes_no]


@pytest.mark.parametrize(("kind", "text", "value", "normal"), SILENT)
def test_what_is_unmistakable_is_normalised_without_a_word(kind, text, value, normal):  # type: ignore[no-untyped-def] # one table for all kinds
    """The value and the printed form are as listed, and there is no finding."""
    assert kind(text) == (value, normal, None)


@pytest.mark.parametrize(("kind", "text", "rule", "place", "fix"), FOUND)
def test_a_slip_is_found_at_its_place(kind, text, rule, place, fix):  # type: ignore[no-untyped-def] # one table for all kinds
    """The finding names the cause, points at the characters and offers what to type."""
    finding = kind(text).finding
    assert (finding.rule, text[finding.start : finding.end], finding.fix) == (rule, place, fix)


def test_a_choice_ignores_spaces_and_width() -> None:
    """A choice typed with spaces is that choice; another word offers the nearest."""
    assert typed.choice("优 秀", ["优秀", "良好"]).value == "优秀"
    assert typed.choice("“优秀”", ["优秀", "良好"]).value == "优秀"
    finding = typed.choice("优秀等次", ["优秀", "良好"]).finding
    assert finding
    assert (finding.rule, finding.fix) == ("not-a-choice", "优秀")


@pytest.mark.parametrize(("kind", "text", "rule", "place", "fix"), [row for row in FOUND if row[4]])
def test_a_fix_typed_as_is_leaves_no_finding(kind, text, rule, place, fix):  # type: ignore[no-untyped-def] # one table for all kinds
    """Typing what the finding says ends the matter."""
    assert kind(fix).finding is None


@pytest.mark.parametrize("kind", KINDS)
@given(
    text=st.one_of(
        st.text(max_size=12),
        st.text(alphabet="0123456789.,-% 年月日Ol。()万亿元百分之一二负人/E+", max_size=12),
    )
)
def test_no_text_raises(kind, text):  # type: ignore[no-untyped-def] # one table for all kinds
    """Any text is typed or found wrong, and a finding lies inside the text."""
    finding = kind(text).finding
    assert finding is None or 0 <= finding.start <= finding.end <= len(text)
