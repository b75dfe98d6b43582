"""Budget identities in a text: opening + changes = adjusted, balance + income − spending = balance, and differences."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import combinations, product
from typing import NamedTuple

from selfeval.evaluation.figures.reading import ANY, A, Sentence, Stated
from selfeval.evaluation.figures.reckon import (
    Span,
    differs,
    is_slip_in_sum,
    is_swap,
    is_turned,
    measured,
    print_like,
    span,
)
from selfeval.evaluation.figures.roles import RATED, outside, own_words, same_measure
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.rules.figures.remainders import remainders
from selfeval.evaluation.words import either, trade_words
from selfeval.quantity.characters import read_count
from selfeval.text.pattern import regex

_END = r"(?:[^,;]{0,8})$"
_ENDS = {
    "added": r"(?:[^,;]{0,20})$",
    "cut": r"(?:[^,;]{0,20})$",
    "before": r"(?:[^,;]{0,14})$",
    "opening": r"(?:[^,;]{0,18})$",
}
"""How much may stand between what a figure is and the figure itself: 追加 is mostly followed by what it is for."""
_ROLES = {
    "adjusted": r"调整后|调整预算|调整为|预算调整(?:为|到|至)|全年预算|变更后|可用预算|最终(?:预算|指标)|调整后指标",
    "added": r"追加|调增|增加预算|新增预算|增拨|补充安排|追增",
    "cut": r"调减|核减|压减|压缩|减少预算|收回|缩减|追减",
    "left": r"(?:资金|年末|当年|本年|预算|项目)?(?:结余|结转|剩余|余额)(?!.{0,3}分配)",
    "closing": r"(?:年末|年底|期末|月末)[^,;]{0,8}|剩余|(?:尚未|未)(?:办结|结案|审结|完成)|未结|在办|结转下年|尚余|库存余",
    "before": r"(?:年初|期初|月初|上年末)(?!.{0,6}预算)[^,;]{0,8}|(?:年初|期初|上年|月初)(?:末|[^,;]{0,10})(?:结转|结余|库存|未结|旧存|结存|存量|未办结|遗留[^,;]{0,6}|余额|在册)|旧存|上年.{0,4}(?:结转|未结|未办结)",
    "opening": r"(?<!整)(?<!后)预算数|年初(?:部门)?(?:安排)?预算|年初批复|预算批复|年初安排|批复预算|年初下达|原预算|初始预算",
    "spent": r"支出|执行|支付|使用",
    "had": r"负债|实[收缴有到]|在[编岗]|已|到位|完成|支出|支付|拨付|实际|筹集|落实",
    "granted": r"到位|下达|安排|拨付|预算|可用",
}
_YEAR_END = regex("(20[0-9]{2})年[末底],?[^,;0-9]{0,12}$")
"""Matches at the end of which year a stock is told."""
_ASIDE = regex(r"\([^()]*\)")
_IN_STOCK = regex("含|上年|年初|期初|结转|旧存|另")
_COUNTED_IN = regex("已?(?:计|包?含)(?:入|在)")
_MOST_TERMS = 6
"""How many figures beside a stock are tried in all ways."""
_TERMS = 2
"""Of how many amounts, at least, another one is made."""
_PARTLY = regex("其中|包括|含|分别|其他")
"""Matches what says that some of the figures are parts of others."""
_OTHERS = regex("其[他它]处理")
_SEVERAL = regex("[两二三四多几][次批]|分次|先后|多次")
_SAID_CHANGES = regex(r"([两二三四])次(?:调整|变动|追加)?\(")
"""Matches how many changes there were, which brackets give (作两次调整（7月追加……，11月收回……）)."""
_SUMMED = regex(f"[两二三四][次批](?:追加|调增|调减|下达|安排)?[^,;{ANY[1:-1]}]{{0,6}}?(?:共|合计)")
"""Matches several changes of which the sum is given (两次追加共154.60万元)."""
_OTHER = regex("分配|撤回|撤销|移送|弥补|核销|提取|上缴|收回|转入|转出|含")
_MOVED = regex(
    rf"由[^,;{ANY[1:-1]}]{{0,8}}(?P<old>{A})(?:元)?(?:调整|变更|压减|调减|核减|增加|调增|变|减|增)(?:为|到|至)(?P<new>{A})"
)
_MOVE = regex(r"(?:调减|压减|核减|追加|调增|减少|增加|核增)[^,;]{0,12}$")
_MOVED_BY = regex("^(?:净|共|实际|全年)?(?:追加|调增|调减|压减|核减|核增)(?:了|预算|资金|数|为|共)*$")
_INCOME = regex("收入(?:合计|总计|总额)?(?:为)?$")
_PLANNED_INCOME = regex("收入(?:年初|调整)?(?:预算|计划|任务|目标)")
"""Matches what was to come in, of which nothing is spent before it has."""
_SUPPLY = regex(
    rf"(?:安排|下达|预算)[^,;{ANY[1:-1]}]{{0,8}}(?P<one>{A}),(?:上年|年初)[^,;{ANY[1:-1]}]{{0,4}}(?:结转|结余)[^,;{ANY[1:-1]}]{{0,4}}(?P<more>{A}),[^,;{ANY[1:-1]}]{{0,6}}可用[^,;{ANY[1:-1]}]{{0,4}}(?P<sum>{A})"
)
"""Matches what was granted, what was carried over, and what both make available."""
_LACKING = regex(
    "(?:缺口|净资产(?:总额)?|欠[收缴]|[空缺]编|空缺|尚缺|尚差|还差|短缺|未到位|未支付|未拨付|未完成|收支(?:结余|盈余|差额|相抵)|(?:本年|当年)(?:收支)?(?:结余|盈余))[^,;]{0,4}$"
)
"""Matches what says that an amount is what another one lacks of a third."""
_WHOLE = regex("编制|资产(?:总[额计])?|总投资|概算|应|需|计划|任务|目标|合同|预算|收入|下达|批复")
_OTHER_STOCK = regex("结转|上年|年初|旧存|其中|弥补|不含|其他")
_GRAND = regex("收入?、?支出?总计(?:均|各)?(?:为|是)?$")
_SIDE = regex(
    rf"^(?:[^,;{ANY[1:-1]}]{{0,6}},)?本年(?:收入|支出)(?:合计|总计)?(?:为|是)?(?P<year>{A}),"
    rf"(?:年初|年末|上年|结转下年)(?:财政拨款)?(?:结转|结余)?[和与及]?(?:结余)?(?:资金)?(?:为|是)?(?P<carried>{A})$"
)
"""Matches all that one side of a year's account has: what came or went, and what was carried over."""
_MORE_SIDES = regex("结余分配|(?:使用|动用|弥补)[^,;]{0,8}结余|上[缴解]|对附属|下级支出|还本|分配")
"""Matches what a side of an account may have besides."""
_NET = regex(
    rf"净(?P<way>[增减])[加少长]?了?(?P<net>{A})[^。;]{{0,12}}?(?:新增|增加|新纳入|新入)[^,;{ANY[1:-1]}]{{0,4}}(?P<came>{A})[,、]"
    rf"[^,;{ANY[1:-1]}]{{0,8}}(?:退出|减少|注销|清退|死亡|销号|迁出)[^,;{ANY[1:-1]}]{{0,4}}(?P<gone>{A})"
)
_CAME = regex("^[^比较]*(?:新增|增加|新纳入|新入|出生|迁入|流入|新登记|新开)[^,;]{0,4}$")
_WENT = regex("^[^比较]*(?:退出|减少|注销|清退|死亡|销号|迁出|流出)[^,;]{0,4}$")
_NET_CHANGE = regex("(?:自然|净)(?P<way>[增减])[加少长]?了?$")
"""Match what came, what went, and the difference of the two behind them (出生2457人，死亡3857人，人口自然减少1400人)."""
_ADDED = regex(
    rf"(?P<first>{A}),加上(?P<more>(?:[^,;。{ANY[1:-1]}]{{1,14}}{A}[、和]?)+),(?:[^,;{ANY[1:-1]}]{{0,10}}(?:可用|合计|总计)[^,;{ANY[1:-1]}]{{0,6}}|共计?)(?P<sum>{A})"
)
_DRAWN = regex("使用|动用|结余|基金")
"""Matches what is drawn from a reserve, which comes to a stock though it is used."""
_SIGNS = regex(A)
_BASE = regex("计划|目标|任务|预算|定额|上年|去年")
_APART = regex(r"(?:大于|高于|多于|多出|超过|超出|小于|低于|少于)[^,;]{1,10}(?<!的)$")  # 低于规划的0.15张 is a bar


@lru_cache(maxsize=1)
def _patterns() -> Mapping[str, re.Pattern[str]]:
    """Return a pattern of the words before a figure for each role; what comes and what goes is named by the trades."""
    words = trade_words()
    flows = {"taken": either(words.gained), "given": either(words.spent)}
    return {role: regex(f"(?:{said}){_ENDS.get(role, _END)}") for role, said in (_ROLES | flows).items()}


class Terms(NamedTuple):
    """Hold the amounts of a text by what they are for a budget or a stock."""

    opening: tuple[Stated, ...]
    added: tuple[Stated, ...]
    cut: tuple[Stated, ...]
    adjusted: tuple[Stated, ...]


def typed_budget_differs(passage: Sequence[Sentence]) -> Iterator[Finding]:
    """Find amounts that do not balance: budget and changes, stock and flow, and two amounts and their difference."""
    grand: Stated | None = None
    for at, sentence in enumerate(passage):
        grand = next((each for each in sentence.figures if _GRAND.search(each.lead)), grand)
        found = [*(_settled(passage, sentence, grand) if grand else ()), *_near(passage, at)]
        yield from found
        if not found:
            yield from (each for left in remainders(passage, at) for each in _differs(*left))


def _near(passage: Sequence[Sentence], at: int) -> Iterator[Finding]:
    """Yield what does not balance in a sentence, those joined to it and the one before."""
    sentence, near = passage[at], passage[max(0, at - 1) : at + 1]
    if sentence.stop != ";":
        chain = _chain(passage, at)
        before = passage[at - len(chain)] if at >= len(chain) else None
        yield from _stock(chain)
        yield from _answered(before, sentence) if before else ()
        yield from _net_behind(chain) if "净" in sentence.words or "自然" in sentence.words else ()
        yield from _adjusted(chain, _exact(before.figures) if before else ())
    if len(sentence.figures) > _TERMS:
        yield from _moved(sentence)
        yield from _net(sentence)
        yield from _added(sentence)
        yield from _supplied(sentence)
    if sentence.figures and sum(len(each.figures) for each in near) > _TERMS:
        yield from list(_left(near)) or _lacking(sentence)
        yield from _apart(near)


def _settled(passage: Sequence[Sentence], sentence: Sentence, grand: Stated) -> Iterator[Finding]:
    """Yield 收、支总计均为1560万元……本年支出1509万元，年末结转和结余41万元: spent and carried over are not the total."""
    for match in _SIDE.finditer(sentence.words):
        one, other = sentence.of(match["year"]), sentence.of(match["carried"])
        terms = [(one, 1), (other, 1)]
        known = not any(each.rough or not same_measure(each, grand) for each in (grand, one, other))
        if (
            known
            and not any(_MORE_SIDES.search(each.words) for each in passage)
            and not _sum(terms, grand).meets(span(grand.figure))
        ):
            yield from _differs(terms, grand, sure=True)


def _moved(sentence: Sentence) -> Iterator[Finding]:
    """Yield 调减预算85万元，由735万元调整为660万元: the two amounts differ by something else."""
    for match in _MOVED.finditer(sentence.words):
        old, new = sentence.of(match["old"]), sentence.of(match["new"])
        before = list(sentence.figures[: sentence.at(old.sign)])
        behind = [each for each in sentence.figures[sentence.at(new.sign) + 1 :] if same_measure(each, new)]
        change = next((each for each in reversed(before) if _MOVE.search(each.lead)), None)
        if not before and len(behind) == 1 and _MOVED_BY.search(behind[0].lead):
            change, before = behind[0], behind
        if change and not any(each.rough or not same_measure(each, new) for each in (change, old)):
            high, low = (new, old) if measured(new, old).value > old.figure.value else (old, new)
            if not _sum([(high, 1), (low, -1)], change).meets(span(change.figure)) and len(before) == 1:
                yield from _differs([(high, 1), (low, -1)], change, sure=True)


def _net(sentence: Sentence) -> Iterator[Finding]:
    """Yield 净减少56户，其中新增212户，退出286户: what came and what went make another difference."""
    for match in _NET.finditer(sentence.words):
        net, came, gone = (sentence.of(match[name]) for name in ("net", "came", "gone"))
        yield from _net_of(net, came, gone, up=match["way"] == "增")


def _net_behind(chain: Sequence[Sentence]) -> Iterator[Finding]:
    """Yield 出生2457人……；死亡3857人……；人口自然减少1040人: what came and what went before make another difference."""
    before: list[Stated] = []
    for each in (each for sentence in chain for each in sentence.figures):
        found = _NET_CHANGE.search(each.lead)
        if found:
            came, gone = (
                [one for one in before if way.search(one.lead) and same_measure(one, each)] for way in (_CAME, _WENT)
            )
            yield from _net_of(each, *came, *gone, up=found["way"] == "增") if len(came) == len(gone) == 1 else ()
        else:
            before.append(each)


def _net_of(net: Stated, came: Stated, gone: Stated, *, up: bool) -> Iterator[Finding]:
    if not any(each.rough or not same_measure(each, net) for each in (came, gone)):
        high, low = (came, gone) if up else (gone, came)
        if not _sum([(high, 1), (low, -1)], net).meets(span(net.figure)):
            yield from _differs([(high, 1), (low, -1)], net, sure=True)


def _amounts(sentence: Sentence) -> list[Stated]:
    return _exact(sentence.figures)


def _exact(figures: Sequence[Stated]) -> list[Stated]:
    return [each for each in figures if not each.rough and each.figure.unit not in ("%", "个百分点")]


def _first(figures: Sequence[Stated], *roles: str) -> Stated | None:
    return next((each for role in roles for each in figures if _is(each, role)), None)


def _of(figures: Sequence[Stated], role: str) -> list[Stated]:
    return [each for each in figures if _is(each, role)]


def _is(each: Stated, role: str) -> bool:
    """Tell whether the words before an amount name a role; brackets between them and it are left out."""
    return bool(_patterns()[role].search(each.lead or own_words(each)))


_CHANGES = 5
"""How many amounts between what was granted and what it became are tried as added or taken off."""


def _adjusted(chain: Sequence[Sentence], earlier: Sequence[Stated]) -> Iterator[Finding]:
    """Yield 年初预算460万元，年中追加35万元，调整后预算505万元."""
    if sum(len(sentence.figures) for sentence in chain) <= _TERMS:
        return
    said = "".join(sentence.words for sentence in chain)
    bare = [each for sentence in chain for each in outside(sentence, 0, len(sentence.words))]
    told = _SAID_CHANGES.search(said)
    aside = [each for sentence in chain for each in sentence.figures if _is_change(each)] if told else []
    figures = _exact([*bare, *(each for each in aside if each not in bare)])
    adjusted = _first(figures, "adjusted")
    opening = _opening(figures, earlier, adjusted) if adjusted else None
    if not adjusted or not opening or opening is adjusted or not same_measure(opening, adjusted):
        return
    changes = [(each, 1) for each in _of(figures, "added")] + [(each, -1) for each in _of(figures, "cut")]
    changes = [
        (each, sign) for each, sign in changes if each not in (opening, adjusted) and same_measure(each, opening)
    ]
    several = _SEVERAL.search(_SUMMED.sub("", said)) and not (told and read_count(told[1]) == len(changes))
    if not changes or several or "其中" in _ASIDE.sub("", said):
        return
    for count in range(1, len(changes) + 1):
        for some in combinations(changes, count):
            if _sum([(opening, 1), *some], adjusted).meets(span(adjusted.figure)):
                return
    others = [each for each in figures if same_measure(each, opening) and each not in (opening, adjusted)][:_CHANGES]
    known = {id(each): sign for each, sign in changes}
    for signs in product(*((0, known[id(each)]) if id(each) in known else (0, 1, -1) for each in others)):
        moved = [(each, sign) for each, sign in zip(others, signs, strict=True) if sign]
        if _sum([(opening, 1), *moved], adjusted).meets(span(adjusted.figure)):
            return  # 年中下达20万元，统筹收回8万元
    yield from _differs([(opening, 1), *changes], adjusted, sure=True)


def _is_change(each: Stated) -> bool:
    return _is(each, "added") or _is(each, "cut")


def _added(sentence: Sentence) -> Iterator[Finding]:
    """Yield 本年收入2680万元，加上年初结转120万元，可用资金2810万元."""
    for match in _ADDED.finditer(sentence.words) if "加上" in sentence.words else ():
        terms = [sentence.of(match["first"]), *map(sentence.of, _SIGNS.findall(match["more"]))]
        result = sentence.of(match["sum"])
        if any(each.rough or not same_measure(each, result) for each in terms):
            continue
        signed = [(each, 1) for each in terms]
        if not _sum(signed, result).meets(span(result.figure)):
            yield from _differs(signed, result, sure=True)


def _supplied(sentence: Sentence) -> Iterator[Finding]:
    """Yield 安排资金560万元，上年结转42万元，可用资金612万元."""
    for match in _SUPPLY.finditer(sentence.words) if "可用" in sentence.words else ():
        terms = [(sentence.of(match["one"]), 1), (sentence.of(match["more"]), 1)]
        each = sentence.of(match["sum"])
        known = not any(one.rough or not same_measure(one, each) for one, _ in terms)
        if known and not _sum(terms, each).meets(span(each.figure)):
            yield from _differs(terms, each)


def _opening(figures: Sequence[Stated], earlier: Sequence[Stated], adjusted: Stated) -> Stated | None:
    """Return what was granted first: one of some figures, else the only one of its measure in the sentence before."""
    own = _first(figures, "opening")
    alone = not own and len([each for each in earlier if same_measure(each, adjusted)]) == 1
    return _first(earlier, "opening") if alone else own


def _chain(passage: Sequence[Sentence], at: int) -> Sequence[Sentence]:
    """Return a sentence with those before it that semicolons join to it."""
    first = at
    while first and passage[first - 1].stop == ";":
        first -= 1
    return passage[first : at + 1]


def _stock(chain: Sequence[Sentence]) -> Iterator[Finding]:
    """Yield 上年结转22件，新收318件，办结325件，尚未办结13件."""
    amounts = [each for sentence in chain for each in _exact(_own(sentence))]
    if len(amounts) <= _TERMS or any(_COUNTED_IN.search(sentence.words) for sentence in chain):
        return
    for measure in _measures(amounts):
        before = _first(measure, "before") or _last_year_end(measure)
        closing = _first([each for each in reversed(measure) if each is not before], "closing") if before else None
        if not before or not closing or before.number.start > closing.number.start:
            continue
        rest = [each for each in measure if each not in (before, closing)]
        whole = [each for each in rest if "其中" not in each.before]
        until = [each for each in whole if each.number.start < closing.number.start]
        whole = until if len(until) >= _TERMS else whole
        inner = _sum([(each, 1) for each in rest if each not in whole], closing)
        rest = whole if any(inner.meets(span(measured(each, closing))) for each in whole) else rest
        taken = [each for each in whole if _is(each, "taken")]
        given = [each for each in whole if each not in taken and _is(each, "given")]
        if not taken or not given:
            yield from _balance(before, rest, closing) if len(chain) == 1 else ()
            continue
        others = [each for each in whole if each not in (*taken, *given) and each.number.start < closing.number.start]
        terms = [(before, 1), *((each, 1) for each in taken), *((each, -1) for each in given)]
        gone = [each for each in given if not _DRAWN.search(each.lead)]
        most = sum(each.number.start < closing.number.start for each in rest)
        most = most if not others and not any(_PARTLY.search(sentence.words) for sentence in chain) else 0
        if any(
            _sum(way, closing).meets(span(closing.figure))
            for way in _ways(before, rest)
            if _is_sensible(way, taken, gone) and len(way) > most
        ):
            continue
        left = sum((measured(one, closing).value * sign for one, sign in terms), Decimal(0))
        plain = not others and not _OTHER.search("".join(each.lead for each in measure))
        if plain or is_swap(print_like(left, closing), print_like(closing.figure.value, closing)):
            yield from _differs(terms, closing)


def _last_year_end(measure: Sequence[Stated]) -> Stated | None:
    """Return the stock at the end of the year before the one of which another figure is (2023年末余额……，2024年末余额……)."""
    ends = [(int(found[1]), each) for each in measure if (found := _YEAR_END.search(each.before))]
    years = {year for year, _ in ends}
    return next((each for year, each in ends if years == {year, year + 1}), None)


def _answered(before: Sentence, sentence: Sentence) -> Iterator[Finding]:
    """Yield 新收58件，上年结转2件。予以公开21件，不予公开9件，……，结转下年继续办理1件: what came in is not what it became."""
    came = _exact(before.figures)
    became = _exact(outside(sentence, 0, len(sentence.words)))
    if len(came) != _TERMS or len(became) <= _TERMS or len({each.figure.unit for each in (*came, *became)}) > 1:
        return
    closing = became[-1]
    roles = any(_is(each, "before") for each in came) and any(_is(each, "taken") for each in came)
    if roles and _is(closing, "closing") and not _PARTLY.search(_OTHERS.sub("", sentence.words)):
        terms = [*((each, 1) for each in came), *((each, -1) for each in became[:-1])]
        if not _sum(terms, closing).meets(span(closing.figure)):
            yield from _differs(terms, closing)


def _own(sentence: Sentence) -> Sequence[Stated]:
    """Return the figures of a sentence; those in brackets too where these speak of a stock (含上年结转12件)."""
    aside = "".join(_ASIDE.findall(sentence.words))
    return sentence.figures if _IN_STOCK.search(aside) else outside(sentence, 0, len(sentence.words))


def _is_sensible(way: Sequence[tuple[Stated, int]], taken: Sequence[Stated], gone: Sequence[Stated]) -> bool:
    """Tell whether what came to a stock is not taken from it, and what went not added."""
    return not any((sign < 0 and each in taken) or (sign > 0 and each in gone) for each, sign in way[1:])


def _balance(before: Stated, rest: Sequence[Stated], closing: Stated) -> Iterator[Finding]:
    """Yield a closing balance that what came and went, whatever it is called, make but for two digits that changed places."""
    ways = [
        way for way in _ways(before, rest) if len(way) == len(rest) + 1 and len({sign for _, sign in way[1:]}) == _TERMS
    ]
    if len(rest) > _MOST_TERMS or any(_sum(way, closing).meets(span(closing.figure)) for way in _ways(before, rest)):
        return
    for way in ways:
        left = sum((measured(one, closing).value * sign for one, sign in way), Decimal(0))
        shown = print_like(left, closing), print_like(closing.figure.value, closing)
        if is_swap(*shown) or (len(rest) == _TERMS and is_turned(*shown)):
            yield from _differs(way, closing)
            return


def _ways(before: Stated, rest: Sequence[Stated]) -> Iterator[list[tuple[Stated, int]]]:
    """Yield every way to add some figures to a stock and to take others from it; of many figures the first ones."""
    for signs in product((0, 1, -1), repeat=min(len(rest), _MOST_TERMS)):
        chosen = [(each, sign) for each, sign in zip(rest, signs, strict=False) if sign]
        if chosen:
            yield [(before, 1), *chosen]


def _left(near: Sequence[Sentence]) -> Iterator[Finding]:
    """Yield 调整预算968.50万元，实际支出921.33万元，年末结余41.77万元."""
    figures = _amounts(near[-1])
    lefts = [each for each in _of(figures, "left") if not _is(each, "before")]
    spent = next((each for each in figures if each not in lefts and _is(each, "spent")), None)
    if (
        not lefts
        or not spent
        or _of(figures, "before")
        or _of([each for each in figures if not _INCOME.search(each.lead)], "taken")
    ):
        return
    base = next((each for each in figures if each not in (spent, *lefts) and _is(each, "adjusted")), None)
    base = (
        base
        or _granted(figures, spent, lefts)
        or (_granted(_amounts(near[0]), spent, lefts) if len(near) > 1 else None)
    )
    gained = base is None and len(figures) == _TERMS + 1
    base = base or next((each for each in figures if gained and _INCOME.search(each.lead)), None)
    if not base or not same_measure(base, spent) or not all(same_measure(each, base) for each in lefts):
        return
    window = [each for sentence in near for each in _amounts(sentence)]
    bases = [each for each in window if each not in (spent, *lefts) and same_measure(each, spent)]
    for some in (one for count in range(1, len(lefts) + 1) for one in combinations(lefts, count)):
        total = _sum([(spent, 1), *((each, 1) for each in some)], spent)
        if any(total.meets(span(measured(each, spent))) for each in bases):
            return
    others = [each for each in figures if each not in (base, spent, *lefts) and same_measure(each, base)]
    for count in range(1, len(lefts) + len(others) + 1):
        for some in combinations([*lefts, *others], count):
            total = _sum([(spent, 1), *((each, 1) for each in some)], base)
            if total.meets(span(base.figure)):
                return
    if len(lefts) == 1 and not others and not gained:
        yield from _differs([(base, 1), (spent, -1)], lefts[0], sure=True)
    if len(lefts) == 1 and not others and gained:
        yield from _differs([(base, 1), (spent, -1)], lefts[0])


def _lacking(sentence: Sentence) -> Iterator[Finding]:
    """Yield 总投资6800万元，已到位5200万元，缺口1800万元, and 收入2860万元，支出2790万元，收支结余80万元."""
    amounts = _amounts(sentence)
    for each in amounts:
        if not _LACKING.search(each.lead):
            continue
        alike = [one for one in amounts if one.number.start < each.number.start and same_measure(one, each)]
        if len(alike) != _TERMS or _OTHER_STOCK.search(sentence.words):
            continue
        terms = [(alike[0], 1), (alike[1], -1)]
        sure = _WHOLE.search(alike[0].lead) and _patterns()["had"].search(alike[1].lead)
        if sure and not _sum(terms, each).meets(span(each.figure)):
            yield from _differs(terms, each)


def _granted(figures: Sequence[Stated], spent: Stated, lefts: Sequence[Stated]) -> Stated | None:
    others = [each for each in figures if each not in (spent, *lefts) and not _PLANNED_INCOME.search(each.lead)]
    found = [each for each in others if _is(each, "granted")]
    return found[0] if found and same_measure(found[0], spent) and found[0].figure.value else None


def _apart(near: Sequence[Sentence]) -> Iterator[Finding]:
    """Yield 年初预算325.60万元，决算341.18万元，决算数大于年初预算数16.58万元."""
    sentence = near[-1]
    for each in sentence.figures:
        is_bar = each.trail.startswith("的")  # 超出年初80场的目标
        is_bar = is_bar or "每" in each.lead
        if is_bar or not _APART.search(each.lead) or each.rough or each.bounded or each.figure.unit in RATED:
            continue
        before = [
            one for one in sentence.figures[: sentence.at(each.sign)] if same_measure(one, each) and not one.rough
        ]
        if len(before) < 2 and len(near) > 1:
            before = [*(one for one in near[0].figures if same_measure(one, each) and not one.rough), *before]
        base = _BASE.search(each.lead)
        if base and not any(base[0] in one.lead for one in before):
            continue
        pairs = [(one, other) for one in before for other in before if one.figure.value > 0 and one is not other]
        if len(before) < 2 or any(_sum([(one, 1), (other, -1)], each).meets(span(each.figure)) for one, other in pairs):
            continue
        one, other = before[-1], before[-2]
        if len(before) == 2:
            high, low = (one, other) if measured(one, each).value > measured(other, each).value else (other, one)
            yield from _differs([(high, 1), (low, -1)], each)


def _measures(figures: Sequence[Stated]) -> list[list[Stated]]:
    groups: list[list[Stated]] = []
    for each in figures:
        group = next((group for group in groups if same_measure(group[0], each)), None)
        if group is None:
            groups.append([each])
        else:
            group.append(each)
    return [group for group in groups if len(group) > 3]


def _sum(terms: Sequence[tuple[Stated, int]], like: Stated) -> Span:
    low = high = Decimal(0)
    for each, sign in terms:
        one = span(measured(each, like))
        low, high = (low + one.low, high + one.high) if sign > 0 else (low - one.high, high - one.low)
    return Span(low, high)


def _differs(terms: Sequence[tuple[Stated, int]], each: Stated, *, sure: bool = False) -> Iterator[Finding]:
    """Yield a figure that others do not make; where they are not sure to be meant, one slip is all that is wrong."""
    value = sum((measured(one, each).value * sign for one, sign in terms), Decimal(0))
    if value < 0 or not (sure or is_slip_in_sum(terms, each)):
        return
    shown = terms[0][0].shown + "".join(f" {'+' if sign > 0 else '-'} {one.shown}" for one, sign in terms[1:])
    yield differs(each, f"{shown} = {print_like(value, each)}")
