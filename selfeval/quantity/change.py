"""Changes: by how much or from what to what something changed, and targets that ask for a change in words alone (``同比下降``)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from selfeval.quantity.direction import Direction
from selfeval.quantity.notation import drop_zeros
from selfeval.quantity.units import factor
from selfeval.quantity.values import Bound, Part, Quantity, Reading, Several, Wording
from selfeval.quantity.verdict import Code, Verdict, decide
from selfeval.text.pattern import regex

_UP = ("增长", "增加", "提高", "上升", "提升", "增幅", "增速", "涨幅", "升幅", "升", "增")
_DOWN = ("下降", "减少", "降低", "压减", "压缩", "削减", "下调", "回落", "缩短", "降幅", "减幅")
CHANGES = "|".join((*_UP[:-2], *_DOWN))
"""The words that say that something became more or less, as alternatives of a pattern."""
_CHANGE = regex(rf"({CHANGES})[^,;]{{0,4}}$")
_WORD = regex(CHANGES)
_LEVEL = regex(rf"({CHANGES}|[升增降减])了?[到至为成]$")
_FROM = regex("(?:^|[^自])[由从]$")
_LAST_YEAR = r"(?:上年度?|去年|上一年度?|往年)(?:同期)?(?:水平|数)?"
_SINCE = rf"(?:同比|[与和较比]?{_LAST_YEAR}(?:相比)?)?"
_SAID = regex(rf"{_SINCE}(?P<change>{CHANGES})")
_WANTED = regex(
    rf"{_SINCE}(?:有所|稳步|逐[步年]|持续|继续|保持|实现)*(?P<change>{CHANGES})|"
    rf"(?P<least>不低于|不少于|≥){_LAST_YEAR}|(?P<most>不高于|不超过|不多于|≤){_LAST_YEAR}|(?:实现|保持)?(?:零增长|不增[长加]|只[减降]不[增升])"
)
_AS_BEFORE = regex(r"(?:[与和同较比])?(?:上年度?|去年|上年同期|去年同期|同期|同比)?(?:基本)?持平")
_HUNDRED = Decimal(100)


def change_in_words(words: str) -> Direction | None:
    """Return the direction in which words before a number say that something changed by it (``增长``); None when they say none."""
    found = _CHANGE.search(words)
    return None if not found or level_in_words(words) else _way_of_word(found[1])


def level_in_words(words: str) -> Direction | None:
    """Return the direction in which something came to a number, by the words before it (``缩短至``); None when they say none."""
    found = _LEVEL.search(words)
    return _way_of_word(found[1]) if found else None


def _way_of_word(word: str) -> Direction:
    return Direction.HIGHER if word in _UP else Direction.LOWER


def stayed(text: str) -> bool:
    """Tell whether a text says that all is as it was before (``与上年持平``)."""
    return _AS_BEFORE.fullmatch(text) is not None


def judge_wanted_change(target: str, result: Reading) -> Verdict | None:
    """Judge an actual against a change that is wanted in words (``同比下降``, ``不低于上年``); None where the two do not say."""
    wanted, changed = _WANTED.fullmatch(target), _change_of(result)
    if not wanted or not (changed or (isinstance(result, Wording) and stayed(result.text))):
        return None
    way = change_in_words(wanted["change"] or "")
    is_bare = isinstance(result, Quantity) and not change_in_words(result.label)
    if is_bare and (way is None or (isinstance(result, Quantity) and result.value > 0)):
        return None  # 下降: 0.3% may be the level itself
    if way:
        return decide(changed is way, Code.COMPARED, f"目标是“{target}”")
    worse = Direction.LOWER if wanted["least"] else Direction.HIGHER
    return decide(changed is not worse, Code.COMPARED, f"目标是“{target}”")


def _change_of(result: Reading) -> Direction | None:
    """Return the direction in which an actual says that something changed; a bare -3% fell."""
    match result:
        case Quantity(value=value, label=label) if value > 0 and result.bound in (Bound.NONE, Bound.EQUAL):
            return change_in_words(label) if len(_WORD.findall(label)) == 1 else None  # 增速回落
        case Quantity(value=value, unit="%", label="") if value < 0:
            return Direction.LOWER
        case Several() if ends := find_ends(result):
            return _way_of(*ends)
        case Wording(text=text) if said := _SAID.fullmatch(text):
            return change_in_words(said["change"])
    return None


def _way_of(before: Quantity, after: Quantity) -> Direction | None:
    if before.value == after.value:
        return None
    return Direction.HIGHER if after.value > before.value else Direction.LOWER


def find_ends(result: Several) -> tuple[Quantity, Quantity] | None:
    """Return what something was and what it became (``由20天压缩到12天``); None for any other cell, and where word and numbers disagree."""
    match result.parts:
        case (Quantity() as before, Quantity() as after) if _FROM.search(before.label):
            before = before if before.unit else replace(before, unit=after.unit)
            after = after if after.unit else replace(after, unit=before.unit)
            are_alike = before.unit == after.unit and before.value > 0 and not before.bound
            way = level_in_words(after.label)
            return (before, after) if are_alike and way and way is _way_of(before, after) else None
    return None


def read_change(goal: Quantity, result: Several, name: str) -> tuple[Part, ...]:
    """Return what an actual with two ends may mean beside a target: what it became, or by how much; () when it has no two ends."""
    ends = find_ends(result)
    if not ends or ends[1].bound:
        return ()
    before, after = ends
    became, how = replace(after, label=""), after.label.rstrip("了到至为成")
    by = abs(after.value - before.value)
    share = Quantity(drop_zeros(round(by / before.value * _HUNDRED, 6)), "%", label=how)
    points = Quantity(by, "个百分点" if before.unit == "%" else before.unit, label=how)
    if level_in_words(goal.label) or not (change_in_words(goal.label) or change_in_words(name)):
        return (became,)
    if goal.unit.endswith("百分点"):
        return (points,) if before.unit == "%" else ()
    if goal.unit == "%" and before.unit != "%":
        return (share,)
    if goal.unit == "%":
        return (share, replace(points, unit="%"), *(() if change_in_words(goal.label) else (became,)))
    if factor(before.unit, goal.unit) is None:
        return ()
    return (points,) if change_in_words(goal.label) else (points, became)
