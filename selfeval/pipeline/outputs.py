"""The paths of a department's documents, and the documents that would overwrite each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePath

from selfeval.documents.view import file_name
from selfeval.evaluation.case import Case
from selfeval.form.folders import DECLARATION
from selfeval.problem import Level, Problem
from selfeval.submission.folder import on_disk
from selfeval.submission.quotes import fill


def stem(case: Case) -> str:
    """Return the path of a form's documents below the reports folder, without suffix; those of a year have no department."""
    where = filter(None, (case.submission.year, case.submission.department, file_name(case)))
    return "/".join(where)


def clashes(cases: Sequence[Case]) -> Mapping[Case, Problem]:
    """Return a problem for each case whose documents would overwrite those of others, on whatever disk."""
    by_path: dict[str, list[Case]] = {}
    for case in cases:
        by_path.setdefault(on_disk(stem(case)), []).append(case)
    return {
        case: _clash(case, [other for other in same if other is not case])
        for same in by_path.values()
        if len(same) > 1
        for case in same
    }


def _clash(case: Case, others: Sequence[Case]) -> Problem:
    name = PurePath(stem(case)).name
    of_form = [other for other in others if other.form is case.form]
    if not of_form:
        listed = "和".join(f"“{form.name}”" for form in dict.fromkeys(each.form for each in (case, *others)))
        message = f"{listed}的文档同名，都叫“{name}”；请做表样的人在“文件名”里写得不一样"
        place = case.form.place(DECLARATION, 1)
    else:
        same = f"{len(of_form) + 1} 份文档都叫“{name}”，会互相盖掉"
        if _is_named_after_project(case):
            said = "；".join(_same_name(case, other) for other in of_form)
            message = f"{said}；{same}；各个项目的名称要写得不一样，重复的文件删去"
            place = case.submission.title_place
        else:
            key = f"{case.form.subject}.名称"
            message = f"{same}；请做表样的人在“文件名”里引用{case.form.subject}的名称，例如“{case.form.name}（{{{{ {key} }}}}）”"
            place = case.form.alike_named or case.form.place(DECLARATION, 1)
    return Problem(place, "same-document", Level.ERROR, message, forms=frozenset({case.form.slug}))


def _same_name(case: Case, other: Case) -> str:
    one, two = (each.submission.project_name for each in (case, other))
    file = next(file.shown for file in other.submission.files if "*" in file.declared)
    return f"{file} 的" + ("项目名称和这里一样" if one == two else f"项目名称“{two}”做成文件名以后和这里一样")


def _is_named_after_project(case: Case) -> bool:
    """Tell whether the documents of a case have the name of its project in theirs, so that another name gives another path."""
    return case.submission.project_name in "".join(fill(case.form.file_name, case.index))
