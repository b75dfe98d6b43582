"""Filled Word documents become a department's files: all that they say is there, and nothing that was there changes."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import label, sample_documents

from selfeval.authoring.importing import Imported, Incoming, import_documents
from selfeval.documents.read.form import read_by_form
from selfeval.documents.read.found import keyed
from selfeval.documents.read.label import labels_of
from selfeval.documents.read.made import made_now
from selfeval.documents.read.printed import printed_entry
from selfeval.documents.read.word import read_word
from selfeval.documents.view import view
from selfeval.documents.word import render
from selfeval.evaluation.case import Case
from selfeval.form.form import Subject
from selfeval.form.library import Library
from selfeval.submission.folder import DepartmentYear
from selfeval.text.name import fold

EXPLANATION = "guangzhou-explanation"
PLACE = DepartmentYear("2024", "office")


def imported(data: Path, library: Library, form: str, document: bytes, place: DepartmentYear = PLACE) -> Imported:
    """Return what importing a document into a department does, and do it."""
    known = library.forms[form]
    found = read_by_form(read_word(document), known, labels_of(library.forms.values()))
    made = import_documents(data, place, library, [Incoming("来.docx", known, found)])
    for file in made.files:
        path = data / str(place) / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.new)
    return made


@pytest.mark.parametrize("case", sample_documents(), ids=label)
def test_what_was_built_and_imported_prints_the_same(case: Case, library: Library, tmp_path: Path) -> None:
    """A document made from data, imported into an empty folder, gives files from which the same document is made."""
    document = render.render(case.form.folder / "document.docx", view(case), "", "made")
    place = DepartmentYear(case.submission.year, case.submission.department)
    made = imported(tmp_path / "data", library, case.form.slug, document, place)
    assert not made.documents[0].unplaced
    assert not made.documents[0].differs
    project = "project-1" if case.form.subject is Subject.PROJECT else ""
    again = made_now(tmp_path / "data", place, library, case.form, project)
    assert again is not None
    after = dict(keyed(again.entry))
    before = dict(keyed(printed_entry(case)))
    placed = {each.key for each in made.documents[0].placed}
    assert placed
    assert {key: fold(after[key].text) for key in placed} == {key: fold(before[key].text) for key in placed}
