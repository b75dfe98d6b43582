"""The result of turning a text into a value: the value, its printed form, and at most one remark about the text."""

from __future__ import annotations

from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Remark(NamedTuple):
    """Say what is wrong with characters ``start`` to ``end`` of a text.

    ``fix`` is what to type instead of the whole text; "" when only the author can know.
    """

    rule: str
    doubtful: bool
    message: str
    fix: str
    start: int
    end: int


class Typed(NamedTuple, Generic[T_co]):
    """Hold the value of a text and its printed form; ``value`` is None while only the author can say what it is."""

    value: T_co | None
    normal: str
    finding: Remark | None = None


def leave_blank() -> Typed[T]:
    """Return the result for a field that was not filled in: no value and no remark."""
    return Typed(None, "")


def refuse(text: str, rule: str, message: str, fix: str = "", span: tuple[int, int] | None = None) -> Typed[T]:
    """Refuse a text, with an error; without a span the remark is about all of it."""
    return Typed(None, text.strip(), Remark(rule, False, message, fix, *(span or span_of(text))))


def ask(text: str, rule: str, message: str, fix: str = "") -> Typed[T]:
    """Leave a text that may mean two things without a value, and ask in a warning what it means."""
    return Typed(None, text.strip(), Remark(rule, True, message, fix, *span_of(text)))


def warn(typed: Typed[T], text: str, rule: str, message: str, fix: str = "") -> Typed[T]:
    """Return the same result with a warning about the text."""
    return Typed(typed.value, typed.normal, Remark(rule, True, message, fix, *span_of(text)))


def span_of(text: str) -> tuple[int, int]:
    """Return the span of a text without the blanks around it."""
    start = len(text) - len(text.lstrip())
    return start, max(len(text.rstrip()), start)
