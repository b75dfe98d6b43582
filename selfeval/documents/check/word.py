"""A Word file as a package of parts: what must not be in a template, and the paragraphs that docxtpl renders."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence

from lxml import etree

from selfeval.documents.check import active
from selfeval.documents.check.active import broken, parser, unsafe
from selfeval.documents.check.tag import TemplateTag
from selfeval.documents.passage import Passage, TagSpot, TemplateSlip
from selfeval.documents.sandbox import RenderingError
from selfeval.documents.word.columns import find_cramped, find_ragged, grid_columns
from selfeval.documents.word.lists import find_lists
from selfeval.documents.word.package import W
from selfeval.documents.word.package import members as members_of
from selfeval.documents.word.template import as_document
from selfeval.problem import Level
from selfeval.text.pattern import regex

SIZE_LIMIT = 50 * 2**20
"""How large a template may be when unpacked, in bytes."""

TEXT_LIMIT = 200 * 2**10
"""How large a Markdown template may be, in bytes."""

MOST_MEMBERS = 2000

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_P, _T, _TBL, _TR, _TC, _BOX = (W + name for name in ("p", "t", "tbl", "tr", "tc", "txbxContent"))
_RENDERED = {W + "document": "", W + "hdr": "页眉", W + "ftr": "页脚", W + "footnotes": "脚注"}
_PROPERTIES = "{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}coreProperties"
_TEXT = {_T: None, W + "delText": None, W + "instrText": None, W + "br": "\n", W + "cr": "\n", W + "tab": "\t"}
_EXTRAS = {
    W + "drawing": "图片",
    W + "pict": "图片",
    W + "sectPr": "分节符",
    W + "pageBreakBefore": "段前分页",
    W + "footnoteReference": "脚注",
    W + "endnoteReference": "尾注",
    W + "sym": "符号",
    W + "fldSimple": "域",
    W + "fldChar": "域",
    f"{_M}oMath": "公式",
}
_BREAKS = {"page": "分页符", "column": "分栏符"}
_REVISIONS = tuple(
    W + name
    for name in (
        *("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge", "numberingChange"),
        *(f"{what}PrChange" for what in ("r", "p", "tbl", "tr", "tc", "sect")),
    )
)


def read(data: bytes) -> tuple[list[list[Passage]], list[TemplateSlip]]:
    """Return the parts that docxtpl renders, each as its passages, and slips for all that must not be in the file."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            size = sum(entry.file_size for entry in package.infolist())
            if size > SIZE_LIMIT:
                return [], [too_large(size)]
            entries = package.infolist()
            if len(entries) > MOST_MEMBERS:
                return [], [broken(f"里面有 {len(entries)} 个部分，太多了；请用 Word 打开后另存一份")]
            members: dict[str, bytes] = {}
            for entry in entries:
                content = package.read(entry)
                if members.setdefault(entry.filename, content) != content:
                    return [], [broken("里面有两个同名的部分，内容不一样；请用 Word 打开后另存一份", entry.filename)]
    except (OSError, ValueError, EOFError, RuntimeError, NotImplementedError, zipfile.BadZipFile, zlib.error):
        return [], [broken("打不开，不是 Word 文档（.docx），或者加了密码、已经损坏")]
    slips = list(dict.fromkeys(active.find(members)))
    if slips:
        return [], slips
    parts: list[list[Passage]] = []
    for name, data in sorted(members.items(), key=lambda member: (member[0] != "word/document.xml", member[0])):
        if name.endswith(".xml"):
            root = etree.fromstring(data, parser())
            if why := _why_unsound(root):
                return [], [broken(f"{why}；请用 Word 打开后另存一份", name)]
            more, found = _part(name, root, sum(map(len, parts)), members)
            parts += more
            slips += found
    return parts, slips


def _why_unsound(root: etree._Element) -> str:
    """Return what a part lacks without which nothing can be printed into it, "" where it lacks nothing."""
    if root.tag == W + "document" and len(root.findall(W + "body")) != 1:
        return "正文不是一个"
    if any(table.find(W + "tblGrid") is None for table in root.iter(W + "tbl")):
        return "里面有表格没有写明列"
    for node in root.iter(*_HOMES):
        above = node.getparent()
        if above is not None and str(above.tag).startswith(W) and str(above.tag)[len(W) :] not in _HOMES[str(node.tag)]:
            return f"里面的次序乱了（{etree.QName(node).localname} 放错了地方），Word 不会这样存"
    return ""


_AROUND = frozenset({"sdtContent", "customXml"})
_BLOCK_HOMES = _AROUND | {"body", "tc", "txbxContent", "hdr", "ftr", "footnote", "endnote", "comment", "docPartBody"}
_HOMES: Mapping[str, frozenset[str]] = {
    W + "p": _BLOCK_HOMES,
    W + "tbl": _BLOCK_HOMES,
    W + "tr": _AROUND | {"tbl"},
    W + "tc": _AROUND | {"tr"},
    W + "r": _AROUND
    | {"p", "hyperlink", "ins", "del", "moveFrom", "moveTo", "smartTag", "fldSimple", "dir", "bdo", "rt", "rubyBase"},
    W + "t": _AROUND | {"r"},
}
"""What of Word's own each element may stand in; anywhere else, what is printed around it is no Word document any more."""


_HOLDERS = regex(rb"<w:(?:sdt|hyperlink|smartTag|customXml)[ >]|<w:tc[ >](?:(?!</w:tc>).)*<w:tbl[ >]", re.DOTALL)
"""What a tag may stand in, and the rest of its block outside."""


def find_astray(data: bytes, tags: Sequence[TemplateTag]) -> Iterator[TemplateSlip]:
    """Yield a slip where a block of the main part begins inside something and ends outside of it: half of that would print.

    ``tags`` are those of blocks, in order.
    """
    if not tags or not _HOLDERS.search(members_of(data)["word/document.xml"]):
        return
    from selfeval.documents.word import prepared, proof, reference  # few templates have any of it

    document = reference.Template(as_document(data))
    try:
        document.render_init()
    except RenderingError as error:
        yield broken(error.message)
        return
    _, source = next(prepared.sources_of(document))
    astray = proof.find_astray(source, reference.room())
    if astray is not None:
        tag = tags[min(astray, len(tags) - 1)]
        message = f"“{tag.text}”和它的另一半，一个在内容控件、链接或者格子里的表格里面，一个在外面；要放在一处，或删去控件、链接"
        yield TemplateSlip(tag.spot, "template-misplaced-tag", message)


def too_large(size: int) -> TemplateSlip:
    """Return the slip of a file of so many bytes."""
    return unsafe(f"解开以后有 {size / 2**20:.0f} MB，模板不能超过 {SIZE_LIMIT // 2**20} MB")


def _part(
    name: str, root: etree._Element, before: int, package: Mapping[str, bytes]
) -> tuple[list[list[Passage]], list[TemplateSlip]]:
    if root.tag == _PROPERTIES:
        texts = [node.text for node in root if node.text]
        return [[Passage(text, before + number, "文档属性")] for number, text in enumerate(texts, start=1)], []
    if root.tag not in _RENDERED:
        return [], list(_find_tag_outside(name, root))
    passages = _passages(root, _RENDERED[root.tag], before)
    running = [] if _RENDERED[root.tag] else _find_running_numbers(root, passages, package)
    ragged = [
        TemplateSlip(TagSpot(passages[paragraph], 0, len(passages[paragraph].text)), "template-misplaced-tag", message)
        for paragraph, message in find_ragged(root)
    ]
    cramped = [
        TemplateSlip(TagSpot(passages[paragraph], 0, 1), "narrow-columns", message, level=Level.WARNING)
        for paragraph, message in find_cramped(root)
    ]
    changes = _find_tracked_changes(root, passages)
    return [list(passages.values())], [*running, *ragged, *cramped, *changes, *_find_hidden(root, passages)]


def _find_tag_outside(name: str, root: etree._Element) -> Iterator[TemplateSlip]:
    """Yield a slip for a tag in a member that is not rendered: an endnote, a chart. Comments are not printed at all."""
    if root.tag == W + "comments":
        return
    text = "".join(str(text) for text in root.itertext())
    if found := re.search(r"{{.*?}}|{%.*?%}", text, re.DOTALL):
        message = f"“{found[0][:40]}”写在尾注或图表里，那里的标记不会处理，会原样印出来"
        yield TemplateSlip(TagSpot(Passage("", 1, name)), "template-misplaced-tag", message)


def _find_tracked_changes(root: etree._Element, passages: dict[etree._Element, Passage]) -> Iterator[TemplateSlip]:
    marks = list(root.iter(*_REVISIONS))
    if marks:
        first = next(marks[0].iterancestors(_P), None)
        passage = next(iter(passages.values()), Passage("", 1, "")) if first is None else passages[first]
        message = f"还有 {len(marks)} 处修订痕迹，会印进每份文档；在 Word 的“审阅”里接受或拒绝全部修订"
        yield TemplateSlip(TagSpot(passage, 0, len(passage.text)), "template-tracked-change", message)


def _find_hidden(root: etree._Element, passages: Mapping[etree._Element, Passage]) -> Iterator[TemplateSlip]:
    """Yield a slip for a tag in hidden text, which neither Word nor Markdown shows."""
    for paragraph, passage in passages.items():
        texts = (node for mark in paragraph.iter(W + "vanish") for node in _run_hidden(mark))
        hidden = "".join(text.text or "" for text in texts)
        if found := re.search(r"{{[^{}]*}}", hidden):
            message = f"“{found[0]}”写在隐藏的文字里，印不出来；在 Word 里选中它，取消字体里的“隐藏”"
            yield TemplateSlip(
                TagSpot(passage, 0, len(passage.text)), "template-misplaced-tag", message, level=Level.WARNING
            )


def _run_hidden(mark: etree._Element) -> Iterator[etree._Element]:
    """Yield the texts of the run that a mark of hidden text hides."""
    run = next(mark.iterancestors(W + "r"), None)
    if run is not None and mark.get(W + "val") not in ("0", "false", "off"):
        yield from run.iter(_T)


def _find_running_numbers(
    root: etree._Element, passages: Mapping[etree._Element, Passage], package: Mapping[str, bytes]
) -> list[TemplateSlip]:
    """Return a slip for each list that a loop repeats, of which it is in doubt whether its numbers should begin again."""
    found = find_lists(root, package)
    in_rounds = "Word 的自动编号在循环里接着往下数，不会每一轮从 1 数起；要从 1 数起，删去自动编号，直接打上编号"
    behind = "和上一个循环是 Word 的同一份编号，接着往下数，不从 1 数起；要从 1 数起，在 Word 里右键这个编号，选“重新开始于 1”"
    return [
        TemplateSlip(
            TagSpot(passages[paragraph], 0, len(passages[paragraph].text)),
            "template-wrong-use",
            message,
            level=Level.WARNING,
        )
        for message, paragraphs in ((in_rounds, found.doubtful), (behind, found.going_on))
        for paragraph in paragraphs
    ]


def _passages(root: etree._Element, label: str, before: int) -> dict[etree._Element, Passage]:
    """Return the paragraphs of a part in order, as docxtpl reads them: deleted text and field codes included."""
    texts: dict[etree._Element, list[str]] = {paragraph: [] for paragraph in root.iter(_P)}
    extras: dict[etree._Element, list[str]] = {}
    for node in root.iter(*_TEXT, *_EXTRAS):
        owner = next(node.iterancestors(_P), None)
        if owner is None:
            continue
        extra = _EXTRAS.get(str(node.tag)) or _BREAKS.get(node.get(W + "type", ""))
        if extra:
            extras.setdefault(owner, []).append(extra)
        elif node.getparent().tag != W + "tabs":  # type: ignore[union-attr]  # what has an ancestor has a parent
            texts[owner].append(_TEXT[str(node.tag)] or node.text or "")
    numbers, columns = _numbers(root), grid_columns(root)
    found = {}
    outside = 0
    for line, (paragraph, pieces) in enumerate(texts.items(), start=before + 1):
        around = {str(node.tag): node for node in reversed(list(paragraph.iterancestors(_TBL, _TR, _TC, _BOX)))}
        table, row, cell = (numbers.get(around.get(tag), (0, 0)) for tag in (_TBL, _TR, _TC))
        outside += not around
        spoken = f"第{table[1]}个表第{row[1]}行第{cell[1]}格" if cell[0] else f"第{outside}段"
        found[paragraph] = Passage(
            "".join(pieces),
            line,
            f"{label}{spoken}{'的文本框' if _BOX in around else ''}",
            table[0],
            row[0],
            cell[0],
            _BOX in around,
            tuple(dict.fromkeys(extras.get(paragraph, ()))),
            columns.get(around.get(_TC), 0),
        )
    return found


def _numbers(root: etree._Element) -> dict[etree._Element | None, tuple[int, int]]:
    """Return two numbers for every table, row and cell: its own in the part, and its place in its table or row."""
    numbers: dict[etree._Element | None, tuple[int, int]] = {}
    inside: dict[etree._Element | None, int] = {}
    for number, node in enumerate(root.iter(_TBL, _TR, _TC), start=1):
        home = next(node.iterancestors(_TR if node.tag == _TC else _TBL), None) if node.tag != _TBL else None
        inside[home] = inside.get(home, 0) + 1
        numbers[node] = (number, inside[home])
    return numbers
