"""Small departments for tests, as a tree of texts."""

from __future__ import annotations

import shutil
from pathlib import Path

from rulepages import BASE, FORM_FILES, RULES


def office(folder: Path, files: dict[str, str | None] | None = None, place: str = "2024/qinghu") -> Path:
    """Lay the base department and its form below a folder, files replaced or (None) left out; return the folder."""
    form, department = folder / "templates" / "form", folder / "data" / place
    form.mkdir(parents=True, exist_ok=True)
    department.mkdir(parents=True)
    shutil.copy(RULES.parent.parent / "templates" / "fields.yaml", form.parent / "fields.yaml")
    for path in BASE.iterdir():
        shutil.copy(path, (form if path.name in FORM_FILES else department) / path.name)
    for name, content in (files or {}).items():
        home = (form if name in FORM_FILES else department) / name
        home.parent.mkdir(parents=True, exist_ok=True)
        if content is None:
            home.unlink()
        else:
            home.write_text(content, encoding="utf-8")
    return folder


def changed(name: str, old: str, new: str) -> dict[str, str | None]:
    """Return one base file with a text in it replaced."""
    text = (BASE / name).read_text(encoding="utf-8")
    assert old in text
    return {name: text.replace(old, new)}
