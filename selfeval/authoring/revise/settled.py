"""What is left to say once all is brought back: the conflicts, and what the document then prints otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set

from selfeval.authoring.revise.changes import Changes, key_after, key_before
from selfeval.authoring.revise.proof import says
from selfeval.authoring.revise.revision import ConflictKind, Edited, RevisionConflict, apart, in_short
from selfeval.documents.read.found import Value, keyed, same


def settled(
    changes: Changes, edited: Edited, printed: Mapping[str, Value], failed: Set[str]
) -> Iterator[RevisionConflict]:
    """Yield the conflicts that are left, the keys that failed, and what is then printed otherwise than the Word says."""
    renames = [each for each in changes.renames if each.key not in failed]
    known = {conflict.key for conflict in changes.conflicts}
    printed_before = dict(keyed(changes.made.entry))
    for conflict in changes.conflicts:
        value = changes.tentative.get(conflict.key)
        if value is None or not says(printed, key_after(conflict.key, renames), value):
            yield conflict
    for move in changes.moves:
        yield from move.told if move.key in failed else ()
    for key in sorted(failed & changes.wanted.keys() - known):
        theirs, mine = changes.wanted[key], changes.now.get(key)
        if mine is not None and same(mine, theirs):
            continue  # only its spaces changed, which is told by the text
        said = f"改成“{in_short(theirs.text)}”会牵动别处，请自己改 {changes.home_of(key)}"
        yield RevisionConflict(ConflictKind.QUOTED, key, theirs.place, said)
    for key, value in keyed(edited.theirs.entry):
        after = printed.get(key_after(key, renames))
        before = printed_before.get(key_before(key, renames))
        if key in known or key in failed or before is None:
            continue
        is_computed = value.field is None or value.field.formula is not None
        kind = ConflictKind.COMPUTED if is_computed else ConflictKind.QUOTED
        if after is None:
            said = f"Word 里是“{in_short(value.text)}”，改了以后这一格不会再印出来；请看一看"
            yield RevisionConflict(kind, key, value.place, said)
            continue
        if same(before, after) or same(value, after):
            continue
        word, anew = apart(value.text, after.text)
        yield RevisionConflict(kind, key, value.place, f"Word 里还是“{word}”，改了以后会印成“{anew}”；请看一看")
