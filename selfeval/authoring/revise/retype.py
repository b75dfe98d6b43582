"""How a typed text changes so that it prints another one: some characters of its lines, or a line more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from selfeval.authoring.skeleton.blank import STEP, as_value
from selfeval.authoring.skeleton.place import start
from selfeval.form.field import Kind
from selfeval.source.node import Text
from selfeval.source.shape import Holds
from selfeval.submission.quotes import QUOTE, Index, fill
from selfeval.submission.tree import Leaf

MOST_COMPARED = 10_000_000
"""How large the product of two lengths may be for two texts to be compared character by character."""


class Retyped(NamedTuple):
    """Put ``text`` in place of the characters from ``start`` to before ``end`` of a line; all count from 0."""

    line: int
    start: int
    end: int
    text: str


class Insertion(NamedTuple):
    """Put lines before a line, which counts from 0."""

    line: int
    lines: tuple[str, ...]


def edit_line(typed: Text, new: str, index: Index) -> tuple[Retyped, ...] | None:
    """Return the changes of a typed line after which it prints a new text; None where a quote would have to change."""
    segments: list[tuple[int, int, str, bool]] = []
    at = 0
    for quote in QUOTE.finditer(typed):
        segments += [(at, quote.start(), typed[at : quote.start()], False)]
        segments += [(quote.start(), quote.end(), "".join(fill(quote[0], index)), True)]
        at = quote.end()
    segments.append((at, len(typed), typed[at:], False))
    printed = "".join(text for _, _, text, _ in segments)
    changes: list[Retyped] = []
    for begin, end, other_begin, other_end in differences(printed, new):
        span = _typed_span(segments, begin, end)
        if span is None:
            return None
        text = new[other_begin:other_end]
        changes.append(edit_part(typed, *span, text))
    whole = _with_plain_changes(typed, new, changes, index)
    return whole if whole is not None else tuple(changes)


def differences(one: str, other: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield where two texts differ: begin and end in the first, begin and end in the other."""
    head = next(
        (at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), min(len(one), len(other))
    )
    most = min(len(one), len(other)) - head
    tail = next((at for at in range(most) if one[-1 - at] != other[-1 - at]), most)
    first, second = one[head : len(one) - tail], other[head : len(other) - tail]
    if len(first) * len(second) > MOST_COMPARED:
        yield head, len(one) - tail, head, len(other) - tail
        return
    for kind, *span in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if kind != "equal":
            begin, end, other_begin, other_end = (head + at for at in span)
            yield begin, end, other_begin, other_end


def _typed_span(segments: Sequence[tuple[int, int, str, bool]], begin: int, end: int) -> tuple[int, int] | None:
    """Return the characters of a typed line that print some others; None where a quote prints any of them."""
    at = 0
    for typed_begin, _, text, is_quote in segments:
        inside = at <= begin and end <= at + len(text)
        if inside and not is_quote:
            return typed_begin + begin - at, typed_begin + end - at
        at += len(text)
    return None


def _with_plain_changes(typed: Text, new: str, changes: Sequence[Retyped], index: Index) -> tuple[Retyped, ...] | None:
    """Return the change of a plain value that needs quotes once it is edited; None for any other."""
    origin = typed.origin
    if origin is None or origin.style or typed.block or hasattr(typed, "whole") or QUOTE.search(typed):
        return None
    needed = as_value(new, Holds.LINES)
    return (edit_part(typed, 0, len(typed), new, quoted=needed),) if needed != new else None


def grouped_as(typed: str, new: str) -> str:
    """Return a figure with its thousands parted where those of the typed one are."""
    whole, point, decimals = new.partition(".")
    if "," not in typed or not whole.removeprefix("-").isdecimal():
        return new
    return f"{int(whole):,}{point}{decimals}"


def replace_value(typed: Text, new: str) -> Retyped:
    """Return the change that puts a new value in the place of a typed one, in quotes where it needs them."""
    return edit_part(typed, 0, len(typed), new, quoted=as_value(new))


def edit_part(typed: Text, begin: int, end: int, text: str, quoted: str = "") -> Retyped:
    """Return the change of some characters of a typed text, escaped as its quotes demand; ``quoted`` is for one without."""
    first = typed.at(begin, end)
    style = typed.origin.style if typed.origin else ""
    if style == "'":
        text = text.replace("'", "''")
    elif style == '"':
        text = text.replace("\\", "\\\\").replace('"', '\\"')
    elif not style and quoted:
        text = quoted
    start_column = first.column - 1
    return Retyped(first.line - 1, start_column, start_column if begin == end else first.end_column - 1, text)


def insert_paragraph(
    leaf: Leaf, neighbour: Text, text: str, lines: Sequence[str], *, before: bool
) -> tuple[list[Retyped], list[Insertion]]:
    """Return what puts a paragraph behind another one of its text, or before it; a text typed on one line is opened up."""
    at = neighbour.at(0 if before else max(len(neighbour) - 1, 0), len(neighbour)).line - 1
    margin = lines[at][: len(lines[at]) - len(lines[at].lstrip())]
    if leaf.field.kind is Kind.LINES:
        return [], [Insertion(at + (not before), (f"{margin}- {as_value(text, Holds.LINES)}",))]
    if leaf.text.block:
        return [], [Insertion(at + (not before), (f"{margin}{text}",))]
    (line, left), right = start(leaf.text), leaf.text.origin
    assert right is not None
    _, last = right.page.typed(right.end)
    inner = f"{margin}{STEP}"
    texts = [text, str(leaf.text)] if before else [str(leaf.text), text]
    return [Retyped(line, left, last, "|")], [Insertion(line + 1, tuple(f"{inner}{each}" for each in texts))]


def key_column(line: str) -> int:
    """Return the column of the key in a line that may begin with a dash."""
    bare = line.lstrip()
    dash = len(bare) - len(bare[1:].lstrip()) if bare.startswith("-") else 0
    return len(line) - len(bare) + dash
