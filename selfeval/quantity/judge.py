"""Whether an actual meets its target, as far as the two cells say so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from selfeval.quantity.change import change_in_words, find_ends, judge_wanted_change, read_change, stayed
from selfeval.quantity.characters import to_half_width
from selfeval.quantity.compare import compare, unit_in_name
from selfeval.quantity.direction import RATE, Direction, contradicts, direction_of_name
from selfeval.quantity.notation import drop_zeros
from selfeval.quantity.read import read
from selfeval.quantity.units import factor, is_money, is_time, split_times
from selfeval.quantity.values import (
    Bound,
    Deadline,
    Done,
    Grade,
    Nil,
    Part,
    Quantity,
    Range,
    Rank,
    Ratio,
    Reading,
    Several,
    Value,
    Wording,
)
from selfeval.quantity.verdict import Attainment, Code, Verdict, agree, decide, leave_open
from selfeval.text.pattern import regex
from selfeval.text.placeholder import find_stand_in

_NOTHING_SAID = frozenset(("", "\\", "暂无", "略", "不适用", "见附件"))
_SYMBOL = regex(r"^\s*[≥≤<>=]")
_EACH = regex(r"均|都|分别|各")
_EACH_OF_GOAL = regex(r"(?<![人平日月年户亩场次生台件地车班校村床单份师])均(?![价值])|(?<![首成])都(?!市)|分别|各自")
_SEVERAL_NAMED = regex("[、和与及]|以及")
_IN_BRACKETS = regex(r"\([^()]*\)")
_OF_ALL = regex(r"(?P<some>\d{1,9})(?P<unit>[^\W\d]{1,2})?/(?P<all>\d{1,9})(?(unit)(?P=unit)|(?!分)[^\W\d]{0,2})")
_PRESENT, _ABSENT = ("有", "是"), ("无", "没有")
# 480人(其中女性120人)
_ASIDE = regex(r"其中|\((?:其中|含|包括|年度目标|年初目标|目标|计划|上年|去年|同期)")
# 9月前: by the end of August, or of September?
_BEFORE_ALL = regex(r"(?:月|季度)(?:之|以)?前")
_WORKS = regex("建设|施工|工程|工期|项目(?:期|周期|实施)|完[工成]|竣工|改造|维修|采购")
_SERVICE = regex("服务|[管养维看守]护|管养|运维|值守|质保|保洁|保安|租赁|托管|驻场|维保")
_ALL_DONE = regex(r"已?全部(?:已|得到|进行)?[^\d未不没无待拟将,;。]{2,6}")
_CHANGED = regex("增长|增加|提高|上升|提升|下降|减少|降低|压减")
_SPENT = regex("(?:经费|资金|补助费?|补贴|拨款|款项|支出|投入)(?:数|额|总额|金额|规模)?$")
_AT_MOST_WHOLE = regex(
    r"(?:及时|按时|合格|(?:调解|抢救|手术|化解)成功|到报|覆盖|参与|参加|办结|结案|审查|审结|签约|指派|完好|达标|准确|满意|知晓|优良|优秀|通过|出勤|普及|公开|回复|回访|(?<!毛)入学|巩固|接通|亮灯"
    r"|准点|正点|准时|到达|到位|续签|成活|合规|有效|处置|兑现|签收|响应|帮教|安置|衔接|归档|建档|采纳|履约|同意|毕业|就业|接种|治愈|存活|保存)(?:率|度)$|占比$"
)
_WHOLE = regex(r"全覆盖|全部|百分之百")


@lru_cache(maxsize=256)
def judge(
    target: str,
    actual: str,
    name: str = "",
    direction: Direction | None = None,
    threshold: Decimal = Decimal("1.3"),
) -> Verdict:
    """Judge an actual against its target; where the two cells leave a doubt, the verdict is undecided.

    A target without a bound takes its direction from ``direction``, else from the name. ``threshold`` is the
    ratio from which a higher-is-better actual counts as exceeding (130% in the provincial system of Guangxi).
    """
    goal, result, name = read(target), read(actual), "".join(to_half_width(name).split())
    verdict = _check_rate(_judge(goal, result, name, direction, threshold), result, name)
    return verdict._replace(notes=_find_notes(goal, result, name, actual))


def _judge(goal: Reading, result: Reading, name: str, direction: Direction | None, threshold: Decimal) -> Verdict:
    if isinstance(result, Wording) and _says_nothing(result.text):
        return leave_open(Code.MISSING, "还没有填实际完成值")
    match goal:
        case Wording(text=text):
            return _judge_against_words(text, result)
        case Done() | Nil():
            return _judge_against_status(goal, result)
        case Deadline():
            return _judge_against_deadline(goal, result, name)
        case Several(parts=parts):
            ends = find_ends(goal)
            if not ends:
                return _judge_against_several(parts, result, name, direction, threshold)
            goal = ends[1]  # 由10天缩短至5天
    return _judge_against_value(goal, result, name, direction, threshold)


def _judge_against_value(
    goal: Value, result: Reading, name: str, direction: Direction | None, threshold: Decimal
) -> Verdict:
    if isinstance(goal, Quantity) and isinstance(result, Several):
        if meant := read_change(goal, result, name):
            verdicts = [compare(goal, each, name, direction, threshold) for each in meant]
            return agree(verdicts, "看不出目标值说的是变了多少，还是变成多少")
        if each_one := _judge_each(goal, result.parts, name, direction, threshold):
            return each_one
    value = _find_comparable(goal, result, name)
    verdict = value if isinstance(value, Verdict) else compare(goal, value, name, direction, threshold)
    is_met = verdict.outcome in (Attainment.MET, Attainment.EXCEEDED)
    parts = result.parts if isinstance(result, Several) else (result,)
    if is_met and any(_leaves_one_out(parts, words) for words in (name, _EACH_OF_GOAL.split(_label_of(goal))[0])):
        return leave_open(Code.SENTENCE_ONLY, "指标名称里有几项，实际完成值没有每项都写")
    return verdict


def _says_nothing(text: str) -> bool:
    return text in _NOTHING_SAID or find_stand_in(text) is not None


def _check_rate(verdict: Verdict, result: Reading, name: str) -> Verdict:
    """Leave open what is said of a rate that no actual can bring above 100 %."""
    is_rate = isinstance(result, Quantity) and result.unit in ("%", "") and result.value > 100
    if not is_rate or verdict.outcome is Attainment.UNDECIDED or not _AT_MOST_WHOLE.search(name):
        return verdict
    return leave_open(Code.OVER_HUNDRED, "这样的比率不会超过 100%")


def _find_comparable(goal: Value, result: Reading, name: str) -> Reading | Verdict:
    """Return what of an actual is compared with the target, or the verdict that needs no comparison."""
    match result:
        case Done():
            return _judge_status(goal, result)
        case Wording(text=text) if _ALL_DONE.fullmatch(text) and isinstance(goal, Quantity) and goal.unit == "%":
            return decide(goal.value <= 100, Code.COMPARED, f"“{text}”相当于 100%")
        case Wording(text=text) if stayed(text) and isinstance(goal, Quantity) and goal.value > 0:
            if _CHANGED.search(goal.label):
                return decide(goal.bound in (Bound.AT_MOST, Bound.UNDER), Code.COMPARED, f"“{text}”就是没有变化")
            return leave_open(Code.SENTENCE_ONLY, "“持平”没有写出可以和目标值比较的数")
        case Wording(text=text) if (share := _read_share(text)) and isinstance(goal, Quantity) and goal.unit == "%":
            return share
        case Wording():
            return leave_open(Code.SENTENCE_ONLY, "实际完成值是一句话，没有写出可以和目标值比较的数")
        case Deadline():
            return leave_open(Code.OTHER_KIND, "实际完成值是时间，目标值不是")
        case Several(parts=parts):
            return _pick(goal, parts, name) or leave_open(
                Code.SENTENCE_ONLY, "实际完成值里有几个数，要看整句话才知道哪个和目标值比"
            )
    return result


def _judge_against_words(text: str, result: Reading) -> Verdict:
    if _says_nothing(text):
        return leave_open(Code.NO_VALUE, "没有填目标值")
    if isinstance(result, Done):
        return decide(result.done, Code.DECLARED, "目标值是文字说明，按填报的完成情况判断")
    if isinstance(result, Wording) and result.text.removeprefix("已") == text.removeprefix("已"):
        return decide(True, Code.SAME_WORDS, "实际完成值和目标值的文字一样")
    if changed := judge_wanted_change(text, result):
        return changed
    return leave_open(Code.NO_VALUE, f"目标值“{text}”没有写出可以衡量的数或等次")


def _judge_against_status(goal: Done | Nil, result: Reading) -> Verdict:
    is_wanted = isinstance(goal, Done) and goal.done
    match result:
        case Done(text="有" | "是" as text) if isinstance(goal, Nil):
            if text == "有":
                return decide(False, Code.DECLARED, "目标是没有，实际有")
        case Done(done=done):
            return decide(done == is_wanted or (done and isinstance(goal, Nil)), Code.DECLARED, "按填报的完成情况判断")
        case Nil(text=text):
            if not is_wanted or (goal.text in _PRESENT and text in _ABSENT):
                return decide(not is_wanted, Code.DECLARED, "按填报的有无判断")
        case Quantity(value=value, unit=unit, bound=Bound.NONE | Bound.EQUAL):
            if isinstance(goal, Nil):
                return decide(value == 0, Code.COMPARED, "目标是没有发生")
            if is_wanted and unit == "%" and (value == 100 or _WHOLE.search(goal.text)):
                return decide(value >= 100, Code.COMPARED, f"“{goal.text}”相当于 100%")
        case Grade(scale="等次", level=level) if is_wanted:
            return decide(level > 1, Code.COMPARED, "按等次判断")
    return leave_open(Code.OTHER_KIND, f"目标值是“{goal.text}”，实际完成值没有说是否做到")


def _judge_against_deadline(goal: Deadline, result: Reading, name: str) -> Verdict:
    if isinstance(result, Done):
        return decide(result.done, Code.DECLARED, "按填报的完成情况判断")
    if not isinstance(result, Deadline):
        return leave_open(Code.OTHER_KIND, "目标值是时间，实际完成值不是")
    if (goal.first[0] == 0) is not (result.first[0] == 0):
        return leave_open(Code.OTHER_KIND, "目标值和实际完成值只有一个说的是每个月")
    if _BEFORE_ALL.search(goal.text) and goal.first <= result.last <= goal.last:
        return leave_open(Code.APPROXIMATE, f"“{goal.text}”看不出包不包括这段时间")
    if goal.is_span and result.is_span:
        return _judge_spans(goal, result, name)
    are_dated = goal.year and result.year
    limit = ((goal.end_year or goal.year or 0) if are_dated else 0, goal.last)
    begun, ended = (result.year or 0, result.end_year or result.year or 0) if are_dated else (0, 0)
    if result.year and not goal.year and result.last[0] <= 3 and goal.last[0] >= 10:
        return leave_open(Code.APPROXIMATE, f"“{goal.text}”没有写年份，看不出“{result.text}”是提前了还是过了一年")
    if (ended, result.last) <= limit:
        return decide(True, Code.COMPARED, "完成时间没有超过目标时间")
    if (begun, result.first) > limit:
        return decide(False, Code.COMPARED, "完成时间晚于目标时间")
    return leave_open(Code.APPROXIMATE, "完成时间写得不够细，看不出是否晚于目标时间")


def _judge_spans(goal: Deadline, result: Deadline, name: str) -> Verdict:
    """Compare two spans of time: works should end in time, a service should not be cut short.

    Where one of them says no year, it is that of the other, unless that ends in another year.
    """
    compared = f"目标是“{goal.text}”，实际是“{result.text}”"
    is_dated = bool(goal.year and result.year)
    if (goal.end_year or result.end_year) and not is_dated:
        return leave_open(Code.APPROXIMATE, f"{compared}，没有都写年份")
    wanted, done = (_ends_of(span, is_dated) for span in (goal, result))
    if wanted == done:
        return decide(True, Code.COMPARED, compared)
    if _WORKS.search(name):
        return decide(done[1] <= wanted[1], Code.COMPARED, compared)
    if _SERVICE.search(name) and (done[0] > wanted[0] or done[1] < wanted[1]):
        return decide(False, Code.COMPARED, compared)
    return leave_open(Code.DIRECTION_UNKNOWN, f"{compared}，看不出长了好还是短了好")


def _ends_of(span: Deadline, is_dated: bool) -> tuple[tuple[int, tuple[int, int]], tuple[int, tuple[int, int]]]:
    """Return the year and the day on which a span begins, and those on which it ends; of year 0 where years do not count."""
    year = (span.year or 0) if is_dated else 0
    return (year, span.first), (span.end_year or year, span.last)


def _judge_each(
    goal: Quantity, parts: tuple[Part, ...], name: str, direction: Direction | None, threshold: Decimal
) -> Verdict | None:
    """Judge what each of several must reach (``均达到95%``), or the two of the name; None where it is not said of each."""
    measures = _measures_in(name)
    values = [part for part in parts if isinstance(part, Quantity) and factor(part.unit, goal.unit) is not None]
    are_named = sorted(part.label for part in values) == sorted(measures)
    is_aside = any(_ASIDE.match(part.label) or change_in_words(part.label) for part in values)
    if len(values) != len(parts) or is_aside or not (are_named or _EACH_OF_GOAL.search(goal.label)):
        return None
    goal = replace(goal, label=_EACH_OF_GOAL.sub("", goal.label))
    verdicts = [compare(goal, replace(part, label=""), name, direction, threshold) for part in values]
    return _find_worst(verdicts)


def _measures_in(name: str) -> list[str]:
    """Return what a name measures, where it names two or more things (``受理率、办结率``)."""
    measures = [measure for measure in _SEVERAL_NAMED.split(_IN_BRACKETS.sub("", name)) if measure]
    return measures if len(measures) > 1 else []


def _leaves_one_out(parts: Sequence[Reading], name: str) -> bool:
    """Tell whether an actual speaks of one only of the two things that a name, or words before a number, measure."""
    measures, labels = _measures_in(name), {_label_of(part) for part in parts}
    return bool(measures) and bool(labels.intersection(measures)) and not labels.issuperset(measures)


def _find_worst(verdicts: Sequence[Verdict]) -> Verdict:
    """Return the verdict on all from those on each: missed where one is, undecided where one is."""
    for outcome in (Attainment.MISSED, Attainment.UNDECIDED, Attainment.MET):
        for verdict in verdicts:
            if verdict.outcome is outcome:
                return verdict._replace(ratio=None)
    return verdicts[0]._replace(ratio=None)


def _read_share(text: str) -> Quantity | None:
    """Read so many of so many as a share (``195/200批次`` is 97.5%); None for any other text."""
    found = _OF_ALL.fullmatch(text)
    if not found or not 0 < Decimal(found["all"]) >= Decimal(found["some"]):
        return None
    return Quantity(drop_zeros(round(100 * Decimal(found["some"]) / Decimal(found["all"]), 6)), "%")


def _judge_against_several(
    parts: tuple[Part, ...], result: Reading, name: str, direction: Direction | None, threshold: Decimal
) -> Verdict:
    values = [part for part in parts if not isinstance(part, Nil | Wording)]
    unanswered = leave_open(Code.SENTENCE_ONLY, f"目标值有 {len(parts)} 个条件，实际完成值没有逐个对应")
    match result:
        case Done(done=False):
            return decide(False, Code.DECLARED, "按填报的完成情况判断")
        case Done():
            return leave_open(Code.STATUS_FOR_NUMBER, f"目标值有 {len(parts)} 个数，实际完成值“{result.text}”没有写数")
        case Several(parts=results) if len(results) == len(parts):
            pairs = list(zip(parts, results, strict=True))
        case Quantity(label=label) if _EACH.search(label):
            pairs = [(part, replace(result, label="")) for part in parts]
        case Quantity() | Range() | Grade() | Rank() if len(values) == 1:  # the other conditions are not answered
            verdict = compare(values[0], result, name, direction, threshold)
            return verdict if verdict.outcome is Attainment.MISSED else unanswered
        case _:
            return unanswered
    verdicts = [compare(part, found, _label_of(part) or name, direction, threshold) for part, found in pairs]
    missed = [part for part, verdict in zip(parts, verdicts, strict=False) if verdict.outcome is Attainment.MISSED]
    if missed and all(_label_of(part).startswith("(") for part in missed):
        return leave_open(Code.SENTENCE_ONLY, "没有达到的只是括号里的数，看不出要不要算")
    return _find_worst(verdicts)


def _label_of(part: Reading) -> str:
    return part.label if isinstance(part, Quantity | Range) else ""


def _judge_status(goal: Value, result: Done) -> Verdict:
    if not result.done:
        return decide(False, Code.DECLARED, "填报的是没有完成")
    if isinstance(goal, Grade | Rank | Ratio):
        return decide(True, Code.DECLARED, "按填报的完成情况判断")
    if isinstance(goal, Quantity) and goal.unit == "%" and _WHOLE.search(result.text):
        return decide(goal.value <= 100, Code.COMPARED, f"“{result.text}”相当于 100%")
    return leave_open(Code.STATUS_FOR_NUMBER, f"目标值是数，实际完成值“{result.text}”没有写数")


def _is_spending(goal: Quantity, name: str) -> bool:
    """Tell whether an amount of money is what is to be spent; one that must not be passed is a limit of cost."""
    way = direction_of_name(name)
    is_limit = goal.bound in (Bound.AT_MOST, Bound.UNDER)
    return way is None or (way is Direction.LOWER and not is_limit and _SPENT.search(name) is not None)


def _pick(goal: Value, parts: tuple[Part, ...], name: str) -> Part | None:
    """Return the only part of a sentence that is comparable with the target; None when several are, or none."""
    if not isinstance(goal, Quantity | Range):
        like = [part for part in parts if type(part) is type(goal)]
        return like[0] if len(like) == 1 else None
    unit = goal.unit or split_times(unit_in_name(name))[1]
    numbers = [
        part
        for part in parts
        if isinstance(part, Quantity | Range)
        and not ((aside := _ASIDE.match(part.label)) and part.label[aside.end() :] not in name)
        and (factor(part.unit, unit) is not None if unit else part.unit != "%")
    ]
    if len(numbers) > 1:
        measured = _measure_of(name)
        numbers = [part for part in numbers if measured and measured in part.label]
    return numbers[0] if len(numbers) == 1 else None


def _measure_of(name: str) -> str:
    """Return the last four characters of a name that ends with a rate (``解成功率`` of ``案件调解成功率``), else ""."""
    return re.sub(r"\([^)]*\)$", "", name)[-4:] if RATE.search(name[-3:]) else ""


def _may_contradict(part: Quantity, name: str) -> bool:
    """Tell whether a target may point the wrong way; 及时率: ≤5个工作日 says when what the rate counts is in time."""
    return not is_time(part.unit) or direction_of_name(name) is Direction.LOWER


def _find_notes(goal: Reading, result: Reading, name: str, actual: str) -> tuple[Code, ...]:
    """Return the codes of what rules may report about the two cells, whatever the outcome."""
    goals = goal.parts if isinstance(goal, Several) else (goal,)
    numbers = [part for part in goals if isinstance(part, Quantity)]
    bounded = isinstance(result, Quantity) and result.bound not in (Bound.NONE, Bound.EQUAL)
    copied = isinstance(result, Quantity) and result.bound and _SYMBOL.search(to_half_width(actual))
    remarks = {
        Code.NO_VALUE: isinstance(goal, Wording),
        Code.OPERATOR_COPIED: copied,
        Code.BOUND_AS_ACTUAL: bounded and not copied,
        Code.DIRECTION_CONTRADICTS: any(
            contradicts(part.bound, part.label or name) for part in numbers if _may_contradict(part, part.label or name)
        ),
        Code.MONEY_TARGET: any(is_money(part.unit) and _is_spending(part, name) for part in numbers),
    }
    return tuple(code for code, holds in remarks.items() if holds)
