"""The changes between two states of a department's data: by task, indicator and field, not by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import NamedTuple

from selfeval.form.field import Kind, Role
from selfeval.history import difference
from selfeval.history.compared import Compared, ComparedValue, flatten
from selfeval.history.pairing import pair
from selfeval.submission.submission import Submission
from selfeval.submission.tree import FIGURE
from selfeval.text.name import fold

TARGET, ACTUAL, NUMBER, CONTENT, TEXT = "目标值", "实际完成值", "数", "内容", "文字"
COLUMNS = {Role.TARGET: TARGET, Role.ADJUSTED_TARGET: TARGET, Role.ACTUAL: ACTUAL}
"""The kinds of change of columns that need no name behind that of their indicator."""

FIGURES = frozenset({Kind.AMOUNT, Kind.PERCENT, Kind.COUNT, Kind.NUMBER, Kind.QUANTITY, Kind.FACTS})
TEXTS = frozenset({Kind.PROSE, Kind.LINES})
ORDER = (TARGET, ACTUAL, NUMBER, CONTENT, TEXT)
"""The order in which changes are listed, after all that was added, dropped, renamed or moved."""

ABSENT, BLANK, THERE = "没有这一项", "未填", "有"
"""Cell texts: not there, or not in this form; in the form but blank; there, without a target to show."""

SHORT = 30
"""A text of up to this many characters is shown; of a longer one only the length is."""

Home = tuple[tuple[str, ...], tuple[str, ...]]
"""The parents and levels of a compared thing."""


class Change(NamedTuple):
    """Hold one change: its kind, the name of what changed, its old and new text, and the difference in words."""

    kind: str
    name: str
    before: str
    after: str
    how: str


def changes(before: tuple[Submission, ...], after: tuple[Submission, ...]) -> list[Change]:
    """Return all changes, but for those in files that only one side has."""
    old, new = list(flatten(before)), list(flatten(after))
    lacking = frozenset(missing(before, after) + missing(after, before))
    homes = {(thing.parents, thing.levels) for thing in new}
    found = [change for partners in pair(old, new) for change in _changes_between(*partners, lacking, homes)]
    return sorted(found, key=lambda change: ORDER.index(change.kind) if change.kind in ORDER else -1)


def missing(here: tuple[Submission, ...], there: tuple[Submission, ...]) -> tuple[str, ...]:
    """Return the files that only the other side has."""
    ours, theirs = (dict.fromkeys(file.declared for each in side for file in each.files) for side in (here, there))
    return tuple(name for name in theirs if name not in ours)


def _changes_between(
    old: Compared | None, new: Compared | None, lacking: frozenset[str], homes: Set[Home]
) -> Iterator[Change]:
    if old is None or new is None:
        yield from _added_or_dropped(old, new, lacking)
        return
    if fold(old.name) != fold(new.name):
        yield Change(new.sort, new.title, old.name, new.name, "改名")
    recategorised = bool(old.levels and new.levels) and old.levels != new.levels
    if recategorised or (old.parents != new.parents and (old.parents, old.levels) in homes):
        yield Change(new.sort, new.name, _place_of(old), _place_of(new), "换了位置")
    for key in dict.fromkeys((*old.values, *new.values)):
        yield from _change_of_value(old, new, key, lacking)


def _added_or_dropped(old: Compared | None, new: Compared | None, lacking: frozenset[str]) -> Iterator[Change]:
    """Yield the change of a thing that was added or dropped, unless its whole file was."""
    thing = new or old
    assert thing is not None
    if thing.file in lacking:
        return
    target = (
        thing.values[thing.target].shown
        if thing.target in thing.values
        else BLANK
        if thing.target in thing.keys
        else THERE
    )
    if new is None:
        yield Change(thing.sort, thing.title, target, ABSENT, "取消")
    else:
        yield Change(thing.sort, thing.title, ABSENT, target, "新增")


def _change_of_value(before: Compared, after: Compared, key: str, lacking: frozenset[str]) -> Iterator[Change]:
    old, new = before.values.get(key), after.values.get(key)
    known = [value for value in (old, new) if value]
    kind = _kind(key, known)
    name = "：".join(filter(None, (after.title, _said(key, known))))
    if new is None:
        how = "没有了" if key in after.keys else "取消"
    elif old is None:
        how = "新填" if key in before.keys else "新增"
    else:
        how = _difference(kind, old, new, after.name)
    alone = old is None or new is None
    if how and not (alone and (not known[0].file or known[0].file in lacking)):
        yield Change(
            kind, name, _cell_text(kind, old, key in before.keys), _cell_text(kind, new, key in after.keys), how
        )


def _said(key: str, values: list[ComparedValue]) -> str:
    """Return how a column is told behind the name of its thing: not at all where the kind of change says it."""
    return "" if key == FIGURE or values[-1].role in COLUMNS else key


def _kind(key: str, values: list[ComparedValue]) -> str:
    role = values[-1].role
    if role in COLUMNS:
        return COLUMNS[role]
    if values[-1].kind in FIGURES:
        return NUMBER
    return TEXT if values[-1].kind in TEXTS and any(_length(value) > SHORT for value in values) else CONTENT


def _difference(kind: str, old: ComparedValue, new: ComparedValue, name: str) -> str:
    if kind == TARGET:
        return difference.target(old.exact, new.exact, name)
    if kind in (ACTUAL, NUMBER):
        return difference.apart(old.shown, new.shown) or difference.apart(old.exact, new.exact)
    if kind == TEXT:
        return difference.rewritten(old.shown, new.shown)
    return "" if fold(old.shown) == fold(new.shown) else difference.CHANGED


def _cell_text(kind: str, value: ComparedValue | None, asked: bool) -> str:
    if value is None:
        return BLANK if asked else ABSENT
    counts = kind == TEXT and _length(value) > SHORT
    return f"{_length(value)} 字" if counts else " ".join(value.shown.split())


def _length(value: ComparedValue) -> int:
    return len("".join(value.shown.split()))


def _place_of(thing: Compared) -> str:
    return " → ".join((*thing.parents, *thing.levels)) or "部门"


def counted(found: list[Change]) -> Mapping[str, int]:
    """Return how many changes there are of each kind, in the order in which they are listed."""
    kinds = dict.fromkeys(change.kind for change in found)
    return {kind: sum(1 for change in found if change.kind == kind) for kind in kinds}
