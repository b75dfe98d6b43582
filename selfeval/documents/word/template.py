"""A Word template as it is rendered: an ordinary .docx, without what concerns none but its authors.

A file saved as a Word template (.dotx), or as one that may hold macros but holds none, is taken for a document.
What `authors` knows goes: comments, names, paths.
"""

from __future__ import annotations

import re

from lxml import etree

from selfeval.documents.language import BLOCKS
from selfeval.documents.word.authors import TYPES, without_authors
from selfeval.documents.word.package import W, members, pack
from selfeval.text.pattern import regex

_DOCUMENT = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OTHER_KINDS = regex(
    rb"application/vnd\.(?:openxmlformats-officedocument\.wordprocessingml\.template"
    rb"|ms-word\.document\.macroEnabled|ms-word\.template\.macroEnabledTemplate)\.main\+xml"
)
_AFTER_UPDATE = regex(
    r"(?:hdrShapeDefaults|footnotePr|endnotePr|compat|docVars|rsids|attachedSchema|themeFontLang|clrSchemeMapping"
    r"|doNotIncludeSubdocsInStats|doNotAutoCompressPictures|forceUpgrade|captions|readModeInkLockDown|smartTagType"
    r"|schemaLibrary|shapeDefaults|doNotEmbedSmartTags|decimalSymbol|listSeparator|mathPr|docId|chartTrackingRefBased)"
)
"""What the format demands behind ``updateFields`` in the settings."""
_CONTENTS = regex(r"\b(?:TOC|PAGEREF)\b", re.IGNORECASE)  # as Word reads it
_BLOCK = regex(r"\{%(p|tr)\s+(\w+)")


def as_document(template: bytes) -> bytes:
    """Return a template as an ordinary document, without what it holds of its authors."""
    before = members(template)
    after = without_authors(before)
    after[TYPES] = _OTHER_KINDS.sub(_DOCUMENT, after[TYPES])
    return template if after == before else pack(after)


def has_contents(body: etree._Element) -> bool:
    """Tell whether a document has a table of contents, whose page numbers only Word can know."""
    codes = "".join(node.text or "" for node in body.iter(f"{W}instrText"))
    return bool(
        _CONTENTS.search(" ".join([codes, *(node.get(f"{W}instr", "") for node in body.iter(f"{W}fldSimple"))]))
    )


def ask_for_update(settings: etree._Element) -> None:
    """Have Word ask, when it opens the document, whether to bring tables of contents up to date."""
    if settings.find(f"{W}updateFields") is None:
        names = (etree.QName(child).localname if isinstance(child.tag, str) else "" for child in settings)
        position = next((place for place, name in enumerate(names) if _AFTER_UPDATE.fullmatch(name)), len(settings))
        settings.insert(position, settings.makeelement(f"{W}updateFields", {f"{W}val": "true"}))


def rescue_bookmarks(xml: str) -> str:
    """Move bookmarks out of paragraphs and rows that hold a block tag, and so vanish: out of the loop or condition."""
    if "<w:bookmark" not in xml:
        return xml
    root = etree.fromstring(xml)
    for paragraph in root.iter(f"{W}p"):
        found = _BLOCK.search("".join(node.text or "" for node in paragraph.iter(f"{W}t")))
        unit = next(paragraph.iterancestors(f"{W}tr"), None) if found and found[1] == "tr" else paragraph
        if found is None or unit is None:
            continue
        marks = list(unit.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd"))
        for mark in marks if found[2] in BLOCKS else reversed(marks):
            (unit.addprevious if found[2] in BLOCKS else unit.addnext)(mark)
    return etree.tostring(root, encoding="unicode")
