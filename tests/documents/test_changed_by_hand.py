"""Documents that somebody went on with in Word: every value stays under its key, another unit is heard, nothing slides."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from byhand import ByHand, cells_of, columns_of, element, rows_of, said, span, type_over
from conftest import shipped_documents
from lxml import etree

from selfeval.documents.read.form import read_by_form
from selfeval.documents.read.found import DocumentReading, Value, keyed
from selfeval.documents.read.label import labels_of
from selfeval.documents.read.made import word_now
from selfeval.documents.read.word import read_word
from selfeval.evaluation.case import Case
from selfeval.form.library import Library

CASES = {case.form.slug: case for case in shipped_documents()}


def read(case: Case, document: bytes, library: Library) -> DocumentReading:
    """Return what a document says by its form."""
    return read_by_form(read_word(document), case.form, labels_of(library.forms.values()))


def values(found: DocumentReading) -> dict[str, str]:
    """Return the texts of a document by their keys."""
    return {key: value.text for key, value in keyed(found.entry) if isinstance(value, Value) and value.field}


def changed(slug: str, library: Library, change: Callable[[ByHand], None]) -> tuple[dict[str, str], DocumentReading]:
    """Return the values of a shipped document before a change, and what it says afterwards."""
    case = CASES[slug]
    made = word_now(case)
    hand = ByHand(made)
    change(hand)
    return values(read(case, made, library)), read(case, hand.saved(), library)


def _label(hand: ByHand) -> None:
    type_over(hand.cell("项目资金\n（万元）"), "项目资金（元）")
    for amount, new in (("300.50", "3005000"), ("286.00", "2,860,000.00"), ("14.50", "145000")):
        type_over(hand.cell(amount), new)


def _line_above(hand: ByHand) -> None:
    hand.replace("单位：万元", "单位：元")


def _line_added(hand: ByHand) -> None:
    table = next(hand.root.iter("{*}tbl"))
    table.addprevious(element("<w:p><w:r><w:t>单位：元</w:t></w:r></w:p>"))


@pytest.mark.parametrize(
    ("slug", "change", "key", "text"),
    [
        pytest.param(
            "mof/project-targets-published", _label, "项目资金.年初预算.财政拨款", "2,860,000.00元", id="in a label"
        ),
        pytest.param(
            "hubei/project-targets", _line_above, "项目资金.总预算", "980.00元", id="on the line above the table"
        ),
        pytest.param(
            "hubei/department-targets", _line_above, "预算.支出.基本支出", "1,102.80元", id="beside other texts"
        ),
    ],
)
def test_an_amount_is_read_in_the_unit_that_the_document_gives(
    slug: str, change: Callable[[ByHand], None], key: str, text: str, library: Library
) -> None:
    """Where the document says 元 and the form 万元, the amounts have their unit, and it is told where it was heard."""
    before, found = changed(slug, library, change)
    assert values(found)[key] == text
    assert any("“元”" in guess for guess in found.guesses)
    assert values(found).keys() == before.keys()


def test_a_unit_that_only_a_new_line_states_is_heard(library: Library) -> None:
    """A label of the form that still says 万元 is nearer than the line."""
    before, found = changed("mof/project-targets-published", library, _line_added)
    assert values(found) == before
    assert any(each.text == "单位：元" for each in found.unplaced)


def test_a_text_box_in_a_cell_parts_no_rows(library: Library) -> None:
    """The rows below it stay below their header, and what it says is left over."""

    def put_box(hand: ByHand) -> None:
        box = element(
            '<w:r><w:pict><v:textbox xmlns:v="urn:schemas-microsoft-com:vml"><w:txbxContent>'
            "<w:p><w:r><w:t>报送稿</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></w:r>"
        )
        hand.paragraph("享受资助人数").append(box)

    before, found = changed("hebei/student-aid-indicators", library, put_box)
    assert values(found) == before
    assert [each.text for each in found.unplaced] == ["报送稿"]


def test_a_value_merged_with_the_empty_cell_beside_it_is_one_value(library: Library) -> None:
    """It stands below the first of both labels, not below both."""

    def join(hand: ByHand) -> None:
        cells = cells_of(hand.row("平均办结时限压缩率"))
        value, empty = cells[-2], cells[-1]
        assert not said(empty)
        span(value, columns_of(value) + columns_of(empty))
        hand.row("平均办结时限压缩率").remove(empty)

    before, found = changed("yunnan/self-evaluation", library, join)
    assert values(found) == before


@pytest.mark.parametrize(
    ("slug", "text"),
    [
        pytest.param("mof/system-monitoring", "年度总体目标", id="beside a long text"),
        pytest.param("mof/bond-self-evaluation", "预期目标", id="in a table of two rows"),
        pytest.param("mof/bond-pre-assessment", "项目收入、成本、收益预测合理性", id="a long label"),
    ],
)
def test_a_label_parted_in_two_is_still_one(slug: str, text: str, library: Library) -> None:
    """The empty half is no value, and the text behind it is none of its."""
    before, found = changed(slug, library, lambda hand: _part(hand, text))
    assert values(found) == before
    assert not found.unplaced


def _part(hand: ByHand, text: str) -> None:
    """Split a cell in two, of which the right one is empty; every other row goes on over both."""
    cell, row = hand.cell(text), hand.row(text)
    end = sum(columns_of(each) for each in cells_of(row)[: cells_of(row).index(cell) + 1]) - 1
    for other in rows_of(row):
        for start, each in _starts(other):
            if other is not row and start <= end < start + columns_of(each):
                span(each, columns_of(each) + 1)
    empty = element("<w:tc><w:tcPr/><w:p/></w:tc>")
    cell.addnext(empty)


def _starts(row: etree._Element) -> Iterator[tuple[int, etree._Element]]:
    column = 0
    for cell in cells_of(row):
        yield column, cell
        column += columns_of(cell)


@pytest.mark.parametrize(
    ("slug", "amount", "key"),
    [
        pytest.param("tianjin/self-evaluation", "1,240.00", "预算执行.调整预算", id="in the middle"),
        pytest.param("chongqing/self-evaluation", "745.45", "预算执行.实际支出", id="the last"),
    ],
)
def test_a_value_that_does_not_fit_moves_no_other(slug: str, amount: str, key: str, library: Library) -> None:
    """A figure with words behind it is left over; the figures beside it stay where they are."""
    before, found = changed(slug, library, lambda hand: type_over(hand.cell(amount), f"{amount}（含上年结转，待核）"))
    assert values(found) == {name: text for name, text in before.items() if name != key}
    assert [each.text for each in found.unplaced] == [f"{amount}（含上年结转，待核）"]


def test_a_column_added_beside_rows_of_levels_makes_them_no_items(library: Library) -> None:
    """A row that says a level, and something in the new column, is still that level."""

    def add_column(hand: ByHand) -> None:
        for number, row in enumerate(rows_of(hand.row("养护绿地面积"))):
            cell = element("<w:tc><w:tcPr/><w:p><w:r><w:t/></w:r></w:p></w:tc>")
            cell[1][0][0].text = f"同意{number}" if number else "科室意见"
            row.append(cell)

    before, found = changed("tianjin/self-evaluation", library, add_column)
    assert values(found) == before
    assert all(each.text.startswith(("同意", "科室意见")) for each in found.unplaced)


def test_a_row_that_sums_up_a_list_is_none_of_its_items(library: Library) -> None:
    """A row called 合计 that somebody added below a list is left over."""

    slug, person = "beijing/pre-assessment", "评估人员"
    case = CASES[slug]
    hand = ByHand(word_now(case))
    before = values(read(case, hand.document, library))
    name = next(text for key, text in before.items() if key.startswith(f"{person}.") and key.endswith(".名称"))
    words = iter(("合计",))
    hand.add_row(name, lambda text: next(words, "共3人"))
    found = read(case, hand.saved(), library)
    assert values(found) == before
    assert "合计" in {each.text for each in found.unplaced}
