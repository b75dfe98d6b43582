"""Blank forms made of the project's own Word templates: what bureaus hand out, with the places where tags stood."""

from __future__ import annotations

import re
from copy import deepcopy
from typing import NamedTuple

from golden import members
from lxml import etree

from selfeval.documents.read.numbering import XmlNode
from selfeval.documents.read.word import open_body
from selfeval.documents.word.package import pack
from selfeval.form.form import Form

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CONTROL = re.compile(r"\s*{%(?:p|tr)\s+(for|if|else|endfor|endif)\b\s*(?:(\w+)\s+in\s+)?([\w.]*)\s*%}\s*")
_TAG = re.compile(r"{{\s*([\w.]+)\s*}}")
_MARK = re.compile(r"〔合并[^〕]*〕|{%.*?%}")
_TOKEN = re.compile(r"@@(\d+)@@")


class Place(NamedTuple):
    """Hold where a tag stood in the blank form, and whether in a value, a column of rows that repeat, or below a heading."""

    place: str
    sort: str


def text(node: XmlNode) -> str:
    """Return the text of an element."""
    return "".join(each.text or "" for each in node.iter(f"{W}t"))


def put(node: XmlNode, shown: str) -> None:
    """Let a paragraph, or the only paragraph of a cell, show a text and nothing else."""
    first, *others = [node] if node.tag == f"{W}p" else list(node.iter(f"{W}p"))
    for other in others:
        parent = other.getparent()
        assert parent is not None
        parent.remove(other)
    for child in [child for child in first if child.tag != f"{W}pPr"]:
        first.remove(child)
    if shown:
        etree.SubElement(etree.SubElement(first, f"{W}r"), f"{W}t").text = shown


class _Blanker:
    """Take the tags out of one template, leaving a token where each stood."""

    def __init__(self, form: Form) -> None:
        self.form, self.sorts, self.loops = form, list[str](), list[str]()

    def token(self, sort: str) -> str:
        self.sorts.append(sort)
        return f"@@{len(self.sorts) - 1}@@"

    def body(self, body: XmlNode) -> None:
        for block in list(body):
            if block.tag == f"{W}tbl":
                self.table(block)
            elif block.tag == f"{W}p" and block.find(f"{W}pPr/{W}sectPr") is None:
                self.paragraph(block, body)

    def paragraph(self, block: XmlNode, body: XmlNode) -> None:
        shown = text(block)
        if found := _CONTROL.fullmatch(shown):
            self.turn(found)
            body.remove(block)
        elif self.loops and shown.strip() == f"{{{{ {self.loops[-1]} }}}}":
            before = block.getprevious()
            assert before is not None
            put(before, text(before) + self.token("prose"))
            body.remove(block)
        else:
            put(block, self.value(shown))

    def turn(self, found: re.Match[str]) -> None:
        if found[1] == "for":
            self.loops.append(found[2])
        elif found[1] == "endfor":
            self.loops.pop()

    def value(self, shown: str) -> str:
        """Return a text with a gap for each tag; nothing but the token where it is all there was."""
        bare = _MARK.sub("", shown)
        if "{{ 标题 }}" in bare:
            return self.token("value") + _TAG.sub("", self.form.title.replace("{{ 年度 }}", "____"))
        gap = "______" if _TAG.sub("", bare).strip() else ""
        return _TAG.sub(lambda _: self.token("value") + gap, bare)

    def table(self, table: XmlNode) -> None:
        for row in list(table.iter(f"{W}tr")):
            cells = list(row.iter(f"{W}tc"))
            shown = [text(cell) for cell in cells if text(cell).strip()]
            found = _CONTROL.fullmatch(shown[0]) if len(shown) == 1 else None
            if found:
                self.turn(found)
                table.remove(row)
            elif self.loops and any(f"{{{{ {self.loops[-1]}." in each for each in shown):
                self.repeat(row)
                table.remove(row)
            else:
                for cell in cells:
                    put(cell, self.value(text(cell)))

    def repeat(self, row: XmlNode) -> None:
        """Put a row for every category of indicators in the place of one that repeats, three where there are none."""
        declared = [field.levels for field in self.form.fields.values() if field.levels]
        levels = [(first, name) for first, names in (declared[0] if declared else {}).items() for name in names]
        named = "一级.名称" in text(row)
        for number, (first, second) in enumerate(levels if named else [("", "")] * 3):
            made = deepcopy(row)
            for cell in made.iter(f"{W}tc"):
                shown = text(cell)
                label = first if "一级.名称" in shown else second if "二级.名称" in shown else ""
                fixed = "" if _TAG.search(shown) else _MARK.sub("", shown)
                token = self.token("column") if number == 0 and _TAG.search(shown) else ""
                put(cell, token + (label or fixed))
                if "一级.名称" in shown:
                    _merge(cell, continued=number > 0 and levels[number - 1][0] == first)
                elif fixed:
                    _merge(cell, continued=number > 0)
            row.addprevious(made)


def _merge(cell: XmlNode, *, continued: bool) -> None:
    properties = cell.find(f"{W}tcPr")
    assert properties is not None
    merge = etree.Element(f"{W}vMerge", {} if continued else {f"{W}val": "restart"})
    before = [child for child in properties if child.tag in (f"{W}tcW", f"{W}gridSpan")]
    properties.insert(len(before), merge)
    if continued:
        put(cell, "")


def blank_form(form: Form) -> tuple[bytes, list[Place]]:
    """Return the Word form without its tags, and where they stood."""
    parts = members((form.folder / "document.docx").read_bytes())
    root = etree.fromstring(parts["word/document.xml"])
    blanker = _Blanker(form)
    body = root.find(f"{W}body")
    assert body is not None
    blanker.body(body)
    marked = open_body(pack({**parts, "word/document.xml": etree.tostring(root)}))
    places = {
        int(token): cell.place for line in marked.lines for cell in line.cells for token in _TOKEN.findall(cell.text)
    }
    for node in marked.root.iter(f"{W}t"):
        node.text = _TOKEN.sub("", node.text or "")
    parts["word/document.xml"] = etree.tostring(marked.root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return pack(parts), [Place(places[number], sort) for number, sort in enumerate(blanker.sorts) if number in places]
