"""Cells whose number cannot be read, and the place and the correction told to the clerk."""

from __future__ import annotations

import pytest

from selfeval.quantity.garbled import find_garbled
from selfeval.quantity.read import read
from selfeval.quantity.values import Wording


@pytest.mark.parametrize(
    ("text", "rule", "shown", "fix"),
    [
        ("15,8‰", "moved-separator", ",", "15.8‰"),
        ("≥98，5％", "moved-separator", "，", "≥98.5％"),
        ("1,20件", "moved-separator", ",", ""),
        ("不少于1,2350册", "moved-separator", ",", "不少于12350册"),
        ("9 0%", "moved-separator", " ", "90%"),
        ("9O%", "letter-in-number", "O", "90%"),
        ("1O0人", "letter-in-number", "O", "100人"),
        ("95..2%", "two-points", ".", "95.2%"),
        ("3.5.1%", "two-points", ".", ""),
        ("95。2%", "chinese-point", "。", "95.2%"),
        ("M.8万元", "not-a-number", "M.8万元", ""),
        ("4b8人", "not-a-number", "4b8人", ""),
        ("98.5%%", "not-a-number", "%", "98.5%"),
        ("95%-", "not-a-number", "-", "95%"),
        ("22.4。%", "not-a-number", "。", "22.4%"),
        ("31件件", "not-a-number", "件", "31件"),
        ("?60场次", "not-a-number", "?", ""),
        ("2024年2月30日前", "impossible-date", "30", ""),
    ],
)
def test_a_number_that_cannot_be_read_is_named_at_its_place(text: str, rule: str, shown: str, fix: str) -> None:
    """No such cell reads as a number; the remark stands at the slip, and proposes no other figure than was typed."""
    found = find_garbled(text)
    assert found is not None
    assert (found.rule, text[found.start : found.end], found.fix) == (rule, shown, fix)


@pytest.mark.parametrize(
    "text",
    [
        "2025.9.3",
        "2025.12.31",
        "100%",
        "98.5%",
        "1,200人",
        "12,000.50元",
        "≥1,500,000株",
        "≤5.2立方米/吨",
        "1:3",
        "3、4场",
        "2024年3月",
        "2024年2月29日前",
        "～60人",
        "22.4%。",
        "4A级",
        "N95",
        "PM2.5",
        "B2C",
        "12-15人",
        "20MW",
        "100+",
        "500Mbps",
        "5G基站3个",
        "3天/次",
        "约200人",
        "200人左右",
        "I类",
        "待核实",
    ],
)
def test_a_readable_cell_is_left_alone(text: str) -> None:
    """Names, ratios, classes and lists are no garbled numbers."""
    assert find_garbled(text) is None


@pytest.mark.parametrize("text", ["15,8‰", "1,20件", "1,2350册", "95..2%", "95。2%"])
def test_a_garbled_number_is_not_read_in_part(text: str) -> None:
    """A number is read whole or not at all."""
    assert isinstance(read(text), Wording)
