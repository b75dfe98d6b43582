"""Marks that come in pairs, and the brackets of document numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from selfeval.form.form import Form
from selfeval.rules.finding import Finding
from selfeval.rules.text.paragraph import Spot, by_value, paragraphs, say, say_once, spots
from selfeval.submission import Submission

_PAIRS = (("《", "》"), ("〈", "〉"), ("“", "”"), ("（(", "）)"), ("〔", "〕"), ("【", "】"), ("「", "」"))
_MARK = re.compile("[《》〈〉“”（）()〔〕【】「」]")
_HAN = "\u4e00-\u9fff"
_HALF = re.compile(rf"(?<=[{_HAN}”》）])[,;:!?](?=[{_HAN}“《（])|(?<=[{_HAN}])\([^()]*[{_HAN}][^()]*\)")
_FULL = str.maketrans(",;:!?()", "，；：！？（）")
_NAMES = {"“": "前引号", "”": "后引号"}
_ENUMERATOR = re.compile(r"(?:^|[。；;：:，,、\s])(?:\d{1,2}|[a-zA-Z一二三四五六七八九十])[)）]$")
_DOCUMENT_NUMBER = re.compile(r"(?<=[\u4e00-\u9fff])(?<!编号)[\[［【（({｛]((?:19|20)\d\d)[\]］】）)}｝](?=第?\d+号)")


def unbalanced_marks(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find a quote, title or bracket mark without its partner."""
    for texts in by_value(paragraphs(submission, form)):
        marks = list(spots(_MARK, texts))
        for opening, closing in _PAIRS if marks else ():
            lone = _unpaired([spot for spot in marks if spot.match[0] in opening + closing], opening)
            for spot in lone:
                side, partner = ("后面", closing[0]) if spot.match[0] in opening else ("前面", opening[0])
                message = f"这里的{_name(spot.match[0])}，{side}没有{_name(partner)}和它配对"
                yield say(spot, message)


def wrong_document_brackets(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find the year of a document number in other brackets than 〔〕 (GB/T 9704-2012)."""
    for spot in spots(_DOCUMENT_NUMBER, paragraphs(submission, form)):
        year = f"〔{spot.match[1]}〕"
        yield say(spot, f"发文字号的年份要用六角括号，写成“{year}”", year)


def halfwidth_marks(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find English marks between Chinese words (GB/T 15834-2011), once a document."""
    found = list(spots(_HALF, paragraphs(submission, form)))
    if found:
        typed = found[0].match[0]
        instead = typed.translate(_FULL)
        yield from say_once(found, f"“{typed}”用了英文标点，中文里写成“{instead}”", instead)


def _unpaired(marks: list[Spot], opening: str) -> list[Spot]:
    """Return the marks of one pair that stand alone; a quotation may go on over several paragraphs."""
    open_: list[Spot] = []
    lone: list[Spot] = []
    for spot in marks:
        text = spot.paragraph.text
        if spot.match[0] in "“”" and not text.block:
            continue  # on a single line the reader looks after these
        if spot.match[0] in opening:
            open_.append(spot)
        elif open_:
            open_.pop()
        elif not _ENUMERATOR.search(text[: spot.match.end()]):
            lone.append(spot)
    return lone + open_


def _name(mark: str) -> str:
    return _NAMES.get(mark, f"“{mark}”")
