"""A text written in points, or several answers: a list, one after a dash each."""

from __future__ import annotations

from selfeval.form.field import BETWEEN_CHOICES, Kind
from selfeval.source.node import Entries, Items, Text, as_typed
from selfeval.submission.fields.at import At
from selfeval.submission.fields.value import read_narrative, read_value
from selfeval.submission.tree import Leaf, paragraphs


def read_points(at: At, listed: Items | Entries) -> Leaf | None:
    """Return the points as one text of several paragraphs, or the answers as one value; None where they are no list."""
    if isinstance(listed, Entries):
        message, margin = f"“{at.field.name}”下面要一条一条写，每条以“- ”开头", " " * at.key.margin
        typed = [inner for inner in listed.values() if isinstance(inner, Text) and inner and "\n" not in inner]
        if len(typed) < len(listed):
            at.wrong_shape(message, at.forms)
        else:
            lines = [f"{margin}{at.key}:", *(f"{margin}  - {as_typed(inner)}" for inner in typed)]
            at.report.add(listed.place, "wrong-shape", message, fix="\n".join(lines), forms=at.forms)
        return None
    found: list[Text] = []
    for number, item in enumerate(listed, start=1):
        point = f"“{at.field.name}”的第 {number} 条"
        if not isinstance(item, Text):
            message = f"{point}应是一段文字；文字里有英文冒号的，改成中文冒号"
            at.report.add(item.place, "wrong-shape", message, forms=at.forms)
        elif not item:
            at.report.add(item.place, "missing-value", f"{point}没有写内容", where=at.where, forms=at.forms)
        else:
            found += paragraphs(item)
    if at.field.kind in (Kind.CHOICES, Kind.CHECKLIST) and found:
        return read_value(at, Text(BETWEEN_CHOICES.join(found), listed[0].origin))
    return read_narrative(at, found, found[0] if found else at.key)
