"""What two texts say of one thing: how much it is to change, how many were late, how many were planned and done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.figures.figure import agree, only_figure
from selfeval.evaluation.figures.phrase import telling, unspaced
from selfeval.evaluation.figures.reading import Stated
from selfeval.evaluation.finding import Finding
from selfeval.form.field import Role
from selfeval.quantity.units import is_money
from selfeval.submission.tree import Leaf
from selfeval.text.pattern import regex

_CHANGE = regex(
    "(?P<thing>[^,;:。]{2,14}?)(?:比|较|同比|环比)[^,;:。]{0,8}?(?P<way>下降|降低|减少|增长|增加|提高|上升)了?(?:到|至)?$"
)
_RATE = regex("(?P<thing>.+?)(?:下降|降低|减少|增长|增加|提高|上升)[率比]?(?:例|率)?$")
_LATE = regex("[晚迟]于|比[^,;。]{0,4}计划[晚迟]|推迟|逾期|延期|滞后|超期")
_NOT_ALL = regex("其中[^,;。]{0,6}(?:上半年|首批)|上年|去年|同期|累计|每|各")
_ALL = regex("全部|均已|都已|全都")
_LEAST, _GROUP = 3, 20
"""How many telling characters two clauses on what was late share, and how many such are compared."""


def elsewhere(dossier: Dossier) -> Iterator[Finding]:
    """Yield a figure that is not the one of the data, or of another text, on the same thing."""
    told = [each for sentence in dossier.told for each in sentence.figures if not each.rough]
    yield from _changes(dossier, [each for each in told if each.figure.unit == "%" and each.paragraph.planned])
    yield from _late([each for each in told if not each.paragraph.planned and not is_money(each.figure.unit)])
    yield from _planned(dossier, told)
    yield from _not_all(told)


def _changes(dossier: Dossier, told: Sequence[Stated]) -> Iterator[Finding]:
    """Yield 计量投诉量比2024年下降14% in a plan where no target of 计量投诉量下降率 is of so much."""
    asked = [(each, found) for each in told if (found := _CHANGE.search(each.before))]
    if not asked:
        return
    named: dict[str, list[tuple[str, Leaf]]] = {}
    for row in dossier.indicators:
        leaf, found = row.leaf(Role.TARGET) or row.leaf(Role.PERIOD_TARGET), _RATE.fullmatch(unspaced(str(row.name)))
        if leaf and found:
            named.setdefault(found["thing"], []).append((row.goal or str(leaf.text), leaf))
    for each, change in asked:
        rows = named.get(change["thing"], [])
        known = [figure[0] for goal, _ in rows if (figure := only_figure(goal))]
        if not rows or len(known) != len(rows) or any(agree(each.figure, figure) is not False for figure in known):
            continue
        shown = "、".join(f"“{goal}”" for goal, _ in rows)
        leaf = rows[-1][1]
        forms = each.paragraph.forms & dossier.having(leaf.field.path)
        if forms:
            message = f"“{each.said}”和指标对不上：目标值是{shown}（{leaf.text.place.file} 第 {leaf.text.place.line} 行）；请核对哪个对，改成一致"
            yield Finding(each.place, message, each.where, forms=forms)


def _late(told: Sequence[Stated]) -> Iterator[Finding]:
    """Yield 其中3座晚于计划投用 in one text where another one says 1座冷库比计划晚20天投用."""
    late = [each for each in told if "天" not in each.figure.unit and _LATE.search(each.trail)][:_GROUP]
    for one, other in combinations(late, 2):
        if one.where == other.where or one.figure.unit != other.figure.unit or one.figure.value == other.figure.value:
            continue
        shared = {*telling(one.trail)} & {*telling(other.trail)}
        forms = one.paragraph.forms & other.paragraph.forms
        if forms and len(shared) >= _LEAST and not any(_NOT_ALL.search(each.before) for each in (one, other)):
            place = one.place
            message = (
                f"“{other.said}”和 {place.file} 第 {place.line} 行对不上：那里是“{one.said}”；请核对哪个对，改成一致"
            )
            yield Finding(other.place, message, other.where, forms=forms)


def _planned(dossier: Dossier, told: Sequence[Stated]) -> Iterator[Finding]:
    """Yield 7个项目常年训练 in the result of a task of which 办好9个项目的业余训练 was to be done."""
    contents = {each.paragraph.leaf.where.rpartition(".")[0]: each.paragraph.role for each in told}
    if not {Role.CONTENT, Role.GOAL} & {*contents.values()}:
        return
    texts: dict[str, list[Stated]] = {}
    for each in told:
        texts.setdefault(each.where, []).append(each)
    for beside in dossier.side_by_side:
        for result in beside.get(Role.RESULT, ()):
            for plan in (*beside.get(Role.CONTENT, ()), *beside.get(Role.GOAL, ())):
                yield from _fewer(texts.get(plan.where, ()), texts.get(result.where, ()))


def _fewer(planned: Sequence[Stated], done: Sequence[Stated]) -> Iterator[Finding]:
    """Yield the only count of a thing in a result that is less than the only one in the plan beside it."""
    for each in done:
        thing = _thing(each)
        same = [one for one in planned if _thing(one) == thing]
        alone = sum(_thing(one) == thing for one in done) == 1
        if not thing or len(same) != 1 or not alone or each.figure.value >= same[0].figure.value:
            continue
        plan = same[0]
        forms = each.paragraph.forms & plan.paragraph.forms
        if forms and not (each.partial or plan.partial or each.compared):
            message = f"“{each.said}”比 {plan.place.file} 第 {plan.place.line} 行计划的“{plan.said}”少；写错了请改，确实没有完成请说明原因"
            yield Finding(each.place, message, each.where, forms=forms)


def _not_all(told: Sequence[Stated]) -> Iterator[Finding]:
    """Yield 2座储备库的低温系统全部投入使用 where 改造3座储备库的低温控制系统 was planned: all are fewer than were to be."""
    asked = [each for each in told if not each.paragraph.planned and _ALL.search(each.trail)]
    if not asked:
        return
    plans: dict[str, list[Stated]] = {}
    for each in (one for one in told if one.paragraph.planned and not (one.partial or one.compared)):
        if not is_money(each.figure.unit) and (thing := _counted(each)):
            plans.setdefault(thing, []).append(each)
    counts = Counter((each.where, _counted(each)) for each in told)
    for each in asked:
        thing = _counted(each)
        same = plans.get(thing, [])
        if len(same) != 1 or counts[each.where, thing] != 1 or each.figure.value >= same[0].figure.value:
            continue
        plan = same[0]
        forms = each.paragraph.forms & plan.paragraph.forms
        if forms and not (each.partial or each.compared):
            message = f"“{each.said}”写的是全部，{plan.place.file} 第 {plan.place.line} 行计划的是“{plan.said}”；请核对哪个对，确实没有做完的不写“全部”"
            yield Finding(each.place, message, each.where, forms=forms)


def _counted(each: Stated) -> str:
    """Return the unit of a figure with the first words behind it: 座储备库; "" where there are too few."""
    words = telling(each.trail)[:_LEAST]
    return each.figure.unit + words if len(words) == _LEAST else ""


def _thing(each: Stated) -> str:
    """Return what a figure counts where its unit does not say so: 个项目; "" where nothing follows it."""
    return each.figure.unit + each.trail[:2] if each.figure.unit in ("个", "项") and len(each.trail) > 1 else ""
