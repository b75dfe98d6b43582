"""A Word template prepared once and rendered many times: the same documents as docxtpl makes, sooner.

docxtpl cleans the template's XML; its tags are then compiled once, and what they print goes straight
into the package, whose other members stay deflated. With another docxtpl than the one whose steps are
repeated here, or a template of which not all is proved beforehand, `reference` makes the document.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple
from xml.sax.saxutils import escape

import docxtpl
import jinja2

from selfeval.view import Item
from selfeval.writers.finish import finished, suspect
from selfeval.writers.package import add, members, pack
from selfeval.writers.proof import sound
from selfeval.writers.reference import FAILURES, Template, room, saved

KNOWN = "0.20.2"
"""The docxtpl whose steps are repeated here."""

PROPERTIES = ("title", "subject", "identifier")
TAGGED_PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")
"""The properties in which docxtpl looks for tags."""

_CORE = "docProps/core.xml"
_FOOTNOTES = "word/footnotes.xml"
_ROOT = re.compile(r"<(?![?!])[^>]+>")
_CONTROLS = bytes(range(32))
_PARAGRAPH_END = "</w:p>"
_SMALL = 9


class Part(NamedTuple):
    """Hold one member with tags: its name, and what stands before and after all that they can change."""

    name: str
    head: str
    inside: jinja2.Template
    tail: str


class Prepared(NamedTuple):
    """Hold a template ready to print: members with tags, properties with holes, and a package of the rest."""

    parts: tuple[Part, ...]
    core: str
    rest: bytes


@lru_cache(maxsize=64)
def prepare(template: bytes) -> Prepared | None:
    """Return a template ready to print, None where not all about it is proved."""
    document = Template(io.BytesIO(template))
    document.render_init()
    sources = dict(_sources(document))
    tagged = any("{" in getattr(document.docx.core_properties, name) for name in TAGGED_PROPERTIES)
    content = members(saved(document, {name: _hole(name) for name in PROPERTIES}))
    if (
        docxtpl.__version__ != KNOWN
        or tagged
        or _FOOTNOTES in content
        or any("wp:docPr" in source or not sound(source, room()) for source in sources.values())
    ):
        return None
    parts = tuple(_part(name, content.pop(name).decode(), source) for name, source in sources.items())
    core = content.pop(_CORE).decode()
    return Prepared(parts, core, pack(content, _SMALL))


def _hole(name: str) -> str:
    return f"\ue000{name}\ue000"


def _sources(document: Template) -> Iterator[tuple[str, str]]:
    """Yield the members that docxtpl renders: name, and XML cleaned by docxtpl."""
    yield document.docx.part.partname.lstrip("/"), document.patch_xml(document.get_xml())
    for kind in (document.HEADER_URI, document.FOOTER_URI):
        for _, part in document.get_headers_footers(kind):
            yield part.partname.lstrip("/"), document.patch_xml(document.get_part_xml(part))


def _part(name: str, whole: str, source: str) -> Part:
    """Put what docxtpl renders, all but its outermost element, into its place in the member."""
    start, end = _ROOT.search(source), source.rindex("</")
    assert start is not None
    element = re.split(r"[ >]", start[0])[0]
    opened = re.search(rf"{element}[ >]", whole)
    assert opened is not None
    begin = whole.index(">", opened.start()) + 1
    tail = whole[whole.rindex("</" + element[1:]) :]
    return Part(name, whole[:begin], room().from_string(source[start.end() : end]), tail)


def render(ready: Prepared, view: Item, properties: Mapping[str, str]) -> bytes | None:
    """Return the document, None where docxtpl itself had better look at it."""
    made = {}
    try:
        for part in ready.parts:
            made[part.name] = f"{part.head}{_printed(part, view)}{part.tail}".encode()
    ...
