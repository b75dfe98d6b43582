"""What a line is made of: indentation, dashes, a key and its colon."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from selfeval.source.slip import GONE
from selfeval.text.pattern import regex

BLANKS = " \t\u3000\xa0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f" + GONE
BLANK = re.escape(BLANKS)
LEAD = regex(f"[{BLANK}]*")
DASH = regex(r"-(?:[ \t]+|$)")
ODD_DASH = regex(f"([－—–―−‐‑﹣─━]+|-(?=[^- \\t]))[{BLANK}]*")
SYMBOL = "[\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff\U0001f000-\U0001faff√※]\ufe0f?"  # arrows, ticks, emoji
BULLET = regex(f"(?:[*＊•·・‧∙⁃‣]|{SYMBOL})[{BLANK}]*")
STROKE = regex(f"(?:[-_+~>＞]+|一)[{BLANK}]+")
NUMBER = regex(
    f"(?:[①-⑳⑴-⒇㈠-㈩]|\\d{{1,2}}[.．、)）]|[（(][\\d一二三四五六七八九十]+[)）]|[一二三四五六七八九十]+、)(?!\\d)[{BLANK}]*"
)
COLON = regex("[:：﹕︰∶]")
GOOD_COLON = regex(r":(?=[ \t]|$)")
STRAY = regex(f"[{BLANK}“”‘’\"']+")
NO_COLON = regex(f"([^\\s:：=＝]+?)(?:[{BLANK}]*([=＝;；])[{BLANK}]*|[{BLANK}]+|(?<=\\D)(?=[\\d≥≤＞＜><￥¥])|$)")
ODD_COLON = regex(f"([^\\s:：=＝，,—–-]+)[{BLANK}]*([，,]|[—–]+|-+>|→)")  # only where the name is a key of the form


def skip_blanks(text: str, start: int = 0) -> int:
    """Return where the blanks that begin at ``start`` end, of whatever width they are."""
    blank = LEAD.match(text, start)
    return blank.end() if blank else start


def name_odd_indent(lead: str) -> tuple[str, str] | None:
    """Return rule and message for the blanks at the start of a line; None where they are plain spaces."""
    if "\t" in lead:
        return "tab-indentation", "行首用了 Tab 键，要用空格"
    if "\u3000" in lead:
        return "fullwidth-indentation", "行首是全角空格，不算缩进；要用英文空格"
    if "\xa0" in lead:
        return "fullwidth-indentation", "行首是从网页或 Word 带来的特殊空格，看着一样，不算缩进；删去，用空格键重打"
    return None


def normalize(key: str) -> str:
    """Return a key as the form writes it: in half width, without blanks and quotes."""
    return STRAY.sub("", unicodedata.normalize("NFKC", key)) if not key.isalnum() else key


class Key(NamedTuple):
    """Hold a key found on a line: its name, where its colon stands and where its value starts.

    ``rule`` is the rule that its colon breaks, "" when it breaks none.
    """

    name: str
    end: int
    value: int
    rule: str = ""


def find_key(text: str, start: int, knows: Callable[[str], bool], any_name: bool) -> Key | None:
    """Find the key at ``start``; ``knows`` tells whether the form names it, ``any_name`` that any name is a key here.

    A colon of the wrong kind counts only where the name before it is a key: Chinese text is
    full of them.
    """
    if text[start : start + 1] in ("[", "{"):
        return None
    if text[start : start + 1] in ('"', "'"):
        closing = text.find(text[start], start + 1)
        colon = GOOD_COLON.search(text, closing + 1) if closing > 0 else None
        if colon is None or text[closing + 1 : colon.start()].strip():
            return None
        return _make_key(text, start, colon.start(), colon.end())
    first = COLON.search(text, start)
    if first is None or first.start() == start:
        return None
    good = GOOD_COLON.search(text, first.start())
    if good is not None and good.start() == first.start():
        return _make_key(text, start, good.start(), good.end())
    comment = text.find(" #", start, first.start())
    if comment >= 0 or not (knows(normalize(text[start : first.start()])) or (any_name and good is None)):
        return (
            _make_key(text, start, good.start(), good.end())
            if good and not _is_inside_quotes(text, start, good)
            else None
        )
    if first[0] == ":":
        rule = "" if text[first.end()] in BLANKS else "missing-space-after-colon"  # a blank of another width is one
        return _make_key(text, start, first.start(), first.end(), rule)
    return _make_key(text, start, first.start(), first.end(), "fullwidth-colon")


def _is_inside_quotes(text: str, start: int, colon: re.Match[str]) -> bool:
    before = text[start : colon.start()]
    return before.count("“") > before.count("”") or before.count("（") > before.count("）")


def _make_key(text: str, start: int, end: int, after: int, rule: str = "") -> Key:
    return Key(normalize(text[start:end]), end, skip_blanks(text, after), rule)
