"""What is left out of published texts: phone numbers, identity numbers, and passages marked 【内部：…】.

The rules of `check` are careful not to raise a false alarm; here whatever is in doubt is left out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from selfeval.text.pattern import regex

LEFT_OUT = "［略］"
INTERNAL = "内部内容"
NUMBERS = {
    "身份证号码": regex(
        r"(?<!\d)[1-9]\d{5} ?(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]) ?\d{3}[\dXx](?![\dA-Za-z])"
    ),
    "电话号码": regex(
        r"(?<![\d.,-])(?:\+?86[ -]?)?1[3-9]\d[ -]?\d{4}[ -]?\d{4}(?![\d.,%-]|\s*[万亿元人次件个])"
        r"|(?<![\d.,-])[（(]?0\d{2,3}[）)]?[ -]?\d{7,8}(?![\d.,%]|\s*[万亿元人次件个])"
        r"|(?<=电话|手机)[：: ]{0,2}\d{7,8}(?!\d)"
    ),
}
_PLAIN = str.maketrans("０１２３４５６７８９－—–＋", "0123456789---+")
_BEGIN = regex(r"【\s*内部\s*(?:[：:]|】)")
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
    counts: Counter[str] = Counter()
    for start, end in reversed(list(_internal_passages(text))):
        text = text[:start] + LEFT_OUT + text[end:]
        counts[INTERNAL] += 1
    for kind, pattern in NUMBERS.items():
        for found in reversed(list(pattern.finditer(text.translate(_PLAIN)))):
            text = text[: found.start()] + LEFT_OUT + text[found.end() :]
            counts[kind] += 1
    return Redacted(text, counts)


def _internal_passages(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each passage marked as internal begins and ends; brackets inside belong to it."""
    position = 0
    while begin := _BEGIN.search(text, position):
        depth, position = 1, begin.start() + 1
        while depth and position < len(text):
            depth += {"【": 1, "】": -1}.get(text[position], 0)
            position += 1
        passage = text[begin.start() : position]
        around = passage[:20].split("\n")[0]
        if depth or _ELSEWHERE.search(passage):
            raise RedactionError(f"“{around}”没有在同一段、同一格里写完，少了“】”")
        if begin[0].endswith("】"):
            raise RedactionError(f"“{around}”没有写明哪些是内部内容，要写成“【内部：…】”")
        yield begin.start(), position


def count_in_words(counts: Counter[str]) -> str:
    """Return how much was left out in words, empty where nothing was."""
    return "、".join(f"{kind} {count} 处" for kind, count in sorted(counts.items()))
