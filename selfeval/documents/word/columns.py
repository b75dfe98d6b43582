"""Columns that follow the data: cells that a row repeats, one for each item of a list.

A cell that holds nothing but ``{%tc for 项 in 清单 %}`` stands before the cells to repeat, one with ``{%tc endfor %}``
behind them, in every row that has cells there; a cell over all of these columns grows with them. The columns share the
width that they have in the template, those of the tags included. Without an item one blank column is left.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from functools import lru_cache
from typing import NamedTuple

from lxml import etree

from selfeval.documents.word.package import W, members
from selfeval.text.pattern import regex

COUNT = "列数"
"""The filter that gives how many columns a list takes."""
_ITEMS = "{{ (loop.length) }}"
"""How many items a loop has; in brackets, so that nobody takes it for what its cell prints."""
NARROWEST = 567
"""How wide a column must be for its text to be read, in twips: one centimetre holds two characters beside its margins."""
FEWEST = 3
"""For how many items a template must have room at least."""
MOST_COLUMNS = 63
"""How many columns a table of Word may have; Word does not open a document with more."""
_TAG = regex(r"\s*\{%tc\s+(?:for\s+(?P<variable>\w+)\s+in\s+(?P<list>[\w.]+)|endfor)\s*%\}\s*")
_ANY_TAG = regex(r"\{%tc\s")
_OF_ROWS = regex(r"\{%tr\s+(\w+)")
_ELEMENT = regex(r"<[^>]+>")
_RECKONED = regex(rb'(<w:(?:grid(?:Span|Before|After|Col)|tcW) (?:[^>]* )?w:(?:val|w)=")=([0-9+*/]+)"')
"""A number that is known only when the list is: base + columns * items, or width / items."""


class GridCell(NamedTuple):
    """Hold a cell, or the gap before or behind a row, with the columns of the grid it takes: from ``begin`` to before ``end``."""

    element: etree._Element
    begin: int
    end: int


class Columns(NamedTuple):
    """Hold the columns that one loop in a row repeats: the cell with its tag, those repeated, and the one with its end.

    ``variable`` and ``list`` are what the tag names.
    """

    opener: GridCell
    cells: tuple[GridCell, ...]
    closer: GridCell
    variable: str
    list: str

    @property
    def range(self) -> tuple[int, int, int, int]:
        """Return where the columns lie in the grid: the tag, the first and behind the last that are repeated, behind the end."""
        return self.opener.begin, self.opener.end, self.closer.begin, self.closer.end

    @property
    def repeated(self) -> int:
        """Return how many columns each item takes."""
        return self.closer.begin - self.opener.end


class TableRow(NamedTuple):
    """Hold a row of a table with its cells and the columns repeated in it; ``looped`` says that it is itself repeated."""

    cells: tuple[GridCell, ...]
    columns: tuple[Columns, ...]
    looped: bool


def follow_data(xml: str) -> str:
    """Turn the tags of columns in the XML of a part into loops around cells, with a grid and spans that follow them."""
    if not _is_tagged(xml):
        return xml
    root = etree.fromstring(xml)
    for table in root.iter(f"{W}tbl"):
        rows = list(_rows(table))
        known = _known(rows)
        if known and next(_ragged(rows), None) is None:
            for row in rows:
                _grow_spans(row, known)
            _grow_grid(table, known)
            for row in rows:
                for columns in row.columns:
                    _repeat(columns)
    return etree.tostring(root, encoding="unicode")


def reckon(xml: bytes) -> bytes:
    """Work out the spans and widths that the number of items decides."""
    return _RECKONED.sub(lambda found: b'%b%d"' % (found[1], _value(found[2])), xml) if b'="=' in xml else xml


def most_columns(root: etree._Element) -> int:
    """Return how many columns the widest table of a part has."""
    return max((len(grid) for grid in root.iter(f"{W}tblGrid")), default=0)


def _value(formula: bytes) -> int:
    whole, _, divisor = formula.partition(b"/")
    if divisor:
        return int(whole) // int(divisor)
    products = (part.split(b"*") for part in whole.split(b"+"))
    return sum(int(factors[0]) * (int(factors[1]) if factors[1:] else 1) for factors in products)


class Room(NamedTuple):
    """Hold how much room a template has for the columns of a list: its name, the columns of an item, their width in twips."""

    list: str
    repeated: int
    width: int


@lru_cache(maxsize=64)
def rooms_for_columns(template: bytes) -> tuple[Room, ...]:
    """Return the room for each list whose columns follow the data; none where the widths are not known."""
    body = members(template)["word/document.xml"].decode()
    return tuple(room for _, room in _rooms(etree.fromstring(body.encode()))) if _is_tagged(body) else ()


def _rooms(root: etree._Element) -> Iterator[tuple[Columns, Room]]:
    """Yield the room for each list whose columns follow the data, with the columns that the template has for it."""
    for table in root.iter(f"{W}tbl"):
        declared = [_width(each) for each in table.iterfind(f"{W}tblGrid/{W}gridCol")]
        for columns in _known(list(_rows(table))):
            begin, _, _, end = columns.range
            yield columns, Room(columns.list, columns.repeated, sum(declared[begin:end]))


def find_cramped(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield the paragraph of each tag of columns that have room for too few items, and in Chinese for how many."""
    for columns, room in _rooms(root):
        most = room.width // (room.repeated * NARROWEST) if room.repeated else FEWEST
        if room.width > 0 and most < FEWEST:
            paragraph = next(iter(columns.opener.element.iter(f"{W}p")))
            yield (
                paragraph,
                f"“{room.list}”的列在 Word 里只放得下 {most} 条，再多每列不到 1 厘米，字挤成一竖条；把这几列放宽，或者把纸横过来",
            )


def find_narrow(rooms: Iterable[Room], seen: Mapping[str, object]) -> Iterator[tuple[str, int, float]]:
    """Yield each list that has too many items for its columns to be read: its name, its items, their width in centimetres."""
    for room in rooms:
        items = _listed(room.list, seen)
        width = room.width / (len(items) * room.repeated) if items else 0
        if 0 < width < NARROWEST:
            yield room.list, len(items), width / NARROWEST


def _listed(name: str, seen: Mapping[str, object]) -> list[object]:
    """Return the list that a name stands for outside of loops, an empty one for any other."""
    found: object = seen
    for key in name.split("."):
        found = found.get(key) if isinstance(found, Mapping) else None
    return found if isinstance(found, list) else []


def _is_tagged(xml: str) -> bool:
    return bool(_ANY_TAG.search(_ELEMENT.sub("", xml)))


def count_columns(items: object) -> int:
    """Return how many times the columns of a list are printed: once where it has no item."""
    return max(len(items), 1) if isinstance(items, list) else 1


def find_ragged(root: etree._Element) -> Iterator[tuple[etree._Element, str]]:
    """Yield each paragraph of a part where rows do not fit columns that follow the data, and in Chinese what is wrong."""
    for table in root.iter(f"{W}tbl"):
        for cell, message in _ragged(list(_rows(table))):
            around = (cell.element, *cell.element.iterancestors(f"{W}tr"))
            yield from ((each, message) for part in around[:2] for each in list(part.iter(f"{W}p"))[:1])


def grid_columns(root: etree._Element) -> dict[etree._Element | None, int]:
    """Return the column of the grid in which each cell of a part begins, from 0."""
    return {cell.element: cell.begin for row in root.iter(f"{W}tr") for cell in _grid_cells(row)}


def _rows(table: etree._Element) -> Iterator[TableRow]:
    """Yield the rows of a table but those that hold a tag of rows."""
    depth = 0
    for row in table.iterchildren(f"{W}tr"):
        own = (node.text or "" for node in row.iter(f"{W}t") if next(node.iterancestors(f"{W}tr")) is row)
        if tag := _OF_ROWS.search("".join(own)):
            depth += (tag[1] == "for") - (tag[1] == "endfor")
            continue
        cells = tuple(_grid_cells(row))
        yield TableRow(cells, tuple(_columns(cells)), depth > 0)


def _grid_cells(row: etree._Element) -> Iterator[GridCell]:
    at = 0
    own = (cell for cell in row.iter(f"{W}tc") if next(cell.iterancestors(f"{W}tr")) is row)
    before, after = (row.iterfind(f"{W}trPr/{W}{name}") for name in ("gridBefore", "gridAfter"))
    for element in (*before, *own, *after):
        yield GridCell(element, at, at := at + _span(element))


def _span(element: etree._Element) -> int:
    found = element.find(f"{W}tcPr/{W}gridSpan") if element.tag == f"{W}tc" else element
    value = found.get(f"{W}val", "") if found is not None else ""
    return int(value) if value.isdecimal() else 1


def _text(element: etree._Element) -> str:
    return "".join(node.text or "" for node in element.iter(f"{W}t"))


def _columns(cells: Sequence[GridCell]) -> Iterator[Columns]:
    """Yield the columns that are repeated in a row; what is not closed, or closes nothing, is told by its tag."""
    opened: tuple[int, re.Match[str]] | None = None
    for number, cell in enumerate(cells):
        tag = _TAG.fullmatch(_text(cell.element))
        if tag is not None and tag["list"]:
            opened = number, tag
        elif tag is not None and opened is not None:
            at, begun = opened
            yield Columns(cells[at], tuple(cells[at + 1 : number]), cell, begun["variable"], begun["list"])
            opened = None


def _known(rows: Sequence[TableRow]) -> list[Columns]:
    """Return the columns of a table, each as the first row has it that is not itself repeated."""
    found: list[Columns] = []
    for row in rows:
        for columns in row.columns if not row.looped else ():
            if not any(_meet(columns.opener, each) or _meet(columns.closer, each) for each in found):
                found.append(columns)
    return found


def _ragged(rows: Sequence[TableRow]) -> Iterator[tuple[GridCell, str]]:
    known = {columns.range: columns for columns in _known(rows)}
    for row in rows:
        for columns in row.columns:
            if not columns.cells:
                yield columns.opener, "{%tc for %} 和 {%tc endfor %} 中间要有格子，一格印一项"
            elif columns.range not in known:
                if row.looped and not any(_meet(columns.opener, each) for each in known.values()):
                    yield (
                        columns.opener,
                        "会重复的列，在 {%tr for %} 外面要有表头，表头那一行也写 {%tc for %}，印各列的名称",
                    )
                else:
                    yield columns.opener, "和别的行的 {%tc for %} 没有对齐，各行的这几格要上下在同一列"
        own = {columns.range for columns in row.columns}
        for columns in known.values():
            if columns.range in own or any(_meet(each.opener, columns) for each in row.columns):
                continue
            meeting = [cell for cell in row.cells if _meet(cell, columns)]
            whole = len(meeting) == 1 and _covers(meeting[0], columns)
            if not whole:
                cell = next(iter(meeting), row.cells[-1] if row.cells else columns.opener)
                yield (
                    cell,
                    f"这一行少了 {{%tc for {columns.variable} in {columns.list} %}}：别的行的这几列会重复，"
                    "这里也要写，或者把这几格左右合并成一格",
                )


def _meet(cell: GridCell, columns: Columns) -> bool:
    begin, _, _, end = columns.range
    return cell.begin < end and cell.end > begin


def _covers(cell: GridCell, columns: Columns) -> bool:
    begin, _, _, end = columns.range
    return cell.begin <= begin and end <= cell.end


def _grow_spans(row: TableRow, known: Sequence[Columns]) -> None:
    """Let each cell over repeated columns span as many as there will be."""
    own = {columns.range for columns in row.columns}
    for cell in row.cells:
        over = [columns for columns in known if columns.range not in own and _covers(cell, columns)]
        if not over:
            continue
        base = cell.end - cell.begin - sum(each.range[3] - each.range[0] for each in over)
        grown = "".join(f"+{each.repeated}*{{{{ {each.list}|{COUNT} }}}}" for each in over)
        _set_span(cell.element, f"={base}{grown}")


def _set_span(element: etree._Element, value: str) -> None:
    if element.tag != f"{W}tc":
        element.set(f"{W}val", value)
        return
    properties = element.find(f"{W}tcPr")
    if properties is None:
        properties = element.makeelement(f"{W}tcPr")
        element.insert(0, properties)
    span = properties.find(f"{W}gridSpan")
    if span is None:
        span = element.makeelement(f"{W}gridSpan")
        properties.insert(sum(child.tag in (f"{W}cnfStyle", f"{W}tcW") for child in properties), span)
    span.set(f"{W}val", value)


def _grow_grid(table: etree._Element, known: Sequence[Columns]) -> None:
    """Let the grid of a table have as many columns as there will be, in the width that it has."""
    grid = table.find(f"{W}tblGrid")
    declared = grid.findall(f"{W}gridCol") if grid is not None else []
    for columns in known:
        begin, first, last, end = columns.range
        if end > len(declared):
            continue
        widths = [_width(each) for each in declared]
        total, own = sum(widths[begin:end]), widths[first:last]
        for each, width in zip(declared[first:last], own, strict=True):
            if width:
                each.set(f"{W}w", f"={_share(total, width, own)}/{_ITEMS}")
        blank = [deepcopy(each) for each in declared[first:last]]
        for each, width in zip(blank, own, strict=True):
            each.tail = None
            if width:
                each.set(f"{W}w", str(_share(total, width, own)))
        for extra in (*declared[begin + 1 : first], *declared[last : end - 1]):
            _replace(extra, "")
        _replace(declared[begin], f"{{% for {columns.variable} in {columns.list} %}}")
        _close(declared[end - 1], blank)


def _width(element: etree._Element) -> int:
    value = element.get(f"{W}w", "")
    return int(value) if value.isdecimal() else 0


def _share(total: int, width: int, widths: Sequence[int]) -> int:
    return total * width // sum(widths)


def _repeat(columns: Columns) -> None:
    """Put the loop of a row around its cells, and blank cells for a list without items behind them."""
    cells = [each.element for each in columns.cells]
    owned = [_width_of(each) for each in cells]
    total = sum(filter(None, map(_width_of, (columns.opener.element, *cells, columns.closer.element))))
    blank = [_blank(each) for each in cells]
    for cell, empty, width in zip(cells, blank, owned, strict=True):
        if width:
            share = _share(total, width, owned)
            _set_width(cell, f"={share}/{_ITEMS}")
            _set_width(empty, str(share))
    _replace(columns.opener.element, f"{{% for {columns.variable} in {columns.list} %}}")
    _close(columns.closer.element, blank)


def _width_of(cell: etree._Element) -> int:
    """Return the width of a cell in twips or in parts of the page, 0 where it follows its content."""
    width = cell.find(f"{W}tcPr/{W}tcW")
    known = width is not None and width.get(f"{W}type") in ("dxa", "pct", None)
    return _width(width) if width is not None and known else 0


def _set_width(cell: etree._Element, value: str) -> None:
    width = cell.find(f"{W}tcPr/{W}tcW")
    if width is not None:
        width.set(f"{W}w", value)


def _blank(cell: etree._Element) -> etree._Element:
    """Return a copy of a cell that shows nothing."""
    copy = deepcopy(cell)
    copy.tail = None
    kept = copy.find(f"{W}p")
    for child in list(copy):
        if child is not kept and child.tag != f"{W}tcPr":
            copy.remove(child)
    for child in list(kept) if kept is not None else ():
        if child.tag != f"{W}pPr":
            kept.remove(child)  # type: ignore[union-attr]  # its children are walked only where it is there
    return copy


def _close(element: etree._Element, blank: Sequence[etree._Element]) -> None:
    """Put the end of a loop in the place of an element, behind what prints where the list has no items."""
    for each in blank:
        element.addprevious(each)
    _put_before(blank[0], "{% else %}")
    _replace(element, "{% endfor %}")


def _replace(element: etree._Element, text: str) -> None:
    """Put a text in the place of an element."""
    _put_before(element, text + (element.tail or ""))
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _put_before(element: etree._Element, text: str) -> None:
    before, parent = element.getprevious(), element.getparent()
    if before is not None:
        before.tail = (before.tail or "") + text
    elif parent is not None:
        parent.text = (parent.text or "") + text
