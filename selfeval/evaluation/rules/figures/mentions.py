"""Which typed figure speaks of which figure of the data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from selfeval.evaluation.rules.figures.figure import comparable
from selfeval.evaluation.rules.figures.known import Held, held
from selfeval.evaluation.rules.figures.phrase import both, subject, within, words
from selfeval.evaluation.rules.figures.typed import Scope, Typed, typed
from selfeval.evaluation.rules.text.paragraph import paragraphs
from selfeval.form.form import Form
from selfeval.submission.submission import Submission
from selfeval.submission.tree import Leaf

REMARK = "说明"
AREA = ("部门", "级次")
_MONITORING = "monitoring.yaml"
_PROJECT = "项目"


class Mention(NamedTuple):
    """Hold a typed figure and the figures of the data that it speaks of by its words."""

    typed: Typed
    held: tuple[Held, ...]


@lru_cache(maxsize=4)
def mentions(submission: Submission, form: Form) -> tuple[Mention, ...]:
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
    area = submission.leaf(AREA)
    found = list(typed(read, Scope(submission.year, str(area.value) if area else "")))
    known: dict[tuple[bool, str], list[Held]] = {}
    units = frozenset(each.clause.figure.unit for each in found)
    for one in held(submission, form, units) if found else ():
        known.setdefault((one.planned, one.figure.unit), []).append(one)
    alike = Counter((each.where, each.clause.figure.unit) for each in found)
    return tuple(
        Mention(
            each,
            _meant(each, known, remarks.get(each.where, ""), alone=alike[each.where, each.clause.figure.unit] == 1),
        )
        for each in found
    )


def _meant(each: Typed, known: Mapping[tuple[bool, str], list[Held]], row: str, *, alone: bool) -> tuple[Held, ...]:
    """Return what a figure stands for; the only one of its unit in an indicator's own remark is that indicator's."""
    said, is_plan, unit = words(each.clause.phrase), each.paragraph.planned, each.clause.figure.unit
    return tuple(
        one
        for (planned, other), listed in known.items()
        if planned is is_plan and comparable(unit, other)
        for one in listed
        if one.core
        and ((alone or within(said, one.around)) if row and one.row == row else said and _names(each, said, one))
    )


def _names(each: Typed, said: str, one: Held) -> bool:
    """Tell whether a clause and a name say the same: the name all that the clause says, and the other way round."""
    if not within(said, one.around):
        return False
    if one.budget and (len(each.paragraph.leaf.field.path) > 1 or _PROJECT in each.clause.sentence):
        return False
    own = both(each.clause.phrase)
    return within(one.core, own) or _is_carried(each.clause.earlier, own, one)


def _is_carried(earlier: tuple[str, ...], own: str, one: Held) -> bool:
    """Tell whether an earlier clause said what this one leaves unsaid, and up to there said nothing else.

    受理行政复议申请645宗，审结案件615件: the cases are those of 行政复议.
    """
    for clause in reversed(earlier):
        said = subject(clause)
        for end in range(2, len(said) + 1):
            if within(one.core, f"{said[:end]} {own}"):
                return within(said[:end], one.around)
    return False
