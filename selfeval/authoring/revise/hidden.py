"""Names of list items that a form does not print: given back to a document's items by what else these say."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from selfeval.authoring.revise.paired import pair_items
from selfeval.authoring.revise.revision import Edited
from selfeval.documents.read.found import DocumentReading, ReadItem, Value
from selfeval.form.expression import KeyPath
from selfeval.form.field import Field, Role


def with_hidden_names(edited: Edited, standing: ReadItem) -> Edited:
    """Return the three documents with the names that stand in the files, an item that is new as 第3条.

    What would be printed now has the items of the files in their order; those of the other documents are paired.
    """
    for path, declared in edited.form.fields.items():
        rows = standing.lists.get(path[:-1], [])
        if declared.role is not Role.NAME or declared.printed or not rows:
            continue
        lists = [each.entry.lists.get(path[:-1], []) for each in (edited.now, edited.base, edited.theirs)]
        names = [row.name for row in rows]
        of_base = _paired(names, lists[0], lists[1])
        of_theirs = _paired(of_base, lists[1], lists[2])
        edited = edited._replace(
            now=_named(edited.now, path, declared, names),
            base=_named(edited.base, path, declared, of_base),
            theirs=_named(edited.theirs, path, declared, of_theirs),
        )
    return edited


def _paired(names: Sequence[str], old: Sequence[ReadItem], new: Sequence[ReadItem]) -> list[str]:
    """Return the names of new items: those of the old ones they are paired with, else a number that is free."""
    mates = {mate: names[number] for number, mate in pair_items(old, new).items() if number < len(names)}
    return [mates.get(number, f"第{number + 1}条") for number in range(len(new))]


def _named(found: DocumentReading, path: KeyPath, declared: Field, names: Sequence[str]) -> DocumentReading:
    listed = path[:-1]
    items = found.entry.lists.get(listed, [])
    named = [
        replace(
            item,
            values={path: Value(path, (name,), item.place, declared), **item.values},
            name=name,
            name_key=path[-1],
        )
        for item, name in zip(items, names, strict=False)
    ]
    return found._replace(entry=replace(found.entry, lists=found.entry.lists | {listed: named}))
