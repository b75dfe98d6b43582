"""How far a department is: what its due forms demand, and how much of that is typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from selfeval.expression import KeyPath
from selfeval.filled import Branch, Filled, Leaf, branches
from selfeval.form.field import Kind
from selfeval.form.form import Library
from selfeval.history.thing import is_written
from selfeval.pipeline import blocks, judged
from selfeval.problem import Level
from selfeval.submission import Submission

NOT_COUNTED = frozenset({Kind.GROUP, Kind.RESULTS, Kind.FACTS})


class Share(NamedTuple):
    """Hold how many required values there are and how many of them are filled."""

    filled: int
    required: int

    def __str__(self) -> str:
        """Print whole per cent, rounded down: 100% means that nothing is missing."""
        return f"{self.filled * 100 // self.required}%" if self.required else ""


class Demand(NamedTuple):
    """Hold one required value: who wants it, in which file, and whether it is there."""

    forms: frozenset[str]
    file: str
    filled: bool


class Line(NamedTuple):
    """Hold the shares of a department or of one of its forms, in all and by file."""

    title: str
    total: Share
    files: Mapping[str, Share]
    due: bool = True


class Progress(NamedTuple):
    """Hold how far one department-year is."""

    year: str
    department: str
    whole: Line
    forms: Mapping[str, Line]
    errors: int
    warnings: int

    @property
    def behind(self) -> tuple[Fraction, int, int]:
        """Return what sorts the department most behind first."""
        filled, required = self.whole.total
        share = Fraction(filled, required) if required else Fraction(0 if self.errors else 1)
        return share, -self.errors, -self.warnings


def progress(submissions: tuple[Submission, ...], library: Library) -> Progress:
    """Return how far the department is whose submissions these are."""
    base = submissions[0]
    problems = [problem for submission in submissions for problem in judged(submission, library)]
    explained = frozenset(found.where for found in problems if found.explained)
    wanted = [demand for submission in submissions for demand in demands(submission, explained)]
    errors = {(found.place, found.message) for found in problems if blocks(found)}
    warnings = {
        (found.place, found.message) for found in problems if found.level is Level.WARNING and not found.explained
    }
    chosen = {form.slug: form for submission in submissions for form in submission.forms}
    forms = {
        slug: _line(form.name, [demand for demand in wanted if slug in demand.forms], slug in base.due)
        for slug, form in chosen.items()
    }
    name = base.leaf(("部门", "名称"))
    title = str(name.text) if name else base.department
    whole = _line(title, wanted, bool(base.due) or not forms)
    return Progress(base.year, base.department, whole, forms, len(errors), len(warnings))


def demands(submission: Submission, explained: frozenset[str] = frozenset()) -> Iterator[Demand]:
    """Yield every value that the due forms of a submission require, wherever lists and tasks ask for it.

    What a department explains (``explained`` holds where) counts as filled.
    """
    due = frozenset(form.slug for form in submission.forms) & submission.due
    for path, slot in submission.schema.slots.items():
        always, in_group = slot.required_by & due, slot.with_group & due
        if not always | in_group or slot.field.kind in NOT_COUNTED or slot.field.fallback:
            continue
        for holder in _holders(submission, path):
            begun = holder is not None and bool(holder.where)
            forms = always | in_group if begun else always
            if forms:
                filled = holder is not None and _is_filled(holder.get(path[-1]))
                where = f"{holder.where}.{path[-1]}" if begun and holder else ".".join(path)
                yield Demand(forms, slot.field.file, filled or where in explained)


def _holders(submission: Submission, path: KeyPath) -> Iterator[Branch | None]:
    """Yield where the last key of a path is typed or joined to: groups, items; None for a group left out."""
    slots = submission.schema.slots
    for end in range(len(path) - 1, 0, -1):
        if slots[path[:end]].field.kind is Kind.RESULTS:
            path = (*slots[path[:end]].field.results_of, *path[end:])
            break
    holders: list[Branch | None] = [submission.tree]
    for end, key in enumerate(path[:-1], start=1):
        group = path[:end] not in slots or slots[path[:end]].field.kind is Kind.GROUP
        below = [holder.get(key) if holder is not None else None for holder in holders]
        if group:
            holders = [inner if isinstance(inner, Branch) else None for inner in below]
        else:
            holders = [row for inner in below for row in branches(inner) if row.title]
    yield from holders


def _is_filled(value: Filled | None) -> bool:
    return is_written(value) if isinstance(value, Leaf) else value is not None


def _line(title: str, wanted: Iterable[Demand], due: bool = True) -> Line:
    listed = list(wanted)
    files = dict.fromkeys(demand.file for demand in listed)
    by_file = {file: _share(demand for demand in listed if demand.file == file) for file in files}
    return Line(title, _share(listed), by_file, due)


def _share(wanted: Iterable[Demand]) -> Share:
    filled = [demand.filled for demand in wanted]
    return Share(sum(filled), len(filled))
