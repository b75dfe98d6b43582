"""The files with what is brought back: characters in place of others, lines in between, keys that were not typed yet."""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import pairwise, zip_longest

from selfeval.authoring.revise.changes import Changes, Move, Patch
from selfeval.authoring.revise.revision import RevisedFile
from selfeval.authoring.skeleton.complete import complete
from selfeval.authoring.skeleton.filled import filled
from selfeval.form.schema import shape
from selfeval.source.decode import decode
from selfeval.source.read import read


def patched(changes: Changes, failed: Set[str]) -> list[RevisedFile]:
    """Return the files that change, without what brings back the keys that failed."""
    patches = [patch for patch in changes.patches if patch.key not in failed]
    moves = [move for move in changes.moves if move.key not in failed]
    additions = [item for key, item in changes.additions if key in changes.wanted and key not in failed]
    made: list[RevisedFile] = []
    schema = changes.made.submission.schema
    for file in changes.made.submission.files:
        own = [patch for patch in patches if patch.file == file.shown]
        new = _with_patches(file.data, own, [move for move in moves if move.file == file.shown])
        keys = shape(schema, file.declared)
        for item in additions:
            new = complete(new, read(new, file.shown, keys).root, filled(schema, file.declared, item))
        if new != file.data:
            made.append(RevisedFile(file.name, file.data, new))
    return made


def _with_patches(data: bytes, patches: Sequence[Patch], moves: Sequence[Move]) -> bytes:
    if not patches and not moves:
        return data
    decoded = decode(data, ())
    lines = list(decoded.lines)
    usual = next(filter(None, decoded.ends), "\n")
    changes = {change for patch in patches for change in patch.changes}  # a text that two places print is changed once
    for change in sorted(changes, reverse=True):
        line = lines[change.line]
        lines[change.line] = line[: change.start] + change.text.replace("\n", usual) + line[change.end :]
    added: dict[int, list[str]] = {}
    for insertion in (insertion for patch in patches for insertion in patch.insertions):
        added.setdefault(insertion.line, []).extend(line + usual for line in insertion.lines)
    ends = [end or usual for end in decoded.ends]
    whole = "".join(added.get(0, ())) + "".join(
        "".join((lines[number], ends[number], *added.get(number + 1, ())))
        for number in _in_new_order(len(lines), moves)
    )
    is_open = bool(decoded.ends) and not decoded.ends[-1] and len(lines) not in added
    return decoded.mark + (whole.removesuffix(usual) if is_open else whole).encode()


def _in_new_order(count: int, moves: Sequence[Move]) -> list[int]:
    """Return the numbers of a file's lines as they stand once some have changed places, those of inner lists first."""
    order = list(range(count))
    for move in sorted(moves, key=lambda move: move.spans[-1].end - move.spans[0].start):
        first, last = move.spans[0].start, move.spans[-1].end
        gaps = [order[one.end : other.start] for one, other in pairwise(move.spans)]
        moved = [order[move.spans[rank].start : move.spans[rank].end] for rank in move.ranks]
        order[first:last] = [
            number for part in zip_longest(moved, gaps, fillvalue=()) for each in part for number in each
        ]
    return order
