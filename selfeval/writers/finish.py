"""What every part of a Word document goes through once its tags are rendered."""

from __future__ import annotations

import re
from html import unescape

from selfeval.writers.merge import merge
from selfeval.writers.template import RenderingError

SUSPECTS = ("{", "}", "｛", "｝", "〔合并")
"""Without any of these, nothing of a template can be left over."""
_LEFTOVER = re.compile(r"{{|}}|{%|%}|｛[｛％%]|[％%｝]｝|〔合并")
_PARAGRAPH_ENDS = ("</w:p>", "<w:p/>", "<w:p ")


def finished(xml: str) -> str:
    """Merge cells and end every cell in a paragraph, which a loop over nothing may have left out."""
    return merge(_ended(xml))


def _ended(xml: str) -> str:
    *cells, rest = xml.split("</w:tc>")
    ended = (
        cell if cell.startswith(_PARAGRAPH_ENDS, cell.rfind("<")) else f"{cell}<w:p/>" for cell in cells
    )
    return "</w:tc>".join((*ended, rest))


def refuse_leftovers(xml: str) -> None:
    """Raise RenderingError where a paragraph still shows a piece of the template language."""
    if not any(suspect in xml for suspect in SUSPECTS):
        return
    for paragraph in xml.split("</w:p>"):
        text = unescape(re.sub(r"<[^>]*>", "", paragraph))
        found = _LEFTOVER.search(text)
        if found:
            raise RenderingError(
                f"印出来的文档里还有没处理的标记“{found[0]}”，括号要用英文半角", around=text.strip()[:60]
            )
