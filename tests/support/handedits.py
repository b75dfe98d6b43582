"""One change of each kind that people make by hand in a document, at a place that a seed chooses."""

from __future__ import annotations

import copy
import random
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from byhand import ByHand, cells_of, columns_of, merge, retype, rows_of, said, span, type_over
from lxml import etree

XmlNode = etree._Element
Change = Callable[[XmlNode], bool]
"""What is done to a cell, a row or a paragraph; whether it could be done there."""


class EditKind(NamedTuple):
    """Hold a kind of change: its name, the elements it is made to, and what is done to one of them."""

    name: str
    tag: str
    change: Change


def shown(node: XmlNode) -> str:
    """Return the text of an element with its spaces, a line each paragraph."""
    return "\n".join("".join(text.text or "" for text in part.iter("{*}t")) for part in node.iter("{*}p"))


def another(text: str) -> str:
    """Return a text like another one: with another last digit, else with a character more."""
    found = list(re.finditer(r"\d", text))
    if not found:
        return f"{text[:1]}新{text[1:]}"
    at = found[-1].start()
    return f"{text[:at]}{(int(text[at]) + 1) % 10}{text[at + 1 :]}"


def _typed(make: Callable[[str], str]) -> Change:
    def change(node: XmlNode) -> bool:
        if not said(node):
            return False
        new = make(shown(node))
        if node.tag.endswith("}tc"):
            type_over(node, new)
        else:
            retype(node, new)
        return True

    return change


def _fill(node: XmlNode) -> bool:
    if said(node) or node.find("{*}tcPr/{*}vMerge") is not None:
        return False
    type_over(node, "补充说明")
    return True


def _merge_down(node: XmlNode) -> bool:
    row = node.getparent()
    assert row is not None
    rows, cells = rows_of(row), cells_of(row)
    below = rows[rows.index(row) + 1 :][:1]
    others = cells_of(below[0]) if below else []
    if len(others) != len(cells) or not said(node) or node.find("{*}tcPr/{*}vMerge") is not None:
        return False
    other = others[cells.index(node)]
    if not said(other):
        return False
    type_over(node, f"{shown(node)}\n{shown(other)}")
    type_over(other, "")
    merge(node, "restart")
    merge(other, "continue")
    return True


def _merge_right(node: XmlNode) -> bool:
    row = node.getparent()
    assert row is not None
    cells = cells_of(row)
    behind = cells[cells.index(node) + 1 :][:1]
    if not behind or not said(node) or not said(behind[0]):
        return False
    type_over(node, f"{shown(node)}\n{shown(behind[0])}")
    span(node, columns_of(node) + columns_of(behind[0]))
    row.remove(behind[0])
    return True


def _delete(node: XmlNode) -> bool:
    parent = node.getparent()
    assert parent is not None
    if not said(node):
        return False
    parent.remove(node)
    return True


def _add_row(node: XmlNode) -> bool:
    made = copy.deepcopy(node)
    for cell in cells_of(made):
        is_merged = cell.find("{*}tcPr/{*}vMerge") is not None
        type_over(cell, another(shown(cell)) if said(cell) and not is_merged else "")
        if is_merged:
            merge(cell, "continue")
    node.addnext(made)
    return True


def _add_paragraph(node: XmlNode) -> bool:
    made = copy.deepcopy(node)
    retype(made, "另外补充说明一句话。")
    node.addnext(made)
    return bool(said(node))


def _swap(node: XmlNode) -> bool:
    other = node.getnext()
    if other is None or other.tag != node.tag:
        return False
    if any(
        found.get(found.keys()[0]) == "restart"
        for row in (node, other)
        for found in row.iter("{*}vMerge")
        if found.keys()
    ):
        return False
    other.addnext(node)
    return True


def _with_space(text: str) -> str:
    return f"{text[: len(text) // 2]} {text[len(text) // 2 :]}"


KINDS = [
    EditKind("a text changed", "tc", _typed(another)),
    EditKind("a space in a text", "tc", _typed(_with_space)),
    EditKind("a cell emptied", "tc", _typed(lambda text: "")),
    EditKind("braces typed", "tc", _typed(lambda text: text + "{{ 年度 }}")),
    EditKind("a paragraph in a cell", "tc", _typed(lambda text: f"{text}\n另外再说一句。")),
    EditKind("an empty cell filled", "tc", _fill),
    EditKind("cells merged down", "tc", _merge_down),
    EditKind("cells merged to the right", "tc", _merge_right),
    EditKind("a row deleted", "tr", _delete),
    EditKind("a row added", "tr", _add_row),
    EditKind("rows swapped", "tr", _swap),
    EditKind("a paragraph changed", "p", _typed(another)),
    EditKind("a space in a paragraph", "p", _typed(_with_space)),
    EditKind("a paragraph deleted", "p", _delete),
    EditKind("a paragraph added", "p", _add_paragraph),
]


def edits(document: bytes, seed: str) -> Iterator[tuple[str, bytes]]:
    """Yield the name of each kind of change that can be made in a document, and the document with it made once."""
    for kind in KINDS:
        count = len(_elements(ByHand(document).root, kind.tag))
        order = list(range(count))
        random.Random(f"{seed} {kind.name}").shuffle(order)
        for number in order:
            hand = ByHand(document)
            if kind.change(_elements(hand.root, kind.tag)[number]):
                yield kind.name, hand.saved()
                break


def _elements(root: XmlNode, tag: str) -> list[XmlNode]:
    """Return the cells without tables inside, the rows, or the paragraphs outside of tables."""
    found = list(root.iter(f"{{*}}{tag}"))
    if tag == "tc":
        return [each for each in found if each.find(".//{*}tbl") is None]
    outside = [each for each in found if (parent := each.getparent()) is not None and parent.tag.endswith("}body")]
    return found if tag == "tr" else outside
