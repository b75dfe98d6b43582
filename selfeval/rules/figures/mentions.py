"""Which typed figure speaks of which figure of the data."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from selfeval.filled import Leaf
from selfeval.form.form import Form
from selfeval.rules.figures.figure import agree
from selfeval.rules.figures.held import Held, held
from selfeval.rules.figures.phrase import both, within, words
from selfeval.rules.figures.typed import Scope, Typed, typed
from selfeval.rules.text.paragraph import paragraphs
from selfeval.submission import Submission

REMARK = "说明"
_MONITORING = "monitoring.yaml"
_PROJECT = "项目"


class Mention(NamedTuple):
    """Hold a typed figure and the figures of the data that it speaks of by its words."""

    typed: Typed
    held: tuple[Held, ...]


def mentions(submission: Submission, form: Form) -> list[Mention]:
    """Return the figures typed into the prose and the remarks that a form prints, but for those of the middle of the year."""
    remarks = {
        remark.where: row.values.where
        for row in submission.indicators()
        if isinstance(remark := row.values.get(REMARK), Leaf)
    }
    read = [
        each
        for each in paragraphs(submission, form)
        if (each.narrative and each.leaf.field.file != _MONITORING) or each.leaf.where in remarks
    ]
    level = submission.leaf(("部门", "级次"))
    found = list(typed(read, Scope(submission.year, str(level.value) if level else "")))
    known = held(submission, form) if found else []
    alike = Counter((each.where, each.figure.unit) for each in found)
    return [
        Mention(
            each,
            tuple(
                one
                for one in known
                if one.planned is each.paragraph.planned
                and agree(each.figure, one.figure) is not None
                and (
                    _tells(each, one, alone=alike[each.where, each.figure.unit] == 1)
                    if one.row and one.row == remarks.get(each.where)
                    else _names(each, one)
                )
            ),
        )
        for each in found
    ]


def _names(each: Typed, one: Held) -> bool:
    """Tell whether the name says all that the clause says, and the clause and those before it all that the name says."""
    said, context = words(each.phrase), both(each.context)
    return (
        bool(said)
        and within(said, one.around)
        and within(one.core, context)
        and not (one.budget and (len(each.paragraph.leaf.field.path) > 1 or _PROJECT in context.replace(one.core, "")))
    )


def _tells(each: Typed, one: Held, *, alone: bool) -> bool:
    """Tell whether an indicator's own remark gives its figure: in its words, or as the only one in that unit."""
    return alone or within(words(each.phrase), one.around)
