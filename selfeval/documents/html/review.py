"""The review pages of a year, for the coordinator alone: each indicator of a department with all there is to know of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from selfeval.documents.html.page import room
from selfeval.evaluation.judge import Evaluated, Evaluation, merged
from selfeval.evaluation.verdicts import Pair
from selfeval.form.field import EXPLANATIONS_KEY, ORIGINAL_KEY, Role
from selfeval.problem import Level, Place, Problem
from selfeval.problem.codes import is_frozen
from selfeval.quantity.verdict import Attainment
from selfeval.submission.submission import Indicator, Submission
from selfeval.submission.target import actual_as_judged, target_as_judged, target_in_force, with_columns
from selfeval.submission.tree import Branch, Leaf, leaves
from selfeval.text.name import fold

OUTCOMES = {
    Attainment.MET: ("met", "达到"),
    Attainment.EXCEEDED: ("met", "超额"),
    Attainment.MISSED: ("missed", "没有达到"),
    Attainment.UNDECIDED: ("unknown", "未判定"),
}
"""How each outcome is shown: its class in the style sheet, and the word."""
LEVELS = {Level.ERROR: "错误", Level.WARNING: "提醒", Level.HINT: "提示"}
_REASON, _RULE, _WHERE = "理由", "规则", "位置"


class Reviewed(NamedTuple):
    """Hold a department as the index of reviews lists it: its page, its name and folder, and the cells of its row."""

    path: str
    name: str
    folder: str
    cells: Sequence[str]


class ShownFinding(NamedTuple):
    """Hold one finding as the page shows it: its class and word, the place, what is said, and the reason that explains it."""

    kind: str
    word: str
    where: str
    message: str
    reason: str


class IndicatorLine(NamedTuple):
    """Hold one indicator: the headings above it, its values over the year, the verdict, and what was found in it."""

    headings: tuple[str, ...]
    name: str
    target: str
    adjusted: str
    halfway: str
    forecast: str
    actual: str
    kind: str
    verdict: str
    why: str
    score: str
    target_before: str
    actual_before: str
    reason: str
    changes: tuple[ShownFinding, ...]
    findings: tuple[ShownFinding, ...]


class Section(NamedTuple):
    """Hold the indicators of a department or of one of its projects, and the findings that are about none of them."""

    title: str
    lines: tuple[IndicatorLine, ...]
    others: tuple[ShownFinding, ...]
    counts: str


class Review(NamedTuple):
    """Hold what the page of one department shows: a section for each submission, and why some forms are not made."""

    sections: tuple[Section, ...]
    unfinished: tuple[str, ...]


def review(evaluated: Evaluated) -> Review:
    """Return what the page of one department shows."""
    told: set[tuple[Place, str, str]] = set()
    return Review(tuple(_section(*each, told) for each in evaluated), tuple(_unfinished(evaluated)))


def review_page(name: str, place: str, notes: Sequence[str], shown: Review) -> str:
    """Return the page of one department; ``place`` is its year and folder, ``notes`` say in words what its numbers do not."""
    year = place.partition("/")[0]
    values = {"title": f"{name} {year}年度审核页", "year": year, "place": place, "notes": (*notes, *shown.unfinished)}
    return room().get_template("review.html").render(values, up="index.html", sections=shown.sections, wide=True)


def review_index(year: str, head: Sequence[str], reviewed: Sequence[Reviewed], total: str) -> str:
    """Return the page that lists the departments of a year, in the order in which they are given."""
    return (
        room()
        .get_template("reviews.html")
        .render(title=f"{year}年度审核页", head=head, reviewed=reviewed, total=total, wide=True)
    )


def _section(submission: Submission, evaluation: Evaluation, told: set[tuple[Place, str, str]]) -> Section:
    """Return the section of one submission; a problem that is in ``told`` already is not told again."""
    problems = [each for each in merged(evaluation.problems, submission) if _said(each) not in told]
    told.update(map(_said, problems))
    reasons = _reasons(submission)
    pairs, before = _pairs(evaluation), _by_name(submission.earlier)
    rows = [(linked, [each for each in problems if _is_about(each, linked)]) for linked in _rows(submission)]
    lines = tuple(_line(linked, pairs, before, found, reasons) for linked, found in rows)
    mine = {each for _, found in rows for each in found}
    others = tuple(_remark(each, reasons) for each in _sorted(problems) if each not in mine)
    return Section(submission.project_name or "部门", lines, others, _count(lines))


def _rows(submission: Submission) -> list[tuple[Indicator, ...]]:
    """Return the indicators of a submission, each followed by those that only repeat it under another parent."""
    of_project = bool(submission.project)
    every = [each for each in submission.indicators() if ("*" in submission.file_of(each.tree)) == of_project]
    of_same: dict[str, list[Indicator]] = {}
    for each in every:
        if each.values.same:
            of_same.setdefault(each.values.same[0].where, []).append(each)
    return [(each, *of_same.get(each.values.where, ())) for each in every if not each.values.same]


def _pairs(evaluation: Evaluation) -> Mapping[str, Pair]:
    """Return the verdict on each indicator by its path: the first that is decided, of any form."""
    found: dict[str, Pair] = {}
    for pair in (pair for case in evaluation.cases for pair in case.verdicts):
        known = found.get(pair.indicator.values.where)
        if known is None or known.verdict.outcome is Attainment.UNDECIDED:
            found[pair.indicator.values.where] = pair
    return found


def _by_name(earlier: Submission | None) -> Mapping[str, list[Indicator]]:
    """Return last year's indicators by their folded names."""
    found: dict[str, list[Indicator]] = {}
    for each in earlier.indicators() if earlier else ():
        found.setdefault(fold(each.name), []).append(each)
    return found


def _line(
    linked: Sequence[Indicator],
    pairs: Mapping[str, Pair],
    before: Mapping[str, list[Indicator]],
    problems: Sequence[Problem],
    reasons: Mapping[tuple[str, str, str], str],
) -> IndicatorLine:
    first = linked[0]
    known = [pairs[each.values.where] for each in linked if each.values.where in pairs]
    known.sort(key=lambda pair: pair.verdict.outcome is Attainment.UNDECIDED)
    kind, word = OUTCOMES[known[0].verdict.outcome] if known else ("unknown", "")
    earlier = before.get(fold(first.name), [])
    declared = first.leaf(Role.TARGET)
    in_force = target_in_force(first.values, first.keys)
    changes = [each for each in _sorted(problems) if is_frozen(each.rule)]
    return IndicatorLine(
        tuple(filter(None, (str(first.parent), *map(str, first.levels)))),
        str(first.name),
        with_columns(first.values, first.keys, declared),
        with_columns(first.values, first.keys, in_force) if in_force is not declared else "",
        _text(linked, Role.RESULT),
        _text(linked, Role.FORECAST),
        next(filter(None, (actual_as_judged(each.values, each.keys) for each in linked)), ""),
        kind,
        word if any(pair.result for pair in known) else "",
        known[0].verdict.reason if known and known[0].result else "",
        _score(linked),
        next(filter(None, (target_as_judged(each.values, each.keys) for each in earlier)), ""),
        next(filter(None, (actual_as_judged(each.values, each.keys) for each in earlier)), ""),
        _text(linked, Role.REASON),
        tuple(_remark(each, reasons) for each in changes),
        tuple(_remark(each, reasons) for each in _sorted(problems) if each not in changes),
    )


def _score(linked: Sequence[Indicator]) -> str:
    """Return in words the points given to an indicator, of those it may have."""
    given, points = _text(linked, Role.SCORE), _text(linked, Role.POINTS)
    return f"得分 {given}" + (f"／{points}" if points else "") if given else ""


def _text(linked: Iterable[Indicator], role: Role) -> str:
    """Return what was typed in a column of the first indicator that has it."""
    typed = (each.leaf(role) if role in each.keys else None for each in linked)
    return next((str(leaf.text) for leaf in typed if leaf and leaf.value is not None), "")


def _is_about(problem: Problem, linked: Iterable[Indicator]) -> bool:
    """Tell whether a problem stands on a line of an indicator, or names it in its path."""
    for each in linked:
        places = {each.name.place, *(leaf.text.place for leaf in leaves(each.values))}
        if _line_of(problem.place) in map(_line_of, places) or problem.where.startswith(f"{each.values.where}."):
            return True
        if each.values.where and problem.where == each.values.where:
            return True
        if fold(each.name) in (fold(part) for part in problem.where.split(".")):
            return True
    return False


def _said(problem: Problem) -> tuple[Place, str, str]:
    return problem.place, problem.rule, problem.message


def _line_of(place: Place) -> tuple[str, int]:
    return place.file, place.line


def _sorted(problems: Iterable[Problem]) -> list[Problem]:
    """Return problems with the worst first; explained ones last."""
    order = list(Level)
    return sorted(problems, key=lambda each: (each.explained, order.index(each.level), each.place))


def _remark(problem: Problem, reasons: Mapping[tuple[str, str, str], str]) -> ShownFinding:
    kind, word = ("explained", "已说明") if problem.explained else (problem.level.value, LEVELS[problem.level])
    place = problem.place
    where = f"{'/'.join(place.file.split('/')[3:]) or place.file} 第 {place.line} 行" if place.line else place.file
    keys = ((problem.rule, problem.where, original) for original in (problem.original, ""))
    reason = next(filter(None, (reasons.get(key) for key in keys)), "") if problem.explained else ""
    return ShownFinding(kind, word, where, problem.message, "" if reason and reason in problem.message else reason)


def _reasons(submission: Submission) -> Mapping[tuple[str, str, str], str]:
    """Return the reasons under 说明情况, by rule, place and the words they are about."""
    written = submission.tree.get(EXPLANATIONS_KEY)
    rows = written if isinstance(written, list) else []
    return {
        (_typed(row, _RULE), _typed(row, _WHERE), _typed(row, ORIGINAL_KEY)): " ".join(_typed(row, _REASON).split())
        for row in rows
    }


def _typed(row: Branch, key: str) -> str:
    leaf = row.get(key)
    return str(leaf.text) if isinstance(leaf, Leaf) else ""


def _count(lines: Sequence[IndicatorLine]) -> str:
    """Return in words how many indicators there are of each verdict."""
    words = [line.verdict or _why_without_verdict(line) for line in lines]
    return "，".join(f"{word} {words.count(word)} 项" for word in dict.fromkeys(words))


def _why_without_verdict(line: IndicatorLine) -> str:
    if line.actual:
        return "没有判定"
    return "打了分" if line.score else "没有实际值"


def _unfinished(evaluated: Evaluated) -> Iterator[str]:
    """Yield the forms of a department that are not due, or held back, each with the reason."""
    for submission, evaluation in evaluated:
        for case in evaluation.cases:
            wrong = sum(
                each.blocks and (each.forms is None or case.form.slug in each.forms) for each in evaluation.problems
            )
            whose = f"（{submission.project_name}）" if submission.project else ""
            if not case.is_due:
                yield f"{case.form.name}{whose}：还没有开始填"
            elif wrong:
                yield f"{case.form.name}{whose}：有 {wrong} 处错误，没有出"
