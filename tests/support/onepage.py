"""One department with forms of its own, laid from texts and built: what is said of it, and what its documents say."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple

from selfeval.documents.outcome import Outcome, Status
from selfeval.form.form import Phase
from selfeval.form.library import CAREFUL, load
from selfeval.pipeline.department import build
from selfeval.pipeline.workspace import Workspace
from selfeval.problem import Level
from selfeval.submission.folder import DepartmentYear

PLACE = DepartmentYear("2025", "qinghu")
HEAD = """
部门:
  名称: 云山市青湖区司法局
年度: 2025
表样:
"""


class Built(NamedTuple):
    """Hold the messages of a build by level, the Markdown of each document by its name, and the outcome."""

    errors: list[str]
    others: list[str]
    pages: dict[str, str]
    outcome: Outcome


def lay(folder: Path, forms: Mapping[str, str], files: Mapping[str, str]) -> Path:
    """Write the files of forms (``one/form.yaml``) and of the department, which chooses all of them; return the folder."""
    department = folder / "data" / str(PLACE)
    slugs = dict.fromkeys(name.rpartition("/")[0] for name in forms if name.endswith("/form.yaml"))
    head = HEAD + "".join(f"  - {slug}\n" for slug in slugs)
    texts = {folder / "templates" / name: text for name, text in forms.items()}
    texts |= {department / name: text for name, text in {"targets.yaml": "", **files}.items()}
    for path, text in texts.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        begin = head.lstrip() if path.name == "targets.yaml" else ""
        path.write_text(begin + dedent(text).lstrip("\n"), encoding="utf-8")
    return folder


def built(folder: Path, phase: Phase | None = None) -> Built:
    """Build the department laid in a folder."""
    library = load(folder / "templates", CAREFUL)
    workspace = Workspace(folder / "data", folder / "templates", folder / "reports", phase)
    outcome = build(workspace, PLACE)
    told = [f"{each.place.file.rpartition('/')[2]}:{each.place.line} {each.message}" for each in outcome.problems]
    wrong = [each.level is Level.ERROR for each in outcome.problems]
    pages = {
        Path(each.path).stem: each.data.decode().rpartition("<!--")[0].rstrip()
        for each in outcome.documents
        if each.data is not None and each.path.endswith(".md") and each.status is Status.BUILT
    }
    assert library.folders
    return Built(
        [message for message, error in zip(told, wrong, strict=True) if error],
        [message for message, error in zip(told, wrong, strict=True) if not error],
        pages,
        outcome,
    )


def refused(folder: Path) -> list[str]:
    """Return what is said of the forms laid in a folder."""
    found = load(folder / "templates", CAREFUL).problems
    return [f"{each.place.file.rpartition('/')[2]}:{each.place.line} {each.message}" for each in found]
