"""Amounts of money that are another known one but for two digits that changed places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.figures.phrase import telling
from selfeval.evaluation.figures.reading import Stated
from selfeval.evaluation.figures.reckon import are_swapped
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.rules.amounts import whole_amounts
from selfeval.form.field import Kind
from selfeval.problem import Place
from selfeval.quantity.units import MONEY, is_money, is_time
from selfeval.submission.tree import Leaf
from selfeval.text.pattern import regex

_LEAST = 3
"""How many digits an amount has, at least, of which two that changed places are no chance, wherever it stands."""
_SURE = 5
"""How many digits two amounts of one row have of which two that changed places are no chance."""
_RANK = regex("中央|地方|[省市区县]级")
"""Matches whose money a shorter amount is, by which it is known in a table."""
_OF_ANY = regex("[年全本]?[年初度]?预算|资金|支出|执行|金额|项目|经费|年度")
"""Matches what the name of any amount has."""
_OTHER = regex(
    "上年|去年|前年|同期|历年|累计|总投资|每|均|单价|其中|增加|减少|节约|(?<!不)[高低多少]于|比|较|约|20[0-9]{2}年"
)
_SPENT = regex("执行|支出|支付|使用")
_GROUP, _NEAR, _WORD = 40, 30, 2
_BOUND = regex("(?:不[少低]于|不超过|不高于|达到?|为|是|约|共|计)+$")
_GENERAL = frozenset(("%", "个百分点", "‰", "分", "倍", "个", "项", "次", "人", "人次", "种", "份", "件", "家", "处"))
"""Units in which many things are counted."""


class _KnownAmount(NamedTuple):
    """Hold an amount in yuan with its digits, noughts at the end left out."""

    yuan: Decimal
    digits: str
    leaf: Leaf


def digits_exchanged(dossier: Dossier) -> Iterator[Finding]:
    """Find 县级配套450万元 where the table has 540.00, and 中央 1,620.00 in one table where another has 1,260.00."""
    known = [
        _KnownAmount(leaf.value * MONEY[leaf.field.unit], _digits_of(leaf.value), leaf)
        for leaf in dossier.leaves
        if leaf.field.kind is Kind.AMOUNT and isinstance(leaf.value, Decimal) and leaf.value > 0
    ]
    yield from _in_counts(dossier)
    if not known:
        return
    shelves: dict[str, list[_KnownAmount]] = {}
    for one in known:
        shelves.setdefault("".join(sorted(one.digits)), []).append(one)
    yield from _in_tables(dossier, shelves.values())
    yield from _in_texts(dossier, shelves)


def _in_counts(dossier: Dossier) -> Iterator[Finding]:
    """Yield a count of one text that is another one's, in a rare unit and behind the same word, with two digits turned round."""
    shelves: dict[tuple[str, str], list[Stated]] = {}
    for each in (figure for sentence in dossier.told for figure in sentence.figures):
        unit = each.figure.unit
        if unit in _GENERAL or is_money(unit) or is_time(unit) or each.rough or _OTHER.search(each.setting[-_NEAR:]):
            continue
        digits = _digits_of(each.figure.value)
        if len(digits) > 1:
            shelves.setdefault((unit, "".join(sorted(digits))), []).append(each)
    groups = [group[:_GROUP] for group in shelves.values() if len(group) > 1]
    known = {each.typed.stated.place for each in dossier.mentions if each.known} if groups else set[Place]()
    for group in groups:
        for one, other in combinations([each for each in group if each.place not in known], 2):
            pair = _digits_of(one.figure.value), _digits_of(other.figure.value)
            forms = one.paragraph.forms & other.paragraph.forms
            is_like = one.where != other.where and _is_turned(*pair) and _said_alike(one, other)
            if forms and is_like and one.place.file == other.place.file:
                place = one.place
                message = f"“{other.said}”和 {place.file} 第 {place.line} 行的“{one.said}”只差两个数字的先后；是不是写颠倒了？"
                yield Finding(other.place, message, other.where, forms=forms)


def _said_alike(one: Stated, other: Stated) -> bool:
    """Tell whether the same word stands before two figures, of one size; of two digits it is all that is said of them."""
    names = [telling(_BOUND.sub("", each.lead)) for each in (one, other)]
    if len(_digits_of(one.figure.value)) >= _LEAST:
        names = [name[-_WORD:] for name in names]
    is_same_size = one.figure.value < other.figure.value * 10 and other.figure.value < one.figure.value * 10
    return is_same_size and len(names[0]) >= _WORD and names[0] == names[1]


def _in_tables(dossier: Dossier, groups: Iterable[list[_KnownAmount]]) -> Iterator[Finding]:
    """Yield an amount of one table beside another's of the same name: a column, or a group, that both have."""
    for group in groups:
        for one, other in combinations(group[:_GROUP], 2):
            is_turned = are_swapped(one.digits, other.digits) or (
                _is_turned(one.digits, other.digits) and one.leaf.text.place.file != other.leaf.text.place.file
            )
            if (is_turned and _are_alike(one, other)) or _are_of_one_row(one, other):
                place = one.leaf.text.place
                message = f"“{other.leaf.field.name}”的 {other.leaf.text.strip()} 和 {place.file} 第 {place.line} 行“{one.leaf.field.name}”的 {one.leaf.text.strip()} 只差两个数字的先后；是不是写颠倒了？"
                forms = dossier.having(other.leaf.field.path)
                yield Finding(other.leaf.text.place, message, other.leaf.where, forms=forms)


def _are_of_one_row(one: _KnownAmount, other: _KnownAmount) -> bool:
    """Tell whether two amounts side by side have so many digits that a swap is all that is between them."""
    is_long = len(one.digits) >= _SURE and one.leaf.field.unit == other.leaf.field.unit
    groups = (each.leaf.where.rpartition(".")[0] for each in (one, other))
    return (
        is_long
        and len({*groups}) == 1
        and are_swapped(one.digits, other.digits)
        and one.yuan < other.yuan * 10
        and other.yuan < one.yuan * 10
    )


def _are_alike(one: _KnownAmount, other: _KnownAmount) -> bool:
    """Tell whether two amounts stand in two tables and in groups, or rows, of the same name, both granted or both spent."""
    mine, others = one.leaf.where.split("."), other.leaf.where.split(".")
    is_same_size = one.yuan < other.yuan * 10 and other.yuan < one.yuan * 10
    if not is_same_size or mine[0] == others[0] or len(mine) < 2 or len(others) < 2:
        return False
    return bool({*mine[1:]} & {*others[1:]}) and bool(_SPENT.search(mine[-1])) is bool(_SPENT.search(others[-1]))


def _in_texts(dossier: Dossier, shelves: dict[str, list[_KnownAmount]]) -> Iterator[Finding]:
    """Yield an amount of a text that no table and no other text gives."""
    told = [each for sentence in dossier.told for each in sentence.figures if is_money(each.figure.unit)]
    asked: list[tuple[Stated, _KnownAmount]] = []
    for each in told:
        yuan = each.figure.value * MONEY.get(each.figure.unit, Decimal(0))
        digits = _digits_of(yuan) if yuan > 0 and not each.rough else ""
        near = [one for one in shelves.get("".join(sorted(digits)), ()) if _is_turned(digits, one.digits)]
        near = [one for one in near if yuan < one.yuan * 10 and one.yuan < yuan * 10]
        if len({one.yuan for one in near}) == 1 and (len(digits) > _LEAST or _is_named(each, near[0].leaf)):
            asked.append((each, near[0]))
    if not asked:
        return
    whole = {*whole_amounts(dossier)}
    for each, one in asked:
        yuan = each.figure.value * MONEY[each.figure.unit]
        again = sum(other.figure.value * MONEY.get(other.figure.unit, Decimal(0)) == yuan for other in told) > 1
        forms = each.paragraph.forms & dossier.having(one.leaf.field.path)
        if forms and not again and yuan not in whole and not _OTHER.search(each.setting[-_NEAR:]):
            place = one.leaf.text.place
            message = f"“{each.said}”和 {place.file} 第 {place.line} 行“{one.leaf.field.name}”的 {one.leaf.text.strip()} 只差两个数字的先后；是不是写颠倒了？"
            yield Finding(each.place, message, each.where, forms=forms)


def _is_named(each: Stated, leaf: Leaf) -> bool:
    """Tell whether the words beside an amount name the one of a table, or both are money of a government's own rank."""
    said = each.lead + each.trail
    if _RANK.search(said) and _RANK.search(leaf.where):
        return True
    name = _OF_ANY.sub("/", leaf.where)
    words = (name[at : at + _WORD] for at in range(len(name) - 1))
    return any(word in said for word in words if not set(word) & {"/", "."})


def _is_turned(digits: str, others: str) -> bool:
    return are_swapped(digits, others) or (len(digits) == len(others) == 2 and digits == others[::-1] != others)


def _digits_of(value: Decimal) -> str:
    return "".join(map(str, value.normalize().as_tuple().digits))
