"""The progress of a department: the values that its due forms require, and how many of them are filled."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import NamedTuple

from selfeval.evaluation.judge import Evaluated, merged, of_due_forms
from selfeval.form.expression import KeyPath
from selfeval.form.field import Kind
from selfeval.form.form import Phase
from selfeval.history.approvals import changes_of_approved
from selfeval.history.compared import is_written
from selfeval.problem import Level, Problem
from selfeval.problem.codes import CODES
from selfeval.submission.read import has_begun
from selfeval.submission.submission import Submission
from selfeval.submission.tree import Branch, Filled, Leaf, branches

NOT_COUNTED = frozenset({Kind.GROUP, Kind.RESULTS, Kind.FACTS})


class Share(NamedTuple):
    """Hold how many required values there are and how many of them are filled."""

    filled: int
    required: int

    def __str__(self) -> str:
        """Return whole per cent, rounded down: 100% means that nothing is missing."""
        return f"{self.filled * 100 // self.required}%" if self.required else ""


class Demand(NamedTuple):
    """Hold one required value: the forms that require it, its file, and whether it is filled."""

    forms: frozenset[str]
    file: str
    filled: bool


class ShareLine(NamedTuple):
    """Hold the shares of a department or of one of its forms: the total, and one for each file."""

    title: str
    total: Share
    files: Mapping[str, Share]
    due: bool = True


class Progress(NamedTuple):
    """Hold how far one department-year is."""

    year: str
    department: str
    whole: ShareLine
    forms: Mapping[str, ShareLine]
    blocking: tuple[Problem, ...]
    """The errors that nobody explained."""
    warnings: int
    changed: tuple[str, ...] = ()
    """What is told of each approved target that was changed, explained or not."""
    chosen: frozenset[Phase] = frozenset()
    """The phases of its forms."""
    begun: frozenset[Phase] = frozenset()
    """The phases for which it has a file, or every file that a form without one of its own reads."""
    approved: bool = False
    """Whether its targets are sealed."""

    @property
    def place(self) -> str:
        """Return year and department as commands take them."""
        return f"{self.year}/{self.department}"

    @property
    def is_astray(self) -> bool:
        """Tell whether a file of it lies elsewhere in its folder, or has a name that nearly is right."""
        return any(found.rule == "missing-file" and found.related for found in self.blocking)

    @property
    def errors(self) -> int:
        """Return how many errors there are."""
        return len(self.blocking)

    @property
    def lacking(self) -> tuple[Problem, ...]:
        """Return the errors that something is not filled in."""
        return tuple(found for found in self.blocking if _is_missing(found))

    @property
    def lacking_files(self) -> tuple[Problem, ...]:
        """Return the errors that a whole file is not there, or holds nothing."""
        return tuple(filter(is_of_file, self.lacking))

    @property
    def wrong(self) -> tuple[Problem, ...]:
        """Return the other errors."""
        return tuple(found for found in self.blocking if not _is_missing(found))

    @property
    def missing(self) -> int:
        """Return how many required values are not filled."""
        return self.whole.total.required - self.whole.total.filled

    @property
    def behind(self) -> tuple[Fraction, int, int]:
        """Return a key that sorts the department most behind first."""
        filled, required = self.whole.total
        share = Fraction(filled, required) if required else Fraction(0 if self.errors else 1)
        return share, -self.errors, -self.warnings


def progress(evaluated: Evaluated, phases: Mapping[str, Phase], asked: Phase | None = None) -> Progress:
    """Return the progress of a department, perhaps in one phase only; ``phases`` are those of the files, by their names."""
    submissions = [submission for submission, _ in evaluated]
    base = submissions[0]
    problems = [
        problem
        for submission, (found, _) in evaluated
        for problem in (of_due_forms(found, submission) if asked else found)
    ]
    explained = frozenset(found.where for found in problems if found.explained and found.where and _is_missing(found))
    wanted = [demand for submission in submissions for demand in demands(submission, explained)]
    each = list(merged(problems, base))
    warnings = sum(found.level is Level.WARNING and not found.explained for found in each)
    chosen = {form.slug: form for submission in submissions for form in submission.forms}
    forms = {
        slug: _share_line(form.name, [demand for demand in wanted if slug in demand.forms], slug in base.due)
        for slug, form in chosen.items()
    }
    title = base.department_name
    whole = _share_line(title, wanted, bool(base.due) or not forms)
    files = {file.declared for submission in submissions for file in submission.files}
    begun = {phase for file, phase in phases.items() if file in files}
    begun |= {form.phase for form in chosen.values() if has_begun(form, phases, begun)}
    return Progress(
        base.year,
        base.department,
        whole,
        forms,
        tuple(found for found in each if found.blocks),
        warnings,
        changes_of_approved(problems),
        frozenset(form.phase for form in chosen.values()),
        frozenset(begun),
        base.approved is not None,
    )


def is_of_file(problem: Problem) -> bool:
    """Tell whether an error says that a whole file is not there, or holds nothing."""
    return not problem.blank and (problem.rule == "missing-file" or CODES[problem.rule].nothing_typed)


def _is_missing(problem: Problem) -> bool:
    return problem.rule in CODES and (CODES[problem.rule].missing or CODES[problem.rule].nothing_typed)


def demands(submission: Submission, explained: frozenset[str] = frozenset()) -> Iterator[Demand]:
    """Yield every value that the due forms of a submission require, once for each item of a list.

    A missing value that was explained counts as filled; ``explained`` holds the paths of the explained ones.
    """
    due = frozenset(form.slug for form in submission.forms) & submission.due
    typed = frozenset(file.shown for file in submission.files)
    for path, slot in submission.schema.slots.items():
        always, in_group = slot.required_by & due, slot.with_group & due
        if not always | in_group or slot.field.kind in NOT_COUNTED or slot.field.fallback:
            continue
        joined = _joined_path(submission, path)
        for holder in _holders(submission, joined):
            above = _explained_at(holder, path, joined)
            forms = always | in_group if above else always
            if forms:
                filled = holder is not None and _is_filled(holder.get(path[-1]), typed)
                told = {above, f"{above}.{path[-1]}" if above else ".".join(path)}
                yield Demand(forms, slot.field.file, filled or not told.isdisjoint(explained))


def _joined_path(submission: Submission, path: KeyPath) -> KeyPath:
    """Return the path of a value after results are joined with their targets: 指标完成.实际 becomes 绩效指标.实际."""
    for end in range(len(path) - 1, 0, -1):
        declared = submission.schema.slots[path[:end]].field
        if declared.kind is Kind.RESULTS:
            return (*declared.results_of, *path[end:])
    return path


def _holders(submission: Submission, path: KeyPath) -> Iterator[Branch | None]:
    """Yield every group or list item that may hold the last key of a path, None for a group that was left out."""
    slots = submission.schema.slots
    holders: list[Branch | None] = [submission.tree]
    for end, key in enumerate(path[:-1], start=1):
        below = [holder.get(key) if holder is not None else None for holder in holders]
        if slots[path[:end]].field.kind is Kind.GROUP:
            holders = [inner if isinstance(inner, Branch) else None for inner in below]
        else:
            holders = [row for inner in below for row in branches(inner) if row.title]
    yield from holders


def _explained_at(holder: Branch | None, path: KeyPath, joined: KeyPath) -> str:
    """Return the path under which a group or item is explained: that of a result has the keys it is typed under.

    It is empty at the top of the file.
    """
    where = holder.where if holder is not None else ""
    for typed, target in zip(path[:-1], joined[:-1], strict=False):
        where = where.replace(target, typed, 1)
    return where


def _is_filled(value: Filled | None, typed: frozenset[str]) -> bool:
    """Tell whether a value stands there: what a form fills itself counts, be it a dash; ``typed`` are the office's files."""
    if not isinstance(value, Leaf):
        return value is not None
    return is_written(value) or value.text.place.file not in typed


def _share_line(title: str, wanted: Iterable[Demand], due: bool = True) -> ShareLine:
    listed = list(wanted)
    files = dict.fromkeys(demand.file for demand in listed)
    by_file = {file: _share(demand for demand in listed if demand.file == file) for file in files}
    return ShareLine(title, _share(listed), by_file, due)


def _share(wanted: Iterable[Demand]) -> Share:
    filled = [demand.filled for demand in wanted]
    return Share(sum(filled), len(filled))
