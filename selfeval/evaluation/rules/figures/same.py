"""The same count in two places of the texts: 新建社区食堂14个 here, 新建社区食堂41个 there."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import combinations, takewhile
from typing import NamedTuple

from selfeval.evaluation.figures.figure import agree, comparable
from selfeval.evaluation.figures.phrase import telling
from selfeval.evaluation.figures.reading import Stated
from selfeval.evaluation.figures.reckon import are_swapped, digits_of, is_like
from selfeval.evaluation.figures.roles import is_mixed
from selfeval.evaluation.figures.typed import TypedFigure
from selfeval.evaluation.words import either, trade_words
from selfeval.text.pattern import regex

SHORTEST = 4
"""How many telling characters two places share, at least, before they speak of the same thing."""
LEAST = 3
"""How many do where two digits changed places."""
SURE = 6
"""From how many on a figure of one digit, or one that is no likely slip of the other, is compared too."""
_SHELF = 16
"""How many figures behind the same two characters are compared with others."""
_GROUP = 12
"""How many figures of the same digits are compared with one another."""
_LONGEST = 14
_SCOPE = regex("全国|全省|全市|全县|全区|全镇|市本级|区本级|县本级|本级|省级|市级|区级|县级|国家级")
_AIMED = regex("(?<!绩效)目标(?!完成)|计划(?!完成)|任务(?!书|清单)|拟")
_TAKEN_ON = regex("(?:承担|承接)[^,;]{0,24}任务")
"""Matches a task that was taken on, which is no aim of the figures behind it."""
_PLACE = regex("[镇乡村街道区县市局所站中心公司学院校队科室馆园厂]$|[一二三]期|使用$|动用$")
_NARROW = regex(
    "其中|包括|每|均|占|分别|列入|一期|二期|三期|第[一二三四]|比|较|同期|上年|去年|(?<!新)增(?![值设绿])|减|剩|尚|未|计划|拟|将|预计|目标|另"
)

_FOUND, _NEAR = regex("(?:发现|查出|检出|抽[查检测]到?)[,:]?$"), 6
_DAYS = regex(r"(?:\d天|假期|小长假|黄金周)[^,;]*$")
_RATE_OF_ANY = regex("(?:预算|执行|完成|支出|支付|到位|资金)(?:率|进度)$")
"""Matches the name of a rate that anything may have, a part and the whole too (预算执行率, 部门整体预算执行率)."""
_STATE = regex("完工|开工|竣工|在建|续建|待|尚|拟")
"""Matches how far things are: as many as were begun need not be finished."""
_FINISHED, _ENDED = regex("完成"), frozenset(("完工", "竣工"))
"""What says of things, without naming a state, that they are finished, and what names that."""
_REACHED = regex("实际|实有|已")
"""Matches what says of a figure behind an aim that it is none (目标为800人，实际培训802人)."""
_KIND = regex("(?:项目|工程|任务)$")
"""Matches what a name ends in that says nothing more (小型水库除险加固项目)."""
_AMONG_OTHERS = regex("、[^、]+等$")
"""Matches the names before a count that are some of what is counted (山口、石桥等13座)."""
_ALL_OF = regex("、[^、,等]+[和及与][^、,等]+$")
"""Matches the names before a count that are together all that is counted (食品、药品和器械1450批次)."""
_ALL = regex("达|现有|共有|拥有|总|保有|累计|年末|年底|运行|在册|存量")
"""Matches what says before a count that it is of all there are."""
_NEW, _AMONG = frozenset(("", "新")), regex("[中里]$")
"""What stands before a count whose name is behind it, and what makes of it one of which some are told (新建成的24个站点中)."""
_ALL_THERE = regex("现有|历年|存量|[两二三四五六七八九十]年来|^全[国省市区县]的$")
"""Matches what says of a count that it is of all there are, not of what was done in the year (全县的2100个)."""
_FEW = 2
"""How many digits a number has at most that may be a slip of a number of one."""
_CUMULATIVE, _ANY = "累计", "个"


class Same(NamedTuple):
    """Hold two figures that speak of the same thing and differ; ``alone`` is the one to look at."""

    alone: Stated
    other: Stated


class _Counted(NamedTuple):
    """Hold a figure, its place in the text, what it counts (words before it and behind it), and in which area.

    ``typed`` are its digits, ``digits`` those without noughts at the end, so that 1.2万 and 12000 have the same;
    ``begin`` is how the name behind it begins, where none stands before it.
    """

    at: int
    each: Stated
    ahead: str
    behind: str
    scope: str
    typed: str
    digits: str
    begin: Collection[str]

    @property
    def clause(self) -> str:
        """Return the telling words of its clause; of the clause before too, where its own has none before it."""
        if self.ahead:
            return self.ahead + self.behind
        return telling(self.each.before.rstrip(",").rpartition(",")[2])[-_LONGEST:] + self.behind


def same_counts(typed: Iterable[TypedFigure]) -> Iterator[Same]:
    """Yield figures of the whole year that another sentence gives otherwise, each once."""
    counted = [one for at, each in enumerate(typed) if (one := _counted(at, each))]
    swaps, near = _swaps(counted), _near(counted)
    doubled = _doubled(counted, near)
    told: set[int] = set()
    for one in counted:
        if one.at in told or one.at in doubled:
            continue
        alike = [other for at, other in near[one.at].items() if at not in doubled and _speak_of_same(other, one)]
        swapped = [other for other in swaps.get(one.at, ()) if other.at not in told]
        if len(swapped) == 1:
            alike = swapped
        found = _differing(one, alike, told)
        if found:
            told |= {one.at, found.at}
            siding = any(more is not found and agree(more.each.figure, one.each.figure) for more in alike)
            later = max(one, found, key=lambda each: each.at)
            alone = found if siding else later
            yield Same(alone.each, (one if alone is found else found).each)


def _doubled(counted: Sequence[_Counted], near: Mapping[int, Mapping[int, _Counted]]) -> set[int]:
    """Return the figures beside which the sentence gives another one with the same words: they are of two things."""
    beside: dict[tuple[int, int], list[_Counted]] = {}
    for one in counted:
        beside.setdefault((id(one.each.plain), one.each.begin), []).append(one)
    found: set[int] = set()
    for one in counted:
        together, alike = beside[id(one.each.plain), one.each.begin], near[one.at]
        few = [other for other in together if other.at in alike] if len(together) < len(alike) else alike.values()
        if any(_is_beside(other, one) for other in few):
            found.add(one.at)
    return found


def _near(counted: Sequence[_Counted]) -> dict[int, dict[int, _Counted]]:
    """Return for each figure those whose name may end in the words around it."""
    shelves: dict[str, list[_Counted]] = {}
    for one in counted:
        for key in {*_keys(one.ahead, ahead=True), *one.begin}:
            shelf = shelves.setdefault(key, [])
            if len(shelf) < _SHELF:
                shelf.append(one)
    found: dict[int, dict[int, _Counted]] = {}
    for one in counted:
        keys = {*_keys(one.ahead + one.behind, ahead=False), *one.begin}
        found[one.at] = {other.at: other for key in keys for other in shelves.get(key, ()) if other is not one}
    return found


def _differing(one: _Counted, alike: Sequence[_Counted], told: set[int]) -> _Counted | None:
    """Return the only figure of those that speak of the same which is another one, None where another text sides with it."""
    differing = [other for other in alike if agree(one.each.figure, other.each.figure) is False]
    sure = [other for other in differing if other.at not in told and _is_slip(one, other)]
    if len(sure) != 1 or len(differing) > 1:
        return None
    siding = [more for more in alike if more is not sure[0] and agree(more.each.figure, one.each.figure)]
    return None if any(more.each.plain is sure[0].each.plain for more in siding) else sure[0]


def _swaps(counted: Sequence[_Counted]) -> dict[int, list[_Counted]]:
    """Return for each figure those with two of its digits swapped that count much the same, in whatever order it is said."""
    alike: dict[str, list[_Counted]] = {}
    for one in counted:
        for digits in {one.digits, one.typed}:
            alike.setdefault("".join(sorted(digits)), []).append(one)
    found: dict[int, list[_Counted]] = {}
    for group in alike.values():
        for one, other in combinations(group[:_GROUP], 2):
            if one.digits == other.digits or not _are_swapped(one, other) or one.each.is_beside(other.each):
                continue
            if not comparable(one.each.figure.unit, other.each.figure.unit):
                continue
            if not (_are_of_one_whole(one, other) and are_as_great(one.each, other.each)):
                continue
            swapped = are_swapped(one.digits, other.digits) and _much_alike(one, other) and not _are_items(one, other)
            turned = swapped or _is_turned(one, other)
            for each, another in ((one, other), (other, one)):
                if turned or _says_no_more(each, another):
                    others = found.setdefault(each.at, [])
                    others += [another] if another not in others else []
    return found


def _are_of_one_whole(one: _Counted, other: _Counted) -> bool:
    """Tell whether two figures are of one time, and neither alone of all there are."""
    whole = [bool(_ALL_THERE.search(each.each.lead)) for each in (one, other)]
    return whole[0] is whole[1] and are_of_one_time(one.each, other.each)


def are_as_great(one: Stated, other: Stated) -> bool:
    """Tell whether the first digits of two figures stand at the same place, as they do where two digits changed places."""
    same = other.figure.in_unit(one.figure.unit)
    return same is not None and same.value.adjusted() == one.figure.value.adjusted()


def is_of_some_days(each: Stated) -> bool:
    """Tell whether the clause of a figure says that it is of some days (国庆假期7天接待86.42万人次)."""
    return bool(_DAYS.search(each.before))


def is_found(each: Stated) -> bool:
    """Tell whether a check found a figure, which is of those that are so alone (抽检发现，26所学校的滤芯需更换)."""
    return bool(_FOUND.search(each.before[-_NEAR:]))


def _are_swapped(one: _Counted, other: _Counted) -> bool:
    """Tell whether the digits of two figures, with their noughts at the end or without, differ in two that changed places."""
    pairs = {(one.digits, other.digits), (one.typed, other.typed)}
    return any(are_swapped(digits, others) or digits == others[::-1] for digits, others in pairs)


def _is_turned(one: _Counted, other: _Counted) -> bool:
    """Tell whether two digits are turned round, behind names of which one is all of the other's end (义诊42场, 义诊24场),
    or behind and before the same name (营造林5.6万亩, 完成的6.5万亩营造林使覆盖率).
    """
    if not len(one.digits) == len(other.digits) == 2 or not one.digits == other.digits[::-1] != other.digits:
        return False
    shorter, longer = sorted((one.ahead or one.behind, other.ahead or other.behind), key=len)
    if len(shorter) >= LEAST and longer.endswith(shorter):
        return True
    named, bare = (one, other) if len(one.ahead) > len(other.ahead) else (other, one)
    if bare.ahead not in _NEW or len(bare.behind) < LEAST or is_mixed(named.ahead):
        return False
    name = _subject().sub("", named.ahead, count=1)
    noun = _AMONG.sub("", bare.behind)
    return (len(name) >= LEAST and noun.startswith(name)) or (len(noun) > LEAST and name.endswith(noun))


def _much_alike(one: _Counted, other: _Counted) -> bool:
    """Tell whether most characters of the shorter of two phrases stand in the other."""
    shorter, longer = sorted((set(one.ahead + one.behind), set(other.ahead + other.behind)), key=len)
    return len(shorter) >= LEAST and len(shorter & longer) * 5 >= len(shorter) * 3


def _are_items(one: _Counted, other: _Counted) -> bool:
    """Tell whether two figures are items of a row, each with a name of its own (保洁员142个。护林员124个。)."""
    first, second = (one, other) if one.each.number.start < other.each.number.start else (other, one)
    if first.each.plain is not second.each.plain or second.each.begin - first.each.number.end > 1:
        return False
    names = set(first.ahead), set(second.ahead)
    return len(names[0] - names[1]) > 1 and len(names[1] - names[0]) > 1


def _says_no_more(one: _Counted, other: _Counted) -> bool:
    """Tell whether all that one figure's clause says stands in the other's, in whatever order, and nothing narrows that.

    Two digits of the figures have changed places (登记技术合同1208项, 技术合同登记1280项).
    """
    digits, others = one.typed, other.typed
    turned = digits == others[::-1] != others
    if len(digits) != len(others) or len(digits) < 2 or not (turned or are_swapped(digits, others)):
        return False
    shorter, longer = sorted((one.clause, other.clause), key=len)
    rest = "".join(sign for sign in longer if sign not in shorter)
    if len(set(shorter)) < (LEAST if len(digits) > 2 else SHORTEST) or not set(shorter) <= set(longer):
        return False
    pairs = {shorter[at : at + 2] for at in range(len(shorter) - 1)}
    beside = sum(pair in longer for pair in pairs)
    return beside * 2 >= len(pairs) and not (_NARROW.search(rest) or is_mixed(longer))


def _counted(at: int, typed: TypedFigure) -> _Counted | None:
    each = typed.stated
    aimed = _AIMED.search(_TAKEN_ON.sub("", each.before))
    if (
        not typed.exact
        or not each.figure.unit
        or _NARROW.search(each.lead)
        or is_of_some_days(each)
        or is_found(each)
        or (each.figure.unit == "%" and each.lead.endswith("的"))  # 完成年初预算的123.00%
        or each.partial
        or (aimed and (_AIMED.search(each.lead) or not _REACHED.search(each.lead)))
    ):
        return None
    noun = each.figure.unit.removeprefix(_ANY) if each.trail and each.figure.unit.startswith(_ANY) else ""
    if noun:  # 16个社区助餐点
        each = each._replace(figure=each.figure._replace(unit=_ANY))
    ahead, behind = _KIND.sub("", telling(each.lead))[-_LONGEST:], telling(noun + each.trail)[:_LONGEST]
    digits = digits_of(each)
    plain = digits.rstrip("0") or digits
    begin = _begin(ahead, behind, each.lead)
    return _Counted(at, each, ahead, behind, _scope(each), digits, plain, begin)


def _keys(text: str, *, ahead: bool) -> set[str]:
    """Return the last characters of a name, or all pairs in which a name may end."""
    if ahead:
        return {text[-2:]} if len(text) >= LEAST else set()
    return {text[at : at + 2] for at in range(len(text) - 1)}


def _begin(ahead: str, behind: str, lead: str) -> Collection[str]:
    """Return how the name behind a figure begins, marked, where none stands before it (完成9座小型水库除险加固)."""
    bare = len(behind) > SURE and (_subject().fullmatch(ahead) or _AMONG_OTHERS.search(lead))
    return (f"^{behind[:2]}",) if bare else ()


def _speak_of_same(named: _Counted, one: _Counted) -> bool:
    """Tell whether the words before one figure stand around another one, and nothing narrows either."""
    if not comparable(named.each.figure.unit, one.each.figure.unit) or named.each.is_beside(one.each):
        return False
    if named.scope and one.scope and named.scope != one.scope:
        return False
    if not are_of_one_time(named.each, one.each) or _are_items(named, one):
        return False
    if one.each.figure.unit == "%" and one.ahead != named.ahead and _RATE_OF_ANY.search(one.ahead):
        return False
    if any(
        bool(all_.search(named.each.lead)) is not bool(all_.search(one.each.lead)) for all_ in (_ALL_OF, _ALL_THERE)
    ):
        return False
    if not _are_of_one_state(_clause(named.each), _clause(one.each)):
        return False
    return _shared(named, one) >= LEAST and not _PLACE.search(_prefix(named, one))


def _are_of_one_state(clause: str, other: str) -> bool:
    """Tell whether two clauses say that things are equally far; what is 完工 is 完成 too."""
    states, others = _STATE.findall(clause), _STATE.findall(other)
    if states == others:
        return True
    less, more = (clause, others) if not states else (other, states)
    return not (states and others) and set(more) <= _ENDED and bool(_FINISHED.search(less))


def _clause(each: Stated) -> str:
    return each.lead + each.trail


def are_of_one_time(one: Stated, other: Stated) -> bool:
    """Tell whether neither figure is of all years together, or that one is less than the other, which it cannot be."""
    summed = [_CUMULATIVE in each.lead for each in (one, other)]
    if not any(summed):
        return True
    some, year = (one, other) if summed[0] else (other, one)
    value = some.figure.in_unit(year.figure.unit)
    return not all(summed) and value is not None and value.value < year.figure.value


def _prefix(named: _Counted, one: _Counted) -> str:
    """Return what the longer of two names says before the shorter one begins."""
    longer, shorter = sorted((named.ahead, one.ahead or one.behind), key=len, reverse=True)
    return longer.removesuffix(shorter) if shorter and longer.endswith(shorter) else ""


def _is_beside(named: _Counted, one: _Counted) -> bool:
    """Tell whether a sentence gives two figures beside the same words: they are of two things."""
    same = named is not one and named.each.is_beside(one.each)
    return same and agree(named.each.figure, one.each.figure) is False and _shared(named, one) >= LEAST


def _shared(named: _Counted, one: _Counted) -> int:
    """Return how many characters of the name before one figure stand next to another."""
    around, at = one.ahead + one.behind, len(one.ahead)
    for length in range(len(named.ahead), LEAST - 1, -1):
        found = around.find(named.ahead[-length:])
        if 0 <= found <= at + 2 and found + length >= at:
            return length
    if named.begin and named.begin == one.begin:
        pairs = zip(named.behind, one.behind, strict=False)
        return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return 0


def _scope(each: Stated) -> str:
    found = _SCOPE.search(each.before)
    return found[0] if found else ""


def _is_slip(one: _Counted, other: _Counted) -> bool:
    """Tell whether one figure may be a slip of another: digits changed places, or one digit is another one or lost."""
    digits, others = one.digits, other.digits
    if are_swapped(digits, others) or _is_turned(one, other) or _says_no_more(one, other):
        return True
    shared = max(_shared(one, other), _shared(other, one))
    if shared < SHORTEST:
        return False
    shorter = min(one.ahead, other.ahead, key=len)
    whole = not shorter or bool(_subject().fullmatch(shorter[: max(0, len(shorter) - shared)]))
    written = one.typed, other.typed
    lengths = sorted(map(len, written))
    if 1 in (len(digits), len(others)):
        if (lengths[0] > 1 or lengths[1] > _FEW) and not _is_one_wrong(*written):
            return False
        apart = one.each.where != other.each.where
        return whole and shared >= (SURE - 1 if apart else SURE + 1)
    likely = is_like(digits, others) and (len(digits) > 2 or sorted(digits) == sorted(others))
    return whole and (likely or ((shared >= SURE + 2 or _are_named_alike(one, other)) and _is_one_wrong(*written)))


def _are_named_alike(one: _Counted, other: _Counted) -> bool:
    """Tell whether two places call what they count just the same, and neither says that it counts all there are.

    The verb is part of a short name where it stands in both (新建口袋公园17个, 新建的19个口袋公园).
    """
    if any(_ALL.search(each.each.lead) for each in (one, other)):
        return False
    name, another = (_subject().sub("", each.ahead) for each in (one, other))
    if max(len(name), len(another)) <= SHORTEST:
        ahead, behind = sorted((one.ahead, other.ahead), key=len, reverse=True)
        if not behind or len(ahead) < SURE:
            return False
        return f"{behind}{one.behind if behind == one.ahead else other.behind}".startswith(ahead)
    ahead, behind = (name, another + other.behind) if len(name) > len(another) else (another, name + one.behind)
    return name == another or (len(name) != len(another) and behind.startswith(ahead))


def _is_one_wrong(digits: str, others: str) -> bool:
    """Tell whether two numbers of as many digits differ in one of them."""
    return len(digits) == len(others) and sum(map(str.__ne__, digits, others)) == 1


@lru_cache(maxsize=1)
def _subject() -> re.Pattern[str]:
    """Return a pattern of what says before a name nothing of what is counted: who did it, and how it came about."""
    return regex(f"(?:项目|工程|通过|完工|竣工|本年度|{either(trade_words().handled)})*")
