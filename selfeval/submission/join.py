"""Results joined to their tasks, goals and indicators; and the checks that need several files of a department."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from selfeval.form.example import example
from selfeval.form.expression import KeyPath
from selfeval.form.field import DEPARTMENT_KEY, YEAR_KEY, Field, Kind, Role
from selfeval.form.schema import Schema, fixed_rows, levels_of
from selfeval.problem import Level, Place, Problem
from selfeval.source.node import Entries, Text, as_typed
from selfeval.submission.fields.gaps import problem_of_absent
from selfeval.submission.fields.keys import path_of_key
from selfeval.submission.fields.results import identity
from selfeval.submission.submission import Indicator, Submission
from selfeval.submission.target import target_in_force
from selfeval.submission.tree import Branch, Leaf, Results
from selfeval.text.name import difference, fold, nearest
from selfeval.text.placeholder import find_placeholder

_TOO_MANY = 3
"""How many names that no target has are no slips any more where none is right."""


def join_results(submission: Submission) -> Submission:
    """Join results to their tasks, goals and indicators, and report what is wrong across files.

    Missing files, contradicting years and names, and results without a target or targets without one are reported.
    """
    problems = [*submission.problems, *_find_missing_files(submission), *_compare_identities(submission)]
    for path, slot in submission.schema.slots.items():
        if slot.field.kind is Kind.RESULTS and len(path) == 1:
            problems += _join(submission, slot.field, submission.tree, submission.tree)
    _join_same(submission)
    return replace(submission, problems=tuple(problems))


def _join_same(submission: Submission) -> None:
    """Let an indicator without a target know the one of its name under another parent that has one, and no actual.

    Where more than these two have the name they may be parts and their whole, and nothing is known of any.
    """
    named: dict[str, list[Indicator]] = {}
    for row in submission.indicators():
        named.setdefault(fold(row.name), []).append(row)
    for one, other in (rows for rows in named.values() if len(rows) == 2 and rows[0].parent != rows[1].parent):
        for bare, full in ((one, other), (other, one)):
            answered = full.leaf(Role.ACTUAL) or target_in_force(bare.values, bare.keys)
            if not answered and target_in_force(full.values, full.keys):
                bare.values.same = full.values, full.keys


def _find_missing_files(submission: Submission) -> Iterator[Problem]:
    there = {file.declared for file in submission.files}
    told = {problem.place.file for problem in submission.problems if problem.rule == "missing-file"}
    for pattern, needed in _files_needed(submission.schema, submission.due).items():
        forms = [form for form in submission.forms if form.slug in needed]
        if pattern in there or not forms or ("*" in pattern and not submission.project):
            continue
        file = pattern.replace("*", submission.project)
        if f"{submission.home}/{file}" in told:
            continue
        message = f"还没有 {file}，{'、'.join(f'“{form.name}”' for form in forms)}要用它"
        if "*" in pattern:
            message += "；一个项目在几个文件夹里的文件要同名"
        place = Place(f"{submission.home}/{file}", 1, 1, 1)
        yield Problem(place, "missing-file", Level.ERROR, message, forms=frozenset(form.slug for form in forms))


@lru_cache(maxsize=64)
def _files_needed(schema: Schema, due: frozenset[str]) -> Mapping[str, frozenset[str]]:
    """Return the files that due forms cannot do without, and which forms these are."""
    homes = {path[0]: slot.field.file for path, slot in schema.slots.items() if len(path) == 1 and slot.field.file}
    wanted: dict[str, frozenset[str]] = dict.fromkeys(homes.values(), frozenset())
    for path, slot in schema.slots.items():
        alone = slot.field.kind not in (Kind.GROUP, Kind.RESULTS)
        if alone and path[0] in homes:
            wanted[homes[path[0]]] |= slot.required_by & due
    return {file: forms for file, forms in wanted.items() if forms}


def _compare_identities(submission: Submission) -> Iterator[Problem]:
    """Compare the year and department written in the files with each other and with the folder."""
    names: dict[str, Text] = {}
    for file in submission.files:
        root = file.reading.root
        if root is None:
            continue
        year = root.get(Text(YEAR_KEY))
        if isinstance(year, Text) and year and submission.year not in year:
            digits = "".join(character for character in year if character.isdigit())
            if digits.isascii() and len(digits) == 4 and digits != submission.year:
                yield Problem(
                    year.place,
                    "year-differs",
                    Level.ERROR,
                    f"这里写的是 {digits} 年度，文件却放在 {submission.year} 文件夹里",
                    f"年度: {submission.year}",
                    YEAR_KEY,
                )
        unit = root.get(Text(DEPARTMENT_KEY))
        name = unit.get(Text("名称")) if isinstance(unit, Entries) else unit
        if isinstance(name, Text) and name:
            names[file.shown] = name
    if len({fold(name) for name in names.values()}) > 1:
        first, *others = sorted(names.values(), key=lambda name: not name.place.file.endswith("targets.yaml"))
        for other in others:
            if fold(other) != fold(first):
                yield Problem(
                    other.place,
                    "department-differs",
                    Level.ERROR,
                    f"这里的部门名称和 {first.place.file} 里的“{first}”不一样（{difference(other, first)}）",
                    f"名称: {first}",
                )


def _join(submission: Submission, declared: Field, holder: Branch, owner: Branch) -> Iterator[Problem]:
    """Join the results of one field, below ``holder``, to its targets, below ``owner``; report those without the other."""
    results = holder.get(declared.path[-1])
    if declared.results_of not in submission.schema.slots:
        return
    targets = owner.get(declared.results_of[-1])
    if not isinstance(targets, list):
        return
    rows = {identity(row): row for row in targets if _is_named(row)}
    nameless = any(row.title and not _is_named(row) for row in targets)
    filled: Results = results if isinstance(results, dict) and not isinstance(results, Branch) else {}
    if _are_of_another(filled, rows):
        yield _problem_of_another(submission, declared, filled)
        return
    meant: dict[tuple[str, ...], Branch] = {}
    yield from _join_renamed_headings(submission, declared, rows, filled, meant)
    placed = list(meant.values())
    for key, result in filled.items():
        if key not in rows and not any(result is each for each in placed):
            waiting = {key: row for key, row in rows.items() if key not in filled and key not in meant}
            yield from _report_stray(submission, declared, result, Unanswered(waiting, nameless), meant)
    if results is None and rows:
        yield from _report_no_results(submission, declared, holder)
        return
    for key, row in rows.items():
        found = filled.get(key) or meant.get(key)
        yield from (
            _join_columns(submission, declared, row, found)
            if found
            else _report_no_result(submission, declared, row, holder)
        )


def _are_of_another(filled: Results, rows: Mapping[tuple[str, ...], Branch]) -> bool:
    """Tell whether results have hardly anything to do with the targets: none has the name of one, few a name like one."""
    if len(filled) < _TOO_MANY or not rows or not rows.keys().isdisjoint(filled):
        return False
    names = [str(row.title) for row in rows.values()]
    return sum(bool(nearest(result.title, names)) for result in filled.values()) * 2 < len(filled)


def _problem_of_another(submission: Submission, declared: Field, filled: Results) -> Problem:
    """Report results that are of another department or year, once for all of them."""
    first = min((result.title for result in filled.values()), key=lambda title: title.place)
    message = (
        f"“{declared.path[-1]}”里的 {len(filled)} 个名称没有一个是申报过的，像是别的部门或别的年度的；"
        "换成本部门这一年的，确实是本部门的，名称照申报的改"
    )
    forms = submission.schema.slots[declared.path].forms
    return Problem(first.place, "unknown-name", Level.ERROR, message, forms=forms)


def _join_renamed_headings(
    submission: Submission,
    declared: Field,
    rows: Mapping[tuple[str, ...], Branch],
    filled: Results,
    meant: dict[tuple[str, ...], Branch],
) -> Iterator[Problem]:
    """Report each heading of results that no target has, where all its names stand under one heading of the targets.

    They are put in ``meant`` under these.
    """
    waiting = {fold(row.title): (key, row) for key, row in rows.items() if key not in filled}
    headed = {level for row in rows.values() for level in map(fold, row.levels)}
    strays: dict[tuple[str, ...], list[Branch]] = {}
    for key, result in filled.items():
        if key not in rows and not headed.issuperset(map(fold, result.levels)):
            strays.setdefault(tuple(map(str, result.levels)), []).append(result)
    for typed, results in strays.items():
        found = [waiting.get(fold(result.title)) for result in results]
        homes = {tuple(map(str, each[1].levels)) if each else () for each in found}
        home = homes.pop() if len(homes) == 1 else ()
        if len(home) != len(typed):
            continue
        meant |= {each[0]: result for each, result in zip(found, results, strict=True) if each}
        if found[0] and not _has_known_category(submission, declared, found[0][1]):
            continue  # the heading of the targets is what is wrong
        heading, right = next(
            (level, other) for level, other in zip(results[0].levels, home, strict=True) if fold(level) != fold(other)
        )
        message = f"申报时没有“{heading}”这一类，是“{right}”"
        forms = submission.schema.slots[declared.path].forms
        yield Problem(heading.place, "unknown-category", Level.ERROR, message, f"{right}:", forms=forms)


class Unanswered(NamedTuple):
    """Hold the rows that still wait for a result; ``nameless`` tells whether a row was given no name."""

    rows: dict[tuple[str, ...], Branch]
    nameless: bool


def _report_stray(
    submission: Submission, declared: Field, result: Branch, wanted: Unanswered, meant: dict[tuple[str, ...], Branch]
) -> Iterator[Problem]:
    """Report a result whose name no target has; put it in ``meant`` under the target that it surely means, if any."""
    waiting = wanted.rows
    names = {str(row.title): key for key, row in waiting.items()}
    same_level = {str(row.title): key for key, row in waiting.items() if key[:-1] == tuple(map(fold, result.levels))}
    near = nearest(result.title, same_level) or nearest(result.title, names)
    slot = submission.schema.slots[declared.path]
    what = submission.schema.slots[declared.results_of].field.name
    if not near:
        if not (wanted.nameless or _has_slip(submission, declared)):
            message = f"“{what}”里没有申报过“{result.title}”：名称写错的照申报的改，没有申报过的删去"
            yield Problem(result.title.place, "unknown-name", Level.ERROR, message, forms=slot.forms)
        return
    key = names[near]
    row = waiting[key]
    meant[key] = result
    if fold(near) == fold(result.title):
        if not _has_known_category(submission, declared, row):
            return
        home = (
            f"挪到“{' → '.join(row.levels)}”下面" if row.levels else f"直接写在“{declared.path[-1]}”下面，上面不写类别"
        )
        message, fix = f"“{result.title}”放错了类别，请{home}", ""
    elif fold(result.title) in _approved_names(submission, declared):
        return  # the name of the targets is what was changed
    else:
        home = f"{row.title.place.file.rsplit('/', 1)[-1]} 第 {row.title.place.line} 行"
        message = f"“{result.title}”和申报的名称不一样：{difference(result.title, near)}（申报时写在 {home}）"
        short = next((leaf.text for leaf in result.values() if isinstance(leaf, Leaf) and not leaf.text.block), "")
        fix = f"{as_typed(near)}: {short}" if len(result) == 1 and short else f"{as_typed(near)}:"
    place, related = result.title.place, (row.title.place,)
    yield Problem(place, "name-differs", Level.ERROR, message, fix, forms=slot.forms, related=related)


def _approved_names(submission: Submission, declared: Field) -> frozenset[str]:
    """Return the folded names that the targets of some results had when they were approved, where they are no more."""
    approved = submission.approved
    now = {fold(row.name) for row in submission.indicators()}
    then = {fold(row.name) for row in approved.indicators() if row.tree == declared.results_of} if approved else set()
    return frozenset(then - now)


def _is_named(row: Branch) -> bool:
    """Tell whether an item was given a name, and not a number or 待填 for want of one."""
    names = [leaf for leaf in row.values() if isinstance(leaf, Leaf) and leaf.field.role is Role.NAME]
    return bool(names) and not any(find_placeholder(leaf.text) for leaf in names)


def _has_slip(submission: Submission, declared: Field) -> bool:
    """Tell whether the list of targets that a result belongs to has a slip, so that not all its names are known."""
    tree = ".".join(declared.results_of)
    return any(
        problem.rule in ("bare-item", "wrong-shape") and tree.split(".")[0] in problem.message
        for problem in submission.problems
    ) or any(problem.rule == "bare-item" for problem in submission.problems)


def _has_known_category(submission: Submission, declared: Field, row: Branch) -> bool:
    levels = levels_of(submission.schema, declared.results_of)
    known = {fold(level1): {fold(level2) for level2 in level2s} for level1, level2s in levels.items()}
    first, rest = [fold(level) for level in row.levels[:1]], [fold(level) for level in row.levels[1:]]
    below = known.get(first[0]) if first else None
    return not levels or (below is not None and len(rest) == bool(below) and below.issuperset(rest))


def _join_columns(submission: Submission, declared: Field, row: Branch, result: Branch) -> Iterator[Problem]:
    """Join the columns of a result to its row; report required ones that are missing."""
    for column in submission.schema.children.get(declared.path, ()):
        slot = submission.schema.slots[(*declared.path, column)]
        needed = slot.required_by & submission.due
        if slot.field.kind is Kind.RESULTS:
            yield from _join(submission, slot.field, result, row)
        elif column in result:
            row[column] = result[column]
        elif (
            needed
            and not slot.field.fallback
            and column not in _computed(submission.schema, declared, row)
            and not _is_typed_empty(submission, declared, f"{result.where}.{column}")
        ):
            message = f"“{row.title}”没有写“{slot.field.name}”"
            fix = f"{column}: {slot.field.example or '……'}"
            where = f"{result.where}.{column}"
            yield Problem(result.title.place, "missing-value", Level.ERROR, message, fix, where, needed)


def _computed(schema: Schema, declared: Field, row: Branch) -> Mapping[str, KeyPath]:
    """Return the columns of a result that a form fills itself."""
    _, printed = fixed_rows(schema, declared.results_of).get(identity(row), ("", None))
    return printed.computed if printed else {}


def _forms_needing(submission: Submission, declared: Field, computed: Collection[str] = ()) -> frozenset[str]:
    """Return the due forms that need a result, beyond what is computed of it."""
    columns = (
        submission.schema.slots[(*declared.path, key)]
        for key in submission.schema.children.get(declared.path, ())
        if key not in computed
    )
    needed: frozenset[str] = frozenset()
    return needed.union(*(slot.required_by for slot in columns)) & submission.due


def _report_no_results(submission: Submission, declared: Field, holder: Branch) -> Iterator[Problem]:
    """Report that a whole group of results is missing, unless its file is missing or its key was left empty."""
    needed = _forms_needing(submission, declared)
    where = path_of_key(holder, declared.path[-1])
    if needed and _was_read(submission, declared.file) and not _is_typed_empty(submission, declared, where):
        problem = problem_of_absent(declared, holder, declared.file, needed)
        place, fix = submission.place_near(declared.file, where), example(submission.schema, declared)
        yield problem._replace(place=place, fix=fix)


def _report_no_result(submission: Submission, declared: Field, row: Branch, holder: Branch) -> Iterator[Problem]:
    needed = _forms_needing(submission, declared, _computed(submission.schema, declared, row))
    if not needed or not _was_read(submission, declared.file):
        return
    steps = [part for part in (holder.where, declared.path[-1], *row.levels) if part]
    where = ".".join([*steps, row.title])
    if _is_typed_empty(submission, declared, where):
        return
    columns = submission.schema.children.get(declared.path, ())
    category = f"（{' → '.join(row.levels)}）" if row.levels else ""
    indicator = submission.schema.slots[declared.results_of].field.kind is Kind.INDICATORS
    value = f"{as_typed(row.title)}: （实际完成值）" if indicator else f"{as_typed(row.title)}:\n  {columns[0]}: ……"
    yield Problem(
        submission.place_near(declared.file, where),
        "missing-result",
        Level.ERROR,
        f"{'指标' if indicator else ''}“{row.title}”{category}没有写完成情况",
        value,
        where,
        needed,
    )


def _was_read(submission: Submission, declared: str) -> bool:
    """Tell whether a file is there and could be read."""
    return any(file.declared == declared and file.reading.root is not None for file in submission.files)


def _is_typed_empty(submission: Submission, declared: Field, where: str) -> bool:
    """Tell whether a key is typed with nothing behind it, which was reported where it stands."""
    return any(problem.where == where and problem.rule == "missing-value" for problem in submission.problems)
