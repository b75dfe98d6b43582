"""Categories: indicators listed under one level of headings, or two."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from selfeval.form.schema import Schema, Slot, levels_of
from selfeval.problem import Level
from selfeval.source.node import Entries, Items, Node, Text
from selfeval.submission.fields.items import Item, items, nothing
from selfeval.submission.fields.report import Report
from selfeval.submission.fields.shape import misshapen
from selfeval.submission.tree import NOTHING
from selfeval.text.name import fold, nearest


def indicators(schema: Schema, slot: Slot, key: Text, node: Node, where: str, report: Report) -> Iterator[Item]:
    """Yield every indicator with its levels, whether or not it stands under the right ones."""
    levels = levels_of(schema, slot.field.path)
    if isinstance(node, Items):
        if levels:
            message = f"“{slot.field.name}”要先写一级指标，再写二级指标，再列三级指标"
            misshapen(schema, slot, key, node, message, report, slot.forms)
        yield from items(schema, slot, node, where, report)
        return
    if isinstance(node, Text):
        if fold(node) != NOTHING:
            misshapen(schema, slot, key, node, f"“{slot.field.name}”下面要列指标", report, slot.forms)
        return
    for level1, inner in node.items():
        _category(slot, level1, tuple(levels), report)
        if isinstance(inner, Entries):
            known = _below(level1, levels)
            for level2, rows in inner.items():
                _category(slot, level2, known, report)
                yield from _rows(schema, slot, rows, f"{where}.{level1}.{level2}", (level1, level2), report)
        else:
            yield from _rows(schema, slot, inner, f"{where}.{level1}", (level1,), report)


def _below(level1: Text, levels: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the second levels that are declared under a first one."""
    return next((below for name, below in levels.items() if fold(name) == fold(level1)), ())


def _category(slot: Slot, name: Text, known: tuple[str, ...], report: Report) -> None:
    """Report a heading that is not declared."""
    if known and name not in known and fold(name) not in map(fold, known):
        near = nearest(name, known, 0.5)
        cure = f"，是不是“{near}”？" if near else f"，可以写：{'、'.join(known)}"
        fix = f"{near}:" if near else ""
        report.add(name.place, "unknown-category", f"没有“{name}”这一类{cure}", fix=fix, forms=slot.forms)


def _rows(
    schema: Schema, slot: Slot, node: Node, where: str, levels: tuple[Text, ...], report: Report
) -> Iterator[Item]:
    """Yield the indicators under one heading."""
    heading = levels[-1]
    if isinstance(node, Items):
        yield from items(schema, slot, node, where, report, levels)
    elif isinstance(node, Text) and fold(node) == NOTHING:
        yield nothing(node, where, levels)
    elif isinstance(node, Text) and not node:
        message = f"“{heading}”下面没有指标；确实没有的写“无”，或删去这一行"
        fix = f"{heading}: {NOTHING}"
        report.add(node.place, "empty-category", message, fix=fix, level=Level.WARNING, forms=slot.forms)
    else:
        message = f"“{heading}”下面要一条一条列指标，每条以“- 名称: ”开头"
        report.add(node.place, "wrong-shape", message, forms=slot.forms)
