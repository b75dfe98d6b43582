"""Many cases of one kind, of which a few run always and all in the whole suite."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def sampled(values: Iterable[object], every: int = 4) -> list[Any]:
    """Return test cases of which one in so many runs always, and the others only where the slow tests do."""
    return sampled_rows(((value,) for value in values), every)


def sampled_rows(rows: Iterable[tuple[object, ...]], every: int = 4) -> list[Any]:
    """Return test cases of several arguments, as `sampled` does those of one."""
    return [pytest.param(*row, marks=[pytest.mark.slow] if number % every else []) for number, row in enumerate(rows)]
