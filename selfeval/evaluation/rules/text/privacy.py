"""What belongs to a person and not in a published document."""

from __future__ import annotations

from collections.abc import Iterator

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.paragraph import say, spots
from selfeval.quantity.characters import to_half_width
from selfeval.text.pattern import regex

_MOBILE = regex(r"(?<![\d.,-])(?:[+＋]?86[ -]?)?[1１][3-9３-９]\d[ -]?\d{4}[ -]?\d{4}(?![\d.,%-]|\s*[万亿元人次件个])")
_IDENTITY = regex(r"(?<!\d)[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![\dA-Za-z])")
_DIGITS = regex(r"[1-9１]\d[\d -]{9}")
_CONTACT = regex("电话|联系|手机")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def personal_phone(dossier: Dossier) -> Iterator[Finding]:
    """Find a mobile number outside a field that asks for one."""
    for spot in spots(_MOBILE, dossier.paragraphs.holding(_DIGITS)):
        if not _CONTACT.search(spot.paragraph.key):
            digits = to_half_width(spot.match[0]).lstrip("+").removeprefix("86").strip(" -")
            shown = f"{digits[:3]}****{digits[-4:]}"
            yield say(spot, f"{shown} 是个人手机号码，材料公开前请删去，或改成办公电话")


def identity_number(dossier: Dossier) -> Iterator[Finding]:
    """Find a citizen's identity number (GB 11643-1999): a birth date inside, a check character at the end."""
    for spot in spots(_IDENTITY, dossier.paragraphs.holding(_DIGITS)):
        total = sum(int(digit) * weight for digit, weight in zip(spot.match[0], _WEIGHTS, strict=False))
        if _CHECKS[total % 11] == spot.match[0][-1].upper():
            shown = f"{spot.match[0][:3]}****{spot.match[0][-2:]}"
            yield say(spot, f"{shown} 是居民身份证号码，材料要公开，不能写；请删去")
