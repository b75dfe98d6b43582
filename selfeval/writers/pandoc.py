"""Pandoc, used through pypandoc: Word documents as plain text, for ``git diff``."""

from __future__ import annotations

from pathlib import Path


def text(document: Path) -> str:
    """Return a Word document as plain text with tables, one paragraph a line."""
    import pypandoc  # slow to import, and only this function needs it

    return str(
        pypandoc.convert_file(str(document), "plain", format="docx", extra_args=["--wrap=none", "--columns=200"])
    )
