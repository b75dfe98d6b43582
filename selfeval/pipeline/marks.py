"""Marks (digests) by which a run sees whether documents are up to date.

There are three. A document carries two: the mark of its sources, and the mark of its own content (`documents.content`).
The third is the mark of a judged department, kept beside the reports folder and out of git: it covers the department's
files, the forms with their rules and levels, and the program. Where it is the same, and every document has the size and
time at which it was left, nothing is read. After a change of a rule the department is judged again; no document is
rewritten for it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator
from fnmatch import fnmatch
from functools import lru_cache
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from selfeval.documents.outcome import SUFFIXES, TEMPLATE, is_document, is_hidden
from selfeval.form.folders import DECLARATION, form_folders, forms_meant_by
from selfeval.problem.disk import HUGE, LARGEST, read_file
from selfeval.submission import approval
from selfeval.submission.folder import LAST_YEAR, DepartmentYear, file_names
from selfeval.text.pattern import regex

if TYPE_CHECKING:
    from selfeval.form.field import Field
    from selfeval.form.form import Form, Phase
    from selfeval.submission.submission import Submission

OUTPUT_VERSION = "7"
"""The version of the output; raised by hand when the same data and template print another page."""

JUDGED = ".judged"
_PACKAGE = Path(__file__).parent.parent


def data_files(folder: Path | str) -> dict[str, bytes]:
    """Return the bytes of every data file of a department by its name in the folder; b"" for one that cannot be read."""
    return {name: _typed(f"{folder}/{name}") for name in file_names(folder)}


def _typed(path: str) -> bytes:
    try:
        return read_file(path, LARGEST + 1)
    except OSError:  # reading it again tells the clerk
        return b""


def source_mark(data: Path, submission: Submission, form: Form) -> str:
    """Return the mark of the sources of one form's documents, in hexadecimal.

    The sources are the files the form reads, the parts of its declaration that are printed, its templates and the
    version of the output; and last year's files where a text quotes them.
    """
    from hashlib import blake2b  # checking hashes nothing

    place = DepartmentYear(submission.year, submission.department)
    digest = blake2b(digest_size=16)
    digest.update(f"{OUTPUT_VERSION} {' '.join(place)} {submission.project} ".encode() + _printed_digest(form))
    quotes_last_year = False
    drawn_from = submission.parts_drawn(form) if form.draws_from_projects else ()
    for other in dict.fromkeys(other for part in drawn_from for other in part.forms):
        digest.update(_printed_digest(other))
    files = {file.name: file for part in (*drawn_from, submission) for file in part.files}
    for file in sorted(files.values(), key=lambda file: file.name):
        if any(fnmatch(file.name, pattern) for pattern in form.files):
            digest.update(f"\0{file.name}\0".encode() + file.data)
            quotes_last_year = quotes_last_year or LAST_YEAR.encode() in file.data
    if quotes_last_year and place.before:
        for name, content in data_files(f"{data}/{place.before}").items():
            digest.update(f"\0{name}\0".encode() + content)
    return digest.hexdigest()


def _printed_of_field(field: Field) -> tuple[object, ...]:
    """Return the parts of a field's declaration that a document may show; another part changes no document."""
    return (
        field.path,
        field.kind.value,
        field.label,
        field.printed,
        field.annotation,
        field.pattern,
        field.formula.text if field.formula else "",
        field.drawn,
        field.results_of,
        field.fallback,
        sorted((level, names) for level, names in field.levels.items()),
        sorted((*names, str(points)) for names, points in field.section_points.items()),
        field.show_empty,
        field.numbering,
        *((field.choices,) if field.choices else ()),
        *((field.role.value,) if field.role else ()),
        (field.zero, field.blank, [(str(bound), given) for bound, given in field.steps]),
        field.fillers,
        *(sorted(each.items()) for each in (field.level_fillers, field.level_labels) if each),
        field.beside,
        *((field.follows,) if field.follows else ()),
        [(row.identity, [*row.columns.items()]) for row in field.fixed],
        field.unit,
    )


@lru_cache(maxsize=1024)
def _printed_digest(form: Form) -> bytes:
    """Return the digest of the printed parts of a form: fields, titles, formats, scoring and templates."""
    from hashlib import blake2b  # checking hashes nothing

    digest = blake2b(digest_size=16)
    for field in form.fields.values():
        digest.update(repr(_printed_of_field(field)).encode())
    formats = sorted((kind.value, pattern) for kind, pattern in form.formats.items())
    draws = [(path, [draw.expression.text for draw in draws]) for path, draws in form.draws.items()]
    digest.update(repr((form.title, form.file_name, form.phase.value, form.belongs, formats, draws)).encode())
    paths = [form.template_folder / f"{TEMPLATE}{suffix}" for suffix in SUFFIXES]
    if form.scoring:
        digest.update(repr((form.scoring.profile, form.scoring.indicators, form.scoring.rate)).encode())
        roles = sorted((path, field.role.value) for path, field in form.fields.items() if field.role)
        digest.update(repr((roles, form.scoring.finished)).encode())
        above = form.folder.parents[: form.slug.count("/") + 1]
        paths += [folder / "scoring.yaml" for folder in above]
    for path in paths:
        if os.path.lexists(path):
            digest.update(f"\0{path.name}\0".encode() + _seen(path))
    return digest.digest()


def data_mark(data: Path, place: DepartmentYear) -> bytes:
    """Return the mark of all files typed for a department: its own, the approved copy, and those of the year before."""
    from hashlib import blake2b  # checking hashes nothing

    folder, digest = f"{data}/{place}", blake2b(str(place).encode(), digest_size=16)
    for name, content in data_files(folder).items():
        digest.update(f"\0{name}\0".encode() + content)
    if os.path.lexists(f"{folder}/{approval.NAME}"):
        digest.update(b"\0" + _typed(f"{folder}/{approval.NAME}"))
    for name, content in data_files(f"{data}/{place.before}").items() if place.before else ():
        digest.update(f"\0{place.before}/{name}\0".encode() + content)
    return digest.digest()


def judged_mark(typed: bytes, judged_by: bytes, phase: Phase | None) -> str:
    """Return the mark of all that a department's problems depend on: its files, what judges them, and the phase."""
    from hashlib import blake2b  # checking hashes nothing

    return blake2b(typed + judged_by + (phase or "").encode(), digest_size=16).hexdigest()


def judged_path(reports: Path, place: DepartmentYear) -> str:
    """Return the path of the file with a judged department's mark: beside the reports folder, never in it."""
    return f"{reports.parent}/{JUDGED}/{reports.name}/{place}"


def describe_judged(mark: str, forms: Iterable[str], reports: Path, documents: Iterable[str]) -> bytes:
    """Return the content of that file: the mark, the chosen forms, then the size, time and name of each document."""
    listed = (f"{_size_and_time(os.stat(reports / path))} {PurePath(path).name}" for path in documents)
    return "\n".join((mark, " ".join(forms), *sorted(listed))).encode()


def documents_up_to_date(
    data: Path,
    place: DepartmentYear,
    reports: Path,
    phase: Phase | None,
    judged_by: Callable[[Iterable[str]], bytes],
) -> list[str] | None:
    """Return the paths of a department's documents if they and its problems are up to date, None where they may not be.

    ``judged_by`` gives the mark of the forms named. Documents are not opened: one with the size and time at which it
    was left counts as unchanged.
    """
    try:
        kept = read_file(judged_path(reports, place)).decode()
    except (OSError, UnicodeDecodeError):
        return None
    mark, forms, *left = (*kept.split("\n"), "")
    left = left[:-1]
    if not left or _documents_there(f"{reports}/{place}") != left:
        return None
    if judged_mark(data_mark(data, place), judged_by(forms.split(" ")), phase) != mark:
        return None
    return sorted(f"{place}/{line.split(' ', 2)[2]}" for line in left)


def _documents_there(folder: str) -> list[str]:
    """Return the size, time and name of every document in a folder, as in the file with the mark."""
    try:
        with os.scandir(folder) as found:
            return sorted(f"{_size_and_time(entry.stat())} {entry.name}" for entry in found if is_document(entry.name))
    except OSError:
        return []


def _size_and_time(status: os.stat_result) -> str:
    return f"{status.st_size} {status.st_mtime_ns}"


@lru_cache(maxsize=1)
def program_digest() -> bytes:
    """Return the digest of the program as it runs."""
    return _digest(path for path in _files_below(str(_PACKAGE)) if path.endswith((".py", ".yaml")))


def shared_digest(templates: Path) -> bytes:
    """Return the digest of the files that all forms share, and the names in the templates folder."""
    names = sorted(os.listdir(templates))
    return _digest(f"{templates}/{name}" for name in names if name.endswith(".yaml")) + "\0".join(names).encode()


def folder_digest(templates: Path, form: str) -> bytes:
    """Return the digest of all files in a form's folder, and of those that the forms of its region share."""
    region = templates / PurePath(form).parent
    shared = () if region == templates else sorted(str(path) for path in region.glob("*.yaml"))
    own = _digest((*shared, *_files_below(f"{templates}/{form}")))
    return own + b"".join(folder_digest(templates, base) for base in _bases(templates, form))


_BASED = regex(r"^基于[:：][ \t]*[\"']?([^\s\"'#]+)", re.MULTILINE)


def _bases(templates: Path, form: str) -> list[str]:
    """Return the form that one is based on, if any, whose files are its own too; a circle is refused where it is read."""
    declared = f"{templates}/{form}/{DECLARATION}"
    found = _BASED.search(_typed(declared).decode(errors="replace"))
    return [each for each in forms_meant_by(found[1], form_folders(templates)) if each != form] if found else []


def _files_below(folder: str) -> Iterator[str]:
    """Yield every file below a folder that somebody wrote, in order."""
    for here, inner, names in os.walk(folder):
        inner.sort()
        yield from (f"{here}/{name}" for name in sorted(names) if not is_hidden(name))


def _digest(paths: Iterable[str]) -> bytes:
    from hashlib import blake2b  # checking hashes nothing

    digest = blake2b(digest_size=16)
    for path in paths:
        digest.update(f"\0{path}\0".encode() + _seen(path))
    return digest.digest()


def _seen(path: Path | str) -> bytes:
    """Return the bytes of a file; of a huge one, which nothing reads, size and time."""
    there = os.stat(path)
    return _size_and_time(there).encode() if there.st_size > HUGE else read_file(path)
