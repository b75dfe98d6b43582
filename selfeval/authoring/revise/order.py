"""Rows and paragraphs that stand in another order in the Word: their lines change places, where these are clear of each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from selfeval.authoring.revise.changes import Changes, LineSpan, Move, Surroundings
from selfeval.authoring.revise.retype import key_column
from selfeval.authoring.revise.revision import ConflictKind, RevisionConflict
from selfeval.authoring.skeleton.place import end_of
from selfeval.documents.read.found import ReadItem
from selfeval.form.field import Kind
from selfeval.source.node import Text
from selfeval.submission.tree import Leaf
from selfeval.text.name import fold


def move_rows(
    changes: Changes, old: Sequence[ReadItem], new: Sequence[ReadItem], pairs: Mapping[int, int], around: Surroundings
) -> None:
    """Gather the new order of the rows of each category; one that cannot be written is named.

    ``pairs`` says where in the new list each row of the old one stands.
    """
    named = [number for number in sorted(pairs) if old[number].name and new[pairs[number]].name]
    for levels in dict.fromkeys(item.levels for item in old):
        stayed = [number for number in named if old[number].levels == levels == new[pairs[number]].levels]
        mates = [pairs[number] for number in stayed]
        if mates == sorted(mates):
            continue
        homes = [changes.home_of(_name_key(old[number], around)) for number in stayed]
        told = tuple(_moved(new, mates, homes, around))
        is_whole = len(stayed) == _count_named(old, levels) == _count_named(new, levels)
        ranks = sorted(range(len(stayed)), key=lambda at: mates[at])
        spans = _spans_of(changes, [old[number] for number in stayed], around) if is_whole else None
        if spans is None or (spans[0].with_comment and ranks[0] != 0):
            changes.conflicts += told
            continue
        keys = [_name_key(old[number], around) for number in stayed]
        file = changes.typed[keys[0]].leaf.text.place.file
        key = f"{around.above}{'.'.join(levels)}"
        changes.moves.append(Move(key, file, spans, tuple(ranks), tuple(keys[rank] for rank in ranks), told))
    stayed = [number for number in named if old[number].levels == new[pairs[number]].levels]
    categories = list(dict.fromkeys(old[number].levels for number in stayed))
    last, before = 0, ""
    for row in (new[at] for at in sorted(pairs[number] for number in stayed)):
        rank = categories.index(row.levels)
        if rank < last:
            said = f"“{row.name}”这一行在 Word 里挪到了“{before}”后面；类别的先后由表样定，再生成时还在原来的类别里"
            key = f"{around.above}{'.'.join((*row.levels, row.name))}"
            changes.refuse(ConflictKind.FIXED_TEXT, key, row.place, said)
        else:
            last, before = rank, row.name


def move_paragraphs(leaf: Leaf, old: Sequence[str], new: Sequence[str], lines: Sequence[str]) -> Move | None:
    """Return how the paragraphs of a text change places to stand as new ones do; None where these are not the same."""
    before, after = [fold(text) for text in old], [fold(text) for text in new]
    typed = leaf.value if isinstance(leaf.value, tuple) else ()
    if before == after or len(set(before)) < len(typed) or sorted(before) != sorted(after) or len(typed) != len(old):
        return None
    starts = [text.at(0, len(text)).line - 1 for text in typed]
    spans = _spans(lines, starts) if leaf.field.kind is Kind.LINES else tuple(LineSpan(at, at + 1) for at in starts)
    if spans is None or not (leaf.field.kind is Kind.LINES or leaf.text.block):
        return None
    ranks = tuple(before.index(text) for text in after)
    return Move(leaf.where, leaf.text.place.file, spans, ranks) if not spans[0].with_comment or ranks[0] == 0 else None


def _moved(
    new: Sequence[ReadItem], mates: Sequence[int], homes: Sequence[str], around: Surroundings
) -> Iterator[RevisionConflict]:
    """Yield every row that stands before one it stood behind; ``mates`` are where the rows stand now, in their old order.

    ``homes`` say where each was typed.
    """
    last = -1
    for at, home in zip(mates, homes, strict=True):
        row = new[at]
        if at < last:
            over = new[at - 1].name if at and new[at - 1].levels == row.levels else ""
            where = f"“{over}”后面" if over else "最前面"
            said = f"“{row.name}”这一行在 Word 里挪了位置；请把 {home} 这一条也挪到{where}"
            key = f"{around.above}{'.'.join((*row.levels, row.name))}"
            yield RevisionConflict(ConflictKind.GONE, key, row.place, said)
        last = max(at, last)


def _count_named(rows: Sequence[ReadItem], levels: tuple[str, ...]) -> int:
    return sum(row.levels == levels and bool(row.name) for row in rows)


def _name_key(row: ReadItem, around: Surroundings) -> str:
    return f"{around.above}{'.'.join((*row.levels, row.name))}.{row.name_key}"


def _spans_of(changes: Changes, rows: Sequence[ReadItem], around: Surroundings) -> tuple[LineSpan, ...] | None:
    """Return the lines of some rows, None where it is not clear which they are, or they were approved."""
    keys = [_name_key(row, around) for row in rows]
    typed = [changes.typed[key].leaf.text.place for key in keys if key in changes.typed]
    if len(typed) < len(rows) or len(set(keys)) < len(rows):
        return None
    if len({place.file for place in typed}) > 1 or _is_approved(changes, rows):
        return None
    lines = changes.lines[typed[0].file]
    return _spans(lines, [_dash_of(lines, place.line - 1) for place in typed])


def _is_approved(changes: Changes, rows: Sequence[ReadItem]) -> bool:
    return any(changes.is_approved(value) for row in rows for value in row.values.values() if value.is_name)


def _dash_of(lines: Sequence[str], line: int) -> int:
    """Return the line with the dash of the item in which a key stands; -1 where none does."""
    column = key_column(lines[line])
    for number in range(line, -1, -1):
        bare = lines[number].lstrip()
        if bare.startswith("- ") and key_column(lines[number]) == column:
            return number
        if bare and not bare.startswith("#") and len(lines[number]) - len(bare) < column:
            return -1
    return -1


def span_at(lines: Sequence[str], line: int) -> LineSpan | None:
    """Return the lines of the item in which a key stands, comments right above it with it; None where it has no dash."""
    spans = _spans(lines, [_dash_of(lines, line)])
    return spans[0] if spans else None


def _spans(lines: Sequence[str], dashes: Sequence[int]) -> tuple[LineSpan, ...] | None:
    """Return the lines of each item of a list, comments right above it with it; None where other lines stand between.

    Blank lines between the items stay where they are.
    """
    if -1 in dashes or list(dashes) != sorted(set(dashes)):
        return None
    margin = _margin(lines[dashes[0]])
    spans: list[LineSpan] = []
    for dash in dashes:
        start = dash
        while start and lines[start - 1].lstrip().startswith("#") and _margin(lines[start - 1]) <= margin:
            start -= 1
        spans.append(LineSpan(start, end_of(lines, dash, margin, Text("")), start < dash))
    apart = all(
        one.end <= other.start and not "".join(lines[one.end : other.start]).strip() for one, other in pairwise(spans)
    )
    return tuple(spans) if apart else None


def _margin(line: str) -> int:
    return len(line) - len(line.lstrip())
