"""What the check knows of a form's names is what its templates see; and a template it passes can be printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT, label, sample_documents
from golden import members
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from offices import office
from wordfile import repacked

from selfeval.documents.check import check, refuse
from selfeval.documents.check.names import Use, Visible, visible
from selfeval.documents.view import LAST, LEVEL_ROWS, LEVELS, view
from selfeval.documents.word import render as word
from selfeval.evaluation.case import Case
from selfeval.pipeline.workspace import Workspace
from selfeval.problem import Level

DOCUMENTS = pytest.mark.parametrize("case", sample_documents(), ids=label)
LEVEL_PARTS = {*LEVELS, *LEVELS.values(), *LAST.values()}
"""What the rows below a heading need not say again."""
USES = {str: Use.TEXT, bool: Use.FLAG, dict: Use.ITEM}


def disagreements(value: object, thing: Visible, path: str = "") -> Iterator[str]:
    """Yield the names that only one of both has, or takes for something else."""
    if isinstance(value, dict):
        told = value.keys() - LEVEL_PARTS if path.endswith(f".{LEVEL_ROWS}") else value.keys()
        yield from (f"{path}.{name}" for name in told ^ thing.parts.keys() if value)
        for name in value.keys() & thing.parts.keys():
            yield from disagreements(value[name], thing.parts[name], f"{path}.{name}")
    if isinstance(value, list):
        if thing.use not in (Use.TEXTS, Use.ITEMS):
            yield path
        for inner in value:
            yield from disagreements(inner, thing.element, path)
    elif thing.use is not next(use for kind, use in reversed(USES.items()) if isinstance(value, kind)):
        yield path


@DOCUMENTS
def test_the_check_knows_what_a_template_sees(case: Case) -> None:
    """Every name of the view, with what it stands for, and no other."""
    assert set(disagreements(view(case), visible(case.form))) == set()


@DOCUMENTS
def test_the_templates_of_the_project_have_no_problem(case: Case) -> None:
    """Not even a warning."""
    assert check(case.form).problems == ()


def tagged() -> Iterator[tuple[Case, str, re.Match[str]]]:
    """Yield every tag of every Word template with a case to print."""
    for case in {case.form.slug: case for case in sample_documents()}.values():
        body = members((case.form.folder / "document.docx").read_bytes())["word/document.xml"].decode()
        for tag in re.finditer(r"{{.*?}}|{%.*?%}|〔合并[^〕]*〕", body):
            yield case, body, tag


PLACES = list(tagged())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    number=st.integers(0, len(PLACES) - 1),
    at=st.integers(0, 40),
    length=st.integers(0, 3),
    typed=st.sampled_from(["", "｛", "}", "%", " ", ".", "p ", "tr ", "名", "“", "|", "(", "〔合并〕", "{{", "%}"]),
)
def test_a_slip_in_a_tag_is_found_or_does_no_harm(
    number: int, at: int, length: int, typed: str, tmp_path: Path
) -> None:
    """What the check passes is printed; an unknown name, where it is reached, is not."""
    case, body, tag = PLACES[number]
    start = tag.start() + min(at, len(tag[0]))
    changed = body[:start] + typed + body[min(start + length, tag.end()) :]
    path = tmp_path / "templates" / case.form.slug / "document.docx"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(
        repacked((case.form.folder / "document.docx").read_bytes(), {"word/document.xml": changed.encode()})
    )
    problems = check(replace(case.form, folder=path.parent)).problems
    if not any(problem.level is Level.ERROR for problem in problems):
        refuse(path)
        assert word.render(path, view(case), "", "0")


def test_a_form_without_templates_is_told_so(tmp_path: Path) -> None:
    """It would make no document, which the build says, too."""
    form = sample_documents()[0].form
    (problem,) = check(replace(form, folder=tmp_path)).problems
    assert (problem.rule, problem.forms) == ("missing-template", frozenset({form.slug}))
    assert ROOT not in tmp_path.parents


@pytest.mark.parametrize(
    "typed", ["{ 自评等级 }", "[[自评等级]]", "<<自评等级>>", "«自评等级»", "《《自评等级》》", "【【自评等级】】"]
)
def test_a_name_in_the_brackets_of_another_program_is_no_tag(tmp_path: Path, typed: str) -> None:
    """It would be printed as it stands; the right tag is told. What the form does not know is text."""
    for name, fixes in (("自评等级", ["{{ 自评等级 }}"]), ("附注", [])):
        home = office(tmp_path / name, {"document.md": f"# {{{{ 标题 }}}}\n\n{typed.replace('自评等级', name)}\n"})
        (form,) = Workspace(home / "data", home / "templates").library.forms.values()
        assert [problem.fix for problem in check(form).problems if problem.rule == "template-broken-tag"] == fixes
