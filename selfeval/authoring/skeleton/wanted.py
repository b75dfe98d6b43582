"""The blanks that a file should have: the fields of the chosen forms, and a result for everything in the targets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from selfeval.authoring.skeleton.blank import Blank, as_value
from selfeval.form.expression import KeyPath
from selfeval.form.field import DEPARTMENT_KEY, FORMS_KEY, YEAR_KEY, Field, Kind, Role, headings_of
from selfeval.form.fixed import FixedRow
from selfeval.form.schema import HOLDS, Schema, Slot, fixed_rows, forms_closed_to, levels_of
from selfeval.source.shape import Holds
from selfeval.submission.numbers import column_items
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
        elif inside and (names := _names_followed(schema, declared, owner)):
            items = tuple(_named(inside, _name_key(schema, path), name) for name in names)
            yield Blank(key, Holds.LIST, note(declared), (), (), _is_demanded(slot), items)
        elif inside and (printed := fixed_rows(schema, path)):
            rows = [row for _, row in printed.values()]
            listed = Blank(key, Holds.LIST, note(declared), (), inside, _is_demanded(slot))
            yield _blank_of_printed(listed, rows, _headings(schema, path), _name_key(schema, path))
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
    placed = [
        (names[:-1], Blank(names[-1], Holds.LIST, inside=bare if number else listed.inside))
        for number, names in enumerate(headings_of(levels))
    ]
    said = "；".join(filter(None, (listed.note, "有几个指标就写几条，没有指标的类别写成 类别: 无")))
    return listed._replace(holds=Holds.MAP, note=said, inside=tuple(_nest(placed)))


def _name_key(schema: Schema, path: KeyPath) -> str:
    return schema.roles.get(path, {}).get(Role.NAME, (Role.NAME.value,))[-1]


def _headings(schema: Schema, path: KeyPath) -> list[tuple[str, ...]]:
    """Return the headings of a list below which a department may add rows of its own."""
    known: list[tuple[str, ...]] = headings_of(levels_of(schema, path)) or [()]
    return [headings for headings in known if not forms_closed_to(schema, path, headings)]


def _blank_of_printed(
    listed: Blank, rows: Sequence[FixedRow], open_headings: Sequence[tuple[str, ...]], name_key: str
) -> Blank:
    """Return the blank of a list with the rows that the form prints, and an empty item below each heading without any."""
    by_heading: dict[tuple[str, ...], list[tuple[Blank, ...]]] = {}
    for row in rows:
        by_heading.setdefault(row.levels, []).append(tuple(_printed_item(listed.inside, row, name_key)))
    for headings in open_headings:
        by_heading.setdefault(headings, [tuple(blank for blank in listed.inside if blank.needed)])
    if list(by_heading) == [()]:
        return listed._replace(items=tuple(by_heading[()]))
    placed = [(names[:-1], Blank(names[-1], Holds.LIST, items=tuple(items))) for names, items in by_heading.items()]
    return listed._replace(holds=Holds.MAP, inside=tuple(_nest(placed)))


def _printed_item(inside: Sequence[Blank], row: FixedRow, name_key: str) -> Iterator[Blank]:
    """Yield the blanks of a row that the form prints: its name, and the columns that the form leaves open."""
    for blank in inside:
        if blank.key == name_key:
            said = "" if row.compulsory else "可以不选，不选的整条删去"
            if row.condition is not None:
                said = f"{'.'.join(row.condition.asked)}写{'、'.join(row.condition.answers)}的要写，别的可以整条删去"
            yield blank._replace(note=said, values=(as_value(str(row.name)),))
        elif blank.key in row.points:
            yield blank._replace(note=f"写 {'、'.join(row.points[blank.key])} 里有的几个；全有的写 全部")
        elif blank.needed and blank.key not in {*row.columns, *row.computed}:
            yield blank


def _names_followed(schema: Schema, declared: Field, tree: Branch) -> list[str]:
    """Return the names of the items whose columns a list follows, none where it follows none or they are not named yet."""
    columns = column_items(tree, schema.slots[declared.follows].field) if declared.follows else ()
    return [str(column.title) for column in columns if not find_placeholder(column.title)]


def _named(inside: Sequence[Blank], name_key: str, name: str) -> tuple[Blank, ...]:
    """Return the blanks of an item whose name is known."""
    return tuple(blank._replace(values=(as_value(name),)) if blank.key == name_key else blank for blank in inside)


def _nest(placed: Sequence[PlacedBlank]) -> Iterator[Blank]:
    """Yield some blanks below their categories, these in the order of first appearance."""
    found: dict[str, list[PlacedBlank]] = {}
    for levels, blank in placed:
        found.setdefault(str(levels[0]) if levels else blank.key, []).append((levels, blank))
    for name, here in found.items():
        yield from (blank for levels, blank in here if not levels)
        yield from _blank_of_group(name, tuple(_nest([(levels[1:], blank) for levels, blank in here if levels])))


def _results(schema: Schema, slot: Slot, owner: Branch) -> Iterator[Blank]:
    """Yield the blank of every result: one for each task, goal or indicator, the last in the form's order."""
    levels = levels_of(schema, slot.field.results_of)
    order = [tuple(map(fold, names)) for names in headings_of(levels)]
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
    _, printed = fixed_rows(schema, declared.results_of).get((*_folded_levels(row), fold(row.title)), ("", None))
    for column in (column for column in columns if printed is None or column not in printed.computed):
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
    label = declared.label.rstrip("：:")
    label = "" if label in told else label
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
    listed = "、".join(declared.choices)
    many = declared.kind is Kind.CHOICES
    return (f"写 {listed} 里的几个" if many else f"写 {listed} 之一") if listed else ""
