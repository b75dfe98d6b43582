"""Word documents: docxtpl renders the template, the result is checked, merged and packed the same way every time.

The only module that knows docxtpl and python-docx.
"""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import TemplateError
from lxml import etree

from selfeval.view import Item
from selfeval.writers.merge import merge, name_things
from selfeval.writers.template import RenderingError, environment, explain, plain

SUFFIX = ".docx"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PROPERTY_LIMIT = 255
"""How long Word lets a property of a document be."""

EPOCH = (1980, 1, 1, 0, 0, 0)
_LEFTOVER = re.compile(r"{{|}}|{%|%}|｛[｛％%]|[％%｝]｝|〔合并")


class _Template(DocxTemplate):  # type: ignore[misc]  # docxtpl carries no types
    """Render as docxtpl does, with merge marks, and strict about the XML that comes out."""

    source = ""

    def patch_xml(self, src_xml: str) -> str:
        return name_things(super().patch_xml(src_xml))

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
        self.source = re.sub(r"<w:p([ >])", r"\n<w:p\1", src_xml)
        return _finished(super().render_xml_part(src_xml, part, context, jinja_env))


def _identity(thing: object) -> str:
    if isinstance(thing, Item):
        return str(thing.identity)
    raise RenderingError("〔合并〕后面写的不是一项任务、目标或一类指标")


def _finished(xml: str) -> str:
    """Parse strictly, merge cells and refuse tags that were not rendered; return the XML.

    A cell whose paragraphs were a loop over nothing gets the empty paragraph that the format demands.
    """
    try:
        root = etree.fromstring(xml.encode())
    except etree.XMLSyntaxError as error:
        raise RenderingError("印出来的文档不完整，请检查模板里的标记") from error
    for cell in root.iter(f"{W}tc"):
        if cell.find(f"{W}p") is None:
            cell.append(etree.Element(f"{W}p"))
    merge(root)
    for paragraph in root.iter(f"{W}p"):
        text = "".join(str(part) for part in paragraph.itertext())
        found = _LEFTOVER.search(text)
        if found:
            raise RenderingError(
                f"印出来的文档里还有没处理的标记“{found[0]}”，括号要用英文半角", around=text.strip()[:60]
            )
    return str(etree.tostring(root, encoding="unicode"))


def render(template: Path, view: Item, subject: str, fingerprint: str) -> bytes:
    """Return the document as the bytes of a .docx; raise RenderingError where the template is at fault.

    ``subject`` and ``fingerprint`` go into the document's properties.
    """
    document = _Template(template)
    room = environment(plain, {"身份": _identity}, autoescape=True)
    try:
        document.render(view, room)
    except (TemplateError, RenderingError, TypeError, ValueError, ArithmeticError, RecursionError) as error:
        raise explain(error, document.source, view) from error
    properties = document.docx.core_properties
    properties.title = str(view["标题"])[:PROPERTY_LIMIT]
    properties.subject, properties.identifier = subject, fingerprint
    packed = io.BytesIO()
    document.save(packed)
    return _repacked(packed.getvalue())


def _repacked(data: bytes) -> bytes:
    """Return the same members in a fixed order with a fixed date, so that equal content gives equal bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(set(source.namelist()), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            target.writestr(entry, source.read(name))
    return made.getvalue()


def fingerprint(document: Path) -> str:
    """Return the fingerprint a document carries, empty where there is none."""
    try:
        with zipfile.ZipFile(document) as package:
            core = etree.fromstring(package.read("docProps/core.xml"))
    except (OSError, KeyError, zipfile.BadZipFile, etree.XMLSyntaxError):
        return ""
    return core.findtext("{http://purl.org/dc/elements/1.1/}identifier") or ""
