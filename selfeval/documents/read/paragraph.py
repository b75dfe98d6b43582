"""How well a paragraph fits a paragraph of a template, compared as a sentence, and which values it then has."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from selfeval.documents.read.label import fold_text, is_label
from selfeval.documents.read.lines import Cell, words_of_heading
from selfeval.documents.read.match import Judge, Match, extract_cell
from selfeval.documents.read.pattern import PatternLine
from selfeval.documents.read.piece import CHANGED, Binding, Taken, adds_to
from selfeval.form.field import Field, Kind
from selfeval.quantity.notation import item_mark
from selfeval.text.pattern import regex

NOTE = regex(r"\s*(?:填报?说明|填表说明|注\s*[：:]|备注\s*[：:]|填报?人|填表人|联系(?:人|电话)|审核人|负责人签)")
"""What begins a note below a form, which is no paragraph of its last text."""

_ENCLOSED = regex(r"\s*附\s*(?:[件表图]\s*\d*\s*)?[:：]")
"""What begins a list of what is enclosed, which may be no paragraph of the text above it."""

_YEAR_ALONE = regex(r"\s*[（(]?\s*(20\d\d)\s*年?度?\s*[）)]?\s*")
"""A year on a line of its own."""

_PROSE, _NUMBERED, _YEAR_FOUND = 0.4, 0.1, 0.2
_GOES_ON = 0.5
"""How much less a paragraph counts whose value is missing behind its last colon: the next one may say it, and be no text of its own."""
_MOST_POINTS = 30


def match_paragraph(judge: Judge, pattern: PatternLine, cell: Cell) -> Match | None:
    """Return how a paragraph fits a paragraph of the template, None where it does not."""
    (wanted,) = pattern.cells
    text = cell.text
    if not wanted.tags:
        fixed, folded = fold_text(wanted.fixed).text, fold_text(text).text
        alike = 1.0 if fixed == folded else _alike(fixed, folded)
        if alike < CHANGED:
            alike = _alike_heading(judge, pattern, text)
        if not alike:
            return None
        rest = (text,) if alike < 1.0 and adds_to(fixed, folded) else ()
        return Match(_weight(fixed) * alike, ((0, Taken(cell, rest=rest)),))
    if all(tag.prose for tag in wanted.tags) and not fold_text(wanted.fixed).text:
        if NOTE.match(text):
            return None
        score = _PROSE + (_NUMBERED if _is_point(wanted.tags[0].field, text) else 0.0)
        label = (wanted.tags[0].field.label or wanted.tags[0].path[-1]) if wanted.tags[0].field else ""
        guess = f"{cell.place}“{text[:20]}”当作“{label}”里的一段" if _ENCLOSED.match(text) else ""
        return Match(score, ((0, Taken(cell, (Binding(wanted.tags[0], text, cell.place, guess=guess),), guess=guess)),))
    found = extract_cell(judge, wanted, text)
    if found is None:
        return None
    bindings = tuple(Binding(tag, value, cell.place) for tag, value in found.values)
    score = 0.2 + _weight(fold_text(wanted.fixed).text) * found.likeness
    if text.endswith(("：", ":")) and not bindings[-1].text:
        score -= _GOES_ON
    return Match(score, ((0, Taken(cell, bindings, found.changed, found.altered)),))


def is_begun(judge: Judge, pattern: PatternLine, text: str) -> bool:
    """Tell whether a text is a paragraph that the template prints to the letter, from the label it begins with."""
    (wanted,) = pattern.cells
    first = wanted.pieces[0] if wanted.pieces else ""
    if not isinstance(first, str) or not (is_label(first) or (first.strip() and not wanted.tags)):
        return False
    found = extract_cell(judge, wanted, text)
    return found is not None and found.likeness == 1.0


def is_ended(judge: Judge, pattern: PatternLine, text: str) -> bool:
    """Tell whether a text is such a paragraph to its end: to the words behind its last value, or a value that cannot go on."""
    last = pattern.cells[0].pieces[-1:]
    is_settled = any(
        isinstance(piece, str) or piece.answer or (piece.field and piece.field.kind in _SETTLED) for piece in last
    )
    return is_settled and is_begun(judge, pattern, text)


_SETTLED = frozenset({Kind.CHOICE, Kind.CHOICES, Kind.YES_NO})
"""The kinds of values that are whole as soon as they can be read."""


def match_title_and_year(judge: Judge, title: PatternLine, cells: Sequence[Cell]) -> Match | None:
    """Return how two paragraphs are a title without the year in it and the year, in whatever order; None where they are not."""
    years = [tag for tag in title.tags if tag.field is not None and tag.field.kind is Kind.YEAR]
    said = [_YEAR_ALONE.fullmatch(cell.text) for cell in cells]
    if len(years) != 1 or not title.cells[0].shorter or sum(map(bool, said)) != 1:
        return None
    found = said[0] or said[1]
    first, other = cells if said[1] else reversed(cells)
    match = match_paragraph(judge, title, first)
    if match is None or found is None or any(each.tag in years for _, taken in match.taken for each in taken.bindings):
        return None
    ((number, taken),) = match.taken
    year = Binding(years[0], found[1], other.place)
    whole = taken._replace(bindings=(*taken.bindings, year))
    return Match(match.score + _YEAR_FOUND, ((number, whole),), frozenset((other.place,)))


def _alike_heading(judge: Judge, heading: PatternLine, text: str) -> float:
    """Return how surely a text is a heading of the template in other words: what the text below it is called elsewhere."""
    words = words_of_heading(text) if heading.text is not None else ""
    if not words or heading.text is None:
        return 0.0
    names = {heading.text.label, heading.text.path[-1], *heading.text.aliases, words_of_heading(heading.fixed)}
    return max(judge.labels.likeness(name, words) for name in names - {""})


def _is_point(declared: Field | None, text: str) -> bool:
    """Tell whether a paragraph begins with a number that the form puts before those of a field."""
    style = declared.numbering if declared else ""
    return bool(style) and any(text.startswith(item_mark(style, number)) for number in range(1, _MOST_POINTS))


def _weight(fixed: str) -> float:
    return min(2.0, 0.4 + 0.15 * len(fixed))


def _alike(one: str, other: str) -> float:
    if not one or not other or max(len(one), len(other)) > 2 * min(len(one), len(other)):
        return 0.0
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.ratio() if matcher.quick_ratio() >= CHANGED else 0.0
