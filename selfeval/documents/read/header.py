"""The rows of labels that a template has over its columns, found in a document in whatever order they stand there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import NamedTuple

from selfeval.documents.read.label import ALIKE, bare, is_label
from selfeval.documents.read.lines import Cell, ReadLine
from selfeval.documents.read.match import Judge, Match, label_weight
from selfeval.documents.read.pattern import PatternCell, PatternLine
from selfeval.documents.read.piece import Binding, Taken, adds_to, extract
from selfeval.documents.read.target import part_of_target

_HEADER_SHARE = 0.6
"""How much of a row of labels must be found in a row for it to be that header, from 0 to 1."""
_SHORTER_SHARE, _OWN_SHARE = 0.45, 0.7
"""How much of it is enough where columns were left out, and how much of the labels that are left must be of it."""

_MOSTLY, _FEWEST_SLID = 0.7, 3
"""What share of its cells makes a column empty or full, and how many rows it takes to tell."""


class Header(NamedTuple):
    """Hold a row of labels found in a document: its line, and for each cell of the template that was found the number of the cell.

    ``below`` are the columns in which the values stand where these have slid, and ``guess`` says so in Chinese. ``rows`` is
    how many rows of the document it is made of.
    """

    line: ReadLine
    columns: Mapping[int, int]
    share: float
    below: Mapping[int, int] = {}
    guess: str = ""
    rows: int = 1

    @property
    def is_moved(self) -> bool:
        """Tell whether its columns stand in another order than those of the template."""
        numbers = [self.columns[at] for at in sorted(self.columns)]
        return numbers != sorted(numbers)


def find_header(judge: Judge, pattern: PatternLine, line: ReadLine) -> Header | None:
    """Return a row as the header that the template has, None where too few of its labels are there.

    Labels may stand in any order. One that is not known stands for the one that is missing between the same neighbours.
    """
    wanted = [at for at, cell in enumerate(pattern.cells) if is_label(cell.fixed)]
    has_tags = any(pattern.cells[at].tags for at in wanted)
    if not has_tags and sum(is_label(cell.text) for cell in line.cells) < _SHORTER_SHARE * len(wanted):
        return None  # a row of figures, told at once
    labels = [pattern.cells[at].fixed for at in wanted if not pattern.cells[at].tags]
    found = [
        (alike, -abs(at - number), at, number)
        for at in wanted
        for number, alike in _likely(judge, pattern.cells[at], labels, line)
    ]
    columns: dict[int, int] = {}
    used: set[int] = set()
    total = 0.0
    for alike, _, at, number in sorted(found, reverse=True):
        if at not in columns and number not in used:
            columns[at] = number
            used.add(number)
            total += alike
    for at in [at for at in columns if _is_either(pattern, columns, at, found)]:
        del columns[at]  # 预算数 may be that of the beginning of the year, or of the whole
    share = total / len(wanted) if wanted else 0.0
    own = sum(is_label(cell.text) for cell in line.cells)
    is_shorter = share >= _SHORTER_SHARE and total >= _OWN_SHARE * own
    if (share < _HEADER_SHARE and not is_shorter) or len(columns) < 2:
        return None
    columns |= dict(_in_order(pattern, columns))
    renamed = _renamed(pattern, columns, line)
    columns |= {
        at: number
        for at, number in renamed
        if not judge.labels.differ(pattern.cells[at].fixed, line.cells[number].text)
    }
    return Header(line, columns, share)


def _is_either(
    pattern: PatternLine, columns: Mapping[int, int], at: int, found: Sequence[tuple[float, int, int, int]]
) -> bool:
    """Tell whether the label found for a cell of the template is just as much like that of another one, which was not found."""
    alike = {other: each for each, _, other, number in found if number == columns[at]}
    others = [other for other in alike if other not in columns and alike[other] == alike[at] < 1.0]
    return any(pattern.cells[other].fixed != pattern.cells[at].fixed for other in others)


def _in_order(pattern: PatternLine, columns: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """Yield the cells of the template with the cell found for each; those with one label stand in the order of the template."""
    alike: dict[str, list[int]] = {}
    for at in sorted(columns):
        alike.setdefault(pattern.cells[at].fixed, []).append(at)
    for found in alike.values():
        yield from zip(found, sorted(columns[at] for at in found), strict=True)


def stacked(pattern: PatternLine, top: ReadLine, below: ReadLine) -> ReadLine | None:
    """Return two rows of a table as one header, None where the second does not part cells of the first.

    Merged cells that somebody undid are empty, say their text again, or are missing; where the template has one row, the second
    must have labels of it.
    """
    if not pattern.stacked:
        labels = {bare(cell.fixed) for cell in pattern.cells}
        has_parts = any(part_of_target(cell.text) for cell in below.cells)
        are_labels = all(
            not cell.text or bare(cell.text) in labels or (has_parts and _is_part(cell.text, labels))
            for cell in below.cells
        )
        return _stacked(list(_whole_heads(top.cells)) if are_labels else top.cells, below)
    return _stacked(list(_whole_heads(top.cells)), below) or _stacked_in_order(pattern.stacked, top, below)


def _is_part(text: str, labels: Set[str]) -> bool:
    """Tell whether a text is the head of a sign or a unit, or of the figure between them: 指标值 below 年度指标值."""
    return part_of_target(text) is not None or any(label.endswith(bare(text)) for label in labels)


def _stacked(heads: Sequence[Cell], below: ReadLine) -> ReadLine | None:
    """Return two rows as one header by the columns in which their cells stand."""
    cells: list[Cell] = []
    parted = 0
    for cell in below.cells:
        over = next((each for each in heads if each.column <= cell.column < each.column + each.span), None)
        if over is None:
            return None
        own = bool(cell.text) and not cell.continued and cell.text != over.text
        if own and over.span <= cell.span:
            return None
        parted += own
        cells.append(_under(over, cell) if own else over._replace(column=cell.column, span=cell.span))
    return ReadLine(tuple(cells), below.table) if 1 < parted < len(cells) else None


def _whole_heads(cells: Sequence[Cell]) -> Iterator[Cell]:
    """Yield labels side by side, each reaching over the cells behind it that are empty or say it again."""
    whole: Cell | None = None
    for cell in cells:
        if whole is not None and whole.text and cell.text in ("", whole.text):
            whole = whole._replace(span=cell.column + cell.span - whole.column)
            continue
        if whole is not None:
            yield whole
        whole = cell
    if whole is not None:
        yield whole


def _stacked_in_order(parts: Sequence[PatternLine], top: ReadLine, below: ReadLine) -> ReadLine | None:
    """Return two rows as one header where the second has only the cells that part some of the first, as many as in the template."""
    heads = [head for head in parts[0].cells if not head.continued]
    widths = [
        sum(head.column <= cell.column < head.column + head.span and _parts(head, cell) for cell in parts[1].cells)
        for head in heads
    ]
    if len(heads) != len(top.cells) or sum(widths) != len(below.cells):
        return None
    own = iter(below.cells)
    cells = [
        cell
        for over, width in zip(top.cells, widths, strict=True)
        for cell in ([_under(over, next(own)) for _ in range(width)] or [over])
    ]
    return ReadLine(tuple(cell._replace(column=at, span=1) for at, cell in enumerate(cells)), below.table)


def _parts(head: PatternCell, cell: PatternCell) -> bool:
    """Tell whether a cell of the second row of labels parts the one above it."""
    return not cell.continued and not cell.merged and bool(cell.fixed.strip()) and head.span > cell.span


def _under(over: Cell, cell: Cell) -> Cell:
    """Return a label below another as one; the head of a sign or a unit is one of its own."""
    if cell.text.startswith(over.text) or part_of_target(cell.text):
        return cell
    return cell._replace(paragraphs=(over.text if over.text.endswith(cell.text) else over.text + cell.text,))


def _has_several(labels: Sequence[str], text: str) -> bool:
    """Tell whether a text is made of two labels or more, of which none is part of another: merged heads of two columns."""
    said = bare(text)
    inside = {known for label in labels if (known := bare(label)) and known in said}
    whole = [one for one in inside if not any(one != other and one in other for other in inside)]
    return said not in inside and len(whole) > 1 and sum(map(len, whole)) <= len(said)


def _likely(judge: Judge, wanted: PatternCell, labels: Sequence[str], line: ReadLine) -> Iterator[tuple[int, float]]:
    for number, cell in enumerate(line.cells):
        if _has_several(labels, cell.text):
            continue
        if wanted.tags:
            alike = 0.9 if extract(wanted.pieces, cell.text, judge.form) else 0.0
        else:
            alike = judge.labels.likeness_in_header(wanted.fixed, cell.text)
            if alike < ALIKE and judge.labels.differ(wanted.fixed, cell.text):
                continue  # it resembles the label, and is another one
        if alike:
            yield number, alike


def _renamed(pattern: PatternLine, columns: Mapping[int, int], line: ReadLine) -> Iterator[tuple[int, int]]:
    """Yield the cells of the template without a label of their own in the line, each with the one between the same neighbours.

    What is empty there, or says once more what the one before does, is a part of a merged cell.
    """
    used = set(columns.values())
    for at in range(len(pattern.cells)):
        before = columns.get(at - 1, at - 1 if at < 2 else None)
        after = columns.get(at + 1, len(line.cells) if at + 1 == len(pattern.cells) else None)
        if at in columns or before is None or after is None:
            continue
        between = list(range(before + 1, after))
        if len(between) > 1:
            between = [number for number in between if line.cells[number].text not in ("", line.cells[number - 1].text)]
        if len(between) == 1 and between[0] not in used:
            yield at, between[0]


def with_slid_columns(pattern: PatternLine, header: Header, rows: Sequence[ReadLine], own: Set[int]) -> Header:
    """Return a header whose rows have slid by one cell with its columns where the values are, which is a guess.

    One column is empty below its label, and the first full one to the right of it has no label at all. ``own`` are the labels
    of the template whose cells are not merged over several rows.
    """
    same_width = [row for row in rows if len(row.cells) == len(header.line.cells)]
    if len(same_width) < _FEWEST_SLID:
        return header
    filled = [
        sum(bool(row.cells[at].text) for row in same_width) / len(same_width) for at in range(len(header.line.cells))
    ]
    mapped = {number + part for at, number in header.columns.items() for part in range(pattern.cells[at].span)}
    labels = (number for at, number in header.columns.items() if at in own and is_label(pattern.cells[at].fixed))
    for empty in sorted(labels, reverse=True):
        end = next((at for at in range(empty + 1, len(filled)) if at not in mapped), 0)
        moved = range(empty, end)
        if not end or header.line.cells[end].text or filled[empty] > 1 - _MOSTLY or filled[end] < _MOSTLY:
            continue
        columns = {at: number + (number in moved) for at, number in header.columns.items()}
        guess = f"{header.line.cells[empty].place}下面是空的，像是错了一格，这里起 {len(moved)} 列都按右边一格读"
        return header._replace(below=columns, guess=guess)
    return header


def match_header(judge: Judge, pattern: PatternLine, header: Header) -> Match:
    """Return how a row fits as the header it was found to be."""
    taken: list[tuple[int, Taken]] = []
    guess = header.guess
    for at, number in header.columns.items():
        wanted, cell = pattern.cells[at], header.line.cells[number]
        if not wanted.fixed.strip() and cell.text:
            continue
        found = extract(wanted.pieces, cell.text, judge.form) if wanted.tags else None
        bindings = tuple(Binding(tag, value, cell.place) for tag, value in found.values) if found else ()
        rest = () if wanted.tags or not adds_to(wanted.fixed, cell.text) else (cell.text,)
        if cell.text and not guess and not wanted.tags and not judge.labels.likeness_in_header(wanted.fixed, cell.text):
            guess = f"{cell.place}“{cell.text}”当作“{wanted.fixed}”这一列"
        taken.append((at, Taken(cell, bindings, rest, guess=guess)))
        guess = ""
    return Match(header.share * sum(map(label_weight, pattern.cells)), tuple(taken))
