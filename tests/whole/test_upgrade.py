"""A checkout made with an older version goes on after an upgrade, with nothing else to touch.

The folder ``before-rooms`` was made by the program of 2026-11-21, the last whose documents carry one fingerprint:
one department, the form it chose, and the reports of that day.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from commandline import run
from conftest import ROOT
from golden import text

from selfeval.documents.outcome import Status
from selfeval.history import record
from selfeval.pipeline.batch import make, skip_unchanged
from selfeval.pipeline.workspace import Workspace
from selfeval.submission.folder import DepartmentYear

OLD = Path(__file__).parent / "before-rooms"
PLACE = DepartmentYear("2020", "caidian")
RECORDED = "# 送审和定稿的记录，由程序写成，不要改动\n- 2021-03-24 定稿 4ca126b225394e684adb24da30aa6436\n"
"""What that program wrote when the year was made final: a line without a version."""


@pytest.fixture(params=["old templates", "new templates"])
def checkout(tmp_path: Path, request: pytest.FixtureRequest) -> Workspace:
    """Return the old checkout after an upgrade, with the forms it had or with those of now."""
    shutil.copytree(OLD, tmp_path / "old")
    templates = ROOT / "templates" if request.param == "new templates" else tmp_path / "old/templates"
    return Workspace(tmp_path / "old/data", templates, tmp_path / "old/reports")


def words(workspace: Workspace) -> dict[str, str]:
    """Return the text of every document, without the marks and without blanks."""
    assert workspace.reports is not None
    found = {}
    for path in workspace.reports.rglob("*.*"):
        read = text(path.read_bytes()) if path.suffix == ".docx" else path.read_text(encoding="utf-8")
        found[path.name] = "".join(re.sub(r"<!-- 指纹 .* -->", "", read).split())
    return found


def test_old_documents_get_new_marks_and_keep_their_words(checkout: Workspace) -> None:
    """Nothing is taken for a hand edit, nothing is called superfluous, and the next build has nothing to do."""
    before = words(checkout)
    outcome = make(checkout, PLACE)
    assert not outcome.blocked
    assert {document.status for document in outcome.documents} == {Status.BUILT}
    assert words(checkout) == before
    assert skip_unchanged(checkout, PLACE) is not None


def test_old_explanations_still_explain(checkout: Workspace) -> None:
    """Each names a rule and a place, as they did; none is useless now."""
    problems = make(checkout, PLACE).problems
    assert sum(problem.explained for problem in problems) == 4
    assert "unused-explanation" not in {problem.rule for problem in problems}


def test_a_recorded_year_is_not_made_anew(checkout: Workspace) -> None:
    """Its state is read from the old line, and is not called changed."""
    folder = checkout.data / str(PLACE)
    (folder / record.NAME).write_text(RECORDED, encoding="utf-8")
    assert record.is_final(folder)
    assert record.state_in_words(folder) == "定稿"


def test_an_edit_by_hand_is_kept(checkout: Workspace) -> None:
    """A document of the old kind whose words are others is kept once beside the one made anew."""
    assert checkout.reports is not None
    (path,) = checkout.reports.rglob("*.md")
    by_hand = path.read_text(encoding="utf-8").replace("区司法局", "我局", 1)
    path.write_text(by_hand, encoding="utf-8")
    kept = [document for document in make(checkout, PLACE).documents if document.status is Status.KEPT]
    assert [Path(document.path).name for document in kept] == ["整体绩效自评结果（手改）.md"]
    assert path.with_stem("整体绩效自评结果（手改）").read_text(encoding="utf-8") == by_hand


def test_words_left_empty_in_an_old_form_stop_nothing(tmp_path: Path) -> None:
    """They are as if they were not there: what was made is made again, and each is told at its line."""
    shutil.copytree(OLD, tmp_path / "old")
    old = tmp_path / "old"
    workspace = Workspace(old / "data", old / "templates", old / "reports")
    form = workspace.templates / "wuhan-self-evaluation/form.yaml"
    with form.open("a", encoding="utf-8") as file:
        file.write("评分:\n规则: {}\n说明:\n")
    before, lines = words(workspace), len(form.read_text(encoding="utf-8").splitlines())
    outcome = make(workspace, PLACE)
    told = [each.place.line for each in outcome.problems if each.rule == "doubtful-declaration"]
    assert (words(workspace), told) == (before, [lines - 2, lines])


def test_the_command_leaves_a_recorded_year_alone(checkout: Workspace) -> None:
    """Not a byte of it changes when all years are built."""
    assert checkout.reports is not None
    (checkout.data / str(PLACE) / record.NAME).write_text(RECORDED, encoding="utf-8")
    before = {path: path.read_bytes() for path in checkout.reports.rglob("*.*")}
    folders = [f"--{name}={getattr(checkout, name)}" for name in ("data", "templates", "reports")]
    done = run("build", *folders)
    assert "已定稿、不再重做的部门：2020/caidian" in done.stderr.decode()
    assert {path: path.read_bytes() for path in checkout.reports.rglob("*.*")} == before
