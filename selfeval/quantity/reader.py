"""Reading of one value cell: words alone first, then the numbers among the words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from selfeval.quantity.characters import NUMERAL, half, numeral
from selfeval.quantity.deadline import deadline
from selfeval.quantity.declared import AFTER, BEFORE, BEFORE_WORDS, grade, status
from selfeval.quantity.reading import (
    About,
    Bound,
    Grade,
    Nil,
    Quantity,
    Range,
    Rank,
    Reading,
    Several,
    Status,
    Text,
    Value,
)
from selfeval.quantity.units import UNIT

_SPACE = re.compile(r"(?<![A-Za-z0-9])\s+|\s+(?![A-Za-z0-9])")
_BREAK = re.compile(r"(?<!\d),|,(?!\d{3}(?!\d))|[;。!?]")
_QUOTED = re.compile(r"^[“\"]([^“”\"]*)[”\"]$")
_INCLUDED = re.compile(r"\(含\d[^()]*\)")
_INTERVAL = re.compile(r"\[(\d[\d.]*%?),(\d[\d.]*%?)\]")

_ARABIC = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
_TIMES = r"[十百千万亿]{1,2}(?!分之|[元瓦克米卡帕])"
_POWERS = {"十": 10, "百": 10**2, "千": 10**3, "万": 10**4, "亿": 10**8}
_PART = r"(?:\d{1,2}[日号]|底|末|初|份|[上中下]旬)?"
_SKIP = "|".join(
    (
        r"[“\"《〈][^”\"》〉]*[”\"》〉]",  # names and titles
        rf"(?:(?:19|20)\d{{2}}年?[-~至、])?(?:19|20)\d{{2}}年(?:\d{{1,2}}月{_PART})?",  # 2019-2021年
        rf"\d{{1,2}}(?:[-~至]\d{{1,2}})?月{_PART}",
        r"\d{1,2}[日号](?:之?前|起)",  # 5-8月, 15日前
        rf"第(?:\d+|{NUMERAL})",
        r"[A-Za-z][\w.+/ -]*\d[\w.+]*",
        r"[\d.]+%?±[\d.]+%?",  # 第三方, N95
        r"\d+(?:\.\d+){2,}",
        r"\d+[:/]\d[\d:/]*",
        rf"\d+(?!{UNIT})[A-Za-z+][\w+]*",  # 1.2.3, 3:1, 5G
    )
)
_FIGURE = re.compile(
    rf"(?P<skip>{_SKIP})|(?:(?P<share>[百千万])分之)?"
    rf"(?:(?P<digits>(?:(?<![\d%一-鿿])-)?{_ARABIC})(?P<times>{_TIMES})?|(?P<spelt>(?<![数几上第零\d]){NUMERAL}))"
    rf"(?P<odd>余|多)?(?P<more>[万亿](?!元))?(?P<unit>{UNIT}|成(?![功立为果效本员长]))?(?P<odd_after>余|多)?(?!半)"
    rf"(?:(?:--?|~|至|到)(?P<to>{_ARABIC})(?P<to_times>{_TIMES})?(?P<to_unit>{UNIT})?)?"
)
_LEAD = re.compile(
    rf"(?P<label>.*?)(?P<bound>{BEFORE_WORDS})?(?:为|到|至)?(?P<about>大约|大概|约为|(?<![预节契签条制])约|将近|接近|(?<![最附])近)?",
    re.DOTALL,
)
_TRAIL = re.compile(
    rf"(?P<noun>[^\d,;。、]{{0,12}}?)(?:\(含(?:本数)?\)|及|或|含)*(?P<bound>{'|'.join(AFTER)})(?!容|部|外|涵|科|设|控)"
    r"(?:\(含[^)]*\))?|(?P<around>左右|上下)"
)
# 一方面, 十分满意, 一批: a numeral in words counts only with a unit, and where a count may stand.
_SPELT_LEAD = re.compile(r"(?:^|[,、:(]|[共计达到成展办开织集于过约近有为少多超])$")
_NOT_COUNTED = re.compile(r"十分(?!$|以|及|或|\()|一[度点批级例]|一次性|一[本套面台把口道]|百[年件]|[万千]家")
_AFTER_BARE = re.compile(rf"$|[、和及与且,;()≥≤<>]|左右|上下|{'|'.join(AFTER)}|及以|或以")
_SHORT_NOUN = re.compile(rf"(?!热线|平台|.?半)([一-鿿]{{1,2}}?)(?=$|[、,;()]|{'|'.join(AFTER)}|左右)")
_JOINING = "、和及与且,;。"
_SHARES = {"百": ("%", Decimal(1)), "千": ("‰", Decimal(1)), "万": ("%", Decimal("0.01"))}


class _Found(NamedTuple):
    start: int
    end: int
    values: tuple[Decimal, ...]
    unit: str
    is_odd: bool


def read(text: str) -> Reading:
    """Read a target or an actual as written in a public form; what cannot be read comes back as Text."""
    clean = _SPACE.sub("", half(text).strip()).strip(" 。;,、")
    clean = _INTERVAL.sub(r"\1~\2", _INCLUDED.sub("", _QUOTED.sub(r"\1", clean)))
    words = status(clean) or deadline(clean) or grade(clean)
    if words:
        return words
    segments = [segment for segment in _BREAK.split(clean) if segment]
    parts: list[Value] = []
    for segment in segments:
        word = grade(segment)
        parts += [word] if word else _numbers(segment)
    if len(parts) == 1:
        return _single(parts[0], clean)
    if parts:
        return _between(parts) or Several(clean, tuple(parts))
    declared = [word for word in map(status, segments) if word]
    if declared and all(word.done for word in declared if isinstance(word, Status)):
        return Status(clean, done=True) if any(isinstance(word, Status) for word in declared) else Nil(clean)
    return Text(clean)


def _single(part: Value, clean: str) -> Reading:
    """Give the only value of a cell all the words of the cell."""
    if isinstance(part, Grade | Rank):
        return part
    only = _numbers(clean)
    return only[0] if len(only) == 1 else part


def _between(parts: list[Value]) -> Range | None:
    """Join a lower and an upper bound on the same thing (``≥90%，≤95%``)."""
    match parts:
        case [Quantity(bound=Bound.AT_LEAST) as low, Quantity(bound=Bound.AT_MOST, label="") as high] if (
            low.unit == high.unit and low.value <= high.value and not low.tail
        ):
            return Range(low.value, high.value, low.unit, low.label, high.tail)
    return None


def _numbers(segment: str) -> list[Quantity | Range]:
    """Read the numbers of a segment with the words around each."""
    figures = [found for match in _FIGURE.finditer(segment) if (found := _found(match, segment))]
    parts: list[Quantity | Range] = []
    lead = segment[: figures[0].start] if figures else ""
    for figure, following in _with_next(figures):
        rest = segment[figure.end : following.start if following else len(segment)]
        trail = _TRAIL.match(rest)
        noun = (trail["noun"] or "") if trail else ""
        rest = rest[trail.end() :] if trail else rest
        cut = _cut(rest) if following else len(rest)
        parts.append(_part(figure, lead, trail, noun + (rest[:cut].rstrip(_JOINING) if following else rest)))
        lead = rest[cut:]
    return parts


def _with_next(figures: list[_Found]) -> Iterator[tuple[_Found, _Found | None]]:
    yield from zip(figures, [*figures[1:], None], strict=False)


def _cut(between: str) -> int:
    """Find where the words between two numbers stop belonging to the first."""
    return max(between.rfind(mark) + 1 for mark in _JOINING)


def _part(figure: _Found, lead: str, trail: re.Match[str] | None, tail: str) -> Quantity | Range:
    before = _LEAD.fullmatch(lead)
    label, word, near = (before["label"], before["bound"], before["about"]) if before else (lead, None, None)
    if len(figure.values) == 2:
        return Range(*figure.values, figure.unit, label, tail)
    bound = BEFORE[word] if word else Bound.NONE
    if trail and trail["bound"] and bound in (Bound.NONE, Bound.AT_MOST):
        bound = AFTER[trail["bound"]]
    if not bound:
        # ≥每个考场应考人数的105%
        said = re.findall("[≥≤<>]|不[低少]于|不超过", label)
        bound = BEFORE[said[-1]] if said else Bound.NONE
    about = About.EXACT
    if figure.is_odd:
        about = About.ODD
    elif near:
        about = About.NEARLY if "近" in near else About.AROUND
    elif trail and trail["around"]:
        about = About.AROUND
    return Quantity(figure.values[0], figure.unit, bound, about, label, tail)


def _found(match: re.Match[str], segment: str) -> _Found | None:
    """Accept a match as a number with a unit, or nothing when the words around it say it counts nothing."""
    if match["skip"]:
        return None
    value = _value(match["digits"] or "", match["times"]) if match["digits"] else numeral(match["spelt"])
    unit, end, rest = match["unit"] or "", match.end(), segment[match.end() :]
    if value is None:
        return None
    if match["share"]:
        unit, scale = _SHARES[match["share"]]
        return _Found(match.start(), end, (value * scale,), unit, bool(match["odd"]))
    is_year = unit == "年" and value >= 1900
    if match["spelt"] and (not unit or is_year or not _counts(match, segment)):
        return None
    if unit == "成":
        return _Found(match.start(), end, (value * 10,), "%", bool(match["odd"]))
    if match["more"]:
        value *= _POWERS[match["more"]]
    if match["to"]:
        high = _value(match["to"], match["to_times"])
        if match["to_times"] and not match["times"]:
            value = _value(match["digits"], match["to_times"]) if match["digits"] else value
        unit = match["to_unit"] or unit
        if high < value or unit != (match["unit"] or unit):
            return None
        return _Found(match.start(), end, (value, high), unit, False)
    if not unit and not _AFTER_BARE.match(rest):
        noun = _SHORT_NOUN.match(rest)
        if not noun:
            return None
        unit, end = noun[1], end + len(noun[1])
    return _Found(match.start(), end, (value,), unit, bool(match["odd"] or match["odd_after"]))


def _counts(match: re.Match[str], segment: str) -> bool:
    before = _LEAD.fullmatch(segment[: match.start()])
    lead = before["label"] if before else ""
    bounded = before and (before["bound"] or before["about"])
    return bool((bounded or _SPELT_LEAD.search(lead)) and not _NOT_COUNTED.match(segment[match.start() :]))


def _value(digits: str, times: str | None) -> Decimal:
    value = Decimal(digits.replace(",", ""))
    for power in times or "":
        value *= _POWERS[power]
    return value
