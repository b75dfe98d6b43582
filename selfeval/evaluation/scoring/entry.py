"""What is scored: one indicator with what the department filled in."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from selfeval.quantity.direction import Direction
from selfeval.text.name import fold

_NO_REASON = frozenset({"", "无", "暂无", "0", "-", "/", "不适用"})


class Entry(NamedTuple):
    """Hold one indicator; ``levels`` are the labels above it, a goal first where there is one."""

    name: str
    levels: tuple[str, ...]
    points: Decimal | None
    target: str
    actual: str
    typed: Decimal | None = None
    reason: str = ""
    direction: Direction | None = None

    @property
    def applies(self) -> bool:
        """Tell whether the indicator was not set aside with 不适用."""
        return fold(self.actual) != "不适用"


def explains(reason: str) -> bool:
    """Tell whether a reason says anything."""
    return fold(reason) not in _NO_REASON


def usable(value: Decimal | None) -> Decimal | None:
    """Return a number that can be reckoned with; None for what no form can mean."""
    return value if value is not None and value.is_finite() and value.adjusted() < 9 else None
