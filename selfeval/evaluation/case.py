"""One form of a dossier: what is judged of a document."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.score import Scored, score
from selfeval.evaluation.verdicts import Pair, pairs
from selfeval.form.expression import KeyPath, Operand
from selfeval.form.form import Form
from selfeval.submission.quotes import Index
from selfeval.submission.submission import Indicator, Submission


@dataclass(frozen=True, eq=False)
class Case:
    """Hold a dossier and one form, with the verdicts, the score and the quotable figures that the form shows."""

    dossier: Dossier
    form: Form
    _numbers: dict[KeyPath, Operand] = field(default_factory=dict)

    @property
    def submission(self) -> Submission:
        """Return what the department filled in."""
        return self.dossier.submission

    @property
    def is_due(self) -> bool:
        """Tell whether the form is due."""
        return self.form.slug in self.submission.due

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """Return the indicators that the form shows."""
        return tuple(row for row in self.dossier.indicators if row.tree in self.form.fields)

    @cached_property
    def verdicts(self) -> tuple[Pair, ...]:
        """Return every indicator of the form with the verdict on it."""
        return tuple(pairs(self.indicators, self.form))

    @cached_property
    def score(self) -> Scored | None:
        """Return the score sheet, None where the form is not scored or its profile is not known."""
        return score(self.submission, self.form)

    @cached_property
    def index(self) -> Index:
        """Return what prose may quote, printed as the form prints it."""
        return self.dossier.index(self.form)

    def number(self, path: KeyPath) -> Operand:
        """Return what a path of an expression stands for in the form."""
        if path not in self._numbers:
            self._numbers[path] = self.submission.number(self.form, path)
        return self._numbers[path]

    def number_shown(self, path: KeyPath) -> Operand:
        """Return what a path stands for in the form, else in the first of the department's forms that has it."""
        if path in self.form.fields:
            return self.number(path)
        other = next((form for form in self.submission.schema.forms if path in form.fields), self.form)
        return self.submission.number(other, path)


def cases(submission: Submission) -> tuple[Case, ...]:
    """Return a case for each form of a submission, due or not."""
    due = tuple(form for form in submission.forms if form.slug in submission.due)
    dossier = Dossier(submission, due)
    return tuple(Case(dossier, form) for form in submission.forms)
