"""Points and scores typed by the department: sections add up, no score exceeds its points."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from selfeval.filled import Leaf
from selfeval.form.form import Form
from selfeval.name import fold
from selfeval.notation import number
from selfeval.rules.finding import Finding
from selfeval.submission import Indicator, Submission

POINTS, SCORE, REASON = "分值", "得分", "偏差原因"
NO_REASON = frozenset({"", "无", "0", "-", "/"})


def differ(submission: Submission, form: Form) -> Iterator[Finding]:
    """Compare the points of each level-1 section with what the form gives it."""
    for path, field in form.fields.items():
        for section, points in field.section_points.items():
            rows = [row for row in submission.indicators(form) if row.levels and fold(row.levels[0]) == fold(section)]
            typed = [_number(row, POINTS) for row in rows if row.values.where.startswith(".".join(path))]
            if not typed or None in typed:
                continue
            total = sum((value for value in typed if value is not None), Decimal(0))
            if total != points:
                message = f"“{section}”各项分值合计 {_plain(total)} 分，表样规定 {_plain(points)} 分，相差 {_plain(abs(total - points))} 分"
                yield Finding(rows[0].levels[0].place, message, f"{'.'.join(path)}.{section}")


def score_over_points(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find a score above the points of its indicator, or below zero (财预〔2020〕10号, form note)."""
    for row in submission.indicators(form):
        points, score = _number(row, POINTS), _number(row, SCORE)
        leaf = row.values.get(SCORE)
        if points is None or score is None or not isinstance(leaf, Leaf) or 0 <= score <= points:
            continue
        message = f"“{row.name}”得分 {_plain(score)} 分，应在 0 到分值 {_plain(points)} 分之间"
        yield Finding(leaf.text.place, message, leaf.where)


def lost_without_reason(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find a score below the points without a reason where the form has a column for it."""
    for row in submission.indicators(form):
        points, score = _number(row, POINTS), _number(row, SCORE)
        reason = row.values.get(REASON)
        told = isinstance(reason, Leaf) and reason.text.strip() not in NO_REASON
        leaf = row.values.get(SCORE)
        if points is None or score is None or not isinstance(leaf, Leaf) or score >= points or told:
            continue
        message = f"“{row.name}”扣了 {_plain(points - score)} 分，没有写偏差原因"
        yield Finding(leaf.text.place, message, leaf.where, f"{REASON}: （写明原因和改进措施）")


def _number(row: Indicator, column: str) -> Decimal | None:
    leaf = row.values.get(column)
    return leaf.value if isinstance(leaf, Leaf) and isinstance(leaf.value, Decimal) else None


def _plain(value: Decimal) -> str:
    return number(value, "0.##")
