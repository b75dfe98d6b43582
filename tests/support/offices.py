"""Small departments for tests, as a tree of texts."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import TypeAlias

from rulepages import BASE, FORM_FILES, RULES

Files: TypeAlias = Mapping[str, str | None]
"""Texts of files by name; None leaves the file out."""


def office(folder: Path, files: Files | None = None, place: str = "2024/qinghu") -> Path:
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
