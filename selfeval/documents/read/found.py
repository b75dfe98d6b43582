"""What a document says by a form: its values under their keys, item by item, and all that has no place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from selfeval.form.expression import KeyPath
from selfeval.form.field import Field


class Value(NamedTuple):
    """Hold one value as it is printed: a paragraph each of its texts, the place of the first, and the field it belongs to.

    ``field`` is None for what nobody types; ``others`` are different texts printed for the same key elsewhere.
    """

    path: KeyPath
    texts: tuple[str, ...]
    place: str
    field: Field | None
    others: tuple[tuple[str, str], ...] = ()

    @property
    def text(self) -> str:
        """Return the paragraphs, a line each."""
        return "\n".join(self.texts)


@dataclass
class Entry:
    """Hold the values of one item by their paths in the view, and its lists; the document itself is an item without a name.

    ``levels`` are the headings above an indicator; ``nameless`` tells that it only says that nothing stands below them.
    """

    values: dict[KeyPath, Value] = field(default_factory=dict)
    lists: dict[KeyPath, list[Entry]] = field(default_factory=dict)
    levels: tuple[str, ...] = ()
    name: str = ""
    place: str = ""


class Unplaced(NamedTuple):
    """Hold a text that has no place in the form: where it stands, and the key of the value before it, () at the beginning."""

    place: str
    text: str
    beside: KeyPath = ()
    why: str = ""


class Found(NamedTuple):
    """Hold what a document says by one form.

    ``labels`` is the share of the form's fixed text that was found, ``texts`` the share of the document's text that was
    placed, both from 0 to 1; ``counted`` are the places of fixed texts found and of all.
    """

    entry: Entry
    unplaced: tuple[Unplaced, ...]
    labels: float
    texts: float
    counted: tuple[int, int]


def keyed(entry: Entry, above: str = "") -> Iterator[tuple[str, Value]]:
    """Yield every value with its dotted key, in which items stand by their names."""
    for path, value in entry.values.items():
        yield f"{above}{'.'.join(path[-1:] if above else path)}", value
    for path, items in entry.lists.items():
        for number, item in enumerate(items, start=1):
            name = ".".join((*item.levels, item.name or str(number)))
            yield from keyed(item, f"{above}{path[-1] if above else '.'.join(path)}.{name}.")
