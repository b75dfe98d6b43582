"""A submission: all that one set of documents is about, read from a department's files, typed and joined.

Each result is joined to its target: a task's 完成情况 to the task, an indicator's 实际 to the
indicator. One department gives one submission for its department forms and one for
each project file of its project forms.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from selfeval.form.expression import KeyPath, Operand
from selfeval.form.field import Kind, Role
from selfeval.form.form import Form
from selfeval.form.schema import Schema
from selfeval.problem import Place, Problem
from selfeval.source.node import Entries, Text
from selfeval.source.reading import Reading
from selfeval.submission.numbers import number
from selfeval.submission.target import Keys, actual_as_judged, leaf_of, target_as_judged
from selfeval.submission.tree import Branch, Filled, Leaf, branches, leaves
from selfeval.text.name import fold


@dataclass(frozen=True)
class File:
    """Hold one file of a department: its path in the department's folder, its bytes, and how it was read.

    ``shown`` is its path in messages (``data/2024/liwan/targets.yaml``), ``declared`` its name in
    the forms that read it (``projects/*.yaml``).
    """

    name: str
    shown: str
    declared: str
    data: bytes
    reading: Reading


class _Row(NamedTuple):
    """Hold the fields of `Indicator`."""

    tree: KeyPath
    keys: Keys
    parent: Text
    levels: tuple[Text, ...]
    name: Text
    values: Branch


class Indicator(_Row):
    """Hold one indicator: the path of its tree, its parent (a task or goal, or nothing), its levels, name and values.

    ``keys`` are those of its columns by their roles; what is typed in them, and what it is judged by, is found once.
    """

    @cached_property
    def _typed(self) -> Mapping[Role, Leaf]:
        row, keys = self.values, self.keys
        return {role: leaf for role, path in keys.items() if path[0] in row and (leaf := leaf_of(row, keys, role))}

    @cached_property
    def goal(self) -> str:
        """Return the target judged by, as `target_as_judged` does."""
        return target_as_judged(self.values, self.keys)

    @cached_property
    def result(self) -> str:
        """Return the actual, as `actual_as_judged` does."""
        return actual_as_judged(self.values, self.keys)

    def leaf(self, role: Role) -> Leaf | None:
        """Return the value of a column by its role, None where nothing was typed."""
        return self._typed.get(role)

    def key(self, role: Role) -> str:
        """Return the dotted key of the column that has a role, as one types it."""
        return ".".join(self.keys.get(role, (role.value,)))


@dataclass(frozen=True)
class Submission:
    """Hold all that one set of documents is about, typed and joined: the department itself, or one of its projects.

    ``project`` is the project file's name without suffix, empty for the department itself;
    ``home`` is the department's folder in messages (``data/2024/liwan``); ``due`` are the slugs of the forms whose
    documents are due, so that missing values are errors.
    ``earlier`` is the same submission of the year before, ``approved`` the targets as they were approved;
    None where there are none. ``complete`` says that every form it chose could be read, ``whole`` that none is left out
    because another phase was asked for, and no file that may be a project's, either. ``parts`` are the submissions of its projects, from which forms of the
    department may draw. ``trees`` are the tree as forms see it, with what they compute in rows and
    scores, by their slugs.
    """

    year: str
    department: str
    project: str
    home: str
    forms: tuple[Form, ...]
    due: frozenset[str]
    schema: Schema
    files: tuple[File, ...]
    tree: Branch
    problems: tuple[Problem, ...] = ()
    earlier: Submission | None = None
    approved: Submission | None = None
    complete: bool = True
    whole: bool = True
    parts: tuple[Submission, ...] = ()
    trees: Mapping[str, Branch] = field(default_factory=dict)

    def tree_of(self, form: Form) -> Branch:
        """Return the tree as a form sees it, as it was typed where the form computes nothing in it."""
        return self.trees.get(form.slug, self.tree)

    def parts_drawn(self, form: Form) -> tuple[Submission, ...]:
        """Return the projects from which a form draws rows; for a fund those that name it."""
        found = [part for part in self.parts if any(file.declared in form.files for file in part.own_files)]
        if form.belongs:
            name = fold(self.project_name)
            found = [part for part in found if (leaf := part.leaf(form.belongs)) and fold(leaf.normal) == name]
        return tuple(found)

    @property
    def own_files(self) -> tuple[File, ...]:
        """Return the files of the project or fund alone, nothing for the department itself."""
        return tuple(file for file in self.files if "*" in file.declared)

    def leaf(self, path: KeyPath) -> Leaf | None:
        """Return the value typed at a key path, None where nothing was typed."""
        found: Filled | None = self.tree
        for key in path:
            found = found.get(key) if isinstance(found, Branch) else None
        return found if isinstance(found, Leaf) else None

    def with_role(self, role: Role) -> Leaf | None:
        """Return the value of the first field that has a role, outside of lists; None where nothing was typed."""
        path = self.schema.roles.get((), {}).get(role)
        return self.leaf(path) if path else None

    @property
    def department_name(self) -> str:
        """Return the department's name as typed, its folder's where it has none."""
        name = self.with_role(Role.DEPARTMENT)
        return str(name.text) if name and name.value else self.department

    @property
    def project_name(self) -> str:
        """Return the project's name as documents print it, its file's where it has none; empty for the department."""
        return self._title.normal if self._title else self.project

    @property
    def title_place(self) -> Place:
        """Return the place of the project's name, or the head of its file where no name is typed."""
        own = (file.shown for file in self.own_files)
        return self._title.text.place if self._title else Place(next(own, self.home), 1, 1, 1)

    @property
    def _title(self) -> Leaf | None:
        named = (
            self.leaf(path)
            for path, slot in self.schema.slots.items()
            if slot.field.role is Role.NAME and "*" in slot.field.file and len(path) == 2
        )
        return next((leaf for leaf in named if leaf), None)

    def path_shown(self, declared: str) -> str:
        """Return the path in messages of the file that the forms declare by a name or pattern."""
        names = (file.shown for file in self.files if file.declared == declared)
        return next(names, f"{self.home}/{declared}")

    def place(self, path: KeyPath) -> Place:
        """Return the place of the value at a key path, else of the nearest group above it that is typed."""
        place, filled = Place(self.path_shown(self.file_of(path)), 1, 1, 1), self.tree
        for key in path:
            inner = filled.get(key)
            if isinstance(inner, Leaf):
                return inner.text.place
            if isinstance(inner, list) and inner:
                return inner[0].place
            if not isinstance(inner, Branch):
                break
            place, filled = inner.place, inner
        return place

    def place_near(self, declared: str, where: str) -> Place:
        """Return the place of the key at a dotted path in a file, else of the nearest key above it that is typed."""
        node: object = next((file.reading.root for file in self.files if file.declared == declared), None)
        place = node.place if isinstance(node, Entries) else Place(self.path_shown(declared), 1, 1, 1)
        while isinstance(node, Entries):
            key = next((key for key in node if where == key or where.startswith(f"{key}.")), None)
            if key is None:
                break
            place, node, where = key.place, node[key], where[len(key) + 1 :]
        return place

    def file_of(self, path: KeyPath) -> str:
        """Return the name of the file in which a key path is to be typed."""
        slot = self.schema.slots.get(path[:1])
        return slot.field.file if slot and slot.field.file else "targets.yaml"

    def leaves(self) -> list[Leaf]:
        """Return every typed value, in the order it was typed."""
        return leaves(self.tree)

    @property
    def facts(self) -> Iterator[tuple[str, Branch]]:
        """Yield every fact, with the key under which it is typed."""
        for key, filled in self.tree.items():
            slot = self.schema.slots.get((key,))
            for fact in filled.values() if slot and slot.field.kind is Kind.FACTS and isinstance(filled, dict) else ():
                if isinstance(fact, Branch):
                    yield key, fact

    def indicators(self, form: Form | None = None) -> Iterator[Indicator]:
        """Yield every indicator, of all trees as typed, or of those one form shows as it sees them."""
        for path, slot in self.schema.slots.items():
            if slot.field.kind is not Kind.INDICATORS or (form and path not in form.fields):
                continue
            holders: list[Branch] = [self.tree_of(form) if form else self.tree]
            for key in path[:-1]:
                holders = [branch for holder in holders for branch in branches(holder.get(key))]
            for holder in holders:
                parent = holder.title if holder.where else Text("")
                for row in branches(holder.get(path[-1])):
                    if row.title:
                        yield Indicator(path, self.schema.roles.get(path, {}), parent, row.levels, row.title, row)

    def number(self, form: Form, path: KeyPath, unit: str = "") -> Operand:
        """Return the number that a key path stands for in an expression of a form, as `numbers.number` does."""
        return number(self.tree_of(form), form, path, unit)
