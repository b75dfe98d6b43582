"""Targets are frozen: what differs from the approved ones is listed, and needs an explanation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

from selfeval.expression import KeyPath
from selfeval.filled import Leaf
from selfeval.form.field import Kind
from selfeval.form.form import Form
from selfeval.name import difference, fold
from selfeval.quantity import Quantity, read
from selfeval.quantity.direction import Direction, told
from selfeval.rules.finding import Finding
from selfeval.submission import Indicator, Submission

TARGET = "年度指标值"
FILE = "targets.yaml"
ALIKE = 0.75
"""From which likeness a dropped and an added name are taken for one that was renamed."""

Key = tuple[str, ...]


def indicator_dropped(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find approved indicators that are no longer there."""
    now, then = _both(submission, form)
    for key in [key for key in then if key not in now and key not in _renamed(now, then).values()]:
        message = f"批复的指标“{then[key].name}”{_home(then[key])}现在没有了"
        yield Finding(submission.place(_tree(submission, form)), message, then[key].values.where)


def indicator_added(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find indicators that were not approved."""
    now, then = _both(submission, form)
    for key in [key for key in now if then and key not in then and key not in _renamed(now, then)]:
        yield Finding(now[key].name.place, f"指标“{now[key].name}”批复时没有", now[key].values.where)


def indicator_renamed(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find indicators whose name is no longer the approved one."""
    now, then = _both(submission, form)
    for key, old in _renamed(now, then).items():
        said = difference(now[key].name, then[old].name)
        message = f"指标“{now[key].name}”批复时叫“{then[old].name}”：{said}"
        yield Finding(now[key].name.place, message, now[key].values.where, f"名称: {then[old].name}")


def indicators_reordered(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find indicators that stand in another order than approved."""
    now, then = _both(submission, form)
    kept = [key for key in now if key in then]
    approved = [key for key in then if key in now]
    for key, expected in zip(kept, approved, strict=True):
        if key != expected:
            message = f"指标的顺序和批复的不一样，从“{now[key].name}”开始"
            yield Finding(now[key].name.place, message, ".".join(_tree(submission, form)))
            return


def target_changed(submission: Submission, form: Form) -> Iterator[Finding]:
    """Find target values that are not the approved ones; a formal change belongs into 调整后指标值."""
    now, then = _both(submission, form)
    pairs = {key: key for key in now if key in then} | _renamed(now, then)
    for key, old in pairs.items():
        new_value, old_value = now[key].values.get(TARGET), then[old].values.get(TARGET)
        if (
            not isinstance(new_value, Leaf)
            or not isinstance(old_value, Leaf)
            or fold(new_value.text) == fold(old_value.text)
        ):
            continue
        lowered = "降低" if _lowered(now[key], str(old_value.text), str(new_value.text)) else "改动"
        message = f"“{now[key].name}”的目标值{lowered}了：批复“{old_value.text}”，现在“{new_value.text}”；正式调整的写在“调整后指标值”里"
        yield Finding(new_value.text.place, message, new_value.where, f"{TARGET}: {old_value.text}")


def _both(submission: Submission, form: Form) -> tuple[Mapping[Key, Indicator], Mapping[Key, Indicator]]:
    approved = submission.approved()
    if approved is None:
        return {}, {}
    return _indicators(submission, form), _indicators(approved, form)


def _indicators(submission: Submission, form: Form) -> Mapping[Key, Indicator]:
    return {
        (fold(row.parent), *map(fold, row.levels), fold(row.name)): row
        for row in submission.indicators(form)
        if _typed_in_targets(submission, row)
    }


def _typed_in_targets(submission: Submission, row: Indicator) -> bool:
    return submission.file_of((row.values.where.split(".")[0],)) == FILE


def _renamed(now: Mapping[Key, Indicator], then: Mapping[Key, Indicator]) -> dict[Key, Key]:
    """Pair added with dropped names of the same category that read much alike."""
    dropped = [key for key in then if key not in now]
    pairs: dict[Key, Key] = {}
    for key in (key for key in now if key not in then):
        likely = [old for old in dropped if old[:-1] == key[:-1] and old not in pairs.values()]
        likely.sort(key=lambda old: SequenceMatcher(None, old[-1], key[-1]).ratio(), reverse=True)
        if likely and SequenceMatcher(None, likely[0][-1], key[-1]).ratio() >= ALIKE:
            pairs[key] = likely[0]
    return pairs


def _lowered(row: Indicator, old: str, new: str) -> bool:
    before, after = read(old), read(new)
    if not isinstance(before, Quantity) or not isinstance(after, Quantity) or before.unit != after.unit:
        return False
    return after.value > before.value if told(str(row.name)) is Direction.LOWER else after.value < before.value


def _home(row: Indicator) -> str:
    parts = [part for part in (row.parent, *row.levels) if part]
    return f"（{' → '.join(parts)}）" if parts else ""


def _tree(submission: Submission, form: Form) -> KeyPath:
    return next((path for path, field in form.fields.items() if field.kind is Kind.INDICATORS), ())
