"""What an editor offers to do about problems: put slips right, write the explanation of a finding, mend a whole file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from selfeval.authoring.editor.document import TextChange, TextPosition, TextSpan, line_at
from selfeval.problem import Edit, Problem
from selfeval.problem.codes import CODES
from selfeval.source.decode import END
from selfeval.text.name import fold
from selfeval.text.pattern import regex

SHOWN = 30
"""How many characters of a correction the name of its action shows."""
_DASHES = regex(r"^\s*(?:-\s+)*")
_COLON = regex(r":(?:\s|$)")
_QUOTES = regex(r"[{｛]{2}[^{}｛｝]*[}｝]{2}")


class Action(NamedTuple):
    """Hold what is offered: its name, the problem it is about, and the changes it makes; whether no other cure is possible."""

    title: str
    problem: Problem
    changes: tuple[TextChange, ...]
    is_certain: bool = False


def correction(problem: Problem, edits: Sequence[Edit], lines: Sequence[str]) -> Action:
    """Return the action that puts a problem right by some edits."""
    changes = tuple(changes_of(edits, lines, takes_line=problem.rule in CODES and CODES[problem.rule].takes_whole_line))
    first = problem.fix.split("\n")[0].strip()
    shown = first[:SHOWN] + ("……" if len(first) > SHOWN or "\n" in problem.fix else "")
    return Action(f"改成：{shown}" if shown else "改好这一处", problem, changes, bool(problem.edits))


def changes_of(edits: Sequence[Edit], lines: Sequence[str], *, takes_line: bool = False) -> Iterator[TextChange]:
    """Yield the changes that edits make; lines that are to go whole go with their ends."""
    for edit in sorted(set(edits)):
        line = edit.line - 1
        if line >= len(lines):
            last = max(len(lines) - 1, 0)
            end = TextPosition(last, len(line_at(lines, last)))
            text = "\n" + edit.text.removesuffix("\n") if line_at(lines, last) else edit.text
            yield TextChange(TextSpan(end, end), text)
        elif takes_line:
            yield TextChange(TextSpan(TextPosition(line, 0), TextPosition(line + 1, 0)), "")
        else:
            yield TextChange(TextSpan(TextPosition(line, edit.start), TextPosition(line, edit.end)), edit.text)


def replacement(old: str, new: str) -> tuple[TextChange, ...]:
    """Return the change of the lines in which two texts differ, none where they are the same."""
    if old == new:
        return ()
    before, after = _whole_lines(old), _whole_lines(new)
    shorter = min(len(before), len(after))
    head = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    tail = next((at for at in range(shorter - head) if before[-1 - at] != after[-1 - at]), shorter - head)
    return (
        TextChange(
            TextSpan(_spot(before, head), _spot(before, len(before) - tail)), "".join(after[head : len(after) - tail])
        ),
    )


def _spot(lines: Sequence[str], number: int) -> TextPosition:
    """Return the beginning of a line, or the end of the text behind the last line where that has no end."""
    if number < len(lines) or not lines or END.search(lines[-1]):
        return TextPosition(number, 0)
    return TextPosition(number - 1, len(lines[-1]))


def _whole_lines(text: str) -> list[str]:
    """Return the lines of a text with their ends."""
    ends = [*(found.end() for found in END.finditer(text)), len(text)]
    starts = [0, *ends[:-1]]
    return [text[start:end] for start, end in zip(starts, ends, strict=True) if end > start]


def attempts(problem: Problem, line: str) -> Iterator[Edit]:
    """Yield the edits that may be meant by the fix of a problem that has none, to be tried one after the other.

    The fix shows a value, a quote, a key with its value, or a key alone; which of them stands at the place
    only shows when the edit is made.
    """
    fix = problem.fix.strip()
    if not fix or "\n" in fix or (problem.rule in CODES and CODES[problem.rule].fix_is_example):
        return
    number, start, end = problem.place.line, problem.place.column - 1, problem.place.end_column - 1
    for quote in _QUOTES.finditer(line):
        if quote.start() <= start and end <= quote.end() and _QUOTES.fullmatch(fix):
            yield Edit(number, quote.start(), quote.end(), fix)
            return
    begin, colon, typed = len(line) - len(_DASHES.sub("", line)), _COLON.search(fix), _COLON.search(line)
    if fix.startswith("- "):
        yield Edit(number, len(line) - len(line.lstrip()), len(line), fix)
    elif colon is None:
        yield Edit(number, start, end, fix)
    elif typed and colon.end() == len(fix):
        yield Edit(number, begin, typed.start(), fix[: colon.start()])
    elif typed and " #" not in line and _share(fix, colon, line[begin:], typed.start() - begin):
        yield Edit(number, begin, len(line), fix)


def _share(fix: str, colon: re.Match[str], line: str, at: int) -> bool:
    """Tell whether a fix has the key or the value of a line, so that it stands for the line and is no further one."""
    return fold(fix[: colon.start()]) == fold(line[:at]) or fold(fix[colon.end() :]) == fold(line[at + 1 :])
