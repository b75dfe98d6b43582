"""The names of indicators, and indicators that are parts of another (其中)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from selfeval.evaluation.case import Case
from selfeval.evaluation.finding import Finding
from selfeval.form.field import Role, headings_of
from selfeval.quantity.bounds import BEFORE_WORDS
from selfeval.quantity.characters import to_half_width
from selfeval.quantity.direction import Direction, direction_of_name
from selfeval.quantity.notation import print_plain
from selfeval.quantity.read import read
from selfeval.quantity.units import is_measure, is_time
from selfeval.quantity.values import About, Bound, Quantity, Reading
from selfeval.quantity.verdict import Attainment
from selfeval.source.node import Text
from selfeval.submission.submission import Indicator
from selfeval.submission.tree import Leaf
from selfeval.text.name import fold
from selfeval.text.pattern import regex
from selfeval.text.placeholder import find_placeholder

_NO_WORD = regex(r"[\d\s.,%‰:/()≥≤<>=+-]+")
_VALUE_AT_END = regex(rf"\(?(?P<value>(?:{BEFORE_WORDS})\s*\d[^()]*|\d[\d.,]*\s*[%‰](?:及?以[上下内])?)\)?$")
_MANY = 3
"""In how many categories a name must stand to name none of them."""
_HOMES = (
    (regex("满意度?$"), "满意"),
    (regex("成本$"), "成本"),
    (regex("(?:完成|完工|竣工|开工|投用|到位|发放)时间$|时限$"), "时效"),
)
"""What the name of an indicator ends in, and what the category is called to which it then belongs."""
_NUMBER = regex("(?:数量|次数|人数|件数|场次|册数|卷数|个数|户数|面积|里程)$")
_OF_NUMBER, _NOT_OF_NUMBER = "数量", ("质量", "时效")
_ALL = (Decimal(100), "%")
"""What a rate that is to be 100% at least cannot but be where it is met."""
_COPIED = 4
"""How many actuals must all be their targets before they seem to be copied."""
_OF_EACH = regex("^(?:单|每|平均|[人户生均]均)|[率度]$|时[间限]$")
"""Matches the name of what does not add up over the years."""
_LONG = regex("[中长周]期|总指标")
_POWERS = ((Decimal("0.1"), "十分之一"), (Decimal("0.01"), "百分之一"), (Decimal(10), "十倍"), (Decimal(100), "一百倍"))
_PART = regex(r"\(?其中\)?[:,]?")


def _named(case: Case) -> Iterator[Indicator]:
    """Yield the indicators that have a name; one without is called by its number, which stands nowhere."""
    yield from (indicator for indicator in case.indicators if indicator.name.origin)


def number_as_name(case: Case) -> Iterator[Finding]:
    """Find an indicator whose name is a bare number."""
    for indicator in _named(case):
        if _NO_WORD.fullmatch(to_half_width(str(indicator.name))):
            message = f"指标的名称“{indicator.name}”只有数，没有说衡量的是什么"
            yield Finding(indicator.name.place, message, indicator.values.where)


def name_contradicts_target(case: Case) -> Iterator[Finding]:
    """Find a value in an indicator's name that is not its target (新修沟渠（≥3公里）: ≥2公里; 抽检合格率90%: 95%)."""
    for indicator in case.indicators:
        leaf, name = indicator.leaf(Role.TARGET), to_half_width(str(indicator.name).strip())
        found = _VALUE_AT_END.search(name)
        aim, named = read(str(leaf.text)) if leaf else None, read(found["value"]) if found else None
        if not (leaf and found and isinstance(aim, Quantity) and isinstance(named, Quantity)):
            continue
        if (aim.value, aim.unit or named.unit) != (named.value, named.unit):
            shown = str(indicator.name).strip()[found.start() :]
            message = f"名称里写的是“{shown}”，目标值写的是“{leaf.text}”，以哪个为准？名称里的数请删去"
            fix = f"名称: {str(indicator.name).strip()[: found.start()]}"
            yield Finding(indicator.name.place, message, indicator.values.where, fix)


def target_over_term(case: Case) -> Iterator[Finding]:
    """Find a count wanted in one year that is more than what is wanted of all the years of its term."""
    wanted = [(row.name, row.leaf(Role.PERIOD_TARGET), row.leaf(Role.TARGET)) for row in case.indicators]
    of_year = {(row.tree, *map(fold, (row.parent, *row.levels, row.name))): row for row in case.indicators}
    for row in case.indicators:
        beside = case.form.fields[row.tree].beside
        other = of_year.get((beside, *map(fold, (row.parent, *row.levels, row.name)))) if beside else None
        if other:
            wanted.append((row.name, row.leaf(Role.TARGET), other.leaf(Role.TARGET)))
    wanted += _of_whole_term(case, of_year)
    for name, period, year in wanted:
        if (
            period
            and year
            and _OF_EACH.search(str(name))
            and (share := _power(read(str(year.text)), read(str(period.text))))
        ):
            message = f"“{name}”一年的目标“{year.text}”是整个周期的“{period.text}”的{share}；看看是不是多写、少写了 0 或小数点"
            yield Finding(year.text.place, message, year.where)
            continue
        if period and year and direction_of_name(str(name)) is not Direction.LOWER:
            whole, part = read(str(period.text)), read(str(year.text))
            if _is_more(part, whole):
                message = f"“{name}”一年的目标“{year.text}”比整个周期的“{period.text}”还多；请核对哪个不对"
                yield Finding(year.text.place, message, year.where)


def _of_whole_term(
    case: Case, of_year: Mapping[tuple[Sequence[str], ...], Indicator]
) -> Iterator[tuple[Text, Leaf | None, Leaf | None]]:
    """Yield what each of something is to be over the whole term and in the year, where the form has a table for each of both."""
    trees = {row.tree: _LONG.search("".join(row.tree)) is not None for row in case.indicators}
    for row in case.indicators if len(trees) == len({*trees.values()}) > 1 else ():
        if trees[row.tree]:
            (year,) = (tree for tree, is_long in trees.items() if not is_long)
            other = of_year.get((year, *map(fold, (row.parent, *row.levels, row.name))))
            if other and _OF_EACH.search(str(row.name)):
                yield row.name, row.leaf(Role.TARGET), other.leaf(Role.TARGET)


def _power(year: Reading, period: Reading) -> str:
    """Return which power of ten a target is of that of the whole term, "" where it is none."""
    if not isinstance(year, Quantity) or not isinstance(period, Quantity) or year.unit != period.unit:
        return ""
    return next((said for share, said in _POWERS if period.value and year.value == period.value * share), "")


def category_contradicts_name(case: Case) -> Iterator[Finding]:
    """Find an indicator in a category whose name says it belongs to another one that the form has: 满意度 under 质量指标."""
    for row in _named(case):
        name, home = str(row.name).strip(), " ".join(row.levels)
        offered = [" ".join(levels) for levels in headings_of(case.form.fields[row.tree].levels)]
        wanted = [word for pattern, word in _HOMES if pattern.search(name)]
        leaf = row.leaf(Role.TARGET)
        aim = read(str(leaf.text)) if leaf else None
        is_least = isinstance(aim, Quantity) and aim.bound is Bound.AT_LEAST
        if _NUMBER.search(name) and is_least and any(word in home for word in _NOT_OF_NUMBER):
            wanted.append(_OF_NUMBER)
        for word in wanted:
            right = [levels for levels in offered if word in levels]
            if right and not any(word in level for level in row.levels):
                message = (
                    f"“{name}”放在“{row.levels[-1]}”里，看名称应当在“{right[0].split()[-1]}”里；看看是不是放错了类别"
                )
                yield Finding(row.name.place, message, row.values.where)


def actuals_same_as_targets(case: Case) -> Iterator[Finding]:
    """Find actuals that are, every one but those missed, what was wanted at least or at most: the targets were copied."""
    judged = [pair for pair in case.verdicts if pair.verdict.outcome is not Attainment.MISSED]
    pairs = [(pair.actual, read(pair.goal), read(pair.result)) for pair in judged if pair.actual]
    both = [(leaf, aim, done) for leaf, aim, done in pairs if isinstance(aim, Quantity) and isinstance(done, Quantity)]
    bounded = ((leaf, aim, done) for leaf, aim, done in both if aim.bound is not Bound.NONE and aim.value)
    open_ = [(leaf, aim.value == done.value) for leaf, aim, done in bounded if (aim.value, aim.unit) != _ALL]
    if len(open_) >= _COPIED and all(same for _, same in open_):
        first = open_[0][0]
        message = f"{len(open_)} 项实际完成值和目标值一模一样，像是照抄了目标；请按台账核对"
        yield Finding(first.text.place, message, first.where)


def _is_more(part: Reading, whole: Reading) -> bool:
    """Tell whether a count is more than another one in the same unit, and no limit that may differ."""
    if not isinstance(part, Quantity) or not isinstance(whole, Quantity) or part.unit != whole.unit:
        return False
    is_limit = part.bound in (Bound.AT_MOST, Bound.UNDER)
    return part.value > whole.value and not is_limit and is_measure(part.unit) and not is_time(part.unit)


def name_in_many_categories(case: Case) -> Iterator[Finding]:
    """Find one name under three or more categories of a parent, once."""
    named: dict[tuple[str, str], list[Indicator]] = {}
    for indicator in _named(case):
        named.setdefault((fold(indicator.parent), fold(indicator.name)), []).append(indicator)
    for same in named.values():
        homes = dict.fromkeys(" → ".join(row.levels) for row in same)
        if len(homes) >= _MANY and find_placeholder(same[0].name) is None:
            message = (
                f"“{same[0].name}”在 {len(homes)} 个类别里都有（{'；'.join(homes)}），看不出各衡量什么；名称写具体"
            )
            yield Finding(same[1].name.place, message, same[1].values.where)


def indicator_parts_differ(case: Case) -> Iterator[Finding]:
    """Find indicators given as 其中 that do not make the one they stand below, in target or actual."""
    for whole, parts in _wholes(case.indicators):
        for role in (Role.TARGET, Role.ACTUAL):
            leaf = whole.leaf(role)
            size, sizes = _exact(whole, role), [_exact(part, role) for part in parts]
            if not leaf or size is None or any(each is None or each.unit != size.unit for each in sizes):
                continue
            total = sum((each.value for each in sizes if each), Decimal(0))
            if total > size.value or (total < size.value and len(parts) > 1):
                listed = " + ".join(print_plain(each.value) for each in sizes if each)
                message = (
                    f"“{whole.name}”的{leaf.field.name}是 {print_plain(size.value)}{size.unit}，"
                    f"“其中”的 {len(parts)} 项加起来是 {print_plain(total)}{size.unit}（{listed}），"
                    f"相差 {print_plain(abs(total - size.value))}{size.unit}"
                )
                yield Finding(leaf.text.place, message, leaf.where)


def _wholes(indicators: tuple[Indicator, ...]) -> Iterator[tuple[Indicator, list[Indicator]]]:
    """Yield every indicator that is followed, in its category, by some given as 其中, with those."""
    whole: Indicator | None = None
    parts: list[Indicator] = []
    for indicator in indicators:
        is_part = _PART.match(to_half_width(str(indicator.name))) is not None
        if is_part and whole and (whole.parent, whole.levels) == (indicator.parent, indicator.levels):
            parts.append(indicator)
            continue
        if whole and parts:
            yield whole, parts
        whole, parts = (None if is_part else indicator), []
    if whole and parts:
        yield whole, parts


def _exact(indicator: Indicator, role: Role) -> Quantity | None:
    """Return a value that adds up with others: an exact count or amount, no rate."""
    leaf = indicator.leaf(role)
    reading = read(str(leaf.text)) if leaf else None
    can_add = isinstance(reading, Quantity) and reading.about is About.EXACT and reading.unit not in ("%", "‰")
    return reading if can_add and isinstance(reading, Quantity) else None
