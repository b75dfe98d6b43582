"""Word files as packages: members in a fixed order with a fixed date, so that equal content gives equal bytes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
"""The namespace of Word's elements, as lxml writes it before their names."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
_FIRST = "[Content_Types].xml"
PROPERTIES = "docProps/core.xml"
"""The member that holds title, subject and marks; it comes last."""

SUFFIX = ".docx"
_UNIX = 3
FAST, SMALL = 1, 9
"""How hard to deflate: what is written once, and what is kept for many documents."""


LARGEST = 500 * 2**20
"""The most bytes that all members of a package may have when they are inflated."""


def members(package: bytes) -> dict[str, bytes]:
    """Return the content of every member.

    Raises:
        ValueError: where a small package would fill the memory.
    """
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        if sum(entry.file_size for entry in opened.infolist()) > LARGEST:
            raise ValueError("the package is too large")
        return {name: opened.read(name) for name in opened.namelist()}


def pack(content: Mapping[str, bytes], level: int = FAST) -> bytes:
    """Return a package with these members."""
    return add(b"", {name: content[name] for name in sorted(content, key=lambda name: (name != _FIRST, name))}, level)


def add(package: bytes, content: Mapping[str, bytes], level: int = FAST) -> bytes:
    """Return a package with members added; those it has are not deflated again.

    The properties come last and as they are, so that their marks can be read without opening the package.
    """
    made = io.BytesIO(package)
    with zipfile.ZipFile(made, "a") as target:
        for name, data in sorted(content.items(), key=lambda member: member[0] == PROPERTIES):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system, entry.external_attr = _UNIX, 0o600 << 16
            target.writestr(entry, data, zipfile.ZIP_STORED if name == PROPERTIES else zipfile.ZIP_DEFLATED, level)
    return made.getvalue()
