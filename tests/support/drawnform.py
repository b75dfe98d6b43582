"""Blank forms drawn from texts, in the layouts of many bureaus, with the places that are to be filled.

A line that begins with ``= `` is a paragraph; ``=| 2 3 1`` begins a table with columns of these widths, and every
other line is a row of it: ``a | b[→3] | c[↓4]`` with ``[→n]`` over n columns, ``[↓n]`` over n rows, 〃 below a cell that
runs down; ``<br>`` parts paragraphs. ``=拆`` leaves cells that run down unmerged. ‹文› stands where a value of a type is
to be filled in, ‹c文› in the first of rows that repeat, ‹h› behind a heading above a text.
"""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import NamedTuple

from docx import Document
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from golden import members
from lxml import etree

from selfeval.documents.read.word import open_body
from selfeval.documents.word.package import pack

FOLDER = Path(__file__).parents[1] / "authoring" / "drawn"
TYPES = {
    "文": "文本",
    "段": "段落 条目",
    "钱": "金额",
    "率": "百分比",
    "数": "小数 整数",
    "整": "整数 小数",
    "日": "日期",
    "选": "选项 是否 多选",
    "值": "指标值",
    "年": "年度",
}
"""The types of a form that fit each mark."""
_MARK = re.compile(r"‹([ch]?)([^›]*)›")
_TOKEN = re.compile(r"@@(\d+)@@")
_WIDTH = 9000


class Wanted(NamedTuple):
    """Hold a place to be filled: where it is, whether in rows that repeat, and the types that fit."""

    place: str
    repeats: bool
    types: str


class _DrawnCell(NamedTuple):
    text: str
    across: int
    down: int


def _cells(row: str) -> list[_DrawnCell]:
    made = []
    for raw in re.split(r"\s\|(?=\s)", f" {row} "):
        across, down = re.search(r"\[→(\d+)\]", raw), re.search(r"\[↓(\d+)\]", raw)
        shown = re.sub(r"\[[→↓]\d+\]", "", raw).strip(" ")
        made.append(_DrawnCell(shown, int(across[1]) if across else 1, int(down[1]) if down else 1))
    return made


class _Drawer:
    def __init__(self, text: str) -> None:
        self.document = Document()
        for paragraph in list(self.document.element.body)[:-1]:
            self.document.element.body.remove(paragraph)
        self.marks: list[tuple[str, str]] = []
        self.merged = "=拆" not in text
        self.widths: list[float] = []
        self.rows: list[str] = []
        for line in text.split("\n"):
            self.line(line)
        self.table()

    def line(self, line: str) -> None:
        if line.startswith("=| "):
            self.table()
            self.widths = [float(width) for width in line[3:].split()]
        elif line.startswith("= "):
            self.table()
            self.document.add_paragraph(self.token(line[2:]))
        elif line.strip() and line != "=拆":
            self.rows.append(line)

    def token(self, text: str) -> str:
        def put(found: re.Match[str]) -> str:
            self.marks.append((found[1], found[2]))
            return f"@@{len(self.marks) - 1}@@"

        return _MARK.sub(put, text)

    def table(self) -> None:
        if not self.rows:
            return
        table = self.document.add_table(len(self.rows), len(self.widths))
        covered: dict[tuple[int, int], int] = {}
        for number, row in enumerate(self.rows):
            at = 0
            for cell in _cells(row):
                while cell.text != "〃" and (number, at) in covered:
                    at += covered[number, at]
                if cell.text == "〃":
                    at += covered[number, at]
                    continue
                for below in range(1, cell.down):
                    covered[number + below, at] = cell.across
                self.cell(table, number, at, cell)
                at += cell.across
        for line in table.rows:
            at = 0
            for made in line._tr.tc_lst:
                share = sum(self.widths[at : at + made.grid_span]) / sum(self.widths)
                made.width, at = int(_WIDTH * 635 * share), at + made.grid_span
        self.rows = []

    def merge(self, table: Table, first: tuple[int, int], last: tuple[int, int]) -> _Cell:
        return table.cell(*first).merge(table.cell(*last)) if first != last else table.cell(*first)

    def cell(self, table: Table, number: int, at: int, cell: _DrawnCell) -> None:
        rows = range(number, number + cell.down)
        for row in rows if not self.merged else ():
            self.merge(table, (row, at), (row, at + cell.across - 1))
        last = rows[-1] if self.merged else number
        made = self.merge(table, (number, at), (last, at + cell.across - 1))
        for part, shown in enumerate(self.token(cell.text).split("<br>")):
            (made.paragraphs[0] if part == 0 else made.add_paragraph()).text = shown


def drawn_form(text: str) -> tuple[bytes, list[Wanted]]:
    """Return the Word form that a text draws, and the places to be filled in it."""
    drawer = _Drawer(text)
    made = io.BytesIO()
    drawer.document.save(made)
    body = open_body(made.getvalue())
    places = {
        int(token): cell.place for line in body.lines for cell in line.cells for token in _TOKEN.findall(cell.text)
    }
    for node in body.root.iter(qn("w:t")):
        node.text = _TOKEN.sub("", node.text or "")
    parts = members(made.getvalue())
    parts["word/document.xml"] = etree.tostring(body.root, xml_declaration=True, encoding="UTF-8", standalone=True)
    wanted = [
        Wanted(places[number], sort == "c", TYPES.get(word, "段落 条目"))
        for number, (sort, word) in enumerate(drawer.marks)
    ]
    return pack(parts), wanted


def drawn_forms() -> list[Path]:
    """Return the texts of all drawn forms."""
    return sorted(FOLDER.glob("*.txt"))
