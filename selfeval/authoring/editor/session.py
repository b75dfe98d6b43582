"""The open files of an editor, and what is known of their departments; each is judged once for one state of its texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from selfeval.authoring.editor.action import Action, attempts, changes_of, correction, replacement
from selfeval.authoring.editor.document import OpenDocument, TextChange, path_of, whole
from selfeval.authoring.editor.judged import JudgedTexts
from selfeval.authoring.editor.mark import ProblemMark, mark
from selfeval.authoring.explanation import insertion
from selfeval.authoring.fix import mended
from selfeval.form.form import Form
from selfeval.form.library import Library
from selfeval.problem import Edit, Level, Problem
from selfeval.problem.disk import read_file
from selfeval.source.decode import decode
from selfeval.submission import approval
from selfeval.submission.folder import SUFFIXES, DepartmentYear, is_year
from selfeval.submission.read import Desk
from selfeval.submission.submission import File, Submission

LOST = "\ufffd"
"""What an editor shows for bytes that are no UTF-8."""


class Office(NamedTuple):
    """Hold the folders of departments and forms, and what the program does with them, handed in by the command.

    ``judge`` takes the texts not saved yet, by their paths below ``data``; ``forget`` has what was read on the disk read
    again, the forms only where the file that changed is one of theirs.
    """

    data: Path
    templates: Path
    judge: Callable[[DepartmentYear, Mapping[str, bytes]], JudgedTexts]
    library: Callable[[], Library]
    forget: Callable[[Path], None]


class JudgedFile(NamedTuple):
    """Hold an open file as it was judged last: its text, its department with its submission, and how it was read."""

    document: OpenDocument
    judged: JudgedTexts
    submission: Submission
    file: File


class Session:
    """Keep the open files and judge their departments, from the texts as typed where these are not saved."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._data = office.data.resolve()
        self._documents: dict[Path, OpenDocument] = {}
        self._judged: dict[DepartmentYear, JudgedTexts] = {}
        self._told: dict[DepartmentYear, dict[Path, list[ProblemMark]]] = {}
        self._cures: dict[Problem, tuple[Edit, ...]] = {}

    def put(self, document: OpenDocument) -> None:
        """Take a text as opened or changed."""
        path = path_of(document.uri)
        if path is not None:
            self._documents[path.resolve()] = document._replace(text=whole(document.text))
            self._doubt(self.place(document.uri))

    def close(self, uri: str) -> None:
        """Let go of a text: what counts is on the disk."""
        path = path_of(uri)
        if path is not None and self._documents.pop(path.resolve(), None) is not None:
            self._doubt(self.place(uri))

    def document(self, uri: str) -> OpenDocument | None:
        """Return an open text, None where it is not open."""
        path = path_of(uri)
        return self._documents.get(path.resolve()) if path else None

    def place(self, uri: str) -> DepartmentYear | None:
        """Return the department that a file belongs to, None where it is none of a department's."""
        path = path_of(uri)
        name = self._name(path.resolve()) if path else ""
        return DepartmentYear(*name.split("/")[:2]) if name else None

    def places(self) -> list[DepartmentYear]:
        """Return the departments with open files, and those of which marks are shown."""
        opened = (self.place(document.uri) for document in self._documents.values())
        return sorted({*filter(None, opened), *self._told})

    def doubt_all(self, changed: Path) -> None:
        """Take nothing for known any more, since a file on the disk changed."""
        self._judged.clear()
        self._cures.clear()
        self._office.forget(changed.resolve())

    def judged(self, place: DepartmentYear) -> JudgedTexts:
        """Return what is known of a department by its texts as they are now."""
        if place not in self._judged:
            self._judged[place] = self._office.judge(place, self._unsaved(place))
        return self._judged[place]

    def marks(self, place: DepartmentYear) -> Iterator[tuple[Path, list[ProblemMark]]]:
        """Yield every file with its marks, those of all departments; also where a mark of this one stood before."""
        found: dict[Path, list[ProblemMark]] = {}
        for problem in self.judged(place).problems:
            found.setdefault(self.path(problem.place.file), []).append(mark(problem))
        before = self._told.get(place, {})
        opened = (path for path, document in self._documents.items() if self.place(document.uri) == place)
        self._told[place] = found
        for path in dict.fromkeys((*found, *before, *opened)):
            listed = (each for marks in self._told.values() for each in marks.get(path, ()))
            yield path, list(dict.fromkeys(listed))
        if not found and not any(self.place(document.uri) == place for document in self._documents.values()):
            del self._told[place]

    def path(self, shown: str) -> Path:
        """Return the path of a file as messages call it: ``data/2024/liwan/targets.yaml``; one the disk refuses is called by its path."""
        if Path(shown).is_absolute():
            return Path(shown)
        head, _, rest = shown.partition("/")
        folder = self._office.templates if head == self._office.templates.name else self._office.data
        return folder.resolve() / rest if rest else folder.resolve() / head

    def uri(self, path: Path) -> str:
        """Return the address of a file as the editor calls it."""
        return self._documents[path].uri if path in self._documents else path.as_uri()

    def version(self, path: Path) -> int | None:
        """Return the version of an open text, None where it is not open."""
        return self._documents[path].version if path in self._documents else None

    def forms(self) -> list[Form]:
        """Return every form that a department may choose."""
        return list(self._office.library().forms.values())

    def lines(self, place: DepartmentYear, shown: str) -> Sequence[str]:
        """Return the lines of a file by which the places of its problems count."""
        return self.judged(place).lines.get(shown, ())

    def standing(self, uri: str) -> JudgedFile | None:
        """Return an open file as it is judged now, None where it is no file of a department or could not be read."""
        document, place = self.document(uri), self.place(uri)
        if document is None or place is None:
            return None
        judged, shown = self.judged(place), self._shown(uri)
        submission = judged.submission(shown)
        file = next((each for each in submission.files if each.shown == shown), None) if submission else None
        return JudgedFile(document, judged, submission, file) if submission and file else None

    def actions(self, uri: str, lines: range) -> Iterator[Action]:
        """Yield what can be done about the problems on some lines of an open file."""
        at = self.standing(uri)
        if at is None or self.is_read_from_disk(uri):
            return
        typed = at.document.lines
        found = [each for each in at.judged.problems if each.place.file == at.file.shown and not each.explained]
        for problem in (each for each in found if max(each.place.line, 1) - 1 in lines):
            if problem not in self._cures:
                self._cures[problem] = problem.edits or self._find_cure(uri, problem, typed)
            edits = self._cures[problem]
            if edits:
                yield correction(problem, edits, typed)
            added = insertion(problem, at.file.reading.root, at.file.reading.lines)
            if added is not None:
                title = f"确实无误，写进“说明情况”（{problem.rule}）"
                yield Action(title, problem, tuple(changes_of((added,), typed)))

    def mended(self, uri: str) -> tuple[TextChange, ...]:
        """Return the changes that put right all that ``check --fix`` would in an open file."""
        document, place = self.document(uri), self.place(uri)
        if document is None or place is None or self.is_read_from_disk(uri):
            return ()
        files = mended(self._office.data, place, self._office.library(), Desk(self._unsaved(place)))
        data = next((file.data for file in files if file.shown == self._shown(uri)), None)
        return replacement(document.text, data.decode()) if data is not None else ()

    def is_read_from_disk(self, uri: str) -> bool:
        """Tell whether an open file is saved in another encoding than UTF-8, and is judged by its bytes."""
        document, path = self.document(uri), path_of(uri)
        return document is not None and path is not None and _is_foreign(document, path)

    def in_utf8(self, uri: str) -> tuple[Path, bytes] | None:
        """Return the path of an open file in another encoding, and its bytes in UTF-8; None where they cannot be told."""
        place = self.place(uri)
        if place is None or not self.is_read_from_disk(uri):
            return None
        files = mended(self._office.data, place, self._office.library())
        return next(((file.path, file.data) for file in files if file.shown == self._shown(uri)), None)

    def _find_cure(self, uri: str, problem: Problem, typed: list[str]) -> tuple[Edit, ...]:
        """Return the edit by which the fix of a problem is made, tried out: it cures the problem and makes no other."""
        place, path = self.place(uri), path_of(uri)
        number = problem.place.line - 1
        if place is None or path is None or not 0 <= number < len(typed):
            return ()
        before = self.judged(place)
        for edit in attempts(problem, typed[number]):
            line = typed[number][: edit.start] + edit.text + typed[number][edit.end :]
            text = "\n".join((*typed[:number], line, *typed[number + 1 :]))
            unsaved = {**self._unsaved(place), self._name(path.resolve()): text.encode()}
            if line != typed[number] and _is_cured(problem, before, self._office.judge(place, unsaved)):
                return (edit,)
        return ()

    def _unsaved(self, place: DepartmentYear) -> dict[str, bytes]:
        """Return the open texts of a department and of its year before, by their paths below the data folder."""
        found = {}
        for path, document in self._documents.items():
            name = self._name(path)
            wanted = name and DepartmentYear(*name.split("/")[:2]) in (place, place.before)
            if wanted and not _is_foreign(document, path):
                found[name] = document.text.encode()
        return found

    def _doubt(self, place: DepartmentYear | None) -> None:
        """Take a department and its next year for not judged."""
        self._cures.clear()
        for known in [known for known in self._judged if place in (known, known.before)]:
            del self._judged[known]

    def _name(self, path: Path) -> str:
        """Return the path below the data folder of a file that a department fills in, "" for any other."""
        if not path.is_relative_to(self._data) or path.suffix.lower() not in SUFFIXES:
            return ""
        parts = path.relative_to(self._data).parts
        filled = (
            len(parts) > 2
            and is_year(parts[0])
            and not any(part.startswith(".") for part in parts)
            and parts[2] not in approval.WRITTEN
        )
        return "/".join(parts) if filled else ""

    def _shown(self, uri: str) -> str:
        path = path_of(uri)
        return f"{self._office.data.name}/{self._name(path.resolve())}" if path else ""


def _is_foreign(document: OpenDocument, path: Path) -> bool:
    """Tell whether a file on the disk is no UTF-8 and the editor holds no better text of it.

    It has lost characters where it took the bytes for UTF-8, and holds the same where it was told the encoding.
    """
    try:
        data = read_file(path)
        data.decode()
    except UnicodeDecodeError:
        return LOST in document.text or document.lines == [*decode(data, ()).lines, ""]
    except OSError:
        return False
    return False


def _is_cured(problem: Problem, before: JudgedTexts, after: JudgedTexts) -> bool:
    """Tell whether a problem is gone and no error has come."""

    def errors(judged: JudgedTexts) -> set[tuple[str, int, str]]:
        wrong = (each for each in judged.problems if each.level is Level.ERROR)
        return {(each.place.file, each.place.line, each.rule) for each in wrong}

    there = {(each.place[:3], each.rule) for each in after.problems}
    return (problem.place[:3], problem.rule) not in there and errors(after) <= errors(before)
