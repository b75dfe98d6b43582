"""The files of a made-up department that fills every field of one form, so that its page can be seen before any data exist."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from selfeval.authoring.skeleton.blank import Blank, as_value, lines_of
from selfeval.authoring.skeleton.wanted import wanted
from selfeval.form.expression import KeyPath
from selfeval.form.field import CONTAINERS, FORMS_KEY, YEAR_KEY, Field, Kind, Need, Role
from selfeval.form.form import Form, Phase
from selfeval.form.library import Library
from selfeval.form.schema import HOLDS, merge
from selfeval.source.shape import Holds
from selfeval.submission.folder import DepartmentYear
from selfeval.submission.read import read_department
from selfeval.submission.tree import make_branch

YEAR = "2025"
VALUES: Mapping[Kind, tuple[str, ...]] = {
    Kind.AMOUNT: ("1234.56",),
    Kind.PERCENT: ("98.5%",),
    Kind.COUNT: ("12",),
    Kind.NUMBER: ("10",),
    Kind.YEAR: (YEAR,),
    Kind.DATE: ("2025年3月24日",),
    Kind.YES_NO: ("是",),
    Kind.QUANTITY: ("≥100次",),
}
"""A value of each kind whose values look alike."""


def sample_value(field: Field) -> tuple[str, ...]:
    """Return what a made-up department types into a field: its example, or its label where it has none."""
    name = field.label or field.path[-1]
    match field.kind:
        case Kind.CHOICE:
            return field.choices[:1]
        case Kind.PROSE:
            return (f"（样例）这里写{name}，一行是一段。", "（样例）第二段。")
        case Kind.LINES:
            return (f"（样例）{name}，第一条。", "（样例）第二条。")
        case kind if kind in VALUES:
            return VALUES[kind]
    return (f"（样例）{name}",)


def _named_after(form: Form, field: Field) -> Field:
    """Return the field whose value a field repeats: an item in the column of another is named as that; else itself."""
    holder = form.fields.get(field.path[:-1])
    if holder is None or not holder.follows or field.role is not Role.NAME:
        return field
    names = (each for path, each in form.fields.items() if path[:-1] == holder.follows and each.role is Role.NAME)
    return next(names, field)


def _needed(blanks: Iterable[Blank]) -> Iterator[Blank]:
    """Yield the blanks as ones that must be filled, so that none is typed as a comment."""
    for blank in blanks:
        items = tuple(tuple(_needed(item)) for item in blank.items)
        yield blank._replace(needed=True, inside=tuple(_needed(blank.inside)), items=items)


def write_sample(data: Path, place: DepartmentYear, form: Form, library: Library) -> None:
    """Write the files of a made-up department below a data folder: first what is planned, then what becomes of it."""
    demanded = {path: field._replace(need=Need.YES) for path, field in form.fields.items()}
    schema = merge(library, (replace(form, fields=demanded),))
    given: dict[KeyPath, tuple[str, ...]] = {
        path: tuple(
            as_value(text) if HOLDS.get(slot.field.kind, Holds.VALUE) is Holds.VALUE else text
            for text in sample_value(_named_after(form, slot.field))
        )
        for path, slot in schema.slots.items()
        if slot.field.kind not in CONTAINERS and slot.forms
    }
    given |= {(YEAR_KEY,): (place.year,), (FORMS_KEY,): (form.slug,)}
    folder = data / str(place)
    later = [name for name in form.files if library.phases[name] is not Phase.TARGETS and "*" not in name]
    for name in ["targets.yaml", *form.files, *later]:
        tree = make_branch("")
        if name in later and (folder / "targets.yaml").is_file():
            base, *_ = read_department(data, place, library)
            tree = base.tree
        path = folder / name.replace("*", "project-1")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(lines_of(_needed(wanted(schema, name, tree, given)))) + "\n", encoding="utf-8")
