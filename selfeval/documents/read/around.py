"""Gaps of a text, and the words around them that name them."""

from __future__ import annotations

from typing import NamedTuple

from selfeval.documents.read.blank import WrittenAs, clean
from selfeval.text.pattern import regex

_LABEL_BEFORE = regex(r"([^\s\u3000:：，。；]{2,14})[\s\u3000]*[:：][^:：，。；\s\u3000]{0,8}[\s\u3000]*$")
_CLAUSE = regex(r"[^，。；：:、,;（(）)_＿\s\u3000]+$")


def name_before(text: str, start: int) -> str:
    """Return the words before the colon that stands shortly before a blank, else the clause right before it."""
    label = _LABEL_BEFORE.search(text[:start])
    return clean(label[1].lstrip("（(")) if label else _clause_before(text, start)


def words_before(text: str, start: int, end: int) -> str:
    """Return the words that name a blank inside a sentence: those before it, 年度 where a year follows."""
    if text[end : end + 1] == "年":
        return "年度"
    if text[end : end + 1] == "月":
        return "截止月份"
    return _clause_before(text, start) or text[end : end + 8].strip(_AROUND)


_AROUND = "）)_ “”《》□☐○"


def _clause_before(text: str, start: int) -> str:
    before = _CLAUSE.search(text[:start].rstrip("（(：: \u3000"))
    return before[0][-12:].strip(_AROUND) if before else ""


class TextGap(NamedTuple):
    """Hold a gap of a text: where it begins and ends, the words that name it, and how it is written in."""

    start: int
    end: int
    label: str
    shape: WrittenAs
