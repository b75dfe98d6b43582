"""Departments made from the samples: as many as wanted, no two alike."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from typing import NamedTuple

from selfeval.department import read_department
from selfeval.filing import departments
from selfeval.form.form import Form
from selfeval.form.library import load
from selfeval.view import Item, file_name, view
from selfeval.writers.word import SUFFIX

ROOT = Path(__file__).parent.parent
TEMPLATES = ROOT / "templates"
_NAME = re.compile(r"^(部门:\n  名称: )(.*)$", re.MULTILINE)


class Made(NamedTuple):
    """Hold a document to be made: its form, file name, view and the files it is made of."""

    form: Form
    name: str
    view: Item
    files: tuple[Path, ...]


def make(data: Path, count: int) -> list[str]:
    """Write departments below a data folder, each a sample under another name; return year/department of each."""
    made = []
    samples = list(departments(ROOT / "data"))
    for number, (year, department) in zip(range(count), itertools.cycle(samples), strict=False):
        source, folder = ROOT / "data" / year / department, data / year / f"{department}-{number:04}"
        for path in source.rglob("*.yaml"):
            target = folder / path.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            text = path.read_text(encoding="utf-8")
            target.write_text(_NAME.sub(rf"\g<1>\g<2>第{number}分局", text), encoding="utf-8")
        made.append(f"{year}/{folder.name}")
    return made


def long(kilobytes: int) -> str:
    """Return the targets of a sample, one of its tasks repeated until the file is that long."""
    text = (ROOT / "data" / "2024" / "guangzhou" / "targets.yaml").read_text(encoding="utf-8")
    before, task, rest = text.split("\n  - 名称: ", 2)
    task = f"\n  - 名称: {task}"
    again = (kilobytes * 1000 - len(text.encode())) // len(task.encode())
    return f"{before}{task * (1 + again)}\n  - 名称: {rest}"


def documents(data: Path) -> list[Made]:
    """Return every Word document to be made."""
    known = load(TEMPLATES)
    return [
        Made(
            form,
            f"{submission.year}-{submission.department}-{file_name(submission, form)}{SUFFIX}",
            view(submission, form),
            tuple(data / year / department / file.name for file in submission.files),
        )
        for year, department in departments(data)
        for submission in read_department(data, year, department, known)
        for form in submission.forms
    ]
