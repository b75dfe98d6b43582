"""A Word template as it is rendered: an ordinary .docx, without what concerns none but its authors.

A file saved as a Word template (.dotx), or as one that may hold macros but holds none, is taken for a document.
Comments go, with the marks of where they stand, and so do the names of who wrote and saved the file.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping

from lxml import etree

from selfeval.documents.language import BLOCKS
from selfeval.documents.word.package import W, members, pack
from selfeval.text.pattern import regex

_TYPES = "[Content_Types].xml"
_DOCUMENT = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_OTHER_KINDS = regex(
    rb"application/vnd\.(?:openxmlformats-officedocument\.wordprocessingml\.template"
    rb"|ms-word\.document\.macroEnabled|ms-word\.template\.macroEnabledTemplate)\.main\+xml"
)
_OF_COMMENTS = frozenset({"comments", "commentsExtended", "commentsIds", "commentsExtensible", "people"})
"""The last words of the types of relationship to what comments consist of."""
_RANGES = (f"{W}commentRangeStart", f"{W}commentRangeEnd")
_NAMES = regex(rb"(<(dc:creator|cp:lastModifiedBy|Manager|Company)(?: [^>]*)?>)[^<{]*(?=</\2>)")
_OWN_PROPERTIES = regex(rb"<(?P<kind>(?:\w+:)?property)(?: [^>]*)?(?:/>|>.*?</(?P=kind)>)", re.DOTALL)
"""What programs and people add to the properties of a file: editors, owners, paths."""
_VARIABLES = regex(rb"<w:docVars>.*?</w:docVars>", re.DOTALL)
_AFTER_UPDATE = regex(
    r"(?:hdrShapeDefaults|footnotePr|endnotePr|compat|docVars|rsids|attachedSchema|themeFontLang|clrSchemeMapping"
    r"|doNotIncludeSubdocsInStats|doNotAutoCompressPictures|forceUpgrade|captions|readModeInkLockDown|smartTagType"
    r"|schemaLibrary|shapeDefaults|doNotEmbedSmartTags|decimalSymbol|listSeparator|mathPr|docId|chartTrackingRefBased)"
)
"""What the format demands behind ``updateFields`` in the settings."""
_CONTENTS = regex(r"\bTOC\b", re.IGNORECASE)  # as Word reads it
_BLOCK = regex(r"\{%(p|tr)\s+(\w+)")


def as_document(template: bytes) -> bytes:
    """Return a template as an ordinary document, without comments and without the names of its authors."""
    before = members(template)
    after = {name: _without_names(name, data) for name, data in _without_comments(before).items()}
    after[_TYPES] = _OTHER_KINDS.sub(_DOCUMENT, after[_TYPES])
    return template if after == before else pack(after)


def _without_names(name: str, data: bytes) -> bytes:
    """Return a member without what the authors' programs wrote about them."""
    if name == "docProps/custom.xml":
        return _OWN_PROPERTIES.sub(b"", data)
    if name == "word/settings.xml":
        return _VARIABLES.sub(b"", data)
    return _NAMES.sub(rb"\1", data) if name.startswith("docProps/") else data


def _without_comments(package: Mapping[str, bytes]) -> dict[str, bytes]:
    relations = {name: etree.fromstring(data) for name, data in package.items() if name.endswith(".rels")}
    gone = set[str]()
    for name, root in relations.items():
        folder = posixpath.dirname(posixpath.dirname(name))
        for relation in list(root):
            if relation.get("Type", "").rpartition("/")[2] in _OF_COMMENTS:
                gone.add(posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))))
                root.remove(relation)
    kept = {
        name: _unmarked(data) if b"<w:comment" in data else data
        for name, data in package.items()
        if f"/{name}" not in gone
    }
    if not gone:
        return kept
    types = etree.fromstring(package[_TYPES])
    for kind in [kind for kind in types if kind.get("PartName") in gone]:
        types.remove(kind)
    return kept | {name: etree.tostring(root) for name, root in {**relations, _TYPES: types}.items()}


def _unmarked(part: bytes) -> bytes:
    """Return a part without the marks of where comments stand."""
    root = etree.fromstring(part)
    for mark in list(root.iter(*_RANGES, f"{W}commentReference")):
        run = next(mark.iterancestors(f"{W}r"), None)
        alone = run is not None and all(child is mark or child.tag == f"{W}rPr" for child in run)
        gone = run if alone and run is not None else mark
        next(gone.iterancestors()).remove(gone)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


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
