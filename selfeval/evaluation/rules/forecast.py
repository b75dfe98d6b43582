"""The middle of the year: what is forecast, against what is done, the target, and how sure the department is."""

from __future__ import annotations

from collections.abc import Iterator

from selfeval.evaluation.case import Case
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.score import direction
from selfeval.form.field import Kind, Role
from selfeval.form.form import Phase
from selfeval.quantity.direction import Direction, direction_of_name
from selfeval.quantity.judge import judge
from selfeval.quantity.read import read
from selfeval.quantity.units import is_neutral, is_unit
from selfeval.quantity.values import Bound, Quantity
from selfeval.quantity.verdict import Attainment
from selfeval.submission.submission import Indicator
from selfeval.submission.tree import Filled, Leaf
from selfeval.text.pattern import regex
from selfeval.text.placeholder import gives_reason

_SURE = regex("确定能|一定能|肯定能")
_IMPOSSIBLE = regex("不可能|不能完成")
_RATE = "%‰"
_FEW, _MANIFOLD = 10, 5
"""From what target on a count is not passed by chance, and how many times as much is hardly done by the middle of the year."""
_SOUND, _ALL = regex("(?:合格|达标|通过|准确|及时|优良)率$"), 100
"""Matches the name of a rate that never becomes all again, and how much all is."""


def forecast_below_done(case: Case) -> Iterator[Finding]:
    """Find a count forecast for the whole year that is less than what is done already."""
    for row in case.indicators:
        done, forecast = row.leaf(Role.RESULT), row.leaf(Role.FORECAST)
        if done and forecast and _is_below_done(row):
            message = f"“{row.name}”全年预计“{forecast.text}”，比已经完成的“{done.text}”还少"
            yield Finding(forecast.text.place, message, forecast.where)


def _is_below_done(row: Indicator) -> bool:
    done, forecast = row.leaf(Role.RESULT), row.leaf(Role.FORECAST)
    if not done or not forecast or direction_of_name(str(row.name)) is Direction.LOWER:
        return False
    now, later = read(str(done.text)), read(str(forecast.text))
    if not isinstance(now, Quantity) or not isinstance(later, Quantity) or not is_unit(now.unit):
        return False
    return now.unit == later.unit and now.unit not in _RATE and later.value < now.value


def chance_without_reason(case: Case) -> Iterator[Finding]:
    """Find indicators forecast to miss their targets, for no reason that is told, or with 无 for the measures against it."""
    doubtful = []
    for row in case.indicators:
        chance = row.leaf(Role.CHANCE)
        if chance and chance.value is not None and _is_doubtful(row, chance):
            doubtful.append(row)
            remarks = _remarks_beside(case, chance)
            if remarks and not any(_tells(row.values.get(key)) for key in remarks):
                message = f"“{row.name}”完成的可能性写“{chance.text}”，没有写为什么；写明偏差的原因"
                yield Finding(chance.text.place, message, chance.where)
    measures = [each for each in case.dossier.paragraphs.of(Role.MEASURES) if case.form.slug in each.forms]
    measures = [each for each in measures if each.phase is Phase.MONITORING]
    if doubtful and measures and not any(gives_reason(each.text) for each in measures):
        first = measures[0]
        message = f"“{first.key}”只写了“{first.text}”，“{doubtful[0].name}”等 {len(doubtful)} 项预计完不成；写明怎么改"
        yield Finding(first.text.place, message, first.leaf.where)


def _is_doubtful(row: Indicator, chance: Leaf) -> bool:
    """Tell whether a target is called impossible, or missed by the forecast; 确定能 beside that is another finding."""
    target, forecast = row.goal, row.leaf(Role.FORECAST)
    if _IMPOSSIBLE.search(chance.text) or _SURE.search(chance.text) or not target or not forecast:
        return bool(_IMPOSSIBLE.search(chance.text))
    return judge(target, str(forecast.text), str(row.name), direction(row)).outcome is Attainment.MISSED


def _remarks_beside(case: Case, chance: Leaf) -> list[str]:
    """Return the keys of the columns for words that a form has beside the chance of an indicator."""
    fields = case.form.fields.items()
    words = (Kind.TEXT, Kind.PROSE)
    return [path[-1] for path, field in fields if path[:-1] == chance.field.path[:-1] and field.kind in words]


def _tells(filled: Filled | None) -> bool:
    return isinstance(filled, Leaf) and gives_reason(filled.text)


def chance_contradicts_forecast(case: Case) -> Iterator[Finding]:
    """Find 确定能 where the forecast misses the target, and 完全不可能 where it meets it.

    A forecast below what is done is wrong itself, so that nothing follows from it.
    """
    for row in case.indicators:
        yield from _spoilt_already(row)
        yield from _reached_already(row)
    below = {row.values.where for row in case.indicators if _is_below_done(row)}
    for row in case.indicators:
        chance, forecast = row.leaf(Role.CHANCE), row.leaf(Role.FORECAST)
        target = row.goal if chance and forecast else ""
        if not chance or not forecast or not target or row.values.where in below:
            continue
        outcome = judge(target, str(forecast.text), str(row.name), direction(row)).outcome
        sure, impossible = _SURE.search(chance.text), _IMPOSSIBLE.search(chance.text)
        if outcome is Attainment.MISSED and sure:
            said = "完不成"
        elif outcome in (Attainment.MET, Attainment.EXCEEDED) and impossible:
            said = "能完成"
        else:
            continue
        message = f"“{row.name}”的目标是“{target}”，全年预计“{forecast.text}”，{said}目标，却写“{chance.text}”"
        yield Finding(chance.text.place, message, chance.where)


def _reached_already(row: Indicator) -> Iterator[Finding]:
    """Yield 有可能 beside a count that is more than was to be reached, and any chance beside one that is several times as much."""
    chance, done, forecast = row.leaf(Role.CHANCE), row.leaf(Role.RESULT), row.leaf(Role.FORECAST)
    if not chance or not done or forecast or not chance.text.strip():
        return
    aim, now = read(row.goal), read(str(done.text))
    if not isinstance(aim, Quantity) or not isinstance(now, Quantity) or aim.unit != now.unit or not is_unit(aim.unit):
        return
    is_least = aim.bound is Bound.AT_LEAST and direction_of_name(str(row.name)) is not Direction.LOWER
    if not is_least or aim.unit in _RATE or is_neutral(aim.unit) or aim.value < _FEW:
        return
    if now.value >= aim.value * _MANIFOLD:
        message = (
            f"“{row.name}”已经完成“{done.text}”，是全年目标“{row.goal}”的好几倍；看看是不是多写了 0 或小数点写错了"
        )
        yield Finding(done.text.place, message, done.where)
    elif now.value > aim.value and not _SURE.search(chance.text):
        message = f"“{row.name}”已经完成“{done.text}”，全年的目标只是“{row.goal}”，却写“{chance.text}”；请核对哪个不对"
        yield Finding(chance.text.place, message, chance.where)


def _spoilt_already(row: Indicator) -> Iterator[Finding]:
    """Yield 确定能 beside a rate of what is sound that was to be all and is less already: no later one makes that good."""
    chance, done, forecast = row.leaf(Role.CHANCE), row.leaf(Role.RESULT), row.leaf(Role.FORECAST)
    if not chance or not done or forecast or not _SURE.search(chance.text) or not _SOUND.search(str(row.name)):
        return
    aim, now = read(row.goal), read(str(done.text))
    if not isinstance(aim, Quantity) or not isinstance(now, Quantity) or aim.unit != "%" or now.unit != "%":
        return
    if aim.value == _ALL and now.value < _ALL:
        message = f"“{row.name}”的目标是“{row.goal}”，现在只有“{done.text}”，却写“{chance.text}”；请核对哪个不对"
        yield Finding(chance.text.place, message, chance.where)
