"""Figures of one text against those of another: a sample of more than there are, a rate of amounts that stand elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.figures.figure import comparable, only_figure
from selfeval.evaluation.figures.phrase import unspaced
from selfeval.evaluation.figures.reading import ANY, A, P, Sentence, Stated, found_at
from selfeval.evaluation.figures.reckon import differs, less, measured, print_like, share, span
from selfeval.evaluation.finding import Finding
from selfeval.form.field import Role
from selfeval.quantity.units import is_money
from selfeval.text.pattern import regex

SHORTEST = 3
"""How many characters of what is counted two texts share, at least."""
_SAMPLE = regex("(?:抽查|抽取|抽样|走访|查看|回访|调研|核查|暗访)了?$")
_ALL = regex("(?:全部|所有|全体)(?:的)?$")
_SOME = regex("其中|每|各|另|余|第|新增|约|近")
_GRANTED = regex(
    rf"(?:安排|下达|批复|预算)[^,;{ANY[1:-1]}]{{0,16}}({A})[,;](?:已|实际|全年|累计|当年|共)*(?:支出|使用|执行|支付)了?({A})"
)
_CARRIED = regex("结转|结余|上年|追加|自筹|其中|分别|配套")
_RATE = regex("(?:预算|资金|支出|项目)*(?:执行率|支出率|支付率|使用率)(?:为|是|达到?)?")
_OF_THEM = regex(
    rf"({A})[^,;{ANY[1:-1]}]{{0,10}}(?:中|里),(?:已)?(?:有)?({A})[^,;{ANY[1:-1]}]{{0,10}},[^,;{ANY[1:-1]}]{{0,8}}率(?:为|是|达到?)?({P})(?=[,;]|$)"
)
"""Matches a count of which some are done, and the rate that these make (18个中，17个续签，续签率94.4%)."""
_BOTH = regex("(?P<one>[^和及与]{2,8})[和及与](?P<other>[^和及与]{2,8}?)(?:面积|长度|里程|总?[数量])")
"""Matches the name of an indicator that is of two things together."""
_NET = regex(
    rf"收入[^,;{ANY[1:-1]}]{{0,4}}({A})[,;、][^,;{ANY[1:-1]}]{{0,4}}(?:成本|支出|费用)[^,;{ANY[1:-1]}]{{0,3}}({A})[,;、]"
    rf"(?:净收益|净收入|净利润|净现金流|利润|盈余)[^,;{ANY[1:-1]}]{{0,3}}({A})"
)


def across_texts(dossier: Dossier) -> Iterator[Finding]:
    """Yield 抽查13个中心 where there are 9, 全部18个 where there are 16, 执行率98% of 320万元 of which 304万元 were spent, 收入 - 成本 ≠ 净收益."""
    told = [each for each in dossier.sentences if each.paragraph.narrative and not each.paragraph.planned]
    yield from _counts([each for sentence in told for each in sentence.figures if not each.rough])
    yield from _rates(told)
    yield from _parts_of_names(dossier)
    yield from _rates_of_some(told)
    for sentence in dossier.sentences if dossier.paragraphs.narrative.holding("收入") else ():
        for match in _NET.finditer(sentence.words):
            income, cost, net = (sentence.of(sign) for sign in match.groups())
            if len({each.figure.unit for each in (income, cost, net)}) != 1:
                continue
            if not less(span(income.figure), span(cost.figure)).meets(span(net.figure)):
                value = income.figure.value - cost.figure.value
                yield differs(net, f"{income.shown} - {cost.shown} = {print_like(value, net)}")


def _parts_of_names(dossier: Dossier) -> Iterator[Finding]:
    """Yield 造林1.6万亩，修复退化林1.3万亩 where 造林和退化林修复面积 is to be 3.2万亩."""
    for row in dossier.indicators:
        named = _BOTH.fullmatch(unspaced(str(row.name)))
        goal, leaf = row.goal if named else "", row.leaf(Role.TARGET)
        aim = only_figure(goal) if goal else None
        for sentence in dossier.sentences if named and aim and leaf else ():
            same = [each for each in sentence.figures if aim and comparable(each.figure.unit, aim[0].unit)]
            if not (named and aim and leaf and len(same) == 2 and sentence.paragraph.planned):
                continue
            one, other = same
            if any(each.rough or each.partial for each in same) or not set(named["one"]) <= set(one.lead):
                continue
            total = one.figure.value + measured(other, one).value
            whole = aim[0].in_unit(one.figure.unit)
            if whole and set(named["other"]) <= set(other.lead) and total != whole.value < total * 2 < whole.value * 4:
                place = leaf.text.place
                told = f"{one.shown} + {other.shown} = {print_like(total, one)}"
                message = f"{told}，{place.file} 第 {place.line} 行的指标“{row.name}”是“{goal}”；请核对哪个不对"
                yield found_at(other, message)


def _rates_of_some(told: Sequence[Sentence]) -> Iterator[Finding]:
    """Yield 18个中，16个续签，续签率94.4%."""
    for sentence in told:
        for match in _OF_THEM.finditer(sentence.words):
            whole, some, rate = (sentence.of(sign) for sign in match.groups())
            real = share(span(some.figure), span(whole.figure)) if some.figure.unit == whole.figure.unit else None
            if real and not real.meets(span(rate.figure)) and some.figure.value <= whole.figure.value:
                value = some.figure.value / whole.figure.value * 100
                yield differs(rate, f"{some.shown} ÷ {whole.shown} = {print_like(value, rate)}")


def _counts(figures: Sequence[Stated]) -> Iterator[Finding]:
    named = [each for each in figures if len(each.trail) >= SHORTEST]
    for each in named:
        is_sample, is_all = bool(_SAMPLE.search(each.lead)), bool(_ALL.search(each.lead))
        if not (is_sample or is_all):
            continue
        others = [
            other
            for other in named
            if other is not each and _count_same(each, other) and not _SAMPLE.search(other.lead) and not _is_some(other)
        ]
        if len({measured(other, each).value for other in others}) != 1:
            continue
        (value,), there = {measured(other, each).value for other in others}, others[0].place
        if (is_all and value != each.figure.value) or (is_sample and value < each.figure.value):
            told = f"“{each.said}”和 {there.file} 第 {there.line} 行的“{others[0].said}”对不上"
            yield found_at(each, f"{told}：{'抽查的不会比全部还多' if is_sample else '说的是全部'}；请核对哪个不对")


def _count_same(each: Stated, other: Stated) -> bool:
    """Tell whether two figures count the same thing: one says its name alone, with which the other goes on."""
    if not comparable(each.figure.unit, other.figure.unit):
        return False
    pairs = zip(each.trail, other.trail, strict=False)
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return same >= SHORTEST and same == min(len(each.trail), len(other.trail))


def _is_some(each: Stated) -> bool:
    return each.partial or bool(_SOME.search(each.lead))


def _rates(told: Sequence[Sentence]) -> Iterator[Finding]:
    """Yield what was spent where it is more than was granted, and a rate that is not that of the only two such amounts."""
    granted = [
        (sentence.of(match[1]), sentence.of(match[2]))
        for sentence in told
        for match in _GRANTED.finditer(sentence.words)
        if not _CARRIED.search(sentence.words)
    ]
    known = [pair for pair in granted if all(is_money(each.figure.unit) and not each.rough for each in pair)]
    for budget, spent in known:
        if measured(spent, budget).value > budget.figure.value:
            yield found_at(spent, f"支出 {spent.shown}比安排的 {budget.shown}还多；请核对哪个不对")
            return
    if len(known) != 1:
        return
    budget, spent = known[0]
    real = share(span(measured(spent, budget)), span(budget.figure))
    for each in (each for sentence in told for each in sentence.figures if each.figure.unit == "%" and not each.rough):
        if _RATE.fullmatch(each.lead) and each.where != spent.where and real and not real.meets(span(each.figure)):
            value = measured(spent, budget).value / budget.figure.value * 100
            there = spent.place
            message = f"{spent.shown} ÷ {budget.shown} = {print_like(value, each)}（{there.file} 第 {there.line} 行）"
            yield differs(each, message)
