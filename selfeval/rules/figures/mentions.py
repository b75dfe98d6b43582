"""Which typed figure speaks of which figure of the data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from selfeval.filled import Leaf
from selfeval.form.form import Form
from selfeval.rules.figures.figure import agree
from selfeval.rules.figures.held import Held, held
from selfeval.rules.figures.phrase import long, within, words
from selfeval.rules.figures.typed import Typed, typed
from selfeval.rules.text.paragraph import Paragraph, paragraphs
from selfeval.submission import Indicator, Submission

REMARK = "说明"
_MONITORING = "monitoring.yaml"
_PROJECT = "项目"


class Mention(NamedTuple):
    """Hold a typed figure and the figures of the data it speaks of by its words; ``own`` marks an indicator's remark."""

    typed: Typed
    held: tuple[Held, ...]
    own: bool


def mentions(submission: Submission, form: Form) -> Iterator[Mention]:
    """Yield the figures typed into the prose and the remarks that a form prints, but not those of the middle of the year."""
    remarks = {remark.where: row for row in submission.indicators() if isinstance(remark := row.values.get(REMARK), Leaf)}
    read = [
        paragraph
        for paragraph in paragraphs(submission, form)
        if (paragraph.narrative and paragraph.leaf.field.file != _MONITORING) or paragraph.leaf.where in remarks
    ]
    known = held(submission, form)
    for each in typed(read, submission.year):
        row = remarks.get(each.paragraph.leaf.where)
        yield Mention(each, tuple(_meant(each, known, row)), row is not None)


def _meant(each: Typed, known: list[Held], row: Indicator | None) -> Iterator[Held]:
    """Yield the figures whose names say what the clause says, and nothing that its sentence does not."""
    said, sentence = words(each.phrase), long(each.sentence)
    if row is not None:
        known = [one for one in known if one.row == row.values.where]
        sentence += long(row.name)
    for one in known:
        if (
            one.planned is each.paragraph.planned
            and agree(each.figure, one.figure) is not None
            and (said or row is not None)
            and within(said, one.around)
            and within(one.core, sentence)
            and not (one.budget and _narrower(each.paragraph, sentence, one))
        ):
            yield one


def _narrower(paragraph: Paragraph, sentence: str, budget: Held) -> bool:
    """Tell whether a text speaks of something smaller than the department whose budget it may mean."""
    return len(paragraph.leaf.field.path) > 1 or _PROJECT in sentence.replace(budget.core, "")
