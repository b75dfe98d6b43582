"""The title of a blank form, and those of other forms behind it in the same file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from selfeval.documents.read.blank import AskedFor, OtherForm, PlaceToFill, clean
from selfeval.documents.read.lines import ReadLine
from selfeval.documents.read.word import WordBody
from selfeval.text.pattern import regex

ATTACHED = regex(r"^\s*附[件表]?\s*[\d一二三四五六七八九十\-—]*\s*[:：.、]?\s*")
ATTACHMENT = regex(r"附(?:件|[表：:])")
_TITLE = regex(r".{2,60}?(?:表|报告|说明|书|情况|结果|单|方案|体系|评估|台账|提纲)(?:[（(].{0,12}[）)])?")
_NUMBERED = regex(r"\s*附\s*[件表]\s*[\d一二三四五六七八九十]+(?:[-—]\d+)?\s*[:：.、]?\s*")
"""How the attachment begins that a form is."""


def title_of(body: WordBody) -> tuple[str, str]:
    """Return the title of a form and its place, both empty where none is sure."""
    for line in body.lines:
        if line.table:
            break
        text = ATTACHED.sub("", "".join(line.text.split()))
        if _TITLE.fullmatch(text) and "：" not in text:
            return ATTACHED.sub("", line.text.strip()).strip(), line.place
    return "", ""


def other_forms(body: WordBody, asked: Sequence[AskedFor]) -> Iterator[OtherForm]:
    """Yield the titles of forms behind the first: of another attachment, or above the label that the first form begins with.

    ``asked`` is what all of them ask for, in its order: one that asks for nothing, or stands before anything is asked for, is none.
    """
    order = {line.place.partition("行")[0]: number for number, line in enumerate(body.lines)}
    places = [each for each in asked if isinstance(each, PlaceToFill)]
    at = [order.get(each.place.partition("行")[0], 0) for each in places]
    first = places[0].labels[-1:] if places else ()
    for number, (before, line) in enumerate(pairwise(body.lines)):
        title = ATTACHED.sub("", "".join(line.text.split()))
        is_below = _is_attachment(before) and not ATTACHED.sub("", before.text).strip() and title != ""
        if (
            line.table
            or not (is_below or _TITLE.fullmatch(title))
            or not min(at, default=number) < number < max(at, default=0)
        ):
            continue
        following = next(each for each, place in zip(places, at, strict=True) if place > number)
        is_attached = is_below or _is_attachment(line) or _is_attachment(before)
        if is_attached or (first and following.labels[-1:] == first):
            yield OtherForm(line.place, clean(title))


def _is_attachment(line: ReadLine) -> bool:
    return not line.table and _NUMBERED.match(line.text) is not None
