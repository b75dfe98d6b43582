"""A list where a text belongs, a text where a list belongs: what was typed has the wrong shape."""

from __future__ import annotations

from selfeval.form.example import example
from selfeval.form.schema import Schema, Slot
from selfeval.source.node import Node, Text
from selfeval.submission.fields.report import Report


def misshapen(
    schema: Schema,
    slot: Slot,
    key: Text,
    node: Node,
    message: str,
    report: Report,
    forms: frozenset[str] | None = None,
) -> None:
    """Report what stands behind a key in another shape than its field has, and show the right one."""
    report.add(node.place, "wrong-shape", message, fix=example(schema, slot.field, key.place.column - 1), forms=forms)
