"""Shares of a whole: 占64%, 占比为, 分别占; and shares that together make a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from selfeval.evaluation.figures.phrase import words
from selfeval.evaluation.figures.reading import WORD, A, P, Sentence, Stated, found_at
from selfeval.evaluation.figures.reckon import (
    Span,
    differs,
    is_slip_of,
    joined,
    print_like,
    share,
    span,
    total,
    value_of,
)
from selfeval.evaluation.figures.roles import DOWN, OTHER_BASE, RATED, UP, is_change, is_mixed, same_measure
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.rules.figures.rates import shares_of_base
from selfeval.text.pattern import regex

_REACH = 24
"""How many amounts before a share may be the whole."""
_SHARE = regex(
    rf"(?P<each>分别)?占(?:到|了|比|比重|比例)?(?:约|为|达)?(?:(?P<whole>{WORD}*?)(?P<base>{A})?(?P<more>{WORD}{{0,6}}?)"
    rf"的?(?:比[例重率]?)?(?:各|分别)?(?:约?为|达到?)?)?(?P<shares>{P}(?:[、,和与及]+{P})*)"
)
_JOINED = regex(rf"{P}")
_OTHER = regex("^(?:全国|全省|全市|全县|全区|全年|同期|其)")
_AREA = regex("(全国|全省|全市|全县|全区)的?")
_DIRECT = regex(r"^[^,;()、]{0,8}[,(、]?(?:[^,;()]{0,8}(?:合计|共|总计|总|均|各|分别|约|仅|只|已))?$")
_DIRECT_EACH = regex(r"^[^,;()、]{0,8}[,(]?[^,;()]{0,10}$")
_CHANGED = regex(rf",(?:同比|[比较]上年)?(?:{UP}|{DOWN}){P}")
"""Matches a growth between an amount and its share."""
_JOINT = regex("合计|共|总计")
_LEADING = regex("[前后][一二两三四五六七八九十]")
"""Words by which only some of what was listed have a share (前三项分别占)."""
_LINK = regex("^(?:、|和|及|以及)")
_START = regex("其中|中,|包括|分别")
_GENERIC = regex("其?(?:总[数量额]|全部|总体|合计)?")
_TOTAL = regex("(?<!^)(?:总[数量额]|数|量)$")
"""What the name of a whole has behind the thing that is counted (受理量)."""
_LEVELS = regex("以下|以上|省级|市级|县级|中央")
_ALL, _LEAST = Decimal(100), Decimal(70)
"""What shares of a whole make, and how much at least those are that are meant to make it."""
_NOT_WHOLE = regex(
    "可多选|多选|多项选择|可重叠|交叉|两种以上|多种|部分[^,。]{0,6}(?:涉及|同时)|四舍五入|可能大于|超过100%"
)
_ROW = regex(
    rf"(?:分别占|各占|占比[^,;]{{0,6}}?分别为?|比[重例][^,;]{{0,6}}?分别为?|占比[为是:依次]*)[^,;{P[1:-1]}]{{0,16}}?(?P<row>{P}(?:[、,和与及]+{P})+)"
)
_EACH = regex(
    rf"(?P<subject>[^,;、:。]{{1,20}}?)占(?:比|比重)?(?P<of>[^,;、]{{0,14}}?)(?:的(?:比[重例])?)?(?:为|达)?(?P<share>{P})"
)
_CLOSED = regex(
    "轻、重|男、女|城、乡|组成|构成|[二两三四五六七八九]部分|[二两三四五六]次产业|第一、二、三产业|分为|各类|按.{1,8}分"
)
_SOME = regex("其中|前[两二三四五六七八九十]|居前|排名|位居|以上学历")
_AGAIN = regex("按")
_MADE = regex("构成|组成")
_REST = regex("其他|其余|其它|剩余|男性|女性")
_PAIRS = (
    ("男", "女"),
    ("女", "男"),
    ("城", "乡"),
    ("农村", "城"),
    ("基本支出", "项目支出"),
    ("公办", "民办"),
    ("本地", "外地"),
    ("线上", "线下"),
    ("内", "外"),
)


class Parted(NamedTuple):
    """Hold an amount or several, and the share that the text gives of them."""

    parts: tuple[Stated, ...]
    told: Stated
    base: Stated | None
    whole: str


def typed_share_differs(passage: Sequence[Sentence]) -> Iterator[Finding]:
    """Find 来电1500个，其中咨询类930个，占64%: the share is another one of any whole that it can be of."""
    known: list[Stated] = []
    fitting: list[Stated] = []
    parts: list[Stated] = []
    for sentence in passage:
        found: list[Finding] = []
        for match in _SHARE.finditer(sentence.words) if "占" in sentence.words else ():
            before = [each for each in sentence.figures if each.position < match.start()]
            while before and is_change(before[-1]) and before[-1].figure.unit in RATED:
                before.pop()  # 零售额187.6亿元，增长8.9%，占……
            found += [*_uneven(sentence, match, before), *_summed(sentence, match, before)]
            for parted in _parted(sentence, match, before):
                amounts = [each for each in (*known, *sentence.figures) if each.figure.unit not in RATED][-_REACH:]
                row = _row(sentence, before) if match["each"] else ()
                found += _judge(parted, amounts, fitting, [*row, *parts])
                parts += parted.parts
        places = {each.place for each in found}
        yield from found
        yield from (each for each in shares_of_base(sentence) if each.place not in places)
        known += sentence.figures
        known = known[-_REACH * 2 :]


def _parted(sentence: Sentence, match: re.Match[str], before: Sequence[Stated]) -> Iterator[Parted]:
    """Yield what has a share: the amount right before the word, those of a list with 合计, or one for each share."""
    told = [sentence.of(sign) for sign in _JOINED.findall(match["shares"])]
    base = sentence.of(match["base"]) if match["base"] else None
    whole = (match["whole"] or "") + (match["more"] or "")
    if not before or OTHER_BASE.search(sentence.words) or any(each.rough for each in told):
        return
    last = before[-1]
    gap = _CHANGED.sub("", sentence.words[last.position + 1 : match.start()])
    direct = _DIRECT_EACH if match["each"] else _DIRECT
    if last.figure.unit in RATED or last.rough or is_change(last) or not (direct.match(gap) or _again(gap, last)):
        return
    row = _row(sentence, before)
    if match["each"] and len(told) > 1 and abs(len(_tight(sentence, before)) - len(told)) == 1:
        return
    if len(told) == 1 and _JOINT.search(gap):
        yield Parted(row, told[0], base, whole)
    elif len(told) == 1:
        yield Parted((last,), told[0], base, whole)
    elif len(row) >= len(told) and match["each"]:
        for part, one in zip(row[-len(told) :], told, strict=True):
            yield Parted((part,), one, base, whole)


def _tight(sentence: Sentence, before: Sequence[Stated]) -> tuple[Stated, ...]:
    """Return the last amounts of one measure that stand between 、 and 和 only."""
    row = [before[-1]]
    for one, other in zip(reversed(before[:-1]), reversed(before), strict=False):
        gap = sentence.gaps[sentence.at(other.sign)]
        if not same_measure(one, other) or not _LINK.match(gap) or "," in gap:
            break
        row.append(one)
    return tuple(reversed(row))


def _summed(sentence: Sentence, match: re.Match[str], before: Sequence[Stated]) -> Iterator[Finding]:
    """Yield 占27.4%、18.6%、15.2%，合计占62.1%: the shares before make another one."""
    told = _JOINED.findall(match["shares"])
    if len(told) != 1 or not before or before[-1].figure.unit != "%":
        return
    if not _JOINT.search(sentence.words[before[-1].position + 1 : match.start()]):
        return
    row = _tight(sentence, before)
    each = sentence.of(told[0])
    if len(row) > 1 and not total(one.figure for one in row).meets(span(each.figure)):
        value = sum((one.figure.value for one in row), Decimal(0))
        shown = joined(row)
        yield differs(each, f"{shown} = {print_like(value, each)}")


def _uneven(sentence: Sentence, match: re.Match[str], before: Sequence[Stated]) -> Iterator[Finding]:
    """Yield three amounts that have two shares."""
    told = [sentence.of(sign) for sign in _JOINED.findall(match["shares"])]
    if (
        not match["each"]
        or len(told) < 2
        or not before
        or _LEADING.search(sentence.words[before[-1].position : match.start()])
    ):
        return
    row = _tight(sentence, before)
    if (
        len(row) > 1
        and abs(len(row) - len(told)) == 1
        and "、" in sentence.gaps[sentence.at(row[-1].sign)] + match["shares"]
    ):
        message = f"前面列了 {len(row)} 个数，这里写了 {len(told)} 个占比；请核对漏了哪个"
        yield found_at(told[-1], message)


def _again(gap: str, last: Stated) -> bool:
    """Tell whether the words between an amount and its share only say again what the amount is of."""
    subject = gap.lstrip(",")
    return 0 < len(subject) <= 8 and all(sign in last.lead for sign in subject)


def _row(sentence: Sentence, before: Sequence[Stated]) -> tuple[Stated, ...]:
    """Return the last amounts of one measure that stand side by side."""
    row = [before[-1]]
    for one, other in zip(reversed(before[:-1]), reversed(before), strict=False):
        gap = sentence.gaps[sentence.at(other.sign)]
        if not same_measure(one, other) or one.rough or ";" in gap or ":" in gap or _START.search(gap):
            break
        row.append(one)
    return tuple(reversed(row))


def _judge(
    parted: Parted, amounts: Sequence[Stated], fitting: list[Stated], row: Sequence[Stated]
) -> Iterator[Finding]:
    first = parted.parts[0]
    wholes = [
        each for each in (*amounts, parted.base) if each and each not in parted.parts and same_measure(each, first)
    ]
    wholes = [each for each in wholes if not each.rough and each.figure.value]
    full = words(parted.whole.removesuffix("的"))
    wholes = [each for each in wholes if full and each.lead.endswith(full)] or wholes
    named = full if any(full in each.lead for each in wholes) else _TOTAL.sub("", full)
    told = span(parted.told.figure)
    for count in range(len(parted.parts), 0, -1):
        parts = parted.parts[-count:]
        for whole in wholes:
            given = _share(parts, whole)
            if given and given.meets(told):
                fitting.append(whole)
                return
        if count > 1 and len(wholes) == 0:
            return
    beside = [each for each in wholes if each not in row]
    of = _whole(parted, named, beside, fitting)
    if of is None or not of.figure.value:
        return
    value = value_of(parted.parts, of)
    if value > of.figure.value:
        return
    real = print_like(value / of.figure.value * 100, parted.told)
    shown = f"（{joined(parted.parts)}）" if len(parted.parts) > 1 else joined(parted.parts)
    yield differs(parted.told, f"{shown} ÷ {of.shown} = {real}")


def _share(parts: Sequence[Stated], whole: Stated) -> Span | None:
    figures = [each.figure.in_unit(whole.figure.unit) for each in parts]
    return share(total(each for each in figures if each), span(whole.figure)) if all(figures) else None


def _whole(parted: Parted, named: str, wholes: Sequence[Stated], fitting: Sequence[Stated]) -> Stated | None:
    """Return the one whole of which a share must be, None where that is not sure."""
    if parted.base:
        return parted.base
    area = _AREA.fullmatch(parted.whole)
    if area:
        wholes = [each for each in wholes if area[1] in each.before]
    if named and not _GENERIC.fullmatch(named):
        chars = set(named) - set("总数量额的")
        matching = [
            each
            for each in wholes
            if named[-2:] in each.lead + each.trail and len(chars & set(each.lead + each.trail)) * 2 >= len(chars)
        ]
        return matching[-1] if matching and not _OTHER.match(parted.whole) else None
    shared = [each for each in wholes if each in fitting]
    if shared:
        return shared[-1]
    larger = [each for each in wholes if each.figure.value >= parted.parts[0].figure.value]
    return larger[-1] if len(larger) == 1 else None


def typed_shares_incomplete(passage: Sequence[Sentence]) -> Iterator[Finding]:
    """Find shares of one whole that together are more than 100 % or, being all there are, less."""
    several = [sentence for sentence in passage if sum(each.figure.unit == "%" for each in sentence.figures) > 1]
    if not several or any(_NOT_WHOLE.search(sentence.words) for sentence in passage):
        return
    for sentence in several:
        for match in _ROW.finditer(sentence.words):
            row = [sentence.of(sign) for sign in _JOINED.findall(match["row"])]
            closed = bool(_CLOSED.search(sentence.words[: match.start()])) and not _SOME.search(
                sentence.words[: match.end()]
            )
            yield from _whole_of(row, closed=closed)
        yield from _run(sentence)


def _run(sentence: Sentence) -> Iterator[Finding]:
    """Yield a run of A占30%、B占40%、其他占30% in which the last is the rest, or the sum is too much."""
    run: list[tuple[Stated, str]] = []
    of = ""
    for match in _EACH.finditer(sentence.words):
        whole = match["of"]
        subject = match["subject"]
        if not run and subject.startswith("其中"):
            subject = subject.removeprefix("其中")
        if _JOINT.search(subject):
            continue
        if run and ((whole and whole != of) or _SOME.search(subject) or _AGAIN.search(subject)):
            yield from _closed_run(run)
            run = []
        of = whole or of if run else whole
        if _SOME.search(subject):
            continue
        run.append((sentence.of(match["share"]), subject))
    yield from _closed_run(run, closed=bool(_MADE.search(sentence.words)))


def _closed_run(run: Sequence[tuple[Stated, str]], *, closed: bool = False) -> Iterator[Finding]:
    if len(run) > 1:
        subjects = [subject for _, subject in run]
        rest = _REST.search(subjects[-1]) or ("以下" in subjects[0] and "以上" in subjects[-1])
        pair = len(run) == 2 and any(one in subjects[0] and other in subjects[1] for one, other in _PAIRS)
        if not pair and any(map(is_mixed, subjects)) and not _LEVELS.search("".join(subjects)):
            return
        yield from _whole_of([each for each, _ in run], closed=bool(rest) or pair or closed)


def _whole_of(row: Sequence[Stated], *, closed: bool) -> Iterator[Finding]:
    if len(row) < 2 or any(each.rough or each.bounded for each in row):
        return
    given = total(each.figure for each in row)
    value = sum((each.figure.value for each in row), Decimal(0))
    over = given.low > _ALL and (closed or any(is_slip_of(each, each.figure.value - value + _ALL) for each in row))
    if over or (closed and given.high < _ALL and value > _LEAST):
        shown = joined(row)
        yield found_at(
            row[-1], f"{shown} = {print_like(value, row[-1])}，各部分的占比加起来应是 100%；请核对哪一项不对"
        )
