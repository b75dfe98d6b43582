"""One form of a dossier: what is judged of a document."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from selfeval.evaluation.dossier import Dossier
from selfeval.evaluation.score import Scored, with_scores
from selfeval.evaluation.verdicts import Pair, pairs
from selfeval.form.expression import KeyPath, Operand
from selfeval.form.form import Form, Phase
from selfeval.form.operands import is_operand
from selfeval.submission.quotes import Index
from selfeval.submission.submission import Indicator, Submission
from selfeval.submission.tree import Branch


@dataclass(frozen=True, eq=False)
class Case:
    """Hold a dossier and one form, with the verdicts, the score and the quotable figures that the form shows."""

    dossier: Dossier
    form: Form
    score: Scored | None = None
    """The score sheet, None where the form is not scored or its profile is not known."""
    _numbers: dict[tuple[KeyPath, str], Operand] = field(default_factory=dict)

    @property
    def submission(self) -> Submission:
        """Return what the department filled in."""
        return self.dossier.submission

    @property
    def tree(self) -> Branch:
        """Return what the department filled in, with what the form computes in rows, and its score sheet."""
        return self.submission.tree_of(self.form)

    @property
    def is_due(self) -> bool:
        """Tell whether the form is due."""
        return self.form.slug in self.submission.due

    @property
    def is_judged(self) -> bool:
        """Tell whether the form is judged: it is due, or what it prints of an earlier phase stands there already."""
        return _is_judged(self.form, self.submission)

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """Return the indicators that the form shows."""
        return tuple(row for row in self.dossier.indicators if row.tree in self.form.fields)

    @cached_property
    def verdicts(self) -> tuple[Pair, ...]:
        """Return every indicator of the form with the verdict on it."""
        return tuple(pairs(self.indicators, self.form))

    @cached_property
    def index(self) -> Index:
        """Return what prose may quote, printed as the form prints it."""
        return self.dossier.index(self.form)

    def number(self, path: KeyPath, unit: str = "") -> Operand:
        """Return what a path of an expression stands for in the form, amounts in a unit where one is given."""
        if (path, unit) not in self._numbers:
            self._numbers[path, unit] = self.submission.number(self.form, path, unit)
        return self._numbers[path, unit]

    def number_shown(self, path: KeyPath, unit: str) -> Operand:
        """Return what a path stands for in the form, else in the first of the department's forms that has it."""
        form = self.form_with(path)
        return self.number(path, unit) if form is self.form else self.submission.number(form, path, unit)

    def form_with(self, path: KeyPath) -> Form:
        """Return the form, or where it lacks a field the first of the department's forms that has it."""
        if is_operand(self.form.fields, path):
            return self.form
        return next((form for form in self.submission.schema.forms if is_operand(form.fields, path)), self.form)


def cases(submission: Submission) -> tuple[Case, ...]:
    """Return a case for each form of a submission, due or not."""
    judged = tuple(form for form in submission.forms if _is_judged(form, submission))
    whole, sheets = with_scores(submission)
    dossier = Dossier(whole, judged)
    return tuple(Case(dossier, form, sheets.get(form.slug)) for form in submission.forms)


def _is_judged(form: Form, submission: Submission) -> bool:
    """Tell whether a form is due, or reads a file of an earlier phase that is there: 自评 prints the targets of 申报."""
    phases, turns = submission.schema.phases, list(Phase)
    there = (phases[file.declared] for file in submission.files if file.declared in form.files)
    return form.slug in submission.due or any(turns.index(each) < turns.index(form.phase) for each in there)
