"""The same person or office in two cells: with another number, or written in two ways."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from enum import Enum
from functools import lru_cache
from itertools import combinations

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.figures.reckon import is_like
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.words import trade_words
from selfeval.form.expression import KeyPath
from selfeval.form.field import Kind
from selfeval.quantity.characters import to_half_width
from selfeval.submission.tree import Leaf
from selfeval.text.name import difference
from selfeval.text.pattern import HAN, regex

_PHONE = regex("(?:电话|手机|手机号码?|联系方式)$")
_PERSON = regex(r"(?:联系人|填报人|填表人|负责人|经办人|制表人|审核人|姓名|人员(?:\.(?:名称|姓名))?)$")
_OFFICE = regex("(?:单位|部门|机构)(?:名称)?$|^部门\\.名称$")
_PERSON_NAME = regex(f"{HAN}{{2,4}}")
_CODE = regex(r"^[\d-]+")
_DIGITS = regex(r"\d+")
_MOBILE, _LOCAL, _AREA = 11, 8, 3
_FEW = 2
"""How many digits of two numbers on a desk differ, at most, of which one was mistyped."""
_LONG, _MOST = 3, 3
"""How many characters a person's name has of which one may be mistyped; how many one way to write an office has more."""
_OTHER = frozenset("一二三四五六七八九十东南西北中上下大小新老分支总妇幼城乡高初省市区县镇校院")
"""What tells one office from another whose name it stands in."""


_BUREAUS = ("局", "厅", "委", "委员会", "办公室")
_JOINING = frozenset("和与及管理服务工作")
"""What more in the name of an institution makes no other one of it; 自然博物馆 is another one than 博物馆."""


class _Sort(Enum):
    PHONE, PERSON, OFFICE, OTHER = range(4)


def phone_differs(dossier: Dossier) -> Iterator[Finding]:
    """Find one person with two numbers of one kind, and an area code of which two digits changed places."""
    beside: dict[str, dict[_Sort, list[Leaf]]] = {}
    for sort, leaf in _sorted_cells(dossier):
        if sort in (_Sort.PHONE, _Sort.PERSON):
            beside.setdefault(leaf.where.rpartition(".")[0], {}).setdefault(sort, []).append(leaf)
    known: dict[tuple[str, bool], tuple[Leaf, str]] = {}
    dialled: list[tuple[Leaf, str]] = []
    for found in beside.values():
        phones = [(leaf, number) for leaf in found.get(_Sort.PHONE, ()) if (number := _number(leaf))]
        dialled += phones
        persons = found.get(_Sort.PERSON, [])
        if len(phones) != 1 or len(persons) != 1 or not _PERSON_NAME.fullmatch(persons[0].text.strip()):
            continue
        ((leaf, number),) = phones
        name = persons[0].text.strip()
        first, other = known.setdefault((name, _is_mobile(number)), (leaf, number))
        if _may_be_slip(_local(number), _local(other)):
            place = first.text.place
            message = f"{name}的电话这里是“{leaf.text.strip()}”，{place.file} 第 {place.line} 行是“{first.text.strip()}”；请核对哪个对"
            yield Finding(leaf.text.place, message, leaf.where, forms=dossier.having(leaf.field.path))
    yield from _area_codes(dossier, dialled)
    yield from _lengths(dossier, dialled)


def _may_be_slip(number: str, other: str) -> bool:
    """Tell whether one number may be typed for another: of a desk there may be two lines, of a pocket there is one."""
    if number == other:
        return False
    is_near = len(number) == len(other) and sum(map(str.__ne__, number, other)) <= _FEW
    return _is_mobile(number) or is_near or is_like(number, other)


def _area_codes(dossier: Dossier, dialled: Sequence[tuple[Leaf, str]]) -> Iterator[Finding]:
    """Yield an area code that has the digits of another one in another order."""
    coded = [(leaf, code) for leaf, number in dialled if (code := number.removesuffix(_local(number)))]
    for (first, code), (leaf, other) in combinations(coded, 2):
        if code != other and sorted(code) == sorted(other):
            place = first.text.place
            message = f"这里的区号是 {other}，{place.file} 第 {place.line} 行是 {code}；是不是两个数字写颠倒了？"
            yield Finding(leaf.text.place, message, leaf.where, forms=dossier.having(leaf.field.path))
            return


def _lengths(dossier: Dossier, dialled: Sequence[tuple[Leaf, str]]) -> Iterator[Finding]:
    """Yield a number that is longer than another one of the same place: all of one area code have as many digits."""
    shelves: dict[str, list[tuple[Leaf, str]]] = {}
    for leaf, number in dialled:
        local = _local(number)
        if len(local) < len(number) and len(local) in (_LOCAL - 1, _LOCAL):
            shelves.setdefault(number.removesuffix(local), []).append((leaf, local))
    for code, numbers in shelves.items():
        long, short = ([leaf for leaf, local in numbers if len(local) == size] for size in (_LOCAL, _LOCAL - 1))
        if long and short:
            wrong, right = (long[0], short[0]) if len(long) <= len(short) else (short[0], long[0])
            place = right.text.place
            message = f"这里的“{wrong.text.strip()}”和 {place.file} 第 {place.line} 行的“{right.text.strip()}”区号都是 {code}，位数却不一样；看看是不是少打、多打了一位"
            yield Finding(wrong.text.place, message, wrong.where, forms=dossier.having(wrong.field.path))


def name_in_two_ways(dossier: Dossier) -> Iterator[Finding]:
    """Find a person whose name differs in one character that is like another, and an office that has more characters once."""
    cells: dict[_Sort, dict[str, Leaf]] = {_Sort.PERSON: {}, _Sort.OFFICE: {}}
    for sort, leaf in _sorted_cells(dossier):
        if sort in cells:
            cells[sort].setdefault(_CODE.sub("", leaf.text.strip()), leaf)
    for sort, is_same in ((_Sort.PERSON, _is_same_person), (_Sort.OFFICE, _is_same_office)):
        for (name, first), (other, leaf) in combinations(cells[sort].items(), 2):
            if is_same(name, other):
                place = first.text.place
                message = f"这里写的是“{other}”，{place.file} 第 {place.line} 行是“{name}”：{difference(other, name)}；是同一个的改成一样"
                yield Finding(leaf.text.place, message, leaf.where, forms=dossier.having(leaf.field.path))


def _sorted_cells(dossier: Dossier) -> Iterator[tuple[_Sort, Leaf]]:
    """Yield the cells that name a person or an office, or hold a phone number."""
    for leaf in dossier.leaves:
        if leaf.field.kind is Kind.TEXT and leaf.text:
            sort = _sort_of(leaf.field.path, leaf.field.label)
            if sort is not _Sort.OTHER:
                yield sort, leaf


@lru_cache(maxsize=1024)
def _sort_of(path: KeyPath, label: str) -> _Sort:
    key = ".".join(path[-2:])
    for sort, pattern in ((_Sort.PHONE, _PHONE), (_Sort.PERSON, _PERSON), (_Sort.OFFICE, _OFFICE)):
        if pattern.search(key) or (label and pattern.search(label)):
            return sort
    return _Sort.OTHER


def _number(leaf: Leaf) -> str:
    """Return the digits of a phone number, with its area code; "" where it is none, or several."""
    typed = to_half_width(leaf.text.strip()).replace("-", "").replace(" ", "").strip("()")
    digits = typed.replace("(", "").replace(")", "")
    return digits if _DIGITS.fullmatch(digits) and len(digits) >= _LOCAL - 1 else ""


def _is_mobile(number: str) -> bool:
    return len(number) == _MOBILE and number.startswith("1")


def _local(number: str) -> str:
    """Return a number without its area code."""
    if _is_mobile(number) or not number.startswith("0"):
        return number
    return number[_AREA:] if number.startswith(("010", "02")) else number[_AREA + 1 :]


def _is_same_person(name: str, other: str) -> bool:
    if (
        len(name) != len(other)
        or len(name) < _LONG
        or not (_PERSON_NAME.fullmatch(name) and _PERSON_NAME.fullmatch(other))
    ):
        return False
    wrong = [(one, another) for one, another in zip(name, other, strict=True) if one != another]
    return len(wrong) == 1 and wrong[0][1] in trade_words().alike.get(wrong[0][0], "")


def _is_joined(shorter: str, longer: str) -> bool:
    """Tell whether all that a longer name has more are words that the names of institutions have or leave out."""
    return not (Counter(longer) - Counter(shorter)).keys() - _JOINING


def _is_same_office(name: str, other: str) -> bool:
    """Tell whether one name of an office is the other with a few characters more in it, which tell of no other office."""
    shorter, longer = sorted((name, other), key=len)
    more = len(longer) - len(shorter)
    if not 0 < more <= _MOST or len(shorter) <= _MOST or not shorter.endswith(trade_words().endings):
        return False
    if not shorter.endswith(_BUREAUS) and not _is_joined(shorter, longer):
        return False
    start = next((at for at, sign in enumerate(shorter) if sign != longer[at]), len(shorter))
    return (
        1 < start < len(shorter)
        and shorter[start:] == longer[start + more :]
        and _OTHER.isdisjoint(longer[start : start + more])
    )
