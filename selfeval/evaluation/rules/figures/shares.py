"""Shares of a whole: 占64%, 占比为, 分别占; and shares that together make a whole."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import accumulate, combinations, pairwise, takewhile
from typing import NamedTuple

from selfeval.evaluation.figures.phrase import telling, words
from selfeval.evaluation.figures.reading import ANY, WORD, A, P, Sentence, Stated, found_at
from selfeval.evaluation.figures.reckon import (
    Span,
    add,
    differs,
    digits_of,
    is_one_slip,
    is_said,
    is_slip_of,
    is_swap,
    is_turned,
    joined,
    may_be_slip,
    measured,
    print_like,
    share,
    span,
    span_of,
    swaps_of,
    total,
    value_of,
)
from selfeval.evaluation.figures.roles import DOWN, GENERAL, OTHER_BASE, RATED, UP, is_change, is_mixed, same_measure
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.rules.figures.kinds import are_bands, kinds_of
from selfeval.evaluation.rules.figures.named_shares import named_shares_differ, shares_ahead_differ
from selfeval.evaluation.rules.figures.rates import shares_of_base
from selfeval.evaluation.rules.figures.swapped import OF_WHOLE, swapped_rate
from selfeval.problem import Place
from selfeval.quantity.characters import read_count
from selfeval.quantity.units import is_money
from selfeval.text.pattern import regex

_REACH = 24
"""How many amounts before a share may be the whole."""
_SHARE = regex(
    rf"(?P<each>分别|依次)?占(?:到|了|比重|比例|比)?(?:约|为|达)?(?:(?P<whole>{WORD}*?)(?P<base>{A})?(?P<more>{WORD}{{0,6}}?)"
    rf"的?(?:比[例重率]?)?(?:\([^(),;0-9]*\))?(?:各|分别|依次)?(?:约?为|达到?)?)?(?P<shares>{P}(?:[、,和与及]+{P})*)"
)
_EACH_ONE = regex("分别|依次")
_JOINED = regex(rf"{P}")
_OTHER = regex("^(?:同[类级行]|所在|当地|全国|全省|全市|全县|全区|全年|同期|其)")
_AREA = regex("(全国|全省|全市|全县|全区)(?:总[数量额])?的?")
_DIRECT = regex(r"^[^,;()、]{0,8}[,(、]?(?:[^,;()]{0,8}(?:合计|共计?|总计|总|均|各|分别|约|仅|只|已|所))?$")
_DIRECT_EACH = regex(r"^[^,;()、]{0,8}[,(]?[^,;()]{0,10}$")
_CHANGED = regex(rf",(?:同比|[比较]上年)?(?:{UP}|{DOWN}){P}")
"""Matches a growth between an amount and its share."""
_JOINT = regex("合计|(?<!公)共(?![同享])|总计")
_FIRST = regex("前([两二三四五六七八九])")
_LEADING = regex("[前后][一二两三四五六七八九十]")
"""Words by which only some of what was listed have a share (前三项分别占)."""
_SIBLINGS = 6
"""How many parts before one are its siblings at most."""
_AMONG = regex("其中")
_NAMED = 3
"""How many characters a name has, at least, by which a whole is known whatever else fits."""
_LINK = regex("^(?:、|和|及|以及)")
_START = regex("其中|中,|包括|分别")
_GENERIC = regex("其?(?:总[数量额]|全部|总体|合计)?")
_TOTAL = regex("(?<!^)(?:总[数量额]|数|量)$")
"""What the name of a whole has behind the thing that is counted (受理量)."""
_LEVELS = regex("以下|以上|省级|市级|县级|中央")
_CLAUSES = 2
"""How many clauses before shares may say that they are all there are."""
_ALL, _LEAST, _MOST, _FAR = Decimal(100), Decimal(70), Decimal(115), Decimal(150)
"""What shares of a whole make, how much at least and at most those are that are meant to make it, and from where on they are of several."""
_APART = regex("各[自占]|合格|达标|完成|办结|[每各][个类项区县]")
"""Matches what says of a row of shares that each may be of a whole of its own."""
_NOT_WHOLE = regex(
    "可多选|多选|多项选择|可重叠|(?<![不无未])交叉|两种以上|多种|部分[^,。]{0,6}(?:涉及|同时)|四舍五入|可能大于|超过100%"
)
_ROW = regex(
    rf"(?:分别占|各占|贡献率分别为?|占比[^,;]{{0,6}}?(?:分别|依次)为?|比[重例][^,;]{{0,6}}?(?:分别|依次)为?|占比[为是:依次]*)[^,;{P[1:-1]}]{{0,16}}?(?P<row>{P}(?:[、,和与及]+{P})+)"
)
_EACH = regex(
    rf"(?P<subject>[^,;、:。]{{1,20}}?)占(?:比|比重)?(?P<of>[^,;、]{{0,14}}?)(?:的(?:比[重例])?)?(?:为|达)?(?P<share>{P})"
)
_OF_WHOLE = regex(
    "^[^,;:]{2,14}中,|从[^,;:]{1,8}看,|(?:来源|构成|结构|组成)(?:情况)?[:,为]|按[^,;]{1,8}(?:分类|统计|划分|分|看)+,"
)
"""Matches how a sentence on the shares of one whole begins (投资完成额中，)."""
_SORTED, _LAST_BAND = regex("按[^,;]{1,8}(?:分|统计|看|划分|计)"), regex("[及或]?以[上下]$")
"""Match what says that shares are of sorts, and the last of sorts in order (中度污染及以上)."""
_REST_UNTOLD = regex(rf"[,、]其[余他它](?:的)?(?:为|是|系|属于?|由|来自)[^{ANY[1:]}*$")
"""Matches a rest of which no share is given."""
_LAST = regex(rf"[,、]其余(?:的)?(?P<share>{P})(?:的)?(?:为|是|系|属于?|由|采用|通过|来自)")
"""Matches the rest of a whole behind shares of it: 其余3.3%为有害垃圾."""
_CLOSED = regex(
    "轻、重|男、女|城、乡|组成|构成|[二两三四五六七八九]部分|[二两三四五六]次产业(?!比[重例]为)|第一、二、三产业|分为|各类|按.{1,8}分"
)
_SOME = regex("其中|前[两二三四五六七八九十]|居前|排名|位居|以上学历")
_OF_THESE = "其中,"
_AGAIN = regex("按")
_MADE = regex("构成|组成")
_REST = regex("其他|其余|其它|剩余|男性|女性")
_ALL_TOLD = regex(
    rf"{P}[,、](?:没有|并?无)[^,;率]{{2,10}}(?:[,;]|$)|无其[他它余]|"
    "(?:合计|共同?|一起)?[为是构]成?全部|以上合计|合计100%"
)
"""Matches what says behind shares that there are no more of them."""
_COUNTED = regex("([两二三四五六七八九])(?:大|个)?(?:级|类|种|部分|方面|项|块)")
_BETWEEN = regex("、|和|及(?!以)")
_TAIL = regex("(?<=以[上下]).*")
_NOT = regex("^[非不未无]")
_QUITE = Decimal(85)
"""How much shares are at least of which two digits that changed places are all that is wrong."""
_FOUR, _NEARLY = 4, Decimal(97)
"""How many shares there are at least, and how much, where the two digits are all that a share has."""


_TOGETHER, _SAID = regex("[两二三]|合计|总"), regex("[两二三]")
_AHEAD = 2
"""How many sentences behind a share its whole may stand, where it is right of it."""
_LEAST_DIGITS = 4
"""How many digits a share has, at least, of which two that changed places tell of which of several wholes it is."""
_FEW, _FURTHER = 2, 6
"""How many shares stand beside one, at least, that are all of one whole, and how many sentences from it on that may stand."""


class Parted(NamedTuple):
    """Hold an amount or several, and the share that the text gives of them."""

    parts: tuple[Stated, ...]
    told: Stated
    base: Stated | None
    whole: str


def typed_share_differs(passage: Sequence[Sentence]) -> Iterator[Finding]:
    """Find 来电1500个，其中咨询类930个，占64%: the share is another one of any whole that it can be of."""
    if not any("占" in sentence.words for sentence in passage):
        return
    known: list[Stated] = []
    fitting: dict[str, list[Stated]] = {}
    parts: list[Stated] = []
    for at, sentence in enumerate(passage):
        found: list[Finding] = []
        waiting: list[tuple[Parted, re.Match[str]]] = []
        for match in _SHARE.finditer(sentence.words) if "占" in sentence.words else ():
            before = [each for each in sentence.figures if each.position < match.start()]
            while before and is_change(before[-1]) and before[-1].figure.unit in RATED:
                before.pop()  # 零售额187.6亿元，增长8.9%，占……
            found += [*_uneven(sentence, match, before), *_summed(sentence, match, before)]
            waiting += ((parted, match) for parted in _parted(sentence, match, before))
        amounts = [each for each in (*known, *sentence.figures) if _is_amount(each)][-_REACH:]
        rest = [
            (parted, match)
            for parted, match in waiting
            if not _fits(parted, _but(amounts, _siblings(parted, parts, fitting)), fitting)
        ]
        if rest:
            behind = [each for one in passage[at + 1 : at + 1 + _AHEAD] for each in one.figures]
            others = [one for sentence in _around(passage, at) for one in _all_parted(sentence)]
            rest = [
                (parted, match)
                for parted, match in rest
                if not (
                    _fits(parted, behind, fitting)
                    or _is_of_all(parted, others)
                    or _is_of_untold(parted, others, amounts)
                    or _is_of_two(parted, amounts)
                    or _is_of_row(sentence, parted, amounts)
                    or _is_of_sum(sentence, parted)
                )
            ]
        for parted, match in rest:
            told = list(_judge(parted, amounts, fitting, [*_listed(sentence, match), *parts]))
            found += told or _of_neighbours(parted, _around(passage, at), passage[at : at + _FURTHER])
        parts = [*parts, *(part for parted, _ in waiting for part in parted.parts)][-_REACH:]
        fitting = dict(list(fitting.items())[-_REACH:])
        right = {one.told.place for one, _ in waiting} - {one.told.place for one, _ in rest}
        found = found or [*named_shares_differ(passage, at), *shares_ahead_differ(sentence)]
        places = right | {each.place for each in found}
        yield from (each for each in found if each.place not in right)
        found = [each for each in shares_of_base(passage, at) if each.place not in places]
        yield from found
        yield from _swapped(passage, at, places | {each.place for each in found})
        known += sentence.figures
        known = known[-_REACH * 2 :]


def _swapped(passage: Sequence[Sentence], at: int, told: Collection[Place]) -> Iterator[Finding]:
    """Yield 312家中已接入297家，占92.5%: a share of two amounts before it but for two digits, where nothing else is said of it."""
    for each in passage[at].figures:
        if each.figure.unit == "%" and OF_WHOLE.search(each.lead) and each.place not in told:
            pair = swapped_rate(passage, at, each)
            if pair and not is_said(each, value := measured(*pair).value / pair[1].figure.value * 100):
                yield differs(each, f"{pair[0].shown} ÷ {pair[1].shown} = {print_like(value, each)}")


def _parted(sentence: Sentence, match: re.Match[str], before: Sequence[Stated]) -> Iterator[Parted]:
    """Yield what has a share: the amount right before the word, those of a list with 合计, or one for each share."""
    told = [sentence.of(sign) for sign in _JOINED.findall(match["shares"])]
    base = sentence.of(match["base"]) if match["base"] else None
    whole = (match["whole"] or "") + (match["more"] or "")
    if not before or OTHER_BASE.search(sentence.words) or any(each.rough for each in told):
        return
    last = before[-1]
    gap = _CHANGED.sub("", sentence.words[last.position + 1 : match.start()])
    respective = bool(match["each"]) or (len(told) > 1 and bool(_EACH_ONE.search(match[0])))
    direct = _DIRECT_EACH if respective else _DIRECT
    if not _is_amount(last) or last.rough or is_change(last) or not (direct.match(gap) or _again(gap, last)):
        return
    row = _row(sentence, before)[-len(told) :] if len(told) > 1 else _row(sentence, before)
    if respective and len(told) > 1 and abs(len(_tight(sentence, before)) - len(told)) == 1:
        return
    if len(told) == 1 and _JOINT.search(gap):
        first = _FIRST.search(gap)
        yield Parted(row[: read_count(first[1])] if first else row, told[0], base, whole)
    elif len(told) == 1:
        yield Parted((last,), told[0], base, whole)
    elif len(row) >= len(told) and respective:
        for part, one in zip(row[-len(told) :], told, strict=True):
            yield Parted((part,), one, base, whole)


def _is_amount(each: Stated) -> bool:
    """Tell whether a figure can have a share or be the whole of one: no rate, mark, span or bound, but a number of days (优良天数)."""
    if each.bounded:
        return False  # 低于3万元的占17.5%
    return each.figure.unit not in RATED or (each.figure.unit == "天" and "天数" in each.lead)


def _tight(sentence: Sentence, before: Sequence[Stated]) -> tuple[Stated, ...]:
    """Return the last amounts of one measure that stand between 、 and 和 only."""
    row = [before[-1]]
    for one, other in zip(reversed(before[:-1]), reversed(before), strict=False):
        gap = sentence.gaps[sentence.at(other.sign)]
        if not same_measure(one, other) or not _LINK.match(gap) or "," in gap:
            break
        row.append(one)
    return tuple(reversed(row))


def _summed(sentence: Sentence, match: re.Match[str], before: Sequence[Stated]) -> Iterator[Finding]:
    """Yield 占27.4%、18.6%、15.2%，合计占62.1%: the shares before make another one."""
    told = _JOINED.findall(match["shares"])
    if len(told) != 1 or not before or before[-1].figure.unit != "%":
        return
    if not _JOINT.search(sentence.words[before[-1].position + 1 : match.start()]):
        return
    row = _tight(sentence, before)
    each = sentence.of(told[0])
    if len(row) > 1 and not total(one.figure for one in row).meets(span(each.figure)):
        value = sum((one.figure.value for one in row), Decimal(0))
        shown = joined(row)
        yield differs(each, f"{shown} = {print_like(value, each)}")


def _uneven(sentence: Sentence, match: re.Match[str], before: Sequence[Stated]) -> Iterator[Finding]:
    """Yield three amounts that have two shares."""
    told = [sentence.of(sign) for sign in _JOINED.findall(match["shares"])]
    if (
        not match["each"]
        or len(told) < 2
        or not before
        or _LEADING.search(sentence.words[before[-1].position : match.start()])
        or any(each.rough or each.bounded for each in before)
    ):
        return
    row = _tight(sentence, before)
    if (
        len(row) > 1
        and abs(len(row) - len(told)) == 1
        and "、" in sentence.gaps[sentence.at(row[-1].sign)] + match["shares"]
    ):
        message = f"前面列了 {len(row)} 个数，这里写了 {len(told)} 个占比；请核对漏了哪个"
        yield found_at(told[-1], message)


def _again(gap: str, last: Stated) -> bool:
    """Tell whether the words between an amount and its share only say again what the amount is of."""
    subject = gap.lstrip(",")
    said = last.lead + last.figure.unit + last.trail
    return 0 < len(subject) <= 8 and sum(sign in said for sign in subject) * 4 >= len(subject) * 3


def _row(sentence: Sentence, before: Sequence[Stated]) -> tuple[Stated, ...]:
    """Return the last amounts of one measure that stand side by side."""
    row = [before[-1]]
    for one, other in zip(reversed(before[:-1]), reversed(before), strict=False):
        gap = sentence.gaps[sentence.at(other.sign)]
        if not same_measure(one, other) or one.rough or ";" in gap or ":" in gap or _START.search(gap):
            break
        row.append(one)
    return tuple(reversed(row))


def _listed(sentence: Sentence, match: re.Match[str]) -> tuple[Stated, ...]:
    """Return the amounts that have one share each in a row of shares."""
    before = [each for each in sentence.figures if each.position < match.start()]
    return (
        _row(sentence, before)[-len(_JOINED.findall(match["shares"])) :]
        if before and _EACH_ONE.search(match[0])
        else ()
    )


def _wholes(parted: Parted, amounts: Sequence[Stated]) -> list[Stated]:
    """Return the amounts that may be what a share is of: those of its very name where there are such."""
    first, full = parted.parts[0], _full(parted)
    wholes = [each for each in (*amounts, parted.base) if each and each not in parted.parts]
    wholes = [each for each in wholes if same_measure(each, first) and not each.rough and each.figure.value]
    return [each for each in wholes if _is_called(each, full)] or wholes


def _full(parted: Parted) -> str:
    return words(parted.whole.removesuffix("的"))


def _is_called(each: Stated, full: str) -> bool:
    """Tell whether the words before an amount end in the name of a whole, other words within it, or in what that counts."""
    bare = _TOTAL.sub("", full)
    if not full or len(bare) < _NAMED:
        return bool(full) and each.lead.endswith(full)
    return each.lead.endswith((full, bare)) or (each.lead.endswith(bare[-2:]) and _holds(each.lead, bare))


def _holds(said: str, name: str) -> bool:
    """Tell whether words hold all characters of a name in their order (交流轮岗教师, 交流教师)."""
    rest = iter(said)
    return all(sign in rest for sign in name)


def _siblings(parted: Parted, parts: Sequence[Stated], fitting: Mapping[str, list[Stated]]) -> Sequence[Stated]:
    """Return the parts before one that make with it the whole of which they are: it has no share of these.

    支出22.62万元，其中接待费20.10万元，占88.86%；车辆费2.52万元: the last is no share of 20.10万元.
    """
    last = parted.parts[0]
    if len(parted.parts) > 1 or not is_money(last.figure.unit):
        return ()
    alike = (each for some in fitting.values() for each in some if same_measure(each, last))
    wholes = {span(measured(each, last)) for each in alike}
    row = takewhile(lambda each: same_measure(each, last), reversed(parts[-_SIBLINGS:]) if wholes else ())
    sums = accumulate((span(measured(each, last)) for each in (last, *row)), add)
    for count, made in enumerate(sums):
        if count and any(made.meets(whole) for whole in wholes):
            return parts[-count:]
    return ()


def _around(passage: Sequence[Sentence], at: int) -> Iterator[Sentence]:
    """Yield a sentence with those of which semicolons alone part it."""
    first = next((number for number in range(at, 0, -1) if passage[number - 1].stop != ";"), 0)
    for sentence in passage[first:]:
        yield sentence
        if sentence.stop != ";":
            return


def _all_parted(sentence: Sentence) -> Iterator[Parted]:
    """Yield what has a share in a sentence."""
    for match in _SHARE.finditer(sentence.words) if "占" in sentence.words else ():
        yield from _parted(sentence, match, [each for each in sentence.figures if each.position < match.start()])


def _is_of_two(parted: Parted, amounts: Sequence[Stated]) -> bool:
    """Tell whether a share is of two amounts together, side by side where no number says so (占两项资金总额的52.2%)."""
    if not _TOGETHER.search(parted.whole):
        return False
    alike = [each for each in amounts if same_measure(each, parted.parts[0]) and each not in parted.parts]
    pairs = combinations(alike, 2) if _SAID.search(parted.whole) else pairwise(alike)
    part, told = span_of(parted.parts, parted.parts[0]), span(parted.told.figure)
    given = (share(part, span_of(pair, parted.parts[0])) for pair in pairs)
    return any(each and each.meets(told) for each in given)


def _is_of_row(sentence: Sentence, parted: Parted, amounts: Sequence[Stated]) -> bool:
    """Tell whether a share is of the row together that its amount ends (前三位为肉类62例、水产36例、菌类32例，占49.2%)."""
    last = parted.parts[-1]
    row = _tight(sentence, sentence.figures[: sentence.at(last.sign) + 1])
    return len(row) > 1 == len(parted.parts) and _fits(parted._replace(parts=row), amounts, {})


def _is_of_sum(sentence: Sentence, parted: Parted) -> bool:
    """Tell whether a share is of what its amount and another one behind it make (10万元以上的65个，占45.5%，以下的78个)."""
    part, told = parted.parts[-1], span(parted.told.figure)
    behind = [each for each in sentence.figures if each.position > parted.told.position]
    others = [each for each in behind if same_measure(each, part) and not each.rough]
    given = (share(span(part.figure), span_of((part, each), part)) for each in others)
    return len(parted.parts) == 1 and any(each and each.meets(told) for each in given)


def _is_of_all(parted: Parted, others: Sequence[Parted]) -> bool:
    """Tell whether a share is of what all make together that have a share of the same whole in the sentence.

    基本支出6万元，占本年支出的60%，项目支出4万元，占本年支出的40%: the whole itself is not given.
    """
    row = [each for one in others if _full(one) == _full(parted) for each in one.parts]
    if len(row) < len(parted.parts) + 1 or not all(same_measure(each, row[0]) for each in row):
        return False
    given = share(span_of(parted.parts, row[0]), span_of(row, row[0]))
    return bool(given and given.meets(span(parted.told.figure)))


def _is_of_untold(parted: Parted, others: Sequence[Parted], amounts: Sequence[Stated]) -> bool:
    """Tell whether a share is of the whole of which another share beside it is, where no figure gives that (59人，占88.1%，其中14人，占20.9%)."""
    part = parted.parts[0]
    alike = [each for each in amounts if same_measure(each, part) and each not in parted.parts]
    if len(parted.parts) > 1 or parted.base or len(alike) != 1:
        return False
    (other,) = [one for one in others if len(one.parts) == 1 and one.parts[0] is alike[0]] or (None,)
    if other is None or not part.figure.value or not other.told.figure.value:
        return False
    told, given = span(parted.told.figure), span(other.told.figure)
    times = measured(other.parts[0], part).value / part.figure.value
    return Span(told.low * times, told.high * times).meets(given)


def _but(amounts: Sequence[Stated], others: Sequence[Stated]) -> Sequence[Stated]:
    """Return amounts without others."""
    ids = set(map(id, others))
    return [each for each in amounts if id(each) not in ids] if ids else amounts


def _fits(parted: Parted, amounts: Sequence[Stated], fitting: dict[str, list[Stated]]) -> bool:
    """Tell whether a share is right of any whole that it can be of, which is kept for its neighbours."""
    told = span(parted.told.figure)
    wholes = _wholes(parted, amounts)
    for count in range(len(parted.parts), 0, -1):
        parts = {unit: _part_of(parted.parts[-count:], unit) for unit in {whole.figure.unit for whole in wholes}}
        for whole in wholes:
            part = parts[whole.figure.unit]
            given = share(part, span(whole.figure)) if part else None
            if given and given.meets(told):
                fitted = fitting.setdefault(_full(parted), [])
                fitted[:] = [*fitted, whole][-_REACH:]
                return True
        if count > 1 and not wholes:
            break
    return False


def _judge(
    parted: Parted, amounts: Sequence[Stated], fitting: dict[str, list[Stated]], row: Sequence[Stated]
) -> Iterator[Finding]:
    """Yield a share that is of none of the wholes it can be of, where one of them is sure to be meant."""
    wholes = _wholes(parted, amounts)
    if len(parted.parts) > 1 and not wholes:
        return
    full = _full(parted)
    named = full if any(full in each.lead for each in wholes) else _TOTAL.sub("", full)
    beside = [each for each in wholes if each not in row or (len(full) >= _NAMED and _is_called(each, full))]
    of = _whole(parted, named, beside, fitting) or _swapped_whole(parted, beside)
    if of is None or not of.figure.value:
        return
    value = value_of(parted.parts, of)
    if value > of.figure.value:
        return
    real = print_like(value / of.figure.value * 100, parted.told)
    lone = parted.parts[0] if len(parted.parts) == 1 else None
    known = (
        any(of is each for some in fitting.values() for each in some) or parted.base or _is_sole(parted, of, amounts)
    )
    slip = is_one_slip(lone, of, parted.told) if lone else _is_swapped_part(parted, of)
    if not (known or may_be_slip(parted.told.shown, real) or slip):
        return
    if is_said(parted.told, value / of.figure.value * 100):
        return
    shown = f"（{joined(parted.parts)}）" if len(parted.parts) > 1 else joined(parted.parts)
    yield differs(parted.told, f"{shown} ÷ {of.shown} = {real}")


def _of_neighbours(parted: Parted, around: Iterable[Sentence], near: Sequence[Sentence]) -> Iterator[Finding]:
    """Yield a share of another whole than two or more beside it are all of, one behind them or what all make together.

    312件，占38%；248件，占31%；240件，占30%。全部800件均已办结.
    """
    beside = [one for sentence in around for one in _all_parted(sentence) if _full(one) == _full(parted)]
    first, others = parted.parts[0], [one for one in beside if one.told is not parted.told]
    alike = all(len(one.parts) == 1 and same_measure(one.parts[0], first) for one in (parted, *others))
    if len(others) < _FEW or not alike or parted.base:
        return
    own = [one.parts[0] for one in beside]
    behind = [each for sentence in near for each in sentence.figures if not any(each is one for one in own)]
    wholes = [((each,), each) for each in behind if same_measure(each, first) and not each.rough]
    for whole, like in (*wholes, (own, first)):
        value, of = measured(first, like).value, value_of(whole, like)
        if value < of and all(_is_share(one, span_of(whole, like), like) for one in others):
            shown = joined(whole) if len(whole) == 1 else f"（{joined(whole)}）"
            yield differs(parted.told, f"{first.shown} ÷ {shown} = {print_like(value / of * 100, parted.told)}")
            return


def _is_share(parted: Parted, whole: Span, like: Stated) -> bool:
    given = share(span(measured(parted.parts[0], like)), whole)
    return given is not None and given.meets(span(parted.told.figure))


def _is_swapped_part(parted: Parted, of: Stated) -> bool:
    """Tell whether two digits that changed places in one of several parts are all that is wrong in their share."""
    told = span(parted.told.figure)
    value, worth = value_of(parted.parts, of), Decimal(100) / of.figure.value
    swapped = (
        (measured(each._replace(figure=each.figure._replace(value=other)), of).value - measured(each, of).value)
        for each in parted.parts
        if len(digits_of(each)) > _FEW
        for other in swaps_of(each)
    )
    return any(told.low <= (value + more) * worth <= told.high for more in swapped)


def _is_sole(parted: Parted, of: Stated, amounts: Sequence[Stated]) -> bool:
    """Tell whether an amount is the only one of its measure before its part, in the same sentence (支出80万元，其中：房租30万元，占38%)."""
    part, beside = parted.parts[-1], [each for each in amounts if each.is_beside(of) and same_measure(each, of)]
    among = _AMONG.search(part.plain, of.number.end, part.number.start)
    return bool(among) and not parted.whole and beside == [of, part]


def _part_of(parts: Sequence[Stated], unit: str) -> Span | None:
    """Return the sum of amounts in a unit, None where one of them measures something else."""
    figures = [each.figure.in_unit(unit) for each in parts]
    return total(each for each in figures if each) if all(figures) else None


def _whole(parted: Parted, named: str, wholes: Sequence[Stated], fitting: dict[str, list[Stated]]) -> Stated | None:
    """Return the one whole of which a share must be, None where that is not sure."""
    if parted.base:
        return parted.base if same_measure(parted.base, parted.parts[0]) else None
    neighbours = fitting.get(_full(parted), ()) if named else [each for some in fitting.values() for each in some]
    area = _AREA.fullmatch(parted.whole)
    if area:
        part = parted.parts[0]
        noun = telling(part.lead)[-2:]
        wholes = [each for each in wholes if area[1] in each.before]
        wholes = [each for each in wholes if each.is_beside(part) or noun in each.lead]
    if named and not _GENERIC.fullmatch(named):
        chars = set(named) - set("总数量额的")
        matching = [
            each
            for each in wholes
            if named[-2:] in each.lead + each.trail and len(chars & set(each.lead + each.trail)) * 2 >= len(chars)
        ]
        if not matching and neighbours:
            return neighbours[-1]
        return matching[-1] if matching and not _OTHER.match(parted.whole) else None
    shared = [each for each in wholes if each in neighbours]
    if shared:
        return shared[-1]
    if _AMONG.match(parted.parts[0].lead):
        part = parted.parts[0]
        before = [each for each in wholes if each.plain is part.plain and each.number.start < part.number.start]
        return before[-1] if before and (before[-1].is_beside(part) or _is_alone_before(before, part)) else None
    part = parted.parts[0]
    ahead = [each for each in wholes if not each.is_beside(part) or each.position < part.position]
    larger = [each for each in ahead if each.figure.value >= part.figure.value and _may_hold(each, part)]
    return larger[-1] if len(larger) == 1 else None


def _may_hold(whole: Stated, part: Stated) -> bool:
    """Tell whether two figures in units that may count anything are said to count the same (站182个, 文明村125个 are not)."""
    if part.figure.unit not in GENERAL or "其中" in part.lead:
        return True
    return not set(telling(part.lead + part.trail)).isdisjoint(telling(whole.lead + whole.trail))


def _swapped_whole(parted: Parted, wholes: Sequence[Stated]) -> Stated | None:
    """Return the only one of several wholes of which a part has a share that is the one typed, but for two digits that changed places."""
    if parted.whole or len(parted.parts) > 1 or len(digits_of(parted.told)) < _LEAST_DIGITS:
        return None
    part = parted.parts[0]
    found = [
        each
        for each in wholes
        if is_swap(print_like(measured(part, each).value / each.figure.value * 100, parted.told), parted.told.shown)
    ]
    return found[0] if len({each.figure for each in found}) == 1 else None


def _is_alone_before(before: Sequence[Stated], part: Stated) -> bool:
    """Tell whether a sentence that begins with 其中 speaks of the one amount of its measure in the sentence before."""
    last = before[-1]
    begins = part.plain.startswith("其中", part.begin) and part.plain[last.number.end : part.begin].count("。") == 1
    return begins and sum(each.is_beside(last) for each in before) == 1


def typed_shares_incomplete(passage: Sequence[Sentence]) -> Iterator[Finding]:
    """Find shares of one whole that together are more than 100 % or, being all there are, less."""
    several = [sentence for sentence in passage if sum(each.figure.unit == "%" for each in sentence.figures) > 1]
    if not several or any(_NOT_WHOLE.search(sentence.words) for sentence in passage):
        return
    for sentence in several:
        for match in _ROW.finditer(sentence.words):
            row = [sentence.of(sign) for sign in _JOINED.findall(match["row"])]
            before = ",".join(sentence.words[: match.start()].split(",")[-_CLAUSES:])
            closed = bool(_CLOSED.search(before) or are_bands(_names(before, len(row)))) and not _SOME.search(
                sentence.words[: match.end()]
            )
            amounts = sum(each.figure.unit not in RATED for each in sentence.figures[: sentence.at(row[0].sign)])
            if amounts > len(row):
                continue  # each share is of an amount beside it
            tight = amounts < len(row) > _FEW and not (is_mixed(before) or _APART.search(before))
            yield from _whole_of(row, closed=closed, alone=not _SOME.search(sentence.words[: match.end()]), tight=tight)
        yield from _run(sentence)


def _names(before: str, count: int) -> list[str]:
    """Return the names in the last clause before a row of shares where they are as many (35岁及以下、36岁及以上读者分别占)."""
    names = [_TAIL.sub("", name) for name in _BETWEEN.split(before.rpartition(",")[2])]
    return names if len(names) == count else []


def _run(sentence: Sentence) -> Iterator[Finding]:
    """Yield a run of A占30%、B占40%、其他占30% in which the last is the rest, or the sum is too much."""
    run: list[tuple[Stated, str]] = []
    of = ""
    for match in _EACH.finditer(sentence.words) if "占" in sentence.words else ():
        whole = match["of"]
        subject = match["subject"]
        if not run and subject.startswith("其中"):
            subject = subject.removeprefix("其中")
        if _JOINT.search(subject):
            continue
        is_some = _SOME.search(subject) or sentence.words.endswith(_OF_THESE, 0, match.start())
        if run and ((whole and whole != of) or is_some or _AGAIN.search(subject)):
            yield from _closed_run(sentence, run)
            run = []
        of = whole or of if run else whole
        if is_some:
            continue
        run.append((sentence.of(match["share"]), subject))
    last = _LAST.search(sentence.words, run[-1][0].position) if run else None
    if last and sentence.at(last["share"]) == sentence.at(run[-1][0].sign) + 1:
        run.append((sentence.of(last["share"]), "其余"))
    among = _OF_WHOLE.search(sentence.words, 0, run[0][0].position) if run else None
    if _REST_UNTOLD.search(sentence.words, run[-1][0].position if run else 0):
        return
    yield from _closed_run(sentence, run, closed=bool(_MADE.search(sentence.words)), among=bool(among))


def _closed_run(
    sentence: Sentence, run: Sequence[tuple[Stated, str]], *, closed: bool = False, among: bool = False
) -> Iterator[Finding]:
    if len(run) < 2:
        return
    row, subjects = [each for each, _ in run], [subject for _, subject in run]
    kinds = kinds_of(subjects)
    every = bool(kinds and kinds.complete and len(kinds.names) == len(run)) or are_bands(subjects) or _are_two(subjects)
    if not every and not kinds and any(map(is_mixed, subjects)) and not _LEVELS.search("".join(subjects)):
        return
    counted = _COUNTED.search(sentence.words, 0, row[0].position)
    every = every or bool(counted and read_count(counted[1]) == len(run))
    whole = _SORTED.search(sentence.words, 0, row[0].position) and _LAST_BAND.search(subjects[-1])
    told = whole or _REST.search(subjects[-1]) or _ALL_TOLD.search(sentence.words, row[-1].position)
    plain = not any(map(is_mixed, subjects)) or bool(_LEVELS.search("".join(subjects)))
    over = among and plain and sum((each.figure.value for each in row), Decimal(0)) > _ALL
    gaps = [sentence.gaps[sentence.at(each.sign)] for each in row[1:]]
    tight = plain and len(row) > _FEW and all(gap.startswith("、") and "," not in gap for gap in gaps)
    behind = sentence.figures[sentence.at(row[-1].sign) + 1 :][:1]
    if behind and behind[0].figure.unit == "%" and _REST.search(sentence.gaps[sentence.at(behind[0].sign)]):
        row = [*row, *behind]  # 其余为其他费用、占5.2%
    yield from _whole_of(row, closed=bool(told) or every or closed or over, alone=len(run) > 1, tight=tight)


def _are_two(subjects: Sequence[str]) -> bool:
    """Tell whether two names are one and what is not of it (税收收入, 非税收入)."""
    return len(subjects) == 2 and any(
        _NOT.match(other) and one[:2] == other[1:3] for one, other in (subjects, reversed(subjects))
    )


def _whole_of(row: Sequence[Stated], *, closed: bool, alone: bool = False, tight: bool = False) -> Iterator[Finding]:
    if len(row) < 2 or any(each.rough or each.bounded for each in row):
        return
    given = total(each.figure for each in row)
    value = sum((each.figure.value for each in row), Decimal(0))
    slip = any(is_slip_of(each, each.figure.value - value + _ALL) for each in row)
    over = given.low > _ALL and (slip or (closed and value <= _FAR) or (tight and value <= _MOST))
    under = given.high < _ALL and value > _LEAST and (closed or (alone and _are_swapped(row, value)))
    if over or under:
        shown = joined(row)
        yield found_at(
            row[-1], f"{shown} = {print_like(value, row[-1])}，各部分的占比加起来应是 100%；请核对哪一项不对"
        )


def _are_swapped(row: Sequence[Stated], value: Decimal) -> bool:
    """Tell whether shares lack just what two digits of one of them make that changed places."""
    if value < _QUITE:
        return False
    pairs = [(print_like(each.figure.value + _ALL - value, each), print_like(each.figure.value, each)) for each in row]
    few = len(row) >= _FOUR and value >= _NEARLY
    return any(is_swap(*pair) or (few and is_turned(*pair)) for pair in pairs)
