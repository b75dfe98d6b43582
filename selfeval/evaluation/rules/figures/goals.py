"""Results in prose that are below the goal that another text names, and large adjustments without a word about them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.figures.figure import comparable
from selfeval.evaluation.figures.phrase import telling
from selfeval.evaluation.figures.reading import Stated
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.rules.figures.table import budget
from selfeval.form.field import Role
from selfeval.problem import Place
from selfeval.text.pattern import regex

SHORTEST = 4
"""How many telling characters a goal and a result share, at least, at the end of what they count."""
_WORD = 2
"""How many characters before the only result in a unit stand among those of the only goal in it."""
_NOUN = 3
"""How many characters behind the only result in a unit stand among those behind the only goal in it."""
_SOME = regex("新|另|还|其余|剩|增|其中|有$")
_APART = regex("比|较|多|少")
"""Matches what says of a number that it is a difference."""
_COMMON = frozenset(
    ("个", "项", "次", "人", "人次", "万人次", "%", "元", "万元", "亿元", "天", "年", "月", "小时", "家", "件")
)
"""Units in which anything may be counted."""
LARGE = Decimal("0.4")
"""From what share of the opening budget on an adjustment needs a word."""
_AT_LEAST = regex("不少于|不低于|达到|以上|≥|至少|超过|完成")
_AT_MOST = regex("不超过|不高于|以内|以下|控制|降|减|压|投诉|事故|超")
_LIMIT_BEFORE = regex("不超过|不高于|不大于|控制在|≤$")
_LIMIT_BEHIND = regex("以内|以下|之内")
_LIMITED = regex("不超过|不高于|不大于|控制在|≤|[降压减]低?(?:到|至|$)|控制|以内|以下|之内")
_ADJUSTED = regex("追加|调增|调减|压减|核减|预算调整|调整预算|中途|结转|上级下达|新增|增拨|收回|专项")


def result_below_goal(dossier: Dossier) -> Iterator[Finding]:
    """Find 培训84场 in a result where the goal was 培训不少于90场, and nothing in the result reaches it."""
    figures = [each for sentence in dossier.sentences for each in sentence.figures if each.figure.unit]
    goals = [each for each in figures if each.paragraph.planned and (_is_goal(each) or _is_plain_goal(each))]
    limits = [each for each in figures if each.paragraph.planned and _is_limit(each)]
    results = [each for each in figures if not each.paragraph.planned and not each.rough] if goals or limits else []
    if not results:
        return
    known = {each.typed.stated.place for each in dossier.mentions if each.known}  # an indicator has its own verdict
    yield from _above_limits([each for each in limits if each.place not in known], results, known)
    for goal in (each for each in goals if each.place not in known):
        name = _name(goal)
        alike = [
            each
            for each in results
            if comparable(each.figure.unit, goal.figure.unit) and _counts_same(name, each) and each.place not in known
            if _is_goal(goal)
        ] or _only_ones(goal, figures, known)
        values = [(each, each.figure.in_unit(goal.figure.unit)) for each in alike]
        if values and all(value and value.value < goal.figure.value for _, value in values) and len(values) == 1:
            result = values[0][0]
            forms = goal.paragraph.forms & result.paragraph.forms
            if forms and not result.partial and not result.compared:
                place = goal.place
                message = f"“{result.said}”没有达到 {place.file} 第 {place.line} 行的目标“{goal.said}”；写错了请改，确实没有完成请说明原因"
                yield Finding(result.place, message, result.where, "", forms)


def _only_ones(goal: Stated, figures: list[Stated], known: set[Place]) -> list[Stated]:
    """Return the result in a unit of which the texts give one goal and one result, with a word of the goal's before it."""
    same = [each for each in figures if each.figure.unit.removeprefix("万") == goal.figure.unit.removeprefix("万")]
    results = [each for each in same if not each.paragraph.planned]
    is_alone = len(same) == len(results) + 1 and len(results) == 1 and goal.figure.unit not in _COMMON
    if not is_alone or results[0].rough or results[0].place in known or _APART.search(results[0].lead):
        return []
    said, wanted = telling(results[0].lead)[-_WORD:], telling(goal.phrase)
    noun, whole = telling(results[0].trail)[:_NOUN], telling(goal.trail)[: _NOUN * 2]
    is_same = len(noun) == _NOUN and noun in whole and not results[0].partial and not _SOME.search(results[0].lead)
    return results if is_same or (len(said) == _WORD and said in wanted) else []


def _above_limits(limits: list[Stated], results: list[Stated], known: set[Place]) -> Iterator[Finding]:
    """Yield 损耗率13.1% in a result where the goal was to bring it down to 12%以内."""
    for limit in limits:
        name = telling(_LIMITED.sub("", limit.phrase.removesuffix(limit.trail)))
        alike = [
            each
            for each in results
            if each.figure.unit == limit.figure.unit and each.place not in known and _counts_same(name, each)
        ]
        if len(name) >= SHORTEST and len(alike) == 1 and alike[0].figure.value > limit.figure.value:
            (result,) = alike
            forms, place = limit.paragraph.forms & result.paragraph.forms, limit.place
            if forms and not result.partial and not result.compared:
                message = f"“{result.said}”超过了 {place.file} 第 {place.line} 行的目标“{limit.said}”；写错了请改，确实没有做到请说明原因"
                yield Finding(result.place, message, result.where, "", forms)


def _is_limit(each: Stated) -> bool:
    return bool(_LIMIT_BEFORE.search(each.lead) or _LIMIT_BEHIND.match(each.trail))


def _is_goal(each: Stated) -> bool:
    around = each.lead + each.trail[:2]
    return (
        len(_name(each)) >= SHORTEST and bool(each.bounded or _AT_LEAST.search(around)) and not _AT_MOST.search(around)
    )


def _is_plain_goal(each: Stated) -> bool:
    """Tell whether a goal gives a number of things in a unit of few things, to be reached: 补植乔灌木3200株."""
    is_rare = each.figure.unit not in _COMMON and each.paragraph.role is Role.GOAL
    return is_rare and not (each.rough or each.partial or _AT_MOST.search(each.lead) or _LIMIT_BEHIND.match(each.trail))


def _name(each: Stated) -> str:
    return telling(_AT_LEAST.sub("", each.phrase.removesuffix(each.trail)))


def _counts_same(name: str, each: Stated) -> bool:
    own = telling(each.phrase.removesuffix(each.trail))
    shorter, longer = sorted((name, own), key=len)
    is_reworded = len(shorter) > SHORTEST and set(shorter) <= set(longer) and shorter[-2:] == longer[-2:]
    return len(shorter) >= SHORTEST and (longer.endswith(shorter) or is_reworded)


def adjustment_without_reason(dossier: Dossier) -> Iterator[Finding]:
    """Find a budget that was changed by two fifths or more and of which no text says why."""
    if any(_ADJUSTED.search(paragraph.text) for paragraph in dossier.paragraphs.narrative):
        return
    told = set[str]()
    for form in dossier.forms:
        table = budget(dossier.submission, form)
        for opening in (one for one in table.opening if one.own and one.value):
            for adjusted in (one for one in table.adjusted if one.own and one.unit == opening.unit):
                share = abs(adjusted.value - opening.value) / opening.value
                leaf = dossier.submission.leaf(adjusted.path) if share >= LARGE else None
                if leaf and leaf.where not in told:
                    told.add(leaf.where)
                    message = (
                        f"“{adjusted.label}”比年初变了 {share * 100:.0f}%，哪段文字都没有说为什么；请在文字里写一句原因"
                    )
                    yield Finding(leaf.text.place, message, leaf.where, "", frozenset({form.slug}))
