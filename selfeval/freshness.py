"""Whether documents are still what their data and form make: by content, never by time.

Every document carries the fingerprint of what it was made of, so the answer is in the checkout
alone, whichever command or machine built it.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator, Mapping
from fnmatch import fnmatch
from functools import lru_cache
from pathlib import Path, PurePath

from selfeval.filing import filled_in
from selfeval.form.form import Form, Phase, Subject
from selfeval.form.library import Library
from selfeval.regex import regex

RENDER_VERSION = "3"
"""Raised by hand when the same data and template must be printed anew."""

TEMPLATE = "document"
SUFFIXES = (".docx", ".md")
LAST_YEAR = "上年".encode()
UNSEEN = frozenset({"declared", "help", "example"})
"""What a field declares that no document shows."""

_KEY = "\n表样:".encode()
_FORMS = regex(rb"\n\xe8\xa1\xa8\xe6\xa0\xb7:[ \t]*\r?\n((?:[ \t]*-[ \t]+[\w-]+[ \t]*(?:\r?\n|\Z))+)")
_SLUG = regex(rb"-[ \t]+([\w-]+)")
_TAIL = 1024
_READ = os.O_RDONLY | getattr(os, "O_BINARY", 0)  # Windows would change the line ends
_MARK = regex(rb"<dc:identifier>(\w+)</dc:identifier>|<!-- \xe6\x8c\x87\xe7\xba\xb9 (\w+) -->")


def data_files(folder: Path | str) -> dict[str, bytes]:
    """Return the bytes of every data file of a department by its name in the folder."""
    return {name: _read(f"{folder}/{name}") for name in filled_in(folder)}


def _read(path: str, last: int = 0) -> bytes:
    """Return the bytes of a file, or the last of them; with thousands of files the short way counts."""
    file = os.open(path, _READ)
    try:
        size = os.fstat(file).st_size
        if last and size > last:
            os.lseek(file, -last, os.SEEK_END)
        return os.read(file, size)
    finally:
        os.close(file)


def fingerprint(data: Path, year: str, department: str, project: str, form: Form, files: Mapping[str, bytes]) -> str:
    """Return the mark of everything one form's documents are made of.

    That is the files the form reads, the form, its templates and the render version; and last
    year's files where a text quotes them.
    """
    from hashlib import blake2b  # checking hashes nothing

    digest = blake2b(digest_size=16)
    digest.update(f"{RENDER_VERSION} {year} {department} {project} ".encode() + _form(form))
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


@lru_cache(maxsize=1024)
def _form(form: Form) -> bytes:
    """Return the digest of what a form declares as far as documents show it, and of its templates."""
    from hashlib import blake2b  # checking hashes nothing

    digest = blake2b(digest_size=16)
    for field in form.fields.values():
        shown = [(word, str(value)) for word, value in field._asdict().items() if word not in UNSEEN]
        formula = field.formula.text if field.formula else ""
        digest.update(repr([entry for entry in shown if entry[0] != "formula"] + [formula]).encode())
    digest.update(repr((form.title, form.file_name, sorted(form.formats.items()))).encode())
    paths = [form.folder / f"{TEMPLATE}{suffix}" for suffix in SUFFIXES]
    if form.scoring:
        digest.update(repr((form.scoring.profile, form.scoring.indicators, form.scoring.rate)).encode())
        paths.append(form.folder.parent / "scoring.yaml")
    for path in paths:
        if path.is_file():
            digest.update(f"\0{path.name}\0".encode() + path.read_bytes())
    return digest.digest()


def mark(document: Path | str) -> str:
    """Return the fingerprint a document carries at its end, empty where there is none."""
    try:
        found = _MARK.search(_read(str(document), _TAIL))
    except OSError:
        return ""
    return (found[1] or found[2]).decode() if found else ""


def suffixes(form: Form) -> tuple[str, ...]:
    """Return the kinds of documents a form has templates for."""
    return tuple(suffix for suffix in SUFFIXES if os.path.isfile(f"{form.folder}/{TEMPLATE}{suffix}"))


def settled(
    data: Path, year: str, department: str, library: Library, reports: Path, phase: Phase | None
) -> list[str] | None:
    """Return a department's documents if they are exactly those its files make, None where anything differs.

    The data is hashed, not read; what cannot be told without reading it counts as different.
    """
    files = data_files(f"{data}/{year}/{department}")
    targets = files.get("targets.yaml", b"")
    chosen = _FORMS.match(targets, targets.find(_KEY)) if targets.count(_KEY) == 1 else None
    slugs = [slug.decode() for slug in _SLUG.findall(chosen[1])] if chosen else []
    if "表样".encode() not in targets and len(library.forms) == 1:
        slugs = list(library.forms)
    if not slugs or not all(slug in library.forms for slug in slugs):
        return None
    expected = Counter(
        _expected(data, year, department, [library.forms[slug] for slug in slugs], files, library, phase)
    )
    there = _documents(f"{reports}/{year}/{department}")
    if not expected or Counter((mark(path), path[path.rindex(".") :]) for path in there) != expected:
        return None
    return [f"{year}/{department}/{path[path.rindex('/') + 1 :]}" for path in there]


def _documents(folder: str) -> list[str]:
    """Return the paths of the documents in a folder."""
    try:
        names = os.listdir(folder)
    except OSError:
        return []
    return [f"{folder}/{name}" for name in sorted(names) if name.endswith(SUFFIXES)]


def _expected(
    data: Path,
    year: str,
    department: str,
    forms: list[Form],
    files: Mapping[str, bytes],
    library: Library,
    phase: Phase | None,
) -> Iterator[tuple[str, str]]:
    """Yield the fingerprint and kind of every document that is due."""
    known = tuple(library.phases)
    patterns = {name: _pattern(name, known) for name in files}
    begun = {library.phases[pattern] for pattern in patterns.values() if pattern}
    projects = [PurePath(name).stem for name, pattern in patterns.items() if "*" in pattern]
    for form in forms:
        if form.phase is phase if phase else form.phase in begun:
            for project in projects if form.subject is Subject.PROJECT else [""]:
                made_of = fingerprint(data, year, department, project, form, files)
                yield from ((made_of, suffix) for suffix in suffixes(form))
