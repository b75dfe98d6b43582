"""How far the examination of the lines has come: what is open, what was found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from selfeval.problem import Edit
from selfeval.source.lint.line import name_odd_indent
from selfeval.source.lint.outline import Outline
from selfeval.source.shape import Shape
from selfeval.source.slip import Found, Slip

DEEPEST = 20  # levels
STEP = 2  # the columns a new level is indented by
FAR = 1000  # how many lines ahead are looked at
COUNTED = ("indentation", "list-indentation", "wrong-level")  # rules whose message counts the blanks
ENTRY = "这一条"  # what a list entry without a key is called


class Line(NamedTuple):
    """Hold the line looked at: its number, what is typed, where that starts, and the column that is meant."""

    number: int
    text: str
    start: int
    column: int


@dataclass(slots=True)
class Running:
    """Hold a plain text that may go on: its name, the column of its key, and the numbers of its lines so far.

    ``points`` is the number of the finding that names the points below a short value.
    """

    name: str
    owner: int
    start: int
    shape: Shape | None
    header: int
    lines: list[int] = field(default_factory=list)
    opener: int = -1
    points: int = -1


@dataclass(slots=True)
class Moved:
    """Hold a line that was moved: the lines below it that stand further right than ``column`` may move along.

    ``along`` says that the first of them had to: it stood no further right than the line itself was moved to.
    """

    column: int
    by: int
    slip: int
    along: bool = False


@dataclass
class Scan:
    """Keep what the lines looked at so far have opened, and what was found in them."""

    lines: Sequence[str]
    indents: Sequence[int]
    outline: Outline
    anchors: frozenset[str]
    width: int
    known: frozenset[str]  # every key that the form names anywhere in this file
    headings: frozenset[str]  # every second-level heading of indicators
    findings: list[Found] = field(default_factory=list)
    text: Running | None = None
    moved: Moved | None = None
    after_block: str = ""
    unread: int = -1

    def move_block_along(self, number: int, owner: int, text: Slip) -> bool:
        """Move the text below a key that was moved right along with it, as part of that slip; tell whether it was moved."""
        moved = self.moved
        above = self.findings[moved.slip] if moved else None
        if moved is None or not isinstance(above, Slip) or moved.by <= 0:
            return False
        if owner - moved.by != len(self.lines[number]) - len(self.lines[number].lstrip(" ")):
            return False
        self.findings[moved.slip] = above._replace(edits=(*above.edits, *text.edits))
        return True

    def move(self, at: Line, place: int, rule: str = "", message: str = "", *, sure: bool = True) -> None:
        """Move a line to column ``place``: as part of the slip of the line above that moved, or as a slip of its own."""
        number, start = at.number, at.start
        lead = at.text[:start]
        if place == start and lead.count(" ") == start:
            return
        edit = Edit(number, 0, start, " " * place)
        if self.moved and place == start + self.moved.by and lead.count(" ") == start:
            slip = self.findings[self.moved.slip]
            if isinstance(slip, Slip):
                self.findings[self.moved.slip] = slip._replace(edits=(*slip.edits, edit))
            return
        odd = name_odd_indent(lead)
        if odd is not None:
            rule, message = odd
        elif lead.count(" ") != start:
            self.findings.append(edit)
            return
        less = f"，行首应空 {place} 格，现在是 {start} 格" if rule in COUNTED else ""
        self.findings.append(Slip(rule, number, 0, max(start, 1), message + less, (edit,), sure=sure))
        self.moved = Moved(start, place - start, len(self.findings) - 1)
