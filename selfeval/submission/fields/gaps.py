"""Gaps: keys that are not there though a form needs them, and keys with nothing behind them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import PurePath

from selfeval.form.example import example
from selfeval.form.expression import KeyPath
from selfeval.form.field import CONTAINERS, EXPLANATIONS_KEY, Field, Kind
from selfeval.form.schema import Schema
from selfeval.problem import Edit, Level, Problem
from selfeval.submission.fields.at import At
from selfeval.submission.fields.keys import path_of_key
from selfeval.submission.tree import Branch, Leaf
from selfeval.text.pattern import regex

_SEPARATORS = (regex(r"\s*[|｜\t]\s*"), regex(r"[ \u3000]{2,}"), regex(r"[ \u3000]+"))
"""What parts cells that were pasted into one value, the surest first."""
_FEW = 2
"""How many cells single blanks do not part: a name may hold one."""


def report_empty(at: At) -> None:
    """Report a key with nothing behind it; a group that nobody needs may stand empty."""
    path, kind = at.field.path, at.field.kind
    needed = at.slot.required_by | at.slot.with_group
    if kind in CONTAINERS and kind is not Kind.INDICATORS:
        below = (inner.required_by for other, inner in at.schema.slots.items() if other[: len(path)] == path)
        needed = frozenset().union(*below)
    if kind is Kind.GROUP and not needed:
        return
    at.report.add(
        at.node.place,
        "missing-value",
        f"“{at.field.name}”后面没有填" + ("" if needed else "；不填的话请删去这一行"),
        fix=example(at.schema, at.field, at.key.margin),
        where=at.where if at.field.name != EXPLANATIONS_KEY else "",  # which explain, and are not explained
        forms=needed or at.forms,
        level=Level.ERROR if needed else Level.HINT,
    )


def find_missing(schema: Schema, path: KeyPath, branch: Branch) -> Iterator[Problem]:
    """Yield the problem that a branch lacks the last key of a path though a form needs it; keys below are not reported.

    Results (`Kind.RESULTS`) are left to `join_results`, which knows the names they are written under.
    """
    declared = schema.slots[path].field
    needed = _forms_needing(schema, path, group_present=bool(branch.where))
    if needed and not declared.fallback and declared.kind is not Kind.RESULTS:
        fix = example(schema, declared, branch.margin if branch.where else 0)
        problem = problem_of_absent(declared, branch, PurePath(branch.title).name, needed)
        yield problem._replace(place=branch.place, fix=fix)


def told_by_cells(branch: Branch, missing: list[Problem]) -> list[Problem]:
    """Return the problems of missing values: one where all of them stand, apart by strokes or blanks, behind one that was typed."""
    for leaf in branch.values() if missing else ():
        cells = _split_cells(str(leaf.text), len(missing) + 1) if isinstance(leaf, Leaf) else []
        if not cells or not isinstance(leaf, Leaf) or leaf.text.origin is None:
            continue
        place, margin = leaf.text.place, " " * branch.margin
        named = [problem.where.rpartition(".")[2] for problem in missing]
        lines = [cells[0], *(f"{margin}{key}: {cell}" for key, cell in zip(named, cells[1:], strict=True))]
        message = f"“{leaf.text}”里像是还写着“{'”“'.join(named)}”，一行只写一项；各写一行"
        fix = leaf.text.origin.page.lines[place.line - 1][: place.column - 1] + "\n".join(lines)
        edit = Edit(place.line, place.column - 1, place.end_column - 1, "\n".join(lines))
        return [missing[0]._replace(place=place, message=message, fix=fix, edits=(edit,))]
    return missing


def _split_cells(text: str, wanted: int) -> list[str]:
    """Return the cells of a text if there are as many as wanted, some with a figure; single blanks part three of them or more."""
    for separator in _SEPARATORS if wanted > _FEW else _SEPARATORS[:-1]:
        cells = separator.split(text.strip())
        if len(cells) == wanted and all(cells) and any(map(str.isdecimal, "".join(cells[1:]))):
            return cells
    return []


def problem_of_absent(declared: Field, branch: Branch, file: str, forms: frozenset[str]) -> Problem:
    """Return the problem that a key is not in its group, or at the top not in its file; it stands where the group does."""
    under = (f"“{branch.title}”" if not branch.title.isdecimal() else f"第 {branch.title} 条") + "下面"
    under = under if branch.where else f"{file} 里"
    where = path_of_key(branch, declared.path[-1])
    message = f"{under}没有写“{declared.name}”"
    return Problem(branch.place, "missing-value", Level.ERROR, message, "", where, forms)


def without_strayed(lacking: list[Problem], strayed: list[str]) -> list[Problem]:
    """Leave out, for each key that was typed at another place, the first problem that lacks it."""
    for key in strayed:
        found = next((problem for problem in lacking if problem.where.rpartition(".")[2] == key), None)
        lacking = [problem for problem in lacking if problem is not found]
    return lacking


@lru_cache(maxsize=4096)
def _forms_needing(schema: Schema, path: KeyPath, *, group_present: bool) -> frozenset[str]:
    """Return the forms that need a field, or for a group any field inside it."""
    slot = schema.slots[path]
    if slot.field.kind is Kind.GROUP:
        inner = (_forms_needing(schema, (*path, key), group_present=False) for key in schema.children.get(path, ()))
        return frozenset().union(*inner)
    return slot.required_by | (slot.with_group if group_present else frozenset())
