"""The library of forms in ``templates/``, with the fields they share; a form that cannot be used is a problem, not an exception."""

from __future__ import annotations

import os
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property, partial, reduce
from pathlib import Path
from typing import NamedTuple, TypeAlias, TypeVar

from selfeval.form import scoring
from selfeval.form.based import BASE, put_over
from selfeval.form.columns import find_doubts
from selfeval.form.declaration import (
    DeclarationError,
    drop_empty,
    entries,
    file_name,
    offer,
    refuse_unseen,
    saying,
    suggest,
    text,
)
from selfeval.form.difference import differences
from selfeval.form.expression import KeyPath, names
from selfeval.form.field import DEPARTMENT_KEY, EXPLANATIONS_KEY, FORMS_KEY, ORIGINAL_KEY, YEAR_KEY, Field, Kind
from selfeval.form.folders import (
    DECLARATION,
    closed_folders,
    form_folders,
    forms_meant_by,
    region_of,
    unspeakable_folders,
)
from selfeval.form.form import FIELDS, FORM_SHAPE, PHASE, VALUE, Form, Phase, Scoring, Subject, read_form
from selfeval.form.operands import SCORES, below_heading
from selfeval.form.profile import Profiles
from selfeval.form.vocabulary import read_vocabulary
from selfeval.problem import Level, Place, Problem
from selfeval.problem.disk import LARGEST, read_file, stay_within, unreadable, why_refused
from selfeval.quantity.notation import print_number
from selfeval.source.fast import read_declaration, read_forgivingly
from selfeval.source.node import Entries, Node, Text
from selfeval.source.reading import Reading
from selfeval.source.shape import Holds, Shape
from selfeval.text.name import nearest

T = TypeVar("T")
DeclarationReader: TypeAlias = Callable[[bytes, str, Shape], Reading]
READERS: Sequence[DeclarationReader] = (read_declaration, read_forgivingly)
"""A form that is declared well needs no second look: its words are all checked."""

CAREFUL: Sequence[DeclarationReader] = (read_forgivingly,)
"""For a command that checks forms: every slip is named."""

FILES: Mapping[str, Phase] = {
    "targets.yaml": Phase.TARGETS,
    "actuals.yaml": Phase.SELF_EVALUATION,
    "narrative.yaml": Phase.SELF_EVALUATION,
    "evaluation.yaml": Phase.EVALUATION,
    "publication.yaml": Phase.PUBLICATION,
}
"""The phase of the usual files where ``fields.yaml`` does not say it."""

HOUSE_FIELDS = {
    field.path: field
    for field in (
        Field((DEPARTMENT_KEY,), file="targets.yaml", help="填报的部门"),
        Field((DEPARTMENT_KEY, "名称"), Kind.TEXT, "targets.yaml", help="部门全称", example="某某区司法局"),
        Field((YEAR_KEY,), Kind.YEAR, "targets.yaml", help="预算年度，与文件夹一致", example="2024"),
        Field((FORMS_KEY,), Kind.LINES, "targets.yaml", help="本部门要出的表，写 templates 下的文件夹名"),
        Field((EXPLANATIONS_KEY,), Kind.LIST, help="确实无误的问题，在这里写明理由"),
        Field((EXPLANATIONS_KEY, "规则"), Kind.TEXT, help="问题的代码", example="budget-balance"),
        Field((EXPLANATIONS_KEY, "位置"), Kind.TEXT, help="问题里写的位置", example="预算.收入"),
        Field((EXPLANATIONS_KEY, ORIGINAL_KEY), Kind.TEXT, help="说的是哪个数、哪句话，照提示写", example="985.00"),
        Field((EXPLANATIONS_KEY, "理由"), Kind.TEXT, help="为什么没有错", example="公开件原文如此"),
    )
}
"""The fields that every department may write, whatever its forms."""


class Vocabulary(NamedTuple):
    """Hold the fields and the phases of files that the forms of a region share, and the problems of their declaration.

    Where it is ``broken``, nothing of it could be used, and no form can be judged by it.
    """

    vocabulary: Mapping[KeyPath, Field]
    phases: Mapping[str, Phase]
    problems: tuple[Problem, ...] = ()
    broken: bool = False


class Declared(NamedTuple):
    """Hold a form as it was read, None where it cannot be used, and the problems of its declaration."""

    form: Form | None
    problems: tuple[Problem, ...]


_VOCABULARY_SHAPE = Shape(
    Holds.MAP,
    keys={
        "文件": Shape(Holds.NAMES, entry=Shape(Holds.MAP, keys={"阶段": VALUE, "说明": VALUE})),
        "字段": FIELDS,
    },
)


@dataclass(frozen=True, eq=False)
class Library:
    """Hold the forms of a templates folder; each is read when it is first named.

    Each file is read with the first reader; a form that cannot be declared so is read again with the next.
    ``lines`` are those of the files read so far.
    """

    folder: Path
    readers: Sequence[DeclarationReader] = READERS
    lines: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _words: dict[str, Vocabulary] = field(default_factory=dict)
    _profiles: dict[str, Profiles] = field(default_factory=dict)
    _declared: dict[str, Declared] = field(default_factory=dict)

    @cached_property
    def folders(self) -> Mapping[str, Path]:
        """Return the folder of every form by its name."""
        return form_folders(self.folder)

    @property
    def forms(self) -> Mapping[str, Form]:
        """Return every form a department may choose."""
        return {name: form for name, form in self._usable() if form.subject is not Subject.YEAR}

    @property
    def yearly(self) -> Mapping[str, Form]:
        """Return every form that is made of all departments of a year."""
        return {name: form for name, form in self._usable() if form.subject is Subject.YEAR}

    @property
    def broken(self) -> frozenset[str]:
        """Return the forms that cannot be used."""
        return frozenset(name for name in self.folders if self.declared(name).form is None)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return the problems of the vocabulary and of every form."""
        return (*self.closed, *self.problems_of(self.folders))

    @property
    def phases(self) -> Mapping[str, Phase]:
        """Return the phase of every file that any form reads."""
        return self.words_of(form for _, form in self._usable()).phases

    @property
    def unopened(self) -> tuple[Problem, ...]:
        """Return a problem for each file and folder of the library that cannot be opened; none of them is read for it."""
        forms = {folder / DECLARATION: frozenset({name}) for name, folder in self.folders.items()}
        regions = _regions(self.folders)
        shared = {self.folder / region / name: None for region in regions for name in ("fields.yaml", "scoring.yaml")}
        listed = (*((path, of) for path, of in shared.items() if os.path.lexists(path)), *forms.items())
        files = (found for path, of in listed if isinstance(found := self._open(path, of), Problem))
        return (*self.closed, *files)

    @cached_property
    def closed(self) -> tuple[Problem, ...]:
        """Return a problem for each folder of forms that cannot be looked into, or is left out for its name."""
        found = [
            (
                folder.relative_to(self.folder.parent).as_posix(),
                f"打不开这个文件夹，里面的表样都没有：{why_refused(error)}",
            )
            for folder, error in closed_folders(self.folder)
        ]
        for name in unspeakable_folders(self.folder):
            message = f"“{name}”没有读：名称里有看不见或读不出的字符，请改名"
            found.append((self.folder.name, message))
        return tuple(Problem(Place(file, 1, 1, 1), "unreadable-file", Level.ERROR, message) for file, message in found)

    def declared(self, name: str) -> Declared:
        """Return the form of a name, with its problems.

        Raises:
            KeyError: where there is no folder of that name.
        """
        if name not in self._declared:
            self._declared[name] = self._read_form(name)
        return self._declared[name]

    def problems_of(self, names: Iterable[str]) -> tuple[Problem, ...]:
        """Return the problems of some forms and of the fields they share."""
        listed = list(names)
        shared = [problem for region in _regions(listed) for problem in self.words(region).problems]
        return (*dict.fromkeys(shared), *(problem for name in listed for problem in self.declared(name).problems))

    def idle_checks(self, form: Form) -> Iterator[Problem]:
        """Yield a warning for each check of a form that no department can have computed, and each draw that finds nothing.

        One may use keys of other forms, but each key must be in some form.
        """
        known = {path for other in self.forms.values() for path in other.fields} | {*SCORES}
        for draw in (draw for draws in form.draws.values() for draw in draws if form.subject is not Subject.YEAR):
            for path in (path for path in names(draw.expression) if path not in known):
                near = suggest(".".join(path), (".".join(other) for other in known))
                message = f"“取数”用的“{'.'.join(path)}”哪张表都没有{near}"
                yield Problem(draw.place, "bad-declaration", Level.WARNING, message, forms=frozenset({form.slug}))
        for check in form.checks:
            missing = "、".join(
                ".".join(path) for path in names(check.expression) if not self._has_operand(path, known)
            )
            if missing:
                message = f"核对“{check.rule}”永远不会核对：哪张表都没有用“{missing}”"
                yield Problem(check.place, "bad-declaration", Level.WARNING, message, forms=frozenset({form.slug}))

    def _has_operand(self, path: KeyPath, known: Container[KeyPath]) -> bool:
        return path in known or any(below_heading(form.fields, path) for form in self.forms.values())

    def unlike(self, form: Form) -> Iterator[Problem]:
        """Yield a hint for each key that another form of the same region declares as something else."""
        forms = frozenset({form.slug})
        for other in self.forms.values():
            together = other.slug != form.slug and region_of(other.slug) == region_of(form.slug)
            for found in differences(form, other) if together else ():
                differ = f"“{found.one.key}”在这张表里{found.first}，在“{other.name}”里{found.second}"
                message = f"{differ}；同时选这两张表的部门会报错，改成一样，或换一个键"
                yield Problem(found.one.place, "key-in-two-kinds", Level.HINT, message, forms=forms)

    def words(self, region: str = "") -> Vocabulary:
        """Return the vocabulary of a region: its own fields over the common ones."""
        if region not in self._words:
            self._words[region] = self._read_words(region)
        return self._words[region]

    def words_of(self, forms: Iterable[Form]) -> Vocabulary:
        """Return the vocabulary that some forms share, with the phases of the files that only they read: the earliest of each."""
        vocabulary, phases = dict(self.words().vocabulary), dict(self.words().phases)
        listed = list(forms)
        for region in _regions(form.slug for form in listed):
            vocabulary |= self.words(region).vocabulary
            phases |= self.words(region).phases
        for form in sorted(listed, key=lambda form: list(Phase).index(form.phase)):
            for file in form.files:
                phases.setdefault(file, form.phase)
        return Vocabulary(vocabulary, phases)

    def _usable(self) -> Iterator[tuple[str, Form]]:
        for name in self.folders:
            form = self.declared(name).form
            if form is not None:
                yield name, form

    def _read_form(self, name: str) -> Declared:
        folder, region = self.folders[name], region_of(name)
        if self.words(region).broken:
            return Declared(None, ())
        form, problems = self._read(folder / DECLARATION, FORM_SHAPE, frozenset({name}), partial(self._make_form, name))
        if form is not None and form.scoring is not None:
            profiles = self._profiles_of(region)
            wrong = profiles.problems_of(form.scoring.profile) or _report_unknown_profile(form.scoring, profiles)
            problems = (*problems, *(each._replace(forms=frozenset({name})) for each in wrong))
            form = replace(form, scoring=form.scoring._replace(profiles=profiles))
            problems = (*problems, *_problems_of_points(form))
        return Declared(form, (*problems, *(_find_doubts(form) if form is not None else ())))

    def _make_form(self, name: str, root: Entries) -> Form:
        """Return the form that a ``form.yaml`` declares, over the forms that it is based on."""
        names, declared = [name], [root]
        while (base := declared[-1].get(Text(BASE))) is not None:
            named = text(base)
            meant = forms_meant_by(named, self.folders)
            if len(meant) != 1:
                raise DeclarationError(
                    named.place, f"“基于”的“{named}”不是一个表样的代号{suggest(named, self.folders)}"
                )
            if meant[0] in names:
                raise DeclarationError(named.place, f"“基于”绕回了自己：{'→'.join((*names, meant[0]))}")
            names += meant
            path = self.folders[meant[0]] / DECLARATION
            under, problems = self._read(path, FORM_SHAPE, frozenset({name}), lambda found: found)
            if under is None or any(each.level is Level.ERROR for each in problems):
                raise DeclarationError(named.place, f"“基于”的“{named}”自己有错误，先改好它")
            declared.append(under)
        folders = tuple(self.folders[each] for each in names)
        whole = reduce(put_over, reversed(declared))
        return read_form(name, folders, self.words(region_of(name)).vocabulary, whole)

    def _read_words(self, region: str) -> Vocabulary:
        common = self.words() if region else Vocabulary(HOUSE_FIELDS, FILES)
        path = self.folder / region / "fields.yaml"
        if not os.path.lexists(path):
            return common
        forms = frozenset(name for name in self.folders if region_of(name) == region) if region else None
        found, problems = self._read(
            path, _VOCABULARY_SHAPE, forms, partial(_read_own_words, common.vocabulary if region else {})
        )
        vocabulary, phases = found or ({}, {})
        return Vocabulary(
            {**common.vocabulary, **vocabulary},
            {**common.phases, **phases},
            (*common.problems, *problems),
            broken=common.broken or found is None,
        )

    def _profiles_of(self, region: str) -> Profiles:
        """Return the scoring profiles of a region: its own over the common ones."""
        if region not in self._profiles:
            common = self._profiles_of("") if region else Profiles()
            path = self.folder / region / "scoring.yaml"
            shown = path.relative_to(self.folder.parent).as_posix()
            own = scoring.load(path, shown) if os.path.lexists(path) else Profiles()
            inherited = {slug: found for slug, found in common.problems.items() if slug not in own.known}
            self._profiles[region] = Profiles({**common.known, **own.known}, {**inherited, **own.problems})
        return self._profiles[region]

    def _open(self, path: Path, forms: frozenset[str] | None) -> bytes | Problem:
        """Return the bytes of a file, or the problem that it cannot be opened."""
        try:
            stay_within(path, path.parent)
            return read_file(path, LARGEST + 1)
        except OSError as error:
            return unreadable(path.relative_to(self.folder.parent).as_posix(), error)._replace(forms=forms)

    def _read(
        self, path: Path, shape: Shape, forms: frozenset[str] | None, make: Callable[[Entries], T]
    ) -> tuple[T | None, tuple[Problem, ...]]:
        """Return what ``make`` gives for a declaration, None where it cannot be used, and the problems of it."""
        data, name = self._open(path, forms), path.relative_to(self.folder.parent).as_posix()
        if isinstance(data, Problem):
            return None, (data,)
        found: list[Problem] = []
        for reader in self.readers:
            reading = reader(data, name, shape)
            self.lines[name], found = reading.lines, [each._replace(forms=forms) for each in reading.problems]
            if reading.root is None:
                continue
            root, empty = drop_empty(reading.root, shape)
            found += (
                Problem(word.place, "doubtful-declaration", Level.WARNING, _EMPTY.format(word), forms=forms)
                for word in empty
            )
            try:
                refuse_unseen(root)
                return make(root), tuple(found)
            except DeclarationError as error:
                found.append(error.problem(forms))
        return None, tuple(found)


def _problems_of_points(form: Form) -> Iterator[Problem]:
    """Yield a problem where the points that a form gives to the sections cannot make 100 with those of the execution rate."""
    if form.scoring is None or form.sections_fit:
        return
    scored, due = form.fields[form.scoring.indicators], form.points_due
    given = sum(scored.first_points.values(), Decimal(0))
    said = f"合计 {print_number(given, '0.##')} 分，应为 {print_number(max(due), '0.##')} 分"
    if form.scoring.rate:
        execution = 100 - due[0]
        added, total = (print_number(each, "0.##") for each in (execution, given + execution))
        said = f"合计 {print_number(given, '0.##')} 分，加上执行率的 {added} 分是 {total} 分，应为 100 分"
    message = f"“{scored.key}”的“分值”{said}：改“分值”；这张表不是 100 分的，加一行“满分: 不限”"
    yield DeclarationError(scored.place, message).problem(frozenset({form.slug}))


def load(folder: Path, readers: Sequence[DeclarationReader] = READERS) -> Library:
    """Return the forms of a templates folder, none of which is read yet."""
    return Library(folder, readers)


def _find_doubts(form: Form) -> Iterator[Problem]:
    """Yield what is doubtful in a form that can be used."""
    doubts = list(find_doubts(form.fields, form.scoring.indicators if form.scoring else ()))
    if form.alike_named:
        named = f'文件名: "{form.name}（{{{{ {form.subject}.名称 }}}}）"'
        reason = f"一个{form.subject}一份文档，都叫一个名字，有几个{form.subject}就出不来；引用{form.subject}的名称，例如 {named}"
        doubts.append((form.alike_named, reason))
    for place, reason in doubts:
        yield Problem(place, "doubtful-declaration", Level.WARNING, reason, forms=frozenset({form.slug}))


def _report_unknown_profile(scoring: Scoring, profiles: Profiles) -> tuple[Problem, ...]:
    """Return the problem that a form's scoring profile does not exist, nothing where it does."""
    if scoring.profile in profiles.known:
        return ()
    near = nearest(scoring.profile, profiles.known)
    listed = f"是不是“{near}”？" if near else f"可以写：{'、'.join(profiles.known) or '（没有 scoring.yaml）'}"
    message = f"没有“{scoring.profile}”这套评分办法，{listed}"
    return (Problem(scoring.place, "unknown-profile", Level.ERROR, message),)


def _regions(names: Iterable[str]) -> list[str]:
    """Return the regions of some forms, each once; the common words are of the region without a name."""
    return list(dict.fromkeys(("", *map(region_of, names))))


def _read_own_words(known: Mapping[KeyPath, Field], root: Entries) -> tuple[dict[KeyPath, Field], dict[str, Phase]]:
    """Return the fields and the files' phases that a ``fields.yaml`` declares over the fields known already."""
    for word in root:
        if word not in _VOCABULARY_SHAPE.keys:
            raise DeclarationError(
                word.place, f"“{word}”不是 fields.yaml 可用的词{offer(word, _VOCABULARY_SHAPE.keys)}"
            )
    return read_vocabulary(root.get(Text("字段")), known), _read_phases(root.get(Text("文件")))


_EMPTY = "“{}”后面是空的，当作没有写：写上内容；用不着的，删去这一行"
_FILE_WORDS = ("阶段", "说明")


def _read_phases(node: Node | None) -> dict[str, Phase]:
    found = {}
    for file, words in entries(node).items() if node else ():
        for word in entries(words):
            if word not in _FILE_WORDS:
                raise DeclarationError(word.place, f"“{word}”不是文件可用的词{offer(word, _FILE_WORDS)}")
        if (said := entries(words).get(Text("说明"))) is not None:
            saying(said)
        phase = entries(words).get(Text("阶段"))
        if phase is None:
            raise DeclarationError(file.place, f"“{file}”没有写阶段")
        found[file_name(file)] = PHASE(phase)
    return found
