"""Paragraphs whose place is not sure: a heading between two texts is gone, something enclosed stands behind the last one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from byhand import ByHand
from conftest import shipped_documents

from selfeval.documents.read.form import read_by_form
from selfeval.documents.read.found import DocumentReading, Value, keyed
from selfeval.documents.read.label import labels_of
from selfeval.documents.read.made import word_now
from selfeval.documents.read.word import read_word
from selfeval.form.library import Library

CASES = {case.form.slug: case for case in shipped_documents()}
GRAIN, NOTE = "yueyang/department-report", "mof/project-evaluation-report"
HEADING, BEFORE, BEHIND = "（五）有关建议", "存在问题", "改进措施"


def take_out(hand: ByHand, part: str) -> None:
    """Delete a paragraph."""
    paragraph = hand.paragraph(part)
    body = paragraph.getparent()
    assert body is not None
    body.remove(paragraph)


def read(slug: str, library: Library, change: Callable[[ByHand], None]) -> tuple[DocumentReading, DocumentReading]:
    """Return what a document says before a change and after it."""
    case, labels = CASES[slug], labels_of(library.forms.values())
    hand = ByHand(word_now(case))
    change(hand)
    before, after = (read_by_form(read_word(document), case.form, labels) for document in (hand.document, hand.saved()))
    return before, after


def texts(found: DocumentReading) -> dict[str, tuple[str, ...]]:
    """Return the paragraphs of each value by its key."""
    return {key: value.texts for key, value in keyed(found.entry) if isinstance(value, Value)}


@pytest.mark.parametrize("more", ["", "三是盘点工作安排得晚。", "另外，盘点工作安排得晚。"])
def test_numbers_that_begin_anew_part_two_texts(more: str, library: Library) -> None:
    """A paragraph added to the first text is the first's, though the heading of the second is gone."""

    def change(hand: ByHand) -> None:
        take_out(hand, HEADING)
        if more:
            hand.add_paragraph("二是局机关出租的固定资产", more)

    before, after = map(texts, read(GRAIN, library, change))
    added = (more,) if more else ()
    assert after == before | {BEFORE: (*before[BEFORE], *added)}


def test_without_numbers_it_is_said_to_be_a_guess(library: Library) -> None:
    """Where one text ends is not known."""

    def change(hand: ByHand) -> None:
        take_out(hand, HEADING)
        hand.replace("一是2026年6月底前", "2026年6月底前")

    _, found = read(GRAIN, library, change)
    (guess,) = found.guesses
    assert HEADING in guess
    guessed = {key for key, value in keyed(found.entry) if value.guess}
    assert guessed <= {BEFORE, BEHIND}
    assert guessed


def test_what_is_enclosed_is_said_to_be_a_guess(library: Library) -> None:
    """A line that lists what is enclosed may be none of the last text's."""
    file = "城东污水处理厂扩建项目2025年度绩效自评报告.pdf"
    before, found = read("mof/bond-self-evaluation", library, lambda hand: hand.add_paragraph(file, "附：现场照片12张"))
    (guess,) = found.guesses
    assert "附：现场照片12张" in guess
    assert texts(found) == texts(before) | {"评价报告附件": (file, "附：现场照片12张")}


@pytest.mark.parametrize("words", ["（五）改进措施", "（四）改进措施", "整改措施"])
def test_a_heading_in_other_words_is_the_text_s_own(words: str, library: Library) -> None:
    """What a text is called elsewhere heads it here too, whatever its number."""
    before, found = read(GRAIN, library, lambda hand: hand.replace(HEADING, words))
    assert texts(found) == texts(before)
    assert not found.guesses
    assert [each.text for each in found.altered] == [words]


@pytest.mark.parametrize("words", ["（五）下一步打算", "下一步打算"])
def test_a_heading_that_nobody_knows_parts_two_texts_as_a_guess(words: str, library: Library) -> None:
    """It is no paragraph of the text above it."""
    before, found = read(GRAIN, library, lambda hand: hand.replace(HEADING, words))
    assert texts(found) == texts(before)
    (guess,) = found.guesses
    assert guess.endswith(f"“{words}”当作“{HEADING}”")
    assert {key for key, value in keyed(found.entry) if value.guess} == {BEFORE, BEHIND}


def test_a_text_under_another_s_heading_is_that_one_s(library: Library) -> None:
    """Where the problems are left out, the measures under their number are no problems."""

    def change(hand: ByHand) -> None:
        take_out(hand, "一是物资储备中心")
        take_out(hand, "二是局机关出租的固定资产")
        take_out(hand, HEADING)
        hand.replace("（四）存在的问题", "（四）改进措施")

    before, found = map(texts, read(GRAIN, library, change))
    assert found == {key: value for key, value in before.items() if key != BEFORE}


def test_a_heading_below_an_item_of_a_list_is_no_text_of_it(library: Library) -> None:
    """The last item ends where the next heading stands, in whatever words."""
    before, found = read("guangzhou/explanation", library, lambda hand: hand.replace("（二）自评结论", "总体结论"))
    assert texts(found) == texts(before)
    assert "总体结论" in "".join(found.guesses)


def test_a_heading_that_nobody_knows_with_nothing_below_it_is_a_guess(library: Library) -> None:
    """The text that it would head is missing, and the one above it ends there."""

    def change(hand: ByHand) -> None:
        hand.replace(HEADING, "（五）下一步打算")
        for text in before_change[BEHIND]:
            take_out(hand, text)

    before_change = texts(read(GRAIN, library, lambda hand: None)[0])
    before, found = map(texts, read(GRAIN, library, change))
    assert found == {key: value for key, value in before.items() if key != BEHIND}
