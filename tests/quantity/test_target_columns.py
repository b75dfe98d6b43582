"""Targets whose sign and unit stand in columns of their own."""

from __future__ import annotations

import pytest

from selfeval.quantity.columns import join_columns


@pytest.mark.parametrize(
    ("value", "sign", "unit", "joined"),
    [
        ("10", "≤", "场", "≤10场"),
        ("98", "≥", "%", "≥98%"),
        ("36", "大于等于", "万亩", "大于等于36万亩"),
        ("300", "正向", "人次", "≥300人次"),
        ("2", "反向指标", "%", "≤2%"),
        ("好", "定性指标", "无", "好"),
        ("80以上", "", "分", "80分以上"),
        ("60-90", "", "天", "60-90天"),
        ("12.6万元", "≤", "%", "≤12.6万元"),
        ("≤12", "≤", "‰", "≤12‰"),
        ("按时发放", "定性", "%", "按时发放"),
        ("Ⅲ类", "≥", "类", "≥Ⅲ类"),
        ("10", "=", "/", "=10"),
        ("14", "", "场", "14场"),
        ("“320”", "正向指标", "天", "≥320天"),
        ("“良好”以上", "", "", "“良好”以上"),
        ("15.0万", "", "万人次", "15.0万人次"),
        ("3亿", "≥", "万元", "≥3亿元"),
        ("1.2万", "≥", "万", "≥1.2万"),
    ],
)
def test_the_columns_make_one_value(value: str, sign: str, unit: str, joined: str) -> None:
    """A sign or a unit is added only where the value has none, and only to what can take one."""
    assert join_columns(value, sign, unit) == joined
