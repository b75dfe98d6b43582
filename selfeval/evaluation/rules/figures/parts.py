"""Parts and their whole: 其中, 包括, 分别为, brackets and colons, states that are all there are.

More than the whole is wrong unless the parts can overlap; less is wrong only where the text says that the list is complete.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate, pairwise, takewhile
from typing import NamedTuple

from selfeval.evaluation.figures.figure import worth_of
from selfeval.evaluation.figures.phrase import searchable, shares_neighbours, telling
from selfeval.evaluation.figures.reading import ANY, A, P, Sentence, Stated, found_at
from selfeval.evaluation.figures.reckon import (
    add,
    differs,
    is_slip_of,
    is_swap_of_sum,
    joined,
    measured,
    print_like,
    span,
    value_of,
)
from selfeval.evaluation.figures.roles import (
    AVERAGE,
    SUM,
    deed,
    is_additive,
    is_change,
    is_mixed,
    outside,
    own_words,
    same_measure,
)
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.words import Kinds, either, trade_words
from selfeval.quantity.units import is_money
from selfeval.text.pattern import regex

_MARK = regex(
    rf"(?P<some>其中|包括|包含|涵盖)|(?P<each>分别(?:为|是|有|达|完成)?(?={A})|分别[为是](?!{P}))"
    rf"|(?P<made>由(?=[^。]{{0,200}}(?:组成|构成))|来源[为是:])"
    r"|(?P<among>(?:^|(?<=[,;]))[^,;:()0-9]{2,12}(?<!其)中[,:])"
    rf"|(?P<sort>[按从][^,:。{ANY[1:-1]}]{{1,12}}(?:分|分类|划分|看|统计|性质|类型|类别|渠道|来源|方式|领域|行业|区域|年龄|性别|用途|对象)[,:])"
    rf"|{A}[^,。:(){ANY[1:-1]}]{{0,8}}(?:(?P<colon>:)|(?P<bracket>\())"
)
_SILENT = regex("剔除|扣除|不含|不包括|含重复|重复计算|同步|同时计入|有交叉|两种以上")
_AMONG = regex(r"^(?:在|已|全部|所有)*(?P<noun>.*?)(?:的?(?:案件|对象|人员|项目|单位))?中[,:]$")
_FILLER = regex("日常|其中|性|费用?|类|方面|办理|完成")
_BRACKETED = regex(r"\([^()]*\)")
_DONE = regex("已|完成|办结|整改|结案|审结|落实|化解|处理|解决")
_LEFT = regex("未|尚|其余|剩余|余下|在办|正在|待")
_CLOSING = regex("^[,、;和及以]*(?:以?及)?(?:其他|其余|其它|余下|剩余|表扬及其他)|等?其他[^,、]{0,6}$")
_SUMMED = regex("总计|合计|总额")
_NUMBERED = regex("([两二三四五六七八九])(?:项|类|部分|级|种)[^,]{0,4}(?:合计|共|总计)")
_TWO_ROWS = regex(f"分别.*{A}.*分别|(?:上年|去年|同期|年初)[^,]*$")
_BOUND = regex("及?(?:以上|以下|以内)")
_AND_MORE = regex("以[上下内]")
"""What makes a part of several kinds (本科及以上)."""


_MANY = 3
_BACK = 8
"""How many sentences back the figure stands, at the farthest, that is parted by sorts."""
_FIFTH = 5
"""Of how many parts one may be too much in a list that is taken for the parts of a whole."""
_TENTH = 10
"""Of how many parts one may be lacking or too much between parts and the whole that no word gives them."""
_NEAR_BEGIN = 3
"""Up to which character of a sentence a list begins that may be of a figure of the sentence before."""
_STOCK = regex("上年|往年|历年|以前|年初|期初|结转|旧存|存量|跨年")
_BASE = regex("(?:完成|占)[^,;]{0,8}(?:预算|计划|目标|任务)[^,;]{0,4}$")
_BARE = regex(r"[^,;:()、]{0,8},[^,;:()、]{1,12}")
_FROM_NOTHING = regex("以内|以下|不足|不满|^(?:其中)?0-")
_LEVEL = regex("国家级|中央|省|市|县|区|镇|乡|村")


class PartList(NamedTuple):
    """Hold parts in order, the figures of which they may be, and what the text says of the list.

    ``core`` of the parts stand side by side, ``counted`` is what each of these counts; the other parts may belong
    to them. ``complete`` says that there are no more of them, ``apart`` that none counts what another one counts, ``close`` that
    the first stands in the clause of the word that announces the list, ``tight`` that it begins there and the others
    follow between 、, ``weak`` that others stand behind semicolons.
    """

    wholes: tuple[Stated, ...]
    parts: tuple[Stated, ...]
    core: int
    counted: tuple[str, ...]
    complete: bool
    apart: bool
    close: bool = False
    tight: bool = False
    weak: bool = False


class _Announced(NamedTuple):
    """Hold what a mark announces: the figures behind it, and those that may be parted.

    ``unbroken`` says that those which stand behind semicolons are of one measure.
    """

    sentence: Sentence
    mark: re.Match[str]
    parts: Sequence[Stated]
    wholes: Sequence[Stated]
    unbroken: bool


def typed_parts_differ(passage: Sequence[Sentence]) -> Iterator[Finding]:
    """Find parts that are together more than their whole or, being all there are, less."""
    told: set[tuple[str, int]] = set()
    for at, sentence in enumerate(passage):
        if sentence.figures and not _SILENT.search(sentence.words):
            for listed in (*_marked(passage, at), *_states(sentence), *_bare(sentence), *_unmarked(passage, at)):
                whole = listed.wholes[-1]
                found = [] if (whole.plain, whole.start) in told else list(_judge(listed))
                told |= {(whole.plain, whole.start)} if found else set()
                yield from found


def _marked(passage: Sequence[Sentence], at: int) -> Iterator[PartList]:
    """Yield the lists of a sentence that a word or a mark announces, for each measure in which their whole is given."""
    for mark in _MARK.finditer(passage[at].words):
        announced = _announced(passage, at, mark)
        for whole in _of_each_measure(announced.wholes):
            listed = tuple(_parts(announced.parts, whole))
            found = _list(announced, whole, listed) if listed else None
            if found and found.wholes:
                yield found


def _announced(passage: Sequence[Sentence], at: int, mark: re.Match[str]) -> _Announced:
    sentence = passage[at]
    end = _end(sentence.words, mark.end())
    parts, unbroken = outside(sentence, mark.end(), end), True
    if end == len(sentence.words) and mark.lastgroup in ("some", "sort", "among") and sentence.stop == ";":
        more = list(_continued(passage[at + 1 :]))
        unbroken = all(any(same_measure(each, part) for part in parts[:1]) for each in more)
        parts += more
    wholes = [each for each in _wholes(passage, at, mark, parts) if _is_whole(each)]
    if mark.lastgroup == "made" and _STOCK.search(sentence.words, mark.start()):
        wholes = []
    if mark.lastgroup == "each" and _TWO_ROWS.search(sentence.words[: mark.end()]):
        wholes = []
    return _Announced(sentence, mark, parts, wholes, unbroken)


def _wholes(passage: Sequence[Sentence], at: int, mark: re.Match[str], parts: Sequence[Stated]) -> Sequence[Stated]:
    """Return the figures that a list may part: that of its mark, those before its bracket, or those named before it."""
    sentence, start, kind = passage[at], mark.start(), mark.lastgroup
    if kind in ("bracket", "colon"):
        return _side_by_side(sentence, sentence.of(mark[0][0]))
    opened = sentence.words.rfind("(", 0, start)
    if opened > sentence.words.rfind(")", 0, start):
        return outside(sentence, 0, opened)[-1:]
    back = (
        [each for one in passage[max(0, at - _BACK) : at] for each in one.figures] if kind in ("among", "sort") else []
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
    row = _kinds([own_words(each) for each in parts])
    strict = sentence.words.startswith(":", start) or kind in ("colon", "among", "sort") or bool(row and row.complete)
    core = _core(sentence, parts, strict=strict)
    counted = tuple(own_words(each) for each in parts[:core])
    kinds = _kinds(counted)
    closed = kind in ("sort", "made") or _is_closed(announced, whole, counted)
    all_kinds = kinds is not None and kinds.complete and _are_of(counted, kinds, whole)
    wholes = tuple(each for each in announced.wholes if same_measure(each, whole))
    if kind == "sort":
        wholes = tuple(each for each in wholes if _is_near(parts[:core], each))
    between = sentence.words[start : max(start, sentence.words.find(parts[0].sign))]
    close = parts[0].begin == sentence.figures[0].begin and "," not in between
    return PartList(
        wholes,
        parts,
        core,
        counted,
        complete=announced.unbroken and (closed or all_kinds or kind == "each"),
        apart=closed or kinds is not None or kind == "each",
        close=close,
        tight=close and _are_tight(sentence, parts[:core]),
        weak=not strict and parts[core - 1].begin != parts[0].begin,
    )


def _are_tight(sentence: Sentence, parts: Sequence[Stated]) -> bool:
    """Tell whether parts stand in one sentence between 、 only."""
    own = set(map(id, sentence.figures))
    if any(id(each) not in own for each in parts):
        return False
    words = (sentence.words[one.position : other.position] for one, other in pairwise(parts))
    return all("、" in between and "," not in between for between in words)


def _is_closed(announced: _Announced, whole: Stated, counted: Sequence[str]) -> bool:
    """Tell whether a text says that there are no more parts: 其他, 总计……包括, 三项合计."""
    word = announced.mark[0]
    numbered = _NUMBERED.search(whole.lead)
    return (
        (len(counted) > 1 and bool(_CLOSING.search(counted[-1])))
        or (announced.mark.lastgroup == "some" and word != "其中" and bool(_SUMMED.search(whole.lead)))
        or bool(numbered and _count(numbered[1]) == len(counted))
    )


def _is_whole(each: Stated) -> bool:
    """Tell whether a figure can be parted: it is an exact amount, and not the base of a rate (完成预算34万元的84%)."""
    exact = is_additive(each) and not is_change(each) and not each.rough and not each.bounded
    return exact and not each.trail.startswith("的") and not _BASE.search(each.lead)


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


def _continued(following: Sequence[Sentence]) -> Iterator[Stated]:
    """Yield the first figures of the sentences that go on with a list behind a semicolon."""
    for sentence in following:
        yield from sentence.figures[:1]
        if sentence.stop != ";":
            return


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


def _parts(figures: Sequence[Stated], whole: Stated) -> Iterator[Stated]:
    """Yield those that may be parts: of one measure with the whole, up to a sum, differences left out."""
    for each in figures:
        if same_measure(each, whole):
            if SUM.search(each.lead) and not _is_end_of_bound(each):
                return
            if not is_change(each) and not AVERAGE.search(each.lead) and not each.rough:
                yield each


def _is_end_of_bound(each: Stated) -> bool:
    """Tell whether the words before a figure end a bound that is its name: 8日以上13件."""
    behind = each.number.start - len(each.lead) - 1
    return bool(_BOUND.fullmatch(each.lead)) and behind >= 0 and each.plain[behind] not in ",;:、("


def _core(sentence: Sentence, parts: Sequence[Stated], *, strict: bool) -> int:
    """Return how many parts stand side by side: between 、, or each behind a comma and none with a verb of its own."""
    own = set(map(id, sentence.figures))
    positions = [each.position if id(each) in own else -1 for each in parts]
    loose: bool | None = None
    for number in range(1, len(parts)):
        one, other = positions[number - 1], positions[number]
        if other < 0 and (strict or (loose is not False and not deed(own_words(parts[number])))):
            continue
        if one < 0 or other < 0 or parts[number].paragraph is not parts[0].paragraph or other < one:
            return number
        between = _BRACKETED.sub("", sentence.words[one + 1 : other])
        closing = bool(_CLOSING.search(own_words(parts[number])))
        comma = "," in between and not closing
        loose = comma if loose is None else loose
        verb = deed(own_words(parts[number]))
        if (comma and not loose) or (comma and not strict and verb and verb not in own_words(parts[0])):
            return number
    return len(parts)


def _count(word: str) -> int:
    return "零一二三四五六七八九".index(word) if word != "两" else 2


def _kinds(counted: Sequence[str]) -> Kinds | None:
    """Return the row of kinds of which every part names one of its own."""
    if len(counted) < 2 or not all(map(_of_any_kind().search, counted)):
        return None
    for kinds in trade_words().kinds:
        named = list(takewhile(bool, (_kind(each, kinds) for each in counted)))
        if len(named) == len(counted) and len(set(named)) == len(named):
            return kinds
    return None


@lru_cache(maxsize=1)
def _of_any_kind() -> re.Pattern[str]:
    """Return a pattern of the names of all kinds."""
    return regex(either(name for kinds in trade_words().kinds for name in kinds.names))


def _kind(counted: str, kinds: Kinds) -> str:
    """Return the one kind that a part names, empty where it names none or several."""
    found = ""
    for kind in sorted(kinds.names, key=len, reverse=True):
        if kind in counted:
            if found or _AND_MORE.search(counted):
                return ""
            found, counted = kind, counted.replace(kind, "\n")
    return found


def _are_of(counted: Sequence[str], kinds: Kinds, whole: Stated) -> bool:
    """Tell whether parts are all there are of a whole: 公办学校 and 民办学校 of 学校, but not 公办幼儿园 and 民办幼儿园."""
    said = searchable(whole.before + whole.phrase)
    rests = [telling(_FILLER.sub("", each.replace(_kind(each, kinds), ""))) for each in counted]
    return len(kinds.names) == len(counted) and all(shares_neighbours(rest, said) for rest in rests)


def _bare(sentence: Sentence) -> Iterator[PartList]:
    """Yield 管理8916人，男性4210人、女性3986人: a list without any word, behind a figure of one measure."""
    figures = sentence.figures
    for number, whole in enumerate(figures[:-2]):
        gap = sentence.gaps[number + 1]
        if whole.rough or not is_additive(whole) or is_change(whole) or not _BARE.fullmatch(gap):
            continue
        parts = list(_parts(figures[number + 1 :], whole))
        if not parts or parts[0] is not figures[number + 1]:
            continue
        core = _core(sentence, parts, strict=False) if len(parts) > 1 else 0
        tight = [each for each in parts[:core] if figures.index(each) <= number + core]
        if len(tight) > 1 and all("、" in sentence.gaps[figures.index(each)] for each in tight[1:]):
            counted = tuple(own_words(each) for each in tight)
            kinds = _kinds(counted)
            known = kinds is not None and kinds.complete and _are_of(counted, kinds, whole)
            yield PartList((whole,), tuple(tight), len(tight), counted, complete=known, apart=known)


def _unmarked(passage: Sequence[Sentence], at: int) -> Iterator[PartList]:
    """Yield 男性人口165.84万人，女性人口161.27万人: all kinds or bands there are, of a figure some words before."""
    run: list[Stated] = []
    for each in (*passage[at].figures, None):
        if each and is_additive(each) and not is_change(each) and not each.rough and _goes_on(run, each):
            run.append(each)
            continue
        counted = tuple(own_words(one) for one in run)
        kinds = _kinds(counted)
        whole = _nearest(passage, at, run) if kinds or _are_bands(counted) else None
        if whole and (kinds is None or (kinds.complete and _are_of(counted, kinds, whole))):
            yield PartList((whole,), tuple(run), len(run), counted, complete=True, apart=True)
        run = [each] if each and is_additive(each) and not is_change(each) and not each.rough else []


def _goes_on(run: Sequence[Stated], each: Stated) -> bool:
    return not run or same_measure(run[-1], each)


def _nearest(passage: Sequence[Sentence], at: int, parts: Sequence[Stated]) -> Stated | None:
    """Return the figure before parts that is nearest to their sum, None where none is near."""
    before = [each for one in passage[max(0, at - _BACK) : at + 1] for each in one.figures]
    before = before[: before.index(parts[0])]
    wholes = [each for each in before if same_measure(each, parts[0]) and _is_whole(each)]
    value = value_of(parts, parts[0])
    near = min(wholes, key=lambda each: abs(measured(each, parts[0]).value - value), default=None)
    return near if near and abs(measured(near, parts[0]).value - value) * _TENTH <= value else None


def _states(sentence: Sentence) -> Iterator[PartList]:
    """Yield 隐患75条，已整改70条，尚未整改5条: what is done and what is not is all there is."""
    if _STOCK.search(sentence.words):
        return
    amounts = [each for each in sentence.figures if is_additive(each)]
    for number, (done, left) in enumerate(pairwise(amounts)):
        before = [each for each in amounts[:number] if same_measure(each, done) and not each.rough]
        if (
            before
            and not (done.rough or left.rough)
            and same_measure(done, left)
            and _DONE.search(done.lead + done.trail)
            and _LEFT.search(left.lead + left.trail)
        ):
            whole = min(before, key=lambda each: abs(value_of((done, left), each) - each.figure.value))
            lacking = abs(value_of((done, left), whole) - whole.figure.value)
            near = lacking * _TENTH <= whole.figure.value
            yield PartList((*before, whole), (done, left), 2, (done.lead, left.lead), complete=True, apart=near)


def _judge(listed: PartList) -> Iterator[Finding]:
    """Yield what is wrong in a list: any sensible pairing of parts and wholes that fits makes it right."""
    whole = _likeliest(listed)
    spans = [span(measured(each, whole)) for each in listed.wholes]
    sums = list(accumulate((span(measured(each, whole)) for each in listed.parts), add))
    possible = sums[listed.core - 1 :] if listed.apart else sums
    if any(total.meets(each) for each in spans for total in possible):
        return
    core, total = listed.parts[: listed.core], sums[listed.core - 1]
    over = all(total.low > each.high for each in spans)
    under = len(core) > 1 and total.high < span(whole.figure).low
    if not over and not (under and (listed.complete or _is_swapped(core, whole))):
        return
    if len(core) == 1:
        named = core[0].begin == whole.begin or core[0].lead[-2:] in whole.lead
        if not deed(own_words(core[0])) and listed.close and named:
            yield found_at(whole, f"其中的 {core[0].shown} 比总数 {whole.shown} 还大；请核对哪个不对")
        return
    overlap = any(map(is_mixed, listed.counted)) and not (
        _are_bands(listed.counted) or (is_money(whole.figure.unit) and _are_levels(listed.counted))
    )
    slip = _is_swapped if listed.weak else _is_slip
    if listed.apart or (not overlap and (slip(core, whole) or (over and listed.tight and _is_near(core, whole)))):
        shown, value = joined(core), value_of(core, whole)
        yield differs(whole, f"{shown} = {print_like(value, whole)}", "是总数还是哪一项不对")


def _likeliest(listed: PartList) -> Stated:
    """Return the figure that a list parts: of those a complete list may part the one nearest to its sum, else the last."""
    last = listed.wholes[-1]
    if not listed.complete:
        return last
    value = value_of(listed.parts[: listed.core], last)
    near = min(listed.wholes, key=lambda each: abs(measured(each, last).value - value))
    return near if _is_near(listed.parts[: listed.core], near) else last


def _are_bands(counted: Sequence[str]) -> bool:
    """Tell whether parts are bands of one scale: 3日以内, 4至7日, 8日以上."""
    return len(counted) > 1 and bool(_FROM_NOTHING.search(counted[0])) and "以上" in counted[-1]


def _are_levels(counted: Sequence[str]) -> bool:
    """Tell whether each part names another level of the state: money of 中央, 省级, 市县."""
    levels = [found[0] for each in counted if (found := _LEVEL.search(each))]
    return len(levels) > 1 and len(set(levels)) == len(levels)


def _is_near(parts: Sequence[Stated], whole: Stated) -> bool:
    """Tell whether parts make little more or less than a whole."""
    return abs(value_of(parts, whole) - whole.figure.value) * _FIFTH <= whole.figure.value


def _is_slip(parts: Sequence[Stated], whole: Stated) -> bool:
    """Tell whether one of the figures, with one slip of the fingers less, would make the parts and the whole agree."""
    excess = value_of(parts, whole) - whole.figure.value
    if is_slip_of(whole, whole.figure.value + excess):
        return True
    worth = [(each, worth_of(whole.figure.unit, each.figure.unit) or Decimal(1)) for each in parts]
    return any(is_slip_of(each, each.figure.value - excess * factor) for each, factor in worth)


def _is_swapped(parts: Sequence[Stated], whole: Stated) -> bool:
    """Tell whether three or more parts lack just what two digits of a figure that changed places make."""
    return len(parts) >= _MANY and is_swap_of_sum(parts, whole)
