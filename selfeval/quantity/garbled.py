"""Numbers and days that cannot be read in a target or an actual: ``15,8‰``, ``9O%``, ``M.8万元``, ``4月32日``."""

from __future__ import annotations

import re
from decimal import Decimal

from selfeval.quantity.bounds import BEFORE_WORDS
from selfeval.quantity.characters import to_half_width
from selfeval.quantity.dates import date
from selfeval.quantity.single import read_single
from selfeval.quantity.typed import Remark, Typed, refuse
from selfeval.quantity.units import is_measure, is_unit, split_times
from selfeval.text.pattern import regex

_FRAME = regex(
    rf"\s*(?:{BEFORE_WORDS}|约)?\s*(?P<core>[\dA-Za-z|〇零][\dA-Za-z|〇零.,'。·\s]*?)"
    r"(?P<unit>\s*(?:[%‰]|[^\W\dA-Za-z_][^\d,;。、()]{0,7})?)(?P<extra>[%‰=*/\\-]*)(?:[及或]?以[上下内]|左右)?[\s。]*"
)
_DAY = regex(r"(?<!\d)\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*[日号]")
_TURNED = regex(
    rf"\s*(?P<before>(?:{BEFORE_WORDS}|[^\W\dA-Za-z_]{{1,6}})?)\s*(?P<sign>[%‰])\s*(?P<number>\d[\d,.]*)\s*(?:(?P=sign))?"
    r"(?P<after>(?:[及或]?以[上下内]|左右)?)\s*"
)
_UNCLEAR = regex(r"\s*([?*])\s*\d")
_STRAY = regex(r"(?<=\d)[。·',]\s*$")
_DOUBLED = regex(r"([^\W\d_A-Za-z]{1,2})\1")
_LONGEST = 40
"""How long a cell of one number may be."""
_DIGIT = regex(r"\d")
_DECIMAL = regex(r"\.\d")
_LETTERS = regex(r"[A-Za-z]+[.,]?\d|\d[A-Za-z]+\d")
_SLIPS = frozenset(("moved-separator", "letter-in-number", "chinese-point", "two-points"))


def find_garbled(text: str) -> Remark | None:
    """Return what is wrong with a cell that is one number with its unit and cannot be read; None for any other cell."""
    halved = to_half_width(text)
    if known := _find_impossible_day(text, halved) or _find_turned(text, halved):
        return known
    if unclear := _UNCLEAR.match(halved):
        message = f"“{text.strip()}”前面的“{unclear[1]}”不知道是什么意思，“至少”写 ≥，“至多”写 ≤，没有就删去。"
        return refuse(text, "not-a-number", message, span=unclear.span(1)).finding
    found = _FRAME.fullmatch(halved) if len(text) <= _LONGEST else None
    if not found or not _DIGIT.search(found["core"]):
        return None
    doubled = _DOUBLED.fullmatch(found["unit"].strip())
    if doubled and is_unit(doubled[1]):
        return _refuse_extra(text, halved, found.end("unit") - len(doubled[1]), found.end("unit"))
    if not _is_counted(found["unit"].strip()) or _is_day(found):
        return None
    start, end = found.span("core")
    typed = read_single(text[start:end].strip())
    if isinstance(typed, Typed) and typed.finding and typed.finding.rule in _SLIPS:
        return _put_back(typed, text, start, end)
    if stray := _STRAY.search(found["core"]) if found["unit"].strip() else None:
        at = start + stray.start()
        return _refuse_extra(text, halved, at, at + 1)
    if found["unit"].strip() and _LETTERS.search(found["core"]):
        return refuse(
            text, "not-a-number", f"“{text.strip()}”里的“{found['core'].strip()}”读不出是多少：请写成数字。"
        ).finding
    if found["extra"] and not _is_number_with_unit(found["unit"] + found["extra"]):
        return _refuse_extra(text, halved, *found.span("extra"))
    return None


def _is_day(found: re.Match[str]) -> bool:
    """Tell whether a number is a day with points: 2025.9.3."""
    return not found["unit"].strip() and date(found["core"].strip()).value is not None


def _find_turned(text: str, halved: str) -> Remark | None:
    """Return the remark on a per-cent sign typed before its number: %0.8."""
    turned = _TURNED.fullmatch(halved)
    if turned is None:
        return None
    fix = f"{turned['before']}{turned['number']}{turned['sign']}{turned['after']}"
    message = f"“{text.strip()}”的“{turned['sign']}”写在了数的前面，要写在后面。"
    return refuse(text, "not-a-number", message, fix, turned.span("sign")).finding


def _refuse_extra(text: str, halved: str, start: int, end: int) -> Remark | None:
    """Return the remark on characters that a number with its unit has too many."""
    message = f"“{text.strip()}”里多了“{text[start:end]}”，读不出是多少：请删去，只留一个单位。"
    return refuse(text, "not-a-number", message, (halved[:start] + halved[end:]).strip(), (start, end)).finding


def _find_impossible_day(text: str, halved: str) -> Remark | None:
    """Return the remark on the first day of a cell that no calendar has: 2024年4月32日前."""
    for day in _DAY.finditer(halved):
        remark = date(day[0]).finding
        if remark and remark.rule == "impossible-date":
            start = day.start()
            return refuse(text, remark.rule, remark.message, span=(start + remark.start, start + remark.end)).finding
    return None


def _put_back(typed: Typed[Decimal], text: str, start: int, end: int) -> Remark | None:
    """Return the remark on a number with the words of its cell around the fix, and its place in the cell."""
    remark = typed.finding
    assert remark is not None
    shift = start + len(text[start:end]) - len(text[start:end].lstrip())
    unit = to_half_width(text[end:]).strip()
    is_guess = _DECIMAL.search(remark.fix) and remark.rule == "moved-separator" and is_measure(split_times(unit)[1])
    fix = "" if is_guess or not remark.fix else f"{text[:start]}{remark.fix}{text[end:]}".strip()  # 1,20件
    return remark._replace(fix=fix, start=shift + remark.start, end=shift + remark.end)


def _is_counted(unit: str) -> bool:
    return not unit or is_unit(split_times(unit)[1]) or split_times(unit)[1] == ""


def _is_number_with_unit(unit: str) -> bool:
    return unit.strip() in ("%", "‰")
