"""One department through the stages: read, judged, and its documents made; nothing here writes to the disk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path, PurePath
from typing import NamedTuple

from selfeval.documents.make import (
    Imprint,
    can_be_read,
    is_edited,
    is_still_made_of,
    make,
    make_draft,
    preview,
    problems_of_templates,
    say_the_same,
    suffixes,
)
from selfeval.documents.outcome import (
    DRAFT,
    SUFFIXES,
    Document,
    Outcome,
    Status,
    is_copy,
    is_document,
    original_name,
)
from selfeval.documents.view import Printer, file_name, view, with_gaps
from selfeval.evaluation.case import Case, cases
from selfeval.evaluation.judge import evaluate, evaluate_each, merged, of_due_forms
from selfeval.form.form import Phase
from selfeval.form.library import Library
from selfeval.pipeline.handwork import describe_changes
from selfeval.pipeline.marks import source_mark
from selfeval.pipeline.outputs import clashes, stem
from selfeval.pipeline.workspace import Workspace
from selfeval.problem import Problem
from selfeval.problem.disk import read_file
from selfeval.submission.folder import DepartmentYear
from selfeval.submission.read import ON_DISK, read_department
from selfeval.submission.submission import Submission


class Judged(NamedTuple):
    """Hold the outcome of a department, with what it filled in and a case for each form, for whoever looks closer."""

    outcome: Outcome
    submissions: tuple[Submission, ...]
    cases: tuple[Case, ...]


def check(workspace: Workspace, place: DepartmentYear) -> Outcome:
    """Read and judge one department; its documents are ready, held back or not due."""
    return judge(workspace, place).outcome


def judge(workspace: Workspace, place: DepartmentYear) -> Judged:
    """Read and judge one department as `check` does, and return also what was judged."""
    return _judge(replace(workspace, reports=None), place)


def build(workspace: Workspace, place: DepartmentYear) -> Outcome:
    """Read and judge one department and make its documents; those that would say the same keep their bytes."""
    return _judge(workspace, place).outcome


def _judge(workspace: Workspace, place: DepartmentYear) -> Judged:
    library = workspace.library
    submissions = read_department(workspace.data, place, library, workspace.phase, workspace.desk or ON_DISK)
    judged = evaluate_each(submissions, library)
    if workspace.phase:
        judged = [
            each._replace(problems=of_due_forms(each.problems, submission))
            for submission, each in zip(submissions, judged, strict=True)
        ]
    clashing = clashes([case for _, each in judged for case in each])
    problems: dict[Problem, None] = {}
    documents: list[Document] = []
    for found, each in judged:
        for case in each:
            found = [*found, *_errors_of_parts(case, library)]
            clash = [clashing[case]] if case.is_due and case in clashing else []
            made, more = _documents(workspace, case, [*found, *clash])
            documents += [document._replace(public=case.form.public) for document in made]
            found = [*found, *clash, *more]
        problems |= dict.fromkeys(found)
    base = submissions[0]
    held = any(document.status is Status.HELD_BACK for document in documents)
    if workspace.reports is not None and base.whole and not held:
        known = {stem(case): case for _, each in judged for case in each}
        documents += _find_others(workspace.reports / str(place), str(place), documents, known)
    reported = tuple(merged(problems, base))
    files = {problem.place.file for problem in reported}
    read = {file.shown: file.reading.lines for submission in submissions for file in submission.files}
    outcome = Outcome(
        *place,
        base.department_name,
        reported,
        tuple(documents),
        {file: typed for file, typed in {**library.lines, **read}.items() if file in files},
        forms=tuple(form.slug for form in base.schema.forms),
    )
    return Judged(outcome, submissions, tuple(case for _, each in judged for case in each))


def _errors_of_parts(case: Case, library: Library) -> Iterator[Problem]:
    """Yield the errors in the projects from which a due form draws, as its own: what it prints of them may be wrong.

    All forms of the projects are judged, also those that are not due in the phase asked for.
    """
    form = case.form
    for part in case.submission.parts_drawn(form) if form.draws_from_projects and case.is_due else ():
        judged = evaluate(replace(part, due=frozenset(form.slug for form in part.forms)), library)
        yield from (found._replace(forms=frozenset({form.slug})) for found in judged.problems if found.blocks)


def make_drafts(
    workspace: Workspace, place: DepartmentYear, drafts: Path, printer: Printer = with_gaps
) -> Iterator[Document]:
    """Yield a department's due documents as marked drafts below a folder, whatever is still missing or wrong."""
    submissions = read_department(workspace.data, place, workspace.library, workspace.phase, workspace.desk or ON_DISK)
    every = [case for submission in submissions for case in cases(submission)]
    clashing = clashes(every)
    for case in (case for case in every if case.is_due):
        path = f"{place}/{DRAFT}-{file_name(case)}"
        if case in clashing:
            yield Document(path, Status.HELD_BACK, clashing[case].message)
        else:
            yield from make_draft(case.form, view(case, printer), Imprint(path, " ".join(place), DRAFT), drafts)


class Preview(NamedTuple):
    """Hold a document as it would be made now: its name, and its Markdown, or why there is none."""

    name: str
    markdown: str
    note: str


def previews(cases: Iterable[Case]) -> Iterator[Preview]:
    """Yield every due document as it would be made now, whatever is still missing or wrong."""
    for case in (case for case in cases if case.is_due):
        name = file_name(case)
        yield Preview(name, *preview(case.form, view(case, with_gaps), name))


def _documents(workspace: Workspace, case: Case, problems: list[Problem]) -> tuple[list[Document], list[Problem]]:
    submission, form = case.submission, case.form
    place = DepartmentYear(submission.year, submission.department)
    if not case.is_due:
        note = _note_on_not_due(form.phase, workspace.phase)
        return [Document(f"{place}/{form.name}", Status.NOT_DUE, note)], []
    stopped = any(problem.blocks and (problem.forms is None or form.slug in problem.forms) for problem in problems)
    path = stem(case)
    kinds = suffixes(form) or ("",)
    if stopped:
        return [Document(path + suffix, Status.HELD_BACK) for suffix in kinds], []
    reports = workspace.reports
    if reports is None:
        return [Document(path + suffix, Status.READY) for suffix in kinds], []
    mark = source_mark(workspace.data, submission, form)
    may_stay = not workspace.anew and kinds != ("",)
    if may_stay and all(is_still_made_of(reports / (path + kind), mark) for kind in kinds):
        return [Document(path + suffix, Status.UNCHANGED) for suffix in kinds], problems_of_templates(form)
    made, problems = make(form, view(case), Imprint(path, " ".join(place), mark), reports)
    return [_with_changes(document, case, made) for document in made], problems


def _with_changes(document: Document, case: Case, made: list[Document]) -> Document:
    """Return a document; one changed by hand gets a note on what was changed in it."""
    if document.status is not Status.KEPT or document.data is None:
        return document
    original, suffix = original_name(document.path), PurePath(document.path).suffix
    now = next(other.data for other in made if other.path == original)
    return document._replace(note=document.note + _changes(case, now or b"", document.data, suffix))


def _note_on_not_due(phase: Phase, asked: Phase | None) -> str:
    return f"属于{phase}阶段，这次只做{asked}阶段" if asked else f"{phase}阶段的文件还没有开始填"


def _find_others(folder: Path, shown: str, documents: list[Document], stems: Mapping[str, Case]) -> Iterator[Document]:
    """Yield the documents in a department's folder that none of its forms makes in any phase, and the hand-edited copies."""
    known = {path + suffix for path in stems for suffix in SUFFIXES} | {document.path for document in documents}
    for path in sorted(path for path in folder.glob("*") if is_document(path.name)):
        name = f"{shown}/{path.name}"
        if name in known:
            continue
        if is_copy(path.name):
            case = stems.get(original_name(name).rpartition(".")[0])
            yield Document(name, Status.KEPT, _note_on_copy(path, documents, case))
        elif is_edited(path):
            yield Document(name, Status.STALE, "现在的表样里没有这份文档，可是它手工改过；改动都写进 YAML 以后再删")
        else:
            yield Document(name, Status.STALE, "现在的表样里没有这份文档，确认后可以删去")


def _note_on_copy(copy: Path, documents: list[Document], case: Case | None) -> str:
    """Return the note on a hand-edited copy that was kept earlier."""
    original = original_name(copy.name)
    now = next((document for document in documents if PurePath(document.path).name == original), None)
    path = copy.with_name(original)
    made = now.data if now and now.data else read_file(path) if path.is_file() else None
    if made is not None and say_the_same(read_file(copy), made, copy.suffix):
        return f"现在的“{original}”说的和它一样，可以删去"
    if not can_be_read(read_file(copy), copy.suffix):
        return "打不开的一份；里面没有还要用的，就可以删去"
    note = "手工改过的一份；把改动写进 YAML 以后可以删去"
    return note + _changes(case, made, read_file(copy), copy.suffix) if case and made else note


def _changes(case: Case, made: bytes, copy: bytes, suffix: str) -> str:
    changes = describe_changes(case, made, copy, suffix) if can_be_read(copy, suffix) else ""
    return f"。改动：{changes}" if changes else ""
