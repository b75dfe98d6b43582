"""Figures that a text says are all there are, or done, or of the aim whose name it begins with, where the data or another text has others.

15座冷库全部完工 where all other texts have 18座; 完工7座 where the only indicator counted in 座 has 9座 done.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.figures.figure import Figure, agree, only_figure
from selfeval.evaluation.figures.phrase import telling, unspaced
from selfeval.evaluation.figures.reading import Stated
from selfeval.evaluation.figures.reckon import digits_of, is_like
from selfeval.evaluation.finding import Finding
from selfeval.form.field import Role
from selfeval.quantity.units import is_money, is_time
from selfeval.submission.submission import Indicator
from selfeval.submission.tree import Leaf
from selfeval.text.pattern import HAN, regex

_BEGIN, _LONGEST = 4, 8
"""How many characters of its name an aim begins with; how many a thing that is counted has, at most."""
_ALL = regex(rf"^(?P<thing>{HAN}{{2,{_LONGEST}}}?)(?:已|均已|都已)?(?:全部|均|都)(?!衡|匀|市|会|线|江)")
"""Matches the words behind a figure that say of a thing that it is told of all of it."""
_SOME = regex(
    "其中|[比每各另余第抽占约近超]|新增|[两二三四五六七八九]批|[^平]均|部分|已|剩|首|上年|去年|同期|累计|比|较|中$"
)
_DONE_BEFORE = regex("(?:完工|竣工|建成|建设完成|完成建设|投用)了?$")
_DONE_BEHIND = regex(rf"^(?:{HAN}{{1,4}})?(?:已|均已|全部)?(?:完工|竣工|建成|投用|投入使用|交付使用)")
_NOT_DONE = regex(
    "未|没有|计划|拟|预计|力争|将|待|新增|其中|首批|[上下]半年|季度|上年|去年|同期|累计|每|各|另|分别|第|剩|余"
)
_WORDS = regex(HAN)
"""Matches words beside the number of a value, which may be of a part: 3座在建."""
_RATED = frozenset(("%", "个百分点", "‰", "分", "倍", "个", "项", "次", "人", "人次", "种", "份"))
_GENERAL = _RATED | {"件", "家", "处", "户"}
"""Units in which many things are counted."""
_FEW = frozenset(("项", "个", "类", "种", "套"))
"""Units in which a remark counts what a target is made of."""
_SAID = regex("说明|描述|内容|解释")
_SPELT = "零一二三四五六七八九十"
_COUNT = regex(
    "(?<![第每各0-9一二三四五六七八九十.])(?P<number>[0-9]{1,2}|[二三四五六七八九十])(?P<unit>[项个类种套])(?![月以之])"
)
_AIMS = (Role.GOAL, Role.CONTENT)


class _Valued(NamedTuple):
    """Hold an indicator with its target or actual."""

    row: Indicator
    leaf: Leaf
    figure: Figure


def claims(dossier: Dossier) -> Iterator[Finding]:
    """Yield a figure told of all things, of those that are done or of an aim, that is not theirs."""
    told = [each for sentence in dossier.told for each in sentence.figures if not each.rough]
    yield from _of_all(told)
    yield from _described(dossier)
    done = [each for each in told if _is_done(each)]
    aims = [each for each in told if each.paragraph.planned and each.paragraph.role in _AIMS and _is_counted(each)]
    if done or aims:
        valued = {planned: list(_values(dossier, planned=planned)) for planned in (False, True)}
        yield from _of_rows(dossier, told, done, valued[False])
        yield from _of_rows(dossier, told, aims, valued[True])


def _described(dossier: Dossier) -> Iterator[Finding]:
    """Yield the only count in what is said of an exact target that is not the target: 有评审、公示和发放三项制度 beside 5项."""
    for row in dossier.indicators:
        target, found = row.leaf(Role.TARGET), only_figure(row.goal) if row.goal else None
        if not target or not found or found[0].unit not in _FEW or found[2].strip():
            continue
        for leaf in (each for each in row.values.values() if isinstance(each, Leaf)):
            counted = list(_COUNT.finditer(leaf.text)) if any(map(_SAID.search, leaf.field.names)) else []
            forms = dossier.having(leaf.field.path) & dossier.having(target.field.path)
            if len(counted) != 1 or counted[0]["unit"] != found[0].unit or not forms:
                continue
            typed = counted[0]["number"]
            if (int(typed) if typed.isdigit() else _SPELT.index(typed)) == found[0].value:
                continue
            place = target.text.place
            message = f"“{leaf.text.strip()}”和 {place.file} 第 {place.line} 行对不上：目标值“{row.name}”是“{target.text.strip()}”；请核对哪个对，改成一致"
            yield Finding(leaf.text.at(*counted[0].span()), message, leaf.where, forms=forms)


def _is_counted(each: Stated) -> bool:
    """Tell whether a figure counts things, with words enough before it to begin a name."""
    unit = each.figure.unit
    return unit not in _RATED and not is_money(unit) and not is_time(unit) and len(each.lead) >= _BEGIN


def _of_all(told: Sequence[Stated]) -> Iterator[Finding]:
    """Yield the figure of all things of a kind that no other text gives, where two or more give one that is the greatest of them."""
    for each in told:
        found = _ALL.match(each.trail) if not each.paragraph.planned else None
        if not found or is_money(each.figure.unit) or _SOME.search(each.lead):
            continue
        thing = found["thing"]
        same = [one for one in told if one is not each and _counts(one, each, thing)]
        if any(one.figure.value == each.figure.value for one in same):
            continue
        whole = max(same, key=lambda one: one.figure.value, default=each)
        again = [one for one in same if one.figure.value == whole.figure.value and one.where != each.where]
        forms = each.paragraph.forms & whole.paragraph.forms
        may_be_meant = whole.figure.value > each.figure.value or is_like(digits_of(each), digits_of(whole))
        if forms and may_be_meant and len({one.where for one in again}) > 1:
            place = again[0].place
            message = f"“{each.said}”说的是全部，和 {place.file} 第 {place.line} 行的“{again[0].said}”对不上；请核对哪个对，改成一致"
            yield Finding(each.place, message, each.where, forms=forms)


def _counts(one: Stated, each: Stated, thing: str) -> bool:
    """Tell whether a figure is of the same thing as another one, and not of some of it."""
    if one.figure.unit != each.figure.unit or not (one.lead.endswith(thing) or one.trail.startswith(thing)):
        return False
    return not (one.partial or _SOME.search(one.lead))


def _of_rows(
    dossier: Dossier, told: Sequence[Stated], asked: Sequence[Stated], valued: Sequence[_Valued]
) -> Iterator[Finding]:
    """Yield a figure that is not that of the only indicator counted so: of what is done, or of an aim that begins as its name."""
    for each in asked:
        counted = [one for one in valued if one.figure.unit == each.figure.unit]
        if len(counted) != 1 or agree(each.figure, counted[0].figure) is not False:
            continue
        ((row, leaf, figure),) = counted
        if (typed := only_figure(str(leaf.text))) and agree(each.figure, typed[0]):
            continue  # it is the target before it was adjusted
        if each.paragraph.planned and (each.partial or not _begins_alike(each, row)):
            continue
        forms = each.paragraph.forms & dossier.having(leaf.field.path)
        if forms and not any(agree(one.figure, figure) for one in told if one.where == each.where):
            place = leaf.text.place
            called = "目标值" if each.paragraph.planned else "指标"
            message = f"“{each.said}”和 {place.file} 第 {place.line} 行对不上：{called}“{row.name}”是“{leaf.text.strip()}”；请核对哪个对，改成一致"
            yield Finding(each.place, message, each.where, forms=forms)


def _is_done(each: Stated) -> bool:
    """Tell whether a text says of a figure that so many are done, of all the time it tells of."""
    if each.paragraph.planned or each.figure.unit in _GENERAL or is_money(each.figure.unit):
        return False
    is_told = _DONE_BEFORE.search(each.lead) if each.lead else _DONE_BEHIND.match(each.trail)
    return bool(is_told) and not (each.compared or _NOT_DONE.search(each.before))


def _begins_alike(each: Stated, row: Indicator) -> bool:
    """Tell whether an aim begins as the name of an indicator does, and the name is of no other thing that is counted so."""
    clause = each.before[max(map(each.before.rfind, ",;:。")) + 1 :]
    said, name = telling(clause), telling(unspaced(str(row.name)))
    return len(said) >= _BEGIN and said[:_BEGIN] == name[:_BEGIN]


def _values(dossier: Dossier, *, planned: bool) -> Iterator[_Valued]:
    for row in dossier.indicators:
        leaf = row.leaf(Role.TARGET) if planned else row.leaf(Role.ACTUAL) or row.leaf(Role.RESULT)
        shown = row.goal if planned else row.result if row.leaf(Role.ACTUAL) else str(leaf.text) if leaf else ""
        found = only_figure(shown) if leaf and shown else None
        if leaf and found and not _WORDS.search(found[2]):
            yield _Valued(row, leaf, found[0])
