"""Whether documents are still what they should be: by content, and where nothing was touched since, at a glance.

Three marks tell. A document carries two: of what it was made of, and of its own content (`writers.content`).
What was judged has the third, kept beside the reports folder and out of git: the department's files, the
forms with their rules and levels, and the program. Where it is the same, and every document is as it was
left, there is nothing to read; a changed rule is judged again and rewrites no document.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatch
from functools import lru_cache
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from selfeval.form.form import Form, Phase
from selfeval.submission import approval
from selfeval.submission.folder import filled_in

if TYPE_CHECKING:
    from selfeval.form.field import Field

OUTPUT_VERSION = "4"
"""Raised by hand with the last change of output: when the same data and template print another page."""

TEMPLATE = "document"
SUFFIXES = (".docx", ".md")
LAST_YEAR = "上年".encode()
JUDGED = ".judged"
_PACKAGE = Path(__file__).parent.parent
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)  # Windows would change the line ends


def data_files(folder: Path | str) -> dict[str, bytes]:
    """Return the bytes of every data file of a department by its name in the folder."""
    return {name: _read(f"{folder}/{name}") for name in filled_in(folder)}


def _read(path: str) -> bytes:
    """Return the bytes of a file; with thousands of files the short way counts."""
    file = os.open(path, _READ)
    try:
        return os.read(file, os.fstat(file).st_size)
    finally:
        os.close(file)


def made_of(data: Path, year: str, department: str, project: str, form: Form, files: Mapping[str, bytes]) -> str:
    """Return the mark of everything one form's documents are made of.

    That is the files the form reads, what of the form is printed, its templates and the version of the
    output; and last year's files where a text quotes them.
    """
    from hashlib import blake2b  # checking hashes nothing

    digest = blake2b(digest_size=16)
    digest.update(f"{OUTPUT_VERSION} {year} {department} {project} ".encode() + _printed(form))
    quotes_last_year = False
    for name, content in sorted(files.items()):
        pattern = _pattern(name, form.files)
        if pattern and ("*" not in pattern or not project or PurePath(name).stem == project):
            digest.update(f"\0{name}\0".encode() + content)
            quotes_last_year = quotes_last_year or LAST_YEAR in content
    if quotes_last_year and year.isdecimal():
        for name, content in data_files(f"{data}/{int(year) - 1}/{department}").items():
            digest.update(f"\0{name}\0".encode() + content)
    return digest.hexdigest()


@lru_cache(maxsize=4096)
def _pattern(name: str, patterns: tuple[str, ...]) -> str:
    """Return the first pattern that a file's name fits, or an empty text."""
    return next((pattern for pattern in patterns if fnmatch(name, pattern)), "")


def _printed_of_field(field: Field) -> tuple[object, ...]:
    """Return what a document may show of a field's declaration; what is not named here changes no document."""
    return (
        field.path,
        field.kind.value,
        field.label,
        field.printed,
        field.annotation,
        field.pattern,
        field.formula.text if field.formula else "",
        field.results_of,
        field.fallback,
        sorted((level, names) for level, names in field.levels.items()),
        sorted((level, str(points)) for level, points in field.section_points.items()),
        field.show_empty,
        field.numbering,
        field.unit,
    )


@lru_cache(maxsize=1024)
def _printed(form: Form) -> bytes:
    """Return the digest of what of a form is printed: fields, titles, formats, scoring and templates."""
    from hashlib import blake2b  # checking hashes nothing

    digest = blake2b(digest_size=16)
    for field in form.fields.values():
        digest.update(repr(_printed_of_field(field)).encode())
    formats = sorted((kind.value, pattern) for kind, pattern in form.formats.items())
    digest.update(repr((form.title, form.file_name, formats)).encode())
    paths = [form.folder / f"{TEMPLATE}{suffix}" for suffix in SUFFIXES]
    if form.scoring:
        digest.update(repr((form.scoring.profile, form.scoring.indicators, form.scoring.rate)).encode())
        paths.append(form.folder.parent / "scoring.yaml")
    for path in paths:
        if path.is_file():
            digest.update(f"\0{path.name}\0".encode() + path.read_bytes())
    return digest.digest()


def suffixes(form: Form) -> tuple[str, ...]:
    """Return the kinds of documents a form has templates for."""
    return tuple(suffix for suffix in SUFFIXES if os.path.isfile(f"{form.folder}/{TEMPLATE}{suffix}"))


def data_mark(data: Path, year: str, department: str) -> bytes:
    """Return the mark of all that was typed of a department: its files, the approved copy, and last year's files."""
    from hashlib import blake2b  # checking hashes nothing

    folder, digest = f"{data}/{year}/{department}", blake2b(f"{year} {department}".encode(), digest_size=16)
    for name, content in data_files(folder).items():
        digest.update(f"\0{name}\0".encode() + content)
    if os.path.isfile(f"{folder}/{approval.NAME}"):
        digest.update(b"\0" + _read(f"{folder}/{approval.NAME}"))
    if year.isdecimal():
        for name, content in data_files(f"{data}/{int(year) - 1}/{department}").items():
            digest.update(f"\0{int(year) - 1}/{name}\0".encode() + content)
    return digest.digest()


def judged_mark(typed: bytes, templates: Path, forms: Iterable[str], phase: Phase | None) -> str:
    """Return the mark of all that a department's problems depend on: what was typed, the chosen forms, the program."""
    from hashlib import blake2b  # checking hashes nothing

    digest = blake2b(typed + _program() + _words(str(templates)) + (phase or "").encode(), digest_size=16)
    for form in forms:
        digest.update(_folder(f"{templates}/{form}"))
    return digest.hexdigest()


def judged_at(reports: Path, year: str, department: str) -> Path:
    """Return where the mark of what was judged is kept: beside the reports folder, never in it."""
    return reports.parent / JUDGED / reports.name / year / department


def judged(mark: str, forms: Iterable[str], reports: Path, documents: Iterable[str]) -> bytes:
    """Return the file to keep: the mark, the chosen forms, then each document as it was left."""
    listed = (f"{_left(os.stat(reports / path))} {PurePath(path).name}" for path in documents)
    return "\n".join((mark, " ".join(forms), *sorted(listed))).encode()


def up_to_date(
    data: Path, year: str, department: str, templates: Path, reports: Path, phase: Phase | None
) -> list[str] | None:
    """Return a department's documents if nothing they or its problems depend on changed, None where anything may have.

    Documents are not opened: one with the size and time at which it was left is as it was left.
    """
    try:
        kept = _read(str(judged_at(reports, year, department))).decode()
    except OSError:
        return None
    mark, forms, *left = kept.split("\n")
    if not left or _there(f"{reports}/{year}/{department}") != left:
        return None
    if judged_mark(data_mark(data, year, department), templates, forms.split(" "), phase) != mark:
        return None
    return sorted(f"{year}/{department}/{line.split(' ', 2)[2]}" for line in left)


def _there(folder: str) -> list[str]:
    """Return every document in a folder as it is now."""
    try:
        with os.scandir(folder) as found:
            return sorted(f"{_left(entry.stat())} {entry.name}" for entry in found if entry.name.endswith(SUFFIXES))
    except OSError:
        return []


def _left(status: os.stat_result) -> str:
    return f"{status.st_size} {status.st_mtime_ns}"


@lru_cache(maxsize=1)
def _program() -> bytes:
    """Return the digest of the program as it runs."""
    return _digest(path for path in _below(str(_PACKAGE)) if path.endswith((".py", ".yaml")))


@lru_cache(maxsize=8)
def _words(templates: str) -> bytes:
    """Return the digest of what forms share, and of which forms there are."""
    names = [entry.name for entry in os.scandir(templates)]
    shared = (f"{templates}/{name}" for name in sorted(names) if name.endswith(".yaml"))
    return _digest(shared) + "\0".join(sorted(names)).encode()


@lru_cache(maxsize=1024)
def _folder(form: str) -> bytes:
    """Return the digest of all that lies in a form's folder."""
    return _digest(_below(form))


def _below(folder: str) -> Iterator[str]:
    """Yield every file below a folder, in order."""
    for here, inner, names in os.walk(folder):
        inner.sort()
        yield from (f"{here}/{name}" for name in sorted(names))


def _digest(paths: Iterable[str]) -> bytes:
    from hashlib import blake2b  # checking hashes nothing

    digest = blake2b(digest_size=16)
    for path in paths:
        digest.update(f"\0{path}\0".encode() + _read(path))
    return digest.digest()
