"""Cells that somebody merged: what was in several is not run together into the value of one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set

from selfeval.documents.read.label import fold_text, is_label
from selfeval.documents.read.lines import Cell, ReadLine
from selfeval.documents.read.pattern import PatternCell, PatternLine, PrintedTag
from selfeval.documents.read.piece import Binding, Taken, fits
from selfeval.form.field import Kind
from selfeval.form.form import Form

_LONG_FIGURE = 8
"""How many characters a text has that is no figure which a row may say twice."""
_FEWEST_SAME = 3
"""How many cells say the same up to the end of a row in which this is one value."""

ACROSS = "左右几格并成了一格，分不出哪一格是哪一个，请照着填"
DOWN = "上下几行并成了一格，分不出哪一行是哪一个，请照着填"


def parted(
    form: Form, pattern: PatternLine, taken: Sequence[tuple[int, Taken]], under: Mapping[int, Cell]
) -> Iterator[tuple[int, Taken]]:
    """Yield the cells of a row; of one that stands ``under`` several labels what is sure, and why the rest is not.

    A sign and its figure are parted. One paragraph is what the first of the merged cells said, which is a guess; several
    paragraphs are left over.
    """
    shared: dict[str, list[int]] = {}
    for at, cell in under.items():
        if cell.text and pattern.cells[at].tags:
            shared.setdefault(cell.place, []).append(at)
    for at, each in taken:
        of_cell = shared.get(each.cell.place, [at])
        if len(of_cell) < 2 or at not in of_cell:
            yield at, each
        elif at == next(other for other, same in taken if same.cell.place == each.cell.place):
            yield from _parted(form, pattern, each, of_cell)


def _parted(form: Form, pattern: PatternLine, taken: Taken, of_cell: Sequence[int]) -> Iterator[tuple[int, Taken]]:
    cell = taken.cell
    sign, rest = _sign_and_rest(pattern.cells[of_cell[0]], cell)
    behind = pattern.cells[of_cell[1]]
    if sign and len(behind.pieces) == 1 and fits(behind.tags[0], rest, form):
        yield of_cell[0], _saying(cell, pattern.cells[of_cell[0]].tags[0], sign)
        yield of_cell[1], _saying(cell, behind.tags[0], rest)
    elif len(cell.paragraphs) > 1:
        yield of_cell[0], Taken(cell, rest=(cell.text,), why=ACROSS)
    else:
        said = f"{cell.place}左右几格并成了一格，“{' '.join(cell.text.split())}”当作最左边一格的"
        bindings = tuple(binding._replace(guess=said) for binding in taken.bindings)
        yield of_cell[0], taken._replace(bindings=bindings, guess=said)


def _saying(cell: Cell, tag: PrintedTag, text: str) -> Taken:
    return Taken(cell, (Binding(tag, text, cell.place),))


def _sign_and_rest(wanted: PatternCell, cell: Cell) -> tuple[str, str]:
    """Return the sign that a cell begins with, one of the choices of its column, and what is behind it; both empty without one."""
    declared = wanted.tags[0].field
    choices = declared.choices if declared and declared.kind is Kind.CHOICE and len(wanted.pieces) == 1 else ()
    text = "".join(cell.paragraphs).strip()
    signs = sorted((each for each in choices if text.startswith(each) and not each.isalnum()), key=len)
    return (signs[-1], text.removeprefix(signs[-1]).strip()) if signs else ("", "")


def without_labels(pattern: PatternLine, taken: Sequence[tuple[int, Taken]]) -> Iterator[tuple[int, Taken]]:
    """Yield the cells of a row, each value without the label beside it that was merged into its cell."""
    found = {at for at, _ in taken}
    for at, each in taken:
        fixed = {side: pattern.cells[side].fixed for side in (at - 1, at + 1) if 0 <= side < len(pattern.cells)}
        gone = {side: text for side, text in fixed.items() if side not in found and is_label(text)}
        yield at, _without_label(each, gone.get(at - 1, ""), gone.get(at + 1, ""))


def _without_label(taken: Taken, before: str, behind: str) -> Taken:
    if len(taken.bindings) != 1 or not (before or behind):
        return taken
    (binding,) = taken.bindings
    said, (head, tail) = fold_text(binding.text), (fold_text(label).text for label in (before, behind))
    begin = len(head) if head and said.text.startswith(head) else 0
    end = len(said.text) - len(tail) if tail and said.text.endswith(tail) else len(said.text)
    return taken._replace(bindings=(binding._replace(text=said.cut(begin, end)),)) if begin < end else taken


def repeats(cells: Sequence[Cell], heads: Sequence[Cell] = ()) -> frozenset[int]:
    """Return the numbers of the cells of a row that say the one before once more, as the parts of a merged cell do.

    Two figures may be two values: unless one of ``heads``, the labels above them, is said twice as well, or no other text follows.
    """
    twice = {at for at in range(1, len(cells)) if cells[at].text and cells[at].text == cells[at - 1].text}
    rest = next((at for at in range(len(cells) - 1, -1, -1) if at not in twice), 0)
    same_head = {at for at in range(1, len(heads)) if len(heads) == len(cells) and heads[at].text == heads[at - 1].text}
    is_text = {at for at in twice if is_label(cells[at].text) or len(cells[at].text) >= _LONG_FIGURE}
    to_the_end = set(range(rest + 1, len(cells))) if len(cells) - rest >= _FEWEST_SAME else set()
    return frozenset(twice & (is_text | same_head | to_the_end))


def covered(cells: Sequence[Cell], taken: Sequence[tuple[int, Taken]], again: Set[int]) -> frozenset[str]:
    """Return the places of the cells of a row that say once more, as the numbers ``again`` tell, what one beside them says that is taken."""
    places = {each.cell.place for _, each in taken}
    found: set[str] = set()
    run: list[str] = []
    for at, cell in enumerate(cells):
        run = [*run, cell.place] if at in again else [cell.place]
        found.update(run if places.intersection(run) else ())
    return frozenset(found - places)


def goes_on(cell: Cell, below: Sequence[ReadLine], table: int) -> bool:
    """Tell whether a cell is merged with the one in the row below it, if there is one."""
    return any(
        line.table == table != 0 and any(other.continued and other.column == cell.column for other in line.cells)
        for line in below
    )
