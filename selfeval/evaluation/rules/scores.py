"""Scores typed by the department, against points, the profile's computation and the text."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from selfeval.evaluation.case import Case
from selfeval.evaluation.finding import Finding
from selfeval.evaluation.score import number
from selfeval.form.field import Kind, Role
from selfeval.quantity.notation import print_number as show
from selfeval.quantity.verdict import Attainment
from selfeval.source.node import Text
from selfeval.submission.quotes import fill
from selfeval.submission.tree import Leaf
from selfeval.text.name import fold, nearest
from selfeval.text.pattern import regex

_FULL = Decimal(100)
_RATED = "自评"
_SCORE_SAID = regex(r"自评(?:得分|总分|总得分|结果)(?:为|是|：)?\s*(\d{1,3}(?:\.\d+)?)\s*分")
_GRADE_SAID = regex(r"自评(?:等级|等次|结果|结论)?(?:为|是|：)?[“\"]?(优秀|良好|优|良|中|差)(?![化质势点])")


def section_points_differ(case: Case) -> Iterator[Finding]:
    """Compare the points of each level-1 section with what the form gives it."""
    for path, field in case.form.fields.items():
        for section, points in field.section_points.items():
            rows = [row for row in case.indicators if row.levels and fold(row.levels[0]) == fold(section)]
            rows = [row for row in rows if row.tree == path]
            typed = [number(row, Role.POINTS) for row in rows]
            if not typed or None in typed:
                continue
            total = sum((value for value in typed if value is not None), Decimal(0))
            if total != points:
                message = (
                    f"“{section}”各项分值合计 {_plain(total)} 分，"
                    f"表样规定 {_plain(points)} 分，相差 {_plain(abs(total - points))} 分"
                )
                yield Finding(rows[0].levels[0].place, message, f"{'.'.join(path)}.{section}")


def total_points_differ(case: Case) -> Iterator[Finding]:
    """Compare the points of all indicators and the execution rate with 100, where the sections are not given."""
    scored = case.score
    if scored is None or not scored.indicators or case.form.scoring is None:
        return
    field = case.form.fields[case.form.scoring.indicators]
    typed = [number(row, Role.POINTS) for row in scored.indicators]
    total = scored.sheet.total_points
    if total is None or None in typed or field.section_points or not field.full_points or total == _FULL:
        return
    message = (
        f"各项指标的分值加上执行率的分值合计 {_plain(total)} 分，应为 100 分，相差 {_plain(abs(total - _FULL))} 分"
    )
    yield Finding(scored.indicators[0].values.place, message, ".".join(case.form.scoring.indicators))


def score_over_points(case: Case) -> Iterator[Finding]:
    """Find a score above the points of its indicator, or below zero (财预〔2020〕10号, form note)."""
    for row in case.indicators:
        points, typed = number(row, Role.POINTS), number(row, Role.SCORE)
        leaf = row.leaf(Role.SCORE)
        if points is None or typed is None or leaf is None or 0 <= typed <= points:
            continue
        message = f"“{row.name}”得分 {_plain(typed)} 分，应在 0 到分值 {_plain(points)} 分之间"
        yield Finding(leaf.text.place, message, leaf.where)


def lost_points_without_reason(case: Case) -> Iterator[Finding]:
    """Find a score below the points without a reason, where the target is not plainly missed."""
    scored = case.score
    lower = {
        indicator.values.where
        for row, indicator in (zip(scored.sheet.rows, scored.indicators, strict=True) if scored else ())
        if row.issue in ("score-lower-than-computed", "score-too-high")
    }
    for pair in case.verdicts:
        row = pair.indicator
        points, typed = number(row, Role.POINTS), number(row, Role.SCORE)
        leaf = row.leaf(Role.SCORE)
        told = pair.reasoned or pair.verdict.outcome is Attainment.MISSED or row.values.where in lower
        if points is None or typed is None or leaf is None or typed >= points or told:
            continue
        message = f"“{row.name}”扣了 {_plain(points - typed)} 分，没有写偏差原因"
        yield Finding(
            leaf.text.place,
            message,
            leaf.where,
            f"{row.key(Role.SCORE)}: {leaf.text}\n{row.key(Role.REASON)}: （写明原因和改进措施）",
        )


def score_too_high(case: Case) -> Iterator[Finding]:
    """Find a typed score above what the profile computes."""
    yield from _issues(case, "score-too-high")


def score_lower_than_computed(case: Case) -> Iterator[Finding]:
    """Find a typed score below what the profile computes, without a reason."""
    yield from _issues(case, "score-lower-than-computed")


def score_without_actual(case: Case) -> Iterator[Finding]:
    """Find points given where no actual is filled in."""
    yield from _issues(case, "score-without-actual")


def score_out_of_band(case: Case) -> Iterator[Finding]:
    """Find a score that does not fit the grade word of a qualitative actual."""
    yield from _issues(case, "score-out-of-band")


def full_score_missed(case: Case) -> Iterator[Finding]:
    """Find full marks for a target that was missed and whose score no formula gives."""
    yield from _issues(case, "full-score-missed")


def _issues(case: Case, issue: str) -> Iterator[Finding]:
    scored = case.score
    if scored is None:
        return
    for row, indicator in zip(scored.sheet.rows, scored.indicators, strict=True):
        leaf = indicator.leaf(Role.SCORE)
        if row.issue != issue or leaf is None:
            continue
        target, actual = row.entry.target, row.entry.actual
        message = {
            "score-without-actual": f"“{indicator.name}”没有写实际完成值，却得了 {leaf.text} 分",
            "full-score-missed": f"“{indicator.name}”没有达到目标（目标 {target}，实际 {actual}），却得了满分",
        }.get(issue, f"“{indicator.name}”得了 {leaf.text} 分：{row.why}")
        fix = f"{indicator.key(Role.SCORE)}: {_plain(row.computed)}" if row.computed is not None else ""
        yield Finding(leaf.text.place, message, leaf.where, fix)


def conclusion_differs(case: Case) -> Iterator[Finding]:
    """Find a total or grade in the text, or a grade field, that is not the score sheet's."""
    scored = case.score
    if scored is None or scored.sheet.total is None:
        return
    total, grade = scored.sheet.total, scored.sheet.grade
    for leaf in case.dossier.leaves:
        if leaf.field.path not in case.form.fields or not isinstance(leaf.value, tuple):
            continue
        for line in leaf.value:
            if _RATED in line or "{{" in line:
                yield from _sentence_differs(case, leaf, line, total, grade)
    for path, field in case.form.fields.items():
        typed = case.submission.leaf(path) if field.kind is Kind.CHOICE and field.role is Role.GRADE else None
        if typed and grade and str(typed.text)[:1] != grade[0]:
            message = f"自评等级写“{typed.text}”，按 {_plain(total)} 分应为“{grade}”"
            yield Finding(typed.text.place, message, typed.where)


def _sentence_differs(case: Case, leaf: Leaf, line: Text, total: Decimal, grade: str) -> Iterator[Finding]:
    """Find a total or grade said in one paragraph of a text that is not the score sheet's."""
    for said in _SCORE_SAID.finditer("".join(fill(line, case.index))):
        if Decimal(said[1]) != total:
            message = f"这里写自评 {said[1]} 分，各项得分合计是 {_plain(total)} 分"
            yield Finding(line.place, message, leaf.where)
    for said in _GRADE_SAID.finditer(line):
        if grade and said[1][0] != grade[0]:
            message = f"这里写自评“{said[1]}”，按 {_plain(total)} 分应为“{grade}”"
            yield Finding(line.at(*said.span(1)), message, leaf.where)


def unknown_profile(case: Case) -> Iterator[Finding]:
    """Find a form whose scoring profile does not exist, or cannot be used."""
    scoring = case.form.scoring
    if scoring is None or scoring.profiles.problems_of(scoring.profile):
        return
    known = scoring.profiles.known
    if scoring.profile not in known:
        near = nearest(scoring.profile, known)
        listed = f"是不是“{near}”？" if near else f"可以写：{'、'.join(known) or '（没有 scoring.yaml）'}"
        yield Finding(scoring.place, f"没有“{scoring.profile}”这套评分办法，{listed}", "")


def _plain(value: Decimal) -> str:
    return show(value, "0.##")
