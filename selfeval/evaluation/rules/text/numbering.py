"""Numbering inside a text: 一是、二是, 一要、二要, 第一，第二，, （一）（二）, (1)(2), 1. 2."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.paragraph import Paragraph, documents, say, say_once, spots
from selfeval.evaluation.steps import NUMERALS, STOPS, Step, runs
from selfeval.quantity.notation import NUMERAL, print_chinese
from selfeval.text.pattern import HAN, regex

_JOINED = regex(rf"(?<={HAN})(?<![第十百统唯其之])([二三四五六七八九])是(?![否非的])")
_FIRST = regex(r"首先|第一|其一|一方面|[一1][是要、.．]|[（(][一1][）)]")
_HALF = regex(r"\([一二三四五六七八九十\d]{1,3}[）)]|（[一二三四五六七八九十\d]{1,3}\)")
_HEADINGS = tuple(regex(rf"(?<![^{STOPS}])([（(])(?:{numeral})([）)])") for numeral in (NUMERAL, r"\d{1,2}"))


def lone_first_item(dossier: Dossier) -> Iterator[Finding]:
    """Find 一是 or （一） that no second one follows."""
    for each in dossier.steps:
        mentioned = _Mentioned(each.texts)
        for steps in each.styles:
            for run in runs(steps):
                if len(run) == 1 and run[0].number == 1 and not (mentioned[2] or mentioned[3]):
                    mark = run[0].spot.match[0]
                    second = mark.replace("一", "二").replace("1", "2")
                    message = f"只有“{mark}”，没有“{second}”；是漏了后面的内容，还是不必编号？"
                    yield say(run[0].spot, message)


def gap_in_numbering(dossier: Dossier) -> Iterator[Finding]:
    """Find a numbered step whose predecessor is nowhere in the text."""
    for each in dossier.steps:
        mentioned = _Mentioned(each.texts)
        for steps in each.styles:
            for run in runs(steps):
                first = run[0]
                if first.number > 1 and not mentioned[first.number - 1]:
                    mark = first.spot.match[0]
                    before = mark.replace(print_chinese(first.number), print_chinese(first.number - 1))
                    before = before.replace(str(first.number), str(first.number - 1))
                    yield say(first.spot, f"有“{mark}”，前面没有“{before}”，序号断了")


def missing_stop_before_number(dossier: Dossier) -> Iterator[Finding]:
    """Find a run-in （四） without the stop that should end the sentence before it."""
    for each in dossier.steps:
        for steps in each.bracketed:
            for run in runs(steps):
                for step in run[1:]:
                    if not step.marked:
                        mark = step.spot.match[0]
                        yield say(step.spot, f"“{mark}”前面少了句号", f"。{mark}")
        yield from _joined(each.texts, each.worded[0])


def repeated_number(dossier: Dossier) -> Iterator[Finding]:
    """Find a number that an open list had already (一是…二是…二是)."""
    for each in dossier.steps:
        places = {id(text): at for at, text in enumerate(each.texts)}
        for steps in each.styles:
            begins = {id(run[0]) for run in runs(steps)}
            before: dict[int, Step] = {}
            for step in steps:
                earlier, before[step.number] = before.get(step.number), step
                if id(step) not in begins or step.number < 2 or not step.marked or earlier is None:
                    continue
                if not _FIRST.search(_between(each.texts, places, earlier, step)):
                    mark = step.spot.match[0]
                    yield say(step.spot, f"“{mark}”前面已经有了，这里是不是下一条？")


def mixed_numbering_brackets(dossier: Dossier) -> Iterator[Finding]:
    """Find numbers in full-width and in half-width brackets side by side."""
    listed = dossier.paragraphs
    for pattern in _HEADINGS if listed.holding(_HALF) else ():
        found = list(spots(pattern, listed.holding("（", "(")))
        for together, forms in documents(found):
            half = [spot for spot in together if spot.match[1] != "（" or spot.match[2] != "）"]
            if half and len(half) < len(together):
                mark = half[0].match[0]
                message = f"序号“{mark}”用了英文括号，别处用的是“（）”，应当一致"
                yield say_once(half, forms, message, f"（{mark[1:-1]}）")


def _joined(texts: list[Paragraph], steps: list[Step]) -> Iterator[Finding]:
    """Yield each 二是 that no mark parts from what 一是 says."""
    marked = {step.number for step in steps}
    for spot in spots(_JOINED, texts):
        number = NUMERALS[spot.match[1]]
        if number - 1 in marked and number not in marked:
            marked.add(number)
            yield say(spot, f"“{spot.match[0]}”前面少了标点", f"；{spot.match[0]}")


def _between(texts: list[Paragraph], places: Mapping[int, int], one: Step, other: Step) -> str:
    """Return what stands between two steps of a text; ``places`` are those of its paragraphs, by their ids."""
    first, last = places[id(one.spot.paragraph)], places[id(other.spot.paragraph)]
    start, end = one.spot.match.end(), other.spot.match.start()
    if first == last:
        return str(texts[first].text[start:end])
    inner = (str(text.text) for text in texts[first + 1 : last])
    return "\n".join([texts[first].text[start:], *inner, texts[last].text[:end]])


class _Mentioned(dict[int, bool]):
    """Tell of each number whether it stands, in any style, somewhere in a text; look for it once."""

    def __init__(self, texts: list[Paragraph]) -> None:
        super().__init__()
        self.texts = texts

    def __missing__(self, number: int) -> bool:
        self[number] = _mentioned(self.texts, number)
        return self[number]


def _mentioned(texts: list[Paragraph], number: int) -> bool:
    numeral = print_chinese(number)
    marks = re.compile(
        rf"{numeral}[是要、]|第{numeral}|[（(](?:{numeral}|{number})[）)]|(?<![\d.．]){number}(?:[.．](?!\d)|、(?!\d))|其[{numeral}次]"
    )
    return any(marks.search(text.text) for text in texts)
