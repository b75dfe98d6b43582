"""What a figure counts, in words: names and phrases without the words that say nothing about it.

No dictionary is used. Two phrases speak of the same thing when every word of the one stands in the
other and the other way round; a word is two characters or more that stand side by side in both.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from selfeval.evaluation.words import either, trade_words
from selfeval.quantity.bounds import any_word
from selfeval.quantity.characters import to_half_width
from selfeval.text.pattern import regex

_ASIDE = regex(r"\((?:[^()]|\([^()]*\))*\)")
_TIME = regex(r"(?:19|20)\d\d年度?(?:底|末)?|截[至止](?:\d{1,2}月底?|(?:年|月)?[底末]|目前)?|一年来")
_EMPTY = """全年 年度 本年度 本年 今年 当年 年内 目前 全区 全市 全县 全省 本区 本市 我区 我市 我县 我局 本局 本部门 我单位 本单位
    组织 开展 举办 办理 实施 进行 提供 安排 推动 推进 打造 建成 配置 配备 召开 参加 累计 共计 合计 总计 实际 达到
    办理量 降至 升至 增至 控制在 稳定在 保持在 维持在 其中 实现 一是 二是 三是 四是 五是 六是 保持 继续 持续 深入 积极 扎实 工作 情况 数量 各类 各级 各项 均为"""
_OWN = regex("^[区县市](?![级直属里社民])")
_COUNT = regex("(?:[人件场户册篇个次家份宗起项频批株座处台辆套]{0,2}(?:总数|数|次)|长度|里程)$")
# Characters that need not be found again: on their own they tell no two things apart.
_NOWHERE = "\0"
_FREE = frozenset("的共和与及为等均各了已有由在对被于、“”\"'每达总")


@lru_cache(maxsize=256)
def unspaced(name: str) -> str:
    """Return a name in half width and without blanks."""
    return "".join(to_half_width(name).split())


@lru_cache(maxsize=256)
def words(phrase: str) -> str:
    """Return a name or phrase without what says nothing about the thing counted."""
    bare = _empty().sub("", _TIME.sub("", _ASIDE.sub("", write_out(phrase))))
    return _COUNT.sub("", _OWN.sub("", bare))


@lru_cache(maxsize=256)
def write_out(text: str) -> str:
    """Return a text with its short words written out (法援: 法律援助) and without kinds that are all there are."""
    if _said().search(text):
        for each in trade_words().synonyms:
            if each.said in text:
                text = each.replace(text)
    text = text.replace("预算执行率", "预算完成率")
    if _kind().search(text):
        for kinds, beside in _beside():
            if sum(kind in text for kind in kinds) > 1:
                text = beside.sub("", text)
    return text


@lru_cache(maxsize=256)
def searchable(text: str) -> str:
    """Return a text in which to look for words: written out, and without what says nothing."""
    return f"{write_out(text)} {words(text)}"


@lru_cache(maxsize=256)
def telling(phrase: str) -> str:
    """Return the characters of a phrase that tell it from others."""
    return "".join([character for character in words(phrase) if character not in _FREE])


def subject(clause: str) -> str:
    """Return the telling characters of a clause from the thing on that was taken in."""
    return _taken().sub("", telling(clause))


def shares_neighbours(some: str, text: str) -> bool:
    """Tell whether each character of ``some`` occurs in ``text`` next to the same neighbour."""
    return all(before in text or after in text for before, after in _neighbours(some))


@lru_cache(maxsize=256)
def _neighbours(some: str) -> tuple[tuple[str, str], ...]:
    """Return each character that must be found, with its neighbour before and behind; a lone one with none."""
    pairs = [one + other for one, other in pairwise(some)]
    beside = zip(some, [_NOWHERE, *pairs], [*pairs, _NOWHERE], strict=False)
    return tuple((before, after) for character, before, after in beside if character not in _FREE)


@lru_cache(maxsize=1)
def _empty() -> re.Pattern[str]:
    """Return a pattern of what says nothing about the thing counted."""
    return regex(f"{any_word(_EMPTY)}|{either(trade_words().own)}|完成(?!率|及时)|依法(?!行政|治)")


@lru_cache(maxsize=1)
def _taken() -> re.Pattern[str]:
    """Return a pattern of the verbs with which a clause begins that tells what was taken in."""
    return regex(f"^{either(trade_words().taken)}+")


@lru_cache(maxsize=1)
def _said() -> re.Pattern[str]:
    """Return a pattern of the short words that are written out."""
    return regex(either(each.said for each in trade_words().synonyms))


@lru_cache(maxsize=1)
def _kind() -> re.Pattern[str]:
    """Return a pattern of the kinds of which several side by side are all there are."""
    return regex(either(kind for kinds in trade_words().beside for kind in kinds))


@lru_cache(maxsize=1)
def _beside() -> tuple[tuple[tuple[str, ...], re.Pattern[str]], ...]:
    """Return each row of kinds with a pattern of two or more of them side by side that are the whole again (刑事、民事)."""
    return tuple(
        (kinds, regex(f"(?:{either(kinds)}[、和及与]?){{2,{len(kinds)}}}(?=[^、和及与])"))
        for kinds in trade_words().beside
    )
