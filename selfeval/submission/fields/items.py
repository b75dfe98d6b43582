"""Items: what is listed one after the other, each with a name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from selfeval.form.schema import Schema, Slot
from selfeval.problem import Level
from selfeval.source.node import Entries, Items, Node, Text
from selfeval.submission.fields import keys
from selfeval.submission.fields.report import Report
from selfeval.submission.fields.shape import misshapen
from selfeval.submission.tree import NOTHING, Branch
from selfeval.text.name import fold
from selfeval.text.placeholder import placeholder

NIL = frozenset({NOTHING, "没有", "暂无"})
"""How an office says that a list has no items."""

LONGEST_NAME = 120
"""The longest name seen in a real table has 67 characters."""


class Item(NamedTuple):
    """Hold an item that is still to be filled with its entries, and how messages call it.

    ``entries`` is None where the office wrote 无: then the branch stays empty.
    """

    branch: Branch
    entries: Entries | None
    owner: str


def listed(schema: Schema, slot: Slot, key: Text, node: Node, where: str, report: Report) -> Iterator[Item] | None:
    """Return the items of a list field, None where it is no list."""
    if isinstance(node, Text) and fold(node) == NOTHING:
        return iter(())
    if not isinstance(node, Items):
        message = f"“{slot.field.name}”下面要一条一条写，每条以“- ”开头"
        misshapen(schema, slot, key, node, message, report)
        return None
    return items(schema, slot, node, where, report)


def nothing(node: Node, where: str, levels: tuple[Text, ...]) -> Item:
    """Return the item that stands where an office wrote 无."""
    return Item(Branch(node, where, Text(""), levels), None, "")


def items(
    schema: Schema, slot: Slot, node: Items, where: str, report: Report, levels: tuple[Text, ...] = ()
) -> Iterator[Item]:
    """Yield every item that can be filled; what follows from its name is said after it was filled."""
    path = slot.field.path
    heading = levels[-1] if levels else path[-1]
    seen: dict[str, Text] = {}
    for number, item in enumerate(node, start=1):
        title = keys.title(schema, path, item) if isinstance(item, Entries) else None
        said = title if isinstance(item, Entries) else item
        if isinstance(said, Text) and fold(said) in NIL:
            _nil(slot, said, heading, report, alone=len(node) == 1)
            if levels and len(node) == 1:
                yield nothing(item, where, levels)
            continue
        if not isinstance(item, Entries) or keys.strange(schema, path, item):
            _bare(schema, slot, number, item, report)
            continue
        name = title or Text(str(number))
        branch = Branch(item, f"{where}.{name}", name, levels)
        called = f"“{title}”" if title and not placeholder(title) else f"第 {number} 条"
        yield Item(branch, item, f"{heading}{called}")
        if fold(name) in seen:
            message = f"“{name}”和第 {seen[fold(name)].place.line} 行重名"
            report.add(name.place, "duplicate-name", message, forms=slot.forms)
        seen[fold(name)] = name
        if len(name) > LONGEST_NAME:
            message = f"名称有 {len(name)} 个字，是不是把几行连在一起了？"
            report.add(name.place, "too-long", message, where=branch.where, forms=slot.forms, level=Level.WARNING)


def _nil(slot: Slot, said: Text, heading: str, report: Report, *, alone: bool) -> None:
    """Report 无 in the place of an item or of its name."""
    cure = f"“{heading}”一条也没有的，把“无”直接写在“{heading}”后面" if alone else "请删去这一条"
    message = f"“{said.strip()}”不能当名称：{cure}"
    report.add(said.place, "nil-as-name", message, fix=f"{heading}: {NOTHING}" if alone else "", forms=slot.forms)


def _bare(schema: Schema, slot: Slot, number: int, item: Node, report: Report) -> None:
    """Report an item without any key, or with its name as the key."""
    path = slot.field.path
    columns = (name for name in schema.children.get(path, ()) if schema.slots[(*path, name)].forms)
    first = next(columns, keys.NAMES[0])
    said = item if isinstance(item, Text) else next(iter(item), "…") if isinstance(item, Entries) else "…"
    report.add(
        item.place,
        "bare-item",
        f"“{slot.field.name}”的第 {number} 条要写成“{first}: …”",
        fix=f"- {first}: {said}",
        forms=slot.forms,
    )
