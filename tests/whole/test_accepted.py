"""What check accepts, build makes: any text in any field of any shipped form is refused at its line or printed whole."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from conftest import ROOT, SAMPLES
from golden import text as word_text

from selfeval.documents.outcome import Outcome
from selfeval.form.field import Kind
from selfeval.pipeline.batch import make
from selfeval.pipeline.workspace import Workspace
from selfeval.problem import Place
from selfeval.quantity.notation import typed_mark
from selfeval.submission.folder import DepartmentYear
from selfeval.submission.read import read_department

TOGETHER = 8
"""How many texts of a department are replaced at once."""

MADE_OF = [
    *('"', "'", "“", "”", "「", "\\", "\\n", "\\1", "C:\\表", "|", "`", "*星*", "_下_", "[链](x)", "<b>", "<br>"),
    *(
        "&amp;",
        "&lt;",
        "&",
        "~~删~~",
        "1.",
        "12)",
        "一、",
        "（一）",
        "- ",
        "+ ",
        "> ",
        "#",
        "$",
        "0",
        "-0.5",
        "1e9",
        "99.999",
    ),
    *(
        "1,234.50万元",
        "≥",
        "NaN",
        "１２",
        "½",
        "③",
        "𠮷",
        "💰",
        "é",
        "ß",
        "İ",
        "ﬁ",
        "\u3000",
        "·",
        "—",
        "…",
        "㎡",
        "〔",
    ),
    *("甲乙丙丁戊", "办理案件", "项目" * 40),
]
"""Pieces of which texts are made; none is a control character."""

MARKS = [
    "{{",
    "}}",
    "{%",
    "%}",
    "{#",
    "{% if x %}",
    "｛｛",
    "｝｝",
    "｛％",
    "{}",
    "〔合并〕",
    "〔合并",
    "％",
    "{{ 年度 }}",
]
"""Pieces that mean something in a template, and nothing in a text but the quote."""

TEXTUAL = {Kind.TEXT, Kind.PROSE, Kind.LINES, Kind.QUANTITY}


class Spot(NamedTuple):
    """Hold one typed text that can be replaced, and the forms that print it."""

    place: Place
    old: str


def spots(workspace: Workspace, place: DepartmentYear) -> Iterator[Spot]:
    """Yield every text of a department that stands on a line of its own or behind its key.

    What is printed only where another field is empty (实际 behind 说明) is left out.
    """
    seen = set()
    for submission in read_department(workspace.data, place, workspace.library):
        forms = [form for form in submission.forms if form.slug in submission.due]
        behind = {(*path[:-1], field.fallback) for form in forms for path, field in form.fields.items()}
        for leaf in submission.leaves():
            printed = any(leaf.field.path in form.fields and form.fields[leaf.field.path].printed for form in forms)
            hidden = not printed or leaf.field.path in behind or leaf.field.path[0] == "表样"
            if leaf.field.kind not in TEXTUAL or hidden:
                continue
            for typed in leaf.value if isinstance(leaf.value, tuple) else (leaf.text,):
                if typed and typed.place not in seen and typed.place.line:
                    seen.add(typed.place)
                    yield Spot(typed.place, str(typed))


def plain(shown: str) -> str:
    """Return a text as documents are compared: without blanks, and full-width signs as half-width ones."""
    narrow = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
    return "".join(shown.translate(narrow).split())


def printed(workspace: Workspace, outcome: Outcome) -> dict[str, str]:
    """Return the plain text of all Word and of all Markdown documents, the latter without its escapes."""
    assert workspace.reports is not None
    found = {".docx": "", ".md": ""}
    for document in outcome.documents:
        path = workspace.reports / document.path
        if path.suffix == ".docx":
            found[path.suffix] += word_text(path.read_bytes())
        elif path.suffix == ".md":
            shown = path.read_text(encoding="utf-8")
            found[path.suffix] += re.sub(r"\\([!-/:-@\[-`{-~])|<br>", r"\1", shown)
    return {suffix: plain(shown) for suffix, shown in found.items()}


def replaced(folder: Path, place: Place, old: str, new: str) -> bool:
    """Replace a text at its place in a file; tell whether it stands there as it was read."""
    path = folder.parent / place.file
    lines = path.read_text(encoding="utf-8").split("\n")
    line = lines[place.line - 1]
    if line[place.column - 1 :].rstrip() != old:
        return False
    lines[place.line - 1] = line[: place.column - 1] + new
    path.write_text("\n".join(lines), encoding="utf-8")
    return True


def failures(  # noqa: C901  # one way for each of all that may come out
    folder: Path, place: DepartmentYear, chance: random.Random, pieces: list[str], tried: list[str]
) -> Iterator[str]:
    """Yield what goes wrong with a few random texts in a department."""
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "data" / str(place), folder / "data" / str(place))
    workspace = Workspace(folder / "data", ROOT / "templates", folder / "reports")
    known = [spot for spot in spots(workspace, place) if len(spot.old) > 3]
    chosen = {}
    for spot in chance.sample(known, min(TOGETHER, len(known))):
        new = "".join(chance.choices(pieces, k=chance.randint(1, 4))) + f"字{chance.randrange(10**6)}"
        new = " ".join(new.split())
        if spot.place not in chosen and replaced(workspace.data, spot.place, spot.old, new):
            chosen[spot.place] = (spot, new)
    tried += [new for _, new in chosen.values()]
    for _ in range(4):
        outcome = make(workspace, place)
        wrong = [problem for problem in outcome.problems if problem.blocks]
        if outcome.failed:
            yield f"{place}: {[new for _, new in chosen.values()]}: {outcome.problems[-1].message} {outcome.fault[-300:]}"
            return
        blamed = [problem for problem in wrong if problem.place.file.startswith("templates")]
        if blamed:
            yield f"{place}: {[new for _, new in chosen.values()]}: 怪模板 {blamed[0].message}"
            return
        lines = {(problem.place.file, problem.place.line) for problem in wrong}
        told = [at for at in chosen if (at.file, at.line) in lines]
        if not wrong:
            break
        for at in told or list(chosen):
            spot, new = chosen.pop(at)
            replaced(workspace.data, at, new, spot.old)
    else:
        return
    shown = printed(workspace, outcome)
    told_lines = {(problem.place.file, problem.place.line) for problem in outcome.problems}
    numbers = {problem.place.file for problem in outcome.problems if problem.rule == "number-typed"}
    for spot, new in chosen.values():
        if (spot.place.file, spot.place.line) in told_lines:
            continue  # a reminder may say that something is read otherwise
        if spot.place.file in numbers:  # said once for a whole list
            new = new.removeprefix(typed_mark(new))
        for suffix, whole in shown.items():
            if plain(new.replace("{{ 年度 }}", place.year)) not in whole:
                yield f"{place} {suffix} {spot.place.file}:{spot.place.line} {new!r}"


def run(folder: Path, rounds: int, seed: int, pieces: list[str]) -> tuple[list[str], list[str]]:
    """Return the texts tried, and what went wrong."""
    chance = random.Random(seed)
    tried: list[str] = []
    wrong = [
        each
        for number in range(rounds)
        for each in failures(folder / "desk", SAMPLES[number % len(SAMPLES)], chance, pieces, tried)
    ]
    return tried, wrong


def test_any_text_is_refused_or_printed(tmp_path: Path) -> None:
    """Some hundred and fifty texts in the sample departments."""
    tried, wrong = run(tmp_path, 3 * len(SAMPLES), 1, MADE_OF)
    assert len(tried) > 100
    assert not wrong, "\n".join(wrong)


def test_marks_of_templates_are_refused_or_printed(tmp_path: Path) -> None:
    """Braces and 〔合并〕 in data are no fault of a template."""
    _, wrong = run(tmp_path, len(SAMPLES), 3, [*MADE_OF, *MARKS, *MARKS])
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
def test_ten_thousand_texts_are_refused_or_printed(tmp_path: Path) -> None:
    """Ten thousand texts."""
    tried, wrong = run(tmp_path, 1300, 2, [*MADE_OF, *MARKS])
    assert len(tried) > 9000
    assert not wrong, "\n".join(wrong)
