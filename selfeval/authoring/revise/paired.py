"""Which item of a list, and which paragraph of a text, became which in a document that came back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from selfeval.documents.read.found import ReadItem, same
from selfeval.text.name import ALIKE, fold


def pair_items(old: Sequence[ReadItem], new: Sequence[ReadItem]) -> dict[int, int]:
    """Return which item of a list became which: the same by levels and name, then the likeliest of those that are left.

    Items without names are the same where all that they say is, and else in their order.
    """
    pairs: dict[int, int] = {}
    left = set(range(len(new)))
    for number, item in enumerate(old):
        mate = next((at for at in sorted(left) if _identity(new[at]) == _identity(item)), None)
        if mate is not None:
            pairs[number] = mate
            left.discard(mate)
    alike = sorted(
        (
            (_likeness(item, new[at]), -abs(number - at), number, at)
            for number, item in enumerate(old)
            if number not in pairs
            for at in left
        ),
        reverse=True,
    )
    for likeness, _, number, at in alike:
        if likeness >= ALIKE and number not in pairs and at in left:
            pairs[number] = at
            left.discard(at)
    if len(old) == len(new) and not any(item.name for item in (*old, *new)):
        waiting = (number for number in range(len(old)) if number not in pairs)
        pairs |= dict(zip(waiting, sorted(left), strict=True))
    return pairs


def _identity(item: ReadItem) -> tuple[str, ...]:
    return (*item.levels, fold(item.name)) if item.name else (*item.levels, *_said(item))


def _said(item: ReadItem) -> list[str]:
    """Return all that an item says."""
    return [fold(value.text) for value in item.values.values()]


def _likeness(one: ReadItem, other: ReadItem) -> float:
    """Return how sure it is that an item became another: by its name, or by all else that both say."""
    if not one.name and not other.name:
        return _ratio("".join(_said(one)), "".join(_said(other)))
    name = _ratio(fold(one.name), fold(other.name))
    shared = [path for path in one.values if path in other.values and not one.values[path].is_name]
    equal = sum(same(one.values[path], other.values[path]) for path in shared)
    rest = equal / len(shared) if len(shared) > 1 and one.levels == other.levels else 0.0
    return max(name, rest if name >= 0.3 else 0.0)


def pair_paragraphs(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, int, str]]:
    """Yield what became of paragraphs: ``edit`` and ``gone`` with the number of the old one, ``insert`` with that before it."""
    before, after = [text.strip() for text in old], [text.strip() for text in new]
    for kind, begin, end, other_begin, other_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        olds, news = list(range(begin, end)), list(range(other_begin, other_end))
        last = begin - 1
        while news:
            at = news.pop(0)
            mate = next(
                (number for number in olds if len(olds) == len(news) + 1 or _are_one(before[number], after[at])), None
            )
            if mate is None:
                yield "insert", last, new[at]
                continue
            for number in olds[: olds.index(mate)]:
                yield "gone", number, old[number]
            olds = olds[olds.index(mate) + 1 :]
            last = mate
            yield "edit", mate, new[at]
        for number in olds:
            yield "gone", number, old[number]


def _are_one(one: str, other: str) -> bool:
    return _ratio(one, other) >= 0.5


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
