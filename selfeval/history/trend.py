"""One figure over the years: the target and value that a department's files hold under a name, year by year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from selfeval.quantity.read import read
from selfeval.quantity.units import factor
from selfeval.quantity.values import Quantity
from selfeval.submission.quotes import TARGET_WORD, Index, Quotes, fill
from selfeval.submission.submission import Submission
from selfeval.text.name import fold

LONGEST = 24
"""How many characters the longest bar has."""


class Point(NamedTuple):
    """Hold a full name with the target and the value it stands for, empty where there is none."""

    name: str
    target: str
    value: str


def points(submissions: Iterable[Submission], name: str) -> list[Point]:
    """Return every figure that a name may mean in one year; a project's may be named ``项目文件名.名称``."""
    found: dict[tuple[str, str], Point] = {}
    for submission in submissions:
        prefix, quotes = f"{submission.project}." if submission.project else "", Quotes(submission)
        for form in submission.forms:
            here = list(_points_of_form(Index(quotes, form), name.removeprefix(prefix)))
            for each in here:
                found.setdefault((each.target, each.value), each._replace(name=prefix + each.name))
            if here:
                break
    return list(found.values())


def _points_of_form(known: Index, name: str) -> Iterator[Point]:
    values = known.get(fold(name))
    for quotable in values:
        first, *rest = quotable.lines
        value = "".join([*fill(first, known), *rest])
        yield Point(quotable.name, next(_targets_of(known, quotable.name), ""), value)
    if not values:
        targets = list(_targets_of(known, name)) or ([""] if fold(name) in known.unfilled else [])
        yield from (Point(name, target, "") for target in targets)


def _targets_of(known: Index, name: str) -> Iterator[str]:
    yield from (quotable.lines[0] for quotable in known.get(fold(f"{name}.{TARGET_WORD}")))


def names(submissions: Iterable[Submission]) -> list[str]:
    """Return all names that have a figure, shortest first."""
    quotable = ((Quotes(submission), submission.forms) for submission in submissions)
    found = (name for quotes, forms in quotable for form in forms for name in Index(quotes, form).names)
    return sorted(dict.fromkeys(found), key=len)


def bars(values: Sequence[str]) -> list[str]:
    """Return a bar for each value, to the scale of the largest; empty for a value without a number in this unit."""
    numbers = list(_in_one_unit(values))
    largest = max((number for number in numbers if number is not None), default=Decimal(0))
    return [
        "█" * max(round(number / largest * LONGEST), 1) if number is not None and number > 0 else ""
        for number in numbers
    ]


def _in_one_unit(values: Sequence[str]) -> Iterator[Decimal | None]:
    """Yield the values as numbers in the unit of the first, None for one that is no number in this unit."""
    readings = [read(value) for value in values]
    unit = next((reading.unit for reading in readings if isinstance(reading, Quantity)), "")
    for reading in readings:
        scale = factor(reading.unit, unit) if isinstance(reading, Quantity) else None
        yield reading.value * scale if isinstance(reading, Quantity) and scale is not None else None
