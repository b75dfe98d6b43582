"""What the library knows of labels: which keys its forms print under them; and keys made of labels it does not know."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from selfeval.documents.read.label import bare
from selfeval.form.expression import KeyPath
from selfeval.form.field import CONTAINERS, DEPARTMENT_KEY, YEAR_KEY, Field, Kind
from selfeval.form.form import Form, Phase, Subject
from selfeval.form.library import Library
from selfeval.text.pattern import regex

LONGEST_KEY = 16
"""How many characters a key has at most that is made of a label."""

_BRACKETS = regex(r"[（(【\[][^（）()【】\[\]]*[）)】\]]")
_BEFORE = regex(
    r"^(?:其中[：:]?|注[：:])|^(?:第?[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[）)]|\d+[.．、])"
)
_NO_KEY = regex(r"[^\w]+|_+")
_SURE = 4
"""How near a key is that the vocabulary itself gives a label; a form of the same phase and subject is 3."""


class KeyOfLabel(NamedTuple):
    """Hold a key that a form of the library prints under a label, and how near this form is to the one to be drafted."""

    path: KeyPath
    field: Field
    nearness: int


class KnownLabels:
    """Tell the keys that labels may stand for, in a form of one phase and subject that reads some files."""

    def __init__(self, library: Library, phase: Phase, subject: Subject, files: Sequence[str]) -> None:
        self.library = library
        self.vocabulary = library.words().vocabulary
        self.files = files
        self.by_label: dict[str, list[KeyOfLabel]] = {}
        for form in library.forms.values():
            self._add(form, (form.phase is phase) + 2 * (form.subject is subject))
        for path, word in self.vocabulary.items():
            for label in word.aliases if self._is_typed_here(path) else ():
                self._put(label, KeyOfLabel(path, word, _SURE))

    def _put(self, label: str, key: KeyOfLabel) -> None:
        if plain := bare(label):
            self.by_label.setdefault(plain, []).append(key)

    def _is_typed_here(self, path: KeyPath) -> bool:
        """Tell whether the vocabulary has a path in a file in which the form types its own fields."""
        files = [file for file in self.files if "*" in file] or self.files
        return path in self.vocabulary and (
            self.vocabulary[path].file in files or path[0] in (DEPARTMENT_KEY, YEAR_KEY)
        )

    def _add(self, form: Form, nearness: int) -> None:
        for path, field in form.fields.items():
            above = [form.fields[path[:end]].kind for end in range(1, len(path))]
            if any(kind in CONTAINERS - {Kind.GROUP} for kind in above) or field.kind is Kind.GROUP:
                continue
            if self._is_typed_here(path):
                for label in {bare(field.label), bare(path[-1])}:
                    self._put(label, KeyOfLabel(path, field, nearness))

    def find(self, labels: Iterable[str], kinds: Sequence[Kind] = ()) -> KeyOfLabel | None:
        """Return the key for the first of some labels that any form prints it under, of one of the kinds; None where none does."""
        for label in labels:
            short = [each for each in self._of_kinds(bare(_BRACKETS.sub("", label)), kinds) if each.nearness == _SURE]
            found = [*self._of_kinds(bare(label), kinds), *short]
            if found:
                return max(found, key=lambda each: each.nearness)
        return None

    def _of_kinds(self, label: str, kinds: Sequence[Kind]) -> Sequence[KeyOfLabel]:
        return [each for each in self.by_label.get(label, ()) if not kinds or each.field.kind in kinds]

    def choices_of(self, key: str) -> tuple[str, ...]:
        """Return the answers that the vocabulary knows for a column of this name, none where it has no such column."""
        named = (field.choices for path, field in self.vocabulary.items() if path[-1] == key)
        return next(filter(None, named), ())

    def columns(self, of: KeyPath) -> dict[str, KeyOfLabel]:
        """Return the columns of a list of the vocabulary by their labels, those of its results too."""
        found: dict[str, KeyOfLabel] = {}
        for form in self.library.forms.values():
            for path, field in form.fields.items():
                parent = form.fields.get(path[:-1])
                own = path[:-1] == of
                result = parent is not None and parent.kind is Kind.RESULTS and parent.results_of == of
                usable = (
                    field.kind not in CONTAINERS
                    and path in self.vocabulary
                    and self.vocabulary[path].file in self.files
                )
                for label in {bare(field.label), bare(path[-1])} - {""} if usable and (own or result) else ():
                    found.setdefault(label, KeyOfLabel(path, field, 0))
        return found


def labels_known(library: Library) -> frozenset[str]:
    """Return the labels that the forms of a library print, bare."""
    fields = [field for form in library.forms.values() for field in form.fields.values()]
    levels = [name for field in fields for first, names in field.levels.items() for name in (first, *names)]
    return frozenset(
        {bare(text) for field in fields for text in (field.label, field.path[-1], *field.aliases)}
        | set(map(bare, levels))
    )


def key_of(label: str) -> str:
    """Return a label as a key: without brackets, numbers before it and signs; empty where nothing is left."""
    plain = unicodedata.normalize("NFKC", label)
    short = _NO_KEY.sub("", _BEFORE.sub("", _BRACKETS.sub("", plain).strip()))
    short = (short or _NO_KEY.sub("", plain))[:LONGEST_KEY]
    if short and not short.isidentifier():
        short = f"第{short}"
    return short if short.isidentifier() else ""
