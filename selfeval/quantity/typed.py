"""What typing a text gives: its value, its printed form, and at most one finding about it."""

from __future__ import annotations

from typing import Generic, NamedTuple, TypeVar

from selfeval.problem import Level

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Finding(NamedTuple):
    """Say what is wrong with characters ``start`` to ``end`` of a text.

    ``fix`` is what to type instead of the whole text; "" when only the author can know.
    """

    rule: str
    level: Level
    message: str
    fix: str
    start: int
    end: int


class Typed(NamedTuple, Generic[T_co]):
    """Hold the value of a text; ``value`` is None while nobody but the author can say what it is."""

    value: T_co | None
    normal: str
    finding: Finding | None = None


def blank() -> Typed[T]:
    """Type a text that was not filled in: nothing to say about it here."""
    return Typed(None, "")


def wrong(text: str, rule: str, message: str, fix: str = "", span: tuple[int, int] | None = None) -> Typed[T]:
    """Refuse a text; without a span the finding is about all of it."""
    return Typed(None, text.strip(), Finding(rule, Level.ERROR, message, fix, *(span or whole(text))))


def asked(text: str, rule: str, message: str, fix: str = "") -> Typed[T]:
    """Leave a text without a value because it may mean two things, and ask."""
    return Typed(None, text.strip(), Finding(rule, Level.WARNING, message, fix, *whole(text)))


def noted(value: T, normal: str, text: str, rule: str, message: str, fix: str = "") -> Typed[T]:
    """Type a text and warn about it."""
    return Typed(value, normal, Finding(rule, Level.WARNING, message, fix, *whole(text)))


def whole(text: str) -> tuple[int, int]:
    """Give the span of the text without the blanks around it."""
    start = len(text) - len(text.lstrip())
    return start, max(len(text.rstrip()), start)
