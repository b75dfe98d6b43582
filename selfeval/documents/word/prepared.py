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

from selfeval.documents.content import Member, marked, measured
from selfeval.documents.sandbox import RenderingError
from selfeval.documents.view import Item
from selfeval.documents.word.finish import finished, suspicious
from selfeval.documents.word.package import PROPERTIES, SMALL, add, members, pack
from selfeval.documents.word.proof import sound
from selfeval.documents.word.reference import FAILURES, Template, clean, room, saved

KNOWN = "0.20.2"
"""The docxtpl whose steps are repeated here."""

_TAGGED_PROPERTIES = ("author", "comments", "identifier", "language", "subject", "title")
"""The properties in which docxtpl looks for tags."""
_HOLES = {name: f"\ue000{name}\ue000" for name in ("title", "subject", "identifier")}
_listing = docxtpl.DocxTemplate(None).resolve_listing


class Part(NamedTuple):
    """Hold one member with tags: its name, and what stands before and after all that they can change."""

    name: str
    head: bytes
    inside: jinja2.Template
    tail: bytes


class Prepared(NamedTuple):
    """Hold a template ready to print: members with tags, properties with holes, a package of the rest and what counts of it."""

    parts: tuple[Part, ...]
    core: str
    rest: bytes
    measured: Mapping[str, Member]


@lru_cache(maxsize=64)
def prepare(template: bytes) -> Prepared | None:
    """Return a template ready to print, None where not all about it is proved."""
    document = Template(io.BytesIO(template))
    document.render_init()
    if not _is_plain(document):
        return None
    sources = dict(_sources(document))
    if not all(sound(source, room()) for source in sources.values()):
        return None
    document.render_properties({}, room())  # writes those that are missing
    content = members(saved(document, _HOLES))
    try:
        parts = [_part(name, content.pop(name).decode(), source) for name, source in sources.items()]
        for part in parts:
            if "{" not in sources[part.name]:
                content[part.name] = _printed(part, {})
    except FAILURES:
        return None
    tagged = tuple(part for part in parts if part.name not in content)
    core = content.pop(PROPERTIES).decode()
    return Prepared(tagged, core, pack(content, SMALL), measured(content))


def _is_plain(document: Template) -> bool:
    """Tell whether docxtpl takes no other steps with a document than those repeated here."""
    package, properties = document.docx.part.package, document.docx.core_properties
    return (
        docxtpl.__version__ == KNOWN
        and not any(part.content_type.endswith("footnotes+xml") for part in package.iter_parts())
        and not any("{" in getattr(properties, name) for name in _TAGGED_PROPERTIES)
        and "wp:docPr" not in document.get_xml()
    )


def _sources(document: Template) -> Iterator[tuple[str, str]]:
    """Yield the members that docxtpl renders: name, and XML cleaned by docxtpl."""
    yield document.docx.part.partname.lstrip("/"), document.patch_xml(document.get_xml())
    for kind in (document.HEADER_URI, document.FOOTER_URI):
        for _, part in document.get_headers_footers(kind):
            yield part.partname.lstrip("/"), document.patch_xml(document.get_part_xml(part))


def _part(name: str, member: str, source: str) -> Part:
    """Set apart the element that docxtpl renders, the body or a whole header or footer, in its member."""
    element = re.split("[ >]", source, maxsplit=1)[0].removeprefix("<")
    begin, end = member.index(">", member.index(f"<{element}")) + 1, member.rindex(f"</{element}>")
    inside = source[source.index(">") + 1 : source.rindex(f"</{element}>")]
    return Part(name, member[:begin].encode(), room().from_string(inside), member[end:].encode())


def render(ready: Prepared, view: Item, properties: Mapping[str, str]) -> bytes | None:
    """Return the document, None where docxtpl itself had better make it."""
    core = ready.core
    try:
        for name, value in properties.items():
            core = core.replace(_HOLES[name], escape(str(clean(value))))
        made = {part.name: _printed(part, view) for part in ready.parts}
    except FAILURES:
        return None
    return add(ready.rest, made | {PROPERTIES: marked(core.encode(), {**ready.measured, **measured(made)})})


def _printed(part: Part, view: Mapping[str, object]) -> bytes:
    """Return a member; raise RenderingError where it may show a tag left over."""
    text = part.inside.render(view)
    if "\n" in text or "\t" in text:
        *paragraphs, rest = text.split("</w:p>")
        text = "</w:p>".join((*map(_with_breaks, paragraphs), rest))
    if suspicious(text):
        raise RenderingError("")
    return part.head + finished(text) + part.tail


def _with_breaks(paragraph: str) -> str:
    """Turn line ends and tabs in a paragraph, which comes without its end tag, into Word's."""
    if "\n" not in paragraph and "\t" not in paragraph:
        return paragraph
    return str(_listing(f"{paragraph}</w:p>")).removesuffix("</w:p>")
