"""Automatic numbers of Word paragraphs, written out as Word shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from lxml import etree

from selfeval.quantity.notation import COUNTERS

XmlNode: TypeAlias = etree._Element

_W = "{*}"
_COUNTERS: Mapping[str, str] = {
    "decimal": "1",
    "decimalFullWidth": "1",
    "decimalZero": "1",
    "decimalEnclosedCircle": "①",
    "decimalEnclosedCircleChinese": "①",
    "ideographTraditional": "甲",
    **dict.fromkeys(
        ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "ideographDigital", "taiwaneseCounting"),
        "一",
    ),
}
"""What counts in a kind of number; bullets and kinds that are not listed write no number."""
_BASED_ON_LIMIT = 20
"""How many styles may be based one on another."""


class ListLevel(NamedTuple):
    """Hold how one level of a list is numbered: what counts, the text around it (``（%1）``), the first number."""

    counter: str
    text: str
    first: int


@dataclass
class Numbering:
    """Count the numbered paragraphs of a document: the levels of each list, the list and level of each style.

    ``headings`` are the levels of the styles that make a paragraph a heading; ``restarts`` the numbers with which
    levels of a list begin again where it is first used.
    """

    lists: Mapping[str, Mapping[int, ListLevel]]
    abstract: Mapping[str, str]
    styles: Mapping[str, tuple[str, int]]
    headings: Mapping[str, int] = field(default_factory=dict)
    restarts: Mapping[str, Mapping[int, int]] = field(default_factory=dict)
    _counts: dict[str, dict[int, int]] = field(default_factory=dict)
    _used: set[str] = field(default_factory=set)

    def heading(self, paragraph: XmlNode) -> int:
        """Return the level of a paragraph that is a heading, 1 the highest; 0 for any other."""
        own = attribute(paragraph.find(f"{_W}pPr/{_W}outlineLvl"))
        if own:
            return _level(own)
        return self.headings.get(attribute(paragraph.find(f"{_W}pPr/{_W}pStyle")), 0)

    def place(self, paragraph: XmlNode) -> tuple[str, int]:
        """Return the list that numbers a paragraph, empty where none does, and the level in it."""
        own = paragraph.find(f"{_W}pPr/{_W}numPr")
        number, level = self.styles.get(attribute(paragraph.find(f"{_W}pPr/{_W}pStyle")), ("", 0))
        if own is not None:
            number = attribute(own.find(f"{_W}numId")) or number
            level = whole_number(attribute(own.find(f"{_W}ilvl")), level)
        return number, level

    def counter(self, number: str) -> str:
        """Return what counts the numbers of a list: one counter for all lists of a kind that do not begin again."""
        return f"n{number}" if number in self.restarts else f"a{self.abstract.get(number, number)}"

    def mark(self, paragraph: XmlNode) -> str:
        """Return the number before a paragraph, empty where it has none; each call counts one on."""
        number, level = self.place(paragraph)
        levels = self.lists.get(number, {})
        if level not in levels:
            return ""
        counts = self._counts.setdefault(self.abstract.get(number, number), {})
        if number not in self._used:
            self._used.add(number)
            counts.update({depth: start - 1 for depth, start in self.restarts.get(number, {}).items()})
        counts[level] = counts.get(level, levels[level].first - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        return re.sub(r"%([1-9])", lambda found: _printed(levels, counts, int(found[1]) - 1), levels[level].text)


def _printed(levels: Mapping[int, ListLevel], counts: Mapping[int, int], level: int) -> str:
    known = levels.get(level)
    if known is None or not known.counter:
        return ""
    return COUNTERS[known.counter](counts.get(level, known.first))


def read_numbering(numbering: XmlNode | None, styles: XmlNode | None) -> Numbering:
    """Return what the parts ``numbering.xml`` and ``styles.xml`` declare; None where a document has no such part."""
    abstract: dict[str, dict[int, ListLevel]] = {}
    lists: dict[str, Mapping[int, ListLevel]] = {}
    of: dict[str, str] = {}
    restarts: dict[str, Mapping[int, int]] = {}
    if numbering is not None:
        for node in numbering.findall(f"{_W}abstractNum"):
            abstract[attribute(node, "abstractNumId")] = dict(_levels(node))
        for node in numbering.findall(f"{_W}num"):
            number, kind = attribute(node, "numId"), attribute(node.find(f"{_W}abstractNumId"))
            lists[number], of[number] = abstract.get(kind, {}), kind
            if overridden := dict(_restarts(node)):
                restarts[number] = overridden
    if styles is None:
        return Numbering(lists, of, {}, {}, restarts)
    return Numbering(lists, of, dict(_numbered_styles(styles)), dict(_headings(styles)), restarts)


def _restarts(number: XmlNode) -> Iterator[tuple[int, int]]:
    for node in number.findall(f"{_W}lvlOverride"):
        start = attribute(node.find(f"{_W}startOverride"))
        if start:
            yield whole_number(attribute(node, "ilvl"), 0), whole_number(start, 1)


def _levels(abstract: XmlNode) -> Iterator[tuple[int, ListLevel]]:
    for node in abstract.findall(f"{_W}lvl"):
        kind, text = attribute(node.find(f"{_W}numFmt")), attribute(node.find(f"{_W}lvlText"))
        counter = _COUNTERS.get(kind, "")
        yield (
            whole_number(attribute(node, "ilvl"), 0),
            ListLevel(counter, text if counter else "", whole_number(attribute(node.find(f"{_W}start")), 1)),
        )


def _numbered_styles(styles: XmlNode) -> Iterator[tuple[str, tuple[str, int]]]:
    for name, family in _families(styles):
        numbers = next((found for node in family if (found := node.find(f"{_W}pPr/{_W}numPr")) is not None), None)
        if numbers is not None:
            number, level = attribute(numbers.find(f"{_W}numId")), attribute(numbers.find(f"{_W}ilvl"))
            yield name, (number, whole_number(level, 0))


def _headings(styles: XmlNode) -> Iterator[tuple[str, int]]:
    for name, family in _families(styles):
        level = next((found for node in family if (found := node.find(f"{_W}pPr/{_W}outlineLvl")) is not None), None)
        if attribute(level).isdecimal():
            yield name, _level(attribute(level))


def _families(styles: XmlNode) -> Iterator[tuple[str, list[XmlNode]]]:
    """Yield the name of every style, with the style and those that it is based on."""
    known = {attribute(node, "styleId"): node for node in styles.findall(f"{_W}style")}
    for name in known:
        family: list[XmlNode] = []
        style = name
        while style in known and len(family) < _BASED_ON_LIMIT:
            family.append(known[style])
            style = attribute(known[style].find(f"{_W}basedOn"))
        yield name, family


def attribute(node: XmlNode | None, name: str = "val") -> str:
    """Return an attribute of an element whatever its namespace, empty where there is none."""
    if node is None:
        return ""
    return next((str(value) for key, value in node.attrib.items() if str(key).rpartition("}")[2] == name), "")


def whole_number(text: str, otherwise: int) -> int:
    """Return the number that an attribute says, another value where it says none."""
    return int(text) if text.isdecimal() and len(text) < 5 else otherwise


def _level(outline: str) -> int:
    """Return the level of a heading as a person counts it; Word calls a text that is none 9."""
    return int(outline) + 1 if outline in tuple("012345678") else 0
