"""An editor marks what check tells: the same files, lines, columns, codes and words, from the texts as it holds them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from conftest import ROOT
from editing import changed, opened, session_over
from offices import office
from rulepages import Section, laid, pages

from selfeval.authoring.editor.document import OpenDocument
from selfeval.authoring.editor.mark import SEVERITIES, Severity, is_blank, span_of
from selfeval.authoring.editor.session import Session
from selfeval.authoring.fix import mended
from selfeval.pipeline.department import check
from selfeval.pipeline.workspace import Workspace
from selfeval.problem import Level, Problem
from selfeval.submission.folder import DepartmentYear

PLACE = DepartmentYear("2024", "qinghu")
WRONG = [
    pytest.param(section, id=f"{page.rule}-{number}")
    for page in pages()
    if not page.of_templates
    for number, section in enumerate(page.wrong)
]


def open_all(session: Session, folder: Path) -> None:
    """Open every file of the department."""
    for path in sorted((folder / "data" / str(PLACE)).rglob("*.yaml")):
        opened(session, path)


def expected(problem: Problem) -> Severity:
    """Return how a problem is to be shown."""
    if problem.explained:
        return Severity.HINT
    return Severity.INFORMATION if is_blank(problem) else SEVERITIES[problem.level]


@pytest.mark.slow
@pytest.mark.parametrize("section", WRONG)
def test_a_rule_page_is_marked_as_check_tells_it(section: Section, tmp_path: Path) -> None:
    """Every problem once, at its place; blanks are information, what is explained a hint."""
    laid(section, tmp_path)
    problems = check(Workspace(tmp_path / "data", tmp_path / "templates"), PLACE).problems
    session = session_over(tmp_path)
    open_all(session, tmp_path)
    marks = [(path, mark) for path, listed in session.marks(PLACE) for mark in listed]
    assert Counter((mark.problem, mark.severity) for _, mark in marks) == Counter(
        (problem, expected(problem)) for problem in problems
    )
    for path, mark in marks:
        assert path == session.path(mark.problem.place.file)
        assert mark.span == span_of(mark.problem.place)


def errors(problems: Iterable[Problem]) -> Counter[tuple[str, str]]:
    """Return how many errors of each code each file has."""
    wrong = (problem for problem in problems if problem.level is Level.ERROR and not problem.explained)
    return Counter((problem.place.file, problem.rule) for problem in wrong)


@pytest.mark.slow
@pytest.mark.parametrize("section", WRONG)
def test_what_is_offered_cures(section: Section, tmp_path: Path) -> None:
    """A correction made, the finding is gone and no error has come; all corrections together are those of check --fix."""
    known = laid(section, tmp_path)
    session = session_over(tmp_path)
    open_all(session, tmp_path)
    judged = session.judged(PLACE)
    whole = {file.shown: file.data for file in mended(tmp_path / "data", PLACE, known)}
    for path in sorted((tmp_path / "data" / str(PLACE)).rglob("*.yaml")):
        document = session.document(path.as_uri())
        if document is None:
            continue
        shown = f"data/{path.relative_to(tmp_path / 'data').as_posix()}"
        if not session.is_read_from_disk(document.uri):
            made = changed(document, session.mended(document.uri))
            assert made.encode() == whole.get(shown, document.text.encode())
        for action in list(session.actions(document.uri, range(len(document.lines)))):
            if action.title.startswith("确实"):
                continue
            session.put(document._replace(text=changed(document, action.changes)))
            after = session.judged(PLACE).problems
            gone = action.problem
            assert not any(each.rule == gone.rule and each.place == gone.place for each in after), action
            if not action.is_certain:
                assert errors(after) <= errors(judged.problems), action
            session.put(document)


def test_an_explanation_is_added_below_those_that_are_there(tmp_path: Path) -> None:
    """The entry is placed by what stands there: no key, 无, or entries, before which nothing changes."""
    office(tmp_path)
    path = tmp_path / "data" / str(PLACE) / "actuals.yaml"
    bare = path.read_text(encoding="utf-8").replace("990.00", "1,990.00")
    other = "  - 规则: budget-balance\n    位置: 预算.收入\n    理由: 见附件\n"
    for typed in (
        "",
        "说明情况: 无\n",
        "说明情况:\n",
        "说明情况:\n" + other,
        "说明情况:\n" + other.replace("  -", "-").replace("    ", "  "),
    ):
        for end in ("\n", "\r\n"):
            session = session_over(tmp_path)
            text = (bare + typed).replace("\n", end)
            document = OpenDocument(path.as_uri(), 1, text)
            session.put(document)
            offered = list(session.actions(document.uri, range(200)))
            action = next(each for each in offered if each.title.startswith("确实"))
            made = changed(document, action.changes).replace("理由: （写明原因）", "理由: 年中追加，见附件")
            session.put(document._replace(text=made))
            found = [each for each in session.judged(PLACE).problems if each.rule == action.problem.rule]
            assert [each.explained for each in found if each.place == action.problem.place] == [True], made


def test_what_messages_call_a_file_leads_to_it(tmp_path: Path) -> None:
    """A file of a department, of a form, and one that the disk refuses."""
    office(tmp_path)
    session, folder = session_over(tmp_path), tmp_path.resolve()
    assert session.path("data/2024/qinghu/targets.yaml") == folder / "data/2024/qinghu/targets.yaml"
    assert session.path("templates/form/form.yaml") == folder / "templates/form/form.yaml"
    assert session.path(str(folder / "data")) == folder / "data"


@pytest.mark.slow
def test_an_item_without_a_name_is_told_where_it_stands() -> None:
    """In no sample whose names are taken out does a finding stand in no file: the number of an item is not typed."""
    session = session_over(ROOT)
    told = set()
    for path in sorted((ROOT / "data").glob("*/*/**/*.yaml")):
        text = re.sub(r"(?m)^( +)- 名称:.*", r"\1-", path.read_text(encoding="utf-8"))
        session.put(OpenDocument(path.as_uri(), 1, text))
        place = session.place(path.as_uri())
        assert place is not None
        problems = session.judged(place).problems
        assert [each for each in problems if not each.place.file] == []
        told |= {each.rule for each in problems}
        session.close(path.as_uri())
    assert {"missing-value", "fixed-row"} <= told
    assert not {"number-as-name", "name-in-many-categories"} & told
