"""What a file wants filled in: the fields of the chosen forms, and a result for everything in the targets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from selfeval.authoring.skeleton.blank import Blank
from selfeval.form.expression import KeyPath
from selfeval.form.field import Field, Kind
from selfeval.form.schema import HOLDS, Schema, Slot, levels_of
from selfeval.source.shape import Holds
from selfeval.submission.target import AFTER, adjusted, in_force
from selfeval.submission.tree import Branch, Filled, Leaf, branches
from selfeval.text.name import fold
from selfeval.text.placeholder import placeholder

FIRST = ("部门", "年度", "表样")

Given = Mapping[KeyPath, tuple[str, ...]]
Placed = tuple[Sequence[str], Blank]


def wanted(schema: Schema, file: str, tree: Branch, given: Given) -> tuple[Blank, ...]:
    """Return the blanks of a file in the form's order; ``tree`` holds the targets, ``given`` values that are known."""
    keys = sorted(schema.children[()], key=lambda key: key not in FIRST)
    return tuple(
        blank
        for key in keys
        if schema.slots[(key,)].field.file == file
        for blank in _blanks(schema, (key,), tree, given)
    )


def _blanks(schema: Schema, path: KeyPath, owner: Branch, given: Given) -> Iterator[Blank]:
    """Yield the blank of a field, nothing where no form uses it."""
    slot = schema.slots[path]
    declared, key = slot.field, path[-1]
    if path in given:
        yield Blank(key, HOLDS.get(declared.kind, Holds.VALUE), values=given[path])
    elif not slot.forms or declared.kind is Kind.FACTS:
        return
    elif declared.kind is Kind.RESULTS:
        yield from _results(schema, slot, owner)
    elif declared.kind in (Kind.GROUP, Kind.LIST, Kind.INDICATORS):
        inner = schema.children.get(path, ())
        inside = tuple(blank for name in inner for blank in _blanks(schema, (*path, name), owner, given))
        if declared.kind is Kind.GROUP:
            yield from _group(key, inside, note(declared))
        elif inside:
            yield _tree(Blank(key, Holds.LIST, note(declared), (), inside, _demanded(slot)), levels_of(schema, path))
    else:
        yield Blank(key, HOLDS.get(declared.kind, Holds.VALUE), note(declared), needed=_demanded(slot))


def _demanded(slot: Slot) -> bool:
    return bool(slot.required_by) and not slot.field.fallback


def _group(key: str, inside: Sequence[Blank], said: str = "") -> Iterator[Blank]:
    if inside:
        yield Blank(key, Holds.MAP, said, (), tuple(inside), any(blank.needed for blank in inside))


def _tree(listed: Blank, levels: Mapping[str, tuple[str, ...]]) -> Blank:
    """Return a list of indicators below the form's levels, one empty item a category; the first explains it."""
    if not levels:
        return listed
    bare = tuple(blank._replace(note="") for blank in listed.inside if blank.needed)
    places = [(level1, name) for level1, names in levels.items() for name in names]
    placed = [
        ((level1,), Blank(name, Holds.LIST, inside=bare if number else listed.inside))
        for number, (level1, name) in enumerate(places)
    ]
    said = f"{listed.note}；有几个指标就写几条，没有指标的类别写成 类别: 无"
    return listed._replace(holds=Holds.MAP, note=said, inside=tuple(_nested(placed)))


def _nested(placed: Sequence[Placed]) -> Iterator[Blank]:
    """Yield blanks below their categories, in the order in which each first comes."""
    categories: dict[str, list[Placed]] = {}
    for levels, blank in placed:
        if levels:
            categories.setdefault(str(levels[0]), []).append((levels[1:], blank))
        else:
            yield blank
    for name, below in categories.items():
        yield from _group(name, tuple(_nested(below)))


def _results(schema: Schema, slot: Slot, owner: Branch) -> Iterator[Blank]:
    """Yield the blanks for all that results are of: tasks, goals or indicators, these in the form's order."""
    levels = levels_of(schema, slot.field.results_of)
    order = [(fold(level1), fold(name)) for level1, names in levels.items() for name in names]
    rows = [row for row in branches(owner.get(slot.field.results_of[-1])) if row.title and not placeholder(row.title)]
    rows.sort(key=lambda row: next((at for at, names in enumerate(order) if names == _names(row)), len(order)))
    placed = [(row.levels, blank) for row in rows for blank in _result(schema, slot.field, row)]
    yield from _group(slot.field.path[-1], tuple(_nested(placed)), slot.field.help)


def _names(row: Branch) -> tuple[str, ...]:
    return tuple(map(fold, row.levels))


def _result(schema: Schema, declared: Field, row: Branch) -> Iterator[Blank]:
    """Yield the blank for one result, with every column a form demands; it is not needed where one was begun."""
    columns = schema.children.get(declared.path, ())
    inside: list[Blank] = []
    for column in columns:
        slot = schema.slots[(*declared.path, column)]
        if slot.field.kind is Kind.RESULTS:
            inside += _results(schema, slot, row)
        elif _demanded(slot):
            said = choices(slot.field) if row.levels else note(slot.field)
            inside.append(Blank(column, HOLDS.get(slot.field.kind, Holds.VALUE), said))
    if inside:
        short = [(column.key, column.holds) for column in inside] == [(columns[0], Holds.VALUE)]
        holds, values = (Holds.VALUE, inside[0].values) if short else (Holds.MAP, ())
        yield Blank(str(row.title), holds, _target(row), values, tuple(inside), not _begun(schema, declared, row))


def _begun(schema: Schema, declared: Field, row: Branch) -> bool:
    """Tell whether any of a result is typed already, be it under a misspelt name or in the wrong category."""
    for column in schema.children.get(declared.path, ()):
        inner = schema.slots[(*declared.path, column)].field
        rows = branches(row.get(inner.results_of[-1])) if inner.kind is Kind.RESULTS else []
        if column in row or any(_begun(schema, inner, below) for below in rows):
            return True
    return False


def _target(row: Branch) -> str:
    """Return what a result is measured by, empty where nothing is set."""
    said = brief(in_force(row))
    return f"目标 {said}{AFTER if adjusted(row) else ''}" if said else ""


def brief(filled: Filled | None) -> str:
    """Return a value as one line without a final stop, empty where nothing was filled in."""
    if not isinstance(filled, Leaf) or filled.value is None:
        return ""
    return " ".join(filled.text.split()).rstrip("。")


def note(declared: Field) -> str:
    """Return label, help and example of a field as one line."""
    told = declared.path[-1] + declared.help
    label = "" if declared.label in told else f"{declared.label}："
    example = f"例 {declared.example}" if declared.example and not declared.choices else ""
    return label + "；".join(filter(None, (declared.help, choices(declared), example)))


def choices(declared: Field) -> str:
    """Return what may be chosen, empty where anything may be typed."""
    return f"写 {'、'.join(declared.choices)} 之一" if declared.choices else ""
