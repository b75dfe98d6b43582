"""Lists of parts that no word announces: 男性4210人、女性3986人; 已整改70条，尚未整改5条."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from selfeval.evaluation.figures.reading import Sentence, Stated
from selfeval.evaluation.figures.reckon import measured, span, span_of, value_of
from selfeval.evaluation.figures.roles import deed, is_additive, is_change, own_words, same_measure
from selfeval.evaluation.rules.figures.kinds import are_all_of, are_bands, are_opposites, kind_in, kinds_of
from selfeval.evaluation.rules.figures.listing import (
    BACK,
    OPEN_REST,
    STOCK,
    PartList,
    core_of,
    is_near,
    is_whole,
    parts_of,
)
from selfeval.quantity.characters import read_count
from selfeval.text.pattern import regex

_TENTH = 10
"""Of how many parts one may be lacking or too much between parts and the whole that no word gives them."""
_SORTS = regex("分(?:为|成)?(?P<count>[两二三四五六七八九])(?:大|个)?(?:类|块|级|种|部分|片)")
_BARE = regex(r"[^,;:()、]{0,8},[^,;:()、]{1,12}")
_BATCHES = regex("[^,;:()、]{0,8},分(?P<count>[两二三四五六])(?:批次?|期|次|轮|年)[^,;:()、]{0,8},第一[^,;:()、]{0,8}$")
"""Matches what says behind a whole in how many batches it came, and begins the first (361户，分三批发放，第一批112户)."""
_SUMMED = regex("合计|共|总|累计")
_PLAN = regex("计划|目标|拟|力争")
"""Matches what says of a figure that it was to be."""
_PERIOD = regex("[一二三四]季度|[上下]半年|[0-9]月")
_DONE = regex("已|完成|办结|整改|结案|审结|落实|化解|处理|解决")
_LEFT = regex("未|尚|其余|剩余|余下|在办|正在|待|推迟|延期|顺延|暂缓|延后")


def bare_lists(sentence: Sentence) -> Iterator[PartList]:
    """Yield 管理8916人，男性4210人、女性3986人: a list without any word, behind a figure of one measure."""
    figures = sentence.figures
    if OPEN_REST.search(sentence.words):
        return
    for number, whole in enumerate(figures[:-2]):
        gap = sentence.gaps[number + 1]
        plain = not (whole.rough or is_change(whole) or STOCK.search(own_words(whole)))
        batches = _BATCHES.match(gap)
        if not plain or not is_additive(whole) or not (_BARE.fullmatch(gap) or batches):
            continue
        parts = list(parts_of(figures[number + 1 :], whole))
        if not parts or parts[0] is not figures[number + 1]:
            continue
        core = core_of(sentence, parts, strict=False) if len(parts) > 1 else 0
        tight = [each for each in parts[:core] if figures.index(each) <= number + core]
        if len(tight) > 1:
            counted = tuple(own_words(each) for each in tight)
            kinds = kinds_of(counted)
            known = kinds is not None and kinds.complete and are_all_of(counted, kinds, whole)
            known = known or _are_as_many_as_said(sentence, whole, len(tight))
            known = known or bool(batches and read_count(batches["count"]) == len(tight))
            apart = kinds is not None and not kind_in(own_words(whole), kinds)
            weak = not all("、" in sentence.gaps[figures.index(each)] for each in tight[1:])
            other = weak and any(map(deed, counted))
            if not known and (other or _is_one_of(whole, tight, named=apart)):
                continue
            behind = figures[figures.index(tight[-1]) + 1 :][:1]
            summed = any(_SUMMED.search(each.lead) for each in behind)  # 培训34期、讲座27期、活动12期，合计93期
            plain = not (weak or summed or any(map(deed, counted)))
            yield PartList(
                (whole,),
                tuple(parts),
                len(tight),
                counted,
                complete=known,
                apart=known or apart,
                tight=plain and not own_words(tight[-1]).startswith("其中"),
                weak=weak,
            )


def _are_as_many_as_said(sentence: Sentence, whole: Stated, count: int) -> bool:
    """Tell whether the words before a whole say of how many sorts it is (物资分四大类，共1.86万件)."""
    found = _SORTS.search(sentence.words, 0, whole.position)
    return bool(found and count > 1 and read_count(found["count"]) == count)


def _is_one_of(whole: Stated, parts: Sequence[Stated], *, named: bool) -> bool:
    """Tell whether a figure before others is one of their row: it is of such a time too, or ends as all of them do.

    Parts ``named`` by kinds end as their whole does (职工286人，在岗职工218人).
    """
    alike = not named and len({each.lead[-2:] for each in (whole, *parts)}) == 1 and len(whole.lead) > 1
    return alike or all(_PERIOD.search(own_words(each)) for each in (whole, parts[0]))


def unmarked_lists(passage: Sequence[Sentence], at: int) -> Iterator[PartList]:
    """Yield 男性人口165.84万人，女性人口161.27万人: all kinds or bands there are, of a figure some words before."""
    sentence = passage[at]
    beside = [bool(number) and not gap for number, gap in enumerate(sentence.gaps)]
    yield from _runs(passage, at, sentence.figures)
    if any(beside[:-1]) and not all(beside[1:-1]):  # 批准79件101人，不批准18件29人
        columns = [
            [each for each, is_second in zip(sentence.figures, beside, strict=False) if is_second is column]
            for column in (False, True)
        ]
        found = [listed for column in columns for listed in _runs(passage, at, column)]
        yield from () if len(found) > 1 and all(map(_lack, found)) else found


def _lack(listed: PartList) -> bool:
    """Tell whether parts are less than their whole: where cases and people both are, some are not decided yet (受理41件50人)."""
    (whole,) = listed.wholes
    return span_of(listed.parts, whole).high < span(whole.figure).low


def _runs(passage: Sequence[Sentence], at: int, figures: Sequence[Stated]) -> Iterator[PartList]:
    """Yield the runs of figures of one measure that are all kinds or bands there are, or a thing and what is not it."""
    run: list[Stated] = []
    for each in (*figures, None):
        if each and is_additive(each) and not is_change(each) and not each.rough and _goes_on(run, each):
            run.append(each)
            continue
        counted = tuple(own_words(one) for one in run)
        if are_opposites(counted[-2:]):
            run, counted = run[-2:], counted[-2:]
        kinds = kinds_of(counted)
        whole = _nearest(passage, at, run) if kinds or are_bands(counted) else None
        whole = whole or (_same_case(passage, at, run) if are_opposites(counted) else None)
        if (
            whole
            and not _has_more(passage, at, run, whole)
            and (kinds is None or (kinds.complete and are_all_of(counted, kinds, whole)))
        ):
            yield PartList((whole,), tuple(run), len(run), counted, complete=True, apart=True)
        run = [each] if each and is_additive(each) and not is_change(each) and not each.rough else []


def _same_case(passage: Sequence[Sentence], at: int, parts: Sequence[Stated]) -> Stated | None:
    """Return the figure nearest to the sum of two opposites of a thing that is named with their last words."""
    near = _nearest(passage, at, parts)
    noun = own_words(parts[0])[-1:]
    return near if near and noun in near.before else None


def _has_more(passage: Sequence[Sentence], at: int, parts: Sequence[Stated], whole: Stated) -> bool:
    """Tell whether a figure behind parts is just what they lack of the whole (其余2件移送管辖)."""
    last = parts[-1].number.start
    behind = [each for each in passage[at].figures if each.number.start > last]
    behind += [each for one in passage[at + 1 : at + 2] for each in one.figures]
    return any(span_of((*parts, each), whole).meets(span(whole.figure)) for each in behind if same_measure(each, whole))


def _goes_on(run: Sequence[Stated], each: Stated) -> bool:
    return not run or same_measure(run[-1], each)


def _nearest(passage: Sequence[Sentence], at: int, parts: Sequence[Stated]) -> Stated | None:
    """Return the figure before parts that is nearest to their sum, None where none is near."""
    before = [each for one in passage[max(0, at - BACK) : at + 1] for each in one.figures]
    before = before[: before.index(parts[0])]
    planned = _PLAN.search(parts[0].before)
    wholes = [each for each in before if same_measure(each, parts[0]) and is_whole(each)]
    wholes = [each for each in wholes if planned or each.is_beside(parts[0]) or not _PLAN.search(each.before)]
    value = value_of(parts, parts[0])
    near = min(wholes, key=lambda each: abs(measured(each, parts[0]).value - value), default=None)
    if near and abs(measured(near, parts[0]).value - value) * _TENTH <= value:
        return near
    last = before[-1] if before else None
    return last if last in wholes and last and is_near(parts, last) else None


def state_lists(passage: Sequence[Sentence], at: int) -> Iterator[PartList]:
    """Yield 隐患75条，已整改70条，尚未整改5条: what is done and what is not is all there is."""
    sentence = passage[at]
    if STOCK.search(sentence.words) or not _LEFT.search(sentence.words):
        return
    earlier = _goes_back(passage, at)
    amounts = [each for each in sentence.figures if is_additive(each)]
    for number, (done, left) in enumerate(pairwise(amounts)):
        before = [each for each in (*earlier, *amounts[:number]) if same_measure(each, done) and not each.rough]
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


def _goes_back(passage: Sequence[Sentence], at: int) -> list[Stated]:
    """Return the amounts of the sentence before where a semicolon joins it to this one."""
    if not at or passage[at - 1].stop != ";":
        return []
    return [each for each in passage[at - 1].figures if is_whole(each)]
