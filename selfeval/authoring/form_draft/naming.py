"""Keys for what the vocabulary does not know: made of labels, and free."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from typing import NamedTuple

from selfeval.authoring.form_draft.declared import DraftField
from selfeval.authoring.form_draft.known import key_of
from selfeval.documents.read.blank import Column, LabelFound, PlaceToFill
from selfeval.form.declaration import FIELD_WORDS
from selfeval.form.expression import KeyPath
from selfeval.form.field import DEPARTMENT_KEY, YEAR_KEY, Kind
from selfeval.text.pattern import regex

RESERVED = frozenset(
    {
        *FIELD_WORDS,
        DEPARTMENT_KEY,
        YEAR_KEY,
        "表样",
        "说明情况",
        "标题",
        "评分",
        "汇总",
        "上年",
        "行",
        "条",
        "段",
        "loop",
    }
)
"""Names that mean something else in a declaration or a template."""


_NTH_YEAR = regex(r"第\d年")


class FreePaths(NamedTuple):
    """Find paths that nothing else has: no key of the vocabulary, no field that is declared already."""

    fields: Mapping[KeyPath, DraftField]
    vocabulary: Container[KeyPath]

    def of_labels(self, blank: PlaceToFill) -> KeyPath:
        """Return a path made of the labels of a place to fill."""
        names = [key for label in blank.labels if (key := key_of(label))]
        if blank.found is LabelFound.CROSSED:
            by_year = _NTH_YEAR.fullmatch(names[-1]) is not None
            names = names if by_year else [*names[:-2], names[-1], names[-2]] if len(names) > 2 else names[::-1]
        else:
            names = names[-2:]
            if len(names) > 1 and not self._can_hold_fields((names[0],)):
                names = ["".join(names)]
        names = list(dict.fromkeys(names)) or [key_of(blank.over) or f"第{len(self.fields) + 1}项"]
        if len(names) > 3:
            names = [names[0], "".join(names[1:-1])[:20], names[-1]]
        return self.like(tuple(names))

    def like(self, path: KeyPath) -> KeyPath:
        """Return a path, numbered where it is taken; a reserved name gets another end."""
        head, *rest = path
        if head in RESERVED or (head,) in self.vocabulary:
            head = f"{head}栏"
        made: KeyPath = ()
        for part in (head, *rest[:-1]) if rest else ():
            made = (*made, _numbered(made, part, lambda path: not self._can_hold_fields(path)))
        last = rest[-1] if rest else head
        return (*made, _numbered(made, last, self._is_taken))

    def _can_hold_fields(self, path: KeyPath) -> bool:
        there = self.fields.get(path)
        return there is None or there.kind is Kind.GROUP

    def _is_taken(self, path: KeyPath) -> bool:
        """Tell whether a path is another field, has fields below it, or stands below one that holds a value."""
        below = any(other[: len(path)] == path for other in self.fields)
        above = any(not self._can_hold_fields(path[:end]) for end in range(1, len(path)))
        return below or above or path in self.vocabulary


def _numbered(above: KeyPath, name: str, is_taken: Callable[[KeyPath], bool]) -> str:
    """Return a name, with the first number behind it that makes it free where it is taken."""
    fresh, number = name, 1
    while is_taken((*above, fresh)):
        number += 1
        fresh = f"{name}{number}"
    return fresh


def column_name(column: Column, used: Container[str]) -> str:
    """Return a name for a column that no other column of the list has."""
    base = "".join(filter(None, (key_of(label) for label in column.labels)))[-20:] or "内容"
    name, number = base, 1
    while name in used or name in RESERVED:
        number += 1
        name = f"{base}{number}"
    return name if name.isidentifier() else f"第{name}"
