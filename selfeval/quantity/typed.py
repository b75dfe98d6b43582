"""What typing a text gives: its value, its printed form, and at most one finding about it."""

from __future__ import annotations

from typing import Generic, NamedTuple, TypeVar

from selfeval.problem import Level

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Remark(NamedTuple):
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
    finding: Remark | None = None


def leave_blank() -> Typed[T]:
    """Type a text that was not filled in: nothing to say about it here."""
    return Typed(None, "")


def refuse(text: str, rule: str, message: str, fix: str = "", span: tuple[int, int] | None = None) -> Typed[T]:
    """Refuse a text; without a span the finding is about all of it."""
    return Typed(None, text.strip(), Remark(rule, Level.ERROR, message, fix, *(span or span_of(text))))


def ask(text: str, rule: str, message: str, fix: str = "") -> Typed[T]:
    """Leave a text without a value because it may mean two things, and ask."""
    return Typed(None, text.strip(), Remark(rule, Level.WARNING, message, fix, *span_of(text)))


def warn(typed: Typed[T], text: str, rule: str, message: str, fix: str = "") -> Typed[T]:
    """Keep what a text was typed as, and warn about the text."""
    return Typed(typed.value, typed.normal, Remark(rule, Level.WARNING, message, fix, *span_of(text)))


def span_of(text: str) -> tuple[int, int]:
    """Give the span of the text without the blanks around it."""
    start = len(text) - len(text.lstrip())
    return start, max(len(text.rstrip()), start)
