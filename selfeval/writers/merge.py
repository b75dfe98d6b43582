"""Merged cells from flat rows, declared in the Word template by a mark a person can type.

``〔合并〕`` in a cell joins it with the cell above while both print a property of the same thing:
``〔合并〕{{ 行.一级.名称 }}`` runs down as far as that 一级 does, and never across to the next one
of the same name. ``〔合并 任务〕`` names the thing where the cell does not print it directly.
A cell with the mark and fixed text only joins with the same cell above: a label over its block.

All of it works on the text of the XML as lxml writes it: parsing would cost more than rendering does.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_CELL = re.compile(r"<w:tc>.*?</w:tc>|<w:tc .*?</w:tc>", re.DOTALL)
_SPLIT_MARK = re.compile(r"〔(?:<[^>]+>)*合(?:<[^>]+>)*并(?:[^〕<]|<[^>]+>)*〕")
_MARK = re.compile(r"〔合并\s*([^〕]*)〕")
_PRINTED = re.compile(r"{{\s*([\w.]+)\.\w+\s*}}")

_NAMED = re.compile("\x02([^\x03]*)\x03")
"""A mark that names its thing, between characters that no XML and so no data can hold."""
_KEPT = re.compile("\0([0-9]+)\0")
_TABLE = re.compile(r"<w:tbl(?=[ >])")
_GRID_BEFORE, _GRID_SPAN = '<w:gridBefore w:val="', '<w:gridSpan w:val="'
_PROPERTIES = re.compile(r"<w:tc(?: [^>]*)?>(<w:tcPr>.*?</w:tcPr>(?:</w:tcPrChange></w:tcPr>)?|<w:tcPr/>)?", re.DOTALL)
_BEFORE_MERGE = re.compile(r"<w:tcPr>(?:<w:(?:cnfStyle|tcW|gridSpan|hMerge)(?: [^>]*)?/>)*")
_MERGED = re.compile(r"<w:vMerge(?: [^>]*)?/>")
_PARAGRAPH = re.compile(
    r"(<w:p(?: [^>]*)?/>)|<w:p(?: [^>]*)?>(?:<w:pPr>.*?</w:pPr>(?:</w:pPrChange></w:pPr>)?|<w:pPr/>)?", re.DOTALL
)


def name_things(template: str) -> str:
    """Give every mark in template XML a tag that prints the identity of the thing its cell shows."""
    whole = _SPLIT_MARK.sub(lambda match: re.sub(r"<[^>]+>", "", match[0]), template)
    return _CELL.sub(lambda match: _name_thing(match[0]), whole) if "〔合并" in whole else whole


def without_names(template: str) -> str:
    """Take named marks out of template XML, so that a message can quote it."""
    return _NAMED.sub("", template)


def _name_thing(cell: str) -> str:
    printed = _PRINTED.search(cell)

    def named(match: re.Match[str]) -> str:
        thing = match[1].strip() or (printed[1] if printed else "")
        label = re.sub(r"<[^>]+>|〔[^〕]*〕|\s", "", cell)
        return f"\x02{{{{ {thing}|身份 }}}}\x03" if thing else f"\x02={label}\x03"

    return _MARK.sub(named, cell)


def merge(xml: str) -> str:
    """Join marked cells downward and take the marks out; tables may stand inside tables."""
    if "\x02" not in xml:
        return xml
    first, *opened = _TABLE.split(xml)
    levels, inner = [[first]], list[str]()
    for piece in opened:
        inside, *after = piece.split("</w:tbl>")
        levels.append([inside])
        for text in after:
            table = f"<w:tbl{_joined(''.join(levels.pop()))}</w:tbl>"
            if "\0" in table:
                table = _KEPT.sub(lambda kept: inner[int(kept[1])], table)
            if len(levels) > 1:  # kept aside, so that the rows around it are not taken for its own
                inner.append(table)
                table = f"\0{len(inner) - 1}\0"
            levels[-1] += [table, text]
    return "".join(levels[0])


class _Marked(NamedTuple):
    """Say which thing a cell shows, how wide it is, and where its merged block begins."""

    thing: str
    span: int
    row: int
    cell: int
    before: str


def _joined(table: str) -> str:
    """Merge the rows of one table."""
    if "\x02" not in table:
        return table
    rows = [_parted(row) for row in table.split("</w:tr>")]
    above: dict[int, _Marked] = {}
    begins: set[_Marked] = set()
    for number, (cells, _) in enumerate(rows):
        column = _number(_GRID_BEFORE, cells[0], 0)
        marked: dict[int, _Marked] = {}
        for position, cell in enumerate(cells):
            span = _number(_GRID_SPAN, cell, 1)
            if "\x02" in cell:
                before, mark, rest = cell.partition("\x02")
                thing = rest.partition("\x03")[0]
                known = above.get(column)
                if known and (known.thing, known.span) == (thing, span):
                    begins.add(known)
                    marked[column], cells[position] = known, _continued(before)
                else:
                    marked[column] = _Marked(thing, span, number, position, before)
                    cells[position] = before + _NAMED.sub("", mark + rest)
            column += span
        above = marked
    for begin in begins:
        cells, before = rows[begin.row][0], begin.before
        cells[begin.cell] = _with_merge(before, '<w:vMerge w:val="restart"/>') + cells[begin.cell][len(before) :]
    return "</w:tr>".join("</w:tc>".join(cells) + rest for cells, rest in rows)


def _parted(row: str) -> tuple[list[str], str]:
    """Part a row into its cells up to the last one with a mark, and the rest."""
    marked, mark, rest = row.rpartition("\x03")
    cell, end, others = rest.partition("</w:tc>")
    return f"{marked}{mark}{cell}".split("</w:tc>"), end + others


def _number(name: str, xml: str, otherwise: int) -> int:
    """Return the number that the first element of a name holds."""
    start = xml.find(name) + len(name)
    return int(xml[start : xml.index('"', start)]) if start >= len(name) else otherwise


@lru_cache
def _with_merge(cell: str, merged: str) -> str:
    """Put a merge into the properties of a cell, where the format wants it."""
    found = _PROPERTIES.search(cell)
    assert found is not None
    properties = found[1] if found[1] and found[1] != "<w:tcPr/>" else "<w:tcPr></w:tcPr>"
    bare = _MERGED.sub("", properties)
    start, end = found.span(1) if found[1] else (found.end(), found.end())
    return cell[:start] + _BEFORE_MERGE.sub(lambda head: head[0] + merged, bare, count=1) + cell[end:]


@lru_cache
def _continued(before: str) -> str:
    """Return a cell that goes on with the one above, from what stands before its mark.

    It keeps one empty paragraph, which the format demands.
    """
    found = _PROPERTIES.search(before)
    assert found is not None
    paragraph = _PARAGRAPH.search(before, found.end())
    assert paragraph is not None
    return _with_merge(before[: found.end()], "<w:vMerge/>") + paragraph[0] + ("" if paragraph[1] else "</w:p>")
