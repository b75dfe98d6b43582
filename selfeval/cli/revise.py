"""The command revise: what was changed in a Word document, brought back into the files it was made from."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import NamedTuple

import click

from selfeval.authoring.revise import revise
from selfeval.authoring.revise.revision import Edited, RevisedFile, Revision
from selfeval.cli.importing import NOTHING_WRITTEN, Refused
from selfeval.cli.options import (
    complete_places,
    folder_options,
    folders_typed,
    help_option,
    library,
    output_options,
    print_json,
)
from selfeval.cli.places import place_in
from selfeval.documents import content
from selfeval.documents.read.form import read_by_form
from selfeval.documents.read.found import DocumentReading, keyed, same
from selfeval.documents.read.label import Labels, labels_of
from selfeval.documents.read.lines import Incoming, RefusedError
from selfeval.documents.read.made import word_now
from selfeval.documents.read.opening import open_file
from selfeval.evaluation.case import Case, cases
from selfeval.history.repository import GitError, find
from selfeval.pipeline.marks import source_mark
from selfeval.pipeline.save import save
from selfeval.problem.disk import read_file
from selfeval.submission.folder import DepartmentYear
from selfeval.submission.read import read_department

WORD = ".docx"
MOST_COMPARED = 8
"""How many earlier documents are compared with one that lost its marks."""
AROUND, LONGEST = 6, 60
"""How many characters are shown around a change, and of a long one at all."""


class ShownChange(NamedTuple):
    """Hold one changed line: its file, its number, and its text before and after.

    Before is None where it is new, and the same as after where the line was moved.
    """

    file: str
    line: int
    old: str | None
    new: str


class BroughtBack(NamedTuple):
    """Hold what came of a document: its department and name, what is brought back, and whether that is written.

    ``home`` is the folder of the department as it is shown; ``guesses`` say in Chinese what was taken for something that
    the document does not say.
    """

    place: DepartmentYear
    name: str
    made: Revision
    home: Path
    is_written: bool
    guesses: tuple[str, ...] = ()

    @property
    def changes(self) -> list[ShownChange]:
        """Return the changed lines of all files."""
        return [change for file in self.made.files for change in _line_changes(file, self.home)]


@click.command("revise")
@click.argument("target", metavar="年度/部门", shell_complete=complete_places)
@click.argument("file", metavar="改过的.docx")
@click.option("--write", is_flag=True, help="写进 YAML；不加只看会改什么。")
@folder_options("data", "templates", "reports")
@output_options("只说改了几处，不列出来。")
@help_option
def revise_command(  # noqa: PLR0913  # the options of the command, as click hands them
    target: str, file: str, write: bool, data: Path, templates: Path, reports: Path, shape: str, quiet: bool
) -> None:
    """把在 Word 里改的字带回 YAML：改的地方一行一行列出来，带不回来的说明为什么。

    算出来的、引用的、两边都改了的不动；别的行一个字也不变。先看会改什么，再加 --write。

    \b
    例：python build.py revise 2024/liwan 改过的.docx
        python build.py revise 2024/liwan 改过的.docx --write
    """
    place = place_in(data, target)
    known = library(templates)
    path = Path(file)
    found = [case for submission in read_department(data, place, known) for case in cases(submission)]
    try:
        edited_file = read_file(path)
        incoming = open_file(path.name, edited_file)
        edited = _edited(found, incoming, edited_file, (data, reports), labels_of(known.forms.values()))
    except RefusedError as error:
        raise Refused(f"{path.name}：{error}。{NOTHING_WRITTEN}") from error
    made = revise(data, place, known, edited)
    if edited.guessed and shape != "json":
        is_marked = content.find(edited_file, WORD).marks is not None
        why = "当时生成的那一份没有存进 git，找不到了" if is_marked else "里的标记没有了，不知道是哪一次生成的"
        click.echo(f"这份 Word {why}，拿最像的一次来比；请细看下面的改动")
    guesses = tuple(guess for guess in edited.theirs.guesses if guess not in edited.now.guesses)
    done = BroughtBack(place, path.name, made, Path(data.name) / str(place), write, guesses)
    if write:
        for each in made.files:
            save(data / str(place) / each.name, each.new)
    if shape == "json":
        print_json(_as_json(done))
    else:
        _tell(done, quiet)


def _edited(found: list[Case], incoming: Incoming, file: bytes, folders: tuple[Path, Path], labels: Labels) -> Edited:
    """Return a document that came back, read by the form and project of the department that it was surely made from."""
    readings = [(case, read_by_form(incoming, case.form, labels)) for case in found if _has_word(case)]
    if not readings:
        raise RefusedError("这个部门选的表样都没有 Word 模板，不知道是哪一份文档")
    case, theirs = max(readings, key=lambda each: (each[1].labels * each[1].texts, _names_project(each[0], incoming)))
    if theirs.labels < 0.6:
        raise RefusedError("不像这个部门的哪一份文档：表样上固定的字认不出来")

    def read(document: bytes) -> DocumentReading:
        return read_by_form(open_file(f"{case.form.name}{WORD}", document), case.form, labels)

    now = read(word_now(case))
    marked = _as_generated(case, file, *folders)
    if marked is not None:
        return Edited(case.form, case.submission.project, read(marked), now, theirs)
    folder = folders[1] / str(DepartmentYear(case.submission.year, case.submission.department))
    generated = (each for each in _versions(folder) if content.find(each, WORD).as_generated)
    others = [read(each) for each in islice(generated, MOST_COMPARED)]
    base = min([now, *others], key=lambda each: _count_differences(each, theirs))
    return Edited(case.form, case.submission.project, base, now, theirs, guessed=True)


def _count_differences(one: DocumentReading, other: DocumentReading) -> int:
    """Return how many values of two documents differ."""
    first, second = dict(keyed(one.entry)), dict(keyed(other.entry))
    shared = first.keys() & second.keys()
    return len(first.keys() ^ second.keys()) + sum(not same(first[key], second[key]) for key in shared)


def _has_word(case: Case) -> bool:
    return (case.form.template_folder / f"document{WORD}").is_file()


def _names_project(case: Case, incoming: Incoming) -> bool:
    """Tell whether a document names the project of a case."""
    name = case.submission.project_name
    return bool(name) and any(name in line.text for line in incoming.lines)


def _as_generated(case: Case, file: bytes, data: Path, reports: Path) -> bytes | None:
    """Return the document from which an edited one was made, found by its first mark; None where it is gone."""
    marks = content.find(file, WORD).marks
    if marks is None:
        return None  # another format, or a program that drops what it does not know
    submission = case.submission
    if source_mark(data, submission, case.form) == marks.made_of:
        return word_now(case)
    folder = reports / str(DepartmentYear(submission.year, submission.department))
    for candidate in _versions(folder):
        known = content.find(candidate, WORD)
        if known.as_generated and known.marks is not None and known.marks.made_of == marks.made_of:
            return candidate
    return None


def _versions(folder: Path) -> Iterator[bytes]:
    """Yield the Word documents in a folder, then those that git remembers."""
    for path in sorted(folder.glob(f"*{WORD}")) if folder.is_dir() else ():
        with suppress(OSError):  # one that cannot be read is not what was sent
            yield read_file(path)
    repository = find(folder) if folder.is_dir() else None
    if repository is not None:
        try:
            yield from repository.versions(folder, WORD)
        except GitError:
            return


def _line_changes(file: RevisedFile, home: Path) -> Iterator[ShownChange]:
    """Yield the changed lines of a file, numbered as they are afterwards."""
    before, after = file.old.decode().splitlines(), file.new.decode().splitlines()
    shown = (home / file.name).as_posix()
    blocks = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    taken_out = Counter(line for kind, begin, end, *_ in blocks if kind == "delete" for line in before[begin:end])
    for kind, begin, end, other_begin, other_end in blocks:
        if kind != "equal":
            old = [*before[begin:end], *[None] * (other_end - other_begin - (end - begin))]
            for number, line in enumerate(after[other_begin:other_end]):
                was = old[number]
                if was is None and taken_out[line]:
                    taken_out[line] -= 1
                    was = line
                yield ShownChange(shown, other_begin + number + 1, was, line)


def _in_short(change: ShownChange) -> str:
    """Return what changes in a line, with a few characters around it."""
    new = change.new.strip()
    if change.old is None:
        return f"新加：{_cut(new, 0, len(new))}"
    if change.old == change.new:
        return f"挪到这里：{_cut(new, 0, len(new))}"
    old = change.old.strip()
    begin = next(
        (at for at, pair in enumerate(zip(old, new, strict=False)) if pair[0] != pair[1]), min(len(old), len(new))
    )
    tail = 0
    while tail < min(len(old), len(new)) - begin and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    return f"{_cut(old, begin, len(old) - tail)} → {_cut(new, begin, len(new) - tail)}"


def _cut(text: str, begin: int, end: int) -> str:
    """Return a part of a text with some characters around it, its middle left out where it is long."""
    first, last = max(begin - AROUND, 0), min(end + AROUND, len(text))
    if first < 2 * AROUND:
        first = 0
    part = text[first:last]
    part = part if len(part) <= LONGEST else f"{part[: LONGEST // 2]}……{part[-LONGEST // 2 :]}"
    return f"{'……' if first else ''}{part}{'……' if last < len(text) else ''}"


def _as_json(done: BroughtBack) -> dict[str, object]:
    return {
        "patches": [change._asdict() for change in done.changes],
        "conflicts": [conflict._asdict() for conflict in done.made.conflicts],
    }


def _tell(done: BroughtBack, quiet: bool) -> None:
    changes, conflicts = done.changes, done.made.conflicts
    click.echo(
        f"{done.place}：{done.name} 里有 {len(changes)} 行改动{'，已写进 YAML' if done.is_written and changes else ''}"
    )
    for change in () if quiet else changes:
        click.echo(f"  {change.file}:{change.line}  {_in_short(change)}")
    if conflicts:
        click.echo(f"没有带回来 {len(conflicts)} 处：")
    for conflict in () if quiet else conflicts:
        name = conflict.key.rpartition(".")[2]
        click.echo(f"  {conflict.place}{f' {name}' if name else ''}：{conflict.message}")
    for guess in () if quiet else done.guesses:
        click.echo(f"  猜的：{guess}")
    if changes and not done.is_written:
        click.echo("没有写盘。看过以后加 --write，写进 YAML")
    elif not changes and not conflicts:
        click.echo("没有改动")
    elif changes:
        typed = folders_typed("data", "templates", "reports")
        click.echo(f"接着运行 python build.py build {done.place.typed}{typed}，再出一份文档看看")
