"""Paragraphs that break off, and paragraphs that a line break cuts in two."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.paragraph import Paragraph, by_value, say, spots
from selfeval.form.field import Kind
from selfeval.text.pattern import HAN, regex

SHOWN = 8
"""How many characters of an end a message shows."""
LONG = 40
"""How long a paragraph of several clauses is before it is no heading, and should end in a stop."""
_HABIT = 5
"""How many texts end in a stop before the only one without is an oversight, be it short."""
WIDE = 16
"""How long the lines of a wrapped text are at least."""
NEAR = 3
"""By how many characters the lines of a wrapped text differ in length, but for its last."""
_ENDS = tuple("。！？；：…”）》")
_AND_AT_END = (
    r"(?<![总缓温调随柔协饱平谋谦亲中共])和|(?<![参给授赋付])与|(?<![普涉触惠顾波遍提危])及|或|(?<![合兼归])并"
)
"""A pattern of what joins two things, and is not the end of a word."""
_COMMA = regex(rf"(?:[，、,]|{_AND_AT_END})\s*$")
_BROKEN = regex(rf"[，、,]\s*$|(?<=。)[^。]{{8,}}(?<={HAN}|[\d%])\s*$")
_HANGING = regex(
    rf"[，、,“（《〔]$|[，、,；]{HAN}$|(?<!目)的$|(?:{_AND_AT_END}|[把被将]|(?<![理自缘])由)$|(?<![件表图\d.])\d[\d,.]*$"
)
"""Matches the end of what nobody ends a heading or paragraph with: a comma, one character of a word, 和, a number."""
_HANGING_CELL = regex(rf"(?:[，、,“（《〔]|{_AND_AT_END})$")
"""Matches the end of what nobody ends a cell of a table with."""
_GOES_ON = regex(r"^[，。、；：！？,;）》〕]")
_NUMBERED = regex(
    r"^(?:[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})(?:[）)、是要]|[.．](?!\d))|第[一二三四五六七八九十]"
    r"|[①-⑳㈠-㈩●○•·■□▪◆★*#—－-]|其[一二三四五]|首先|其次|再次|最后|注[：:])"
)
_PAIRS = ("“”", "（）", "《》", "〔〕")


def unfinished_paragraph(dossier: Dossier) -> Iterator[Finding]:
    """Find a text that breaks off, in a comma or without a stop, and paragraphs that are one, cut by line breaks."""
    prose = [each for each in dossier.paragraphs if each.leaf.field.kind is Kind.PROSE]
    stopped = [_is_stopped(each.text) for each in prose if _is_long(each.text)]
    stops = sum(stopped) > 2 * (stopped.count(False) - 1)  # one may be the slip itself
    short = [_is_stopped(texts[-1].text) for texts in by_value(prose) if _is_clause(texts[-1].text)]
    are_stopped = sum(short) >= _HABIT and short.count(False) == 1
    told = [each for each in dossier.paragraphs if "}" not in each.text[-SHOWN:] and len(each.text) >= WIDE]
    points = [each for each in told if each.leaf.field.kind is Kind.LINES]
    cells = [each for each in told if each.leaf.field.kind is Kind.TEXT]
    for spot in (*spots(_HANGING, points), *spots(_HANGING_CELL, cells)):
        shown = spot.paragraph.text[-SHOWN:].strip()
        yield say(spot, f"这一条到“{shown}”就断了；是不是没有写完？")
    for texts in by_value(prose):
        for together in _cut(texts):
            first, second = together[0], together[1]
            size = len(first.text.rstrip())
            end, begin = first.text[:size][-SHOWN:].strip(), second.text.strip()[:SHOWN]
            message = f"这一段到“{end}”断开了，下面的“{begin}”接着它；每一行印成一段，把这 {len(together)} 行接成一行"
            place = first.text.at(max(0, size - SHOWN), size)
            joined = "".join(each.text.strip() for each in together)
            yield Finding(place, message, first.leaf.where, joined, first.forms)
        last = texts[-1]
        if last.text.rstrip()[-1:] in _ENDS:
            continue
        pattern = _BROKEN if "。" in last.text else _COMMA
        broken = list(spots(pattern, [last] if "}" not in last.text[-SHOWN:] else []))
        size = len(last.text.rstrip())
        shown = last.text[-SHOWN:].strip()
        if broken:
            yield say(broken[0], f"这段文字到“{shown}”就断了，末尾没有句号；是不是没有写完？")
        elif ((stops and _is_long(last.text)) or (are_stopped and _is_clause(last.text))) and not _is_stopped(
            last.text
        ):
            message = f"这段文字到“{shown}”为止，末尾没有句号；是不是没有写完？写完了就补上句号"
            yield Finding(last.text.at(size - SHOWN, size), message, last.leaf.where, forms=last.forms)


def _is_long(text: str) -> bool:
    """Tell whether a paragraph is running text, and no heading or list of names: it is long and has several clauses."""
    return len(text) >= LONG and text.count("，") >= 2


def _is_clause(text: str) -> bool:
    """Tell whether a paragraph is a sentence of several clauses, be it short."""
    return len(text) >= WIDE and "，" in text


def _is_stopped(text: str) -> bool:
    """Tell whether a paragraph ends in a stop, or in a quote that may hold one."""
    return text.rstrip()[-1:] in (*_ENDS, "}")


def _cut(texts: Sequence[Paragraph]) -> Iterator[list[Paragraph]]:
    """Yield the paragraphs that are one, each time two or more."""
    lines = [str(each.text).strip() for each in texts]
    filled = _find_filled(lines)
    cut = [_is_cut(one, other) or at in filled for at, (one, other) in enumerate(pairwise(lines))]
    wrapped = [len(line) for line, is_cut in zip(lines, cut, strict=False) if is_cut]
    together = [texts[0]]
    for text, line, other, is_cut in zip(texts[1:], lines, lines[1:], cut, strict=False):
        if is_cut or (_is_open(line, other) and any(abs(len(line) - length) <= NEAR for length in wrapped)):
            together.append(text)
            continue
        if len(together) > 1:
            yield together
        together = [text]
    if len(together) > 1:
        yield together


def _find_filled(lines: Sequence[str]) -> set[int]:
    """Return the numbers of the lines of running text that only end because they are full: several of one width, then a stop.

    They are walked from the last to the first; ``end`` is the line in which the run ends, ``begin`` the first that is full.
    """
    filled = set[int]()
    end = begin = len(lines) - 1
    least = most = 0
    comma = False
    for at in range(len(lines) - 2, -1, -1):
        line = lines[at]
        if not _is_open(line, lines[at + 1]):
            end = begin = at
            continue
        first = at == end - 1
        least, most = (len(line),) * 2 if first else (min(least, len(line)), max(most, len(line)))
        comma = "，" in line or (comma and not first)
        near = most - NEAR <= len(line) <= least + NEAR
        if near and comma and len(line) >= WIDE and end - at > 1 and lines[end][-1:] in _ENDS:
            filled.update(range(at, begin))
            begin = at
    return filled


def _is_cut(one: str, other: str) -> bool:
    """Tell whether a line surely goes on in the next."""
    if _GOES_ON.match(other):
        return True
    if not _is_open(one, other) or _is_quoted(one):
        return False
    is_text = "。" in one or (len(one) >= LONG and "，" in one)
    return is_text or bool(_HANGING.search(one)) or any(one.count(pair[0]) > one.count(pair[1]) for pair in _PAIRS)


def _is_open(one: str, other: str) -> bool:
    """Tell whether a line ends without a stop before one that begins nothing new."""
    return one[-1:] not in (*_ENDS, "}") and not _NUMBERED.match(other)


def _is_quoted(line: str) -> bool:
    """Tell whether a line ends in a comma inside a quotation, which may have lines of its own."""
    return line.count("“") > line.count("”") and line[-1:] in "，、"
