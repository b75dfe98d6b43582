"""Cells that hold a label and all that it says of the text it asks for, but no place: 评审意见：（包括……）, （验收意见） above who signs."""

from __future__ import annotations

from selfeval.documents.read.blank import LabelFound, PlaceToFill, WrittenAs, clean
from selfeval.documents.read.outline import FormCell
from selfeval.text.pattern import regex

_ASKED = r"(?P<label>[^，。；：:（()）\n]{0,16}(?:意见|建议|结论|评语|情况|说明|概述|总结|原因|措施|问题|效益|成效))"
_WITH_HINT = regex(rf"\s*{_ASKED}[：:]?\s*[（(](?P<hint>[\s\S]{{8,}})[）)][。：:]?\s*", 16)
_ABOVE_HAND = regex(rf"\s*[（(]?{_ASKED}[）)]?[：:]?\s*")
_BY_HAND = regex(r"[\s\S]*(?:签[字名章]|盖章)[）)]?[\s\S]*")


def text_wanted(cell: FormCell) -> PlaceToFill | None:
    """Return the text that a cell asks for: below its label and hint, or between the label and who signs; None for any other cell."""
    first, *others = cell.cell.paragraphs or ("",)
    hinted = _WITH_HINT.fullmatch(cell.shown)
    signed = _ABOVE_HAND.fullmatch(first) if others and _BY_HAND.fullmatch("\n".join(others)) else None
    found, behind = (hinted, (first, *others)[-1]) if hinted else (signed, first)
    if found is None:
        return None
    return PlaceToFill(cell.place, (clean(found["label"]),), WrittenAs.PROSE, LabelFound.HEADING, whole=behind)
