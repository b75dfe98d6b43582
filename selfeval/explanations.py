"""Findings that are right as they stand: a department names rule, place and reason under 说明情况."""

from __future__ import annotations

from collections.abc import Iterator

from selfeval.filled import Branch, Leaf
from selfeval.name import fold
from selfeval.problem import Level, Problem
from selfeval.submission import Submission

RULE, WHERE, REASON = "规则", "位置", "理由"
_NO_REASON = frozenset({"", "无", "-", "/", "没有", "……"})


def apply(submission: Submission, problems: list[Problem]) -> list[Problem]:
    """Mark the problems the department explained; report explanations without a reason or without a finding."""
    written = submission.tree.get("说明情况")
    rows = written if isinstance(written, list) else []
    reasoned = [row for row in rows if fold(_text(row, REASON)) not in _NO_REASON]
    explained = {(fold(_text(row, RULE)), fold(_text(row, WHERE))) for row in reasoned}
    found = {(fold(problem.rule), fold(problem.where)) for problem in problems if problem.where}
    marked = [
        problem._replace(explained=bool(problem.where) and (fold(problem.rule), fold(problem.where)) in explained)
        for problem in problems
    ]
    return [*marked, *_useless(submission, rows, found)]


def _useless(submission: Submission, rows: list[Branch], found: set[tuple[str, str]]) -> Iterator[Problem]:
    forms = submission.due
    for row in rows:
        key = (fold(_text(row, RULE)), fold(_text(row, WHERE)))
        if fold(_text(row, REASON)) in _NO_REASON:
            yield Problem(
                row.place,
                "explanation-without-reason",
                Level.ERROR,
                "“说明情况”要写明理由，只写“无”不算",
                f"{REASON}: （为什么没有错）",
                forms=forms,
            )
        elif key not in found:
            near = [f"{rule}（{where}）" for rule, where in sorted(found) if rule == key[0]]
            hint = f"；这条规则现在报的位置是：{'、'.join(near)}" if near else "，可以删去"
            yield Problem(
                row.place,
                "unused-explanation",
                Level.WARNING,
                f"现在没有“{_text(row, RULE)}”“{_text(row, WHERE)}”这个问题，这条说明用不上{hint}",
            )


def _text(row: Branch, key: str) -> str:
    leaf = row.get(key)
    return str(leaf.text).strip() if isinstance(leaf, Leaf) else ""
