"""What offices write where a value belongs, and whether an actual meets its target.

The names below are loaded when first asked for: typing the fields of a file needs none of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from selfeval.quantity.direction import Direction
    from selfeval.quantity.judging import judge
    from selfeval.quantity.reader import read
    from selfeval.quantity.reading import (
        About,
        Bound,
        Deadline,
        Grade,
        Nil,
        Quantity,
        Range,
        Rank,
        Reading,
        Several,
        Status,
        Text,
        describe,
        write,
    )
    from selfeval.quantity.verdict import Code, Outcome, Verdict

__all__ = [
    "About",
    "Bound",
    "Code",
    "Deadline",
    "Direction",
    "Grade",
    "Nil",
    "Outcome",
    "Quantity",
    "Range",
    "Rank",
    "Reading",
    "Several",
    "Status",
    "Text",
    "Verdict",
    "describe",
    "judge",
    "read",
    "write",
]
_HOMES = {
    "Direction": "direction",
    "judge": "judging",
    "read": "reader",
    "Code": "verdict",
    "Outcome": "verdict",
    "Verdict": "verdict",
}


def __getattr__(name: str) -> object:
    """Load the module a public name lives in."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{_HOMES.get(name, 'reading')}"), name)
    globals()[name] = value
    return value
