"""A label that somebody split, over two cells, two rows or two paragraphs, is the label still: no value behind it is lost."""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Callable

import pytest
from byhand import ByHand, cells_of, columns_of, retype, rows_of, said, span, type_over
from conftest import label, shipped_documents
from lxml import etree
from sampled import sampled

from selfeval.documents.read.form import read_by_form
from selfeval.documents.read.found import keyed
from selfeval.documents.read.label import bare, labels_of
from selfeval.documents.read.made import word_now
from selfeval.documents.read.word import read_word
from selfeval.evaluation.case import Case
from selfeval.form.library import Library

CASES = [case for case in shipped_documents() if (case.form.template_folder / "document.docx").is_file()]
XmlNode = etree._Element


def _row_of(cell: XmlNode) -> XmlNode:
    row = cell.getparent()
    assert row is not None
    return row


def into_two_cells(cell: XmlNode) -> None:
    """Split a cell in two, as word processors do: the cells above and below grow by the new column."""
    text, row = said(cell).replace("\n", ""), _row_of(cell)
    edge = sum(map(columns_of, cells_of(row)[: cells_of(row).index(cell) + 1])) - 1
    made = copy.deepcopy(cell)
    cell.addnext(made)
    type_over(cell, text[: len(text) // 2])
    type_over(made, text[len(text) // 2 :])
    span(made, 1)
    for other in rows_of(row):
        at = 0
        for each in cells_of(other) if other is not row else ():
            if at <= edge < at + columns_of(each):
                span(each, columns_of(each) + 1)
                break
            at += columns_of(each)


def into_two_rows(cell: XmlNode) -> None:
    """Put the second half of a label into a row of its own."""
    text, row = said(cell).replace("\n", ""), _row_of(cell)
    below = copy.deepcopy(row)
    half = cells_of(below)[cells_of(row).index(cell)]
    for each in cells_of(below):
        type_over(each, text[len(text) // 2 :] if each is half else "")
    type_over(cell, text[: len(text) // 2])
    row.addnext(below)


def _labels(case: Case, hand: ByHand) -> list[XmlNode]:
    """Return the cells that say a label of the form, outside of merged ones."""
    lines = read_word((case.form.template_folder / "document.docx").read_bytes()).lines
    fixed = {bare(cell.text) for line in lines for cell in line.cells if line.table and "{" not in cell.text}
    rows = (row for row in hand.root.iter("{*}tr") if row.find(".//{*}vMerge") is None)
    return [cell for row in rows for cell in cells_of(row) if len(bare(said(cell))) > 3 and bare(said(cell)) in fixed]


@pytest.mark.parametrize("split", [into_two_cells, into_two_rows])
@pytest.mark.parametrize("case", sampled(CASES, 5), ids=label)
def test_a_label_split_in_a_table_is_read_whole(case: Case, split: Callable[[XmlNode], None], library: Library) -> None:
    """Every value is where it was, and nothing is left over."""
    labels = labels_of(library.forms.values())
    before = read_by_form(read_word(word_now(case)), case.form, labels)
    hand = ByHand(word_now(case))
    cells = _labels(case, hand)
    if not cells:
        pytest.skip("no label stands in a row without merged cells")
    split(random.Random(case.form.slug).choice(cells))
    after = read_by_form(read_word(hand.saved()), case.form, labels)
    assert {key: value.text for key, value in keyed(after.entry)} == {
        key: value.text for key, value in keyed(before.entry)
    }
    assert after.unplaced == before.unplaced


@pytest.mark.parametrize("case", sampled(CASES, 5), ids=label)
def test_a_value_on_the_line_below_its_label_is_its_value(case: Case, library: Library) -> None:
    """A paragraph that ends with the colon behind a label goes on in the next."""
    labels = labels_of(library.forms.values())
    before = read_by_form(read_word(word_now(case)), case.form, labels)
    count = len(_headed(ByHand(word_now(case))))
    for number in range(count):
        hand = ByHand(word_now(case))
        paragraph = _headed(hand)[number]
        text = "".join(each.text or "" for each in paragraph.iter("{*}t"))
        head, colon, value = text.partition("：")
        made = copy.deepcopy(paragraph)
        retype(paragraph, f"{head}{colon}")
        retype(made, value.strip())
        paragraph.addnext(made)
        after = read_by_form(read_word(hand.saved()), case.form, labels)
        assert {key: value.text for key, value in keyed(after.entry)} == {
            key: value.text for key, value in keyed(before.entry)
        }


def _headed(hand: ByHand) -> list[XmlNode]:
    """Return the paragraphs outside of tables that begin with a short text and a colon, those that list what is enclosed left out."""
    return [
        each
        for each in hand.root.iter("{*}p")
        if (parent := each.getparent()) is not None
        and parent.tag.endswith("}body")
        and re.match(r"(?!附)[^：]{2,14}：\S", said(each))
    ]
