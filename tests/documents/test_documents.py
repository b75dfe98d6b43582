"""The documents of the samples: what is typed reaches them, they are valid, and always the same."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import ROOT, label, sample_documents
from golden import W, members, pretty, text
from offices import changed, office

from selfeval import __version__
from selfeval.documents import markdown
from selfeval.documents.view import file_name, view
from selfeval.documents.word import render as word
from selfeval.evaluation.case import Case
from selfeval.form.field import Kind
from selfeval.form.form import Form
from selfeval.pipeline.department import build, judge, previews
from selfeval.pipeline.workspace import Workspace
from selfeval.source.node import Text
from selfeval.submission.folder import DepartmentYear
from selfeval.submission.tree import Branch, Filled, Leaf

GOLDEN = ROOT / "tests" / "golden"
DOCUMENTS = pytest.mark.parametrize("case", sample_documents(), ids=label)


def rendered(case: Case) -> tuple[bytes, str]:
    """Return Word bytes and Markdown text."""
    seen = view(case)
    document = word.render(case.form.folder / "document.docx", seen, "", "0")
    return document, markdown.render(case.form.folder / "document.md", seen, "", "0").decode()


@DOCUMENTS
def test_documents_are_as_accepted(case: Case, request: pytest.FixtureRequest) -> None:
    """The Word body, a line for each paragraph and cell, is the accepted one; `--accept` takes a new one."""
    name = f"{case.submission.year}-{case.submission.department}-{file_name(case)}.xml"
    shown = pretty(rendered(case)[0])
    if request.config.getoption("--accept"):
        GOLDEN.mkdir(exist_ok=True)
        (GOLDEN / name).write_text(shown, encoding="utf-8")
    assert shown == (GOLDEN / name).read_text(encoding="utf-8")


@DOCUMENTS
def test_committed_reports_are_what_is_built(case: Case) -> None:
    """reports/ holds the documents that the data makes."""
    folder = ROOT / "reports" / case.submission.year / case.submission.department
    stem = file_name(case)
    document, prose = rendered(case)
    marked = re.compile(r"<!-- 指纹 [\w-]+ -->")
    assert marked.sub("", (folder / f"{stem}.md").read_text(encoding="utf-8")) == marked.sub("", prose)
    old, new = members((folder / f"{stem}.docx").read_bytes()), members(document)
    assert {name for name in old if old[name] != new.get(name)} <= {"docProps/core.xml"}


@DOCUMENTS
def test_building_twice_gives_the_same_bytes(case: Case) -> None:
    """Same data and template, same bytes."""
    assert rendered(case) == rendered(case)


@DOCUMENTS
def test_no_tag_and_no_mark_is_left(case: Case) -> None:
    """Nothing of the template language reaches the reader."""
    document, prose = rendered(case)
    for shown in (text(document), prose):
        assert not re.search(r"{{|}}|{%|%}|｛|｝|〔合并|None|哨兵", shown)


@DOCUMENTS
def test_a_word_file_is_whole(case: Case) -> None:
    """Every member is XML, every cell ends in a paragraph, spans agree with the grid, no part is twice there."""
    document = rendered(case)[0]
    with zipfile.ZipFile(io.BytesIO(document)) as package:
        assert len(package.namelist()) == len(set(package.namelist()))
    for name, content in members(document).items():
        if name.endswith((".xml", ".rels")):
            ElementTree.fromstring(content)
    body = ElementTree.fromstring(members(document)["word/document.xml"])
    for cell in body.iter(f"{W}tc"):
        assert cell[-1].tag == f"{W}p"
    for table in body.iter(f"{W}tbl"):
        columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
        for row in table.findall(f"{W}tr"):
            spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.findall(f"{W}tc")]
            assert sum(1 if span is None else int(span.attrib[f"{W}val"]) for span in spans) == columns


def marked(filled: Filled, form: Form, numbers: Iterator[int], used: dict[str, str]) -> Filled:
    """Copy what was typed with every printable value replaced by a text that occurs nowhere else."""
    if isinstance(filled, Leaf):
        declared = form.fields.get(filled.field.path)
        sentinel = f"哨兵{next(numbers):04d}"
        if declared is not None and declared.printed and filled.value is not None:
            used[sentinel] = filled.where
        if filled.field.kind in (Kind.PROSE, Kind.LINES):
            return filled._replace(value=(Text(sentinel),), normal=sentinel)
        return filled._replace(value=None, normal=sentinel, text=Text(sentinel))
    if isinstance(filled, list):
        return [marked_branch(row, form, numbers, used) for row in filled]
    return marked_branch(filled, form, numbers, used) if isinstance(filled, Branch) else filled


def marked_branch(filled: Branch, form: Form, numbers: Iterator[int], used: dict[str, str]) -> Branch:
    """Copy a branch, each value marked; a fallback is not used where the field it stands in for is filled."""
    copy = Branch(filled, filled.where, filled.title, filled.levels)
    for key, inner in filled.items():
        copy[key] = marked(inner, form, numbers, used)
    for key, inner in copy.items():
        shadowed = any(field.fallback == key and field.path[-1] in copy for field in form.fields.values())
        if isinstance(inner, Leaf) and shadowed:
            used.pop(str(inner.text), None)
    return copy


@DOCUMENTS
def test_every_typed_value_reaches_the_document(case: Case) -> None:
    """A text that occurs nowhere else is put in the place of every value, and found in Word and Markdown."""
    used: dict[str, str] = {}
    tree = marked_branch(case.submission.tree, case.form, itertools.count(1), used)
    document, prose = rendered(
        Case(replace(case.dossier, submission=replace(case.submission, tree=tree, trees={})), case.form)
    )
    shown = text(document)
    assert used
    assert {where for sentinel, where in used.items() if sentinel not in shown} == set()
    assert {where for sentinel, where in used.items() if sentinel not in prose} == set()


def test_a_value_keeps_the_blanks_that_were_typed(tmp_path: Path) -> None:
    """In its cell; digits are half-width all the same."""
    files = changed("targets.yaml", "年度指标值: ≥550件", "年度指标值: 不少于 ５５０ 件")
    office(tmp_path, files)
    place = Workspace(tmp_path / "data", tmp_path / "templates", tmp_path / "reports")
    made = b"".join(each.data or b"" for each in build(place, DepartmentYear("2024", "qinghu")).documents)
    assert "| 不少于 550 件 |" in made.decode()


@DOCUMENTS
def test_the_properties_tell_the_version(case: Case) -> None:
    """It is one of those that the changes are told of, and none that is still to come."""
    properties = members(rendered(case)[0])["docProps/core.xml"].decode()
    (version,) = re.findall("<cp:version>([^<]*)</cp:version>", properties)
    released = re.findall(r"^## (\S+) - ", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert version in released[released.index(__version__) :]


@pytest.mark.parametrize("place", ["yuquan-museum", "luquan-education"])
def test_a_preview_is_shown_for_templates_of_a_base_and_for_those_in_word_alone(place: str) -> None:
    """The Markdown comes from where the documents come from."""
    workspace = Workspace(ROOT / "data", ROOT / "templates")
    shown = list(previews(judge(workspace, DepartmentYear("2025", place)).cases))
    assert shown
    assert all(each.markdown and not each.note for each in shown)
