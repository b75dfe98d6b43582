"""Verdicts: every indicator with its target and actual, and whether the one meets the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from selfeval.evaluation.score import actual, direction, target, text
from selfeval.form.field import Role
from selfeval.form.form import Form
from selfeval.form.operands import column_of
from selfeval.form.schema import Schema
from selfeval.quantity.judge import judge
from selfeval.quantity.verdict import Verdict
from selfeval.submission.submission import Indicator
from selfeval.submission.tree import Leaf
from selfeval.text.placeholder import find_placeholder, gives_reason

THRESHOLD = Decimal("1.3")
"""From which ratio over-completion wants a reason (provincial system of Guangxi: 130 %)."""


class Pair(NamedTuple):
    """Hold an indicator with its target and actual as typed, and the verdict on them.

    ``goal`` and ``result`` are the two as judged: with the sign and the unit of other columns (``≤10场``).
    """

    indicator: Indicator
    target: Leaf | None
    actual: Leaf | None
    goal: str
    result: str
    verdict: Verdict

    @property
    def reasoned(self) -> bool:
        """Tell whether a deviation reason is given; a placeholder in its stead was reported where it stands."""
        typed = text(self.indicator, Role.REASON)
        return gives_reason(typed) or find_placeholder(typed) is not None


def pairs(indicators: Iterable[Indicator], form: Form) -> Iterator[Pair]:
    """Yield every indicator with the verdict on it, by the threshold that a form sets for over-completion."""
    threshold = Decimal(form.rule_options.get("over-completed-without-reason", {}).get("倍数", THRESHOLD))
    for indicator in indicators:
        goal, result = indicator.goal, indicator.result
        verdict = judge(str(goal), str(result), str(indicator.name), direction(indicator), threshold)
        yield Pair(indicator, target(indicator), actual(indicator), goal, result, verdict)


def has_reasons(schema: Schema, row: Indicator) -> bool:
    """Tell whether a department may type the deviation reason of an indicator: a form has the column, or it is a note to any."""
    fields = {path: slot.field for path, slot in schema.slots.items()}
    column = column_of(fields, (*row.tree, *row.keys[Role.REASON])) if Role.REASON in row.keys else None
    return column is not None and (column.annotation or bool(schema.slots[column.path].forms))
