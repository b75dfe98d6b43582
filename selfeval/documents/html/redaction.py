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
    "“": "”",
    "｢": "｣",
}
"""The brackets in which people write what is internal; what is opened by one must be closed by its own."""
_TOLD = r"(?:公开|公示|公布|发布|外传|传播|上网|外发|外泄|泄露|扩散|披露)"
_NOT_TOLD = rf"(?:暂|均|都|皆|请|一律)?(?:[不非勿]|禁止|严禁)(?:予|宜|得|能|可|便|要|许)?(?:对外|向社会)?{_TOLD}|不对外|依申请公开"
_WORD = (
    rf"(?:(?:仅供|仅限|只供|只限|限|仅|只)?(?:(?:内|內)\s?部|{_NOT_TOLD}|保密|涉密|敏感|(?:个人)?隐私"
    r"|[秘机绝]?密(?:★[^：:︰﹕\]】]{0,6})?)(?:资料|信息|内容|事项|材料|使用|数据|情况|参考|说明|掌握|公开)?"
    r"|公开(?:时|前)请?(?:删[除去]?|略去|隐去|去掉|遮盖)|(?i:internal|confidential))"
)
_OPENING = rf"\\?[{re.escape(''.join(_CLOSING))}]\s*"
_BEGIN = regex(rf"{_OPENING}{_WORD}\s*[：:︰﹕]")
_WHOLE = r"(?:此件|本件|此文|本文|本表|本报告|以[上下](?:内容|部分)?|本(?:段|节|项|栏|条|页|部分))"
_VAGUE = regex(
    rf"\\?[【\[［〔〖]\s*{_WORD}(?:\s*\\?[】\]］〕〗]|[\s，,、；;。.—－–-])"
    rf"|(?:^|(?<=[\n|]))\s*\\?[（(]\s*{_WORD}\s*\\?[）)]|\\?[（(]\s*{_WORD}\s*\\?[）)](?=\s*(?:\||\n|$))"
    rf"|(?:^|(?<=\n))#+ *(?:[一二三四五六七八九十\d]+[、.] *)?(?:{_NOT_TOLD}|内部)(?:的?(?:部分|内容|资料|材料|事项|信息))? *(?=\n|$)"
    rf"|{_WHOLE}(?:均|都|皆)?(?:{_NOT_TOLD})|公开(?:属性|方式|类型|类别|选项|性质|形式|范围)\s*[：:|]\s*(?:{_NOT_TOLD})"
    rf"|内部(?:资料|材料|文件|信息|使用)[，,、；;\s]{{0,2}}(?:{_NOT_TOLD})"
)
"""What says that something is internal, and not which words."""
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
        raise RedactionError(
            f"“{found[0].strip()}”没有写明哪些是内部内容，要写成“【内部：…】”；整张表不公开的，form.yaml 里写“公开: 否”"
        )


def count_in_words(counts: Counter[str]) -> str:
    """Return how much was left out in words, empty where nothing was."""
    return "、".join(f"{kind} {count} 处" for kind, count in sorted(counts.items()))
