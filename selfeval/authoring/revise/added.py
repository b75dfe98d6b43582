"""Items of lists that are new in a document: beside the one they stand next to, else as the first of their category."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from selfeval.authoring.revise.changes import Changes, Patch, Surroundings
from selfeval.authoring.revise.items import inside, list_paths
from selfeval.authoring.revise.order import span_at
from selfeval.authoring.revise.retype import Insertion, Retyped
from selfeval.authoring.revise.revision import ConflictKind
from selfeval.authoring.skeleton.blank import STEP, Blank, as_key, lines_of
from selfeval.authoring.skeleton.filled import item_blanks
from selfeval.authoring.skeleton.place import end_of, start, stop
from selfeval.documents.read.found import ReadItem, keyed
from selfeval.form.expression import KeyPath
from selfeval.source.node import Entries, Items, Node, Text
from selfeval.submission.quotes import is_taken_for_quote
from selfeval.submission.submission import File
from selfeval.submission.tree import NOTHING
from selfeval.text.name import fold


class Beside(NamedTuple):
    """Hold the items between which a new one stands in the Word, as they were before; None where there is none."""

    before: ReadItem | None = None
    behind: ReadItem | None = None


def add_item(changes: Changes, path: KeyPath, item: ReadItem, beside: Beside, around: Surroundings) -> None:
    """Gather an item that is new: next to the one it stands beside, its results under its name."""
    key = f"{around.above}{'.'.join((*item.levels, item.name))}"
    name = item.values[(*path, item.name_key)]
    if changes.is_approved(name):
        changes.refuse(
            ConflictKind.APPROVED,
            key,
            item.place,
            f"“{item.name}”：目标已经批复，不能直接加；要加的，请按规定先调整目标",
        )
        return
    if any(is_taken_for_quote(value.text) for _, value in keyed(item)):
        said = f"“{item.name}”这一行里的双花括号在 YAML 里是引用，不能照写；请自己写进 {_home(changes, path)}"
        changes.refuse(ConflictKind.GONE, key, item.place, said)
        return
    blanks = item_blanks(changes.made.submission.schema, path, item)
    name_key = f"{key}.{item.name_key}"
    patch = blanks and (_next_to(changes, item, blanks, beside, around) or _first(changes, path, item, blanks, around))
    if not patch:
        said = f"“{item.name}”是新加的一行，不知道写在哪一条后面，请自己写进 {_home(changes, path)}"
        changes.refuse(ConflictKind.GONE, key, item.place, said)
        return
    changes.keep(patch._replace(key=name_key), name)
    added = ReadItem(lists={path: [*_typed_only(changes, beside.before, path, around), item]})
    for outer, its in zip(reversed(around.chain), reversed(list_paths(around.chain)), strict=True):
        added = inside(outer, its, added)
    changes.additions.append((name_key, added))


def _next_to(
    changes: Changes, item: ReadItem, blanks: Sequence[Blank], beside: Beside, around: Surroundings
) -> Patch | None:
    """Return what puts an item behind the one before it, or before the one behind it, where that is of its category."""
    for neighbour in beside:
        if neighbour is None or neighbour.levels != item.levels:
            continue
        key = f"{around.above}{'.'.join((*neighbour.levels, neighbour.name))}.{neighbour.name_key}"
        typed = changes.typed.get(key)
        if typed is None:
            continue
        place = typed.leaf.text.place
        column, end = changes.entry_at(place)
        if neighbour is beside.behind:
            span = span_at(changes.lines[place.file], place.line - 1)
            if span is None:
                continue
            end = span.start
        return Patch("", place.file, (), (Insertion(end, tuple(_as_item(blanks, column - len(STEP)))),))
    return None


def _first(
    changes: Changes, path: KeyPath, item: ReadItem, blanks: Sequence[Blank], around: Surroundings
) -> Patch | None:
    """Return what makes an item the first of its category; None where something else is typed there."""
    file = _file_of(changes, path)
    if file is None:
        return None
    steps = [*_steps(path, around.chain), *item.levels]
    found, node = _deepest(file.reading.root, steps)
    missing = steps[len(found) :]
    if not found or len(missing) > len(item.levels):
        return None if around.chain else Patch("", file.shown)  # all of the list is to be added
    (line, column), lines = start(found[-1]), changes.lines[file.shown]
    if isinstance(node, Entries) and missing and start(node)[0] > line:
        made = tuple(_below(missing, blanks, start(node)[1]))
        return Patch("", file.shown, (), (Insertion(end_of(lines, line, column, node), made),))
    if not isinstance(node, Text) or fold(node) not in ("", NOTHING):
        return None
    colon = lines[line].index(":", stop(found[-1])[1]) + 1
    retyped = (Retyped(line, colon, stop(node)[1], ""),) if node else ()
    made = tuple(_below(missing, blanks, column + len(STEP)))
    return Patch("", file.shown, retyped, (Insertion(line + 1, made),))


def _steps(path: KeyPath, chain: Sequence[ReadItem]) -> list[str]:
    """Return the keys that lead to a list, with the levels and names of the items around it."""
    steps: list[str] = []
    depth = 0
    for above, outer in zip(list_paths(chain), chain, strict=True):
        steps += [*above[depth:], *outer.levels, outer.name]
        depth = len(above)
    return [*steps, *path[depth:]]


def _below(missing: Sequence[str], blanks: Sequence[Blank], column: int) -> Iterator[str]:
    """Yield the lines of an item below the keys that are missing above it, from a column on."""
    for key in missing:
        yield f"{' ' * column}{as_key(key)}:"
        column += len(STEP)
    yield from _as_item(blanks, column)


def _as_item(blanks: Sequence[Blank], column: int) -> Iterator[str]:
    """Yield the lines of an item whose dash stands in a column."""
    first, *rest = lines_of(blanks)
    yield f"{' ' * column}- {first}"
    yield from (f"{' ' * (column + len(STEP))}{line}" for line in rest)


def _file_of(changes: Changes, path: KeyPath) -> File | None:
    return next((file for file in changes.made.submission.files if file.shown == _home(changes, path)), None)


def _home(changes: Changes, path: KeyPath) -> str:
    submission = changes.made.submission
    return submission.path_shown(submission.schema.slots[path[:1]].field.file)


def _deepest(root: Entries | None, steps: Sequence[str]) -> tuple[list[Text], Node | None]:
    """Return the keys on a way that are typed, and what stands under the last; an item of a list is known by its name."""
    found: list[Text] = []
    node: Node | None = root
    for step in steps:
        key = next((key for key in node if fold(key) == fold(step)), None) if isinstance(node, Entries) else None
        if isinstance(node, Items):
            entries = [entry for entry in node if isinstance(entry, Entries)]
            item = next((entry for entry in entries if _has_text(entry, step)), None)
            if item is None:
                break
            found.append(next(iter(item)))
            node = item
        elif key is not None and isinstance(node, Entries):
            found.append(key)
            node = node[key]
        else:
            break
    return found, node


def _has_text(entry: Entries, name: str) -> bool:
    return any(isinstance(value, Text) and fold(value) == fold(name) for value in entry.values())


def _typed_only(changes: Changes, before: ReadItem | None, path: KeyPath, around: Surroundings) -> Iterator[ReadItem]:
    """Yield the item behind which another one goes, with what is typed of it, so that the results of this one go there too."""
    if before is not None:
        own = f"{around.above}{'.'.join((*before.levels, before.name))}."
        typed = {
            inner: value
            for inner, value in before.values.items()
            if f"{own}{'.'.join(inner[len(path) :])}" in changes.typed
        }
        yield replace(before, values=typed, lists={})
