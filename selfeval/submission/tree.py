"""What was typed, typed: values, groups and lists that know where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, Protocol, TypeAlias

from selfeval.form.field import Field, Role
from selfeval.problem import Place
from selfeval.source.node import Text
from selfeval.text.pattern import regex

FIGURE = "值"
"""The key under which a fact keeps its figure."""

NOTHING = "无"
Results: TypeAlias = "dict[tuple[str, ...], Branch]"
Filled: TypeAlias = "Leaf | Branch | list[Branch] | Results"
"""How an office writes that there is nothing: a value, not a gap."""


class Part(Text):
    """Hold a stretch of a longer text, one paragraph of a block say, knowing its place."""

    __slots__ = ("offset", "whole")
    whole: Text
    offset: int

    def at(self, start: int, end: int) -> Place:
        """Return the place of ``self[start:end]``."""
        return self.whole.at(self.offset + start, self.offset + end)


def cut_out(whole: Text, start: int, end: int) -> Part:
    """Cut ``whole[start:end]`` out as a text of its own."""
    cut = Part(str(whole)[start:end], whole.origin)
    cut.whole, cut.offset = whole, start
    return cut


class Leaf(NamedTuple):
    """Hold one typed value; ``normal`` is its text as documents print it where the form gives no format.

    ``value`` is Decimal, int, date, bool or str by the field's kind, and a tuple of paragraphs for
    narrative; None where the text could not be typed.
    """

    field: Field
    text: Text
    value: object
    normal: str
    where: str


class Placed(Protocol):
    """Say where something was typed."""

    @property
    def place(self) -> Place:
        """Return the place."""
        ...


class Branch(dict[str, Filled]):
    """Hold a filled group, list item or result: where it stands, its path, and an indicator's levels."""

    where: str
    title: Text
    levels: tuple[Text, ...]

    def __init__(self, typed: Placed, where: str, title: Text, levels: tuple[Text, ...] = ()) -> None:
        super().__init__()
        self._typed, self.where, self.title, self.levels = typed, where, title, levels

    @property
    def place(self) -> Place:
        """Return where it was typed."""
        return self._typed.place


def make_branch(title: str, levels: tuple[str, ...] = ()) -> Branch:
    """Return a branch that nobody typed: a group, item or indicator that the program itself makes."""
    return Branch(Text(""), "", Text(title), tuple(map(Text, levels)))


def make_leaf(declared: Field, value: object, shown: str) -> Leaf:
    """Return a value that nobody typed, as documents print it."""
    return Leaf(declared, Text(""), value, shown, declared.key)


def is_named(row: Branch) -> bool:
    """Tell whether an item of a list was given a name; one without is called by its number, behind the list's name."""
    return any(isinstance(inner, Leaf) and inner.field.role is Role.NAME for inner in row.values())


def branches(filled: Filled | None) -> list[Branch]:
    """Return the items of a list, or a group as a list of one, or nothing."""
    if isinstance(filled, Branch):
        return [filled]
    return filled if isinstance(filled, list) else []


def leaves(filled: Filled) -> Iterator[Leaf]:
    """Yield every value inside, in the order it was typed."""
    if isinstance(filled, Leaf):
        yield filled
        return
    for inner in filled if isinstance(filled, list) else filled.values():
        yield from leaves(inner)


def all_branches(filled: Filled) -> Iterator[Branch]:
    """Yield every group, item and result inside, itself first, in the order it was typed."""
    if isinstance(filled, Branch):
        yield filled
    if not isinstance(filled, Leaf):
        for inner in filled if isinstance(filled, list) else filled.values():
            if not isinstance(inner, Leaf):
                yield from all_branches(inner)


def paragraphs(text: Text) -> list[Text]:
    """Split a narrative into its paragraphs, one a line, without the spaces around them."""
    found: list[Text] = []
    start = 0
    for line in str(text).split("\n"):
        bare = line.strip()
        if bare:
            begin = start + line.index(bare)
            found.append(cut_out(text, begin, begin + len(bare)))
        start += len(line) + 1
    return found


_WIDE = str.maketrans("０１２３４５６７８９％．", "0123456789%.")
_GAP = regex(
    r"(?<=[0-9%])[ \u3000\u00a0]+(?=[^\W\d_a-zA-Z])|(?:(?<=[^\W\d_a-zA-Z])|(?<=[≥≤<>=]))[ \u3000\u00a0]+(?=[0-9])"
)


def print_figure(text: str) -> str:
    """Return a value as documents print it: half-width digits, no spaces between number and unit."""
    return _GAP.sub("", text.strip().translate(_WIDE))


def print_text(text: str) -> str:
    """Return a text as documents print it: without spaces at its ends."""
    return text.strip()
