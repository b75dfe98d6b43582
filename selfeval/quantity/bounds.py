"""Words before and after a number that bound it or make it approximate."""

from __future__ import annotations

import re
from typing import NamedTuple

from selfeval.quantity.values import Bound
from selfeval.text.pattern import regex

_BEFORE = {
    Bound.AT_LEAST: """大于或等于 大于等于 等于或大于 达到或超过 达到或高于 不少于 不低于 不小于 不得少于 不得低于 不得小于
        不短于 至少 最少 最低 不亚于 不下 起码 下限 高于等于 高于或等于
        多于等于 多于或等于 超过或等于 ≮ >= => ≥""",
    Bound.AT_MOST: """小于或等于 小于等于 等于或小于 不超过 不得超过 未超过 不高于 不得高于 不多于 不得多于 不大于 不得大于 不长于
        至多 最多 最高 控制在 限于 不逾 不突破 不得突破 未突破 不超出 不得超出 未超出 不超
        不破 上限 低于等于 低于或等于 少于等于 少于或等于 ≯ <= =< ≤""",
    Bound.UNDER: "低于 少于 小于 不到 不足 未达到 未达 不满 <",
    Bound.OVER: "超过 超出 高于 多于 大于 突破 超 逾 >",
    Bound.EQUAL: "等于 == =",
}
BEFORE = {word: bound for bound, words in _BEFORE.items() for word in words.split()}
# 以上, 以下, 以内 include the number they follow: 民法典 art. 1259.
AFTER = {
    "以上": Bound.AT_LEAST,
    "以下": Bound.AT_MOST,
    "以内": Bound.AT_MOST,
    "之内": Bound.AT_MOST,
    "内": Bound.AT_MOST,
    "封顶": Bound.AT_MOST,
    "为限": Bound.AT_MOST,
    "为上限": Bound.AT_MOST,
    "为下限": Bound.AT_LEAST,
    "不到": Bound.UNDER,
}


def any_word(words: str) -> str:
    """Return a pattern that matches any of the words, which blanks separate; longer ones first."""
    return "(?:" + "|".join(re.escape(word) for word in sorted(words.split(), key=len, reverse=True)) + ")"


BEFORE_WORDS = any_word(" ".join(BEFORE))
_LEAD = regex(
    rf"(?P<label>.*?)(?P<bound>{BEFORE_WORDS})?(?:为|到|至)?"
    r"(?P<about>大约|大概|(?<![预节契签条制])约|将近|接近|近乎|(?<![最附])近)?(?(about)(?:为|有|占|计|合)?)",
    re.DOTALL,
)
_LAST = frozenset(word[-1] for word in BEFORE).union("为到至约概近乎有占计合")
"""What the words before a number end in that bound it or make it approximate."""
_NEAR = 16
"""How many characters before a number, at most, bound it or make it approximate."""


class Lead(NamedTuple):
    """Hold the words before a number: what they name, the bound, and what makes it approximate."""

    label: str
    bound: str | None
    about: str | None


def split_lead(text: str, start: int, end: int) -> Lead:
    """Split the words from ``start`` to ``end``, where a number begins, into label, bound and approximation."""
    if start == end or text[end - 1] not in _LAST:
        return Lead(text[start:end], None, None)
    near = max(start, end - _NEAR)
    found = _LEAD.fullmatch(text, near, end)
    assert found is not None  # any words are a label
    label, bound, about = found.group("label", "bound", "about")
    return Lead(text[start:near] + label, bound, about)


_INCLUDING = r"(?:\(含(?:本数)?\)|及|或|含)*"
# 内 bounds right after the unit only: 3个室内场馆 are three; and 120名副高级以上教师 are 120.
TRAIL = regex(
    rf"(?P<noun>|[^\d,;。、级岁类]{{1,12}}?(?={_INCLUDING}[以之])){_INCLUDING}"
    rf"(?P<bound>{'|'.join(AFTER)})(?!容|部|外|涵|科|设|控|位|场|岗|期|账|点)(?:\(含[^)]*\))?|(?P<around>左右|上下)"
)
