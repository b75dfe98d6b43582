"""Sentences of two texts that are alike but for a figure."""

from __future__ import annotations

from collections.abc import Iterator

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.figures.figure import agree
from selfeval.evaluation.figures.reading import ANY, Sentence, Stated
from selfeval.evaluation.finding import Finding
from selfeval.text.pattern import regex

_FIGURE = regex(ANY)
SHORTEST = 8
"""How many signs a sentence has, at least, before the same words in another text speak of the same thing."""


def same_sentence_differs(dossier: Dossier) -> Iterator[Finding]:
    """Find a sentence that another text repeats to the letter with another figure, be it a rate, a part or a growth."""
    first: dict[tuple[str, bool], Sentence] = {}
    for sentence in dossier.sentences:
        if not sentence.figures or len(sentence.words) < SHORTEST:
            continue
        words = _FIGURE.sub("#", sentence.words)
        paragraph = sentence.paragraph
        known = first.setdefault((words, paragraph.planned), sentence)
        forms = known.paragraph.forms & paragraph.forms
        if known.paragraph.leaf.where != paragraph.leaf.where and forms:
            for one, other in zip(known.figures, sentence.figures, strict=True):
                if agree(one.figure, other.figure) is False:
                    yield _differs(one, other)._replace(forms=forms)


def _differs(one: Stated, other: Stated) -> Finding:
    place = one.place
    message = f"“{other.said}”和 {place.file} 第 {place.line} 行对不上：两句话只有数不同，那里是“{one.shown}”；请核对哪个对，改成一致"
    return Finding(other.place, message, other.where)
