"""What a document says by a form: its values under their keys, item by item, and all that has no place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from selfeval.documents.read.lines import ReadLine
from selfeval.form.expression import KeyPath
from selfeval.form.field import Field, Kind, Role
from selfeval.quantity import fields
from selfeval.text.name import fold


class Value(NamedTuple):
    """Hold one value as it is printed: a paragraph each of its texts, the place of the first, and the field it belongs to.

    ``field`` is None for what nobody types; ``others`` are different texts printed for the same key elsewhere. ``guess``
    says in Chinese why it may be the value of another key.
    """

    path: KeyPath
    texts: tuple[str, ...]
    place: str
    field: Field | None
    others: tuple[tuple[str, str], ...] = ()
    guess: str = ""

    @property
    def text(self) -> str:
        """Return the paragraphs, a line each."""
        return "\n".join(self.texts)

    @property
    def is_name(self) -> bool:
        """Tell whether it is the name of a list's item."""
        return self.field is not None and self.field.role is Role.NAME


@dataclass
class ReadItem:
    """Hold the values of one item by their paths in the view, and its lists; the document itself is an item without a name.

    ``levels`` are the headings above an indicator; one with nothing but these says that there is none below them.
    ``name_key`` is the key of its name in its list.
    """

    values: dict[KeyPath, Value] = field(default_factory=dict)
    lists: dict[KeyPath, list[ReadItem]] = field(default_factory=dict)
    levels: tuple[str, ...] = ()
    name: str = ""
    name_key: str = ""
    place: str = ""


class Unplaced(NamedTuple):
    """Hold a text that has no place in the form: where it stands, and the key of the value before it, () at the beginning."""

    place: str
    text: str
    beside: KeyPath = ()
    why: str = ""


class DocumentReading(NamedTuple):
    """Hold what a document says by one form.

    ``labels`` is the share of the form's fixed text that was found, ``texts`` the share of the document's text that was
    placed, both from 0 to 1; ``counted`` are the places of fixed texts found and of all. ``guesses`` say in Chinese what
    was taken for something that is not written there, ``altered`` are texts in the place of the form's own words.
    ``lines`` are all lines of the document.
    """

    entry: ReadItem
    unplaced: tuple[Unplaced, ...]
    labels: float
    texts: float
    counted: tuple[int, int]
    pictures: int = 0
    guesses: tuple[str, ...] = ()
    altered: tuple[Unplaced, ...] = ()
    lines: tuple[ReadLine, ...] = ()


def keyed(entry: ReadItem, above: str = "", depth: int = 0) -> Iterator[tuple[str, Value]]:
    """Yield every value with its dotted key, in which items stand by their levels and names.

    ``above`` is the dotted key of the item itself, ``depth`` the length of the path of its list.
    """
    for path, value in entry.values.items():
        yield f"{above}{'.'.join(path[depth:])}", value
    for path, items in entry.lists.items():
        seen: Counter[str] = Counter()
        for number, item in enumerate(items, start=1):
            name = ".".join((*item.levels, item.name or f"第{number}条"))
            seen[name] += 1
            again = f"（第{seen[name]}个）" if seen[name] > 1 else ""
            yield from keyed(item, f"{above}{'.'.join(path[depth:])}.{name}{again}.", len(path))


def same(one: Value, other: Value) -> bool:
    """Tell whether two texts say the same value: the same words, figure or day."""
    return fold(one.text) == fold(other.text) or _is_same_figure(one, other)


def unchanged(one: Value, other: Value) -> bool:
    """Tell whether two texts of words are the same to the letter, spaces and marks too; figures say the same.

    How they are broken into paragraphs does not count.
    """
    declared = one.field or other.field
    if declared is None or declared.kind not in _WORDED:
        return same(one, other)
    first, second = ("".join(text.strip() for text in each.texts) for each in (one, other))
    return first == second


_WORDED = frozenset({Kind.TEXT, Kind.PROSE, Kind.LINES})
"""The kinds of texts that print as they are typed."""


def prints_as(typed: Value, printed: Value) -> bool:
    """Tell whether a value as it is typed is printed so: the same, or a figure with fewer decimals."""
    declared = typed.field or printed.field
    figure, shown = _figure(typed, declared), _figure(printed, declared)
    is_rounded = figure is not None and shown is not None and figure.quantize(shown, ROUND_HALF_UP) == shown
    return is_rounded or same(typed, printed)


def _is_same_figure(one: Value, other: Value) -> bool:
    declared = one.field or other.field
    if declared is not None and declared.kind is Kind.DATE:
        day = fields.date(one.text).value
        return day is not None and day == fields.date(other.text).value
    first = _figure(one, declared)
    return first is not None and first == _figure(other, declared)


def _figure(value: Value, declared: Field | None) -> Decimal | None:
    """Return the figure that a text says, read as its field is; what nobody types is a plain number or a share."""
    if declared is None:
        read = fields.percent if value.text.rstrip().endswith(("%", "％")) else fields.number
        return read(value.text).value
    reader = _READERS.get(declared.kind)
    return reader(value.text, declared).value if reader else None


_READERS: Mapping[Kind, Callable[[str, Field], fields.Typed[Decimal]]] = {
    Kind.AMOUNT: lambda text, declared: fields.amount(text, declared.unit),
    Kind.PERCENT: lambda text, declared: fields.percent(text),
    Kind.NUMBER: lambda text, declared: fields.number(text),
    Kind.COUNT: lambda text, declared: fields.number(text),
}
"""How the figures of a kind are read."""
