"""What rendering can leave that Word does not take as it was meant: tables without rows, melting tables, a table at the
end, half bookmarks, numbers that are there twice.

It works on the text of the XML as lxml writes it, as merging does.
"""

from __future__ import annotations

from selfeval.text.pattern import regex

_TABLE_END = b"</w:tbl>"
_TABLES = (b"<w:tbl>", b"<w:tbl ")
_EMPTY_PARAGRAPH = b"<w:p/>"
_NEIGHBOURS = regex(rb"</w:tbl>(?=(?:\s|<w:bookmark(?:Start|End) [^>]*/>)*<w:tbl[ >])")
_LAST_TABLE = regex(rb"</w:tbl>(?=\s*(?:<w:sectPr[ />]|</w:body>))")
_LAST_PARAGRAPH = (
    b'<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    b'<w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>'
)
"""What Word itself writes behind a table that ends the text, but a point high: a full page gets no empty one behind it."""
_NUMBERED = regex(rb' w14:(?:paraId|textId)="[^"]*"|<w:id w:val="[^"]*"/>')
"""The numbers of paragraphs and content controls, which a loop would repeat; Word gives new ones."""
_BOOKMARK = regex(rb'<w:bookmark(Start|End) (?:[^>]* )?w:id="([^"]*)"[^>]*/>')


def mend(xml: bytes) -> bytes:
    """Return the XML of a part in a form that Word opens and shows as it was meant."""
    if _TABLE_END in xml:
        xml = _NEIGHBOURS.sub(_TABLE_END + _EMPTY_PARAGRAPH, _replace_empty_tables(xml))
        xml = _LAST_TABLE.sub(_TABLE_END + _LAST_PARAGRAPH, xml)
    xml = _pair_bookmarks(xml) if b"<w:bookmark" in xml else xml
    return _NUMBERED.sub(b"", xml) if b"<w:sdtPr>" in xml or b" w14:paraId=" in xml else xml


def _replace_empty_tables(xml: bytes) -> bytes:
    """Put an empty paragraph, which may stand anywhere, in the place of every table that has lost all its rows."""
    *tables, rest = xml.split(_TABLE_END)
    made = []
    for piece in tables:
        start = max(map(piece.rfind, _TABLES))
        empty = start > piece.rfind(b"</w:tr>")
        made.append(piece[:start] + _EMPTY_PARAGRAPH if empty else piece + _TABLE_END)
    return b"".join((*made, rest))


def _pair_bookmarks(xml: bytes) -> bytes:
    """Keep of every bookmark the first beginning and the end that follows it: a loop repeats them, a condition halves."""
    begins: dict[bytes, int] = {}
    ends: dict[bytes, int] = {}
    for mark in _BOOKMARK.finditer(xml):
        if mark[1] == b"Start":
            begins.setdefault(mark[2], mark.start())
        elif mark[2] in begins:
            ends.setdefault(mark[2], mark.start())
    kept = {place for name, end in ends.items() for place in (begins[name], end)}
    return _BOOKMARK.sub(lambda mark: mark[0] if mark.start() in kept else b"", xml)
