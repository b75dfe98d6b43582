"""Marks that come in pairs, and the brackets of document numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selfeval.form.form import Form
from selfeval.rules.finding import Finding
from selfeval.rules.text.paragraph import by_value, paragraphs, say, spots
from selfeval.source.node import Text
from selfeval.submission import Submission

_PAIRS = (("《", "》"), ("〈", "〉"), ("“", "”"), ("（", "）"), ("〔", "〕"), ("【", "】"), ("「", "」"))
_WIDE = str.maketrans("()", "（）")
_NAMES = {"“": "前引号", "”": "后引号"}
_ENUMERATOR = re.compile(r"(?:^|(?<=[。；;：:，,、\s]))(?:\d{1,2}|[a-zA-Z一二三四五六七八九十])[)）]")
_DOCUMENT_NUMBER = re.compile(r"(?<=[\u4e00-\u9fff])(?<!编号)[\[［【（({｛]((?:19|20)\d\d)[\]］】）)}｝](?=第?\d+号)")


def unbalanced_marks(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find a quote, title or bracket mark without its partner."""
    for texts in by_value(paragraphs(submission, form)):
        for opening, closing in _PAIRS:
            lone = [(each, at) for each in texts for at in _unpaired(each.text, opening, closing)]
            marks = [each.text.translate(_WIDE)[at] for each, at in lone]
            if marks.count(opening) == marks.count(closing):
                continue  # none, or a quotation that goes on over several paragraphs
            for (each, at), mark in zip(lone, marks, strict=True):
                side, partner = ("后面", closing) if mark == opening else ("前面", opening)
                message = f"这里的{_name(mark)}，{side}没有{_name(partner)}和它配对"
                yield Finding(each.text.at(at, at + 1), message, each.leaf.where)


def wrong_document_brackets(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find the year of a document number in other brackets than 〔〕 (GB/T 9704-2012)."""
    for spot in spots(_DOCUMENT_NUMBER, paragraphs(submission, form)):
        year = f"〔{spot.match[1]}〕"
        yield say(spot, f"发文字号的年份要用六角括号，写成“{year}”", year)


def _unpaired(text: Text, opening: str, closing: str) -> list[int]:
    """Return where marks of one pair stand alone, in the order they were typed."""
    wide = text.translate(_WIDE)
    if opening not in wide and closing not in wide:
        return []
    if opening == "“" and not text.block:
        return []  # on a single line the reader looks after these
    listed = {match.end() - 1 for match in _ENUMERATOR.finditer(text)}
    open_: list[int] = []
    lone: list[int] = []
    for at, character in enumerate(wide):
        if character == opening:
            open_.append(at)
        elif character == closing and open_:
            open_.pop()
        elif character == closing and at not in listed:
            lone.append(at)
    return sorted(lone + open_)


def _name(mark: str) -> str:
    return _NAMES.get(mark, f"“{mark}”")
