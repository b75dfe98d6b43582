"""The difference of two values, in words."""

from __future__ import annotations

from decimal import Decimal
from difflib import SequenceMatcher

from selfeval.quantity.direction import Direction, direction_of_bound, direction_of_name
from selfeval.quantity.notation import print_number
from selfeval.quantity.read import read
from selfeval.quantity.units import factor
from selfeval.quantity.values import Quantity
from selfeval.text.name import fold

CHANGED = "改动"


def apart(before: str, after: str, more: str = "增加", less: str = "减少") -> str:
    """Return the difference of two figures in words, empty where they mean the same."""
    old, new = read(before), read(after)
    if fold(before) == fold(after) or old == new:
        return ""
    if not isinstance(old, Quantity) or not isinstance(new, Quantity):
        return CHANGED
    scale = factor(new.unit, old.unit)
    if scale is None:
        return CHANGED
    change = new.value * scale - old.value
    if not change:
        return "数没有变，写法改了" if old.bound is new.bound else CHANGED
    unit = "个百分点" if old.unit == "%" else old.unit
    relative = f"（{_relative(change, old.value)}）" if old.value and old.unit != "%" else ""
    amount = print_number(abs(change), "#,##0.######" if "," in before + after else "0.######")
    return f"{more if change > 0 else less} {amount}{unit}{relative}"


def target(before: str, after: str, name: str) -> str:
    """Return in words whether a target was raised or lowered; where less is better, also whether that is stricter."""
    said = apart(before, after, "调高", "调低")
    new = read(after)
    way = (direction_of_bound(new.bound) if isinstance(new, Quantity) else None) or direction_of_name(name)
    if way is Direction.LOWER and said.startswith("调"):
        return f"{said}，要求{'放宽' if said.startswith('调高') else '收紧'}"
    return said


def rewritten(before: str, after: str) -> str:
    """Return in words how much of a text was rewritten, empty where only spaces changed."""
    old, new = "".join(before.split()), "".join(after.split())
    if old == new:
        return ""
    share = 1 - SequenceMatcher(None, old, new, autojunk=False).ratio()
    return f"改了约 {max(round(share * 100), 1)}%"


def _relative(change: Decimal, whole: Decimal) -> str:
    sign = "+" if change > 0 else ""
    return sign + print_number(change / abs(whole) * 100, "0.#%")
