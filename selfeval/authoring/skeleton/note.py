"""What gives way to the texts of a document, and what is left of them: blanks are taken out, texts without a place noted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Self

from selfeval.authoring.skeleton.blank import BLANK, Blank
from selfeval.authoring.skeleton.place import end_of, start
from selfeval.documents.read.found import Unplaced
from selfeval.form.expression import KeyPath
from selfeval.source.decode import decode
from selfeval.source.node import Entries, Node, Text
from selfeval.text.name import fold
from selfeval.text.placeholder import GUESSED, NOT_PLACED, find_placeholder


class Note(NamedTuple):
    """Hold what is to be noted in a comment, on one line, and the key beside which it belongs, () for none."""

    said: str
    beside: KeyPath = ()

    @classmethod
    def of_text(cls, left: Unplaced) -> Self:
        """Return the note that keeps a text without a place."""
        return cls(f"{NOT_PLACED}（{left.place}）：{' '.join(left.text.split())}", left.beside)

    @classmethod
    def of_guess(cls, guess: str, document: str, beside: KeyPath) -> Self:
        """Return the note that says what was guessed of a document."""
        return cls(f"{GUESSED}（{document}）：{' '.join(guess.split())}", beside)


def with_notes(data: bytes, root: Entries | None, notes: Iterable[Note]) -> bytes:
    """Return a file with a comment for each note, below the key it belongs to, else at its end; one there is is not repeated."""
    decoded = decode(data, ())
    usual = next(filter(None, decoded.ends), "\n")
    added: dict[int, list[str]] = {}
    known = {line.strip() for line in decoded.lines}
    for each in notes:
        said = f"# {each.said}"
        at, margin = _place_below(decoded.lines, root, each.beside)
        if said not in known:
            known.add(said)
            added.setdefault(at, []).append(f"{' ' * margin}{said}{usual}")
    kept = [line + (end or usual) for line, end in zip(decoded.lines, decoded.ends, strict=True)]
    made = (line for at in range(len(kept) + 1) for line in (*added.get(at, ()), *kept[at : at + 1]))
    return decoded.mark + "".join(made).encode() if added else data


def _place_below(lines: tuple[str, ...], root: Entries | None, beside: KeyPath) -> tuple[int, int]:
    """Return the line behind a key, or behind the nearest one above it that is typed, and the column of that key."""
    at, margin = len(lines), 0
    node: Node | None = root
    for name in beside:
        key = next((key for key in node if key == name), None) if isinstance(node, Entries) else None
        if key is None or not isinstance(node, Entries):
            break
        line, margin = start(key)
        node = node[Text(name)]
        at = end_of(lines, line, margin, node)
    return at, margin


def without_blanks(data: bytes, root: Entries | None, blanks: Iterable[Blank]) -> bytes:
    """Return a file without the keys among these that hold nothing but blanks; the comments of clerks stay."""
    decoded = decode(data, ())
    gone = {line for span in _spans_of_blanks(decoded.lines, root or Entries(), blanks) for line in span}
    kept = (
        line + end
        for number, (line, end) in enumerate(zip(decoded.lines, decoded.ends, strict=True))
        if number not in gone or (line.lstrip().startswith("#") and BLANK not in line)
    )
    return decoded.mark + "".join(kept).encode() if gone else data


def _spans_of_blanks(lines: tuple[str, ...], node: Entries, blanks: Iterable[Blank]) -> Iterator[range]:
    for blank in blanks:
        key = next((key for key in node if fold(key) == fold(blank.key)), None)
        if key is None:
            continue
        value, (line, column) = node[key], start(key)
        if all(not text or find_placeholder(text) for text in _texts(value)):
            yield range(line, end_of(lines, line, column, value))
        elif isinstance(value, Entries):
            yield from _spans_of_blanks(lines, value, blank.inside)


def _texts(node: Node) -> Iterator[Text]:
    if isinstance(node, Text):
        yield node
    else:
        for inner in node.values() if isinstance(node, Entries) else node:
            yield from _texts(inner)
