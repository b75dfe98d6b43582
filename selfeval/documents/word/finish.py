"""The last steps for every part of a Word document, after its tags are rendered."""

from __future__ import annotations

import re
from html import unescape

from selfeval.documents.sandbox import RenderingError
from selfeval.documents.word.mend import mend
from selfeval.documents.word.merge import merge
from selfeval.text.pattern import regex

_LEFTOVER = regex(r"{{|}}|{%|%}|｛[｛％%]|[％%｝]｝|〔合并")
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
    """Merge cells, end the marked cells with a paragraph, mend tables, and write empty texts as lxml writes them."""
    *cells, rest = xml.encode().split(_MAYBE_EMPTY.encode())
    ended = b"".join((*(cell if _ends_in_paragraph(cell) else cell + b"<w:p/>" for cell in cells), rest))
    return mend(merge(ended)).replace(*_EMPTY_TEXT)


def _ends_in_paragraph(cell: bytes) -> bool:
    return cell.endswith(b">") and cell.startswith(_PARAGRAPH_ENDS, cell.rfind(b"<"))


def may_have_leftovers(xml: str) -> bool:
    """Tell whether a piece of the template language may be left over; `refuse_leftovers` makes sure."""
    return "{" in xml or "}" in xml or "｛" in xml or "｝" in xml or ("〔" in xml and "〔合并" in xml)


def refuse_leftovers(xml: str) -> None:
    """Raise RenderingError where a paragraph still shows a piece of the template language."""
    for paragraph in xml.split("</w:p>"):
        text = unescape(re.sub(r"<[^>]*>", "", paragraph))
        found = _LEFTOVER.search(text)
        if found:
            raise RenderingError(
                f"印出来的文档里还有没处理的标记“{found[0]}”，括号要用英文半角", around=text.strip()[:60]
            )
