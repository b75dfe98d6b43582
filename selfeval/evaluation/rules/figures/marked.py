"""Lists of parts that a word or a mark announces: 其中, 包括, 分别为, 按……分, brackets and colons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from selfeval.evaluation.figures.reading import ANY, A, P, Sentence, Stated
from selfeval.evaluation.figures.roles import outside, own_words, same_measure
from selfeval.evaluation.rules.figures.kinds import are_all_of, are_bands, kinds_of
from selfeval.evaluation.rules.figures.listing import (
    BACK,
    CLOSING,
    OPEN_REST,
    STOCK,
    PartList,
    core_of,
    is_near,
    is_nearly,
    is_slip,
    is_whole,
    parts_of,
)
from selfeval.quantity.characters import read_count
from selfeval.text.pattern import regex

_MARK = regex(
    rf"(?P<some>其中|包括|包含|涵盖)|(?P<each>分别(?:为|是|有|达|完成)?(?={A})|分别[为是](?!{P}))"
    rf"|(?P<formed>(?:方式|类型|类别|结构|来源|渠道|性质|级别|学历|职称|去向|用途|形式|分布|构成)(?:情况|分别)?[为是](?![{ANY[1:-1]}]))|(?P<made>由(?=[^。]{{0,200}}(?:组成|构成))|来源[为是:]|(?:划|细|区)?分(?:为|成(?!收入|款|所得|资金|比例))(?!了?[两二三四五六七八九十{ANY[1:-1]}]))"
    r"|(?P<among>(?:^|(?<=[,;]))[^,;:()0-9]{2,12}(?<!其)中[,:])"
    rf"|(?P<sort>[按从](?!(?:项目|实施|整体|总体|全年|执行|完成|实际|绩效|运行)*(?:效果|效益|成效|情况|结果|长远|整体|总体|全年|产出|数量|质量|时效|指标|目标|任务))[^,:。{ANY[1:-1]}]{{1,12}}(?:分|分类|划分|看|统计|性质|类型|类别|渠道|来源|方式|领域|行业|区域|年龄|性别|用途|对象)[,:])"
    rf"|(?P<counted>分(?:[成为作]|[^,;:。{ANY[1:-1]}]{{0,2}}?)[两二三四五六七八九十](?:大|个|项|类|种|块|批|级|档|期|部分|方面)[^,;:。{ANY[1:-1]}]{{0,8}}:)"
    rf"|{A}[^,。:(){ANY[1:-1]}]{{0,8}}(?:(?P<colon>:)|(?P<bracket>\())"
)
_AMONG = regex(r"^(?:在|已|全部|所有)*(?P<noun>.*?)(?:的?(?:案件|对象|人员|项目|单位))?中[,:]$")
_SUMMED = regex("总计|合计|总额")
_OTHER_TIME = regex("上年|去年|上期|同期|前年|往年|年初|计划|目标|20[0-9]{2}年")
"""Matches how a bracket begins that says what a figure was at another time, or was to be."""
_NUMBERED = regex("([两二三四五六七八九])(?:项|类|部分|级|种)[^,]{0,4}(?:合计|共|总计)")
_SAID = regex("[两二三四五六七八九十]")
_NUMBERED_BEHIND = regex("[^,;]{0,4}?([两二三四五六七八九])(?:大|个)?(?:部分|类|项|块|种|方面)")
_REST = regex("其余|剩余|余下|其[他它]")
_TWO_ROWS = regex(f"分别.*{A}.*分别|(?:上年|去年|同期|年初)[^,]*$")
_NEAR_BEGIN = 3
"""Up to which character of a sentence a list begins that may be of a figure of the sentence before."""


class _Announced(NamedTuple):
    """Hold what a mark announces: the figures behind it, and those that may be parted.

    ``unbroken`` says that those which stand behind semicolons are of one measure, ``items`` are all figures of each
    sentence of a list that semicolons part.
    """

    sentence: Sentence
    mark: re.Match[str]
    parts: Sequence[Stated]
    wholes: Sequence[Stated]
    unbroken: bool
    items: Sequence[Sequence[Stated]]


def marked_lists(passage: Sequence[Sentence], at: int) -> Iterator[PartList]:
    """Yield the lists of a sentence that a word or a mark announces, for each measure in which their whole is given."""
    for mark in _MARK.finditer(passage[at].words):
        announced = _announced(passage, at, mark)
        for whole in _of_each_measure(announced.wholes):
            listed = tuple(parts_of(_column(announced.items, whole) or announced.parts, whole))
            found = _list(announced, whole, listed) if listed else None
            if found and found.wholes and _has_all(announced, found):
                yield found


def _has_all(announced: _Announced, found: PartList) -> bool:
    """Tell whether a list has as many parts as its mark says, where that says how many (分三个方向安排：)."""
    said = _SAID.search(announced.mark[0]) if announced.mark.lastgroup == "counted" else None
    return not said or read_count(said[0]) == found.core == len(found.parts)


def _announced(passage: Sequence[Sentence], at: int, mark: re.Match[str]) -> _Announced:
    sentence = passage[at]
    rest = OPEN_REST.search(sentence.words, mark.end())
    end = min(_end(sentence.words, mark.end()), rest.start() if rest else len(sentence.words))
    parts, unbroken = outside(sentence, mark.end(), end), not rest
    items: list[Sequence[Stated]] = [parts]
    named = not parts and len(sentence.words) > mark.end() + 1  # 包括：甲站、乙站；内设科室14个
    if (
        end == len(sentence.words)
        and mark.lastgroup in ("some", "sort", "among")
        and sentence.stop == ";"
        and not named
    ):
        following = list(_joined_behind(passage, at))
        items += _continued(following, _depth(sentence.words[mark.end() : end]))
        more = [item[0] for item in items[1:] if item]
        unbroken = all(any(same_measure(each, part) for part in parts[:1]) for each in more)
        unbroken = unbroken and not _rest_untold(following)
        parts = [*parts, *more]
    wholes = [each for each in _wholes(passage, at, mark, parts) if is_whole(each)]
    if mark.lastgroup == "made" and STOCK.search(sentence.words, mark.start()):
        wholes = []
    if mark.lastgroup in ("bracket", "colon") and _OTHER_TIME.match(sentence.words, mark.end()):
        wholes = []
    if (
        mark.lastgroup == "each"
        and (
            _TWO_ROWS.search(sentence.words[: mark.end()])
            or sentence.words[: mark.start()].endswith("的")  # 鉴定属C级、D级的分别为: what was found among the whole
            or (parts and "," in sentence.words[mark.end() : max(mark.end(), sentence.words.find(parts[0].sign))])
        )
    ):
        wholes = []  # the names behind the mark have no figures
    return _Announced(sentence, mark, parts, wholes, unbroken, items)


def _column(items: Sequence[Sequence[Stated]], whole: Stated) -> list[Stated]:
    """Return the one figure of each of several items that names what a whole names, or is the only one of its measure.

    成交金额186亿元。其中：工程742个，成交金额98亿元，节约6亿元；采购815个，成交金额21亿元.
    """
    noun = whole.lead[-2:]
    alike = [[each for each in item if same_measure(each, whole)] for item in items] if len(items) > 1 else []
    named = [[each for each in row if each.lead.endswith(noun)] for row in alike]
    return next(
        ([each for (each,) in rows] for rows in (named, alike) if rows and all(len(row) == 1 for row in rows)), []
    )


def _wholes(passage: Sequence[Sentence], at: int, mark: re.Match[str], parts: Sequence[Stated]) -> Sequence[Stated]:
    """Return the figures that a list may part: that of its mark, those before its bracket, or those named before it."""
    sentence, start, kind = passage[at], mark.start(), mark.lastgroup
    if kind in ("bracket", "colon"):
        return _side_by_side(sentence, sentence.of(mark[0][0]))
    opened = sentence.words.rfind("(", 0, start)
    if opened > sentence.words.rfind(")", 0, start):
        return outside(sentence, 0, opened)[-1:]
    back = (
        [each for one in passage[max(0, at - BACK) : at] for each in one.figures] if kind in ("among", "sort") else []
    )
    if kind == "sort":
        return [*back, *outside(sentence, 0, start)]
    if kind == "among":
        last = parts[0].number.start if parts else 0
        before = [each for each in (*back, *sentence.figures) if each.number.start < last]
        noun = found["noun"] if (found := _AMONG.match(mark[0])) else ""
        named = [each for each in before if noun and noun in each.lead + each.trail]
        return named or [each for each in before if noun[-2:] and noun[-2:] in each.lead[-4:] + each.trail[:2]]
    return outside(sentence, 0, start) or (_earlier(passage, at) if start < _NEAR_BEGIN else [])


def _side_by_side(sentence: Sentence, each: Stated) -> list[Stated]:
    """Return a figure with the one right before it that counts the same in another measure (3120户5286人)."""
    at = sentence.at(each.sign)
    return [*(sentence.figures[at - 1 : at] if at and not sentence.gaps[at] else ()), each]


def _list(announced: _Announced, whole: Stated, parts: tuple[Stated, ...]) -> PartList:
    """Return the list of the parts of a whole, with what the text says of it."""
    sentence, kind, start = announced.sentence, announced.mark.lastgroup, announced.mark.end()
    row = kinds_of([own_words(each) for each in parts])
    strict = (
        sentence.words.startswith(":", start)
        or kind in ("colon", "counted", "among", "sort")
        or bool(row and row.complete)
    )
    column = len(announced.items) > 1 and parts == tuple(_column(announced.items, whole))
    core = len(parts) if column else core_of(sentence, parts, strict=strict)
    heads = [item[0] for item in announced.items] if column else parts
    counted = _named(sentence, start, heads[:core])
    core = _all_kinds(counted, whole) or core
    counted = counted[:core]
    kinds = kinds_of(counted)
    closed = (
        kind in ("made", "counted", "formed")
        or "如下:" in announced.mark[0]
        or _is_closed(announced, whole, heads[:core])
    )
    closed = closed or (
        kind == "sort" and (are_bands(counted) or is_slip(parts[:core], whole) or is_nearly(parts[:core], whole))
    )
    each = kind == "each" and "其中" not in sentence.words[: announced.mark.start()].rpartition(whole.sign)[2]
    all_kinds = kinds is not None and kinds.complete and are_all_of(counted, kinds, whole)
    wholes = tuple(each for each in announced.wholes if same_measure(each, whole))
    if kind in ("sort", "counted", "formed"):
        wholes = tuple(each for each in wholes if is_near(parts[:core], each) or is_slip(parts[:core], each))
    between = sentence.words[start : max(start, sentence.words.find(parts[0].sign))]
    close = parts[0].is_beside(sentence.figures[0]) and "," not in between
    return PartList(
        wholes,
        parts,
        core,
        counted,
        complete=announced.unbroken and (closed or all_kinds or each),
        apart=closed or kinds is not None or kind in ("sort", "each"),
        close=close,
        tight=close and _are_tight(sentence, parts[:core]),
        weak=not strict and not parts[core - 1].is_beside(parts[0]),
    )


def _named(sentence: Sentence, start: int, parts: Sequence[Stated]) -> tuple[str, ...]:
    """Return what each part counts: its own words, or where all say the same those since the part before it too.

    夏粮面积47万亩、总产14万吨，秋粮面积44万亩、总产15万吨: the two 总产 are of 夏粮 and of 秋粮.
    """
    own = tuple(map(own_words, parts))
    if len(parts) < 2 or len(set(own)) > 1 or not all(each.is_beside(parts[0]) for each in parts):
        return own
    begins = [start, *(each.position + 1 for each in parts)]
    return tuple(sentence.words[begin : each.position] for begin, each in zip(begins, parts, strict=False))


def _all_kinds(counted: Sequence[str], whole: Stated) -> int:
    """Return how many parts at the begin of a list are all there are by their kinds, 0 where none are."""
    for count in range(2, len(counted)):
        kinds = kinds_of(counted[:count])
        if kinds and kinds.complete and are_all_of(counted[:count], kinds, whole):
            return count
    return 0


def _are_tight(sentence: Sentence, parts: Sequence[Stated]) -> bool:
    """Tell whether parts stand in one sentence between 、 only."""
    own = set(map(id, sentence.figures))
    if any(id(each) not in own for each in parts):
        return False
    words = (sentence.words[one.position : other.position] for one, other in pairwise(parts))
    return all("、" in between and "," not in between for between in words)


def _is_closed(announced: _Announced, whole: Stated, parts: Sequence[Stated]) -> bool:
    """Tell whether a text says that there are no more parts: 其他, 总计……包括, 三项合计, ……三部分."""
    word = announced.mark[0]
    counted = [own_words(each) for each in parts]
    numbered = _NUMBERED.search(whole.lead) or _NUMBERED_BEHIND.match(parts[-1].trail)
    is_open = parts[-1].trail.startswith("等")
    return (
        (len(counted) > 1 and bool(CLOSING.search(counted[-1])) and not is_open)
        or (announced.mark.lastgroup == "some" and word != "其中" and bool(_SUMMED.search(whole.lead)))
        or bool(numbered and read_count(numbered[1]) == len(counted))
    )


def _end(words: str, start: int) -> int:
    """Return where a list ends at the latest: at the closing bracket, the next 其中, or the end of the sentence."""
    depth = 0
    for at in range(start, len(words)):
        if words[at] == "(":
            depth += 1
        elif words[at] == ")":
            depth -= 1
            if depth < 0:
                return at
        elif depth == 0 and words.startswith("其中", at):
            return at
    return len(words)


def _joined_behind(passage: Sequence[Sentence], at: int) -> Iterator[Sentence]:
    """Yield the sentences behind one that ends with a semicolon, up to the next that ends otherwise."""
    for number in range(at + 1, len(passage)):
        yield passage[number]
        if passage[number].stop != ";":
            return


def _continued(following: Sequence[Sentence], depth: int) -> Iterator[Sequence[Stated]]:
    """Yield the figures of each sentence that goes on with a list behind a semicolon; brackets open before are left out."""
    for sentence in following:
        closed = sentence.words.find(")") + 1 if depth > 0 else 0
        inside = depth > 0 and not closed
        yield () if inside else [each for each in sentence.figures if each.position >= closed]
        depth += _depth(sentence.words)


def _depth(words: str) -> int:
    """Return how many brackets words leave open."""
    return words.count("(") - words.count(")")


def _rest_untold(following: Sequence[Sentence]) -> bool:
    """Tell whether a list ends with a rest of which no figure is given (；其余为建议、感谢等)."""
    return any(_REST.match(sentence.words) and not sentence.figures for sentence in following[-1:])


def _earlier(passage: Sequence[Sentence], at: int) -> list[Stated]:
    """Return the figures of the sentence before, all of its parts between semicolons."""
    found: list[Stated] = []
    for number in range(at - 1, -1, -1):
        if found and passage[number].stop != ";":
            break
        found = [*outside(passage[number], 0, len(passage[number].words)), *found]
        if number and passage[number - 1].stop != ";":
            break
    return found


def _of_each_measure(wholes: Sequence[Stated]) -> list[Stated]:
    """Return the last figure of each measure."""
    found: list[Stated] = []
    for each in reversed(wholes):
        if not any(same_measure(each, other) for other in found):
            found.append(each)
    return found
