"""Lists that Word numbers: a list in a loop begins again in every round, as a list of its own.

A numbered paragraph alone in a loop counts its rounds. Several of them, or a loop of them inside the loop, are a list
in every round, which begins again provided that unnumbered text parts it from the one before: lists that follow each
other without any are one list. So is a list that stands outside of loops, too, as do headings, and the numbers of the
rows of a table. Two loops one behind the other go on as Word itself does: where their paragraphs belong to one list
the second shows 2. in the template; who wants it to begin with 1. has Word begin the list again.

Where a list begins again the template gets a mark, and printing turns every mark into a further instance of the list.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import NamedTuple, TypeAlias

from lxml import etree

from selfeval.documents.language import BETWEEN, BLOCKS
from selfeval.documents.read.numbering import Numbering, attribute, read_numbering, whole_number
from selfeval.documents.word.package import W
from selfeval.text.pattern import regex

NUMBERING, STYLES = "word/numbering.xml", "word/styles.xml"
_BLOCK = regex(r"\{%(p|tr)\s+(\w+)")
_TAG = regex(r"\{%.*?%\}|\{#.*?#\}")
RESTART = "<w:listRestart "
"""What stands in the XML of a template where a list begins again."""
_MARK = f"{W}listRestart"
_MARKED = regex(r'<w:listRestart w:val="(\S+) (\d+)"/>|<w:numId w:val="(\d+) (\S+) (\d+)"/>')
_BEFORE_NUMBER = frozenset(
    W + name for name in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
)
"""What the format demands before the number in the properties of a paragraph."""


class ListPlace(NamedTuple):
    """Name the list that numbers a paragraph, by what counts its numbers, and the paragraph's level in it."""

    list: str
    depth: int


@dataclass(eq=False)
class ListedLine:
    """Hold a paragraph: its level in a list, None where Word does not number it, its cell, and whether it shows a text."""

    paragraph: etree._Element
    level: ListPlace | None
    cell: etree._Element | None
    shows: bool


@dataclass(eq=False)
class ListBlock:
    """Hold a block of the template that paragraphs or rows open, with the items of each of its branches."""

    opener: ListedLine
    by_rows: bool
    is_loop: bool
    branches: list[list[Item]] = field(default_factory=lambda: [[]])


Item: TypeAlias = ListedLine | ListBlock


class Beginning(NamedTuple):
    """Say where a list begins again: at the first level that does, right before a line or, ``inside``, right behind it."""

    level: ListPlace
    line: ListedLine
    inside: bool


class Lists(NamedTuple):
    """Hold where the lists of a template begin again, and the paragraphs whose numbers go on though it is in doubt.

    ``going_on`` are those of a loop that goes on behind another though text parts them.
    """

    beginnings: tuple[Beginning, ...]
    doubtful: tuple[etree._Element, ...]
    lines: tuple[ListedLine, ...]
    going_on: tuple[etree._Element, ...] = ()


class Instance(NamedTuple):
    """Say that a list begins again: as which number, of which number in the template, at which level."""

    number: int
    of: int
    depth: int


def find_lists(document: etree._Element, package: Mapping[str, bytes]) -> Lists:
    """Return the numbered lists of a template; ``package`` holds its members."""
    if NUMBERING not in package:
        return Lists((), (), ())
    numbering = etree.fromstring(package[NUMBERING])
    known = read_numbering(numbering, etree.fromstring(package[STYLES]) if STYLES in package else None)
    lines = [_line(paragraph, known) for paragraph in document.iter(f"{W}p")]
    items = _nested(lines)
    levels = dict.fromkeys(line.level for line in lines if line.level is not None)
    walks = [_Walk(level) for level in levels]
    for walk in walks:
        walk.visit(items, None)
    beginnings = tuple(each for walk in walks for each in walk.beginnings)
    again = {each.level.list for each in beginnings}
    doubtful: dict[str, etree._Element] = {}
    for walk in walks:
        for line in walk.doubtful:
            doubtful.setdefault(walk.level.list, line.paragraph)
    return Lists(
        beginnings,
        tuple(doubtful.values()),
        tuple(line for line in lines if line.level is not None and line.level.list in again),
        tuple(line.paragraph for walk in walks for line in walk.going_on),
    )


def _line(paragraph: etree._Element, known: Numbering) -> ListedLine:
    text = "".join(node.text or "" for node in paragraph.iter(f"{W}t"))
    number, depth = known.place(paragraph)
    level = ListPlace(known.counter(number), depth) if depth in known.lists.get(number, {}) else None
    cell = next(paragraph.iterancestors(f"{W}tc"), None)
    return ListedLine(paragraph, level, cell, bool(_TAG.sub("", text).strip()))


def _nested(lines: Iterable[ListedLine]) -> list[Item]:
    """Return the lines with those inside the blocks put into them; lines that hold a block tag are not among them."""
    whole: list[Item] = []
    opened: list[ListBlock] = []
    for line in lines:
        found = _BLOCK.search("".join(node.text or "" for node in line.paragraph.iter(f"{W}t")))
        here = opened[-1].branches[-1] if opened else whole
        if found is None:
            here.append(line)
        elif found[2] in BLOCKS:
            opened.append(ListBlock(line, found[1] == "tr", found[2] == "for"))
            here.append(opened[-1])
        elif found[2] in BETWEEN and opened:
            opened[-1].branches.append([])
        elif opened:
            opened.pop()
    return whole


@dataclass
class _Walk:
    """Find where the list of one level begins again."""

    level: ListPlace
    beginnings: list[Beginning] = field(default_factory=list)
    doubtful: list[ListedLine] = field(default_factory=list)
    going_on: list[ListedLine] = field(default_factory=list)

    def visit(self, items: Sequence[Item], loop: ListBlock | None) -> None:
        """Look at what stands in a loop, or in the whole document, and at the loops inside."""
        flat = list(_without_conditions(items))
        loops = [each for each in flat if isinstance(each, ListBlock) and self._is_in([each])]
        own = [each for each in flat if isinstance(each, ListedLine) and each.level == self.level]
        if loop is not None and self._is_below_another(items):
            return
        if own and loop is None:
            self.doubtful += [line for each in loops if self._is_list(each) for line in self._lines([each])][:1]
        elif own and loop is not None:
            if self._count(items) + 2 * len(loops) > 1:
                one_cell = len({each.cell for each in self._lines(items)}) == 1
                parted = any(isinstance(each, ListedLine) and each.shows and each.level is None for each in flat)
                self._begin(Beginning(self.level, loop.opener, inside=True), own[0], sure=one_cell and parted)
        else:
            for each in loops:
                if self._is_list(each):
                    self.visit(each.branches[0], each)
                elif each is not loops[0]:
                    if self._is_parted(flat, loops, each) and not self._is_below_another(flat):
                        self.going_on += self._lines([each])[:1]
                elif loop is not None:
                    sure = not each.by_rows and self._is_parted(flat, loops, each)
                    beginning = Beginning(self.level, each.opener, inside=False)
                    self._begin(beginning, self._lines([each])[0], sure=sure)

    def _begin(self, beginning: Beginning, line: ListedLine, *, sure: bool) -> None:
        if sure:
            self.beginnings.append(beginning)
        else:
            self.doubtful.append(line)

    def _is_parted(self, flat: Sequence[Item], loops: Sequence[ListBlock], loop: ListBlock) -> bool:
        """Tell whether unnumbered text, or the border of a cell, parts a loop from the numbers before it.

        Before the first loop are those of the last, in the round before.
        """
        place, number = flat.index(loop), loops.index(loop)
        before = loops[number - 1]
        between = flat[flat.index(before) + 1 : place] if number else [*flat[:place], *flat[flat.index(before) + 1 :]]
        return before.opener.cell is not loop.opener.cell or any(
            line.shows and line.level is None for line in _all_lines(between)
        )

    def _is_list(self, loop: ListBlock) -> bool:
        """Tell whether the numbers in a loop do more than count its rounds."""
        body = loop.branches[0]
        return self._count(body) != 1 or any(
            self._is_in([each]) for each in _without_conditions(body) if isinstance(each, ListBlock)
        )

    def _count(self, items: Iterable[Item]) -> int:
        """Return how many paragraphs of the list a round prints at most, without the loops inside it."""
        return sum(
            int(each.level == self.level)
            if isinstance(each, ListedLine)
            else 0
            if each.is_loop
            else max(map(self._count, each.branches))
            for each in items
        )

    def _is_below_another(self, items: Iterable[Item]) -> bool:
        """Tell whether a higher level of the same list stands among the items, below which Word begins again by itself."""
        levels = [line.level for line in _all_lines(items) if line.level is not None]
        return any(each.list == self.level.list and each.depth < self.level.depth for each in levels)

    def _is_in(self, items: Iterable[Item]) -> bool:
        return any(line.level == self.level for line in _all_lines(items))

    def _lines(self, items: Iterable[Item]) -> list[ListedLine]:
        return [line for line in _all_lines(items) if line.level == self.level]


def _without_conditions(items: Iterable[Item]) -> Iterator[Item]:
    """Yield lines and loops, those of conditions in their place."""
    for each in items:
        if isinstance(each, ListedLine) or each.is_loop:
            yield each
        else:
            yield from _without_conditions(itertools.chain.from_iterable(each.branches))


def _all_lines(items: Iterable[Item]) -> Iterator[ListedLine]:
    for each in items:
        if isinstance(each, ListedLine):
            yield each
        else:
            yield from _all_lines(itertools.chain.from_iterable(each.branches))


def mark_lists(xml: str, package: Mapping[str, bytes]) -> str:
    """Mark in the XML of a template's body where lists begin again, and the paragraphs of these lists."""
    if NUMBERING not in package or "{%" not in xml:
        return xml
    body = etree.fromstring(xml)
    lists = find_lists(body, package)
    if not lists.beginnings:
        return xml
    known = read_numbering(
        etree.fromstring(package[NUMBERING]), etree.fromstring(package[STYLES]) if STYLES in package else None
    )
    for line in lists.lines:
        number, depth = known.place(line.paragraph)
        _number(line.paragraph, f"{number} {known.counter(number)} {depth}", depth)
    for level, line, inside in lists.beginnings:
        mark = line.paragraph.makeelement(_MARK, {f"{W}val": f"{level.list} {level.depth}"})
        text = "".join(node.text or "" for node in line.paragraph.iter(f"{W}t"))
        found = _BLOCK.search(text)
        row = next(line.paragraph.iterancestors(f"{W}tr"), None) if found and found[1] == "tr" else None
        unit = line.paragraph if row is None else row
        (unit.addnext if inside else unit.addprevious)(mark)
    return etree.tostring(body, encoding="unicode")


def _number(paragraph: etree._Element, number: str, depth: int) -> None:
    """Give a paragraph itself the number that its style may give it."""
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = paragraph.makeelement(f"{W}pPr")
        paragraph.insert(0, properties)
    numbered = properties.find(f"{W}numPr")
    if numbered is None:
        numbered = paragraph.makeelement(f"{W}numPr")
        properties.insert(sum(child.tag in _BEFORE_NUMBER for child in properties), numbered)
    for child in [*numbered.findall(f"{W}ilvl"), *numbered.findall(f"{W}numId")]:
        numbered.remove(child)
    for place, (name, value) in enumerate((("ilvl", str(depth)), ("numId", number))):
        numbered.insert(place, numbered.makeelement(W + name, {f"{W}val": value}))


def begin_again(xml: str, free: int) -> tuple[str, list[Instance]]:
    """Turn the marks of a printed part into numbers of lists, and return the instances they need, from ``free`` on.

    The first use of a list needs none.
    """
    if RESTART not in xml and "<w:numId " not in xml:
        return xml, []
    now: dict[str, int] = {}
    pending: dict[str, int] = {}
    made: list[Instance] = []

    def numbered(found: re.Match[str]) -> str:
        if found[1]:
            pending[found[1]] = min(int(found[2]), pending.get(found[1], int(found[2])))
            return ""
        name, depth = found[4], int(found[5])
        if name in now and name in pending and depth >= pending[name]:
            made.append(Instance(free + len(made), int(found[3]), pending[name]))
            now[name] = made[-1].number
        pending.pop(name, None)
        return f'<w:numId w:val="{now.setdefault(name, int(found[3]))}"/>'

    return _MARKED.sub(numbered, xml), made


def first_free(numbering: bytes) -> int:
    """Return the first number that no list of the part ``numbering.xml`` has."""
    root = etree.fromstring(numbering)
    return 1 + max((whole_number(attribute(each, "numId"), 0) for each in root.iter(f"{W}num")), default=0)


def add_instances(numbering: bytes, instances: Iterable[Instance]) -> bytes:
    """Return the part ``numbering.xml`` with these further instances of its lists."""
    root = etree.fromstring(numbering)
    numbers = {attribute(each, "numId"): each for each in root.iter(f"{W}num")}
    starts = read_numbering(root, None).lists
    last = list(numbers.values())[-1]
    for number, of, depth in instances:
        new = deepcopy(numbers[str(of)])
        new.attrib.clear()
        new.set(f"{W}numId", str(number))
        override = next((each for each in new.iter(f"{W}lvlOverride") if attribute(each, "ilvl") == str(depth)), None)
        if override is None:
            override = new.makeelement(f"{W}lvlOverride", {f"{W}ilvl": str(depth)})
            new.append(override)
        if override.find(f"{W}startOverride") is None:
            start = str(starts[str(of)][depth].first)
            override.insert(0, override.makeelement(f"{W}startOverride", {f"{W}val": start}))
        last.addnext(new)
        last = new
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
