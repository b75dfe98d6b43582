"""Figures of goals and results that are no figure of the data, beside the one indicator they can mean, whose own figure stands nowhere.

全年出车不少于270次 where 流动图书车出车次数 is to be ≥220次, and no goal says 220次. A goal that gives the right figure too gives
another one of something else, and an indicator that is told of is not meant again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.figures.figure import Figure, agree, comparable, only_figure
from selfeval.evaluation.figures.phrase import telling, unspaced
from selfeval.evaluation.figures.reading import Stated
from selfeval.evaluation.finding import Finding
from selfeval.form.field import Role
from selfeval.submission.quotes import BARE, QUOTE
from selfeval.submission.submission import Indicator
from selfeval.submission.tree import Leaf
from selfeval.text.name import fold
from selfeval.text.pattern import regex

SHORTEST, SHORTEST_RESULT = 2, 3
"""How many telling characters a goal says, at least, before a figure that is an indicator's; how many a result."""
_PART, _WHOLE = 3, 4
"""Which part of a phrase and a name must be in common, as a fraction."""
_ELSEWHEN = regex(
    "其中|每|另|上年|去年|同期|分别|包括|累计|比|较|新建|剩余|其余|以来|中期|长期|[一二三]期|第[一二三四]|半年|季度"
)
"""Matches what says of a figure that it may be of something else than the indicator."""
_MEASURE = regex("(?:面积|长度|里程|数量|总量|总数|人数|人次|次数|件数|个数|场次|比例|时间|时限|金额|数)$")
_LONG = regex("[中长周]期|总目标|累计|[两二三四五]年|到20[0-9]{2}年")
"""Matches what says of a text or an indicator that it is of several years."""
_GENERAL = frozenset(("%", "个", "项", "次", "件", "人", "家", "处", "种", "份"))
"""Units in which many things are counted."""
_JOINED = regex("[和与及、]")
"""Matches a name that is of two things: a figure of one of them is none of it."""
_PER = regex("每[周月天日年季场次个件户人所]")
_AMONG = "其中"
_FILLER = regex("全部|全面|按期|如期|均|已|稳定")
_OF_ALL = "满意"
"""What says of a rate in a result that it is of all: others are mostly of what was told of before."""
_RESULT = regex("完成情况|产出|效益|绩效|结论|成效")


_MOST = 20
"""How many figures at most may be of one indicator; of more, most are of something else."""


class _ValuedIndicator(NamedTuple):
    """Hold an indicator with a value that a text may give, and the telling characters of its name."""

    row: Indicator
    leaf: Leaf
    figure: Figure
    name: str


def orphans(dossier: Dossier) -> Iterator[Finding]:
    """Yield a figure that is none of the data, where it can only be that of one indicator."""
    known = [figure for row in dossier.indicators for figure in _all_of(row)]
    for planned in (True, False):
        told = [each.stated for each in dossier.typed if each.stated.paragraph.planned is planned]
        texts = [
            each.stated
            for each in dossier.typed
            if each.stated.paragraph.planned is planned and (planned or each.exact)
        ]
        rows = list(_rows(dossier, planned=planned))
        found: dict[str, list[tuple[Stated, list[_ValuedIndicator]]]] = {}
        for each in filter(_is_asked, texts):
            counted = [one for one in rows if _may_be_of(dossier, each, one)]
            alike = [one for one in counted if _is_meant(each, one)] or _only(counted, told, each)
            if len({one.name for one in alike}) == 1 and not any(agree(each.figure, figure) for figure in known):
                found.setdefault(alike[0].name, []).append((each, alike))
        for pairs in found.values():
            if len(pairs) <= _MOST:
                yield from _of_one_name(dossier, told, pairs)


def _of_one_name(
    dossier: Dossier, told: Sequence[Stated], pairs: Sequence[tuple[Stated, Sequence[_ValuedIndicator]]]
) -> Iterator[Finding]:
    """Yield the first of the figures that may be of one indicator; several in one text, or different ones, are parts of it."""
    meant: list[tuple[Stated, _ValuedIndicator]] = []
    for each, alike in pairs:
        if each.paragraph.planned or not _is_elsewhere(each, told):
            free = (one for one in alike if not (_is_told(dossier, one, told, each) or _is_part(one, told, each)))
            meant += [(each, one) for one in islice(free, 1)]
    texts = {each.where for each, _ in meant}
    if meant and len(meant) == len(texts) and len({each.figure.value for each, _ in meant}) == 1:
        yield from _differs(dossier, *meant[0])


def _only(counted: Sequence[_ValuedIndicator], told: Sequence[Stated], each: Stated) -> list[_ValuedIndicator]:
    """Return the only indicator counted as the only such figure of a goal is, where both share a word."""
    if not each.paragraph.planned or len({one.name for one in counted}) != 1:
        return []
    said = telling(_MEASURE.sub("", each.phrase))
    if each.figure.unit in _GENERAL or _ELSEWHEN.search(each.lead) or _JOINED.search(str(counted[0].row.name)):
        return []
    unit = each.figure.unit
    beside = (other for other in told if other.where == each.where and comparable(other.figure.unit, unit))
    alone = len(list(islice(beside, 2))) == 1
    return list(counted) if alone and _share_a_word(said, counted[0].name) else []


def _may_be_of(dossier: Dossier, each: Stated, one: _ValuedIndicator) -> bool:
    """Tell whether a text may give the value of an indicator: a document prints both, both are of a year or of several."""
    if not comparable(one.figure.unit, each.figure.unit):
        return False
    text, row = each.paragraph.leaf.field, one.leaf.field
    is_long = bool(_LONG.search(" ".join((*text.path, *text.names, each.setting))))
    is_long_row = bool(_LONG.search(" ".join((*row.path, *row.names, str(one.row.name)))))
    return is_long is is_long_row and bool(each.paragraph.forms & dossier.having(row.path))


def _is_asked(each: Stated) -> bool:
    """Tell whether a figure stands in a goal, in what is to be done, or in a result."""
    role = each.paragraph.role
    if each.paragraph.planned:
        return role in (Role.GOAL, Role.CONTENT)
    return role is Role.RESULT or bool(each.paragraph.narrative and _RESULT.search(each.paragraph.key))


def _rows(dossier: Dossier, *, planned: bool) -> Iterator[_ValuedIndicator]:
    for row in dossier.indicators:
        leaf = row.leaf(Role.TARGET) if planned else row.leaf(Role.ACTUAL)
        shown = row.goal if planned else row.result
        found = only_figure(shown) if leaf and shown else None
        if leaf and found:
            yield _ValuedIndicator(row, leaf, found[0], telling(_MEASURE.sub("", unspaced(str(row.name)))))


def _all_of(row: Indicator) -> list[Figure]:
    """Return every figure typed beside an indicator."""
    shown = [str(each.text) for each in row.values.values() if isinstance(each, Leaf)]
    unit = next((found[0].unit for text in (row.goal, row.result) if text and (found := only_figure(text))), "")
    typed = [*shown, *(f"{text}{unit}" for text in shown if unit and text[-1:].isdigit())]
    return [found[0] for text in (row.goal, row.result, *typed) if text and (found := only_figure(text))]


def _is_told(dossier: Dossier, one: _ValuedIndicator, told: Sequence[Stated], each: Stated) -> bool:
    """Tell whether the text of a figure gives the value of an indicator too; of results, whether any does, or quotes it."""
    if each.paragraph.planned:
        return any(other.where == each.where and agree(other.figure, one.figure) for other in told)
    if any(agree(other.figure, one.figure) for other in told):
        return True
    name = fold(one.row.name)
    quoted = (QUOTE.findall(paragraph.text) for paragraph in dossier.paragraphs.narrative.holding("{{"))
    return any(fold(quote).removesuffix(f".{BARE}").rpartition(".")[2] == name for quotes in quoted for quote in quotes)


def _is_part(one: _ValuedIndicator, told: Sequence[Stated], each: Stated) -> bool:
    """Tell whether a figure and those beside it make the value of an indicator together."""
    beside = [figure for other in told if other.is_beside(each) and (figure := other.figure.in_unit(one.figure.unit))]
    total = sum((figure.value for figure in beside), Decimal(0))
    return len(beside) > 1 and agree(one.figure._replace(value=total), one.figure) is True


def _is_elsewhere(each: Stated, told: Sequence[Stated]) -> bool:
    """Tell whether another text gives the same figure, so that it is of something else than an indicator."""
    return any(other.where != each.where and agree(other.figure, each.figure) for other in told)


def _is_meant(each: Stated, one: _ValuedIndicator) -> bool:
    """Tell whether the words around a figure are those of a name: all of the one stand in the other, or most of both are common."""
    if (per := _PER.search(str(one.row.name))) and per[0] in each.lead and not each.paragraph.planned:
        return _is_said_of_each(each, one, per[0])
    said = telling(_MEASURE.sub("", _FILLER.sub("", each.phrase)))
    among = said.removeprefix(_AMONG)
    if (
        among != said
        and len(among) > SHORTEST_RESULT
        and set(among) <= set(one.name)
        and _share_a_word(among, one.name)
    ):
        return not _ELSEWHEN.search(each.lead.partition(_AMONG)[2])
    if _ELSEWHEN.search(each.lead) or not _share_a_word(said, one.name):
        return False
    if _JOINED.search(str(one.row.name)) and not set(one.name) <= set(said):
        return False
    if not each.paragraph.planned:
        is_whole = each.figure.unit != "%" or _OF_ALL in said
        is_named = len(said) >= SHORTEST_RESULT and set(said) <= set(one.name)
        return is_whole and is_named and not (each.partial or each.compared)
    if len(said) >= SHORTEST and set(said) <= set(one.name):
        return True
    common = len(set(said) & set(one.name))
    least = min(len(set(said)), len(set(one.name)))
    is_most = common >= _PART and (set(one.name) <= set(said) or common * _WHOLE >= least * _PART)
    is_end = each.figure.unit != "%" and len(one.name) >= _PART and said.endswith(one.name[-_PART:])
    return is_most or is_end


def _is_said_of_each(each: Stated, one: _ValuedIndicator, per: str) -> bool:
    """Tell whether a figure of every week, or of every place, is what an indicator is of: 平均每周开放19小时."""
    name = telling(_MEASURE.sub("", str(one.row.name).replace(per, "")))
    said = telling(each.lead.rpartition(per)[2])
    return len(said) >= SHORTEST and set(said) <= set(name) and _share_a_word(said, name) and not each.compared


def _share_a_word(said: str, name: str) -> bool:
    return any(said[at : at + 2] in name for at in range(len(said) - 1))


def _differs(dossier: Dossier, each: Stated, one: _ValuedIndicator) -> Iterator[Finding]:
    place = one.leaf.text.place
    called = "目标值" if each.paragraph.planned else "指标"
    forms = each.paragraph.forms & dossier.having(one.leaf.field.path)
    message = f"“{each.said}”和 {place.file} 第 {place.line} 行对不上：{called}“{one.row.name}”是“{one.leaf.text.strip()}”；请核对哪个对，改成一致"
    yield Finding(each.place, message, each.where, forms=forms)
