"""Merging once more, by the tree instead of the text: what the quick way must agree with."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
BEFORE_MERGE = {f"{W}{name}" for name in ("cnfStyle", "tcW", "gridSpan", "hMerge")}
Above = dict[int, tuple[str, int, etree._Element]]


def merge(body: etree._Element) -> None:
    """Join cells marked ``〔合并:thing〕`` downward and take the marks out."""
    for table in body.iter(f"{W}tbl"):
        above: Above = {}
        for row in table.iterchildren(f"{W}tr"):
            marked: Above = {}
            for column, span, cell in cells(row):
                thing = take_mark(cell)
                if thing is None:
                    continue
                known = above.get(column)
                if known and known[:2] == (thing, span) and text(cell) in ("", text(known[2])):
                    put_merge(known[2], {f"{W}val": "restart"})
                    put_merge(cell, {})
                    empty(cell)
                    marked[column] = known
                else:
                    marked[column] = (thing, span, cell)
            above = marked


def text(cell: etree._Element) -> str:
    """Return the text of a cell."""
    return "".join(str(piece) for piece in cell.itertext())


def cells(row: etree._Element) -> Iterator[tuple[int, int, etree._Element]]:
    """Yield the cells of a row, each with its first column and its span."""
    before = row.find(f"{W}trPr/{W}gridBefore")
    column = int(before.get(f"{W}val", "0")) if before is not None else 0
    for cell in row.iterchildren(f"{W}tc"):
        declared = cell.find(f"{W}tcPr/{W}gridSpan")
        span = int(declared.get(f"{W}val", "1")) if declared is not None else 1
        yield column, span, cell
        column += span


def take_mark(cell: etree._Element) -> str | None:
    """Take the mark out of a cell and return the thing it names, None where it has no mark."""
    thing = None
    for text in cell.iterfind(f"{W}p/{W}r/{W}t"):
        found = re.search("〔合并:([^〕]*)〕", text.text or "")
        if found:
            thing = thing or found[1]
            text.text = re.sub("〔合并:([^〕]*)〕", "", text.text or "")
    return thing


def put_merge(cell: etree._Element, attributes: dict[str, str]) -> None:
    """Give a cell its merge, in place of the one it has."""
    properties = cell.find(f"{W}tcPr")
    if properties is None:
        properties = etree.Element(f"{W}tcPr")
        cell.insert(0, properties)
    for old in properties.findall(f"{W}vMerge"):
        properties.remove(old)
    position = sum(1 for child in properties if child.tag in BEFORE_MERGE)
    properties.insert(position, etree.Element(f"{W}vMerge", attributes))


def empty(cell: etree._Element) -> None:
    """Leave a cell one empty paragraph."""
    first = cell.findall(f"{W}p")[0]
    for child in list(cell):
        if child.tag != f"{W}tcPr" and child is not first:
            cell.remove(child)
    for child in list(first):
        if child.tag != f"{W}pPr":
            first.remove(child)
