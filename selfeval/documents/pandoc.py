"""Pandoc, used through pypandoc: Word documents as plain text, for ``git diff``; Markdown as HTML, to publish."""

from __future__ import annotations

from pathlib import Path


def text(document: Path) -> str:
    """Return a Word document as plain text with tables, one paragraph a line.

    Raises:
        ValueError: where it is no Word document, or a damaged one.
    """
    import pypandoc  # slow to import, and only this function needs it

    try:
        return str(
            pypandoc.convert_file(str(document), "plain", format="docx", extra_args=["--wrap=none", "--columns=200"])
        )
    except RuntimeError as error:  # which pypandoc raises for all that pandoc refuses
        raise ValueError(str(error)) from error


def html(markdown: str) -> str:
    """Return one of our Markdown documents as an HTML fragment; a typed address does not become a link."""
    import pypandoc

    return str(pypandoc.convert_text(markdown, "html5", format="commonmark+pipe_tables", extra_args=["--wrap=none"]))
