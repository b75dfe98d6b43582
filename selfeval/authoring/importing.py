"""The files of a department filled in from its Word documents: returned, not written.

What the documents say is added to the files as `new` and `fill` lay them out, in a copy of the department's folder,
and read again from there as anything typed is: so every value is either there or reported. A value that is there
already is never changed. A text without a place becomes a comment beside its neighbour.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from selfeval.authoring.new import TARGETS, NotReadyError, head, require_sound
from selfeval.authoring.skeleton.blank import Blank
from selfeval.authoring.skeleton.complete import complete
from selfeval.authoring.skeleton.filled import filled, marked, points
from selfeval.authoring.skeleton.note import Note, with_notes, without_blanks
from selfeval.authoring.skeleton.place import start
from selfeval.authoring.skeleton.wanted import wanted
from selfeval.documents.read.found import DocumentReading, ReadItem, Unplaced, Value, keyed, prints_as, same
from selfeval.documents.read.made import made_now
from selfeval.form.expression import KeyPath
from selfeval.form.field import FORMS_KEY, YEAR_KEY, Role
from selfeval.form.folders import forms_meant_by
from selfeval.form.form import PER_FILE, Form, Subject
from selfeval.form.library import Library
from selfeval.form.schema import Schema, merge, shape
from selfeval.source.decode import decode
from selfeval.source.node import Entries, Items, Text
from selfeval.source.read import read
from selfeval.submission.folder import DepartmentYear, copy_files
from selfeval.submission.quotes import is_taken_for_quote
from selfeval.submission.read import read_department, read_files
from selfeval.submission.submission import File
from selfeval.text.name import fold

_FORMS = (FORMS_KEY,)
_NO_QUOTE = "双花括号在 YAML 里是引用，不能照写"


class ToImport(NamedTuple):
    """Hold one document that is to be imported: its file name, the form it was read by, and what it says."""

    name: str
    form: Form
    found: DocumentReading


class StandsNow(NamedTuple):
    """Hold one value that stands in the files now: its dotted key, where the document has it, and its text."""

    key: str
    place: str
    text: str


class Mismatch(NamedTuple):
    """Hold what a document says of a key, and what the program prints of it."""

    key: str
    word: str
    computed: str


class ImportedFile(NamedTuple):
    """Hold a file of the department: its name, and its bytes before and after, before None where it is new."""

    name: str
    old: bytes | None
    new: bytes

    @property
    def status(self) -> str:
        """Return what becomes of the file: new, filled or unchanged."""
        return "new" if self.old is None else "unchanged" if self.new == self.old else "filled"


class Import(NamedTuple):
    """Hold what an import does with one document."""

    name: str
    form: Form
    found: DocumentReading
    placed: tuple[StandsNow, ...]
    unplaced: tuple[Unplaced, ...]
    differs: tuple[Mismatch, ...]


class Imported(NamedTuple):
    """Hold what an import does with all documents, and the files it makes of them."""

    documents: tuple[Import, ...]
    files: tuple[ImportedFile, ...]


def import_documents(data: Path, place: DepartmentYear, library: Library, documents: Sequence[ToImport]) -> Imported:
    """Return what becomes of a department's files when documents are imported one after another; write nothing.

    Raises:
        NotReadyError: where a file that is there could not be changed without harm.
    """
    for file in read_files(data, place, library).files:
        require_sound(file)
    with tempfile.TemporaryDirectory(prefix="selfeval-import-", ignore_cleanup_errors=True) as folder:
        copy = Path(folder) / data.name
        for year in filter(None, (place, place.before)):
            copy_files(data, year, copy)
        made = tuple(_import(_FolderCopy(copy, place, library, document)) for document in documents)
        return Imported(made, tuple(_changed_files(data / str(place), copy / str(place))))


def _changed_files(before: Path, after: Path) -> Iterator[ImportedFile]:
    for path in sorted(after.rglob("*.yaml")):
        name = path.relative_to(after).as_posix()
        old = (before / name).read_bytes() if (before / name).is_file() else None
        yield ImportedFile(name, old, path.read_bytes())


@dataclass(frozen=True)
class _FolderCopy:
    """Hold the copy of a department's folder, into which one document is imported."""

    data: Path
    place: DepartmentYear
    library: Library
    document: ToImport

    @property
    def form(self) -> Form:
        return self.document.form

    @cached_property
    def chosen(self) -> tuple[Form, ...]:
        """Return the forms that the department has chosen, and that of the document."""
        return tuple(dict.fromkeys([*forms_chosen(self.data, self.place, self.library), self.form]))

    @cached_property
    def schema(self) -> Schema:
        return merge(self.library, self.chosen)

    @cached_property
    def project(self) -> str:
        """Return the name of the project's or fund's file without suffix: the one that names it, else a new one."""
        if self.form.subject not in PER_FILE:
            return ""
        wanted_name = next(
            (fold(value.text) for value in self.document.found.entry.values.values() if value.is_name), ""
        )
        known = read_department(self.data, self.place, self.library) if self.folder.is_dir() else ()
        projects = {
            submission.project: fold(submission.project_name)
            for submission in known
            if any(file.declared in self.form.own_patterns for file in submission.own_files)
        }
        own = "fund" if self.form.subject is Subject.FUND else "project"
        free = (f"{own}-{number}" for number in range(1, len(projects) + 2))
        fresh = next(name for name in free if name not in projects)
        return next((project for project, name in projects.items() if name == wanted_name), fresh)

    @property
    def folder(self) -> Path:
        return self.data / str(self.place)

    def files(self) -> list[File]:
        """Return the department's files as they are in the copy."""
        return read_files(self.data, self.place, self.library).files

    def name_of(self, declared: str) -> str:
        """Return the name of the file that the forms declare by a name or pattern."""
        return declared.replace("*", self.project)

    def fill(self, declared: str, blanks: Sequence[Blank]) -> None:
        """Add keys that a file lacks; keys with nothing but blanks are typed anew, nothing else in it changes."""
        if not blanks:
            return
        path = self.folder / self.name_of(declared)
        about = f"{self.place.year} 年，由 {self.document.name} 转来"
        old = path.read_bytes() if path.is_file() else f"{head(about)}\n".encode()
        kept = without_blanks(old, self.root(declared, old), blanks)
        made = complete(kept, self.root(declared, kept), blanks)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(made)

    def root(self, declared: str, data: bytes) -> Entries | None:
        return read(data, self.name_of(declared), shape(self.schema, declared)).root

    def note(self, notes: Sequence[Note]) -> None:
        """Keep notes as comments, each in the file of the value it belongs to."""
        of: dict[str, list[Note]] = {}
        for each in notes:
            slot = self.schema.slots.get(each.beside[:1])
            declared = slot.field.file if slot and slot.field.file else TARGETS
            of.setdefault(declared if (self.folder / self.name_of(declared)).is_file() else TARGETS, []).append(each)
        for declared, its in of.items():
            path = self.folder / self.name_of(declared)
            data = path.read_bytes()
            path.write_bytes(with_notes(data, self.root(declared, data), its))


def forms_chosen(data: Path, place: DepartmentYear, library: Library) -> list[Form]:
    """Return the forms that a department's files list, none where it has no folder yet."""
    files = read_files(data, place, library).files if (data / str(place)).is_dir() else ()
    meant = [forms_meant_by(name, library.folders) for file in files for name in _names(file.reading.root)]
    forms = (library.declared(names[0]).form for names in meant if len(names) == 1)
    return [form for form in forms if form is not None]


def _names(root: Entries | None) -> list[Text]:
    """Return the forms that a file lists, as typed."""
    node = root.get(Text(FORMS_KEY)) if root else None
    return [name for name in (node if isinstance(node, Items) else [node]) if isinstance(name, Text)]


def _import(copy: _FolderCopy) -> Import:
    """Fill in the files of the copy from its document, and return what came of each of its values."""
    entry, unplaced = _without_doubts(copy.document.found.entry)
    unplaced += copy.document.found.unplaced
    _choose_form(copy)
    entry = _with_names(entry, copy)
    before = _printed(copy)
    given = {
        (YEAR_KEY,): Value((YEAR_KEY,), (copy.place.year,), "", copy.schema.slots[YEAR_KEY,].field),
        _FORMS: Value(_FORMS, tuple(form.slug for form in copy.chosen), "", copy.schema.slots[_FORMS].field),
    }
    whole = replace(entry, values=entry.values | given)
    declared = [*dict.fromkeys((TARGETS, *copy.form.files))]
    for file in declared:
        copy.fill(file, filled(copy.schema, file, whole))
    _add_blanks(copy, declared)
    printed = _printed(copy)
    placed: list[StandsNow] = []
    differs: list[Mismatch] = []
    there = _why_not_over(entry, copy.place)
    for key, value in keyed(entry):
        mine = printed.get(key)
        if value.is_name and value.field is not None and not value.field.printed:
            continue  # a name that the document does not have
        typed = value.field is not None and value.field.formula is None and not value.field.drawn
        is_year = value.path == (YEAR_KEY,)
        is_there = fold(value.text) == copy.place.year if is_year else mine is not None and same(value, mine)
        is_written = mine is not None and key not in before and prints_as(value, mine)
        if is_there or (is_written and typed):
            placed += [StandsNow(key, value.place, value.text)] if typed else []
        if is_there:
            continue
        if value.field is not None and value.field.drawn and mine is None:
            unplaced.append(Unplaced(value.place, value.text, (), "取自各项目的文件，那里还没有写"))
        elif mine is not None or not typed:
            differs.append(Mismatch(key, value.text, mine.text if mine else ""))
        if typed and not is_written and not (mine is not None and key not in before and _is_within(value, mine)):
            why = there if key in before else "写不进去" if mine is None else "写进去了，印出来不是这样"
            why = f"年度照文件夹，是 {copy.place.year}" if is_year else why
            unplaced.append(Unplaced(value.place, value.text, value.path, why))
    guesses = [Note.of_guess(guess, copy.document.name, beside) for guess, beside in _guesses(copy.document.found)]
    copy.note([*map(Note.of_text, unplaced), *guesses])
    return Import(copy.document.name, copy.form, copy.document.found, tuple(placed), tuple(unplaced), tuple(differs))


def _is_within(value: Value, printed: Value) -> bool:
    """Tell whether a value is printed whole, with words of the form before or behind it."""
    return fold(value.text) in fold(printed.text)


def _guesses(found: DocumentReading) -> Iterator[tuple[str, KeyPath]]:
    """Yield what was guessed, each with the key of the first value that it says something about, () where there is none."""
    of = {value.guess: value.path for _, value in reversed(list(keyed(found.entry))) if value.guess}
    yield from ((guess, of.get(guess, ())) for guess in dict.fromkeys((*found.guesses, *of)))


def _printed(copy: _FolderCopy) -> dict[str, Value]:
    """Return what the form prints of the copy as it is, by dotted keys."""
    made = made_now(copy.data, copy.place, copy.library, copy.form, copy.project) if copy.folder.is_dir() else None
    return dict(keyed(made.entry)) if made else {}


def _why_not_over(entry: ReadItem, place: DepartmentYear) -> str:
    """Return why a value is not written over one that is there: the document is of another year, where it is."""
    year = entry.values.get((YEAR_KEY,))
    if year is None or fold(year.text) == place.year:
        return "这一项已经写了别的"
    return f"这张表是 {year.text} 年度的，{place} 里已经写了"


def _with_names(entry: ReadItem, copy: _FolderCopy) -> ReadItem:
    """Return the values with a name for each item of a list whose names are not printed: as it stands, else 第1条, 第2条."""
    names = [
        (path, declared)
        for path, declared in copy.form.fields.items()
        if declared.role is Role.NAME and not declared.printed and entry.lists.get(path[:-1])
    ]
    now = (
        made_now(copy.data, copy.place, copy.library, copy.form, copy.project)
        if names and copy.folder.is_dir()
        else None
    )
    lists = dict(entry.lists)
    for path, declared in names:
        standing = [item.name for item in now.entry.lists.get(path[:-1], ())] if now else []
        named = [*standing, *(f"第{number}条" for number in range(len(standing) + 1, len(lists[path[:-1]]) + 1))]
        lists[path[:-1]] = [
            item
            if item.name
            else replace(
                item,
                values={path: Value(path, (name,), item.place, declared), **item.values},
                name=name,
                name_key=path[-1],
            )
            for item, name in zip(lists[path[:-1]], named, strict=False)
        ]
    return replace(entry, lists=lists)


def _choose_form(copy: _FolderCopy) -> None:
    """Add the document's form to those that the department lists, where it lists any."""
    for file in copy.files():
        names = _names(file.reading.root)
        if not names or any(copy.form.slug in forms_meant_by(name, copy.library.folders) for name in names):
            continue
        decoded = decode(file.data, ())
        line, column = start(names[-1])
        dash = decoded.lines[line][:column]
        if dash.strip() != "-":
            raise NotReadyError(f"{file.shown} 第 {line + 1} 行：“表样”要一行写一个，前面加“- ”，改好再导入")
        lines = [text + (end or "\n") for text, end in zip(decoded.lines, decoded.ends, strict=True)]
        lines.insert(line + 1, f"{dash}{copy.form.slug}{decoded.ends[line] or chr(10)}")
        (copy.folder / file.name).write_bytes(decoded.mark + "".join(lines).encode())


def _add_blanks(copy: _FolderCopy, files: Sequence[str]) -> None:
    """Add what the document's form demands and the document does not have, as blanks to be filled in."""
    schema = merge(copy.library, (copy.form,))
    for declared in files:
        path, project = copy.folder / copy.name_of(declared), copy.project if "*" in declared else ""
        known = read_department(copy.data, copy.place, copy.library)
        trees = [each.tree for each in known if each.project == project]
        if path.is_file() and trees:
            data = path.read_bytes()
            path.write_bytes(complete(data, copy.root(declared, data), wanted(schema, declared, trees[0], {})))


def _without_doubts(entry: ReadItem) -> tuple[ReadItem, list[Unplaced]]:
    """Return a document's values, and the texts that are none: printed in several ways, or behind a numbered list."""
    unplaced: list[Unplaced] = []
    values: dict[KeyPath, Value] = {}
    for path, value in entry.values.items():
        if any(fold(text) != fold(value.text) for _, text in value.others):
            every = ((value.place, value.text), *value.others)
            unplaced += [Unplaced(place, text, path, "同一项在几个地方写得不一样") for place, text in every]
            continue
        if is_taken_for_quote(value.text):
            unplaced.append(Unplaced(value.place, value.text, path, _NO_QUOTE))
            continue
        kept, rest = points(value)
        unplaced += [Unplaced(value.place, text, path, "不像是前一条的内容") for text in rest]
        if kept or not rest:
            values[path] = value._replace(texts=marked(value, kept)) if rest else value
    lists: dict[KeyPath, list[ReadItem]] = {}
    for path, rows in entry.lists.items():
        lists[path] = []
        for row in rows:
            inner, more = _without_doubts(row)
            unplaced += more
            if is_taken_for_quote(row.name):  # whose the other values are cannot be said then
                unplaced += [Unplaced(value.place, value.text, path, _NO_QUOTE) for _, value in keyed(inner)]
            else:
                lists[path].append(inner)
    return replace(entry, values=values, lists=lists), unplaced
