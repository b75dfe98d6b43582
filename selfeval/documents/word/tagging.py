"""Tags written into a Word file: into cells, into the middle of a text, below a heading, around rows that repeat.

All else in the file stays as it is. Changes that are still tracked are accepted, for a template must have none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import deepcopy
from typing import NamedTuple, TypeAlias

from lxml import etree

from selfeval.documents.read.numbering import XmlNode
from selfeval.documents.read.word import WordBody
from selfeval.documents.word.package import W, pack
from selfeval.text.pattern import regex

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_P, _R, _T, _TR, _TC = (W + name for name in ("p", "r", "t", "tr", "tc"))
_KEPT_IN_PARAGRAPH = (W + "pPr", W + "bookmarkStart", W + "bookmarkEnd")
_OTHER_TAGS = regex(r"\{\{(?:[?/#*+@](?P<block>.*?)|(?P<name>.*?))\}\}|\{%.*?%\}|\$\{.*?\}")
_RELATIONS = "_rels/.rels"
_CORE_OF_LIBREOFFICE = b"officedocument/2006/relationships/metadata/core-properties"
_CORE = b"package/2006/relationships/metadata/core-properties"
"""The relationship to the properties of a document: by another name, docxtpl adds them a second time."""
_SIGNS = tuple(W + name for name in ("tab", "br", "cr", "noBreakHyphen"))
"""Elements that stand for a character."""
_MARKS = regex(rb"\{\{|\$\{|\{%")


class WholeCell(NamedTuple):
    """Put these paragraphs in the place of all that a cell or paragraph holds; ``alone`` undoes its merge downwards.

    With ``above``, only an empty one at its beginning gives way, and the others stay below.
    """

    place: str
    texts: tuple[str, ...]
    alone: bool = False
    above: bool = False


class Inside(NamedTuple):
    """Put a text in the place of some characters of the ``wanted`` paragraph of a cell."""

    place: str
    wanted: str
    start: int
    end: int
    text: str


class Below(NamedTuple):
    """Put paragraphs below a heading, in the style of the text around it; in a cell, below the ``wanted`` paragraph of it."""

    place: str
    texts: tuple[str, ...]
    wanted: str = ""


class Repeated(NamedTuple):
    """Keep the first of some rows and repeat it: the tags before and behind it, each in a row of its own."""

    rows: tuple[str, ...]
    before: str
    behind: str


class Spreading(NamedTuple):
    """Repeat some cells of a table for each item of a list, and take out those beside them that were for other items.

    ``rows`` are the cells to repeat in each row, those to take out, and the tag that begins the loop; ``begin`` and
    ``end`` are the columns of the grid that all of them took.
    """

    rows: tuple[tuple[tuple[str, ...], tuple[str, ...], str], ...]
    begin: int
    end: int


TagChange: TypeAlias = "WholeCell | Inside | Below | Repeated | Spreading"


def write_tags(body: WordBody, changes: Sequence[TagChange]) -> bytes:
    """Return the Word file with the changes made; those inside one text are made from its end."""
    for change in sorted(changes, key=_order):
        match change:
            case WholeCell():
                _fill(body.nodes[change.place], change)
            case Inside():
                _replace(body.nodes[change.place], change)
            case Below():
                _add_below(_heading(body.nodes[change.place], change.wanted), change.texts)
            case Spreading():
                _spread(body.nodes, change)
            case Repeated():
                _repeat([body.nodes[place] for place in change.rows], change)
    members = {**body.members, body.name: _serialised(body.root)}
    members[_RELATIONS] = members.get(_RELATIONS, b"").replace(_CORE_OF_LIBREOFFICE, _CORE)
    return pack({name: data for name, data in members.items() if not name.startswith("word/vba")})


def _order(change: TagChange) -> tuple[int, int]:
    match change:
        case Inside():
            return 1, -change.start
        case Spreading():
            return 2, 0
        case Repeated():
            return 3, 0
        case _:
            return 0, 0


def _serialised(root: XmlNode) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def accept_changes(body: WordBody) -> int:
    """Accept all tracked changes in the body; return how many there were."""
    gone = [node for node in body.root.iter(W + "del", W + "moveFrom") if not _is_mark(node)]
    kept = [node for node in body.root.iter(W + "ins", W + "moveTo") if not _is_mark(node)]
    marks = [node for node in body.root.iter() if isinstance(node.tag, str) and _is_trace(node)]
    for row in [row for row in body.root.iter(_TR) if row.find(f"{W}trPr/{W}del") is not None]:
        _remove(row)
    for node in gone:
        _remove(node)
    for node in kept:
        parent = node.getparent()
        if parent is not None:
            for child in list(node):
                node.addprevious(child)
            parent.remove(node)
    for node in marks:
        _remove(node)
    return len(gone) + len(kept) + len(marks)


def _is_mark(node: XmlNode) -> bool:
    """Tell whether a change is one of a paragraph's end or of a row, not around text."""
    parent = node.getparent()
    return parent is not None and parent.tag in (W + "rPr", W + "trPr")


def _is_trace(node: XmlNode) -> bool:
    name = str(node.tag).removeprefix(W)
    changed = name.endswith("PrChange") or name in ("cellIns", "cellDel", "cellMerge", "numberingChange")
    return (
        changed
        or (name in ("ins", "del", "moveFrom", "moveTo") and _is_mark(node))
        or name.startswith(("moveFromRange", "moveToRange"))
    )


def blank_other_tags(body: WordBody) -> int:
    """Put ____ in the place of the tags of other programs ({{x}}, ${x}), and nothing in that of their loops ({{?x}}).

    Return in how many paragraphs of the whole file there were any.
    """
    count = _blank_tags(body.root)
    for name, data in body.members.items():
        if name != body.name and name.endswith(".xml") and _MARKS.search(data):
            root = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))
            if found := _blank_tags(root):
                body.members[name] = _serialised(root)
                count += found
    return count


def _blank_tags(root: XmlNode) -> int:
    count = 0
    groups = [list(paragraph.iter(_T)) for paragraph in root.iter(_P)] or [[node] for node in root.iter()]
    for texts in groups:
        whole = "".join(node.text or "" for node in texts)
        found = list(_OTHER_TAGS.finditer(whole))
        count += bool(found)
        for each in reversed(found):
            _cut(texts, each.start(), each.end(), "____" if each["name"] and texts[0].tag == _T else "")
    return count


def _remove(node: XmlNode) -> None:
    parent = node.getparent()
    if parent is not None:
        parent.remove(node)


def _paragraphs(cell: XmlNode) -> list[XmlNode]:
    """Return the paragraphs of a cell, those of a table inside it left out; a paragraph is its own."""
    if cell.tag == _P:
        return [cell]
    return [node for node in cell.iter(_P) if next(node.iterancestors(_TC), None) is cell]


def _run_properties(paragraph: XmlNode) -> XmlNode | None:
    """Return how text in a paragraph is set: as its first run is, else as its end is; a hint's colour is not kept."""
    found = next((node for run in paragraph.iter(_R) if (node := run.find(W + "rPr")) is not None), None)
    if found is None:
        found = paragraph.find(f"{W}pPr/{W}rPr")
    if found is None:
        return None
    made = deepcopy(found)
    for child in list(made):
        if child.tag in (W + "color", W + "u", W + "highlight", W + "vanish", W + "ins", W + "del"):
            made.remove(child)
    return made


def _add_run(paragraph: XmlNode, text: str, properties: XmlNode | None) -> None:
    run = etree.SubElement(paragraph, _R)
    if properties is not None:
        run.append(deepcopy(properties))
    etree.SubElement(run, _T, {_SPACE: "preserve"}).text = text


def _room_above(cell: XmlNode) -> XmlNode:
    """Return the empty paragraph at the beginning of a cell, a new one before the first where it has none."""
    first = _paragraphs(cell)[0]
    if not "".join(text for _, text in _pieces(first)).strip():
        return first
    made = deepcopy(first)
    for side in [*made.iter(W + "jc", W + "ind")]:
        _remove(side)
    first.addprevious(made)
    return made


def _fill(cell: XmlNode, change: WholeCell) -> None:
    first, *others = [_room_above(cell)] if change.above else _paragraphs(cell)
    properties = _run_properties(first)
    for other in others:
        _remove(other)
    for child in list(first):
        if child.tag not in _KEPT_IN_PARAGRAPH:
            first.remove(child)
    bare = deepcopy(first)
    for mark in bare.findall(W + "bookmarkStart") + bare.findall(W + "bookmarkEnd"):
        bare.remove(mark)
    for section in bare.findall(f"{W}pPr/{W}sectPr"):
        _remove(section)
    last = first
    for number, text in enumerate(change.texts):
        paragraph = first if number == 0 else deepcopy(bare)
        if number:
            last.addnext(paragraph)
        _add_run(paragraph, text, properties)
        last = paragraph
    merge = cell.find(f"{W}tcPr/{W}vMerge") if change.alone else None
    if merge is not None:
        _remove(merge)


def _replace(cell: XmlNode, change: Inside) -> None:
    """Replace some characters of a paragraph; what they are is said by the text as it was read."""
    for paragraph in _paragraphs(cell):
        pieces = list(_pieces(paragraph))
        whole = "".join(text for _, text in pieces)
        at = whole.find(change.wanted[: change.end])  # what stands behind it may hold tags by now
        if at < 0:
            continue
        _cut_pieces(pieces, at + change.start, at + change.end, change.text)
        return


def _pieces(paragraph: XmlNode) -> Iterator[tuple[XmlNode, str]]:
    """Yield the elements that show text in a paragraph, with the text."""
    shown: Mapping[str, Callable[[XmlNode], str]] = {
        _T: lambda node: node.text or "",
        W + "tab": lambda _: "\t",
        W + "br": lambda _: "\n",
        W + "cr": lambda _: "\n",
        W + "noBreakHyphen": lambda _: "-",
    }
    for node in paragraph.iter(*shown):
        parent = node.getparent()
        if parent is not None and parent.tag == _R:
            yield node, shown[str(node.tag)](node)


def _cut(texts: Sequence[XmlNode], start: int, end: int, text: str) -> None:
    _cut_pieces([(node, node.text or "") for node in texts], start, end, text)


def _cut_pieces(pieces: Sequence[tuple[XmlNode, str]], start: int, end: int, text: str) -> None:
    """Replace the characters from ``start`` to before ``end``; the new ones stand in the element of the first, or the one before."""
    at, home = 0, None
    for node, shown in pieces:
        from_here, to_here = max(start - at, 0), min(end - at, len(shown))
        touches = from_here < to_here or (start == end and at < start <= at + len(shown)) or (start == end == at == 0)
        if touches and node.tag not in _SIGNS:
            inserted = text if home is None else ""
            left = shown[: from_here if from_here < to_here else start - at]
            right = shown[to_here if from_here < to_here else start - at :]
            node.text = left + inserted + right
            node.set(_SPACE, "preserve")
            home = node
        elif touches and from_here < to_here:
            if home is None:
                made = etree.Element(_T, {_SPACE: "preserve"})
                made.text = text
                node.addprevious(made)
                home = made
            _remove(node)
        at += len(shown)
    if home is None and pieces:
        node, shown = pieces[-1]
        made = etree.Element(_T, {_SPACE: "preserve"})
        made.text = text
        node.addnext(made)


def _heading(cell: XmlNode, wanted: str) -> XmlNode:
    """Return the last paragraph of a cell with a text, the only one where it is a paragraph itself."""
    shown = [("".join(text for _, text in _pieces(paragraph)), paragraph) for paragraph in _paragraphs(cell)]
    return next((paragraph for text, paragraph in reversed(shown) if text.strip() == wanted.strip()), shown[-1][1])


def _add_below(heading: XmlNode, texts: Sequence[str]) -> None:
    """Add paragraphs below a heading, set as the next ordinary paragraph is, else without any style of a heading."""
    properties = heading.find(W + "pPr")
    made_like = None if properties is None else deepcopy(properties)
    for name in ("pStyle", "numPr", "outlineLvl", "sectPr", "keepNext", "jc"):
        found = None if made_like is None else made_like.find(W + name)
        if found is not None:
            _remove(found)
    run = _run_properties(heading)
    for child in list(run) if run is not None else ():
        if child.tag in (W + "b", W + "bCs") and run is not None:
            run.remove(child)
    last = heading
    for text in texts:
        paragraph = etree.Element(_P)
        if made_like is not None:
            paragraph.append(deepcopy(made_like))
        _add_run(paragraph, text, run)
        last.addnext(paragraph)
        last = paragraph


def _repeat(rows: Sequence[XmlNode], change: Repeated) -> None:
    first, *others = rows
    for other in others:
        _remove(other)
    width = sum(_span(cell) for cell in first.iter(_TC) if next(cell.iterancestors(_TR), None) is first)
    first.addprevious(_row_of(change.before, width))
    first.addnext(_row_of(change.behind, width))


_END_OF_COLUMNS = "{%tc endfor %}"


def _spread(nodes: Mapping[str, XmlNode], change: Spreading) -> None:
    """Put the cells with the tags around those to repeat; all share the width that the columns had."""
    table = next(nodes[change.rows[0][0][0]].iterancestors(W + "tbl"))
    repeated = sum(_span(nodes[place]) for place in change.rows[0][0])
    columns = [column for grid in table.iterfind(W + "tblGrid") for column in grid.iterfind(W + "gridCol")]
    old = columns[change.begin : change.end]
    width = sum(int(column.get(W + "w", "0")) for column in old) // (repeated + 2)
    for row in table.iterchildren(_TR):
        _grow_over(row, change.begin, change.end, repeated + 2)
    for column in old[repeated + 2 :]:
        _remove(column)
    for column in old[: repeated + 2]:
        column.set(W + "w", str(width))
    for _ in range(repeated + 2 - len(old) if old else 0):
        old[-1].addnext(deepcopy(old[-1]))
    for cells, others, tag in change.rows:
        for place in others:
            _remove(nodes[place])
        first, last = nodes[cells[0]], nodes[cells[-1]]
        for place in cells:
            _set_width(nodes[place], width * _span(nodes[place]))
        first.addprevious(_tag_cell(tag, width))
        last.addnext(_tag_cell(_END_OF_COLUMNS, width))


def _grow_over(row: XmlNode, begin: int, end: int, columns: int) -> None:
    """Let a cell that reaches over all of some columns of the grid reach over as many as there are now."""
    at = 0
    for cell in row.iterchildren(_TC):
        span = _span(cell)
        if at <= begin and end <= at + span and span > 1:
            found = cell.find(f"{W}tcPr/{W}gridSpan")
            if found is not None:
                found.set(W + "val", str(span - (end - begin) + columns))
        at += span


def _set_width(cell: XmlNode, width: int) -> None:
    found = cell.find(f"{W}tcPr/{W}tcW")
    if found is not None:
        found.attrib.update({W + "w": str(width), W + "type": "dxa"})


def _tag_cell(text: str, width: int) -> XmlNode:
    cell = etree.Element(_TC)
    properties = etree.SubElement(cell, W + "tcPr")
    etree.SubElement(properties, W + "tcW", {W + "w": str(width), W + "type": "dxa"})
    _add_run(etree.SubElement(cell, _P), text, None)
    return cell


def _span(cell: XmlNode) -> int:
    found = cell.find(f"{W}tcPr/{W}gridSpan")
    return int(found.get(W + "val", "1")) if found is not None else 1


def _row_of(text: str, width: int) -> XmlNode:
    row = etree.Element(_TR)
    cell = etree.SubElement(row, _TC)
    properties = etree.SubElement(cell, W + "tcPr")
    etree.SubElement(properties, W + "tcW", {W + "w": "0", W + "type": "auto"})
    if width > 1:
        etree.SubElement(properties, W + "gridSpan", {W + "val": str(width)})
    _add_run(etree.SubElement(cell, _P), text, None)
    return row
