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

SIDES = {
    PARTS: (2, 1000, "写两项以上，加起来是它的数"),
    SOME: (1, 1000, "写它当中的一项或几项"),
    RATE: (1, 2, "写成“审结 / 受理”，没有数的只写总数“受理”"),
    GROWTH: (2, 2, "写成“民事案件 / 上年.民事案件”，今年的在前，上年的在后"),
}
"""How many names each word takes, at least and at most, and how they are written."""


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
    _check_whole(at, name, branch)
    if FIGURE not in value:
        message = f"“{name}”没有写“{FIGURE}”"
        report.add(name.place, "missing-value", message, fix=f"{FIGURE}: {at.field.example}", where=at.where)


def _check_whole(at: At, name: Text, branch: Branch) -> None:
    """Report a declaration by which nothing can be checked: parts or sides are missing, or name the fact itself."""
    for word, (fewest, most, how) in SIDES.items():
        leaf = branch.get(word)
        if not isinstance(leaf, Leaf):
            continue
        named = leaf.value if isinstance(leaf.value, tuple) else split_sides(str(leaf.text))
        given = [each for each in named if each]
        if not fewest <= len(given) <= most:
            message = f"“{name}”的“{word}”写得不全，什么也核对不了：{how}"
            at.report.add(leaf.text.place, "incomplete-fact", message, where=leaf.where)
        elif any(fold(each) == fold(name) for each in given):
            message = f"“{name}”的“{word}”里又写了它自己，什么也核对不了：{how}"
            at.report.add(leaf.text.place, "incomplete-fact", message, where=leaf.where)


def split_sides(text: str) -> list[str]:
    """Return the names on either side of a division: ``审结 / 受理``."""
    return [part.strip() for part in text.replace("÷", "/").replace("／", "/").split("/")]


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
