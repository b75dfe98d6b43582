"""A department of the rule pages' base form, with one text of one's own."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from pages import BASE

from selfeval.department import read_department
from selfeval.form.form import Form, Library, load
from selfeval.submission import Submission

ROOT = Path(__file__).parent.parent.parent
Written = Callable[..., tuple[Submission, Form]]


@pytest.fixture(scope="session")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """Return the base form alone."""
    folder = tmp_path_factory.mktemp("forms")
    (folder / "form").mkdir()
    shutil.copy(ROOT / "templates" / "fields.yaml", folder)
    shutil.copy(BASE / "form.yaml", folder / "form")
    return load(folder)


@pytest.fixture
def written(forms: Library, tmp_path: Path) -> Written:
    """Return a function that reads the base department of a year with a text as its 自评结论."""

    def read(text: str, year: str = "2024", changes: tuple[tuple[str, str], ...] = ()) -> tuple[Submission, Form]:
        department = tmp_path / "data" / year / "qinghu"
        department.mkdir(parents=True, exist_ok=True)
        for path in (BASE / "targets.yaml", BASE / "actuals.yaml"):
            content = path.read_text(encoding="utf-8").replace("年度: 2024", f"年度: {year}")
            for old, new in changes:
                content = content.replace(old, new)
            (department / path.name).write_text(content, encoding="utf-8")
        lines = "".join(f"  {line}\n" for line in text.split("\n"))
        (department / "narrative.yaml").write_text(f"自评结论: |\n{lines}自评等级: 优秀\n", encoding="utf-8")
        submission = read_department(tmp_path / "data", year, "qinghu", forms)[0]
        return submission, submission.forms[0]

    return read
