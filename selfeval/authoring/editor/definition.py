"""Where the thing under the pointer is defined: a result's target, a target's result, what a quote stands for."""

from __future__ import annotations

from selfeval.authoring.editor.document import TextPosition
from selfeval.authoring.editor.hover import offered, quote_at
from selfeval.authoring.editor.judged import JudgedTexts
from selfeval.authoring.editor.standing import What, indicator_of, row_at, steps_to
from selfeval.form.field import Role
from selfeval.problem import Place
from selfeval.submission.submission import File, Submission
from selfeval.submission.tree import Branch, leaves


def defined(judged: JudgedTexts, submission: Submission, file: File, spot: TextPosition) -> list[Place]:
    """Return where the thing at a position is defined, nowhere where nothing is known of it."""
    quote = quote_at(judged.lines.get(file.shown, ()), spot)
    if quote is not None:
        return offered(submission, quote.name)
    steps = steps_to(submission.schema, file, spot)
    row = row_at(submission, steps)
    if row is None or not any(step.what in (What.NAME, What.ITEM) for step in steps):
        return []
    if any(step.what is What.NAME for step in steps):
        return [row.title.place]
    return _result(submission, row)


def _result(submission: Submission, row: Branch) -> list[Place]:
    """Return where the result of a target is typed: its actual, else the first of its values in another file."""
    indicator = indicator_of(submission, row)
    actual = indicator.leaf(Role.ACTUAL) if indicator else None
    if actual is not None:
        return [actual.text.place]
    home = row.title.place.file
    return [leaf.text.place for leaf in leaves(row) if leaf.text.place.file not in ("", home)][:1]
