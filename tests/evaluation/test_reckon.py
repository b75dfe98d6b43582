"""Reckoning with printed figures: what each may be, what they make together, and slips of the fingers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from written import concluded

from selfeval.evaluation.figures.figure import Figure
from selfeval.evaluation.figures.reading import Stated, read
from selfeval.evaluation.figures.reckon import (
    Span,
    is_like,
    is_slip_of,
    is_swap,
    less,
    print_like,
    share,
    span,
    total,
)
from selfeval.evaluation.paragraph import Paragraph
from selfeval.source.node import Text


@pytest.fixture(scope="module")
def paragraph(tmp_path_factory: pytest.TempPathFactory) -> Paragraph:
    """Return a paragraph whose text a test replaces."""
    return concluded(tmp_path_factory.mktemp("reckon"), "好。").dossier.passages[0][0].paragraph


def _stated(paragraph: Paragraph, text: str) -> Stated:
    (sentence,) = read(paragraph._replace(text=Text(text)))
    return sentence.figures[0]


def _span(low: str, high: str) -> Span:
    return Span(Decimal(low), Decimal(high))


def _figure(value: str, step: str, unit: str) -> Figure:
    return Figure(Decimal(value), Decimal(step), unit)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("栽树320株", "320", "320"),
        ("支出12.4万元", "12.35", "12.45"),
        ("游客1.25万人次", "12450", "12550"),
        ("满意率96%", "95.5", "96.5"),
    ],
)
def test_a_figure_stands_for_all_that_is_rounded_to_it(text: str, low: str, high: str, paragraph: Paragraph) -> None:
    """A count is itself; a rounded one is half its last digit less or more."""
    found = span(_stated(paragraph, text).figure)
    assert found == _span(low, high)


def test_sums_and_differences_keep_what_is_not_known() -> None:
    """9.3 and 24.4 may be 33.8 together, and not 33.9."""
    together = total([_figure("9.3", "0.1", "万元"), _figure("24.4", "0.1", "万元")])
    assert together == _span("33.6", "33.8")
    assert together.meets(span(_figure("33.8", "0.1", "万元")))
    assert not together.meets(span(_figure("33.9", "0.1", "万元")))
    assert less(_span("10", "12"), _span("3", "4")) == _span("6", "9")


def test_a_share_is_of_the_whole() -> None:
    """The least part of the greatest whole and the other way round; of nothing there is no share."""
    found = share(_span("24", "25"), _span("50", "60"))
    assert found == _span("40", "50")
    assert share(_span("1", "1"), _span("0", "0")) is None
    assert share(_span("-5", "-4"), _span("50", "100")) == _span("-10", "-4")


@pytest.mark.parametrize(
    ("value", "like", "printed"),
    [
        ("62", "调解60件", "62件"),
        ("33.333333", "占比30.1%", "33.3%"),
        ("46500", "借书4.1万册", "4.7万册"),
        ("1234567.8", "支出1,200.00元", "1,234,567.80元"),
        ("2.25", "提高2.1个百分点", "2.3个百分点"),
    ],
)
def test_a_reckoned_value_is_printed_as_the_typed_one(
    value: str, like: str, printed: str, paragraph: Paragraph
) -> None:
    """As many decimals, with 万 and commas where those are, with the unit."""
    assert print_like(Decimal(value), _stated(paragraph, like)) == printed


@pytest.mark.parametrize(
    ("digits", "others", "alike"),
    [
        ("1260", "1620", True),
        ("1260", "1360", True),
        ("1260", "126", True),
        ("126", "1260", True),
        ("1260", "1371", False),
        ("1260", "12", False),
    ],
)
def test_one_slip_of_the_fingers(digits: str, others: str, alike: bool) -> None:
    """Digits changed places, one is another one, or one is lost."""
    assert is_like(digits, others) is alike


@pytest.mark.parametrize(
    ("text", "other", "swapped"),
    [
        ("935件", "953件", True),
        ("4.52万人", "4.25万人", True),
        ("12件", "21件", False),
        ("1234件", "4231件", False),
        ("935件", "935件", False),
        ("935件", "9350件", False),
        ("352件", "325件", True),
        ("3521件", "3251件", True),
        ("3521件", "5321万", True),
        ("3521件", "3215件", False),
    ],
)
def test_two_digits_that_changed_places(text: str, other: str, swapped: bool) -> None:
    """Beside each other, in a number of three digits or more."""
    assert is_swap(text, other) is swapped


def test_a_slip_is_of_what_would_have_been_printed(paragraph: Paragraph) -> None:
    """The value is printed like the figure first; nothing and less is never meant."""
    assert is_slip_of(_stated(paragraph, "栽树4.25万株"), Decimal(45200))
    assert not is_slip_of(_stated(paragraph, "栽树4.25万株"), Decimal(61800))
    assert not is_slip_of(_stated(paragraph, "栽树25株"), Decimal(-25))
