"""The pages: the departments of a year, and one department with its problems and its documents as they would be printed."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from typing import NamedTuple

import jinja2

from selfeval.authoring.explanation import entry
from selfeval.cli.display import LEVELS, count
from selfeval.documents.html.page import fragment
from selfeval.documents.outcome import Outcome
from selfeval.pipeline.batch import outcome_of_failure, skip_unchanged
from selfeval.pipeline.department import judge, previews
from selfeval.pipeline.watch import Snapshot, snapshot, snapshot_at_rest
from selfeval.pipeline.workspace import Workspace, forget_forms
from selfeval.problem import Problem
from selfeval.problem.codes import CODES
from selfeval.problem.disk import read_file
from selfeval.submission.folder import DepartmentYear, departments
from selfeval.text.pattern import regex

HERE = Path(__file__).parent
ASSETS = {"page.css": "text/css", "page.js": "text/javascript"}
MOST = 300
"""How many problems of a department are shown."""
_NAME = regex(r"^部门:[ \t]*\r?\n[ \t]+名称:[ \t]*([^\r\n#]+)", re.MULTILINE)


class ShownProblem(NamedTuple):
    """Hold one problem as the page shows it: the line typed in three parts, the middle one marked."""

    key: str
    level: str
    word: str
    code: str
    message: str
    line: int
    typed: tuple[str, str, str]
    lead: str
    fix: str
    explain: str
    has_page: bool


class ListedDepartment(NamedTuple):
    """Hold a department as the index lists it."""

    place: DepartmentYear
    name: str
    state: str


class Pages:
    """Make the pages below a path that nobody can guess.

    Departments are judged one at a time, and the forms read again when they change.
    """

    def __init__(self, workspace: Workspace, rules: Path) -> None:
        self.token = secrets.token_urlsafe(16)
        self._workspace, self._rules = workspace, rules
        self._lock = Lock()
        self._forms = snapshot(workspace.templates)

    def places(self, only: str = "") -> list[DepartmentYear]:
        """Return the departments there are."""
        return list(departments(self._workspace.data, only))

    def snapshot(self, place: DepartmentYear, before: Snapshot) -> Snapshot:
        """Return the state of the files a page is made of, once none of them changes any more."""
        data, templates = self._workspace.data, self._workspace.templates
        now: dict[Path, tuple[int, int]] = {}
        for folder in (templates, data / str(place)):
            now |= snapshot(folder) if not before else snapshot_at_rest(folder, _within(before, folder))
        return now

    def rule(self, code: str) -> str | None:
        """Return the page of a rule as HTML, None where there is none."""
        path = self._rules / f"{code}.md"
        if code not in CODES or not path.is_file():
            return None
        body = fragment(path.read_text(encoding="utf-8"))
        return self._page("rule.html", title=code, body=body)

    def index(self, year: str) -> str:
        """Return the page of the departments of a year, the last one where it is not given."""
        every = self.places()
        years = sorted({place.year for place in every}, reverse=True)
        year = year or (years[0] if years else "")
        listed = [self._listed(place) for place in every if place.year == year]
        return self._page("index.html", title=f"{year} 年度", years=years, year=year, listed=listed)

    def department(self, place: DepartmentYear) -> str:
        """Return the page of one department as it is on the disk now."""
        with self._lock:
            forms = snapshot(self._workspace.templates)
            if forms != self._forms:
                self._forms = forms
                forget_forms()
            try:
                judged = judge(self._workspace, place)
                outcome, cases = judged.outcome, judged.cases
            except Exception as error:  # the page goes on whatever happens in a department
                outcome, cases = outcome_of_failure(self._workspace.data, place, error), ()
            documents = [
                (each.name, fragment(each.markdown) if each.markdown else "", each.note) for each in previews(cases)
            ]
        return self._page(
            "department.html",
            title=f"{outcome.name} {place.year}",
            place=place,
            said=count(outcome.problems),
            files=list(self._files(outcome)),
            left=max(len(outcome.problems) - MOST, 0),
            documents=documents,
        )

    def _page(self, name: str, **told: object) -> str:
        return _room().get_template(name).render(root=f"/{self.token}/", **told)

    def _files(self, outcome: Outcome) -> Iterator[tuple[str, list[ShownProblem]]]:
        """Yield each file with its problems, those of one department without its folder's path; explained ones come last."""
        found: dict[str, list[Problem]] = {}
        for problem in sorted(outcome.problems, key=lambda each: each.explained)[:MOST]:
            found.setdefault(problem.place.file, []).append(problem)
        home = f"{self._workspace.data.name}/{outcome.year}/{outcome.department}/"
        for file, problems in found.items():
            lines = outcome.lines.get(file, ())
            yield file.removeprefix(home), [self._shown(problem, lines) for problem in problems]

    def _shown(self, problem: Problem, lines: Sequence[str]) -> ShownProblem:
        place = problem.place
        line = lines[place.line - 1] if 0 < place.line <= len(lines) else ""
        start, end = place.column - 1, max(place.end_column - 1, place.column)
        word, _ = LEVELS[problem.level]
        example = problem.rule in CODES and CODES[problem.rule].fix_is_example
        return ShownProblem(
            f"{place.file}:{place.line}:{place.column}:{problem.rule}",
            "explained" if problem.explained else problem.level.value,
            "已说明" if problem.explained else word,
            problem.rule,
            problem.message,
            place.line,
            (line[:start], line[start:end], line[end:]) if line.strip() and not problem.explained else ("", "", ""),
            "例如" if example else "改成",
            "" if problem.explained else problem.fix,
            "\n".join(entry(problem)) if problem.where and not problem.explained else "",
            (self._rules / f"{problem.rule}.md").is_file(),
        )

    def _listed(self, place: DepartmentYear) -> ListedDepartment:
        """Return a department as listed; its state is told by its marks, without judging it."""
        unchanged = skip_unchanged(self._workspace, place)
        return ListedDepartment(place, self._name(place), "文档是最新的" if unchanged else "有改动，或还没有生成")

    def _name(self, place: DepartmentYear) -> str:
        """Return the name that a department's targets give at first look, its folder's where they give none."""
        try:
            head = read_file(self._workspace.data / str(place) / "targets.yaml", 2000).decode("utf-8", "ignore")
        except OSError:
            return place.department
        found = _NAME.search(head)
        return found[1].strip().strip("\"'") if found else place.department


def asset(name: str) -> bytes:
    """Return the style or the script of the pages."""
    return (HERE / name).read_bytes()


def _within(files: Snapshot, folder: Path) -> Snapshot:
    return {path: state for path, state in files.items() if path.is_relative_to(folder)}


@cache
def _room() -> jinja2.Environment:
    """Return the environment of the pages: everything printed is escaped, an unknown name is an error."""
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
