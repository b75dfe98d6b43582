"""What was changed by hand in a document, told by the file and the key in which it is typed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath

from selfeval.documents.make import differences
from selfeval.evaluation.case import Case
from selfeval.problem import Place
from selfeval.submission.printed import print_leaf
from selfeval.submission.quotes import fill
from selfeval.submission.tree import Leaf

SHORTEST = 4
"""How many characters a text has at least that is looked for within a longer one."""


def describe_changes(case: Case, made: bytes, copy: bytes, suffix: str) -> str:
    """Return a Chinese phrase for each difference between a document as made now and its copy changed by hand.

    It names the file, the line and the key in which to type the change, where only one is possible.
    """
    typed = list(_typed(case))
    return "；".join(_describe(old, new, typed) for old, new in differences(made, copy, suffix))


def _describe(old: str, new: str, typed: list[tuple[str, Leaf, Place]]) -> str:
    dense = "".join(old.split())
    where = {(place, leaf.where) for shown, leaf, place in typed if shown == dense} or {
        (place, leaf.where)
        for shown, leaf, place in typed
        if (len(dense) >= SHORTEST and dense in shown) or (len(shown) >= SHORTEST and shown in dense)
    }
    head = ""
    if len(where) == 1:
        ((place, key),) = where
        head = f"{PurePath(place.file).name} 第 {place.line} 行 {key} "
    if not old:
        return f"加了“{new}”"
    return f"{head}删了“{old}”" if not new else f"{head}“{old}”改成了“{new}”"


def _typed(case: Case) -> Iterator[tuple[str, Leaf, Place]]:
    """Yield every text of a case as printed, without blanks, with its value and its place."""
    for leaf in case.submission.leaves():
        if leaf.field.path not in case.form.fields:
            continue
        for text in leaf.value if isinstance(leaf.value, tuple) else (leaf.text,):
            shown = "".join(fill(text if isinstance(leaf.value, tuple) else print_leaf(leaf, case.form), case.index))
            condensed = "".join(shown.split())
            if condensed:
                yield condensed, leaf, text.place
