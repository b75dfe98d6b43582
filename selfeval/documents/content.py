"""What a document itself tells: whether its text was edited by hand, and whether it is intact.

A document carries three marks: of the files it was made of; of its text, which only a person changes; and of
its parts, which Word writes anew whenever it saves. In Word they stand in the properties.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from hashlib import blake2b
from html import unescape
from typing import NamedTuple

from selfeval.documents.word import package
from selfeval.text.pattern import regex

_MARKS = r"(?P<made_of>\w+)(?:-(?P<text>\w+)-(?P<parts>\w+))?"
_IN_WORD = regex(rf"<dc:identifier>{_MARKS}</dc:identifier>")
_IN_MARKDOWN = regex(rf"\n*<!-- 指纹 {_MARKS} -->\s*\Z")
_END = b"</dc:identifier>"
_SHOWN = regex(r"word/(?:document|header|footer|footnotes|endnotes|comments)\d*\.xml")
_BLANK = ("<w:tab/>", "<w:br/>", "<w:cr/>")
_TEXT = regex(r"<w:t(?: [^>]*)?>([^<]*)|</w:p>|<w:(?:tab|br|cr)/>")
_THINGS = ("<w:sym ", "<m:t", "<pic:pic", "<v:imagedata", "<c:chart")
_TEXT_AND_THINGS = regex(
    r"<w:t(?: [^>]*)?>([^<]*)|</w:p>|<m:t(?: [^>]*)?>([^<]*)|<w:sym [^>]*?w:char=\"(\w+)|<w:(?:tab|br|cr)/>|<(?:pic:pic|v:imagedata|c:chart)[ >]"
)
"""Text, and what a person adds beside it: formulas, ticks, pictures, charts."""
_RECKONED = regex(
    r"<w:fldSimple\b.*?</w:fldSimple>|<mc:Fallback\b.*?</mc:Fallback>"
    r"|<w:fldChar [^>]*\"separate\".*?<w:fldChar [^>]*\"end\"",
    16,  # re.DOTALL
)
"""What Word computes itself (page numbers, tables of contents) or writes a second time for older versions."""


_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError)
"""What comes of a file that is no Word document, or a damaged one."""

_SENTENCE = regex(r"[^。！？；;|\n]+[。！？；;]?")
_ESCAPED = regex(r"\\([!-/:-@\[-`{-~])")


_END_OF_LINE = "\0"
"""Stands for the end of a line while blanks are taken out: no blank, and in no XML."""


class Content(NamedTuple):
    """Hold the marks of a document's text and of its parts."""

    text: str
    parts: str


class Marks(NamedTuple):
    """Hold the marks in a document: what it was made of, and its content then, None in documents of the old kind."""

    made_of: str
    content: Content | None


class FoundDocument(NamedTuple):
    """Hold the marks that an existing document carries, and the marks of its content now.

    Either is None where the document has none, or cannot be read.
    """

    marks: Marks | None
    content: Content | None

    @property
    def intact(self) -> bool:
        """Tell whether every part of the document is as it was generated."""
        return self.content is not None and self.marks is not None and self.content == self.marks.content

    @property
    def as_generated(self) -> bool:
        """Tell whether the text of the document is as it was generated, even if Word saved it again."""
        known = self.marks.content if self.marks else None
        return self.content is not None and known is not None and self.content.text == known.text


class WordMember(NamedTuple):
    """Hold what the marks are made of in one member of a Word file: a digest of its bytes, and the text it shows."""

    digest: bytes
    words: str


def member(name: str, data: bytes) -> WordMember:
    """Return digest and text of a member."""
    return WordMember(_digest(data), _words(data.decode()) if _SHOWN.fullmatch(name) else "")


def measure(members: Mapping[str, bytes]) -> dict[str, WordMember]:
    """Return digest and text of every member but the properties, which hold the marks."""
    return {name: member(name, data) for name, data in members.items() if name != package.PROPERTIES}


def mark_properties(properties: bytes, members: Mapping[str, WordMember]) -> bytes:
    """Add the marks of a Word file's content to its properties, behind the mark of what it was made of."""
    text, parts = _content(members)
    return properties.replace(_END, f"-{text}-{parts}".encode() + _END)


def mark_text(text: str, made_of: str) -> str:
    """Add its marks to the end of a Markdown document."""
    content = _content_of_text(text)
    return f"{text}\n\n<!-- 指纹 {made_of}-{content.text}-{content.parts} -->\n"


def mark_anew(document: bytes, suffix: str) -> bytes:
    """Return a generated document that the program itself changed, with the marks of what it says now."""
    if suffix == package.SUFFIX:
        members = package.members(document)
        old = members[package.PROPERTIES].decode()
        plain = _IN_WORD.sub(lambda found: f"<dc:identifier>{found['made_of']}</dc:identifier>", old)
        members[package.PROPERTIES] = mark_properties(plain.encode(), measure(members))
        return package.pack(members)
    text = document.decode()
    found = _IN_MARKDOWN.search(text)
    return mark_text(text[: found.start()], found["made_of"]).encode() if found else document


def find(document: bytes, suffix: str) -> FoundDocument:
    """Return the marks that a document carries and those of its content now; ``suffix`` is its kind."""
    if suffix == package.SUFFIX:
        return _find_in_word(document)
    text = document.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
    found = _IN_MARKDOWN.search(text)
    own = text[: found.start()] if found else text
    return FoundDocument(_marks(found.groupdict()) if found else None, _content_of_text(own))


def sentences(document: bytes, suffix: str) -> list[str]:
    """Return the sentences that a document shows, with the blanks inside; none where it cannot be read."""
    if suffix == package.SUFFIX:
        try:
            members = package.members(document)
        except _UNREADABLE:
            return []
        shown = "\n".join(_lines(data.decode()) for name, data in members.items() if _SHOWN.fullmatch(name))
    else:
        shown = document.decode("utf-8-sig", errors="replace").replace("\r\n", "\n")
        found = _IN_MARKDOWN.search(shown)
        shown = _ESCAPED.sub(r"\1", shown[: found.start()] if found else shown)
    return [part.strip() for part in _SENTENCE.findall(shown) if part.strip()]


def condensed(text: str) -> str:
    """Return a text without blanks."""
    return "".join(text.split())


def is_spaced_otherwise(made: bytes, other: bytes, suffix: str) -> bool:
    """Tell whether a document has a sentence of one that was made, with other blanks inside."""
    known = set(sentences(made, suffix))
    dense = set(map(condensed, known))
    return any(each not in known and condensed(each) in dense for each in sentences(other, suffix))


def _find_in_word(document: bytes) -> FoundDocument:
    try:
        members = package.members(document)
        content = _content(measure(members))
        properties = members.get(package.PROPERTIES, b"").decode()
    except _UNREADABLE:
        return FoundDocument(None, None)
    found = _IN_WORD.search(properties)
    return FoundDocument(_marks(found.groupdict()) if found else None, content if content.text else None)


def _marks(found: Mapping[str, str | None]) -> Marks:
    text, parts = found["text"], found["parts"]
    return Marks(found["made_of"] or "", Content(text, parts) if text and parts else None)


def _content(members: Mapping[str, WordMember]) -> Content:
    """Return the marks of a Word file; texts are sorted, for Word numbers headers and footers anew when it saves."""
    shown = sorted(filter(None, (each.words for each in members.values())))
    parts = (f"{name}\0".encode() + each.digest for name, each in sorted(members.items()))
    return Content(_short("\0".join(shown).encode()), _short(b"\0".join(parts)))


def _content_of_text(text: str) -> Content:
    return Content(_short(condensed(text).encode()), _short(text.strip("\n").encode()))


def _words(xml: str) -> str:
    """Return the text that a member shows, a line for each paragraph, without blanks."""
    dense = condensed(_lines(xml).replace("\n", _END_OF_LINE))
    return "\n".join(filter(None, dense.split(_END_OF_LINE)))


def _lines(xml: str) -> str:
    """Return the text that a member shows, a line for each paragraph, with blanks, tabs and breaks of lines as blanks."""
    if "w:fld" in xml or "mc:Fallback" in xml:
        xml = _RECKONED.sub("", xml)
    if any(thing in xml for thing in _THINGS):
        lines = "".join("".join(found.groups("")) or _of_element(found[0]) for found in _TEXT_AND_THINGS.finditer(xml))
    else:
        lines = "".join([found[1] or _of_element(found[0]) for found in _TEXT.finditer(xml)])
    return unescape(lines) if "&" in lines else lines


def _of_element(tag: str) -> str:
    """Return what stands for an element without text: a blank, the end of a line, nothing, or a thing."""
    if tag in _BLANK:
        return " "
    if tag.startswith("<w:t"):
        return ""
    return "\n" if tag == "</w:p>" else "▣"


def _digest(data: bytes) -> bytes:
    return blake2b(data, digest_size=8).digest()


def _short(data: bytes) -> str:
    return _digest(data).hex()
