"""What a template says of its authors stays behind: in every part of the package, in fields, in pictures."""

from __future__ import annotations

import re
import zlib

from rendered import PROPERTIES, by_docxtpl, canonical, seen
from wordfile import word

from selfeval.documents.word import prepared
from selfeval.documents.word.authors import without_remarks
from selfeval.documents.word.package import members, pack
from selfeval.documents.word.template import as_document

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata"
_KINDS = "application/vnd.openxmlformats-officedocument"
WHO = "张三"
OF_AUTHORS = {
    "docProps/core.xml": '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>张三</dc:creator><cp:lastModifiedBy>张三</cp:lastModifiedBy>'
    "<dc:description>张三的备注</dc:description><cp:category>张三</cp:category><cp:keywords>张三</cp:keywords>"
    "<cp:contentStatus>张三</cp:contentStatus><cp:revision>37</cp:revision></cp:coreProperties>",
    "docProps/app.xml": f"""<Properties xmlns="{_OFFICE.replace("relationships", "extended-properties")}" xmlns:vt="urn:vt">
        <Template>C:\\张三\\模板.dotm</Template><Manager>张三</Manager><Company>张三</Company><Pages>3</Pages>
        <HyperlinkBase>file:///张三</HyperlinkBase><TitlesOfParts><vt:lpstr>张三</vt:lpstr></TitlesOfParts></Properties>""",
    "docProps/custom.xml": "<Properties><property name='审核'>张三</property></Properties>",
    "docProps/thumbnail.png": "张三",
    "customXml/item1.xml": "<张三/>",
    "word/people.xml": "<people>张三</people>",
    "word/printerSettings/printerSettings1.bin": "张三的打印机",
    "word/glossary/document.xml": "<glossary>张三</glossary>",
    "word/left.xml": "<nobody>张三</nobody>",
    "word/settings.xml": '<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:docVars><w:docVar w:name="谁" w:val="张三"/></w:docVars><w:attachedSchema w:val="张三"/></w:settings>',
}
"""Parts of a package in which a program writes who made the file, by their names."""
LEADS_TO = {
    "_rels/.rels": (
        (f"{_PACKAGE}/core-properties", "docProps/core.xml"),
        (f"{_PACKAGE}/thumbnail", "docProps/thumbnail.png"),
        (f"{_OFFICE}/extended-properties", "docProps/app.xml"),
        (f"{_OFFICE}/custom-properties", "docProps/custom.xml"),
    ),
    "word/_rels/document.xml.rels": (
        (f"{_OFFICE}/settings", "settings.xml"),
        (f"{_OFFICE}/customXml", "../customXml/item1.xml"),
        (f"{_OFFICE}/printerSettings", "printerSettings/printerSettings1.bin"),
        (f"{_OFFICE}/glossaryDocument", "glossary/document.xml"),
        ("http://schemas.microsoft.com/office/2011/relationships/people", "people.xml"),
    ),
}
IN_TEXT = (
    "<w:sdt><w:sdtPr><w:placeholder><w:docPart w:val='张三'/></w:placeholder><w:dataBinding w:xpath='张三'/></w:sdtPr>"
    "<w:sdtContent><w:p><w:r><w:t>{{ 标题 }}</w:t></w:r></w:p></w:sdtContent></w:sdt><!--张三-->"
    "<w:p><w:permStart w:id='1' w:ed='张三'/><w:r><w:t>照此填</w:t></w:r><w:permEnd w:id='1'/></w:p>"
    "<w:p><w:fldSimple w:instr=' author '><w:r><w:t>张三</w:t></w:r></w:fldSimple>"
    "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText> FILENAME \\p </w:instrText></w:r>"
    "<w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>C:\\张三\\表.docx</w:t></w:r>"
    "<w:r><w:fldChar w:fldCharType='end'/></w:r><w:r><w:t>完</w:t></w:r></w:p>"
)


def signed() -> bytes:
    """Return a template in every part of which stands who made it."""
    package = members(word(IN_TEXT)) | {name: part.encode() for name, part in OF_AUTHORS.items()}
    for name, leads in LEADS_TO.items():
        more = (f'<Relationship Id="x{at}" Type="{kind}" Target="{to}"/>' for at, (kind, to) in enumerate(leads))
        package[name] = package[name].replace(b"</Relationships>", "".join((*more, "</Relationships>")).encode())
    bin_and_png = f'<Default Extension="bin" ContentType="{_KINDS}.wordprocessingml.printerSettings"/><Default Extension="png" ContentType="image/png"/>'
    kinds = {
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "docProps/app.xml": f"{_KINDS}.extended-properties+xml",
        "docProps/custom.xml": f"{_KINDS}.custom-properties+xml",
        "word/people.xml": f"{_KINDS}.wordprocessingml.people+xml",
        "word/glossary/document.xml": f"{_KINDS}.wordprocessingml.document.glossary+xml",
        "word/settings.xml": f"{_KINDS}.wordprocessingml.settings+xml",
    }
    own = (f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in kinds.items())
    types = "".join((bin_and_png, *own, "</Types>")).encode()
    return pack({**package, "[Content_Types].xml": package["[Content_Types].xml"].replace(b"</Types>", types)})


def printed(template: bytes) -> dict[str, bytes]:
    """Return the members of the document made of a template; the quick way must make what docxtpl makes."""
    ready = prepared.prepare(template)
    document = prepared.render(ready, seen(), PROPERTIES) if ready else None
    assert document is not None
    assert canonical(document) == by_docxtpl(template, seen())
    return members(document)


def test_nothing_in_a_document_says_who_made_its_template() -> None:
    """Properties, picture of the first page, printer, bindings, building blocks, parts that nothing leads to, fields."""
    template = signed()
    assert all(WHO in part.decode() for name, part in members(template).items() if name in {*OF_AUTHORS})
    made = printed(template)
    assert {name for name, part in made.items() if WHO in part.decode() or WHO in name} == set()
    gone = {"docProps/custom.xml", "docProps/thumbnail.png", "customXml/item1.xml", "word/people.xml", "word/left.xml"}
    assert gone & made.keys() == set()
    assert not re.search(
        b"printer|glossary|thumbnail|customXml", made["word/_rels/document.xml.rels"] + made["_rels/.rels"]
    )
    assert (
        re.sub(r"<[^>]*>|\n", "", made["word/document.xml"].decode().replace("</w:p>", "¶"))
        == "标题¶照此填¶ FILENAME \\p 完¶"
    )
    assert b"<Pages>3</Pages>" in made["docProps/app.xml"]


def test_properties_that_stand_elsewhere_are_found() -> None:
    """Some programs give them a name of their own."""
    package = members(signed())
    other = "package/services/metadata/core-properties/1a2b.psmdcp"
    package[other] = package.pop("docProps/core.xml")
    for name in ("_rels/.rels", "[Content_Types].xml"):
        package[name] = package[name].replace(b"docProps/core.xml", other.encode())
    assert printed(pack(package)) == printed(signed())


def chunk(kind: bytes, data: bytes) -> bytes:
    """Return one piece of a PNG."""
    return len(data).to_bytes(4) + kind + data + zlib.crc32(kind + data).to_bytes(4)


def test_a_picture_keeps_its_pixels_and_loses_its_remarks() -> None:
    """Who took it and where, with what program; one that is cut short is left as it is."""
    start = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", b"\0" * 13)
    rest = chunk(b"IDAT", b"pixels") + chunk(b"IEND", b"")
    told = chunk(b"tEXt", b"Author\0Zhang")
    assert without_remarks(start + told + rest) == start + rest
    assert without_remarks(start + told[:9]) == start + told[:9]
    body = b"\xff\xdb\0\x03\x01\xff\xda\0\x02" + b"scan\xff\xd9"
    assert without_remarks(b"\xff\xd8\xff\xe1\0\x08Exif!!" + body) == b"\xff\xd8" + body
    assert without_remarks(b"\xff\xd8\xff\xe1\0") == b"\xff\xd8\xff\xe1\0"


def test_a_description_keeps_the_name_of_a_file_without_its_path() -> None:
    """Older programs write there from where a picture came."""
    drawn = word("{{ 标题 }}\n<w:p><w:r><w:drawing descr='C:\\张三\\桌面\\公章.png' name='图片 1'/></w:r></w:p>")
    body = members(as_document(drawn))["word/document.xml"].decode()
    assert ('descr="公章.png"' in body, 'name="图片 1"' in body) == (True, True)
