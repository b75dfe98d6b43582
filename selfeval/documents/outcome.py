"""The outcome of a run: what became of a department and of each of its documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from enum import StrEnum
from itertools import count
from pathlib import Path, PurePath
from typing import NamedTuple

from selfeval.problem import Problem
from selfeval.text.pattern import regex

DRAFT = "草稿"
"""The word on every page of a draft, and in its name."""

TEMPLATE = "document"
"""What a form's templates are called, without suffix."""

NOT_MADE = "not-made"
"""The code of what could not be made though nothing may be wrong with what was typed."""

SUFFIXES = (".docx", ".md")
_OLD_KINDS = (".doc", ".dot", ".wps", ".wpt", ".rtf", ".odt")
_NEW_KINDS = (".docx", ".dotx", ".docm", ".dotm")
_TEXT_KINDS = (".md", ".markdown")
_HIDDEN = ("~$", ".")
"""With what the names of files begin that Word, LibreOffice and macOS keep beside others."""

_COPY = regex(r"（手改\d*）\.\w+$")


class Status(StrEnum):
    """Name what became of a document."""

    BUILT = "built"
    UNCHANGED = "unchanged"
    READY = "ready"
    HELD_BACK = "held"
    NOT_DUE = "not-due"
    STALE = "stale"
    KEPT = "kept"


MADE = frozenset({Status.BUILT, Status.UNCHANGED})
"""The states in which a document is there as it should be."""


class Document(NamedTuple):
    """Hold one document: its path below the reports folder, what became of it, and its bytes if made anew.

    ``public`` says whether its form lets it be published.
    """

    path: str
    status: Status
    note: str = ""
    data: bytes | None = None
    public: bool = True


class Outcome(NamedTuple):
    """Hold all that is to be printed and saved about one department-year.

    ``skipped`` says that nothing had changed; ``forms`` are those the department chose.
    ``fault`` says where the program itself failed, for who maintains it. ``moved`` says that only documents are left.
    """

    year: str
    department: str
    name: str
    problems: tuple[Problem, ...]
    documents: tuple[Document, ...]
    lines: Mapping[str, tuple[str, ...]]
    skipped: bool = False
    forms: tuple[str, ...] = ()
    fault: str = ""
    moved: bool = False

    @property
    def failed(self) -> bool:
        """Tell whether anything could not be made through no fault of what was typed."""
        return any(problem.rule == NOT_MADE for problem in self.problems)

    @property
    def blocked(self) -> bool:
        """Tell whether there is an error that nobody explained."""
        return any(problem.blocks for problem in self.problems)


def misnamed_templates(folder: Path) -> Iterator[tuple[str, str]]:
    """Yield each file in a form's folder that was meant as its template but is not read, and what to do about it.

    A second suffix counts where the system hides it (document.md.txt); of Markdown only what is called like a template
    or lies alone is meant.
    """
    there = {path.name for path in folder.glob("*") if not is_hidden(path.name)}
    has_template = any(TEMPLATE + suffix in there for suffix in SUFFIXES)
    for name in sorted(there - {TEMPLATE + suffix for suffix in SUFFIXES}):
        plain = PurePath(name.lower().removesuffix(".txt"))
        meant = TEMPLATE + (".md" if plain.suffix in _TEXT_KINDS else ".docx")
        known = plain.suffix in _OLD_KINDS + _NEW_KINDS + _TEXT_KINDS and plain.stem != "readme"
        if known and (plain.stem == TEMPLATE or not has_template):
            way = "用 Word 另存为" if plain.suffix in _OLD_KINDS else "改名"
            yield name, f"“{name}”不会用作模板，只认 {meant}；{way} {meant}"


def is_hidden(name: str) -> bool:
    """Tell whether a file name is that of a file nobody wrote, such as Word keeps beside an open document."""
    return name.startswith(_HIDDEN)


def is_document(name: str) -> bool:
    """Tell whether a file name is that of a document."""
    return name.endswith(SUFFIXES) and not is_hidden(name)


def is_copy(name: str) -> bool:
    """Tell whether a file name is that of a hand-edited document kept beside the one made anew."""
    return _COPY.search(name) is not None


def original_name(copy: str) -> str:
    """Return the name of the document of which this is the hand-edited copy."""
    return _COPY.sub("", copy) + copy[copy.rindex(".") :]


def copy_name(path: str, there: Callable[[str], bool]) -> str:
    """Return the first free path for a hand-edited document that is kept beside the one made anew."""
    stem, dot, suffix = path.rpartition(".")
    names = (f"{stem}（手改{number if number > 1 else ''}）{dot}{suffix}" for number in count(1))
    return next(name for name in names if not there(name))


def group_by_form(documents: Iterable[Document]) -> list[list[Document]]:
    """Return the documents in groups that are saved together: Word, Markdown and the hand-edited copies of one form."""
    groups: dict[str, list[Document]] = {}
    for document in documents:
        path = original_name(document.path) if is_copy(document.path) else document.path
        groups.setdefault(path.rpartition(".")[0], []).append(document)
    return list(groups.values())
