"""A department-year: the files its forms declare, read, walked and joined.

Results are joined to what they are results of: a task's 完成情况 to the task, an indicator's
实际 to the indicator. One department gives one submission for its department forms and one for
each project file of its project forms.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fnmatch import fnmatch
from pathlib import Path

from selfeval.expression import KeyPath, Operand, compute
from selfeval.form.field import Field, Kind
from selfeval.form.form import Form, Library, Phase, Subject
from selfeval.form.schema import Schema, merge, shape
from selfeval.name import difference, fold, nearest
from selfeval.problem import Level, Place, Problem
from selfeval.source.node import Entries, Items, Text
from selfeval.source.reader import Reading, read
from selfeval.structure import Branch, Filled, Leaf, Results, Walk

SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True)
class File:
    """Hold one file of a department: its name in the folder, its bytes, and how it was read."""

    name: str
    shown: str
    declared: str
    data: bytes
    reading: Reading


@dataclass(frozen=True)
class Indicator:
    """Hold one indicator with its parent (a task or goal, or nothing), its levels and its values."""

    parent: Text
    levels: tuple[Text, ...]
    name: Text
    values: Branch


@dataclass(frozen=True)
class Submission:
    """Hold everything one set of documents is about, typed and joined.

    ``project`` is the project file's name without suffix, empty for the department itself.
    """

    year: str
    department: str
    project: str
    forms: tuple[Form, ...]
    due: frozenset[str]
    schema: Schema
    files: tuple[File, ...]
    tree: Branch
    problems: tuple[Problem, ...] = ()

    def leaf(self, path: KeyPath) -> Leaf | None:
        """Return the value typed at a key path, None where nothing was typed."""
        found: Filled | None = self.tree
        for key in path:
            found = found.get(key) if isinstance(found, Branch) else None
        return found if isinstance(found, Leaf) else None

    def shown(self, declared: str) -> str:
        """Return how messages call a file of this department."""
        names = (file.shown for file in self.files if file.declared == declared)
        return next(names, f"{self.year}/{self.department}/{declared}")

    def place(self, path: KeyPath) -> Place:
        """Return where a path is typed, or as near above it as anything was."""
        place, filled = Place(self.shown(self.file_of(path)), 1, 1, 1), self.tree
        for key in path:
            inner = filled.get(key)
            if isinstance(inner, Leaf):
                return inner.text.place
            if isinstance(inner, list) and inner:
                return inner[0].place
            if not isinstance(inner, Branch):
                break
            place, filled = inner.place, inner
        return place

    def file_of(self, path: KeyPath) -> str:
        """Return the file a path is declared to be typed in."""
        slot = self.schema.slots.get(path[:1])
        return slot.field.file if slot and slot.field.file else "targets.yaml"

    def leaves(self) -> Iterator[Leaf]:
        """Yield every typed value, in the order it was typed."""
        yield from _leaves(self.tree)

    def indicators(self, form: Form | None = None) -> Iterator[Indicator]:
        """Yield every indicator, of all trees or of those one form shows."""
        for path, slot in self.schema.slots.items():
            if slot.field.kind is not Kind.INDICATORS or (form and path not in form.fields):
                continue
            holders: list[Branch] = [self.tree]
            for key in path[:-1]:
                holders = [branch for holder in holders for branch in _branches(holder.get(key))]
            for holder in holders:
                for row in _branches(holder.get(path[-1])):
                    if row.title:
                        yield Indicator(holder.title if holder.where else Text(""), row.levels, row.title, row)

    def number(self, form: Form, path: KeyPath) -> Operand:
        """Return what a path of an expression stands for in a form: a number, several, or None.

        A group stands for the numbers in it, a column for the numbers of all rows. One that is
        required and missing makes the whole unknown; optional ones that were left out are left out.
        """
        declared = form.fields.get(path)
        if declared is None:
            return None
        if declared.formula is not None:
            return compute(declared.formula, lambda inner: self.number(form, inner))
        if declared.kind is Kind.GROUP:
            return self._group_numbers(form, path)
        found = list(_numbers(self.tree, path))
        holders = {
            other for other in form.fields if other == path[: len(other)] and form.fields[other].kind is not Kind.GROUP
        }
        if holders == {path}:
            return found[0] if found else None
        return None if None in found or not found else tuple(number for number in found if number is not None)

    def _group_numbers(self, form: Form, path: KeyPath) -> Operand:
        total: list[Decimal] = []
        for inner, declared in form.fields.items():
            if (
                inner[: len(path)] != path
                or declared.formula is not None
                or declared.kind not in (Kind.AMOUNT, Kind.NUMBER, Kind.COUNT)
            ):
                continue
            value = self.number(form, inner)
            if isinstance(value, Decimal):
                total.append(value)
            elif declared.need == "是":
                return None
        return tuple(total) if total else None


def _branches(filled: Filled | None) -> list[Branch]:
    if isinstance(filled, Branch):
        return [filled]
    return filled if isinstance(filled, list) else []


def _numbers(filled: Filled | None, path: KeyPath) -> Iterator[Decimal | None]:
    if not path:
        value = filled.value if isinstance(filled, Leaf) else None
        known = Decimal(value) if isinstance(value, (Decimal, int)) and not isinstance(value, bool) else None
        per_cent = isinstance(filled, Leaf) and filled.field.kind is Kind.PERCENT
        yield known / 100 if known is not None and per_cent else known
    elif isinstance(filled, Branch):
        yield from _numbers(filled.get(path[0]), path[1:])
    elif isinstance(filled, list):
        for row in filled:
            if row.title:
                yield from _numbers(row, path)
    else:
        yield None


def _leaves(filled: Filled) -> Iterator[Leaf]:
    if isinstance(filled, Leaf):
        yield filled
        return
    for inner in filled if isinstance(filled, list) else filled.values():
        yield from _leaves(inner)


def departments(data: Path, only: str = "") -> Iterator[tuple[str, str]]:
    """Yield (year, department) for every department folder, or those of ``2024`` or ``2024/tianhe``."""
    year, _, department = only.partition("/")
    for folder in sorted(path for path in data.glob("*/*") if path.is_dir()):
        if year in ("", folder.parent.name) and department in ("", folder.name):
            yield folder.parent.name, folder.name


def read_department(
    data: Path,
    year: str,
    department: str,
    library: Library,
    phase: Phase | None = None,
) -> tuple[Submission, ...]:
    """Read one department-year; project forms give one submission for each project file."""
    folder = data / year / department
    shown = f"{data.name}/{year}/{department}"
    files, problems = _files(folder, shown, library)
    forms, more = _forms(files, library, shown)
    problems += more
    due = _due(forms, files, library, phase)
    schema = _demanded(library, forms, due)
    shared = tuple(file for file in files if "*" not in file.declared)
    projects = [file for file in files if "*" in file.declared]
    of = {subject: tuple(form for form in forms if form.subject is subject) for subject in Subject}
    nothing = Branch(Place("", 1, 1, 1), "", Text(""))
    base = Submission(year, department, "", of[Subject.DEPARTMENT], due, schema, shared, nothing, tuple(problems))
    each = [
        replace(base, project=Path(file.name).stem, forms=of[Subject.PROJECT], files=(*shared, file))
        for file in projects
    ]
    made = [_joined(_walked(submission)) for submission in (base, *each)]
    if not projects:
        missing = (_no_project(form, shown) for form in of[Subject.PROJECT] if form.slug in due)
        made[0] = replace(made[0], problems=(*made[0].problems, *missing))
    return tuple(made)


def _no_project(form: Form, shown: str) -> Problem:
    pattern = next((file for file in form.files if "*" in file), "projects/*.yaml")
    place = Place(f"{shown}/{pattern}", 1, 1, 1)
    message = f"“{form.name}”要一个项目一个文件，{pattern} 一个也没有"
    return Problem(place, "missing-file", Level.ERROR, message, forms=frozenset({form.slug}))


def _due(forms: tuple[Form, ...], files: list[File], library: Library, phase: Phase | None) -> frozenset[str]:
    """Return the forms that are due: of the phase asked for, or else of a phase that has a file."""
    begun = {library.phases[file.declared] for file in files}
    return frozenset(form.slug for form in forms if (form.phase is phase if phase else form.phase in begun))


def _demanded(library: Library, forms: tuple[Form, ...], due: frozenset[str]) -> Schema:
    """Return the schema of all chosen forms in which only the due ones demand anything."""
    known = merge(library, forms)
    judged = merge(library, tuple(form for form in forms if form.slug in due))
    slots = {
        path: slot._replace(
            required_by=judged.slots[path].required_by,
            with_group=judged.slots[path].with_group,
            limit=judged.slots[path].limit,
            limited_by=judged.slots[path].limited_by,
        )
        for path, slot in known.slots.items()
        if path in judged.slots
    }
    return Schema({**known.slots, **slots}, forms)


def _files(folder: Path, shown: str, library: Library) -> tuple[list[File], list[Problem]]:
    files: list[File] = []
    problems: list[Problem] = []
    everything = merge(library, tuple(library.forms.values()))
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if (
            path.suffix.lower() not in SUFFIXES
            or not path.is_file()
            or any(part.startswith(".") for part in path.parts)
        ):
            continue
        declared = next((pattern for pattern in library.phases if fnmatch(name, pattern)), "")
        if not declared:
            near = nearest(name, library.phases)
            problems.append(
                Problem(
                    Place(f"{shown}/{name}", 1, 1, 1),
                    "unknown-file",
                    Level.WARNING,
                    f"没有表样用“{name}”这个文件，里面写的都不会用到",
                    fix=f"改名为 {near}" if near else "",
                )
            )
            continue
        data = path.read_bytes()
        files.append(
            File(name, f"{shown}/{name}", declared, data, read(data, f"{shown}/{name}", shape(everything, declared)))
        )
    return files, problems


def _forms(files: list[File], library: Library, shown: str) -> tuple[tuple[Form, ...], list[Problem]]:
    """Return the forms a department chose, and what is wrong with the choice."""
    chosen: list[Form] = []
    problems: list[Problem] = []
    typed = [node for file in files if file.reading.root and (node := file.reading.root.get(Text("表样"))) is not None]
    slugs = [slug for node in typed for slug in (node if isinstance(node, Items) else [node]) if isinstance(slug, Text)]
    for slug in slugs:
        if slug in library.forms:
            chosen.append(library.forms[slug])
        elif slug and slug not in library.broken:
            near = nearest(slug, library.forms)
            by_name = next((form.slug for form in library.forms.values() if form.name == slug), "")
            known = near or by_name or "、".join(library.forms)
            problems.append(
                Problem(
                    slug.place,
                    "unknown-form",
                    Level.ERROR,
                    f"没有“{slug}”这个表样，可以写：{known}",
                    fix=f"- {near or by_name}" if near or by_name else "",
                    where="表样",
                )
            )
    if not slugs:
        file = next((file for file in files if file.declared == "targets.yaml"), files[0] if files else None)
        place = Place(file.shown if file else f"{shown}/targets.yaml", 1, 1, 1)
        missing = "没有写“表样”，不知道要出哪些表" if file else "这个部门还没有 targets.yaml"
        fix = "表样:\n" + "\n".join(f"  - {slug}" for slug in list(library.forms)[:3])
        readable = file is None or file.reading.root is not None
        if readable:
            problems.append(
                Problem(place, "missing-value" if file else "missing-file", Level.ERROR, missing, fix, "表样")
            )
    return tuple(dict.fromkeys(chosen)), problems


def _walked(submission: Submission) -> Submission:
    """Type every file of a submission."""
    tree = Branch(Place("", 1, 1, 1), "", Text(""))
    problems = list(submission.problems)
    for file in submission.files:
        readers = submission.schema.readers(file.declared) & submission.due
        problems += [problem._replace(forms=readers) for problem in file.reading.problems]
        if file.reading.root is None:
            continue
        walk = Walk(submission.schema, file.shown, readers)
        branch = walk.top(file.reading.root, file.declared)
        problems += walk.problems
        for key, filled in branch.items():
            if key == "说明情况":
                tree[key] = [*_branches(tree.get(key)), *_branches(filled)]
            else:
                tree.setdefault(key, filled)
    return replace(submission, tree=tree, problems=tuple(problems))


def _joined(submission: Submission) -> Submission:
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
    yield Problem(result.title.place, "name-differs", Level.ERROR, message, fix, result.where, slot.forms)
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
