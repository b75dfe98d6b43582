"""What a draft of a form is: laid as a folder of a library, and its Word document as text."""

from __future__ import annotations

import shutil
from pathlib import Path

from conftest import ROOT

from selfeval.authoring.form_draft import PRINTED, Draft
from selfeval.documents.read.word import read_word
from selfeval.form.library import CAREFUL, Library, load


def drafted(folder: Path, draft: Draft, *, answered: bool) -> Library:
    """Return a library with the drafted form, its questions deleted or left."""
    home = folder / "templates" / "hubei" / "draft"
    home.mkdir(parents=True, exist_ok=True)
    for name in ("fields.yaml", "scoring.yaml"):
        shutil.copy(ROOT / "templates" / name, folder / "templates" / name)
    lines = [line for line in draft.declaration.split("\n") if not answered or not line.lstrip().startswith("# 问")]
    (home / "form.yaml").write_text("\n".join(lines), encoding="utf-8")
    (home / "document.docx").write_bytes(draft.document)
    if draft.listed:
        (home / PRINTED).write_text(draft.listed, encoding="utf-8")
    return load(folder / "templates", CAREFUL)


def shown(data: bytes) -> str:
    """Return a Word document as text, as tests write it."""
    lines = []
    for line in read_word(data).lines:
        texts = ["<br>".join(cell.paragraphs) for cell in line.cells]
        lines.append(f"| {' | '.join(texts)} |".replace("|  |", "| |") if line.table else texts[0])
    return "\n".join(lines)
