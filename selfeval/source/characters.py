"""Characters that do not belong in a file: invisible, broken, or left over from another program.

One table says what is looked for. Characters that a value can do without are hidden from the
parser in place, so that every column stays valid.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect
from collections.abc import Iterator, Sequence
from contextlib import suppress
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


MEANT = "\u0600-\u07ff\u1800-\u18af\u2600-\u27bf\ufb50-\ufdff\ufe0f\ufe70-\ufefc\U0001f000-\U0001faff"
"""Arabic and Mongolian letters and emoji, whose shape depends on the invisible character behind them."""
INVISIBLE = regex(f"(?<![{MEANT}])[\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\u00ad\u061c\u180e]")
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
        MOJIBAKE := regex(
            "(?:锟斤拷)+锟?|\ufffd+|(?:烫烫|屯屯)+|(?:[\u00c2-\u00ef][\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u2122]{1,2}){2,}"
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
        "“{}”是模板的写法，数据里不起作用，会照样印出来；请删去，引用数字只写 {{{{ 名称 }}}}",
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
RADICALS = regex("[\u2f00-\u2fd5\u2e9f\u2ef3]")
GAP = regex("(?<=[\u4e00-\u9fff])[ \u3000\t]{1,3}(?=[\u4e00-\u9fff])")
BREAK = regex(r"[^\w《》“”（）\-—]+")
TITLED = regex(r"第?[\d一二三四五六七八九十]+(?:[、.．条章节项是]|$)|[（(]")
ENDED = regex("[。；，]")
RUNNING = 20
"""How many characters a line has at least that holds running text, beside a comma or stop."""
LONGEST_NAME = 6
LONGEST_TITLE = 8
SPACED = 8
"""How many characters there are at least for each blank in running text."""
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
    yield from _find_radicals(lines)
    yield from _find_invisible(lines)
    yield from _find_blanks(lines)
    for number in _find_suspects(lines):
        line = lines[number]
        for found in DROPPED.finditer(line):
            yield Edit(number, found.start(), found.end(), GONE)
        comment = line.lstrip().startswith("#")
        garbled = MOJIBAKE.search(line) is not None
        for trace in TRACES:
            if garbled and trace.rule == "control-character":
                continue  # half of a garbled character
            traces = list(trace.pattern.finditer(line))
            if traces and not (comment and trace.rule in IN_COMMENTS):
                yield _make_slip(trace, number, traces)
        for found in BOLD.finditer(line) if not comment else ():
            yield Edit(number, found.start(), found.start() + 2, GONE * 2)
            yield Edit(number, found.end() - 2, found.end(), GONE * 2)


def _find_radicals(lines: Sequence[str]) -> Iterator[Slip]:
    """Name the characters of a file that look like Chinese ones and are radicals, once; they are read as the plain ones."""
    whole = "\n".join(lines)
    if not RADICALS.search(whole):
        return
    edits = tuple(
        Edit(number, found.start(), found.end(), unicodedata.normalize("NFKC", found[0]))
        for number, line in enumerate(lines)
        for found in RADICALS.finditer(line)
    )
    first, more = edits[0], f"，这个文件里共 {len(edits)} 个" if len(edits) > 1 else ""
    message = (
        f"“{lines[first.line][first.start]}”是部首字，不是普通的汉字{more}；这次照普通的字读，请换成“{first.text}”"
    )
    yield Slip("radical-character", first.line, first.start, first.end, message, edits)


def _find_invisible(lines: Sequence[str]) -> Iterator[Slip]:
    """Name the characters of a file that have neither a shape nor a width, once; the values do without them."""
    unprinted = ((number, line) for number, line in enumerate(lines) if not line.isprintable())
    found = [(number, each) for number, line in unprinted for each in INVISIBLE.finditer(line)]
    if not found:
        return
    number, first = found[0]
    more = f"，这个文件里共 {len(found)} 个" if len(found) > 1 else ""
    message = f"这里有看不见的字符（U+{ord(first[0]):04X}）{more}；读的时候已经去掉，不会印出来，请删去"
    cure = tuple(Edit(at, each.start(), each.end(), "") for at, each in found)
    yield Slip("invisible-character", number, first.start(), first.end(), message, cure=cure)


def _find_blanks(lines: Sequence[str]) -> Iterator[Slip]:
    """Name the blanks inside words of a running text, as a PDF leaves them at its line ends; one slip a line."""
    for number, line in enumerate(lines):
        end = line.find(" #")  # a comment is no text
        text = line if end < 0 else line[:end]
        if len(text) < RUNNING or len(text.split()) == 1 or not ENDED.search(text) or text.lstrip().startswith("#"):
            continue
        gaps = list(GAP.finditer(text))
        if len(text) < SPACED * (len(gaps) + 1):
            continue  # a list of words
        found = [each for each in gaps if _is_inside_word(text, each)]
        if found:
            start, end = found[0].span()
            cure = tuple(Edit(number, each.start(), each.end(), "") for each in found)
            around = line[max(start - 2, 0) : end + 2]
            message = f"“{around}”中间有空格，多半是从 PDF 带来的，会一起印出来；请删去"
            yield Slip("blank-in-text", number, start, end, message, sure=False, cure=cure)


def _is_inside_word(line: str, gap: re.Match[str]) -> bool:
    """Tell whether a blank stands in running text: not behind a number or title, nor between the names of a list, nor in a title."""
    whole = line[: gap.start()].lstrip(" -")
    before, after = BREAK.split(whole)[-1], BREAK.split(line[gap.end() :])[0]
    title = len(whole) < LONGEST_TITLE or (TITLED.match(whole) and not ENDED.search(whole))
    return not title and whole.count("《") == whole.count("》") and max(len(before), len(after)) > LONGEST_NAME


def _make_slip(trace: Trace, line: int, found: Sequence[re.Match[str]]) -> Slip:
    """Return the slip of a rule on a line, at the first trace of it; its cure removes them all."""
    start, end = found[0].span()
    text = found[0][0]
    if trace.rule == "mojibake" and (restored := _restore(text)):
        message = f"“{text}”是乱码，原来应是“{restored}”；请对照原文改正"
        return Slip(trace.rule, line, start, end, message, sure=False, cure=(Edit(line, start, end, restored),))
    shown = text if text.isprintable() else f"U+{ord(text[0]):04X}"
    cure = (
        ()
        if trace.instead is None
        else tuple(Edit(line, each.start(), each.end(), _write_instead(each, trace.instead)) for each in found)
    )
    sure = not any(each[0].lower().startswith("<br") for each in found)  # a new paragraph, or nothing
    return Slip(trace.rule, line, start, end, trace.message.format(shown), sure=sure, cure=cure)


def _restore(text: str) -> str:
    """Return the text whose UTF-8 was read as Windows-1252; "" where it cannot be told."""
    with suppress(UnicodeError):
        data = b"".join(each.encode("latin-1" if "\x80" <= each <= "\x9f" else "cp1252") for each in text)
        return data.decode()
    return ""


def _write_instead(found: re.Match[str], template: str) -> str:
    from html import unescape  # seldom needed

    return SPACE.sub(" ", unescape(found[0])) if found[0].startswith("&") else found.expand(template)
