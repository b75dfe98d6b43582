"""Facts: named figures, and what each consists of or follows from.

A fact is a figure (``受理申请: 645宗``), or a map: ``值``, and one of ``组成`` (its parts, which
make the whole), ``其中`` (some of its parts), ``比率`` (two names: ``审结 / 受理``; or the whole
alone, where the count is not given) and ``增长`` (``民事案件 / 上年.民事案件``). Parts are names of
other facts, or names with their figures, which are facts themselves.
"""

from __future__ import annotations

from selfeval.form.schema import Slot
from selfeval.source.node import Entries, Items, Node, Text
from selfeval.submission.fields.report import Report
from selfeval.submission.tree import FIGURE, Branch, Leaf, Results, figure, normal
from selfeval.text.name import fold, nearest
from selfeval.text.placeholder import placeholder

PARTS, SOME, RATE, GROWTH = "组成", "其中", "比率", "增长"
WORDS = (FIGURE, PARTS, SOME, RATE, GROWTH)


def facts(slot: Slot, node: Entries, where: str, report: Report) -> Results:
    """Return every fact by its folded name; parts given with a figure are facts too."""
    found: Results = {}
    for name, value in node.items():
        _fact(slot, name, value, f"{where}.{name}", found, report)
    return found


def _fact(slot: Slot, name: Text, value: Node, where: str, found: Results, report: Report) -> None:
    branch = Branch(name, where, name)
    found[(fold(name),)] = branch
    if isinstance(value, Text):
        _figure(slot, name, value, branch, report)
        return
    if not isinstance(value, Entries):
        report.add(value.place, "wrong-shape", f"“{name}”后面应直接写数字，或分行写“值”和“组成”等")
        return
    for key, inner in value.items():
        if key not in WORDS:
            near = nearest(key, WORDS, 0.5)
            message = f"“{name}”下面没有“{key}”这一项，可以写：{'、'.join(WORDS)}"
            report.add(key.place, "unknown-key", message, fix=f"{near}: …" if near else "")
        elif key in (PARTS, SOME):
            branch[str(key)] = _names(slot, key, inner, where, found, report)
        elif isinstance(inner, Text) and key == FIGURE:
            _figure(slot, name, inner, branch, report)
        elif isinstance(inner, Text):
            branch[str(key)] = Leaf(slot.field, inner, str(inner), normal(inner), f"{where}.{key}")
        else:
            report.add(inner.place, "wrong-shape", f"“{key}”后面应直接写内容")
    if FIGURE not in value:
        message = f"“{name}”没有写“{FIGURE}”"
        report.add(name.place, "missing-value", message, fix=f"{FIGURE}: {slot.field.example}", where=where)


def _figure(slot: Slot, name: Text, value: Text, branch: Branch, report: Report) -> None:
    found = placeholder(value)
    if not value or found:
        place = value.at(*found) if found else value.place
        report.add(
            place, "missing-value", f"事实“{name}”后面没有填", fix=f"{name}: {slot.field.example}", where=branch.where
        )
        return
    branch[FIGURE] = Leaf(slot.field, value, str(value), figure(value), branch.where)


def _names(slot: Slot, key: Text, node: Node, where: str, found: Results, report: Report) -> Leaf:
    """Return the names of parts; parts with a figure are registered as facts on the way."""
    names: list[Text] = []
    if isinstance(node, Entries):
        for name, value in node.items():
            names.append(name)
            _fact(slot, name, value, f"{where}.{name}", found, report)
    elif isinstance(node, Items):
        names = [item for item in node if isinstance(item, Text)]
    elif isinstance(node, Text) and node:
        names = [node]
    return Leaf(slot.field, names[0] if names else key, tuple(names), "", f"{where}.{key}")
