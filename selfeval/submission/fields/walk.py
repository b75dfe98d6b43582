"""The walk through a file from its top down: the kind of each field decides how the node behind its key is read.

The result mirrors the file: a group is a Branch, a list is a list of Branches, a value is a Leaf.
A node that cannot be typed is left out and reported.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from selfeval.form.expression import KeyPath
from selfeval.form.field import ANYWHERE, CONTAINERS, Kind
from selfeval.form.schema import Schema, Slot
from selfeval.problem import Problem
from selfeval.source.node import Entries, Items, Node, Text
from selfeval.submission.fields import gaps, keys
from selfeval.submission.fields.at import At
from selfeval.submission.fields.categories import list_indicators
from selfeval.submission.fields.facts import read_facts
from selfeval.submission.fields.fixed import with_fixed_columns
from selfeval.submission.fields.items import Listed, list_field
from selfeval.submission.fields.points import read_points
from selfeval.submission.fields.report import Report
from selfeval.submission.fields.results import Result, identity, list_results, read_names
from selfeval.submission.fields.value import read_value
from selfeval.submission.tree import Branch, Filled, Results


class Walk(NamedTuple):
    """Walk one file; ``lacking`` holds the missing keys, ``strayed`` those typed at another place, until the whole file was seen.

    Where the forms are not ``complete``, a key that none of them uses may be one of the form that could not be read.
    Where the file is not ``whole``, what seems to be missing may stand in a line that could not be read.
    """

    schema: Schema
    report: Report
    lacking: list[Problem]
    strayed: list[str]
    complete: bool = True
    whole: bool = True

    def top(self, root: Entries, declared_in: str) -> Branch:
        """Return what is typed in a whole file that the forms declare as ``declared_in`` (``projects/*.yaml``)."""
        branch = Branch(root, "", Text(self.report.file))
        known = self.schema.top(declared_in)
        written = self._entries((), root, branch, known)
        for key in known:
            if key not in written and self.schema.slots[(key,)].field.file == declared_in:
                self.lacking.extend(gaps.find_missing(self.schema, (key,), branch))
        if self.whole:
            self.report.problems.extend(gaps.without_strayed(self.lacking, self.strayed))
        return branch

    def _fill(self, path: KeyPath, node: Entries, branch: Branch, computed: Collection[str] = ()) -> None:
        """Fill the branch of a group or an item, and note which of its keys are lacking, those apart that a form fills."""
        known = self.schema.children.get(path, ())
        written = self._entries(path, node, branch, known)
        absent = (key for key in known if key not in written and key not in computed)
        missing = [found for key in absent for found in gaps.find_missing(self.schema, (*path, key), branch)]
        self.lacking.extend(gaps.told_by_cells(branch, missing))

    def _entries(self, path: KeyPath, node: Entries, branch: Branch, known: tuple[str, ...]) -> set[str]:
        """Fill a branch from its entries; return their keys, a surely mistyped one as the key that it means."""
        written, slots = set(), self.schema.below(path)
        for key, value in node.items():
            name = str(key) if key in known else self._unknown(keys.UnknownKey(key, node, path, known))
            if not name:
                continue
            written.add(name)
            slot = slots.get(name) or self.schema.slots[(*path, name)]
            if not slot.forms:
                keys.report_unused(self.schema, slot, key, self.report)
            reader = self if self.complete or slot.forms or slot.field.path[0] in ANYWHERE else self._unheard()
            filled = reader._value(reader._at(slot, key, value, keys.path_of_key(branch, name)))
            if filled is not None:
                branch[name] = filled
        return written

    def _unknown(self, entry: keys.UnknownKey) -> str:
        if not self.complete:
            return ""
        near = keys.report_unknown(self.schema, entry, self.report)
        if not near and keys.has_strayed(self.schema, entry.key, self.report):
            self.strayed.append(str(entry.key))
        return near

    def _at(self, slot: Slot, key: Text, node: Node, where: str) -> At:
        return At(self.schema, slot, key, node, where, self.report)

    def _value(self, at: At) -> Filled | None:
        """Return the node behind a key, read by the kind of its field; None where it cannot be read."""
        node, kind = at.node, at.field.kind
        if isinstance(node, Text):
            if not node.strip() and kind is not Kind.FACTS:
                gaps.report_empty(at)
                return None
            if kind not in CONTAINERS:
                return read_value(at, node)
        elif not node and kind not in (Kind.FACTS, Kind.RESULTS):
            gaps.report_empty(at)
            return None
        match kind:
            case Kind.GROUP:
                return self._group(at)
            case Kind.LIST:
                found = list_field(at)
                return None if found is None else self._items(at.slot, with_fixed_columns(at, found))
            case Kind.INDICATORS:
                return self._items(at.slot, with_fixed_columns(at, list_indicators(at)))
            case Kind.RESULTS | Kind.FACTS:
                return self._named(at)
            case Kind.LINES | Kind.CHOICES | Kind.CHECKLIST if not isinstance(node, Text):
                return read_points(at, node)
            case _:
                message = f"“{at.field.name}”这里应直接写内容，现在下面又分了几行"
                fix = _write_as_one(at) or f"{at.key}: {at.field.example or '……'}"
                self.report.add(node.place, "wrong-shape", message, fix=fix)
                return None

    def _group(self, at: At) -> Branch | None:
        if not isinstance(at.node, Entries):
            at.wrong_shape(f"“{at.key}”下面要分行写各项，每项前面空两格")
            return None
        branch = Branch(at.key, at.where, at.key)
        self._fill(at.field.path, at.node, branch)
        return branch

    def _items(self, slot: Slot, items: Iterator[Listed]) -> list[Branch]:
        """Fill the items of a list, one after the other."""
        filled = []
        for item in items:
            if item.entries is not None:
                self._within(item.owner)._fill(slot.field.path, item.entries, item.branch, item.computed)
            filled.append(item.branch)
        return filled

    def _named(self, at: At) -> Results | None:
        """Return results or facts by their names."""
        names = read_names(at)
        if names is None:
            return None
        if at.field.kind is Kind.FACTS:
            return read_facts(at, names)
        filled: Results = {}
        for result in list_results(at, names):
            self._within(result.owner)._result(at.slot, result)
            filled[identity(result.branch)] = result.branch
        return filled

    def _result(self, slot: Slot, result: Result) -> None:
        """Fill one result; a bare text is its first column."""
        path, (branch, value, _) = slot.field.path, result
        columns = self.schema.children.get(path, ())
        if isinstance(value, Entries) and columns:
            self._entries(path, value, branch, columns)
        elif isinstance(value, Text) and columns:
            short = self.schema.slots[(*path, columns[0])]
            at = self._at(short, branch.title, value, keys.path_of_key(branch, columns[0]))
            filled = self._value(at) if value else None
            if filled is not None:
                branch[columns[0]] = filled
        else:
            self.report.add(value.place, "wrong-shape", f"“{branch.title}”后面应直接写内容")

    def _unheard(self) -> Walk:
        """Return the same walk for what only a form that could not be read may ask: its problems are nobody's."""
        return self._replace(report=self.report._replace(problems=[]), lacking=[], strayed=[])

    def _within(self, owner: str) -> Walk:
        """Return the same walk inside an item, whose name messages about its blanks then say."""
        report = self.report
        inner = Report(report.file, report.readers, report.problems, (*report.owners, owner))
        return self._replace(report=inner)


def _write_as_one(at: At) -> str:
    """Return a list of texts written as one value, for the fix of a message; "" where there is no text."""
    texts = [item for item in at.node if isinstance(item, Text)] if isinstance(at.node, Items) else []
    if at.field.kind is Kind.PROSE and texts:
        return "\n".join((f"{at.key}: |", *(" " * (at.key.place.column + 1) + item for item in texts)))
    return f"{at.key}: {'、'.join(texts)}" if texts else ""
