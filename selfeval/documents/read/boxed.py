"""Boxes to tick among other words, each ticked where it stands: 1.甲□ 2.乙□ 3.其他（请注明　　）, □通过 □不通过，原因：□甲 □乙."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from selfeval.documents.read.blank import LabelFound, PlaceToFill, WrittenAs, clean
from selfeval.documents.read.sorts import offers
from selfeval.text.pattern import regex

_BOX = regex("[□☐○〇◯]")
_LABEL = regex(r"[\s\u3000]*([^:：□☐○〇◯]{2,30})[:：?？][\s\u3000]*")
_NUMBER = regex(r"[\s\u3000]*(?:[（(]?\d{1,2}[）).、．]|[①-⑳]|[A-Z][.、．])[\s\u3000]*")
_ENDS = regex(r"[，,。；;：:（(_＿]|[\s\u3000]{2,}")
_NO_NAME = regex(r"[^\w]+|_+")
_ASKED = regex(r"([^，。；:：□☐○〇◯]{2,12})[:：][\s\u3000]*$")
_OTHER = "其他"
_LONGEST = 16


class _Box(NamedTuple):
    """Hold a box: the paragraph it stands in, where, and the words of its answer."""

    paragraph: int
    at: int
    words: str


@dataclass
class _Boxes:
    """Hold the boxes of which one is ticked, with the label before all of them, "" where it is the cell's."""

    label: str
    boxes: list[_Box] = field(default_factory=list)
    others: list[str] = field(default_factory=list)


def boxes_inside(paragraphs: Sequence[str], place: str) -> Iterator[PlaceToFill]:
    """Yield each box of a text with two or more, none of them ticked; nothing where the answers cannot be told apart."""
    if not offers("\n".join(paragraphs)):
        return
    for group in _groups(paragraphs):
        names = _names([*(box.words for box in group.boxes), *group.others])
        if len(group.boxes) < 2 or not all(map(str.isidentifier, names)):
            continue
        for box, name in zip(group.boxes, names, strict=False):
            whole = paragraphs[box.paragraph]
            yield PlaceToFill(
                place,
                (group.label,) if group.label else (),
                WrittenAs.CHOICE,
                LabelFound.INSIDE,
                whole[box.at],
                options=tuple(names),
                whole=whole,
                start=box.at,
                end=box.at + 1,
                answer=name,
            )


def _groups(paragraphs: Sequence[str]) -> list[_Boxes]:
    """Return the boxes by what they answer: those behind a reason that is asked for are of that (不通过，原因：□甲 □乙)."""
    first = paragraphs[0]
    label = _LABEL.match(first)
    begin = label.end() if label and (label.end() == len(first) or _is_before_boxes(first[label.end() :])) else 0
    outer = _Boxes(clean(label[1]) if label and begin else "")
    groups = [outer]
    are_behind = _are_behind(paragraphs[0][begin:] or paragraphs[1])
    group = outer
    for number, text in enumerate(paragraphs):
        start = begin if number == 0 else 0
        places = [found.start() for found in _BOX.finditer(text, start)]
        for at, following in zip(places, [*places[1:], len(text)], strict=False):
            words = text[start:at] if are_behind else text[at + 1 : following]
            group.boxes.append(_Box(number, at, words))
            start = at + 1
            asked = None if are_behind else _ASKED.search(words)
            if asked and (following < len(text) or _begins_with_box(paragraphs[number + 1 : number + 2])):
                group = _Boxes(clean(asked[1]))
                groups.append(group)
        if are_behind and places and _plain(text[start:]).startswith(_OTHER):
            group.others.append(_OTHER)
        if group is not outer and group.boxes and group.boxes[0].paragraph == number and len(places) > 1:
            group = outer
    return groups


def _is_before_boxes(text: str) -> bool:
    """Tell whether a text begins with an answer and its box, or a box."""
    found = _BOX.search(text)
    return found is not None and len(text[: found.start()].strip()) <= _LONGEST


def _begins_with_box(paragraphs: Sequence[str]) -> bool:
    return any(_BOX.match(text.strip()) for text in paragraphs)


def _are_behind(text: str) -> bool:
    """Tell whether the boxes of a text stand behind their answers."""
    found = _BOX.search(text)
    return found is not None and _NO_NAME.sub("", _NUMBER.sub("", text[: found.start()])) != ""


def _names(words: Sequence[str]) -> list[str]:
    """Return names of answers: their first words where these differ, the letters before long ones, else as many words as there is room for."""
    first = [_ENDS.split(_plain(each))[0] for each in words]
    whole = [_plain(each) for each in words]
    apart = [short if first.count(short) == 1 else full for short, full in zip(first, whole, strict=True)]
    marks = [mark[1] if (mark := _LETTER.match(each)) else "" for each in words]
    fitting = (["" if _PARTED.search(each) else _NO_NAME.sub("", each) for each in names] for names in (apart, marks))
    cut = [_NO_NAME.sub("", each)[:_LONGEST] for each in whole]
    return next((names for names in (*fitting, cut) if _are_names(names)), [])


def _are_names(names: Sequence[str]) -> bool:
    """Tell whether some texts differ, and none is empty or longer than there is room for."""
    return len(set(names)) == len(names) and all(0 < len(name) <= _LONGEST for name in names)


def _plain(words: str) -> str:
    """Return the words of an answer without a number before them and marks around them."""
    return _NUMBER.sub("", words, count=1).strip(" 、，,；;。：:\u3000")


_PARTED = regex(r"\d[^\w]+\d")
"""Figures that would run together without the marks between them: 80%-90%."""
_LETTER = regex(r"[\s\u3000]*([A-Z])[.、．]")
