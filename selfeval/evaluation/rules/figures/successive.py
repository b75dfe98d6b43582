"""What is aimed at in successive years, against one another."""

from __future__ import annotations

from collections.abc import Iterator

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.figures.phrase import telling
from selfeval.evaluation.figures.reading import Stated
from selfeval.evaluation.finding import Finding
from selfeval.text.pattern import regex

_YEARS = ("本年", "下年", "后年")
_YEAR = regex("(20[0-9]{2})年")
_ALL = 100
"""What shares of one thing make together that is done bit by bit."""
_OF_CHANGE = regex("增长|增速|增幅|增加|下降|降低|降幅|减少|提高|提升")
"""Matches the name of a rate by which something changes, which need not go one way."""
_OTHER_COUNT = regex("口径|基数|调整|扩大|受.{0,12}影响")
"""Matches what says why a rate is to go the other way."""
_LONG, _FEWEST = 3, 3
"""How many telling characters the name of a rate has, and of how many years it is told, at least."""


def aims_up_and_down(dossier: Dossier) -> Iterator[Finding]:
    """Find a rate that is to fall in one year and to rise in the next, or the other way round: 72%、67%、80%."""
    this = int(dossier.submission.year)
    named: dict[str, dict[int, Stated]] = {}
    for sentence in dossier.sentences:
        if not sentence.paragraph.planned:
            continue
        key, name = next((each for each in sentence.paragraph.leaf.field.names if each in _YEARS), ""), ""
        for each in sentence.figures:
            if each.figure.unit != "%" or each.rough or "其中" in each.lead:
                continue
            years = _YEAR.findall(each.setting)
            year = this + _YEARS.index(key) if key else int(years[-1]) if years else 0
            if year and (year < this or _OTHER_COUNT.search(sentence.words)):
                continue
            said = telling(_YEAR.sub("", each.lead))
            name = said or name
            if year and len(name) >= _LONG:
                named.setdefault(name, {}).setdefault(year, each)
    for name, told in named.items():
        found = [told[year] for year in sorted(told)]
        values = [each.figure.value for each in found]
        is_steady = values in (sorted(values), sorted(values, reverse=True))
        if len(found) < _FEWEST or is_steady or sum(values) == _ALL or _OF_CHANGE.search(name):
            continue
        turns = (
            at for at in range(1, len(values) - 1) if (values[at] - values[at - 1]) * (values[at + 1] - values[at]) < 0
        )
        wrong = found[next(turns, 0)]
        listed = "、".join(each.shown for each in found)
        message = f"“{name}”各年的目标依次是 {listed}，忽高忽低；请核对是不是哪一年的写错了"
        yield Finding(wrong.place, message, wrong.where, forms=wrong.paragraph.forms)
