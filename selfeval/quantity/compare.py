"""Comparison of one value with one target value."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from selfeval.quantity.direction import (
    RATE,
    Direction,
    contradicts,
    direction_of_bound,
    direction_of_name,
    leaves_direction_open,
)
from selfeval.quantity.notation import drop_zeros, print_plain
from selfeval.quantity.units import factor, is_money, is_neutral, is_unit
from selfeval.quantity.values import About, Bound, Grade, Nil, Quantity, Range, Rank, Reading, Value
from selfeval.quantity.verdict import Attainment, Code, Verdict, decide, leave_open
from selfeval.text.pattern import regex

_IN_NAME = regex(r"\((?:单位:?)?([^()]+)\)")
_PER = regex(r"每(月|季度?|周|日|天|人|半年|村|个|户|次|期|场)")
_UP = ("增长", "增加", "提高", "上升", "提升")
_CHANGES = "|".join((*_UP, "下降", "减少", "降低", "压减", "缩短"))
_CHANGE = regex(rf"({_CHANGES})[^,;]{{0,4}}$")
_RELATIVES = f"{_CHANGES}|提前|推迟|延后|延迟|超额|超支|节约|节省|结余"
_RELATIVE = regex(_RELATIVES)
# 提前10天, 超额完成10%: the number is not the one the target names.
_BY_HOW_MUCH = regex(rf"(?:{_RELATIVES})(?:完成)?了?$")
_TINY = Decimal("1e-9")
_NO_END = Decimal("Infinity")


def compare(goal: Value, result: Reading, name: str, direction: Direction | None, threshold: Decimal) -> Verdict:
    """Compare an actual with its target; the verdict is undecided where the two are of different kinds."""
    match goal, result:
        case Grade(), Grade() if goal.scale == result.scale:
            return _compare_grades(goal, result)
        case Rank(), Rank():
            return decide(result.place <= goal.place, Code.COMPARED, "按名次比较")
        case ((Quantity() | Range()), Nil()):
            return _compare_nil(goal, result, name, direction)
        case Quantity(), Quantity() | Range():
            return _compare_numbers(goal, result, name, direction, threshold)
        case Range(), Quantity() | Range():
            return _compare_range(goal, result, name)
    return leave_open(Code.OTHER_KIND, "目标值和实际完成值不是同一种东西，没法比较")


def _compare_grades(goal: Grade, result: Grade) -> Verdict:
    if direction_of_bound(goal.bound) is Direction.LOWER:
        return decide(result.level <= goal.level, Code.COMPARED, "按等次比较")
    return decide(result.level >= goal.level, Code.COMPARED, "按等次比较")


def _compare_nil(goal: Quantity | Range, result: Nil, name: str, direction: Direction | None) -> Verdict:
    if isinstance(goal, Quantity) and (goal.value == 0 or _find_better_way(goal, name, direction) is Direction.LOWER):
        return decide(True, Code.COMPARED, f"“{result.text}”就是 0")
    return leave_open(Code.STATUS_FOR_NUMBER, f"“{result.text}”看不出是没有完成，还是没有这种情况")


def unit_in_name(name: str) -> str:
    """Return the unit that an indicator's name has in brackets (``场次`` in ``开展宣传活动（场次）``); "" when it has none."""
    return next((word for word in _IN_NAME.findall(name) if is_unit(word)), "")


def _find_scale(goal: Quantity | Range, result: Quantity | Range, name: str) -> Decimal | Verdict:
    """Return the factor that converts the actual into the target's unit, or the verdict where no comparison is possible."""
    if _BY_HOW_MUCH.search(result.label) and not _RELATIVE.search(goal.label + name):
        return leave_open(Code.OTHER_KIND, "实际完成值写的是多了或少了多少，目标值不是")
    if _find_per(goal) != _find_per(result):
        return leave_open(Code.UNIT_DIFFERS, "目标值和实际完成值一个按次（或按月、按人）算，一个按总数算")
    unit, actual_unit = (part.unit or unit_in_name(name) for part in (goal, result))
    if unit and actual_unit:
        found = factor(actual_unit, unit)
        if found is None:
            return leave_open(Code.UNIT_DIFFERS, f"目标值的单位是“{unit}”，实际完成值的单位是“{actual_unit}”，没法比较")
        return found
    if unit == actual_unit:
        return Decimal(1)
    bare = result if unit else goal
    number = bare.value if isinstance(bare, Quantity) else bare.low
    one = unit or actual_unit
    if is_money(one) or (one in "%‰" and not (number == 0 or (number > 1 and (RATE.search(name) or not name)))):
        return leave_open(Code.UNIT_MISSING, f"目标值和实际完成值只有一个写了单位“{one}”，看不出是不是同一个单位")
    return Decimal(1)


def _convert(value: Decimal, scale: Decimal) -> Decimal:
    """Convert a value and round it to 20 digits: 亩 is 2000/3 平方米, and 15亩 must be exactly 1公顷."""
    return value if scale == 1 else drop_zeros(Decimal(format(value * scale, ".20g")))


def _find_per(part: Quantity | Range) -> str:
    found = _PER.search(part.label)
    return found[1] if found else ""


def _compare_numbers(
    goal: Quantity, result: Quantity | Range, name: str, direction: Direction | None, threshold: Decimal
) -> Verdict:
    way = _find_better_way(goal, name, direction)
    if {_change_of(goal), _change_of(result)} == set(Direction):
        reason = "目标值和实际完成值一个是增，一个是减"
        is_real = way and isinstance(result, Quantity) and result.value > 0 and goal.value >= 0
        return decide(way is Direction.LOWER, Code.COMPARED, reason) if is_real else leave_open(Code.OTHER_KIND, reason)
    if way is Direction.LOWER and isinstance(result, Quantity) and not result.value and goal.value >= 0:
        return Verdict(Attainment.MET, Code.COMPARED, "实际是 0", Decimal(0) if goal.value else None)
    scale = _find_scale(goal, result, name)
    if isinstance(scale, Verdict):
        return scale
    low, high = (result.low, result.high) if isinstance(result, Range) else (result.value, result.value)
    low, high = _convert(low, scale), _convert(high, scale)
    if (
        low == high == goal.value
        and isinstance(result, Quantity)
        and result.bound in (Bound.NONE, Bound.EQUAL)
        and result.about is About.EXACT
        and goal.bound not in (Bound.OVER, Bound.UNDER)
    ):
        return Verdict(Attainment.MET, Code.COMPARED, "实际完成值和目标值相同", Decimal(1) if goal.value else None)
    if way is None:
        return leave_open(Code.DIRECTION_UNKNOWN, "看不出多了好还是少了好：目标值前面没有写 ≥ 或 ≤")
    if contradicts(goal.bound, name) and not _change_of(goal):
        return leave_open(Code.DIRECTION_CONTRADICTS, "目标值前面的符号和指标名称的意思相反")
    answers = {_meets(goal, number, way) for number in _find_ends(result, low, high)}
    if len(answers) > 1:
        return leave_open(Code.APPROXIMATE, "实际完成值是个大概的数，看不出是否达到目标值")
    ratio = (low / goal.value if low else low) if goal.value > 0 and low == high and low >= 0 else None
    sign = goal.bound or ("≥" if way is Direction.HIGHER else "≤")
    compared = f"目标值 {sign}{print_plain(goal.value)}，实际 {print_plain(low)}"
    if not answers.pop():
        if _nearly_meets(goal, low, way):
            return leave_open(Code.APPROXIMATE, "目标值是个大概的数，实际完成值和它相差不多")
        return Verdict(Attainment.MISSED, Code.COMPARED, compared, ratio)
    is_beyond = way is Direction.HIGHER and ratio is not None and ratio >= threshold
    return Verdict(Attainment.EXCEEDED if is_beyond else Attainment.MET, Code.COMPARED, compared, ratio)


def _find_ends(result: Quantity | Range, low: Decimal, high: Decimal) -> tuple[Decimal, Decimal]:
    """Return the least and the greatest number that an actual may stand for."""
    if isinstance(result, Range):
        return low, high
    if result.bound in (Bound.AT_LEAST, Bound.OVER) or result.about is About.ODD:
        return low if result.bound is Bound.AT_LEAST else low + _TINY, _NO_END
    if result.bound in (Bound.AT_MOST, Bound.UNDER) or result.about is About.NEARLY:
        floor = low * Decimal("0.9") if result.about is About.NEARLY else -_NO_END
        return floor, high if result.bound is Bound.AT_MOST else high - _TINY
    if result.about is About.AROUND:
        return low * Decimal("0.95"), high * Decimal("1.05")
    return low, high


def _meets(goal: Quantity, number: Decimal, way: Direction) -> bool:
    if way is Direction.HIGHER:
        return number > goal.value if goal.bound is Bound.OVER else number >= goal.value
    return number < goal.value if goal.bound is Bound.UNDER else number <= goal.value


def _nearly_meets(goal: Quantity, number: Decimal, way: Direction) -> bool:
    """Tell whether a number meets one of the values that an approximate target (``5.5%左右``) may stand for."""
    ends = _find_ends(goal, goal.value, goal.value) if goal.about in (About.AROUND, About.NEARLY) else ()
    return any(_meets(replace(goal, value=end), number, way) for end in ends)


def _change_of(part: Quantity | Range) -> Direction | None:
    """Return the direction in which something changed by this value (``增长5%``); None when it is no change."""
    return _change_in_words(part.label)


def _change_in_words(words: str) -> Direction | None:
    found = _CHANGE.search(words)
    if not found:
        return None
    return Direction.HIGHER if found[1] in _UP else Direction.LOWER


def _find_better_way(goal: Quantity, name: str, declared: Direction | None) -> Direction | None:
    """Find which way is better by the bound as written, the declaration or the name; None when none of them says."""
    way = direction_of_bound(goal.bound)
    if way:
        return way
    if change := _change_of(goal):
        if change is _change_in_words(name):
            return Direction.HIGHER
        wanted = declared or direction_of_name(name)
        return None if wanted and wanted is not change else Direction.HIGHER
    way = declared or (Direction.LOWER if goal.value == 0 else direction_of_name(goal.label) or direction_of_name(name))
    return way or (
        None if is_neutral(goal.unit or unit_in_name(name)) or leaves_direction_open(name) else Direction.HIGHER
    )


def _compare_range(goal: Range, result: Quantity | Range, name: str) -> Verdict:
    scale = _find_scale(goal, result, name)
    if isinstance(scale, Verdict):
        return scale
    low, high = (result.low, result.high) if isinstance(result, Range) else (result.value, result.value)
    low, high = _find_ends(result, _convert(low, scale), _convert(high, scale))
    compared = f"目标值 {print_plain(goal.low)} 到 {print_plain(goal.high)}"
    if goal.low <= low and high <= goal.high:
        return decide(True, Code.COMPARED, compared)
    way = direction_of_name(name)
    if high < goal.low and (way or not is_neutral(goal.unit)):
        return decide(way is Direction.LOWER, Code.COMPARED, compared)
    if low > goal.high and way:
        return decide(way is Direction.HIGHER, Code.COMPARED, compared)
    return leave_open(Code.DIRECTION_UNKNOWN, f"{compared}，实际完成值在这之外，看不出好坏")
