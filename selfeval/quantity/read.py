"""Reading of one value cell: words alone first, then the numbers among the words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache

from selfeval.quantity.bounds import AFTER, BEFORE, TRAIL, split_lead
from selfeval.quantity.characters import has_too_many_digits, to_half_width
from selfeval.quantity.common import read_simple
from selfeval.quantity.deadline import read_deadline
from selfeval.quantity.numbers import Number, find_numbers
from selfeval.quantity.units import is_unit, unit_at
from selfeval.quantity.values import (
    About,
    Bound,
    Done,
    Grade,
    Nil,
    Quantity,
    Range,
    Rank,
    Reading,
    Several,
    Value,
    Wording,
)
from selfeval.quantity.words import read_grade, read_status
from selfeval.text.pattern import regex

_SPACE = regex(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])")
_BREAK = regex(r"(?<!\d),|,(?!\d{3}(?!\d))|[;。!?]")
_SMALLER = {"年": ("个月", 12), "天": ("小时", 24), "小时": ("分", 60), "分": ("秒", 60)}
_TIME = regex(r"(?<![\d.])(\d{1,3}+)(年|天|小时|分)钟?(\d{1,2})(个月|小时|分|秒)钟?")


def _write_in_smaller_unit(found: re.Match[str]) -> str:
    """Write a time of two units in the smaller one (4分36秒 becomes 276秒)."""
    big, unit, small, less = found.groups()
    word, times = _SMALLER[unit]
    if less != word or int(small) >= times:
        return found[0]
    return f"{int(big) * times + int(small)}{less}{'钟' if less == '分' else ''}"


def _take_off_brackets(found: re.Match[str]) -> str:
    return found[1] if is_unit(found[1]) else found[0]


# Functions where a template would do: those are parsed anew for every cell.
_SHORTER: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    (regex(r"^[“\"]([^“”\"]*)[”\"]$"), lambda found: found[1]),
    (regex(r"(?<=.)\((?:含\d|满分|总分)[^()]*\)|\(含(?:本数)?\)(?=[-~至到])"), ""),
    (regex(r"\[(\d[\d.]*%?),(\d[\d.]*%?)\]"), lambda found: f"{found[1]}~{found[2]}"),
    (regex(r"(?<=\d)([%\w]?)(?:≤|<=)[^\d≤<>≥=,;、]{1,8}(?:≤|<=)(?=\d)"), lambda found: f"{found[1]}~"),  # 80%≤X≤95%
    (regex(r"(?<=\d)\(([^()\d]{1,5})\)"), _take_off_brackets),  # 95(分)
    (_TIME, _write_in_smaller_unit),
    (_TIME, _write_in_smaller_unit),  # 1小时20分30秒 in two steps
)
# An end that is not included, a zero that leads, an arrow: whatever is meant, it is not the numbers alone.
_DOUBTFUL = regex(
    r"\[\d[\d.]*%?,\d[\d.]*%?[])]|\(\d[\d.]*%?,\d[\d.]*%?\]|\(\d[\d.]*%,\d[\d.]*%?\)|"
    r"\d[^\d≤<>≥,;]{0,2}(?:[≤<]=?[^\d≤<>≥=,;、]{1,8}[≤<]|[≥>]=?[^\d≤<>≥=,;、]{1,8}[≥>])=?\d|"
    r"\d,(?!\d{3}(?!\d))0\d|\d、0\d|[↑↓]"
)
_BOUND_IN_LABEL = regex("[≥≤<>]|不[低少]于|不超过")
_JOINING = "、和及与且,;。"


@lru_cache(maxsize=1024)
def read(text: str) -> Reading:
    """Read a target or an actual as written in a public form; what cannot be read comes back as Text."""
    if has_too_many_digits(text):
        return Wording(text)
    found = read_simple(text)
    return Quantity(found.value, found.unit, found.bound) if found else read_with_care(text)


def read_with_care(text: str) -> Reading:
    """Read any cell, however it is worded; slower than ``read``, with the same result."""
    clean = _SPACE.sub("", to_half_width(text).strip()).strip(" 。;,、")
    for pattern, shorter in _SHORTER:
        clean = pattern.sub(shorter, clean)
    words = read_status(clean) or read_deadline(clean) or read_grade(clean)
    if words:
        return words
    if _DOUBTFUL.search(clean):
        return Wording(clean)
    segments = [segment for segment in _BREAK.split(clean) if segment]
    parts: list[Value] = []
    for segment in segments:
        word = read_grade(segment)
        parts += [word] if word else _read_numbers(segment)
    if len(parts) == 1:
        return parts[0] if len(segments) == 1 else _keep_all_words(parts[0], clean)
    if parts:
        return _join_bounds(parts) or Several(clean, tuple(parts))
    declared = [word for word in map(read_status, segments) if word]
    if declared and all(word.done for word in declared if isinstance(word, Done)):
        return Done(clean, done=True) if any(isinstance(word, Done) for word in declared) else Nil(clean)
    return Wording(clean)


def _keep_all_words(part: Value, clean: str) -> Reading:
    """Read the only value of a cell again, with all the words of the cell around it."""
    if isinstance(part, Grade | Rank):
        return part
    only = _read_numbers(clean)
    return only[0] if len(only) == 1 else part


def _join_bounds(parts: list[Value]) -> Range | None:
    """Join a lower and an upper bound on the same thing (``≥90%，≤95%``)."""
    match parts:
        case [Quantity(bound=Bound.AT_LEAST) as low, Quantity(bound=Bound.AT_MOST, label="") as high] if (
            low.unit == high.unit and low.value <= high.value and not low.tail
        ):
            return Range(low.value, high.value, low.unit, low.label, high.tail)
    return None


def _read_numbers(segment: str) -> list[Quantity | Range]:
    """Read the numbers of a segment with the words around each."""
    figures = find_numbers(segment)
    parts: list[Quantity | Range] = []
    before = segment[: figures[0].start] if figures else ""
    for figure, following in _pair_with_next(figures):
        rest = segment[figure.end : following.start if following else len(segment)]
        trail = TRAIL.match(rest)
        noun = (trail["noun"] or "") if trail else ""
        rest = rest[trail.end() :] if trail else rest
        cut = _find_cut(rest) if following else len(rest)
        parts.append(_make_value(figure, before, trail, noun + (rest[:cut].rstrip(_JOINING) if following else rest)))
        before = rest[cut:]
    return parts


def _pair_with_next(figures: list[Number]) -> Iterator[tuple[Number, Number | None]]:
    yield from zip(figures, [*figures[1:], None], strict=False)


def _find_cut(between: str) -> int:
    """Return where, in the words between two numbers, those of the second begin."""
    return max(between.rfind(mark) + 1 for mark in _JOINING)


def _lengthen_unit(unit: str, tail: str) -> tuple[str, str]:
    """Add to a unit the words behind a bound that belong to it (``个工作日`` in ``10个以上工作日``)."""
    longer = unit_at(unit + tail, 0)
    return (longer, (unit + tail)[len(longer) :]) if longer.startswith(unit) else (unit, tail)


def _make_value(figure: Number, before: str, trail: re.Match[str] | None, tail: str) -> Quantity | Range:
    label, word, near = split_lead(before, 0, len(before))
    if len(figure.values) == 2:
        return Range(*figure.values, figure.unit, label, tail)
    unit, tail = _lengthen_unit(figure.unit, tail) if trail else (figure.unit, tail)
    bound = BEFORE[word] if word else Bound.NONE
    if trail and trail["bound"] and bound in (Bound.NONE, Bound.AT_MOST):
        bound = AFTER[trail["bound"]]
    if not bound:
        # ≥每个考场应考人数的105%
        said = _BOUND_IN_LABEL.findall(label)
        bound = BEFORE[said[-1]] if said else Bound.NONE
    about = About.EXACT
    if figure.is_odd:
        about = About.ODD
    elif near:
        about = About.NEARLY if "近" in near else About.AROUND
    elif trail and trail["around"]:
        about = About.AROUND
    return Quantity(figure.values[0], unit, bound, about, label, tail)
