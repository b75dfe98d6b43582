"""Numbers as they are printed."""

from __future__ import annotations

from decimal import Decimal


def plain(value: Decimal) -> str:
    """Print a number without exponent, keeping the decimals it was typed with."""
    return format(value, "f")


def trimmed(value: Decimal) -> Decimal:
    """Drop the zeros that converting a unit leaves behind."""
    return Decimal(plain(value.normalize()))
