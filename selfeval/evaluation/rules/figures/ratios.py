"""Ratios of two counts: 生师比为15:1, 床护比1:1.3."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal

from selfeval.evaluation.figures.reading import Sentence, Stated, found_at
from selfeval.evaluation.figures.reckon import Span, span
from selfeval.evaluation.figures.roles import is_additive
from selfeval.evaluation.finding import Finding
from selfeval.text.pattern import regex

_RATIO = regex(
    r"(?P<one>[^\W\d_])(?P<other>[^\W\d_])比(?:例)?(?:为|是|达到?)?(?P<first>\d+(?:\.\d+)?)[:∶](?P<last>\d+(?:\.\d+)?)"
)
_FAR = 3
"""How many times a ratio another one is that is not taken for a slip of it."""
_END = 4
"""In how many characters at the end of the words before a count the thing counted is named."""


def ratios_differ(passage: Sequence[Sentence], at: int) -> Iterator[Finding]:
    """Yield 专任教师96人，在校学生1632人，生师比为15:1: the two counts that the ratio names give another one."""
    match = _RATIO.search(passage[at].words) if "比" in passage[at].words else None
    if not match:
        return
    first, last = Decimal(match["first"]), Decimal(match["last"])
    figures = [each for one in passage[max(0, at - 1) : at + 1] for each in one.figures]
    counts = [each for each in figures if is_additive(each) and each.figure.value > 0]
    ones, others = _counts(counts, match["one"]), _counts(counts, match["other"])
    if len(ones) != 1 or len(others) != 1 or ones == others or 1 not in (first, last) or not first or not last:
        return
    (one,), (other,) = ones, others
    told = last / first if first == 1 else first / last
    above, below = (other, one) if first == 1 else (one, other)
    step = Decimal(1).scaleb(int((last if first == 1 else first).as_tuple().exponent))
    half = step / 2
    pairs = ((up, down) for up in counts for down in counts if up is not down)
    if one.rough or other.rough or any(_given(*pair).meets(Span(told - half, told + half)) for pair in pairs):
        return
    real = above.figure.value / below.figure.value
    if told / _FAR < real < told * _FAR:
        shown = real.quantize(step, ROUND_HALF_UP)
        ratio = f"1:{shown}" if first == 1 else f"{shown}:1"
        message = (
            f"{one.shown} 和 {other.shown} 是 {ratio}，这里写的是 {match['first']}:{match['last']}；请核对哪个不对"
        )
        yield found_at(max(one, other, key=lambda each: each.start), message)


def _given(above: Stated, below: Stated) -> Span:
    up, down = span(above.figure), span(below.figure)
    return Span(up.low / down.high, up.high / down.low) if down.low > 0 else Span(up.low, up.low)


def _counts(counts: Sequence[Stated], sign: str) -> list[Stated]:
    """Return the counts of what a character in the name of a ratio stands for (生: 在校学生1632人)."""
    return [each for each in counts if sign in each.lead[-_END:] + each.figure.unit]
