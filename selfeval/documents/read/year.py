"""The year of a document that says it only in a title which is not the form's own, as with the name of a place before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from selfeval.documents.read.found import DocumentReading, Value
from selfeval.documents.read.lines import ReadLine
from selfeval.documents.read.pattern import Pattern
from selfeval.form.field import YEAR_KEY
from selfeval.text.pattern import regex

_YEAR = regex(r"(?<!\d)(20\d\d)\s*年(?!\s*\d)")
"""A year that no month follows."""


def with_year_of_title(pattern: Pattern, found: DocumentReading, lines: Sequence[ReadLine]) -> DocumentReading:
    """Return what a document says, its year as a guess by the lines above the first table where these name one year only."""
    path = (YEAR_KEY,)
    tags = (tag for step in pattern.steps if step.line for tag in step.line.tags)
    declared = next((tag.field for tag in tags if tag.path == path), None)
    if declared is None or path in found.entry.values:
        return found
    above = takewhile(lambda line: not line.table, lines)
    named = [(year[1], line) for line in above for year in _YEAR.finditer(line.text)]
    if len({year for year, _ in named}) != 1:
        return found
    year, line = named[0]
    guess = f"{line.cells[0].place}“{line.text}”里的 {year} 当作“{YEAR_KEY}”"
    value = Value(path, (year,), line.cells[0].place, declared, guess=guess)
    entry = replace(found.entry, values={path: value, **found.entry.values})
    return found._replace(entry=entry, guesses=(*found.guesses, guess))
