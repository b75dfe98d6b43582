"""Shares told behind the amounts they are of, by name: 电气火灾占全部火灾的44.2%, where 火灾526起 stands sentences before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from selfeval.evaluation.figures.phrase import telling
from selfeval.evaluation.figures.reading import ANY, A, P, Sentence, Stated
from selfeval.evaluation.figures.reckon import differs, is_said, measured, print_like, share, span
from selfeval.evaluation.figures.roles import OTHER_BASE, is_additive, is_change, same_measure
from selfeval.evaluation.finding import Finding
from selfeval.text.pattern import regex

_TOLD = regex(
    rf"(?:^|[,;])(?P<part>[^,;:、(){ANY[1:-1]}]{{2,14}}?)占(?:到|了|比)?"
    rf"(?:(?:全部|所有|全年)(?P<all>[^,;{ANY[1:-1]}]{{2,10}}?)(?:总[数量额])?|(?P<total>[^,;{ANY[1:-1]}]{{2,10}}?)总[数量额])的(?:比[重例])?(?:约?为)?(?P<rate>{P})"
)
_BEHIND = regex(rf"占(?:比|了)?(?:约?为|达)?(?P<rate>{P}),(?:[为有计即达]|共|共计|合计|人数为)(?P<part>{A})")
"""Matches a share that stands before its amount: 占25%，为11400人次."""
_JOINT = regex("[和及与、]|合计|以上|三|两")
_BACK = 4
"""How many sentences back the amounts stand, at the farthest."""
_MOST = 24
"""How many of them are looked at."""
_KEY = 2
"""How many characters of a name begin what the amount of a part counts, and end what that of the whole does."""


def named_shares_differ(passage: Sequence[Sentence], at: int) -> Iterator[Finding]:
    """Yield a share that is named with its whole and that no two of the amounts before it give."""
    sentence = passage[at]
    for match in _TOLD.finditer(sentence.words) if "占" in sentence.words else ():
        rate, subject = sentence.of(match["rate"]), telling(match["part"])
        earlier = [each for one in passage[max(0, at - _BACK) : at] for each in one.figures]
        known = [*earlier, *(each for each in sentence.figures if each.position < match.start())]
        amounts = [each for each in known if is_additive(each) and not is_change(each)][-_MOST:]
        if rate.rough or len(subject) < _KEY or _JOINT.search(match["part"]) or OTHER_BASE.search(sentence.words):
            continue
        parts = [each for each in amounts if subject[:_KEY] in each.lead]
        noun = (match["all"] or match["total"])[-_KEY:]
        wholes = [each for each in amounts if noun in each.lead and each not in parts]
        wholes = [each for each in wholes if parts and each.figure.value >= measured(parts[-1], each).value]
        if len(parts) == 1 and wholes and not any(each.rough for each in (*parts, *wholes)):
            yield from _judge(parts[0], wholes, amounts, rate)


def shares_ahead_differ(sentence: Sentence) -> Iterator[Finding]:
    """Yield 门诊45600人次，其中儿童占36%，为11400人次: the amount behind a share is another one of that before it."""
    for match in _BEHIND.finditer(sentence.words) if "占" in sentence.words else ():
        rate, part = sentence.of(match["rate"]), sentence.of(match["part"])
        amounts = [each for each in sentence.figures if is_additive(each) and not is_change(each)]
        before = [each for each in amounts if each.position < match.start() and same_measure(each, part)]
        if before and not (rate.rough or part.rough or before[-1].rough or OTHER_BASE.search(sentence.words)):
            yield from _judge(part, before[-1:], amounts[-_MOST:], rate)


def _judge(part: Stated, wholes: Sequence[Stated], amounts: Sequence[Stated], rate: Stated) -> Iterator[Finding]:
    """Yield a rate that is of no part and whole; the whole meant is the greatest of those named."""
    told = span(rate.figure)
    pairs = [(one, other) for one in amounts for other in amounts if one is not other and same_measure(one, other)]
    given = [share(span(measured(one, other)), span(other.figure)) for one, other in pairs]
    alike = [each for each in wholes if same_measure(each, part)]
    if not alike or any(each and each.meets(told) for each in given):
        return
    whole = max(alike, key=lambda each: each.figure.value)
    real = measured(part, whole).value / whole.figure.value * 100
    if not is_said(rate, real):
        yield differs(rate, f"{part.shown} ÷ {whole.shown} = {print_like(real, rate)}")
