"""What a Markdown template must not bring into a published page: HTML, pictures, and links to anything but pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from selfeval.documents.passage import Passage, TagSpot, TemplateSlip
from selfeval.text.pattern import regex

_TAG = regex(r"(?:(?<!\s)\s+)?\{[{%#]-.*?(?:[}%#]\}|\Z)|\{[{%#].*?(?:[}%#]\}\n?|\Z)", re.DOTALL)
"""A tag with what is removed around it; where it stood, pieces beside it come together."""
_GAP = "\0"
_WEB = r"(?:https?://|mailto:)[^\s<>\0]*"
_HTML = regex(rf"<\0*(?!br\s*/?>|!--|{_WEB}>)[A-Za-z/?!\0]", re.IGNORECASE)
_PICTURE = regex(r"(?<!\\)!\0*\[")
_LINK = regex(r"\]\0*(?:\(|:)\s*(<?[^\s)]*)")
_TARGET = regex(rf"<?(?:{_WEB.replace(']*', '>]*')}.*|#[^\0&]*|(?!//)[^\0&:\\]+)", re.IGNORECASE)
"""A page, a place in the document, or a file beside it; no other scheme, and none that only data completes."""


def find(passages: Sequence[Passage]) -> Iterator[TemplateSlip]:
    """Yield a slip for each piece of markup that is more than text."""
    text = _TAG.sub(lambda tag: _GAP * len(tag[0]), "\n".join(passage.text for passage in passages))
    starts = [0, *accumulate(len(passage.text) + 1 for passage in passages)]
    position = 0
    for start, end, message in sorted(_pieces(text)):
        while starts[position + 1] <= start:
            position += 1
        passage = passages[position]
        spot = TagSpot(passage, start - starts[position], min(end - starts[position], len(passage.text)))
        yield TemplateSlip(spot, "template-unsafe", message)


def _pieces(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where each piece of markup begins and ends, with what to say of it."""
    for found in _HTML.finditer(text):
        yield *found.span(), "模板里不能写 HTML；小于号写成 \\<，换行写 <br>"
    for found in _PICTURE.finditer(text):
        yield *found.span(), "Markdown 模板里不能放图片；图片放在 Word 模板里"
    for found in _LINK.finditer(text):
        if not _TARGET.fullmatch(found[1]):
            yield *found.span(), "链接只能到 http、https、mailto 开头的地址，里面不能写标记；请改或删去"
