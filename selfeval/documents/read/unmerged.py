"""Cells of a blank form that were left unmerged: empty ones that are parts of the labels above them."""

from __future__ import annotations

from collections.abc import Container, Sequence

from selfeval.documents.read.lines import Cell, ReadLine
from selfeval.documents.read.sorts import FILLER, CellKind, is_head, sort_of
from selfeval.text.pattern import regex

_TITLE = regex(r"(?:目标|计划|情况)(?=(?:[（(].*)?$)")
_SECTION = regex(r"\s*[一二三四五六七八九十]+[、.．]")
"""How the title of a section begins, which is no head of columns."""
_FEWEST_CELLS = 4
_IN_UNITS = regex(r"[（(](?:万元|亿元|元|%|％)[）)]\s*$")


def join_empty(lines: Sequence[ReadLine]) -> list[ReadLine]:
    """Return the rows with the empty cells before a label as parts of the labels above them, which were not merged."""
    joined: list[ReadLine] = []
    above: dict[int, Cell] = {}
    ours: set[str] = set()
    leads = [next((at for at, cell in enumerate(line.cells) if cell.text.strip()), len(line.cells)) for line in lines]
    labelled = 2 * sum(lead == 0 or line.cells[0].continued for lead, line in zip(leads, lines, strict=True)) > len(
        leads
    )
    for number, (line, lead) in enumerate(zip(lines, leads, strict=True)):
        if lead == 1 and _is_named_by_hand(lines[number:]):
            lead = 0
        if lead < len(line.cells):
            beside = line.cells[lead]
            named = sort_of(beside.text) is CellKind.LABEL or FILLER.fullmatch(beside.text) is not None
            named = named or _is_next_number(beside.text, above.get(beside.column))
            empty = line.cells[:lead] if named and not beside.continued else ()
            if lead == 1 and not named and labelled and _is_title(list(above.values()), line.cells[0], ours):
                empty = line.cells[:1]
        else:
            empty = line.cells[:1] if labelled and _is_title(list(above.values()), line.cells[0], ours) else ()
        under = [above.get(cell.column) for cell in empty]
        if empty and all(
            over is not None and over.span == cell.span and (over.continued or sort_of(over.text) is CellKind.LABEL)
            for over, cell in zip(under, empty, strict=True)
        ):
            cells = tuple(cell._replace(continued=True) for cell in empty)
            ours.update(cell.place for cell in empty if not cell.continued)
            line = line._replace(cells=(*cells, *line.cells[len(cells) :]))
        if _goes_on(joined[-1:], line):
            own = {cell.column for cell in joined[-1].cells if cell.span == 1}
            cells = tuple(
                cell._replace(continued=True) if cell.column in own and not cell.text.strip() else cell
                for cell in line.cells
            )
            line = line._replace(cells=cells)
        above = {cell.column: cell for cell in line.cells}
        joined.append(line)
    return joined


def _is_named_by_hand(lines: Sequence[ReadLine]) -> bool:
    """Tell whether the first of some rows has room for a name before what it is for, which rows below say again: 　　 | 组员."""
    first = lines[0]
    if len(first.cells) < _FEWEST_CELLS:
        return False
    label = first.cells[1]
    texts: list[str] = []
    for line in lines:
        cell = next((cell for cell in line.cells if cell.column == label.column), None)
        if cell is None or line.cells[0].text.strip() or len(line.cells) != len(first.cells):
            break
        texts.append(cell.text.strip())
    open_behind = not any(cell.text.strip() for cell in first.cells[2:])
    return open_behind and all(map(is_head, texts)) and len(set(texts)) < len(texts)


def _goes_on(heads: Sequence[ReadLine], line: ReadLine) -> bool:
    """Tell whether a row goes on with unmerged heads above it: labels below those that reach over several columns, nothing else."""
    if not heads or sort_of(heads[0].cells[0].text) is not CellKind.LABEL or _SECTION.match(heads[0].cells[0].text):
        return False
    wide = [(cell.column, cell.column + cell.span) for cell in heads[0].cells if cell.span > 1 and cell.text.strip()]
    shown = [cell for cell in line.cells if cell.text.strip()]
    below = [any(first <= cell.column < end for first, end in wide) for cell in shown]
    labels = all(sort_of(cell.text) is CellKind.LABEL for cell in (*heads[0].cells, *shown))
    return len(shown) > 1 and all(below) and labels and len(shown) == sum(end - first for first, end in wide)


def _is_title(heads: Sequence[Cell], below: Cell, joined: Container[str]) -> bool:
    """Tell whether the first of some heads is the title of all of them, and no column: 绩效目标 of 长期目标 and 年度目标.

    ``joined`` are the places of cells that are parts of titles already.
    """
    title, *others = heads or [below]
    if title.column != below.column or not others:
        return False
    word = _TITLE.search(title.text)
    repeated = word is not None and any(word[0] in other.text for other in others)
    in_units = _IN_UNITS.search(title.text) is not None and not any(_IN_UNITS.search(other.text) for other in others)
    return title.place in joined or (title.text.strip() != "" and (repeated or in_units))


def _is_next_number(text: str, above: Cell | None) -> bool:
    """Tell whether a text counts on from the number above it, or begins below 序号."""
    before = above.text.strip() if above is not None else ""
    return text.strip() == ("1" if before == "序号" else str(int(before) + 1) if before.isdecimal() else "")
