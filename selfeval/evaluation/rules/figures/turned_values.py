"""Figures of texts that are the value of an indicator with two digits turned round, or a nought too many, where no indicator has that figure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.figures.figure import Figure, agree, figure, only_figure
from selfeval.evaluation.figures.phrase import telling, unspaced
from selfeval.evaluation.figures.reading import Stated
from selfeval.evaluation.figures.reckon import are_swapped, digits_of
from selfeval.evaluation.finding import Finding
from selfeval.form.field import Role
from selfeval.quantity.characters import to_half_width
from selfeval.quantity.numbers import find_numbers
from selfeval.quantity.units import is_money
from selfeval.submission.submission import Indicator
from selfeval.submission.tree import Leaf
from selfeval.text.pattern import regex

_LEAST, _WORD = 3, 2
"""How many digits a figure has, at least, of which two were turned round; how long a word is that it has in common with a name."""
_GENERAL = frozenset(("%", "个", "项", "次", "件", "人", "人次", "家", "处", "种", "份"))
"""Units in which many things are counted."""
_MOST = 40
"""How many figures at most are held against all others."""
_POWERS = (Decimal(10), Decimal(100))
_OTHER = regex("上年|去年|前年|同期|历年|累计|其中|每|比|较|20[0-9]{2}年")


class _IndicatorFigure(NamedTuple):
    """Hold one figure of the target or the actual of an indicator, with its digits."""

    row: Indicator
    leaf: Leaf
    figure: Figure
    digits: str


def turned_values(dossier: Dossier) -> Iterator[Finding]:
    """Yield 查询1.63万次 of a result where 高清影像查询次数 is 1.36万次, and 3213宗 of a remark beside 3231宗."""
    told = [one.stated for one in dossier.typed if not one.stated.rough]
    asked = 0
    for planned, role in ((True, Role.TARGET), (False, Role.ACTUAL)):
        values = [value for row in dossier.indicators for value in _values(row, role)]
        singles, alone = _counted_once(dossier, role), Counter(one.figure.unit for one in told)
        shelves: dict[str, list[_IndicatorFigure]] = {}
        for value in values:
            shelves.setdefault("".join(sorted(value.digits)), []).append(value)
        for each in (one for one in told if one.paragraph.planned is planned and not is_money(one.figure.unit)):
            digits = digits_of(each)
            near = shelves.get("".join(sorted(digits)), ()) if len(digits) >= _LEAST else ()
            meant = [one for one in near if are_swapped(digits, one.digits) and _is_meant(each, one)]
            meant = meant or _only(each, singles, alone)
            if len(meant) != 1 or _OTHER.search(each.lead) or any(agree(each.figure, one.figure) for one in values):
                continue
            asked += 1
            if asked <= _MOST and not any(_is_given_too(each, other, meant[0]) for other in told):
                yield _differs(dossier, each, meant[0])


def _counted_once(dossier: Dossier, role: Role) -> dict[str, _IndicatorFigure]:
    """Return the value of the only indicator in each unit in which few things are counted."""
    found: dict[str, list[_IndicatorFigure]] = {}
    for row in dossier.indicators:
        shown = row.goal if role is Role.TARGET else row.result
        leaf, only = row.leaf(role), only_figure(shown) if shown else None
        if leaf and only:
            found.setdefault(only[0].unit, []).append(_IndicatorFigure(row, leaf, only[0], ""))
    return {unit: values[0] for unit, values in found.items() if len(values) == 1 and unit not in _GENERAL}


def _only(each: Stated, singles: Mapping[str, _IndicatorFigure], alone: Counter[str]) -> list[_IndicatorFigure]:
    """Return the indicator counted as the only such figure of the texts is, where it is ten or a hundred times as much or the reverse."""
    one = singles.get(each.figure.unit)
    if one is None or alone[each.figure.unit] != 1 or not (each.figure.value and one.figure.value):
        return []
    ratio = one.figure.value / each.figure.value
    is_alike = not set(telling(each.lead + each.trail)).isdisjoint(telling(str(one.row.name)))
    return [one] if each.paragraph.planned and is_alike and max(ratio, 1 / ratio) in _POWERS else []


def _values(row: Indicator, role: Role) -> Iterator[_IndicatorFigure]:
    leaf = row.leaf(role)
    text = to_half_width(str(leaf.text)) if leaf else ""
    for number in find_numbers(text) if leaf else ():
        digits, found = "".join(filter(str.isdigit, text[number.start : number.end])), figure(number, text)
        if leaf and found and len(digits) >= _LEAST:
            yield _IndicatorFigure(row, leaf, found, digits)


def _is_meant(each: Stated, one: _IndicatorFigure) -> bool:
    """Tell whether a figure stands in a remark on an indicator, or beside a word of its name."""
    if each.figure.unit != one.figure.unit:
        return False
    if each.where.startswith(f"{one.row.values.where}."):
        return True
    name, said = telling(unspaced(str(one.row.name))), telling(each.lead)
    return any(said[at : at + _WORD] in name for at in range(len(said) - 1))


def _is_given_too(each: Stated, other: Stated, one: _IndicatorFigure) -> bool:
    """Tell whether the text of a figure gives the value too, or another text the same figure."""
    if other.where == each.where:
        return bool(agree(other.figure, one.figure))
    return other.figure == each.figure


def _differs(dossier: Dossier, each: Stated, one: _IndicatorFigure) -> Finding:
    place = one.leaf.text.place
    how = "只差两个数字的先后" if one.digits else "差十倍、百倍"
    message = f"“{each.said}”和 {place.file} 第 {place.line} 行“{one.row.name}”的“{one.leaf.text.strip()}”{how}；请核对哪个对，改成一致"
    forms = each.paragraph.forms & dossier.having(one.leaf.field.path)
    return Finding(each.place, message, each.where, forms=forms)
