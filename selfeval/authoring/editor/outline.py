"""The outline of a file: its keys and the items of its lists, each with the stretch it takes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from selfeval.authoring.editor.document import TextSpan
from selfeval.authoring.editor.standing import TypedKey, What, below, span_of, top
from selfeval.form.schema import Schema
from selfeval.source.node import Text
from selfeval.submission.submission import File


class Heading(NamedTuple):
    """Hold one key of an outline: what it is, its value where that is a short text, its stretch, and what is below."""

    name: str
    detail: str
    what: What
    span: TextSpan
    key: TextSpan
    below: tuple[Heading, ...]


def outline(schema: Schema, file: File) -> tuple[Heading, ...]:
    """Return the headings at the top of a file."""
    root = top(file)
    return () if root is None else tuple(_heading(schema, step, file.reading.lines) for step in below(schema, root))


def _heading(schema: Schema, step: TypedKey, lines: Sequence[str]) -> Heading:
    inside = tuple(_heading(schema, each, lines) for each in below(schema, step))
    short = str(step.node) if isinstance(step.node, Text) and not step.node.block else ""
    name = f"第 {step.key} 条" if step.what is What.ITEM and step.key.isdecimal() else str(step.key) or "（空）"
    span = span_of(step, lines)
    return Heading(name, short[:40], step.what, span, _within(step.key_span, span), inside)


def _within(key: TextSpan, whole: TextSpan) -> TextSpan:
    """Return the stretch of a key, or the beginning of the whole where the key does not lie in it."""
    return key if whole.start <= key.start and key.end <= whole.end else TextSpan(whole.start, whole.start)
