"""Marks that come in pairs, and the brackets of document numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selfeval.form.form import Form
from selfeval.rules.finding import Finding
from selfeval.rules.text.paragraph import Paragraph, by_value, paragraphs, say, spots
from selfeval.submission import Submission

_OPENING = {"》": "《", "〉": "〈", "”": "“", "）": "（", ")": "（", "〕": "〔", "】": "【", "」": "「"}
_CLOSING = {"《": "》", "〈": "〉", "“": "”", "（": "）", "(": "）", "〔": "〕", "【": "】", "「": "」"}
_NAMES = {"“": "前引号", "”": "后引号"}
_MARK = re.compile(r"[《》〈〉“”（）()〔〕【】「」]")
_ENUMERATOR = re.compile(r"(?:^|(?<=[。；;：:，,、\s]))(?:\d{1,2}|[a-zA-Z一二三四五六七八九十])[)）]")
_DOCUMENT_NUMBER = re.compile(r"(?<=[\u4e00-\u9fff])[\[［【（({｛]((?:19|20)\d\d)[\]］】）)}｝](?=第?\d+号)")


def unbalanced_marks(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find a quote, title or bracket mark without its partner, once a paragraph."""
    for texts in by_value(paragraphs(submission, form)):
        for paragraph in texts:
            at = _unpaired(paragraph)
            if at is not None and not (len(texts) > 1 and _paired_over(texts, paragraph.text[at])):
                mark = paragraph.text[at]
                partner = _CLOSING.get(mark) or _OPENING[mark]
                side = "后面" if mark in _CLOSING else "前面"
                message = f"这里的{_name(mark)}{side}没有{_name(partner)}和它配对"
                yield Finding(paragraph.text.at(at, at + 1), message, paragraph.leaf.where)


def wrong_document_brackets(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find the year of a document number in other brackets than 〔〕 (GB/T 9704-2012)."""
    for spot in spots(_DOCUMENT_NUMBER, paragraphs(submission, form)):
        year = f"〔{spot.match[1]}〕"
        yield say(spot, f"发文字号的年份要用六角括号，写成“{year}”", year)


def _unpaired(paragraph: Paragraph) -> int | None:
    """Return the position of the first mark without a partner."""
    text = paragraph.text
    listed = {match.end() - 1 for match in _ENUMERATOR.finditer(text)}
    open_: list[tuple[int, str]] = []
    for match in _MARK.finditer(text):
        mark, at = match[0], match.start()
        if mark in "“”" and not text.block:
            continue  # on a single line the reader looks after these
        if mark in _CLOSING:
            open_.append((at, _OPENING[_CLOSING[mark]]))
        elif open_ and open_[-1][1] == _OPENING[mark]:
            open_.pop()
        elif at not in listed:
            return open_[-1][0] if open_ and any(known == _OPENING[mark] for _, known in open_) else at
    return open_[0][0] if open_ else None


def _paired_over(texts: list[Paragraph], mark: str) -> bool:
    """Tell whether a mark is in balance over all paragraphs of a value: a quotation of several."""
    opening = _OPENING.get(mark) or _OPENING[_CLOSING[mark]]
    marks = [match[0] for each in texts for match in _MARK.finditer(each.text)]
    opened = sum(_OPENING[_CLOSING[mark]] == opening for mark in marks if mark in _CLOSING)
    return 2 * opened == opened + sum(_OPENING[mark] == opening for mark in marks if mark in _OPENING)


def _name(mark: str) -> str:
    return _NAMES.get(mark, f"“{mark}”")
