"""Numbering inside a text: 一是、二是, 一要、二要, 第一，第二，, （一）（二）, (1)(2), 1. 2."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from selfeval.evaluation.finding import Finding
from selfeval.evaluation.rules.text.paragraph import Paragraph, Spot, by_value, paragraphs, say, say_once, spots
from selfeval.form.form import Form
from selfeval.quantity.notation import chinese
from selfeval.submission.submission import Submission
from selfeval.text.pattern import HAN, regex

_NUMERALS = {mark: count for count in range(1, 30) for mark in (chinese(count), str(count))}
_STOPS = "。；;：:！？"
_MARKS = _STOPS + "，,、"
_NUMERAL = "[一二三四五六七八九十]{1,3}"
_WORDED = (
    regex(rf"(?<![^{_MARKS}\s])({_NUMERAL})是(?!一[，,])"),
    regex(rf"(?<![^{_STOPS}，,\s])({_NUMERAL})要(?![务点素件义求])"),
    regex(rf"(?<![^{_STOPS}\s])第({_NUMERAL})[，,]"),
    regex(rf"(?<![^{_STOPS}\s])(\d{{1,2}})(?:[.．](?!\d)|、(?={HAN}))"),
)
_BRACKETED = tuple(regex(rf"(?<![第见款条项])[（(]({numeral})[）)]") for numeral in (_NUMERAL, r"\d{1,2}"))
_JOINED = regex(rf"(?<={HAN})(?<![第十百统唯其之])([二三四五六七八九])是(?![否非的])")
_FIRST = regex(r"首先|第一|其一|一方面|[一1][是要、.．]|[（(][一1][）)]")
_NUMBERING = regex(r"[是要）)、.．，,](?<=[一二三四五六七八九十].|\d[、.．）)])(?!(?<=[.．])\d)")
_HALF = regex(r"[（(][一二三四五六七八九十\d]{1,3}[）)](?<!（.）)(?<!（..）)(?<!（...）)")
_HEADINGS = tuple(regex(rf"(?<![^{_STOPS}])([（(])(?:{numeral})([）)])") for numeral in (_NUMERAL, r"\d{1,2}"))


class Step(NamedTuple):
    """Hold one numbered step: its number, and whether a mark or nothing stands before it."""

    spot: Spot
    number: int
    marked: bool


class Numbered(NamedTuple):
    """Hold a text and its numbered steps, those of each style together."""

    texts: list[Paragraph]
    styles: list[list[Step]]


def lone_first_item(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find 一是 or （一） that no second one follows."""
    for texts, styles in _numbered(submission, form):
        for steps in styles:
            for run in _runs(steps):
                if len(run) == 1 and run[0].number == 1 and not any(_mentioned(texts, n) for n in (2, 3)):
                    mark = run[0].spot.match[0]
                    second = mark.replace("一", "二").replace("1", "2")
                    message = f"只有“{mark}”，没有“{second}”；是漏了后面的内容，还是不必编号？"
                    yield say(run[0].spot, message)


def gap_in_numbering(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find a numbered step whose predecessor is nowhere in the text."""
    for texts, styles in _numbered(submission, form):
        for steps in styles:
            for run in _runs(steps):
                first = run[0]
                if first.number > 1 and not _mentioned(texts, first.number - 1):
                    mark = first.spot.match[0]
                    before = mark.replace(chinese(first.number), chinese(first.number - 1))
                    before = before.replace(str(first.number), str(first.number - 1))
                    yield say(first.spot, f"有“{mark}”，前面没有“{before}”，序号断了")


def missing_stop_before_number(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find a run-in （四） without the stop that should end the sentence before it."""
    for texts, styles in _numbered(submission, form):
        for steps in styles[len(_WORDED) :]:
            for run in _runs(steps):
                for step in run[1:]:
                    if not step.marked:
                        mark = step.spot.match[0]
                        yield say(step.spot, f"“{mark}”前面少了句号", f"。{mark}")
        yield from _joined(texts, styles[0])


def repeated_number(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find a number that an open list had already (一是…二是…二是)."""
    for texts, styles in _numbered(submission, form):
        for steps in styles:
            for run in _runs(steps):
                step = run[0]
                earlier = [one for one in steps[: steps.index(step)] if one.number == step.number]
                if (
                    step.number > 1
                    and step.marked
                    and earlier
                    and not _FIRST.search(_between(texts, earlier[-1], step))
                ):
                    mark = step.spot.match[0]
                    yield say(step.spot, f"“{mark}”前面已经有了，这里是不是下一条？")


def mixed_numbering_brackets(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find numbers in full-width and in half-width brackets side by side."""
    listed = paragraphs(submission, form)
    for pattern in _HEADINGS if listed.holding(_HALF) else ():
        found = list(spots(pattern, listed.holding("（", "(")))
        half = [spot for spot in found if spot.match[1] != "（" or spot.match[2] != "）"]
        if half and len(half) < len(found):
            mark = half[0].match[0]
            message = f"序号“{mark}”用了英文括号，别处用的是“（）”，应当一致"
            yield from say_once(half, message, f"（{mark[1:-1]}）")


@lru_cache(maxsize=4)
def _numbered(submission: Submission, form: Form) -> list[Numbered]:
    """Return the narratives that number anything, each with its steps, those of each style together."""
    narrative = paragraphs(submission, form).narrative
    wanted = {text.leaf.where for text in narrative.holding(_NUMBERING)}
    texts = by_value(text for text in narrative if text.leaf.where in wanted)
    found = (
        Numbered(
            each,
            [*(_worded(pattern, each) for pattern in _WORDED), *(_bracketed(pattern, each) for pattern in _BRACKETED)],
        )
        for each in texts
    )
    return [each for each in found if any(each.styles)]


def _worded(pattern: re.Pattern[str], texts: list[Paragraph]) -> list[Step]:
    return [
        Step(Spot(text, match), _NUMERALS[match[1]], True)
        for text in texts
        for match in pattern.finditer(text.text)
        if match[1] in _NUMERALS
    ]


def _bracketed(pattern: re.Pattern[str], texts: list[Paragraph]) -> list[Step]:
    """Return the bracketed numbers that number something: after a stop, or next in an open run."""
    found: list[Step] = []
    for text in texts:
        for match in pattern.finditer(text.text):
            number = _NUMERALS.get(match[1], 0)
            before = text.text[: match.start()].rstrip()[-1:]
            if before in _STOPS or any(step.number == number - 1 for step in found):
                found.append(Step(Spot(text, match), number, before in _MARKS))
    return found


def _joined(texts: list[Paragraph], steps: list[Step]) -> Iterator[Finding]:
    """Yield each 二是 that no mark parts from what 一是 says."""
    marked = {step.number for step in steps}
    for spot in spots(_JOINED, texts):
        number = _NUMERALS[spot.match[1]]
        if number - 1 in marked and number not in marked:
            marked.add(number)
            yield say(spot, f"“{spot.match[0]}”前面少了标点", f"；{spot.match[0]}")


def _between(texts: list[Paragraph], one: Step, other: Step) -> str:
    """Return what stands between two steps of a text."""
    first, last = texts.index(one.spot.paragraph), texts.index(other.spot.paragraph)
    start, end = one.spot.match.end(), other.spot.match.start()
    if first == last:
        return str(texts[first].text[start:end])
    inner = (str(text.text) for text in texts[first + 1 : last])
    return "\n".join([texts[first].text[start:], *inner, texts[last].text[:end]])


def _runs(steps: list[Step]) -> list[list[Step]]:
    """Sort steps into runs; a run may hold another between two of its steps."""
    runs: list[list[Step]] = []
    open_: list[list[Step]] = []
    for step in steps:
        while (
            open_
            and open_[-1][-1].number != step.number - 1
            and any(run[-1].number == step.number - 1 for run in open_)
        ):
            open_.pop()
        if open_ and open_[-1][-1].number == step.number - 1:
            open_[-1].append(step)
        else:
            open_.append([step])
            runs.append(open_[-1])
    return runs


def _mentioned(texts: list[Paragraph], number: int) -> bool:
    """Tell whether a number of any style stands somewhere in the text."""
    numeral = chinese(number)
    marks = re.compile(
        rf"{numeral}[是要、]|第{numeral}|[（(](?:{numeral}|{number})[）)]|(?<!\d){number}[.．、]|其[{numeral}次]"
    )
    return any(marks.search(text.text) for text in texts)
