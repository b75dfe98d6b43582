"""Numbers as they are printed."""

from __future__ import annotations

from decimal import Decimal


def print_plain(value: Decimal) -> str:
    """Print a number without exponent, keeping the decimals it was typed with."""
    return format(value, "f")


def drop_zeros(value: Decimal) -> Decimal:
    """Drop the zeros that converting a unit leaves behind."""
    return Decimal(print_plain(value.normalize()))
