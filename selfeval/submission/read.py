"""Read one department-year: its files, the forms it chose, what is due, and its submissions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from fnmatch import fnmatch
from functools import lru_cache
from pathlib import Path

from selfeval.form.form import Form, Phase, Subject
from selfeval.form.library import Library
from selfeval.form.schema import Schema, merge, shape
from selfeval.problem import Level, Place, Problem
from selfeval.problem.codes import CODES
from selfeval.source.node import Items, Text
from selfeval.source.read import read
from selfeval.submission import approval
from selfeval.submission.fields import Walk
from selfeval.submission.fields.report import Report
from selfeval.submission.folder import DepartmentYear, filled_in
from selfeval.submission.join import joined
from selfeval.submission.submission import File, Submission
from selfeval.submission.tree import Branch, branches
from selfeval.text.name import nearest


def read_department(
    data: Path, place: DepartmentYear, library: Library, phase: Phase | None = None, against: bytes | None = None
) -> tuple[Submission, ...]:
    """Read one department-year, and the year before it; project forms give one submission for each project file.

    The targets are compared with ``against``, else with the sealed copy beside them, if any.
    """
    before = {submission.project: submission for submission in _year_before(data, place, library)}
    found = _read(data, place, library, phase, against)
    return tuple(replace(submission, earlier=before.get(submission.project)) for submission in found)


def _year_before(data: Path, place: DepartmentYear, library: Library) -> tuple[Submission, ...]:
    """Return last year's submissions of a department, nothing where it has none."""
    if place.before is None or not (data / str(place.before)).is_dir():
        return ()
    return _read(data, place.before, library, None, None)


def _read(
    data: Path, place: DepartmentYear, library: Library, phase: Phase | None, against: bytes | None
) -> tuple[Submission, ...]:
    """Read the files of one department-year."""
    folder = data / str(place)
    shown = f"{data.name}/{place}"
    files, problems = _files(folder, shown, library)
    forms, more, complete = _forms(files, library, shown)
    problems += more
    problems += _seal_problems(folder, shown)
    due = _due(forms, files, library, phase)
    schema = _demanded(library, forms, due)
    shared = tuple(file for file in files if "*" not in file.declared)
    projects = [file for file in files if "*" in file.declared]
    of = {subject: tuple(form for form in forms if form.subject is subject) for subject in Subject}
    nothing = Branch(Text(""), "", Text(""))
    base = Submission(
        place.year,
        place.department,
        "",
        shown,
        of[Subject.DEPARTMENT],
        due,
        schema,
        shared,
        nothing,
        tuple(problems),
    )
    base = replace(base, approved=_approved(base, folder, against))
    each = [
        replace(
            base,
            project=project,
            forms=of[Subject.PROJECT],
            files=(*shared, file),
        )
        for file in projects
        for project in (Path(file.name).stem,)
    ]
    made = [joined(_walked(submission, complete=complete)) for submission in (base, *each)]
    if not projects:
        missing = (_no_project(form, shown) for form in of[Subject.PROJECT] if form.slug in due)
        made[0] = replace(made[0], problems=(*made[0].problems, *missing))
    return tuple(made)


def _approved(base: Submission, folder: Path, against: bytes | None) -> Submission | None:
    """Return the targets as they were approved, None where nothing was sealed."""
    seal = approval.read(folder)
    data = against if against is not None else seal.targets if seal else None
    if data is None:
        return None
    shown = f"{base.shown('targets.yaml')}（批复）"
    reading = read(data, shown, shape(base.schema, "targets.yaml"))
    return _walked(replace(base, problems=(), files=(File("targets.yaml", shown, "targets.yaml", data, reading),)))


def _seal_problems(folder: Path, shown: str) -> Iterator[Problem]:
    """Report a sealed copy of the targets that somebody changed."""
    seal = approval.read(folder)
    if seal and not seal.intact:
        message = "批复存档被改动过，不能再用来核对；从备份或 git 里找回原来的文件"
        yield Problem(Place(f"{shown}/{approval.NAME}", 1, 1, 1), "seal-broken", Level.ERROR, message)


def _no_project(form: Form, shown: str) -> Problem:
    pattern = next((file for file in form.files if "*" in file), "projects/*.yaml")
    place = Place(f"{shown}/{pattern}", 1, 1, 1)
    message = f"“{form.name}”要一个项目一个文件，{pattern} 一个也没有"
    return Problem(place, "missing-file", Level.ERROR, message, forms=frozenset({form.slug}))


def _due(forms: tuple[Form, ...], files: list[File], library: Library, phase: Phase | None) -> frozenset[str]:
    """Return the forms that are due: of the phase asked for, or else of a phase that has a file."""
    begun = {library.phases[file.declared] for file in files}
    return frozenset(form.slug for form in forms if (form.phase is phase if phase else form.phase in begun))


@lru_cache(maxsize=64)
def _demanded(library: Library, forms: tuple[Form, ...], due: frozenset[str]) -> Schema:
    """Return the schema of all chosen forms in which only the due ones demand anything."""
    known = merge(library, forms)
    judged = merge(library, tuple(form for form in forms if form.slug in due))
    slots = {
        path: slot._replace(
            required_by=judged.slots[path].required_by,
            with_group=judged.slots[path].with_group,
            limit=judged.slots[path].limit,
            limited_by=judged.slots[path].limited_by,
        )
        for path, slot in known.slots.items()
        if path in judged.slots
    }
    return Schema({**known.slots, **slots}, forms)


def declared_as(name: str, library: Library) -> str:
    """Return the pattern under which a file is declared (``projects/*.yaml``), or an empty text."""
    return next((pattern for pattern in library.phases if fnmatch(name, pattern)), "")


def _files(folder: Path, shown: str, library: Library) -> tuple[list[File], list[Problem]]:
    files: list[File] = []
    problems: list[Problem] = []
    everything = merge(library, tuple(library.forms.values()))
    names = tuple(filled_in(folder))
    for name in names:
        declared = declared_as(name, library)
        if not declared:
            near = nearest(name, [known for known in library.phases if known not in names])
            problems.append(
                Problem(
                    Place(f"{shown}/{name}", 1, 1, 1),
                    "unknown-file",
                    Level.WARNING,
                    f"没有表样用“{name}”这个文件，里面写的都不会用到" + (f"，是不是 {near}？" if near else ""),
                )
            )
            continue
        data = (folder / name).read_bytes()
        files.append(
            File(name, f"{shown}/{name}", declared, data, read(data, f"{shown}/{name}", shape(everything, declared)))
        )
    return files, problems


def _forms(files: list[File], library: Library, shown: str) -> tuple[tuple[Form, ...], list[Problem], bool]:
    """Return the forms a department chose, what is wrong with the choice, and whether all could be loaded."""
    chosen: list[Form] = []
    problems: list[Problem] = []
    typed = [node for file in files if file.reading.root and (node := file.reading.root.get(Text("表样"))) is not None]
    slugs = [slug for node in typed for slug in (node if isinstance(node, Items) else [node]) if isinstance(slug, Text)]
    if not typed and files and len(library.forms) == 1 and not library.broken:
        return tuple(library.forms.values()), [], True  # where there is one form, nobody needs to choose
    for slug in slugs:
        if slug in library.forms:
            chosen.append(library.forms[slug])
        elif slug in library.broken:
            problems += [problem for problem in library.problems if problem.forms and slug in problem.forms]
        elif slug:
            near = nearest(slug, library.forms)
            by_name = next((form.slug for form in library.forms.values() if form.name == slug), "")
            known = near or by_name or "、".join(library.forms)
            problems.append(
                Problem(
                    slug.place,
                    "unknown-form",
                    Level.ERROR,
                    f"没有“{slug}”这个表样，可以写：{known}",
                    fix=f"- {near or by_name}" if near or by_name else "",
                )
            )
    if not slugs:
        file = next((file for file in files if file.declared == "targets.yaml"), files[0] if files else None)
        place = Place(file.shown if file else f"{shown}/targets.yaml", 1, 1, 1)
        missing = "没有写“表样”，不知道要出哪些表" if file else "这个部门还没有 targets.yaml"
        fix = "表样:\n" + "\n".join(f"  - {slug}" for slug in list(library.forms)[:3])
        readable = file is None or file.reading.root is not None
        if readable:
            problems.append(Problem(place, "missing-value" if file else "missing-file", Level.ERROR, missing, fix))
    return tuple(dict.fromkeys(chosen)), problems, len(chosen) == len(slugs) > 0


def _walked(submission: Submission, *, complete: bool = True) -> Submission:
    """Type every file of a submission; where a form could not be loaded nobody can say which keys are unknown.

    Files that several projects share are typed for each: what is joined to them differs from project to project.
    """
    tree = Branch(Text(""), "", Text(""))
    problems = list(submission.problems)
    strayed: set[str] = set()
    for file in submission.files:
        readers = submission.schema.readers(file.declared) & submission.due
        problems += [problem._replace(forms=readers) for problem in file.reading.problems]
        if file.reading.root is None:
            continue
        report = Report(file.shown, readers, [])
        branch = Walk(submission.schema, report, [], []).top(file.reading.root, file.declared)
        problems += [problem for problem in report.problems if complete or not CODES[problem.rule].needs_all_forms]
        strayed |= branch.keys() - set(submission.schema.top(file.declared))
        for key, filled in branch.items():
            if key == "说明情况":
                tree[key] = [*branches(tree.get(key)), *branches(filled)]
            else:
                tree.setdefault(key, filled)
    problems = [each for each in problems if each.rule != "missing-value" or each.where not in strayed]
    return replace(submission, tree=tree, problems=tuple(problems))
