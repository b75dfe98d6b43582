"""How many indicators a text says there are, or were met or missed, against the table: 6项指标中5项达到目标, 各项指标全部达到."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.paragraph import Paragraph, Spot, say, sentence_around, spots
from selfeval.evaluation.verdicts import pairs
from selfeval.quantity.characters import read_numeral, to_half_width
from selfeval.quantity.verdict import Attainment
from selfeval.text.name import fold
from selfeval.text.pattern import regex

_COUNT = "[0-9０-９]{1,3}|[一二两三四五六七八九十]{1,3}"
_ATTAINED = "(?:达到|完成|实现|达标|达成)(?![率较得情进质])"
_OF_ALL = regex(
    rf"(?P<all>{_COUNT})[项个](?:绩效|三级|绩效三级)?指标[中里]?[，,]?有?(?P<some>{_COUNT})[项个](?:指标)?"
    rf"(?:[均都已]|全部)*(?P<no>未|没有|没)?能?(?:[均都已]|全部|按[时期]|如期)*{_ATTAINED}"
)
_ALONE = regex(
    rf"(?P<some>{_COUNT})[项个](?:绩效|三级|绩效三级)?指标(?:[均都已]|全部)*(?P<no>未|没有|没)?能?(?:[均都已]|全部|按[时期]|如期)*{_ATTAINED}"
)
_ALL = regex(
    "(?:各项|全部|所有|年初(?:各项|设定的?|确定的?)?|预定的?|既定的?)(?:年度|绩效|整体|总体)*(?:目标|指标)(?:任务|值)?"
    "(?:[均都已]|全部|全面|如期|按[时期]|圆满|顺利)*(?:达到|完成|实现|达标|达成)(?![率较得情进质的])"
)
_NAME = r"[^，。；：、\s\d]{2,14}?"
_NAMES = regex(
    rf"(?P<first>(?:{_NAME}、)+{_NAME})(?:以及|[和与及])(?P<last>{_NAME})(?P<count>{_COUNT})[项个](?:绩效|三级)?指标"
)
"""Matches the names of indicators, and how many they are."""
_NOT_ALL = regex("确保|推动|力争|为了|若|如果|未|没|除|以外|之外|个别|但|基本|大部分|多数")
"""Matches what says of all indicators that some of them are not meant, or that it is only wished."""
_SET = regex(
    rf"(?<!指标)(?:设[立置定]|编制|申报|确定)了?(?P<all>{_COUNT})[项个](?:年度|绩效|三级|考核)*指标(?=[，,。；;]|$)"
)
_OFF = 2
"""By how many a number of indicators may be off that still tells of those in the table."""
_SOME_KIND = regex("(?:其余|其他|另外?|产出|效益|满意度|数量|质量|时效|成本|定量|定性|核心|重点|新增|有|等|的|第)$")
"""Matches what says before a number of indicators that they are some of all."""


def indicator_count_differs(dossier: Dossier) -> Iterator[Finding]:
    """Find 6项指标中4项达到目标 where five are met, 各项指标全部达到 where one is missed, 设立8项指标 where there are six.

    What cannot be judged may have gone either way.
    """
    texts = [each for each in dossier.paragraphs.narrative.holding("指标", "目标") if not each.planned]
    listed, sweeping, counted = list(_claims(texts)), list(spots(_ALL, texts)), list(spots(_SET, texts))
    if not (listed or sweeping or counted):
        return
    judged = [pair for pair in pairs(dossier.indicators, dossier.forms[0]) if pair.actual]
    outcomes = Counter(pair.verdict.outcome for pair in judged)
    total, open_ = sum(outcomes.values()), outcomes[Attainment.UNDECIDED]
    met = outcomes[Attainment.MET] + outcomes[Attainment.EXCEEDED]
    if not total:
        return
    yield from _sweeping(
        sweeping, [str(pair.indicator.name) for pair in judged if pair.verdict.outcome is Attainment.MISSED]
    )
    yield from _counted(counted, len(dossier.indicators), total)
    told = set[str]()
    for spot in listed:
        words = spot.match.groupdict()
        some, claimed = _number(words["some"]), _number(words["all"]) if words.get("all") else 0
        known = outcomes[Attainment.MISSED] if words["no"] else met
        shown = f"表里一共 {total} 项指标，达到目标的 {met} 项，没有达到的 {outcomes[Attainment.MISSED]} 项"
        shown += f"，看不出的 {open_} 项" if open_ else ""
        is_partial = not claimed and (not words["no"] or _SOME_KIND.search(spot.paragraph.text[: spot.match.start()]))
        if (claimed or total) != total or some > total:  # of one task, of a project, or of the scheme as well
            continue
        if some > known + open_ or (some < known and not is_partial):
            told.add(spot.paragraph.leaf.where)
            yield say(spot, f"{shown}；这里写的是“{spot.match[0]}”，请核对哪个不对")
    yield from (each for each in _named_before(dossier, texts) if each.where not in told)


def _named_before(dossier: Dossier, texts: Iterable[Paragraph]) -> Iterator[Finding]:
    """Yield 名家讲座、阅读社群和参与读者满意度2项指标: more or fewer indicators are named than are counted."""
    known = [fold(row.name) for row in dossier.indicators]
    for spot in spots(_NAMES, texts):
        named = [*spot.match["first"].split("、"), spot.match["last"]]
        is_known = all(any(fold(name) in each or each in fold(name) for each in known) for name in named)
        if is_known and len(named) != _number(spot.match["count"]):
            names = "、".join(named)
            yield say(spot, f"“{names}”是 {len(named)} 项，这里写的是 {spot.match['count']} 项；请核对哪个不对")


def _sweeping(listed: Iterable[Spot], missed: list[str]) -> Iterator[Finding]:
    """Yield what says that all indicators were met where some were not."""
    for spot in listed if missed else ():
        if not _NOT_ALL.search(sentence_around(spot)):
            named = "、".join(f"“{name}”" for name in missed[:3]) + (f"等 {len(missed)} 项" if len(missed) > 3 else "")
            yield say(spot, f"表里{named}没有达到目标，这里写的是“{spot.match[0]}”；请核对哪个不对")


def _counted(listed: Iterable[Spot], *totals: int) -> Iterator[Finding]:
    """Yield how many indicators were set where the table has a few more or less."""
    for spot in listed:
        claimed = _number(spot.match["all"])
        if claimed not in totals and any(abs(claimed - total) <= _OFF for total in totals):
            yield say(spot, f"表里一共 {totals[0]} 项指标，这里写的是“{spot.match[0]}”，请核对哪个不对")


def _claims(paragraphs: Iterable[Paragraph]) -> Iterator[Spot]:
    """Yield what says how many indicators were met or missed, that of all of them before that of some alone."""
    for paragraph in paragraphs:
        whole = list(spots(_OF_ALL, [paragraph]))
        yield from whole
        taken = [range(*spot.match.span()) for spot in whole]
        for spot in spots(_ALONE, [paragraph]):
            if not any(spot.match.start() in span for span in taken):
                yield spot


def _number(word: str) -> int:
    plain = to_half_width(word)
    return int(plain) if plain.isdigit() else int(read_numeral(plain) or 0)
