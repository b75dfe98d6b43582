"""Declared arithmetic: only what is allowed, exact, silent where data is missing."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from selfeval.form.expression import (
    BLANK,
    ExpressionError,
    KeyPath,
    Operand,
    compare,
    compute,
    names,
    parse,
    zero_divisors,
)

DATA: dict[KeyPath, Operand] = {
    ("预算", "支出"): (Decimal("0.10"), Decimal("0.20")),
    ("预算", "收入"): Decimal("0.30"),
    ("实际支出",): Decimal("5931.22"),
    ("调整预算",): Decimal("5936.28"),
    ("零",): Decimal(0),
    ("缺",): None,
}


def lookup(path: KeyPath) -> Operand:
    """Return what stands at a path, None where nothing does."""
    return DATA.get(path)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("合计(预算.支出)", "0.30"),
        ("合计(预算.支出) - 预算.收入", "0.00"),
        ("0.1 + 0.2", "0.3"),
        ("1.10 * 2", "2.20"),
        ("绝对值(实际支出 - 调整预算)", "5.06"),
        ("-零", "0"),
        ("个数(预算.支出)", "2"),
        ("最小(实际支出 / 调整预算, 0.5)", "0.5"),
        ("最大(零, 1)", "1"),
        ("如果(零 == 0, 0, 实际支出 / 零)", "0"),
        ("如果(相等(零, 1), 1 / 零, 预算.收入 * 2)", "0.60"),
        ("10 + 如果(合计(预算.支出) > 预算.收入 >= 0, 1, 如果(零 < 1, 2, 3))", "12"),
    ],
)
def test_it_computes_exactly(text: str, value: str) -> None:
    """Numbers are Decimals taken from their text, never floats."""
    assert compute(parse(text), lookup) == Decimal(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [("合计(二 + 空, 二)", "4"), ("合计(二 - 空)", "2"), ("合计(空 - 二, 二 * 空)", "-2"), ("合计(空 + 空, 二)", "2")],
)
def test_a_blank_that_is_added_inside_a_total_is_0(text: str, value: str) -> None:
    """What stands beside it counts all the same; outside of a total the sum is not known."""
    known: dict[KeyPath, Operand] = {("二",): Decimal(2), ("空",): BLANK}
    assert compute(parse(text), known.get) == Decimal(value)
    assert compute(parse("二 + 空"), known.get) is None
    assert compute(parse("合计(二 + 缺)"), known.get) is None
    assert compute(parse("合计(空 + 空)"), known.get) is None


def test_a_part_that_is_not_taken_divides_by_nothing() -> None:
    """Of a choice only what is computed is told to come to nothing."""
    assert list(zero_divisors(parse("如果(零 == 0, 0, 实际支出 / 零)"), lookup)) == []
    assert list(zero_divisors(parse("如果(零 > 0, 0, 实际支出 / 零)"), lookup)) == [("零",)]


@pytest.mark.parametrize(
    "text",
    [
        "缺 + 1",
        "1 / 零",
        "合计(缺)",
        "合计(预算.支出, 缺)",
        "没有的项",
        "最小(缺, 1)",
        "绝对值(缺)",
        "如果(缺 > 0, 1, 2)",
        "如果(零 == 0, 缺, 2)",
    ],
)
def test_it_is_silent_without_data(text: str) -> None:
    """A missing operand and a zero divisor give nothing, not an error."""
    assert compute(parse(text), lookup) is None


@pytest.mark.parametrize(
    "text",
    [
        "a ** 2",
        "__import__('os')",
        "'x'",
        "f(1)",
        "a[0]",
        "a if b else c",
        "lambda: 1",
        "合计()",
        "绝对值(1, 2)",
        "a % 2",
        "True",
        "1 +",
        "预算（收入）",
        "a.b()",
        "(a := 1)",
        "合计(*a)",
        "合计(预算=1)",
        "1 + (a == b)",
        "a != b",
        "a and b",
        "~a",
        "(" * 300 + "1" + ")" * 300,
    ],
)
def test_it_refuses_everything_else(text: str) -> None:
    """No powers, no calls, no strings, no comparison inside a sum; the message is Chinese."""
    with pytest.raises(ExpressionError, match=r"[一-鿿]"):
        parse(text)


def test_a_comparison_gives_its_sides() -> None:
    """A difference of one cent is rounding; two cents is not."""
    outcome = compare(parse("合计(预算.支出) == 预算.收入 + 0.02"), lookup)
    assert outcome is not None
    assert not outcome.holds
    assert [side.value for side in outcome.sides] == [Decimal("0.30"), Decimal("0.32")]
    for text in ("合计(预算.支出) == 预算.收入 + 0.01", "相等(预算.收入, 0.5, 0.2)"):
        rounded = compare(parse(text), lookup)
        assert rounded is not None
        assert rounded.holds
    assert compare(parse("缺 == 1"), lookup) is None


def test_it_names_what_it_reads() -> None:
    """The declaration can check every key an expression uses."""
    assert set(names(parse("合计(预算.支出) / 绝对值(实际支出)"))) == {("预算", "支出"), ("实际支出",)}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("甲 ÷ 乙", "“÷”要写成“/”"),
        ("甲 × 8%", "“×”要写成“*”"),
        ("甲 ≤ 乙", "“≤”要写成“<=”"),
        ("甲 = 乙", "“=”要写成“==”"),
        ("甲 + ", "写得不完整"),
        ("如果(甲)", "“如果”括号里写三项：一个比较、成立时的数、不成立时的数"),
        ("如果(甲, 1, 0)", "“如果”括号里写三项：一个比较"),
        ("如果(甲 > 0, 甲 > 1, 0)", "算式里不能用“甲 > 1”"),
        ("若(甲)", "能用的：合计、个数"),
    ],
)
def test_a_refusal_names_the_sign_and_what_to_write(text: str, said: str) -> None:
    """Who writes forms types the signs of office texts first."""
    with pytest.raises(ExpressionError, match=re.escape(said)):
        parse(text)
