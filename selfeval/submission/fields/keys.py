"""Keys: which may stand where, which one a mistyped key means, and the name of an item."""

from __future__ import annotations

from pathlib import PurePath
from typing import NamedTuple

from selfeval.form.expression import KeyPath
from selfeval.form.field import ANYWHERE, FORMS_KEY, Field, Kind, Role
from selfeval.form.schema import Schema, Slot
from selfeval.problem import Level
from selfeval.source.node import Entries, Text
from selfeval.submission.fields.report import Report
from selfeval.submission.tree import Branch
from selfeval.text.name import nearest

MOST_GUESSED = 1000
"""Among more keys than this no unknown one is a slip: it is another file, and comparing names would take minutes."""


def path_of_key(branch: Branch, key: str) -> str:
    """Return the dotted path of a key in a branch, as explanations write it (``预算.收入``)."""
    return f"{branch.where}.{key}" if branch.where else key


def name_keys(schema: Schema, path: KeyPath) -> list[str]:
    """Return the keys under which an item of a list keeps its name: those of the role NAME, else ``名称``."""
    slots = schema.below(path).items()
    return [key for key, slot in slots if slot.field.role is Role.NAME] or [Role.NAME.value]


def title_of(schema: Schema, path: KeyPath, item: Entries) -> Text | None:
    """Return the name of an item, though its key may be misspelt; None where none is typed."""
    known = schema.children.get(path, ())
    for wanted in name_keys(schema, path):
        typed = item.get(Text(wanted))
        if typed is None and wanted in known:
            others = (key for key in item if key not in known)
            typed = next((item[key] for key in others if _key_meant(schema, key, item, known) == wanted), None)
        if isinstance(typed, Text) and typed:
            return typed
    return None


def is_strange(schema: Schema, path: KeyPath, item: Entries) -> bool:
    """Tell whether an item has no key that is known there, known elsewhere, or a likely misspelling."""
    known = schema.children.get(path, ())
    return not any(
        key in known or _field_elsewhere(schema, key) or _key_meant(schema, key, item, known) for key in item
    )


def report_unused(schema: Schema, slot: Slot, key: Text, report: Report) -> None:
    """Report a key that no form of the department uses, unless the group around it was reported already."""
    path = slot.field.path
    judged_by = slot.field.role is Role.TARGET and schema.slots[path[:-1]].field.kind is Kind.INDICATORS
    if slot.forms or slot.field.annotation or path[0] in ANYWHERE or path == (FORMS_KEY,) or judged_by:
        return
    if len(path) == 1 or schema.slots[path[:-1]].forms:
        message = f"“{key}”在本部门选的表样里都不用，写了也印不出来：请删去，或在“表样”里加上要用它的表"
        report.add(key.place, "unused-field", message, level=Level.WARNING)


class UnknownKey(NamedTuple):
    """Hold an unknown key as typed, the entries it stands among, their path, and the keys known there."""

    key: Text
    among: Entries
    path: KeyPath
    known: tuple[str, ...]


def report_unknown(schema: Schema, entry: UnknownKey, report: Report) -> str:
    """Report a key that is not known here; return the known key that it surely means, else "".

    A key that belongs at the top of another file is returned as typed: its value is read, so that file does not lack it.
    """
    key, among, path, known = entry
    value = among[key]
    near = _key_meant(schema, key, among, known) or _key_of_like_column(schema, entry)
    home = _field_elsewhere(schema, key, report.file)
    if near:
        behind = (" |" if value.block else f" {value}") if isinstance(value, Text) else ""
        report.add(key.place, "unknown-key", f"没有“{key}”这一项，是不是“{near}”？", fix=f"{near}:{behind}")
    elif home:
        target = f"“{'.'.join(home.path[:-1])}”下面" if len(home.path) > 1 else "最左边（前面不空格）"
        there = has_strayed(schema, key, report)
        hint = "；检查前面的空格是否多了或少了" if there else f"，写在 {home.file} 里"
        other = not there and not path and len(home.path) == 1
        message = f"应写在 {home.file} 里，不在这个文件" if other else f"写错了位置，应在{target}{hint}"
        report.add(key.place, "misplaced-key", f"“{key}”{message}")
        return str(key) if other and "*" not in home.file else ""
    else:
        options = "、".join(name for name in known if schema.slots[(*path, name)].forms)
        message = f"没有“{key}”这一项" + (f"，这里可以写：{options}" if options else "")
        report.add(key.place, "unknown-key", message)
    return near


def has_strayed(schema: Schema, key: Text, report: Report) -> bool:
    """Tell whether a key that is not known here has its place elsewhere in the same file."""
    home = _field_elsewhere(schema, key, report.file)
    return home is not None and home.file != "" and PurePath(report.file).match(home.file)


def _field_elsewhere(schema: Schema, key: Text, file: str = "") -> Field | None:
    """Return the first field that is written with this key, of those in the same file where there are any."""
    written = [slot.field for path, slot in schema.slots.items() if path[-1] == key and slot.forms]
    own = (field for field in written if field.file and file and PurePath(file).match(field.file))
    return next(own, next(iter(written), None))


def _key_of_like_column(schema: Schema, entry: UnknownKey) -> str:
    """Return the only key, not typed yet, that is like one of another table: 年度指标值 where 指标值 is typed; "" where none is.

    It is of the same role, and longer or shorter by a few characters only.
    """
    key, among, path, known = entry
    roles = {slot.field.role for where, slot in schema.slots.items() if where[-1] == key and slot.forms}
    free = [name for name in known if name not in among and schema.slots[(*path, name)].forms]
    alike = [name for name in free if name.endswith(key) or key.endswith(name)]
    same = [name for name in alike if (role := schema.slots[(*path, name)].field.role) and role in roles]
    return same[0] if len(same) == 1 else ""


def _key_meant(schema: Schema, key: Text, node: Entries, known: tuple[str, ...]) -> str:
    """Return the key, not typed yet, that a mistyped one surely means, else ""; among very many keys nothing is guessed."""
    if len(node) > MOST_GUESSED or _field_elsewhere(schema, key):
        return ""
    return nearest(key, [name for name in known if name not in node], 0.5)
