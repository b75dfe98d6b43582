"""How well a row fits a row of a template below a row of labels: its cells are found by their columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from itertools import accumulate, groupby, product, takewhile

from selfeval.documents.read.cell import NOTHING, match_cell
from selfeval.documents.read.header import Header
from selfeval.documents.read.label import is_label
from selfeval.documents.read.lines import Cell, ReadLine
from selfeval.documents.read.match import Judge, Match
from selfeval.documents.read.merged import covered, parted, repeats
from selfeval.documents.read.pattern import PatternCell, PatternLine, cell_over
from selfeval.documents.read.piece import Taken
from selfeval.documents.read.target import TARGETS, WholeTarget, whole_target
from selfeval.text.name import fold
from selfeval.text.pattern import regex

_MOST_FIT = 0.75
"""What share of the texts of a row that lacks cells must be values of the columns in which they then stand."""

_PARTS = 3
"""How many cells below one label are more than somebody makes who splits a cell."""
_SAME_IN_ALL = 3
"""How many cells that all say one thing are a heading over the whole row, and no values."""
_TOTAL = regex(r"\s*(?:合|总|小|共)\s*计\s*|\s*汇\s*总\s*")
"""What a row is called that sums up a list."""


def match_below(judge: Judge, pattern: PatternLine, line: ReadLine, header: Header) -> Match | None:
    """Return how a row fits a row of the template below a header, or does once the merged cells that it lacks are put in.

    None where two ways to put them in are as good, and say different things.
    """
    spread = _spread(pattern, header)
    found = [
        match
        for under in (header, *([spread] if spread else []))
        for each in (line, *_with_merged_cells(pattern, line, under), *_without_side_label(judge, pattern, line, under))
        if (match := _match_below(judge, pattern, each, under)) is not None
        and (each is line or _says_enough(pattern, each, under, match))
    ]
    best = max(found, key=lambda match: match.score, default=None)
    is_sure = best is not None and all(_says(match) == _says(best) for match in found if match.score == best.score)
    return best if is_sure else None


def is_beside_columns(pattern: PatternLine, line: ReadLine, header: Header, match: Match) -> bool:
    """Tell whether a match takes as a value what stands below the label of something else in a row as long as the header."""
    assert pattern.header is not None
    if len(line.cells) != len(header.line.cells):
        return False
    over = {number: at for at, number in (header.below or header.columns).items()}
    numbers = {cell.place: number for number, cell in enumerate(line.cells)}
    labels = (
        (over.get(numbers.get(taken.cell.place, -1)), cell_over(pattern.header, pattern.cells[at].column))
        for at, taken in match.taken
        if any(binding.text for binding in taken.bindings)
    )
    return any(own is not None and own != wanted for own, wanted in labels)


def _says_enough(pattern: PatternLine, line: ReadLine, header: Header, match: Match) -> bool:
    """Tell whether most texts of a row below the labels of values are such: where cells were put in, others say that it has slid."""
    places = {taken.cell.place for _, taken in match.taken}
    below = [_cell_below(pattern, at, line, header) for at, cell in enumerate(pattern.cells) if cell.tags]
    said = [cell.place in places for cell in below if cell is not None and not NOTHING.fullmatch(cell.text)]
    return sum(said) >= _MOST_FIT * len(said)


def _says(match: Match) -> Set[tuple[int, str]]:
    """Return the texts that a match takes as values, each with the number of the template's cell."""
    return {(at, binding.text) for at, taken in match.taken for binding in taken.bindings if binding.text}


def _spread(pattern: PatternLine, header: Header) -> Header | None:
    """Return a header that does not say how wide its labels are with each as wide as in the template, None where it does."""
    assert pattern.header is not None
    labels = header.line.cells
    over = [cell_over(pattern.header, cell.column) for cell in pattern.cells]
    widths = [max(over.count(at), 1) for at in range(len(pattern.header.cells))]
    in_order = all(header.columns.get(at) == at for at in range(len(widths)))
    if not in_order or len(labels) != len(widths) or max(widths) == 1 or any(cell.span > 1 for cell in labels):
        return None
    begins = list(accumulate(widths, initial=0))
    cells = (
        (label if not part else label._replace(paragraphs=()))._replace(column=begin + part)
        for label, begin, width in zip(labels, begins, widths, strict=False)
        for part in range(width)
    )
    columns = {at: begins[at] for at in header.columns}
    return header._replace(line=header.line._replace(cells=tuple(cells)), columns=columns, below={})


def _with_merged_cells(pattern: PatternLine, line: ReadLine, header: Header) -> Iterator[ReadLine]:
    """Yield a row that lacks merged cells with empty ones in their place, in every way that there is.

    Of merged cells side by side the first are missing: what is inside of one begins anew where this does. A label over several
    columns at the beginning may have only one cell.
    """
    whole = len(header.line.cells)
    lacking = whole - len(line.cells)
    if lacking <= 0 or not _is_short(line, header):
        return
    if pattern.cells[0].span > 1 and is_label(pattern.cells[0].fixed):
        label, *rest = line.cells
        whole_row = zip(header.line.cells, (label, *[Cell((), line.place)] * lacking, *rest), strict=True)
        yield line._replace(cells=tuple(cell._replace(column=head.column, span=head.span) for head, cell in whole_row))
    merged = [at for at, cell in enumerate(pattern.cells) if cell.merged or cell.continued]
    known = [(at, _number_below(pattern, at, header)) for at in merged]
    numbers = sorted({at if number is None else number for at, number in known} & set(range(whole)))
    runs = [[number for _, number in run] for _, run in groupby(enumerate(numbers), key=lambda each: each[1] - each[0])]
    for sizes in product(*(range(len(run) + 1) for run in runs)):
        gone = {number for run, size in zip(runs, sizes, strict=True) for number in run[:size]}
        if len(gone) == lacking:
            own = iter(line.cells)
            cells = (Cell((), line.place, continued=True) if at in gone else next(own) for at in range(whole))
            yield line._replace(cells=tuple(cells))


def _without_side_label(judge: Judge, pattern: PatternLine, line: ReadLine, header: Header) -> Iterator[ReadLine]:
    """Yield a row without the label at its left, where this begins beside the first row and not beside the header."""
    assert pattern.header is not None
    label, *rest = line.cells
    beside = pattern.cells[0].fixed or pattern.header.cells[0].fixed
    is_side = not pattern.cells[0].tags and is_label(beside) and judge.likeness(beside, label.text) > 0
    if is_side and 0 not in header.columns and len(rest) == len(header.line.cells):
        below = zip(header.line.cells, rest, strict=True)
        yield line._replace(cells=tuple(cell._replace(column=head.column, span=head.span) for head, cell in below))


def _is_short(line: ReadLine, header: Header) -> bool:
    """Tell whether a row ends before its header does, so that cells are missing in it, not merged."""
    return line.cells[-1].column + line.cells[-1].span < header.line.cells[-1].column + header.line.cells[-1].span


def _match_below(judge: Judge, pattern: PatternLine, line: ReadLine, header: Header) -> Match | None:
    """Return how a row fits a row of the template below a header, its cells found by their columns.

    None where it does not fit, or where the column of the name of a list's item was not found.
    """
    assert pattern.header is not None
    if len(line.cells) > len(pattern.cells) and any(
        len(_all_below(pattern, at, line, header)) >= _PARTS > len(_beside(pattern, at))
        for at in range(len(pattern.cells))
    ):
        return None  # the row is of another table with a header like this one
    score = 0.3
    levels: list[bool | None] = []  # whether each level is one of the form's, None where it is left out
    taken: list[tuple[int, Taken]] = []
    found_cells = (
        (at, _cell_below(pattern, at, line, header) or _own_label(judge, cell, line))
        for at, cell in enumerate(pattern.cells)
    )
    under = {at: cell for at, cell in found_cells if cell is not None}
    whole = dict(_whole_targets(pattern, line, header))
    under |= {at: each.cell for at, each in whole.items()}
    for at, wanted in enumerate(pattern.cells):
        cell = under.get(at)
        if cell is None:
            if any(tag.is_name for tag in wanted.tags):
                return None
            score -= 0.1 if wanted.tags else 0.0
            continue
        gained, found = match_cell(judge, wanted, cell)
        if any(tag.level for tag in wanted.tags):
            levels.append(None if found and not cell.text else found is not None)
        score += gained
        if found is not None:
            taken.append((at, _guessed(found, whole[at].guess) if at in whole else found))
    if next(filter(lambda each: each is not None, reversed(levels)), True) is False:
        return None  # where the last heading is none of the form's, the row is of another table, or has slid
    if score <= 0 or not _can_be_item(pattern, taken) or _is_only_level(judge, taken):
        return None
    found_all = tuple(parted(judge.form, pattern, taken, under))
    once_more = covered(line.cells, found_all, repeats(line.cells, header.line.cells))
    joined = {place for at, _ in found_all if at in whole for place in whole[at].places}
    return Match(score, found_all, once_more | joined)


def _whole_targets(pattern: PatternLine, line: ReadLine, header: Header) -> Iterator[tuple[int, WholeTarget]]:
    """Yield the cells of targets in a row as long as its header, each with the sign and the unit that the document has beside it."""
    targets = [
        at
        for at, cell in enumerate(pattern.cells)
        if [each.field.role in TARGETS for each in cell.tags if each.field] == [True]
    ]
    numbers = {at: number for at in targets if (number := _number_below(pattern, at, header)) is not None}
    for at, number in numbers.items() if len(line.cells) == len(header.line.cells) else ():
        used, others = set(header.columns.values()), set(numbers.values()) - {number}
        if whole := whole_target(header.line.cells, line.cells, number, used, others):
            yield at, whole


def _guessed(taken: Taken, guess: str) -> Taken:
    """Return a cell whose values are a guess, if there is one."""
    bindings = tuple(binding._replace(guess=binding.guess or guess) for binding in taken.bindings)
    return taken._replace(bindings=bindings, guess=taken.guess or guess)


def _is_only_level(judge: Judge, taken: Sequence[tuple[int, Taken]]) -> bool:
    """Tell whether a row would be an indicator that is called like a level of the form, and has no value."""
    values = [binding for _, each in taken for binding in each.bindings if binding.text and binding.tag.field]
    if len(values) != 1 or not values[0].tag.is_name:
        return False
    declared = judge.form.fields.get(values[0].tag.path[:-1])
    levels = declared.levels if declared else {}
    return fold(values[0].text) in {fold(name) for first, below in levels.items() for name in (first, *below)}


def _can_be_item(pattern: PatternLine, taken: Sequence[tuple[int, Taken]]) -> bool:
    """Tell whether a row can be an item of its list: no cell is two values, and what has values has a name.

    A row without the name of the innermost item that fills few of its columns has slid to the side, one called 合计 sums
    up the others, one that says the same in every cell is a heading of those below.
    """
    values = [
        (at, each.cell, binding)
        for at, each in taken
        for binding in each.bindings
        if binding.tag.field and binding.text
    ]
    if any(binding.tag.is_name and _TOTAL.fullmatch(binding.text) for _, _, binding in values):
        return False
    said = {fold(binding.text) for _, _, binding in values}
    if len(values) >= _SAME_IN_ALL and len(said) == 1 and all(map(is_label, said)):
        return False
    of_cell: dict[str, set[int]] = {}
    for at, cell, _ in values:
        of_cell.setdefault(cell.place, set()).add(at)
    if any(len(of_cell[cell.place]) > 1 and (binding.tag.is_name or len(of_cell) == 1) for _, cell, binding in values):
        return False
    tags = [(at, tag) for at, cell in enumerate(pattern.cells) for tag in cell.tags if tag.field]
    inner = max((tag.loops for _, tag in tags), key=len, default=())
    names = [at for at, tag in tags if tag.is_name and tag.loops == inner]
    if not names or pattern.cells[names[0]].merged or any(at in names for at, _, _ in values):
        return True
    own = [binding for _, _, binding in values if binding.tag.loops == inner]
    return not own and (not values or 2 * len(values) > len(tags))


def _width(heads: Sequence[Cell]) -> int:
    """Return how many cells the first of some labels side by side takes: those behind it that are empty or say it again are its own."""
    return 1 + sum(1 for _ in takewhile(lambda cell: cell.text in ("", heads[0].text), heads[1:]))


def _own_label(judge: Judge, wanted: PatternCell, line: ReadLine) -> Cell | None:
    """Return the cell of a row that is the label of it, where no label of the header stands over that."""
    if wanted.tags or not is_label(wanted.fixed):
        return None
    alike = [judge.likeness(wanted.fixed, cell.text) for cell in line.cells]
    return line.cells[alike.index(max(alike))] if max(alike) else None


def _number_below(pattern: PatternLine, at: int, header: Header) -> int | None:
    """Return the number of the cell that stands below the label of a cell of the template in a row as long as the header."""
    assert pattern.header is not None
    over = cell_over(pattern.header, pattern.cells[at].column)
    number = (header.below or header.columns).get(over)
    if number is None:
        return None
    beside = _beside(pattern, at)
    return number + (beside.index(at) if _width(header.line.cells[number:]) == len(beside) else 0)


def _beside(pattern: PatternLine, at: int) -> list[int]:
    """Return the cells of a row of the template that stand below one label, with one of them."""
    assert pattern.header is not None
    over = cell_over(pattern.header, pattern.cells[at].column)
    return [other for other, cell in enumerate(pattern.cells) if cell_over(pattern.header, cell.column) == over]


def _all_below(pattern: PatternLine, at: int, line: ReadLine, header: Header) -> list[Cell]:
    """Return the cells of a row below the label that stands over a cell of the template, none where there is no such label."""
    assert pattern.header is not None
    number = (header.below or header.columns).get(cell_over(pattern.header, pattern.cells[at].column))
    label = header.line.cells[number] if number is not None else None
    inside = (cell for cell in line.cells if label and label.column <= cell.column < label.column + label.span)
    return list(inside)


def _cell_below(pattern: PatternLine, at: int, line: ReadLine, header: Header) -> Cell | None:
    """Return the cell of a row below the label that stands over a cell of the template."""
    assert pattern.header is not None
    number = _number_below(pattern, at, header)
    if number is None:
        return line.cells[at] if len(line.cells) == len(pattern.cells) and not pattern.cells[at].tags else None
    if len(line.cells) == len(header.line.cells):
        return line.cells[number]
    beside, below = _beside(pattern, at), _all_below(pattern, at, line, header)
    label = header.line.cells[(header.below or header.columns)[cell_over(pattern.header, pattern.cells[at].column)]]
    if len(below) == len(beside):
        return below[beside.index(at)]
    inside = [cell for cell in below if cell.text and cell.column + cell.span <= label.column + label.span]
    if len(inside) > len(beside) == 1 and not any(tag.level for tag in pattern.cells[at].tags):
        return None  # somebody split the cell, and which half is meant cannot be told
    return next((cell for cell in line.cells if cell.column <= label.column < cell.column + cell.span), None)
