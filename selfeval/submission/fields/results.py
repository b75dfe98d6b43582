"""Results: what was achieved, written under the names of what was planned."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from selfeval.form.field import Kind
from selfeval.form.schema import Schema, Slot
from selfeval.source.node import Entries, Items, Node, Text
from selfeval.submission.fields.items import NIL
from selfeval.submission.fields.report import Report
from selfeval.submission.fields.shape import misshapen
from selfeval.submission.tree import NOTHING, Branch
from selfeval.text.name import fold


class Result(NamedTuple):
    """Hold a result that is still to be filled with its value, and how messages call it."""

    branch: Branch
    value: Node
    owner: str


def identity(branch: Branch) -> tuple[str, ...]:
    """Return by what a result and that which it is a result of know each other: levels and name."""
    return (*map(fold, branch.levels), fold(branch.title))


def named(schema: Schema, slot: Slot, key: Text, node: Node, report: Report) -> Entries | None:
    """Return what is written under names, None where there are none."""
    if isinstance(node, Text) and (not node or fold(node) == NOTHING):
        return Entries()
    if isinstance(node, Items):
        return _undashed(key, node, report)
    if isinstance(node, Entries):
        return node
    misshapen(schema, slot, key, node, f"“{slot.field.name}”下面要写“名称: 内容”，每个名称一行", report)
    return None


def results(schema: Schema, slot: Slot, names: Entries, where: str, report: Report) -> Iterator[Result]:
    """Yield every result; those of indicators may stand under one level of headings, or two."""
    target = schema.slots.get(slot.field.results_of)
    depth = 3 if target and target.field.kind is Kind.INDICATORS else 1
    yield from _below(slot, names, where, (), depth, schema.children.get(slot.field.path, ()), report)


def _below(
    slot: Slot,
    names: Entries,
    where: str,
    levels: tuple[Text, ...],
    depth: int,
    columns: tuple[str, ...],
    report: Report,
) -> Iterator[Result]:
    for name, value in names.items():
        inner = f"{where}.{name}"
        if isinstance(value, Items):
            value = _undashed(name, value, report)
        if depth > 1 and isinstance(value, Entries) and not any(key in columns for key in value):
            yield from _below(slot, value, inner, (*levels, name), depth - 1, columns, report)
            continue
        if isinstance(value, Text) and fold(value) in (NOTHING, "") and (depth > 1 or fold(name) in NIL):
            continue
        owner = levels[-1] if levels else slot.field.results_of[-1]
        yield Result(Branch(name, inner, name, levels), value, f"{owner}“{name}”")


def _undashed(key: Text, node: Items, report: Report) -> Entries:
    """Read names typed as a list, one after a dash each, as the names they are."""
    message = f"“{key}”下面要写“名称: 内容”，每个名称一行，不加短横"
    report.add(node.place, "wrong-shape", message)
    names = Entries()
    names.origin = node.origin
    for item in node:
        title = item.get(Text("名称")) if isinstance(item, Entries) else None
        if isinstance(item, Entries) and isinstance(title, Text):
            names[title] = Entries((inner, value) for inner, value in item.items() if inner != "名称")
        elif isinstance(item, Entries):
            names.update(item)
    return names
