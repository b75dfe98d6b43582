"""Markdown documents: made from a template of their own, and the ones that reviewers compare."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from jinja2 import Template

from selfeval.documents.content import mark_text
from selfeval.documents.sandbox import FAILURES, environment, explain, plain
from selfeval.documents.view import Item
from selfeval.problem.disk import read_file
from selfeval.text.pattern import regex

SUFFIX = ".md"
_GAP = regex(r"(【待填：[^】]*】)")
_TAG = regex(r"{{(.*?)}}")
_BLOCKS_ONLY = regex(r"\s*(?:(?:{%(?:(?!%}).)*%}|{#(?:(?!#}).)*#})\s*)+")
_FIRST_BLOCK = regex(r"\A\s*{[%#](?![-+])")
_LAST_BLOCK = regex(r"(?<![-+])[%#]}\Z")
_SPECIAL = regex(r"([\\`*_\[\]<|~&])")
_AT_START = regex(r"^(\d+(?=[.)](?:\s|$))|(?=[#>+=-]))", re.MULTILINE)
_AT_EDGE = regex(r"^[ \t]|[ \t]$", re.MULTILINE)
"""A blank that Markdown would take for layout, or drop."""


def _escape(text: str) -> str:
    """Return a text so that Markdown shows it as typed where it stands inside a line."""
    return _AT_EDGE.sub(lambda blank: f"&#{ord(blank[0])};", _SPECIAL.sub(r"\\\1", text))


def _escape_paragraphs(text: str) -> str:
    """Return a text so that no line of it is taken for a heading, a list or code."""
    return _AT_START.sub(r"\1\\", _escape(text))


def _prose(value: object) -> str:
    """Print a value in running text: paragraphs are separated by a blank line."""
    lines = value if isinstance(value, list) else [plain(value)]
    return "\n\n".join(_escape_paragraphs(str(plain(line))).replace("\n", "\n\n") for line in lines)


def _cell(value: object) -> str:
    """Print a value in a table: paragraphs are separated by a line break."""
    lines = value if isinstance(value, list) else [plain(value)]
    return "<br>".join(_escape(str(plain(line))).replace("\n", "<br>") for line in lines)


@lru_cache(maxsize=64)
def _prepare(source: str) -> Template:
    filters = {"正文": _prose, "格内": _cell}
    room = environment(lambda value: value, filters, trim_blocks=True, lstrip_blocks=True)
    return room.from_string(_add_filters(source))


def _add_filters(source: str) -> str:
    """Add a filter to every tag: that of cells in a line that begins with |, a table row, else that of running text.

    Only a line of nothing but blocks vanishes: in any other, the blocks at its ends leave break and indentation alone.
    """
    return "\n".join(
        _add_filter(_keep_break(line), "格内" if line.lstrip().startswith("|") else "正文")
        for line in source.split("\n")
    )


def _keep_break(line: str) -> str:
    return line if _BLOCKS_ONLY.fullmatch(line) else _LAST_BLOCK.sub(r"+\g<0>", _FIRST_BLOCK.sub(r"\g<0>+", line))


def _add_filter(line: str, name: str) -> str:
    return _TAG.sub(lambda tag: f"{{{{ ({tag[1].strip()})|{name} }}}}", line)


def render(template: Path, view: Item, subject: str, made_of: str) -> bytes:
    """Return the document as UTF-8 bytes with its marks, of which ``made_of`` is the first.

    Raise RenderingError where the template is at fault.
    """
    source = read_file(template).decode().replace("\r\n", "\n")
    try:
        text = _prepare(source).render(view)
    except FAILURES as error:
        raise explain(error, source, view) from error
    tidy = re.sub(r"\n{3,}", "\n\n", text).strip()
    return mark_text(tidy, made_of).encode()


def mark_draft(document: bytes) -> bytes:
    """Return a Markdown document with 草稿 on top and its gaps in bold."""
    text = _GAP.sub(r"**\g<0>**", document.decode())
    return f"> **草稿**：还有没填的内容，不能报送。\n\n{text}".encode()
