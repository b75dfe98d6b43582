"""What one sentence says again of another: the same thing by its own name, or beside a count that both give alike.

受理举报386件 here, 368件举报 there; 派驻医师42人次、手术126台次 here, 派驻医师42人次、手术162台次 there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from selfeval.evaluation.figures.figure import agree, comparable
from selfeval.evaluation.figures.phrase import telling
from selfeval.evaluation.figures.reading import Stated
from selfeval.evaluation.figures.reckon import are_swapped, digits_of, is_like, is_turned
from selfeval.evaluation.figures.typed import TypedFigure
from selfeval.evaluation.rules.figures.same import Same, are_as_great, are_of_one_time, is_found, is_of_some_days
from selfeval.text.pattern import regex

_LONGEST = 14
_NAMED, _SURE = 5, 6
"""How many characters a name has, at least, of which two digits that changed places, or any digit, are a slip."""
_LEAST = {1: _NAMED, 2: _NAMED, 3: _NAMED - 1}
"""How many it has, at least, by the digits of which two changed places: so many digits are hardly another count's."""
_KNOWN, _SHORT = 3, 2
"""How many a name has that two sentences give with the same count, and one that stands beside it."""
_GROUP = 12
"""How many figures alike are compared with one another."""
_NOT_SAME = regex(
    "上年|去年|同期|比|较|计划|目标|拟|将|预计|力争|每|均|占|增长|下降|提高|减少|增加|现有|历年|[两二三四五六七八九十]年来|^全[国省市区县]的$"
)
_FILLER = regex("(?:金额|总?[数量额])$")
_OBJECT = regex("的$")


class _Named(NamedTuple):
    """Hold a figure with the words before it and behind it that name what it counts, and its digits as typed."""

    each: Stated
    ahead: str
    behind: str
    digits: str

    @property
    def at(self) -> tuple[str, str, int]:
        """Return where its sentence stands."""
        return self.each.where, self.each.plain, self.each.begin


def restated_counts(typed: Sequence[TypedFigure]) -> Iterator[Same]:
    """Yield figures that a sentence says again otherwise, of a part or another area too."""
    named = [one for each in typed if (one := _named(each.stated))]
    told: set[tuple[str, int]] = set()
    for one, other in (*_swapped(named), *_beside(named)):
        both = {(each.plain, each.start) for each in (one.each, other.each)}
        if not told & both:
            told |= both
            yield Same(other.each, one.each)


def _named(each: Stated) -> _Named | None:
    if each.figure.unit == "%" or _NOT_SAME.search(each.lead) or is_of_some_days(each) or is_found(each):
        return None
    ahead = _FILLER.sub("", telling(each.lead)[-_LONGEST:])
    return _Named(each, ahead, telling(_OBJECT.sub("", each.trail))[:_LONGEST], digits_of(each))


def _swapped(named: Sequence[_Named]) -> Iterator[tuple[_Named, _Named]]:
    """Yield figures of the same digits, two of them changed, behind or before the same long name."""
    alike: dict[str, list[_Named]] = {}
    for one in named:
        alike.setdefault("".join(sorted(one.digits)), []).append(one)
    for group in alike.values():
        for one, other in combinations(group[:_GROUP], 2):
            swapped = are_swapped(one.digits, other.digits) and are_as_great(one.each, other.each)
            if not (swapped or is_turned(one.digits, other.digits)) or one.at == other.at:
                continue
            if not comparable(one.each.figure.unit, other.each.figure.unit):
                continue
            least = _LEAST.get(len(one.digits.strip("0")), _SHORT) if swapped else _SURE
            shared = _shared(one, other) if swapped or are_of_one_time(one.each, other.each) else 0
            if shared >= least and (shared >= _NAMED or not _are_named_otherwise(one, other)):
                yield one, other


def _are_named_otherwise(one: _Named, other: _Named) -> bool:
    """Tell whether the names of two figures have each characters of their own (一般公共服务支出, 资本性支出)."""
    name, another = set(one.ahead + one.behind), set(other.ahead + other.behind)
    return len(name - another) > 1 and len(another - name) > 1


def _beside(named: Sequence[_Named]) -> Iterator[tuple[_Named, _Named]]:
    """Yield figures that differ beside one that two sentences give alike, behind or before the same name."""
    sentences: dict[tuple[str, str, int], list[_Named]] = {}
    counts: dict[tuple[str, str], list[_Named]] = {}
    for one in named:
        sentences.setdefault(one.at, []).append(one)
        counts.setdefault((str(one.each.figure.value), one.each.figure.unit), []).append(one)
    seen: set[frozenset[tuple[str, str, int]]] = set()
    for group in counts.values():
        for one, other in combinations(group[:_GROUP], 2):
            both = frozenset((one.at, other.at))
            if len(both) == 2 and both not in seen and _shared(one, other) >= _KNOWN:
                seen.add(both)
                yield from _between(sentences[one.at], sentences[other.at])


def _between(ones: Sequence[_Named], others: Sequence[_Named]) -> Iterator[tuple[_Named, _Named]]:
    """Yield the figures of two sentences that say the same of which one is given otherwise."""
    for one in ones:
        alike = [other for other in others if comparable(one.each.figure.unit, other.each.figure.unit)]
        same = [other for other in alike if _shared(one, other) >= _SHORT]
        if len(same) == 1 and agree(one.each.figure, same[0].each.figure) is False and _is_slip(one, same[0]):
            back = [
                each
                for each in ones
                if _shared(each, same[0]) >= _SHORT and comparable(each.each.figure.unit, same[0].each.figure.unit)
            ]
            if len(back) == 1:
                yield one, same[0]


def _is_slip(one: _Named, other: _Named) -> bool:
    """Tell whether one figure may be a slip of another: by its digits, or whatever they are where the name is long."""
    shared, digits, others = _shared(one, other), one.digits, other.digits
    if are_swapped(digits, others) or is_turned(digits, others):
        return True
    return shared >= _NAMED or (shared > _SHORT and is_like(digits, others)) or _is_one_wrong(digits, others)


def _is_one_wrong(digits: str, others: str) -> bool:
    """Tell whether two numbers of two digits differ in one of them."""
    return len(digits) == len(others) == 2 and (digits[0] == others[0]) != (digits[1] == others[1])


def _shared(one: _Named, other: _Named) -> int:
    """Return how many characters the names of two figures share, each beside its figure."""
    return max(
        _ends(one.ahead, other.ahead),
        _meets(one.ahead, other.behind),
        _meets(other.ahead, one.behind),
        _begins(one, other),
    )


def _ends(name: str, other: str) -> int:
    """Return how many last characters two names share."""
    count = 0
    for sign, another in zip(reversed(name), reversed(other), strict=False):
        if sign != another:
            break
        count += 1
    return count


def _meets(ahead: str, behind: str) -> int:
    """Return how many last characters of a name before one figure begin the words behind another."""
    return next((count for count in range(min(len(ahead), len(behind)), 1, -1) if behind.startswith(ahead[-count:])), 0)


def _begins(one: _Named, other: _Named) -> int:
    """Return how many characters two names share that both begin with, where neither has any behind (退税, 退税金额)."""
    shorter, longer = sorted((one.ahead, other.ahead), key=len)
    return len(shorter) if shorter and longer.startswith(shorter) else 0
