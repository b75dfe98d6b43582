"""Texts that a heading parted which the document does not have: where one ends and the next begins is a guess."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from selfeval.documents.read.label import fold_text
from selfeval.documents.read.lines import words_of_heading
from selfeval.documents.read.path import Path
from selfeval.documents.read.pattern import Pattern, PatternStep, Turn
from selfeval.documents.read.piece import Binding
from selfeval.quantity.notation import item_mark


class Unparted(NamedTuple):
    """Hold two texts that are not parted in a document, by the steps that print them, and the headings between them."""

    first: int
    second: int
    headings: tuple[str, ...]

    @property
    def guess(self) -> str:
        """Return what in Chinese is a guess about it."""
        return f"没有找到“{'”“'.join(self.headings)}”，它前后的文字从哪里分开"


def unparted(pattern: Pattern, path: Path) -> Iterator[Unparted]:
    """Yield the texts of a template between which a document lacks the heading."""
    fitted = {each.step for each in path.fitted}
    texts = [number for number, step in enumerate(pattern.steps) if _is_text(step)]
    for one, other in pairwise(texts):
        between = range(one + 1, other)
        headings = [number for number in between if pattern.steps[number].line]
        is_optional = any(pattern.steps[number].turn is Turn.IF for number in between)
        if headings and not is_optional and not fitted.intersection(headings) and fitted.intersection((one, other)):
            fixed = (line.fixed.strip() for number in headings if (line := pattern.steps[number].line))
            yield Unparted(one, other, tuple(fixed))


def part_by_headings(texts: Unparted, first: list[Binding], second: list[Binding]) -> list[Binding]:
    """Part two texts where headings in other words stand, as many as are missing or fewer; return these, none where nothing tells."""
    whole = [*first, *second]
    found = [number for number, each in enumerate(whole) if words_of_heading(each.text)]
    if not first or not second or not found or found[0] == 0 or len(found) > len(texts.headings):
        return []
    if found[-1] - found[0] >= len(found):
        return []
    tags = first[0].tag, second[0].tag
    first[:] = [each._replace(tag=tags[0]) for each in whole[: found[0]]]
    second[:] = [each._replace(tag=tags[1]) for each in whole[found[-1] + 1 :]]
    return whole[found[0] : found[-1] + 1]


def part_by_numbers(first: list[Binding], second: list[Binding]) -> bool:
    """Part two texts where the numbers of their paragraphs begin anew; return whether they do, and in one place only."""
    whole = [*first, *second]
    marks = [each.tag.field.numbering if each.tag.field else "" for each in (whole[0], whole[-1])] if whole else [""]
    starts = [number for number, each in enumerate(whole) if each.text.startswith(item_mark(marks[-1], 1))]
    if not all(marks) or len(starts) != 2 or starts[0] != 0 or not first or not second:
        return False
    tags = first[0].tag, second[0].tag
    first[:] = [each._replace(tag=tags[0]) for each in whole[: starts[1]]]
    second[:] = [each._replace(tag=tags[1]) for each in whole[starts[1] :]]
    return True


def _is_text(step: PatternStep) -> bool:
    """Tell whether a step prints nothing but the paragraphs of a text."""
    line = step.line
    is_prose = line is not None and not line.table and bool(line.tags) and all(tag.prose for tag in line.tags)
    return is_prose and line is not None and not fold_text(line.fixed).text
