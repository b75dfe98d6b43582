"""Edit a Word document as a person does: texts are typed over in split runs, rows and paragraphs come and go."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Sequence
from typing import TypeAlias

from golden import members
from lxml import etree
from wordfile import repacked

XmlNode: TypeAlias = etree._Element

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_W = f"{{{_NAMESPACE}}}"
_BODY = "word/document.xml"
_KEPT = "{http://www.w3.org/XML/1998/namespace}space"


def element(xml: str) -> XmlNode:
    """Return an element written with the prefix w."""
    return etree.fromstring(f'<x xmlns:w="{_NAMESPACE}">{xml}</x>')[0]


def said(node: XmlNode) -> str:
    """Return all that an element says, a line each paragraph, without spaces."""
    lines = ("".join(text.text or "" for text in each.iter(f"{_W}t")) for each in node.iter(f"{_W}p"))
    return "\n".join(re.sub(r"\s", "", line) for line in lines if line.strip())


class ByHand:
    """Hold the body of a document while it is edited."""

    def __init__(self, document: bytes) -> None:
        """Open a document."""
        self.document = document
        self.root = etree.fromstring(members(document)[_BODY])

    def saved(self) -> bytes:
        """Return the document as it was edited."""
        xml = etree.tostring(self.root, xml_declaration=True, encoding="UTF-8", standalone=True)
        return repacked(self.document, {_BODY: xml})

    def texts(self) -> list[str]:
        """Return what each paragraph says, without spaces; those that say nothing are left out."""
        return [text for each in self.root.iter(f"{_W}p") if (text := said(each))]

    def cell(self, text: str) -> XmlNode:
        """Return the one cell that says a text and nothing else."""
        (found,) = (each for each in self.root.iter(f"{_W}tc") if said(each) == re.sub(r" ", "", text))
        return found

    def row(self, text: str) -> XmlNode:
        """Return the row of the one cell that says a text."""
        row = self.cell(text).getparent()
        assert row is not None
        return row

    def beside(self, text: str, steps: int = 1) -> XmlNode:
        """Return the cell some steps to the right of the one that says a text."""
        cells = cells_of(self.row(text))
        return cells[cells.index(self.cell(text)) + steps]

    def paragraph(self, part: str) -> XmlNode:
        """Return the one paragraph with a text in it."""
        (found,) = (each for each in self.root.iter(f"{_W}p") if re.sub(r" ", "", part) in said(each))
        return found

    def replace(self, part: str, new: str) -> None:
        """Type over a part of the one paragraph that has it, in runs of another font; its spaces stay."""
        paragraph = self.paragraph(part)
        text = "".join(each.text or "" for each in paragraph.iter(f"{_W}t"))
        wanted = r"\s*".join(map(re.escape, re.sub(r" ", "", part)))
        retype(paragraph, re.sub(wanted, lambda _: new, text, count=1))

    def track(self, cell: XmlNode, part: str, new: str) -> None:
        """Replace a part of what a cell says with revision marks on."""
        (paragraph,) = cell.findall(f"{_W}p")
        before, _, behind = said(paragraph).partition(part)
        for run in paragraph.findall(f"{_W}r"):
            paragraph.remove(run)
        who = 'w:author="某人" w:date="2026-03-02T10:00:00Z"'
        for xml in (
            f"<w:r><w:t>{before}</w:t></w:r>",
            f'<w:del w:id="901" {who}><w:r><w:delText>{part}</w:delText></w:r></w:del>',
            f'<w:ins w:id="902" {who}><w:r><w:t>{new}</w:t></w:r></w:ins>',
            f"<w:r><w:t>{behind}</w:t></w:r>",
        ):
            paragraph.append(element(xml))

    def add_paragraph(self, behind: str, text: str) -> None:
        """Type a paragraph behind the one that has a text, in its look."""
        before = self.paragraph(behind)
        made = copy.deepcopy(before)
        retype(made, text)
        before.addnext(made)

    def add_row(self, behind: str, texts: Callable[[str], str]) -> None:
        """Insert a row behind that of a cell: merged cells go on, every other text is what ``texts`` makes of that above."""
        row = self.row(behind)
        made = copy.deepcopy(row)
        for cell in cells_of(made):
            text = texts(said(cell))
            is_merged = cell.find(f"{_W}tcPr/{_W}vMerge") is not None
            type_over(cell, "" if is_merged else text)
            if is_merged:
                merge(cell, "continue")
        row.addnext(made)

    def split_runs(self) -> None:
        """Cut every run that says something in two, with marks between them, as word processors do."""
        for run in list(self.root.iter(f"{_W}r")):
            texts = run.findall(f"{_W}t")
            words = texts[0].text or "" if len(texts) == 1 else ""
            if len(words) > 1:
                other = copy.deepcopy(run)
                run.addnext(other)
                run.addnext(element('<w:proofErr w:type="spellEnd"/>'))
                for half, part in zip((run, other), _halves(words), strict=True):
                    (shown,) = half.findall(f"{_W}t")
                    shown.text = part
                    shown.set(_KEPT, "preserve")


def cells_of(row: XmlNode) -> list[XmlNode]:
    """Return the cells of a row."""
    return row.findall(f"{_W}tc")


def rows_of(row: XmlNode) -> list[XmlNode]:
    """Return the rows of the table in which a row stands."""
    table = row.getparent()
    assert table is not None
    return table.findall(f"{_W}tr")


def merge(cell: XmlNode, value: str) -> None:
    """Make a cell part of a merged one: ``restart`` at its top, ``continue`` below, empty for one that is not merged."""
    properties = cell.find(f"{_W}tcPr")
    assert properties is not None
    for known in properties.findall(f"{_W}vMerge"):
        properties.remove(known)
    if value:
        properties.append(element(f'<w:vMerge w:val="{value}"/>'))


def span(cell: XmlNode, count: int) -> None:
    """Make a cell as wide as some columns."""
    properties = cell.find(f"{_W}tcPr")
    assert properties is not None
    for known in properties.findall(f"{_W}gridSpan"):
        properties.remove(known)
    properties.append(element(f'<w:gridSpan w:val="{count}"/>'))


def columns_of(cell: XmlNode) -> int:
    """Return how many columns a cell is wide."""
    known = cell.find(f"{_W}tcPr/{_W}gridSpan")
    return 1 if known is None else int(known.get(f"{_W}val", "1"))


def type_over(cell: XmlNode, text: str) -> None:
    """Type a text in the place of all that a cell says, a paragraph each line."""
    first, *more = cell.findall(f"{_W}p")
    for paragraph in more:
        cell.remove(paragraph)
    lines = text.split("\n")
    for line in reversed(lines[1:]):
        made = copy.deepcopy(first)
        retype(made, line)
        first.addnext(made)
    retype(first, lines[0])


def retype(paragraph: XmlNode, text: str) -> None:
    """Type a text in the place of what a paragraph says: two runs with marks between them, as word processors leave it."""
    for node in list(paragraph):
        if node.tag != f"{_W}pPr":
            paragraph.remove(node)
    for number, part in enumerate(_halves(text)):
        run = element(
            f'<w:r w:rsidR="00{number}A77B1"><w:rPr><w:rFonts w:hint="eastAsia" w:ascii="Arial"/></w:rPr><w:t/></w:r>'
        )
        shown = run[1]
        shown.text = part
        shown.set(_KEPT, "preserve")
        paragraph.append(run)
        paragraph.append(element('<w:proofErr w:type="spellEnd"/>'))


def _halves(text: str) -> Sequence[str]:
    return [part for part in (text[: len(text) // 2], text[len(text) // 2 :]) if part]
