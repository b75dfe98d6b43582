"""Word documents as docxtpl itself makes them, with merge marks, and strict about the result.

Slow and always right: a template about which `prepared` cannot prove everything is rendered here, and any
other must give the same document by both ways.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from typing import Any

from docx.opc.constants import RELATIONSHIP_TYPE
from docxtpl import DocxTemplate
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from selfeval.documents.sandbox import FAILURES, RenderingError, environment, explain, plain
from selfeval.documents.view import Item
from selfeval.documents.word.finish import find_leftover, finish, mark_open_cells
from selfeval.documents.word.lists import NUMBERING, Instance, add_instances, begin_again, first_free, mark_lists
from selfeval.documents.word.merge import name_things
from selfeval.documents.word.package import members, pack
from selfeval.documents.word.template import as_document, ask_for_update, has_contents, rescue_bookmarks
from selfeval.text.pattern import regex

PRINTED_SINCE = "0.2.0"
"""The version of the program that stands in the properties: the first one that prints as this one does.

It is raised by hand when documents come out otherwise, so that a version that changes no page changes no byte.
"""
_OWN_MARKS = regex("\x02[^\x03]*\x03|\x04")
"""The marks that merging and ending cells put into a template; messages quote it without them."""


class Template(DocxTemplate):  # type: ignore[misc]  # docxtpl carries no types
    """Render as docxtpl does, with merge marks and lists that begin again, and refuse XML that is not well-formed.

    ``package`` holds the members of the template, ``instances`` the further lists that its body needs.
    """

    source = ""

    def __init__(self, template: bytes) -> None:
        """Take a template as it is rendered."""
        super().__init__(io.BytesIO(template))
        self.package = members(template)
        self.instances: list[Instance] = []

    def render_init(self) -> None:
        """Open the template; give it core properties with a fixed date, where python-docx would date them today.

        Raise RenderingError for a package that python-docx cannot read.
        """
        try:
            super().render_init()
        except (KeyError, ValueError, TypeError, AttributeError, IndexError, etree.XMLSyntaxError) as error:
            raise RenderingError("Word 模板的内部不完整；请用 Word 打开后另存一份") from error
        if has_contents(self.docx.element.body):
            ask_for_update(self.docx.settings.element)
        if not any(
            relation.reltype == RELATIONSHIP_TYPE.CORE_PROPERTIES for relation in self.docx.part.package.rels.values()
        ):
            self.docx.core_properties.modified = datetime(1980, 1, 1)
            self.docx.core_properties.last_modified_by = ""

    def patch_xml(self, src_xml: str) -> str:
        """Return template XML as docxtpl cleans it, with the marks that merging and ending cells need."""
        whole = rescue_bookmarks(src_xml)
        marked = mark_lists(whole, self.package) if src_xml.startswith("<w:body") else whole
        return mark_open_cells(name_things(super().patch_xml(marked)))

    @property
    def first_free(self) -> int:
        """Return the first number that no list of the template has."""
        return first_free(self.package[NUMBERING]) if NUMBERING in self.package else 1

    def render_xml_part(self, src_xml: str, part: Any, context: Any, jinja_env: Any = None) -> str:
        """Render and finish a part; raise RenderingError where a tag is left over or the XML is not well-formed.

        docxtpl would also turn ``{_{`` into ``{{``, in values too; so its steps are repeated without that one.
        """
        typed = _OWN_MARKS.sub("", src_xml)
        if leftover := find_leftover(typed):
            mark, around = leftover
            raise RenderingError(f"模板里有没写好的标记“{mark}”，括号要用英文半角", around=around[:60])
        self.source = re.sub(r"<w:p([ >])", r"\n<w:p\1", typed)
        made = jinja_env.from_string(re.sub(r"<w:p([ >])", r"\n<w:p\1", src_xml)).render(context)
        whole, instances = begin_again(self.resolve_listing(re.sub(r"\n<w:p([ >])", r"<w:p\1", made)), self.first_free)
        self.instances += instances
        xml = finish(whole)
        try:
            etree.fromstring(xml)
        except etree.XMLSyntaxError as error:
            raise RenderingError("印出来的文档不完整，请检查模板里的标记") from error
        return xml.decode()


@cache
def room() -> SandboxedEnvironment:
    """Return the one environment in which Word templates run: everything printed is escaped."""
    return environment(plain, {"身份": _identity}, autoescape=True)


def _identity(thing: object) -> str:
    if isinstance(thing, Item):
        return str(thing.identity)
    raise RenderingError("〔合并〕后面写的不是一项任务、目标或一类指标")


def render(template: bytes, view: Item, properties: Mapping[str, str]) -> bytes:
    """Return the document as docxtpl packs it; raise RenderingError where the template is at fault."""
    document = Template(as_document(template))
    try:
        document.render(view, room())
        return _with_instances(pack_document(document, properties), document.instances)
    except FAILURES as error:
        if isinstance(error, RenderingError) and error.around:
            raise
        raise explain(error, document.source, view) from error


def _with_instances(package: bytes, instances: list[Instance]) -> bytes:
    if not instances:
        return package
    content = members(package)
    return pack(content | {NUMBERING: add_instances(content[NUMBERING], instances)})


def pack_document(document: Template, properties: Mapping[str, str]) -> bytes:
    """Return a document as docxtpl packs it, with these properties and the version of the program."""
    for name, value in {**properties, "version": PRINTED_SINCE}.items():
        setattr(document.docx.core_properties, name, value)
    packed = io.BytesIO()
    document.docx.save(packed)
    return packed.getvalue()
