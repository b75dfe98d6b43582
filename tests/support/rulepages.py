"""Read the rule pages: each is an explanation, files that fail with the lines expected, and files that pass.

A page's files replace those of ``tests/base`` one by one; ``form.yaml`` too. An info string may say
``encoding=gbk``, ``repeat=200000`` for a block that stands so often, or ``escapes``: then ``\\u200b`` and
``\\x07`` in the block stand for the character.
A Word file is written as text, as `wordfile` says.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import NamedTuple

from wordfile import word

from selfeval.documents.check import Checked, check
from selfeval.documents.outcome import Outcome
from selfeval.form.library import Library, load
from selfeval.pipeline.department import build
from selfeval.pipeline.workspace import Workspace
from selfeval.problem import Problem
from selfeval.submission.folder import DepartmentYear

RULES = Path(__file__).parents[2] / "docs" / "rules"
BASE = Path(__file__).parents[1] / "base"
FORM_FILES = ("form.yaml", "document.md", "document.docx")
_SECTION = re.compile(r"^## (错误|正确)\s*$", re.MULTILINE)
_BLOCK = re.compile(r"^```(\w+)(?: (\S+))?([^\n]*)\n(.*?)^```\s*$", re.MULTILINE | re.DOTALL)
_EXPECTED = re.compile(r"^```text\n.*?^```", re.MULTILINE | re.DOTALL)
_ABSENT = re.compile(r"^没有 (\S+\.yaml) 这个文件", re.MULTILINE)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\x([0-9A-Fa-f]{2})")


class Section(NamedTuple):
    """Hold one half of a page: files by name, and the problem lines it expects."""

    files: dict[str, bytes]
    expected: tuple[str, ...]
    absent: tuple[str, ...] = ()


class Page(NamedTuple):
    """Hold one rule page."""

    rule: str
    title: str
    wrong: tuple[Section, ...]
    right: tuple[Section, ...]

    @property
    def of_templates(self) -> bool:
        """Tell whether the rule is one of `build.py templates`."""
        return self.rule.startswith("template-") and all(
            section.files.keys() <= set(FORM_FILES) for section in self.wrong
        )


def pages() -> list[Page]:
    """Return every rule page, in order of rule."""
    return [_page(path) for path in sorted(RULES.glob("*.md"))]


def _page(path: Path) -> Page:
    text = path.read_text(encoding="utf-8")
    title = text.split("\n", 1)[0].removeprefix("# ").partition(" ")[2]
    parts = _SECTION.split(text)[1:]
    sections = [(name, _section(body)) for name, body in zip(parts[::2], parts[1::2], strict=True)]
    wrong = tuple(section for name, section in sections if name == "错误")
    right = tuple(section for name, section in sections if name == "正确")
    return Page(path.stem, title, wrong, right)


def _section(body: str) -> Section:
    files: dict[str, bytes] = {}
    expected: list[str] = []
    for language, name, options, content in _BLOCK.findall(body):
        if language == "text" and not name:
            expected += content.strip("\n").split("\n")
        else:
            files[name] = _bytes(content, options)
    return Section(files, tuple(expected), tuple(_ABSENT.findall(body)))


def _bytes(content: str, options: str) -> bytes:
    if "escapes" in options:
        content = _ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), content)
    times = re.search(r"repeat=(\d+)", options)
    content *= int(times[1]) if times else 1
    encoding = re.search(r"encoding=(\S+)", options)
    return content.encode(encoding[1] if encoding else "utf-8")


def run(section: Section, folder: Path) -> Outcome:
    """Build the section's files over the base department and return what is said."""
    laid(section, folder)
    return build(Workspace(folder / "data", folder / "templates", folder / "reports"), DepartmentYear("2024", "qinghu"))


def run_templates(section: Section, folder: Path) -> Checked:
    """Check the section's templates over the base form and return what is said."""
    return check(laid(section, folder).forms["form"])


def laid(section: Section, folder: Path) -> Library:
    """Lay the section's files over the base department and return its forms."""
    form = folder / "templates" / "form"
    department = folder / "data" / "2024" / "qinghu"
    form.mkdir(parents=True)
    department.mkdir(parents=True)
    shutil.copy(Path(__file__).parents[2] / "templates" / "fields.yaml", form.parent / "fields.yaml")
    for path in BASE.iterdir():
        home = form if path.name in FORM_FILES else department
        shutil.copy(path, home / path.name)
    for name in section.absent:
        (department / name).unlink()
    before = folder / "data" / "2023" / "qinghu"
    if any(name.startswith("data/2023/") for name in section.files):
        before.mkdir(parents=True)
        for path in (BASE / "targets.yaml", BASE / "actuals.yaml", BASE / "narrative.yaml"):
            text = path.read_text(encoding="utf-8").replace("年度: 2024", "年度: 2023")
            (before / path.name).write_text(text, encoding="utf-8")
    for name, content in section.files.items():
        home = form if name in FORM_FILES else folder if name.startswith(("templates/", "data/")) else department
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        (home / name).write_bytes(word(content.decode()) if name.endswith(".docx") else content)
    return load(folder / "templates")


def line(problem: Problem) -> str:
    """Return a problem as pages expect it: file:line:column level rule message."""
    file = problem.place.file.removeprefix("data/2024/qinghu/").removeprefix("templates/form/")
    level = "explained" if problem.explained else problem.level.value
    return f"{file}:{problem.place.line}:{problem.place.column} {level} {problem.rule} {problem.message}"


def accept(page: Page, number: int, said: list[str]) -> None:
    """Write what the program says now into the number-th 错误 section of a page."""
    path = RULES / f"{page.rule}.md"
    text = path.read_text(encoding="utf-8")
    starts = [match.end() for match in _SECTION.finditer(text) if match[1] == "错误"]
    before, after = text[: starts[number]], text[starts[number] :]
    block = "```text\n" + "\n".join(said) + "\n```"
    path.write_text(before + _EXPECTED.sub(lambda _: block, after, count=1), encoding="utf-8")
