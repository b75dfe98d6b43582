"""What in a Word package could run, reach out of it, or break who reads it; everything not on a list is refused."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import unquote

from lxml import etree

from selfeval.documents.check import allowed
from selfeval.documents.passage import Passage, TagSpot, TemplateSlip
from selfeval.text.pattern import regex

PIXEL_LIMIT = 100_000_000
"""How many pixels a picture may have; a whole A4 page at 1200 dpi has 139 million, at 600 dpi 35."""

XML_LIMIT = 16 * 2**20
"""How much XML a template may have in bytes; a tree of it takes ten times as much memory."""

_TYPES, _ROOT = "[Content_Types].xml", "_rels/.rels"
_TRASH = "[trash]/"
"""What Office keeps here it does not read again."""
_PICTURES = (
    regex(rb"\A\x89PNG\r\n\x1a\n.{8}(.{4})(.{4})", re.DOTALL),
    regex(rb"\xff[\xc0-\xc2]\x00[\x0b\x11\x14]\x08(..)(..)", re.DOTALL),
)
_SCHEME = regex(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
_FIELD_NAME = regex(r'\s*(=|[^\s\\"]+)')
_SWITCH = regex(r'(?<!\\)\\(?:[*lots]\s*(?:"[^"]*"|\S+)|[hmn]\b)', re.IGNORECASE)
"""A switch of a field that links, with what belongs to it: the name of a place in the document, a tip."""
_ADDRESS = regex(r'"([^"]*)"|([^\s"]+)')
_CODE = frozenset({"t", "instrText", "delText", "delInstrText"})
"""The elements whose text Word takes for a field's code where it stands before the field's result."""


def find(members: Mapping[str, bytes]) -> Iterator[TemplateSlip]:
    """Yield slips for all that must not be in a package: its parts, their relationships, fields and pictures."""
    if _TYPES not in members or _ROOT not in members:
        yield broken("里面没有正文，不是 Word 文档（.docx）")
        return
    yield from _find_same_names(members)
    types = _parse(_TYPES, members[_TYPES])
    kinds = {} if isinstance(types, TemplateSlip) else _content_types(types, members)
    read = {name: data for name, data in members.items() if name[-1] != "/" and not name.startswith(_TRASH)}
    yield from _find_parts(read, kinds)
    texts = {name: data for name, data in read.items() if _is_xml(name, kinds)}
    if sum(map(len, texts.values())) > XML_LIMIT:
        yield unsafe(f"文字和格式超过 {XML_LIMIT // 2**20} MB，请删去不用的内容，另存一份")
        return
    roots = {name: _parse(name, data) for name, data in texts.items()}
    for name, root in roots.items():
        if isinstance(root, TemplateSlip):
            yield root
            continue
        yield from _find_relationships(name, root, members)
        yield from _find_elements(name, root)
        yield from _find_fields(name, root)
    start = roots[_ROOT]
    if not isinstance(start, TemplateSlip):
        yield from _find_no_document(start, kinds)


def _find_same_names(members: Mapping[str, bytes]) -> Iterator[TemplateSlip]:
    same: dict[str, str] = {}
    for name in members:
        if same.setdefault(name.lower(), name) != name:
            yield broken("和另一部分同名，只差大小写；请用 Word 打开后另存一份", name)


def _find_parts(members: Mapping[str, bytes], kinds: Mapping[str, str]) -> Iterator[TemplateSlip]:
    """Yield slips for parts of a content type not known, and for giant pictures."""
    for name, data in members.items():
        if name != _TYPES and kinds.get(name) not in allowed.PARTS:
            yield unsafe("带有宏、控件或者嵌入的程序，另存为不带宏的 .docx 再用", name)
        if (kinds.get(name) in allowed.PICTURES or "/media/" in name) and _pixels(data) > PIXEL_LIMIT:
            yield unsafe("图片太大，请先缩小再插入", name)


def unsafe(message: str, where: str = "文件") -> TemplateSlip:
    """Return the slip of a file, or of the member named, that could do harm."""
    return TemplateSlip(TagSpot(Passage("", 1, where)), "template-unsafe", message)


def broken(message: str, where: str = "文件") -> TemplateSlip:
    """Return the slip of a file, or of the member named, that cannot be read."""
    return TemplateSlip(TagSpot(Passage("", 1, where)), "template-unreadable", message)


def parser() -> etree.XMLParser:
    """Return a parser that fetches nothing and expands nothing."""
    return etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def _is_xml(name: str, kinds: Mapping[str, str]) -> bool:
    return name.lower().endswith((".xml", ".rels")) or kinds.get(name) in allowed.XML


def _parse(name: str, data: bytes) -> etree._Element | TemplateSlip:
    try:
        root = etree.fromstring(data, parser())
    except (etree.XMLSyntaxError, ValueError):
        return broken("这一部分已经损坏，请用 Word 打开后另存一份", name)
    if root.getroottree().docinfo.internalDTD is not None or b"<!DOCTYPE" in data:
        return unsafe("这一部分带有不该有的定义（DOCTYPE）", name)
    return root


def _content_types(types: etree._Element, members: Mapping[str, bytes]) -> dict[str, str]:
    """Return the content type of every member that has one, in small letters."""
    defaults, overrides = dict[str, str](), dict[str, str]()
    for node in _elements(types):
        kind = node.get("ContentType", "").lower().strip()
        if _local(node) == "default":
            defaults[node.get("Extension", "").lower()] = kind
        elif _local(node) == "override":
            overrides[node.get("PartName", "").lower().lstrip("/")] = kind
    found = {name: overrides.get(name.lower(), defaults.get(name.lower().rpartition(".")[2], "")) for name in members}
    return {name: kind for name, kind in found.items() if kind}


def _find_relationships(name: str, root: etree._Element, members: Mapping[str, bytes]) -> Iterator[TemplateSlip]:
    """Yield slips for relationships of a kind not known, that lead out of the file, or that lead nowhere."""
    folder = posixpath.dirname(posixpath.dirname(name))
    for node in _elements(root):
        if _local(node) != "relationship":
            continue
        kind, target = node.get("Type", "").lower().strip(), node.get("Target", "")
        if node.get("TargetMode", "internal").strip().lower() != "internal":
            if kind != allowed.HYPERLINK:
                yield unsafe(f"引用了外面的文件“{target[:80]}”，请改成插入文件里", name)
            elif not _is_address(target):
                yield _bad_link(target, name)
        elif kind not in allowed.RELATIONSHIPS:
            shown = kind.rpartition("/")[2]
            yield unsafe(f"带有不认识的内容“{shown[:40]}”，可能是嵌入的对象、控件或别的文档，请删去", name)
        elif not target.startswith("#") and name.lower().endswith(".rels"):
            path = posixpath.normpath(posixpath.join(folder, unquote(target.partition("#")[0])))
            if (target.lstrip("/") if target.startswith("/") else path) not in members:
                yield broken(f"少了“{target[:80]}”这一部分，请用 Word 打开后另存一份", name)


def _find_elements(name: str, root: etree._Element) -> Iterator[TemplateSlip]:
    """Yield slips for elements that embed something, and for addresses that stand in the text itself."""
    for node in _elements(root):
        if _local(node) in allowed.ELEMENTS:
            yield unsafe(f"带有嵌入的对象、控件或别的文档（{etree.QName(node).localname}），请删去", name)
        for word, value in _attributes(node):
            if word.lower() in ("src", "althref") and value:
                yield unsafe(f"引用了外面的文件“{value[:80]}”，请改成插入文件里", name)
            elif word.lower() == "action" and value and _local(node).startswith("hlink"):
                yield unsafe(f"点了会运行别的程序（{value[:40]}），请删去这个动作", name)
            elif word.lower() == "href" and not _is_address(value):
                yield _bad_link(value, name)


def _find_fields(name: str, root: etree._Element) -> Iterator[TemplateSlip]:
    """Yield slips for fields that are not on the list; a field inside another is a field like any other."""
    for code, around in _fields(root):
        found = _FIELD_NAME.match(code)
        word = found[1] if found else code.strip()
        if "{{" in code or "{%" in around:
            yield unsafe(f"域“{word[:40]}”里不能写标记，印出来的域代码会随数据变；请把标记写在域外面", name)
        elif word and word[:1] != "=" and word.lower() not in allowed.FIELDS:
            yield unsafe(f"域代码“{word.upper()[:40]}”会去读别的文件或程序，或者不认识，请删去", name)
        elif word.lower() == "hyperlink":
            yield from (_bad_link(target, name) for target in _targets(code) if not _is_address(target))


def _targets(code: str) -> list[str]:
    """Return the addresses that a field links to."""
    rest = _SWITCH.sub("", code.strip()[len("hyperlink") :])
    return [quoted or bare for quoted, bare in _ADDRESS.findall(rest) if quoted or bare]


class _WordField(NamedTuple):
    """Hold the pieces of a field's code, and those of all its text, which its result is part of."""

    code: list[str]
    text: list[str]

    @property
    def said(self) -> tuple[str, str]:
        return "".join(self.code), "".join(self.text)


def _fields(root: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield the code of every field, put together from its pieces, and all its text.

    Of a field inside another the outer code holds a backslash only, which ends a name: none may come of a result.
    """
    open_fields: list[_WordField] = []
    in_code: list[bool] = []
    for node in _elements(root):
        kind = etree.QName(node).localname
        attributes = dict(_attributes(node)) if kind in ("fldSimple", "fldChar") else {}
        if kind == "fldSimple":
            yield attributes.get("instr", ""), ""
        elif attributes.get("fldCharType") == "begin":
            _say(open_fields, in_code, "\\")
            open_fields.append(_WordField([], []))
            in_code.append(True)
        elif kind == "fldChar" and open_fields:
            in_code[-1] = False
            if attributes.get("fldCharType") == "end":
                in_code.pop()
                yield open_fields.pop().said
        elif kind in _CODE:
            _say(open_fields, in_code, node.text or "")
            if kind not in ("t", "delText") and not open_fields:
                yield node.text or "", ""
    yield from (field.said for field in open_fields)


def _say(open_fields: Sequence[_WordField], in_code: Sequence[bool], text: str) -> None:
    """Add a text to the fields around it, and to the code of the innermost where that is not at its end."""
    for field in open_fields:
        field.text.append(text)
    if in_code and in_code[-1]:
        open_fields[-1].code.append(text)


def _attributes(node: etree._Element) -> Iterator[tuple[str, str]]:
    """Yield the attributes of an element, without their namespaces."""
    yield from ((etree.QName(key).localname, str(value)) for key, value in node.attrib.items())


def _find_no_document(root: etree._Element, kinds: Mapping[str, str]) -> Iterator[TemplateSlip]:
    """Yield a slip where the package has no document, several, or one that is not a plain Word document."""
    starts = [node for node in _elements(root) if node.get("Type", "").lower() == allowed.DOCUMENT]
    targets = [node.get("Target", "").lstrip("/") for node in starts]
    if targets != ["word/document.xml"] or kinds.get(targets[0]) not in allowed.DOCUMENT_TYPES:
        yield broken("里面没有正文，不是 Word 文档（.docx）")


def _bad_link(target: str, name: str) -> TemplateSlip:
    return unsafe(f"超链接“{target[:80]}”不是网址；只能链接到 http、https、mailto 开头的地址，请改或删去", name)


def _is_address(target: str) -> bool:
    """Tell whether a link leads to a page or a mailbox, or to a place in the document itself."""
    scheme = _SCHEME.match(target)
    return target.startswith("#") or (scheme is not None and scheme[1].lower() in allowed.SCHEMES)


def _elements(root: etree._Element) -> Iterator[etree._Element]:
    return root.iter("{*}*")


def _local(node: etree._Element) -> str:
    return etree.QName(node).localname.lower()


def _pixels(data: bytes) -> int:
    """Return how many pixels a PNG or JPEG picture has, 0 for others; of a JPEG and its thumbnail, the larger."""
    found = [match for pattern in _PICTURES for match in pattern.finditer(data)]
    return max((int.from_bytes(match[1]) * int.from_bytes(match[2]) for match in found), default=0)
