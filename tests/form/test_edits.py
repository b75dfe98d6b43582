"""No edit of form.yaml, fields.yaml or scoring.yaml raises, and a form that cannot be used never blames the data."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT
from sampled import sampled

from selfeval.form.library import load
from selfeval.pipeline.department import build
from selfeval.pipeline.workspace import Workspace, forget_forms
from selfeval.problem import Problem
from selfeval.submission.folder import DepartmentYear

USERS = {
    "guangzhou/explanation": DepartmentYear("2024", "liwan"),
    "guangzhou/self-evaluation": DepartmentYear("2022", "tianhe"),
    "guangzhou/targets": DepartmentYear("2023", "tianhe"),
    "wuhan/self-evaluation": DepartmentYear("2020", "caidian"),
}
"""A sample department for each form; the others, and the shared files, are tried on the library."""

LIBRARY = DepartmentYear("2024", "qinghu-library")
VALUES = ("[甲, 乙]", "[]", "{甲: 乙}", "{}", "-3", "", '""', "甲")
_KEY = re.compile(r"( *(?:- )?[^:]*:)( .*)?")
DECLARATIONS = sorted(
    str(path.relative_to(ROOT / "templates"))
    for pattern in ("fields.yaml", "scoring.yaml", "**/form.yaml")
    for path in (ROOT / "templates").glob(pattern)
)


def edits(text: str) -> Iterator[str]:
    """Yield a text with each line or block left out or repeated, and with each value replaced by another."""
    lines = text.splitlines(keepends=True)
    for at, line in enumerate(lines):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        end = _end_of_block(lines, at)
        for stop in {at + 1, end}:
            yield "".join((*lines[:at], *lines[stop:]))
            yield "".join((*lines[:stop], *lines[at:]))
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


def blamed(folder: Path, place: DepartmentYear) -> list[Problem]:
    """Return the problems of a department's data, its documents made in Markdown."""
    forget_forms()
    outcome = build(Workspace(ROOT / "data", folder / "templates", folder / "reports"), place)
    assert "internal-error" not in {problem.rule for problem in outcome.problems}
    return [problem for problem in outcome.problems if problem.place.file.startswith("data/")]


def try_edits(folder: Path, declaration: str, chosen: slice, builds: int) -> None:
    """Load a form with each of the chosen edits of a declaration, and build a department with so many of them.

    The edits come in a random order that is the same in each run.
    """
    shutil.copytree(ROOT / "templates", folder / "templates", ignore=shutil.ignore_patterns("*.docx"))
    path = folder / "templates" / declaration
    text = path.read_text(encoding="utf-8")
    form = str(path.parent.relative_to(folder / "templates"))
    place = USERS.get(form, LIBRARY)
    before = {problem.message for problem in blamed(folder, place)}
    made = list(edits(text))
    random.Random(declaration).shuffle(made)
    for number, edited in enumerate(made[chosen]):
        path.write_text(edited, encoding="utf-8")
        library = load(folder / "templates")
        assert library.problems_of([form] if form in library.folders else library.folders) is not None
        if number < builds:
            found = {problem.message for problem in blamed(folder, place)}
            assert form not in library.folders or library.declared(form).form or found <= before, edited


@pytest.mark.parametrize("declaration", sampled(DECLARATIONS))
def test_an_edit_is_named_or_means_something(tmp_path: Path, declaration: str) -> None:
    """A few of each declaration."""
    try_edits(tmp_path, declaration, slice(4), 1)


@pytest.mark.slow
@pytest.mark.parametrize("declaration", DECLARATIONS)
def test_many_edits_are_named_or_mean_something(tmp_path: Path, declaration: str) -> None:
    """Three hundred of each declaration, a department built with forty."""
    try_edits(tmp_path, declaration, slice(300), 40)
