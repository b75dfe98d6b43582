"""Amounts of money beside each other: one typed in the wrong unit, one greater than the whole it belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from selfeval.evaluation.case import Case
from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.rules.figures.table import budget
from selfeval.form.expression import KeyPath, names
from selfeval.form.field import Kind, Role
from selfeval.form.operands import lists_above
from selfeval.quantity.characters import to_half_width
from selfeval.quantity.notation import drop_zeros, print_plain
from selfeval.quantity.read import read
from selfeval.quantity.units import MONEY
from selfeval.quantity.values import Quantity
from selfeval.quantity.verdict import Attainment
from selfeval.submission.tree import Leaf
from selfeval.text.pattern import regex

_MYRIAD = Decimal(10**4)
_ABOUT_A_MYRIAD = (Decimal(8000), Decimal(12500))
"""Between which ratios one of two amounts of a group is likely typed in 元, the other in 万元: spending is up to a fifth less than its budget."""
_SINCE_LAST_YEAR = (Decimal(3000), Decimal(30000))
_SMALLEST = 10
"""How great a typed number must be to be a budget: 0.12万元 beside 1,000万元 is some other money."""
_THOUSANDFOLD, _USUAL = 1000, 2
"""How many times the next amount of its column the greatest is, beside how many others at least, that its unit is asked about."""
_TOTAL, _OF_YEAR = (
    regex("(?:项目)?总(?:预算|投资|资金|金额|额)"),
    regex("(?:本年度?|当年|年度|今年)(?:预算|投资|资金|金额|安排)?"),
)
"""Match the names of what is for all the years of something, and what is for one of them."""
_CENT = Decimal("0.01")
_BASIS = regex("测算依据|测算标准|计算依据|测算过程")
_NUMBER = r"\d[\d,]*(?:\.\d+)?"
_PRODUCT = regex(
    rf"(?P<count>{_NUMBER})(?P<of>[^\d,、。×x*每按]{{1,6}})[,、]?(?P<sign>[×x*])?(?:按?每(?P=of))?[^\d,。×x*]{{0,4}}(?P<rate>{_NUMBER})(?P<unit>万?元)(?:/(?P=of))?。?"
)
_SUM = regex(rf"(?:[^\d,、;。每按×]{{1,10}}{_NUMBER}万?元[,、;]?)+。?")
_PART = regex(rf"({_NUMBER})(万?元)")
_SIGNIFICANT = 3
"""How many digits an amount must have that another is to repeat by more than chance."""


class InYuan(NamedTuple):
    """Hold an amount in yuan, with the field in which it was typed."""

    yuan: Decimal
    leaf: Leaf


def wrong_money_unit(dossier: Dossier) -> Iterator[Finding]:
    """Find amounts that are ten thousand times another known amount: yuan typed where 万元 belong, or the reverse."""
    known = list(_amounts(dossier))
    last_year = {each.leaf.where: each for each in _amounts(dossier.earlier)} if dossier.earlier else {}
    others = [*known, *_targets(dossier)]
    seen: set[str] = set()
    for each in known:
        other = _myriadth(each, others)
        before = last_year.get(each.leaf.where)
        if other:
            about = "正好" if _MYRIAD in (each.yuan / other.yuan, other.yuan / each.yuan) else "大约"
            share = "一万倍" if each.yuan > other.yuan else "万分之一"
            said = f"{about}是“{other.leaf.field.name}”（{other.leaf.text.strip()}）的{share}"
        elif before and _is_between(each, before, _SINCE_LAST_YEAR):
            said = f"和上年的 {before.leaf.text.strip()} 差了大约一万倍"
        else:
            continue
        if each.leaf.where not in seen:
            seen.add(each.leaf.where)
            rest = max((one.yuan for one in known if one is not each), default=Decimal(0))
            is_exact = other is not None and each.yuan == other.yuan * _MYRIAD
            is_near = other is not None and _is_of_one_item(each, other)
            is_sure = is_exact or is_near or not _may_lack_point(each, rest)
            yield _blame(dossier, each, said, is_sure=is_sure)


def task_over_budget(dossier: Dossier) -> Iterator[Finding]:
    """Find an amount of one item that is greater than every amount and total of the whole department, or than its like a thousandfold."""
    yield from _year_over_total(dossier)
    known = list(_amounts(dossier))
    if any(leaf.field.kind is Kind.AMOUNT and leaf.text and leaf.value is None for leaf in dossier.leaves):
        return  # of one that could not be read nobody knows how much it is, nor what all are together
    if odd := list(_thousandfold(dossier, known)):
        yield from odd
        return
    single = [each.yuan for each in known if not _is_in_list(dossier, each.leaf)]
    whole = max([*single, *_totals(dossier)], default=None)
    others = [*known, *_targets(dossier)]
    for each in known:
        if whole and each.yuan > whole and _is_in_list(dossier, each.leaf) and not _myriadth(each, others):
            leaf = each.leaf
            message = (
                f"“{leaf.field.name}”{leaf.text.strip()}比整个部门的哪一笔钱都大：请核对数和单位（{leaf.field.unit}）"
            )
            yield Finding(leaf.text.place, message, leaf.where, forms=dossier.having(leaf.field.path))


def _year_over_total(dossier: Dossier) -> Iterator[Finding]:
    """Yield 本年度预算 110.00 beside 总预算 33.00: what is for one year is more than what is for all."""
    for holder in dossier.branches:
        amounts = [leaf for leaf in holder.values() if isinstance(leaf, Leaf) and isinstance(leaf.value, Decimal)]
        money = [leaf for leaf in amounts if leaf.field.kind is Kind.AMOUNT]
        total = [leaf for leaf in money if any(map(_TOTAL.fullmatch, leaf.field.names))]
        of_year = [leaf for leaf in money if any(map(_OF_YEAR.fullmatch, leaf.field.names))]
        if len(total) == len(of_year) == 1 and total[0].field.unit == of_year[0].field.unit:
            (whole,), (part,) = total, of_year
            if isinstance(whole.value, Decimal) and isinstance(part.value, Decimal) and 0 < whole.value < part.value:
                message = f"“{part.field.name}”{part.text.strip()}比“{whole.field.name}”{whole.text.strip()}还多；请核对哪个不对"
                yield Finding(whole.text.place, message, whole.where, forms=dossier.having(whole.field.path))


def _thousandfold(dossier: Dossier, known: Sequence[InYuan]) -> Iterator[Finding]:
    """Yield the amount of a list that is a thousand times every other of its column, where there are enough to tell what is usual."""
    columns: dict[KeyPath, list[InYuan]] = {}
    for each in known:
        columns.setdefault(each.leaf.field.path, []).append(each)
    for column in columns.values():
        *others, most = sorted(column, key=lambda each: each.yuan)
        if not others or most.yuan < others[-1].yuan * _THOUSANDFOLD:
            continue
        if len(others) < _USUAL and not _is_above_row(most, known):
            continue
        if _myriadth(most, (*known, *_targets(dossier))):
            continue  # wrong-money-unit says so
        leaf = most.leaf
        message = (
            f"“{leaf.field.name}”{leaf.text.strip()}是别的各行的一千倍以上：请核对单位，这里要填的是{leaf.field.unit}"
        )
        yield Finding(leaf.text.place, message, leaf.where, forms=dossier.having(leaf.field.path))


def _is_above_row(each: InYuan, known: Sequence[InYuan]) -> bool:
    """Tell whether an amount without decimals is greater than all others of its row together, most of which have some."""
    row = each.leaf.where.rpartition(".")[0]
    others = [other for other in known if other.leaf.where.rpartition(".")[0] == row and other is not each]
    typed = [other.leaf.text for other in others if "." in other.leaf.text]
    is_whole = "." not in each.leaf.text and len(typed) * 2 > len(others) > _USUAL
    return is_whole and each.yuan > sum(other.yuan for other in others)


def nothing_spent(case: Case) -> Iterator[Finding]:
    """Find a budget of which nothing was spent though indicators were met."""
    table = budget(case.submission, case.form)
    granted = sum((each.value for each in (*table.adjusted, *table.opening)), Decimal(0))
    met = [pair for pair in case.verdicts if pair.verdict.outcome in (Attainment.MET, Attainment.EXCEEDED)]
    leaves = [leaf for each in table.spent if (leaf := case.submission.leaf(each.path))]
    if leaves and granted > 0 and not any(each.value for each in table.spent) and len(met) > 1:
        message = f"一分钱都没有支出，却有 {len(met)} 项指标达到了目标；支出是不是没有填？"
        yield Finding(leaves[0].text.place, message, leaves[0].where)


def basis_differs(dossier: Dossier) -> Iterator[Finding]:
    """Find an amount that what it was reckoned by does not make: 126万元 beside 3.6公里，每公里45万元, or 23万元 beside 15万元 and 7万元."""
    for holder in dossier.branches:
        typed = [leaf for leaf in holder.values() if isinstance(leaf, Leaf)]
        amounts = [leaf for leaf in typed if leaf.field.kind is Kind.AMOUNT and isinstance(leaf.value, Decimal)]
        for basis in (leaf for leaf in typed if any(map(_BASIS.search, leaf.field.names))):
            made = _made_by(to_half_width(str(basis.text)).strip()) if len(amounts) == 1 else None
            value = amounts[0].value if made else None
            if not made or not isinstance(value, Decimal):
                continue
            unit = amounts[0].field.unit
            right = made[0] / MONEY[unit]
            if abs(right - value) > max(value / 200, _CENT):
                shown = print_plain(drop_zeros(right))
                message = f"“{basis.field.name}”里 {made[1]} = {shown} {unit}，“{amounts[0].field.name}”写的是 {amounts[0].text.strip()}；请核对哪个不对"
                yield Finding(basis.text.place, message, basis.where, forms=dossier.having(basis.field.path))


def _made_by(text: str) -> tuple[Decimal, str] | None:
    """Return in yuan what a short reckoning makes, with how: a number times a price, or a sum of amounts alone."""
    if (times := _PRODUCT.fullmatch(text)) and ("每" in text or times["sign"]):
        count, rate = Decimal(times["count"].replace(",", "")), Decimal(times["rate"].replace(",", ""))
        return count * rate * MONEY[times["unit"]], f"{times['count']} × {times['rate']}{times['unit']}"
    parts = _SUM.fullmatch(text) and _PART.findall(text)
    if parts and len(parts) > 1:
        added = " + ".join(f"{number}{unit}" for number, unit in parts)
        return sum((Decimal(number.replace(",", "")) * MONEY[unit] for number, unit in parts), Decimal(0)), added
    return None


def whole_amounts(dossier: Dossier) -> list[Decimal]:
    """Return in yuan every amount of a department, what those of each group make together, and what forms compute."""
    known = list(_amounts(dossier))
    groups: dict[str, Decimal] = {}
    for each in known:
        group = each.leaf.where.rpartition(".")[0]
        groups[group] = groups.get(group, Decimal(0)) + each.yuan
    return [*(each.yuan for each in known), *groups.values(), *_totals(dossier)]


def _totals(dossier: Dossier) -> Iterator[Decimal]:
    """Yield in yuan the totals that forms compute, but those of what stands in lists."""
    for form in dossier.forms:
        for path, field in form.fields.items():
            if field.kind is not Kind.AMOUNT or field.formula is None or lists_above(form.fields, path):
                continue
            if not any(lists_above(form.fields, used) for used in names(field.formula)):
                total = dossier.submission.number(form, path, "元")
                if isinstance(total, Decimal):
                    yield total


def _amounts(dossier: Dossier) -> Iterator[InYuan]:
    for leaf in dossier.leaves:
        if leaf.field.kind is Kind.AMOUNT and isinstance(leaf.value, Decimal) and leaf.value > 0:
            yield InYuan(leaf.value * MONEY[leaf.field.unit], leaf)


def _targets(dossier: Dossier) -> Iterator[InYuan]:
    """Yield the amounts of money that indicators have as target or actual."""
    for indicator in dossier.indicators:
        for leaf in (indicator.leaf(Role.TARGET), indicator.leaf(Role.ACTUAL)):
            reading = read(str(leaf.text)) if leaf else None
            if leaf and isinstance(reading, Quantity) and reading.unit in MONEY and reading.value > 0:
                yield InYuan(reading.value * MONEY[reading.unit], leaf)


def _myriadth(each: InYuan, others: Sequence[InYuan]) -> InYuan | None:
    """Return the amount beside which one seems to be typed in another unit."""
    low, high = each.yuan / _ABOUT_A_MYRIAD[0], each.yuan * _ABOUT_A_MYRIAD[0]
    far = (other for other in others if other.yuan <= low or other.yuan >= high)
    return next((other for other in far if _is_myriad_of(each, other)), None)


def _may_lack_point(each: InYuan, rest: Decimal) -> bool:
    """Tell whether an amount in 万元 may have lost its decimal point, rather than be one in 元: with it, it is no more than the rest."""
    is_typed_whole = "." not in to_half_width(str(each.leaf.text))
    return is_typed_whole and MONEY[each.leaf.field.unit] > 1 and each.yuan / 100 <= rest


def _is_myriad_of(each: InYuan, other: InYuan) -> bool:
    """Tell whether an amount is typed in another unit than its field wants, beside another one that is right.

    Of two in 万元 the greater is the wrong one; one in 元 is wrong where it is the smaller.
    """
    is_greater = MONEY[each.leaf.field.unit] > 1
    small, great = (other, each) if is_greater else (each, other)
    if small.yuan >= great.yuan or (is_greater and MONEY.get(other.leaf.field.unit, _MYRIAD) == 1):
        return False
    is_exact = small.yuan * _MYRIAD == great.yuan
    if _is_beside(each, other):
        typed = small.yuan / MONEY[small.leaf.field.unit]
        return is_exact or (typed >= _SMALLEST and _is_between(each, other, _ABOUT_A_MYRIAD))
    return is_exact and len(small.yuan.normalize().as_tuple().digits) >= _SIGNIFICANT


def _is_beside(each: InYuan, other: InYuan) -> bool:
    """Tell whether two amounts are of one item, or in one column of two rows of the same table (预算.拨款, 执行.拨款)."""
    (group, key), (other_group, other_key) = (one.leaf.where.rpartition(".")[::2] for one in (each, other))
    tables = {one.rpartition(".")[0] for one in (group, other_group)}
    return _is_of_one_item(each, other) or (key == other_key and len(tables) == 1 and "" not in tables)


def _is_of_one_item(each: InYuan, other: InYuan) -> bool:
    """Tell whether two amounts stand in one group, or are of one item.

    An item has its plan in a list and what was spent below its name elsewhere (重点任务.普法.计划资金, 任务完成.普法.实际资金).
    """
    groups = [one.leaf.where.rpartition(".")[0] for one in (each, other)]
    tables, items = ({one.rpartition(".")[at] for one in groups} for at in (0, 2))
    return len({*groups}) == 1 or (len(items) == 1 and "" not in tables)


def _is_between(each: InYuan, other: InYuan, limits: tuple[Decimal, Decimal]) -> bool:
    ratio = max(each.yuan, other.yuan) / min(each.yuan, other.yuan)
    return limits[0] <= ratio <= limits[1]


def _blame(dossier: Dossier, each: InYuan, said: str, *, is_sure: bool) -> Finding:
    """Return what is said of an amount in another unit; one that may be another slip as well is not corrected."""
    leaf = each.leaf
    assert isinstance(leaf.value, Decimal)
    is_greater = MONEY[leaf.field.unit] > 1
    right = drop_zeros(leaf.value / _MYRIAD if is_greater else leaf.value * _MYRIAD)
    typed, wanted = ("元", leaf.field.unit) if is_greater else ("万元", leaf.field.unit)
    or_else = "" if is_sure else "，或者小数点写错了"
    message = f"“{leaf.field.name}”{leaf.text.strip()}{said}：这里的单位是{wanted}，是不是填成了{typed}{or_else}？"
    fix = f"{leaf.field.path[-1]}: {print_plain(right)}" if is_sure else ""
    return Finding(leaf.text.place, message, leaf.where, fix, dossier.having(leaf.field.path))


def _is_in_list(dossier: Dossier, leaf: Leaf) -> bool:
    slots = dossier.submission.schema.slots
    above = (leaf.field.path[:length] for length in range(1, len(leaf.field.path)))
    return any(path in slots and slots[path].field.kind in (Kind.LIST, Kind.RESULTS, Kind.INDICATORS) for path in above)
