"""Targets are frozen: what differs from the approved ones is listed, and needs an explanation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from selfeval.evaluation.case import Case
from selfeval.evaluation.finding import Finding
from selfeval.form.expression import KeyPath
from selfeval.form.field import Kind, Role
from selfeval.form.form import Phase
from selfeval.quantity.direction import Direction, direction_of_name
from selfeval.quantity.read import read
from selfeval.quantity.values import Quantity
from selfeval.source.node import as_typed
from selfeval.submission.submission import Indicator, Submission
from selfeval.submission.tree import NOTHING, Branch, Leaf
from selfeval.text.name import ALIKE, difference, fold

APPROVED_BY = "（写明批准的文件）"

Key = tuple[str, ...]


def indicator_dropped(case: Case) -> Iterator[Finding]:
    """Find approved indicators that are no longer there."""
    now, then = _both(case)
    renamed = _renamed(now, then).values()
    for key, row in then.items():
        if key not in now and key not in renamed:
            place = case.submission.place_near(case.submission.file_of(row.tree), row.values.where)
            yield Finding(place, f"批复的指标“{row.name}”{_home(row)}现在没有了", row.values.where)


def indicator_added(case: Case) -> Iterator[Finding]:
    """Find indicators that were not approved."""
    now, then = _both(case)
    renamed = _renamed(now, then)
    for key, row in now.items():
        if then and key not in then and key not in renamed:
            yield Finding(row.name.place, f"指标“{row.name}”批复时没有", row.values.where)


def indicator_renamed(case: Case) -> Iterator[Finding]:
    """Find indicators whose name or category is no longer the approved one."""
    now, then = _both(case)
    for key, old in _renamed(now, then).items():
        row, approved = now[key], then[old]
        if fold(row.name) == fold(approved.name):
            message = f"指标“{row.name}”换了类别，批复时在{_home(approved)}"
            yield Finding(row.name.place, message, row.values.where)
        else:
            message = (
                f"指标“{row.name}”批复时叫“{approved.name}”：{difference(row.name, approved.name)}；"
                "改错了的改回来，确实改名的，批复后重新存档（approve --again），再改别的文件里的名称"
            )
            yield Finding(row.name.place, message, row.values.where, f"名称: {as_typed(approved.name)}")


def indicators_reordered(case: Case) -> Iterator[Finding]:
    """Find indicators that stand in another order than approved."""
    now, then = _both(case)
    kept = [key for key in now if key in then]
    approved = [key for key in then if key in now]
    for key, expected in zip(kept, approved, strict=True):
        if key != expected:
            message = f"指标的顺序和批复的不一样，从“{now[key].name}”开始"
            yield Finding(now[key].name.place, message, ".".join(_tree(case)))
            return


def target_changed(case: Case) -> Iterator[Finding]:
    """Find target values that are not the approved ones; a formal change belongs into 调整后指标值."""
    now, then = _both(case)
    pairs = {key: key for key in now if key in then} | _renamed(now, then)
    for key, old in pairs.items():
        row = now[key]
        new_value, old_value = row.leaf(Role.TARGET), then[old].leaf(Role.TARGET)
        if new_value is None or old_value is None:
            continue
        if _same(new_value, old_value):
            yield from _read_otherwise(row, then[old])
            continue
        lowered = "降低" if _lowered(now[key], str(old_value.text), str(new_value.text)) else "改动"
        message = f"“{now[key].name}”的目标值{lowered}了：批复“{old_value.text}”，现在“{new_value.text}”"
        fix = f"{row.key(Role.TARGET)}: {old_value.text}"
        block, wanted = _adjustment(case, row)
        if new_value.value is not None and block and block not in row.values:
            message += f"；改错了的照第一行改回来，正式调整的在下面再写“{block}”"
            value, *others = wanted
            lines = [f"{block}:", f"  {value}: {new_value.text}", *(f"  {other}: {APPROVED_BY}" for other in others)]
            fix = "\n".join([fix, *lines])
        yield Finding(new_value.text.place, message, new_value.where, fix)


def _read_otherwise(row: Indicator, approved: Indicator) -> Iterator[Finding]:
    """Yield the unit, the sign or the direction of a target that is not the approved one, though its number is."""
    for role in (Role.UNIT, Role.SIGN, Role.DIRECTION):
        new, old = row.leaf(role), approved.leaf(role)
        if new and old and fold(new.text) != fold(old.text):
            message = (
                f"“{row.name}”的“{new.field.path[-1]}”改了：批复“{old.text}”，现在“{new.text}”，目标就不是批复的了"
            )
            yield Finding(new.text.place, message, new.where, f"{row.key(role)}: {as_typed(old.text)}")


def adjustment_incomplete(case: Case) -> Iterator[Finding]:
    """Find an adjusted target without its value, or without what it is based on."""
    for row in case.indicators:
        name, wanted = _adjustment(case, row)
        block = row.values.get(name)
        for key in wanted if isinstance(block, Branch) else ():
            typed = block.get(key) if isinstance(block, Branch) else None
            is_nothing = isinstance(typed, Leaf) and typed.text.strip() == NOTHING
            if isinstance(block, Branch) and (key not in block or is_nothing):
                example = "（写明新的指标值）" if key == wanted[0] else APPROVED_BY
                message = f"“{row.name}”的“{name}”没有写“{key}”"
                yield Finding(block.place, message, block.where, f"{key}: {example}")


def adjustment_unchanged(case: Case) -> Iterator[Finding]:
    """Find an adjusted target that says the same as the one it was to replace."""
    for row in case.indicators:
        before, after = row.leaf(Role.TARGET), row.leaf(Role.ADJUSTED_TARGET)
        if before and after and after.value is not None and _same(after, before):
            message = (
                f"“{row.name}”调整后的指标值“{after.text}”和原来的一样，没有调整；写调整后的值，没有调整过的删去这几行"
            )
            yield Finding(after.text.place, message, after.where)


def _adjustment(case: Case, row: Indicator) -> tuple[str, list[str]]:
    """Return the key of the group in which an adjusted target is typed, and the keys in it, the target's own first."""
    path = row.keys.get(Role.ADJUSTED_TARGET, ())
    if len(path) < 2:
        return "", []
    inside = case.submission.schema.children.get((*row.tree, *path[:-1]), ())
    return path[0], [path[-1], *(key for key in inside if key != path[-1])]


def _both(case: Case) -> tuple[Mapping[Key, Indicator], Mapping[Key, Indicator]]:
    """Return the indicators whose targets are frozen, as they are now and as they were approved."""
    approved = case.submission.approved
    if approved is None:
        return {}, {}
    sealed = frozenset(file.declared for file in approved.files)
    return _frozen(case.submission, case.indicators, sealed), _frozen(approved, approved.indicators(case.form), sealed)


def _frozen(submission: Submission, indicators: Iterable[Indicator], sealed: frozenset[str]) -> Mapping[Key, Indicator]:
    """Return by parent, levels and name the indicators typed before the year, or in a project's file that was sealed."""
    return {
        (fold(row.parent), *map(fold, row.levels), fold(row.name)): row
        for row in indicators
        if submission.schema.phase_of(row.tree) is Phase.TARGETS
        or ("*" in (file := submission.file_of(row.tree)) and file in sealed)
    }


def _renamed(now: Mapping[Key, Indicator], then: Mapping[Key, Indicator]) -> dict[Key, Key]:
    """Pair what was added with what was dropped: the same name in another category, or much alike in the same."""
    dropped = [key for key in then if key not in now]
    if not dropped:
        return {}
    from difflib import SequenceMatcher  # seldom needed

    pairs: dict[Key, Key] = {}
    for key in (key for key in now if key not in then):
        free = [old for old in dropped if old not in pairs.values()]
        moved = [old for old in free if old[0] == key[0] and old[-1] == key[-1]]
        if moved:
            pairs[key] = moved[0]
            continue
        likely = [old for old in free if old[:-1] == key[:-1]]
        likely.sort(key=lambda old: SequenceMatcher(None, old[-1], key[-1]).ratio(), reverse=True)
        best = likely[0] if likely else None
        if best and (SequenceMatcher(None, best[-1], key[-1]).ratio() >= ALIKE or _is_reworded(now[key], then[best])):
            pairs[key] = best
    return pairs


def _is_reworded(new: Indicator, old: Indicator) -> bool:
    """Tell whether a name is made of much the same characters as another, of an indicator with the same target."""
    one, other = set(fold(new.name)), set(fold(old.name))
    values = new.leaf(Role.TARGET), old.leaf(Role.TARGET)
    is_same = values[0] is not None and values[1] is not None and _same(values[0], values[1])
    return is_same and 3 * len(one & other) >= 2 * len(one | other)


def _same(new: Leaf, old: Leaf) -> bool:
    """Tell whether two values say the same: ≥550件 and 不少于550件 do."""
    return fold(new.text) == fold(old.text) or read(str(new.text)) == read(str(old.text))


def _lowered(row: Indicator, old: str, new: str) -> bool:
    before, after = read(old), read(new)
    if not isinstance(before, Quantity) or not isinstance(after, Quantity) or before.unit != after.unit:
        return False
    return (
        after.value > before.value
        if direction_of_name(str(row.name)) is Direction.LOWER
        else after.value < before.value
    )


def _home(row: Indicator) -> str:
    parts = [part for part in (row.parent, *row.levels) if part]
    return f"（{' → '.join(parts)}）" if parts else ""


def _tree(case: Case) -> KeyPath:
    return next((path for path, field in case.form.fields.items() if field.kind is Kind.INDICATORS), ())
