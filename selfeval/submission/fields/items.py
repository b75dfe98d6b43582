"""Items of a list: entries one after the other, each with a name."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from selfeval.problem import Level
from selfeval.source.node import Entries, Items, Node, Text
from selfeval.submission.fields import keys
from selfeval.submission.fields.at import At
from selfeval.submission.tree import NOTHING, Branch
from selfeval.text.name import fold
from selfeval.text.placeholder import find_placeholder

NIL = frozenset({NOTHING, "没有", "暂无"})
"""The words with which an office says that a list has no items."""

LONGEST_NAME = 120
"""The longest name seen in a real table has 67 characters."""


class Listed(NamedTuple):
    """Hold an item whose branch is still to be filled from its entries; ``owner`` is its name in messages (任务“…”).

    ``entries`` is None where the office wrote 无: then the branch stays empty. ``computed`` are the keys that a form fills.
    """

    branch: Branch
    entries: Entries | None
    owner: str
    computed: Collection[str] = ()


def list_field(at: At) -> Iterator[Listed] | None:
    """Return the items of a list field, none where 无 is typed; None, with a report, where another shape is typed."""
    if isinstance(at.node, Text) and fold(at.node) == NOTHING:
        return iter(())
    if not isinstance(at.node, Items):
        at.wrong_shape(f"“{at.field.name}”下面要一条一条写，每条以“- ”开头")
        return None
    return list_items(at, at.node)


def nothing_listed(node: Node, where: str, levels: tuple[Text, ...]) -> Listed:
    """Return the empty item for a list in whose place an office wrote 无."""
    return Listed(Branch(node, where, Text(""), levels), None, "")


def list_items(at: At, listed: Items, levels: tuple[Text, ...] = ()) -> Iterator[Listed]:
    """Yield every item that can be filled; a repeated or too long name is reported once the item was filled."""
    heading = levels[-1] if levels else at.field.path[-1]
    seen: dict[str, Text] = {}
    for number, item in enumerate(listed, start=1):
        title = keys.title_of(at.schema, at.field.path, item) if isinstance(item, Entries) else None
        named = title if isinstance(item, Entries) else item
        if isinstance(named, Text) and fold(named) in NIL:
            _report_nil(at, named, heading, alone=len(listed) == 1)
            if levels and len(listed) == 1:
                yield nothing_listed(item, at.where, levels)
            continue
        if not isinstance(item, Entries) or keys.is_strange(at.schema, at.field.path, item):
            _report_bare(at, number, item)
            continue
        name = title or Text(str(number))
        branch = Branch(item, f"{at.where}.{name}", name, levels)
        called = f"“{title}”" if title and not find_placeholder(title) else f"第 {number} 条"
        yield Listed(branch, item, f"{heading}{called}")
        if fold(name) in seen:
            first = seen[fold(name)].place.line
            message = f"“{name}”和第 {first} 行重名：写了两次的删去一条，不是一回事的把名称写得不一样"
            at.report.add(name.place, "duplicate-name", message, forms=at.forms)
        seen[fold(name)] = name
        if len(name) > LONGEST_NAME:
            message = f"名称有 {len(name)} 个字，是不是把几行连在一起了？"
            at.report.add(name.place, "too-long", message, where=branch.where, forms=at.forms, level=Level.WARNING)


def _report_nil(at: At, nil: Text, heading: str, *, alone: bool) -> None:
    """Report 无 typed in the place of an item or of its name."""
    cure = f"“{heading}”一条也没有的，把“无”直接写在“{heading}”后面" if alone else "请删去这一条"
    message = f"“{nil.strip()}”不能当名称：{cure}"
    at.report.add(nil.place, "nil-as-name", message, fix=f"{heading}: {NOTHING}" if alone else "", forms=at.forms)


def _report_bare(at: At, number: int, item: Node) -> None:
    """Report an item that has no key, or its name as the key."""
    columns = (name for name in at.columns if at.schema.slots[(*at.field.path, name)].forms)
    first = next(columns, keys.name_keys(at.schema, at.field.path)[0])
    typed = item if isinstance(item, Text) else next(iter(item), "…") if isinstance(item, Entries) else "…"
    message = f"“{at.field.name}”的第 {number} 条要写成“{first}: …”"
    at.report.add(item.place, "bare-item", message, fix=f"- {first}: {typed}", forms=at.forms)
