"""What a Markdown template must not bring into a published page: HTML, pictures, and links to anything but pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate

from selfeval.documents.passage import Passage, TagSpot, TemplateSlip
from selfeval.problem import Level
from selfeval.text.pattern import regex

_TAG = regex(r"(?:(?<!\s)\s+)?\{[{%#]-.*?(?:[}%#]\}|\Z)|\{[{%#].*?(?:[}%#]\}\n?|\Z)", re.DOTALL)
"""A tag with what is removed around it; where it stood, pieces beside it come together."""
_GAP = "\0"
_ITEM = regex(r"(?m)^\s*(?:[-*+]|\d+[.)])\s")
_WEB = r"(?:https?://|mailto:)[^\s<>\0]*"
_HTML = regex(rf"<\0*(?!br\s*/?>|!--|{_WEB}>)[A-Za-z/?!\0]", re.IGNORECASE)
_PICTURE = regex(r"(?<!\\)!\0*\[")
_LINK = regex(r"\]\0*(?:\(|:)\s*(<?[^\s)]*)")
_TARGET = regex(rf"<?(?:{_WEB.replace(']*', '>]*')}.*|#[^\0&]*|(?!//)[^\0&:\\]+)", re.IGNORECASE)
"""A page, a place in the document, or a file beside it; no other scheme, and none that only data completes."""


_NOT_TEXT = {
    regex(r"<!--.*?(?:-->|\Z)", re.DOTALL): "写在注释里的标记印不出来；移到注释外面，或删去",
    regex(r"(?m)^ {0,3}(```|~~~).*?(?:^ {0,3}\1|\Z)", re.DOTALL): (
        "写在代码里的标记，内容里的符号会带着反斜线印出来；拿掉 ``` 这几行"
    ),
    regex(r"(?<![`\\])`[^`\n]+`(?!`)"): "写在反引号里的标记，内容里的符号会带着反斜线印出来；拿掉反引号",
    regex(r"(?:\A|\n\n)(?: {4}|\t)[^\n]*"): "空四格的一行是代码，标记的内容里的符号会带着反斜线印出来；拿掉前面的空格",
}
"""Where a tag is not printed as text, with what to say of it."""


def find(passages: Sequence[Passage]) -> Iterator[TemplateSlip]:
    """Yield a slip for each piece of markup that is more than text, and for each tag that is not printed as text."""
    text = _TAG.sub(lambda tag: _GAP * len(tag[0]), "\n".join(passage.text for passage in passages))
    starts = [0, *accumulate(len(passage.text) + 1 for passage in passages)]
    position = 0
    for start, end, message in sorted((*_pieces(text), *_tags_not_printed(text))):
        while starts[position + 1] <= start:
            position += 1
        passage = passages[position]
        spot = TagSpot(passage, start - starts[position], min(end - starts[position], len(passage.text)))
        if message in _NOT_TEXT.values():
            yield TemplateSlip(spot, "template-misplaced-tag", message, level=Level.WARNING)
        else:
            yield TemplateSlip(spot, "template-unsafe", message)


def _tags_not_printed(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where a tag stands in a comment or in code, with what to say of it; an indented line may belong to a list."""
    has_list = _ITEM.search(text) is not None
    for pattern, message in _NOT_TEXT.items():
        for found in pattern.finditer(text):
            before = len(found[0]) - len(found[0].lstrip("\n"))
            if _GAP in found[0] and not (has_list and found[0].lstrip("\n").startswith((" ", "\t"))):
                yield found.start() + before, found.end(), message


def _pieces(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield where each piece of markup begins and ends, with what to say of it."""
    for found in _HTML.finditer(text):
        yield *found.span(), "模板里不能写 HTML；小于号写成 \\<，换行写 <br>"
    for found in _PICTURE.finditer(text):
        yield *found.span(), "Markdown 模板里不能放图片；图片放在 Word 模板里"
    for found in _LINK.finditer(text):
        if not _TARGET.fullmatch(found[1]):
            yield *found.span(), "链接只能到 http、https、mailto 开头的地址，里面不能写标记；请改或删去"
