"""Merged cells from flat rows, declared in the Word template by a mark that a person can type.

``〔合并〕`` in a cell joins it with the cell above while both print a property of the same thing:
``〔合并〕{{ 行.一级.名称 }}`` runs down as far as that 一级 does, and never across to the next one
of the same name. ``〔合并 任务〕`` names the thing where the cell does not print it directly.
A cell with the mark and fixed text only joins with the same cell above: a label over its block.
A cell that shows anything else than the one above is never joined with it, so that no text is hidden.

All of it works on the text of the XML as lxml writes it: parsing it would take longer than rendering.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from selfeval.text.pattern import regex

_CELL = regex(r"<w:tc>.*?</w:tc>|<w:tc .*?</w:tc>", re.DOTALL)
_SPLIT_MARK = regex(r"〔(?:<[^>]+>|\s)*合(?:<[^>]+>|\s)*并(?:[^〕<]|<[^>]+>)*〕")
MERGE_MARK = regex(r"〔\s*合\s*并\s*([^〕]*)〕")
"""The mark that makes one cell of those below each other that say the same."""
PRINTED_COLUMN = regex(r"{{\s*([\w.]+)\.\w+\s*}}")
"""A tag that prints a column of a thing; the thing is its group."""

_NAMED = regex(b"\x02([^\x03]*)\x03")
"""A mark with the identity of its thing, between characters that no XML, and so no data, can hold."""
_MARKUP = regex(b"\\A[^<]*>|\x02[^\x03]*\x03|<[^>]*>")
"""What shows nothing; the first cell of a table begins with the end of the table's own tag."""
_KEPT = regex(b"\0([0-9]+)\0")
_TABLE = regex(rb"<w:tbl(?=[ >])")
_GRID_BEFORE, _GRID_SPAN = b'<w:gridBefore w:val="', b'<w:gridSpan w:val="'
_PROPERTIES = regex(rb"<w:tc(?: [^>]*)?>(<w:tcPr>.*?</w:tcPr>(?:</w:tcPrChange></w:tcPr>)?|<w:tcPr/>)?", re.DOTALL)
_BEFORE_MERGE = regex(rb"<w:tcPr>(?:<w:(?:cnfStyle|tcW|gridSpan|hMerge)(?: [^>]*)?/>)*")
_MERGED = regex(rb"<w:vMerge(?: [^>]*)?/>")
_PARAGRAPH = regex(
    rb"(<w:p(?: [^>]*)?/>)|<w:p(?: [^>]*)?>(?:<w:pPr>.*?</w:pPr>(?:</w:pPrChange></w:pPr>)?|<w:pPr/>)?", re.DOTALL
)


def name_things(template: str) -> str:
    """Replace every mark in template XML by a tag that prints the identity of the thing its cell shows."""
    whole = _SPLIT_MARK.sub(lambda match: re.sub(r"<[^>]+>", "", match[0]), template)
    return _CELL.sub(lambda match: _name_thing(match[0]), whole) if "〔" in whole else whole


def _name_thing(cell: str) -> str:
    printed = PRINTED_COLUMN.search(cell)

    def named(match: re.Match[str]) -> str:
        thing = match[1].strip() or (printed[1] if printed else "")
        label = re.sub(r"<[^>]+>|〔[^〕]*〕|\s", "", cell)
        return f"\x02{{{{ {thing}|身份 }}}}\x03" if thing else f"\x02={label}\x03"

    return MERGE_MARK.sub(named, cell)


def merge(xml: bytes) -> bytes:
    """Join marked cells with the cells above and take the marks out; tables may stand inside tables."""
    if b"\x02" not in xml:
        return xml
    first, *opened = _TABLE.split(xml)
    levels, inner = [[first]], list[bytes]()
    for piece in opened:
        inside, *after = piece.split(b"</w:tbl>")
        levels.append([inside])
        for text in after:
            table = _merge_rows(b"".join(levels.pop()))
            if b"\0" in table:
                table = _KEPT.sub(lambda kept: inner[int(kept[1])], table)
            if len(levels) == 1:
                levels[0] += [b"<w:tbl", table, b"</w:tbl>", text]
            else:  # kept aside, so that the rows around it are not taken for its own
                levels[-1] += [b"\0%d\0" % len(inner), text]
                inner.append(b"<w:tbl%b</w:tbl>" % table)
    return b"".join(levels[0])


class _Marked(NamedTuple):
    """Hold the thing that a marked cell shows, its width, the row and cell where its merged block begins, and that cell.

    ``before`` is the cell's XML before the mark.
    """

    thing: bytes
    span: int
    row: int
    cell: int
    before: bytes
    whole: bytes

    def hides(self, cell: bytes) -> bool:
        """Tell whether a cell below shows anything but what this one shows, which a merged cell would not."""
        return cell != self.whole and _shown(cell) not in (b"", _shown(self.whole))


def _merge_rows(table: bytes) -> bytes:
    """Merge the rows of one table."""
    if b"\x02" not in table:
        return table
    rows = [_split_row(row) for row in table.split(b"</w:tr>")]
    above: dict[int, _Marked] = {}
    begins: dict[tuple[int, int], bytes] = {}
    for number, (cells, _) in enumerate(rows):
        column = _number(_GRID_BEFORE, cells[0], 0)
        marked: dict[int, _Marked] = {}
        for position, cell in enumerate(cells):
            span = _number(_GRID_SPAN, cell, 1)
            if b"\x02" in cell:
                before, mark, rest = cell.partition(b"\x02")
                thing = rest.partition(b"\x03")[0]
                known = above.get(column)
                if known and (known.thing, known.span) == (thing, span) and not known.hides(cell):
                    begins[known.row, known.cell] = known.before
                    marked[column], cells[position] = known, _continue_above(before)
                else:
                    marked[column] = _Marked(thing, span, number, position, before, cell)
                    cells[position] = before + _NAMED.sub(b"", mark + rest)
            column += span
        above = marked
    for (number, position), before in begins.items():
        cells = rows[number][0]
        cells[position] = _with_merge(before, b'<w:vMerge w:val="restart"/>') + cells[position][len(before) :]
    return b"</w:tr>".join(b"</w:tc>".join(cells) + rest for cells, rest in rows)


def _shown(cell: bytes) -> bytes:
    """Return the text of a cell without its mark."""
    return _MARKUP.sub(b"", cell)


def _split_row(row: bytes) -> tuple[list[bytes], bytes]:
    """Return the cells of a row up to the last one with a mark, and the rest of the row."""
    marked, mark, rest = row.rpartition(b"\x03")
    cell, end, others = rest.partition(b"</w:tc>")
    return (marked + mark + cell).split(b"</w:tc>"), end + others


def _number(name: bytes, xml: bytes, otherwise: int) -> int:
    """Return the number in the first element of this name, ``otherwise`` where there is none."""
    start = xml.find(name) + len(name)
    return int(xml[start : xml.index(b'"', start)]) if start >= len(name) else otherwise


@lru_cache
def _with_merge(cell: bytes, merged: bytes) -> bytes:
    """Put a merge element into the properties of a cell, at the position that the format demands."""
    found = _PROPERTIES.search(cell)
    assert found is not None
    properties = found[1] if found[1] and found[1] != b"<w:tcPr/>" else b"<w:tcPr></w:tcPr>"
    bare = _MERGED.sub(b"", properties)
    start, end = found.span(1) if found[1] else (found.end(), found.end())
    return cell[:start] + _BEFORE_MERGE.sub(lambda head: head[0] + merged, bare, count=1) + cell[end:]


@lru_cache
def _continue_above(before: bytes) -> bytes:
    """Return a cell that is merged with the one above, made from the XML before its mark.

    It keeps one empty paragraph, which the format demands.
    """
    found = _PROPERTIES.search(before)
    assert found is not None
    paragraph = _PARAGRAPH.search(before, found.end())
    assert paragraph is not None
    return _with_merge(before[: found.end()], b"<w:vMerge/>") + paragraph[0] + (b"" if paragraph[1] else b"</w:p>")
