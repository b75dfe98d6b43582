"""Quotes in prose that cannot be resolved in a form that prints them."""

from __future__ import annotations

from collections.abc import Iterator

from selfeval.form.form import Form
from selfeval.problem import Problem
from selfeval.references import index, slips, texts
from selfeval.submission import Submission


def check(submission: Submission, form: Form) -> Iterator[Problem]:
    """Yield unknown, ambiguous, circular and broken quotes in the texts a form prints."""
    quoting = [
        (leaf, lines)
        for leaf, lines in texts(submission)
        if any("{{" in line or "}}" in line or "｛" in line for line in lines)
    ]
    if not quoting:
        return
    known = index(submission, form)
    for leaf, lines in quoting:
        if leaf.field.path in form.fields:
            for problem in slips(leaf, lines, known):
                yield problem._replace(forms=frozenset({form.slug}))
