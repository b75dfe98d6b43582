"""Results of tasks, goals and indicators, written under the names of these: ``办理案件: 566件``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from selfeval.form.field import Kind
from selfeval.form.schema import levels_of
from selfeval.source.node import Entries, Items, Node, Text
from selfeval.submission.fields.at import At
from selfeval.submission.fields.items import NIL
from selfeval.submission.fields.keys import name_keys
from selfeval.submission.tree import NOTHING, Branch
from selfeval.text.name import fold


class Result(NamedTuple):
    """Hold a result whose branch is still to be filled from its value; ``owner`` is its name in messages."""

    branch: Branch
    value: Node
    owner: str


def identity(branch: Branch) -> tuple[str, ...]:
    """Return the key that pairs a result with its target: the folded levels, then the folded name."""
    return (*map(fold, branch.levels), fold(branch.title))


def read_names(at: At) -> Entries | None:
    """Return the values typed under names, none where 无 or nothing is typed; None, with a report, for another shape."""
    node = at.node
    if not node or (isinstance(node, Text) and fold(node) == NOTHING):
        return Entries()
    if isinstance(node, Items):
        return _without_dashes(at, at.key, node)
    if isinstance(node, Entries):
        return node
    at.wrong_shape(f"“{at.field.name}”下面要写“名称: 内容”，每个名称一行")
    return None


def list_results(at: At, names: Entries) -> Iterator[Result]:
    """Yield every result; those of indicators may stand under one level of headings, or two."""
    target = at.schema.slots.get(at.field.results_of)
    depth = 3 if target and target.field.kind is Kind.INDICATORS else 1
    yield from _list_below(at.below(names), (), depth)


def _list_below(at: At, levels: tuple[Text, ...], depth: int) -> Iterator[Result]:
    """Yield the results that the names at a node hold, down to a depth of headings."""
    for name, value in at.node.items() if isinstance(at.node, Entries) else ():
        inner = f"{at.where}.{name}"
        if isinstance(value, Items) and value:
            value = _without_dashes(at, name, value)
        if depth > 1 and isinstance(value, Entries) and not any(key in at.columns for key in value):
            yield from _list_below(at.below(value, name), (*levels, name), depth - 1)
            continue
        if not value and not isinstance(value, Text):
            continue
        is_heading = depth > 1 and (not value or levels_of(at.schema, at.field.results_of))
        if isinstance(value, Text) and fold(value) in (NOTHING, "") and (is_heading or fold(name) in NIL):
            continue
        owner = levels[-1] if levels else at.field.results_of[-1]
        yield Result(Branch(name, inner, name, levels), value, f"{owner}“{name}”")


def _without_dashes(at: At, key: Text, node: Items) -> Entries:
    """Read names typed as a list, one after a dash each, as the names they are."""
    message = f"“{key}”下面要写“名称: 内容”，每个名称一行，不加短横"
    at.report.add(node.place, "wrong-shape", message)
    name = Text(name_keys(at.schema, at.field.results_of)[0])
    names = Entries()
    names.origin = node.origin
    for item in node:
        title = item.get(name) if isinstance(item, Entries) else None
        if isinstance(item, Entries) and isinstance(title, Text):
            names[title] = Entries((inner, value) for inner, value in item.items() if inner != name)
        elif isinstance(item, Entries):
            names.update(item)
    return names
