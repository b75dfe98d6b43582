"""What the program itself prints of a department by a form, to be held against what a document says."""

from __future__ import annotations

from pathlib import Path

from selfeval.documents.read.found import Entry
from selfeval.documents.read.printed import printed_entry
from selfeval.evaluation.case import cases
from selfeval.form.form import Form
from selfeval.form.library import Library
from selfeval.submission.folder import DepartmentYear
from selfeval.submission.read import read_department


def printed_now(data: Path, place: DepartmentYear, library: Library, form: Form, project: str) -> Entry:
    """Return what a form prints of a department, or of one of its projects; nothing where it did not choose the form."""
    for submission in read_department(data, place, library):
        for case in cases(submission):
            if case.form.slug == form.slug and submission.project == project:
                return printed_entry(case)
    return Entry()
