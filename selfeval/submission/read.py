"""One department-year read from the disk: its files, the forms it chose, which of them are due, and its submissions."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatch
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from selfeval.form.difference import differences
from selfeval.form.field import ANYWHERE, DEPARTMENT_KEY, EXPLANATIONS_KEY, FORMS_KEY
from selfeval.form.folders import forms_meant_by, region_of
from selfeval.form.form import Form, Phase, Subject
from selfeval.form.library import Library
from selfeval.form.schema import Schema, merge, shape
from selfeval.problem import Level, Place, Problem
from selfeval.problem.codes import CODES
from selfeval.problem.disk import LARGEST, read_file, stay_within, unreadable
from selfeval.source.excerpt import excerpt
from selfeval.source.node import Entries, Items, Text
from selfeval.source.read import read, with_typed_keys
from selfeval.source.reading import Reading
from selfeval.source.shape import Holds, Shape
from selfeval.submission import approval
from selfeval.submission.conditions import find_unanswered, find_unasked
from selfeval.submission.fields import Walk
from selfeval.submission.fields.report import Report
from selfeval.submission.folder import (
    SUFFIXES,
    UNLISTED,
    DepartmentYear,
    departments,
    file_names,
    free_name,
    is_misnamed,
    misnamed,
    on_disk,
    why_unholdable,
)
from selfeval.submission.followed import find_without_column
from selfeval.submission.join import join_results
from selfeval.submission.printed_rows import fill_printed_rows
from selfeval.submission.submission import File, Submission
from selfeval.submission.tree import Branch, branches
from selfeval.text.name import fold, nearest

_NAME_SHAPE = Shape(Holds.MAP, keys={DEPARTMENT_KEY: Shape(Holds.MAP, keys={"名称": Shape(Holds.VALUE)})})
_CHOICE_SHAPE = Shape(Holds.MAP, keys={FORMS_KEY: Shape(Holds.LINES)})


class Desk(NamedTuple):
    """Hold the texts of an editor that stand in for files, and what reads one.

    The texts are named by the paths of their files below the data folder (``2024/liwan/targets.yaml``).
    """

    unsaved: Mapping[str, bytes] = {}
    read: Callable[[bytes, str, Shape], Reading] = read


ON_DISK = Desk()
"""Nothing but the files."""


def make_reader() -> Callable[[bytes, str, Shape], Reading]:
    """Return what reads a file only where it is not as it was when it was read last."""
    known: dict[str, tuple[bytes, Shape, Reading]] = {}

    def read_if_changed(data: bytes, file: str, shape: Shape) -> Reading:
        before = known.get(file)
        if before is None or before[0] != data or before[1] is not shape:
            before = known[file] = (data, shape, read(data, file, shape))
        return before[2]

    return read_if_changed


def read_department(
    data: Path,
    place: DepartmentYear,
    library: Library,
    phase: Phase | None = None,
    desk: Desk = ON_DISK,
) -> tuple[Submission, ...]:
    """Return the submissions of one department-year: the department's own, then one for each project.

    With a ``phase`` only its forms are due, else those for whose phase a file is there. The texts on the ``desk``
    are read in place of their files. The submission of the year before is read with each.
    """
    before = {_whose(submission): submission for submission in _read_year_before(data, place, library, desk)}
    found = _read(data, place, library, phase, desk)
    return tuple(replace(submission, earlier=before.get(_whose(submission))) for submission in found)


def _whose(submission: Submission) -> tuple[str, str]:
    """Return the project or fund of a submission, with the pattern of its files; both empty for the department."""
    return submission.project, next((file.declared for file in submission.own_files), "")


def _read_year_before(data: Path, place: DepartmentYear, library: Library, desk: Desk) -> tuple[Submission, ...]:
    """Return last year's submissions of a department, nothing where it has none."""
    if place.before is None or not (data / str(place.before)).is_dir():
        return ()
    return _read(data, place.before, library, None, desk)


def _read(
    data: Path, place: DepartmentYear, library: Library, phase: Phase | None, desk: Desk
) -> tuple[Submission, ...]:
    """Return the submissions of one department-year, without the year before."""
    folder = data / str(place)
    shown = f"{data.name}/{place}"
    files, problems, _, phases, astray = read_files(data, place, library, desk)
    forms, more, complete = _choose_forms(files, library, shown)
    told = {problem.place for problem in problems}
    problems += [problem for problem in more if problem.place not in told]
    problems += _find_broken_seal(folder, shown)
    problems += _find_unholdable(folder, shown, [file.name for file in files if not file.name.endswith(UNLISTED)])
    begun = {phases[file.declared] for file in files}
    due = frozenset(form.slug for form in forms if (form.phase is phase if phase else has_begun(form, phases, begun)))
    schema = _schema_of_due(library, forms, due).without({tuple(each.where.split(".")) for each in more if each.where})
    shared = tuple(file for file in files if "*" not in file.declared)
    funded = {pattern for form in forms if form.subject is Subject.FUND for pattern in form.own_patterns}
    projects = _files_by_project(file for file in files if file.declared not in funded)
    funds = _files_by_project(file for file in files if file.declared in funded)
    of = {subject: tuple(form for form in forms if form.subject is subject) for subject in Subject}
    nothing = Branch(Text(""), "", Text(""))
    base = Submission(
        place.year,
        place.department,
        "",
        shown,
        of[Subject.DEPARTMENT],
        due,
        schema,
        shared,
        nothing,
        tuple(problems),
        complete=complete,
        whole=complete and phase is None and not astray,
    )
    sealed = approval.read(folder)
    seal = sealed if isinstance(sealed, approval.Seal) else None
    base = replace(base, approved=_read_approved(base, seal.targets, whole=complete) if seal else None)
    each = [
        replace(
            base,
            project=project,
            forms=of[subject],
            files=(*shared, *own),
            approved=_read_approved_project(base, own, seal, whole=complete) or base.approved,
        )
        for subject, found in ((Subject.PROJECT, projects), (Subject.FUND, funds))
        for project, own in found.items()
    ]
    there = {file.name for own in (*projects.values(), *funds.values()) for file in own}
    base = replace(base, problems=(*base.problems, *_find_lost_projects(base, there, seal)))
    joined = (join_results(_typed(submission, complete=complete)) for submission in (base, *each))
    made = [
        replace(
            found,
            problems=(
                *found.problems,
                *fill_printed_rows(found),
                *find_unanswered(found),
                *find_unasked(found),
                *find_without_column(found),
            ),
        )
        for found in joined
    ]
    for subject, found in ((Subject.PROJECT, projects), (Subject.FUND, funds)):
        missing = [_problem_of_no_file(form, shown) for form in of[subject] if form.slug in due and not found]
        made[0] = replace(made[0], problems=(*made[0].problems, *missing))
    parts = tuple(made[1 : len(projects) + 1])
    of_funds = [replace(fund, parts=parts) for fund in made[len(projects) + 1 :]]
    strays = _find_strays([form for form in of[Subject.FUND] if form.slug in due], parts, of_funds)
    base = replace(made[0], problems=(*made[0].problems, *strays), parts=(*parts, *of_funds))
    return (base, *parts, *of_funds)


def _find_strays(
    forms: Sequence[Form], projects: Sequence[Submission], funds: Sequence[Submission]
) -> Iterator[Problem]:
    """Report each project that names a fund which the department has not: no sum would have it."""
    names = [fund.project_name for fund in funds]
    for form in (form for form in forms if form.belongs):
        for leaf in (leaf for project in projects if (leaf := project.leaf(form.belongs))):
            if fold(leaf.normal) not in map(fold, names):
                near = nearest(leaf.normal, names)
                message = f"没有叫“{leaf.normal}”的资金，“{form.name}”不会算上这个项目"
                cure = f"，是不是“{near}”？" if near else f"；现有：{'、'.join(names)}"
                fix = f"{leaf.field.path[-1]}: {near}" if near else ""
                slug = frozenset({form.slug})
                yield Problem(leaf.text.place, "unknown-name", Level.ERROR, message + cure, fix, forms=slug)


def has_begun(form: Form, phases: Mapping[str, Phase], begun: Collection[Phase]) -> bool:
    """Tell whether a form is due by the phases whose files are there: its own, or all that it reads where it has no file of its own."""
    read = {phases.get(file) for file in form.files}
    return form.phase in begun or (form.phase not in read and read <= set(begun))


def files_to_write(form: Form, phases: Mapping[str, Phase]) -> tuple[str, ...]:
    """Return the files that a form's phase is to write: its own, or all but the targets where it has no file of its own."""
    own = tuple(file for file in form.files if phases.get(file) is form.phase)
    return own or tuple(file for file in form.files if phases.get(file) is not Phase.TARGETS)


def _files_by_project(files: Iterable[File]) -> dict[str, list[File]]:
    """Return the files of each project by its name: those of one name, one in each folder of projects."""
    found: dict[str, list[File]] = {}
    for file in files:
        if "*" in file.declared:
            project = file.name.removeprefix(file.declared.partition("*")[0]).rpartition(".")[0]
            found.setdefault(project, []).append(file)
    return found


def _read_approved(base: Submission, targets: bytes, *, whole: bool) -> Submission:
    """Return the targets as they were approved."""
    shown = f"{base.path_shown('targets.yaml')}（批复）"
    reading = read(targets, shown, _shape_of(base.schema, "targets.yaml", targets, whole=whole))
    return _typed(replace(base, problems=(), files=(File("targets.yaml", shown, "targets.yaml", targets, reading),)))


def _read_approved_project(
    base: Submission, own: Sequence[File], seal: approval.Seal | None, *, whole: bool
) -> Submission | None:
    """Return the targets and a project's files as they were approved, None where none of the project's was sealed."""
    sealed = [
        File(
            file.name,
            shown,
            file.declared,
            data,
            read(data, shown, _shape_of(base.schema, file.declared, data, whole=whole)),
        )
        for file in own
        if seal and (data := seal.projects.get(file.name)) is not None and (shown := f"{file.shown}（批复）")
    ]
    shared = base.approved.files if base.approved else ()
    return _typed(replace(base, problems=(), files=(*shared, *sealed))) if sealed else None


def _find_lost_projects(base: Submission, there: Collection[str], seal: approval.Seal | None) -> Iterator[Problem]:
    """Report each project that was approved and whose file is no longer there."""
    for name in sorted(seal.projects.keys() - set(there) if seal else ()):
        message = f"批复的项目 {name} 现在没有了；改了文件名的改回来，正式取消的在“说明情况”里写明"
        place = Place(base.path_shown("targets.yaml"), 1, 1, 1)
        yield Problem(place, "indicator-dropped", Level.ERROR, message, where=name)


def _find_broken_seal(folder: Path, shown: str) -> Iterator[Problem]:
    """Report a sealed copy of the targets that somebody changed."""
    seal = approval.read(folder)
    if isinstance(seal, OSError):
        yield unreadable(f"{shown}/{approval.NAME}", seal)
    elif seal and not seal.intact:
        message = "批复存档被改动过，不能再用来核对；从备份或 git 里找回原来的文件"
        yield Problem(Place(f"{shown}/{approval.NAME}", 1, 1, 1), "seal-broken", Level.ERROR, message)


def _find_unholdable(folder: Path, shown: str, names: Sequence[str]) -> Iterator[Problem]:
    """Report the names of a department's folder and files that Windows cannot hold, or takes for one."""
    listed = [(shown, "部门文件夹", folder)]
    for name in names:
        path = folder / name
        listed += [(f"{shown}/{name}", "文件", each) for each in (*path.parents[: name.count("/")][::-1], path)]
    for at, what, path in listed:
        if why := why_unholdable(path.name):
            offered = free_name(path.parent, path.name)
            message = f"{what}名“{path.name[:80]}”{why}，在 Windows 上打不开，也生成不了文档；改名为“{offered}”"
            yield Problem(Place(at, 1, 1, 1), "unholdable-name", Level.WARNING, message)
    first: dict[str, str] = {}
    for name in names:
        other = first.setdefault(on_disk(name), name)
        if other != name:
            message = f"“{name}”和“{other}”在 Windows 和 Mac 上是一个文件，拿到那里只剩一个；改名为“{free_name((folder / name).parent, Path(name).name)}”"
            yield Problem(Place(f"{shown}/{name}", 1, 1, 1), "unholdable-name", Level.WARNING, message)


def _problem_of_no_file(form: Form, shown: str) -> Problem:
    pattern = form.own_pattern
    place = Place(f"{shown}/{pattern}", 1, 1, 1)
    message = f"“{form.name}”要一个{form.subject}一个文件，{pattern} 一个也没有"
    return Problem(place, "missing-file", Level.ERROR, message, forms=frozenset({form.slug}))


@lru_cache(maxsize=64)
def _schema_of_due(library: Library, forms: tuple[Form, ...], due: frozenset[str]) -> Schema:
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
    return Schema({**known.slots, **slots}, forms, known.phases)


def folders_by_name(data: Path, year: str) -> Iterator[tuple[str, str]]:
    """Yield the folded name of each department of a year, from its targets.yaml alone, with its folder."""
    return ((fold(name), folder) for name, folder in names_of(data, year))


def names_of(data: Path, year: str) -> Iterator[tuple[str, str]]:
    """Yield the name of each department of a year as typed, from its targets.yaml alone, with its folder."""
    for place in departments(data, year):
        typed = _bytes_or_error(data / str(place) / "targets.yaml", data)
        block = excerpt(typed, DEPARTMENT_KEY) if isinstance(typed, bytes) else b""
        root = read(block, "targets.yaml", _NAME_SHAPE).root if block else None
        named = root.get(Text(DEPARTMENT_KEY)) if root is not None else None
        name = named.get(Text("名称")) if isinstance(named, Entries) else named
        if isinstance(name, Text) and name:
            yield str(name), place.department


class Files(NamedTuple):
    """Hold a department's files as they were read, the problems that no form uses a file, and the schema and phases used.

    ``astray`` says that one that is not read may be that of a project or fund.
    """

    files: list[File]
    problems: list[Problem]
    schema: Schema
    phases: Mapping[str, Phase]
    astray: bool


def read_files(data: Path, place: DepartmentYear, library: Library, desk: Desk = ON_DISK) -> Files:
    """Return a department's files, read by the forms it chose.

    The forms are listed in one of the files, so that file is looked at first; where the files then list other forms
    than were found, they are read again by these.
    """
    folder, home = data / str(place), f"{place}/"
    typed: dict[str, bytes | OSError] = {
        name.removeprefix(home): text for name, text in desk.unsaved.items() if name.startswith(home)
    }
    there = sorted({*file_names(folder), *(name for name in typed if name.lower().endswith(SUFFIXES))})
    names = [*there, *misnamed(folder)]
    typed = {name: typed[name] if name in typed else _bytes_or_error(folder / name, data) for name in names}
    known = _forms_to_read_by(_look_for_forms(typed), library)
    found = _read_by(known, typed, f"{data.name}/{place}", library, desk)
    listed = _forms_to_read_by(list(map(str, _listed_forms(found.files))), library)
    if listed != known:
        found = _read_by(listed, typed, f"{data.name}/{place}", library, desk)
    return found._replace(files=_without_exchanged(found.files, found.schema))


def _without_exchanged(files: list[File], schema: Schema) -> list[File]:
    """Return the files; of two that were saved under each other's names nothing is read, and the first says so."""
    single = [file for file in files if "*" not in file.declared and file.reading.root]
    for one, other in combinations(single, 2):
        if _holds_keys_of(one, other, schema) and _holds_keys_of(other, one, schema):
            message = f"{one.name} 和 {other.name} 的内容存反了，两个文件里写的都是对方的；把两个文件的名称对调"
            first, second = sorted((one, other), key=lambda each: each.declared != "targets.yaml")
            there = (Place(second.shown, 1, 1, 1),)
            told = Problem(Place(first.shown, 1, 1, 1), "misplaced-key", Level.ERROR, message, related=there)
            unread = {
                first.name: first.reading._replace(root=None, problems=(told,)),
                second.name: second.reading._replace(root=None, problems=()),
            }
            return [replace(file, reading=unread.get(file.name, file.reading)) for file in files]
    return files


def _holds_keys_of(file: File, other: File, schema: Schema) -> bool:
    """Tell whether several keys in a file belong at the top of the other one, and none at its own."""
    typed = {str(key) for key in file.reading.root or ()}.difference(ANYWHERE)
    return len(typed.intersection(schema.top(other.declared))) > 1 and not typed.intersection(schema.top(file.declared))


def _bytes_or_error(path: Path, data: Path) -> bytes | OSError:
    try:
        stay_within(path, data)
        return read_file(path, LARGEST + 1)
    except OSError as error:
        return error


def _look_for_forms(typed: Mapping[str, bytes | OSError]) -> list[str]:
    """Return the names of the forms that one of the files lists; nothing else in it is read yet."""
    for name, data in typed.items():
        block = excerpt(data, FORMS_KEY) if isinstance(data, bytes) and FORMS_KEY.encode() in data else b""
        root = read(block, name, _CHOICE_SHAPE).root if block else None
        if root is not None:
            return list(map(str, _texts(root)))
    return []


class _ReadBy(NamedTuple):
    """Hold the forms by which files are read, and whether these are all that a department chose."""

    forms: tuple[Form, ...]
    whole: bool = True


def _forms_to_read_by(names: Sequence[str], library: Library) -> _ReadBy:
    """Return the forms by which files are read: the ones listed that can be used, or every form where a name is missing or unknown."""
    meant = [forms_meant_by(name, library.folders) for name in names]
    if not meant or any(len(found) != 1 for found in meant):
        return _ReadBy(tuple(library.forms.values()))
    forms = [library.declared(found[0]).form for found in meant]
    certain = tuple(dict.fromkeys(form for form in forms if form is not None and form.subject is not Subject.YEAR))
    whole = None not in forms
    return _ReadBy(certain or (tuple(library.forms.values()) if whole else ()), whole)


def _shape_of(schema: Schema, file: str, data: bytes, *, whole: bool) -> Shape:
    """Return what to expect of a file; where a form of the department cannot be used, other keys are taken as they stand."""
    known = shape(schema, file)
    return known if whole else with_typed_keys(known, data)


def _read_by(known: _ReadBy, typed: Mapping[str, bytes | OSError], shown: str, library: Library, desk: Desk) -> Files:
    forms, whole = known
    schema, phases = merge(library, forms), library.words_of(forms).phases
    files: list[File] = []
    problems: list[Problem] = []
    astray = False
    missing = [file for file in phases if file not in typed and "*" not in file and schema.readers(file)]
    bare = not any(fnmatch(name, pattern) for name in typed for pattern in phases)
    for name, data in typed.items():
        declared = next((pattern for pattern in phases if fnmatch(name, pattern)), "")
        if not declared and name.endswith(UNLISTED):
            continue  # no form asks for what the folder holds
        inner = "" if declared else _inner_name(name, phases if bare else missing, typed)
        if inner:
            problems.append(_problem_of_misplaced(name, inner, shown, schema))
            continue
        meant = "" if declared else _file_meant(name, data, missing, schema if whole else None)
        if meant:
            problems.append(_problem_of_misnamed(name, meant, shown, schema))
            continue
        broken = not whole or any(library.words(region_of(form)).broken for form in library.folders)
        if not declared and broken:
            continue  # which file is read, nobody knows
        if not declared:
            belongs = _part_meant(name, data, typed, schema)
            if belongs or not is_misnamed(name):
                message = f"没有表样用“{name}”这个文件，里面写的都不会用到" + _where_it_belongs(
                    name, belongs, typed, schema
                )
                problems.append(Problem(Place(f"{shown}/{name}", 1, 1, 1), "unknown-file", Level.WARNING, message))
            astray = astray or bool(belongs)
            continue
        if isinstance(data, OSError):
            files.append(
                File(name, f"{shown}/{name}", declared, b"", Reading(None, (unreadable(f"{shown}/{name}", data),), ()))
            )
            continue
        reading = desk.read(data, f"{shown}/{name}", _shape_of(schema, declared, data, whole=whole))
        files.append(File(name, f"{shown}/{name}", declared, data, reading))
    return Files(files, problems, schema, phases, astray)


def _inner_name(name: str, patterns: Iterable[str], there: Collection[str]) -> str:
    """Return the name that a file has in a folder too many, as that of an unpacked archive; "" where it is no such file."""
    _, _, inner = name.partition("/")
    wanted = inner and inner not in there and any(fnmatch(inner, pattern) for pattern in patterns)
    return inner if wanted or not inner else _inner_name(inner, patterns, there)


def _file_meant(name: str, data: bytes | OSError, missing: Sequence[str], schema: Schema | None) -> str:
    """Return the missing file that one of another name is: nearly of its name, or with its keys; "" where it is none.

    Without a schema, nobody knows all keys.
    """
    if name.rpartition("/")[2] in approval.WRITTEN:
        return ""
    plain = unicodedata.normalize("NFKC", name).casefold()
    by_name = [file for file in missing if plain.startswith(file.rpartition(".")[0].casefold())]
    if by_name or isinstance(data, OSError) or schema is None:
        return by_name[0] if by_name else ""
    lines = data.decode("utf-8", "replace").splitlines()
    own = {file: tuple(f"{key}:" for key in schema.top(file) if key not in ANYWHERE) for file in missing}
    return next((file for file in missing if any(line.startswith(own[file]) for line in lines)), "")


def _part_meant(name: str, data: bytes | OSError, typed: Collection[str], schema: Schema) -> str:
    """Return the file of a project or fund, not there yet, that one of another name is: by its name, or by its keys alone."""
    free = {known: place for known, place in _files_free(name, typed, schema).items() if "*" in known}
    by_name = [place for place in free.values() if place.rpartition("/")[0] == name.rpartition("/")[0]]
    if by_name or isinstance(data, OSError):
        return by_name[0] if by_name else ""
    lines = data.decode("utf-8", "replace").splitlines()
    own = {known: tuple(f"{key}:" for key in schema.top(known) if key not in ANYWHERE) for known in free}
    shared = {known: sum(line.startswith(own[known]) for line in lines) for known in free}
    likely = max(shared, key=shared.__getitem__, default="")
    return free[likely] if likely and shared[likely] and list(shared.values()).count(shared[likely]) == 1 else ""


def _files_free(name: str, typed: Collection[str], schema: Schema) -> dict[str, str]:
    """Return the files that forms read and that are not there, by their patterns, for one of another name."""
    own = name.rpartition("/")[2]
    stem = own[: own.lower().replace("．", ".").find(".y")] if is_misnamed(own) else own.rpartition(".")[0]
    places = {known: known.replace("*", stem) for known in filter(schema.readers, schema.phases)}
    return {known: place for known, place in places.items() if place not in typed}


def _where_it_belongs(name: str, belongs: str, typed: Collection[str], schema: Schema) -> str:
    """Say which file that the forms read one of another name may be; "" where it is like none that is not there."""
    if belongs:
        seen = "（看不到后缀的，先在文件夹的“查看”里勾上“文件扩展名”）" if is_misnamed(name) else ""
        return f"；像是 {belongs.rpartition('/')[0]} 文件夹里的，是的话改成 {belongs}{seen}"
    near = nearest(name, _files_free(name, typed, schema).values())
    return f"，是不是 {near}？" if near else ""


def _problem_of_misnamed(name: str, meant: str, shown: str, schema: Schema) -> Problem:
    message = f"没有 {meant}，旁边的“{name}”像是它；是的话，把文件名改成 {meant}"
    if name.lower().startswith(meant):
        message += "（看不到后缀的，先在文件夹的“查看”里勾上“文件扩展名”）"
    return _problem_of_astray(name, meant, message, shown, schema)


def _problem_of_misplaced(name: str, inner: str, shown: str, schema: Schema) -> Problem:
    folder = name.removesuffix(f"/{inner}")
    message = f"“{name}”多套了一层文件夹，没有读；把“{folder}”里面的文件都移出来，放在 {shown} 里"
    return _problem_of_astray(name, inner, message, shown, schema)


def _problem_of_astray(name: str, meant: str, message: str, shown: str, schema: Schema) -> Problem:
    place, there = Place(f"{shown}/{meant}", 1, 1, 1), Place(f"{shown}/{name}", 1, 1, 1)
    return Problem(place, "missing-file", Level.ERROR, message, forms=schema.readers(meant), related=(there,))


def _listed_forms(files: Sequence[File]) -> list[Text]:
    """Return the names of the forms that a department lists, as typed."""
    return [slug for file in files if file.reading.root for slug in _texts(file.reading.root)]


def _texts(root: Entries) -> list[Text]:
    node = root.get(Text(FORMS_KEY))
    return [slug for slug in (node if isinstance(node, Items) else [node]) if isinstance(slug, Text)]


def _choose_forms(files: list[File], library: Library, shown: str) -> tuple[tuple[Form, ...], list[Problem], bool]:
    """Return the forms a department chose, the problems of the choice, and whether all could be loaded and agree."""
    slugs = _listed_forms(files)
    typed = any(file.reading.root and Text(FORMS_KEY) in file.reading.root for file in files)
    if not typed and files and len(library.forms) == 1 and not library.broken:
        return tuple(library.forms.values()), [], True  # where there is one form, nobody needs to choose
    if not any(slugs):
        return (), _report_nothing_chosen(files, library, shown), False
    chosen: list[tuple[Text, Form]] = []
    problems: list[Problem] = []
    for slug in filter(None, slugs):
        meant = forms_meant_by(slug, library.folders)
        declared = library.declared(meant[0]) if len(meant) == 1 else None
        if declared and declared.form and declared.form.subject is not Subject.YEAR:
            chosen.append((slug, declared.form))
        elif declared and declared.form is None:
            problems += library.problems_of(meant)
        else:
            problems.append(_problem_of_unknown_form(slug, meant, library))
    contradictions = [*_find_chosen_twice(chosen), *_find_contradictions(chosen)]
    complete = len(chosen) == len(slugs) and not contradictions
    return tuple(dict.fromkeys(form for _, form in chosen)), [*problems, *contradictions], complete


def _report_nothing_chosen(files: list[File], library: Library, shown: str) -> list[Problem]:
    file = next((file for file in files if file.declared == "targets.yaml"), None)
    if file is not None and file.reading.root is None:
        return []
    place = Place(file.shown if file else f"{shown}/targets.yaml", 1, 1, 1)
    place = next((slug.place for slug in _listed_forms(files)), place)
    missing = (
        "没有写“表样”，不知道要出哪些表"
        if file
        else "这个部门还没有 targets.yaml；“表样”写在里面，没有它不知道要出哪些表"
    )
    fix = "表样:\n" + "\n".join(f"  - {slug}" for slug in list(library.forms)[:3])
    return [Problem(place, "missing-value" if file else "missing-file", Level.ERROR, missing, fix)]


def _problem_of_unknown_form(slug: Text, meant: list[str], library: Library) -> Problem:
    if len(meant) > 1:
        message = f"“{slug}”可以是{'，也可以是'.join(meant)}，要写明是哪一个"
        return Problem(slug.place, "unknown-form", Level.ERROR, message, fix=f"- {meant[0]}")
    for closed in library.closed:
        name = closed.place.file.partition("/")[2]
        if slug.replace("-", "/").startswith(name.replace("-", "/")):
            return closed
    near = nearest(slug, library.forms)
    by_name = next((form.slug for form in library.forms.values() if form.name == slug), "")
    message = f"没有“{slug}”这个表样，可以写：{near or by_name or '、'.join(library.forms)}"
    return Problem(slug.place, "unknown-form", Level.ERROR, message, f"- {near or by_name}" if near or by_name else "")


def _find_chosen_twice(chosen: Sequence[tuple[Text, Form]]) -> Iterator[Problem]:
    """Yield each form that was chosen before: another one was meant, or one line is too many."""
    first: dict[str, Text] = {}
    for slug, form in chosen:
        before = first.setdefault(form.slug, slug)
        if before is not slug:
            message = (
                f"“{form.name}”列了两次，第 {before.place.line} 行已经有了；要的是另一张就改成那一张，否则删去这一行"
            )
            yield Problem(slug.place, "duplicate-name", Level.ERROR, message)


def _find_contradictions(chosen: Sequence[tuple[Text, Form]]) -> Iterator[Problem]:
    """Yield each key that two chosen forms declare as different things, or in different files."""
    for (_, first), (slug, second) in combinations(chosen, 2):
        for found in differences(first, second):
            key = found.one.key
            differ = f"“{key}”在前一张表里{found.first}，在后一张表里{found.second}"
            message = f"“{first.name}”和“{second.name}”不能一起选：{differ}；去掉一张，或请做表样的人改成一样"
            forms = frozenset({first.slug, second.slug})
            yield Problem(slug.place, "key-in-two-kinds", Level.ERROR, message, where=key, forms=forms)


def _typed(submission: Submission, *, complete: bool = True) -> Submission:
    """Return a submission with every file typed.

    Unless the forms are ``complete``, keys that a missing form may declare are left out without a word. Files that
    several projects share are typed for each, because other results are joined to them in each project.
    """
    tree = Branch(Text(""), "", Text(""))
    problems = list(submission.problems)
    strayed: set[str] = set()
    for file in submission.files:
        readers = submission.schema.readers(file.declared) & submission.due
        problems += [problem._replace(forms=readers) for problem in file.reading.problems]
        if file.reading.root is None:
            continue
        report = Report(file.shown, readers, [])
        branch = Walk(submission.schema, report, [], [], complete, file.reading.is_whole).top(
            file.reading.root, file.declared
        )
        problems += [problem for problem in report.problems if complete or not CODES[problem.rule].needs_all_forms]
        strayed |= branch.keys() - set(submission.schema.top(file.declared))
        for key, filled in branch.items():
            if key == EXPLANATIONS_KEY:
                tree[key] = [*branches(tree.get(key)), *branches(filled)]
            else:
                tree.setdefault(key, filled)
    problems = [each for each in problems if each.rule != "missing-value" or each.where not in strayed]
    return replace(submission, tree=tree, problems=tuple(problems))
