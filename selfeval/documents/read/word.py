"""A Word document as lines: as Word shows it with all changes accepted, whoever saved it.

Revisions, content controls, text boxes and smart tags are looked through, and automatic numbers are written out.
Names of elements are compared without their namespaces: a file saved as Strict Open XML has others.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from lxml import etree

from selfeval.documents.read.contents import take_out_contents
from selfeval.documents.read.lines import Aside, Cell, Incoming, ReadLine, RefusedError
from selfeval.documents.read.numbering import Numbering, XmlNode, attribute, read_numbering, whole_number

PART_LIMIT = 32 * 2**20
"""How large a part may be when unpacked, in bytes; ten thousand rows have a tenth of it."""

PACKAGE_LIMIT = 50 * 2**20
"""How large a package may be when unpacked, in bytes, that is to be changed."""

BROKEN = "打不开，文件已经损坏，或者加了密码；请在 Word 或 WPS 里打开，另存为 .docx 再试"
_TOO_LARGE = f"解开以后超过 {PART_LIMIT // 2**20} MB，不像是填写的表，没有读；请删去图片，只留要读的表，另存一份再试"

_GONE = frozenset({"del", "moveFrom", "Fallback", "instrText", "delText", "rPr", "pPr", "rt", "txbxContent", "tblPr"})
"""Elements of which nothing is read on the way through a paragraph: what was deleted, what is not text."""
_THROUGH = frozenset(
    {"sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "AlternateContent", "Choice", "body", "hdr", "ftr"}
    | {"footnote", "endnote", "comment"}
)
"""Elements around paragraphs and tables that are looked through."""
_SIGNS = {"F052": "☑", "F0FE": "☑", "F0FD": "☒", "F0FC": "√", "F0A8": "□", "F06F": "□", "F0A3": "□"}
"""The ticks and boxes of the fonts Wingdings."""
_BESIDE = {"footnotes": "脚注", "endnotes": "尾注", "comments": "批注", "header": "页眉", "footer": "页脚"}


def read_word(data: bytes, *, numbered: bool = True, contents: bool = True) -> Incoming:
    """Return the lines of a .docx, with the automatic numbers of paragraphs or without, and its tables of contents or not.

    Raises:
        RefusedError: where it is none, is broken, or is larger than any form.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _read_package(package, numbered=numbered, contents=contents)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise RefusedError(BROKEN) from error
    except etree.XMLSyntaxError as error:
        raise RefusedError(BROKEN) from error


class WordBody(NamedTuple):
    """Hold the body of a Word document to be changed: the members of the package, the name of the one with the text, its root.

    ``lines`` are all of its lines, also those that show nothing; ``nodes`` are the elements of paragraphs and cells by
    their places, and of rows by the place without the cell (``表1第2行``).
    """

    members: dict[str, bytes]
    name: str
    root: XmlNode
    lines: tuple[ReadLine, ...]
    nodes: Mapping[str, XmlNode]


def open_body(data: bytes) -> WordBody:
    """Return the body of a .docx, which may be changed and packed again.

    Raises:
        RefusedError: where it is none, is broken, or is larger than any form.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(entry.file_size for entry in package.infolist()) > PACKAGE_LIMIT:
                raise RefusedError(_TOO_LARGE)
            main = _main_part(package)
            members = {name: package.read(name) for name in package.namelist() if not name.endswith("/")}
            root = _root(package, main)
            for name in (name for name in members if name.endswith((".xml", ".rels"))):
                _root(package, name)  # each part must be whole, for it may be changed
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        raise RefusedError(BROKEN) from error
    except etree.XMLSyntaxError as error:
        raise RefusedError(BROKEN) from error
    reader = _WordReader(Numbering({}, {}, {}))
    return WordBody(members, main, root, tuple(reader.lines(root)), reader.nodes)


def _main_part(package: zipfile.ZipFile) -> str:
    main = _targets(package, "").get("officeDocument", ["word/document.xml"])[0]
    if main not in package.NameToInfo:
        raise RefusedError("里面没有正文，不是 Word 文档（.docx）；请找原来的 Word 文件")
    return main


def _read_package(package: zipfile.ZipFile, *, numbered: bool, contents: bool) -> Incoming:
    main = _main_part(package)
    beside = _targets(package, main)
    numbering = read_numbering(
        *(_root(package, names[0]) if (names := beside.get(kind)) else None for kind in ("numbering", "styles"))
    )
    reader = _WordReader(numbering if numbered else replace(numbering, lists={}))
    root = _root(package, main)
    if not contents:
        take_out_contents(root)
    lines = tuple(reader.lines(root))
    asides = [*reader.hidden]
    for kind, said in _BESIDE.items():
        for name in beside.get(kind, ()):
            asides += _asides(_root(package, name), said)
    pictures = sum(1 for node in root.iter() if _name(node) in ("pic", "imagedata"))
    return Incoming(tuple(line for line in lines if line.text.strip()), tuple(dict.fromkeys(asides)), pictures)


def _targets(package: zipfile.ZipFile, part: str) -> dict[str, list[str]]:
    """Return the parts that a part refers to, by the kinds of relation."""
    folder, name = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{name}.rels")
    found: dict[str, list[str]] = {}
    for node in _root(package, relations) if relations in package.NameToInfo else ():
        target = node.get("Target", "")
        path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
        if node.get("TargetMode") != "External" and path in package.NameToInfo:
            found.setdefault(node.get("Type", "").rpartition("/")[2], []).append(path)
    return found


def _root(package: zipfile.ZipFile, name: str) -> XmlNode:
    with package.open(name) as member:
        data = member.read(PART_LIMIT + 1)
    if len(data) > PART_LIMIT:
        raise RefusedError(_TOO_LARGE)
    root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
    if root.getroottree().docinfo.internalDTD is not None:
        raise RefusedError(
            "里面有不该有的定义（DOCTYPE），不是 Word 自己存的文件，没有读；请在 Word 里打开，另存一份再试"
        )
    return root


def _asides(root: XmlNode, said: str) -> Iterator[Aside]:
    """Yield the texts of notes and comments one by one, of a header or footer as one."""
    notes = [node for node in root if _name(node) in ("footnote", "endnote", "comment")] or [root]
    number = 0
    for note in notes:
        reader = _WordReader(Numbering({}, {}, {}))
        text = "\n".join(line.text for line in reader.lines(note)).strip()
        number += bool(text)
        if any(character.isalpha() for character in text):  # a page number is no text
            yield Aside(said if len(notes) == 1 and note is root else f"{said}{number}", text)


def _name(node: XmlNode) -> str:
    """Return the name of an element without its namespace, empty for what is none."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _child(node: XmlNode | None, *names: str) -> XmlNode | None:
    """Return the element that a path of names leads to, None where there is none."""
    for name in names:
        node = next((inner for inner in node if _name(inner) == name), None) if node is not None else None
    return node


@dataclass
class _WordReader:
    """Read the lines of one part, counting its paragraphs and tables, and keep the texts that are hidden.

    ``nodes`` are the elements of paragraphs and cells by their places, and of rows by the place without the cell.
    """

    numbering: Numbering
    hidden: list[Aside] = field(default_factory=list)
    nodes: dict[str, XmlNode] = field(default_factory=dict)
    tables: int = 0
    paragraphs: int = 0
    boxes_in_cells: list[ReadLine] = field(default_factory=list)

    def lines(self, root: XmlNode) -> Iterator[ReadLine]:
        """Yield every paragraph outside of tables and every row, and behind each the tables inside.

        The text boxes that hang on a paragraph stand behind it, those in the cells of a table behind that: they float,
        and part no rows.
        """
        pending = ""
        for block in _blocks(root):
            if _name(block) == "tbl":
                self.tables += 1
                yield from self.table(block, f"表{self.tables}", self.tables)
                yield from self.boxes_in_cells
                self.boxes_in_cells.clear()
                continue
            self.paragraphs += 1
            place = f"第{self.paragraphs}段"
            self.nodes[place] = block
            text = pending + self.paragraph(block, place)
            pending = text if _is_joined(block) else ""
            if not pending:
                yield ReadLine((Cell((text,), place),), heading=self.numbering.heading(block))
            yield from self.boxes(block, place)
        if pending:
            yield ReadLine((Cell((pending,), f"第{self.paragraphs}段"),))

    def boxes(self, block: XmlNode, place: str) -> Iterator[ReadLine]:
        """Yield the lines of the text boxes that hang on a paragraph."""
        for box in block.iter():
            if _name(box) == "txbxContent" and not _is_inside(box, block, ("Fallback", "txbxContent")):
                for inner in _blocks(box):
                    if _name(inner) == "tbl":
                        self.tables += 1
                        yield from self.table(inner, f"表{self.tables}", self.tables)
                    else:
                        yield ReadLine((Cell((self.paragraph(inner, place),), f"{place}的文本框"),))

    def table(self, table: XmlNode, said: str, number: int) -> Iterator[ReadLine]:
        """Yield the rows of a table, and behind each the tables inside its cells."""
        for row, node in enumerate(_rows(table), start=1):
            self.nodes[f"{said}第{row}行"] = node
            cells: list[Cell] = []
            inner: list[ReadLine] = []
            properties = _child(node, "trPr")
            column = whole_number(attribute(_child(properties, "gridBefore")), 0)
            for count, cell in enumerate(_cells(node), start=1):
                place = f"{said}第{row}行第{count}格"
                self.nodes[place] = cell
                made = self.cell(cell, place, column)
                column += made.span
                if (cells and attribute(_child(cell, "tcPr", "hMerge")) == "continue") or (
                    _child(cell, "tcPr", "hMerge") is not None
                    and attribute(_child(cell, "tcPr", "hMerge")) == ""
                    and cells
                ):
                    cells[-1] = cells[-1]._replace(span=cells[-1].span + made.span)
                else:
                    cells.append(made)
                inner += self.inside(cell, place)
            if cells:
                yield ReadLine(tuple(cells), number)
            yield from inner

    def cell(self, cell: XmlNode, place: str, column: int) -> Cell:
        """Return a cell with its own paragraphs, those of its text boxes and tables left out."""
        properties = _child(cell, "tcPr")
        merge = _child(properties, "vMerge")
        texts: list[str] = []
        pending = ""
        for block in _blocks(cell):
            if _name(block) != "tbl":
                text = pending + self.paragraph(block, place)
                pending = text if _is_joined(block) else ""
                if not pending:
                    texts += text.split("\n")
        texts += [pending] if pending else []
        return Cell(
            tuple(text for text in texts if text.strip()),
            place,
            column,
            max(whole_number(attribute(_child(properties, "gridSpan")), 1), 1),
            merge is not None and attribute(merge) != "restart",
            has_room=bool(texts) and not texts[0].strip() and any(text.strip() for text in texts),
        )

    def inside(self, cell: XmlNode, place: str) -> Iterator[ReadLine]:
        """Yield the lines of the tables inside a cell; those of its text boxes wait for the end of the table."""
        for block in _blocks(cell):
            if _name(block) == "tbl":
                self.tables += 1
                yield from self.table(block, f"{place}里的表", self.tables)
            else:
                self.boxes_in_cells += self.boxes(block, place)

    def paragraph(self, paragraph: XmlNode, place: str) -> str:
        """Return the text of a paragraph behind its automatic number."""
        pieces: list[str] = []
        hidden: list[str] = []
        stack = [iter(paragraph)]
        while stack:
            node = next(stack[-1], None)
            if node is None:
                stack.pop()
                continue
            name = _name(node)
            if not name or name in _GONE:
                continue
            if name in ("t", "sym", "tab", "br", "cr", "noBreakHyphen", "fldChar"):
                (hidden if _is_hidden(node) else pieces).append(_shown(name, node))
            else:
                stack.append(iter(node))
        if "".join(hidden).strip():
            self.hidden.append(Aside(f"{place}隐藏的文字", "".join(hidden).strip()))
        text = "".join(pieces).strip()
        return self.numbering.mark(paragraph) + text if text else ""


def _shown(name: str, node: XmlNode) -> str:
    """Return what an element of a run shows."""
    match name:
        case "t":
            return node.text or ""
        case "sym":
            return _SIGNS.get(attribute(node, "char").upper(), "▣")
        case "tab":
            return "\t"
        case "noBreakHyphen":
            return "-"
        case "fldChar":
            box = _child(node, "ffData", "checkBox")
            state = _child(box, "checked") if _child(box, "checked") is not None else _child(box, "default")
            on = state is not None and attribute(state) not in ("0", "false", "off")
            return "" if box is None else "☑" if on else "□"
    return "" if attribute(node, "type") == "page" else "\n"


def _is_hidden(node: XmlNode) -> bool:
    parent = node.getparent()
    vanish = _child(parent, "rPr", "vanish")
    return vanish is not None and attribute(vanish) not in ("0", "false", "off")


def _is_joined(paragraph: XmlNode) -> bool:
    """Tell whether the mark at the end of a paragraph was deleted, so that the next one goes on behind it."""
    return _child(paragraph, "pPr", "rPr", "del") is not None


def _blocks(root: XmlNode) -> Iterator[XmlNode]:
    """Yield the paragraphs and tables of an element, not those inside of them."""
    stack = [iter(root)]
    while stack:
        node = next(stack[-1], None)
        if node is None:
            stack.pop()
        elif _name(node) in ("p", "tbl"):
            yield node
        elif _name(node) in _THROUGH:
            stack.append(iter(node))


def _rows(table: XmlNode) -> Iterator[XmlNode]:
    """Yield the rows of a table that were not deleted."""
    for row in _through(table, "tr"):
        if _child(row, "trPr", "del") is None:
            yield row


def _cells(row: XmlNode) -> Iterator[XmlNode]:
    for cell in _through(row, "tc"):
        if _child(cell, "tcPr", "cellDel") is None:
            yield cell


def _through(root: XmlNode, wanted: str) -> Iterator[XmlNode]:
    """Yield the elements of a name, through what may stand around them."""
    stack = [iter(root)]
    while stack:
        node = next(stack[-1], None)
        if node is None:
            stack.pop()
        elif _name(node) == wanted:
            yield node
        elif _name(node) in _THROUGH:
            stack.append(iter(node))


def _is_inside(node: XmlNode, outer: XmlNode, names: tuple[str, ...]) -> bool:
    """Tell whether an element stands in one of these names, below the outer one."""
    above: XmlNode | None = node.getparent()
    while above is not None and above is not outer:
        if _name(above) in names:
            return True
        above = above.getparent()
    return False
