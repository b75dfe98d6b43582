"""Values typed without quotes: what YAML would cut, refuse or take for something else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from selfeval.problem import Edit
from selfeval.source.shape import Holds, Shape
from selfeval.source.slip import GONE, Found, Slip, mask
from selfeval.text.pattern import regex

SAFE = regex(r"[^\s\0-/:-@\[-`{-~“”‘＂＃｜｛【［：，、；][^:#“”＃　\"]*(?<![,，])$")
FIRST = regex(r"[%@`&*!,\]}>|\[{\"'#]+|[-?](?=[ \t]|$)")
CUT = regex(r"[ \t]#(?!\})")
COLON = regex(r":(?=[ \t]|$)")
NUMBER = regex(r"[-+\d.,，％%~～/年月日]+")
ODD_HASH = regex(r"[ \t\u3000]*＃(?= |\D)|\u3000+#")
SLASHES = regex(r"[ \t\u3000]+(//+|/\*)[ \t\u3000]*(?=[\u4e00-\u9fff])")  # how programs are commented
TAG = regex(r"!!?(?:str|int|float|bool|null|map|seq|set|omap|binary|timestamp|python/\S+)?(?=[ \t]|$)|!!\S+")
NAME = r"[\w\-]+"
ANCHOR = regex(rf"&({NAME})(?=[ \t]|$)")
ALIAS = regex(rf"\*({NAME})[ \t]*$")
LISTS = (Holds.LIST, Holds.LINES)
GLUED = regex(
    r"[^\w#＃\s]{0,2}(?:[不大小多少高低等于超过达到约近]{0,4})\d[\d,.]*(?:%|(?<=\d)\s*[\u4e00-\u9fff]{1,4}|(?<=\.\d\d))[#＃](?=[\u4e00-\u9fff])"
)
"""A figure with its unit and a remark glued to it: 240天#含周末; what is built has its number before the #: 3#楼."""
SHORT = (Holds.VALUE, Holds.MAP)  # short values: a map of results may be typed as a bare value
WIDE = str.maketrans(
    {"｛": "{", "｝": "}", "：": ": ", "，": ", ", "、": ", ", "【": "[", "】": "]", "［": "[", "］": "]"}
)
PAIRS = (("“", "”"), ("‘", "’"), ("＂", "＂"))


def examine(text: str, number: int, start: int, shape: Shape | None) -> Iterator[Found]:
    """Name what is wrong with a plain value, and hide from the parser the signs that are text in it."""
    if (SAFE.match(text, start) and not may_hold_slashes(text)) or not text[start:].strip():
        return
    first = FIRST.match(text, start)
    if first:
        yield mask(number, start, first[0])
    if shape is not None and (brackets := _find_brackets(text, number, start, len(text.rstrip()), shape)):
        yield brackets
        return
    end = len(text.rstrip())
    for cut in CUT.finditer(text, first.end() if first else start):
        if text[cut.end() : cut.end() + 1].strip() == "" or NUMBER.fullmatch(text[start : cut.start()].strip()):
            end = len(text[: cut.start()].rstrip())  # a comment, as it should be
            break
        yield Slip(
            "hash-in-text",
            number,
            cut.end() - 1,
            len(text.rstrip()),
            f"空格加 # 后面的“{text[cut.end() - 1 :].strip()[:12]}”会被当成注释丢掉；"
            "是正文就去掉 # 前面的空格，是注释就在 # 后面空一格",
            cure=(Edit(number, cut.start(), cut.end() - 1, ""),),
            sure=False,
        )
        end = len(text[: cut.start()].rstrip())
        break
    yield from _find_odd_comment(text, number, start, end)
    yield from _find_glued_comment(text, number, start) if shape is not None and shape.holds in SHORT else ()
    if shape is not None and shape.holds in SHORT:
        yield from _find_slashes(text, number, start, end)
    yield from _find_colons(text, number, start, end)
    yield from _find_quotes(text, number, start, end)
    if shape is not None and text[end - 1] in ",，" and shape.holds in SHORT and end - start > 1:
        yield Slip(
            "trailing-comma",
            number,
            end - 1,
            end,
            f"末尾多了“{text[end - 1]}”，不算内容；删去它",
            (Edit(number, end - 1, end, ""),),
        )


def _find_odd_comment(text: str, number: int, start: int, end: int) -> Iterator[Found]:
    found = ODD_HASH.search(text, start, end)
    if (
        found is not None
        and found.start() > start
        and (found[0][0] in " \t\u3000" or NUMBER.fullmatch(text[start : found.start()]))
    ):
        at = found.end() - 1
        after = "" if text[at + 1 : at + 2] == " " else " "
        yield Slip(
            "fullwidth-hash",
            number,
            at,
            at + 1,
            "注释要用英文的 #，前面空一格（英文空格）；现在注释会算进内容里",
            (Edit(number, found.start(), found.end(), " #" + after),),
            sure=False,
        )


def may_hold_slashes(text: str) -> bool:
    """Tell whether a line may hold a remark behind slashes; most lines are soon told not to."""
    return "//" in text or "/*" in text


def _find_slashes(text: str, number: int, start: int, end: int) -> Iterator[Found]:
    """Ask about a remark behind slashes, which begin a comment in other files: 0711-3386021 // 办公室."""
    found = SLASHES.search(text, start + 1, end)
    if found is not None:
        at, last = found.start(1), len(text[found.end() : end].removesuffix("*/").rstrip()) + found.end()
        message = (
            f"“{found[1]}”不是注释的符号，后面的“{text[found.end() : last][:12]}”会一起印出来；是注释，前面就用空格加 #"
        )
        cure = (Edit(number, found.start(), found.end(), " # "), Edit(number, last, end, ""))
        yield Slip("fullwidth-hash", number, at, end, message, cure=cure, sure=False)


def _find_glued_comment(text: str, number: int, start: int) -> Iterator[Found]:
    """Name a remark right behind a figure with its unit: without a blank before the # it belongs to the value."""
    found = GLUED.match(text, start)
    if found is not None:
        at, remark = found.end() - 1, text[found.end() :].strip()
        message = f"# 前面没有空格，“#{remark[:12]}”算进了内容，会一起印出来；是注释就写成“{found[0][:-1].strip()} # {remark[:12]}”"
        cure = (Edit(number, at, at + 1, " # "),)
        yield Slip("hash-in-text", number, at, len(text.rstrip()), message, cure=cure, sure=False)


def _find_colons(text: str, number: int, start: int, end: int) -> Iterator[Found]:
    found = list(COLON.finditer(text, start, end))
    yield from (mask(number, each.start(), ":") for each in found)
    if found:
        at = found[0].start()
        cure = tuple(
            Edit(number, each.start(), each.end() + (text[each.end() : each.end() + 1] in (" ", "\t")), "：")
            for each in found
            if each.end() < end
        )
        yield Slip(
            "colon-in-text",
            number,
            at,
            at + 1,
            "内容里有英文冒号加空格，别的程序会看成另一个项目，这次当作文字；内容里请用中文冒号",
            cure=cure or (Edit(number, at, at + 1, "："),),
            sure=False,
        )


def _find_quotes(text: str, number: int, start: int, end: int) -> Iterator[Found]:
    value = text[start:end]
    opened, closed = value.count("“"), value.count("”")
    if opened != closed and "|" not in value:
        at = start + (value.rindex("“") if opened > closed else value.rindex("”"))
        yield Slip("unbalanced-quotes", number, at, at + 1, "引号“”不成对，请检查是不是漏了一半")
    elif any(value[0] == opening and value.find(closing, 1) == len(value) - 1 for opening, closing in PAIRS):
        yield Slip(
            "fullwidth-quotes",
            number,
            start,
            end,
            "整个内容放在中文引号里，引号会一起印出来；不要引号就直接写内容",
            cure=(Edit(number, start, start + 1, ""), Edit(number, end - 1, end, "")),
            sure=False,
        )
    elif value.endswith('"') and value.count('"') == 1 and not value[-2:-1].isdigit():
        yield Slip(
            "unbalanced-quotes",
            number,
            end - 1,
            end,
            "引号不成对，前面漏了一半，或这里多了一个",
            cure=(Edit(number, start, start, '"'),),
            sure=False,
        )


def _find_brackets(text: str, number: int, start: int, end: int, shape: Shape) -> Slip | None:
    """Return the slip of a list or map on one line whose brackets are full-width; None when there is none."""
    marks = text[start] + text[end - 1]
    if shape.holds in LISTS and marks[0] in "【［" and marks[1] in "】］":
        kind = "英文方括号"
    elif shape.holds is Holds.MAP and marks[0] in "｛{" and marks[1] in "｝}" and marks != "{}":
        kind = "英文花括号"
    else:
        return None
    fixed = re.sub("([:,]) +", r"\1 ", text[start:end].translate(WIDE)).replace(" ]", "]")
    return Slip(
        "fullwidth-bracket",
        number,
        start,
        end,
        f"这里是全角（中文）括号，会被当成一句话；要用{kind}",
        (Edit(number, start, end, fixed),),
    )


def find_machinery(text: str, number: int, start: int, anchors: frozenset[str]) -> Slip | None:
    """Return the slip of a value that starts with a tag, an anchor or an alias of YAML; None when it starts with none."""
    tag = TAG.match(text, start)
    if tag is not None and (len(tag[0]) > 1):
        return Slip(
            "tag",
            number,
            start,
            tag.end(),
            f"“{tag[0]}”是程序的写法，这里用不上；删去它",
            (Edit(number, start, len(text) - len(text[tag.end() :].lstrip()), ""),),
        )
    anchor = ANCHOR.match(text, start)
    if anchor is not None and anchor[1] in anchors:
        after = len(text) - len(text[anchor.end() :].lstrip())
        return Slip(
            "anchor",
            number,
            start,
            anchor.end(),
            f"“{anchor[0]}”是程序的写法，这里不能用；删去它",
            (Edit(number, start, after, ""),),
            sure=False,
        )
    alias = ALIAS.match(text, start)
    if alias is not None and alias[1] in anchors:
        return Slip(
            "alias",
            number,
            start,
            alias.end(),
            f"“{alias[0].strip()}”想引用别处的内容，这里不能用；请把内容再写一遍",
            (Edit(number, start, len(text), GONE),),
            sure=False,
            cure=None,
        )
    return None


def find_anchors(lines: Sequence[str]) -> frozenset[str]:
    """Return the names of anchors: given with ``&``, and used with ``*`` or followed by lines of their own."""
    joined = "\n".join(lines)
    if "&" not in joined:
        return frozenset()
    given = set(re.findall(rf"[:\-][ \t]+&({NAME})(?=[ \t]|$)", joined, re.M))
    over = {name for _, name in re.findall(rf"^( *).*[:\-][ \t]+&({NAME})[ \t]*\n\1 +\S", joined, re.M)}
    used = set(re.findall(rf"[:\-][ \t]+\*({NAME})[ \t]*$", joined, re.M))
    return frozenset(over | (given & used))
