"""Rates of two amounts: 办结率, 执行率, 完成年任务40个的90%.

A rate is right when any two amounts beside it give it. It is wrong only where its name says what was done, and
a figure of the same measure stands before that.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from itertools import combinations, pairwise

from selfeval.evaluation.figures.phrase import shares_neighbours, words
from selfeval.evaluation.figures.reading import ANY, WORD, A, P, Sentence, Stated, found_at
from selfeval.evaluation.figures.reckon import (
    Span,
    add,
    differs,
    is_one_slip,
    is_said,
    is_swap,
    may_be_slip,
    measured,
    print_like,
    share,
    span,
)
from selfeval.evaluation.figures.roles import OTHER_BASE, is_change, is_of_other_base, outside, same_measure
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.rules.figures.far_rates import far_rate_differs
from selfeval.evaluation.rules.figures.overall import rate_of_many
from selfeval.evaluation.rules.figures.respective import SHARE, out_of_order
from selfeval.evaluation.rules.figures.swapped import NAMED_RATE, OF_WHOLE, is_rated, swapped_rate
from selfeval.evaluation.words import either, trade_words
from selfeval.quantity.units import is_money
from selfeval.text.pattern import regex

_NO_AMOUNT = frozenset(("%", "个百分点", "百分点", "倍"))
_REACH = 16
"""How many amounts before a rate may be those of which it is."""
_OF = (
    rf"(?P<what>{WORD}*?)\(?(?P<base>{A})?\)?(?P<more>{WORD}{{0,6}}?)"
    rf"的(?:比[例重率]?)?(?:约?为|达到?)?(?P<rate>{P})"
)
_DONE_OF = regex(rf"(?:完成|达到?|实现|为|是|相当于){_OF}")
_SHARE_OF = regex(rf"占{_OF}")
_ROW = regex(rf"率(?:分别|依次|各)(?:为|是|达到?)?(?P<rates>{P}(?:[、,和及与]+{P})+)")
_RATES = regex(P)
_FAR = 15
"""How many times a rate another one is that is not taken for a slip of it."""
_BASE = regex(
    "计划|任务|目标|设定|预算|受理|应|总|安排|下达|批复|到位|收[到件回]|回收|接[到收]|抽[检查]|检查|派[发单出]|共|列入|登记|申[请报]|指标|投放|发放|核定"
)
_SPENT = regex("支出|执行|使用|支付|拨付|完成|发放|兑付|列支|下拨")
_MONEY_RATES = regex("执行|支出|使用|支付|预算完成|预算|拨付|资金到位")
_QUALIFIERS = regex(
    "综合|整体|总体|平均|全年|年度|年初|本年|当年|预算|任务|目标|计划|项目|资金|实际|经费|部门|总|的|已|其|工作|情况|数|累计"
)
_PLANNED = regex("计划|任务|目标|指标数?$|应")
_ADDED = regex("追加|调增|增拨|另安排|加上")
_CHANGED = regex("调整$|变动$|变化$")
"""Matches the name of a rate that is of what an amount changed by (预算调整率)."""
_NEWLY = regex("招[生收录聘]|报名|录[取用]|入学")
"""Matches what says of people that they have only begun (招生1064人，就业率97.61%)."""
_A_YEAR, _OF_YEAR = regex("20[0-9]{2}年"), regex("当年|本年|年度")
_PARTICLES = regex("[了的达为有共到]+$")
_OF_ALL = frozenset(("完成", "实际", "计划", "任务", "目标", "预算", "资金", "全年", "总数"))
"""Ends of the words before an amount that do not name a rate by themselves."""
_COMMON = frozenset("完成率实际已数达到")
_LOST = regex("减|节|省|退|淘汰|损耗|漏损|^[不未][^率]*率")
_ALL, _NEAR, _CLAUSES = 100, 12, 3
_FAR_OVER = 120
"""Above how much per cent an amount is none of another, which was not due."""
_PLANNED_RATE = regex("完成|计划|任务|目标|执行|预算")
_TAKEN = regex("共|受理|收[到案]|接[到收]|总|抽检|检查|登记|应|审结|办结|人口")
_PLANS, _NAME = 6, 3
"""How many sentences back a plan stands at the farthest, and how many characters its name shares with what was done."""
_FEW = 8
_WINDOW = 200
"""How many characters before a rate may say that it has another base."""
_STOCKED = regex(
    rf"\(?含?[^,;({ANY[1:-1]}]{{0,6}}(?:旧存|积存|结转|遗留|未结|未办结)[^,;){ANY[1:-1]}]{{0,6}}{A}(?:[^,;)]{{0,6}}\))?"
)
_STOCK = regex("(?:旧存|积存|结转|遗留|未结|未办结)[^,;]{0,6}$")
"""Match what was there before, with its figure and before it: its rate is tried with it and without."""
_REST_OF = regex("[不未非]")
_PART = regex("其中|包括|含")
_STRICTER = regex(
    "[期时]限内|法定|按[期时]|及时|如期|准时|一次|首次|初次|当[日天月场]|直接|限期|限时|提前|优[质良秀]|即时|有效|综合"
)
"""Words that make the name of a rate narrower than the count of what was done (按期办结率, of 办结)."""
_IN_TIME = regex("(?:分钟|小时|日|天|期限|时限|规定时间)[以之]?内|当[日天月场]|[及按准]时|如期|按期")
_ACTUAL = regex("实际|已|完成|通过|实[有到检种收参]|办结|落实")
_DUE = regex("应|设定|计划|任务|目标|预算|指标|年度?计划")
_OWED = regex("计划|任务|目标|应[参检收缴办接种培训保签修]")
_NOT_YET = regex("未到|未满|尚未届|不需|无需|不适用")
"""Matches what says of an amount that nothing had to be done with it."""
_TO_DO, _DID = regex("计划|任务|目标|设定"), regex("实际")
_YEARS = regex("[两二三四五六]年|规划|总(?:目标|任务)")
"""Matches that a plan is for more than the year."""
_SETTLED = regex("办结|审结|结案|执结|结办")
"""Matches that a case was brought to its end, however it is called."""
_OF_DUE = regex("完成|执行|落实|达成|实现|使用|支出|支付|到位|兑现")
_MEAN = regex("平均|[日月年季]均")
"""Matches what makes a rate the mean of many (平均利用率)."""
_SAVED = regex("节约|节资|节支|审减|核减|下浮")
_LEFT_OVER = regex("中标|成交|结算|审定|决算|实际|合同")
_OF_QUALITY = regex("合格|满意|优[良秀]|达标|及格|知晓|通过")
"""Matches what makes a rate that of something else than the deed named before it (培训合格率, of 培训)."""
_TOGETHER = regex("合计|共|总计")


def typed_rate_differs(passage: Sequence[Sentence]) -> Iterator[Finding]:
    """Find 1143件，成功1134件，成功率99.12%: the two amounts beside a rate give another one."""
    taken: list[Stated] = []
    for at, sentence in enumerate(passage):
        for rate in sentence.figures:
            if rate.figure.unit == "%" and not (rate.rough or rate.bounded or is_of_other_base(rate)):
                yield from _of_amounts(passage, at, rate, taken)
        yield from _respective(passage, at)
        for match in _DONE_OF.finditer(sentence.words) if "的" in sentence.words else ():
            yield from list(_of_base(sentence, match)) or _of_told_plan(passage, at, match)
        if len(taken) < _FEW:
            taken += [each for each in sentence.figures if _TAKEN.search(each.lead)]


def _of_amounts(passage: Sequence[Sentence], at: int, rate: Stated, taken: Sequence[Stated]) -> Iterator[Finding]:
    """Yield a rate that the amounts beside it, or far before it, do not give."""
    if (many := rate_of_many(passage, at, rate)) is not None:
        yield from many
        return
    named = NAMED_RATE.search(rate.lead)
    if named and _CHANGED.search(named["stem"]):
        return  # what it changed from and to is not told by where they stand
    told = [*_named(passage, at, rate, taken), *_ahead(passage[at], rate)]
    yield from told or list(_swapped(passage, at, rate)) or far_rate_differs(passage, at, rate)


def _ahead(sentence: Sentence, rate: Stated) -> Iterator[Finding]:
    """Yield 消防栓完好率96.8%，在检查的2140个消防栓中，完好2110个: a rate before the two amounts of its name."""
    named = NAMED_RATE.search(rate.lead)
    number = sentence.at(rate.sign)
    behind = _amounts(sentence.figures[number + 1 : number + 3])
    if not named or len(behind) < 2 or _amounts(sentence.figures[:number]) or OTHER_BASE.search(sentence.words):
        return
    base, done = behind
    exact = _QUALIFIERS.sub("", named["stem"])[-2:] == _PARTICLES.sub("", done.lead.removesuffix("的"))[-2:]
    near = sentence.words.count(",", rate.position, done.position) <= _CLAUSES and not _STRICTER.search(named["stem"])
    plain = not (base.rough or done.rough or is_change(done)) and done.figure.value <= base.figure.value
    if exact and near and plain and same_measure(base, done) and not fits(rate, _amounts(sentence.figures)):
        yield from _differs(rate, done, base)


def _swapped(passage: Sequence[Sentence], at: int, rate: Stated) -> Iterator[Finding]:
    """Yield 断面38个，达标的35个，水质优良比例91.2%: the share of two amounts before it but for two digits."""
    pair = swapped_rate(passage, at, rate) if not OF_WHOLE.search(rate.lead) else None
    if pair:
        yield from _differs(rate, *pair, sure=True)


def _respective(passage: Sequence[Sentence], at: int) -> Iterator[Finding]:
    """Yield 分别完成8640人、2316人和648人，完成率分别为108.0%、105.3%和105.2%, of which one has another base or part."""
    sentence = passage[at]
    for match in _ROW.finditer(sentence.words) if "率" in sentence.words else ():
        rates = [sentence.of(sign) for sign in _RATES.findall(match["rates"])]
        before = [each for each in sentence.figures if each.position < match.start()]
        for amounts in (before, [*(passage[at - 1].figures if at else ()), *before]):
            known = _amounts(amounts)
            if len(known) >= 2 * len(rates) and not any(each.rough for each in rates):
                yield from out_of_order(rates, known, (SHARE,))
                break


def typed_rate_impossible(passage: Sequence[Sentence]) -> Iterator[Finding]:
    """Find 调处3231宗，成功率99.885%: no whole number of the count gives the rate beside it."""
    for sentence in passage:
        for whole, rate in pairwise(sentence.figures):
            count, told = whole.figure, rate.figure
            named = NAMED_RATE.search(rate.lead) if told.unit == "%" else None
            done = _done().search(named["stem"]) if named else None
            if not named or not done or count.unit not in trade_words().done[done[0]] or whole.rough or rate.rough:
                continue
            alone = sum(each.figure.unit == count.unit for each in sentence.figures) == 1 and count.step == 1
            rest, said = words(_done().sub("", named["stem"])), whole.before + whole.phrase
            if _done().search(whole.phrase) or not alone or not count.value or count.value % 1:
                continue
            if not shares_neighbours(rest, said) or whole.compared or _NEWLY.search(whole.lead):
                continue
            near = (told.value * count.value / 100).to_integral_value(ROUND_HALF_UP)
            possible = [(near + more) / count.value * 100 for more in (-1, 0, 1)]
            if all(abs(each - told.value) > told.half for each in possible):
                nearest = possible[1].quantize(told.step, ROUND_HALF_UP)
                yield found_at(
                    rate,
                    f"“{rate.said}”不可能：{whole.shown}里取哪个整数都得不出这个比率，最近的是 {nearest}%",
                )


@lru_cache(maxsize=1)
def _done() -> re.Pattern[str]:
    """Return a pattern of what can be counted as done."""
    return regex(either(trade_words().done))


def _named(passage: Sequence[Sentence], at: int, rate: Stated, taken: Sequence[Stated]) -> Iterator[Finding]:
    """Yield a rate with a name that the two amounts of its name do not give."""
    sentence = passage[at]
    named = NAMED_RATE.search(rate.lead)
    own = _amounts(sentence.figures[: sentence.at(rate.sign)])
    if not named or not own:
        return
    stem = named["stem"]
    another = _MEAN.search(stem) or _other_base(sentence, rate)
    candidates = _amounts(passage[at - 1].figures) + own if at else own
    done = _done_of(stem, own)
    if done is None:
        yield from _of_plan(rate, candidates) if _OF_DUE.search(stem) and not another else ()
        return
    before = [each for each in candidates[: candidates.index(done)] if same_measure(each, done) and not is_change(each)]
    base = _aside(sentence, rate, done) or next((each for each in reversed(before) if _BASE.search(each.lead)), None)
    base = (
        base
        or _far(taken, rate, done)
        or (before[-1] if before else _due_behind(own, done) or _due_next(sentence, rate, done))
    )
    carried = sentence.words.startswith("其中")
    base = _beside(rate, done, own, base) if _is_named(stem, done) else base
    if base is not None and base in candidates and base not in own and not (_BASE.search(base.lead) or carried):
        return
    if base is None or base.rough or done.rough or _is_of_other(sentence, rate, done, base):
        return
    alone = (
        [each for each in own if same_measure(each, done)] == [base, done]
        and _says(stem, done)
        and not _says(stem, base)
    )
    if _PART.search(done.lead) and not alone and (not _is_named(stem, done) or _is_named(stem, base)):
        return
    if any(each.rough and same_measure(each, done) for each in candidates):
        return
    turned = (done, base) if _BASE.search(base.lead) else None
    if _ADDED.search(sentence.words):
        candidates = [*candidates, *_sums(candidates)]
    candidates = [*candidates, *_of_two_kinds(stem, own), *_due_by_now(base, own)]
    stocks = [each for each in own if _STOCK.search(each.lead) and same_measure(each, done)]
    candidates += [more for stock in stocks for more in _with_stock(candidates, stock)]
    if another and not _is_swap_of(rate, done, base):
        return
    sensible = candidates + _amounts(sentence.figures)
    done_or_left = [each for each in sensible if each is done or _is_named(stem, each) or _REST_OF.search(each.lead)]
    parts = done_or_left if _is_named(stem, done) and base in own else None
    if not (_is_taken(sentence, rate, done, base) or fits(rate, sensible, turned, parts)):
        others = [each for each in before if each is not base and _is_swap_of(rate, done, each)]
        near = own if base in own else candidates
        sure = _is_only_pair(near, done, base, stem)
        with_stock = _of_stock_and_new(rate, done, base, stocks)
        yield from with_stock or _differs(rate, done, others[-1] if others else base, sure=sure)


def _other_base(sentence: Sentence, rate: Stated) -> bool:
    """Tell whether a sentence says that a rate has another base; what it says of a stock with a figure is reckoned with."""
    start = max(0, rate.position - _WINDOW)
    if not OTHER_BASE.search(sentence.words, start, rate.position):
        return False
    return bool(OTHER_BASE.search(_STOCKED.sub("", sentence.words[start : rate.position])))


def _with_stock(amounts: Sequence[Stated], stock: Stated) -> list[Stated]:
    """Return amounts with a stock and without it, be it said to be in them or not (受理75件，办结81件（含上年结转12件）)."""
    others = [each for each in amounts if each is not stock and same_measure(each, stock)]
    worth = [(each, measured(stock, each).value) for each in others]
    return [
        each._replace(figure=each.figure._replace(value=value))
        for each, more in worth
        for value in (each.figure.value + more, each.figure.value - more)
    ]


def _of_stock_and_new(rate: Stated, done: Stated, new: Stated, stocks: Sequence[Stated]) -> list[Finding]:
    """Return 上年结转22件，本年新收318件，办结325件，办结率95.9%: the rate of what was there and of what came in together."""
    if len(stocks) != 1 or new.figure.value >= measured(done, new).value:
        return []
    real = measured(done, new).value / (new.figure.value + measured(stocks[0], new).value) * 100
    if real > _ALL or not may_be_slip(rate.shown, print_like(real, rate)):
        return []
    return [differs(rate, f"{done.shown} ÷（{stocks[0].shown} + {new.shown}） = {print_like(real, rate)}")]


def _is_of_other(sentence: Sentence, rate: Stated, done: Stated, base: Stated) -> bool:
    """Tell whether an amount is no base of a rate: it has a rate or a later year of its own, or the rate is of the year alone."""
    years = [_A_YEAR.findall(each.lead) for each in (done, base)]
    later = years[1] and years[0] and years[1][-1] > years[0][-1]
    if later or (_OF_YEAR.search(rate.lead) and "累计" in done.lead):
        return True
    return is_rated(sentence, base) and not _BASE.search(base.lead)


def _beside(rate: Stated, done: Stated, own: Sequence[Stated], base: Stated | None) -> Stated | None:
    """Return the amount right before what was done where a slip is all that is wrong with it, else the base found elsewhere."""
    before = [each for each in own[: own.index(done)] if same_measure(each, done)][-1:] if base not in own else []
    return next((each for each in before if is_one_slip(done, each, rate)), base)


def _is_only_pair(own: Sequence[Stated], done: Stated, base: Stated, stem: str) -> bool:
    """Tell whether two amounts are all of their measure before a rate, and one is named so or both are plan and result."""
    alike = [each for each in own if same_measure(each, done)]
    named = _is_named(stem, done) or (_DUE.search(base.lead) and _ACTUAL.search(done.lead))
    told = _BASE.search(base.lead) or any(stem[at : at + 2] in base.lead for at in range(len(stem) - 1))
    told = told or done.lead.startswith("其中")
    return bool(named and told) and len(alike) == 2 and base in alike


def _is_taken(sentence: Sentence, rate: Stated, done: Stated, base: Stated) -> bool:
    """Tell whether another rate of a sentence is that of two amounts (投资完成率90%，资金支付率88.2%)."""
    given = share(span(measured(done, base)), span(base.figure))
    others = [each for each in sentence.figures if each.figure.unit == "%" and each is not rate]
    return any(given and given.meets(span(each.figure)) and NAMED_RATE.search(each.lead) for each in others)


def _due_behind(own: Sequence[Stated], done: Stated) -> Stated | None:
    """Return the one plan that stands behind what was done of it (招生1186人，计划招生1200人)."""
    plans = [each for each in own if each is not done and same_measure(each, done) and _OWED.search(each.lead)]
    return plans[0] if len(plans) == 1 else None


def _due_next(sentence: Sentence, rate: Stated, done: Stated) -> Stated | None:
    """Return what was due where it stands right behind a rate (筛查4860名，筛查率99.2%，应筛4899名)."""
    behind = sentence.figures[sentence.at(rate.sign) + 1 : sentence.at(rate.sign) + 2]
    return next(
        (each for each in behind if same_measure(each, done) and _DUE.match(each.lead) and not each.rough), None
    )


def _done_of(stem: str, own: Sequence[Stated]) -> Stated | None:
    """Return the last amount before a rate that is of what its name says that was done."""
    done = next((each for each in reversed(own) if _is_named(stem, each)), None) or _of_pair(stem, own)
    return done or next((each for each in reversed(own) if _does(stem, each)), None)


def _is_named(stem: str, each: Stated) -> bool:
    """Tell whether the words before an amount end in the whole name of a rate (其中续签3686人, 续签率)."""
    bare = _QUALIFIERS.sub("", stem)
    return len(bare) > 1 and each.lead.removesuffix("的").endswith(bare)


def _says(stem: str, each: Stated) -> bool:
    """Tell whether the words around an amount hold every character of the name of a rate (608人取得证书, 取证率)."""
    bare = _QUALIFIERS.sub("", stem)
    return len(bare) > 1 and set(bare) <= set(each.lead + each.trail)


def _of_pair(stem: str, own: Sequence[Stated]) -> Stated | None:
    """Return the last amount of what was done where the one before it is what was due or planned (应检2400次, 实检2325次)."""
    alike = [each for each in own if same_measure(each, own[-1])][-2:]
    if len(alike) < 2 or _STRICTER.search(stem) or is_change(alike[1]) or _PART.search(alike[1].lead):
        return None
    due, done = alike if _DUE.search(alike[0].lead) or not _DUE.search(alike[1].lead) else reversed(alike)
    said = due.lead + due.trail + done.lead + done.trail
    if _SAVED.search(stem):
        return done if _LEFT_OVER.search(done.lead) and not _SAVED.search(done.lead) else None
    if not (_OF_DUE.search(stem) or stem[-2:] in said):
        return None
    if _DUE.search(due.lead) and (_ACTUAL.search(done.lead) or stem[:2] in done.lead):
        return done
    told = _TO_DO.search(due.trail if _TO_DO.search(stem) else due.lead)
    alone = sum(same_measure(each, due) for each in own) == len(alike)
    return done if told and alone and _is_nearly(done, due) else None


def _is_nearly(done: Stated, due: Stated) -> bool:
    """Tell whether most of what was due was done, or little more: the two are of one task."""
    value = measured(done, due).value
    return due.figure.value * Decimal("0.5") < value < due.figure.value * 2


def _of_plan(rate: Stated, amounts: Sequence[Stated]) -> Iterator[Finding]:
    """Yield 计划服务420名。……实际为451名，数量完成率104.7%: the one plan and what was done of it give another rate."""
    pairs = [
        (plan, done)
        for number, plan in enumerate(amounts)
        for done in amounts[number + 1 :]
        if _TO_DO.search(plan.lead)
        and not _YEARS.search(plan.lead)
        and _DID.search(done.lead)
        and same_measure(plan, done)
    ]
    if len(pairs) != 1 or any(each.rough or each.bounded for each in pairs[0]) or fits(rate, amounts):
        return
    plan, done = pairs[0]
    if sum(same_measure(each, plan) for each in amounts) == len(pairs[0]):
        yield from _differs(rate, done, plan)


def _far(taken: Sequence[Stated], rate: Stated, done: Stated) -> Stated | None:
    """Return a figure taken in at the begin of a text, where the rate of it is the one typed with two digits changed."""
    for each in taken:
        if same_measure(each, done) and not each.rough and _is_swap_of(rate, done, each):
            return each
    return None


def _is_swap_of(rate: Stated, done: Stated, base: Stated) -> bool:
    """Tell whether a rate is that of two amounts, but for two digits that changed places."""
    other = done.figure.in_unit(base.figure.unit)
    return bool(
        other and base.figure.value and is_swap(print_like(other.value / base.figure.value * 100, rate), rate.shown)
    )


def _aside(sentence: Sentence, rate: Stated, done: Stated) -> Stated | None:
    """Return the base that the brackets right behind a rate give (优良率86.9%（有效监测366天）)."""
    number = sentence.at(rate.sign) + 1
    beside = sentence.figures[number : number + 1] if sentence.gaps[number].startswith("(") else ()
    return beside[0] if beside and same_measure(beside[0], done) else None


def _of_base(sentence: Sentence, match: re.Match[str]) -> Iterator[Finding]:
    """Yield a rate that says of what it is (完成年初预算的93%) and is not what the amount before it gives."""
    rate, end = sentence.of(match["rate"]), match.start()
    before = [each for each in outside(sentence, 0, end) if each.figure.unit != "%"]
    if match["what"].startswith(("全国", "全省")) or not before or OTHER_BASE.search(sentence.words):
        return
    done = before[-1]
    if done.rough or is_change(done) or not _is_near(sentence, done, end):
        return
    if _TOGETHER.search(sentence.words, done.position, end):
        return
    if match["base"]:
        base = sentence.of(match["base"])
        turned = (done, base) if _PLANNED.search(match["what"]) else None
        if same_measure(base, done) and not base.rough and not fits(rate, [*_amounts(before), base], turned):
            yield from _differs(rate, done, base, sure=True)
        return
    said = words(match["what"] + match["more"])
    planned = _PLANNED.search(match["what"] + match["more"])
    bases = [
        each
        for each in before[:-1]
        if same_measure(each, done)
        and ((said and shares_neighbours(said, words(each.lead))) or (planned and _PLANNED.search(each.lead)))
    ]
    turned = (done, bases[-1]) if bases else None
    if bases and not bases[-1].rough and not fits(rate, _amounts(before), turned):
        yield from _differs(rate, done, bases[-1], sure=True)


def _of_told_plan(passage: Sequence[Sentence], at: int, match: re.Match[str]) -> Iterator[Finding]:
    """Yield 计划大中修65公里、改造危桥9座。……大中修63.7公里，为年度计划的96%: of the plan that sentences before told of it."""
    sentence = passage[at]
    rate = sentence.of(match["rate"])
    before = _amounts(outside(sentence, 0, match.start()))
    if match["base"] or not _PLANNED.search(match["what"] + match["more"]) or not before or rate.rough:
        return
    done = before[-1]
    alike = [each for one in passage[max(0, at - _PLANS) : at] for each in one.figures if same_measure(each, done)]
    plans = [each for each in alike if _PLANNED.search(each.before) and _end_alike(each, done)]
    plain = not any(each.rough or is_change(each) for each in (done, *plans)) and _is_near(
        sentence, done, match.start()
    )
    sensible = [*alike, *before, *_sums([each for each in before if same_measure(each, done)])]
    if len(plans) == 1 and plain and not OTHER_BASE.search(sentence.words) and not fits(rate, sensible):
        yield from _differs(rate, done, plans[0], sure=True)


def _end_alike(plan: Stated, done: Stated) -> bool:
    """Tell whether the words before two amounts end in the same name, or one stands in the other (发放租赁补贴, 租赁补贴)."""
    name, other = sorted((words(plan.lead), words(done.lead)), key=len)
    return len(name) > 1 and (other.endswith(name) or (name[-_NAME:] == other[-_NAME:] and len(name) >= _NAME))


def shares_of_base(passage: Sequence[Sentence], at: int) -> Iterator[Finding]:
    """Yield the shares that say of what they are (占总数的33%) and are not what the amount before them gives."""
    sentence = passage[at]
    for match in _SHARE_OF.finditer(sentence.words) if "占" in sentence.words else ():
        yield from list(_of_base(sentence, match)) or _of_told_plan(passage, at, match)


def _is_near(sentence: Sentence, done: Stated, end: int) -> bool:
    """Tell whether an amount stands in the clause of what is said of it, or in the one before."""
    return sentence.words.count(",", done.position, end) < 2


def _amounts(figures: Sequence[Stated]) -> list[Stated]:
    return [each for each in figures if each.figure.unit not in _NO_AMOUNT][-_REACH:]


def _sums(amounts: Sequence[Stated]) -> list[Stated]:
    """Return the sums of two amounts of one unit, where one is added to the other (安排100万元，追加20万元)."""
    return [
        one._replace(figure=one.figure._replace(value=one.figure.value + other.figure.value))
        for one, other in combinations(amounts, 2)
        if one.figure.unit == other.figure.unit
    ]


def _due_by_now(base: Stated, own: Sequence[Stated]) -> list[Stated]:
    """Return what was due of an amount: it without what is not due yet (建议98份，到期回复95份，未到期3份)."""
    figures = [(each, measured(each, base)) for each in own if _NOT_YET.search(each.lead) and same_measure(each, base)]
    return [base._replace(figure=base.figure._replace(value=base.figure.value - figure.value)) for _, figure in figures]


def _of_two_kinds(stem: str, own: Sequence[Stated]) -> list[Stated]:
    """Return what two amounts are together of which a rate names both (优9个、良3个, 优良率)."""
    ends = [(_PARTICLES.sub("", each.lead)[-1:], each) for each in own]
    named = [(end, each) for end, each in ends if end and end in stem]
    return _sums([each for _, each in named]) if len(named) == 2 and named[0][0] != named[1][0] else []


def _does(stem: str, each: Stated) -> bool:
    """Tell whether an amount is of what the name of a rate says that was done."""
    said = each.lead + each.trail
    if is_money(each.figure.unit) and _MONEY_RATES.search(stem):
        return bool(_SPENT.search(said) or ("到位" in stem and "到位" in said))
    bare = _QUALIFIERS.sub("", stem)
    tail = _PARTICLES.sub("", each.lead)[-2:]
    named = len(tail) > 1 and len(bare) > 1 and tail in stem and tail not in _OF_ALL
    if named and not _STRICTER.search(stem) and not _OF_QUALITY.search(stem, stem.find(tail) + len(tail)):
        return True
    if _STRICTER.search(stem) and _IN_TIME.search(each.lead) and each.lead.endswith(bare[-2:]):
        return True  # 30分钟内到场486次, 及时到场率
    if bare[-2:][::-1] in each.lead and set(bare) <= set(each.lead):
        return True  # 收回有效问卷1146份, 有效回收率
    if _SETTLED.search(bare) and _SETTLED.search(each.lead) and not _STRICTER.search(stem):
        return True
    return bool(bare) and (
        shares_neighbours(bare, said)
        or _says(stem, each)
        or (len(bare) == 2 and any(one in _PARTICLES.sub("", each.lead)[-1:] for one in bare if one not in _COMMON))
    )


def fits(
    rate: Stated,
    amounts: Sequence[Stated],
    turned: tuple[Stated, Stated] | None = None,
    parts: Sequence[Stated] | None = None,
) -> bool:
    """Tell whether any two amounts give a rate, or what one lacks of another; the base is not asked for in per cent of what was done.

    Where ``parts`` are given, the rate is of one of them.
    """
    told, lost = span(rate.figure), bool(_LOST.search(rate.lead))
    spans = [(each, span(each.figure)) for each in amounts if each.figure.value > 0]
    for whole, base in spans:
        for part, _ in spans:
            if part is whole or turned == (whole, part) or (parts is not None and part not in parts):
                continue
            other = part.figure.in_unit(whole.figure.unit)
            given = share(span(other), base) if other else None
            if other and lost and (of_both := share(span(other), add(base, span(other)))) and of_both.meets(told):
                return True  # 审减率: what was lost, of what there was with it
            if given and (given.meets(told) or Span(100 - given.high, 100 - given.low).meets(told)):
                return True
    return False


def _differs(rate: Stated, done: Stated, base: Stated, *, sure: bool = False) -> Iterator[Finding]:
    """Yield a rate that two amounts do not give; where they are not sure to be meant, it is one slip."""
    is_due = done.figure.unit == base.figure.unit and (_DUE.search(base.lead) or _BASE.search(base.lead))
    if measured(done, base).value == base.figure.value and not is_due:
        return  # one amount told twice (1276.45万元，即12764500元，占98.6%)
    one = measured(done, base)
    real = one.value / base.figure.value * 100 if base.figure.value else Decimal(0)
    rest = _REST_OF.search(done.lead + done.trail[:1]) and not _REST_OF.search(rate.lead)
    saved = _SAVED.search(rate.lead) and not _SAVED.search(done.lead + done.trail)
    if rest or saved:
        real = 100 - real
    named = NAMED_RATE.search(rate.lead)
    due = named and named["stem"][-2:] in done.lead and _DUE.search(base.lead) and _ACTUAL.search(done.lead)
    if real > _FAR_OVER >= rate.figure.value and not _DUE.search(base.lead + base.trail):
        return
    if real > _ALL >= rate.figure.value and not (due or _PLANNED_RATE.search(rate.lead + rate.before[-_NEAR:])):
        return
    near = rate.figure.value / _FAR < real < rate.figure.value * _FAR
    slip = sure or is_one_slip(done, base, rate) or may_be_slip(rate.shown, print_like(real, rate))
    if near and slip and not is_said(rate, real):
        shown = f"{done.shown} ÷ {base.shown} = {print_like(real, rate)}"
        yield differs(rate, shown)
