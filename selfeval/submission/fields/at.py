"""A point of the walk through a file: a key, the node typed behind it, and how to report on it."""

from __future__ import annotations

from typing import NamedTuple

from selfeval.form.example import example
from selfeval.form.field import Field
from selfeval.form.schema import Schema, Slot
from selfeval.source.node import Node, Text
from selfeval.submission.fields.report import Report


class At(NamedTuple):
    """Hold a point of the walk: the field declared there, the key and the node as typed, and the path of keys so far."""

    schema: Schema
    slot: Slot
    key: Text
    node: Node
    where: str
    report: Report

    @property
    def field(self) -> Field:
        """Return the field declared here."""
        return self.slot.field

    @property
    def forms(self) -> frozenset[str]:
        """Return the forms that use the field."""
        return self.slot.forms

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the keys that may stand below the field."""
        return self.schema.children.get(self.field.path, ())

    def below(self, node: Node, *names: Text) -> At:
        """Return the point at a node further in, under the names that lead there."""
        return self._replace(node=node, where=".".join((self.where, *names)))

    def wrong_shape(self, message: str, forms: frozenset[str] | None = None) -> None:
        """Report that the node has another shape than the field, and show the right one."""
        fix = example(self.schema, self.field, self.key.margin)
        self.report.add(self.node.place, "wrong-shape", message, fix=fix, forms=forms)
