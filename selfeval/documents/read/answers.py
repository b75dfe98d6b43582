"""Columns side by side in which one of several answers is ticked: 好 | 中 | 差, 是 | 否, A（90%） | B（75%）."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby

from selfeval.text.pattern import regex

_NOTE = regex(r"[（(][^（）()]*[）)]$")
_ANSWER = regex(
    r"是|否|有|无|好|较好|一般|较差|差|很好|很差|优|良|中|优秀|良好|中等|及格|不及格|合格|基本合格|不合格|达标|基本达标|不达标|未达标"
    r"|满意|很满意|非常满意|比较满意|较满意|基本满意|不满意|很不满意|不太满意|符合|基本符合|部分符合|不符合|高|较高|较低|低|完全|基本|部分|没有"
    r"|同意|不同意|通过|不通过|完成|基本完成|部分完成|未完成|支持|不支持|赞成|反对|弃权|[A-E甲乙丙丁][级档等]?|[一二三四五][级档等]|红|黄|绿|红灯|黄灯|绿灯"
)
"""What is an answer to any question."""


def answer_of(head: str) -> str:
    """Return the answer that the head of a column is, without a note in brackets behind it, "" where it is none."""
    plain = _NOTE.sub("", head)
    return plain if _ANSWER.fullmatch(plain) else ""


def ticked_columns(heads: Mapping[int, Sequence[str]]) -> dict[int, tuple[str, ...]]:
    """Return the columns, by number, that are for the answers to one question: side by side, under one head or none.

    ``heads`` are the labels over all columns, in their order.
    """
    found: dict[int, tuple[str, ...]] = {}
    asked = ((column, labels) for column, labels in heads.items())
    for (_, is_answer), run in groupby(asked, lambda each: (tuple(each[1][:-1]), bool(answer_of(_last(each[1]))))):
        columns = [(column, answer_of(_last(labels))) for column, labels in run]
        names = tuple(name for _, name in columns)
        if is_answer and len(names) > 1 and len(set(names)) == len(names):
            found.update((column, names) for column, _ in columns)
    return found


def _last(labels: Sequence[str]) -> str:
    return labels[-1] if labels else ""
