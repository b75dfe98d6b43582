"""Parts and their whole: 其中, 包括, 分别为, brackets and colons, states that are all there are.

More than the whole is wrong unless the parts can overlap; less is wrong only where the text says that the list is complete.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate

from selfeval.evaluation.figures.reading import ANY, Sentence, Stated, found_at
from selfeval.evaluation.figures.reckon import (
    Span,
    add,
    differs,
    digits_of,
    is_slip_in_sum,
    is_swap_of_sum,
    joined,
    measured,
    print_like,
    share,
    span,
    span_of,
    value_of,
)
from selfeval.evaluation.figures.roles import COUNTED_TWICE, deed, is_change, is_mixed, own_words, same_measure
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.rules.figures.kinds import are_bands, are_levels, kinds_of
from selfeval.evaluation.rules.figures.listing import PartList, is_near, is_nearly, is_slip
from selfeval.evaluation.rules.figures.marked import marked_lists
from selfeval.evaluation.rules.figures.unmarked import bare_lists, state_lists, unmarked_lists
from selfeval.quantity.units import is_money
from selfeval.text.pattern import regex

_MANY, _BACK, _LONG = 3, 4, 5
_NINE, _TEN = 9, 10
_REST, _FIGURE = regex("(?:其[余他它]|剩余|余下|另有)"), regex(ANY)
"""Match how a sentence begins that tells a rest, and any figure."""
_CARRIED, _GONE = (
    regex("(?:上[年期月]|年初|期初|旧)[^,;]{0,6}[未结存遗]|结转"),
    regex("转送|移送|转办|移交|退回|撤回|撤销|并入"),
)
"""Match what says of a figure that it was there before the year, and that it went elsewhere."""


_WITH_STOCK = regex("含(?:有|了)?(?:上[年期月]|往年|以前年度|年初|期初|旧)[^,;()]{0,4}[未结存遗]")
"""Matches what says that figures hold what was there before (经审查（含上期积存）批准159件)."""


def typed_parts_differ(passage: Sequence[Sentence]) -> Iterator[Finding]:
    """Find parts that are together more than their whole or, being all there are, less."""
    told: set[tuple[str, int]] = set()
    twice = False
    for at, sentence in enumerate(passage):
        joined = at > 0 and passage[at - 1].stop == ";"
        twice = (twice and joined) or bool(COUNTED_TWICE.search(sentence.words))
        behind = passage[at + 1].words.partition(",")[0] if at + 1 < len(passage) else ""
        is_open = bool(_REST.match(behind)) and not _FIGURE.search(behind)
        if sentence.figures and not twice:
            for listed in (
                *marked_lists(passage, at),
                *state_lists(passage, at),
                *bare_lists(sentence),
                *unmarked_lists(passage, at),
            ):
                whole = listed.wholes[-1]
                found = [] if (whole.plain, whole.start) in told else list(_judge(listed, is_open=is_open))
                right = _is_counted_twice(sentence, listed) or _are_of_several(passage, at, listed)
                right = right or _is_sum_told(passage, at, listed) or _has_one_share(sentence, listed)
                right = right or _hold_stock(sentence, listed)
                if found and not (right or _is_carried_over(passage, at, listed)):
                    told.add((whole.plain, whole.start))
                    yield from found


def _judge(listed: PartList, *, is_open: bool) -> Iterator[Finding]:
    """Yield what is wrong in a list: any sensible pairing of parts and wholes that fits makes it right.

    Less than the whole is none that is open: a rest without a figure is told behind it.
    """
    whole = _likeliest(listed)
    spans = [span(measured(each, whole)) for each in listed.wholes]
    sums = list(accumulate((span(measured(each, whole)) for each in listed.parts), add))
    beside = sum(each.is_beside(listed.parts[0]) for each in listed.parts)
    possible = [*sums[beside - 1 : beside], *sums[listed.core - 1 :]] if listed.apart else sums
    if any(total.meets(each) for each in spans for total in possible) or _is_mean(listed, whole):
        return
    if any(each.figure == whole.figure or each.lead.endswith("各") for each in listed.parts):
        return  # the whole is said again, or what each of several has
    core, total = listed.parts[: listed.core], sums[listed.core - 1]
    last = span(measured(core[-1], whole))
    if any(add(one, last).meets(other) for one in spans for other in spans):
        return  # 受理5200件，办结5080件，其中按期办结5030件；其余120件: the last part is the rest of the first whole
    over = all(total.low > each.high for each in (spans if not listed.complete else [span(whole.figure)]))
    under = len(core) > 1 and total.high < span(whole.figure).low
    nought = "其中" in core[0].lead and _is_exact_but_for_a_nought(core, whole)
    exact = nought or _is_exact_but_for_a_digit(core, whole)
    if not over and not (under and not is_open and (listed.complete or exact or _is_swapped(core, whole))):
        return
    if len(core) == 1:
        part = core[0]
        named = part.is_beside(whole) or part.lead[-2:] in whole.lead
        named = named and (part.lead + part.trail).find(whole.trail[:2]) >= 0
        if not deed(own_words(part)) and listed.close and named and part.figure.unit == whole.figure.unit:
            yield found_at(whole, f"其中的 {part.shown} 比总数 {whole.shown} 还大；请核对哪个不对")
        return
    overlap = any(map(is_mixed, listed.counted)) and not (
        are_bands(listed.counted)
        or kinds_of(listed.counted)
        or (is_money(whole.figure.unit) and are_levels(listed.counted))
    )
    slip = _is_swapped if listed.weak else is_slip
    if (
        listed.apart
        or (len(core) >= _MANY and _is_swapped(core, whole) and (listed.tight or is_near(core, whole)))
        or (len(core) > _MANY and listed.tight and over and is_nearly(core, whole))
        or (not overlap and (exact or slip(core, whole) or (over and listed.tight and is_near(core, whole))))
    ):
        kinds = kinds_of(listed.counted)
        closed = bool(kinds and kinds.complete and len(kinds.names) == len(core))
        nearly = (closed or (listed.complete and over)) and is_nearly(core, whole)
        if not (nearly or is_slip_in_sum([(one, 1) for one in core], whole)):
            return
        shown, value = joined(core), value_of(core, whole)
        yield differs(whole, f"{shown} = {print_like(value, whole)}", "是总数还是哪一项不对")
    elif listed.tight and listed.close and whole.is_beside(core[0]):
        yield from _greater(core, whole)


def _is_counted_twice(sentence: Sentence, listed: PartList) -> bool:
    """Tell whether a figure in brackets is just what parts are too much (进机关5场（2场为联办）): it is in two of them."""
    core, whole = listed.parts[: listed.core], listed.wholes[-1]
    excess = value_of(core, whole) - whole.figure.value
    own = set(map(id, (*listed.parts, *listed.wholes)))
    aside = (each for each, gap in zip(sentence.figures, sentence.gaps, strict=False) if gap.endswith("("))
    alike = (each for each in aside if id(each) not in own and same_measure(each, whole))
    return excess > 0 and any(measured(each, whole).value == excess for each in alike)


def _is_sum_told(passage: Sequence[Sentence], at: int, listed: PartList) -> bool:
    """Tell whether parts of a whole of another sentence make just another figure before them: they are of that one."""
    whole, core = listed.wholes[-1], listed.parts[: listed.core]
    if whole.is_beside(core[0]):
        return False
    before = [each for sentence in passage[max(0, at - _BACK) : at] for each in sentence.figures]
    known = [each for each in before if same_measure(each, whole) and not each.rough and not is_change(each)]
    return any(span_of(core, each).meets(span(each.figure)) for each in known)


def _are_of_several(passage: Sequence[Sentence], at: int, listed: PartList) -> bool:
    """Tell whether parts are of the whole and of figures beside it together (街道5个、镇3个，其中一级站2个、二级站6个)."""
    whole = listed.wholes[-1]
    unit = whole.figure.unit
    known = [each for sentence in passage[max(0, at - 1) : at + 1] for each in sentence.figures]
    before = [each for each in known if each.number.start < listed.parts[0].number.start and each.figure.in_unit(unit)]
    given = span_of(listed.parts, whole)
    runs = (before[at:end] for at in range(len(before)) for end in range(at + 2, len(before) + 1))
    return any(span_of(run, whole).meets(given) for run in runs)


def _has_one_share(sentence: Sentence, listed: PartList) -> bool:
    """Tell whether one part alone has its share behind it, a right one: it is the only part, the others are of something else.

    登记8.46万件，其中网上申请5.19万件，网办率61.3%；抵押登记2.37万件.
    """
    core, whole = listed.parts[: listed.core], listed.wholes[-1]
    if listed.complete or not whole.figure.value:
        return False
    behind = dict(zip(map(id, sentence.figures), sentence.figures[1:], strict=False))
    told = [(each, rate) for each in core if (rate := behind.get(id(each))) and rate.figure.unit == "%"]
    given = [(share(span(measured(each, whole)), span(whole.figure)), span(rate.figure)) for each, rate in told]
    return len(core) > len(told) == 1 and any(each and each.meets(rate) for each, rate in given)


def _is_carried_over(passage: Sequence[Sentence], at: int, listed: PartList) -> bool:
    """Tell whether parts are more than what came in by what was carried over, less what went elsewhere.

    上年未结22件，本年新收318件，其中转送17件；办结308件，未办结15件: 22 - 17 more.
    """
    core, whole = listed.parts[: listed.core], listed.wholes[-1]
    excess = value_of(core, whole) - whole.figure.value
    own = set(map(id, (*core, whole)))
    near = [
        each for sentence in passage[max(0, at - _BACK) : at + 1] for each in sentence.figures if id(each) not in own
    ]
    alike = [each for each in near if same_measure(each, whole)]
    carried = [measured(each, whole).value for each in alike if _CARRIED.search(each.lead)]
    gone = [measured(each, whole).value for each in alike if _GONE.search(each.lead)]
    return any(excess in (each, each - sum(gone), *(each - one for one in gone)) for each in carried)


def _hold_stock(sentence: Sentence, listed: PartList) -> bool:
    """Tell whether a sentence says of the parts of another one's whole that they hold what was there before the year."""
    return not listed.parts[0].is_beside(listed.wholes[-1]) and bool(_WITH_STOCK.search(sentence.words))


def _is_mean(listed: PartList, whole: Stated) -> bool:
    """Tell whether a figure is the mean of those in the brackets behind it (9860人（春季9912人、秋季9808人）)."""
    low, high = span_of(listed.parts, whole)
    count = len(listed.parts)
    return count > 1 and Span(low / count, high / count).meets(span(whole.figure))


def _greater(core: Sequence[Stated], whole: Stated) -> Iterator[Finding]:
    """Yield the one part that is more than its whole, which no overlap of parts makes right."""
    more = [each for each in core if span(measured(each, whole)).low > span(whole.figure).high]
    if len(more) == 1 and not own_words(more[0]).startswith(deed(own_words(more[0])) or "\n"):
        yield found_at(whole, f"其中的 {more[0].shown} 比总数 {whole.shown} 还大；请核对哪个不对")


def _likeliest(listed: PartList) -> Stated:
    """Return the figure that a list parts: of those a complete list may part the one nearest to its sum, else the last."""
    last = listed.wholes[-1]
    if not listed.complete:
        return last
    value = value_of(listed.parts[: listed.core], last)
    near = min(listed.wholes, key=lambda each: abs(measured(each, last).value - value))
    return near if is_near(listed.parts[: listed.core], near) else last


def _is_exact_but_for_a_digit(parts: Sequence[Stated], whole: Stated) -> bool:
    """Tell whether one digit of a long number is all that three or more parts lack of a whole, or have too much.

    A rest that is not told is hardly ever so round, where the numbers themselves are not.
    """
    count = abs(value_of(parts, whole) - whole.figure.value) / whole.figure.step
    digits = [digits_of(each) for each in (whole, *parts)]
    plain = sum(not each.endswith("0") for each in digits) > len(digits) // 2
    finer = all(measured(each, whole).step >= whole.figure.step for each in parts)
    lone = count == count.to_integral_value() and len(str(int(count)).rstrip("0")) == 1
    return len(parts) >= _MANY and len(digits[0].rstrip("0")) >= _LONG and plain and finer and lone


def _is_exact_but_for_a_nought(parts: Sequence[Stated], whole: Stated) -> bool:
    """Tell whether one part with a nought more, or less, is all that is needed to make the whole (512: 412, 10)."""
    excess = value_of(parts, whole) - whole.figure.value
    values = (measured(each, whole).value for each in parts)
    return len(parts) > 1 and any(excess in (-each * _NINE, each * _NINE / _TEN) for each in values)


def _is_swapped(parts: Sequence[Stated], whole: Stated) -> bool:
    """Tell whether parts, two of them near the whole or more, lack just what two digits that changed places make."""
    return len(parts) > 1 and (len(parts) >= _MANY or is_near(parts, whole)) and is_swap_of_sum(parts, whole)
