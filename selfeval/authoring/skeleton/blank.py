"""A blank to fill in, and the lines as which it is typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from selfeval.source.node import Text
from selfeval.source.read import read
from selfeval.source.shape import Holds, Shape
from selfeval.text.pattern import HAN, regex

BLANK = "待填"
STEP = "  "
_NAMES = Shape(Holds.NAMES, entry=Shape(Holds.VALUE))
_PLAIN = regex(rf"(?:{HAN}|[《（≥≤＞＜])[\w，。；、（）《》％%≥≤·—]*(?<!，)|\d[\d.,]*(?:{HAN}|%)*")
"""Texts that need no quotes, as nearly all do."""


class Blank(NamedTuple):
    """Hold one key with the blanks behind or below it.

    Where a VALUE has blanks ``inside``, those are its long form, and its short form is typed: ``名称: 待填`` for a
    result that has one column. A blank that is not needed is typed as a comment, and never added to an existing file.
    A list of several items has them in ``items``, each with its blanks; else ``inside`` is its one item.
    """

    key: str
    holds: Holds = Holds.VALUE
    note: str = ""
    values: tuple[str, ...] = (BLANK,)
    inside: tuple[Blank, ...] = ()
    needed: bool = True
    items: tuple[tuple[Blank, ...], ...] = ()


def lines_of(blanks: Iterable[Blank], margin: str = "") -> Iterator[str]:
    """Yield the lines of some blanks, each indented by the margin."""
    for blank in blanks:
        for line in _lines(blank):
            hidden = not blank.needed and not line.lstrip().startswith("#")
            yield f"{margin}{'# ' if hidden else ''}{line}"


def _lines(blank: Blank) -> Iterator[str]:
    key, note = as_key(blank.key), f"# {blank.note}" if blank.note else ""
    beside = f"  {note}" if note else ""
    match blank.holds:
        case Holds.PROSE:
            yield from filter(None, (note, f"{key}: |"))
            yield from (f"{STEP}{value}" for value in blank.values)
        case Holds.LINES:
            yield from filter(None, (note, f"{key}:"))
            yield from (f"{STEP}- {value}" for value in blank.values)
        case Holds.MAP:
            yield f"{key}:{beside}"
            yield from lines_of(blank.inside, STEP)
        case Holds.LIST:
            yield f"{key}:{beside}"
            for item in blank.items or (blank.inside,):
                first, *rest = lines_of(item)
                yield f"{STEP}- {first}"
                yield from (f"{STEP}  {line}" for line in rest)
        case _:
            yield f"{key}: {blank.values[0]}{beside}"


@cache
def as_key(name: str) -> str:
    """Return a name as it must be typed before a colon: in quotes where it would be read as something else."""

    def cost(text: str) -> tuple[bool, int]:
        reading = read(f"{text}: {BLANK}\n".encode(), "", _NAMES)
        return list(reading.root or ()) != [name], len(reading.problems)

    return min(_ways_to_type(name), key=cost)


def as_value(text: str, holds: Holds = Holds.VALUE) -> str:
    """Return a text of one line as it must be typed behind a colon, or behind a dash where the key holds LINES."""
    if _PLAIN.fullmatch(text):
        return text
    shape = Shape(Holds.MAP, keys={BLANK: Shape(holds)})

    def cost(typed: str) -> tuple[bool, int]:
        reading = read(
            (f"{BLANK}:\n  - {typed}\n" if holds is Holds.LINES else f"{BLANK}: {typed}\n").encode(), "", shape
        )
        found = reading.root.get(Text(BLANK)) if reading.root else None
        return found != ([text] if holds is Holds.LINES else text), len(reading.problems)

    return min(_ways_to_type(text), key=cost)


def _ways_to_type(text: str) -> tuple[str, str, str]:
    """Return a text plain, in single and in double quotes."""
    single, double = text.replace("'", "''"), text.replace("\\", "\\\\").replace('"', '\\"')
    return text, f"'{single}'", f'"{double}"'
