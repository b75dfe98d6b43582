"""Markdown documents: made from a template of their own, and the ones that reviewers compare."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from jinja2 import Template

from selfeval.documents.content import mark_text
from selfeval.documents.escape import escape, escape_paragraphs
from selfeval.documents.from_word import markdown_of
from selfeval.documents.sandbox import FAILURES, environment, explain, plain
from selfeval.documents.view import GAPS, Item
from selfeval.documents.word import package
from selfeval.problem.disk import read_file
from selfeval.text.pattern import regex

SUFFIX = ".md"
_TAG = regex(r"{{(.*?)}}")
_BLOCKS_ONLY = regex(r"\s*(?:(?:{%(?:(?!%}).)*%}|{#(?:(?!#}).)*#})\s*)+")
_FIRST_BLOCK = regex(r"\A\s*{[%#](?![-+])")
_LAST_BLOCK = regex(r"(?<![-+])[%#]}\Z")


def _prose(value: object) -> str:
    """Print a value in running text: paragraphs are separated by a blank line."""
    lines = value if isinstance(value, list) else [plain(value)]
    return "\n\n".join(escape_paragraphs(str(plain(line))).replace("\n", "\n\n") for line in lines)


def _cell(value: object) -> str:
    """Print a value in a table: paragraphs are separated by a line break."""
    lines = value if isinstance(value, list) else [plain(value)]
    return "<br>".join(escape(str(plain(line))).replace("\n", "<br>") for line in lines)


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

    A template in Word is turned into one in Markdown first. Raise RenderingError where the template is at fault.
    """
    data = read_file(template)
    source = markdown_of(data) if template.suffix == package.SUFFIX else data.decode().replace("\r\n", "\n")
    try:
        text = _prepare(source).render(view)
    except FAILURES as error:
        raise explain(error, source, view) from error
    tidy = re.sub(r"\n{3,}", "\n\n", text).strip()
    return mark_text(tidy, made_of).encode()


def mark_draft(document: bytes) -> bytes:
    """Return a Markdown document with 草稿 on top and its gaps in bold."""
    text = GAPS.sub(r"**\g<0>**", document.decode())
    return f"> **草稿**：还有没填的内容，不能报送。\n\n{text}".encode()
