"""Show a Word document as text that a review can read: its members, one paragraph a line."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


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
                pieces = {f"{W}t": lambda node: node.text or "", f"{W}br": lambda _: "\n", f"{W}tab": lambda _: "\t"}
                lines.append("".join(pieces[node.tag](node) for node in paragraph.iter() if node.tag in pieces))
    return "\n".join(lines)
