"""The data of a department as a flat list that can be compared: itself, its tasks, goals, indicators and facts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from selfeval.evaluation.case import Case, cases
from selfeval.form.expression import KeyPath
from selfeval.form.field import YEAR_KEY, Kind, Role
from selfeval.quantity.notation import print_number
from selfeval.submission.printed import derive, print_leaf
from selfeval.submission.submission import Submission
from selfeval.submission.target import AFTER, adjusted_target, with_adjusted_target
from selfeval.submission.tree import FIGURE, Branch, Filled, Leaf, is_named
from selfeval.text.name import fold
from selfeval.text.placeholder import find_placeholder

NOT_COMPARED = frozenset({YEAR_KEY})


class ComparedValue(NamedTuple):
    """Hold one value as its form prints it and with all its digits, and its file, empty where it is computed."""

    kind: Kind
    shown: str
    exact: str
    file: str
    role: Role | None = None


class Compared(NamedTuple):
    """Hold one thing to compare (the department, a task, goal, indicator or fact): its sort, name, place and values.

    ``sort`` is in the clerk's words; ``parents`` and ``levels`` are its place; ``keys`` are all keys under which its
    forms let it have values; ``target`` is that of its target, empty where it has none.
    """

    sort: str
    file: str
    path: KeyPath
    parents: tuple[str, ...]
    levels: tuple[str, ...]
    name: str
    values: Mapping[str, ComparedValue]
    keys: frozenset[str]
    target: str = ""

    @property
    def identity(self) -> tuple[object, ...]:
        """Return what is different for any two things of a department-year, and the same for one in two years."""
        return self.path, *(tuple(map(fold, part)) for part in (self.parents, self.levels)), fold(self.name)

    @property
    def title(self) -> str:
        """Return its name with its place, or its place alone where it has no name."""
        home = " → ".join((*self.parents, *self.levels))
        return f"{self.name}（{home}）" if self.name and home else self.name or home


def is_written(leaf: Leaf) -> bool:
    """Tell whether a value was really typed, not a prompt left standing."""
    lines = leaf.value if isinstance(leaf.value, tuple) else (leaf.text,)
    return bool(lines) and not any(find_placeholder(line) for line in lines)


def flatten(submissions: Iterable[Submission]) -> Iterator[Compared]:
    """Yield all that can be compared in the submissions of a department-year; what they share only once."""
    for submission in submissions:
        own = {
            key: filled
            for key, filled in submission.tree.items()
            if key not in NOT_COMPARED and bool(submission.project) == ("*" in submission.file_of((key,)))
        }
        file = next((file.declared for file in submission.files if "*" in file.declared), "")
        parents = (submission.project,) if submission.project else ()
        values = {**_written_values(submission, own), **dict(_computed_values(cases(submission)))}
        yield Compared(
            "项目" if submission.project else "", file, (), parents, (), "", values, _keys_below(submission, ())
        )
        yield from _flatten_lists(submission, (), parents, own)
        for key, fact in (each for each in submission.facts if each[0] in own):
            figure = {key: value for key, value in _written_values(submission, fact).items() if key == FIGURE}
            name, keys = str(fact.title), frozenset({FIGURE})
            yield Compared(key, submission.file_of((key,)), (key,), parents, (), name, figure, keys)


def _flatten_lists(
    submission: Submission, path: KeyPath, parents: tuple[str, ...], filled: Mapping[str, Filled]
) -> Iterator[Compared]:
    """Yield every item of the lists in a group or item, each followed by the items of the lists in it."""
    for keys, rows in _lists_in(filled):
        at = (*path, *keys)
        slot = submission.schema.slots.get(at)
        sort = "指标" if slot and slot.field.kind is Kind.INDICATORS else at[-1]
        asked, columns = _keys_below(submission, at), submission.schema.roles.get(at, {})
        target = ".".join(columns.get(Role.TARGET, ()))
        for row in rows:
            if row.title:
                name, levels = _name_of(row), tuple(map(str, row.levels))
                values = _written_values(submission, with_adjusted_target(row, columns))
                if adjusted_target(row, columns) and target in values:
                    values[target] = values[target]._replace(shown=values[target].shown + AFTER)
                yield Compared(sort, submission.file_of(at), at, parents, levels, name, values, asked, target)
                yield from _flatten_lists(submission, at, (*parents, name), row)


def _name_of(row: Branch) -> str:
    """Return the name of an item, or its first two values where it has none."""
    if is_named(row):
        return str(row.title)
    return " ".join([inner.normal for inner in row.values() if isinstance(inner, Leaf)][:2])


def _keys_below(submission: Submission, at: KeyPath) -> frozenset[str]:
    """Return the dotted keys that the forms have below a path, and below the results that belong to it."""
    declared = [entry for form in submission.forms for entry in form.fields.items()]
    homes = {at, *(path for path, field in declared if field.kind is Kind.RESULTS and field.results_of == at)}
    return frozenset(".".join(path[len(home) :]) for home in homes for path, _ in declared if path[: len(home)] == home)


def _written_values(submission: Submission, filled: Mapping[str, Filled], owner: str = "") -> dict[str, ComparedValue]:
    """Return the written values of a group and of the groups in it, names left out, by dotted key."""
    found: dict[str, ComparedValue] = {}
    for key, inner in filled.items():
        if isinstance(inner, Leaf) and (owner or inner.field.role is not Role.NAME) and is_written(inner):
            form = next((form for form in submission.forms if inner.field.path in form.fields), None)
            shown = print_leaf(inner, form) if form else inner.normal
            found[owner + key] = ComparedValue(
                inner.field.kind, shown, inner.normal, inner.field.file, inner.field.role
            )
        elif isinstance(inner, Branch):
            found |= _written_values(submission, inner, f"{owner}{key}.")
    return found


def _lists_in(filled: Mapping[str, Filled], owner: KeyPath = ()) -> Iterator[tuple[KeyPath, list[Branch]]]:
    for key, inner in filled.items():
        if isinstance(inner, list):
            yield (*owner, key), inner
        elif isinstance(inner, Branch):
            yield from _lists_in(inner, (*owner, key))


def _computed_values(cases: Sequence[Case]) -> Iterator[tuple[str, ComparedValue]]:
    """Yield the values that the forms compute, by key: sums and rates, score and grade."""
    for case in cases:
        form = case.form
        for path, declared in form.fields.items():
            value = derive(case.tree, form, path)
            if value:
                yield declared.key, ComparedValue(declared.kind, value.normal, str(value.value), "")
        if case.score and case.score.sheet.total is not None:
            total = print_number(case.score.sheet.total, "0.##")
            yield f"{form.name}得分", ComparedValue(Kind.NUMBER, total, total, "")
            yield f"{form.name}等级", ComparedValue(Kind.TEXT, case.score.sheet.grade, case.score.sheet.grade, "")
