"""The rows that a form prints itself: indicators or items listed in a file beside ``form.yaml``.

The file is written as a department types the list, from the key of the field on; the columns that it fills are printed
as they stand there. ``必选: 否`` marks a row that a department may leave out, ``必选: {有政府采购: 是}`` one that it may
not where it gave that answer.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from selfeval.form.columns import columns as columns_of
from selfeval.form.declaration import YES_NO, DeclarationError, condition, decimal, entries, one_of, suggest
from selfeval.form.expression import KeyPath
from selfeval.form.field import CONTAINERS, Field, Kind, Role
from selfeval.form.fitting import check_answers
from selfeval.form.fixed import FixedRow
from selfeval.form.operands import joined_path, lists_above
from selfeval.problem import Place
from selfeval.problem.disk import LARGEST, read_file, stay_within
from selfeval.source.fast import read_declaration
from selfeval.source.node import Entries, Items, Node, Text
from selfeval.source.shape import Holds, Shape

COMPULSORY = "必选"
_HOLDS = {Kind.CHECKLIST: Holds.NAMES}
_NUMBERS = (Kind.AMOUNT, Kind.NUMBER, Kind.COUNT, Kind.PERCENT)


def read_fixed_rows(
    file: Text, folders: Sequence[Path], declared: Field, fields: Mapping[KeyPath, Field]
) -> tuple[FixedRow, ...]:
    """Return the rows that a file beside ``form.yaml`` lists for a field.

    Raises:
        DeclarationError: where the file cannot be read, or holds what the field does not.
    """
    folder = next((each for each in folders if os.path.lexists(each / file)), folders[0])
    shown = f"{file.place.file.rpartition('/')[0]}/{file}"
    columns = {path[-1]: field for path, field in fields.items() if path[:-1] == declared.path}
    values = {key: Shape(_HOLDS.get(field.kind, Holds.VALUE)) for key, field in columns.items()}
    values[COMPULSORY] = Shape(Holds.NAMES, entry=Shape(Holds.LINES))
    shape = Shape(Holds.MAP, keys={declared.key: Shape(Holds.TREE, keys=values)})
    try:
        stay_within(folder / file, folder)
        reading = read_declaration(read_file(folder / file, LARGEST + 1), shown, shape)
    except OSError as error:
        raise DeclarationError(file.place, f"读不了旁边的“{file}”；它要和 form.yaml 放在一个文件夹里") from error
    if problem := next(iter(reading.problems), None):
        raise DeclarationError(problem.place, problem.message)
    root = entries(reading.root) if reading.root is not None else Entries()
    found = root.get(Text(declared.key))
    if not found:
        raise DeclarationError(Place(shown, 1, 1, 1), f"这里没有“{declared.key}:”，不知道是哪个键的指标")
    rows: list[FixedRow] = []
    for levels, item in _rows(found, declared, ()):
        row = _read_row(levels, item, declared, fields)
        if any(row.identity == other.identity for other in rows):
            raise DeclarationError(row.name.place, f"“{row.name}”写了两次，只留一个")
        rows.append(row)
    return tuple(rows)


def _rows(node: Node, declared: Field, levels: tuple[Text, ...]) -> Iterator[tuple[tuple[Text, ...], Entries]]:
    """Yield every row with its headings, each of which the form declares."""
    if isinstance(node, Items):
        for item in node:
            yield levels, entries(item)
        return
    for name, below in entries(node).items():
        known = tuple(declared.levels) if not levels else declared.levels.get(str(levels[0]), ())
        if len(levels) > 1 or name not in known:
            what = "、".join(known) if known and len(levels) < 2 else "一条一条的指标，每条以“- ”开头"
            raise DeclarationError(name.place, f"“{name}”不在“层级”里，这里可以写：{what}{suggest(name, known)}")
        yield from _rows(below, declared, (*levels, name))


def _read_computed(value: Node, fields: Mapping[KeyPath, Field]) -> KeyPath:
    """Return the key that a column prints (``= 资金.执行率``), () where the value is no such key."""
    typed = str(value).strip() if isinstance(value, Text) else ""
    if not typed.startswith("="):
        return ()
    path = tuple(typed.removeprefix("=").strip().split("."))
    declared = fields.get(path)
    if declared is None or declared.kind in CONTAINERS or lists_above(fields, joined_path(fields, path)):
        near = suggest(".".join(path), (".".join(other) for other in fields))
        raise DeclarationError(value.place, f"“{typed}”：等号后面写这个表样里列表以外的一个键{near}")
    return path


def _read_row(levels: tuple[Text, ...], item: Entries, declared: Field, fields: Mapping[KeyPath, Field]) -> FixedRow:
    columns = {path[-1]: field for path, field in fields.items() if path[:-1] == declared.path}
    name_key = next((key for key, field in columns.items() if field.role is Role.NAME), Role.NAME.value)
    name = item.get(Text(name_key))
    if not isinstance(name, Text) or not name:
        raise DeclarationError(item.place, f"表样印好的一条要写“{name_key}: …”")
    filled = {key: value for key, value in item.items() if key not in (name_key, COMPULSORY)}
    computed = {str(key): path for key, value in filled.items() if (path := _read_computed(value, fields))}
    points: dict[str, Mapping[str, Decimal]] = {}
    results = {field.path[-1] for field in columns_of(fields, declared.path)}
    for key, value in item.items():
        column = columns.get(str(key))
        if key == COMPULSORY or (key in computed and key in results):
            continue
        if column is None or column.kind in CONTAINERS or column.formula is not None:
            near = suggest(key, columns)
            raise DeclarationError(
                key.place, f"“{declared.key}”没有“{key}”这一列，可以印的：{'、'.join(columns)}{near}"
            )
        if column.kind is Kind.CHECKLIST:
            points[str(key)] = {str(name): decimal(given) for name, given in entries(value).items()}
        if column.kind in _NUMBERS:
            decimal(value)
        if column.kind is Kind.CHOICE:
            one_of(dict.fromkeys(column.choices, ""))(value)
    compulsory = item.get(Text(COMPULSORY))
    asked = condition(compulsory) if isinstance(compulsory, Entries) else None
    if asked is not None:
        check_answers(asked, COMPULSORY, item.place if compulsory is None else compulsory.place, fields)
    always = compulsory is None or (asked is None and YES_NO(compulsory))
    own = {key: value for key, value in filled.items() if key not in {*computed, *points}}
    return FixedRow(tuple(map(str, levels)), name, own, computed, points, always, asked)
