"""Cells of a template that a loop repeats, one for each item of a list, and how many of them a document has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from selfeval.documents.read.label import bare
from selfeval.documents.read.lines import Cell, ColumnLoop, ReadLine
from selfeval.documents.word.columns import MOST_COLUMNS
from selfeval.text.pattern import regex

_TAG = regex(r"\s*{%tc\s+(for\b.*?|endfor)\s*%}\s*")
_ANY_TAG = regex(r"{{|{%")


def with_loops(lines: Sequence[ReadLine]) -> list[ReadLine]:
    """Return the lines of a template without the cells that hold tags of columns, those between with their loop."""
    tags: dict[int, set[int]] = {}
    for line in lines:
        for cell in line.cells:
            if _TAG.fullmatch(cell.text):
                tags.setdefault(line.table, set()).update(range(cell.column, cell.column + cell.span))
    return [_with_loops(line, tags[line.table]) if line.table in tags else line for line in lines]


def _with_loops(line: ReadLine, tags: set[int]) -> ReadLine:
    """Return a row without its tags; the columns of the grid that hold tags are not counted."""
    cells: list[Cell] = []
    loop: ColumnLoop | None = None
    for cell in line.cells:
        begin, end = (at - sum(tag < at for tag in tags) for at in (cell.column, cell.column + cell.span))
        if (tag := _TAG.fullmatch(cell.text)) is None:
            cells.append(cell._replace(column=begin, span=max(end - begin, 1), loop=loop))
        else:
            loop = ColumnLoop(tag[1], begin) if tag[1] != "endfor" else None
    return line._replace(cells=tuple(cells))


def loops_over(lines: Sequence[ReadLine]) -> Mapping[int, ColumnLoop]:
    """Return the loop that repeats each column of a table, as the first row that has it says."""
    found: dict[int, ColumnLoop] = {}
    for line in lines:
        for cell in line.cells:
            for column in range(cell.column, cell.column + cell.span) if cell.loop else ():
                found.setdefault(column, cell.loop)  # type: ignore[arg-type]  # only cells with a loop come here
    return found


def repeated(lines: Sequence[ReadLine], document: Sequence[ReadLine]) -> list[ReadLine]:
    """Return the lines of a template with the cells of each loop as often as a document has them, each with its turn."""
    once = with_loops(lines)
    tables = {line.table: [other for other in once if other.table == line.table] for line in once if line.table}
    over = {table: loops for table, rows in tables.items() if (loops := loops_over(rows))}
    sizes = {table: _items(tables[table], document) for table, loops in over.items() if _goes_over_one_list(loops)}
    made = (_repeated(line, over[line.table], sizes[line.table]) if line.table in sizes else line for line in once)
    return [_unread(line) if line.table in over.keys() - sizes.keys() else line for line in made]


def _goes_over_one_list(loops: Mapping[int, ColumnLoop]) -> bool:
    """Tell whether all columns of a table that loops repeat belong to one list, so that their number tells its items."""
    return len({loop.words.rpartition(" ")[2] for loop in loops.values()}) == 1


def _unread(line: ReadLine) -> ReadLine:
    """Return a row without what it repeats: whose columns they are in a document, nobody can tell."""
    return line._replace(cells=tuple(cell for cell in line.cells if cell.loop is None))


def _repeated(line: ReadLine, loops: Mapping[int, ColumnLoop], size: int) -> ReadLine:
    """Return a row with its repeated cells; those behind them, and those over them, move and grow."""
    cells: list[Cell] = []
    for loop, run in groupby(line.cells, key=lambda cell: cell.loop):
        first, *_ = own = list(run)
        width = own[-1].column + own[-1].span - first.column
        for turn in range(size) if loop else (0,):
            for cell in own:
                begin, end = (
                    at + (size - 1) * sum(column < at for column in loops)
                    for at in (cell.column, cell.column + cell.span)
                )
                if loop:
                    begin = first.column + (size - 1) * sum(each < first.column for each in loops)
                    begin += turn * width + cell.column - first.column
                    end = begin + cell.span
                cells.append(cell._replace(column=begin, span=end - begin, turn=turn))
    return line._replace(cells=tuple(cells))


def _items(template: Sequence[ReadLine], document: Sequence[ReadLine]) -> int:
    """Return how many items the columns of a table of the template have in a document: as most of its rows say.

    A row of the document is one of the template's where it has its label before it and an even share of cells for each
    loop. Where no row has its label, every row of the right size tells.
    """
    sure, likely = Counter[int](), Counter[int]()
    for line in template:
        fixed = sum(cell.loop is None for cell in line.cells)
        each = len(line.cells) - fixed
        if not each:
            continue
        label = "" if _ANY_TAG.search(line.cells[0].text) else bare(line.cells[0].text)
        for row in document:
            size, left = divmod(len(row.cells) - fixed, each)
            if row.table and 0 < size < MOST_COLUMNS and not left:
                (sure if label and bare(row.cells[0].text) == label else likely)[size] += 1
    return next((size for size, _ in (sure or likely).most_common(1)), 1)


def runs(columns: Sequence[int], loops: Mapping[int, ColumnLoop]) -> Iterator[tuple[ColumnLoop | None, list[int]]]:
    """Yield columns side by side in runs that one loop repeats, or none."""
    yield from ((loop, list(run)) for loop, run in groupby(columns, key=loops.get))
