"""A text read into its figures: sentences, signs, the words of each figure, and where it was typed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from itertools import chain
from time import process_time
from typing import TypeAlias

import pytest
from written import concluded

from selfeval.evaluation.figures.reading import ANY, WORD, A, B, P, R, Sentence, Stated, read
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.paragraph import Paragraph
from selfeval.evaluation.rules.figures.money import typed_money_differs
from selfeval.evaluation.rules.figures.parts import typed_parts_differ
from selfeval.evaluation.rules.figures.sums import typed_sum_differs
from selfeval.source.node import Text
from selfeval.text.pattern import regex

Check: TypeAlias = Callable[[Sequence[Sentence]], Iterator[Finding]]


@pytest.fixture(scope="module")
def paragraph(tmp_path_factory: pytest.TempPathFactory) -> Paragraph:
    """Return a paragraph whose text a test replaces."""
    return concluded(tmp_path_factory.mktemp("read"), "好。").dossier.passages[0][0].paragraph


def _sentences(paragraph: Paragraph, text: str) -> tuple[Sentence, ...]:
    return read(paragraph._replace(text=Text(text)))


def _figures(paragraph: Paragraph, text: str) -> list[Stated]:
    return list(chain.from_iterable(sentence.figures for sentence in _sentences(paragraph, text)))


def test_a_text_is_parted_at_its_stops(paragraph: Paragraph) -> None:
    """Each sentence keeps the mark that ends it, and its figures; one without figures is kept too."""
    found = _sentences(paragraph, "疏通管网12公里；更换井盖86个。群众满意！全年无事故")
    assert [(each.stop, len(each.figures)) for each in found] == [(";", 1), ("。", 1), ("!", 0), ("", 0)]
    assert [each.words for each in found[2:]] == ["群众满意", "全年无事故"]


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("馆藏12.6万册", A),
        ("补贴3.5亿元", A),
        ("是上年的2倍", A),
        ("入学率99.2%", P),
        ("提高百分之五", P),
        ("下降1.4个百分点", B),
        ("近3000人", R),
        ("约80%", R),
        ("5至6场", R),
        ("300余台", R),
        ("不少于40次", R),
        ("20公里以上", R),
    ],
)
def test_a_sign_says_of_what_sort_a_figure_is(text: str, sort: str, paragraph: Paragraph) -> None:
    """Amounts, percentages, percentage points and approximate ones have signs of their own."""
    (sentence,) = _sentences(paragraph, text)
    (each,) = sentence.figures
    assert regex(sort).fullmatch(each.sign)
    assert [other for other in (A, P, B, R) if regex(other).search(sentence.words)] == [sort]
    assert regex(ANY).search(sentence.words)
    assert not regex(WORD).fullmatch(each.sign)


def test_a_pattern_speaks_of_figures_as_of_words(paragraph: Paragraph) -> None:
    """What a sign stands for is looked up in its sentence."""
    (sentence,) = _sentences(paragraph, "日供水能力由18万吨增加到21.5万吨")
    found = regex(f"由({A})增加到({A})").search(sentence.words)
    assert found
    assert [sentence.of(sign).shown for sign in found.groups()] == ["18万吨", "21.5万吨"]
    assert [sentence.at(sign) for sign in found.groups()] == [0, 1]
    assert sentence.gaps == ("日供水能力由", "增加到", "")


def test_a_figure_has_its_own_words(paragraph: Paragraph) -> None:
    """Up to the mark before and behind; what another figure of the sentence counts belongs to that one."""
    pool, lane = _figures(paragraph, "全区改造泳池6座、步道3条（含盲道），惠及群众4万人次。")[:2]
    assert (pool.lead, pool.trail, pool.before) == ("全区改造泳池", "", "全区改造泳池")
    assert (lane.lead, lane.trail) == ("步道", "")
    assert lane.before == "全区改造泳池6座、步道"


def test_a_number_is_read_with_its_last_digit(paragraph: Paragraph) -> None:
    """What one of its last digit is worth follows from the decimals and from 万."""
    book, rate, card = (each.figure for each in _figures(paragraph, "借书4.60万册，增长8.5%，办证1,280张"))
    assert (book.value, book.step, book.unit) == (Decimal(46000), Decimal(100), "册")
    assert (rate.value, rate.step, rate.unit) == (Decimal("8.5"), Decimal("0.1"), "%")
    assert (card.value, card.step, card.half) == (Decimal(1280), Decimal(1), Decimal(0))


@pytest.mark.parametrize(
    ("text", "bounded"), [("不少于40次", True), ("20名以上", True), ("近40次", False), ("40次", False)]
)
def test_a_bound_is_no_approximation(text: str, bounded: bool, paragraph: Paragraph) -> None:
    """At least and at most are marked apart from 近 and 余."""
    (each,) = _figures(paragraph, text)
    assert each.bounded is bounded


def test_small_numerals_in_words_are_words(paragraph: Paragraph) -> None:
    """四件事 and 三次产业 are what is said; 十二个 and 二十项 are counted."""
    assert [each.shown for each in _figures(paragraph, "办好四件事，三次产业协调，覆盖，十二个乡镇，完成二十项")] == [
        "十二个",
        "二十项",
    ]


def test_dates_and_ordinals_are_no_figures(paragraph: Paragraph) -> None:
    """They count nothing."""
    assert _figures(paragraph, "2024年5月8日，名列第3名，建档编号20240815") == []


def test_two_counters_are_one_unit(paragraph: Paragraph) -> None:
    """件次 is neither 件 nor 次; 件 with other words behind it is 件."""
    units = [each.figure.unit for each in _figures(paragraph, "受理咨询310件次，办结300件，来访120件、次数不限")]
    assert units == ["件次", "件", "件"]


def test_letters_before_a_count_are_a_name(paragraph: Paragraph) -> None:
    """手机APP7028件 counts 7028; the digits of a code are none."""
    assert [each.shown for each in _figures(paragraph, "窗口上报96件、手机APP7028件，执行GB3838标准")] == [
        "96件",
        "7028件",
    ]


def test_a_quotation_is_one_sign_and_no_figure(paragraph: Paragraph) -> None:
    """What is quoted from the data is not typed."""
    (sentence,) = _sentences(paragraph, "放映电影{{ 放映场次 }}，观众1.2万人次")
    assert [each.shown for each in sentence.figures] == ["1.2万人次"]
    assert sentence.words.startswith("放映电影□,观众")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("借阅４５．６万册次", "４５．６万册次"),
        ("增长 ８ ． ５ ％ 以内", "８ ． ５ ％"),
        ("检修 路灯 1 280 盏", "1 280 盏"),
        ("　　补助　320　户", "320　户"),
    ],
)
def test_a_figure_stands_where_it_was_typed(text: str, shown: str, paragraph: Paragraph) -> None:
    """Full width and blanks are read over, and kept in what messages show."""
    (each,) = _figures(paragraph, text)
    assert each.shown == shown
    assert text[each.start : each.end] == shown


def test_a_long_sentence_is_read_as_several(paragraph: Paragraph) -> None:
    """Every figure is read, in order, and each sentence has a sign for each of its own."""
    found = _sentences(paragraph, "、".join(f"路灯{number}盏" for number in range(1, 1001)))
    assert [each.figure.value for sentence in found for each in sentence.figures] == list(range(1, 1001))
    assert all(len({each.sign for each in sentence.figures}) == len(sentence.figures) for sentence in found)


@pytest.mark.parametrize("between", ["、", "。"])
def test_reading_takes_as_long_as_the_text_is(between: str, paragraph: Paragraph) -> None:
    """Ten times the figures take about ten times as long: 20,000 in one paragraph."""

    def seconds(count: int) -> float:
        began = process_time()
        assert len(_figures(paragraph, between.join(["检修路灯3盏"] * count))) == count
        return process_time() - began

    seconds(200)
    assert min(seconds(20_000) for _ in range(2)) < 40 * max(seconds(2_000), 0.01)


@pytest.mark.parametrize("check", [typed_money_differs, typed_parts_differ, typed_sum_differs])
def test_reckoning_takes_as_long_as_the_text_is(check: Check, paragraph: Paragraph) -> None:
    """Ten times the sentences take about ten times as long: 10,000 in a text of many paragraphs."""
    line = "收入4.20元。" * 50

    def seconds(paragraphs: int) -> float:
        passage = list(chain.from_iterable(_sentences(paragraph, line) for _ in range(paragraphs)))
        began = process_time()
        list(check(passage))
        return process_time() - began

    seconds(2)
    assert seconds(200) < 30 * max(seconds(20), 0.01)


def test_a_word_that_begins_like_a_unit_is_none(paragraph: Paragraph) -> None:
    """Pages, orders and parking places are counted; 列入, 片区 and 集中 behind a number are not."""
    counted = _figures(paragraph, "扫描168万页，配送1.2万单，新增3200泊位，更换铆钉360枚")
    assert [each.figure.unit for each in counted] == ["页", "单", "泊位", "枚"]
    assert _figures(paragraph, "2024列入计划，6集中供养，3单位参加，12餐厅达标") == []
