"""Which typed figure speaks of which figure of the data."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple, TypeAlias

from selfeval.evaluation.figures.addressed import unaddressed
from selfeval.evaluation.figures.figure import comparable
from selfeval.evaluation.figures.known import Indexes, Known, known_figures
from selfeval.evaluation.figures.phrase import searchable, shares_neighbours, subject, unspaced, words
from selfeval.evaluation.figures.reading import LEVEL, Stated
from selfeval.evaluation.figures.reckon import is_swap, is_turned
from selfeval.evaluation.figures.typed import TypedFigure
from selfeval.evaluation.paragraph import Paragraph
from selfeval.evaluation.words import either, trade_words
from selfeval.form.field import Role
from selfeval.form.form import Phase
from selfeval.submission.quotes import Quotes
from selfeval.submission.submission import Indicator
from selfeval.text.pattern import regex

_PROJECT = "项目"
SHORTEST = 4
"""How long a name is, at least, that may stand behind a verb."""
_BEFORE = regex(
    "(?:年初|年度|全年|本年)?(?:设定)?(?:的)?(?:计划|目标|任务)(?:值|数|量)?(?:为|是)?|[由从](?:(?:上年|去年|上一年|20[0-9]{2}年)(?:同期|[末底度])?的?)?(?=[0-9])"
)
"""Matches what says of a clause that it tells an aim, or what was before: what became of it follows (送戏下乡目标60场，实际完成68场)."""
_GRANTED = regex("预算|年初|安排|计划|批复")
_ITEM, _HEADING = (
    regex(r"(?:^|[。;:])\(?[0-9]{1,2}[.、)][^。,;:0-9]{2,28}(?<!预算|收支|资金|情况|执行|投入|概况|经费)[。:]$"),
    32,
)
"""Matches the name of one item of several that stands before a sentence (1.住房公积金。年初预算为82.19万元)."""
_COUNT = regex(r"(?:不[少低]于|≥)?\d.*")
Shelves: TypeAlias = dict[tuple[bool, str], list[tuple[Known, str, str, str]]]
"""The figures of the data, planned ones apart, by unit: each with what a mention must say, with all it may say, and with its digits in order."""


class Mention(NamedTuple):
    """Hold a typed figure and the figures of the data that it speaks of by its words, in the documents of some forms."""

    typed: TypedFigure
    known: tuple[Known, ...]
    forms: frozenset[str]


def mentions(quotes: Quotes, typed: Iterable[TypedFigure], indexes: Indexes) -> Iterator[Mention]:
    """Yield the figures typed into prose and remarks, but for those of the middle of the year.

    A figure that speaks of other figures in one form than in another is yielded for each.
    """
    remarks = remarked(quotes.indicators)
    found = [each for each in typed if _is_of_year(each.stated.paragraph) or each.stated.where in remarks]
    units = frozenset(each.stated.figure.unit for each in found)
    shelves = _shelves(known_figures(quotes, indexes, units) if found else (), units)
    alike = Counter((each.stated.where, each.stated.figure.unit) for each in found)
    name = quotes.submission.department_name
    for each in found:
        alone = alike[each.stated.where, each.stated.figure.unit] == 1
        said = words(unaddressed(_phrase(each.stated), name)) or _said_before(each)
        yield from _by_forms(each, _meant(each, said, shelves, remarks.get(each.stated.where, ""), alone=alone))


def _is_of_year(paragraph: Paragraph) -> bool:
    return paragraph.narrative and paragraph.phase is not Phase.MONITORING


def remarked(indicators: Iterable[Indicator]) -> dict[str, str]:
    """Return where the remarks on indicators stand, each with where its indicator stands."""
    return {remark.where: row.values.where for row in indicators if (remark := row.leaf(Role.REMARK))}


def _by_forms(each: TypedFigure, meant: tuple[Known, ...]) -> Iterator[Mention]:
    """Yield a figure with what it speaks of in each form; forms in which that is the same together."""
    if not meant and each.stated.paragraph.forms:
        yield Mention(each, (), each.stated.paragraph.forms)
        return
    ways: dict[tuple[int, ...], list[str]] = {}
    for form in sorted(each.stated.paragraph.forms):
        ways.setdefault(tuple(at for at, one in enumerate(meant) if form in one.forms), []).append(form)
    for numbers, forms in ways.items():
        yield Mention(each, tuple(meant[number] for number in numbers), frozenset(forms))


def _shelves(known: Iterable[Known], units: frozenset[str]) -> Shelves:
    """Sort figures of the data by the units of the prose: on the shelf of a unit lie all that may be meant by it."""
    own: Shelves = {}
    for one in known:
        if one.core:
            own.setdefault((one.planned, one.figure.unit), []).append(
                (one, one.core, one.around, _sorted_digits(one.number))
            )
    found: Shelves = {}
    for (planned, other), listed in own.items():
        for unit in units:
            if comparable(unit, other):
                found.setdefault((planned, unit), []).extend(listed)
    return found


def _meant(each: TypedFigure, said: str, shelves: Shelves, row: str, *, alone: bool) -> tuple[Known, ...]:
    """Return what a figure stands for; the only one of its unit in an indicator's own remark is that indicator's."""
    digits = _sorted_digits(each.stated.shown)
    return tuple(
        one
        for one, core, around, others in shelves.get((each.stated.paragraph.planned, each.stated.figure.unit), ())
        if (
            (alone or shares_neighbours(said, around))
            if row and one.row == row
            else said
            and (
                ((shares_neighbours(said, around) or _ends_with(said, core, one)) and _names(each, core, one))
                or (digits == others and _is_swapped(each, said, core, one))
            )
        )
    )


def _sorted_digits(text: str) -> str:
    return "".join(sorted(filter(str.isdigit, text)))


def _phrase(each: Stated) -> str:
    """Return what a figure counts, without the change that led to it."""
    return LEVEL.sub("", each.lead) + each.trail if LEVEL.search(each.lead) else each.phrase


def _said_before(each: TypedFigure) -> str:
    """Return the name of what the clause before tells an aim or the old figure of, empty where it tells neither."""
    last = "".join(each.stated.earlier[-1:])
    name = _BEFORE.sub("", last)
    return words(_COUNT.sub("", name)) if name != last else ""


def _ends_with(said: str, core: str, one: Known) -> bool:
    """Tell whether a clause says a name behind one verb (撰写统计分析报告); the name has none of its own."""
    if not said.endswith(core) or not unspaced(one.name).startswith(core):
        return False
    verb = said.removesuffix(core) if len(core) >= SHORTEST else said
    return bool(_handled().fullmatch(verb))


def _is_swapped(each: TypedFigure, said: str, core: str, one: Known) -> bool:
    """Tell whether a clause says a name, be it behind another verb or with words within it, and two digits that changed places
    are all that its figure differs in.
    """
    shown = each.stated.shown
    swapped = is_swap(shown, one.number)
    if one.budget or not (swapped or is_turned(shown, one.number)):
        return False
    bare = _handled().sub("", core, count=1) if _handled().match(core) else core
    name = bare if len(bare) >= SHORTEST - 1 else core
    if swapped and len(name) >= SHORTEST:
        return shares_neighbours(name, said)
    return said.endswith(name) and (len(name) > SHORTEST or (swapped and len(name) == SHORTEST - 1))


@lru_cache(maxsize=1)
def _handled() -> re.Pattern[str]:
    """Return a pattern of the verbs of office work behind which a name stands."""
    return regex(either(trade_words().handled))


def _names(each: TypedFigure, core: str, one: Known) -> bool:
    """Tell whether a clause says all that a name says, itself or carried on from an earlier clause."""
    if one.budget and (len(each.stated.paragraph.leaf.field.path) > 1 or _PROJECT in each.stated.before):
        return False
    if one.budget and _ITEM.search(each.stated.plain, max(0, each.stated.begin - _HEADING), each.stated.begin):
        return False
    if one.opening and not each.stated.paragraph.planned and not _GRANTED.search(each.stated.lead):
        return False
    own = searchable(each.stated.phrase)
    return shares_neighbours(core, own) or _is_carried(each.stated.earlier, own, one)


def _is_carried(earlier: tuple[str, ...], own: str, one: Known) -> bool:
    """Tell whether an earlier clause said what this one leaves unsaid, and up to there said nothing else.

    受理行政复议申请645宗，审结案件615件: the cases are those of 行政复议.
    """
    for clause in reversed(earlier):
        said = subject(_BEFORE.sub("", clause))
        for end in range(2, len(said) + 1):
            if shares_neighbours(one.core, f"{said[:end]} {own}"):
                return shares_neighbours(said[:end], one.around)
    return False
