"""The rows that a form of a department draws from the submissions of its projects: one for each project."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from selfeval.form.draws import LISTS, NUMBERS, Draw, drawn_list
from selfeval.form.expression import KeyPath, Operand, compute, names
from selfeval.form.field import Field, Kind
from selfeval.form.form import Form
from selfeval.form.operands import SCORES
from selfeval.quantity.notation import print_number
from selfeval.source.node import Text
from selfeval.submission.computed import copied, put_at
from selfeval.submission.printed import PATTERNS, print_leaf
from selfeval.submission.quotes import Index, Quotes, fill
from selfeval.submission.submission import Submission
from selfeval.submission.tree import Branch, Filled, Leaf, branches, make_branch


def with_drawn_rows(submission: Submission, form: Form) -> Branch:
    """Return the tree with the rows that a form draws from projects; the tree itself where it draws none."""
    if not form.draws_from_projects:
        return submission.tree
    made = copied(submission.tree)
    put_at(made, drawn_list(form.draws), [_row(form.draws, form, part) for part in submission.parts_drawn(form)])
    return made


def _row(draws: Mapping[KeyPath, tuple[Draw, ...]], form: Form, part: Submission) -> Branch:
    row = make_branch(part.project_name)
    for path, each in draws.items():
        declared = form.fields[path]
        if declared.kind in LISTS:
            row[path[-1]] = _listed(each, part)
            continue
        leaf = _number(declared, each, part) if declared.kind in NUMBERS else _text(declared, each, part)
        if leaf is not None:
            row[path[-1]] = leaf
    return row


def _listed(draws: Iterable[Draw], part: Submission) -> list[Branch]:
    """Return the items of the first list that can be drawn, as the project's form sees them."""
    for path in (path for draw in draws for path in names(draw.expression)):
        for form in (form for form in part.forms if path in form.fields):
            if found := branches(_found(part.tree_of(form), path)):
                return found
    return []


def _number(declared: Field, draws: Iterable[Draw], part: Submission) -> Leaf | None:
    """Return the first number that can be drawn, amounts in the unit of the column."""

    def lookup(path: KeyPath) -> Operand:
        return next(_operands(part, path, declared.unit), None)

    value = next((each for draw in draws if (each := compute(draw.expression, lookup)) is not None), None)
    if value is None:
        return None
    typed = value * 100 if declared.kind is Kind.PERCENT else value
    return _leaf(declared, typed, print_number(typed, PATTERNS.get(declared.kind, "0.00")))


def _operands(part: Submission, path: KeyPath, unit: str) -> Iterator[Operand]:
    """Yield what a path stands for in each form of a project that has it."""
    for form in part.forms:
        if path in form.fields or (path in SCORES and form.scoring is not None):
            yield part.number(form, path, unit)


def _text(declared: Field, draws: Iterable[Draw], part: Submission) -> Leaf | None:
    """Return the first text that can be drawn, as the project's form prints it, what it quotes being filled in."""
    for path in (path for draw in draws for path in names(draw.expression)):
        for form in part.forms:
            leaf = _found(part.tree_of(form), path) if path in form.fields or path in SCORES else None
            if isinstance(leaf, Leaf) and isinstance(leaf.value, tuple):
                known = Index(Quotes(part), form)
                lines = tuple(Text(text) for line in leaf.value for text in fill(line, known))
                return _leaf(declared, lines, "\n".join(lines))
            if isinstance(leaf, Leaf):
                return _leaf(declared, leaf.value, print_leaf(leaf, form))
    return None


def _found(tree: Branch, path: KeyPath) -> Filled | None:
    found: Filled | None = tree
    for key in path:
        found = found.get(key) if isinstance(found, Branch) else None
    return found


def _leaf(declared: Field, value: object, shown: str) -> Leaf:
    return Leaf(declared, Text(shown), value, shown, declared.key)
