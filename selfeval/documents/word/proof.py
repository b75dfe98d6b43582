"""The proof, before any data is known, that whatever a template prints is well-formed XML.

Jinja's tags are replaced by processing instructions, and the result must be well-formed. Where every
block ends inside the same elements in which it began, the XML stays well-formed whether the block is left
out or repeated, and values are always escaped. So no document of such a template needs to be parsed.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import takewhile

from jinja2 import TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from selfeval.documents.word.package import W

_OPENING, _MIDDLE, _CLOSING = {"for", "if"}, {"elif", "else"}, {"endfor", "endif"}
_PRINTED = "\ue000"
"""Stands for what a tag prints: well-formed in texts and in attributes, and nowhere else."""


def is_sound(source: str, room: SandboxedEnvironment) -> bool:
    """Tell whether all that the template of a part can print is well-formed, and its tables keep to their grids."""
    try:
        root = etree.fromstring(_skeleton(source, room))
        return _blocks_close_where_they_open(root) and all(map(_keeps_grid, root.iter(f"{W}tbl")))
    except (etree.XMLSyntaxError, TemplateSyntaxError, ValueError):
        return False


def _skeleton(source: str, room: SandboxedEnvironment) -> str:
    made, tokens = [], iter(room.lex(source))
    for _, kind, value in tokens:
        if kind == "data":
            made.append(value)
        elif kind == "variable_begin":
            made.append(_PRINTED)
            list(takewhile(lambda token: token[1] != "variable_end", tokens))
        elif kind == "block_begin":
            inside = [token[2] for token in takewhile(lambda token: token[1] != "block_end", tokens)]
            word = next(filter(str.strip, inside), "")
            made.append(f"<?{word}?>")
        elif not kind.startswith("comment"):
            raise ValueError(kind)
    return "".join(made).translate({2: None, 3: None, 4: None})  # our own marks are no XML


def _blocks_close_where_they_open(root: etree._Element) -> bool:
    return _first_astray(root, lambda element: (element.tag, element.nsmap)) is None


def find_astray(source: str, room: SandboxedEnvironment) -> int | None:
    """Return which tag of a block, from 0, is the first to stand in another element than its block began in, None for none.

    Such is a loop that begins in a content control, a link or a table within a cell, and ends outside of it.
    """
    try:
        root = etree.fromstring(_skeleton(source, room))
    except etree.XMLSyntaxError:  # the beginning of something went with the paragraph or row of a tag
        return 0
    return _first_astray(root, lambda element: element.tag)


def _first_astray(root: etree._Element, known_by: Callable[[etree._Element], object]) -> int | None:
    places: list[list[object]] = []
    blocks = (block for block in root.iter() if isinstance(block, etree._ProcessingInstruction))
    for number, block in enumerate(blocks):
        place = [known_by(element) for element in block.iterancestors()]
        if block.target in _OPENING:
            places.append(place)
        elif block.target not in _MIDDLE | _CLOSING or not places or places[-1] != place:
            return number
        elif block.target in _CLOSING:
            places.pop()
    return 0 if places else None


def _keeps_grid(table: etree._Element) -> bool:
    """Tell whether no row of a table can be wider than its grid, and one row as wide is always there.

    Where this is not so, docxtpl adds and removes columns of the grid.
    """
    columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
    depth, always = 0, False
    for child in table:
        if isinstance(child, etree._ProcessingInstruction):
            depth += (child.target in _OPENING) - (child.target in _CLOSING)
        elif child.tag == f"{W}tr" and not depth:
            always |= _width(child) == columns
    rows = list(table.iter(f"{W}tr"))
    return always and all(_width(row) <= columns for row in rows) and not any(map(_has_varying_cells, rows))


def _width(row: etree._Element) -> int:
    spans = (cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.findall(f"{W}tc"))
    return sum(1 if span is None else int(span.get(f"{W}val", "1")) for span in spans)


def _has_varying_cells(row: etree._Element) -> bool:
    return any(isinstance(child, etree._ProcessingInstruction) for child in row)
