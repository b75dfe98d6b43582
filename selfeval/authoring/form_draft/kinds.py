"""Which type a field has, by the words of its label."""

from __future__ import annotations

from collections.abc import Sequence

from selfeval.authoring.form_draft.words import draft_words
from selfeval.documents.read.blank import WrittenAs
from selfeval.form.field import Kind


def kind_of(labels: Sequence[str], shape: WrittenAs) -> Kind:
    """Return the type that the labels of a blank say, the nearest label first."""
    if shape is WrittenAs.DAY:
        return Kind.DATE
    words = draft_words()
    for label in reversed(labels):
        found = next((kind for pattern, kind in words.kinds if pattern.search(label)), None)
        is_prose = words.prose.search(label) is not None
        if found is Kind.LINES:
            return found if shape is WrittenAs.PROSE else Kind.TEXT
        if shape is WrittenAs.PROSE and (is_prose or found in (None, Kind.TEXT)):
            return Kind.PROSE if found is not Kind.TEXT or is_prose else Kind.TEXT
        if found is not None:
            return found
        if is_prose:
            return Kind.TEXT
    return Kind.PROSE if shape is WrittenAs.PROSE else Kind.TEXT


def is_said(labels: Sequence[str]) -> bool:
    """Tell whether any of some labels says a type."""
    words = draft_words()
    said = [*(pattern for pattern, _ in words.kinds), words.prose]
    return any(pattern.search(label) for label in labels for pattern in said)
