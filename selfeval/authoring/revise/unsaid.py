"""Changes of which nothing else speaks: every text that a document says otherwise is printed again, told, or named here."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import NamedTuple

from selfeval.authoring.revise.revision import ConflictKind, RevisionConflict, in_short
from selfeval.documents.read.found import DocumentReading, ReadItem
from selfeval.documents.read.lines import ReadLine
from selfeval.submission.tree import NOTHING
from selfeval.text.name import fold

_TELLING = 4
"""How many characters a text has at least that is known by them in a message."""
_BEGINNING = 12


class _PlacedText(NamedTuple):
    text: str
    place: str

    @property
    def row(self) -> str:
        """Return the place of its row; of a paragraph, its own."""
        head, found, _ = self.place.rpartition("行第")
        return f"{head}行" if found else self.place


def unsaid(
    base: DocumentReading, theirs: DocumentReading, printed: Sequence[ReadLine], told: Sequence[RevisionConflict]
) -> Iterator[RevisionConflict]:
    """Yield a conflict for each text that came, went or changed, is not printed so, and that none of those ``told`` names.

    ``base`` is the document when it was made, ``printed`` are the lines that it has once all is brought back. 无 in the
    place of the first item of a list says what the empty place said.
    """
    now, wanted = (_count(lines) for lines in (printed, theirs.lines))
    empty = set(_empty_places(theirs.entry))
    for old, new in _differences(base.lines, theirs.lines):
        if new is not None and new.place in empty and fold(new.text) == NOTHING:
            continue
        is_lost = new is not None and now[new.text] < wanted[new.text]
        is_kept = old is not None and now[old.text] > wanted[old.text]
        if (is_lost or is_kept) and not any(_speaks_of(each, old, new) for each in told):
            place = new.place if new else old.place if old else ""
            instead = next((text for text in now - wanted if new and len(text) > 1 and text in new.text), "")
            said = _message(old if is_kept else None, new if is_lost else None)
            if new and instead:
                said = f"“{in_short(new.text)}”再生成时印成“{in_short(instead)}”"
            yield RevisionConflict(ConflictKind.FIXED_TEXT, "", place, said)


def _texts(lines: Sequence[ReadLine]) -> list[_PlacedText]:
    return [_PlacedText(text, cell.place) for line in lines for cell in line.cells for text in cell.paragraphs if text]


def _empty_places(entry: ReadItem) -> Iterator[str]:
    """Yield where each list, or category of one, says that it has no items."""
    for items in entry.lists.values():
        for item in items:
            if not item.values:
                yield item.place
            yield from _empty_places(item)


def _count(lines: Sequence[ReadLine]) -> Counter[str]:
    """Count the texts of a document, those of a merged cell in every row of it."""
    found: Counter[str] = Counter()
    over: dict[tuple[int, int], tuple[str, ...]] = {}
    for line in lines:
        for cell in line.cells:
            texts = over.get((line.table, cell.column), ()) if cell.continued else cell.paragraphs
            over[line.table, cell.column] = texts
            found.update(text for text in texts if text)
    return found


def _differences(
    base: Sequence[ReadLine], theirs: Sequence[ReadLine]
) -> Iterator[tuple[_PlacedText | None, _PlacedText | None]]:
    """Yield what became of each text that is not the same: what it was and what it is, None where there is none."""
    old, new = ([tuple(cell.text for cell in line.cells if cell.text) for line in lines] for lines in (base, theirs))
    for kind, begin, end, other_begin, other_end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind != "equal":
            yield from _within(_texts(base[begin:end]), _texts(theirs[other_begin:other_end]))


def _within(
    old: Sequence[_PlacedText], new: Sequence[_PlacedText]
) -> Iterator[tuple[_PlacedText | None, _PlacedText | None]]:
    before, after = ([each.text for each in side] for side in (old, new))
    for kind, begin, end, other_begin, other_end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind != "equal":
            yield from zip_longest(old[begin:end], new[other_begin:other_end])


def _speaks_of(conflict: RevisionConflict, old: _PlacedText | None, new: _PlacedText | None) -> bool:
    """Tell whether a conflict names a change: where it stands, the row that came or went, or its words."""
    said = [each for each in (old, new) if each is not None]
    if new is not None and (conflict.place == new.place or f"{new.place}“" in conflict.message):
        return True
    if conflict.kind in (ConflictKind.GONE, ConflictKind.APPROVED) and any(
        _PlacedText("", conflict.place).row == each.row for each in said
    ):
        return True
    return any(len(each.text) >= _TELLING and each.text[:_BEGINNING] in conflict.message for each in said)


def _message(old: _PlacedText | None, new: _PlacedText | None) -> str:
    if old is None or new is None:
        shown = in_short(new.text if new else old.text if old else "")
        return f"“{shown}”没有带回来" if new else f"Word 里没有“{shown}”了，再生成时还会印出来"
    if fold(old.text) == fold(new.text):
        return f"“{in_short(new.text)}”只改了空格或者标点的写法，再生成时还是“{in_short(old.text)}”；没有带回来"
    return f"“{in_short(old.text)}”改成了“{in_short(new.text)}”，再生成时还会印成原来的；没有带回来"
