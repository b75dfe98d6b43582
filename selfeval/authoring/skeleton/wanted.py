"""The blanks that a file should have: the fields of the chosen forms, and a result for everything in the targets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from selfeval.authoring.skeleton.blank import Blank
from selfeval.form.expression import KeyPath
from selfeval.form.field import DEPARTMENT_KEY, FORMS_KEY, YEAR_KEY, Field, Kind
from selfeval.form.schema import HOLDS, Schema, Slot, levels_of
from selfeval.source.shape import Holds
from selfeval.submission.target import AFTER, Keys, adjusted_target, target_judged_by
from selfeval.submission.tree import Branch, Filled, Leaf, branches
from selfeval.text.name import fold
from selfeval.text.placeholder import find_placeholder

FIRST = (DEPARTMENT_KEY, YEAR_KEY, FORMS_KEY)

Given = Mapping[KeyPath, tuple[str, ...]]
PlacedBlank = tuple[Sequence[str], Blank]
"""The levels below which a blank belongs, and the blank."""


def wanted(schema: Schema, file: str, tree: Branch, given: Given) -> tuple[Blank, ...]:
    """Return the blanks of a file in the form's order; ``tree`` holds the targets, ``given`` the values known already."""
    keys = sorted(schema.children[()], key=lambda key: key not in FIRST)
    return tuple(
        blank
        for key in keys
        if schema.slots[(key,)].field.file == file
        for blank in _blanks_of(schema, (key,), tree, given)
    )


def _blanks_of(schema: Schema, path: KeyPath, owner: Branch, given: Given) -> Iterator[Blank]:
    """Yield the blank of a field, none where no form uses it."""
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
        inside = tuple(blank for name in inner for blank in _blanks_of(schema, (*path, name), owner, given))
        if declared.kind is Kind.GROUP:
            yield from _blank_of_group(key, inside, note(declared))
        elif inside:
            yield _blank_of_categories(
                Blank(key, Holds.LIST, note(declared), (), inside, _is_demanded(slot)), levels_of(schema, path)
            )
    else:
        yield Blank(key, HOLDS.get(declared.kind, Holds.VALUE), note(declared), needed=_is_demanded(slot))


def _is_demanded(slot: Slot) -> bool:
    return bool(slot.required_by) and not slot.field.fallback


def _blank_of_group(key: str, inside: Sequence[Blank], said: str = "") -> Iterator[Blank]:
    if inside:
        yield Blank(key, Holds.MAP, said, (), tuple(inside), any(blank.needed for blank in inside))


def _blank_of_categories(listed: Blank, levels: Mapping[str, tuple[str, ...]]) -> Blank:
    """Return the blank of indicators below the form's categories, one empty item each; the first has the notes."""
    if not levels:
        return listed
    bare = tuple(blank._replace(note="") for blank in listed.inside if blank.needed)
    places = [(level1, name) for level1, names in levels.items() for name in names]
    placed = [
        ((level1,), Blank(name, Holds.LIST, inside=bare if number else listed.inside))
        for number, (level1, name) in enumerate(places)
    ]
    said = "；".join(filter(None, (listed.note, "有几个指标就写几条，没有指标的类别写成 类别: 无")))
    return listed._replace(holds=Holds.MAP, note=said, inside=tuple(_nest(placed)))


def _nest(placed: Sequence[PlacedBlank]) -> Iterator[Blank]:
    """Yield some blanks below their categories, these in the order of first appearance."""
    categories: dict[str, list[PlacedBlank]] = {}
    for levels, blank in placed:
        if levels:
            categories.setdefault(str(levels[0]), []).append((levels[1:], blank))
        else:
            yield blank
    for name, below in categories.items():
        yield from _blank_of_group(name, tuple(_nest(below)))


def _results(schema: Schema, slot: Slot, owner: Branch) -> Iterator[Blank]:
    """Yield the blank of every result: one for each task, goal or indicator, the last in the form's order."""
    levels = levels_of(schema, slot.field.results_of)
    order = [(fold(level1), fold(name)) for level1, names in levels.items() for name in names]
    rows = [
        row for row in branches(owner.get(slot.field.results_of[-1])) if row.title and not find_placeholder(row.title)
    ]
    rows.sort(key=lambda row: next((at for at, names in enumerate(order) if names == _folded_levels(row)), len(order)))
    placed = [(row.levels, blank) for row in rows for blank in _result(schema, slot.field, row)]
    yield from _blank_of_group(slot.field.path[-1], tuple(_nest(placed)), slot.field.help)


def _folded_levels(row: Branch) -> tuple[str, ...]:
    return tuple(map(fold, row.levels))


def _result(schema: Schema, declared: Field, row: Branch) -> Iterator[Blank]:
    """Yield the blank of one result, with every column that a form demands; a result that was begun needs none."""
    columns = schema.children.get(declared.path, ())
    inside: list[Blank] = []
    for column in columns:
        slot = schema.slots[(*declared.path, column)]
        if slot.field.kind is Kind.RESULTS:
            inside += _results(schema, slot, row)
        elif _is_demanded(slot):
            said = choices(slot.field) if row.levels else note(slot.field)
            inside.append(Blank(column, HOLDS.get(slot.field.kind, Holds.VALUE), said))
    if inside:
        short = [(column.key, column.holds) for column in inside] == [(columns[0], Holds.VALUE)]
        keys = schema.roles.get(declared.results_of, {})
        holds, values = (Holds.VALUE, inside[0].values) if short else (Holds.MAP, ())
        yield Blank(
            str(row.title), holds, _target_note(row, keys), values, tuple(inside), not _is_begun(schema, declared, row)
        )


def _is_begun(schema: Schema, declared: Field, row: Branch) -> bool:
    """Tell whether any column of a result is typed already, even under a misspelt name or in the wrong category."""
    for column in schema.children.get(declared.path, ()):
        inner = schema.slots[(*declared.path, column)].field
        rows = branches(row.get(inner.results_of[-1])) if inner.kind is Kind.RESULTS else []
        if column in row or any(_is_begun(schema, inner, below) for below in rows):
            return True
    return False


def _target_note(row: Branch, keys: Keys) -> str:
    """Return the note with the target of a result, empty where it has none."""
    said = brief(target_judged_by(row, keys))
    return f"目标 {said}{AFTER if adjusted_target(row, keys) else ''}" if said else ""


def brief(filled: Filled | None) -> str:
    """Return a value on one line without its final full stop, empty where nothing was filled in."""
    if not isinstance(filled, Leaf) or filled.value is None:
        return ""
    return " ".join(filled.text.split()).rstrip("。")


def note(declared: Field) -> str:
    """Return label, help and example of a field on one line."""
    told = declared.path[-1] + declared.help
    label = "" if declared.label in told else declared.label
    unit = (
        f"单位{declared.unit}"
        if declared.kind is Kind.AMOUNT and declared.unit != "万元" and "单位" not in told
        else ""
    )
    example = f"例 {declared.example}" if declared.example and not declared.choices else ""
    said = "；".join(filter(None, (declared.help, unit, choices(declared), example)))
    return "：".join(filter(None, (label, said)))


def choices(declared: Field) -> str:
    """Return a note with the choices of a field, empty where anything may be typed."""
    return f"写 {'、'.join(declared.choices)} 之一" if declared.choices else ""
