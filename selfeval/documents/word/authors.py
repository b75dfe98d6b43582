"""What a Word template holds of those who made it, and no document made of it may hold: names, remarks, paths, other texts.

Parts that carry text, layout and pictures stay; whatever else a package can hold goes, with the marks that point at it.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterator, Mapping
from urllib.parse import unquote

from lxml import etree

from selfeval.documents.word.package import PROPERTIES, W
from selfeval.text.pattern import regex

TYPES = "[Content_Types].xml"
_ROOT = "_rels/.rels"
_GONE = frozenset(
    [
        *("comments", "commentsextended", "commentsids", "commentsextensible", "people", "intelligence"),
        *("custom-properties", "thumbnail", "printersettings", "customxml", "glossarydocument"),
    ]
)
"""The last words of the types of relationship, in small letters, to what no page shows."""
_CORE = "core-properties"
_KEPT = {
    _CORE: frozenset({"title", "subject", "identifier", "created", "modified", "language"}),
    "extended-properties": frozenset(
        [
            *("Application", "AppVersion", "DocSecurity", "TotalTime", "Pages", "Words", "Characters", "Lines"),
            *(
                "Paragraphs",
                "CharactersWithSpaces",
                "ScaleCrop",
                "HeadingPairs",
                "SharedDoc",
                "LinksUpToDate",
                "HyperlinksChanged",
            ),
        ]
    ),
}
"""The properties of a file that say nothing of its authors, or are written anew, by the kind of the part that holds them."""
_USUAL = frozenset({"Normal.dotm", "Normal.dot", "Normal", "1"})
"""What every file may have for its template, and for its revision."""

_MARKS = regex(
    rb"<\w+:(?:comment(?:Range|Reference)|perm(?:Start|End)|printerSettings|dataBinding|placeholder|docVars"
    rb"|attachedSchema|schemaLibrary)|<!--|[A-Za-z]:[\\/]|\\\\|file:|/(?:home|Users)/|(?i:author|lastsavedby"
    rb"|filename|template|comments|docproperty)"
)
"""Matches where a part may hold something that goes."""
_ELEMENTS = frozenset(
    [
        *("commentRangeStart", "commentRangeEnd", "permStart", "permEnd", "printerSettings", "dataBinding"),
        *("placeholder", "docVars", "attachedSchema", "schemaLibrary"),
    ]
)
_REFERENCE = f"{W}commentReference"
_DESCRIBED = frozenset({"descr", "title", "name", "alt"})
_PATH = regex(r"(?i)(?:file:|[a-z]:[\\/]|\\\\|/(?:home|users)/).*[\\/]")
_OF_AUTHORS = frozenset({"author", "lastsavedby", "filename", "template", "comments", "docproperty", "info"})
"""The fields that print what stands in a file's properties, or where it was saved."""

_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
_SAID = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})
"""The pieces of a PNG that hold texts."""
_REMARKS = frozenset({0xE1, 0xED, 0xFE})
"""The segments of a JPEG that hold who made it, where and with what."""
_SCAN = 0xDA


def without_authors(package: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts of a template that a document needs, without what they say of its authors.

    The properties of the file stand where every reader looks for them.
    """
    relations = {name: etree.fromstring(data) for name, data in package.items() if name.endswith(".rels")}
    told = {target: _KEPT[kind] for kind, target in _targets(_ROOT, relations) if kind in _KEPT}
    changed = {name for name, root in relations.items() if _leave_out(root)}
    kept = {TYPES, *_reachable(relations)}
    made = {name: _cleaned(name, data, told.get(name)) for name, data in package.items() if name in kept}
    elsewhere = next((name for name in told if told[name] is _KEPT[_CORE] and name != PROPERTIES and name in made), "")
    if kept >= package.keys() and not changed and not elsewhere:
        return made
    types = etree.fromstring(package[TYPES])
    for part in [part for part in types if part.get("PartName", "/").lstrip("/") not in {"", *kept}]:
        types.remove(part)
    if elsewhere:
        made[PROPERTIES] = made.pop(elsewhere)
        changed.add(_ROOT)
        for relation in (relation for relation in relations[_ROOT] if _kind(relation) == _CORE):
            relation.set("Target", PROPERTIES)
        for part in (part for part in types if part.get("PartName") == f"/{elsewhere}"):
            part.set("PartName", f"/{PROPERTIES}")
    return made | {name: etree.tostring(relations[name]) for name in changed & kept} | {TYPES: etree.tostring(types)}


def _leave_out(relations: etree._Element) -> bool:
    """Take the relationships away that lead to what goes, and tell whether there were any."""
    gone = [relation for relation in relations if _kind(relation) in _GONE]
    for relation in gone:
        relations.remove(relation)
    return bool(gone)


def _kind(relation: etree._Element) -> str:
    return str(relation.get("Type", "")).strip().rpartition("/")[2].lower()


def _targets(name: str, relations: Mapping[str, etree._Element]) -> Iterator[tuple[str, str]]:
    """Yield kind and path of every part that a member with relationships leads to."""
    folder = posixpath.dirname(posixpath.dirname(name))
    for relation in relations.get(name, ()):
        if relation.get("TargetMode", "internal").strip().lower() == "internal":
            target = unquote(relation.get("Target", "").partition("#")[0])
            yield _kind(relation), posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")


def _reachable(relations: Mapping[str, etree._Element]) -> set[str]:
    """Return the names of all parts that relationships lead to, with the members that hold these."""
    found, coming = set[str](), [_ROOT]
    while coming:
        name = coming.pop()
        found.add(name)
        for _, part in _targets(name, relations):
            if part not in found:
                found.add(part)
                coming.append(f"{posixpath.dirname(part)}/_rels/{posixpath.basename(part)}.rels".lstrip("/"))
    return found


def _cleaned(name: str, data: bytes, properties: Collection[str] | None) -> bytes:
    """Return one part without what it says of the authors; ``properties`` are those to keep, where it holds some."""
    if properties is not None:
        return _without_properties(data, properties)
    if data.startswith((_PNG, _JPEG)):
        return without_remarks(data)
    return _unmarked(data) if name.endswith(".xml") and name != TYPES and _MARKS.search(data) else data


def _without_properties(part: bytes, kept: Collection[str]) -> bytes:
    """Return the properties of a file without all others than those to keep; an empty one, and one with a tag, may stay."""
    root = etree.fromstring(part)
    said = {each: "".join(map(str, each.itertext())).strip() for each in root.iterchildren("{*}*")}
    gone = {_local(each) for each, text in said.items() if text and "{" not in text and text not in _USUAL} - {*kept}
    if "TitlesOfParts" in gone:
        gone.add("HeadingPairs")
    for each in said:
        if _local(each) in gone:
            root.remove(each)
    return _written(root) if gone else part


def _local(node: etree._Element) -> str:
    return etree.QName(node).localname


def _unmarked(part: bytes) -> bytes:
    """Return a part without marks of remarks, editors and bindings, without paths, and without what fields told of authors."""
    root = etree.fromstring(part)
    before = etree.tostring(root)
    etree.strip_tags(root, etree.Comment, etree.ProcessingInstruction)
    for node in list(root.iter("{*}*")):
        if _local(node) in _ELEMENTS:
            _take_out(node)
        elif node.tag == _REFERENCE:
            run = next(node.iterancestors(f"{W}r"), None)
            alone = run is not None and all(child is node or child.tag == f"{W}rPr" for child in run)
            _take_out(run if alone and run is not None else node)
        for key, value in node.attrib.items():
            word = etree.QName(key).localname
            if word in _DESCRIBED and (path := _PATH.match(str(value))):
                node.attrib[key] = str(value)[path.end() :]
    for told in list(_told_by_fields(root)):
        told.text = ""
    return part if etree.tostring(root) == before else _written(root)


def _take_out(node: etree._Element) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def _told_by_fields(root: etree._Element) -> Iterator[etree._Element]:
    """Yield the texts that fields about the file or its authors printed when the template was saved."""
    open_fields: list[tuple[list[str], list[bool]]] = []
    for node in root.iter(f"{W}fldSimple", f"{W}fldChar", f"{W}instrText", f"{W}t"):
        if node.tag == f"{W}fldSimple" and _is_of_authors(node.get(f"{W}instr", "")):
            yield from (each for each in node.iter(f"{W}t") if "{" not in (each.text or ""))
        elif node.tag == f"{W}fldChar":
            kind = node.get(f"{W}fldCharType", "")
            if kind == "begin":
                open_fields.append(([], []))
            elif kind == "end" and open_fields:
                open_fields.pop()
            elif open_fields:
                open_fields[-1][1].append(True)
        elif node.tag == f"{W}instrText" and open_fields:
            open_fields[-1][0].append(node.text or "")
        elif any(result and _is_of_authors("".join(code)) for code, result in open_fields):
            yield from (each for each in (node,) if "{" not in (each.text or ""))


def _is_of_authors(code: str) -> bool:
    return next(iter(code.split()), "").lower() in _OF_AUTHORS


def without_remarks(picture: bytes) -> bytes:
    """Return a PNG or JPEG without the texts in it; what is not as it should be stays as it is."""
    kept = list(_chunks(picture) if picture.startswith(_PNG) else _segments(picture))
    return b"".join(kept) if kept and kept[-1] else picture


def _chunks(picture: bytes) -> Iterator[bytes]:
    """Yield the pieces of a PNG that hold no texts; an empty one at the end where it is cut short."""
    yield _PNG
    at = len(_PNG)
    while at < len(picture):
        end = at + 12 + int.from_bytes(picture[at : at + 4])
        if end > len(picture):
            yield b""
            return
        if picture[at + 4 : at + 8] not in _SAID:
            yield picture[at:end]
        at = end


def _segments(picture: bytes) -> Iterator[bytes]:
    """Yield the segments of a JPEG that hold no remarks, then the picture; an empty one at the end where it is cut short."""
    yield _JPEG
    at = len(_JPEG)
    while picture[at : at + 1] == b"\xff" and at + 4 <= len(picture):
        kind, end = picture[at + 1], at + 2 + int.from_bytes(picture[at + 2 : at + 4])
        if kind == _SCAN:
            yield picture[at:]
            return
        if kind not in _REMARKS:
            yield picture[at:end]
        at = end
    yield b""


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
