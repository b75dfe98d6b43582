"""The year form, filled: its rows and totals make a submission, printed by the usual view and templates."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import NamedTuple

from selfeval.documents.make import Imprint, make, suffixes
from selfeval.documents.outcome import Document, Outcome, Status
from selfeval.documents.view import Item, view
from selfeval.evaluation.case import Case
from selfeval.evaluation.dossier import Dossier
from selfeval.form.draws import NUMBERS, YEAR, Draw, rows_path
from selfeval.form.expression import KeyPath, Operand, compute, names
from selfeval.form.field import Field, Kind
from selfeval.form.form import Form
from selfeval.form.library import HOUSE_FIELDS, Library
from selfeval.form.operands import SCORES
from selfeval.form.schema import Schema
from selfeval.pipeline.across import named_twice, without_copies
from selfeval.pipeline.batch import look_at, save_outcome
from selfeval.pipeline.marks import OUTPUT_VERSION
from selfeval.pipeline.outputs import clashes, stem
from selfeval.pipeline.summary.department import JUDGED_VALUES, Department, judge
from selfeval.pipeline.workspace import Workspace
from selfeval.problem import Level, Problem
from selfeval.quantity.notation import print_number
from selfeval.quantity.units import convert_money
from selfeval.submission.computed import put_at, with_formulas
from selfeval.submission.folder import DepartmentYear, departments
from selfeval.submission.submission import Submission
from selfeval.submission.tree import Branch, Leaf, make_branch, make_leaf
from selfeval.text.name import nearest


class DepartmentRow(NamedTuple):
    """Hold one department's row: its texts and numbers by their columns, and what the summary tells of it besides."""

    name: str
    department: str
    texts: Mapping[KeyPath, list[str]]
    numbers: Mapping[KeyPath, Decimal]
    told: tuple[Problem, ...]


def gather(workspace: Workspace, year: str, form: Form, failed: list[Outcome]) -> Submission:
    """Return a year as a submission of a year form: a row for each department, and the totals drawn from all rows.

    Of two folders with one department's name only the first is counted; a problem names the other. Changes of approved
    targets that departments explained, and amounts whose unit is in doubt, are listed among the problems.
    The outcome of a department that cannot be judged is added to ``failed``; its row says so.
    """
    path, shown = rows_path(form.fields), f"{workspace.data.name}/{year}"
    places = list(departments(workspace.data, year))
    found = dict(look_at(workspace, places, partial(_judge, form.slug), failed))
    every = [found.get(place) or _row_of_failed(place, form) for place in places]
    counted, copies = without_copies(every)
    twice = (named_twice(f"{shown}/{copy.department}", copy.name, first.department) for copy, first in copies)
    summary = replace(
        _begin(year, shown, form),
        problems=(*twice, *(problem for each in every for problem in each.told)),
    )
    tree = summary.tree
    put_at(tree, path, [_branch(row, form) for row in counted])
    totals: dict[KeyPath, Decimal] = {}
    for column, draws in form.draws.items():
        totalled = () if column[:-1] == path else draws
        value = _first(_compute_total(draw, form, column, counted, totals) for draw in totalled)
        if value is not None:
            totals[column] = value
            put_at(tree, column, _number(form.fields[column], value))
    return replace(summary, tree=with_formulas(tree, form))


def _judge(slug: str, workspace: Workspace, place: DepartmentYear) -> DepartmentRow:
    """Judge one department for the year form of a name."""
    library = workspace.library
    form = library.declared(slug).form
    assert form is not None  # whoever gathers a year has read its form
    return _row(place, judge(workspace.data, place, library, form.phase), form)


def _row_of_failed(place: DepartmentYear, form: Form) -> DepartmentRow:
    why = f"没有做成，先运行 python build.py check {place.typed}"
    return _row(place, Department(place.department, frozenset(), (), (why,)), form)


def _begin(year: str, shown: str, form: Form) -> Submission:
    """Return a submission of a year form that holds only the year; ``shown`` is the year's folder."""
    tree = make_branch("")
    tree[YEAR[-1]] = _leaf(form.fields.get(YEAR, HOUSE_FIELDS[YEAR]), [year])
    return Submission(year, "", "", shown, (form,), frozenset({form.slug}), Schema({}, ()), (), tree)


def _row(place: DepartmentYear, department: Department, form: Form) -> DepartmentRow:
    texts: dict[KeyPath, list[str]] = {}
    numbers: dict[KeyPath, Decimal] = {}

    def lookup(used: KeyPath, unit: str) -> Operand:
        return _in_unit(form, used, numbers.get(used), unit) if used in form.fields else department.number(used, unit)

    path = rows_path(form.fields)
    for column, draws in form.draws.items():
        declared = form.fields[column]
        if column[:-1] != path:
            continue
        if declared.kind in NUMBERS:
            value = _first(compute(draw.expression, partial(lookup, unit=declared.unit)) for draw in draws)
            if value is not None:
                numbers[column] = value
        else:
            lines = (department.lines(used) for draw in draws for used in names(draw.expression))
            texts[column] = next(filter(None, lines), [])
    return DepartmentRow(department.name, place.department, texts, numbers, department.told)


def _branch(row: DepartmentRow, form: Form) -> Branch:
    """Return a row's cells as the form shows them."""
    branch = make_branch(row.name)
    for column, value in row.numbers.items():
        branch[column[-1]] = _number(form.fields[column], value)
    for column, lines in row.texts.items():
        branch[column[-1]] = _leaf(form.fields[column], lines)
    return branch


def _compute_total(
    draw: Draw, form: Form, column: KeyPath, rows: Iterable[DepartmentRow], totals: Mapping[KeyPath, Decimal]
) -> Decimal | None:
    """Return a total over the rows in which every column used has a number, so that all columns are of the same departments."""
    path, unit = rows_path(form.fields), form.fields[column].unit
    columns = {used for used in names(draw.expression) if used[:-1] == path}
    whole = [row for row in rows if columns <= row.numbers.keys()]

    def lookup(used: KeyPath) -> Operand:
        if used == path:
            return tuple(Decimal(1) for _ in whole)
        if used not in columns:
            return _in_unit(form, used, totals.get(used), unit)
        return tuple(_in_unit(form, used, row.numbers[used], unit) for row in whole) or None

    return compute(draw.expression, lookup)


def _in_unit(form: Form, column: KeyPath, value: Decimal | None, unit: str) -> Decimal | None:
    """Return the value of a column, an amount in another unit of money."""
    declared = form.fields[column]
    return value if value is None or declared.kind is not Kind.AMOUNT else convert_money(value, declared.unit, unit)


def _first(values: Iterable[Decimal | None]) -> Decimal | None:
    return next((value for value in values if value is not None), None)


def _number(declared: Field, value: Decimal) -> Leaf:
    typed = value * 100 if declared.kind is Kind.PERCENT else value
    return make_leaf(declared, typed, print_number(typed, "0.##"))


def _leaf(declared: Field, lines: list[str]) -> Leaf:
    value = tuple(lines) if declared.kind is Kind.LINES else "、".join(lines)
    return make_leaf(declared, value, "、".join(lines))


def rows(summary: Submission, form: Form) -> list[Item]:
    """Return the rows as the templates see them, in the order of the departments."""
    found = view(_case(summary, form))[rows_path(form.fields)[0]]
    assert isinstance(found, list)  # a list of the form
    return found


def _case(summary: Submission, form: Form) -> Case:
    return Case(Dossier(summary, (form,)), form)


def build(summary: Submission, form: Form, library: Library, reports: Path) -> Outcome:
    """Make the documents of a year; those that would say the same keep their bytes."""
    problems = [*summary.problems, *library.problems_of([form.slug])]
    problems += _find_unknown_keys(library, form)
    case = _case(summary, form)
    others = [_case(_begin(summary.year, summary.home, other), other) for other in library.yearly.values()]
    clashing = clashes([case, *(other for other in others if other.form is not form)])
    problems += [clashing[case]] if case in clashing else []
    if any(problem.blocks for problem in problems):
        documents = [Document(stem(case) + kind, Status.HELD_BACK) for kind in suffixes(form) or [""]]
    else:
        seen = view(case)
        made_of = hashlib.blake2b(f"{OUTPUT_VERSION} {seen}".encode(), digest_size=16).hexdigest()
        documents, wrong = make(form, seen, Imprint(stem(case), form.name, made_of), reports)
        problems += wrong
    declared = tuple(document._replace(public=form.public) for document in documents)
    return Outcome(summary.year, form.name, form.name, tuple(problems), declared, library.lines)


def make_summaries(workspace: Workspace, year: str, reports: Path, failed: list[Outcome]) -> list[Outcome]:
    """Make and save the documents of every year form; the outcome of a department that fails is added to ``failed``."""
    library = workspace.library
    summaries = ((form, gather(workspace, year, form, failed)) for form in library.yearly.values())
    return [save_outcome(build(summary, form, library, reports), reports) for form, summary in summaries]


def _find_unknown_keys(library: Library, form: Form) -> Iterator[Problem]:
    """Yield a problem for each key that a year form draws from though no form has it."""
    forms = library.forms.values()
    known = {
        ".".join(path) for each in (JUDGED_VALUES, form.fields, *(other.fields for other in forms)) for path in each
    }
    known |= {".".join(path) for path in SCORES if any(each.scoring for each in forms)}
    for draw in (draw for draws in form.draws.values() for draw in draws):
        for key in (".".join(path) for path in names(draw.expression)):
            if key not in known:
                near = nearest(key, known)
                message = f"“取数”用的“{key}”哪张表都没有" + (f"，是不是“{near}”？" if near else "")
                yield Problem(draw.place, "bad-declaration", Level.WARNING, message)
