"""Attachments a text points to."""

from __future__ import annotations

from collections.abc import Iterator

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.paragraph import say, spots
from selfeval.quantity.characters import read_numeral
from selfeval.text.pattern import regex

_POINTED = regex(r"(?:(?:见|参见|详见|如|按照?)附件|(?<!》)[（(]附件)\s*(\d{1,2}|[一二三四五六七八九])(?!\d)")
_ALONE = regex(r"(?:详?见|参见|同)附(?:件|表|后)[。；]?")
_LISTED = regex(r"^附件\s*(\d{1,2}|[一二三四五六七八九])?\s*[:：]?")
_ENTRY = regex(r"(?:^|[\s:：；;])(\d{1,2})\s*[.．、]")


def missing_attachment(dossier: Dossier) -> Iterator[Finding]:
    """Find 见附件3 where no attachment of that number is listed, and 详见附件 alone where none is."""
    listed: dict[str, frozenset[str]] = {}
    for paragraph in dossier.paragraphs.holding("附件"):
        for number in _numbers(str(paragraph.text)):
            listed[number] = listed.get(number, frozenset()) | paragraph.forms
    for spot in spots(_POINTED, dossier.paragraphs.holding("附件")):
        number = str(read_numeral(spot.match[1]) or spot.match[1])
        lacking = spot.forms - listed.get(number, frozenset())
        if lacking:
            yield say(spot, f"提到了附件 {number}，但没有列出这个附件")._replace(forms=lacking)
    if not listed and not any("附件" in key for leaf in dossier.leaves for key in leaf.field.path):
        for paragraph in dossier.paragraphs.holding("附"):
            if _ALONE.fullmatch(paragraph.text.strip()):
                message = f"这里只写了“{paragraph.text.strip()}”，没有列出附件；把要说的写在这里"
                yield Finding(paragraph.text.place, message, paragraph.leaf.where, forms=paragraph.forms)


def _numbers(text: str) -> set[str]:
    """Return the numbers of the attachments that a line lists."""
    head = _LISTED.match(text)
    return {str(read_numeral(head[1] or "一") or head[1]), *_ENTRY.findall(text[head.end() - 1 :])} if head else set()
