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
    r"^(?:其中|注)[：:]?|^(?:第?[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]+[）)]|\d+[.．、])"
)
_NO_KEY = regex(r"[^\w]+|_+")
_HOUSE = {
    "年度": (YEAR_KEY,),
    "预算年度": (YEAR_KEY,),
    "年份": (YEAR_KEY,),
    **dict.fromkeys(
        (
            *("部门名称", "单位名称", "部门单位名称", "填报单位", "预算单位", "预算部门", "部门", "单位", "评价单位"),
            *("填报部门", "部门单位", "填报单位盖章", "预算单位名称", "申报单位", "编制单位", "被评价单位"),
        ),
        (DEPARTMENT_KEY, "名称"),
    ),
}
"""Labels of what every department writes."""


_OF_PROJECT = {
    **dict.fromkeys(("年度总体目标", "总体目标", "年度目标", "绩效目标", "项目绩效目标", "预期目标"), ("项目目标",)),
    **dict.fromkeys(
        ("实际完成情况", "目标实际完成情况", "年度总体目标完成情况", "全年实际完成情况"), ("项目完成情况",)
    ),
}
"""Labels of what a project writes, in a form of projects."""


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
        self.of_project = subject is Subject.PROJECT
        self.by_label: dict[str, list[KeyOfLabel]] = {}
        for form in library.forms.values():
            self._add(form, (form.phase is phase) + 2 * (form.subject is subject))

    def _add(self, form: Form, nearness: int) -> None:
        for path, field in form.fields.items():
            above = [form.fields[path[:end]].kind for end in range(1, len(path))]
            if any(kind in CONTAINERS - {Kind.GROUP} for kind in above) or field.kind is Kind.GROUP:
                continue
            files = [file for file in self.files if "*" in file] or self.files
            word = self.vocabulary.get(path)
            if word and (word.file in files or path[0] in (DEPARTMENT_KEY, YEAR_KEY)):
                for label in {bare(field.label), bare(path[-1])} - {""}:
                    self.by_label.setdefault(label, []).append(KeyOfLabel(path, field, nearness))

    def find(self, labels: Iterable[str], kinds: Sequence[Kind] = ()) -> KeyOfLabel | None:
        """Return the key for the first of some labels that any form prints it under, of one of the kinds; None where none does."""
        for label in labels:
            plain = bare(label)
            if self.of_project and (path := _OF_PROJECT.get(plain, ())) in self.vocabulary:
                return KeyOfLabel(path, self.vocabulary[path], 3)
            house = _HOUSE.get(plain) or _HOUSE.get(bare(_BRACKETS.sub("", label)))
            if house:
                return KeyOfLabel(house, self.vocabulary[house], 3)
            found = [each for each in self.by_label.get(plain, ()) if not kinds or each.field.kind in kinds]
            if found:
                return max(found, key=lambda each: each.nearness)
        return None

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
        {bare(text) for field in fields for text in (field.label, field.path[-1])} | set(map(bare, levels))
    )


def key_of(label: str) -> str:
    """Return a label as a key: without brackets, numbers before it and signs; empty where nothing is left."""
    plain = unicodedata.normalize("NFKC", label)
    short = _NO_KEY.sub("", _BEFORE.sub("", _BRACKETS.sub("", plain).strip()))
    short = (short or _NO_KEY.sub("", plain))[:LONGEST_KEY]
    if short and not short.isidentifier():
        short = f"第{short}"
    return short if short.isidentifier() else ""
