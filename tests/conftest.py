"""What tests share: the sample departments, read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from selfeval.form.form import Form
from selfeval.form.library import Library, load
from selfeval.submission.read import read_department
from selfeval.submission.submission import Submission

ROOT = Path(__file__).parent.parent
SAMPLES = (
    ("2020", "caidian"),
    ("2022", "tianhe"),
    ("2023", "tianhe"),
    ("2024", "guangzhou"),
    ("2024", "liwan"),
    ("2024", "qinghu-library"),
)
"""The departments that come with the project; whatever else is under data/ is its owner's affair."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the switch that accepts new golden documents."""
    parser.addoption("--accept", action="store_true", help="accept new golden documents")


@pytest.fixture(scope="session")
def library() -> Library:
    """Return the forms of the project."""
    return load(ROOT / "templates")


def sample_documents() -> list[tuple[Submission, Form]]:
    """Return every document the samples make, as its submission and form."""
    known = load(ROOT / "templates")
    return [
        (submission, form)
        for year, department in SAMPLES
        for submission in read_department(ROOT / "data", year, department, known)
        for form in submission.forms
    ]


def label(value: object) -> str | None:
    """Name a parametrised case after its department and form."""
    if isinstance(value, Submission):
        return "-".join(filter(None, (value.year, value.department, value.project)))
    return value.slug if isinstance(value, Form) else None
