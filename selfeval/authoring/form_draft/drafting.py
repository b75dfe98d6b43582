"""A form that is being drafted: what is known of it, and what is written so far."""

from __future__ import annotations

from typing import NamedTuple

from selfeval.authoring.form_draft.declared import DraftedDeclaration, DraftField
from selfeval.authoring.form_draft.known import KnownLabels
from selfeval.authoring.form_draft.naming import FreePaths
from selfeval.authoring.form_draft.nature import Nature
from selfeval.authoring.form_draft.page import DraftedPage
from selfeval.documents.read.blank import BlankForm, FollowingColumns
from selfeval.form.expression import KeyPath
from selfeval.form.field import Kind

_USUAL_UNIT = "万元"


class FollowedList(NamedTuple):
    """Hold a list whose items have columns of their own, and for rows that repeat what the loop in each goes over."""

    path: KeyPath
    loops: dict[str, str]


class Drafting(NamedTuple):
    """Hold what a blank form asks for, what it is, the keys its labels may mean, and what is drafted so far.

    ``in_yuan`` tells that its amounts are in 元; ``followed`` are the lists whose items have columns of their own.
    """

    form: BlankForm
    nature: Nature
    known: KnownLabels
    declared: DraftedDeclaration
    page: DraftedPage
    in_yuan: bool
    followed: dict[FollowingColumns, FollowedList]

    @property
    def fields(self) -> dict[KeyPath, DraftField]:
        """Return the fields declared so far."""
        return self.declared.fields

    @property
    def free(self) -> FreePaths:
        """Return what finds paths that nothing else has."""
        return FreePaths(self.fields, self.known.vocabulary)

    def write_unit(self, made: DraftField, unit: str) -> None:
        """Write the unit of an amount where it is not the one that it has anyway; ``unit`` is the one printed beside it, if any."""
        unit = unit or self.form.unit_at(made.place) or ("元" if self.in_yuan else _USUAL_UNIT)
        declared = self.known.vocabulary.get(made.path)
        if made.kind is Kind.AMOUNT and unit != (declared.unit if declared else _USUAL_UNIT):
            made.words["单位"] = unit
