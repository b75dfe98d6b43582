"""The score sheet of a submission: what its form declares as scored, put before the profile, and into the tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from selfeval.evaluation.parts import with_drawn_rows
from selfeval.evaluation.scoring.row import Entry
from selfeval.evaluation.scoring.sheet import Sheet, sheet
from selfeval.form.field import Role
from selfeval.form.form import Form
from selfeval.form.operands import SCORES, column_of, lists_above
from selfeval.form.profile import Execution, Profile
from selfeval.quantity.direction import Direction
from selfeval.quantity.notation import print_number
from selfeval.submission.computed import copied, put_at, with_formulas
from selfeval.submission.numbers import rows_of
from selfeval.submission.submission import Indicator, Submission
from selfeval.submission.target import leaf_of, target_judged_by
from selfeval.submission.tree import Branch, Leaf, make_leaf

DIRECTIONS = {"越高越好": Direction.HIGHER, "越低越好": Direction.LOWER}


class Scored(NamedTuple):
    """Hold a sheet and the indicators its rows are about, in the same order."""

    sheet: Sheet
    indicators: tuple[Indicator, ...]
    profile: Profile


def with_scores(submission: Submission) -> tuple[Submission, Mapping[str, Scored]]:
    """Return a submission with the tree as each form sees it, and the score sheets by the slugs of their forms.

    Such a tree holds in the rows what formulas give there and the scores that nobody typed, and under 评分 the totals.
    """
    draw = any(form.draws_from_projects for form in submission.forms)
    if draw:
        submission = replace(submission, parts=tuple(with_scores(part)[0] for part in submission.parts))
    drawn = {form.slug: with_drawn_rows(submission, form) for form in submission.forms}
    trees = {form.slug: with_formulas(drawn[form.slug], form) for form in submission.forms}
    plain = replace(submission, trees=trees)
    sheets = {form.slug: found for form in submission.forms if (found := score(plain, form))}
    for form in submission.forms:
        if form.slug in sheets:
            trees[form.slug] = with_formulas(_with_sheet(drawn[form.slug], form, sheets[form.slug]), form)
    earlier = with_scores(submission.earlier)[0] if submission.earlier else None
    return replace(submission, trees=trees, earlier=earlier), sheets


def score(submission: Submission, form: Form) -> Scored | None:
    """Return the score sheet, None where the form is not scored or its profile is not known.

    A form that names no execution rate has no points for it.
    """
    profile = form.scoring.profiles.known.get(form.scoring.profile) if form.scoring else None
    if form.scoring is None or profile is None:
        return None
    if not form.scoring.rate:
        profile = profile._replace(execution=Execution())
    rows = tuple(row for row in submission.indicators(form) if row.tree == form.scoring.indicators)
    rate = submission.number(form, form.scoring.rate) if form.scoring.rate else None
    finished = submission.leaf(form.scoring.finished) if form.scoring.finished else None
    told = finished.value if finished and isinstance(finished.value, bool) else None
    made = sheet(profile, [_entry(row) for row in rows], rate if isinstance(rate, Decimal) else None, finished=told)
    return Scored(made, rows, profile)


def _with_sheet(tree: Branch, form: Form, scored: Scored) -> Branch:
    """Return a tree with the totals of a score sheet, and in its rows the scores that were not typed.

    A score that is still to be typed is there without a value, so that nothing is added up without it.
    """
    made = copied(tree)
    for path, value in zip(SCORES, _totals(scored.sheet), strict=True):
        if value is not None:
            put_at(made, path, make_leaf(SCORES[path], value, str(value)))
    rows = zip(scored.sheet.rows, scored.indicators, strict=True)
    computed = {row.values.where: (made.score, row.keys) for made, row in rows if made.counts or made.score is not None}
    tree_path = form.scoring.indicators if form.scoring else ()
    for place in rows_of((((), made),), form, [*lists_above(form.fields, tree_path), tree_path]):
        row = place[-1][1]
        value, keys = computed.get(row.where, (None, {}))
        declared = column_of(form.fields, (*tree_path, *keys.get(Role.SCORE, ())))
        if declared and row.where in computed and leaf_of(row, keys, Role.SCORE) is None:
            shown = "" if value is None else print_number(value, "0.##")
            put_at(row, keys[Role.SCORE], make_leaf(declared, value, shown))
    return made


def _totals(sheet: Sheet) -> Iterator[Decimal | str | None]:
    """Yield what a sheet says under each of `SCORES`, None where it is not known."""
    yield from (sheet.execution.points, sheet.execution.score, sheet.total_points, sheet.total, sheet.grade or None)


def target(row: Indicator) -> Leaf | None:
    """Return the target judged by, None where it is missing or unreadable."""
    found = target_judged_by(row.values, row.keys)
    return found if found and found.value is not None else None


def actual(row: Indicator) -> Leaf | None:
    """Return the actual, None where it is missing or unreadable."""
    found = row.leaf(Role.ACTUAL)
    return found if found and found.value is not None else None


def direction(row: Indicator) -> Direction | None:
    """Return which way is better, where the department says so."""
    found = row.leaf(Role.DIRECTION)
    return DIRECTIONS.get(str(found.value)) if found else None


def number(row: Indicator, role: Role) -> Decimal | None:
    """Return the number typed in a column, None where there is none."""
    found = row.leaf(role)
    value = found.value if found else None
    return Decimal(value) if isinstance(value, Decimal | int) and not isinstance(value, bool) else None


def text(row: Indicator, role: Role) -> str:
    """Return the text typed in a column, empty where there is none."""
    found = row.leaf(role)
    return str(found.text).strip() if found else ""


def _entry(row: Indicator) -> Entry:
    return Entry(
        str(row.name),
        tuple(str(level) for level in (row.parent, *row.levels) if level),
        number(row, Role.POINTS),
        row.goal,
        row.result,
        number(row, Role.SCORE),
        text(row, Role.REASON),
        direction(row),
    )
