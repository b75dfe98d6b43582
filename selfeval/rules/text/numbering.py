"""Numbering inside a text: 一是、二是, （一）（二）, (1)(2)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from selfeval.form.form import Form
from selfeval.notation import chinese
from selfeval.rules.finding import Finding
from selfeval.rules.text.paragraph import Paragraph, Spot, by_value, paragraphs, say, say_once, spots
from selfeval.submission import Submission

_NUMERALS = {chinese(count): count for count in range(1, 30)}
_STOPS = "。；;：:！？"
_MARKS = _STOPS + "，,、"
_SAYING = re.compile(rf"(?<![^{_MARKS}\s])([一二三四五六七八九十]{{1,3}})是(?!一[，,])")
_BRACKETED = re.compile(r"(?<![第见款条项])[（(]([一二三四五六七八九十]{1,3})[）)]")
_HEADINGS = tuple(
    re.compile(rf"(?<![^{_STOPS}])([（(])(?:{numeral})([）)])")
    for numeral in (r"[一二三四五六七八九十]{1,3}", r"\d{1,2}")
)


class Step(NamedTuple):
    """Hold one numbered step: its number, and whether a mark or nothing stands before it."""

    spot: Spot
    number: int
    marked: bool


def lone_first_item(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find 一是 or （一） that no second one follows."""
    for texts in by_value(paragraphs(submission, form)):
        for steps in _numbered(texts):
            for run in _runs(steps):
                if len(run) == 1 and run[0].number == 1 and not any(_mentioned(texts, n) for n in (2, 3)):
                    mark = run[0].spot.match[0]
                    second = mark.replace("一", "二")
                    message = f"只有“{mark}”，没有“{second}”；是漏了后面的内容，还是不必编号？"
                    yield say(run[0].spot, message)


def gap_in_numbering(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find a numbered step whose predecessor is nowhere in the text."""
    for texts in by_value(paragraphs(submission, form)):
        for steps in _numbered(texts):
            for run in _runs(steps):
                first = run[0]
                if first.number > 1 and not _mentioned(texts, first.number - 1):
                    mark = first.spot.match[0]
                    before = mark.replace(chinese(first.number), chinese(first.number - 1))
                    yield say(first.spot, f"有“{mark}”，前面没有“{before}”，序号断了")


def missing_stop_before_number(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find a run-in （四） without the stop that should end the sentence before it."""
    for texts in by_value(paragraphs(submission, form)):
        for run in _runs(_bracketed(texts)):
            for step in run[1:]:
                if not step.marked:
                    mark = step.spot.match[0]
                    yield say(step.spot, f"“{mark}”前面少了句号", f"。{mark}")


def mixed_numbering_brackets(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find numbers in full-width and in half-width brackets side by side."""
    listed = paragraphs(submission, form)
    for pattern in _HEADINGS:
        found = list(spots(pattern, listed))
        half = [spot for spot in found if spot.match[1] != "（" or spot.match[2] != "）"]
        if half and len(half) < len(found):
            mark = half[0].match[0]
            message = f"序号“{mark}”用了英文括号，别处用的是“（）”，应当一致"
            yield from say_once(half, message, f"（{mark[1:-1]}）")


def _numbered(texts: list[Paragraph]) -> tuple[list[Step], list[Step]]:
    saying = [
        Step(Spot(text, match), _NUMERALS[match[1]], True)
        for text in texts
        if text.narrative
        for match in _SAYING.finditer(text.text)
        if match[1] in _NUMERALS
    ]
    return saying, _bracketed(texts)


def _bracketed(texts: list[Paragraph]) -> list[Step]:
    """Return the bracketed numbers that number something: after a stop, or next in an open run."""
    found: list[Step] = []
    for text in texts:
        for match in _BRACKETED.finditer(text.text) if text.narrative else ():
            number = _NUMERALS.get(match[1], 0)
            before = text.text[: match.start()].rstrip()[-1:]
            if before in _STOPS or any(step.number == number - 1 for step in found):
                found.append(Step(Spot(text, match), number, before in _MARKS))
    return found


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
