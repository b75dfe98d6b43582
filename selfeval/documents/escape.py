"""Text for Markdown, so that it is shown as typed."""

from __future__ import annotations

import re

from selfeval.text.pattern import regex

_SPECIAL = regex(r"([\\`*_\[\]<|~&])")
_AT_START = regex(r"^(\d+(?=[.)](?:\s|$))|(?=[#>+=-]))", re.MULTILINE)
_AT_EDGE = regex(r"^[ \t]|[ \t]$", re.MULTILINE)
"""A blank that Markdown would take for layout, or drop."""


def escape_marks(text: str) -> str:
    """Return a text so that no mark in it is taken for one of Markdown; it may stand beside other text."""
    return _SPECIAL.sub(r"\\\1", text)


def escape(text: str) -> str:
    """Return a text so that Markdown shows it as typed where it stands inside a line."""
    return _AT_EDGE.sub(lambda blank: f"&#{ord(blank[0])};", escape_marks(text))


def escape_paragraphs(text: str) -> str:
    """Return a text so that no line of it is taken for a heading, a list or code."""
    return _AT_START.sub(r"\1\\", escape(text))
