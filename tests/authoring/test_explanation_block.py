"""The block by which a finding is explained takes effect where the editor writes it, and brings nothing new."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest
from conftest import ROOT
from editing import changed, opened, session_over
from rulepages import laid, pages

from selfeval.authoring.editor.document import OpenDocument
from selfeval.authoring.editor.session import Session
from selfeval.authoring.explanation import entry
from selfeval.problem import Level, Place, Problem
from selfeval.submission.folder import DepartmentYear, departments

PLACE = DepartmentYear("2024", "qinghu")
WRONG = {
    f"{page.rule}-{number}": section
    for page in pages()
    if not page.of_templates
    for number, section in enumerate(page.wrong)
}
REASON = "年中追加工作任务，见青府办〔2024〕3号文件"
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?!.*\d)")
"""The last number of a line."""
EVERY = 13
"""How many lines with a number lie between two that are typed wrong."""


def told(problem: Problem) -> tuple[str, str, str]:
    """Return by what a finding is known again when lines were added below it."""
    return problem.place.file, problem.rule, problem.message


def explain_all(session: Session, place: DepartmentYear, known: Iterable[tuple[str, str, str]] = ()) -> int:
    """Add the block of each finding that may be explained, one at a time, and return how many were tried."""
    tried = 0
    before = session.judged(place).problems
    for problem in (each for each in before if each.where and not each.explained and told(each) not in known):
        path = session.path(problem.place.file)
        assert path.is_file(), problem
        if session.document(path.as_uri()) is None:
            opened(session, path)
        document = session.document(path.as_uri())
        assert document is not None
        offered = session.actions(document.uri, range(len(document.lines) + 1))
        blocks = [each for each in offered if each.problem == problem and each.title.startswith("确实")]
        at = session.standing(document.uri)
        assert blocks or session.is_read_from_disk(document.uri) or (at and at.file.reading.root is None), problem
        for action in blocks:
            made = changed(document, action.changes).replace("（写明原因）", REASON)
            session.put(document._replace(text=made))
            after = session.judged(place).problems
            assert [each.explained for each in after if told(each)[:2] == told(problem)[:2] and each.where == problem.where and each.original == problem.original] == [True], made  # fmt: skip
            assert Counter(each.rule for each in after) - Counter(each.rule for each in before) == Counter(), made
            session.put(document)
            tried += 1
    return tried


@pytest.mark.slow
@pytest.mark.parametrize("name", WRONG)
def test_the_block_explains_on_every_rule_page(name: str, tmp_path: Path) -> None:
    """Written where the editor writes it, with a reason, the finding is explained and no other is new."""
    laid(WRONG[name], tmp_path)
    explain_all(session_over(tmp_path), PLACE)


@pytest.mark.parametrize(
    "name", ["conclusion-differs-0", "typed-grade-differs-0", "unbalanced-marks-0", "unfinished-paragraph-0"]
)
def test_words_that_look_like_slips_are_quoted_safely(name: str, tmp_path: Path) -> None:
    """A half of a pair of marks, a comma at the end, and words that hold those of another finding."""
    laid(WRONG[name], tmp_path)
    assert explain_all(session_over(tmp_path), PLACE) > 0


@pytest.mark.slow
@pytest.mark.parametrize("place", list(departments(ROOT / "data")), ids=str)
def test_the_block_explains_in_every_sample_typed_wrong(place: DepartmentYear) -> None:
    """A figure far too large or too small on many lines, one at a time."""
    session = session_over(ROOT)
    known = set(map(told, session.judged(place).problems))
    explain_all(session, place)
    for path in sorted((ROOT / "data" / str(place)).rglob("*.yaml")):
        lines = path.read_text(encoding="utf-8").split("\n")
        typed = [number for number, line in enumerate(lines) if NUMBER.search(line) and not line.startswith("#")]
        for number in typed[::EVERY]:
            for figure in ("0.7", "69340"):
                wrong = NUMBER.sub(figure, lines[number], count=1)
                text = "\n".join((*lines[:number], wrong, *lines[number + 1 :]))
                session.put(OpenDocument(path.as_uri(), 1, text))
                explain_all(session, place, known)
        session.close(path.as_uri())


LIBRARY = DepartmentYear("2024", "qinghu-library")
MONITORING = ROOT / "data" / str(LIBRARY) / "monitoring.yaml"


def test_a_file_that_projects_share_explains_for_the_department() -> None:
    """The projects, which read the monitoring too and have no such finding, do not call the explanation unused."""
    session = session_over(ROOT)
    known = set(map(told, session.judged(LIBRARY).problems))
    text = MONITORING.read_text(encoding="utf-8").replace("执行数: 693.40", "执行数: 69340")
    session.put(OpenDocument(MONITORING.as_uri(), 1, text))
    assert explain_all(session, LIBRARY, known) == 2


def test_one_that_nothing_uses_is_told_once() -> None:
    """A check that the form declares is known as a code, though it finds nothing now."""
    session = session_over(ROOT)
    block = f"说明情况:\n  - 规则: forecast-below-spent\n    位置: 监控.执行数\n    理由: {REASON}\n"
    session.put(OpenDocument(MONITORING.as_uri(), 1, MONITORING.read_text(encoding="utf-8") + block))
    (found,) = [each for each in session.judged(LIBRARY).problems if each.rule == "unused-explanation"]
    assert found.message == "现在没有 forecast-below-spent（监控.执行数）这个问题，这条说明可以删去"


def test_a_place_is_quoted_where_it_would_be_cut() -> None:
    """A name with what begins a comment, or looks like another key."""
    place = Place("actuals.yaml", 1, 1, 2)
    for name, typed in (("甲 #乙", "'指标.甲 #乙.实际'"), ("甲: 乙", "'指标.甲: 乙.实际'"), ("甲", "指标.甲.实际")):
        found = Problem(place, "unit-differs", Level.WARNING, "", where=f"指标.{name}.实际")
        assert entry(found)[1] == f"  位置: {typed}"


def test_the_block_itself_is_not_explained() -> None:
    """That nothing stands behind 说明情况 is told, and no entry is offered below it."""
    session = session_over(ROOT)
    path = ROOT / "data/2025/fengxiang-sports/actuals.yaml"
    text = path.read_text(encoding="utf-8") + "说明情况:\n"
    session.put(OpenDocument(path.as_uri(), 1, text))
    (found,) = session.judged(DepartmentYear("2025", "fengxiang-sports")).problems
    assert (found.rule, found.place.line) == ("missing-value", text.count("\n"))
    assert list(session.actions(path.as_uri(), range(found.place.line - 1, found.place.line))) == []
