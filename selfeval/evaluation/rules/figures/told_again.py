"""What a text tells again of its own: the actual behind an aim, and what one document says of another's amount.

“储备编织袋”目标5万条、完成5.5万条……储备编织袋5.0万条，超出目标0.5万条; 附表列示调整后预算936万元，说明书写明“调整后预算963万元”.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations, takewhile
from typing import NamedTuple

from selfeval.evaluation.figures.phrase import shares_neighbours, telling
from selfeval.evaluation.figures.reading import Sentence, Stated, found_at
from selfeval.evaluation.figures.reckon import (
    Span,
    differs,
    is_slip_of,
    is_swap,
    less,
    measured,
    print_like,
    share,
    span,
)
from selfeval.evaluation.figures.roles import RATED, same_measure
from selfeval.evaluation.finding import Finding
from selfeval.text.pattern import regex

_AIM = regex(
    "(?:“(?P<quoted>[^“”]{3,20})”的?(?:年度|年初)?(?:目标|计划|指标|任务)(?:值|数)?(?:为|是)?(?:≥|不[低少]于|达到?)?"
    "|(?:年初|年度|全年)?(?:计划|目标)(?P<plain>[^,;“”]{3,20}))$"
)
_DONE = regex("^[、,]?(?:实际|已|全年|年度|年内)*完成(?:值|数)?(?:为|了)?$")
_BEYOND = regex(
    "(?P<way>超出?过?|多于|低于|少于)(?:了)?(?:年初|年度|全年|原定)?的?(?:目标|计划|指标|任务)(?:值|数)?$|(?P<over>^超额完成了?$|^超额$|^超$)"
)
_UNDER = frozenset(("低于", "少于"))
_OTHER = regex("上半年|季度|其中|上年|去年|截[至止]|累计|比|较|每|均|计划|目标|指标")
"""Matches what says of a count that it is of another time, of a part or an aim."""
_OVER = regex("^超(?:额|出|过)?(?:完成)?(?:目标|计划|任务)?(?:值|数)?了?$")
_TO_DO = regex("(?:目标|计划|任务)(?:值|数)?(?:为|是)?(?:≥|不[低少]于)?[^,;“”]{0,14}$|”(?:目标|计划|任务)[^,;“”]{0,4}$")
"""Match by how much an aim was done more than once, and what says of a figure that it is an aim."""
_APART = ("超出", "超过")
_KIND = regex("(?:次数|数量|情况|人数|个数)$")
_NAME = 3
_DOCUMENT = regex("[附表报决自][^,;。“”]{0,2}表|报告|说明书?|正文|附件|台账|系统|批复|决算|公开|账面|清单")
_SAYS = regex(
    "“|列示|填列|登记|反映|记载|显示|表述为|表述的?|写明|写的?是|载明|列明|体现|(?:表|报告|说明书?|正文|附件|台账|系统|批复|清单)中?的"
)
_TIME, _AMOUNT = regex("^(?:本年度?|全年|年度|今年|20[0-9]{2}年度?)"), regex("(?:数|总?额|总数)?(?:为|是)?$")
_CORRECTED = regex("不一致|不符|不匹配|更正|误[写填记]|有误|差异|差额|出入|相差|修改|上年|去年|改为|调整为")
"""Matches what says that two documents are known to differ, or speak of two years."""
_KEPT = 24
"""How many aims of a text are kept."""
_MOST, _LONG = 8, 2
"""How many amounts of a sentence are compared, and how many characters their name has at least."""


class _Aimed(NamedTuple):
    """Hold an aim with its name, and what was done of it."""

    name: str
    aim: Stated
    done: Stated


def told_again(passage: Sequence[Sentence]) -> Iterator[Finding]:
    """Yield what a text tells again of an aim that it gave with its actual, and of what another document says."""
    aims: list[_Aimed] = []
    for sentence in passage:
        if "完成" in sentence.words:
            aims = [*aims, *_aims(sentence)][-_KEPT:]
        for number, each in enumerate(sentence.figures):
            if aims and not each.rough and (each.figure.unit == "%" or each.figure.unit not in RATED):
                before = sentence.figures[number - 1] if number else None
                yield from _beyond(each, before, aims) if _BEYOND.search(each.lead) else _done_again(each, aims)
        if "超" in sentence.words:
            yield from _over_aim(sentence)
        if len(sentence.figures) > 1 and len(_DOCUMENT.findall(sentence.words)) > 1:
            yield from _of_documents(sentence)


def _aims(sentence: Sentence) -> Iterator[_Aimed]:
    for aim, done in zip(sentence.figures, sentence.figures[1:], strict=False):
        found = _AIM.search(aim.lead) if _DONE.match(done.lead) and same_measure(aim, done) else None
        name = _KIND.sub("", telling(found["quoted"] or found["plain"])) if found else ""
        if len(name) >= _NAME and not (aim.number.is_odd or done.rough):
            yield _Aimed(name, aim, done)


def _of(each: Stated, aims: Sequence[_Aimed]) -> _Aimed | None:
    """Return the only aim whose name a clause says before a figure."""
    said = telling(each.lead)
    if len(said) < _NAME or _OTHER.search(each.lead):
        return None
    alike = [
        one
        for one in aims
        if (one.done.plain is not each.plain or one.done.number.start < each.number.start)
        and same_measure(one.aim, each)
        and (shares_neighbours(one.name, said) or shares_neighbours(said, one.name))
    ]
    return alike[0] if len(alike) == 1 else None


def _beyond(each: Stated, before: Stated | None, aims: Sequence[_Aimed]) -> Iterator[Finding]:
    """Yield 储备编织袋5.0万条，超出目标0.5万条 of an aim of 5万条: the two differ by something else."""
    way = _BEYOND.search(each.lead)
    one = (
        _of(before, aims)
        if before and each.figure.unit != "%" and not each.trail.startswith("的") and same_measure(before, each)
        else None
    )
    if not way or not before or not one:
        return
    told, aim = span(measured(before, one.aim)), Span(one.aim.figure.value, one.aim.figure.value)
    apart = less(aim, told) if way["way"] in _UNDER else less(told, aim)
    if apart.meets(span(measured(each, one.aim))):
        return
    done = span(measured(one.done, one.aim))
    if done.meets(told):
        value = abs(measured(before, each).value - measured(one.aim, each).value)
        yield differs(each, f"{before.shown} 和目标 {one.aim.shown} 相差 {print_like(value, each)}")
    else:
        yield found_at(
            before, f"前面写的目标是 {one.aim.shown}、完成 {one.done.shown}，这里写的是 {before.shown}；请核对哪个不对"
        )


def _over_aim(sentence: Sentence) -> Iterator[Finding]:
    """Yield 目标是督查24次，全年督查26次，超额完成4次, and 目标3000人、完成3450人，超51%: what was done is over the aim by something else."""
    for aim, done, over in zip(sentence.figures, sentence.figures[1:], sentence.figures[2:], strict=False):
        plain = not any(each.rough for each in (aim, done, over)) and aim.figure.value > 0
        if not (plain and _OVER.search(over.lead) and _TO_DO.search(aim.lead) and same_measure(aim, done)):
            continue
        if over.trail.startswith("的") or _OTHER.search(done.lead):
            continue
        told, whole = span(measured(done, aim)), Span(aim.figure.value, aim.figure.value)
        given = less(told, whole)
        value = measured(done, aim).value - aim.figure.value
        if over.figure.unit == "%":
            rate = share(given, whole)
            if rate and not rate.meets(span(over.figure)) and value > 0:
                real = print_like(value / aim.figure.value * 100, over)
                yield differs(over, f"（{done.shown} - {aim.shown}）÷ {aim.shown} = {real}")
        elif over.lead.startswith(_APART):
            continue  # what two amounts differ by is asked for elsewhere
        elif same_measure(over, aim) and not given.meets(span(measured(over, aim))) and value > 0:
            yield differs(over, f"{done.shown} - {aim.shown} = {print_like(value, over)}")


def _done_again(each: Stated, aims: Sequence[_Aimed]) -> Iterator[Finding]:
    """Yield 新增养老床位321张 where its aim was 300张 and 312张 were done: a slip in the one or in the other."""
    one = _of(each, aims)
    if not one or Span.meets(span(measured(each, one.done)), span(one.done.figure)):
        return
    behind = each.plain[each.number.end : each.number.end + _LONG].strip(",")
    if (
        not behind.startswith(("超", "低", "少", "多"))
        and is_slip_of(each, measured(one.done, each).value)
        and is_swap(each.shown, one.done.shown)
    ):
        yield found_at(each, f"前面写的完成数是 {one.done.shown}，这里写的是 {each.shown}；请核对哪个不对")


def _of_documents(sentence: Sentence) -> Iterator[Finding]:
    """Yield 台账登记设备2318台，系统显示设备2381台: two documents give one amount with two digits changed."""
    if _CORRECTED.search(sentence.words):
        return
    named = [(each, _said_of(each)) for each in sentence.figures if not each.rough][:_MOST]
    for (one, name), (other, another) in combinations(named, 2):
        if not same_measure(one, other) or not _are_of_one_name(name, another):
            continue
        first, second = _DOCUMENT.findall(one.before), _DOCUMENT.findall(other.before.removeprefix(one.before))
        if first and second and first[-1] != second[-1] and is_swap(one.shown, other.shown):
            yield found_at(
                other, f"“{first[-1]}”里写的是 {one.shown}，这里写的是 {other.shown}；请核对哪个对，改成一致"
            )


def _are_of_one_name(name: str, other: str) -> bool:
    """Tell whether two names are one, but for the document that says each (系统导出执行数, 自评表中执行数)."""
    if name == other:
        return len(name) >= _LONG
    pairs = zip(reversed(name), reversed(other), strict=False)
    length = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    rests = (name[: len(name) - length], other[: len(other) - length])
    return length >= _LONG and all(not rest or _DOCUMENT.search(rest) for rest in rests)


def _said_of(each: Stated) -> str:
    """Return what a figure counts, without the document that says it and the year."""
    return _TIME.sub("", _AMOUNT.sub("", _SAYS.split(each.lead)[-1].strip("、”")))
