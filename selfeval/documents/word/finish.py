"""The last steps for every part of a Word document, after its tags are rendered."""

from __future__ import annotations

import re
from html import unescape

from selfeval.documents.word.columns import reckon
from selfeval.documents.word.mend import mend
from selfeval.documents.word.merge import merge
from selfeval.text.pattern import regex

_LEFTOVER = regex(r"{{|}}|{%|%}|｛[｛％%]|[％%｝]｝|〔\s*合\s*并")
_TAG = regex(r"{{.*?}}|{%.*?%}|{#.*?#}", re.DOTALL)
_PARAGRAPH_ENDS = (b"</w:p>", b"<w:p/>", b"<w:p ")
_EMPTY_TEXT = (b'<w:t xml:space="preserve"></w:t>', b'<w:t xml:space="preserve"/>')
_MAYBE_EMPTY = "\x04"
"""Marks the end of a cell whose paragraphs may all be left out; a character that no XML can hold."""


def mark_open_cells(template: str) -> str:
    """Mark the cells of template XML that may be rendered without a paragraph at their end."""
    *cells, rest = template.split("</w:tc>")
    return "</w:tc>".join(
        (*(cell if _ends_in_paragraph(cell.encode()) else cell + _MAYBE_EMPTY for cell in cells), rest)
    )


def finish(xml: str) -> bytes:
    """Merge cells, end the marked cells with a paragraph, mend tables, and write empty texts as lxml writes them.

    Spans and widths that follow the data are worked out first.
    """
    *cells, rest = xml.encode().split(_MAYBE_EMPTY.encode())
    ended = b"".join((*(cell if _ends_in_paragraph(cell) else cell + b"<w:p/>" for cell in cells), rest))
    return mend(merge(reckon(ended))).replace(*_EMPTY_TEXT)


def _ends_in_paragraph(cell: bytes) -> bool:
    return cell.endswith(b">") and cell.startswith(_PARAGRAPH_ENDS, cell.rfind(b"<"))


def find_leftover(template: str) -> tuple[str, str] | None:
    """Return a piece of the template language that template XML shows beside its tags, and the paragraph around it.

    The template is searched, not the document: whatever a value holds is printed as typed.
    """
    for paragraph in _TAG.sub("", template).split("</w:p>"):
        text = unescape(re.sub(r"<[^>]*>", "", paragraph)).strip()
        if found := _LEFTOVER.search(text):
            return found[0], text
    return None
