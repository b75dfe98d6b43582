"""A department-year: the files its forms declare, read, walked and joined.

Results are joined to what they are results of: a task's 完成情况 to the task, an indicator's
实际 to the indicator. One department gives one submission for its department forms and one for
each project file of its project forms.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from selfeval.form.expression import KeyPath, Operand, compute
from selfeval.form.field import Kind, Need
from selfeval.form.form import Form
from selfeval.form.schema import Schema
from selfeval.problem import Place, Problem
from selfeval.source.node import Entries, Text
from selfeval.source.reading import Reading
from selfeval.submission.tree import Branch, Filled, Leaf, branches, leaves


@dataclass(frozen=True)
class File:
    """Hold one file of a department: its name in the folder, its bytes, and how it was read."""

    name: str
    shown: str
    declared: str
    data: bytes
    reading: Reading


class Indicator(NamedTuple):
    """Hold one indicator with its parent (a task or goal, or nothing), its levels and its values."""

    parent: Text
    levels: tuple[Text, ...]
    name: Text
    values: Branch


@dataclass(frozen=True, eq=False)
class Submission:
    """Hold everything one set of documents is about, typed and joined.

    ``project`` is the project file's name without suffix, empty for the department itself;
    ``home`` is the folder as messages call it (``data/2024/liwan``).
    ``earlier`` gives the same department's submission of the year before, ``approved`` the targets
    as they were approved; both are read only when somebody asks, and None where there are none.
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
    earlier: Callable[[], Submission | None] = lambda: None
    approved: Callable[[], Submission | None] = lambda: None

    def leaf(self, path: KeyPath) -> Leaf | None:
        """Return the value typed at a key path, None where nothing was typed."""
        found: Filled | None = self.tree
        for key in path:
            found = found.get(key) if isinstance(found, Branch) else None
        return found if isinstance(found, Leaf) else None

    def shown(self, declared: str) -> str:
        """Return how messages call a file of this department."""
        names = (file.shown for file in self.files if file.declared == declared)
        return next(names, f"{self.home}/{declared}")

    def place(self, path: KeyPath) -> Place:
        """Return where a path is typed, or as near above it as anything was."""
        place, filled = Place(self.shown(self.file_of(path)), 1, 1, 1), self.tree
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

    def near(self, declared: str, where: str) -> Place:
        """Return the key at a path in a file, or as near above it as anything was typed."""
        node: object = next((file.reading.root for file in self.files if file.declared == declared), None)
        place = node.place if isinstance(node, Entries) else Place(self.shown(declared), 1, 1, 1)
        while isinstance(node, Entries):
            key = next((key for key in node if where == key or where.startswith(f"{key}.")), None)
            if key is None:
                break
            place, node, where = key.place, node[key], where[len(key) + 1 :]
        return place

    def file_of(self, path: KeyPath) -> str:
        """Return the file a path is declared to be typed in."""
        slot = self.schema.slots.get(path[:1])
        return slot.field.file if slot and slot.field.file else "targets.yaml"

    def leaves(self) -> Iterator[Leaf]:
        """Yield every typed value, in the order it was typed."""
        return iter(_leaves(self))

    def indicators(self, form: Form | None = None) -> tuple[Indicator, ...]:
        """Return every indicator, of all trees or of those one form shows."""
        return _indicators(self, form)

    def number(self, form: Form, path: KeyPath) -> Operand:
        """Return what a path of an expression stands for in a form: a number, several, or None.

        A group stands for the numbers in it, a column for the numbers of all rows. One that is
        required and missing makes the whole unknown; optional ones that were left out are left out.
        """
        return _number(self, form, path)


@lru_cache(maxsize=256)
def _number(submission: Submission, form: Form, path: KeyPath) -> Operand:
    """Find a number once for all expressions it stands in."""
    declared = form.fields.get(path)
    if declared is None:
        return None
    if declared.formula is not None:
        return compute(declared.formula, lambda inner: submission.number(form, inner))
    if declared.kind is Kind.GROUP:
        return _group_numbers(submission, form, path)
    if declared.kind in (Kind.LIST, Kind.INDICATORS):
        return tuple(Decimal(1) for _ in _items(submission.tree, path))
    found = list(_numbers(submission.tree, path))
    above = (form.fields.get(path[:end]) for end in range(1, len(path)))
    if all(holder is None or holder.kind is Kind.GROUP for holder in above):
        return found[0] if found else None
    return None if None in found or not found else tuple(number for number in found if number is not None)


def _group_numbers(submission: Submission, form: Form, path: KeyPath) -> Operand:
    total: list[Decimal] = []
    for inner in _summed(form, path):
        value = submission.number(form, inner)
        if isinstance(value, Decimal):
            total.append(value)
        elif form.fields[inner].need is Need.YES:
            return None
    return tuple(total) if total else None


@lru_cache(maxsize=1024)
def _summed(form: Form, path: KeyPath) -> tuple[KeyPath, ...]:
    """Return the numbers of a group that are typed."""
    kinds = (Kind.AMOUNT, Kind.NUMBER, Kind.COUNT)
    inside = (inner for inner in form.fields if inner[: len(path)] == path)
    return tuple(inner for inner in inside if form.fields[inner].formula is None and form.fields[inner].kind in kinds)


def _items(filled: Filled | None, path: KeyPath) -> Iterator[Branch]:
    """Yield the titled items of a list, wherever on the path other lists lie."""
    for branch in branches(filled):
        if path:
            yield from _items(branch.get(path[0]), path[1:])
        elif branch.title:
            yield branch


def _numbers(filled: Filled | None, path: KeyPath) -> Iterator[Decimal | None]:
    if not path:
        value = filled.value if isinstance(filled, Leaf) else None
        known = Decimal(value) if isinstance(value, (Decimal, int)) and not isinstance(value, bool) else None
        per_cent = isinstance(filled, Leaf) and filled.field.kind is Kind.PERCENT
        yield known / 100 if known is not None and per_cent else known
    elif isinstance(filled, Branch):
        yield from _numbers(filled.get(path[0]), path[1:])
    elif isinstance(filled, list):
        for row in filled:
            if row.title:
                yield from _numbers(row, path)
    else:
        yield None


@lru_cache(maxsize=8)
def _leaves(submission: Submission) -> tuple[Leaf, ...]:
    """Gather the values once for all rules."""
    return tuple(leaves(submission.tree))


@lru_cache(maxsize=8)
def _indicators(submission: Submission, form: Form | None) -> tuple[Indicator, ...]:
    """Gather the indicators once for all rules, which read them one after the other."""
    found = []
    for path, slot in submission.schema.slots.items():
        if slot.field.kind is not Kind.INDICATORS or (form and path not in form.fields):
            continue
        holders: list[Branch] = [submission.tree]
        for key in path[:-1]:
            holders = [branch for holder in holders for branch in branches(holder.get(key))]
        for holder in holders:
            parent = holder.title if holder.where else Text("")
            rows = branches(holder.get(path[-1]))
            found += [Indicator(parent, row.levels, row.title, row) for row in rows if row.title]
    return tuple(found)
