"""Files as they come in: read as Word and Excel show them, or refused in one sentence."""

from __future__ import annotations

import io
import threading
import zipfile
from datetime import date
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from wordfile import repacked, word

from selfeval.documents.pdf import program
from selfeval.documents.read.lines import Incoming, RefusedError
from selfeval.documents.read.opening import open_file
from selfeval.documents.read.word import PART_LIMIT, read_word

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def body(xml: str) -> Incoming:
    """Return the lines of a document whose body is this XML."""
    made = f"<w:document {W}><w:body>{xml}</w:body></w:document>".encode()
    return read_word(repacked(word("文"), {"word/document.xml": made}))


def texts(incoming: Incoming) -> list[list[str]]:
    """Return the texts of all lines."""
    return [[cell.text for cell in line.cells] for line in incoming.lines]


def run(text: str) -> str:
    """Return a run."""
    return f"<w:r><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        pytest.param(f"<w:p>{run('甲')}{run('乙')}</w:p>", [["甲乙"]], id="split runs"),
        pytest.param(
            f"<w:p>{run('甲')}<w:del><w:r><w:delText>旧</w:delText></w:r></w:del><w:ins>{run('新')}</w:ins></w:p>",
            [["甲新"]],
            id="tracked changes",
        ),
        pytest.param(
            f"<w:p><w:moveFrom>{run('旧')}</w:moveFrom><w:moveTo>{run('新')}</w:moveTo></w:p>",
            [["新"]],
            id="moved text",
        ),
        pytest.param(
            f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{run('甲')}</w:p><w:p>{run('乙')}</w:p>",
            [["甲乙"]],
            id="deleted paragraph mark",
        ),
        pytest.param(
            f"<w:sdt><w:sdtContent><w:p><w:sdt><w:sdtContent>{run('甲')}</w:sdtContent></w:sdt></w:p></w:sdtContent></w:sdt>",
            [["甲"]],
            id="content controls",
        ),
        pytest.param(
            f"<w:p>{run('甲')}<w:r><w:pict><w:txbxContent><w:p>{run('框')}</w:p></w:txbxContent></w:pict></w:r></w:p>",
            [["甲"], ["框"]],
            id="text box",
        ),
        pytest.param(
            "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr>"
            f"<w:p>{run('甲')}</w:p></w:tc></w:tr><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p>{run('旧')}</w:p></w:tc></w:tr></w:tbl>",
            [["甲"]],
            id="deleted row",
        ),
        pytest.param(
            f"<w:tbl><w:tr><w:tc><w:p>{run('外')}</w:p><w:tbl><w:tr><w:tc><w:p>{run('内')}</w:p></w:tc></w:tr></w:tbl><w:p/></w:tc></w:tr></w:tbl>",
            [["外"], ["内"]],
            id="table in a table",
        ),
        pytest.param(
            "<w:p><w:r><w:sym w:font='Wingdings' w:char='F0FE'/><w:t>是</w:t></w:r></w:p>", [["☑是"]], id="tick"
        ),
        pytest.param("<w:p><w:r><w:instrText>PAGE</w:instrText></w:r></w:p>", [], id="field code"),
    ],
)
def test_a_document_is_read_as_word_shows_it(xml: str, expected: list[list[str]]) -> None:
    """Text is found through whatever stands around it, and deleted text is none."""
    assert texts(body(xml)) == expected


def test_places_are_those_a_person_finds() -> None:
    """A cell is told by table, row and cell, a paragraph by its number."""
    incoming = read_word(word("第一段\n| 甲 | 乙 |\n| 丙 | 丁 |"))
    assert [cell.place for line in incoming.lines for cell in line.cells] == [
        "第1段",
        "表1第1行第1格",
        "表1第1行第2格",
        "表1第2行第1格",
        "表1第2行第2格",
    ]


def test_hidden_text_is_told_apart() -> None:
    """Hidden text is no part of a value, and is not lost."""
    incoming = body(f"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r>{run('甲')}</w:p>")
    assert texts(incoming) == [["甲"]]
    assert [aside.text for aside in incoming.asides] == ["藏"]


def test_notes_and_headers_stand_beside_the_text() -> None:
    """What stands in a note or a header is kept with its place."""
    incoming = read_word(word("正文\n【页眉】内部资料\n【尾注】见附件"))
    assert {(aside.place, aside.text) for aside in incoming.asides} == {("页眉", "内部资料"), ("尾注1", "见附件")}


def test_automatic_numbers_are_written_out() -> None:
    """A number that Word makes stands before the paragraph, and starts anew below a higher one."""
    levels = "".join(
        f"<w:lvl w:ilvl='{level}'><w:start w:val='1'/><w:numFmt w:val='{kind}'/><w:lvlText w:val='{text}'/></w:lvl>"
        for level, kind, text in ((0, "chineseCountingThousand", "（%1）"), (1, "decimal", "%2."))
    )
    numbering = f"<w:numbering {W}><w:abstractNum w:abstractNumId='0'>{levels}</w:abstractNum><w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num></w:numbering>"
    xml = "".join(
        f"<w:p><w:pPr><w:numPr><w:ilvl w:val='{level}'/><w:numId w:val='1'/></w:numPr></w:pPr>{run(text)}</w:p>"
        for level, text in ((0, "甲"), (1, "乙"), (1, "丙"), (0, "丁"), (1, "戊"))
    )
    made = f"<w:document {W}><w:body>{xml}</w:body></w:document>".encode()
    relations = (
        b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="n" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/></Relationships>'
    )
    document = repacked(
        word("文"),
        {"word/document.xml": made, "word/_rels/document.xml.rels": relations},
        (("word/numbering.xml", numbering.encode()),),
    )
    assert texts(read_word(document)) == [["（一）甲"], ["1.乙"], ["2.丙"], ["（二）丁"], ["1.戊"]]


def hostile(xml: bytes) -> bytes:
    """Return a document whose main part is this."""
    return repacked(word("文"), {"word/document.xml": xml})


@pytest.mark.parametrize(
    ("data", "said"),
    [
        pytest.param(b"", "是空的", id="empty"),
        pytest.param("文字".encode(), "不是 Word 文件", id="plain text"),
        pytest.param(b"%PDF-1.4", "这是 PDF", id="pdf"),
        pytest.param(b"\xff\xd8\xff\xe0", "扫描件", id="scan"),
        pytest.param(b"\r\n<html><body>", "网页存成的", id="web page"),
        pytest.param(word("文")[:200], "已经损坏", id="cut off"),
        pytest.param(hostile(b"<w:document>"), "已经损坏", id="broken xml"),
        pytest.param(hostile(b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'), "DOCTYPE", id="entity"),
        pytest.param(hostile(b"<a>" + b" " * PART_LIMIT + b"</a>"), "解开以后超过", id="bomb"),
        pytest.param(
            hostile(f"<w:document {W}><w:body>{'<w:tbl><w:tr><w:tc>' * 10_000}".encode()), "已经损坏", id="nested"
        ),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le") + b"\0\0",
            "加了密码",
            id="password",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(data: bytes, said: str) -> None:
    """Whatever comes in, the answer is one Chinese sentence."""
    with pytest.raises(RefusedError) as refused:
        open_file("来.docx", data)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_another_zip_is_no_document() -> None:
    """A zip of other files is told to be one."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        package.writestr("甲.txt", "文")
    with pytest.raises(RefusedError, match="压缩文件"):
        open_file("来.docx", made.getvalue())


def test_macros_and_links_are_not_followed() -> None:
    """A document with a program and a picture from elsewhere is read for its text alone."""
    document = word("正文\n【外部图片】http://127.0.0.1:9/a.png\n【宏】x")
    assert texts(open_file("来.docm", document)) == [["正文"]]


def test_a_sheet_is_read_as_it_is_shown() -> None:
    """Numbers come with their formats, merged cells as one, a formula as its last result."""
    openpyxl = pytest.importorskip("openpyxl", reason="not installed: run make")
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["年度自评表", None, None])
    sheet.merge_cells("A1:C1")
    sheet.append(["执行率", 0.9991, 0])
    sheet["B2"].number_format = "0.00%"
    sheet.append([5936.28, date(2024, 3, 5), -172.43])
    sheet["A3"].number_format = "#,##0.00"
    sheet["B3"].number_format = 'yyyy"年"m"月"d"日"'
    sheet["C3"].number_format = "#,##0.0_ "
    made = io.BytesIO()
    book.save(made)
    incoming = open_file("表.xlsx", made.getvalue())
    assert texts(incoming) == [["年度自评表"], ["执行率", "99.91%", "0"], ["5,936.28", "2024年3月5日", "-172.4"]]
    assert incoming.lines[1].cells[1].place == "B2"


def _never(text: str) -> bool:
    return False


def test_a_paragraph_that_breaks_off_is_joined() -> None:
    """A long paragraph without a stop goes on in the next, which is said; a title does not."""
    long = "全年受理行政复议申请六百四十五宗，审结六百一十五件，在法定期限内的审结率为百分之百，直接纠错率为"
    document = read_word(word(f"总结\n{long}\n百分之十六。\n（一）另一段"))
    incoming = document.with_whole_sentences(_never, _never)
    assert texts(incoming) == [["总结"], [f"{long}百分之十六。"], ["（一）另一段"]]
    assert incoming.guesses == ("第2段没有说完，和第3段接成一段",)
    for is_begun, is_ended in ((lambda text: text.startswith("百分之"), _never), (_never, lambda text: text == long)):
        assert texts(document.with_whole_sentences(is_begun, is_ended)) == texts(document)
    short = read_word(word("2. 依法治区全面落实。坚持高位统筹、深\n化布局。\n小标题\n正文。"))
    short = short.with_whole_sentences(_never, _never)
    assert texts(short) == [["2. 依法治区全面落实。坚持高位统筹、深化布局。"], ["小标题"], ["正文。"]]


@pytest.mark.slow
@pytest.mark.skipif(program() is None, reason="LibreOffice is not installed")
def test_nothing_is_fetched_for_a_document_that_libreoffice_opens() -> None:
    """A picture that an .odt shows from elsewhere is not asked for."""
    asked: list[str] = []

    class Elsewhere(BaseHTTPRequestHandler):
        def parse_request(self) -> bool:
            known = super().parse_request()
            asked.append(self.path)
            return known

        def log_message(self, *_: object) -> None:
            """Print nothing."""

    with HTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        picture = f'<draw:image xlink:href="http://127.0.0.1:{server.server_port}/a.png" xlink:type="simple"/>'
        names = {"text": "text", "draw": "drawing", "office": "office", "svg": "svg-compatible"}
        spaces = "".join(
            f' xmlns:{key}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for key, name in names.items()
        )
        frame = f'<draw:frame svg:width="5cm" svg:height="5cm" text:anchor-type="paragraph">{picture}</draw:frame>'
        content = (
            f'<office:document-content{spaces} xmlns:xlink="http://www.w3.org/1999/xlink" office:version="1.2">'
            f"<office:body><office:text><text:p>正文{frame}</text:p></office:text></office:body></office:document-content>"
        )
        kind = "application/vnd.oasis.opendocument.text"
        manifest = (
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
            '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
        )
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w") as package:
            for name, text in (("mimetype", kind), ("content.xml", content), ("META-INF/manifest.xml", manifest)):
                package.writestr(name, text)
        assert texts(open_file("来.odt", made.getvalue())) == [["正文"]]
        server.shutdown()
    assert asked == []
