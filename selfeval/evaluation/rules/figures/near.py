"""Figures in a text that are a slip away from what an indicator has whose name the text says loosely.

A plan says it with other words among them (更换老旧雨量计42套 beside 更换雨量计套数 ≥24套), a result may say its end alone
(出车208次 beside 流动图书车出车次数: 198次). A result with other words among those of a name is often of a part.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from selfeval.evaluation.figures.figure import Figure, agree, comparable, only_figure
from selfeval.evaluation.figures.mentions import Mention
from selfeval.evaluation.figures.phrase import searchable, shares_neighbours, telling, unspaced, words
from selfeval.evaluation.figures.reading import Stated
from selfeval.form.field import Role
from selfeval.problem import Place
from selfeval.submission.submission import Indicator
from selfeval.submission.tree import Leaf
from selfeval.text.pattern import regex

SHORTEST, SHORTEST_END = 3, 2
"""How many telling characters a name has that a text says among other words; how many of its end a text says alone."""
_CLOSE = 10
"""How many times its own size the difference of two figures is, at least, of which one was mistyped for the other."""
_MEASURE = regex("(?:面积|长度|里程|[数总]量|规模)$")
_ANY = "个"
_LONG = 4
"""How many telling characters a name has that is all of what stands behind a figure."""
_MARKS = frozenset(",:;()。!?、□")


class Mistyped(NamedTuple):
    """Hold a figure of a text, and the value of an indicator for which it was typed: what it is called, shows and where it stands."""

    stated: Stated
    called: str
    shown: str
    place: Place


class _Value(NamedTuple):
    """Hold a value of an indicator, and its name without what it is counted in (``core``), and without what is measured (``stem``)."""

    row: Indicator
    called: str
    shown: str
    figure: Figure
    leaf: Leaf
    core: str
    stem: str
    planned: bool


def slips(mentioned: Iterable[Mention], indicators: Iterable[Indicator], project: str) -> Iterator[Mistyped]:
    """Yield the figures that speak of no figure of the data and are like the one of the only indicator they can mean.

    A text that gives the right figure too gives another one of something else. Of a name, a text of a project may leave
    out what the name of the project says.
    """
    listed = list(mentioned)
    unknown = [one.typed.stated for one in listed if not one.known and one.typed.exact]
    asked = [each for each in unknown if not each.partial and (each.figure.unit != "%" or each.paragraph.planned)]
    values: dict[bool, dict[str, list[_Value]]] = {False: {}, True: {}}
    for value in (value for row in indicators for value in _values(row)) if asked else ():
        values[value.planned].setdefault(value.figure.unit, []).append(value)
    for each in asked:
        meant = [
            value
            for unit, alike in values[each.paragraph.planned].items()
            if unit == _ANY or comparable(each.figure.unit, unit)
            for value in alike
            if _is_meant(each, value, project)
        ]
        if len({value.row.values.where for value in meant}) != 1 or _is_given(each, meant, listed):
            continue
        if any(_is_slip(each, value) for value in meant) and not any(_agrees(each, value) for value in meant):
            yield Mistyped(each, meant[0].called, meant[0].shown, meant[0].leaf.text.place)


def _values(row: Indicator) -> Iterator[_Value]:
    for shown, role, called in (
        (row.goal, Role.TARGET, "目标值"),
        (row.result, Role.ACTUAL, "指标"),
    ):
        leaf, found = row.leaf(role), only_figure(shown) if shown else None
        if leaf and found:
            figure, name = found[0], unspaced(str(row.name))
            core = words(name.removesuffix(f"{figure.unit}数"))
            stem, planned = _MEASURE.sub("", core), role is Role.TARGET
            yield _Value(row, f"{called}“{row.name}”", shown, figure, leaf, core, stem, planned)


def _in_unit(each: Stated, value: _Value) -> Figure | None:
    """Return a figure as a value is counted, 62个村 in 个 where the value is one of 村数; None where it measures another thing."""
    noun = each.figure.unit.removeprefix(_ANY)
    if value.figure.unit == _ANY and noun != each.figure.unit and noun and value.core.endswith(noun):
        return each.figure._replace(unit=_ANY)
    return each.figure.in_unit(value.figure.unit)


def _agrees(each: Stated, value: _Value) -> bool:
    own = _in_unit(each, value)
    return own is not None and bool(agree(own, value.figure))


def _is_meant(each: Stated, value: _Value, project: str) -> bool:
    """Tell whether a figure is counted as a value is, and says all of the name in a plan, or only the end of it."""
    if _in_unit(each, value) is None:
        return False
    core, behind = value.stem, each.figure.unit.removeprefix(_ANY) + each.trail
    noun = next((behind[:length] for length in (2, 1) if behind and core.endswith(behind[:length])), "")
    core = core.removesuffix(noun).removesuffix("的")
    if (
        each.paragraph.planned
        and len(telling(core)) >= SHORTEST
        and shares_neighbours(core, searchable(f"{each.phrase}{each.figure.unit}"))
    ):
        return True
    said, core = telling(each.phrase), telling(core)
    end = next((length for length in range(min(len(said), len(core)), 0, -1) if core.endswith(said[-length:])), 0)
    rest = core[: len(core) - end]
    is_said_before = each.paragraph.planned and end > SHORTEST and set(rest) <= set(each.before)
    is_own = (rest in project or is_said_before) and (end == len(said) or _follows_figure(each))
    return SHORTEST_END <= end < len(core) and is_own


def _follows_figure(each: Stated) -> bool:
    """Tell whether the words before a figure begin with what another one counts: 18个站点出车198次."""
    start = each.number.start - len(each.lead)
    return start > each.begin and each.plain[start - 1] not in _MARKS


def _is_slip(each: Stated, value: _Value) -> bool:
    """Tell whether a figure is another one mistyped: its digits in other order, another power of ten, or a little away."""
    own = _in_unit(each, value)
    if own is None or not own.value or not value.figure.value:
        return False
    typed, wanted = _digits(each.shown), _digits(value.shown)
    ratio = own.value / value.figure.value
    is_power = typed.rstrip("0") == wanted.rstrip("0") and ratio != 1
    is_near = len(typed) == len(wanted) > 2 and abs(own.value - value.figure.value) * _CLOSE <= value.figure.value
    if each.paragraph.planned and _is_whole_name(each, value):
        return True
    is_turned = len(wanted) > 1 and typed != wanted and sorted(typed) == sorted(wanted)
    return is_power or is_turned or is_near


def _is_whole_name(each: Stated, value: _Value) -> bool:
    """Tell whether the words behind a figure are all of a long name: 36个村恢复客车通行."""
    noun = each.figure.unit.removeprefix(_ANY)
    name = telling(value.core.removesuffix(noun)) if noun != each.figure.unit else ""
    return len(name) >= _LONG and telling(each.trail).startswith(name)


def _is_given(each: Stated, meant: list[_Value], listed: list[Mention]) -> bool:
    """Tell whether the text gives one of the values too."""
    beside = (other.typed.stated for other in listed if other.typed.stated.where == each.where)
    return any(_agrees(other, value) for other in beside for value in meant)


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text)).lstrip("0")
