"""All forms of ``templates/`` with the words they share; what cannot be used is a problem, not an exception."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial
from pathlib import Path
from typing import TypeAlias, TypeVar

from selfeval.form import scoring
from selfeval.form.declaration import DeclarationError, entries, field_words, key_path, make_field
from selfeval.form.expression import KeyPath
from selfeval.form.field import Field, Kind
from selfeval.form.form import FIELDS, FORM_SHAPE, PHASE, VALUE, Form, Phase, Subject, declared_form, heads
from selfeval.form.profile import Profiles
from selfeval.problem import Problem
from selfeval.source.fast import read_declaration, with_care
from selfeval.source.node import Entries, Node, Text
from selfeval.source.reading import Reading
from selfeval.source.shape import Holds, Shape

T = TypeVar("T")
Reader: TypeAlias = Callable[[bytes, str, Shape], Reading]
READERS: Sequence[Reader] = (read_declaration, with_care)
"""A form that is declared well needs no second look: its words are all checked."""

FILES: Mapping[str, Phase] = {
    "targets.yaml": Phase.TARGETS,
    "actuals.yaml": Phase.SELF_EVALUATION,
    "narrative.yaml": Phase.SELF_EVALUATION,
}
"""The phase of the usual files where ``fields.yaml`` does not say it."""

HOUSE_FIELDS = {
    field.path: field
    for field in (
        Field(("部门",), file="targets.yaml", help="填报的部门"),
        Field(("部门", "名称"), Kind.TEXT, "targets.yaml", help="部门全称", example="某某区司法局"),
        Field(("年度",), Kind.YEAR, "targets.yaml", help="预算年度，与文件夹一致", example="2024"),
        Field(("表样",), Kind.LINES, "targets.yaml", help="本部门要出的表，写 templates 下的文件夹名"),
        Field(("说明情况",), Kind.LIST, help="确实无误的问题，在这里写明理由"),
        Field(("说明情况", "规则"), Kind.TEXT, help="问题的代码", example="budget-balance"),
        Field(("说明情况", "位置"), Kind.TEXT, help="问题里写的位置", example="预算.收入"),
        Field(("说明情况", "理由"), Kind.TEXT, help="为什么没有错", example="公开件原文如此"),
    )
}
"""What every department may write, whatever its forms."""


@dataclass(frozen=True, eq=False)
class Library:
    """Hold every form of a templates folder, the vocabulary, and what is wrong with either.

    ``forms`` are those a department may choose; ``yearly`` are made of all departments of a year.
    """

    folder: Path
    forms: Mapping[str, Form]
    vocabulary: Mapping[KeyPath, Field]
    phases: Mapping[str, Phase]
    broken: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()
    lines: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    yearly: Mapping[str, Form] = field(default_factory=dict)

    @cached_property
    def profiles(self) -> Profiles:
        """Return the scoring profiles of the folder."""
        path = self.folder / "scoring.yaml"
        return scoring.load(path) if path.is_file() else Profiles()


_VOCABULARY_SHAPE = Shape(
    Holds.MAP,
    keys={
        "文件": Shape(Holds.NAMES, entry=Shape(Holds.MAP, keys={"阶段": VALUE, "说明": VALUE})),
        "字段": FIELDS,
    },
)


def load(folder: Path, readers: Sequence[Reader] = READERS) -> Library:
    """Read every form of a templates folder.

    Each file is read with the first reader; a form that cannot be declared so is read again with the next.
    """
    problems: list[Problem] = []
    lines: dict[str, tuple[str, ...]] = {}

    def declared(path: Path, shape: Shape, forms: frozenset[str] | None, make: Callable[[Entries], T]) -> T | None:
        name = path.relative_to(folder.parent).as_posix()
        found: list[Problem] = []
        for reader in readers:
            reading = reader(path.read_bytes(), name, shape)
            lines[name], found = reading.lines, [problem._replace(forms=forms) for problem in reading.problems]
            if reading.root is None:
                continue
            try:
                made = make(reading.root)
            except DeclarationError as error:
                found.append(error.problem(forms))
                continue
            problems.extend(found)
            return made
        problems.extend(found)
        return None

    vocabulary, phases = dict(HOUSE_FIELDS), dict(FILES)
    words = folder / "fields.yaml"
    if words.is_file() and (shared := declared(words, _VOCABULARY_SHAPE, None, _words)):
        vocabulary |= shared[0]
        phases |= shared[1]
    paths = {path.parent.name: path for path in sorted(folder.glob("*/form.yaml"))}
    forms = {
        slug: form
        for slug, path in paths.items()
        if (form := declared(path, FORM_SHAPE, frozenset({slug}), partial(declared_form, path.parent, vocabulary)))
    }
    for form in forms.values():
        for file in form.files:
            phases.setdefault(file, form.phase)
    yearly = {slug: form for slug, form in forms.items() if form.subject is Subject.YEAR}
    chosen = {slug: form for slug, form in forms.items() if slug not in yearly}
    broken = frozenset(paths.keys() - forms.keys())
    return Library(folder, chosen, vocabulary, phases, broken, tuple(problems), lines, yearly)


def _words(root: Entries) -> tuple[dict[KeyPath, Field], dict[str, Phase]]:
    """Return the fields and the files' phases that ``fields.yaml`` declares."""
    return _vocabulary(root.get(Text("字段"))), _phases(root.get(Text("文件")))


def _phases(node: Node | None) -> dict[str, Phase]:
    found = {}
    for file, words in entries(node).items() if node else ():
        phase = entries(words).get(Text("阶段"))
        if phase is None:
            raise DeclarationError(file.place, f"“{file}”没有写阶段")
        found[str(file)] = PHASE(phase)
    return found


def _vocabulary(node: Node | None) -> dict[KeyPath, Field]:
    fields: dict[KeyPath, Field] = {}
    for key, words in entries(node).items() if node else ():
        path = key_path(key)
        declared = field_words(key, words)
        declared.setdefault("file", next((fields[head].file for head in heads(path) if head in fields), ""))
        for head in heads(path):
            fields.setdefault(head, Field(head, file=str(declared["file"]), declared=key))
        fields[path] = make_field(path, declared)
    for path, declared_field in [entry for entry in fields.items() if entry[1].same_as]:
        source = declared_field.same_as
        for other, original in list(fields.items()):
            if other[: len(source)] == source and len(other) > len(source):
                copied = path + other[len(source) :]
                fields.setdefault(copied, original._replace(path=copied, file=declared_field.file))
    return fields
