"""Show a Word document as text that a review can read: its members, one paragraph a line."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BREAKS = {f"{W}br": "\n", f"{W}tab": "\t"}


def members(document: bytes) -> dict[str, bytes]:
    """Return the content of every member."""
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        return {name: package.read(name) for name in package.namelist()}


def pretty(document: bytes) -> str:
    """Return the body of a Word document with a line for every paragraph, row and cell."""
    text = members(document)["word/document.xml"].decode()
    return re.sub(r"(<w:(?:p|tr|tc|tbl|sectPr)[ >]|</w:(?:tr|tc|tbl)>)", r"\n\1", text) + "\n"


def text(document: bytes) -> str:
    """Return all the text of a Word document, one paragraph a line, headers and footers too."""
    parts = members(document)
    lines = []
    for name in sorted(parts):
        if re.fullmatch(r"word/(document|header\d*|footer\d*)\.xml", name):
            root = ElementTree.fromstring(parts[name])
            for paragraph in root.iter(f"{W}p"):
                lines.append("".join(map(_shown, paragraph.iter())))
    return "\n".join(lines)


def _shown(node: ElementTree.Element) -> str:
    """Return what one element of a paragraph shows by itself."""
    return (node.text or "") if node.tag == f"{W}t" else _BREAKS.get(node.tag, "")
