"""Lines: a text written in points, one after a dash each."""

from __future__ import annotations

from selfeval.form.schema import Schema, Slot
from selfeval.source.node import Entries, Items, Text
from selfeval.submission.fields.report import Report
from selfeval.submission.fields.shape import misshapen
from selfeval.submission.fields.value import narrative
from selfeval.submission.tree import Leaf, paragraphs


def lines(schema: Schema, slot: Slot, key: Text, node: Items | Entries, where: str, report: Report) -> Leaf | None:
    """Return the points as one text of several paragraphs, None where they are no list."""
    if isinstance(node, Entries):
        message = f"“{slot.field.name}”下面要一条一条写，每条以“- ”开头"
        misshapen(schema, slot, key, node, message, report, slot.forms)
        return None
    found: list[Text] = []
    for number, item in enumerate(node, start=1):
        point = f"“{slot.field.name}”的第 {number} 条"
        if not isinstance(item, Text):
            message = f"{point}应是一段文字；文字里有英文冒号的，改成中文冒号"
            report.add(item.place, "wrong-shape", message, forms=slot.forms)
        elif not item:
            report.add(item.place, "missing-value", f"{point}没有写内容", where=where, forms=slot.forms)
        else:
            found += paragraphs(item)
    return narrative(schema, slot, found, found[0] if found else key, where, report)
