"""Figures of one text against those of another: a sample of more than there are, a rate of amounts that stand elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import takewhile

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.figures.figure import comparable, only_figure
from selfeval.evaluation.figures.phrase import unspaced
from selfeval.evaluation.figures.reading import ANY, A, P, Sentence, Stated, found_at
from selfeval.evaluation.figures.reckon import differs, digits_of, less, measured, print_like, share, span
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.rules.figures.told_again import told_again
from selfeval.form.field import Role
from selfeval.quantity.units import is_money
from selfeval.submission.submission import Indicator
from selfeval.text.pattern import regex

SHORTEST = 3
"""How many characters of what is counted two texts share, at least."""
_SAMPLE = regex("(?:抽查|抽取|抽样|走访|查看|回访|调研|核查|暗访)了?$")
_ALL = regex("(?:全部|所有|全体)(?:的)?$")
_SOME = regex("其中|每|各|另|余|第|新增|约|近")
_GRANTED = regex(
    rf"(?:安排|下达|批复|预算)[^,;{ANY[1:-1]}]{{0,16}}({A})[,;](?:已|实际|全年|累计|当年|共)*(?:支出|使用|执行|支付)了?({A})"
)
_OF_BUDGET = regex(rf"(?:支出|使用|执行)了?({A}),(?:全年|年度)?预算(?:数)?[为是]?({A})(?=[,;]|$)")
_CARRIED = regex("结转|结余|上年|追加|自筹|其中|分别|配套")
_RATE = regex("(?:预算|资金|支出|项目)*(?:执行率|支出率|支付率|使用率)(?:为|是|达到?)?")
_OF_THEM = regex(
    rf"({A})[^,;{ANY[1:-1]}]{{0,10}}(?:中|里),(?:已)?(?:有)?({A})[^,;{ANY[1:-1]}]{{0,10}},(?P<rate>[^,;{ANY[1:-1]}]{{2,8}})率(?:为|是|达到?)?({P})(?=[,;]|$)"
)
"""Matches a count of which some are done, and the rate that these make (18个中，17个续签，续签率94.4%)."""
_COMPARED = regex(
    rf"({A}),?(?:均|远|明显|略|稍|大大)*(?P<way>低于|少于|小于|短于|高于|多于|大于|长于)[^,;{ANY[1:-1]}]{{0,12}}(?:(?:平均|均价|标准|限额|上限|下限|定额|控制数|水平|规划的|规定的|要求的)[^,;{ANY[1:-1]}]{{0,2}}({A})|({A})的)"
)
"""Matches two figures of which one is said to be less, or more, than the other (19万元，低于同类城区18.5万元)."""
_LESS = frozenset(("低于", "少于", "小于", "短于"))
_THEN = regex("(20[0-9]{2})年")
_STATE = regex("完工|竣工|建成|在建|续建|开工|招标|停工|待建|未建|设计|验收")
"""Matches how far things are, each of which is in one state."""
_SOME_OF = regex("其中|已验收|均|全部")
_WIDE, _BACK = 6, 2
"""How many characters from a figure its state stands at most; up to how many states are too few to be all."""
_OF_YEAR = regex("(20[0-9]{2})年(?!末|底|初)[^,;0-9]{0,14}$")
_EACH_DAY = regex("每(?:天|日|月|次|学?期)")
"""Matches what a standard is for, which an amount need not be (人均821元，低于每人每天450元的标准)."""
_SINCE_THEN = regex("(?:比|较)上年(?P<way>增加|增长|多|减少|下降|少)了?$")
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
    for sentence in dossier.sentences:
        yield from _compared_wrongly(sentence)
    yield from _of_two_years(dossier, told)
    yield from _states(dossier)
    for passage in dossier.reckoned:
        yield from told_again(passage)
        yield from _since_last_year([each for sentence in passage for each in sentence.figures])
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


def _states(dossier: Dossier) -> Iterator[Finding]:
    """Yield 完工8座，在建3座，另有2座完成招标 where the only indicator counted so is to be 12座."""
    goals: dict[str, list[tuple[Indicator, Decimal]]] = {}
    for row in dossier.indicators:
        found = only_figure(row.goal) if row.goal else None
        if found:
            goals.setdefault(found[0].unit, []).append((row, found[0].value))
    for sentence in dossier.sentences if goals else ():
        for unit in {each.figure.unit for each in sentence.figures if not sentence.paragraph.planned}:
            told = [each for each in sentence.figures if each.figure.unit == unit]
            clause = sentence.words[told[0].position : told[-1].position]
            are_states = all(_STATE.search(each.lead[-_WIDE:] + each.trail[:_WIDE]) for each in told)
            total = sum((each.figure.value for each in told), Decimal(0))
            if len(told) <= _BACK or not are_states or ";" in clause or _SOME_OF.search(clause):
                continue
            if len(goals.get(unit, ())) == 1 and not any(each.rough for each in told) and total > goals[unit][0][1]:
                yield _over_target(told, total, goals[unit][0][0])


def _over_target(told: Sequence[Stated], total: Decimal, row: Indicator) -> Finding:
    leaf = row.leaf(Role.TARGET)
    there = f"{leaf.text.place.file} 第 {leaf.text.place.line} 行的" if leaf else ""
    added = f"{' + '.join(each.shown for each in told)} = {print_like(total, told[0])}"
    return found_at(told[0], f"{added}，{there}目标是“{row.goal}”，加起来还多；请核对哪个不对")


def _of_two_years(dossier: Dossier, told: Sequence[Sentence]) -> Iterator[Finding]:
    """Yield 2024年安排320万元 where another text says 2025年补助资金320万元, and none says both of it."""
    year = dossier.submission.year
    dated: dict[tuple[Decimal, str], list[tuple[str, Stated]]] = {}
    for each in (each for sentence in told for each in sentence.figures if is_money(each.figure.unit)):
        named = _OF_YEAR.search(each.lead)
        if named and not each.rough and len(digits_of(each).strip("0")) > 1:
            dated.setdefault(each.figure[::2], []).append((named[1], each))
    for listed in dated.values():
        years = {named for named, _ in listed}
        strange = [each for named, each in listed if named != year]
        if len(years) == 2 and year in years and len(strange) == 1 and f"{year}年" not in strange[0].plain:
            own = next(each for named, each in listed if named == year)
            place = own.place
            message = f"“{strange[0].said}”和 {place.file} 第 {place.line} 行对不上：那里是“{own.said}”，同一个数写在两个年度；请核对年份"
            yield found_at(strange[0], message)


def _compared_wrongly(sentence: Sentence) -> Iterator[Finding]:
    """Yield 19万元，低于同类城区18.5万元."""
    for match in _COMPARED.finditer(sentence.words):
        one, other = sentence.of(match[1]), sentence.of(match[3] or match[4])
        value = other.figure.in_unit(one.figure.unit)
        if one.rough or other.rough or value is None or one.figure.value == value.value or _EACH_DAY.search(match[0]):
            continue
        if (one.figure.value < value.value) is not (match["way"] in _LESS):
            yield found_at(one, f"{one.shown}不会{match['way']} {other.shown}；请核对哪个不对")


def _since_last_year(figures: Sequence[Stated]) -> Iterator[Finding]:
    """Yield 2024年安排280万元；2025年安排365万元，比上年增加95万元: each figure is of the year named last before it."""
    known: dict[int, list[Stated]] = {}
    year, last = 0, 0
    for each in figures:
        named = _THEN.findall(each.plain[last if last <= each.number.start else 0 : each.number.start])
        year, last = int(named[-1]) if named else year, each.number.end
        since = _SINCE_THEN.search(each.lead)
        if since and year:
            now, then = known.get(year, []), known.get(year - 1, [])
            if len(now) == len(then) == 1 and now[0].figure.unit == then[0].figure.unit == each.figure.unit:
                rest = now[0].figure.value - then[0].figure.value
                told = each.figure.value if since["way"] in ("增加", "增长", "多") else -each.figure.value
                if abs(rest - told) > max(one.figure.step for one in (each, now[0], then[0])):
                    yield differs(each, f"{now[0].shown} - {then[0].shown} = {print_like(abs(rest), each)}")
        elif year and not each.rough:
            known.setdefault(year, []).append(each)


def _rates_of_some(told: Sequence[Sentence]) -> Iterator[Finding]:
    """Yield 18个中，16个续签，续签率94.4%."""
    for sentence in told:
        for match in _OF_THEM.finditer(sentence.words):
            whole, some, rate = (sentence.of(match[at]) for at in (1, 2, 4))
            if match["rate"][-2:] not in some.trail:
                continue
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
    behind = [
        (sentence.of(match[2]), sentence.of(match[1]))
        for sentence in told
        for match in _OF_BUDGET.finditer(sentence.words)
        if not _CARRIED.search(sentence.words)
    ]
    for budget, spent in (*known, *(pair for pair in behind if all(is_money(each.figure.unit) for each in pair))):
        if measured(spent, budget).value > budget.figure.value and "年初" not in budget.lead:
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
