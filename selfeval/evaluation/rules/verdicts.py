"""What the verdict on a target and its actual gives rise to."""

from __future__ import annotations

import re
from calendar import isleap
from collections.abc import Iterator
from decimal import Decimal

from selfeval.evaluation.case import Case
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.rules.earlier import EARLIER
from selfeval.evaluation.rules.facts import facts_typed
from selfeval.evaluation.rules.figures.counted import counted_otherwise
from selfeval.evaluation.verdicts import Pair, has_reasons
from selfeval.form.field import Kind, Role
from selfeval.form.form import Phase
from selfeval.quantity.bounds import split_lead
from selfeval.quantity.characters import to_half_width
from selfeval.quantity.compare import unit_in_name
from selfeval.quantity.direction import RATE, Direction, direction_of_name
from selfeval.quantity.judge import judge
from selfeval.quantity.notation import drop_zeros, print_number, print_plain
from selfeval.quantity.read import read
from selfeval.quantity.units import factor, is_money, is_time, is_unit, split_times
from selfeval.quantity.values import About, Bound, Deadline, Grade, Nil, Quantity, Range, Rank, Ratio, Wording
from selfeval.quantity.verdict import Attainment, Code, Verdict
from selfeval.submission.submission import Indicator
from selfeval.submission.tree import Leaf
from selfeval.text.name import fold
from selfeval.text.pattern import regex
from selfeval.text.placeholder import find_placeholder

_THOUSANDFOLD = 1000
_TENFOLD = (Decimal(10), Decimal("0.1"))
_NEAR = (Decimal("0.8"), Decimal("1.25"))
"""Between which shares of its target an actual is near it."""
_ABSURD = 500
_MANIFOLD = regex("增长|增加|提[高升]|产出|回报|收益|周转|完成|撬动|放大")
"""Matches the name of a rate that may be several times a hundred."""
_LESS = regex("下降|减少|降低|压减|压缩|低于上年|比上年")
FEW = 3
"""Up to which count a few more are no great excess (≥1次: 3次)."""
# 动态清零 and 街道通过项目验收 are measured, though by no number.
_MEASURED = regex(r"[≥≤<>]\s*\d|\d\s*/\s*\d|清零|通过.*(?:验收|评估|评审|考核)。?$")
# An index has no unit; 参训人次 ends in its own.
_UNITLESS = regex(r"指数|系数|得分|评分|名次|排名|pH", re.IGNORECASE)
_REMARK = regex(
    r"^[^，,；;。（(]*\d[^，,；;。（(]*(?P<remark>[，,；;（(][^\d]*(?:(?:另|其余|剩余|余下|还有|尚有)\s*\d|因为?|由于|明年|次年|下年|未完|没有|推迟|延期|预计|详见|见附|含预估|待).*)$"
)
"""Matches the number of an actual and a remark behind it on what is still to be done, and why."""
_UNSETTLED = regex(r"\d[^，,；;。（(]*(?P<remark>[，,；;（(]?(?:暂定|待定|初定|暂估|视情况|根据实际|以实际).*)$")
"""Matches a target that is not settled."""
_DONE_NAME = regex("(?:新建|改建|扩建|建成|改造|更换|更新|修复|修建|检定|检测|征集|新增|砌筑|清淤|造林)")
_A_COUNT_DONE = regex("(?:[套座场人件处个台公里条户所项次份册]数|人次|场次|里程|面积|数量|人数|座|处|点)$")
"""Match the names of what is done, and is counted."""
_SIGNED = regex("[≥≤<>＜＞]|不[少低高]于|不超过")
_OF_EACH = regex("单[件个位项次]|每[^，,]|平均每|[^，,]{0,4}单位")
_OF_PEOPLE = regex("标准|水平|待遇|保障|低保|养老|节[约省]|增收|收入|投入")
"""Match the name of what each of something costs, and what is not the less the better."""
_ABOUT = regex("左右|上下|大约|大概|大致|约")
"""Matches what makes a number no aim."""
_BRACKETS = regex(r"[（(][^（()）]*[)）]")
_COUNTED = regex(r"(.)数量?$|.次$")
_A_COUNT = regex(r"(?:数量|人数|次数|人次|件数|个数|场次|总数)$")
_ANY_NUMBER = regex(r"[\d零〇一二三四五六七八九十百千两无]")


def unmet_without_reason(case: Case) -> Iterator[Finding]:
    """Find an actual that misses its target where nobody says why; in the middle of the year nothing is missed yet."""
    for pair in case.verdicts if case.form.phase is not Phase.MONITORING else ():
        missed_it = pair.verdict.outcome is Attainment.MISSED and not _is_perhaps_share(pair)
        if missed_it and pair.target and pair.actual and not pair.reasoned:
            missed = f"“{pair.indicator.name}”没有达到目标（目标 {pair.goal}，实际 {pair.actual.text}）"
            if _may_lack_point(pair):
                message = f"{missed}，差了十来倍：先看看小数点和 0；数没有错的，要写偏差原因"
                yield _without_reason(case, pair, message, pair.actual)._replace(fix="")
            else:
                yield _without_reason(case, pair, f"{missed}，要写偏差原因", pair.actual)


def _may_lack_point(pair: Pair) -> bool:
    """Tell whether an actual that misses its target would be near it with its decimal point, or a nought, elsewhere."""
    aim, now = read(pair.goal), read(pair.result)
    if not isinstance(aim, Quantity) or not isinstance(now, Quantity) or aim.unit != now.unit or not now.value:
        return False
    share = aim.value / now.value
    return any(_NEAR[0] <= share * power <= _NEAR[1] for power in _TENFOLD)


def over_completed_without_reason(case: Case) -> Iterator[Finding]:
    """Find an actual far above its target where the form asks why and nobody says it."""
    for pair in case.verdicts:
        if (
            pair.verdict.outcome is Attainment.EXCEEDED
            and pair.target
            and pair.actual
            and not pair.reasoned
            and not _by_few(pair)
            and not _is_far_above(pair.verdict)
            and has_reasons(case.submission.schema, pair.indicator)
        ):
            passed = f"“{pair.indicator.name}”大大超过目标（目标 {pair.goal}，实际 {pair.actual.text}）"
            yield _without_reason(case, pair, f"{passed}，要说明原因", pair.actual)


def status_for_number(case: Case) -> Iterator[Finding]:
    """Find a target with a number that is answered by 完成 or 达成预期指标."""
    for pair in case.verdicts:
        if pair.verdict.code is Code.STATUS_FOR_NUMBER and pair.target and pair.actual:
            message = (
                f"“{pair.indicator.name}”的目标是“{pair.goal}”，实际只写了“{pair.actual.text}”，"
                "要写出完成的数；今年没有这项工作的写“不适用”"
            )
            yield Finding(pair.actual.text.place, message, pair.actual.where)


def number_not_read(case: Case) -> Iterator[Finding]:
    """Find a target with a number that is answered by words, by something no number can be read from, or a value typed twice."""
    for row in case.indicators:
        yield from _typed_twice(row)
    for pair in case.verdicts:
        if (
            pair.verdict.code is Code.SENTENCE_ONLY
            and pair.target
            and pair.actual
            and isinstance(read(pair.goal), Quantity | Range)
            and isinstance(read(pair.result), Wording)
        ):
            message = (
                f"“{pair.indicator.name}”的目标是“{pair.goal}”，"
                f"实际“{pair.actual.text}”里没有可以和它比的数；写出完成的数，带上单位"
            )
            yield Finding(pair.actual.text.place, message, pair.actual.where)


def _typed_twice(row: Indicator) -> Iterator[Finding]:
    """Yield the values that were pasted twice: 748课时748课时."""
    for leaf in row.values.values():
        if not isinstance(leaf, Leaf) or leaf.field.kind is not Kind.QUANTITY:
            continue
        typed = leaf.text.strip()
        half, rest = typed[: len(typed) // 2], typed[len(typed) // 2 :]
        if half == rest and _ANY_NUMBER.search(half) and not half.isdecimal():
            message = f"“{row.name}”的“{leaf.field.path[-1]}”写了两遍：“{typed}”"
            yield Finding(leaf.text.place, message, leaf.where, half)


def name_as_result(case: Case) -> Iterator[Finding]:
    """Find the indicator's own name where its actual belongs."""
    for pair in case.verdicts:
        if not pair.target or not pair.actual:
            continue
        if fold(pair.actual.text) == fold(pair.indicator.name) != fold(pair.goal):
            message = f"“{pair.indicator.name}”的实际完成值只是重复了指标的名称；要写做到了什么程度"
            yield Finding(pair.actual.text.place, message, pair.actual.where)


def rate_over_hundred(case: Case) -> Iterator[Finding]:
    """Find more than 100 % for a rate that has no more to count (合格率 103%), of an indicator, its target or a fact."""
    found = [
        (pair.indicator.name, pair.actual)
        for pair in case.verdicts
        if pair.actual
        and (pair.verdict.code is Code.OVER_HUNDRED or (not pair.goal and _is_over(pair.actual, pair.indicator.name)))
    ]
    found += [
        (pair.indicator.name, pair.target)
        for pair in case.verdicts
        if pair.target and _cannot_be(pair.goal, str(pair.indicator.name))
    ]
    found += [
        (row.name, leaf)
        for row in case.indicators
        for leaf in filter(None, (row.leaf(Role.RESULT), row.leaf(Role.FORECAST), *_other_values(row)))
        if _is_over(leaf, str(row.name))
    ]
    found += [(fact.title, leaf) for fact, leaf in facts_typed(case.submission) if _is_over(leaf, str(fact.title))]
    for name, leaf in found:
        message = f"“{name}”写的是“{leaf.text}”，这样的比率不会超过 100%：请核对"
        yield Finding(leaf.text.place, message, leaf.where)
    yield from _told_over_hundred(case)


def _told_over_hundred(case: Case) -> Iterator[Finding]:
    """Yield a rate of a text that is more than all there is: 审查率达到180%."""
    for sentence in case.dossier.told:
        for each in sentence.figures if case.form.slug in sentence.paragraph.forms else ():
            if each.figure.unit != "%" or each.figure.value <= 100 or each.rough:
                continue
            name = split_lead(each.lead, 0, len(each.lead))[0].rstrip("达到为是在均")
            if _cannot_be(each.shown, name):
                message = f"“{name}”写的是“{each.shown}”，这样的比率不会超过 100%：请核对"
                yield Finding(each.place, message, each.where)


def days_over_year(case: Case) -> Iterator[Finding]:
    """Find more days of a year than it has: 场馆开放天数 402天."""
    most = 366 if isleap(int(case.submission.year)) else 365
    for pair in case.verdicts:
        goal, result = read(pair.goal), read(pair.result)
        if not (isinstance(goal, Quantity) and isinstance(result, Quantity) and goal.unit == result.unit == "天"):
            continue
        of_a_year = "天数" in str(pair.indicator.name) and goal.value <= most  # not those of several posts together
        if pair.actual and of_a_year and result.value > most:
            message = f"“{pair.indicator.name}”写的是“{pair.actual.text}”，{case.submission.year} 年只有 {most} 天；是不是抄了别的行的数？"
            yield Finding(pair.actual.text.place, message, pair.actual.where)


def _is_over(leaf: Leaf, name: str) -> bool:
    return _cannot_be(str(leaf.text), name)


def _cannot_be(value: str, name: str) -> bool:
    """Tell whether a rate is more than all there is, or so great that its point was lost."""
    if judge(value, value, name).code is Code.OVER_HUNDRED:
        return True
    read_as = read(value)
    is_rate = name.endswith("率") and not _MANIFOLD.search(name)
    return is_rate and isinstance(read_as, Quantity) and read_as.unit == "%" and read_as.value > _ABSURD


def _other_values(row: Indicator) -> list[Leaf]:
    """Return the values of an indicator's row in columns without a role: those of earlier years."""
    plain = [each for each in row.values.values() if isinstance(each, Leaf) and each.field.role is None]
    return [each for each in plain if each.field.kind is Kind.QUANTITY]


def unit_differs(case: Case) -> Iterator[Finding]:
    """Find an actual counted in another unit than its target, or in none where that leaves open how much it is.

    So are what is done by the middle of the year, what is forecast, and the value of an earlier year beside a target,
    and a target itself beside what a text plans.
    """
    yield from counted_otherwise(case)
    for row in case.indicators:
        yield from _counted_otherwise(row)
    for pair in case.verdicts:
        yield from _count_in_percent(pair)
        if not pair.goal and pair.actual:
            yield from _against_name(pair, pair.actual)
        if pair.verdict.code is Code.UNIT_MISSING and pair.target and pair.actual:
            yield from _without_unit(pair, pair.actual)
        if pair.verdict.code is Code.UNIT_DOUBTED and pair.target and pair.actual:
            message = (
                f"“{pair.indicator.name}”的目标是“{pair.goal}”，实际写的是“{pair.actual.text}”，"
                "数差不多，单位差了千倍万倍；是不是单位写错了？"
            )
            yield Finding(pair.actual.text.place, message, pair.actual.where)
        if _is_perhaps_share(pair) and pair.target and pair.actual:
            message = (
                f"“{pair.indicator.name}”的目标是“{pair.goal}”，实际写的是“{pair.actual.text}”，"
                f"会印成 {pair.result}；是 {pair.result} 还是 {_as_percent(pair)}？写成百分数"
            )
            yield Finding(pair.actual.text.place, message, pair.actual.where)
        if _is_far_above(pair.verdict) and pair.target and pair.actual:
            message = f"“{pair.indicator.name}”的目标是“{pair.goal}”，实际是“{pair.result}”，多出千倍万倍；是不是单位（万）写错了？"
            yield Finding(pair.actual.text.place, message, pair.actual.where)
        if pair.verdict.code is Code.UNIT_DIFFERS and pair.target and pair.actual:
            message = f"“{pair.indicator.name}”的目标是“{pair.goal}”，实际写的是“{pair.actual.text}”，单位不同，比不了"
            yield Finding(pair.actual.text.place, message, pair.actual.where)
        if pair.verdict.code is Code.OTHER_KIND and pair.target and pair.actual and _are_time_and_number(pair):
            message = (
                f"“{pair.indicator.name}”的目标是“{pair.goal}”，实际写的是“{pair.actual.text}”，"
                "一个是日期，一个不是，比不了；是不是填错了行？"
            )
            yield Finding(pair.actual.text.place, message, pair.actual.where)


def _count_in_percent(pair: Pair) -> Iterator[Finding]:
    """Yield the target of a count that is given in per cent: 享受资助人数 ≥1860%."""
    aim = read(pair.goal) if pair.target else None
    name = str(pair.indicator.name)
    changes = _MANIFOLD.search(name + pair.goal) or _LESS.search(name + pair.goal)
    if pair.target and isinstance(aim, Quantity) and aim.unit == "%" and _A_COUNT.search(name) and not changes:
        message = f"“{pair.indicator.name}”是数量，目标写的是“{pair.goal}”；是不是单位写错了？"
        yield Finding(pair.target.text.place, message, pair.target.where)


def _is_perhaps_share(pair: Pair) -> bool:
    """Tell whether 0.74 was typed where a column gives the unit % and the target is ≥70: a share of one, it seems."""
    goal, typed = read(pair.goal), read(pair.actual.text.strip()) if pair.actual else None
    if not (isinstance(goal, Quantity) and isinstance(typed, Quantity)) or goal.unit != "%" or typed.unit:
        return False
    return pair.result.endswith("%") and 0 < typed.value < 1 and goal.value / 2 <= typed.value * 100


def _as_percent(pair: Pair) -> str:
    typed = read(pair.actual.text.strip()) if pair.actual else None
    return f"{print_plain(drop_zeros(typed.value * 100))}%" if isinstance(typed, Quantity) else ""


def _counted_otherwise(row: Indicator) -> Iterator[Finding]:
    """Yield what is done or forecast in another unit than the target, else a target in another unit than other years."""
    goal, target = row.goal, row.leaf(Role.TARGET)
    for leaf in filter(None, (row.leaf(Role.RESULT), row.leaf(Role.FORECAST))):
        if goal and _have_other_units(goal, leaf, str(row.name)):
            message = f"“{row.name}”的目标是“{goal}”，{leaf.field.path[-1]}写的是“{leaf.text.strip()}”，单位对不上；是不是单位写错了？"
            yield Finding(leaf.text.place, message, leaf.where)
            return
    for leaf in _other_values(row) if target and target.text == goal else ():
        if target and _have_other_units(goal, leaf, str(row.name)):
            message = f"“{row.name}”的目标是“{goal}”，“{leaf.field.path[-1]}”写的是“{leaf.text.strip()}”，单位对不上；看看哪个写错了"
            yield Finding(target.text.place, message, target.where)
            return


def _have_other_units(goal: str, leaf: Leaf, name: str) -> bool:
    verdict = judge(goal, str(leaf.text), name)
    return verdict.code in (Code.UNIT_DIFFERS, Code.UNIT_DOUBTED) or _is_far_above(verdict)


def _is_far_above(verdict: Verdict) -> bool:
    """Tell an actual so many times its target that another unit was meant: 1925000 in 万人次."""
    return verdict.ratio is not None and verdict.ratio >= _THOUSANDFOLD


def _are_time_and_number(pair: Pair) -> bool:
    """Tell whether one of a target and its actual is a day or month, and the other a number of something else than time."""
    goal, result = read(pair.goal), read(pair.result)
    number = result if isinstance(goal, Deadline) else goal
    is_number = isinstance(number, Quantity | Range | Grade | Ratio | Rank)
    return Deadline in (type(goal), type(result)) and is_number and not is_time(getattr(number, "unit", ""))


def _against_name(pair: Pair, actual: Leaf) -> Iterator[Finding]:
    """Yield an actual without a target that is counted in another unit than the one in the indicator's name."""
    value, named = read(str(actual.text)), split_times(unit_in_name(to_half_width(str(pair.indicator.name))))[1]
    if isinstance(value, Quantity) and value.unit and named and factor(value.unit, named) is None:
        message = f"“{pair.indicator.name}”名称里的单位是“{named}”，实际写的是“{actual.text}”，单位不同"
        yield Finding(actual.text.place, message, actual.where)


def _without_unit(pair: Pair, actual: Leaf) -> Iterator[Finding]:
    """Yield 0.982 typed for a target of 95%: nobody can say whether a share of one or per cent are meant."""
    value, aim = read(str(actual.text)), read(pair.goal)
    if isinstance(value, Quantity) and not value.unit and "%" in pair.goal:
        readings = [value.value * 100, value.value]
        near = [each for each in readings if isinstance(aim, Quantity) and _are_near(each, aim.value)]
        meant = [f"{print_number(each, '0.####')}%" for each in (near if len(near) == 1 else readings)]
        asked = f"是不是 {meant[0]}" if len(meant) == 1 else f"是 {' 还是 '.join(meant)}"
        message = f"“{pair.indicator.name}”的目标是“{pair.goal}”，实际写的是“{actual.text}”，没有写单位，看不出{asked}；写上单位"
        yield Finding(actual.text.place, message, actual.where, meant[0] if len(meant) == 1 else "")


def _are_near(one: Decimal, other: Decimal) -> bool:
    """Tell whether neither of two rates is more than three times the other."""
    return min(one, other) * 3 >= max(one, other)


def _vague_targets(case: Case) -> Iterator[Finding]:
    """Yield the targets that are about a number (12个左右): nobody can say whether they are met."""
    for pair in case.verdicts:
        aim = read(pair.goal) if pair.target else None
        is_vague = isinstance(aim, Quantity) and aim.about is not About.EXACT and aim.bound in (Bound.NONE, Bound.EQUAL)
        if pair.target and is_vague and _ABOUT.search(pair.target.text):
            message = f"“{pair.indicator.name}”的目标“{pair.goal}”说不清多少算达到；写成“≥”“≤”或确数"
            yield Finding(pair.target.text.place, message, pair.target.where)


def remark_in_value(case: Case) -> Iterator[Finding]:
    """Find a remark behind the number of a target or an actual (57条，另3条明年装; ≥60条（暂定）), which the table prints as part of it."""
    for pair in case.verdicts:
        for leaf, remark in ((pair.target, _UNSETTLED), (pair.actual, _REMARK)):
            found = remark.search(leaf.text) if leaf and isinstance(read(pair.goal), Quantity) else None
            if leaf and found:
                rest = found["remark"].strip("，,；;（()）。 ")
                message = f"“{pair.indicator.name}”的值里写了“{rest}”，会印在数的那一格；值只写数和单位，这些话写到偏差原因或说明里"
                yield Finding(leaf.text.place, message, leaf.where, str(leaf.text[: found.start("remark")]).strip())


def bound_as_actual(case: Case) -> Iterator[Finding]:
    """Find 超过24名 or 97%左右 given as the actual of a count, which is known exactly at year end, and ≤18万元 as what last year came to."""
    for row in case.indicators:
        yield from _bound_of_earlier_year(row)
    for pair in case.verdicts:
        if pair.actual and (Code.BOUND_AS_ACTUAL in pair.verdict.notes or _is_rough(pair)):
            message = f"“{pair.indicator.name}”的实际完成值“{pair.actual.text}”不是确数，年末应写实际的数"
            yield Finding(pair.actual.text.place, message, pair.actual.where)


def _bound_of_earlier_year(row: Indicator) -> Iterator[Finding]:
    """Yield the value of an earlier year that has a bound where the target beside it has none: the two changed places."""
    target = row.leaf(Role.TARGET)
    for leaf in _other_values(row):
        if target and any(map(EARLIER.fullmatch, leaf.field.names)) and _SIGNED.match(leaf.text.strip()):
            aim = read(str(target.text))
            if isinstance(aim, Quantity) and aim.bound is Bound.NONE and aim.unit != "%":
                message = f"“{row.name}”的“{leaf.field.path[-1]}”写的是“{leaf.text.strip()}”，目标写的是“{target.text.strip()}”；是不是填反了？"
                yield Finding(leaf.text.place, message, leaf.where)


def _is_rough(pair: Pair) -> bool:
    """Tell whether an actual is rounded in words though its target is a number."""
    goal, result = read(pair.goal), read(pair.result)
    is_rough = isinstance(result, Quantity) and result.about is not About.EXACT
    return is_rough and isinstance(goal, Quantity) and goal.about is About.EXACT


def operator_copied(case: Case) -> Iterator[Finding]:
    """Find the operator of the target copied into the actual (≥266米)."""
    for pair in case.verdicts:
        if Code.OPERATOR_COPIED in pair.verdict.notes and pair.actual:
            message = f"“{pair.indicator.name}”的实际完成值“{pair.actual.text}”带着“≥”一类的符号，像是照抄了目标值，请写实际的数"
            yield Finding(pair.actual.text.place, message, pair.actual.where)


def target_without_value(case: Case) -> Iterator[Finding]:
    """Find targets that name nothing to measure; all of one parent are reported together."""
    vague: dict[str, list[Pair]] = {}
    for pair in case.verdicts:
        if Code.NO_VALUE not in pair.verdict.notes or not pair.target or find_placeholder(pair.target.text):
            continue  # a dash in the place of a target is reported where it is typed; one that the form prints is none
        if not _MEASURED.search(pair.goal):
            vague.setdefault(str(pair.indicator.parent), []).append(pair)
    for parent, listed in vague.items():
        first = listed[0]
        assert first.target is not None
        shown = "、".join(f"“{pair.indicator.name}”" for pair in listed[:3])
        many = f"等 {len(listed)} 个指标" if len(listed) > 3 else ""
        owner = f"“{parent}”里，" if parent else ""
        key = first.indicator.key(Role.TARGET)
        message = f"{owner}{shown}{many}的目标值没有写出可以衡量的数、比率、等次或时间"
        yield Finding(first.target.text.place, message, f"{parent}.{key}" if parent else key)
    yield from _vague_targets(case)


def count_without_number(case: Case) -> Iterator[Finding]:
    """Find a count whose target or actual names no number (…数量: 全覆盖)."""
    for pair in case.verdicts:
        name = _BRACKETS.sub("", str(pair.indicator.name))
        if Code.NO_VALUE in pair.verdict.notes or not pair.target or not _A_COUNT.search(name):
            continue
        if isinstance(read(pair.goal), Nil | Quantity | Range):  # 未发生 is 0, 卅次 30
            continue
        if not _ANY_NUMBER.search(pair.goal):
            message = f"“{pair.indicator.name}”是数量，目标“{pair.goal}”没有写数；写出数，或者把名称改成覆盖率一类"
            yield Finding(pair.target.text.place, message, pair.target.where)


def direction_contradicts_name(case: Case) -> Iterator[Finding]:
    """Find a target whose operator points the wrong way for its name (投诉率 ≥…)."""
    for pair in case.verdicts:
        if Code.DIRECTION_CONTRADICTS in pair.verdict.notes and pair.target:
            name = pair.indicator.name
            usual = "越低越好" if direction_of_name(str(name)) is Direction.LOWER else "越高越好"
            message = f"“{name}”一般{usual}，目标却写“{pair.goal}”，方向可能写反了"
            yield Finding(pair.target.text.place, message, pair.target.where)
        elif pair.target and _is_limited_output(pair):
            message = f"“{pair.indicator.name}”一般越多越好，目标却写“{pair.goal}”，方向可能写反了"
            yield Finding(pair.target.text.place, message, pair.target.where)
        elif pair.target and _is_cost_from_below(pair):
            message = f"“{pair.indicator.name}”是成本，一般越低越好，目标却写“{pair.goal}”，方向可能写反了"
            yield Finding(pair.target.text.place, message, pair.target.where)
        elif pair.target and _is_whole(pair.goal) and direction_of_name(str(pair.indicator.name)) is Direction.LOWER:
            message = f"“{pair.indicator.name}”一般越低越好，目标却写“{pair.goal}”，是不是照抄了别的指标？"
            yield Finding(pair.target.text.place, message, pair.target.where)


def _is_cost_from_below(pair: Pair) -> bool:
    """Tell whether what each of something costs, among the costs, is to be no less than an amount: 单件补贴 ≥1900元."""
    aim, name = read(pair.goal), str(pair.indicator.name)
    is_open = direction_of_name(name) is None and not _OF_PEOPLE.search(name)
    is_cost = any("成本" in level for level in pair.indicator.levels) and bool(_OF_EACH.match(name))
    is_bound = isinstance(aim, Quantity) and aim.bound in (Bound.AT_LEAST, Bound.OVER) and is_money(aim.unit)
    return is_open and is_cost and is_bound


def _is_limited_output(pair: Pair) -> bool:
    """Tell whether work that is counted is to be done no more than so often: 更换雨量计套数 24套以内."""
    aim = read(pair.goal)
    is_limited = isinstance(aim, Quantity) and aim.bound in (Bound.AT_MOST, Bound.UNDER)
    name = str(pair.indicator.name)
    return is_limited and bool(_DONE_NAME.match(name) and _A_COUNT_DONE.search(name))


def _is_whole(goal: str) -> bool:
    """Tell whether a target is all there is, without a bound."""
    aim = read(goal)
    return isinstance(aim, Quantity) and aim.value == 100 and aim.unit == "%" and aim.bound in (Bound.NONE, Bound.EQUAL)


def money_as_target(case: Case) -> Iterator[Finding]:
    """Find money spent given as an output; inputs may not be targets."""
    for pair in case.verdicts:
        levels = pair.indicator.levels
        output = bool(levels) and levels[0].startswith("产出") and not any("成本" in level for level in levels)
        if Code.MONEY_TARGET in pair.verdict.notes and pair.target and output:
            message = f"“{pair.indicator.name}”的目标“{pair.goal}”是花多少钱；产出指标要写做成什么"
            yield Finding(pair.target.text.place, message, pair.target.where)


def unit_missing(case: Case) -> Iterator[Finding]:
    """Find a bare number as target whose unit is neither in the value nor in the name; all of one parent together."""
    bare: dict[str, list[tuple[Pair, Leaf]]] = {}
    for pair in case.verdicts:
        reading = read(pair.goal) if pair.target else None
        if not isinstance(reading, Quantity) or reading.unit or not pair.target:
            continue
        if Role.UNIT in pair.indicator.keys and pair.indicator.leaf(Role.UNIT) is None and _is_unit_asked(case, pair):
            continue
        name = to_half_width(str(pair.indicator.name))
        if not unit_in_name(name) and not RATE.search(name) and not _tells_unit(name):
            bare.setdefault(str(pair.indicator.parent), []).append((pair, pair.target))
    for listed in bare.values():
        shown = "、".join(f"“{pair.indicator.name}”的目标“{target.text}”" for pair, target in listed[:3])
        many = f"等 {len(listed)} 个" if len(listed) > 3 else ""
        message = f"{shown}{many}没有单位，名称里也看不出"
        yield Finding(listed[0][1].text.place, message, listed[0][1].where)


def _is_unit_asked(case: Case, pair: Pair) -> bool:
    """Tell whether a form asks for the unit itself, so that it is told as missing already."""
    path = (*pair.indicator.tree, *pair.indicator.keys[Role.UNIT])
    slot = case.submission.schema.slots.get(path)
    return slot is not None and bool(slot.required_by)


def _by_few(pair: Pair) -> bool:
    """Tell a count that is its target and one more, no smaller number being above it, or a small one and a few more."""
    aim, done = read(pair.goal), read(pair.result)
    if not isinstance(aim, Quantity) or not isinstance(done, Quantity) or is_money(aim.unit):
        return False
    allowed = FEW if aim.value <= FEW else 1
    return aim.value % 1 == 0 and done.value - aim.value <= allowed and aim.unit == done.unit


def _tells_unit(name: str) -> bool:
    """Tell whether a name ends in its unit (举办活动场次), or speaks of what has none."""
    counted = _COUNTED.search(_BRACKETS.sub("", name))
    return bool(_UNITLESS.search(name)) or bool(counted and is_unit(counted[1] or "次"))


def _without_reason(case: Case, pair: Pair, message: str, actual: Leaf) -> Finding:
    """Return a finding that asks for a reason: in its column, or in 说明情况 where the form has none."""
    given = pair.indicator.leaf(Role.REASON)
    if given and given.text.strip():
        message = f"{message}；“{given.text}”没有说出原因"
        return Finding(given.text.place, message, actual.where, f"{pair.indicator.key(Role.REASON)}: （写明原因）")
    if has_reasons(case.submission.schema, pair.indicator):
        return Finding(actual.text.place, message, actual.where, _with_reason(pair))
    return Finding(actual.text.place, f"{message}；表上没有偏差原因一栏，写在“说明情况”里", actual.where)


def _with_reason(pair: Pair) -> str:
    """Return what to type: the reason beside the actual, in the shape in which the actual was typed."""
    reason = f"{pair.indicator.key(Role.REASON)}: （写明原因）"
    if pair.actual is None or pair.actual.where.startswith(pair.indicator.values.where):
        return reason
    return f"{pair.indicator.name}:\n  {pair.indicator.key(Role.ACTUAL)}: {pair.actual.text}\n  {reason}"
