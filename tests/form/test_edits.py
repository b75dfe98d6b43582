"""No edit of form.yaml, of a list beside it, of fields.yaml or scoring.yaml raises.

A form that cannot be used is told of in Chinese, blames no data and stops no form but those that are based on it.
"""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Collection, Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from sampled import sampled

from selfeval.documents.outcome import Outcome
from selfeval.form.library import Library, load
from selfeval.pipeline.department import build
from selfeval.pipeline.workspace import Workspace, forget_forms
from selfeval.submission.folder import DepartmentYear, departments

LIBRARY = DepartmentYear("2024", "qinghu-library")
"""The department that is built where none of the samples uses a form."""

VALUES = ("[甲, 乙]", "[]", "{甲: 乙}", "{}", "-3", "", '""', "甲")
_KEY = re.compile(r"( *(?:- )?[^:]*:)( .*)?")
DECLARATIONS = sorted(str(path.relative_to(ROOT / "templates")) for path in (ROOT / "templates").glob("**/*.yaml"))
FORMS = [each for each in DECLARATIONS if each.endswith("/form.yaml")]
BESIDE = [each for each in DECLARATIONS if each not in FORMS]
"""The words and the ways of scoring that forms share, and the lists beside them."""


def edits(text: str) -> Iterator[str]:
    """Yield a text with each line or block left out or repeated, mistyped, and with each value replaced by another."""
    lines = text.splitlines(keepends=True)
    for at, line in enumerate(lines):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        end = _end_of_block(lines, at)
        for stop in {at + 1, end}:
            yield "".join((*lines[:at], *lines[stop:]))
            yield "".join((*lines[:stop], *lines[at:]))
        for slip in (line.replace(":", "：", 1), line.replace(": ", ":", 1), f" {line}", f"{line[: len(line) // 2]}\n"):
            yield "".join((*lines[:at], slip, *lines[at + 1 :]))
        key = _KEY.fullmatch(line.rstrip("\n"))
        begin = f"{key[1]} " if key else line[: line.index("- ") + 2] if "- " in line else ""
        for value in VALUES if begin else ():
            yield "".join((*lines[:at], f"{begin}{value}\n", *lines[end:]))


def _end_of_block(lines: list[str], at: int) -> int:
    """Return the line behind all that is indented deeper than a line."""
    indent = len(lines[at]) - len(lines[at].lstrip())
    after = (
        number
        for number, line in enumerate(lines[at + 1 :], at + 1)
        if line.strip() and len(line) - len(line.lstrip()) <= indent
    )
    return next(after, len(lines))


def user_of(declaration: str) -> DepartmentYear:
    """Return a sample department that chose a form in the folder of a declaration."""
    folder = f"{Path(declaration).parent}"
    line = re.compile(f"(?m)^  - {re.escape(folder)}(?:$|/)")
    places = (place for place in departments(ROOT / "data"))
    return next(
        (each for each in places if line.search((ROOT / "data" / str(each) / "targets.yaml").read_text("utf-8"))),
        LIBRARY,
    )


def concerned(library: Library, folder: str) -> set[str]:
    """Return the forms that a declaration in a folder concerns: those in it or below it, and those based on them."""
    forms = {slug: library.declared(slug).form for slug in library.folders}
    below = {slug for slug in forms if folder in (".", slug, slug.partition("/")[0])}
    homes = {library.folders[slug] for slug in below}
    return below | {slug for slug, form in forms.items() if form and not homes.isdisjoint(form.bases)}


def built(folder: Path, place: DepartmentYear) -> Outcome:
    """Build a department, its documents in Markdown."""
    forget_forms()
    outcome = build(Workspace(ROOT / "data", folder / "templates", folder / "reports"), place)
    assert "internal-error" not in {problem.rule for problem in outcome.problems}
    return outcome


def blamed(outcome: Outcome, sound: Collection[str] = ()) -> set[str]:
    """Return what is said of a department's data, but what a sound form may ask for."""
    told = (each for each in outcome.problems if each.place.file.startswith("data/"))
    return {each.message for each in told if each.forms is None or each.forms.isdisjoint(sound)}


def try_edits(folder: Path, declaration: str, chosen: slice, builds: int) -> None:
    """Load a form with each of the chosen edits of a declaration, and build a department with so many of them.

    The edits come in a random order that is the same in each run.
    """
    shutil.copytree(ROOT / "templates", folder / "templates", ignore=shutil.ignore_patterns("*.docx"))
    path = folder / "templates" / declaration
    text = path.read_text(encoding="utf-8")
    place, mine = user_of(declaration), concerned(load(folder / "templates"), str(Path(declaration).parent))
    whole = built(folder, place)
    made = list(edits(text))
    random.Random(declaration).shuffle(made)
    for number, edited in enumerate(made[chosen]):
        path.write_text(edited, encoding="utf-8")
        library = load(folder / "templates")
        for problem in library.problems_of(mine):
            lines = edited.count("\n") + 1 if problem.place.file.endswith(declaration) else problem.place.line
            assert re.search("[一-龥]", problem.message), edited
            assert problem.place.line <= lines, edited
        if number < builds:
            assert library.broken <= mine, edited
            sound = set(whole.forms) - library.broken
            blames = blamed(built(folder, place), sound) - blamed(whole)
            assert not blames or library.broken.isdisjoint(whole.forms), edited


@pytest.mark.parametrize("declaration", [*sampled(FORMS), *sampled(BESIDE)])
def test_an_edit_is_named_or_means_something(tmp_path: Path, declaration: str) -> None:
    """A few of each declaration."""
    try_edits(tmp_path, declaration, slice(4), 1)


@pytest.mark.slow
@pytest.mark.parametrize("declaration", DECLARATIONS)
def test_many_edits_are_named_or_mean_something(tmp_path: Path, declaration: str) -> None:
    """Three hundred of each declaration, a department built with forty."""
    try_edits(tmp_path, declaration, slice(300), 40)
