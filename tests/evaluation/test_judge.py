"""Judging takes what was read and touches no disk; what was gathered goes with the department."""

from __future__ import annotations

import builtins
import gc
import io
import os
import pickle
import weakref
from pathlib import Path

import pytest
from conftest import ROOT, SAMPLES

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.judge import evaluate, of_due_forms
from selfeval.form.form import Phase
from selfeval.form.library import Library
from selfeval.submission.folder import DepartmentYear
from selfeval.submission.read import read_department


@pytest.mark.parametrize("place", SAMPLES, ids=str)
def test_judging_opens_no_file(place: DepartmentYear, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Last year's files, the approved copy and the scoring profiles were read before."""
    submissions = read_department(ROOT / "data", place, library)
    for submission in submissions:
        evaluate(submission, library)  # what Python loads when first asked for is no file of the department

    def refuse(*arguments: object, **options: object) -> None:
        raise AssertionError(f"opened {arguments[0]}")

    for home, name in ((builtins, "open"), (io, "open"), (os, "open"), (os, "scandir"), (os, "listdir"), (os, "stat")):
        monkeypatch.setattr(home, name, refuse)
    found = [evaluate(submission, library) for submission in submissions]
    monkeypatch.undo()
    assert all(each.cases or not submission.forms for each, submission in zip(found, submissions, strict=True))


def test_a_submission_is_plain_data(library: Library) -> None:
    """It can be sent to another process, and says there what it says here."""
    for submission in read_department(ROOT / "data", SAMPLES[-1], library):
        again = pickle.loads(pickle.dumps(submission))
        assert again.tree == submission.tree
        assert [problem.message for problem in evaluate(again, library).problems] == [
            problem.message for problem in evaluate(submission, library).problems
        ]


def test_what_was_gathered_goes_with_the_department(library: Library) -> None:
    """No cache keeps a department alive once it was judged."""
    (submission, *_) = read_department(ROOT / "data", SAMPLES[1], library)
    evaluation = evaluate(submission, library)
    dossier: weakref.ref[Dossier] = weakref.ref(evaluation.cases[0].dossier)
    assert dossier() is not None
    del evaluation, submission
    gc.collect()
    assert dossier() is None


def test_a_finding_belongs_to_the_forms_that_print_it(library: Library) -> None:
    """A rule on texts looks once at all that a department prints."""
    for place in SAMPLES:
        for submission in read_department(ROOT / "data", place, library):
            for problem in evaluate(submission, library).problems:
                assert problem.forms is None or problem.forms <= {form.slug for form in submission.schema.forms}


def test_targets_are_judged_in_february_by_the_forms_that_print_them_later(tmp_path: Path, library: Library) -> None:
    """Nobody waits until the targets are approved to be told that their points do not add up."""
    sports = tmp_path / "2025" / "sports"
    sports.mkdir(parents=True)
    typed = (ROOT / "data" / "2025" / "fengxiang-sports" / "targets.yaml").read_text(encoding="utf-8")
    (sports / "targets.yaml").write_text(typed.replace("分值: 15", "分值: 35", 1), encoding="utf-8")
    (submission,) = read_department(tmp_path, DepartmentYear("2025", "sports"), library)
    evaluation = evaluate(submission, library)
    assert not submission.due
    assert {problem.rule for problem in evaluation.problems} == {"section-points-differ"}
    asked = read_department(tmp_path, DepartmentYear("2025", "sports"), library, Phase.TARGETS)[0]
    assert of_due_forms(evaluate(asked, library).problems, asked) == evaluation.problems
