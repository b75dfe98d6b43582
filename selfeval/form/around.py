"""What a form's templates print right before and behind a field, which a department must not type again.

The templates are read as text here, without asking whether they are right: a number, a label or a stop beside a tag
is seen by its place. `documents.check` says what is wrong with a template.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Iterator, Mapping
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from selfeval.form.expression import KeyPath
from selfeval.form.field import Field, Kind
from selfeval.problem.disk import read_file
from selfeval.text.pattern import HAN, regex

_PIECE = regex(r"{{\s*(?P<name>[\w.]+)\s*}}|{%(?:p|tr|tc)?\s*(?P<word>\w+)(?P<rest>[^%]*)%}|{#[^#]*#}")
_LOOP = regex(r"\s*(\w+)\s+in\s+([\w.]+)\s*\Z")
_SHOWN = regex(r"<w:t(?: [^>]*)?>([^<]*)")
_NUMBERED = regex(r"<w:numId w:val=\"[1-9]")
_COUNTING = regex(r"[\s.．、）)是，]*\Z")
_MARK = regex(
    r"(?:[（(]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[）)]|(?:[一二三四五六七八九十]{1,3}|\d{1,2})[.．、]|[一二三四五六七八九十]是)\s*\Z"
)
_CLAUSE = regex(r"[^。；，、！？\s（(“《]*\Z")
_WORDS = regex(rf"{HAN}+")
_MARKDOWN = str.maketrans("", "", "*_#>")
_INDEX = "loop.index"
_BODY = "word/document.xml"
_LARGEST = 2**24
"""How large a document is read, in bytes; `documents.check` refuses templates that are too large."""
_WRITTEN = (Kind.TEXT, Kind.PROSE, Kind.LINES, Kind.QUANTITY)


class Around(NamedTuple):
    """Hold what a template prints right beside a field, in one paragraph or cell.

    ``counted`` says that a number stands before it. ``label`` are the words before it, ``counts`` whether a number
    follows them (年度目标1：), ``named`` is the field whose value and a colon stand before it; ``after`` is the text behind.
    """

    counted: bool = False
    label: str = ""
    counts: bool = False
    named: KeyPath = ()
    after: str = ""


class _PrintedPiece(NamedTuple):
    """Hold one piece of a paragraph: fixed text, or the name that a tag prints."""

    text: str = ""
    name: str = ""


def read_around(folder: Path, fields: Mapping[KeyPath, Field]) -> Mapping[KeyPath, tuple[Around, ...]]:
    """Return for every field that a form's templates print what stands beside it, wherever they print it."""
    found: dict[KeyPath, list[Around]] = {}
    for name, read in (("document.docx", _word_paragraphs), ("document.md", _markdown_paragraphs)):
        try:
            paragraphs = list(read(read_file(folder / name)))
        except (OSError, UnicodeDecodeError, KeyError, zipfile.BadZipFile, zlib.error, EOFError, ValueError):
            continue  # a template that cannot be read is named where it is used
        loops: dict[str, KeyPath] = {}
        for text, numbered in paragraphs:
            for path, around in _beside(text, numbered, loops):
                known = _known(path, fields)
                if known and fields[known].kind in _WRITTEN:
                    found.setdefault(known, []).append(around._replace(named=_known(around.named, fields)))
    return {path: tuple(dict.fromkeys(each)) for path, each in found.items()}


def _markdown_paragraphs(data: bytes) -> Iterator[tuple[str, bool]]:
    for line in data.decode().split("\n"):
        numbered = line.lstrip()[:2] in ("1.", "1)")
        for text in line.split("|") if line.lstrip().startswith("|") else (line,):
            yield text.translate(_MARKDOWN), numbered


def _word_paragraphs(data: bytes) -> Iterator[tuple[str, bool]]:
    with zipfile.ZipFile(BytesIO(data)) as package:
        if package.getinfo(_BODY).file_size > _LARGEST:
            return
        body = package.read(_BODY).decode()
    for paragraph in body.split("</w:p>"):
        yield unescape("".join(_SHOWN.findall(paragraph))), bool(_NUMBERED.search(paragraph))


def _beside(text: str, numbered: bool, loops: dict[str, KeyPath]) -> Iterator[tuple[KeyPath, Around]]:
    """Yield the path of every name that a paragraph prints, with what stands beside it; ``loops`` go on from before."""
    pieces = list(_pieces(text, loops))
    for at, piece in enumerate(pieces):
        if not piece.name or piece.name == _INDEX:
            continue
        before, owner = (*reversed(pieces[max(at - 2, 0) : at]), _PrintedPiece(), _PrintedPiece())[:2]
        first = pieces[at - 3].text if at > 2 else ""
        after = pieces[at + 1].text if at + 1 < len(pieces) else ""
        counted = owner.name == _INDEX
        yield (
            _path(piece.name, loops),
            Around(
                counted=(numbered and at == 0)
                or bool(counted and _COUNTING.match(before.text))
                or bool(_MARK.search(before.text)),
                label=_label(first if counted else before.text),
                counts=counted,
                named=_path(owner.name, loops) if before.text in ("：", ":") and owner.name and not counted else (),
                after=after,
            ),
        )


def _pieces(text: str, loops: dict[str, KeyPath]) -> Iterator[_PrintedPiece]:
    """Yield the pieces of a paragraph in order; what stands before an else is told apart from what stands behind it."""
    start = 0
    for found in _PIECE.finditer(text):
        if found.start() > start:
            yield _PrintedPiece(text[start : found.start()])
        start = found.end()
        if found["name"]:
            yield _PrintedPiece(name=found["name"])
        elif found["word"] == "for" and (loop := _LOOP.match(found["rest"])):
            loops[loop[1]] = _path(loop[2], loops)
        elif found["word"] in ("else", "elif"):
            yield _PrintedPiece("\n")
    if start < len(text):
        yield _PrintedPiece(text[start:])


def _path(name: str, loops: Mapping[str, KeyPath]) -> KeyPath:
    first, *rest = name.split(".")
    return (*loops.get(first, (first,)), *rest)


def _known(path: KeyPath, fields: Mapping[KeyPath, Field]) -> KeyPath:
    """Return the path of the field that a template's path prints: a column of results stands beside the targets."""
    if path in fields or len(path) < 2:
        return path if path in fields else ()
    results = (each for each, field in fields.items() if field.kind is Kind.RESULTS and field.results_of == path[:-1])
    return next(((*each, path[-1]) for each in results if (*each, path[-1]) in fields), ())


def _label(before: str) -> str:
    """Return the words of the last clause before a tag, empty where they are less than a word."""
    found = _CLAUSE.search(before.rstrip(" ：:"))
    words = found[0] if found else ""
    return words if len(words) > 1 and _WORDS.fullmatch(words) else ""
