"""One page: a Markdown document as HTML that needs nothing but itself, is read aloud well and prints well."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import jinja2
from lxml import etree, html

from selfeval.documents import pandoc
from selfeval.documents.html.redaction import LEFT_OUT, count_in_words, redact
from selfeval.text.pattern import regex

FOLDER = Path(__file__).parent
WIDE = 8
"""A page with a table of this many columns or more is printed in landscape."""

KNOWN: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(
        [
            "p",
            "br",
            "hr",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "ul",
            "ol",
            "li",
            "strong",
            "em",
            "code",
            "pre",
            "blockquote",
            "span",
            "div",
        ],
        (),
    ),
    **dict.fromkeys(["table", "thead", "tbody", "tr", "colgroup"], ()),
    "th": ("style",),
    "td": ("style",),
    "col": ("style",),
    "ol": ("start", "type"),
    "a": ("href",),
}
"""The elements of a page, each with the attributes it may have."""
DROPPED = ("script", "style", "template", "noscript", "iframe", "object", "svg", "math", "title", "textarea", "select")
"""The elements of which not even the text is kept."""

_VALUES = {
    "href": regex(r"(?:https?://|mailto:|#).*", re.IGNORECASE),
    "style": regex(r"text-align: *(?:left|right|center);?"),
    "start": regex(r"\d+"),
    "type": regex(r"[1aAiI]"),
}
"""What each attribute may say."""
_COMMENT = regex(r"(?<!\\)((?:\\\\)*)<!--.*?-->", re.DOTALL)
"""A comment of a template, and not what somebody typed, which has a backslash before it."""

_OURS = b"content=\"default-src 'none'; style-src 'unsafe-inline'\""
"""What the head of every page holds, and has held since the first."""
HEAD = 1000
"""How many bytes of a page hold its head."""


@cache
def room() -> jinja2.Environment:
    """Return the environment of our own pages: everything printed is escaped, an unknown name is an error."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(FOLDER),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(style=(FOLDER / "style.css").read_text(encoding="utf-8"), left_out=LEFT_OUT)
    return made


def is_ours(head: bytes) -> bool:
    """Tell by its beginning whether a page was made here, so that no other is replaced or taken away."""
    return _OURS in head


def page(markdown: str, year: str, up: str) -> tuple[str, Counter[str]]:
    """Return a document as a page, and how much of each kind was left out; ``up`` is the address of the index."""
    text, counts = redact(_COMMENT.sub(r"\1", markdown))
    body = _body(text)
    wide = any(len(row) >= WIDE for row in body.iter("tr"))
    headings = [node.text_content() for node in body.iter("h1", "h2", "h3", "h4")]
    title = next((node.text_content() for node in body.iter("h1")), headings[-1] if headings else "")
    inside = "".join(html.tostring(node, encoding="unicode") for node in body)
    made = (
        room()
        .get_template("page.html")
        .render(title=title, body=inside, year=year, up=up, wide=wide, omitted=count_in_words(counts))
    )
    return made, counts


def fragment(markdown: str) -> str:
    """Return a document as HTML to stand in a page of its own department, with nothing left out."""
    return "".join(html.tostring(node, encoding="unicode") for node in _body(_COMMENT.sub(r"\1", markdown)))


def _body(markdown: str) -> html.HtmlElement:
    """Return Markdown as HTML of known elements, its tables ready to be read aloud and scrolled."""
    body = html.fragment_fromstring(pandoc.html(markdown), create_parent="div")
    _keep_known(body)
    heading = ""
    for node in list(body.iter("h1", "h2", "h3", "h4", "table")):
        if node.tag == "table":
            _make_accessible(node, heading)
        else:
            heading = node.text_content()
    return body


def _keep_known(body: html.HtmlElement) -> None:
    """Keep of a body only the elements and attributes that hold text, tables and links to pages."""
    etree.strip_elements(body, *DROPPED, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    for node in list(body.iter()):
        if node is not body and node.tag not in KNOWN:
            node.drop_tag()
            continue
        for name, value in node.attrib.items():
            if name not in KNOWN.get(str(node.tag), ()) or not _VALUES[name].fullmatch(value):
                del node.attrib[name]


def _make_accessible(table: html.HtmlElement, heading: str) -> None:
    """Mark the head cells of a table as heads of columns, and let a wide table be scrolled with the keys."""
    for cell in table.iter("th"):
        if cell.text_content().strip():
            cell.set("scope", "col")
        else:
            cell.tag = "td"
    frame = html.Element("div", {"class": "table", "role": "region", "tabindex": "0", "aria-label": f"表格：{heading}"})
    table.addprevious(frame)
    frame.append(table)
