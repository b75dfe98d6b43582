"""Findings that are right as they stand: a department names rule, place and reason under 说明情况."""

from __future__ import annotations

from collections.abc import Iterator

from selfeval.form.field import EXPLANATIONS_KEY
from selfeval.problem import Level, Problem
from selfeval.submission.submission import Submission
from selfeval.submission.tree import Branch, Leaf
from selfeval.text.name import fold
from selfeval.text.placeholder import gives_reason

RULE, WHERE, REASON = "规则", "位置", "理由"

FEW = 5
"""How many other places of a problem a message names."""


def apply(submission: Submission, problems: list[Problem]) -> list[Problem]:
    """Mark the problems the department explained; report explanations without a reason or without a finding."""
    written = submission.tree.get(EXPLANATIONS_KEY)
    rows = written if isinstance(written, list) else []
    reasoned = [row for row in rows if gives_reason(_text(row, REASON))]
    explained = {(fold(_text(row, RULE)), fold(_text(row, WHERE))) for row in reasoned}
    marked = [
        problem._replace(explained=bool(problem.where) and (fold(problem.rule), fold(problem.where)) in explained)
        for problem in problems
    ]
    return [*marked, *_useless(submission, rows, problems)]


def _useless(submission: Submission, rows: list[Branch], problems: list[Problem]) -> Iterator[Problem]:
    forms = submission.due
    found = {(fold(problem.rule), fold(problem.where)) for problem in problems if problem.where}
    for row in rows:
        key = (fold(_text(row, RULE)), fold(_text(row, WHERE)))
        if not gives_reason(_text(row, REASON)):
            reason = row.get(REASON)
            yield Problem(
                reason.text.place if isinstance(reason, Leaf) else row.place,
                "explanation-without-reason",
                Level.ERROR,
                "这条说明没有写理由（只写“无”不算）",
                f"{REASON}: （写明为什么没有错）",
                forms=forms,
            )
        elif key not in found and submission.whole:
            rule, where = _text(row, RULE), _text(row, WHERE)
            now = sorted({each.where for each in problems if each.rule == rule and each.where})[:FEW]
            message = (
                f"{rule} 现在报在“{'”“'.join(now)}”，请照它改“位置”"
                if now
                else f"现在没有 {rule}（{where}）这个问题，这条说明可以删去"
            )
            yield Problem(
                row.place,
                "unused-explanation",
                Level.WARNING,
                message,
                f"{WHERE}: {now[0]}" if now else "",
            )


def _text(row: Branch, key: str) -> str:
    leaf = row.get(key)
    return str(leaf.text).strip() if isinstance(leaf, Leaf) else ""
