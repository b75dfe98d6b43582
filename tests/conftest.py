"""What tests share: the sample departments, read once."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from selfeval.evaluation.case import Case, cases
from selfeval.form.library import Library, load
from selfeval.pipeline.workspace import forget_forms
from selfeval.submission.folder import DepartmentYear
from selfeval.submission.read import read_department

ROOT = Path(__file__).parent.parent
SAMPLES = (
    DepartmentYear("2020", "caidian"),
    DepartmentYear("2022", "tianhe"),
    DepartmentYear("2023", "tianhe"),
    DepartmentYear("2024", "guangzhou"),
    DepartmentYear("2024", "liwan"),
    DepartmentYear("2024", "qinghu-library"),
)
"""The departments that come with the project; whatever else is under data/ is its owner's affair."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch that accepts new golden documents."""
    parser.addoption("--accept", action="store_true", help="accept new golden documents")


@pytest.fixture(scope="session")
def library() -> Library:
    """Return the forms of the project."""
    return load(ROOT / "templates")


@pytest.fixture(autouse=True)
def forms_are_read_anew() -> None:
    """Forget what another test read of the templates in a folder."""
    forget_forms()


def sample_documents() -> list[Case]:
    """Return every document the samples make, as its case."""
    return list(_documents(SAMPLES))


def shipped_documents() -> list[Case]:
    """Return every document of the project's departments, those of the official forms too, as its case."""
    return list(
        _documents((*SAMPLES, *(DepartmentYear("2025", path.name) for path in sorted((ROOT / "data/2025").iterdir()))))
    )


@cache
def _documents(places: tuple[DepartmentYear, ...]) -> tuple[Case, ...]:
    """Return the documents of departments, read once for all the modules that ask while tests are collected."""
    known = load(ROOT / "templates")
    return tuple(
        case
        for place in places
        for submission in read_department(ROOT / "data", place, known)
        for case in cases(submission)
    )


def label(value: object) -> str | None:
    """Name a parametrised case after its department and form."""
    if not isinstance(value, Case):
        return None
    submission = value.submission
    return "-".join(filter(None, (submission.year, submission.department, submission.project, value.form.slug)))
