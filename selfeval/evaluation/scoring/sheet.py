"""The score sheet of one form: every indicator, the execution rate, the total and its grade."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from selfeval.evaluation.scoring.allotment import Gap, allot
from selfeval.evaluation.scoring.row import Entry, Row, compared, plain, score, usable
from selfeval.form.profile import ONE, ZERO, Execution, Profile, grade, round_score, value_of_step

_FULL = Decimal(100)


class ExecutionScore(NamedTuple):
    """Hold the score of the execution rate, as a Row does for an indicator."""

    points: Decimal | None
    computed: Decimal | None
    score: Decimal | None
    why: str
    issue: str


class Sheet(NamedTuple):
    """Hold a whole score sheet.

    ``total`` is None while any score is unknown; ``grade`` is "" without a total out of 100 points.
    ``cap`` and ``rebased`` say in a sentence why the total is not the plain sum, else "". ``gaps`` are
    the groups whose label gives other points than their indicators have.
    """

    rows: tuple[Row, ...]
    execution: ExecutionScore
    total_points: Decimal | None
    total: Decimal | None
    grade: str
    cap: str
    rebased: str
    gaps: tuple[Gap, ...]


def sheet(
    profile: Profile,
    entries: Sequence[Entry],
    execution_rate: Decimal | None,
    execution_typed: Decimal | None = None,
    *,
    finished: bool | None = None,
) -> Sheet:
    """Score the indicators and the execution rate by a profile.

    The rate is a ratio (0.862 is 86.2%); ``finished`` says whether a project is, None where nobody said.
    Typed scores are kept and compared. Scores have two places, rounded half up. Never raises on strange data.
    """
    entries = [_usable(entry) for entry in entries]
    rate = usable(execution_rate)
    execution = _execution(profile.execution, rate, usable(execution_typed), finished)
    points, counted, points_total, gaps = allot(profile, entries)
    allotted = zip(entries, points, counted, strict=True)
    rows = tuple(score(profile, entry, own, counts=counts) for entry, own, counts in allotted)
    total_points = None if points_total is None or not rows else points_total + (execution.points or ZERO)
    total, rebased = _rebased(profile, rows, execution, total_points)
    total, cap = _capped(profile.execution, rate, total)
    total = None if total is None else round_score(total)
    word = grade(profile, total) if total is not None and total_points == _FULL else ""
    return Sheet(rows, execution, total_points, total, word, cap, rebased, gaps)


def _usable(entry: Entry) -> Entry:
    points = usable(entry.points)
    return entry._replace(points=points if points is not None and points >= 0 else None, typed=usable(entry.typed))


def _execution(rule: Execution, rate: Decimal | None, typed: Decimal | None, finished: bool | None) -> ExecutionScore:
    computed, why = _execution_computed(rule, rate, finished)
    issue = compared(typed, computed, "")
    if typed is not None and rule.points is not None and not 0 <= typed <= rule.points:
        issue = "score-over-points"
    return ExecutionScore(rule.points, computed, typed if typed is not None else computed, why, issue)


def _execution_computed(rule: Execution, rate: Decimal | None, finished: bool | None) -> tuple[Decimal | None, str]:
    if rule.points is None:
        return None, "不计分"
    if rate is None or rate < 0:
        return None, "没有执行率，算不出得分"
    said = f"执行率 {plain(rate * 100)}%"
    if not rule.steps:
        computed = round_score(rule.points * min(rate, ONE))
        return computed, f"{said}，按比例得 {plain(computed)} 分"
    if rate > 1:
        return None, f"{said}，支出超过了预算，这套办法没有规定怎么计分"
    stepped = value_of_step(rule.steps, rate)
    done = rule.finished if rule.finished is not None else stepped
    shares = {True: {done}, False: {stepped}, None: {done, stepped}}[finished]
    if len(shares) > 1:
        return None, f"{said}，得分要看项目是否已经完成"
    (share,) = shares
    if share is None:
        return None, f"{said}，这套办法没有规定怎么计分"
    computed = round_score(rule.points * share)
    return computed, f"{said}，按分档得 {plain(computed)} 分"


def _rebased(
    profile: Profile, rows: Sequence[Row], execution: ExecutionScore, total_points: Decimal | None
) -> tuple[Decimal | None, str]:
    """Add up the scores of what has points; leave out what does not apply and stretch the rest where the profile says so."""
    set_aside = [
        row for row in rows if row.counts and profile.rebases and not row.entry.applies and not row.entry.typed
    ]
    kept = [row for row in rows if row not in set_aside and (row.counts or row.score is not None)]
    scores = [row.score for row in kept] + ([execution.score] if execution.points is not None else [])
    known = [value for value in scores if value is not None]
    if not kept or len(known) < len(scores):
        return None, ""
    total = sum(known, ZERO)
    if not set_aside:
        return total, ""
    dropped = [row.points for row in set_aside if row.points is not None]
    if total_points is None or len(dropped) < len(set_aside):
        return None, ""
    left = total_points - sum(dropped, ZERO)
    if left <= 0:
        return None, ""
    stretched = round_score(total * total_points / left)
    return stretched, (
        f"有 {len(dropped)} 项指标不适用，其余 {plain(left)} 分得 {plain(total)} 分，"
        f"折算到 {plain(total_points)} 分是 {plain(stretched)} 分"
    )


def _capped(rule: Execution, rate: Decimal | None, total: Decimal | None) -> tuple[Decimal | None, str]:
    limit = value_of_step(rule.caps, rate) if rate is not None else None
    if total is None or rate is None or limit is None or total <= limit:
        return total, ""
    return limit, f"执行率 {plain(rate * 100)}%，总分最多 {plain(limit)} 分，合计是 {plain(total)} 分"
