"""A Word template becomes a document that Word opens, and that tells nothing about who made the template."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from golden import text
from offices import office
from rendered import PROPERTIES, by_docxtpl, canonical, rendered, seen
from wordfile import word

from selfeval.documents.check import check
from selfeval.documents.word import prepared
from selfeval.documents.word.finish import finish
from selfeval.documents.word.package import members, pack
from selfeval.documents.word.template import as_document
from selfeval.form.library import load
from selfeval.problem import Level

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = b"wordprocessingml.document.main+xml"
KINDS = [
    b"application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml",
    b"application/vnd.ms-word.document.macroEnabled.main+xml",
    b"application/vnd.ms-word.template.macroEnabledTemplate.main+xml",
]
MARKED = (
    '<w:p><w:commentRangeStart w:id="0"/><w:r><w:t>{{ 标题 }}</w:t></w:r><w:commentRangeEnd w:id="0"/>'
    '<w:r><w:rPr><w:b/></w:rPr><w:commentReference w:id="0"/></w:r></w:p>'
)
NAMED = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>张三</dc:creator>'
    "<cp:lastModifiedBy>李四</cp:lastModifiedBy></cp:coreProperties>"
)


def changed(source: str, name: str, old: bytes, new: bytes, more: dict[str, bytes] | None = None) -> bytes:
    """Return a template with one thing in one member replaced, and members added."""
    found = members(word(source))
    assert old in found[name]
    return pack({**found, name: found[name].replace(old, new), **(more or {})})


def printed(tmp_path: Path, template: bytes) -> dict[str, bytes]:
    """Return the members of the document made of a template; the quick way must make what docxtpl makes."""
    ready = prepared.prepare(template)
    assert ready is not None
    made = prepared.render(ready, seen(), PROPERTIES)
    assert made is not None
    assert canonical(made) == by_docxtpl(template, seen())
    return members(made)


def shown(part: bytes) -> str:
    """Show tables as [ ], rows as their texts with |, paragraphs ended by ¶."""
    xml = re.sub("<w:tbl>|<w:tbl ", "[<", part.decode()).replace("</w:tbl>", "]").replace("</w:tr>", "|")
    return unescape(re.sub(r"<[^>]*>|\n", "", re.sub(r"</w:p>|<w:p/>", "¶", xml)))


@pytest.mark.parametrize("kind", KINDS)
def test_word_templates_are_read_as_documents(tmp_path: Path, kind: bytes) -> None:
    """A .dotx, or a file that may hold macros but holds none, under the name document.docx."""
    template = changed(
        "{{ 标题 }}", "[Content_Types].xml", b"application/vnd.openxmlformats-officedocument." + _MAIN, kind
    )
    made = printed(tmp_path, template)
    assert _MAIN in made["[Content_Types].xml"]
    assert kind not in made["[Content_Types].xml"]


def test_comments_and_names_stay_behind(tmp_path: Path) -> None:
    """The comment, its author, the marks of where it stands, and who wrote and saved the template."""
    relation = f'<Relationship Id="c" Type="{_OFFICE}/comments" Target="comments.xml"/>'.encode()
    core = '<Relationship Id="k" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    template = changed(
        MARKED, "word/_rels/document.xml.rels", b"</Relationships>", relation + b"</Relationships>",
        {"word/comments.xml": "<comments>王五：这里要改</comments>".encode(), "docProps/core.xml": NAMED.encode()},
    )  # fmt: skip
    package = members(template)
    package["_rels/.rels"] = package["_rels/.rels"].replace(b"</Relationships>", core.encode() + b"</Relationships>")
    package["[Content_Types].xml"] = package["[Content_Types].xml"].replace(
        b"</Types>",
        b'<Override PartName="/word/comments.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        b'wordprocessingml.comments+xml"/><Override PartName="/docProps/core.xml" ContentType="application/'
        b'vnd.openxmlformats-package.core-properties+xml"/></Types>',
    )
    made = printed(tmp_path, pack(package))
    everything = b"".join(made.values()).decode()
    assert "comment" not in everything
    assert not re.search("张三|李四|王五", everything)
    assert shown(made["word/document.xml"]) == "标题¶"


@pytest.mark.parametrize("code", ["TOC", "toc", "PAGEREF _Toc1"])
def test_word_is_asked_to_update_a_table_of_contents(code: str, tmp_path: Path) -> None:
    """Its page numbers are the template's; the element stands where the format demands. Without one, nothing is asked."""
    contents = (
        f'<w:p><w:fldSimple w:instr=" {code} \\o &quot;1-2&quot; ">'
        "<w:r><w:t>一、{{ 标题 }}</w:t></w:r></w:fldSimple></w:p>"
    )
    settings = printed(tmp_path, word(contents))["word/settings.xml"]
    assert settings.index(b"w:updateFields") < settings.index(b"w:compat")
    assert "word/settings.xml" not in printed(tmp_path, word("{{ 标题 }}"))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("甲\n| {%tr if 空 %} | |\n| 一 | 二 |\n| {%tr endif %} | |\n乙", "甲¶¶乙¶"),
        ("甲\n| {%tr for 段 in 空 %} |\n| {{ 段 }} |\n| {%tr endfor %} |", "甲¶¶"),
        ("{%p for 行 in 行表 %}\n| {{ 行.值 }} |\n{%p endfor %}\n末", "[a<b¶|]¶[\"双\" & '单'¶|]¶[¶|]¶[≥93%¶|]末¶"),
        ("| 甲 |\n{%p if 空 %}\n文\n{%p endif %}\n| 乙 |\n末", "[甲¶|]¶[乙¶|]末¶"),
    ],
)
def test_tables_have_rows_and_paragraphs_between_them(tmp_path: Path, source: str, expected: str) -> None:
    """A table that lost its rows is an empty paragraph; tables that became neighbours do not melt into one."""
    assert shown(members(rendered(tmp_path, source))["word/document.xml"]) == expected


def test_a_table_at_the_end_is_closed_by_a_paragraph(tmp_path: Path) -> None:
    """Word writes one there too; this one is a point high, so that a full page gets no empty page behind it."""
    made = members(rendered(tmp_path, "甲\n| {{ 标题 }} |"))["word/document.xml"]
    assert shown(made) == "甲¶[标题¶|]¶"
    assert made.count(b'w:line="20" w:lineRule="exact"') == 1


def test_a_table_within_a_table_that_lost_its_rows(tmp_path: Path) -> None:
    """The table around it keeps its rows, and its cell ends in a paragraph."""
    inner = "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>{}</w:tbl>"
    rows = "".join(
        f"<w:tr><w:tc><w:tcPr/><w:p><w:r><w:t>{cell}</w:t></w:r></w:p></w:tc></w:tr>"
        for cell in ("{%tr if 空 %}", "甲", "{%tr endif %}")
    )
    outer = inner.format(f"<w:tr><w:tc><w:tcPr/>{inner.format(rows)}<w:p/></w:tc></w:tr>")
    made = members(rendered(tmp_path, outer))["word/document.xml"]
    assert shown(made) == "[¶¶|]¶"


BEGIN, END = '<w:bookmarkStart w:id="6" w:name="_Ref1"/>', '<w:bookmarkEnd w:id="6"/>'


def said(before: str, typed: str, after: str = "") -> str:
    """Return a paragraph with elements before and after its text."""
    return f"<w:p>{before}<w:r><w:t>{typed}</w:t></w:r>{after}</w:p>"


@pytest.mark.parametrize(
    ("lines", "kept"),
    [
        ((said(BEGIN, "{%p for 行 in 行表 %}"), "{{ 行.值 }}", "{%p endfor %}", said("", "末", END)), 2),
        (("{%p for 行 in 行表 %}", "{{ 行.值 }}", said(BEGIN + END, "{%p endfor %}")), 2),
        (("{%p for 行 in 行表 %}", said(BEGIN, "{{ 行.值 }}", END), "{%p endfor %}"), 2),
        (("{%p if 空 %}", said(BEGIN, "甲"), "{%p endif %}", said("", "末", END)), 0),
        ((f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:tcPr/>{said(BEGIN, '{%tr for 行 in 行表 %}')}"
          "</w:tc></w:tr><w:tr><w:tc><w:tcPr/><w:p><w:r><w:t>{{ 行.值 }}</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:tcPr/>"
          f"{said('', '{%tr endfor %}', END)}</w:tc></w:tr></w:tbl>",), 2),
    ],
)  # fmt: skip
def test_bookmarks_are_whole_or_gone(tmp_path: Path, lines: tuple[str, ...], kept: int) -> None:
    """One that begins or ends beside a tag is kept, one repeated by a loop is there once, half a one is gone."""
    made = members(rendered(tmp_path, "\n".join(lines)))["word/document.xml"].decode()
    marks = re.findall(r"<w:bookmark(Start|End) ", made)
    assert marks == ["Start", "End"][:kept]
    assert text(rendered(tmp_path, "\n".join(lines))).strip()


def test_what_programs_write_of_the_authors_goes(tmp_path: Path) -> None:
    """Properties that people and programs add, and variables that no page shows."""
    own = (
        b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="urn:x">'
        b'<property fmtid="{D5}" pid="2" name="editor"><vt:lpwstr>Wang</vt:lpwstr></property></Properties>'
    )
    found = members(word("{{ 标题 }}"))
    settings = b'<w:settings xmlns:w="urn:w"><w:docVars><w:docVar w:name="u" w:val="Wang"/></w:docVars></w:settings>'
    made = members(as_document(pack({**found, "docProps/custom.xml": own, "word/settings.xml": settings})))
    assert b"Wang" not in b"".join(made.values())


CONTROL = b'<w:sdt><w:sdtPr><w:id w:val="7"/></w:sdtPr><w:sdtContent>'
LOOP = "{%p for 段 in 自评结论 %}\n{{ 段 }}\n{%p endfor %}"


def controlled(first: int, last: int) -> bytes:
    """Return a template with a loop of three paragraphs, some of which stand in a content control."""
    found = members(word(LOOP))
    head, *paragraphs = found["word/document.xml"].split(b"<w:p>")
    paragraphs = [b"<w:p>" + each for each in paragraphs]
    begin, end = paragraphs[first], paragraphs[last].partition(b"</w:p>")
    paragraphs[last] = b"".join((end[0], end[1], b"</w:sdtContent></w:sdt>", end[2]))
    paragraphs[first] = CONTROL + (paragraphs[first] if first == last else begin)
    return pack({**found, "word/document.xml": head + b"".join(paragraphs)})


@pytest.mark.parametrize(
    ("first", "last", "sound"), [(0, 2, True), (1, 1, True), (0, 0, False), (0, 1, False), (2, 2, False)]
)
def test_a_loop_ends_where_it_began(tmp_path: Path, first: int, last: int, sound: bool) -> None:
    """One that begins in a content control and ends outside of it would print half of it."""
    office(tmp_path)
    template = tmp_path / "templates/form/document.docx"
    template.write_bytes(controlled(first, last))
    form = load(tmp_path / "templates").declared("form").form
    assert form is not None
    told = [problem.message for problem in check(form).problems if problem.rule == "template-misplaced-tag"]
    assert ["一个在内容控件" in message for message in told] == ([] if sound else [True])


def test_no_number_is_printed_twice() -> None:
    """A content control in a loop, and the paragraph in it, are there once for each round."""
    made = finish(f'<w:p w14:paraId="1A"/><w:p w14:paraId="1A"/>{CONTROL.decode()}<w:p/></w:sdtContent></w:sdt>' * 2)
    assert made.count(b"<w:sdt>") == 2
    assert b"1A" not in made
    assert b'<w:id w:val="7"/>' not in made


def test_a_template_of_which_no_markdown_can_be_made_is_told_so(tmp_path: Path) -> None:
    """Before there is any data: a table inside a cell, in a loop of the cell, loses it in Markdown."""
    office(tmp_path)
    (tmp_path / "templates/form/document.md").unlink(missing_ok=True)
    inner = b"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:p><w:r><w:t>{{ \xe6\xae\xb5 }}</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    found = members(word(LOOP))
    head, first, _, last = found["word/document.xml"].split(b"<w:p>")
    last, end, rest = last.partition(b"</w:p>")
    cell = b"".join((b"<w:p>", first, inner, b"<w:p>", last, end))
    outer = b"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc>" + cell + b"</w:tc></w:tr></w:tbl>"
    (tmp_path / "templates/form/document.docx").write_bytes(pack({**found, "word/document.xml": head + outer + rest}))
    form = load(tmp_path / "templates").declared("form").form
    assert form is not None
    (told,) = [problem for problem in check(form).problems if problem.level is Level.ERROR]
    assert told.message.startswith("照这个模板做不出 Markdown，“{{ 段 }}”")


@pytest.mark.parametrize(("mark", "told"), [("<w:vanish/>", True), ('<w:vanish w:val="0"/>', False)])
def test_a_tag_in_hidden_text_is_told_of(tmp_path: Path, mark: str, told: bool) -> None:
    """Neither Word nor Markdown shows what it prints."""
    office(tmp_path)
    (tmp_path / "templates/form/document.md").unlink(missing_ok=True)
    hidden = f"<w:p><w:r><w:rPr>{mark}</w:rPr><w:t>{{{{ 年度 }}}}</w:t></w:r></w:p>"
    (tmp_path / "templates/form/document.docx").write_bytes(word(f"{hidden}\n{{{{ 标题 }}}}"))
    form = load(tmp_path / "templates").declared("form").form
    assert form is not None
    assert any("“{{ 年度 }}”写在隐藏的文字里" in problem.message for problem in check(form).problems) is told
