"""Many cases of one kind, of which a few run always and all in the whole suite."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def sampled(values: Iterable[object], every: int = 4) -> list[Any]:
    """Return test cases of which one in so many runs always, and the others only where the slow tests do."""
    return [
        value if number % every == 0 else pytest.param(value, marks=pytest.mark.slow)
        for number, value in enumerate(values)
    ]
