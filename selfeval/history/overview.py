"""The progress of many departments at one look: as rows of a table, or as entries for a program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from selfeval.history.progress import Progress, Share, ShareLine
from selfeval.history.repository import LastEdit

Overview = Sequence[tuple[Progress, str, LastEdit]]
"""Departments, the most behind first, each with its recorded state and its last change."""


def table(found: Overview, known: Mapping[str, object]) -> tuple[list[str], list[list[str]]]:
    """Return head and rows: a row for each department, and one for each form where there are several.

    ``known`` gives the order of the files, each of which has a column.
    """
    used = {file for each, _, _ in found for file in each.whole.files}
    files = [file for file in known if file in used]
    short = [file.removesuffix(".yaml").removesuffix("/*") for file in files]
    head = ["部门", "名称和表样", "完成", *short, "错误", "提醒", "记录", "最后改动", "谁改的"]
    rows = []
    for each, state, edit in found:
        counts = [str(each.errors), str(each.warnings)]
        rows.append([each.place, *_cells(each.whole, files), *counts, state, *edit])
        forms = each.forms.values() if len(each.forms) > 1 else ()
        rows += [[each.place, *_cells(line, files, "　"), *[""] * 5] for line in forms]
    return head, rows


def entries(found: Overview) -> list[dict[str, object]]:
    """Return an entry for a program to read, for each department."""
    return [_entry(*each) for each in found]


def _cells(line: ShareLine, files: Sequence[str], indent: str = "") -> list[str]:
    total = str(line.total) if line.due else "未到期"
    return [f"{indent}{line.title}", total, *(str(line.files.get(file, Share(0, 0))) for file in files)]


def _entry(each: Progress, state: str, edit: LastEdit) -> dict[str, object]:
    forms = [{"form": slug, "due": line.due, **_shares(line)} for slug, line in each.forms.items()]
    said = {"errors": each.errors, "warnings": each.warnings, "recorded": state, "changed": edit.day, "by": edit.who}
    said["approved_changed"] = list(each.changed)
    return {"year": each.year, "department": each.department, **_shares(each.whole), **said, "forms": forms}


def _shares(line: ShareLine) -> dict[str, object]:
    files = {name: share._asdict() for name, share in line.files.items()}
    return {"name": line.title, **line.total._asdict(), "files": files}
