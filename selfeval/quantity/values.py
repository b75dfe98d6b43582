"""The closed set of things a value cell can say, and how each is written again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from selfeval.quantity.notation import print_plain


class Bound(StrEnum):
    """Say whether the true number is at, above or below the value; NONE is a bare value."""

    NONE = ""
    AT_LEAST = "≥"
    OVER = ">"
    AT_MOST = "≤"
    UNDER = "<"
    EQUAL = "="


class About(StrEnum):
    """Say how a value is approximate: around it, just below it, a little above it."""

    EXACT = ""
    AROUND = "约"
    NEARLY = "近"
    ODD = "余"


@dataclass(frozen=True, slots=True)
class Quantity:
    """Hold one number with its unit as written (3万件 is 30000 件), and the words around it.

    ``times`` is what the typed number was multiplied by, 10000 for 3万件.
    """

    value: Decimal
    unit: str = ""
    bound: Bound = Bound.NONE
    about: About = About.EXACT
    label: str = ""
    tail: str = ""
    times: Decimal = field(default=Decimal(1), compare=False)


@dataclass(frozen=True, slots=True)
class Range:
    """Hold two numbers, both included; ``is_bound`` says that neither may be passed (``≥90%，≤95%``)."""

    low: Decimal
    high: Decimal
    unit: str = ""
    label: str = ""
    tail: str = ""
    is_bound: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Grade:
    """Hold a grade; levels compare within one scale, higher is better.

    ``shade`` tells apart what is of one level: AA+ and AA-, 一级A and 一级B; 0 when there is no such mark.
    """

    text: str
    scale: str
    level: int
    bound: Bound = Bound.NONE
    shade: int = 0


@dataclass(frozen=True, slots=True)
class Ratio:
    """Hold two numbers that stand in a ratio (1:4.5); ``share`` is the second for one of the first."""

    text: str
    share: Decimal
    bound: Bound = Bound.NONE


@dataclass(frozen=True, slots=True)
class Rank:
    """Hold a place in a ranking; lower is better. A bound says "among the first"."""

    text: str
    place: int
    bound: Bound = Bound.NONE


@dataclass(frozen=True, slots=True)
class Done:
    """Hold a declaration that something is done or is not."""

    text: str
    done: bool


@dataclass(frozen=True, slots=True)
class Deadline:
    """Hold a time by its first and last (month, day); the year is None when not written.

    ``is_span`` says that both ends were typed; ``end_year`` is the year of the second one, where it is another.
    """

    text: str
    year: int | None
    first: tuple[int, int]
    last: tuple[int, int]
    is_span: bool = False
    end_year: int | None = None


@dataclass(frozen=True, slots=True)
class Nil:
    """Hold a declaration that there was none (``无``, ``未发生``)."""

    text: str


@dataclass(frozen=True, slots=True)
class Wording:
    """Hold words that name no value; "" is an empty cell."""

    text: str


@dataclass(frozen=True, slots=True)
class Several:
    """Hold the values of a cell that names more than one."""

    text: str
    parts: tuple[Part, ...]


Value = Quantity | Range | Grade | Rank | Ratio
Part = Value | Nil | Wording
Reading = Value | Done | Deadline | Nil | Wording | Several


def write(reading: Reading) -> str:
    """Write a reading so that reading it again gives the same."""
    if isinstance(reading, Range):
        return f"{reading.label}{print_plain(reading.low)}~{print_plain(reading.high)}{reading.unit}{reading.tail}"
    if not isinstance(reading, Quantity):
        return reading.text
    about = reading.about
    before, after = ("", about) if about is About.ODD else (about, "")
    number = f"{before}{print_plain(reading.value)}{after}{reading.unit}"
    return f"{reading.label}{reading.bound}{number}{reading.tail}"


KINDS: Mapping[type, str] = {Wording: "text", Done: "status"}
"""What programs call the values whose class has another name."""


def describe(reading: Reading) -> dict[str, object]:
    """Describe a reading with strings, numbers as written, and lists, ready for JSON."""
    known: dict[str, object] = {
        "kind": KINDS.get(type(reading), type(reading).__name__.lower()),
        "text": write(reading),
    }
    match reading:
        case Quantity():
            known |= {
                "value": print_plain(reading.value),
                "unit": reading.unit,
                "comparator": str(reading.bound),
                "approximate": str(reading.about),
                "label": reading.label,
                "tail": reading.tail,
            }
        case Range():
            known |= {
                "low": print_plain(reading.low),
                "high": print_plain(reading.high),
                "unit": reading.unit,
                "label": reading.label,
                "tail": reading.tail,
            }
        case Grade():
            known |= {"scale": reading.scale, "level": reading.level, "comparator": str(reading.bound)}
            known |= {"shade": reading.shade} if reading.shade else {}
        case Rank():
            known |= {"place": reading.place, "comparator": str(reading.bound)}
        case Done():
            known |= {"done": reading.done}
        case Deadline():
            known |= {"year": reading.year, "first": list(reading.first), "last": list(reading.last)}
            known |= {"end_year": reading.end_year} if reading.end_year else {}
        case Ratio():
            known |= {"share": print_plain(reading.share), "comparator": str(reading.bound)}
        case Several():
            known |= {"parts": [describe(part) for part in reading.parts]}
        case Nil() | Wording():
            pass
    return known
