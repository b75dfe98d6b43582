"""Tables whose merged cells somebody undid, or a converter did: all say what they said before."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from conftest import shipped_documents
from sampled import sampled
from wordfile import word

from selfeval.documents.read.form import read_by_form
from selfeval.documents.read.found import DocumentReading, keyed
from selfeval.documents.read.label import Labels, labels_of
from selfeval.documents.read.made import word_now
from selfeval.documents.read.word import read_word
from selfeval.form.library import Library
from selfeval.text.name import fold

CASES = [case for case in shipped_documents() if case.submission.year == "2025"]


def undone(made: bytes, layout: str) -> bytes:
    """Return a document whose tables have no merged cells: the others are ``empty``, ``repeated`` or ``missing``."""
    return word("\n".join(_lines(made, layout)))


def _lines(made: bytes, layout: str) -> Iterator[str]:
    table, above = 0, dict[int, str]()
    for line in read_word(made).lines:
        if not line.table:
            yield line.text.replace("\n", " ")
            continue
        above = above if line.table == table else {}
        table = line.table
        cells: list[str] = []
        for cell in line.cells:
            text = cell.text.replace("\n", "<br>").replace("|", "｜")
            if not cell.continued:
                above[cell.column] = text
                cells.append(text)
            elif layout != "missing":
                cells.append(above.get(cell.column, "") if layout == "repeated" else "")
            if layout != "missing":
                cells += [cells[-1] if layout == "repeated" else ""] * (cell.span - 1)
        yield "| " + " | ".join(cells) + " |"


@pytest.fixture(scope="module")
def labels(library: Library) -> Labels:
    """Return the labels of all forms."""
    return labels_of(library.forms.values())


def texts(found: DocumentReading) -> dict[str, str]:
    """Return the texts of fields by their keys."""
    return {key: fold(value.text) for key, value in keyed(found.entry) if value.field and value.text.strip()}


@pytest.mark.parametrize("layout", sampled(["empty", "repeated", "missing"]))
@pytest.mark.slow
def test_what_a_table_says_does_not_hang_on_its_merged_cells(layout: str, labels: Labels) -> None:
    """Nothing is read as something else; a value whose label is gone with its cell is left over."""
    lost = 0
    for case in CASES:
        made = word_now(case)
        whole = texts(read_by_form(read_word(made), case.form, labels))
        found = read_by_form(read_word(undone(made, layout)), case.form, labels)
        read = texts(found)
        assert read.items() <= whole.items(), case.form.slug
        missing = whole.keys() - read.keys()
        left = {fold(each.text) for each in found.unplaced}
        assert {whole[key] for key in missing} <= left, case.form.slug
        lost += len(missing)
    assert lost <= (layout == "missing")
