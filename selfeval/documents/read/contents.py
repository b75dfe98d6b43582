"""Tables of contents in a Word document: lines that say on which page what stands, and mean nothing without pages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, field

from selfeval.documents.read.numbering import XmlNode, attribute
from selfeval.text.pattern import regex

_CONTENTS = regex(r"\bTOC\b", re.IGNORECASE)  # as Word reads it
_PAGE = regex(r"\bPAGEREF\b", re.IGNORECASE)
_TITLE = regex(r"目[录次]")
_LEADER = regex(r"(?:\t|…|[.．·]{3})\s*$")
"""What stands between the words of a line typed by hand and its page number."""


@dataclass
class _Field:
    """Hold the code of a field, and the elements of the text that it shows."""

    code: str = ""
    shown: list[XmlNode] = field(default_factory=list)


def take_out_contents(root: XmlNode) -> None:
    """Take away the lines of tables of contents, made by Word or line by line with page numbers, and the title over them."""
    fields = list(_fields(root))
    made = {node for each in fields if _CONTENTS.search(each.code) for node in each.shown}
    pages = {node for each in fields if _PAGE.search(each.code) for node in each.shown}
    before: list[XmlNode] = []
    for paragraph in list(root.iter("{*}p")):
        shown = list(_shown(paragraph))
        if not _said(shown):
            continue
        gone = shown if made.issuperset(shown) or _is_line(shown, pages) else [node for node in shown if node in made]
        title = before if gone and _TITLE.fullmatch("".join(_said(before).split())) else []
        for node in (*title, *gone):
            node.text = ""
        before = before if gone and not title else shown


def _fields(root: XmlNode) -> Iterator[_Field]:
    """Yield every field with all that it shows, that of the fields inside it too; one that never ends is none."""
    opened: list[_Field] = []
    for node in root.iter("{*}fldChar", "{*}instrText", "{*}fldSimple", "{*}t", "{*}tab"):
        name = node.tag.rpartition("}")[2]
        if name == "fldSimple":
            yield _Field(attribute(node, "instr"), list(_shown(node)))
        elif name == "fldChar":
            kind = attribute(node, "fldCharType")
            if kind == "begin":
                opened.append(_Field())
            elif kind == "end" and opened:
                ended = opened.pop()
                yield ended
                if opened:
                    opened[-1].shown += ended.shown
        elif opened and name == "instrText":
            opened[-1].code += node.text or ""
        elif opened:
            opened[-1].shown.append(node)


def _shown(node: XmlNode) -> Iterator[XmlNode]:
    """Yield the elements of the text that an element shows; a tab stop of a paragraph is none."""
    return (each for run in node.iter("{*}r") for each in run.iterchildren("{*}t", "{*}tab"))


def _said(shown: list[XmlNode]) -> str:
    return "".join(node.text or "" if node.tag.endswith("}t") else "\t" for node in shown)


def _is_line(shown: list[XmlNode], pages: Set[XmlNode]) -> bool:
    """Tell whether a paragraph is words, a leader and the number of their page."""
    words = [node for node in shown if node not in pages]
    return shown[-1] in pages and _LEADER.search(_said(words)) is not None
