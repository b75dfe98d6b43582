"""Comparison of one value with one target value."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from selfeval.quantity.change import CHANGES, change_in_words, level_in_words
from selfeval.quantity.direction import (
    RATE,
    Direction,
    contradicts,
    direction_of_bound,
    direction_of_name,
    leaves_direction_open,
)
from selfeval.quantity.notation import drop_zeros, print_plain
from selfeval.quantity.spans import by_the_year, count_in_days, is_of_a_day, says_whole_year
from selfeval.quantity.units import MONEY, factor, is_counted, is_money, is_neutral, is_time, is_unit, split_times
from selfeval.quantity.values import (
    About,
    Bound,
    Grade,
    Nil,
    Part,
    Quantity,
    Range,
    Rank,
    Ratio,
    Reading,
    Wording,
)
from selfeval.quantity.verdict import Attainment, Code, Verdict, agree, decide, leave_open
from selfeval.quantity.words import NONE
from selfeval.text.pattern import regex

_IN_NAME = regex(r"\((?:单位:?)?([^()]+)\)")
_PER = regex(
    r"每((?:[两二三四五六七八九十]|\d+)?(?=个?[月季周日天年])个?(?:月|季度?|周|日|天|年)|人|半年|学期|学年|村|个|户|次|期|场)"
)
_RELATIVES = f"{CHANGES}|提前|推迟|延后|延迟|超额|超支|节约|节省|结余"
_RELATIVE = regex(_RELATIVES)
# 提前10天, 超额完成10%: the number is not the one the target names.
_BY_HOW_MUCH = regex(rf"(?:{_RELATIVES})(?:完成)?了?$")
_TINY = Decimal("1e-9")
_NO_END = Decimal("Infinity")


# Money of others that follows one's own, people who care: the more of the second, the better.
_SECOND_COUNTS = regex("撬动|带动|放大|拉动|杠杆|投入产出|产出比|社会资本|配套|医护|床护")
# Of pupils or old people for one who serves them, the fewer the better.
_FEW_FOR_ONE = regex(
    "师生比|班师比|(?:教师|老师|教职工?|教员|辅导员|班主任|保育员|护理员|护工|社工|导师|医生|民警)[^,]{0,2}[与和对][^,]{0,8}比"
)
# 人员控制率 is kept at 100% at most; 血压控制率 is not.
_KEPT_DOWN = regex(
    '(?:人员|在编|编制|人数|经费|造价|概算|成本|费用?|投资|预算|支出|三公[”"]?|规模|超支|债务)控制(?:率|比例)$|控编率$'
)
# 单价, 人均成本: 63.5元 beside 60元/份 is the price of one, too.
_OF_ONE = regex("单价|单位|单[个位场次份件人台]|平均|[人户亩生次场件份台]均|每|标准|定额")
_LIKE_IN_SIZE = 10
_TO_ONE = regex(r"\d:1(?![\d.])")
_RATE_AT_END = regex(r"(?:率|度|比例|性)$")
_NOTHING = regex(rf"^(?:全年|本年|均|都)?{NONE}")
_BRACKETS = regex(r"\([^()]*\)")
_HUNDREDFOLD = 100
_THOUSANDFOLD = Decimal(1000)
_ALIKE = 3
"""How many times the other one of two numbers may be that are typed alike."""
_LEVEL_OF_HARM = regex("风险|预警|响应|污染|灾害|危险|事故|火险|病害|抗震|防洪|防火")
_GREATER_IS_HIGHER = regex("医院|养老|等级保护|等保|安全保护|备案级别")
_LASTING = regex("周期|工期|时限|期限|用时|耗时")
_HELD_BETWEEN = regex("pH|温度|湿度|水温|室温|气温", re.IGNORECASE)


def compare(goal: Part, result: Reading, name: str, direction: Direction | None, threshold: Decimal) -> Verdict:
    """Compare an actual with its target; the verdict is undecided where the two are of different kinds."""
    match goal, result:
        case Grade(), Grade() if goal.scale == result.scale:
            return _compare_grades(goal, result, name)
        case Rank(), Rank():
            return decide(result.place <= goal.place, Code.COMPARED, "按名次比较")
        case Ratio(), Ratio():
            return _compare_ratios(goal, result, name)
        case Nil(), Nil() if _speak_of_one(goal.text, result.text):
            return decide(True, Code.DECLARED, "按填报的有无判断")
        case Wording(), Wording() if goal.text == result.text:
            return decide(True, Code.SAME_WORDS, "实际完成值和目标值的文字一样")
        case ((Quantity() | Range()), Nil()):
            return _compare_nil(goal, result, name, direction)
        case Quantity(), Quantity() | Range():
            if pairs := count_in_days(goal, result):
                verdicts = [_compare_numbers(*pair, name, direction, threshold) for pair in pairs]
                return agree(verdicts, "一个月有 28 到 31 天，看不出是否达到目标值")
            whole = _compare_by_the_year(goal, result, name, direction, threshold)
            return whole or _compare_numbers(goal, _take_as_meant(goal, result), name, direction, threshold)
        case Range(), Quantity() | Range():
            return _compare_range(goal, result, name)
    return leave_open(Code.OTHER_KIND, "目标值和实际完成值不是同一种东西，没法比较")


def _compare_grades(goal: Grade, result: Grade, name: str) -> Verdict:
    """Compare two grades; of numbered levels (二级) the name has to say which end is the better one, or nothing at all."""
    ahead = result.level - goal.level or _find_shade(goal, result)
    if goal.scale == "级" and ahead and _LEVEL_OF_HARM.search(name):
        return leave_open(Code.DIRECTION_UNKNOWN, f"看不出“{goal.text}”和“{result.text}”哪个好")
    if goal.scale == "级" and not (goal.shade or result.shade) and _GREATER_IS_HIGHER.search(name):
        ahead = -ahead
    if direction_of_bound(goal.bound) is Direction.LOWER:
        ahead = -ahead
    is_unsaid = ahead == 0 and goal.scale == "级" and goal.shade and not result.shade  # 一级 for 一级A
    is_open = is_unsaid or (ahead == 0 and goal.bound in (Bound.OVER, Bound.UNDER)) or (ahead < 0 and result.bound)
    if is_open:
        return leave_open(Code.APPROXIMATE, f"“{result.text}”看不出是否达到“{goal.text}”")
    return decide(ahead >= 0, Code.COMPARED, "按等次比较")


def _find_shade(goal: Grade, result: Grade) -> int:
    """Return how far an actual of the same level is ahead by its letter or sign; 一级 says no letter, and any is one."""
    is_said = goal.scale != "级" or (goal.shade and result.shade)
    return result.shade - goal.shade if is_said else 0


def _compare_ratios(goal: Ratio, result: Ratio, name: str) -> Verdict:
    """Compare two ratios; where the name does not say which side should be great, only equal ones are decided."""
    compared = f"目标值 {goal.text}，实际 {result.text}"
    if goal.share == result.share and goal.bound not in (Bound.OVER, Bound.UNDER):
        return decide(True, Code.COMPARED, compared)
    are_to_one = [_TO_ONE.search(each.text) is not None for each in (goal, result)]
    if all(are_to_one):
        return _compare_to_one(goal, result, name)
    if any(are_to_one) and not any(each.share == 1 for each in (goal, result)):
        return leave_open(Code.DIRECTION_UNKNOWN, f"{compared}，两个比前后写反了")
    is_limit = direction_of_bound(goal.bound) is Direction.LOWER
    if not (_FEW_FOR_ONE if is_limit else _SECOND_COUNTS).search(name):
        return leave_open(Code.DIRECTION_UNKNOWN, f"{compared}，看不出比大了好还是小了好")
    return decide((result.share < goal.share) is is_limit, Code.COMPARED, compared)


def _compare_to_one(goal: Ratio, result: Ratio, name: str) -> Verdict:
    """Compare two ratios whose second side is 1 (``≥3:1``): the sign, else the name, says whether the first should be great."""
    compared = f"目标值 {goal.text}，实际 {result.text}"
    way = direction_of_bound(goal.bound) or (Direction.HIGHER if _SECOND_COUNTS.search(name) else None)
    if way is None:
        return leave_open(Code.DIRECTION_UNKNOWN, f"{compared}，看不出比大了好还是小了好")
    return decide((result.share < goal.share) is (way is Direction.HIGHER), Code.COMPARED, compared)


def _speak_of_one(goal: str, result: str) -> bool:
    """Tell whether what did not happen is the same in two texts, or left unsaid in one."""
    things = [_NOTHING.sub("", text) for text in (goal, result)]
    return "" in things or any(things[0][at : at + 2] in things[1] for at in range(len(things[0]) - 1))


def _compare_nil(goal: Quantity | Range, result: Nil, name: str, direction: Direction | None) -> Verdict:
    if isinstance(goal, Quantity) and (goal.value == 0 or _find_better_way(goal, name, direction) is Direction.LOWER):
        return decide(True, Code.COMPARED, f"“{result.text}”就是 0")
    return leave_open(Code.STATUS_FOR_NUMBER, f"“{result.text}”看不出是没有完成，还是没有这种情况")


def _first_of_counts(word: str) -> str:
    """Return the first of two units that both count (件/套); any other unit is returned whole (元/人)."""
    one, _, other = word.partition("/")
    return one if is_counted(one) and is_counted(other) else word


def unit_in_name(name: str) -> str:
    """Return the unit that an indicator's name has in brackets (``场次`` in ``开展宣传活动（场次）``); "" when it has none."""
    words = map(_first_of_counts, _IN_NAME.findall(name))
    return next((word for word in words if is_unit(split_times(word)[1])), "")


def _find_scale(goal: Quantity | Range, result: Quantity | Range, name: str) -> Decimal | Verdict:
    """Return the factor that converts the actual into the target's unit, or the verdict where no comparison is possible."""
    is_level = level_in_words(goal.label) is not None
    if _BY_HOW_MUCH.search(result.label) and (is_level or not _RELATIVE.search(goal.label + name)):
        return leave_open(Code.OTHER_KIND, "实际完成值写的是多了或少了多少，目标值不是")
    if change_in_words(goal.label) and level_in_words(result.label):
        return leave_open(Code.OTHER_KIND, "目标值写的是变了多少，实际完成值写的是变成多少")
    unit, actual_unit = (_unit_of(part) for part in (goal, result))
    if unit == actual_unit and (unit or _times_of(goal) == _times_of(result)):
        return Decimal(1) if unit else _find_scale_of_numbers(goal, result, name)
    (word, _, per), (actual_word, _, actual_per) = unit.partition("/"), actual_unit.partition("/")
    if not (unit and actual_unit) or (per == actual_per and not (word and actual_word)):
        return _find_scale_of_bare(goal, result, name)
    found = factor(actual_unit, unit) or _find_scale_of_one(goal, result, name)
    if found is None:
        return leave_open(Code.UNIT_DIFFERS, f"目标值的单位是“{unit}”，实际完成值的单位是“{actual_unit}”，没法比较")
    return found


def _find_scale_of_one(goal: Quantity | Range, result: Quantity | Range, name: str) -> Decimal | None:
    """Return the factor between a price of one (60元/份) and a bare amount (63.5元) under a name that means one, of like size."""
    words, pers = zip(*(_unit_of(part).partition("/")[::2] for part in (goal, result)), strict=True)
    is_of_one = _OF_ONE.search(name) or f"{''.join(pers)}均" in (goal.label, result.label)
    scale = factor(words[1], words[0]) if all(map(is_money, words)) and "" in pers and is_of_one else None
    sizes = sorted((abs(_low_of(goal)), abs(_low_of(result) * (scale or 1))))
    return scale if sizes[1] <= _LIKE_IN_SIZE * sizes[0] else None


def _find_scale_of_bare(goal: Quantity | Range, result: Quantity | Range, name: str) -> Decimal | Verdict:
    """Return the factor where one of the two has no unit: it takes the other's, or the one in the name, with its 万.

    No number of that size may be more than a hundred times the other: 847000 beside 86万元 is in yuan.
    """
    whole, bare = sorted((goal, result), key=_how_whole, reverse=True)
    number, times, unit = _low_of(bare), _times_of(whole), _unit_of(whole).partition("/")[0]
    if not number:
        return Decimal(1)
    if _times_of(bare) > 1:  # 14.8万 beside 15万元
        scale = 1 / MONEY[unit] if unit in MONEY else Decimal(1)
        return scale if bare is result else 1 / scale
    named_times, named = split_times(unit_in_name(name))
    if named and (one := factor(named, unit)):
        return one * named_times if bare is result else 1 / (one * named_times)
    if unit in ("%", "‰") and not (number > 1 and (RATE.search(name) or not name)):
        return _leave_unit_open(unit)
    if is_money(unit) or times > 1:
        typed = _low_of(whole) / times
        if typed and abs(number / typed) > _HUNDREDFOLD:
            return _leave_unit_open(unit) if is_money(unit) else Decimal(1)
        if typed and abs(typed / number) > _HUNDREDFOLD:
            return _leave_unit_open(unit)
    return times if bare is result else 1 / times


def _find_scale_of_numbers(one: Quantity | Range, other: Quantity | Range, name: str) -> Decimal | Verdict:
    """Return 1 for two numbers without a unit, or doubt it where only one of them can be in the 万 of the name."""
    unit = unit_in_name(name)
    low, high = sorted(abs(_low_of(part)) for part in (one, other))
    if high > _HUNDREDFOLD * low > 0 and (split_times(unit)[0] > 1 or MONEY.get(unit, 1) > 1):
        return leave_open(Code.UNIT_MISSING, f"目标值和实际完成值相差太多，看不出是不是都以“{unit}”为单位")
    return Decimal(1)


def _how_whole(part: Quantity | Range) -> tuple[bool, bool, Decimal]:
    unit = _unit_of(part)
    return bool(unit.partition("/")[0]), bool(unit), _times_of(part)


def _leave_unit_open(unit: str) -> Verdict:
    return leave_open(Code.UNIT_MISSING, f"目标值和实际完成值只有一个写了单位“{unit}”，看不出是不是同一个单位")


def _low_of(part: Quantity | Range) -> Decimal:
    return part.value if isinstance(part, Quantity) else part.low


def _times_of(part: Quantity | Range) -> Decimal:
    return part.times if isinstance(part, Quantity) else Decimal(1)


def _unit_of(part: Quantity | Range) -> str:
    """Return the unit of a value with what the words before it count by (``次/月`` for 每月2次)."""
    if "/" in part.unit or part.unit == "%":
        return part.unit
    per = "·".join(word.replace("个", "") or word for word in _PER.findall(part.label))
    return f"{part.unit}/{per}" if per else part.unit


def _convert(value: Decimal, scale: Decimal) -> Decimal:
    """Convert a value and round it to 20 digits: 亩 is 2000/3 平方米, and 15亩 must be exactly 1公顷."""
    return value if scale == 1 else drop_zeros(Decimal(format(value * scale, ".20g")))


def _compare_numbers(
    goal: Quantity, result: Quantity | Range, name: str, direction: Direction | None, threshold: Decimal
) -> Verdict:
    name = "" if is_time(goal.unit) and _RATE_AT_END.search(name) else name  # 资金拨付及时率: 5个工作日
    way = _find_better_way(goal, name, direction)
    if {_change_of(goal), _change_of(result)} == set(Direction):
        reason = "目标值和实际完成值一个是增，一个是减"
        is_real = way and isinstance(result, Quantity) and result.value > 0 and goal.value >= 0
        return decide(way is Direction.LOWER, Code.COMPARED, reason) if is_real else leave_open(Code.OTHER_KIND, reason)
    if way is Direction.LOWER and isinstance(result, Quantity) and not result.value and goal.value >= 0:
        return Verdict(Attainment.MET, Code.COMPARED, "实际是 0", Decimal(0) if goal.value else None)
    size = _find_size(goal, result, name)
    if isinstance(size, Verdict):
        return size
    low, high = size
    if low == high == goal.value and _is_exact(result) and goal.bound not in (Bound.OVER, Bound.UNDER):
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
    is_beyond = way is Direction.HIGHER and ratio is not None and ratio >= threshold and _low_of(result) >= 0
    return Verdict(Attainment.EXCEEDED if is_beyond else Attainment.MET, Code.COMPARED, compared, ratio)


def _take_as_meant(goal: Quantity, result: Quantity | Range) -> Quantity | Range:
    """Return an actual in hours (``8.5小时``) for each day, where the target is (``每天8小时``), or the reverse; 分 of a time as minutes."""
    unit = _unit_of(goal)
    if result.unit == "分" and is_time(goal.unit.partition("/")[0]):
        result = replace(result, unit="分钟")
    actual_unit = _unit_of(result)
    if "/" not in unit and isinstance(result, Quantity) and is_of_a_day(actual_unit, goal):
        return replace(result, label=_PER.sub("", result.label), unit=actual_unit.partition("/")[0])
    is_meant = isinstance(result, Quantity) and "/" not in _unit_of(result) and is_of_a_day(unit, result)
    return replace(result, unit=f"{result.unit}/{unit.partition('/')[2]}") if is_meant else result


def _compare_by_the_year(
    goal: Quantity, result: Quantity | Range, name: str, direction: Direction | None, threshold: Decimal
) -> Verdict | None:
    """Compare a target of each month with an actual of the year (``每季度1次``, ``全年4次``); None where there are no such two.

    An actual that does not say that it is the year's is decided only where it makes no difference.
    """
    unit, actual_unit = _unit_of(goal), _unit_of(result)
    if not isinstance(result, Quantity) or is_money(unit) or is_of_a_day(unit, result):
        return None
    if "/" not in unit and "/" in actual_unit and is_counted(unit) and not is_time(unit):
        verdicts = [
            _compare_numbers(goal, whole, name, direction, threshold)
            for whole in by_the_year(result, actual_unit, goal)
        ]
        return agree(verdicts, "看不出目标值是全年的，还是每次的") if verdicts else None
    if "/" in actual_unit:
        return None
    verdicts = [
        _compare_numbers(whole, result, name, direction, threshold) for whole in by_the_year(goal, unit, result)
    ]
    if verdicts and not says_whole_year(result) and not unit.endswith("/年"):
        each = replace(goal, label=_PER.sub("", goal.label), unit=unit.partition("/")[0])
        verdicts.append(_compare_numbers(each, result, name, direction, threshold))
    return agree(verdicts, "看不出实际完成值是全年的，还是每次的") if verdicts else None


def _find_size(goal: Quantity, result: Quantity | Range, name: str) -> tuple[Decimal, Decimal] | Verdict:
    """Return the two ends of an actual in the target's unit, a fall without its sign (8 for -8% where 下降5% is wanted)."""
    scale = _find_scale(goal, result, name)
    if isinstance(scale, Verdict):
        return scale
    if _is_unit_doubted(goal, result, scale):
        return leave_open(Code.UNIT_DOUBTED, "目标值和实际完成值的数差不多，单位却差了千倍万倍")
    low, high = (result.low, result.high) if isinstance(result, Range) else (result.value, result.value)
    low, high = _convert(low, scale), _convert(high, scale)
    if high < 0 < goal.value and Direction.LOWER in (_change_of(goal), change_in_words(name)):
        if _change_of(result) or _change_of(goal) is not Direction.LOWER:  # 下降 -9.1%
            return leave_open(Code.OTHER_KIND, "实际完成值前面有负号，看不出是降了还是升了")
        return -high, -low
    return low, high


def _is_unit_doubted(goal: Quantity, result: Quantity | Range, scale: Decimal) -> bool:
    """Tell whether two numbers are typed alike, but in units a thousand times apart (6000元 and 5433万元)."""
    times = scale * _times_of(result) / _times_of(goal)
    low, high = sorted(abs(_low_of(part) / _times_of(part)) for part in (goal, result))
    return not 1 / _THOUSANDFOLD < times < _THOUSANDFOLD and 0 < high <= _ALIKE * low and _unit_of(goal) != ""


def _is_exact(result: Quantity | Range) -> bool:
    """Tell whether an actual is one number without 约, 以上 and the like."""
    return isinstance(result, Quantity) and result.bound in (Bound.NONE, Bound.EQUAL) and result.about is About.EXACT


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
    return change_in_words(part.label)


def _find_better_way(goal: Quantity, name: str, declared: Direction | None) -> Direction | None:
    """Find which way is better by the bound as written, the declaration or the name; None when none of them says."""
    way = direction_of_bound(goal.bound) or level_in_words(goal.label)
    if way:
        return way
    if change := _change_of(goal):
        if change is change_in_words(name):
            return Direction.HIGHER
        wanted = declared or direction_of_name(name)
        return None if wanted and wanted is not change else Direction.HIGHER
    if goal.value < 0 and not declared:
        return None
    by_name = direction_of_name(goal.label) or direction_of_name(name)
    kept_down = goal.unit in ("%", "") and _KEPT_DOWN.search(_BRACKETS.sub("", name))
    way = declared or (Direction.LOWER if goal.value == 0 or kept_down else by_name)
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
    if goal.is_bound and (high < goal.low or low > goal.high):
        return decide(False, Code.COMPARED, compared)
    way = direction_of_name(name)
    if _HELD_BETWEEN.search(name) or goal.unit == "℃":
        is_outside = high < goal.low or low > goal.high
        return decide(False, Code.COMPARED, compared) if is_outside else leave_open(Code.APPROXIMATE, compared)
    if low > goal.high and is_time(goal.unit) and _LASTING.search(name):
        return decide(False, Code.COMPARED, compared)
    if high < goal.low and (way or not is_neutral(goal.unit)):
        return decide(way is Direction.LOWER, Code.COMPARED, compared)
    if low > goal.high and way:
        return decide(way is Direction.HIGHER, Code.COMPARED, compared)
    return leave_open(Code.DIRECTION_UNKNOWN, f"{compared}，实际完成值在这之外，看不出好坏")
