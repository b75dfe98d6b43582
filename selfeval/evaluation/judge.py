"""Judge a submission: every rule, declared check and quote, with what the department explained."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple, TypeAlias

from selfeval.evaluation.case import Case, cases
from selfeval.evaluation.explained import UNUSED, apply
from selfeval.evaluation.rules import OPTIONS, RULES, TextRule, checks, quotes
from selfeval.form.expression import KeyPath
from selfeval.form.form import Form, Phase
from selfeval.form.library import Library
from selfeval.problem import Level, Place, Problem
from selfeval.problem.codes import CODES
from selfeval.problem.many import shortened
from selfeval.quantity.fields import number
from selfeval.submission.submission import Submission
from selfeval.text.name import nearest

_NOT_READ = ("not-a-number", "extra-words", "not-a-date", "not-a-year", "not-a-choice", "not-yes-no")
_CAUSES = {
    "chance-without-reason": ("missing-value",),
    "figure-differs": ("target-gap-differs",),
    "digits-exchanged": (),
    "fullwidth-quotes": _NOT_READ,
    "not-a-number": ("missing-value",),
    "unbalanced-quotes": _NOT_READ,
}
"""The codes that say again, at one place, what others have said there already; where none is named, any other one."""
STRICTEST = tuple(Level)
"""The levels, the strictest first."""


class Evaluation(NamedTuple):
    """Hold the problems of a submission, explained ones marked, and a case for each of its forms."""

    problems: list[Problem]
    cases: tuple[Case, ...]


Evaluated: TypeAlias = Sequence[tuple[Submission, Evaluation]]
"""The submissions of a department, each with what was found in it."""


def evaluate(submission: Submission, library: Library) -> Evaluation:
    """Judge a submission by all of its forms that are due, and by those that print of what is there later on."""
    each = cases(submission)
    problems = list(submission.problems)
    problems += library.problems_of(form.slug for form in submission.forms)
    judged = _judged([case for case in each if case.is_judged])
    problems += (each for each in judged if submission.complete or not _needs_all_forms(each))
    told = _gathered(apply(submission, _without_consequences(problems)))
    return Evaluation(shortened(told), each)


def evaluate_each(submissions: Sequence[Submission], library: Library) -> list[Evaluation]:
    """Judge the submissions of a department; an explanation in a file that several share is used where one has a use for it."""
    judged = [evaluate(submission, library) for submission in submissions]
    sharing = Counter(file.shown for submission in submissions for file in submission.files)
    unused: dict[Place, list[Problem]] = {}
    for each in judged:
        for place, problem in {each.place: each for each in each.problems if each.rule == UNUSED}.items():
            unused.setdefault(place, []).append(problem)
    told = {
        max(of_place, key=lambda each: bool(each.fix))
        for place, of_place in unused.items()
        if len(of_place) == sharing[place.file]
    }
    return [
        each._replace(problems=[problem for problem in each.problems if problem.rule != UNUSED or problem in told])
        for each in judged
    ]


def merged(problems: Iterable[Problem], submission: Submission) -> Iterator[Problem]:
    """Yield each problem once, with all the forms it concerns, causes first.

    They come file by file: those in which something was not read, then in the order of the phases, so that what was
    declared comes before what is compared with it.
    """
    same: dict[tuple[Place, str, str], Problem] = {}
    for problem in problems:
        key = (problem.place, problem.rule, problem.message)
        known = same.get(key)
        if known is None:
            same[key] = problem
        elif known.forms is not None and problem.forms is not None:
            same[key] = known._replace(
                forms=known.forms | problem.forms, explained=known.explained and problem.explained
            )
    causes = {problem.place.file for problem in same.values() if _hides(problem)}
    turns = {f"{submission.home}/{name}": list(Phase).index(phase) for name, phase in submission.schema.phases.items()}
    yield from sorted(
        same.values(),
        key=lambda each: (each.place.file not in causes, turns.get(each.place.file, len(Phase)), each.place[:3]),
    )


def of_due_forms(problems: Iterable[Problem], submission: Submission) -> list[Problem]:
    """Return the problems that concern a due form, for when only one phase is asked for.

    Left out are those of other forms only, and those in a file of another phase that only other forms read. The
    targets choose the forms and later forms print them, so that what is wrong with them concerns all; where no form is
    known, everything may.
    """
    if not submission.schema.forms:
        return list(problems)
    read = {file for form in submission.forms if form.slug in submission.due for file in form.files}
    targets = {file for file, phase in submission.schema.phases.items() if phase is Phase.TARGETS}
    others = {file.shown for file in submission.files if file.declared not in read | targets}
    of_all = {file.shown for file in submission.files if file.declared in targets}
    return [
        each
        for each in problems
        if each.place.file in of_all
        or (not (each.forms and each.forms.isdisjoint(submission.due)) and each.place.file not in others)
    ]


def misdeclared(form: Form) -> Iterator[Problem]:
    """Yield the rules a form sets that do not exist, and options that are not what they should be."""
    known = {*RULES, *(check.rule for check in form.checks)}
    for name in dict.fromkeys((*form.rule_levels, *form.rule_options)):
        if name not in known:
            near = nearest(name, known)
            message = f"“规则”里的“{name}”不是规则的代码" + (f"，是不是“{near}”？" if near else "")
            yield _misdeclared(form, (name,), message)
            continue
        for word, value in form.rule_options.get(name, {}).items():
            typed = number(value).value
            if (name, word) not in OPTIONS or typed is None or typed < 1:
                message = f"规则“{name}”的“{word}: {value}”不认识；倍数写成 1.3 这样的数"
                yield _misdeclared(form, (name, word), message)


def _misdeclared(form: Form, words: KeyPath, message: str) -> Problem:
    place = form.rule_places.get(words, form.place())
    return Problem(place, "bad-declaration", Level.ERROR, message, forms=frozenset({form.slug}))


def _judged(judged: Sequence[Case]) -> Iterator[Problem]:
    """Yield what every rule, declared check and quote has to say of some forms."""
    sound = []
    for case in judged:
        wrong = list(misdeclared(case.form))
        yield from wrong
        if not wrong:
            sound.append(case)
    set_by_forms = {name for case in sound for name in case.form.rule_levels}
    for name, rule in RULES.items():
        usual = CODES[name].level
        levels: dict[str, Level | None] = dict.fromkeys((case.form.slug for case in sound), usual)
        if name in set_by_forms:
            levels |= {case.form.slug: case.form.rule_levels.get(name, usual) for case in sound}
        if isinstance(rule, TextRule):
            yield from _of_texts(name, rule, sound, levels)
            continue
        for case in sound:
            level = levels[case.form.slug]
            if level is not None:
                for found in rule.check(case):
                    forms = frozenset({case.form.slug})
                    yield Problem(found.place, name, level, found.message, found.fix, found.where, forms)
    for case in sound:
        yield from checks.check(case)
        yield from quotes.check(case)


def _of_texts(name: str, rule: TextRule, sound: Sequence[Case], levels: dict[str, Level | None]) -> Iterator[Problem]:
    """Yield what a rule on texts finds in the forms that did not turn it off; each sets the level for its documents.

    What no document of theirs shows is not said.
    """
    on = [case for case in sound if levels[case.form.slug]]
    if not on:
        return
    dossier = on[0].dossier.of(case.form for case in on)
    for found in (each for each in rule.check(dossier) if each.forms):
        level = min((level for form in found.forms if (level := levels[form])), key=STRICTEST.index)
        yield Problem(found.place, name, level, found.message, found.fix, found.where, found.forms)


def _gathered(problems: Sequence[Problem]) -> list[Problem]:
    """Tell once of each file the hints that say the same of a key left empty in many items, with their number."""
    same: dict[tuple[str, str], list[Problem]] = {}
    for each in problems:
        missing = each.rule in CODES and CODES[each.rule].missing
        if missing and each.level is Level.HINT and not each.explained:
            same.setdefault((each.place.file, each.message), []).append(each)
    first = {min(each): len(each) for each in same.values()}
    rest = {other for each in same.values() for other in each} - first.keys()
    counted = ((each, first.get(each, 1)) for each in problems if each not in rest)
    return [
        each._replace(message=f"{each.message}（这样的共 {count} 处）") if count > 1 else each
        for each, count in counted
    ]


def _without_consequences(problems: Sequence[Problem]) -> list[Problem]:
    """Leave out what follows from a slip: where a spoiling slip overlaps another problem, keep the slip.

    The other problem is kept instead where it is an error and the slip is only a warning.
    """
    outdone = set(_said_again(problems))
    on_line: dict[tuple[str, int], list[Problem]] = {}
    for each in problems:
        if not _spoils(each):
            on_line.setdefault((each.place.file, each.place.line), []).append(each)
    for slip in filter(_spoils, problems):
        for each in on_line.get((slip.place.file, slip.place.line), ()):
            if _overlap(slip.place, each.place):
                worse = each.level is Level.ERROR and slip.level is not Level.ERROR
                outdone.add(slip if worse else each)
    return list(_without_what_hangs([each for each in problems if each not in outdone]))


def _said_again(problems: Sequence[Problem]) -> Iterator[Problem]:
    """Yield the problems that another one at their place has told of."""
    for each in problems:
        if each.rule not in _CAUSES:
            continue
        causes = _CAUSES[each.rule]
        beside = (other for other in problems if other.rule != each.rule and _overlap(each.place, other.place))
        if any(not causes or other.rule in causes for other in beside):
            yield each


def _without_what_hangs(problems: Sequence[Problem]) -> Iterator[Problem]:
    """Leave out what may come only of something that was not read, where that holds back the same documents."""
    held: set[str] = set()
    for each in problems:
        if _hides(each):
            held |= each.forms or frozenset()
    for each in problems:
        hangs = each.rule in CODES and CODES[each.rule].hangs
        if not (hangs and held and each.forms is not None and each.forms <= held):
            yield each


def _hides(problem: Problem) -> bool:
    return problem.rule in CODES and CODES[problem.rule].hides and problem.level is Level.ERROR


def _needs_all_forms(problem: Problem) -> bool:
    return problem.rule in CODES and CODES[problem.rule].needs_all_forms


def _spoils(problem: Problem) -> bool:
    return problem.rule in CODES and CODES[problem.rule].spoils


def _overlap(one: Place, other: Place) -> bool:
    """Tell whether two places share a character; where nothing was typed counts as one."""
    same_line = one[:2] == other[:2]
    return same_line and one.column < max(other.end_column, other.column + 1) and other.column < one.end_column
