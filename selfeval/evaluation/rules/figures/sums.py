"""Sums over several sentences or clauses: 三项合计66.5万元; 全区共有床位1240张。公办640张。民办620张."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache
from itertools import accumulate, takewhile
from typing import NamedTuple

from selfeval.evaluation.figures.reading import ANY, A, Sentence, Stated
from selfeval.evaluation.figures.reckon import (
    add,
    differs,
    is_slip_in_sum,
    is_swap_of_sum,
    joined,
    measured,
    print_like,
    span,
    span_of,
    value_of,
)
from selfeval.evaluation.figures.roles import (
    GENERAL,
    OTHER_BASE,
    deed,
    is_additive,
    is_change,
    is_mixed,
    own_words,
    same_measure,
)
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.rules.figures.far_sums import is_of_year, periods_of_year, told_items
from selfeval.evaluation.rules.figures.kinds import are_levels
from selfeval.evaluation.words import either, trade_words
from selfeval.quantity.characters import read_count
from selfeval.text.pattern import regex

_BACK = 12
"""How many sentences and clauses back the terms of a sum begin at most."""
_LEAST = 2
"""How many terms a sum has at least."""
_NEAR = Decimal("0.4")
"""How far, in parts of the sum, the terms may be off that are still taken for its terms."""
_CLOSE = Decimal("0.1")
"""How far they may be off where no slip explains it."""
_DEED = 2
"""How many characters the verb has that terms of a sum begin with."""
_NUMBERED = regex(
    r"(?<!前)(?:以上|这|上述)?(?<!前)(?P<count>[两二三四五六七八九十]|\d{1,2})(?:项|个|类|种|笔|地|家|块|部分|者|级|批|次|处|所|季|期|场|轮|条|座|支|站|馆|校|院|镇|村)[^,;]{0,14}?(?:合计|总计|共|累计|总)[^,;]*$"
)
_TOTAL = regex(
    "^(?:项目|工程)?总(?:投资|支出|收入|经费)为?$|总(?:里程|长度|面积|产量)(?:为|达)?$|(?:以上|上述)[^,;]{0,8}(?:合计|总计|共|累计)|(?:合计|总计|共计|总共|累计|(?<!公)共)[^,;]*$|总[数量额](?:为|是|达到?)?$"
)
_SUM_AHEAD = regex("(?:合计|总计|共计|相加|汇总),")
"""Matches what says a clause before a figure that it is a sum (以上三季合计，全年稻谷总产量35.43万吨)."""
_OF_NUMBER = regex(
    r"^(?:这|上述|以上)?(?P<count>[两二三四五六七八九])(?:项|个|类|种|笔|地|家|块|部分|级|批|处|所|座|条|支|大|期)(?![^,;]*(?:均|各|平均|分别|依次))[^,;]*$"
)
"""Matches what a sum of so many counts, without a word that calls it a sum (三座水厂全年供水)."""
_AND_OTHERS = regex("[两二三四五六七八九十][^,;]{1,10}(?:以及|连同|加上|[和及与])[^,;]{2,}")
"""Matches so many and others besides (三个街道及水管站共清理)."""
_OF_SORTS = regex("(?P<count>[两二三四五六七八九])(?:大?类|种|项|块|批|期)(?!合计|总计|共)[^,;]{0,10}$")
"""Matches what says of a whole of how many sorts it is (共组织四类培训3120人次)."""
_SORTS = regex("由(?P<count>[两二三四五六七八九])(?:大?类|部分|种|级)[^,;]{0,8}(?:组成|构成)")
_MADE_OF = regex("由(?P<names>[^,;。]{2,40}?)(?:[两二三四五六七八九](?:大?类|个?部分|种|级))?(?:组成|构成)")
_AND = regex("、|和|及|与")
_ORDINALS = "一二三四五六七八九十"
_SORT = regex("^、?([二三四五六七八九])(类|级|期|批|次|等)")
_LONGER = regex(
    "前[两二三四五六](?:项|个?季度)|截[至止](?!(?:[0-9]{4}年|年)?[末底])|力争|计划|目标|预计|以来|近[两三四五]年|明年|下一步"
)
_RESPECTIVE = regex("分别|依次")
_QUOTED = regex("“[^“”]*”")
"""Matches a name in quotation marks, which may hold any word (“国培计划”)."""
_OF_EACH = regex("(?:各|均)$")
"""Matches what says that each of several has so much (其余两县各800万元)."""
_NOT_TERM = regex("计划|目标|上年|去年|同期|预计")
_LESS = regex("剔除|扣除|不含|不计|不包括|含(?:有|了)?(?:上年|往年|以前年度|旧存|结转)|重复|同时计")
"""Matches what says that a term holds what the sum leaves out (第二批含上年结转的35万元)."""
_BESIDES = regex("[,]另外?(?:有|外).*")
"""Matches what stands behind a sum on things beside it (另有退休人员33人，不计入)."""
_SO_FAR = regex("前[两二三]个?季度|截[至止]|累计")
"""Matches what says of a figure that it is of all time so far."""
_NAMES = regex("、[^,0-9]*$")
_AMONG = regex("[^,]{2,10}中,")
"""Matches the begin of a sentence on the parts of a part (基本支出中，)."""
_LONG = regex(",|[^,]{16}")
"""Matches what a sentence of one term does not hold: a second clause, or many words."""
_BARE_SUM = regex("^(?:合计|总计|共计|共|总共|(?:项目|工程)?总(?:投资|支出|收入|经费))(?:为|有|达)?$")
_BARE_ITEM = regex("[,、;]([^,;:、()]{1,10}|[^,;:、()]{2,6}、[^,;:、()]{2,8})")
"""Matches what stands before the next term of a sum where it is its name alone (电费83.6万元，药剂费45.0万元)."""
_NAMED_TOTAL = regex("([^,;]{2,})(?:支出|收入|经费|资金|费用|预算)总[数量额](?:为|是|达到?)?$")
"""Matches a total that has a name of its own (政府采购支出总额); the group is the name."""
_REST, _REST_OR_MORE = regex("其[他它余]|剩余"), regex("其[他它余]|剩余|另|此外")
_INTO = regex(
    "分(?:为|成|作)?(?P<count>[两二三四五六七八九])(?:大|个)?(?:类型|类|种|级|档|片区?|块|部分|方面|方向|批|期)[^,;]{0,4}$"
)
"""Matches the end of a sentence that says in how many sorts all is parted (按类型分为四类)."""
_SIGNS = regex(A)
_NOUNS = regex(
    rf"(?:{A}[^,;、和及{ANY[1:-1]}]{{0,8}}[、和及])+{A}[^,;、{ANY[1:-1]}]{{0,8}},?(?:合计|总计|共计?)(?:为|有)?{A}(?P<noun>[^,;、{ANY[1:-1]}]{{0,12}})"
)
"""Matches counts of several nouns, and the sum of them with its own."""
_QUARTERS = regex(
    rf"四个?季度分别(?:[^,;、{ANY[1:-1]}]{{0,8}}{A}[、和及与]){{3}}{A},(?:全年|合计|共计?|总计)[^,;、{ANY[1:-1]}]{{0,6}}{A}"
)
_QUARTERS_OF_YEAR = 4
_TOTAL_WORDS = regex("合计|总计|共计|总共|共|以上|全年")


class _Clauses(NamedTuple):
    """Hold a sentence, its exact amounts, and those of them that may be terms of a sum."""

    sentence: Sentence
    amounts: Sequence[Stated]
    terms: Sequence[Stated]


class _Text:
    """Hold a text with the terms in it that measure the same as a figure, found once for each unit."""

    def __init__(self, passage: Sequence[Sentence]) -> None:
        self.clauses = [_clauses_of(sentence) for sentence in passage]
        self._alike: dict[str, dict[int, list[Stated]]] = {}

    def alike(self, each: Stated, start: int, end: int) -> list[list[Stated]]:
        """Return the terms of some sentences that measure the same as a figure."""
        unit = each.figure.unit
        if unit in GENERAL:  # what these measure is what their words say
            near = self.clauses[start:end]
            return [[one for one in clauses.terms if same_measure(one, each)] for clauses in near]
        found = self._alike.setdefault(unit, {})
        wanted = range(max(start, 0), min(end, len(self.clauses)))
        for number in (number for number in wanted if number not in found):
            found[number] = [one for one in self.clauses[number].terms if same_measure(one, each)]
        return [found[number] for number in wanted]


def _clauses_of(sentence: Sentence) -> _Clauses:
    exact = (each for each in sentence.figures if not (each.rough or each.bounded))
    amounts = [each for each in exact if is_additive(each) and not is_change(each)]
    return _Clauses(sentence, amounts, list(filter(_may_be_term, amounts)))


def typed_sum_differs(passage: Sequence[Sentence]) -> Iterator[Finding]:
    """Find a sum that the figures of the sentences before or behind it do not make."""
    few = sum(len(sentence.figures) for sentence in passage) <= _LEAST
    if few or any("同时计入" in sentence.words for sentence in passage):
        return
    text = _Text(passage)
    many = sum(len(clauses.terms) for clauses in text.clauses) >= _LEAST
    for at, (sentence, amounts, _) in enumerate(text.clauses):
        for each in amounts if many else ():
            if sorts := _INTO.search(sentence.words, each.position):
                count = read_count(sorts["count"])
                yield from _of_sorts(text.clauses[at + 1 : at + count + 2], each, count)
                continue
            said = _said(sentence, each)
            longer = _LONGER.search(sentence.words, 0, each.position) or _LONGER.search(each.trail)
            if longer or _RESPECTIVE.search(each.lead):
                continue
            summed, found = bool(_TOTAL.search(said)), list[Finding]()
            if summed or at or _OF_NUMBER.search(each.lead):
                found += _total_behind(text, at, each, said, summed=summed)
            found += list(_total_before(text, at, each, summed=summed)) or _of_all_kinds(text, at, each, said)
            yield from found or _far(text, at, each, said)
        yield from _of_quarters(sentence) if "季度分别" in sentence.words else ()
        yield from _of_nouns(sentence) if len(sentence.figures) > _LEAST else ()


def _of_quarters(sentence: Sentence) -> Iterator[Finding]:
    """Yield 四个季度分别受理60件、67件、85件和31件，全年234件: a year of four quarters in a row."""
    for match in _QUARTERS.finditer(sentence.words):
        *terms, each = map(sentence.of, _SIGNS.findall(match[0]))
        if len(terms) == _QUARTERS_OF_YEAR and all(same_measure(one, each) for one in terms):
            differ = not span_of(terms, each).meets(span(each.figure))
            yield from _differs(terms, each) if differ else ()


def _of_nouns(sentence: Sentence) -> Iterator[Finding]:
    """Yield 辖14个行政村、7个社区，合计23个村（社区）: counted behind the figures, and summed up under both names."""
    for match in _NOUNS.finditer(sentence.words):
        *terms, each = map(sentence.of, _SIGNS.findall(match[0]))
        row = (*terms, each)
        if any(one.rough or not one.figure.unit.startswith("个") for one in row) or all(
            same_measure(one, each) for one in terms
        ):
            continue
        known = set("".join(one.figure.unit + one.trail for one in terms)) | set("()")
        value = sum((one.figure.value for one in terms), Decimal(0))
        if set(each.figure.unit + match["noun"]) <= known and value != each.figure.value and _is_near(terms, each):
            yield from _differs(terms, each)


def _said(sentence: Sentence, each: Stated) -> str:
    """Return what is said before a sum; a second one in a sentence carries on the word of the first."""
    number = sentence.at(each.sign)
    if _TOTAL.search(each.lead):
        return each.lead
    if _SUM_AHEAD.search(sentence.gaps[number]):
        return sentence.gaps[number]
    if number == 0:
        return each.lead
    first = sentence.figures[0]
    return (
        first.lead
        if _TOTAL.search(first.lead) and not same_measure(first, each) and "。" not in sentence.gaps[number]
        else each.lead
    )


def _total_behind(text: _Text, at: int, each: Stated, said: str, *, summed: bool) -> Iterator[Finding]:
    """Yield a sum that stands behind its terms; one that no word calls so has just as many terms as it says."""
    terms = before = _terms_before(text, at, each)
    if not before:
        return
    numbered = _NUMBERED.search(said) or _OF_NUMBER.search(each.lead) or _NUMBERED.search(own_words(each))
    numbered = None if _is_ordinal(each) else numbered
    count = read_count(numbered["count"]) if numbered else 0
    terms = (_clauses(text.alike(each, at - 1, at)[0], count) if count and at else []) or before
    chosen = terms
    if count:
        others = len(terms) > count and ("其中" in text.clauses[at - 1].sentence.words or not summed)
        chosen = terms[-count:] if len(terms) >= count > 1 and not others else []
    if len(chosen) < _LEAST or not (_is_near(chosen, each) or is_swap_of_sum(chosen, each)):
        return
    meant = count > 0 or (_calls_sum(text, at, each, terms, said) if summed else _are_items(text, at, each, terms))
    sentence = text.clauses[at].sentence
    if (
        not meant
        or OTHER_BASE.search(_BESIDES.sub("", sentence.words))
        or _AND_OTHERS.search(said)
        or _hold_more(text, at, before)
    ):
        return
    if _is_sum_of_some(terms, each) or (
        _NAMES.search(each.before.rpartition(",")[0]) and not any(one.is_beside(each) for one in terms)
    ):
        return
    if not (_all_make(text, at, chosen, each) or _is_rest_told(text.clauses[at], chosen, each)):
        sure = len(chosen) > _LEAST and (len(terms) == count or _are_of_one_deed(sentence, terms, each))
        yield from _differs(chosen, each, sure=sure and _is_close(chosen, each))


def _is_ordinal(each: Stated) -> bool:
    """Tell whether the words of a figure only say of which of several sorts it is (一类5座、二类75座)."""
    found = _SORT.match(each.lead)
    return bool(found and f"{_ORDINALS[_ORDINALS.index(found[1]) - 1]}{found[2]}" in each.before)


def _is_rest_told(clauses: _Clauses, chosen: Sequence[Stated], each: Stated) -> bool:
    """Tell whether a figure behind a sum is just what it has more than its terms, or less (共216份（含平行样6份）)."""
    rest = abs(value_of(chosen, each) - each.figure.value)
    behind = (one for one in clauses.sentence.figures if one.position > each.position and same_measure(one, each))
    return any(measured(one, each).value == rest for one in behind)


def _are_of_one_deed(sentence: Sentence, terms: Sequence[Stated], each: Stated) -> bool:
    """Tell whether all figures of a sentence are terms of one verb, which their sum says too (完成国家抽检126批次，完成省级抽检480批次)."""
    deed, before = own_words(terms[-1])[:_DEED], sentence.figures[: sentence.at(each.sign)]
    return len(terms) == len(before) and deed in each.lead and all(deed in own_words(one) for one in terms)


def _calls_sum(text: _Text, at: int, each: Stated, terms: Sequence[Stated], said: str) -> bool:
    """Tell whether a word calls a figure the sum of terms that it names, or that two digits that changed places make it."""
    sentence, mixed = text.clauses[at].sentence, any(is_mixed(one.lead) for one in terms)
    return (
        said.startswith(("以上", "上述"))
        or (_share_noun(terms, each) and not mixed)
        or (_all_kinds(terms) and not _counts_other(terms, each))
        or _are_beside(sentence, terms, each)
        or _are_ordinals(sentence, terms, each)
        or (len(terms) > _LEAST and (not mixed or _are_of_levels(terms)) and _are_of_one_deed(sentence, terms, each))
        or is_swap_of_sum(terms, each)
    )


def _are_of_levels(terms: Sequence[Stated]) -> bool:
    """Tell whether terms name each another level of government (国家抽检、省级抽检、市级抽检)."""
    return are_levels([own_words(one) for one in terms])


def _all_make(text: _Text, at: int, chosen: Sequence[Stated], each: Stated) -> bool:
    """Tell whether all figures of the measure from the first term on make a sum (二季度18场，其间加办3场), or those that name
    what the sum names (安排300万元，支出165万元；安排200万元，支出90万元；合计支出255万元).
    """
    alike = [one for terms in text.alike(each, max(0, at - _BACK), at) for one in terms]
    since = next((number for number, one in enumerate(alike) if one is chosen[0]), len(alike))
    beside = [one for one in chosen if one.is_beside(each)]
    noun = _TOTAL_WORDS.sub("", each.lead)[-2:]
    named = [one for one in (*alike, *beside) if len(noun) == 2 and noun in one.lead]
    return any(
        len(terms) > 1 and span_of(terms, each).meets(span(each.figure))
        for terms in ([*alike[since:], *beside], *(named[at:] for at in range(len(named))))
    )


def _far(text: _Text, at: int, each: Stated, said: str) -> Iterator[Finding]:
    """Yield a sum of items or of the periods of a year, between which other figures stand."""
    numbered = _NUMBERED.search(said)
    if (
        not (numbered or is_of_year(each))
        or OTHER_BASE.search(text.clauses[at].sentence.words)
        or _AND_OTHERS.search(said)
    ):
        return
    near = text.clauses[max(0, at - _BACK) : at]
    own = [one for one in text.clauses[at].terms if one.position < each.position]
    terms = [*(one for clauses in near for one in clauses.terms), *own]
    sentences = [clauses.sentence for clauses in near]
    if len(terms) < _LEAST or any(_may_leave_out(one, each) for one in sentences):
        return
    count = read_count(numbered["count"]) if numbered else 0
    chosen = told_items(sentences, terms, each, count) if count > 1 else ()
    chosen = chosen or periods_of_year([*sentences, text.clauses[at].sentence], terms, each)
    if chosen:
        yield from _differs(chosen, each)


def _may_leave_out(sentence: Sentence, each: Stated) -> bool:
    """Tell whether a sentence says that a sum leaves something out, and does not give figures of other things alone."""
    if not _LESS.search(sentence.words):
        return False
    alike = [one for one in sentence.figures if same_measure(one, each)]
    return not sentence.figures or any(measured(one, each).value <= each.figure.value for one in alike)


def _clauses(inside: list[Stated], count: int) -> list[Stated]:
    """Return as many terms as a sum counts where they stand in one sentence (4月放流320万尾，6月放流540万尾。两次共860万尾)."""
    return inside if len(inside) == count else []


def _hold_more(text: _Text, at: int, terms: Sequence[Stated]) -> bool:
    """Tell whether a term holds others as well (前三季度), or a sentence from the first one on says that it holds more."""
    near = [clauses.sentence for clauses in text.clauses[max(0, at - _BACK) : at]]
    if any(_SO_FAR.search(one.before) for one in terms):
        return True
    return any(_LESS.search(one.words) for one in near if one.figures and one.figures[-1].start >= terms[0].start)


def _are_items(text: _Text, at: int, each: Stated, terms: Sequence[Stated]) -> bool:
    """Tell whether the sentences right before a figure are items of one list, each of one figure of its measure.

    Two digits that changed places are then all that is wrong with their sum.
    """
    before = map(len, reversed(text.alike(each, max(0, at - _BACK), at)))
    items = list(takewhile(lambda count: count == 1, before))
    listed = len(items) > _LEAST < len(terms) and all(
        near.sentence.stop == ";" for near in text.clauses[at - len(items) : at - 1]
    )
    return listed and is_swap_of_sum(terms, each)


def _are_beside(sentence: Sentence, terms: Sequence[Stated], each: Stated) -> bool:
    """Tell whether terms stand between 、 right before their sum (2163件、投诉17件、建议42件，合计2222件)."""
    signs = [one.sign for one in sentence.figures]
    if any(one.sign not in signs or not one.is_beside(each) for one in terms) or not _BARE_SUM.search(each.lead):
        return False
    numbers = [signs.index(one.sign) for one in terms]
    gaps = [sentence.gaps[number] for number in numbers[1:]]
    tight = all("、" in gap and "," not in gap for gap in gaps) or all(map(_is_bare_item, gaps))
    return tight and numbers == list(range(numbers[0], signs.index(each.sign)))


def _is_bare_item(gap: str) -> bool:
    """Tell whether words between two terms are the name of the second one alone, which begins with no deed of its own."""
    found = _BARE_ITEM.fullmatch(gap)
    return found is not None and not found[1].startswith(deed(found[1]) or "\n")


def _are_ordinals(sentence: Sentence, terms: Sequence[Stated], each: Stated) -> bool:
    """Tell whether terms right before a sum are numbered through from the first (第一批120人，第二批150人，共270人)."""
    right = "," not in sentence.gaps[sentence.at(each.sign)][1:]
    return right and all(f"第{number}" in one.lead for one, number in zip(terms, _ORDINALS, strict=False))


def _terms_before(text: _Text, at: int, each: Stated) -> list[Stated]:
    """Return the terms: of each sentence before that has one the first of the measure, or those of the clauses before."""
    *near, inside = text.alike(each, max(0, at - _BACK), at + 1)
    own = [one for one in inside if one.position < each.position]
    if len(own) > 1:
        return own[-_BACK:]
    found: list[Stated] = []
    for some in reversed(near):
        if some:
            found.append(some[0] if len(some) == 1 else _likest(some, each))
        elif found:
            break
    return [*reversed(found), *own]


def _likest(inside: Sequence[Stated], each: Stated) -> Stated:
    """Return the one of a sentence's figures that says most of what the sum says."""
    noun = set(each.lead[-6:])
    return max(inside, key=lambda one: len(noun & set(one.lead[-6:])))


def _may_be_term(one: Stated) -> bool:
    """Tell whether an exact amount is no sum itself, no aim and of no other time."""
    return not _TOTAL.search(one.lead) and not _NOT_TERM.search(_QUOTED.sub("", one.before.rpartition(":")[2]))


def _total_before(text: _Text, at: int, each: Stated, *, summed: bool) -> Iterator[Finding]:
    """Yield a sum that stands before its terms, one in each of the sentences behind it.

    Where no word calls it a sum, or the terms name something else, only digits that changed places tell a slip.
    """
    sentence = text.clauses[at].sentence
    first = next((one for one in sentence.figures if same_measure(one, each)), None)
    if sentence.stop == ";" or (summed and each is not first):
        return
    noun, some = each.lead[-2:], False
    terms = _begun(text.clauses[at], each)
    named, pure, lone, begun = summed, True, True, bool(terms)
    behind = at + 1, at + 1 + _BACK
    for (other, *_), inside in zip(text.clauses[slice(*behind)], text.alike(each, *behind), strict=True):
        if _AMONG.match(other.words):
            break
        some = some or "其中" in other.words[:3]
        if some and other.stop == ";":
            return  # the parts of one list
        if not inside:
            rest = bool(_REST.match(other.words)) and not other.figures  # 其他零星维护由各县区统筹
            terms = [] if rest else terms
            break
        own = noun in inside[0].lead or bool(_kind().search(inside[0].lead))
        ended = some and lone and len(terms) > 1 and len(other.figures) > 1  # 年内新登记42个，注销27个
        if ended or not (own or some or len(other.figures) == 1):
            break
        named = named and own
        lone = lone and len(other.figures) == 1
        pure = pure and lone and not _LONG.search(other.words.removeprefix("其中,"))
        terms.append(inside[0])
    if len(terms) < 2 or terms[-1].is_beside(each):
        return
    if not _is_near(terms, each) or _is_sum_of_some(terms, each, first=True):
        return
    over = span_of(terms, each).low > span(each.figure).high
    overlap = some and any(is_mixed(one.lead) for one in terms)
    sorts = _SORTS.search(sentence.words)
    pure = pure and (summed or some or begun)
    made = _are_named(sentence, each, terms)
    numbered = _OF_SORTS.search(each.lead)
    made = made or bool(numbered and read_count(numbered["count"]) == len(terms))
    closed = made or _all_kinds(terms) or bool(sorts and read_count(sorts["count"]) == len(terms))
    alike = pure and len(terms) > _LEAST and _end_alike(terms)
    likely = (named and (over or closed)) or (pure and over) or alike or (closed and pure) or made
    swapped = is_swap_of_sum(terms, each) and (len(terms) > _LEAST or pure)
    if (likely or swapped) and (not overlap or (swapped and all(one.lead.endswith(noun) for one in terms))):
        yield from _differs(terms, each)


def _of_all_kinds(text: _Text, at: int, each: Stated, said: str) -> Iterator[Finding]:
    """Yield 全年检查1146家次。一季度检查236家次，二季度318家次，三季度305家次，四季度278家次。: all kinds in the next sentence."""
    if not (_TOTAL.search(said) or said.startswith("全年")):
        return
    terms = [one for inside in text.alike(each, at + 1, at + 2) for one in inside]
    differ = not span_of(terms, each).meets(span(each.figure)) and _is_near(terms, each)
    if differ and len(terms) > _LEAST and _all_kinds(terms):
        yield from _differs(terms, each, sure=_is_close(terms, each))


def _of_sorts(behind: Sequence[_Clauses], each: Stated, count: int) -> Iterator[Finding]:
    """Yield 公园47座，总面积312公顷，分为四类。综合公园6座，面积182公顷。……: of so many sorts, a sentence each, another sum."""
    rows = [[one for one in clauses.terms if same_measure(one, each)] for clauses in behind[:count]]
    if count < _LEAST or len(rows) < count or any(len(row) != 1 for row in rows) or _goes_on(behind[count:]):
        return
    terms = [one for (one,) in rows]
    if not span_of(terms, each).meets(span(each.figure)) and _is_close(terms, each):
        yield from _differs(terms, each, sure=True)


def _goes_on(behind: Sequence[_Clauses]) -> bool:
    """Tell whether a sentence behind a list gives a rest of it (另有……、其余……)."""
    return any(_REST_OR_MORE.match(one.sentence.words) for one in behind[:1])


def _begun(clauses: _Clauses, each: Stated) -> list[Stated]:
    """Return the terms with which a sentence begins a list behind its sum (消防员320人：指挥中心28人。)."""
    if not clauses.sentence.gaps[clauses.sentence.at(each.sign) + 1].startswith(":"):
        return []
    return [one for one in clauses.terms if one.position > each.position and same_measure(one, each)]


def _are_named(sentence: Sentence, each: Stated, terms: Sequence[Stated]) -> bool:
    """Tell whether a sentence names behind a whole just what the terms are (由基本支出和项目支出两部分构成)."""
    found = _MADE_OF.search(sentence.words, each.position)
    names = _AND.split(found["names"]) if found else []
    return len(names) == len(terms) and all(name in one.lead for name, one in zip(names, terms, strict=True))


def _end_alike(terms: Sequence[Stated]) -> bool:
    """Tell whether all terms count what ends in the same character (东片乡镇, 西片乡镇)."""
    ends = {one.lead[-1:] for one in terms}
    return len(ends) == 1 and "" not in ends


@lru_cache(maxsize=1)
def _kind() -> re.Pattern[str]:
    """Return a pattern of the kinds of which a row is all there are."""
    return regex(either(name for kinds in trade_words().kinds if kinds.complete for name in kinds.names))


def _all_kinds(terms: Sequence[Stated]) -> bool:
    """Tell whether terms name kinds that are all there are (上半年, 下半年)."""
    for kinds in trade_words().kinds:
        if kinds.complete and len(kinds.names) == len(terms):
            named = {name for each in terms for name in kinds.names if name in each.lead}
            if len(named) == len(terms):
                return True
    return False


def _counts_other(terms: Sequence[Stated], each: Stated) -> bool:
    """Tell whether a sum names what none of the terms does (上半年培训120人次，下半年参赛80人次，全年接待260人次)."""
    noun = _TOTAL_WORDS.sub("", each.lead)[-2:]
    return len(noun) == 2 and not any(noun in one.lead for one in terms)


def _share_noun(terms: Sequence[Stated], each: Stated) -> bool:
    """Tell whether all terms name what the sum names."""
    noun = _TOTAL_WORDS.sub("", each.lead)[-2:]
    if (named := _NAMED_TOTAL.search(each.lead)) and not any(named[1][-2:] in one.lead for one in terms):
        return False
    return len(noun) == 2 and all(noun in one.lead or one.lead[-2:] in each.lead for one in terms)


def _is_sum_of_some(terms: Sequence[Stated], each: Stated, *, first: bool = False) -> bool:
    """Tell whether one of the terms is the sum said again, or two or more of those nearest to it make it."""
    spans, told = [span(measured(one, each)) for one in (terms if first else reversed(terms))], span(each.figure)
    return any(total.meets(told) for total in (*spans, *accumulate(spans, add)))


def _is_close(terms: Sequence[Stated], each: Stated) -> bool:
    """Tell whether terms make little more or less than a sum."""
    return abs(value_of(terms, each) - each.figure.value) <= _CLOSE * each.figure.value


def _is_near(terms: Sequence[Stated], each: Stated) -> bool:
    return abs(value_of(terms, each) - each.figure.value) <= _NEAR * each.figure.value


def _differs(terms: Sequence[Stated], each: Stated, *, sure: bool = False) -> Iterator[Finding]:
    """Yield a sum that its terms do not make; where they are not sure to be meant, one slip is all that is wrong."""
    if any(_OF_EACH.search(one.lead) for one in terms) or not (
        sure or is_slip_in_sum([(one, 1) for one in terms], each)
    ):
        return
    reckoned = f"{joined(terms)} = {print_like(value_of(terms, each), each)}"
    yield differs(each, reckoned, "是合计还是哪一项不对")
