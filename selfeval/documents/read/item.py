"""An item of a list while it is read, and what it says once all its texts are compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from selfeval.documents.read.found import ReadItem, Value, same, unchanged
from selfeval.documents.read.pattern import NAME, Pattern
from selfeval.documents.read.piece import Binding
from selfeval.documents.view import LEVELS
from selfeval.form.expression import KeyPath
from selfeval.form.field import BETWEEN_CHOICES, Field, Kind, Role


@dataclass(eq=False)
class ItemSoFar:
    """Hold an item while it is read: the loop and turn it belongs to, and its bindings by path and step.

    One that ``is_void`` is not read, but for the levels of those behind it.
    """

    loop: int = -1
    turn: int = -1
    place: str = ""
    bindings: dict[KeyPath, dict[int, list[Binding]]] = field(default_factory=dict)
    below: dict[int, list[ItemSoFar]] = field(default_factory=dict)
    first: tuple[str, ...] = ()
    levels: dict[str, str] = field(default_factory=dict)
    is_void: bool = False


def read_item(pattern: Pattern, item: ItemSoFar, guesses: list[str], levels: tuple[str, ...] = ()) -> ReadItem:
    """Return an item with its values compared over all sites, and its lists, those of several loops made one."""
    made = ReadItem(levels=levels, place=item.place)
    for path, sites in item.bindings.items():
        said = _in_cells_first(pattern, sites)
        if not said:
            continue  # all that stood there is the heading of something else
        made.values[path] = _value(path, pattern.columns.get(path), said, guesses)
        declared = pattern.columns.get(path)
        if declared is not None and declared.role is Role.NAME and path[:-1] == pattern.list_of(item.loop) != ():
            name = made.values[path]
            made.name, made.name_key, made.place = "".join(name.texts), path[-1], name.place
    for loop, items in item.below.items():
        path = pattern.list_of(loop)
        read = [inner for inner in items if not inner.is_void]
        entries = [read_item(pattern, inner, guesses, _levels(pattern, path, inner, guesses)) for inner in read]
        made.lists[path] = _united(made.lists[path], entries) if path in made.lists else entries
    for path, value in list(made.values.items()):
        if any(_says(row, value) for row in made.lists.get(path[:-1], ())):
            del made.values[path]  # a sentence that names items of a list
    return made


def _in_cells_first(pattern: Pattern, sites: Mapping[int, list[Binding]]) -> list[list[Binding]]:
    """Return the texts that some sites print, those in cells of their own before those that a title has among other words."""
    own = {number for number, step in enumerate(pattern.steps) if step.line is not None and step.line.table}
    return [sites[site] for site in sorted(sites, key=lambda site: site not in own) if sites[site]]


def _says(row: ReadItem, value: Value) -> bool:
    return value.path in row.values and same(row.values[value.path], value) and not value.others


def _levels(pattern: Pattern, path: KeyPath, item: ItemSoFar, guesses: list[str]) -> tuple[str, ...]:
    """Return the levels of an indicator; a first level that is not printed is the one that has the second, a guess."""
    declared = pattern.form.fields.get(path)
    known = item.levels
    if declared is None or not declared.levels or not known:
        return tuple(known[level] for level in LEVELS if level in known)
    second = known.get("二级", "")
    homes = [first for first, names in declared.levels.items() if second in names]
    first = known.get("一级", "")
    if len(homes) == 1 and first not in homes:
        first = homes[0]
        if not _prints_first_level(pattern, path):
            return (first, second)
        said = f"的一级指标认不出来，按“{second}”放在“{first}”下面"
        guesses += [f"{item.place}{said}"] if not any(guess.endswith(said) for guess in guesses) else []
    return tuple(filter(None, (first, second)))


def _prints_first_level(pattern: Pattern, path: KeyPath) -> bool:
    return any(tag.path == (*path, "一级", NAME) for step in pattern.steps if step.line for tag in step.line.tags)


def _united(known: list[ReadItem], others: list[ReadItem]) -> list[ReadItem]:
    """Return the items of a list that is printed twice, paired by a text that both show, else by their order."""
    waiting = list(others)
    for number, entry in enumerate(known):
        alike = next((other for other in waiting if _share_text(entry, other)), None)
        if alike is None and number < len(others) and (len(known) == len(others) or not entry.name):
            alike = others[number] if others[number] in waiting else None
        if alike is not None:
            waiting.remove(alike)
            _join(entry, alike)
    return known + waiting


def _share_text(one: ReadItem, other: ReadItem) -> bool:
    return any(
        path in other.values and same(value, other.values[path]) for path, value in one.values.items() if value.text
    )


def _join(entry: ReadItem, other: ReadItem) -> None:
    for path, value in other.values.items():
        known = entry.values.setdefault(path, value)
        if not unchanged(known, value):
            entry.values[path] = known._replace(others=(*known.others, (value.place, value.text)))
    for path, items in other.lists.items():
        entry.lists[path] = _united(entry.lists[path], items) if path in entry.lists else items
    if not entry.name:
        entry.name, entry.name_key = other.name, other.name_key


def _value(path: KeyPath, declared: Field | None, sites: list[list[Binding]], guesses: list[str]) -> Value:
    """Return the value that some sites print; texts that differ from the first are kept beside it.

    What is a guess does not count against what is none, and is named among ``guesses`` where it differs.
    """
    values = [
        Value(
            path,
            tuple(text for binding in site for text in binding.text.split("\n")),
            site[0].place,
            declared,
            guess=next((binding.guess for binding in site if binding.guess), ""),
        )
        for site in sites
    ]
    sure = [value for value in values if not value.guess]
    first, *rest = sure or values
    guesses += [
        f"{value.place}“{value.text}”和{first.place}写得不一样，照{first.place}的"
        for value in values
        if sure and value.guess and not unchanged(first, value)
    ]
    others = [(value.place, value.text) for value in rest if not unchanged(first, value)]
    if declared is not None and declared.kind is Kind.CHOICES:
        return first._replace(texts=(BETWEEN_CHOICES.join(text.text for text in sites[0]),), others=tuple(others))
    if declared is not None and declared.kind not in (Kind.PROSE, Kind.LINES):
        site = sites[values.index(first)]
        others += [(binding.place, binding.text) for binding in site[1:]]
        first = first._replace(texts=tuple(site[0].text.split("\n")))
    return first._replace(others=tuple(others))
