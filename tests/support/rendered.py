"""What small templates print, by the quick way and by docxtpl."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree
from wordfile import word as template

from selfeval.documents.view import Item
from selfeval.documents.word import reference
from selfeval.documents.word import render as word
from selfeval.documents.word.package import members

_MARKS = re.compile(rb"(?<=\w)-\w{16}-\w{16}(?=</dc:identifier>)")
PROPERTIES = {"title": "标题 <1> & 2", "subject": "2024 青湖", "identifier": "0"}


def seen() -> Item:
    """Return what the templates above print."""
    category, other = Item(名称="产出"), Item(名称="产出")
    category.identity, other.identity = 1, 2
    values = ["a<b", "\"双\" & '单'", "", "≥93%"]
    rows = [Item(类=kind, 值=value) for kind, value in zip((category, category, other, other), values, strict=True)]
    return Item(标题="标题", 行表=rows, 空=[], 换行="一\n二\t三", 数=2)


def canonical(package: bytes) -> dict[str, bytes]:
    """Return every member as canonical XML, without the marks of its content."""
    return {
        name: etree.tostring(etree.fromstring(_MARKS.sub(b"", content)), method="c14n")
        for name, content in members(package).items()
    }


def by_docxtpl(template: bytes, names: Item) -> dict[str, bytes]:
    """Return every member as docxtpl makes it."""
    return canonical(reference.render(template, names, PROPERTIES))


def rendered(tmp_path: Path, source: str, **values: object) -> bytes:
    """Render a template given as text."""
    path = tmp_path / "document.docx"
    path.write_bytes(template(source))
    return word.render(path, Item(seen(), **values), "2024 青湖", "f00")
