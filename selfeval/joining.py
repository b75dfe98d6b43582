"""Join results to what they are results of, and compare what lies across files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from selfeval.filled import Branch, Results
from selfeval.form.field import Field, Kind
from selfeval.name import difference, fold, nearest
from selfeval.problem import Level, Place, Problem
from selfeval.source.node import Entries, Text
from selfeval.submission import Submission


def joined(submission: Submission) -> Submission:
    """Check what lies across files, and join results to their tasks, goals and indicators."""
    problems = [*submission.problems, *_missing_files(submission), *_identity(submission)]
    for path, slot in submission.schema.slots.items():
        if slot.field.kind is Kind.RESULTS and len(path) == 1:
            problems += _join(submission, slot.field, submission.tree, submission.tree)
    return replace(submission, problems=tuple(problems))


def _missing_files(submission: Submission) -> Iterator[Problem]:
    there = {file.declared for file in submission.files}
    wanted: dict[str, set[str]] = {}
    for path, slot in submission.schema.slots.items():
        if len(path) == 1 and slot.field.file and slot.field.file not in there:
            needed = {
                form
                for inner, below in submission.schema.slots.items()
                if inner[0] == path[0]
                and below.field.kind not in (Kind.GROUP, Kind.RESULTS)
                and "*" not in below.field.file
                for form in below.required_by & submission.due
            }
            wanted.setdefault(slot.field.file, set()).update(needed)
    for file, forms in wanted.items():
        if forms:
            yield Problem(
                Place(submission.shown(file), 1, 1, 1),
                "missing-file",
                Level.ERROR,
                f"还没有 {file}，{'、'.join(f'“{form.name}”' for form in submission.forms if form.slug in forms)}要用它",
                forms=frozenset(forms),
            )


def _identity(submission: Submission) -> Iterator[Problem]:
    """Compare the year and department written in the files with each other and with the folder."""
    names: dict[str, Text] = {}
    for file in submission.files:
        root = file.reading.root
        if root is None:
            continue
        year = root.get(Text("年度"))
        if isinstance(year, Text) and year and submission.year not in year:
            digits = "".join(character for character in year if character.isdigit())
            if digits.isascii() and len(digits) == 4:
                yield Problem(
                    year.place,
                    "year-differs",
                    Level.ERROR,
                    f"这里写的是 {digits} 年度，文件却放在 {submission.year} 文件夹里",
                    f"年度: {submission.year}",
                    "年度",
                )
        unit = root.get(Text("部门"))
        name = unit.get(Text("名称")) if isinstance(unit, Entries) else unit
        if isinstance(name, Text) and name:
            names[file.shown] = name
    if len({fold(name) for name in names.values()}) > 1:
        first, *others = names.values()
        for other in others:
            if fold(other) != fold(first):
                yield Problem(
                    other.place,
                    "department-differs",
                    Level.ERROR,
                    f"这里的部门名称和 {first.place.file} 里的“{first}”不一样（{difference(other, first)}）",
                    f"名称: {first}",
                    "部门.名称",
                )


def _join(submission: Submission, declared: Field, holder: Branch, owner: Branch) -> Iterator[Problem]:
    """Give every task, goal or indicator its result; report results of nothing and things without result."""
    results = holder.get(declared.path[-1])
    target = submission.schema.slots.get(declared.results_of)
    if target is None:
        return
    targets = owner.get(declared.results_of[-1])
    if not isinstance(targets, list):
        return
    rows = {(*map(fold, row.levels), fold(row.title)): row for row in targets if row.title}
    filled: Results = results if isinstance(results, dict) and not isinstance(results, Branch) else {}
    leftover = [row for key, row in filled.items() if key not in rows]
    waiting = {key: row for key, row in rows.items() if key not in filled}
    for result in leftover:
        yield from _stray(submission, declared, result, waiting)
    for key, row in rows.items():
        yield from _result(submission, declared, row, filled.get(key), holder if results is not None else None)


def _stray(
    submission: Submission, declared: Field, result: Branch, waiting: dict[tuple[str, ...], Branch]
) -> Iterator[Problem]:
    """Report a result whose name belongs to nothing, and take it for the one that was meant, if any."""
    names = {str(row.title): key for key, row in waiting.items()}
    same_level = {str(row.title): key for key, row in waiting.items() if key[:-1] == tuple(map(fold, result.levels))}
    near = nearest(result.title, same_level) or nearest(result.title, names)
    slot = submission.schema.slots[declared.path]
    what = submission.schema.slots[declared.results_of].field.name
    if not near:
        yield Problem(
            result.title.place,
            "unknown-name",
            Level.ERROR,
            f"“{what}”里没有“{result.title}”",
            where=result.where,
            forms=slot.forms,
        )
        return
    row = waiting.pop(names[near])
    if fold(near) == fold(result.title):
        home = " → ".join(row.levels)
        message, fix = f"“{result.title}”放错了类别，申报时在“{home}”下面", ""
    else:
        message = f"“{result.title}”和申报的名称不一样：{difference(result.title, near)}（{row.title.place.file} 第 {row.title.place.line} 行）"
        fix = f"{near}:"
    yield Problem(result.title.place, "name-differs", Level.ERROR, message, fix, forms=slot.forms)
    row.setdefault("结果", result)


def _result(
    submission: Submission, declared: Field, row: Branch, result: Branch | None, holder: Branch | None
) -> Iterator[Problem]:
    mistaken = row.pop("结果", None)
    if result is None and isinstance(mistaken, Branch):
        result = mistaken
    columns = submission.schema.children.get(declared.path, ())
    if result is None:
        yield from _no_result(submission, declared, row, holder, columns)
        return
    for column in columns:
        slot = submission.schema.slots[(*declared.path, column)]
        if slot.field.kind is Kind.RESULTS:
            yield from _join(submission, slot.field, result, row)
        elif column in result:
            row[column] = result[column]
        elif slot.required_by & submission.due and not slot.field.fallback:
            yield Problem(
                result.title.place,
                "missing-value",
                Level.ERROR,
                f"“{row.title}”没有写“{slot.field.name}”",
                f"{column}: {slot.field.example}",
                f"{result.where}.{column}",
                slot.required_by & submission.due,
            )


def _no_result(
    submission: Submission, declared: Field, row: Branch, holder: Branch | None, columns: tuple[str, ...]
) -> Iterator[Problem]:
    needed: frozenset[str] = frozenset()
    for column in columns:
        needed |= submission.schema.slots[(*declared.path, column)].required_by & submission.due
    file = declared.file
    if not needed or not any(existing.declared == file for existing in submission.files):
        return
    indicators = submission.schema.slots[declared.results_of].field.kind is Kind.INDICATORS
    margin = "  " * (len(row.levels) + 1)
    example = submission.schema.slots[(*declared.path, columns[0])].field.example
    place = _result_place(submission, declared, row, holder)
    path = ".".join(
        part for part in ((holder.where if holder else ""), declared.path[-1], *row.levels, row.title) if part
    )
    yield Problem(
        place,
        "missing-result",
        Level.ERROR,
        f"{'指标' if indicators else ''}“{row.title}”没有写完成情况"
        + (f"（{' → '.join(row.levels)}）" if row.levels else ""),
        f"{margin}{row.title}: {example}" if indicators else f"{margin}{row.title}:\n{margin}  {columns[0]}: …",
        path,
        needed,
    )


def _result_place(submission: Submission, declared: Field, row: Branch, holder: Branch | None) -> Place:
    """Return the key under which a missing result belongs, as near as it was typed."""
    root = next((file.reading.root for file in submission.files if file.declared == declared.file), None)
    node: object = root
    steps = [*(holder.where.split(".") if holder and holder.where else ()), declared.path[-1], *row.levels]
    place = root.place if root else Place(submission.shown(declared.file), 1, 1, 1)
    for step in steps:
        if not isinstance(node, Entries):
            break
        key = next((key for key in node if fold(key) == fold(step)), None)
        if key is None:
            break
        place, node = key.place, node[key]
    return place
