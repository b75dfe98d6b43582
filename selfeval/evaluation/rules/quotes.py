"""Quotes in prose that cannot be resolved in a form that prints them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from selfeval.form.form import Form
from selfeval.problem import Level, Place, Problem
from selfeval.source.node import Text
from selfeval.submission.quotes import QUOTE, index, own_names, slips, texts
from selfeval.submission.submission import Submission
from selfeval.submission.tree import Leaf
from selfeval.text.name import fold


def check(submission: Submission, form: Form) -> Iterator[Problem]:
    """Yield unknown, ambiguous, circular and broken quotes in the texts a form prints."""
    yield from _titles(submission, form)
    known = index(submission, form)
    for leaf, lines in _quoting(submission):
        if leaf.field.path in form.fields:
            for problem in slips(leaf, lines, known):
                yield problem._replace(forms=frozenset({form.slug}))


@lru_cache(maxsize=4)
def _quoting(submission: Submission) -> tuple[tuple[Leaf, tuple[Text, ...]], ...]:
    """Return the texts with anything that looks like a quote, the same for every form."""
    return tuple(
        (leaf, lines)
        for leaf, lines in texts(submission)
        if any("{{" in line or "}}" in line or "｛" in line for line in lines)
    )


def _titles(submission: Submission, form: Form) -> Iterator[Problem]:
    """Yield the names in a form's title and file name that stand for nothing in any department."""
    known = index(submission, form)
    for pattern in (form.title, form.file_name):
        for name in QUOTE.findall(pattern):
            if fold(name) not in own_names(form) and fold(name) not in known and fold(name) not in known.unfilled:
                place = Place(f"{form.folder.parent.name}/{form.slug}/form.yaml", 1, 1, 1)
                message = f"标题或文件名里的“{name.strip()}”不是这个表样的名称"
                yield Problem(place, "bad-declaration", Level.ERROR, message, forms=frozenset({form.slug}))
