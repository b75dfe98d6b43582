"""Facts: named figures, and the parts or the two figures each is computed from.

A fact is a figure (``受理申请: 645宗``), or a map: ``值``, and one of ``组成`` (its parts, which
make the whole), ``其中`` (some of its parts), ``比率`` (two names: ``审结 / 受理``; or the whole
alone, where the count is not given) and ``增长`` (``民事案件 / 上年.民事案件``). Parts are names of
other facts, or names with their figures, which are facts themselves.
"""

from __future__ import annotations

from selfeval.quantity.garbled import find_garbled
from selfeval.source.node import Entries, Items, Text
from selfeval.submission.fields.at import At
from selfeval.submission.fields.value import report_remark
from selfeval.submission.tree import FIGURE, Branch, Leaf, Results, print_figure, print_text
from selfeval.text.name import fold, nearest
from selfeval.text.placeholder import find_stand_in

PARTS, SOME, RATE, GROWTH = "组成", "其中", "比率", "增长"
WORDS = (FIGURE, PARTS, SOME, RATE, GROWTH)


def read_facts(at: At, names: Entries) -> Results:
    """Return every fact by its folded name, as a tuple of one; parts given with a figure are facts too."""
    found: Results = {}
    for name, value in names.items():
        _read_fact(at.below(value, name), name, found)
    return found


def _read_fact(at: At, name: Text, found: Results) -> None:
    value, report = at.node, at.report
    branch = Branch(name, at.where, name)
    found[(fold(name),)] = branch
    if isinstance(value, Text):
        _read_figure(at, name, value, branch)
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
            branch[str(key)] = _read_parts(at.below(inner), key, found)
        elif isinstance(inner, Text) and key == FIGURE:
            _read_figure(at, name, inner, branch)
        elif isinstance(inner, Text):
            branch[str(key)] = Leaf(at.field, inner, str(inner), print_text(inner), f"{at.where}.{key}")
        else:
            report.add(inner.place, "wrong-shape", f"“{key}”后面应直接写内容")
    if FIGURE not in value:
        message = f"“{name}”没有写“{FIGURE}”"
        report.add(name.place, "missing-value", message, fix=f"{FIGURE}: {at.field.example}", where=at.where)


def _read_figure(at: At, name: Text, value: Text, branch: Branch) -> None:
    found = find_stand_in(value)
    if not value or found:
        place = value.at(*found) if found else value.place
        fix = f"{name}: {at.field.example}"
        at.report.add(place, "missing-value", f"事实“{name}”后面没有填", fix=fix, where=branch.where)
        return
    if garbled := find_garbled(value):
        report_remark(at._replace(key=name), value, garbled)
        return
    branch[FIGURE] = Leaf(at.field, value, str(value), print_figure(value), branch.where)


def _read_parts(at: At, key: Text, found: Results) -> Leaf:
    """Return the names of the parts as one value; parts with a figure are added to the facts in ``found``."""
    names: list[Text] = []
    node = at.node
    if isinstance(node, Entries):
        for name, value in node.items():
            names.append(name)
            _read_fact(at.below(value, name), name, found)
    elif isinstance(node, Items):
        names = [item for item in node if isinstance(item, Text)]
    elif isinstance(node, Text) and node:
        names = [node]
    return Leaf(at.field, names[0] if names else key, tuple(names), "", f"{at.where}.{key}")
