"""The kinds of fields that a form declares: one function a kind, which turns a text into a value and its printed form.

What is unmistakable is normalised silently, what is doubtful is asked about, nothing is guessed.
A blank text has no value and no remark. The printed form of a number is its digits, without
separators or unit; of a percentage, digits and ``%``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from decimal import Decimal

from selfeval.quantity.characters import has_too_many_digits, to_half_width
from selfeval.quantity.dates import date, month, year
from selfeval.quantity.notation import drop_zeros, print_plain
from selfeval.quantity.single import Single, read_single
from selfeval.quantity.typed import Remark, Typed, ask, leave_blank, refuse, warn
from selfeval.quantity.units import MONEY, MYRIADS, PERCENT_WORDS, is_measure
from selfeval.text.name import nearest
from selfeval.text.pattern import regex

__all__ = [
    "Remark",
    "Typed",
    "amount",
    "choice",
    "choices",
    "count",
    "date",
    "month",
    "number",
    "percent",
    "year",
    "yes_no",
]

MOST_DIGITS = 16
"""How many digits a number may have before its point: more is no sum of money and no count."""

_YES = frozenset({"是", "有", "对", "yes", "y", "true", "√", "✓", "✔", "☑", "v"})
_NO = frozenset({"否", "无", "没有", "不是", "no", "n", "false", "×", "✗", "✘", "x", "☒"})
_DIGITS = regex(r"\d")
_INEXACT = regex("[多余几]|左右|上下|以[上下内]")


def amount(text: str, unit: str = "万元") -> Typed[Decimal]:
    """Turn a text into an amount of money in the declared unit; an amount in another unit is converted, with a warning."""
    read = _read_filled(text)
    if not isinstance(read, Single):
        return read
    if read.unit in ("", unit, f"{unit}整") or (read.unit in MYRIADS and unit == f"{read.unit}元"):
        typed = Typed(read.value, print_plain(read.value))
        message = f"“{text.strip()}”小于 0，金额一般不会：请核对。"
        return warn(typed, text, "negative-amount", message) if read.value < 0 else typed
    if _INEXACT.search(read.unit):
        return refuse(text, "not-a-number", f"“{text.strip()}”不是确数：这里要填准确的数字。")
    if read.unit not in MONEY:
        return refuse(text, "wrong-unit", f"“{text.strip()}”的单位是“{read.unit}”，这里要填金额（{unit}）。")
    value = drop_zeros(read.value * MONEY[read.unit] / MONEY[unit])
    printed = print_plain(value)
    return warn(
        Typed(value, printed),
        text,
        "converted-unit",
        f"这里的单位是{unit}，“{text.strip()}”会换算成 {printed}：请核对。",
        printed,
    )


def percent(text: str) -> Typed[Decimal]:
    """Turn a text into a percentage (99.5 for ``99.5%``); a bare number up to 1 may be a share and is asked about."""
    halved = to_half_width(text)
    if spelt := re.fullmatch(r"\s*(百|千)分之(.+)", halved):
        halved = spelt[2].strip() + "%‰"["百千".index(spelt[1])]
    read = _read_filled(halved)
    if not isinstance(read, Single):
        return read if halved == to_half_width(text) else refuse(text, "not-a-number", f"“{text.strip()}”不是百分数。")
    if read.unit == "‰":
        value = read.value / 10
        printed = f"{print_plain(value)}%"
        return warn(
            Typed(value, printed),
            text,
            "per-mille",
            f"“{text.strip()}”是千分数，会换算成 {printed}：请核对。",
            printed,
        )
    if _INEXACT.search(read.unit):
        return refuse(text, "not-a-number", f"“{text.strip()}”不是确数：这里要填准确的百分数。")
    if read.unit not in ("", "%", *PERCENT_WORDS):
        return refuse(text, "wrong-unit", f"“{text.strip()}”的单位是“{read.unit}”，这里要填百分数。")
    value, normal = read.value, f"{print_plain(read.value)}%"
    if not read.unit and 0 < value <= 1:
        share = print_plain(drop_zeros(value * 100))
        return ask(
            text,
            "share-for-percent",
            f"“{text.strip()}”是 {normal} 还是 {share}%？请连同百分号写清楚。",
            f"{share}%",
        )
    if value > 100:
        return warn(Typed(value, normal), text, "percent-over-hundred", f"“{normal}”超过 100%：请核对。")
    if value < 0:
        return warn(Typed(value, normal), text, "negative-percent", f"“{normal}”小于 0：请核对。")
    return Typed(value, normal)


def count(text: str) -> Typed[int]:
    """Turn a text into a whole number; a unit may follow it (``12``, ``1,200人``)."""
    read = number(text)
    if read.value is None:
        return Typed(None, read.normal, read.finding)
    if read.value != read.value.to_integral_value():
        at = to_half_width(text).rfind(".")
        span = (at, len(text.rstrip())) if at >= 0 else None
        return refuse(text, "decimal-count", f"“{text.strip()}”带小数，这里数的是个数：请填整数。", span=span)
    value = int(read.value)
    typed = Typed(value, str(value))
    if read.finding:
        return typed._replace(finding=read.finding)
    if value < 0:
        return warn(typed, text, "negative-count", f"“{text.strip()}”小于 0，这里数的是个数：请核对。")
    return typed


def number(text: str) -> Typed[Decimal]:
    """Turn a text into a decimal number; a measure word behind it is dropped, 万 and 亿 multiply it."""
    read = _read_filled(text)
    if not isinstance(read, Single):
        return read
    times = MYRIADS.get(read.unit[:1], Decimal(1))
    unit = read.unit[1:].strip() if times > 1 else read.unit
    value = drop_zeros(read.value * times) if times > 1 else read.value
    if (read.unit in MONEY and unit) or unit in ("%", "‰"):
        return refuse(
            text, "wrong-unit", f"“{text.strip()}”的单位是“{read.unit}”，这里只填数字。", print_plain(read.value)
        )
    typed = Typed(value, print_plain(value))
    if unit and not is_measure(unit):
        return warn(
            typed,
            text,
            "extra-words",
            f"“{text.strip()}”不只是一个数字，会当成 {typed.normal}：请核对。",
            typed.normal,
        )
    return typed


def yes_no(text: str) -> Typed[bool]:
    """Turn a text into yes or no; 有 and 无 are printed as they are, every other answer as 是 or 否."""
    word = to_half_width(text).strip(" 。,;").lower()
    if not word:
        return leave_blank()
    if word in _YES:
        return Typed(True, "有" if word == "有" else "是")
    if word in _NO:
        return Typed(False, "无" if word in ("无", "没有") else "否")
    if word in ("1", "0"):
        return ask(
            text,
            "digit-for-yes-no",
            f"这里要回答是或否，“{word}”看不准：请写“是”或“否”。",
            "是" if word == "1" else "否",
        )
    return refuse(text, "not-yes-no", f"“{text.strip()}”不是回答：这里只能写“是”或“否”。")


def choice(text: str, choices: Iterable[str]) -> Typed[str]:
    """Turn a text into one of the declared choices; width and spaces do not matter."""
    if not text.strip():
        return leave_blank()
    by_look = {_fold(option): option for option in choices}
    look = _fold(text)
    if look in by_look:
        return Typed(by_look[look], by_look[look])
    inside = [option for option in by_look if option and look and (option in look or look in option)]
    near = inside or [nearest(look, by_look, 0.5, str)]
    near = [option for option in near if _DIGITS.findall(option) == _DIGITS.findall(look)]
    listed = "、".join(f"“{option}”" for option in by_look.values())
    return refuse(
        text,
        "not-a-choice",
        f"“{text.strip()}”不在可选的内容里：只能填{listed}。",
        by_look[near[0]] if len(near) == 1 and near[0] else "",
    )


_BETWEEN = regex(r"[、,，;；/\s]+")


def choices(text: str, options: Iterable[str], between: str) -> Typed[str]:
    """Turn a text into some of the declared choices, in their order, with ``between`` between them."""
    known, found = list(options), set[str]()
    for part in filter(None, _BETWEEN.split(text.strip())):
        each = choice(part, known)
        if each.value is None:
            return (
                each
                if part == text.strip()
                else refuse(text, "not-a-choice", each.finding.message if each.finding else "")
            )
        found.add(each.value)
    chosen = between.join(option for option in known if option in found)
    return Typed(chosen, chosen) if chosen else leave_blank()


def _read_filled(text: str) -> Single | Typed[Decimal]:
    """Return the one number of a text, or why there is none; a number of very many digits is no number."""
    if not to_half_width(text).strip():
        return leave_blank()
    read = None if has_too_many_digits(text) else read_single(text)
    if read is None or (isinstance(read, Single) and read.value and read.value.adjusted() >= MOST_DIGITS):
        return refuse_too_large(text)
    return read


def refuse_too_large(text: str) -> Typed[Decimal]:
    """Return the refusal of a number with very many digits."""
    shown = f"“{text.strip()[:12]}…”这个数太大，多半多打了数字：整数最多 {MOST_DIGITS} 位。"
    return refuse(text, "not-a-number", shown)


def _fold(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text)).strip("。,;“”‘’\"'").casefold()
