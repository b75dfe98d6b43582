"""Merged cells from flat rows, declared in the Word template by a mark a person can type.

``〔合并〕`` in a cell joins it with the cell above while both print a property of the same thing:
``〔合并〕{{ 行.一级.名称 }}`` runs down as far as that 一级 does, and never across to the next one
of the same name. ``〔合并 任务〕`` names the thing where the cell does not print it directly.
A cell with the mark and fixed text only joins with the same cell above: a label over its block.

All of it works on the text of the XML as lxml writes it: parsing would cost more than rendering does.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_CELL = re.compile(r"<w:tc>.*?</w:tc>|<w:tc .*?</w:tc>", re.DOTALL)
_SPLIT_MARK = re.compile(r"〔(?:<[^>]+>)*合(?:<[^>]+>)*并(?:[^〕<]|<[^>]+>)*〕")
_MARK = re.compile(r"〔合并\s*([^〕]*)〕")
_PRINTED = re.compile(r"{{\s*([\w.]+)\.\w+\s*}}")

_NAMED = re.compile("\x02([^\x03]*)\x03")
"""A mark that names its thing, between characters that no XML and so no data can hold."""
_KEPT = re.compile("\0([0-9]+)\0")
_TABLE = re.compile(r"<w:tbl(?=[ >])")
_BEFORE = re.compile(r'<w:gridBefore w:val="(\d+)"')
_SPAN = re.compile(r'<w:gridSpan w:val="(\d+)"')
_PROPERTIES = re.compile(
    r"<w:tc(?: [^>]*)?>(<w:tcPr>.*?</w:tcPr>(?:</w:tcPrChange></w:tcPr>)?|<w:tcPr/>)?", re.DOTALL
)
_BEFORE_MERGE = re.compile(r"<w:tcPr>(?:<w:(?:cnfStyle|tcW|gridSpan|hMerge)(?: [^>]*)?/>)*")
_MERGED = re.compile(r"<w:vMerge(?: [^>]*)?/>")
_PARAGRAPH = re.compile(r"<w:p(?: [^>]*[^/>])?>(?:<w:pPr>.*?</w:pPr>(?:</w:pPrChange></w:pPr>)?|<w:pPr/>)?", re.DOTALL)


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
            joined = _joined("".join(levels.pop()))
            table = f"<w:tbl{_KEPT.sub(lambda kept: inner[int(kept[1])], joined)}</w:tbl>"
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


def _joined(table: str) -> str:
    """Merge the rows of one table."""
    if "\x02" not in table:
        return table
    rows = [row.split("</w:tc>") for row in table.split("</w:tr>")]
    above: dict[int, _Marked] = {}
    begins: set[tuple[int, int]] = set()
    for number, cells in enumerate(rows):
        before = _BEFORE.search(cells[0])
        column = int(before[1]) if before else 0
        marked: dict[int, _Marked] = {}
        for position, cell in enumerate(cells[:-1]):
            span = int(_SPAN.findall(cell)[0]) if "<w:gridSpan" in cell else 1
            if "\x02" in cell:
                thing = _NAMED.findall(cell)[-1]
                known = above.get(column)
                if known and (known.thing, known.span) == (thing, span):
                    begins.add((known.row, known.cell))
                    marked[column], cells[position] = known, _continued(cell)
                else:
                    marked[column], cells[position] = _Marked(thing, span, number, position), _NAMED.sub("", cell)
            column += span
        above = marked
    for number, position in begins:
        rows[number][position] = _with_merge(rows[number][position], '<w:vMerge w:val="restart"/>')
    return "</w:tr>".join("</w:tc>".join(cells) for cells in rows)


def _with_merge(cell: str, merged: str) -> str:
    """Put a merge into the properties of a cell, where the format wants it."""
    found = _PROPERTIES.search(cell)
    assert found is not None
    properties = found[1] if found[1] and found[1] != "<w:tcPr/>" else "<w:tcPr></w:tcPr>"
    bare = _MERGED.sub("", properties)
    start, end = found.span(1) if found[1] else (found.end(), found.end())
    return cell[:start] + _BEFORE_MERGE.sub(lambda head: head[0] + merged, bare, count=1) + cell[end:]


def _continued(cell: str) -> str:
    """Return a cell that goes on with the one above: one empty paragraph, which the format demands."""
    found = _PROPERTIES.search(cell)
    assert found is not None
    paragraph = _PARAGRAPH.search(cell, found.end())
    return _with_merge(cell[: found.end()], "<w:vMerge/>") + (f"{paragraph[0]}</w:p>" if paragraph else "<w:p/>")
