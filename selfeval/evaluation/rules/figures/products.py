"""Counts that multiply: 40个村各演出3场 beside 40个村演出80场; what one costs, times how many there are, beside all the money."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.figures.figure import Figure, only_figure
from selfeval.evaluation.figures.phrase import telling, unspaced
from selfeval.evaluation.figures.reading import Stated, found_at
from selfeval.evaluation.figures.reckon import are_swapped
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.rules.amounts import whole_amounts
from selfeval.form.field import Role
from selfeval.quantity.notation import print_plain
from selfeval.quantity.units import MONEY
from selfeval.submission.submission import Indicator
from selfeval.submission.tree import Branch, Leaf
from selfeval.text.pattern import regex

_EACH = regex(r"^(?P<of>[^各每均,;:。、]{0,8})(?:各|每[^,;。、]{1,3}?|均|分别)(?P<deed>[^,;。、各每均]{0,6})$")
"""Matches what stands between a count and how often something is done for each of them (个村各演出)."""
_SAME = 2
"""How many characters of what is done two texts share at least."""
_PRICE = regex("^(?:平均)?(?:每|单)(?P<of>[^\\W\\d]{1,3}?)(?=[^\\W\\d]{2,})|(?P<head>[户人])均")
"""Matches the name of what one costs: 单页扫描成本, 每公里清淤成本, 户均补助."""
_COST = regex("成本|费用?|补助|补贴|单价|造价|价格|标准|投入|支出")
_NUMBER, _UNIT_PRICE, _COUNTED_IN = regex("^数量"), regex("单价"), regex("^(?:计量)?单位$")
_ABSURD = 100
"""How many times all the money a price times a count must come to before the unit of the price is asked about."""
_NEAR_TEN = Decimal("9.5"), Decimal("10.5")
"""Between which shares one amount is about ten times another."""
_LEAST = 3
"""How many digits a price has, at least, that may be a quotient with two of them exchanged."""


_Counted: TypeAlias = tuple[Decimal, str, str]
"""How many things there are, in which unit, and in which unit something is counted for them."""


class _Priced(NamedTuple):
    """Hold an indicator that says what one of something costs, in yuan, and one that says how many there are."""

    row: Indicator
    leaf: Leaf
    price: Figure
    number: Figure
    counted: Indicator


def products_differ(dossier: Dossier) -> Iterator[Finding]:
    """Yield a count for each of some things that does not come to what another text of the department gives for all."""
    for_each, for_all = list[tuple[Stated, Stated, str]](), dict[_Counted, list[tuple[str, Stated]]]()
    for one, other in (pair for sentence in dossier.told for pair in pairwise(sentence.figures)):
        between = one.plain[one.number.end : other.number.start]
        found = _EACH.match(between)
        if found and not (one.rough or other.rough) and found["deed"] + other.trail:
            for_each.append((one, other, telling(found["deed"])[-_SAME:]))
        elif not (found or other.rough or "," in between):
            for_all.setdefault(_counted(one, other), []).append((between, other))
    for one, each, deed in for_each:
        told = [other for said, other in for_all.get(_counted(one, each), ()) if deed and deed in telling(said)]
        told = [other for other in told if other.where != each.where]
        total = one.figure.value * each.figure.value
        if len({other.figure.value for other in told}) == 1 and told[0].figure.value != total:
            place = told[0].place
            made = f"{one.shown} × {each.shown} = {print_plain(total)}{each.figure.unit}"
            message = f"{made}，{place.file} 第 {place.line} 行写的是 {told[0].shown}；请核对哪个不对"
            yield found_at(each, message)


def _counted(one: Stated, other: Stated) -> _Counted:
    return one.figure.value, one.figure.unit, other.figure.unit


def columns_exchanged(dossier: Dossier) -> Iterator[Finding]:
    """Yield a row whose number and price seem to have changed places: the price is what an indicator counts in that unit."""
    for holder in dossier.branches:
        price = _named(holder, _UNIT_PRICE)
        number, unit = (_named(holder, _NUMBER), _named(holder, _COUNTED_IN)) if price else (None, None)
        if not (number and price and unit and isinstance(number.value, int | Decimal) and number.value != price.value):
            continue
        goals = {
            found[0].value: row
            for row in dossier.indicators
            if row.goal and (found := only_figure(row.goal)) and found[0].unit == str(unit.text).strip()
        }
        if price.value in goals and number.value not in goals:
            row = goals[Decimal(str(price.value))]
            message = (
                f"“{number.field.name}”{number.text.strip()}和“{price.field.name}”{price.text.strip()}像是写反了："
                f"指标“{row.name}”是“{row.goal}”"
            )
            yield Finding(number.text.place, message, number.where, forms=dossier.having(number.field.path))


def _named(holder: Branch, named: re.Pattern[str]) -> Leaf | None:
    typed = (leaf for leaf in holder.values() if isinstance(leaf, Leaf))
    return next((leaf for leaf in typed if any(map(named.search, leaf.field.names))), None)


def unit_cost_differs(dossier: Dossier) -> Iterator[Finding]:
    """Find a price of one that, times how many there are, is a hundredfold of all the money, or has two digits exchanged beside money by count."""
    priced = list(_priced(dossier))
    sums = whole_amounts(dossier) if priced else []
    for each in priced:
        total = each.price.value * each.number.value
        forms = dossier.having(each.leaf.field.path)
        if sums and total > max(sums) * _ABSURD:
            message = (
                f"“{each.row.name}”是“{each.leaf.text.strip()}”，乘“{each.counted.name}”的 {print_plain(each.number.value)}{each.number.unit}"
                f"是 {print_plain(total / 10000)} 万元，远远超过这里写的全部资金；看看单位是不是写错了"
            )
            yield Finding(each.leaf.text.place, message, each.leaf.where, forms=forms)
        elif (
            sums
            and total > max(sums)
            and each.leaf.field.role is Role.TARGET
            and (tenth := next((one for one in sums if _is_tenth(one, total)), None))
        ):
            message = (
                f"“{each.row.name}”是“{each.leaf.text.strip()}”，乘“{each.counted.name}”的 {print_plain(each.number.value)}{each.number.unit}"
                f"是 {print_plain(total / 10000)} 万元，比这里写的全部资金还多，大约是 {print_plain(tenth / 10000)} 万元的十倍；看看小数点是不是写错了"
            )
            yield Finding(each.leaf.text.place, message, each.leaf.where, forms=forms)
        elif each.leaf.field.role is Role.ACTUAL and (right := _quotient(each, sums)):
            message = (
                f"“{each.row.name}”写的是“{each.leaf.text.strip()}”，支出除以“{each.counted.name}”的 {print_plain(each.number.value)}{each.number.unit}"
                f"是 {right}；是不是有两个数字写颠倒了？"
            )
            yield Finding(each.leaf.text.place, message, each.leaf.where, forms=forms)


def _is_tenth(amount: Decimal, total: Decimal) -> bool:
    """Tell whether an amount is about a tenth of a total."""
    return amount > 0 and _NEAR_TEN[0] <= total / amount <= _NEAR_TEN[1]


def _quotient(each: _Priced, sums: Sequence[Decimal]) -> str:
    """Return what one costs by the only amount by which that differs from the price only in two digits that changed places."""
    step = each.price.step
    typed = str(int(each.price.value / step))
    shown = {
        str(int((amount / each.number.value / step).to_integral_value(ROUND_HALF_UP))): amount / each.number.value
        for amount in sums
    }
    if len(typed) < _LEAST or typed in shown:
        return ""
    wrong = [value for digits, value in shown.items() if are_swapped(digits, typed)]
    unit = each.price.unit
    return f"{print_plain((wrong[0] / step).to_integral_value(ROUND_HALF_UP) * step)}{unit}" if len(wrong) == 1 else ""


def _priced(dossier: Dossier) -> Iterator[_Priced]:
    for row in dossier.indicators:
        name = unspaced(str(row.name))
        found = _PRICE.search(name)
        if not found or not _COST.search(name):
            continue
        of = found["of"] or found["head"]
        for role, shown in ((Role.TARGET, row.goal), (Role.ACTUAL, row.result)):
            leaf, price = row.leaf(role), _money(shown)
            counts = [
                (other, count)
                for other in dossier.indicators
                if other is not row and (count := _count(other, role, of))
            ]
            if len(counts) > 1:
                counts = [(other, count) for other, count in counts if _share_words(name, unspaced(str(other.name)))]
            if leaf and price and len(counts) == 1:
                yield _Priced(row, leaf, price, counts[0][1], counts[0][0])


def _share_words(name: str, other: str) -> bool:
    """Tell whether two names share a word but for what says a price or a count."""
    bare = _COST.sub("", name)
    return any(bare[at : at + _SAME] in other for at in range(len(bare) - _SAME + 1))


def _money(shown: str) -> Figure | None:
    """Return the figure of a value in yuan, None where it is no money."""
    found = only_figure(shown) if shown else None
    worth = MONEY.get(found[0].unit) if found else None
    return Figure(found[0].value * worth, found[0].step * worth, "元") if found and worth else None


def _count(row: Indicator, role: Role, of: str) -> Figure | None:
    """Return the figure of an indicator counted in what the price is for."""
    found = only_figure(row.goal if role is Role.TARGET else row.result)
    return found[0] if found and found[0].value and found[0].unit.removesuffix("次") in (of, f"{of}次") else None
