"""What changed between two states of a department's data: by thing and field, not by line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from typing import NamedTuple

from selfeval.form.field import Kind
from selfeval.history import difference
from selfeval.history.compared import Thing, Value, things
from selfeval.history.pairing import paired
from selfeval.submission.submission import Submission
from selfeval.submission.target import TARGET as COLUMN
from selfeval.submission.tree import FIGURE
from selfeval.text.name import fold

TARGET, ACTUAL, NUMBER, CONTENT, TEXT = "目标值", "实际完成值", "数", "内容", "文字"
COLUMNS = {COLUMN: TARGET, "实际": ACTUAL}
SAID = {COLUMN: "", "实际": "", FIGURE: ""}
"""How a column is told behind the name of its thing."""

FIGURES = frozenset({Kind.AMOUNT, Kind.PERCENT, Kind.COUNT, Kind.NUMBER, Kind.QUANTITY, Kind.FACTS})
TEXTS = frozenset({Kind.PROSE, Kind.LINES})
ORDER = (TARGET, ACTUAL, NUMBER, CONTENT, TEXT)
"""In which order changes are told, after what was added, dropped and renamed."""

ABSENT, BLANK, THERE = "没有这一项", "未填", "有"
"""What is said of a side that lacks a thing or its form's field, left a field blank, or has a thing without a target."""

SHORT = 30
"""Up to this many characters a text is shown, not counted."""

Home = tuple[tuple[str, ...], tuple[str, ...]]
"""Parents and levels of a thing."""


class Change(NamedTuple):
    """Hold one change: of what kind, of what, what it was, what it is, and how far these are apart."""

    kind: str
    name: str
    before: str
    after: str
    how: str


def changes(before: tuple[Submission, ...], after: tuple[Submission, ...]) -> list[Change]:
    """Return what changed; what belongs in a file that only one side has is left out."""
    old, new = list(things(before)), list(things(after))
    lacking = frozenset(missing(before, after) + missing(after, before))
    homes = {(thing.parents, thing.levels) for thing in new}
    found = [change for pair in paired(old, new) for change in _of_pair(*pair, lacking, homes)]
    return sorted(found, key=lambda change: ORDER.index(change.kind) if change.kind in ORDER else -1)


def missing(here: tuple[Submission, ...], there: tuple[Submission, ...]) -> tuple[str, ...]:
    """Return the files that only the other side has."""
    ours, theirs = (dict.fromkeys(file.declared for each in side for file in each.files) for side in (here, there))
    return tuple(name for name in theirs if name not in ours)


def _of_pair(old: Thing | None, new: Thing | None, lacking: frozenset[str], homes: Set[Home]) -> Iterator[Change]:
    if old is None or new is None:
        yield from _lone(old, new, lacking)
        return
    if fold(old.name) != fold(new.name):
        yield Change(new.sort, new.title, old.name, new.name, "改名")
    recategorised = bool(old.levels and new.levels) and old.levels != new.levels
    if recategorised or (old.parents != new.parents and (old.parents, old.levels) in homes):
        yield Change(new.sort, new.name, _home(old), _home(new), "换了位置")
    for key in dict.fromkeys((*old.values, *new.values)):
        yield from _of_value(old, new, key, lacking)


def _lone(old: Thing | None, new: Thing | None, lacking: frozenset[str]) -> Iterator[Change]:
    """Yield that a thing was added or dropped, unless its whole file was."""
    thing = new or old
    assert thing is not None
    if thing.file in lacking:
        return
    target = thing.values[COLUMN].shown if COLUMN in thing.values else BLANK if COLUMN in thing.keys else THERE
    if new is None:
        yield Change(thing.sort, thing.title, target, ABSENT, "取消")
    else:
        yield Change(thing.sort, thing.title, ABSENT, target, "新增")


def _of_value(before: Thing, after: Thing, key: str, lacking: frozenset[str]) -> Iterator[Change]:
    old, new = before.values.get(key), after.values.get(key)
    known = [value for value in (old, new) if value]
    kind = _kind(key, known)
    name = "：".join(filter(None, (after.title, SAID.get(key, key))))
    if new is None:
        how = "没有了" if key in after.keys else "取消"
    elif old is None:
        how = "新填" if key in before.keys else "新增"
    else:
        how = _how(kind, old, new, after.name)
    alone = old is None or new is None
    if how and not (alone and (not known[0].file or known[0].file in lacking)):
        yield Change(kind, name, _shown(kind, old, key in before.keys), _shown(kind, new, key in after.keys), how)


def _kind(key: str, values: list[Value]) -> str:
    if key in COLUMNS:
        return COLUMNS[key]
    if values[-1].kind in FIGURES:
        return NUMBER
    return TEXT if values[-1].kind in TEXTS and any(_length(value) > SHORT for value in values) else CONTENT


def _how(kind: str, old: Value, new: Value, name: str) -> str:
    if kind == TARGET:
        return difference.target(old.exact, new.exact, name)
    if kind in (ACTUAL, NUMBER):
        return difference.apart(old.shown, new.shown) or difference.apart(old.exact, new.exact)
    if kind == TEXT:
        return difference.rewritten(old.shown, new.shown)
    return "" if fold(old.shown) == fold(new.shown) else difference.CHANGED


def _shown(kind: str, value: Value | None, asked: bool) -> str:
    if value is None:
        return BLANK if asked else ABSENT
    counts = kind == TEXT and _length(value) > SHORT
    return f"{_length(value)} 字" if counts else " ".join(value.shown.split())


def _length(value: Value) -> int:
    return len("".join(value.shown.split()))


def _home(thing: Thing) -> str:
    return " → ".join((*thing.parents, *thing.levels)) or "部门"


def counted(found: list[Change]) -> Mapping[str, int]:
    """Return how many changes there are of each kind, in the order they are told."""
    kinds = dict.fromkeys(change.kind for change in found)
    return {kind: sum(1 for change in found if change.kind == kind) for kind in kinds}
