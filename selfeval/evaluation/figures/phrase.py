"""What a figure counts, in words: names and phrases without the words that say nothing about it.

No dictionary is used. Two phrases speak of the same thing when every word of the one stands in the
other and the other way round; a word is two characters or more that stand side by side in both.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise

from selfeval.quantity.bounds import any_of
from selfeval.quantity.characters import half
from selfeval.text.pattern import regex

_LONG = (
    (regex("(?:法律援助|法援)(?:中心|处|机构)?"), "法律援助"),
    (regex("(?<=援助)案(?!件)|办案"), "案件"),
    (regex("人民(?=调解员)"), ""),
    (regex("预算执行率"), "预算完成率"),
    (regex("(?:(?:刑事|民事|行政)[、和及与]?){2,3}(?=[^、和及与])"), ""),  # both kinds are the whole again
)
_ASIDE = regex(r"\([^)]*\)")
_TIME = regex(r"(?:19|20)\d\d年度?(?:底|末)?|截[至止](?:\d{1,2}月底?|(?:年|月)?[底末]|目前)?|一年来")
_EMPTY = regex(
    any_of(
        """全年 年度 本年度 本年 今年 当年 年内 目前 全区 全市 全县 全省 本区 本市 我区 我市 我县 我局 本局 本部门 我单位 本单位
        组织 开展 举办 办理 实施 进行 提供 安排 推动 推进 打造 建成 配置 配备 召开 参加 累计 共计 合计 总计 实际 达到
        办理量 其中 实现 保持 继续 持续 深入 积极 扎实 工作 情况 数量 各类 各级 各项 均为"""
    )
    + "|完成(?!率|及时)"
)
_OWN = regex("^[区县市](?![级直属里社])")
_COUNT = regex("[人件场户册篇个次家份宗起项]{0,2}(?:总数|数|次)$")
_TAKEN = regex("^(?:受理|收到|新收|接收|立案|指派)+")
# Characters that need not be found again: on their own they tell no two things apart.
_NOWHERE = "\0"
_FREE = frozenset("的共和与及为等均各了已有由在对被于、“”\"'每达总")


@lru_cache(maxsize=1024)
def unspaced(name: str) -> str:
    """Return a name in half width and without blanks."""
    return "".join(half(name).split())


@lru_cache(maxsize=1024)
def words(phrase: str) -> str:
    """Return a name or phrase without what says nothing about the thing counted."""
    bare = _EMPTY.sub("", _TIME.sub("", _ASIDE.sub("", long(phrase))))
    return _COUNT.sub("", _OWN.sub("", bare))


def long(text: str) -> str:
    """Return a text with its short words written out (法援: 法律援助) and without kinds that are all there are."""
    for short, whole in _LONG:
        text = short.sub(whole, text)
    return text


@lru_cache(maxsize=1024)
def both(text: str) -> str:
    """Return a text in which to look for words: written out, and without what says nothing."""
    return f"{long(text)} {words(text)}"


def telling(phrase: str) -> str:
    """Return the characters of a phrase that tell it from others."""
    return "".join(character for character in words(phrase) if character not in _FREE)


def subject(clause: str) -> str:
    """Return the telling characters of a clause from the thing on that was taken in."""
    return _TAKEN.sub("", telling(clause))


def within(some: str, text: str) -> bool:
    """Tell whether each character of ``some`` occurs in ``text`` next to the same neighbour."""
    return all(before in text or after in text for before, after in _neighbours(some))


@lru_cache(maxsize=1024)
def _neighbours(some: str) -> tuple[tuple[str, str], ...]:
    """Return each character that must be found, with its neighbour before and behind; a lone one with none."""
    pairs = [one + other for one, other in pairwise(some)]
    beside = zip(some, [_NOWHERE, *pairs], [*pairs, _NOWHERE], strict=False)
    return tuple((before, after) for character, before, after in beside if character not in _FREE)
