"""Cells that somebody merged in Word: what stood in several is never run together into one value."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from byhand import ByHand, cells_of, columns_of, merge, span, type_over
from conftest import shipped_documents
from lxml import etree

from selfeval.documents.read.form import read_by_form
from selfeval.documents.read.found import DocumentReading, keyed
from selfeval.documents.read.label import labels_of
from selfeval.documents.read.made import word_now
from selfeval.documents.read.word import read_word
from selfeval.form.library import Library

CASES = {case.form.slug: case for case in shipped_documents()}


def lines_of(*cells: etree._Element) -> str:
    """Return what cells say, a line each paragraph, as Word leaves it in a cell that was merged of them."""
    texts = ["".join(each.text or "" for each in part.iter("{*}t")) for cell in cells for part in cell.iter("{*}p")]
    return "\n".join(filter(None, texts))


def merge_down(hand: ByHand, text: str, steps: int = 0) -> str:
    """Merge a cell some steps right of the one that says a text with the one below it; return what it then says."""
    first = hand.beside(text, steps)
    row = first.getparent()
    assert row is not None
    below = row.getnext()
    assert below is not None
    second = cells_of(below)[cells_of(row).index(first)]
    both = lines_of(first, second)
    type_over(first, both)
    type_over(second, "")
    merge(first, "restart")
    merge(second, "continue")
    return both


def merge_right(hand: ByHand, text: str, steps: int = 0) -> str:
    """Merge a cell some steps right of the one that says a text with the one behind it; return what it then says."""
    first, second = hand.beside(text, steps), hand.beside(text, steps + 1)
    both = lines_of(first, second)
    type_over(first, both)
    span(first, columns_of(first) + columns_of(second))
    row = first.getparent()
    assert row is not None
    row.remove(second)
    return both


def merged(slug: str, library: Library, change: Callable[[ByHand], str]) -> tuple[str, dict[str, str], DocumentReading]:
    """Return what the merged cell says, the values before, and what the document says afterwards."""
    case, labels = CASES[slug], labels_of(library.forms.values())
    made = word_now(case)
    hand = ByHand(made)
    both = change(hand)
    before, found = (read_by_form(read_word(each), case.form, labels) for each in (made, hand.saved()))
    return both, values(before), found


def values(found: DocumentReading) -> dict[str, str]:
    """Return the texts of a document by their keys."""
    return {key: value.text for key, value in keyed(found.entry)}


@pytest.mark.parametrize(
    ("slug", "change"),
    [
        pytest.param("shaanxi/self-evaluation", lambda hand: merge_down(hand, "举办群众赛事场次", 4), id="scores"),
        pytest.param("shaanxi/self-evaluation", lambda hand: merge_down(hand, "举办群众赛事场次", 1), id="targets"),
        pytest.param(
            "hubei/department-targets", lambda hand: merge_down(hand, "支付办案补贴和值班律师补贴"), id="texts"
        ),
        pytest.param("yueyang/department-report", lambda hand: merge_down(hand, "812.40"), id="amounts"),
        pytest.param("tianjin/self-evaluation", lambda hand: merge_right(hand, "公顷"), id="a unit and a result"),
    ],
)
def test_two_values_in_one_cell_are_left_over(slug: str, change: Callable[[ByHand], str], library: Library) -> None:
    """None of them is taken, and every other value is as before."""
    both, before, found = merged(slug, library, change)
    after = values(found)
    gone = {text for key, text in before.items() if key not in after}
    assert gone == set(both.split("\n"))
    assert after.items() <= before.items()
    assert both in {each.text for each in found.unplaced}


def test_an_item_whose_name_is_merged_with_another_s_is_left_over(library: Library) -> None:
    """Its figures are nobody's; the levels above it still hold for the rows behind it."""
    _, before, found = merged("shaanxi/self-evaluation", library, lambda hand: merge_down(hand, "举办群众赛事场次"))
    after = values(found)
    assert not [key for key in after if "举办群众赛事场次" in key or "更新健身路径" in key]
    assert after.items() <= before.items()
    assert {"≥42场", "≥60条", "45场", "57条"} <= {each.text for each in found.unplaced}


def test_a_sign_merged_with_its_figure_is_parted_again(library: Library) -> None:
    """The sign is one of its column's, and what is behind it is the figure."""
    _, before, found = merged("tianjin/self-evaluation", library, lambda hand: merge_right(hand, "养护绿地面积", 1))
    assert values(found) == before
    assert not found.unplaced


@pytest.mark.parametrize(
    ("slug", "text"),
    [
        pytest.param("yunnan/self-evaluation-note", "（一）绩效自评的目的", id="before it"),
        pytest.param("city/project-targets-opinions", "周文岚", id="behind it"),
    ],
)
def test_a_label_merged_with_its_value_is_no_part_of_it(slug: str, text: str, library: Library) -> None:
    """A label beside a value is known."""
    _, before, found = merged(slug, library, lambda hand: merge_right(hand, text))
    assert values(found) == before


def test_heads_of_two_columns_in_one_are_none_of_theirs(library: Library) -> None:
    """No value slides into the column beside it."""
    _, before, found = merged("yueyang/department-report", library, lambda hand: merge_right(hand, "收入合计"))
    assert values(found).items() <= before.items()
    assert {"860.90", "36.50"} <= {each.text for each in found.unplaced}


def test_a_text_below_two_labels_is_said_to_be_a_guess(library: Library) -> None:
    """It is taken for that of the first label, and that is said."""

    def join(hand: ByHand) -> str:
        both = merge_right(hand, "养护绿地面积", 5)
        type_over(hand.cell(both), "15.00")
        return both

    _, before, found = merged("tianjin/self-evaluation", library, join)
    assert values(found).items() <= before.items()
    (guess,) = found.guesses
    assert "左右几格并成了一格" in guess
