"""An editor marks what check tells: the same files, lines, columns, codes and words, from the texts as it holds them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from editing import session_over
from rulepages import Section, laid, pages

from selfeval.authoring.editor.document import Document
from selfeval.authoring.editor.mark import SEVERITIES, Severity, is_blank, span_of
from selfeval.authoring.editor.session import Session
from selfeval.pipeline.department import check
from selfeval.pipeline.workspace import Workspace
from selfeval.problem import Problem
from selfeval.submission.folder import DepartmentYear

PLACE = DepartmentYear("2024", "qinghu")
WRONG = [
    pytest.param(section, id=f"{page.rule}-{number}")
    for page in pages()
    if not page.of_templates
    for number, section in enumerate(page.wrong)
]


def opened(session: Session, folder: Path) -> None:
    """Open every file of the department as VS Code does, which takes every file for UTF-8 without a mark."""
    for path in sorted((folder / "data" / str(PLACE)).rglob("*.yaml")):
        text = path.read_bytes().decode("utf-8", "replace").removeprefix("\ufeff")
        session.put(Document(path.as_uri(), 1, text))


def expected(problem: Problem) -> Severity:
    """Return how a problem is to be shown."""
    if problem.explained:
        return Severity.HINT
    return Severity.INFORMATION if is_blank(problem) else SEVERITIES[problem.level]


@pytest.mark.parametrize("section", WRONG)
def test_a_rule_page_is_marked_as_check_tells_it(section: Section, tmp_path: Path) -> None:
    """Every problem once, at its place; blanks are information, what is explained a hint."""
    laid(section, tmp_path)
    problems = check(Workspace(tmp_path / "data", tmp_path / "templates"), PLACE).problems
    session = session_over(tmp_path)
    opened(session, tmp_path)
    marks = [(path, mark) for path, listed in session.marks(PLACE) for mark in listed]
    assert Counter((mark.problem, mark.severity) for _, mark in marks) == Counter(
        (problem, expected(problem)) for problem in problems
    )
    for path, mark in marks:
        assert path == session.path(mark.problem.place.file)
        assert mark.span == span_of(mark.problem.place)
