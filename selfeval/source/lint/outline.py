"""Which maps and lists are open at a line, at which columns, and what may stand there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from selfeval.source.shape import Holds, Shape

TEXTS = frozenset({Holds.VALUE, Holds.PROSE})
LISTS = frozenset({Holds.LIST, Holds.LINES, Holds.TREE})
LINE = Shape(Holds.PROSE)


@dataclass(slots=True)
class Frame:
    """Hold an open map or list: its column, its shape (None when unknown), and the keys seen so far with their lines."""

    column: int
    is_list: bool
    shape: Shape | None
    seen: dict[str, int] = field(default_factory=dict)
    is_entry: bool = False
    dash_finding: int = -1  # of a map: the number of the finding that names the dashes it should not have
    heading_finding: int = -1  # of second-level headings: the number of the finding that names the one forgotten above
    entry: Shape | None = field(init=False)  # what stands after a dash of this list

    def __post_init__(self) -> None:
        """Derive the shape of an entry from that of the list."""
        self.entry = _shape_of_entry(self.shape) if self.is_list and self.shape is not None else None

    @property
    def first_key(self) -> str:
        """Return the key that was typed first; "" when none was."""
        return next(iter(self.seen), "")

    def knows(self, key: str) -> bool:
        """Tell whether the form names this key in this map."""
        return (
            not self.is_list
            and self.shape is not None
            and key in self.shape.keys
            and self.shape.holds not in (Holds.NAMES, Holds.TREE)
        )

    def missing_keys(self) -> list[str]:
        """Return the keys that the form names in this map and that were not typed yet."""
        return [key for key in self.shape.keys if self.knows(key) and key not in self.seen] if self.shape else []

    @property
    def takes_any_name(self) -> bool:
        """Tell whether any name may be a key of this map."""
        return not self.is_list and (self.shape is None or self.shape.holds in (Holds.NAMES, Holds.TREE))

    @property
    def names_groups(self) -> bool:
        """Tell whether what stands below a name of this map begins with a text, so that no bare figure follows a name."""
        entry = self.shape.entry if self.shape and self.takes_any_name else None
        return entry is not None and next((each.holds is Holds.PROSE for each in entry.keys.values()), False)

    def shape_below(self, key: str) -> Shape | None:
        """Return the shape of what follows a key; None when the form does not say."""
        if self.shape is None:
            return None
        if self.shape.holds is Holds.NAMES:
            return self.shape.entry
        return self.shape if self.shape.holds is Holds.TREE else self.shape.keys.get(key)


def _shape_of_entry(shape: Shape) -> Shape | None:
    if shape.holds is Holds.LINES:
        return LINE
    return Shape(Holds.MAP, shape.keys) if shape.keys else None


class Opening(NamedTuple):
    """Say where a value starts, and which key or dash opens it: its column, its name, and the shape of what follows."""

    number: int
    start: int
    owner: int
    name: str
    shape: Shape | None


@dataclass(slots=True)
class Waiting:
    """Hold a key or dash that has no value yet: what follows stands further right than ``column``."""

    column: int
    shape: Shape | None
    after_dash: bool = False
    line: int = -1


@dataclass(slots=True)
class Outline:
    """Keep the open maps and lists, the outermost first; ``closed`` holds those that the present line closes."""

    frames: list[Frame]
    closed: list[Frame] = field(default_factory=list)
    waiting: Waiting | None = None

    @property
    def top(self) -> Frame:
        """Return the innermost open map or list."""
        return self.frames[-1]

    def innermost(self, column: int) -> Frame:
        """Return the innermost map or list that does not stand further right than the column."""
        for each in reversed(self.frames):
            if each.column <= column:
                return each
        return self.frames[0]

    def close(self, column: int) -> None:
        """Close the maps and lists that stand further right than the column."""
        frames, closed = self.frames, self.closed
        closed.clear()
        while len(frames) > 1 and frames[-1].column > column:
            closed.append(frames.pop())

    def maps(self) -> list[Frame]:
        """Return every map to which a line may belong, the innermost first."""
        return [frame for frame in (*self.closed, *reversed(self.frames)) if not frame.is_list]

    def lists(self) -> list[Frame]:
        """Return every list to which a line may belong, the innermost first."""
        return [frame for frame in (*self.closed, *reversed(self.frames)) if frame.is_list]

    def restore(self, frame: Frame) -> None:
        """Make a map or list the innermost one again, whether it was just closed or others were opened inside it."""
        everything = [*self.frames, *reversed(self.closed)]
        self.frames[:] = everything[: next(at for at, each in enumerate(everything) if each is frame) + 1]
        self.closed.clear()

    def map_at(self, column: int) -> Frame | None:
        """Return the open map at exactly this column."""
        return next((each for each in reversed(self.frames) if each.column == column and not each.is_list), None)

    def list_at(self, column: int) -> Frame | None:
        """Return the open list at exactly this column."""
        return next((each for each in reversed(self.frames) if each.column == column and each.is_list), None)

    def opens_map(self, column: int) -> bool:
        """Tell whether a key at this column starts a new map below the key that waits."""
        return self.waiting is not None and column > self.waiting.column

    def opens_list(self, column: int) -> bool:
        """Tell whether a dash at this column starts a new list below the key that waits."""
        return self.waiting is not None and column >= self.waiting.column + self.waiting.after_dash

    def wants_list(self, column: int) -> bool:
        """Tell whether a list entry belongs at this column beyond doubt."""
        if self.waiting is not None and self.opens_list(column):
            shape = self.waiting.shape
            return shape is not None and shape.holds in LISTS
        return self.list_at(column) is not None

    def wants_texts(self, column: int) -> bool:
        """Tell whether an entry at this column, where one belongs, is a plain text."""
        holder = self.waiting or self.list_at(column)
        return holder is not None and holder.shape is not None and holder.shape.holds is Holds.LINES

    def knows(self, key: str) -> bool:
        """Tell whether the form names this key in a map or list that is open, or that would open below the key that waits."""
        waiting = self.waiting.shape if self.waiting else None
        if waiting is not None and key in waiting.keys:
            return True
        return any(frame.knows(key) for frame in self.maps()) or any(
            key in frame.shape.keys for frame in self.lists() if frame.shape is not None
        )
