"""Findings that are right as they stand: a department names rule, place, the words meant and reason under 说明情况.

An explanation hides one finding, the one about its 原文. One without 原文, as older files have it, explains
only where exactly one finding of its rule stands at its place.
"""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import NamedTuple, TypeAlias

from selfeval.form.field import EXPLANATIONS_KEY, ORIGINAL_KEY
from selfeval.problem import Level, Place, Problem
from selfeval.problem.codes import CODES, is_frozen
from selfeval.submission.submission import Submission
from selfeval.submission.tree import Branch, Leaf
from selfeval.text.name import fold, nearest
from selfeval.text.pattern import regex
from selfeval.text.placeholder import gives_reason

RULE, WHERE, REASON = "规则", "位置", "理由"
UNUSED = "unused-explanation"

FEW = 5
"""How many other places of a problem a message names."""
LONGEST = 30
"""How many characters of a longer passage an explanation quotes."""
AROUND = 100
"""How many characters before and behind a finding an explanation quotes at most."""
BESIDE = 4
"""How many characters on either side an explanation quotes with a mark, which alone says nothing."""
MOST_COMPARED = 100
"""From how many others at one place the words of a finding are told."""
_CLAUSE = regex(r"[^，。；！？]+")
_DOCUMENT = regex(r"[〔\[（(]20\d\d[〕\]）)]|《.+》|号|批复|批准|文件|纪要|会议|通知|函|备案|调整方案")
_BEFORE = regex(r"[^\s{\[\"'|]*$")
_AFTER = regex(r"(?:[^\s}\]\"'|,]|,(?!\s))*")
_COLON = regex(r"\s*[:：](?:\s|$)")

Lines: TypeAlias = Mapping[str, Sequence[str]]
FindingKey: TypeAlias = tuple[str, str]


class Explanation(NamedTuple):
    """Hold one entry under 说明情况: its row, the rule and place it names, and the words it is about, empty in older files."""

    row: Branch
    rule: str
    where: str
    original: str

    @property
    def key(self) -> FindingKey:
        """Return the rule and place as they are compared."""
        return fold(self.rule), fold(self.where)


def apply(submission: Submission, problems: list[Problem]) -> list[Problem]:
    """Mark the problems the department explained; report explanations without a reason, and those that explain nothing.

    Each problem that can be explained gets the words that an explanation must quote.
    """
    lines = {file.shown: file.reading.lines for file in submission.files}
    at: dict[FindingKey, list[Problem]] = {}
    for problem in problems:
        if problem.where:
            at.setdefault((fold(problem.rule), fold(problem.where)), []).append(problem)
    quotable = {problem: original for beside in at.values() for problem, original in _originals(beside, lines)}
    problems = [problem._replace(original=quotable.get(problem, "")) for problem in problems]
    at = {key: [problem._replace(original=quotable[problem]) for problem in beside] for key, beside in at.items()}
    explained: dict[Problem, str] = {}
    reported: list[Problem] = []
    found = {key: _Beside(beside, lines) for key, beside in at.items()}
    now = _Now(submission, problems)
    for each in _explanations(submission):
        reason = each.row.get(REASON)
        if not gives_reason(_text(each.row, REASON)):
            reported.append(_without_reason(submission, each, reason))
            continue
        beside = found.get(each.key)
        meant = beside.meant(each.original) if beside else []
        if len({problem.place for problem in meant}) == 1:
            explained |= dict.fromkeys(meant, _text(each.row, REASON))
            reported += _find_unfounded(each, meant[0])
        elif meant:
            reported.append(_ambiguous(each, meant))
        elif submission.whole:
            reported.append(_unused(each, beside.first if beside else (), now))
    return [*(_with_reason(problem, explained.get(problem)) for problem in problems), *reported]


def _explanations(submission: Submission) -> Iterator[Explanation]:
    written = submission.tree.get(EXPLANATIONS_KEY)
    for row in written if isinstance(written, list) else ():
        yield Explanation(row, _text(row, RULE), _text(row, WHERE), _text(row, ORIGINAL_KEY))


class _Typed(NamedTuple):
    """Hold what was typed at a place: its line, and the words themselves; none where it points at nothing, or at a key."""

    place: Place
    line: str
    word: str


def _typed(place: Place, lines: Lines) -> _Typed:
    of_file = lines.get(place.file, ())
    line = of_file[place.line - 1] if 0 < place.line <= len(of_file) else ""
    is_key = _COLON.match(line, place.end_column - 1)
    return _Typed(place, line, "" if is_key else line[place.column - 1 : place.end_column - 1])


class _Beside:
    """Hold the findings of one rule at one place, each found by its words or its line: there may be very many."""

    def __init__(self, problems: Sequence[Problem], lines: Lines) -> None:
        """Sort them by their words, and by the texts of their lines."""
        self._all = [(problem, _typed(problem.place, lines)) for problem in problems]
        self._by_words: dict[str, list[int]] = {}
        self._by_line: dict[str, list[int]] = {}
        for at, (_, there) in enumerate(self._all):
            self._by_line.setdefault(there.line, []).append(at)
            for words in {there.word, fold(there.word)} - {""}:
                self._by_words.setdefault(words, []).append(at)
        self._text = "\n".join(self._by_line)
        self._begins = [0, *accumulate(len(line) + 1 for line in self._by_line)]
        self._lines = list(self._by_line.values())
        self.first = list(dict.fromkeys(each.original for each, _ in self._all))[:FEW]
        """The words that the first of them are about."""

    def meant(self, original: str) -> list[Problem]:
        """Return the findings that an explanation names: all, where it quotes nothing, else those about its words."""
        if not original:
            return [problem for problem, _ in self._all]
        alike = self._by_words.get(original, ())
        exact = [at for at in alike if self._all[at][1].word == original]
        near = exact or sorted(
            {*self._unquotable, *alike, *self._by_words.get(fold(original), ()), *self._holding(original)}
        )
        quoted = (self._all[at] for at in near)
        return [each for each, there in quoted if exact or not each.original or _quotes(original, there)]

    @cached_property
    def _unquotable(self) -> list[int]:
        return [at for at, (problem, _) in enumerate(self._all) if not problem.original]

    def _holding(self, original: str) -> Iterator[int]:
        """Yield the findings in whose lines words stand."""
        begin = self._text.find(original)
        while begin >= 0:
            line = bisect_right(self._begins, begin) - 1
            yield from self._lines[line]
            begin = self._text.find(original, self._begins[line + 1])


def _quotes(original: str, typed: _Typed) -> bool:
    """Tell whether words are those at a place, begin a longer passage there, or hold those at the place."""
    place, line, word = typed
    if (
        original == word
        or (len(original) >= LONGEST and word.startswith(original))
        or (fold(word) and fold(original) == fold(word))
    ):
        return True
    earliest = max(place.end_column - 1 - len(original), 0)
    return line.find(original, earliest, place.column - 1 + len(original)) >= 0


def _originals(beside: Sequence[Problem], lines: Lines) -> Iterator[tuple[Problem, str]]:
    """Yield problems at one place with the words that tell one from the others: its own, their clause, or those around.

    Of very many, of which only the first are shown, the others get their own words.
    """
    compared = [_typed(problem.place, lines) for problem in beside[:MOST_COMPARED]]
    for at, problem in enumerate(beside):
        typed = _typed(problem.place, lines)
        others = [other for other in compared if other.place != problem.place] if at < MOST_COMPARED else []
        own = typed.word[:LONGEST] if _says_something(typed.word) else _with_mark(typed)
        tells = bool(typed.word) and _says_something(own)
        for original in (own, *_around(typed)):
            words = original.strip()
            if not tells or not any(
                words == other.word or (words != typed.word and _quotes(words, other)) for other in others
            ):
                break
        told = original.strip()
        yield problem, (told if told == typed.word else told.removeprefix("- ")) if tells else ""


def _says_something(words: str) -> bool:
    """Tell whether words have a letter or digit, and are not only a mark."""
    return any(map(str.isalnum, words))


def _with_mark(typed: _Typed) -> str:
    """Return a mark with a few characters on either side, none beyond a blank or the end of the value."""
    start, end = typed.place.column - 1, typed.place.end_column - 1
    before = _BEFORE.search(typed.line, max(start - BESIDE, 0), start)
    after = _AFTER.match(typed.line, end, end + BESIDE + 1)
    left = before[0] if before else ""
    return left + typed.line[start:end] + (after[0][:BESIDE] if after else "")


def _around(typed: _Typed) -> tuple[str, str]:
    """Return the words at a place with the rest of their clause, and with what stands around: the line, where it is short."""
    place = typed.place
    start = max(place.column - 1 - AROUND, 0)
    near = typed.line[start : place.end_column - 1 + AROUND]
    clauses = (found for found in _CLAUSE.finditer(near) if found.end() + start >= place.column)
    return next((found[0] for found in clauses if found.start() + start < place.end_column), ""), near


def _with_reason(problem: Problem, reason: str | None) -> Problem:
    """Return a problem, marked where it was explained; of what was approved the reason is told with it."""
    if reason is None:
        return problem
    message = f"{problem.message}（说明：{reason}）" if is_frozen(problem.rule) else problem.message
    return problem._replace(explained=True, message=message)


def _find_unfounded(explanation: Explanation, problem: Problem) -> Iterator[Problem]:
    """Report a change of what was approved for which no document is named."""
    reason = explanation.row.get(REASON)
    if is_frozen(problem.rule) and isinstance(reason, Leaf) and not _DOCUMENT.search(reason.text):
        message = "改动批复过的目标，要写明是哪个文件、哪次会议批准的；正式调整的写进“调整后指标值”"
        fix = f"{REASON}: （写明批准的文件和原因）"
        yield Problem(reason.text.place, "explanation-without-reason", Level.WARNING, message, fix)


def _without_reason(submission: Submission, explanation: Explanation, reason: object) -> Problem:
    place = reason.text.place if isinstance(reason, Leaf) else explanation.row.place
    message, fix = "这条说明没有写理由（只写“无”不算）", f"{REASON}: （写明为什么没有错）"
    return Problem(place, "explanation-without-reason", Level.ERROR, message, fix, forms=submission.due)


def _ambiguous(explanation: Explanation, meant: Sequence[Problem]) -> Problem:
    """Return the problem that an explanation does not say which of several findings it is about."""
    found = list(dict.fromkeys(each.original for each in sorted(meant) if each.original))
    shown = "、".join(f"“{original}”" for original in found[:FEW])
    count = len({each.place for each in meant})
    message = f"“{explanation.where}”里 {explanation.rule} 有 {count} 处：{shown}；一条说明只管一处，加一行“{ORIGINAL_KEY}”写明是哪一处"
    return Problem(
        explanation.row.place,
        UNUSED,
        Level.WARNING,
        message,
        f"{ORIGINAL_KEY}: {found[0]}" if found else "",
    )


class _Now:
    """Hold the rules that there are, and where each finds something now."""

    def __init__(self, submission: Submission, problems: Iterable[Problem]) -> None:
        """Sort the problems by their rules."""
        self.places: dict[str, set[str]] = {}
        for problem in problems:
            self.places.setdefault(problem.rule, set()).add(problem.where)
        declared = (check.rule for form in submission.schema.forms for check in form.checks)
        self.rules = {*CODES, *declared, *self.places}

    def elsewhere(self, rule: str) -> list[str]:
        """Return the first places at which a rule finds something."""
        return heapq.nsmallest(FEW, self.places.get(rule, set()) - {""})


def _unused(explanation: Explanation, first: Sequence[str], now: _Now) -> Problem:
    """Return the problem that nothing is found any more where an explanation points, with where it is now."""
    rule, place = explanation.rule, explanation.row.place
    if first:
        message = f"“{explanation.where}”里的 {rule} 现在说的是“{'”“'.join(first)}”，不是“{explanation.original}”；还是没有错的，照它改“{ORIGINAL_KEY}”，已经改好的，删去这条说明"
        return Problem(place, UNUSED, Level.WARNING, message, f"{ORIGINAL_KEY}: {first[0]}")
    if rule not in now.rules and (near := nearest(rule, now.rules, 0.8)):
        message = f"没有 {rule} 这个代码，是不是 {near}？"
        return Problem(place, UNUSED, Level.WARNING, message, f"{RULE}: {near}")
    elsewhere = now.elsewhere(rule)
    message = (
        f"{rule} 现在报在“{'”“'.join(elsewhere)}”，请照它改“位置”"
        if elsewhere
        else f"现在没有 {rule}（{explanation.where}）这个问题，这条说明可以删去"
    )
    fix = f"{WHERE}: {elsewhere[0]}" if elsewhere else ""
    return Problem(place, UNUSED, Level.WARNING, message, fix)


def _text(row: Branch, key: str) -> str:
    leaf = row.get(key)
    return str(leaf.text).strip() if isinstance(leaf, Leaf) else ""
