"""Merged cells from flat rows, declared in the Word template by a mark a person can type.

``〔合并〕`` in a cell joins it with the cell above while both print a property of the same thing:
``〔合并〕{{ 行.一级.名称 }}`` runs down as far as that 一级 does, and never across to the next one
of the same name. ``〔合并 任务〕`` names the thing where the cell does not print it directly.
A cell with the mark and fixed text only joins with the same cell above: a label over its block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
BEFORE_VMERGE = {f"{{{W}}}{name}" for name in ("cnfStyle", "tcW", "gridSpan", "hMerge")}

_CELL = re.compile(r"<w:tc>.*?</w:tc>|<w:tc .*?</w:tc>", re.DOTALL)
_SPLIT_MARK = re.compile(r"〔(?:<[^>]+>)*合(?:<[^>]+>)*并(?:[^〕<]|<[^>]+>)*〕")
_MARK = re.compile(r"〔合并\s*([^〕]*)〕")
_PRINTED = re.compile(r"{{\s*([\w.]+)\.\w+\s*}}")
_DONE = re.compile(r"〔合并:([^〕]*)〕")


def name_things(template: str) -> str:
    """Give every mark in template XML a tag that prints the identity of the thing its cell shows."""
    whole = _SPLIT_MARK.sub(lambda match: re.sub(r"<[^>]+>", "", match[0]), template)
    return _CELL.sub(lambda match: _name_thing(match[0]), whole) if "〔合并" in whole else whole


def _name_thing(cell: str) -> str:
    printed = _PRINTED.search(cell)

    def named(match: re.Match[str]) -> str:
        thing = match[1].strip() or (printed[1] if printed else "")
        label = re.sub(r"<[^>]+>|〔[^〕]*〕|\s", "", cell)
        return f"〔合并:{{{{ {thing}|身份 }}}}〕" if thing else f"〔合并:={label}〕"

    return _MARK.sub(named, cell)


def merge(root: etree._Element) -> None:
    """Join marked cells downward and take the marks out."""
    for table in root.iter(f"{{{W}}}tbl"):
        above: dict[int, tuple[str, int, etree._Element]] = {}
        for row in table.iterchildren(f"{{{W}}}tr"):
            marked: dict[int, tuple[str, int, etree._Element]] = {}
            for column, span, cell in _cells(row):
                thing = _take_mark(cell)
                if thing is None:
                    continue
                previous = above.get(column)
                if previous and previous[:2] == (thing, span):
                    _set_merge(previous[2], "restart")
                    _set_merge(cell, None)
                    _empty(cell)
                    marked[column] = previous
                else:
                    marked[column] = (thing, span, cell)
            above = marked


def _cells(row: etree._Element) -> Iterator[tuple[int, int, etree._Element]]:
    """Yield (grid column, columns spanned, cell)."""
    before = row.find(f"{{{W}}}trPr/{{{W}}}gridBefore")
    column = int(before.get(f"{{{W}}}val", "0")) if before is not None else 0
    for cell in row.iterchildren(f"{{{W}}}tc"):
        declared = cell.find(f"{{{W}}}tcPr/{{{W}}}gridSpan")
        span = int(declared.get(f"{{{W}}}val", "1")) if declared is not None else 1
        yield column, span, cell
        column += span


def _take_mark(cell: etree._Element) -> str | None:
    thing = None
    for text in cell.iter(f"{{{W}}}t"):
        found = _DONE.search(text.text or "")
        if found:
            thing = found[1]
            text.text = _DONE.sub("", text.text or "")
    return thing


def _set_merge(cell: etree._Element, value: str | None) -> None:
    properties = cell.find(f"{{{W}}}tcPr")
    if properties is None:
        properties = etree.Element(f"{{{W}}}tcPr")
        cell.insert(0, properties)
    for old in properties.findall(f"{{{W}}}vMerge"):
        properties.remove(old)
    merged = etree.Element(f"{{{W}}}vMerge")
    if value:
        merged.set(f"{{{W}}}val", value)
    position = sum(1 for child in properties if child.tag in BEFORE_VMERGE)
    properties.insert(position, merged)


def _empty(cell: etree._Element) -> None:
    """Leave one empty paragraph in a continued cell, which the format demands."""
    paragraphs = cell.findall(f"{{{W}}}p")
    for child in list(cell):
        if child.tag != f"{{{W}}}tcPr" and child is not paragraphs[0]:
            cell.remove(child)
    for child in list(paragraphs[0]):
        if child.tag != f"{{{W}}}pPr":
            paragraphs[0].remove(child)
