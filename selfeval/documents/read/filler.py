"""What forms print in the place of a name where there is no item: told from names, and taken from before them."""

from __future__ import annotations

from collections.abc import Set

from selfeval.documents.read.label import fold_text
from selfeval.form.expression import KeyPath
from selfeval.form.field import Kind
from selfeval.form.form import Form
from selfeval.submission.tree import NOTHING
from selfeval.text.name import fold
from selfeval.text.pattern import regex

_UNFILLED = regex(r"\s*(?:指标\s*\d*\s*[：:、.．]?|[…\.．。·]+)\s*")
"""What blank forms print in the place of an indicator's name."""
_STROKES = regex(r"\s*[/／—–\-]+\s*")
"""What stands in every cell of a row that is crossed out."""


def fillers_of(form: Form, path: KeyPath) -> Set[str]:
    """Return what a form prints in the place of a name in a list."""
    declared = form.fields.get(path)
    printed = [declared.fillers, *declared.level_fillers.values()] if declared else []
    return {filler for each in printed for filler in each if filler}


def behind_filler(form: Form, path: KeyPath, text: str) -> str:
    """Return what somebody wrote behind a filler that asks for it (定性指标描述：) in a list, any other text as it is."""
    said = fold_text(text)
    for filler in fillers_of(form, path):
        head = fold_text(filler).text
        if head.endswith(":") and said.text.startswith(head) and len(said.text) > len(head):
            return said.cut(len(head), len(said.text))
    return text


def is_filler(form: Form, path: KeyPath, name: str) -> bool:
    """Tell whether a name is what a form prints in a list where it has no item, or is crossed out."""
    return fold(name) in map(fold, fillers_of(form, path)) or bool(_UNFILLED.fullmatch(name) or is_crossed_out(name))


def is_none(name: str) -> bool:
    """Tell whether a name says that there is none."""
    return fold(name) == NOTHING


def is_crossed_out(text: str) -> bool:
    """Tell whether a text is nothing but strokes, which stand where there is no value."""
    return _STROKES.fullmatch(text) is not None


def is_empty(text: str, kind: Kind) -> bool:
    """Tell whether a value of a row says nothing: it is crossed out, or 无 where a figure or a text may be none."""
    return is_crossed_out(text) or (kind is not Kind.YES_NO and fold(text) == NOTHING)
