"""A blank to fill, and the lines it is typed as."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import NamedTuple

from selfeval.source.read import read
from selfeval.source.shape import Holds, Shape

BLANK = "待填"
STEP = "  "
_NAMES = Shape(Holds.NAMES, entry=Shape(Holds.VALUE))


class Blank(NamedTuple):
    """Hold one key with what is to be filled in behind or below it.

    A value with something inside is short for it: ``名称: 待填`` for a result that has one column.
    One that is not needed is typed as a comment, and never added to a file that is there.
    """

    key: str
    holds: Holds = Holds.VALUE
    note: str = ""
    values: tuple[str, ...] = (BLANK,)
    inside: tuple[Blank, ...] = ()
    needed: bool = True


def typed(blanks: Iterable[Blank], margin: str = "") -> Iterator[str]:
    """Yield the lines of blanks, each indented by the margin."""
    for blank in blanks:
        for line in _lines(blank):
            hidden = not blank.needed and not line.lstrip().startswith("#")
            yield f"{margin}{'# ' if hidden else ''}{line}"


def _lines(blank: Blank) -> Iterator[str]:
    key, note = written(blank.key), f"# {blank.note}" if blank.note else ""
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
            yield from typed(blank.inside, STEP)
        case Holds.LIST:
            yield f"{key}:{beside}"
            first, *rest = typed(blank.inside)
            yield f"{STEP}- {first}"
            yield from (f"{STEP}  {line}" for line in rest)
        case _:
            yield f"{key}: {blank.values[0]}{beside}"


@cache
def written(name: str) -> str:
    """Return a name as it must be typed before a colon: in quotes where it would not read back."""

    def cost(text: str) -> tuple[bool, int]:
        reading = read(f"{text}: {BLANK}\n".encode(), "", _NAMES)
        return list(reading.root or ()) != [name], len(reading.problems)

    single, double = name.replace("'", "''"), name.replace("\\", "\\\\").replace('"', '\\"')
    return min((name, f"'{single}'", f'"{double}"'), key=cost)
