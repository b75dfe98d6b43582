"""Fields that an answer makes compulsory: 完成可能性 other than 确定能 asks for a reason."""

from __future__ import annotations

from collections.abc import Iterator

from selfeval.form.condition import Condition
from selfeval.form.example import example
from selfeval.form.field import BETWEEN_CHOICES, Field, Kind, Need
from selfeval.form.fixed import FixedRow
from selfeval.form.form import Form
from selfeval.form.operands import joined_path, lists_above
from selfeval.problem import Level, Problem
from selfeval.submission.fields.keys import name_keys
from selfeval.submission.numbers import Rows, filled_at, rows_of
from selfeval.submission.submission import Submission
from selfeval.submission.tree import Leaf, branches, is_named
from selfeval.text.name import fold
from selfeval.text.placeholder import gives_reason


def find_unanswered(submission: Submission) -> Iterator[Problem]:
    """Yield each field that is not filled though the answer that makes it compulsory is given, in the row of the answer."""
    for form in (form for form in submission.forms if form.slug in submission.due):
        for declared in form.fields.values():
            if declared.condition is not None:
                yield from _find_in_form(submission, form, declared)
            for row in declared.fixed:
                if row.condition is not None:
                    yield from _find_unlisted(submission, form, declared, row)


def _find_unlisted(submission: Submission, form: Form, declared: Field, row: FixedRow) -> Iterator[Problem]:
    """Yield the row that a form prints where an answer makes it compulsory and the list has it not."""
    around: Rows = (((), submission.tree),)
    answer = next(_answers(form, row.condition, around), None)
    filled = filled_at(around, declared.path)
    if answer is None or (filled is None and declared.need is Need.YES):
        return
    listed = branches(filled)
    if any(row.identity == (*map(fold, each.levels), fold(each.title)) for each in listed):
        return
    home = f"的“{' → '.join(row.levels)}”" if row.levels else ""
    item = f"- {name_keys(submission.schema, declared.path)[0]}: {row.name}"
    message = f"“{answer.field.name}”写的是“{answer.text.strip()}”，“{declared.name}”{home}下面就要有一条“{item}”"
    yield Problem(answer.text.place, "fixed-row", Level.ERROR, message, "", declared.key, frozenset({form.slug}))


def _find_in_form(submission: Submission, form: Form, declared: Field) -> Iterator[Problem]:
    if declared.condition is None:
        return
    at = joined_path(form.fields, declared.path)
    for rows in rows_of((((), submission.tree),), form, lists_above(form.fields, at)):
        answer = next(_answers(form, declared.condition, rows), None)
        if answer is None or filled_at(rows, at) is not None:
            continue
        row = rows[-1][1]
        owner = f"“{row.title}”的" if is_named(row) else ""
        asked = form.fields[declared.condition.asked].name
        message = f"{owner}“{asked}”写的是“{answer.text.strip()}”，要写“{declared.name}”"
        where = f"{row.where}.{declared.path[-1]}" if row.where else declared.key
        fix = example(submission.schema, declared)
        yield Problem(answer.text.place, "missing-value", Level.ERROR, message, fix, where, frozenset({form.slug}))


def find_unasked(submission: Submission) -> Iterator[Problem]:
    """Yield each 是 or 否 beside which a field is filled that asks for the other answer: 达到预期 with a reason why not."""
    for form in (form for form in submission.forms if form.slug in submission.due):
        told: set[str] = set()
        for declared in form.fields.values():
            asked = form.fields.get(declared.condition.asked) if declared.condition else None
            if asked is None or asked.kind is not Kind.YES_NO:
                continue
            for answer, filled in _contradicted(submission, form, declared):
                if answer.where not in told:
                    told.add(answer.where)
                    line = filled.text.place.line
                    message = f"“{asked.name}”写的是“{answer.text.strip()}”，却写了“{declared.name}”（第 {line} 行）；看看哪个不对"
                    forms = frozenset({form.slug})
                    place = answer.text.place
                    yield Problem(place, "answer-contradicts", Level.WARNING, message, "", answer.where, forms)


def _contradicted(submission: Submission, form: Form, declared: Field) -> Iterator[tuple[Leaf, Leaf]]:
    """Yield the answers that do not ask for a field, each with the words that stand in it nevertheless."""
    if declared.condition is None:
        return
    at, answered = (joined_path(form.fields, path) for path in (declared.path, declared.condition.asked))
    for rows in rows_of((((), submission.tree),), form, lists_above(form.fields, at)):
        filled, answer = filled_at(rows, at), filled_at(rows, answered)
        if not isinstance(filled, Leaf) or not isinstance(answer, Leaf) or not isinstance(answer.value, bool):
            continue
        if gives_reason(filled.text) and not {*_chosen(answer)} & {*declared.condition.answers}:
            yield answer, filled


def _answers(form: Form, condition: Condition | None, rows: Rows) -> Iterator[Leaf]:
    """Yield the answers below some rows that make a field or row compulsory."""
    asked, wanted = condition or ((), ())
    if not asked:
        return
    at = joined_path(form.fields, asked)
    known = {path for path, _ in rows}
    for each in rows_of(rows, form, [path for path in lists_above(form.fields, at) if path not in known]):
        leaf = filled_at(each, at)
        if isinstance(leaf, Leaf) and {*_chosen(leaf)} & {*wanted}:
            yield leaf


def _chosen(leaf: Leaf) -> list[str]:
    if isinstance(leaf.value, bool):
        return ["是" if leaf.value else "否"]
    return leaf.normal.split(BETWEEN_CHOICES) if leaf.field.kind is Kind.CHOICES else [leaf.normal]
