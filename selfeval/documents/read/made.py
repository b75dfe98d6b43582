"""What the program itself prints of a department by a form, to be held against what a document says."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from selfeval.documents.outcome import TEMPLATE
from selfeval.documents.read.found import ReadItem
from selfeval.documents.read.printed import printed_entry
from selfeval.documents.view import view
from selfeval.documents.word import render
from selfeval.evaluation.case import Case, cases
from selfeval.form.form import Form
from selfeval.form.library import Library
from selfeval.submission.folder import DepartmentYear
from selfeval.submission.quotes import Index
from selfeval.submission.read import read_department
from selfeval.submission.submission import Submission


class PrintedValues(NamedTuple):
    """Hold what a form prints of a department, or of one of its projects: the case, and all values."""

    case: Case
    entry: ReadItem

    @property
    def submission(self) -> Submission:
        """Return what the department filled in."""
        return self.case.submission

    @property
    def form(self) -> Form:
        """Return the form."""
        return self.case.form

    @property
    def quotable(self) -> Index:
        """Return what prose may quote."""
        return self.case.index


def made_now(data: Path, place: DepartmentYear, library: Library, form: Form, project: str) -> PrintedValues | None:
    """Return what a form prints of a department, or of one of its projects; None where it did not choose the form."""
    for submission in read_department(data, place, library):
        for case in cases(submission):
            if case.form.slug == form.slug and submission.project == project:
                return PrintedValues(case, printed_entry(case))
    return None


def word_now(case: Case) -> bytes:
    """Return the Word document of a case as it would be made now.

    Raises:
        RenderingError: where the template is at fault.
    """
    return render.render(case.form.template_folder / f"{TEMPLATE}{render.SUFFIX}", view(case), "", "now")
