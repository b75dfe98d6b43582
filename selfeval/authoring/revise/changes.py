"""The changes of one document as they are gathered, and what the files hold where they are to go."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import NamedTuple, Self

from selfeval.authoring.new import TARGETS
from selfeval.authoring.revise.located import LocatedValue, typed_values
from selfeval.authoring.revise.retype import Insertion, Retyped, key_column
from selfeval.authoring.revise.revision import ConflictKind, Edited, RevisionConflict
from selfeval.authoring.skeleton.place import end_of
from selfeval.documents.read.found import ReadItem, Unplaced, Value, keyed
from selfeval.documents.read.made import PrintedValues
from selfeval.form.expression import names
from selfeval.form.field import Field
from selfeval.problem import Place
from selfeval.source.decode import decode
from selfeval.source.node import Text

_MOST_SOURCES = 3
"""How many of the values that another is computed from a message names."""


class Patch(NamedTuple):
    """Hold what brings the value of one key back: what to change and to insert in one file."""

    key: str
    file: str
    changes: tuple[Retyped, ...] = ()
    insertions: tuple[Insertion, ...] = ()


class LineSpan(NamedTuple):
    """Hold some lines of a file: from ``start`` to before ``end``; both count from 0.

    ``with_comment`` tells that they begin with a comment.
    """

    start: int
    end: int
    with_comment: bool = False


class Move(NamedTuple):
    """Hold how lines of a file change places: in each place then stand those of the span that ``ranks`` names.

    ``key`` is that of the list or text, ``names`` are the keys of the names of the rows in their new order, and
    ``told`` says what to do instead where this cannot be done.
    """

    key: str
    file: str
    spans: tuple[LineSpan, ...]
    ranks: tuple[int, ...]
    names: tuple[str, ...] = ()
    told: tuple[RevisionConflict, ...] = ()


class Rename(NamedTuple):
    """Hold an item that is renamed: the key of its name, and the beginning of all its keys before and after."""

    key: str
    old: str
    new: str


class Surroundings(NamedTuple):
    """Hold what is around the values compared: how their dotted keys begin, how long their list's path is, and the items.

    ``chain`` are the items, the innermost last.
    """

    above: str = ""
    depth: int = 0
    chain: tuple[ReadItem, ...] = ()


@dataclass
class Changes:
    """Gather what changed, key by key, and what is to be done about it.

    ``typed`` says where each value was typed, ``now`` what would be printed of it, ``lines`` are those of each file;
    ``unfit`` are the texts of the document that have no place, by where they stand.
    ``wanted`` are the values that the documents must print in the end, ``tentative`` those of conflicts that may
    settle themselves when others are brought back.
    """

    made: PrintedValues
    typed: Mapping[str, LocatedValue]
    now: Mapping[str, Value]
    lines: Mapping[str, Sequence[str]]
    unfit: Mapping[str, Unplaced]
    patches: list[Patch] = field(default_factory=list)
    additions: list[tuple[str, ReadItem]] = field(default_factory=list)
    conflicts: list[RevisionConflict] = field(default_factory=list)
    wanted: dict[str, Value] = field(default_factory=dict)
    tentative: dict[str, Value] = field(default_factory=dict)
    renames: list[Rename] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)

    @classmethod
    def none_yet(cls, made: PrintedValues, edited: Edited) -> Self:
        """Return the changes of a document before any is gathered."""
        lines = {file.shown: decode(file.data, ()).lines for file in made.submission.files}
        unfit = {each.place: each for each in edited.theirs.unplaced}
        return cls(made, typed_values(made.submission, made.form), dict(keyed(edited.now.entry)), lines, unfit)

    def entry_at(self, place: Place) -> tuple[int, int]:
        """Return the column of the entry at a place and the line behind which all of it ends, counted from 0."""
        lines = self.lines[place.file]
        column = key_column(lines[place.line - 1])
        return column, end_of(lines, place.line - 1, column - 1, Text(""))

    def keep(self, patch: Patch, theirs: Value) -> None:
        """Gather a patch after which the documents print a value."""
        self.patches.append(patch)
        self.wanted[patch.key] = theirs

    def refuse(self, kind: ConflictKind, key: str, place: str, said: str) -> None:
        """Gather a change that is not brought back, said on one line."""
        self.conflicts.append(RevisionConflict(kind, key, place, said.replace("\n", " ")))

    def put_off(self, kind: ConflictKind, key: str, theirs: Value, said: str) -> None:
        """Gather a conflict that may settle itself when other values are brought back."""
        self.refuse(kind, key, theirs.place, said)
        self.tentative[key] = theirs

    def is_approved(self, theirs: Value) -> bool:
        """Tell whether a value stands in targets that were approved and sealed."""
        return self.made.submission.approved is not None and theirs.field is not None and theirs.field.file == TARGETS

    def home_of(self, key: str, declared: Field | None = None) -> str:
        """Return where a value was typed, in words; of one that is not, the file in which its field is typed."""
        typed = self.typed.get(key)
        if typed is not None:
            return f"{typed.leaf.text.place.file}:{typed.leaf.text.place.line}"
        return self.made.submission.path_shown(declared.file) if declared and declared.file else "YAML 文件"

    def sources_of(self, declared: Field | None) -> str:
        """Return what to change so that a computed value changes, in words: what it is computed from, where it was typed."""
        formula = declared.formula if declared else None
        paths = dict.fromkeys(names(formula)) if formula else {}
        said = []
        for path in islice(paths, _MOST_SOURCES):
            field, typed = self.made.form.fields.get(path), self.typed.get(".".join(path))
            label = (field.label if field else "") or path[-1]
            said.append(f"{label}（{self.home_of('.'.join(path))}）" if typed else label)
        return f"要改请改{'、'.join(said)}" if said else "要改请改算它的那几项"


def key_after(key: str, renames: Iterable[Rename]) -> str:
    """Return a dotted key as it is once items are renamed."""
    for rename in renames:
        if key.startswith(rename.old):
            key = rename.new + key.removeprefix(rename.old)
    return key


def key_before(key: str, renames: Iterable[Rename]) -> str:
    """Return a dotted key as it was before items were renamed."""
    for rename in renames:
        if key.startswith(rename.new):
            key = rename.old + key.removeprefix(rename.new)
    return key
