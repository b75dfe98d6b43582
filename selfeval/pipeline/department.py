"""The order of the stages: read, judge, make, one department at a time; nothing here writes to the disk."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path, PurePath

from selfeval.documents.outcome import Document, Outcome, Status, blocks, copy_name, is_copy, original_name
from selfeval.documents.view import Item, file_name, gap, view
from selfeval.evaluation.explained import apply
from selfeval.evaluation.rules import judge
from selfeval.form.form import Form, Phase
from selfeval.form.library import Library
from selfeval.pipeline.marks import SUFFIXES, TEMPLATE, made_of, suffixes
from selfeval.problem import Level, Place, Problem
from selfeval.source.slip import SPOILS
from selfeval.submission.read import read_department
from selfeval.submission.submission import Submission


def check(data: Path, year: str, department: str, library: Library, phase: Phase | None = None) -> Outcome:
    """Read and judge one department; its documents are ready, held back or not due."""
    return _outcome(data, year, department, library, phase, None, anew=False)


def build(
    data: Path,
    year: str,
    department: str,
    library: Library,
    reports: Path,
    phase: Phase | None = None,
    *,
    anew: bool = False,
) -> Outcome:
    """Read, judge and make one department's documents; those that would say the same are left alone."""
    return _outcome(data, year, department, library, phase, reports, anew=anew)


def _outcome(
    data: Path,
    year: str,
    department: str,
    library: Library,
    phase: Phase | None,
    reports: Path | None,
    *,
    anew: bool,
) -> Outcome:
    submissions = read_department(data, year, department, library, phase)
    problems: dict[Problem, None] = {}
    documents: list[Document] = []
    for submission in submissions:
        found = judged(submission, library)
        for form in submission.forms:
            made, more = _documents(data, submission, form, found, reports, phase, anew=anew)
            documents += [document._replace(public=form.public) for document in made]
            found = [*found, *more]
        problems |= dict.fromkeys(found)
    if reports is not None and not any(document.status is Status.HELD_BACK for document in documents):
        documents += _others(reports, f"{year}/{department}", documents)
    base = submissions[0]
    name = base.leaf(("部门", "名称"))
    told = tuple(_merged(problems))
    places = {problem.place.file for problem in told}
    read = {file.shown: file.reading.lines for submission in submissions for file in submission.files}
    lines = {file: typed for file, typed in {**library.lines, **read}.items() if file in places}
    return Outcome(
        year,
        department,
        str(name.text) if name and name.value else department,
        told,
        tuple(documents),
        lines,
        forms=tuple(form.slug for form in submissions[0].schema.forms),
    )


def drafts(data: Path, year: str, department: str, library: Library, phase: Phase | None = None) -> Iterator[Document]:
    """Make a department's documents as marked drafts, whatever is still missing or wrong."""
    from selfeval.documents import markdown
    from selfeval.documents.sandbox import RenderingError
    from selfeval.documents.word import (
        draft,  # checking must not pay for Word
        render,
    )

    for submission in read_department(data, year, department, library, phase):
        for form in submission.forms:
            seen = view(submission, form, gap)
            stem = f"{year}/{department}/{draft.WORD}-{file_name(submission, form)}"
            for writer, marked in ((render, draft.mark), (markdown, draft.mark_text)):
                template = form.folder / f"{TEMPLATE}{writer.SUFFIX}"
                if form.slug in submission.due and template.is_file():
                    try:
                        made = writer.render(template, seen, f"{year} {department}", "")
                    except RenderingError as problem:
                        yield Document(stem + writer.SUFFIX, Status.HELD_BACK, problem.message)
                    else:
                        yield Document(stem + writer.SUFFIX, Status.BUILT, "", marked(made))


def judged(submission: Submission, library: Library) -> list[Problem]:
    """Return every problem of a submission, explained ones marked."""
    problems = list(submission.problems)
    mine = {form.slug for form in submission.forms}
    problems += [problem for problem in library.problems if problem.forms is None or problem.forms & mine]
    for form in submission.forms:
        if form.slug in submission.due:
            problems += judge(submission, form)
    return apply(submission, _once(problems))


def _once(problems: list[Problem]) -> list[Problem]:
    """Leave out what follows from a slip that spoils the text it stands in; an error outlasts a warning."""
    outdone = set[Problem]()
    for slip in (each for each in problems if each.rule in SPOILS):
        for each in problems:
            if each.rule not in SPOILS and _overlap(slip.place, each.place):
                worse = each.level is Level.ERROR and slip.level is not Level.ERROR
                outdone.add(slip if worse else each)
    return [each for each in problems if each not in outdone]


def _overlap(one: Place, other: Place) -> bool:
    """Tell whether two places share a character; where nothing was typed counts as one."""
    same_line = one[:2] == other[:2]
    return same_line and one.column < max(other.end_column, other.column + 1) and other.column < one.end_column


def _merged(problems: Mapping[Problem, None]) -> Iterator[Problem]:
    """Yield each problem once, in the order of the files, with all the forms it concerns."""
    same: dict[tuple[Place, str, str], Problem] = {}
    for problem in problems:
        key = (problem.place, problem.rule, problem.message)
        known = same.get(key)
        if known is None:
            same[key] = problem
        elif known.forms is not None and problem.forms is not None:
            same[key] = known._replace(
                forms=known.forms | problem.forms, explained=known.explained and problem.explained
            )
    yield from sorted(same.values(), key=lambda problem: (problem.place.file, problem.place.line, problem.place.column))


def _documents(
    data: Path,
    submission: Submission,
    form: Form,
    problems: list[Problem],
    reports: Path | None,
    phase: Phase | None,
    *,
    anew: bool,
) -> tuple[list[Document], list[Problem]]:
    folder = f"{submission.year}/{submission.department}"
    if form.slug not in submission.due:
        note = f"属于{form.phase}阶段，这次只做{phase}阶段" if phase else f"{form.phase}阶段的文件还没有开始填"
        return [Document(f"{folder}/{form.name}", Status.NOT_DUE, note)], []
    stopped = any(blocks(problem) and (problem.forms is None or form.slug in problem.forms) for problem in problems)
    stem = f"{folder}/{file_name(submission, form)}"
    kinds = suffixes(form) or ("",)
    if stopped:
        return [Document(stem + suffix, Status.HELD_BACK) for suffix in kinds], []
    if reports is None:
        return [Document(stem + suffix, Status.READY) for suffix in kinds], []
    files = {file.name: file.data for file in submission.files}
    mark = made_of(data, submission.year, submission.department, submission.project, form, files)
    if kinds != ("",) and not anew and all(_is_what_it_was_made(reports / (stem + kind), mark) for kind in kinds):
        return [Document(stem + suffix, Status.UNCHANGED) for suffix in kinds], []
    return make(form, view(submission, form), f"{submission.year} {submission.department}", stem, reports, mark)


def _is_what_it_was_made(path: Path, mark: str) -> bool:
    """Tell whether a document was made of what the mark stands for, and nobody touched its content since."""
    from selfeval.documents import content  # checking opens no document

    if not path.is_file():
        return False
    found = content.find(path.read_bytes(), path.suffix)
    return found.intact and found.marks is not None and found.marks.made_of == mark


def make(
    form: Form, seen: Item, subject: str, stem: str, reports: Path, made_of: str
) -> tuple[list[Document], list[Problem]]:
    """Make every document of a form, or none of them where a template is at fault.

    ``stem`` is their path below the reports folder without suffix, ``made_of`` the first mark they carry.
    A document that a hand changed since is kept beside the one made anew.
    """
    from selfeval.documents import markdown  # checking must not pay for Word
    from selfeval.documents.check import refuse
    from selfeval.documents.sandbox import RenderingError
    from selfeval.documents.word import render

    writers = {writer.SUFFIX: writer for writer in (render, markdown)}
    kinds = suffixes(form)
    if not kinds:
        place = Place(f"{form.folder.parent.name}/{form.slug}", 1, 1, 1)
        message = f"“{form.name}”的文件夹里没有 {TEMPLATE}.docx，也没有 {TEMPLATE}.md，出不了文档"
        return [Document(stem, Status.HELD_BACK)], [Problem(place, "missing-template", Level.ERROR, message)]
    documents: list[Document] = []
    for suffix in kinds:
        template = form.folder / f"{TEMPLATE}{suffix}"
        try:
            refuse(template)
            data = writers[suffix].render(template, seen, subject, made_of)
        except RenderingError as problem:
            place = Place(f"{form.folder.parent.name}/{form.slug}/{template.name}", problem.line, 1, 1)
            around = f"：在“{problem.around[:60]}”这里" if problem.around else ""
            found = Problem(place, "bad-template", Level.ERROR, problem.message + around, forms=frozenset({form.slug}))
            return [Document(stem + other, Status.HELD_BACK) for other in kinds], [found]
        documents += _beside_what_is_there(stem + suffix, data, reports)
    return documents, []


def _beside_what_is_there(path: str, made: bytes, reports: Path) -> list[Document]:
    """Return what becomes of a document made anew, and of the one that is there.

    One that says the same, part by part, is left alone, whatever it was made of. Of one that carries no
    mark of its content nobody can know whether a hand changed it: it counts as changed if its text differs.
    """
    from selfeval.documents import content  # checking opens no document

    place = reports / path
    if not place.is_file():
        return [Document(path, Status.BUILT, "", made)]
    before = place.read_bytes()
    old, new = content.find(before, place.suffix), content.find(made, place.suffix)
    if before == made or (old.intact and old.content == new.content):
        return [Document(path, Status.UNCHANGED)]
    if old.content is None or new.content is None:
        return [Document(path, Status.BUILT, "原来的文件打不开了，已重新生成", made)]
    if old.as_generated or old.content.text == new.content.text:
        return [Document(path, Status.BUILT, "", made)]
    copy = copy_name(path, lambda name: (reports / name).exists())
    why = "这份文档手工改过" if old.marks and old.marks.content else "这份文档可能手工改过"
    note = f"{why}，原样留作“{PurePath(copy).name}”；把改动写进 YAML 以后可以删去"
    return [Document(copy, Status.KEPT, note, before), Document(path, Status.BUILT, "", made)]


def _others(reports: Path, folder: str, documents: list[Document]) -> Iterator[Document]:
    """Yield the documents in a department's folder that no form of it makes any more, and hand-edited ones."""
    made = {document.path for document in documents}
    known = made | {path + suffix for path in made for suffix in SUFFIXES}
    for path in sorted(path for path in (reports / folder).glob("*") if path.suffix in SUFFIXES):
        name = f"{folder}/{path.name}"
        if name in known:
            continue
        if is_copy(path.name):
            yield Document(name, Status.KEPT, _of_copy(path, documents))
        else:
            yield Document(name, Status.STALE, "现在的表样里没有这份文档，确认后可以删去")


def _of_copy(copy: Path, documents: list[Document]) -> str:
    """Return what is to be said of a hand-edited copy that was kept earlier."""
    from selfeval.documents import content  # checking opens no document

    original = original_name(copy.name)
    now = next((document for document in documents if PurePath(document.path).name == original), None)
    path = copy.with_name(original)
    made = now.data if now and now.data else path.read_bytes() if path.is_file() else None
    if made is not None:
        kept, new = content.find(copy.read_bytes(), copy.suffix), content.find(made, copy.suffix)
        if kept.content and new.content and kept.content.text == new.content.text:
            return f"现在的“{original}”说的和它一样，可以删去"
    return "手工改过的一份；把改动写进 YAML 以后可以删去"
