"""Characters that do not belong in a file: invisible, broken, or left over from another program.

One table says what is looked for. Characters that a value can do without are hidden from the
parser in place, so that every column stays valid.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from selfeval.problem import Edit
from selfeval.source.slip import GONE, Found, Slip
from selfeval.text.pattern import regex


class Trace(NamedTuple):
    """Say which rule a pattern belongs to; ``{}`` in the message becomes what was found.

    ``instead`` is what to type, as a template of the pattern's groups; None where only the clerk knows.
    """

    rule: str
    pattern: re.Pattern[str]
    message: str
    instead: str | None = None


INVISIBLE = regex("[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad\u061c\u180e]")
CONTROL = "[\x01-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff\ufdd0-\ufdef]"
DROPPED = regex(f"\0|{CONTROL}|[\x85\u2028\u2029\ufffc]|{INVISIBLE.pattern}")

SPACE = regex("[\xa0\u2002\u2003]")
BOLD = regex(r"(?<![\w*])\*\*([^\s*](?:[^*]*[^\s*])?)\*\*(?!\*)")

TRACES = (
    Trace("nul-character", regex("\0+"), "这里有看不见的空字符（U+0000），文件可能坏了；请重新输入这一行", ""),
    Trace("control-character", regex(f"{CONTROL}+"), "这里有看不见的控制字符（{}），不会印出来；删去它", ""),
    Trace(
        "line-separator",
        regex("[\x85\u2028\u2029]+"),
        "这里有看不见的换行符号（{}），不算换行；要分段请按回车键",
        "",
    ),
    Trace(
        "word-residue",
        regex(
            '\ufffc|HYPERLINK "|\\\\\\* ?MERGEFORMAT|PAGEREF|_Toc\\d{5,}|错误[!！] ?未(?:找到引用源|定义书签)。?'
            "|Error! (?:Reference source not found|Bookmark not defined)\\.?"
        ),
        "“{}”是从 Word 带过来的痕迹，会原样印出来；请删去",
    ),
    Trace("word-residue", regex("_x[0-9A-Fa-f]{4}_"), "“{}”是从表格软件带过来的痕迹，会原样印出来；请删去", ""),
    Trace(
        "mojibake",
        regex(
            "(?:锟斤拷)+锟?|\ufffd+|(?:烫烫|屯屯)+|(?:[\u00c2-\u00ef][\u0080-\u00bf\u0152-\u0178\u2013-\u2122]{1,2}){2,}"
        ),
        "“{}”是乱码，原来的字已经丢了；请对照原文重新输入",
    ),
    Trace(
        "private-use-character",
        regex("[\ue000-\uf8ff\U000f0000-\U000ffffd]+"),
        "这里有自造字或符号字体的字（{}），别的电脑上印出来是方框；请换成普通的字",
    ),
    Trace(
        "html-residue",
        regex(
            r"</?(?:p|br|span|div|td|tr|th|table|tbody|b|i|u|strong|em|font|a|li|ul|ol|h[1-6]|img|o:p)(?: [\w:-]+=[^<>]*)? ?/?>"
            r"|&(?:nbsp|ensp|emsp|bull|amp|lt|gt|quot|ldquo|rdquo|mdash|middot|hellip|#\d{2,5})(?:;|(?![\w]))",
            re.I,
        ),
        "“{}”是网页带过来的代码，会原样印出来；请删去",
        "",
    ),
    Trace("markdown-residue", BOLD, "“**”是加粗的记号，在这里不起作用，也不会印出来；请删去", r"\1"),
    Trace(
        "template-code",
        regex(r"\{%(?:.{0,200}?%\})?|\{#(?!\d)(?:.{0,200}?#\})?"),
        "“{}”是模板的写法，数据里不起作用；引用数字只写 {{{{ 名称 }}}}",
    ),
    Trace(
        "template-code",
        regex(r"\{ +\{([^{}]*)\} *\}|\{\{([^{}]*)\} +\}"),
        "“{}”的花括号之间不能有空格，不会换成数字；要写 {{{{ }}}}",
        r"{{\1\2}}",
    ),
    Trace(
        "fullwidth-braces",
        regex(r"(?:｛｛|｛\{|\{｛)([^｛｝{}]*)(?:｝｝|｝\}|\}｝)"),
        "“{}”用了全角的花括号；要用英文的 {{{{ }}}}",
        r"{{\1}}",
    ),
)
IN_COMMENTS = frozenset({"html-residue", "markdown-residue", "template-code", "fullwidth-braces"})
ODD = regex("[<&\u00c2-\u00ef｛\ufffc\ufffd]")  # what is printed, and odd all the same
HINTS = (
    "**",
    "_x",
    "{ {",
    "{  ",
    "} }",
    "}  ",
    "锟",
    "烫烫",
    "屯屯",
    "{%",
    "{#",
    "HYPERLINK",
    "MERGEFORMAT",
    "PAGEREF",
    "_Toc",
    "错误!",
    "错误！",
    "Error!",
)


def _find_suspects(lines: Sequence[str]) -> list[int]:
    """Return the numbers of the lines that may hold such characters: a quick look at the whole file."""
    whole = "\n".join(lines)
    places = [found.start() for found in ODD.finditer(whole)]
    for hint in HINTS:
        at = whole.find(hint)
        while at >= 0:
            places.append(at)
            at = whole.find(hint, at + 1)
    unprinted = [number for number, line in enumerate(lines) if not line.isprintable()]
    if not places:
        return unprinted
    starts = list(accumulate((len(line) + 1 for line in lines), initial=0))
    return sorted({*unprinted, *(bisect(starts, place) - 1 for place in places)})


def examine(lines: Sequence[str]) -> Iterator[Found]:
    """Name every such character at its place, and hide from the parser those that a value can do without."""
    for number in _find_suspects(lines):
        line = lines[number]
        for found in DROPPED.finditer(line):
            yield Edit(number, found.start(), found.end(), GONE)
        comment = line.lstrip().startswith("#")
        for trace in TRACES:
            traces = list(trace.pattern.finditer(line))
            if traces and not (comment and trace.rule in IN_COMMENTS):
                yield _make_slip(trace, number, traces)
        for found in BOLD.finditer(line) if not comment else ():
            yield Edit(number, found.start(), found.start() + 2, GONE * 2)
            yield Edit(number, found.end() - 2, found.end(), GONE * 2)


def _make_slip(trace: Trace, line: int, found: Sequence[re.Match[str]]) -> Slip:
    """Return the slip of a rule on a line, at the first trace of it; its cure removes them all."""
    start, end = found[0].span()
    text = found[0][0]
    shown = text if text.isprintable() else f"U+{ord(text[0]):04X}"
    cure = (
        ()
        if trace.instead is None
        else tuple(Edit(line, each.start(), each.end(), _write_instead(each, trace.instead)) for each in found)
    )
    sure = not any(each[0].lower().startswith("<br") for each in found)  # a new paragraph, or nothing
    return Slip(trace.rule, line, start, end, trace.message.format(shown), sure=sure, cure=cure)


def _write_instead(found: re.Match[str], template: str) -> str:
    from html import unescape  # seldom needed

    return SPACE.sub(" ", unescape(found[0])) if found[0].startswith("&") else found.expand(template)
