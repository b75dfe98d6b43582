"""What the labels of a blank form have room for inside them: gaps, years left open, what somebody filled in."""

from __future__ import annotations

from collections.abc import Iterator

from selfeval.documents.read.blank import LabelFound, PlaceToFill
from selfeval.documents.read.gap import blanks_inside, filled_in_text, has_gap, is_filled_in
from selfeval.documents.read.heads import open_years
from selfeval.documents.read.outline import FormCell, FormRow
from selfeval.documents.read.sorts import is_figure


def in_heads(row: FormRow) -> Iterator[PlaceToFill]:
    """Yield the gaps in labels over columns; years that are left open in several of them are different years."""
    read = filled_inside if row.is_filled else _left_open
    bare = {cell.place: cell for cell in row.body if cell.column in open_years(row) and not has_gap(cell.shown)}
    gaps = [gap for cell in row.body for gap in ((_before(cell),) if cell.place in bare else read(cell))]
    years = [gap.place for gap in gaps if gap.labels == ("年度",)]
    for gap in gaps:
        number = years.index(gap.place) + 1 if gap.place in years and len(years) > 1 else 0
        yield gap._replace(labels=(f"第{number}年",)) if number else gap


def _before(cell: FormCell) -> PlaceToFill:
    """Return the room before what a cell prints."""
    return PlaceToFill(cell.place, ("年度",), found=LabelFound.INSIDE, whole=cell.shown, start=0, end=0)


def _left_open(cell: FormCell) -> Iterator[PlaceToFill]:
    """Yield the gaps in a label, those behind colons left out."""
    return blanks_inside(cell, colons=False)


def named_by(blank: PlaceToFill, around: tuple[str, ...]) -> PlaceToFill:
    """Return a gap inside a text with the labels around the text before its own."""
    is_named = blank.labels or blank.answer or blank.start == blank.end
    return blank._replace(labels=(*around, *blank.labels)) if is_named else blank


def filled_inside(cell: FormCell) -> Iterator[PlaceToFill]:
    """Yield what somebody filled in behind colons in a cell: figures, days, and what stands behind a label."""
    for text in cell.cell.paragraphs:
        yield from filled_in_text(text, cell.place, lambda label, value: is_figure(value) or is_filled_in(label, value))
