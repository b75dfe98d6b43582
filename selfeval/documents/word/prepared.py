"""A Word template prepared once and rendered many times: the same documents as docxtpl makes, but faster.

docxtpl cleans the template's XML; its tags are then compiled once, and what they print goes straight
into the package, whose other members stay deflated. Where another version of docxtpl is installed, or
not everything about a template is proved beforehand, `reference` makes the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple
from xml.sax.saxutils import escape

import docxtpl
import jinja2

from selfeval.documents.content import WordMember, mark_properties, measure
from selfeval.documents.sandbox import FAILURES, plain
from selfeval.documents.view import Item
from selfeval.documents.word.finish import find_leftover, finish
from selfeval.documents.word.lists import NUMBERING, RESTART, Instance, add_instances, begin_again
from selfeval.documents.word.package import PROPERTIES, SMALL, add, members, pack
from selfeval.documents.word.proof import is_sound
from selfeval.documents.word.reference import Template, pack_document, room
from selfeval.documents.word.template import as_document

KNOWN = "0.20.2"
"""The docxtpl whose steps are repeated here."""

_TAGGED_PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")
"""The properties in which docxtpl looks for tags."""
_HOLES = {name: f"\ue000{name}\ue000" for name in ("title", "subject", "identifier")}
_listing = docxtpl.DocxTemplate(None).resolve_listing


class TaggedPart(NamedTuple):
    """Hold one member with tags: its name, the XML before them, a template of the XML with them, the XML behind."""

    name: str
    head: bytes
    inside: jinja2.Template
    tail: bytes


class Prepared(NamedTuple):
    """Hold a template ready to print: members with tags, properties with holes, a package of all other members.

    ``measured`` holds digest and text of these other members. ``numbering`` is the part with the lists, None where none
    of them begins again; ``first_free`` the number of the first further list.
    """

    parts: tuple[TaggedPart, ...]
    core: str
    rest: bytes
    measured: Mapping[str, WordMember]
    numbering: bytes | None = None
    first_free: int = 1


@lru_cache(maxsize=64)
def prepare(template: bytes) -> Prepared | None:
    """Return a template ready to print, None where not everything about it is proved."""
    document = Template(as_document(template))
    document.render_init()
    if not _is_plain(document):
        return None
    sources = dict(sources_of(document))
    if any(map(find_leftover, sources.values())):
        return None
    if not all(is_sound(source, room()) for source in sources.values()):
        return None
    document.render_properties({}, room())  # writes those that are missing
    content = members(pack_document(document, _HOLES))
    try:
        parts = [_part(name, content.pop(name).decode(), source) for name, source in sources.items()]
        for part in parts:
            if "{" not in sources[part.name]:
                content[part.name] = part.head + finish(_print(part, {})) + part.tail
    except FAILURES:
        return None
    tagged = tuple(part for part in parts if part.name not in content)
    core = content.pop(PROPERTIES).decode()
    begin = any(RESTART in source for source in sources.values())
    numbering = content.pop(NUMBERING) if begin else None
    return Prepared(tagged, core, pack(content, SMALL), measure(content), numbering, document.first_free)


def _is_plain(document: Template) -> bool:
    """Tell whether docxtpl would do nothing with a document but the steps repeated here."""
    package, properties = document.docx.part.package, document.docx.core_properties
    return (
        docxtpl.__version__ == KNOWN
        and not any(part.content_type.endswith("footnotes+xml") for part in package.iter_parts())
        and not any("{" in getattr(properties, name) for name in _TAGGED_PROPERTIES)
        and "wp:docPr" not in document.get_xml()
    )


def sources_of(document: Template) -> Iterator[tuple[str, str]]:
    """Yield the members that docxtpl renders: name, and XML cleaned by docxtpl."""
    yield document.docx.part.partname.lstrip("/"), document.patch_xml(document.get_xml())
    for kind in (document.HEADER_URI, document.FOOTER_URI):
        for _, part in document.get_headers_footers(kind):
            yield part.partname.lstrip("/"), document.patch_xml(document.get_part_xml(part))


def _part(name: str, member: str, source: str) -> TaggedPart:
    """Split a member into the element that docxtpl renders (body, header or footer) and the XML around it."""
    element = re.split("[ >]", source, maxsplit=1)[0].removeprefix("<")
    begin, end = member.index(">", member.index(f"<{element}")) + 1, member.rindex(f"</{element}>")
    inside = source[source.index(">") + 1 : source.rindex(f"</{element}>")]
    return TaggedPart(name, member[:begin].encode(), room().from_string(inside), member[end:].encode())


def render(ready: Prepared, view: Item, properties: Mapping[str, str]) -> bytes | None:
    """Return the document, None where rendering failed and docxtpl itself must make it or say what is wrong."""
    core = ready.core
    try:
        for name, value in properties.items():
            core = core.replace(_HOLES[name], escape(str(plain(value))))
        made = dict[str, bytes]()
        instances: list[Instance] = []
        for part in ready.parts:
            text, found = begin_again(_print(part, view), ready.first_free)
            instances += found
            made[part.name] = part.head + finish(text) + part.tail
    except FAILURES:
        return None
    if ready.numbering is not None:
        made[NUMBERING] = add_instances(ready.numbering, instances) if instances else ready.numbering
    return add(ready.rest, made | {PROPERTIES: mark_properties(core.encode(), {**ready.measured, **measure(made)})})


def _print(part: TaggedPart, view: Mapping[str, object]) -> str:
    """Return the element of a member with all tags printed."""
    text = part.inside.render(view)
    if "\n" in text or "\t" in text:
        *paragraphs, rest = text.split("</w:p>")
        text = "</w:p>".join((*map(_add_breaks, paragraphs), rest))
    return text


def _add_breaks(paragraph: str) -> str:
    """Turn line ends and tabs into Word's elements; the paragraph comes without its end tag."""
    if "\n" not in paragraph and "\t" not in paragraph:
        return paragraph
    return str(_listing(f"{paragraph}</w:p>")).removesuffix("</w:p>")
