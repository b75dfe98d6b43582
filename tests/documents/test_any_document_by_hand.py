"""Every shipped document, changed in one place as people do: that value is the new one, every other stays where it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from typing import NamedTuple

import pytest
from byhand import ByHand, cells_of, columns_of, element, merge, rows_of, said, span, type_over
from conftest import label, shipped_documents
from lxml import etree

from selfeval.documents.read.form import read_by_form
from selfeval.documents.read.found import DocumentReading, keyed
from selfeval.documents.read.label import labels_of
from selfeval.documents.read.made import word_now
from selfeval.documents.read.word import read_word
from selfeval.evaluation.case import Case
from selfeval.form.field import Kind
from selfeval.form.library import Library

NOTE = "（含上年结转，待核）"


class Figure(NamedTuple):
    """Hold one figure of a document that stands in a cell of its own and nowhere else: its key, the cell, and its text."""

    key: str
    cell: etree._Element
    text: str


class Outcome(NamedTuple):
    """Hold what a change makes of a figure, None where it is left over, and the texts that are left over."""

    text: str | None
    left: tuple[str, ...] = ()


Change = Callable[[ByHand, Figure], Outcome]


def typed_over(hand: ByHand, figure: Figure) -> Outcome:
    """Type another figure in its place, in runs of another font."""
    new = _other(figure.text)
    type_over(figure.cell, new)
    return Outcome(new)


def tracked(hand: ByHand, figure: Figure) -> Outcome:
    """Replace it with revision marks on."""
    new = _other(figure.text)
    hand.track(figure.cell, figure.text, new)
    return Outcome(new)


def annotated(hand: ByHand, figure: Figure) -> Outcome:
    """Write a note behind it, with which it is no figure any more."""
    type_over(figure.cell, figure.text + NOTE)
    return Outcome(None, (figure.text + NOTE,))


def emptied(hand: ByHand, figure: Figure) -> Outcome:
    """Take it out."""
    type_over(figure.cell, "")
    return Outcome(None)


def in_runs(hand: ByHand, figure: Figure) -> Outcome:
    """Leave every text in two runs with marks between them."""
    hand.split_runs()
    return Outcome(figure.text)


def below_an_empty_row(hand: ByHand, figure: Figure) -> Outcome:
    """Insert an empty row above that of the figure, over which merged cells go on."""
    row = figure.cell.getparent()
    assert row is not None
    cells = "".join(
        f'<w:tc><w:tcPr><w:gridSpan w:val="{columns_of(cell)}"/></w:tcPr><w:p/></w:tc>' for cell in cells_of(row)
    )
    empty = element(f"<w:tr>{cells}</w:tr>")
    for above, cell in zip(cells_of(empty), cells_of(row), strict=True):
        known = cell.find("{*}tcPr/{*}vMerge")
        goes_on = known is not None and all(value == "continue" for value in known.attrib.values())
        merge(above, "continue" if goes_on else "")
    row.addprevious(empty)
    return Outcome(figure.text)


def parted(hand: ByHand, figure: Figure) -> Outcome:
    """Split its cell, and leave the right half empty; all other rows go on over both."""
    row = figure.cell.getparent()
    assert row is not None
    cells = cells_of(row)
    end = sum(columns_of(each) for each in cells[: cells.index(figure.cell) + 1]) - 1
    for other in rows_of(row):
        start = 0
        for each in cells_of(other):
            width = columns_of(each)
            if other is not row and start <= end < start + width:
                span(each, width + 1)
            start += width
    figure.cell.addnext(element("<w:tc><w:tcPr/><w:p/></w:tc>"))
    return Outcome(figure.text)


CHANGES = [typed_over, tracked, annotated, emptied, in_runs, below_an_empty_row, parted]
IN_SENTENCES = frozenset(
    (
        "beijing/pre-assessment",
        "city/project-targets-opinions",
        "guangzhou/explanation",
        "hebei/student-aid-indicators",
        "mof/bond-pre-assessment",
        "mof/performance-note",
        "mof/project-review",
        "mof/transfer-report",
        "wuhan/self-evaluation",
        "yunnan/self-evaluation-note",
    )
)
"""The forms whose documents say every figure in a sentence, in several places or beside other words."""
SHIPPED = [case for case in shipped_documents() if (case.form.template_folder / "document.docx").is_file()]
CASES = [case for case in SHIPPED if case.form.slug not in IN_SENTENCES]


def _other(text: str) -> str:
    """Return a figure whose last digit is another one."""
    return re.sub(r"\d(?=\D*$)", lambda digit: str((int(digit[0]) + 3) % 10), text)


def _values(found: DocumentReading) -> Mapping[str, str]:
    return {key: value.text for key, value in keyed(found.entry) if value.field is not None}


def _figure(hand: ByHand, found: DocumentReading) -> Figure | None:
    """Return a figure to change, None where each stands in several places or beside other words."""
    texts = Counter(said(cell) for cell in hand.root.iter("{*}tc"))
    whole = "\n".join(said(paragraph) for paragraph in hand.root.iter("{*}p"))
    for key, value in keyed(found.entry):
        declared = value.field
        is_figure = declared is not None and declared.kind in (Kind.AMOUNT, Kind.NUMBER, Kind.COUNT)
        if is_figure and declared and declared.formula is None and texts[value.text] == whole.count(value.text) == 1:
            cell = hand.cell(value.text)
            if "." in value.text or len(value.text) > 2:
                return Figure(key, cell, value.text)
    return None


@pytest.mark.slow
def test_documents_without_a_figure_in_one_cell_are_those_named(library: Library) -> None:
    """No other document is left out of what follows."""
    labels = labels_of(library.forms.values())
    made = {case.form.slug: (case.form, word_now(case)) for case in SHIPPED}
    read = {slug: read_by_form(read_word(document), form, labels) for slug, (form, document) in made.items()}
    assert {
        slug for slug, (_, document) in made.items() if _figure(ByHand(document), read[slug]) is None
    } == IN_SENTENCES


@pytest.mark.slow
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("case", CASES, ids=label)
def test_a_change_in_one_place_changes_one_value(case: Case, change: Change, library: Library) -> None:
    """Nothing slides, nothing is lost, nothing is invented."""
    labels = labels_of(library.forms.values())
    made = word_now(case)
    hand = ByHand(made)
    before = read_by_form(read_word(made), case.form, labels)
    figure = _figure(hand, before)
    assert figure is not None
    outcome = change(hand, figure)
    found = read_by_form(read_word(hand.saved()), case.form, labels)
    expected = {key: text for key, text in _values(before).items() if key != figure.key}
    if outcome.text is not None:
        expected[figure.key] = outcome.text
    assert _values(found) == expected
    assert tuple(each.text for each in found.unplaced) == outcome.left
