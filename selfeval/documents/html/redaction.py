"""What is left out of published texts: personal data, as `check` finds it, and passages marked 【内部：…】."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from selfeval.text.pattern import regex
from selfeval.text.personal import find_personal

LEFT_OUT = "［略］"
INTERNAL = "内部内容"
_CLOSING = {
    "【": "】",
    "[": "]",
    "［": "］",
    "（": "）",
    "(": ")",
    "〔": "〕",
    "〖": "〗",
    "{": "}",
    "｛": "｝",
    "「": "」",
    "『": "』",
    "﹝": "﹞",
    "〈": "〉",
    "《": "》",
    "<": ">",
    "＜": "＞",
}
"""The brackets in which people write what is internal; what is opened by one must be closed by its own."""
_WORD = r"(?:仅供|仅限|只供|只限|限|仅|只)?(?:(?:内|內)\s?部|[不非勿](?:予|宜|得|能|可|便)?公开|不对外|(?:暂|均|都|皆|请)[不勿](?:予|要|宜)?公开|保密|涉密|[秘机绝]?密(?:★[^：:︰﹕\]】]{0,6})?)(?:资料|信息|内容|事项|材料|使用|数据|情况|参考|说明|掌握|公开)?"
_OPENING = rf"\\?[{re.escape(''.join(_CLOSING))}]\s*"
_BEGIN = regex(rf"{_OPENING}{_WORD}\s*[：:︰﹕]")
_VAGUE = regex(rf"\\?[【\[［〔〖]\s*{_WORD}(?:\s*\\?[】\]］〕〗]|[\s，,、；;。.—－–-])")
"""A mark that does not say which words are internal."""
_ELSEWHERE = regex(r"(?<!\\)\||\n#")
"""The border of a cell, and a heading: no internal passage may go on beyond one."""


class RedactionError(Exception):
    """Say in Chinese why it cannot be told which part of a text is internal."""


class Redacted(NamedTuple):
    """Hold a text as it may be published, and how much of each kind was left out."""

    text: str
    counts: Counter[str]


def redact(text: str) -> Redacted:
    """Return a Markdown text as it may be published; raise RedactionError where a mark is not closed."""
    passages = [(start, end, INTERNAL) for start, end in _internal_passages(text)]
    inside = _without(text, passages)
    numbers = [(trace.start, trace.end, str(trace.kind)) for trace in find_personal(inside)]
    return Redacted(_without(inside, numbers), Counter(kind for _, _, kind in (*passages, *numbers)))


def _without(text: str, passages: Sequence[tuple[int, int, str]]) -> str:
    """Return a text in which a mark stands for each passage."""
    ends = [0, *(end for _, end, _ in passages)]
    starts = [*(start for start, _, _ in passages), len(text)]
    return LEFT_OUT.join(text[end:start] for end, start in zip(ends, starts, strict=True))


def _internal_passages(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each passage marked as internal begins and ends; brackets inside belong to it."""
    position = 0
    while begin := _BEGIN.search(text, position):
        _refuse_vague(text[position : begin.start()])
        opening = begin[0].lstrip("\\")[0]
        closing, depth = _CLOSING[opening], 1
        bracket = re.compile(f"[{re.escape(opening + closing)}]")
        position = begin.end()
        while depth and (found := bracket.search(text, position)):
            depth += 1 if found[0] == opening else -1
            position = found.end()
        passage = text[begin.start() : position]
        if depth or _ELSEWHERE.search(passage):
            around = text[begin.start() : begin.start() + 20].split("\n")[0]
            raise RedactionError(f"“{around}”没有在同一段、同一格里写完，少了“{closing}”")
        yield begin.start(), position
    _refuse_vague(text[position:])


def _refuse_vague(text: str) -> None:
    """Raise RedactionError for a mark that does not say what is internal."""
    found = _VAGUE.search(text)
    if found:
        raise RedactionError(f"“{found[0].strip()}”没有写明哪些是内部内容，要写成“【内部：…】”")


def count_in_words(counts: Counter[str]) -> str:
    """Return how much was left out in words, empty where nothing was."""
    return "、".join(f"{kind} {count} 处" for kind, count in sorted(counts.items()))
