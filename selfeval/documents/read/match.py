"""What every comparison of a line with one of a template needs, and what comes of it."""

from __future__ import annotations

from collections.abc import Set
from typing import NamedTuple

from selfeval.documents.read.label import Labels, fold_text, is_label, words_of
from selfeval.documents.read.pattern import PatternCell
from selfeval.documents.read.piece import Extract, Taken, extract
from selfeval.form.form import Form


class Match(NamedTuple):
    """Hold how well a line fits, and the cells that are accounted for, each with the number of the template's cell.

    ``covered`` are the places of cells that only say once more what one of these says, or stand over some of them.
    """

    score: float
    taken: tuple[tuple[int, Taken], ...]
    covered: frozenset[str] = frozenset()


class Judge(NamedTuple):
    """Hold what decides whether texts are values and labels: the form, the labels of the library, and those of the template, bare."""

    form: Form
    labels: Labels
    own: Set[str] = frozenset()

    def likeness(self, label: str, text: str) -> float:
        """Return how surely a text is a label of the template, from 0 to 1; 0 where it is not, or is another one of it."""
        return (
            0.0
            if self.is_own(text) and self.labels.bare(text) != self.labels.bare(label)
            else self.labels.likeness(label, text)
        )

    def is_own(self, text: str) -> bool:
        """Tell whether a text is a label of the template."""
        return self.labels.bare(text) in self.own

    def is_other(self, label: str, text: str) -> bool:
        """Tell whether a text is surely another label: one of the template or made of the words of such, or one of the library
        that stands for other keys.
        """
        return self.is_own(text) or self.labels.differ(label, text) or self._is_made_of_others(label, text)

    def _is_made_of_others(self, label: str, text: str) -> bool:
        """Tell whether a text has a word of other labels of the template, and none of the label."""
        told = words_of(text)
        return told.isdisjoint(words_of(label)) and any(not told.isdisjoint(words_of(other)) for other in self.own)


def extract_cell(judge: Judge, wanted: PatternCell, text: str) -> Extract | None:
    """Return the values that a text has in the places of a cell's tags, with what is printed only at times or without it."""
    whole = extract(wanted.pieces, text, judge.form)
    fixed = fold_text("".join(piece for piece in wanted.shorter if isinstance(piece, str))).text
    return extract(wanted.shorter, text, judge.form) if whole is None and fixed else whole


def label_weight(cell: PatternCell) -> float:
    """Return how much a label counts that is found, from 0 to 1: a longer one tells more."""
    return min(1.0, 0.3 + 0.1 * len(cell.fixed)) if is_label(cell.fixed) else 0.0
