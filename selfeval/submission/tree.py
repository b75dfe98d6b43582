"""The typed tree of a department: values, groups and lists, each with the place where it was typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, Protocol, TypeAlias

from selfeval.form.expression import KeyPath
from selfeval.form.field import Field, Role
from selfeval.problem import Place
from selfeval.source.node import Text
from selfeval.text.pattern import regex

FIGURE = "值"
"""The key under which a fact keeps its figure."""

NOTHING = "无"
"""How an office writes that there is nothing: a value, not a gap."""

Results: TypeAlias = "dict[tuple[str, ...], Branch]"
"""Results by their folded levels and name, facts by their folded name."""

Filled: TypeAlias = "Leaf | Branch | list[Branch] | Results"
"""The content of a key: a value, a group, the items of a list, or results and facts."""


class Part(Text):
    """Hold a stretch of a longer text, one paragraph of a block say, knowing its place."""

    __slots__ = ("offset", "whole")
    whole: Text
    offset: int

    def at(self, start: int, end: int) -> Place:
        """Return the place of ``self[start:end]``."""
        return self.whole.at(self.offset + start, self.offset + end)


def cut_out(whole: Text, start: int, end: int) -> Part:
    """Return ``whole[start:end]`` as a text that knows its own place."""
    cut = Part(whole[start:end], whole.origin)
    cut.whole, cut.offset = whole, start
    return cut


class Leaf(NamedTuple):
    """Hold one typed value; ``normal`` is its text as documents print it where the form gives no format.

    ``where`` is its dotted path of keys, by which a department explains a problem (``预算.收入``).
    ``value`` is Decimal, int, date, bool or str by the field's kind, and a tuple of paragraphs for
    narrative; None where the text could not be typed.
    """

    field: Field
    text: Text
    value: object
    normal: str
    where: str


class Placed(Protocol):
    """Have a place: something that was typed."""

    @property
    def place(self) -> Place:
        """Return the place."""
        ...


class Lined(Placed, Protocol):
    """Have a place in a file, beside or in which lines may be typed."""

    @property
    def margin(self) -> int:
        """Return how many blanks stand before a line that is typed beside or in it."""
        ...


class Branch(dict[str, Filled]):
    """Hold a filled group, list item or result by its keys.

    ``where`` is its dotted path of keys, ``title`` its name, ``levels`` the headings above an indicator. ``same`` is
    the row of the same indicator under another parent, with its keys by their roles, where only that one has a target.
    """

    where: str
    title: Text
    levels: tuple[Text, ...]
    same: tuple[Branch, Mapping[Role, KeyPath]] | None = None

    def __init__(self, typed: Lined, where: str, title: Text, levels: tuple[Text, ...] = ()) -> None:
        super().__init__()
        self._typed, self.where, self.title, self.levels = typed, where, title, levels

    @property
    def place(self) -> Place:
        """Return where it was typed."""
        return self._typed.place

    @property
    def margin(self) -> int:
        """Return how many blanks stand before a line of its keys."""
        return self._typed.margin


def make_branch(title: str, levels: tuple[str, ...] = ()) -> Branch:
    """Return a group, item or indicator that the program makes, with no place where it was typed."""
    return Branch(Text(""), "", Text(title), tuple(map(Text, levels)))


def make_leaf(declared: Field, value: object, shown: str) -> Leaf:
    """Return a value that the program makes, with the text that documents print for it."""
    return Leaf(declared, Text(""), value, shown, declared.key)


def is_named(row: Branch) -> bool:
    """Tell whether an item of a list was given a name; messages call one without a name by its number."""
    return any(isinstance(inner, Leaf) and inner.field.role is Role.NAME for inner in row.values())


def branches(filled: Filled | None) -> list[Branch]:
    """Return the items of a list, or a group as a list of one, or nothing."""
    if isinstance(filled, Branch):
        return [filled]
    return filled if isinstance(filled, list) else []


def leaves(filled: Filled) -> list[Leaf]:
    """Return every value inside, in the order it was typed."""
    if isinstance(filled, Leaf):
        return [filled]
    found: list[Leaf] = []
    for inner in filled if isinstance(filled, list) else filled.values():
        if isinstance(inner, Leaf):
            found.append(inner)
        else:
            found += leaves(inner)
    return found


def all_branches(filled: Filled) -> list[Branch]:
    """Return every group, item and result inside, itself first, in the order it was typed."""
    found = [filled] if isinstance(filled, Branch) else []
    if not isinstance(filled, Leaf):
        for inner in filled if isinstance(filled, list) else filled.values():
            if not isinstance(inner, Leaf):
                found += all_branches(inner)
    return found


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
    """Return a figure as documents print it: half-width digits, no spaces between number and unit."""
    return _GAP.sub("", print_value(text))


def print_value(text: str) -> str:
    """Return a value as its cell shows it: as typed, with half-width digits and no spaces at its ends."""
    return text.strip().translate(_WIDE)


def print_text(text: str) -> str:
    """Return a text as documents print it: without spaces at its ends."""
    return text.strip()
