"""The unit of a target against the one in which a text counts the same number of the same thing."""

from __future__ import annotations

from collections.abc import Iterator

from selfeval.evaluation.case import Case
from selfeval.evaluation.figures.figure import only_figure
from selfeval.evaluation.figures.phrase import telling, unspaced
from selfeval.evaluation.finding import Finding
from selfeval.form.field import Role
from selfeval.quantity.units import is_counted, is_money

_NAMED = 3
"""How many last characters of an indicator's name stand before a figure of it, at least."""


def counted_otherwise(case: Case) -> Iterator[Finding]:
    """Yield the target ≥26公里 of an indicator of which a text plans 新建瞭望监控点26处: one is counted, the other measured."""
    for row in case.indicators:
        leaf, found = row.leaf(Role.TARGET), only_figure(row.goal) if row.goal else None
        name = telling(unspaced(str(row.name)))
        if leaf is None or not found or len(name) < _NAMED:
            continue
        goal = found[0]
        for each in (one for sentence in case.dossier.sentences for one in sentence.figures if one.paragraph.planned):
            unit = each.figure.unit
            if (
                not unit
                or not goal.unit
                or each.figure.value != goal.value
                or is_counted(unit) is is_counted(goal.unit)
            ):
                continue
            is_named = telling(each.lead).endswith(name[-_NAMED:]) and case.form.slug in each.paragraph.forms
            if is_named and not any(is_money(one) or "%" in one for one in (unit, goal.unit)):
                message = f"“{row.name}”的目标是“{row.goal}”，{each.place.file} 第 {each.place.line} 行写的是“{each.said}”，单位不同；看看哪个写错了"
                yield Finding(leaf.text.place, message, leaf.where)
                break
