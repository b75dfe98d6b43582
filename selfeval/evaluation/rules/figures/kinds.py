"""Kinds of which the parts of a whole are: whether each part names one, and whether they are all there are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import takewhile

from selfeval.evaluation.figures.phrase import searchable, shares_neighbours, telling
from selfeval.evaluation.figures.reading import Stated
from selfeval.evaluation.words import Kinds, either, trade_words
from selfeval.text.pattern import regex

_FILLER = regex("日常|覆盖|涉及|分布在|位于|其中|性|费用?|类|方面|办理|完成")
_COUNTED = regex(r"[0-9][0-9,.]*[万亿]?[^0-9]{1,3}$")
"""Matches a count before another one of the same thing (城市低保1036户, before 1462人)."""
_AND_MORE = regex("以[上下内]")
"""What makes a part of several kinds (本科及以上)."""
_FROM_NOTHING = regex("以内|以下|不足|不满|^(?:其中)?0[-—~至]")
_NOT, _PAIR = regex("^(?:尚?未予?|不予|[不非无])(?=..)"), 2
_NUMBERS = regex(r"[0-9][0-9,.]*[万亿]?[^0-9]{1,3}$|^(?:其中|已)")
_LEVEL = regex("国家级|中央|自治区|省|市|县|区|镇|乡|村|地方|自筹")


def kinds_of(counted: Sequence[str]) -> Kinds | None:
    """Return the row of kinds of which every part names one of its own."""
    if len(counted) < 2 or not all(map(_of_any_kind().search, counted)):
        return None
    for kinds in trade_words().kinds:
        named = list(takewhile(bool, (kind_in(each, kinds) for each in counted)))
        if len(named) == len(counted) and len(set(named)) == len(named):
            return kinds
    return None


@lru_cache(maxsize=1)
def _of_any_kind() -> re.Pattern[str]:
    """Return a pattern of the names of all kinds."""
    return regex(either(name for kinds in trade_words().kinds for name in kinds.names))


def kind_in(counted: str, kinds: Kinds) -> str:
    """Return the one kind that a part names, empty where it names none or several."""
    found = ""
    for kind in sorted(kinds.names, key=len, reverse=True):
        if kind in counted:
            rest = counted.replace(kind, "\n")
            if found or _AND_MORE.search(rest):
                return ""
            found, counted = kind, rest
    return found


def are_all_of(counted: Sequence[str], kinds: Kinds, whole: Stated) -> bool:
    """Tell whether parts are all there are of a whole: 公办学校 and 民办学校 of 学校, but not 公办幼儿园 and 民办幼儿园."""
    said = searchable(whole.before + whole.phrase)
    names = [_COUNTED.sub("", each) for each in counted]
    rests = [telling(_FILLER.sub("", each.replace(kind_in(each, kinds), ""))) for each in names]
    return len(kinds.names) == len(counted) and all(shares_neighbours(rest, said) for rest in rests)


def are_opposites(counted: Sequence[str]) -> bool:
    """Tell whether two parts are a thing and what is not it: 批准逮捕, 不批准逮捕."""
    names = [_NUMBERS.sub("", each) for each in counted]
    return len(names) == _PAIR and any(
        (found := _NOT.match(other)) and one.endswith(other[-_PAIR:]) and set(other[found.end() :]) <= set(one)
        for one, other in (names, reversed(names))
    )


def are_bands(counted: Sequence[str]) -> bool:
    """Tell whether parts are bands of one scale: 3日以内, 4至7日, 8日以上."""
    return len(counted) > 1 and bool(_FROM_NOTHING.search(counted[0])) and "以上" in counted[-1]


def are_levels(counted: Sequence[str]) -> bool:
    """Tell whether each part names another level of the state: money of 中央, 省级, 市县."""
    levels = [found[0] for each in counted if (found := _LEVEL.search(each))]
    return len(levels) > 1 and len(set(levels)) == len(levels)
