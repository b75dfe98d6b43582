"""Values in quotes: not closed, followed by more text, or with backslashes inside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from selfeval.problem import Edit
from selfeval.source.slip import JOIN, Found, Slip, mask
from selfeval.text.pattern import regex

WHOLE = {'"': regex(r'"(?:[^"\\]|\\.)*"'), "'": regex(r"'(?:[^']|'')*'")}
REST = {'"': regex(r'(?:[^"\\]|\\.)*"'), "'": regex(r"(?:[^']|'')*'")}
_UNSEEN = (
    r"00[01]|007[fF]|00[89]|00[aA][dD]|061[cC]|180[eE]|200[b-fB-F]|202[89a-eA-E]|206|[dD][89a-fA-F]"
    r"|[eE]|[fF][0-8]|[fF][dD][dDeE]|[fF][eE][fF][fF]|[fF]{3}[9a-fA-F]"
)
"""The codes of characters that nobody can see or type: controls, marks of no width, halves, and those of no letter."""
BACKSLASH = regex(  # an escape that nobody meant, as in a path; line breaks and codes of what is seen are meant
    rf'\\(?!["\\]|[nt](?![A-Za-z])|u(?!{_UNSEEN})[0-9a-fA-F]{{4}})'
)
UNIT = regex(r"[%‰％℃]|[^\W\dA-Za-z_]{1,3}")  # what may follow a figure: "≥5"个
COMMENT = regex(r"[ \t]*(?:$|[ \t]#)")
CHINESE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’—…·"
LONGEST = 100  # lines a value in quotes may go on for


class Quoted(NamedTuple):
    """Say where a value in quotes ends, by line and column; the column is None where it must be read as plain text."""

    line: int
    end: int | None
    findings: list[Found]


def examine(lines: Sequence[str], number: int, start: int, owner: int) -> Quoted:
    """Follow a value in quotes to its end, on this line or on a later one; name what is wrong with the quotes."""
    text = lines[number]
    quote = text[start]
    whole = WHOLE[quote].match(text, start)
    if whole is None and quote == '"' and re.search(r'\\"[ \t]*$', text):
        end = len(text.rstrip())  # "D:\报表\": the last backslash hides the closing quote
        return Quoted(number, end, _report_backslashes(text, number, start, end, slice(start + 1, end - 1)))
    if whole is None:
        return _follow_lines(lines, number, start, owner)
    end = whole.end()
    if COMMENT.match(text, end):
        return Quoted(number, end, _report_backslashes(text, number, start, end, slice(start + 1, end - 1)))
    tail = text[end:].strip()
    if tail in (",", "，", ";", "；"):
        at = text.index(tail, end)
        return Quoted(
            number,
            end,
            [
                Slip(
                    "trailing-comma",
                    number,
                    at,
                    at + 1,
                    f"末尾多了“{tail}”，不算内容；删去它",
                    (Edit(number, at, at + 1, ""),),
                )
            ],
        )
    places = [each for each in range(start, len(text)) if text[each] == quote]
    marks = "“”" if quote == '"' else "‘’"
    chinese = tuple(Edit(number, place, place + 1, marks[count % 2]) for count, place in enumerate(places))
    outer, last = "'" if quote == '"' else '"', len(text.rstrip())
    around = () if outer in text[start:] else (Edit(number, start, start, outer), Edit(number, last, last, outer))
    cure = around if len(places) % 2 else chinese
    advice = "文字里请用中文引号“”"
    if len(places) == 2 and any(map(str.isdecimal, text[start:end])) and UNIT.fullmatch(tail):
        cure, advice = tuple(Edit(number, place, place + 1, "") for place in places), "数和单位不用引号"
    return Quoted(
        number,
        None,
        [
            mask(number, start, quote),
            Slip(
                "text-after-quote",
                number,
                end,
                len(text.rstrip()),
                f"引号后面还有文字“{tail[:10]}”，这次连引号一起当作文字；{advice}",
                sure=False,
                cure=cure,
            ),
        ],
    )


def _report_backslashes(text: str, number: int, start: int, end: int, inside: slice) -> list[Found]:
    if text[start] != '"' or "\\" not in text[start:end]:
        return []
    found = [at for at in range(*inside.indices(end)) if text[at] == "\\"]
    odd = BACKSLASH.search(text, start, end - 1)
    if odd is None and text[end - 2] != "\\":
        return []
    at = odd.start() if odd else end - 2
    cure = (Edit(number, start, start + 1, "'"), Edit(number, end - 1, end, "'"))
    return [
        *(mask(number, each, "\\") for each in found if text[each + 1 : each + 2] != '"' or each == end - 2),
        Slip(
            "backslash-in-quotes",
            number,
            at,
            at + 2,
            "双引号里的“\\”会和后面的字连成别的符号，这次按原样读；请改用单引号",
            cure=cure,
            sure="'" not in text[start:end],
        ),
    ]


def _follow_lines(lines: Sequence[str], number: int, start: int, owner: int) -> Quoted:
    text = lines[number]
    quote = text[start]
    findings: list[Found] = []
    last = number
    for later in range(number + 1, min(number + LONGEST, len(lines))):
        line = lines[later]
        indent = len(line) - len(line.lstrip(" "))
        if line.strip() and (indent < owner or re.match(r" *(?:- +)?[^\s\"':：]{1,20}: ", line)):
            break
        findings += join_lines(lines, later)
        closing = REST[quote].match(line)
        if closing is not None:
            if COMMENT.match(line, closing.end()):
                return Quoted(later, closing.end(), findings)
            break
        if line.strip() and last == later - 1 and indent > owner:
            last = later
    if last > number:
        end = len(lines[last].rstrip())
        message = f"前面的引号没有配对；这段话到第 {last + 1} 行为止，在末尾补上一个引号，或删去前面的引号"
        cure = (Edit(last, end, end, quote),)
        slip = Slip("unclosed-quote", number, start, len(text.rstrip()), message, cure, sure=False)
        return Quoted(last, end, [slip])
    end = len(text.rstrip())
    if text[end - 1] in "”’＂\"'" and end - 1 > start:
        cure = (Edit(number, end - 1, end, quote),)
        message = f"前面的引号是 {quote}，后面的是 {text[end - 1]}，配不成对；两个都用英文的 {quote}"
    else:
        cure = (Edit(number, end, end, quote),)
        message = "前面的引号没有配对，后面的内容会被一起吞进来；在末尾补上一个引号，或删去前面的引号"
    return Quoted(number, end, [Slip("unclosed-quote", number, start, end, message, cure)])


def join_lines(lines: Sequence[str], number: int) -> list[Found]:
    """Return the edit that joins two lines without the space that YAML would put between Chinese characters."""
    before, line = lines[number - 1].rstrip(), lines[number].lstrip()
    if before and line and re.match(f"[{CHINESE}]", before[-1]) and re.match(f"[{CHINESE}]", line):
        return [Edit(number - 1, len(before), len(lines[number - 1]), JOIN)]
    return []
