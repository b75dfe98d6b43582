"""Items of lists that came back otherwise: new ones, behind the one they follow, and new names wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from selfeval.authoring.revise.changes import Changes, Patch
from selfeval.authoring.revise.retype import Retyped, edit_part
from selfeval.authoring.skeleton.blank import as_key
from selfeval.authoring.skeleton.place import start
from selfeval.documents.read.found import ReadItem
from selfeval.form.expression import KeyPath
from selfeval.form.field import Kind
from selfeval.source.node import Entries, Text
from selfeval.submission.quotes import QUOTE
from selfeval.text.name import fold


def inside(outer: ReadItem, path: KeyPath, added: ReadItem) -> ReadItem:
    """Return a document in which an item of a list holds nothing but its name and what is added to it."""
    name = (*path, outer.name_key)
    added.values[name] = outer.values[name]
    added.levels, added.name, added.name_key = outer.levels, outer.name, outer.name_key
    return ReadItem(lists={path: [added]})


def list_paths(chain: Iterable[ReadItem]) -> list[KeyPath]:
    """Return the paths of the lists of some items, by the path of the name in each."""
    return [
        next(value.path[:-1] for value in item.values.values() if value.path[-1] == item.name_key and value.is_name)
        for item in chain
    ]


def rename_results(changes: Changes, path: KeyPath, chain: Sequence[ReadItem], name: str, key: str) -> None:
    """Gather the new name of an item wherever its results stand under the old one."""
    submission = changes.made.submission
    for result, slot in submission.schema.slots.items():
        if slot.field.kind is not Kind.RESULTS or slot.field.results_of != path:
            continue
        steps = _steps(result, chain)
        for file in submission.files:
            found = _find_key(file.reading.root, steps)
            if found is not None:
                line, column = start(found)
                typed = changes.lines[file.shown][line]
                width = len(typed[column:].partition(":")[0].rstrip())
                change = Retyped(line, column, column + width, as_key(name))
                changes.patches.append(Patch(key, file.shown, (change,)))


def rename_quotes(changes: Changes, old: str, name: str, key: str) -> None:
    """Gather the new name of an item wherever a text quotes it; a name that several items have is left for the proof to tell."""
    quotes = changes.made.quotable.quotes
    if len({each.full for each in quotes.names if fold(each.own) == fold(old)}) > 1:
        return
    for _, lines in quotes.texts:
        for line in lines:
            for quote in QUOTE.finditer(line):
                for begin, end in _parts(quote):
                    if fold(line[begin:end]) == fold(old):
                        change = edit_part(line, begin, end, name)
                        changes.patches.append(Patch(key, line.place.file, (change,)))


def _parts(quote: re.Match[str]) -> Iterator[tuple[int, int]]:
    """Yield where the names in a quote stand: it may name the owner before a point, and what is wanted behind one."""
    at = quote.start(1)
    for part in quote[1].split("."):
        bare = part.strip()
        begin = at + part.find(bare) if bare else at
        yield begin, begin + len(bare)
        at += len(part) + 1


def _steps(result: KeyPath, chain: Sequence[ReadItem]) -> list[str]:
    """Return the keys that lead to the result of an item: those of the results, and under each levels and name."""
    made: list[str] = []
    for word, item in zip(result, chain[len(chain) - len(result) :], strict=True):
        made += [word, *item.levels, item.name]
    return made


def _find_key(root: Entries | None, steps: Sequence[str]) -> Text | None:
    node: object = root
    key = None
    for step in steps:
        key = next((key for key in node if fold(key) == fold(step)), None) if isinstance(node, Entries) else None
        if key is None or not isinstance(node, Entries):
            return None
        node = node[key]
    return key
