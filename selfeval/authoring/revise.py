"""Changes that were made in a Word document, brought back into the files it was made from: returned, not written.

Three documents are held against each other, value by value: the one that was generated, the one that would be made
now, and the one that came back. What only the last has changed is edited where it was typed, character by character;
what is computed, quoted, changed on both sides, taken out or approved is named and never written. Then the document
is made again from the edited files: an edit after which it does not say what the Word says is taken back.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from selfeval.authoring.located import LocatedValue, typed_values
from selfeval.authoring.new import TARGETS
from selfeval.authoring.paired import pair_items, pair_paragraphs
from selfeval.authoring.retype import (
    Insertion,
    Retyped,
    differences,
    edit_line,
    grouped_as,
    insert_paragraph,
    key_column,
    replace_value,
)
from selfeval.authoring.skeleton.blank import STEP, as_key, lines_of
from selfeval.authoring.skeleton.complete import complete
from selfeval.authoring.skeleton.filled import filled, filled_column, item_blanks, points
from selfeval.authoring.skeleton.place import end_of, start
from selfeval.documents.read.found import DocumentReading, ReadItem, Value, keyed, same
from selfeval.documents.read.made import PrintedValues, made_now
from selfeval.form.field import Kind
from selfeval.form.form import Form
from selfeval.form.library import Library
from selfeval.form.schema import shape
from selfeval.source.decode import decode
from selfeval.source.node import Entries, Text
from selfeval.source.read import read
from selfeval.submission.folder import DepartmentYear, copy_files
from selfeval.submission.quotes import QUOTE, Index, fill
from selfeval.submission.tree import Leaf
from selfeval.text.name import fold


class ConflictKind(StrEnum):
    """Say why a change is not brought back."""

    COMPUTED = "computed"
    QUOTED = "quoted"
    CHANGED_TWICE = "changed-twice"
    DIFFERS_WITHIN = "differs-within"
    GONE = "gone"
    FIXED_TEXT = "fixed-text"
    APPROVED = "approved"


class RevisionConflict(NamedTuple):
    """Hold a change that is not brought back: its kind, its dotted key, where the Word has it, and what to do instead."""

    kind: ConflictKind
    key: str
    place: str
    message: str


class RevisedFile(NamedTuple):
    """Hold a file in which something changes: its name, and its bytes before and after."""

    name: str
    old: bytes
    new: bytes


class Revision(NamedTuple):
    """Hold what is brought back, and what is not."""

    files: tuple[RevisedFile, ...]
    conflicts: tuple[RevisionConflict, ...]


class Edited(NamedTuple):
    """Hold a document that came back: its form, its project, and what it says, said when made, and would say now.

    ``base`` is what it said when it was made, which is ``guessed`` where its marks are lost.
    """

    form: Form
    project: str
    base: DocumentReading
    now: DocumentReading
    theirs: DocumentReading
    guessed: bool = False


class Patch(NamedTuple):
    """Hold what brings the value of one key back: what to change and to insert in one file."""

    key: str
    file: str
    changes: tuple[Retyped, ...] = ()
    insertions: tuple[Insertion, ...] = ()


def revise(data: Path, place: DepartmentYear, library: Library, edited: Edited) -> Revision:
    """Return how a department's files change so that they say what the document says; write nothing."""
    made = made_now(data, place, library, edited.form, edited.project)
    assert made is not None
    gatherer = _Changes(made, edited)
    gatherer.compare()
    failed: set[str] = set()
    with tempfile.TemporaryDirectory(prefix="selfeval-revise-", ignore_cleanup_errors=True) as folder:
        desk = _Proof(data, Path(folder) / data.name, place, library)
        while True:
            kept = [patch for patch in gatherer.patches if patch.key not in failed]
            files = _patched(made, kept, _only(gatherer.additions, gatherer.wanted.keys() - failed))
            printed = desk.print(edited, files)
            renames = [each for each in gatherer.renames if each.key not in failed]
            wrong = {
                key for key, value in gatherer.wanted.items() if not _says(printed, _key_after(key, renames), value)
            }
            if wrong <= failed:
                break
            failed |= wrong
    return Revision(tuple(files), tuple(gatherer.settled(printed, renames, failed)))


class _Rename(NamedTuple):
    """Hold an item that is renamed: the key of its name, and the beginning of all its keys before and after."""

    key: str
    old: str
    new: str


def _key_after(key: str, renames: Iterable[_Rename]) -> str:
    """Return a dotted key as it is once items are renamed."""
    for rename in renames:
        if key.startswith(rename.old):
            key = rename.new + key.removeprefix(rename.old)
    return key


def _short(text: str) -> str:
    """Return the beginning of a text on one line, with a mark where more follows."""
    flat = " ".join(text.split())
    return flat if len(flat) <= 30 else f"{flat[:30]}……"


def _says(printed: Mapping[str, Value], key: str, value: Value) -> bool:
    return key in printed and same(value, printed[key])


class _Proof(NamedTuple):
    """Hold where a copy of a department's folder is laid to see what would be made of it."""

    data: Path
    copy: Path
    place: DepartmentYear
    library: Library

    def print(self, edited: Edited, files: Iterable[RevisedFile]) -> Mapping[str, Value]:
        """Return what the form prints once some files are changed."""
        shutil.rmtree(self.copy, ignore_errors=True)
        for year in filter(None, (self.place, self.place.before)):
            copy_files(self.data, year, self.copy)
        for file in files:
            (self.copy / str(self.place) / file.name).write_bytes(file.new)
        made = made_now(self.copy, self.place, self.library, edited.form, edited.project)
        return dict(keyed(made.entry)) if made else {}


def _only(entries: Sequence[tuple[str, ReadItem]], keys: Iterable[str]) -> list[ReadItem]:
    """Return the additions of which every key is still wanted."""
    wanted = set(keys)
    return [entry for key, entry in entries if key in wanted]


def _patched(now: PrintedValues, patches: Sequence[Patch], additions: Sequence[ReadItem]) -> list[RevisedFile]:
    """Return the files that patches and added keys change."""
    made: list[RevisedFile] = []
    schema = now.submission.schema
    for file in now.submission.files:
        new = _with_patches(file.data, [patch for patch in patches if patch.file == file.shown])
        keys = shape(schema, file.declared)
        for entry in additions:
            new = complete(new, read(new, file.shown, keys).root, filled(schema, file.declared, entry))
        if new != file.data:
            made.append(RevisedFile(file.name, file.data, new))
    return made


def _with_patches(data: bytes, patches: Sequence[Patch]) -> bytes:
    decoded = decode(data, ())
    lines = list(decoded.lines)
    usual = next(filter(None, decoded.ends), "\n")
    for change in sorted((change for patch in patches for change in patch.changes), reverse=True):
        line = lines[change.line]
        lines[change.line] = line[: change.start] + change.text.replace("\n", usual) + line[change.end :]
    added: dict[int, list[str]] = {}
    for insertion in (insertion for patch in patches for insertion in patch.insertions):
        added.setdefault(insertion.line, []).extend(insertion.lines)
    if not patches:
        return data
    ends = list(decoded.ends)
    if len(lines) in added and ends and not ends[-1]:
        ends[-1] = usual
    made: list[str] = []
    for number in range(len(lines) + 1):
        made += [line + usual for line in added.get(number, ())]
        made += [lines[number] + ends[number]] if number < len(lines) else []
    return decoded.mark + "".join(made).encode()


@dataclass
class _Changes:
    """Gather what changed, key by key, and what is to be done about it.

    ``wanted`` are the values that the documents must print in the end, ``tentative`` those of conflicts that may
    settle themselves when others are brought back.
    """

    made: PrintedValues
    edited: Edited
    patches: list[Patch] = field(default_factory=list)
    additions: list[tuple[str, ReadItem]] = field(default_factory=list)
    conflicts: list[RevisionConflict] = field(default_factory=list)
    wanted: dict[str, Value] = field(default_factory=dict)
    tentative: dict[str, Value] = field(default_factory=dict)
    renames: list[_Rename] = field(default_factory=list)
    typed: Mapping[str, LocatedValue] = field(default_factory=dict)
    now: Mapping[str, Value] = field(default_factory=dict)
    lines: Mapping[str, Sequence[str]] = field(default_factory=dict)
    unfit: Mapping[str, str] = field(default_factory=dict)

    @property
    def index(self) -> Index:
        return self.made.quotable

    def compare(self) -> None:
        """Gather every change of the document."""
        submission = self.made.submission
        self.typed = typed_values(submission, self.made.form)
        self.now = dict(keyed(self.edited.now.entry))
        self.lines = {file.shown: decode(file.data, ()).lines for file in submission.files}
        base, theirs = self.edited.base, self.edited.theirs
        self.unfit = {each.place: each.text[:40] for each in theirs.unplaced}
        self.compare_entries(base.entry, theirs.entry, "", 0, ())
        told = {conflict.place for conflict in self.conflicts if conflict.kind is ConflictKind.GONE}
        texts = {fold(each.text) for found in (base, self.edited.now) for each in (*found.unplaced, *found.altered)}
        for each in (*theirs.altered, *theirs.unplaced):
            if fold(each.text) not in texts and each.place not in told:
                said = f"“{each.text[:40]}”在表样里没有地方填，不会带回来"
                why = f"“{each.text[:40]}”：{each.why}，是固定的字；要改请改表样" if each.why else said
                self.conflicts.append(RevisionConflict(ConflictKind.FIXED_TEXT, "", each.place, why))

    def settled(
        self, printed: Mapping[str, Value], renames: Sequence[_Rename], failed: set[str]
    ) -> Iterator[RevisionConflict]:
        """Yield the conflicts that are left once all is brought back, and what else the documents then print otherwise."""
        known = {conflict.key for conflict in self.conflicts}
        for conflict in self.conflicts:
            value = self.tentative.get(conflict.key)
            if value is None or not _says(printed, _key_after(conflict.key, renames), value):
                yield conflict
        for key in sorted(failed - known):
            theirs = self.wanted[key]
            yield RevisionConflict(
                ConflictKind.QUOTED,
                key,
                theirs.place,
                f"改成“{_short(theirs.text)}”会牵动别处，请自己改 {self.home_of(key)}",
            )
        for key, value in keyed(self.edited.theirs.entry):
            after = printed.get(_key_after(key, renames))
            before = self.now.get(key)
            if key in known or key in failed or after is None or before is None or same(before, after):
                continue
            if same(value, after):
                continue
            kind = (
                ConflictKind.COMPUTED if value.field is None or value.field.formula is not None else ConflictKind.QUOTED
            )
            said = f"Word 里还是“{_short(value.text)}”，改了以后会印成“{_short(after.text)}”；请看一看"
            yield RevisionConflict(kind, key, value.place, said)

    def compare_entries(
        self, base: ReadItem, theirs: ReadItem, above: str, depth: int, chain: tuple[ReadItem, ...]
    ) -> None:
        """Gather what changed in an item; ``chain`` are the items around it, itself last."""
        for path in dict.fromkeys((*base.values, *theirs.values)):
            self.compare_values(
                f"{above}{'.'.join(path[depth:])}", base.values.get(path), theirs.values.get(path), chain
            )
        for path in dict.fromkeys((*base.lists, *theirs.lists)):
            self.compare_lists(path, base, theirs, f"{above}{'.'.join(path[depth:])}.", chain)

    def compare_lists(
        self, path: tuple[str, ...], base: ReadItem, theirs: ReadItem, above: str, chain: tuple[ReadItem, ...]
    ) -> None:
        """Gather what changed in a list: items are paired by their names, renamed ones by what else they say."""
        old, new = base.lists.get(path, []), theirs.lists.get(path, [])
        pairs = pair_items(old, new)
        for number, item in enumerate(old):
            mate = pairs.get(number)
            key = f"{above}{'.'.join((*item.levels, item.name))}"
            if mate is None:
                if item.name:
                    said = f"“{item.name}”这一行在 Word 里没有了；确实不要的，请在 YAML 里删去"
                    self.conflicts.append(RevisionConflict(ConflictKind.GONE, key, item.place, said))
                continue
            if new[mate].levels != item.levels:
                said = f"“{item.name}”在 Word 里换了类别；请在 YAML 里挪到“{' → '.join(new[mate].levels)}”下面"
                self.conflicts.append(RevisionConflict(ConflictKind.GONE, key, new[mate].place, said))
            self.compare_entries(item, new[mate], f"{key}.", len(path), (*chain, item))
            name = new[mate].name
            if item.name and name and fold(name) != fold(item.name):
                after = f"{above}{'.'.join((*item.levels, name))}."
                self.renames.append(_Rename(f"{key}.{item.name_key}", f"{key}.", after))
                self.rename_results(path, (*chain, item), name, f"{key}.{item.name_key}")
        self.tell_moved(new, [pairs[number] for number in sorted(pairs)], above)
        mates = set(pairs.values())
        for number, item in enumerate(new):
            if number not in mates and item.name:
                before = next((old[mate] for mate, its in pairs.items() if its == number - 1), None)
                self.add_item(path, above, item, before, chain)

    def tell_moved(self, new: Sequence[ReadItem], mates: Sequence[int], above: str) -> None:
        """Name every row that stands before one it stood behind; ``mates`` are where the rows stand now, in their old order."""
        last: dict[tuple[str, ...], int] = {}
        for at in mates:
            item = new[at]
            if item.name and at < last.get(item.levels, -1):
                over = new[at - 1].name if at and new[at - 1].levels == item.levels else ""
                where = f"“{over}”后面" if over else "最前面"
                said = f"“{item.name}”这一行在 Word 里挪了位置；请在 YAML 里也挪到{where}"
                key = f"{above}{'.'.join((*item.levels, item.name))}"
                self.conflicts.append(RevisionConflict(ConflictKind.GONE, key, item.place, said))
            last[item.levels] = max(at, last.get(item.levels, -1))

    def compare_values(self, key: str, base: Value | None, theirs: Value | None, chain: tuple[ReadItem, ...]) -> None:
        """Gather what changed in one value."""
        if theirs is not None and theirs.others and not (base and base.others):
            every = ((theirs.place, theirs.text), *theirs.others)
            at = next((span[0] for span in differences(theirs.text, theirs.others[0][1])), 0)
            shown = "、".join(f"{place}“{text[max(at - 6, 0) : at + 20]}”" for place, text in every)
            said = f"同一项在 Word 里几个地方写得不一样：{shown}；请定一个，改 {self.home_of(key)}"
            self.conflicts.append(RevisionConflict(ConflictKind.DIFFERS_WITHIN, key, theirs.others[0][0], said))
            return
        if (base is None and theirs is None) or (base and theirs and same(base, theirs)):
            return
        now = self.now.get(key)
        if theirs is None or not theirs.text:
            if now is not None:
                unfit = self.unfit.get(base.place, "") if base else ""
                said = f"Word 里没有了，{self.home_of(key)} 里还有；确实不要的，请在那里删去"
                said = f"Word 里改成了“{unfit}”，这一项不能这样填；要改请改 {self.home_of(key)}" if unfit else said
                self.conflicts.append(RevisionConflict(ConflictKind.GONE, key, base.place if base else "", said))
            return
        if now is not None and same(now, theirs):
            return
        declared = theirs.field
        if declared is None or declared.formula is not None:
            said = f"{base.text if base else '空'} 改成了 {theirs.text}。这是算出来的，要改请改它的来源"
            self.put_off(ConflictKind.COMPUTED, key, theirs, said)
        elif not (base and now and same(base, now)) and (base or now):
            mine = now.text[:30] if now else "空"
            said = f"Word 里 {theirs.text[:30]}，{self.home_of(key)} 已经改成 {mine}。两边都改了，请定一个"
            self.conflicts.append(RevisionConflict(ConflictKind.CHANGED_TWICE, key, theirs.place, said))
        elif self.is_approved(key, theirs):
            said = f"{theirs.text[:30]}：目标已经批复，不能直接改；要调整的写“调整后指标值”"
            self.conflicts.append(RevisionConflict(ConflictKind.APPROVED, key, theirs.place, said))
        else:
            self.patch(key, base, theirs, chain)

    def put_off(self, kind: ConflictKind, key: str, theirs: Value, said: str) -> None:
        """Note a conflict that may settle itself when other values are brought back."""
        self.conflicts.append(RevisionConflict(kind, key, theirs.place, said))
        self.tentative[key] = theirs

    def is_approved(self, key: str, theirs: Value) -> bool:
        """Tell whether a value stands in targets that were approved and sealed."""
        return self.made.submission.approved is not None and theirs.field is not None and theirs.field.file == TARGETS

    def home_of(self, key: str) -> str:
        """Return where a value was typed, in words."""
        typed = self.typed.get(key)
        return f"{typed.leaf.text.place.file}:{typed.leaf.text.place.line}" if typed else "YAML"

    def patch(self, key: str, base: Value | None, theirs: Value, chain: tuple[ReadItem, ...]) -> None:
        """Gather how a value is brought back: edited where it was typed, or added where it was not."""
        typed = self.typed.get(key) or self.printed_instead(key, theirs)
        if typed is None or not typed.leaf.text:
            self.add_value(key, theirs, chain)
            return
        leaf = typed.leaf
        if leaf.field.kind in (Kind.PROSE, Kind.LINES):
            self.patch_text(key, leaf, base, theirs)
        elif leaf.field.kind is Kind.TEXT and QUOTE.search(leaf.text):
            changes = edit_line(leaf.text, theirs.text, self.index)
            if changes is None:
                self.quoted(key, theirs, leaf.text)
            else:
                self.keep(Patch(key, leaf.text.place.file, changes), theirs)
        else:
            new = grouped_as(leaf.text, "".join(theirs.texts))
            self.keep(Patch(key, leaf.text.place.file, (replace_value(leaf.text, new),)), theirs)

    def printed_instead(self, key: str, theirs: Value) -> LocatedValue | None:
        """Return the value of another column that is printed for one not typed, where the form does not print it itself."""
        fallback = theirs.field.fallback if theirs.field else ""
        other = f"{key.rpartition('.')[0]}.{fallback}"
        return self.typed.get(other) if fallback and other not in self.now else None

    def keep(self, patch: Patch, theirs: Value) -> None:
        self.patches.append(patch)
        self.wanted[patch.key] = theirs

    def quoted(self, key: str, theirs: Value, line: Text) -> None:
        """Note that a figure was changed that the text quotes."""
        names = "、".join(dict.fromkeys(match[0] for match in QUOTE.finditer(line)))
        where = f"{line.place.file}:{line.place.line}"
        said = f"{theirs.text[:40]}：这里引用 {names}（{where}），要改请改它的来源"
        self.put_off(ConflictKind.QUOTED, key, theirs, said)

    def patch_text(self, key: str, leaf: Leaf, base: Value | None, theirs: Value) -> None:
        """Gather the changes of a text, paragraph by paragraph."""
        lines = leaf.value if isinstance(leaf.value, tuple) else ()
        shown = [(line, text) for line in lines for text in fill(line, self.index)]
        old, new = points(base)[0] if base else (), points(theirs)[0]
        if [fold(text) for _, text in shown] != [fold(text) for text in old]:
            self.quoted(key, theirs, leaf.text)
            return
        changes: list[Retyped] = []
        insertions: list[Insertion] = []
        whole = True
        for kind, number, text in pair_paragraphs(old, new):
            line = shown[max(number, 0)][0]
            if kind == "edit":
                alone = sum(other is line for other, _ in shown) == 1
                found = edit_line(line, text, self.index) if alone else None
                changes += found or ()
                if found is None:
                    self.quoted(key, theirs._replace(texts=(text,)), line)
            elif kind == "insert":
                more = insert_paragraph(leaf, line, text, self.lines[leaf.text.place.file], before=number < 0)
                changes += more[0]
                insertions += more[1]
            else:
                said = f"“{text[:20]}……”这一段在 Word 里没有了；确实不要的，请在 {self.home_of(key)} 下面删去"
                self.conflicts.append(RevisionConflict(ConflictKind.GONE, key, theirs.place, said))
            whole = whole and (kind == "insert" or (kind == "edit" and found is not None))
        if changes or insertions:
            self.patches.append(Patch(key, leaf.text.place.file, tuple(changes), tuple(insertions)))
            if whole:
                self.wanted[key] = theirs

    def add_value(self, key: str, theirs: Value, chain: tuple[ReadItem, ...]) -> None:
        """Gather a value for a key that is not typed yet, or typed with nothing behind it."""
        assert theirs.field is not None
        added = ReadItem({theirs.path: theirs})
        for item, path in zip(reversed(chain), reversed(self.paths_of(chain)), strict=True):
            name = item.values.get((*path, item.name_key))
            if name is None:
                said = f"“{theirs.text[:30]}”不知道是哪一条的，请自己填"
                self.conflicts.append(RevisionConflict(ConflictKind.GONE, key, theirs.place, said))
                return
            added.values[name.path] = name
            added.levels, added.name, added.name_key = item.levels, item.name, item.name_key
            added = ReadItem(lists={path: [added]})
        owner = self.made.submission.schema.slots.get(theirs.field.path[:-1])
        if chain and owner is not None and owner.field.kind is not Kind.RESULTS:
            self.add_to_item(key, theirs, chain)
        elif not self.expand_short_result(key, theirs, chain):
            self.additions.append((key, added))
            self.wanted[key] = theirs

    def paths_of(self, chain: tuple[ReadItem, ...]) -> list[tuple[str, ...]]:
        """Return the paths of the lists of some items, by the path of the name in each."""
        return [
            next(value.path[:-1] for value in item.values.values() if value.path[-1] == item.name_key and value.is_name)
            for item in chain
        ]

    def add_to_item(self, key: str, theirs: Value, chain: tuple[ReadItem, ...]) -> None:
        """Gather a column for an item of a list that is typed already."""
        home = self.typed.get(f"{key.rpartition('.')[0]}.{chain[-1].name_key}")
        assert theirs.field is not None
        blanks = filled_column(theirs)
        if home is None or not blanks:
            said = f"“{theirs.text[:30]}”要自己填进 {self.home_of(key)}"
            self.conflicts.append(RevisionConflict(ConflictKind.GONE, key, theirs.place, said))
            return
        place = home.leaf.text.place
        lines = self.lines[place.file]
        column = key_column(lines[place.line - 1])
        end = end_of(lines, place.line - 1, column - 1, Text(""))
        insertion = Insertion(end, tuple(lines_of(blanks, " " * column)))
        self.keep(Patch(key, place.file, (), (insertion,)), theirs)

    def expand_short_result(self, key: str, theirs: Value, chain: tuple[ReadItem, ...]) -> bool:
        """Gather a second column for a result typed as one value; return whether that is what it is."""
        assert theirs.field is not None
        schema = self.made.submission.schema
        columns = schema.children.get(theirs.field.path[:-1], ())
        first = self.typed.get(f"{key.rpartition('.')[0]}.{columns[0]}") if columns and chain else None
        if first is None or theirs.field.path[-1] == columns[0]:
            return False
        place = first.leaf.text.place
        line = self.lines[place.file][place.line - 1]
        typed_key = line.lstrip().partition(":")[0]
        if fold(typed_key.strip("'\"")) != fold(chain[-1].name):
            return False
        margin = len(line) - len(line.lstrip())
        colon = margin + len(typed_key)
        change = Retyped(place.line - 1, colon + 1, colon + 1, f"\n{' ' * margin}{STEP}{columns[0]}:")
        more = tuple(lines_of(filled_column(theirs), " " * margin + STEP))
        self.keep(Patch(key, place.file, (change,), (Insertion(place.line, more),)), theirs)
        return True

    def add_item(
        self, path: tuple[str, ...], above: str, item: ReadItem, before: ReadItem | None, chain: tuple[ReadItem, ...]
    ) -> None:
        """Gather an item that is new: behind the one it follows in the Word, its results under its name."""
        key = f"{above}{'.'.join((*item.levels, item.name))}"
        name_value = item.values[(*path, item.name_key)]
        if self.is_approved(key, name_value):
            said = f"“{item.name}”：目标已经批复，不能直接加"
            self.conflicts.append(RevisionConflict(ConflictKind.APPROVED, key, item.place, said))
            return
        neighbour = None
        if before is not None and before.levels == item.levels:
            neighbour = self.typed.get(f"{above}{'.'.join((*before.levels, before.name))}.{before.name_key}")
        blanks = item_blanks(self.made.submission.schema, path, item)
        if neighbour is None or not blanks:
            said = (
                f"“{item.name}”是新加的一行，前面没有同类的一行，请自己写进 {self.made.submission.path_shown(TARGETS)}"
            )
            self.conflicts.append(RevisionConflict(ConflictKind.GONE, key, item.place, said))
            return
        place = neighbour.leaf.text.place
        lines = self.lines[place.file]
        column = key_column(lines[place.line - 1])
        end = end_of(lines, place.line - 1, column - 1, Text(""))
        first, *rest = lines_of(blanks)
        made = (f"{' ' * (column - 2)}- {first}", *(f"{' ' * column}{line}" for line in rest))
        name_key = f"{key}.{item.name_key}"
        self.patches.append(Patch(name_key, place.file, (), (Insertion(end, made),)))
        self.wanted[name_key] = name_value
        added = ReadItem(lists={path: [item]})
        for outer, its in zip(reversed(chain), reversed(self.paths_of(chain)), strict=True):
            added.values[(*its, outer.name_key)] = outer.values[(*its, outer.name_key)]
            added.levels, added.name, added.name_key = outer.levels, outer.name, outer.name_key
            added = ReadItem(lists={its: [added]})
        self.additions.append((name_key, added))

    def rename_results(self, path: tuple[str, ...], chain: tuple[ReadItem, ...], name: str, key: str) -> None:
        """Gather the new name of an item wherever its results stand under the old one."""
        submission = self.made.submission
        for result, slot in submission.schema.slots.items():
            if slot.field.kind is not Kind.RESULTS or slot.field.results_of != path:
                continue
            steps = _steps(result, chain)
            for file in submission.files:
                found = _find_key(file.reading.root, steps)
                if found is not None:
                    line, column = start(found)
                    typed = self.lines[file.shown][line]
                    width = len(typed[column:].partition(":")[0].rstrip())
                    change = Retyped(line, column, column + width, as_key(name))
                    self.patches.append(Patch(key, file.shown, (change,)))


def _steps(result: tuple[str, ...], chain: tuple[ReadItem, ...]) -> list[str]:
    """Return the keys that lead to the result of an item: those of the results, and under each levels and name."""
    made: list[str] = []
    for word, item in zip(result, chain[len(chain) - len(result) :], strict=True):
        made += [word, *item.levels, item.name]
    return made


def _find_key(root: Entries | None, steps: Sequence[str]) -> Text | None:
    node: object = root
    key = None
    for step in steps:
        key = next((key for key in node if fold(key) == fold(step)), None) if isinstance(node, Entries) else None
        if key is None or not isinstance(node, Entries):
            return None
        node = node[key]
    return key
