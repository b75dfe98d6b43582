"""What a label such as ``产出指标（50分）`` says besides its name."""

from __future__ import annotations

import unicodedata
from decimal import Decimal

from selfeval.text.name import fold
from selfeval.text.pattern import regex

_POINTS = regex(r"[(\[【〔](?:分值|权重|满分)?:?([0-9]{1,4}(?:\.[0-9]{1,4})?)分[)\]】〕]:?$")


def points_in_label(label: str) -> Decimal | None:
    """Return the points in brackets at the end of a label, or None."""
    found = _POINTS.search(_plain(label))
    return Decimal(found[1]) if found else None


def bare(label: str) -> str:
    """Return the name in a label for comparison: without points, width, spaces and a closing 指标."""
    return fold(_POINTS.sub("", _plain(label))).removesuffix("指标")


def _plain(label: str) -> str:
    return "".join(unicodedata.normalize("NFKC", label).split())
