"""Items of a list that a form prints in one sentence, a name and its value with nothing between them, parted again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from selfeval.documents.read.figure import is_bare_figure
from selfeval.documents.read.label import is_label
from selfeval.documents.read.pattern import Pattern, PatternCell, Piece, PrintedTag
from selfeval.documents.read.piece import extract
from selfeval.documents.view import LEVEL_ROWS
from selfeval.form.field import Kind
from selfeval.quantity.bounds import BEFORE_WORDS
from selfeval.text.pattern import regex

_NAME_THEN_FIGURE = regex(rf"(\D+?)((?:{BEFORE_WORDS})?\d.*)")


def in_sentence(tag: PrintedTag) -> bool:
    """Tell whether a tag prints a column of items that stand in one sentence."""
    return LEVEL_ROWS in tag.path


def part_sentence(pattern: Pattern, cell: PatternCell, text: str) -> list[list[tuple[PrintedTag, str]]] | None:
    """Return the values of each item of a sentence; None where one of them cannot be parted beyond doubt."""
    numbers = [
        number for number, piece in enumerate(cell.pieces) if isinstance(piece, PrintedTag) and in_sentence(piece)
    ]
    if not numbers or not cell.empty:
        return None
    row: list[Piece] = [
        piece if isinstance(piece, str) else _own(pattern, piece) for piece in cell.pieces[numbers[0] : numbers[-1] + 1]
    ]
    whole = extract((*cell.pieces[: numbers[0] + 1], *cell.pieces[numbers[-1] + 1 :]), text, pattern.form)
    if whole is None or whole.altered:
        return None
    items = [_part_item(pattern, row, item) for item in whole.values[-1][1].split(cell.empty)]
    return None if not all(items) else [item for item in items if item]


def _own(pattern: Pattern, tag: PrintedTag) -> PrintedTag:
    """Return the tag of a column as a row of its own would print it."""
    path = (*tag.path[: tag.path.index(LEVEL_ROWS) - 1], tag.path[-1])
    return tag._replace(path=path, field=pattern.columns.get(path))


def _part_item(pattern: Pattern, row: Sequence[Piece], text: str) -> list[tuple[PrintedTag, str]] | None:
    found = extract(row, text, pattern.form)
    if found is None or found.altered:
        return None
    values = list(_with_names_parted(found.values))
    return values if all(value for _, value in values) else None


def _with_names_parted(values: Sequence[tuple[PrintedTag, str]]) -> Iterator[tuple[PrintedTag, str]]:
    """Yield values, a name with a figure right behind it as two: the name has no figure in it, and the figure nothing else."""
    waiting = ""
    for number, (tag, text) in enumerate(values):
        behind = values[number + 1] if number + 1 < len(values) else None
        if behind and tag.is_name and not behind[1] and behind[0].field and behind[0].field.kind is Kind.QUANTITY:
            parts = _NAME_THEN_FIGURE.fullmatch(text)
            sure = parts is not None and is_label(parts[1]) and is_bare_figure(parts[2])
            name, waiting = (parts[1], parts[2]) if parts and sure else ("", "")
            yield tag, name
        else:
            yield tag, text or waiting
            waiting = ""
