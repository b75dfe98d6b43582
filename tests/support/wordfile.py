"""Write small Word files as text: a line is a paragraph, ``| a | b |`` a table row, ``<br>`` parts paragraphs in a cell.

A line may begin with a word in brackets for what text cannot show: 【修订】 inserted text, 【文本框】 a text box,
【页眉】 a header, 【尾注】 an endnote, 【外部图片】 a picture by its address, 【宏】 a macro. Text that begins with
``<w:`` is taken as it is.
"""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

from golden import members as members_of

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_V = 'xmlns:v="urn:schemas-microsoft-com:vml"'
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def paragraph(text: str) -> str:
    """Return a paragraph of one run."""
    if text.startswith("<w:"):
        return text
    run = f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'
    if text.startswith("【修订】"):
        run = f'<w:ins w:id="1" w:author="某人">{run.replace("【修订】", "")}</w:ins>'
    if text.startswith("【文本框】"):
        inner = paragraph(text.removeprefix("【文本框】"))
        run = f"<w:r><w:pict><v:shape><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    return f"<w:p>{run}</w:p>"


def table(lines: list[str]) -> str:
    """Return a table of the rows given."""
    rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    made = "".join(
        "<w:tr>"
        + "".join(f"<w:tc><w:tcPr/>{''.join(map(paragraph, cell.split('<br>')))}</w:tc>" for cell in row)
        + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl><w:tblPr/><w:tblGrid>{'<w:gridCol/>' * max(map(len, rows))}</w:tblGrid>{made}</w:tbl>"


def body(text: str) -> str:
    """Return the paragraphs and tables of a text."""
    lines = [line for line in text.split("\n") if line.strip()]
    groups = itertools.groupby(lines, key=lambda line: line.startswith("|"))
    return "".join(table(list(group)) if in_table else "".join(map(paragraph, group)) for in_table, group in groups)


def word(text: str, more: dict[str, bytes] | None = None) -> bytes:
    """Return the text as a .docx, with further members."""
    parts = {"页眉": ("header1.xml", "hdr", "header"), "尾注": ("endnotes.xml", "endnotes", "endnotes")}
    members: dict[str, bytes] = {}
    relations, kinds = "", ""
    rest = []
    for line in text.split("\n"):
        label, _, after = line.removeprefix("【").partition("】") if line.startswith("【") else ("", "", "")
        if label in parts:
            file, tag, kind = parts[label]
            inner = f'<w:endnote w:id="1">{paragraph(after)}</w:endnote>' if tag == "endnotes" else paragraph(after)
            members[f"word/{file}"] = f"<w:{tag} {_W}>{inner}</w:{tag}>".encode()
            relations += f'<Relationship Id="{tag}" Type="{_OFFICE}/{kind}" Target="{file}"/>'
            kinds += f'<Override PartName="/word/{file}" ContentType="{_TYPE}.{kind}+xml"/>'
        elif label == "外部图片":
            relations += (
                f'<Relationship Id="p" Type="{_OFFICE}/image" Target={quoteattr(after)} TargetMode="External"/>'
            )
        elif label == "宏":
            members["word/vbaProject.bin"] = b"macro"
        else:
            rest.append(line)
    section = "".join('<w:headerReference w:type="default" r:id="hdr"/>' for name in members if "header" in name)
    document = f'<w:document {_W} {_V} xmlns:r="{_OFFICE}"><w:body>{body(chr(10).join(rest))}<w:sectPr>{section}</w:sectPr></w:body></w:document>'
    members |= {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" ContentType="application/xml"/>'
            f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Default Extension="bin" ContentType="application/octet-stream"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>{kinds}</Types>'
        ).encode(),
        "_rels/.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="d" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
        ).encode(),
        "word/_rels/document.xml.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>'
        ).encode(),
        "word/document.xml": document.encode(),
        **(more or {}),
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in members.items():
            package.writestr(name, data)
    return made.getvalue()


def repacked(template: bytes, changed: Mapping[str, bytes], more: tuple[tuple[str, bytes], ...] = ()) -> bytes:
    """Return a template with members changed and added, a name twice if need be."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name, data in [*({**members_of(template), **changed}).items(), *more]:
            package.writestr(name, data)
    return made.getvalue()
