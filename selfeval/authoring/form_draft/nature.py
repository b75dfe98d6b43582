"""What a blank form is: its phase, its subject, the files it reads."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from selfeval.authoring.form_draft.words import draft_words
from selfeval.documents.read.blank import AskedFor, BlankForm, FollowingColumns, PlaceToFill
from selfeval.form.field import Kind
from selfeval.form.form import Phase, Subject

_TEXTS = (Kind.PROSE, Kind.LINES, Kind.TEXT, Kind.DATE)


class Nature(NamedTuple):
    """Hold what a form is: its phase and subject, each with whether the words of the form say so beyond doubt."""

    phase: Phase
    phase_is_sure: bool
    subject: Subject
    subject_is_sure: bool

    @property
    def of_project(self) -> bool:
        """Tell whether each project has a document of its own."""
        return self.subject is Subject.PROJECT

    @property
    def files(self) -> tuple[str, ...]:
        """Return the files that the form reads."""
        if self.of_project:
            return ("targets.yaml", "projects/*.yaml")
        return {
            Phase.TARGETS: ("targets.yaml",),
            Phase.MONITORING: ("targets.yaml", "monitoring.yaml"),
        }.get(self.phase, ("targets.yaml", "actuals.yaml", "narrative.yaml"))

    def file_for(self, kind: Kind) -> str:
        """Return the file in which a field of a kind is typed that the vocabulary does not know."""
        if self.of_project:
            return "projects/*.yaml"
        if len(self.files) == 3:
            return "narrative.yaml" if kind in _TEXTS else "actuals.yaml"
        return self.files[-1]


def nature_of(form: BlankForm, name: str) -> Nature:
    """Return what the words of a form say that it is; ``name`` is that of its file."""
    labels = [label for asked in form.asked for label in labels_of(asked)]
    title = form.title or name
    words = "".join(labels)
    known = draft_words()
    said = next((phase for phase, pattern in known.phases.items() if pattern.search(title)), None)
    guessed = Phase.SELF_EVALUATION if known.done.search(words) else Phase.TARGETS
    of_project = any(label.startswith("项目名称") for label in labels[:4]) or ("项目" in title and "整体" not in title)
    of_department = "整体" in title or any("部门" in label or "单位" in label for label in labels[:2])
    return Nature(
        said or guessed,
        said is not None,
        Subject.PROJECT if of_project and "整体" not in title else Subject.DEPARTMENT,
        of_project != of_department,
    )


def labels_of(asked: AskedFor) -> Iterable[str]:
    """Return the labels of a place to fill, or of all columns of rows that repeat."""
    if isinstance(asked, PlaceToFill):
        return asked.labels
    if isinstance(asked, FollowingColumns):
        return (asked.name,)
    return [label for column in asked.columns for label in column.labels]
