"""The schema of a department: the fields of all its forms, merged; of several demands the strictest counts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from functools import cached_property, lru_cache
from typing import NamedTuple

from selfeval.form.expression import KeyPath
from selfeval.form.field import ANYWHERE, Field, Kind, Need, Role
from selfeval.form.fixed import FixedRow, FixedRows, Identity
from selfeval.form.form import Form, Phase
from selfeval.form.library import Library
from selfeval.quantity.notation import shows_day
from selfeval.source.shape import Holds, Shape

HOLDS = {
    Kind.PROSE: Holds.PROSE,
    Kind.LINES: Holds.LINES,
    Kind.CHOICES: Holds.LINES,
    Kind.CHECKLIST: Holds.LINES,
    Kind.GROUP: Holds.MAP,
    Kind.LIST: Holds.LIST,
    Kind.INDICATORS: Holds.TREE,
    Kind.FACTS: Holds.NAMES,
    Kind.RESULTS: Holds.NAMES,
}


class Slot(NamedTuple):
    """Hold one field of a schema: its declaration, and the slugs of the forms that use, require and limit it.

    ``with_group`` are the forms that require it where its group is typed, ``limit`` is the most characters.
    """

    field: Field
    forms: frozenset[str]
    required_by: frozenset[str]
    with_group: frozenset[str]
    limit: int | None
    limited_by: frozenset[str]


@dataclass(frozen=True, eq=False)
class Schema:
    """Hold the fields that a department may and must write, by key path."""

    slots: Mapping[KeyPath, Slot]
    forms: tuple[Form, ...]
    phases: Mapping[str, Phase] = dataclass_field(default_factory=dict)

    @cached_property
    def children(self) -> Mapping[KeyPath, tuple[str, ...]]:
        """Return the keys that may stand under each path, () being the top of a file."""
        found: dict[KeyPath, list[str]] = {}
        for path in self.slots:
            found.setdefault(path[:-1], []).append(path[-1])
        return {path: tuple(keys) for path, keys in found.items()}

    @cached_property
    def _below(self) -> Mapping[KeyPath, Mapping[str, Slot]]:
        return {path: {key: self.slots[(*path, key)] for key in keys} for path, keys in self.children.items()}

    @cached_property
    def roles(self) -> Mapping[KeyPath, Mapping[Role, KeyPath]]:
        """Return, for each path, the keys below it by their roles; those of a list's results, which are joined to it, are its own."""
        found: dict[KeyPath, dict[Role, KeyPath]] = {}
        computed = {path: field for form in self.forms for path, field in form.fields.items() if field.formula}
        for path, field in ({path: slot.field for path, slot in self.slots.items()} | computed).items():
            role = field.role
            for end in range(len(path)) if role else ():
                head = path[:end]
                holder = self.slots.get(head)
                homes = [head, holder.field.results_of] if holder and holder.field.kind is Kind.RESULTS else [head]
                for home in homes:
                    if role:
                        found.setdefault(home, {}).setdefault(role, path[end:])
        return found

    def phase_of(self, path: KeyPath) -> Phase | None:
        """Return the phase of the file in which a field is typed, None where no file is declared for it."""
        slot = self.slots.get(path[:1])
        return self.phases.get(slot.field.file) if slot else None

    def below(self, path: KeyPath) -> Mapping[str, Slot]:
        """Return the fields that may stand directly under a path, by their keys."""
        return self._below.get(path, {})

    def without(self, paths: Collection[KeyPath]) -> Schema:
        """Return the schema without some fields and what stands below them."""
        if not paths:
            return self
        kept = {at: slot for at, slot in self.slots.items() if not any(at[: len(path)] == path for path in paths)}
        return Schema(kept, self.forms, self.phases)

    def top(self, file: str) -> tuple[str, ...]:
        """Return the keys that may stand at the top of a file."""
        return _top(self, file)

    def readers(self, file: str) -> frozenset[str]:
        """Return the forms that read a file."""
        return frozenset(form.slug for form in self.forms if file in form.files)


@lru_cache(maxsize=256)
def _top(schema: Schema, file: str) -> tuple[str, ...]:
    keys = schema.children.get((), ())
    return tuple(key for key in keys if schema.slots[(key,)].field.file == file or key in ANYWHERE)


@lru_cache(maxsize=256)
def merge(library: Library, chosen: tuple[Form, ...]) -> Schema:
    """Return the schema of some forms; a field of the vocabulary that none of them uses has no forms there."""
    slots: dict[KeyPath, Slot] = {}
    nobody: frozenset[str] = frozenset()
    for form in chosen:
        for path, field in form.fields.items():
            if field.formula is not None or field.drawn:
                continue
            field = _as_printed(field, form)
            slot = slots.get(path, Slot(field, nobody, nobody, nobody, None, nobody))
            user = frozenset({form.slug})
            limit, limited_by = slot.limit, slot.limited_by
            if field.limit is not None:
                limit = field.limit if limit is None else min(limit, field.limit)
                limited_by |= user
            slots[path] = slot._replace(
                field=_answered_by_all(slot.field if _asks_for_day(slot.field) else field, field),
                forms=slot.forms | user,
                required_by=slot.required_by | (user if field.need is Need.YES else nobody),
                with_group=slot.with_group | (user if field.need is Need.WITH_GROUP else nobody),
                limit=limit,
                limited_by=limited_by,
            )
    words = library.words_of(chosen)
    for path, field in words.vocabulary.items():
        slots.setdefault(path, Slot(field, nobody, nobody, nobody, None, nobody))
    return Schema(slots, chosen, words.phases)


def _as_printed(field: Field, form: Form) -> Field:
    """Return a field of a form; a date takes the pattern of all dates of the form where it has none of its own."""
    if field.kind is not Kind.DATE or field.pattern or Kind.DATE not in form.formats:
        return field
    return field._replace(pattern=form.formats[Kind.DATE])


def _answered_by_all(field: Field, other: Field) -> Field:
    """Return a field to which the answers of another form are answers, too; each form judges whether they are its own."""
    return field._replace(choices=tuple(dict.fromkeys((*field.choices, *other.choices))))


def _asks_for_day(field: Field) -> bool:
    """Tell whether a field wants all that is typed of it: any but a date of which only the month is printed."""
    return field.kind is not Kind.DATE or not field.pattern or shows_day(field.pattern)


@lru_cache(maxsize=256)
def shape(schema: Schema, file: str) -> Shape:
    """Return the shape of a file, by which its YAML is read and its slips are found."""
    return Shape(Holds.MAP, keys={key: _shape(schema, (key,)) for key in schema.top(file)})


def _shape(schema: Schema, path: KeyPath) -> Shape:
    field = schema.slots[path].field
    keys = {key: _shape(schema, (*path, key)) for key in schema.children.get(path, ())}
    match field.kind:
        case Kind.FACTS:
            words = dict.fromkeys(("值", "组成", "其中", "比率", "增长"), Shape(Holds.VALUE))
            return Shape(Holds.NAMES, entry=Shape(Holds.MAP, keys=words))
        case Kind.RESULTS:
            target = schema.slots.get(field.results_of)
            entry = Shape(Holds.MAP, keys=keys)
            if target and target.field.kind is Kind.INDICATORS and (target.field.levels or not target.forms):
                entry = Shape(Holds.NAMES, entry=Shape(Holds.NAMES, entry=entry))
            return Shape(Holds.NAMES, entry=entry, levels=levels_of(schema, field.results_of))
        case Kind.INDICATORS:
            return Shape(Holds.TREE, keys=keys, levels=levels_of(schema, path))
        case _:
            return Shape(HOLDS.get(field.kind, Holds.VALUE), keys=keys)


@lru_cache(maxsize=256)
def fixed_rows(schema: Schema, path: KeyPath) -> Mapping[Identity, tuple[str, FixedRow]]:
    """Return the rows of a list that any form of the schema prints itself, each with the slug of the form, by their identities."""
    found: dict[Identity, tuple[str, FixedRow]] = {}
    for form in schema.forms:
        for row in form.fields[path].fixed if path in form.fields else ():
            found.setdefault(row.identity, (form.slug, row))
    return found


def forms_closed_to(schema: Schema, path: KeyPath, levels: tuple[str, ...]) -> frozenset[str]:
    """Return the forms that take no row of the department's own below some headings of a list."""
    fields = {form.slug: form.fields[path] for form in schema.forms if path in form.fields}
    return frozenset(slug for slug, field in fields.items() if not FixedRows(field.fixed, field.free).takes(levels))


@lru_cache(maxsize=256)
def levels_of(schema: Schema, path: KeyPath) -> Mapping[str, tuple[str, ...]]:
    """Return the indicator levels that any form of the schema declares for a tree, in order."""
    levels: dict[str, tuple[str, ...]] = {}
    for form in schema.forms:
        declared = form.fields.get(path)
        for level1, level2 in declared.levels.items() if declared else ():
            known = levels.get(level1, ())
            levels[level1] = known + tuple(name for name in level2 if name not in known)
    return levels
