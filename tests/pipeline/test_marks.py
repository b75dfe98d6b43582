"""Three marks: what a document was made of, what it says, what was judged."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import ROOT
from docx import Document as Word
from docx.oxml.parser import parse_xml
from offices import office
from wordfile import word

from selfeval.documents import content
from selfeval.documents.outcome import Outcome, Status
from selfeval.form.field import Kind, Role
from selfeval.form.form import Phase, Scoring
from selfeval.form.library import load
from selfeval.pipeline.batch import make, skip_unchanged
from selfeval.pipeline.marks import judged_path, source_mark
from selfeval.pipeline.workspace import Workspace, forget_forms
from selfeval.problem import Place
from selfeval.submission.folder import DepartmentYear
from selfeval.submission.read import read_department

PLACE = DepartmentYear("2024", "qinghu")
TEMPLATE = "{{ 标题 }}\n{%p for 段 in 自评结论 %}\n{{ 段 }}\n{%p endfor %}"


def done(workspace: Workspace) -> Outcome:
    """Leave the department alone where nothing changed, or make it."""
    return skip_unchanged(workspace, PLACE) or make(workspace, PLACE)


@pytest.fixture
def job(tmp_path: Path) -> Workspace:
    """Return a department built once, in Word and Markdown."""
    office(tmp_path)
    (tmp_path / "templates/form/document.docx").write_bytes(word(TEMPLATE))
    made = Workspace(tmp_path / "data", tmp_path / "templates", tmp_path / "reports")
    assert [document.status for document in done(made).documents] == [Status.BUILT, Status.BUILT]
    return made


def documents(job: Workspace) -> tuple[Path, Path]:
    """Return the Word and the Markdown document."""
    assert job.reports is not None
    (in_word,), (in_markdown,) = job.reports.rglob("部门绩效自评表.docx"), job.reports.rglob("部门绩效自评表.md")
    return in_word, in_markdown


def built(job: Workspace) -> list[tuple[str, Status]]:
    """Build and return what became of each document."""
    return [(Path(document.path).name, document.status) for document in done(job).documents]


def edited(document: bytes, old: str, new: str) -> bytes:
    """Return a Word document saved by another program after a text was replaced."""
    opened = Word(io.BytesIO(document))
    for paragraph in opened.paragraphs:
        if old in paragraph.text:
            paragraph.text = paragraph.text.replace(old, new)
    saved = io.BytesIO()
    opened.save(saved)
    return saved.getvalue()


def change(job: Workspace, name: str, old: str, new: str) -> None:
    """Replace a text in a file of the department."""
    path = job.data / "2024/qinghu" / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_changed_rule_is_judged_again_and_rewrites_no_byte(job: Workspace) -> None:
    """A form whose rule levels change judges its departments anew; their documents stay as they are."""
    before = [path.read_bytes() for path in documents(job)]
    form = job.templates / "form/form.yaml"
    form.write_text(form.read_text(encoding="utf-8") + "\n规则:\n  personal-phone: 提示\n", encoding="utf-8")
    forget_forms()
    assert not done(job).skipped
    assert [path.read_bytes() for path in documents(job)] == before
    assert done(job).skipped


def test_another_program_judges_again(job: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rules are part of the program: where it is another, what was judged counts no more."""
    assert done(job).skipped
    monkeypatch.setattr("selfeval.pipeline.marks.program_digest", lambda: b"another")
    forget_forms()
    before = [path.read_bytes() for path in documents(job)]
    assert not done(job).skipped
    assert [path.read_bytes() for path in documents(job)] == before


def test_a_field_added_to_the_form_classes_changes_no_document(job: Workspace) -> None:
    """Only what is named counts: a declaration that knows one word more makes the same marks."""
    form = job.library.forms["form"]
    (submission,) = read_department(job.data, PLACE, job.library)
    before = source_mark(job.data, submission, form)
    fields = {path: field._replace(help="另一句", example="另一个", limit=7) for path, field in form.fields.items()}
    assert source_mark(job.data, submission, replace(form, fields=fields)) == before
    renamed = {path: field._replace(label="另一个名字") for path, field in form.fields.items()}
    assert source_mark(job.data, submission, replace(form, fields=renamed)) != before


def test_what_a_form_prints_of_its_declaration_is_in_the_mark(job: Workspace) -> None:
    """Boxes show every choice, a role says what is compared with what, and forms of the plan print the first target."""
    form = job.library.forms["form"]
    (submission,) = read_department(job.data, PLACE, job.library)
    before = source_mark(job.data, submission, form)
    key = next(path for path, field in form.fields.items() if field.kind is Kind.TEXT)
    for field in (form.fields[key]._replace(choices=("甲", "乙")), form.fields[key]._replace(assigned=Role.REMARK)):
        assert source_mark(job.data, submission, replace(form, fields={**form.fields, key: field})) != before
    assert source_mark(job.data, submission, replace(form, phase=Phase.TARGETS)) != before


def test_a_release_that_changes_no_page_changes_no_byte(job: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a document was made of: where it says the same, it is left alone."""
    before = [path.read_bytes() for path in documents(job)]
    monkeypatch.setattr("selfeval.pipeline.marks.OUTPUT_VERSION", "6")
    change(job, "narrative.yaml", "自评结论:", "# 一句注释\n自评结论:")
    assert {status for _, status in built(job)} == {Status.UNCHANGED}
    assert [path.read_bytes() for path in documents(job)] == before


def test_what_was_judged_is_kept_beside_the_reports(job: Workspace) -> None:
    """Nothing of it lies among the documents, and where it is lost the department is only judged again."""
    assert job.reports is not None
    assert Path(judged_path(job.reports, PLACE)).is_file()
    assert {path.suffix for path in job.reports.rglob("*") if path.is_file()} == {".docx", ".md"}
    assert (job.reports.parent / ".judged/.gitignore").read_text(encoding="utf-8") == "*\n"
    Path(judged_path(job.reports, PLACE)).unlink()
    assert not done(job).skipped
    assert done(job).skipped


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes")
def test_a_pipe_in_the_place_of_a_file_is_seen(job: Workspace) -> None:
    """A sealed copy that cannot be read is a change like any other; a pipe in the place of the mark is not waited for."""
    assert job.reports is not None
    mark = Path(judged_path(job.reports, PLACE))
    mark.unlink()
    os.mkfifo(mark)
    assert skip_unchanged(job, PLACE) is None
    make(job, PLACE)
    assert skip_unchanged(job, PLACE) is not None
    os.mkfifo(job.data / "2024/qinghu/approved.yaml")
    assert "unreadable-file" in {problem.rule for problem in done(job).problems}


def test_nothing_is_kept_where_an_error_stands(job: Workspace) -> None:
    """A department with an error is judged every time, so that the error is said every time."""
    change(job, "actuals.yaml", "566件", "待填")
    assert not done(job).skipped
    assert done(job).problems


def test_a_hand_edited_document_is_kept_beside_the_one_made_anew(job: Workspace) -> None:
    """What a person changed in Word or Markdown is never overwritten, and never called superfluous."""
    in_word, in_markdown = documents(job)
    generated = in_word.read_bytes(), in_markdown.read_bytes()
    by_hand = edited(generated[0], "全年", "今年全年")
    in_word.write_bytes(by_hand)
    in_markdown.write_bytes(generated[1].replace("全年".encode(), "今年".encode()))
    assert built(job) == [
        ("部门绩效自评表（手改）.docx", Status.KEPT),
        ("部门绩效自评表.docx", Status.BUILT),
        ("部门绩效自评表（手改）.md", Status.KEPT),
        ("部门绩效自评表.md", Status.BUILT),
    ]
    assert (in_word.read_bytes(), in_markdown.read_bytes()) == generated
    copy = in_word.with_name("部门绩效自评表（手改）.docx")
    assert copy.read_bytes() == by_hand
    assert ("部门绩效自评表（手改）.docx", Status.KEPT) in built(job)
    in_word.write_bytes(edited(generated[0], "全年", "又改全年"))
    assert ("部门绩效自评表（手改2）.docx", Status.KEPT) in built(job)
    assert copy.read_bytes() == by_hand


def test_a_copy_that_says_what_is_generated_may_go(job: Workspace) -> None:
    """Once the change stands in the YAML, the message says that the copy may be deleted."""
    in_word, _ = documents(job)
    in_word.write_bytes(edited(in_word.read_bytes(), "全年", "今年全年"))
    built(job)
    change(job, "narrative.yaml", "全年", "今年全年")
    notes = {document.status: document.note for document in done(job).documents}
    assert notes[Status.KEPT] == "现在的“部门绩效自评表.docx”说的和它一样，可以删去"


def test_a_document_only_saved_again_is_made_anew(job: Workspace) -> None:
    """Word writes every part anew when it saves; where the text is the same there is nothing to keep."""
    in_word, _ = documents(job)
    generated = in_word.read_bytes()
    opened = Word(io.BytesIO(generated))
    opened.paragraphs[0].runs[0].bold = True
    opened.save(str(in_word))
    assert built(job)[0] == ("部门绩效自评表.docx", Status.BUILT)
    assert in_word.read_bytes() == generated


@pytest.mark.parametrize("damage", [lambda data: data[:400], lambda data: b"", lambda data: data[:-40]])
def test_a_damaged_document_is_named_and_made_anew(job: Workspace, damage: Callable[[bytes], bytes]) -> None:
    """It may be hand work saved in another format: what is there is kept, an empty file is not."""
    in_word, _ = documents(job)
    generated = in_word.read_bytes()
    in_word.write_bytes(damage(generated))
    damaged = in_word.read_bytes()
    made = {Path(document.path).name: document for document in done(job).documents}
    assert made[in_word.name].status is Status.BUILT
    assert in_word.read_bytes() == generated
    copy = in_word.with_name("部门绩效自评表（手改）.docx")
    if damaged:
        assert made[copy.name].note.startswith("这份文档打不开了，可能另存成了别的格式，也可能坏了，原样留作")
        assert made[copy.name].note.endswith("里面没有还要用的，就可以删去")
        assert copy.read_bytes() == damaged
        again = {Path(document.path).name: document for document in done(job).documents}
        assert again[copy.name].note == "打不开的一份；里面没有还要用的，就可以删去"
    else:
        assert made[in_word.name].note == "原来的文件是空的，已重新生成"
        assert not copy.exists()


@pytest.mark.parametrize("add", ["picture", "comment", "tick", "formula"])
def test_what_a_person_adds_beside_text_is_kept(job: Workspace, add: str) -> None:
    """A scanned seal, a comment, a ticked box or a formula is hand work, though no word was typed."""
    in_word, _ = documents(job)
    opened = Word(str(in_word))
    paragraph = opened.paragraphs[0]
    if add == "picture":
        opened.add_picture(str(ROOT / "docs/img/site.png"))
    elif add == "comment":
        opened.add_comment(paragraph.runs, text="请核实", author="张")
    else:
        xml = {
            "tick": '<w:sym {} w:font="Wingdings" w:char="F0FE"/>',
            "formula": "<m:oMath {}><m:r><m:t>x</m:t></m:r></m:oMath>",
        }
        spaces = (
            'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
            'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
        )
        home = paragraph.runs[0]._r if add == "tick" else paragraph._p
        home.append(parse_xml(xml[add].format(spaces)))
    opened.save(str(in_word))
    assert ("部门绩效自评表（手改）.docx", Status.KEPT) in built(job)


@pytest.mark.parametrize("kept", ["", "x", "x\ny", "\n\n\n"])
def test_a_broken_mark_of_what_was_judged_is_no_mark(job: Workspace, kept: str) -> None:
    """A full disk or a lost line only means judging again."""
    (path,) = (path for path in (job.data.parent / ".judged").rglob("qinghu") if path.is_file())
    path.write_text(kept, encoding="utf-8")
    assert {status for _, status in built(job)} == {Status.UNCHANGED}


def test_a_column_that_is_no_longer_scored_changes_the_document(job: Workspace) -> None:
    """What a form's roles say is printed: the mark of a scored form holds them."""
    form = load(job.templates).declared("form").form
    assert form is not None
    scored = replace(form, scoring=Scoring("a", ("绩效指标",), (), (), Place("", 1, 1, 1)))
    key = ("绩效指标", "分值")
    other = replace(scored, fields={**form.fields, key: form.fields[key]._replace(assigned=Role.SCORE)})
    submission = read_department(job.data, PLACE, load(job.templates))[0]
    assert source_mark(job.data, submission, scored) != source_mark(job.data, submission, other)


def test_a_document_of_the_old_kind_is_given_its_marks(job: Workspace) -> None:
    """Where its text is what would be made now it counts as generated, else as perhaps changed by hand."""
    _, in_markdown = documents(job)
    generated = in_markdown.read_text(encoding="utf-8")
    old = re.sub(r"<!-- 指纹 .* -->", "<!-- 指纹 d41d8cd98f00b204e9800998ecf8427e -->", generated)
    in_markdown.write_text(old, encoding="utf-8")
    assert built(job)[-1] == ("部门绩效自评表.md", Status.BUILT)
    assert in_markdown.read_text(encoding="utf-8") == generated
    in_markdown.write_text(old.replace("全年", "今年"), encoding="utf-8")
    notes = {Path(document.path).name: document.note for document in done(job).documents}
    assert notes["部门绩效自评表（手改）.md"].startswith("这份文档可能手工改过，原样留作“部门绩效自评表（手改）.md”")


def test_what_word_reckons_itself_is_no_hand_edit() -> None:
    """Page numbers and contents are brought up to date by Word; a second form for older versions is no text."""
    field = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
    page = field.format("begin") + field.format("separate") + "<w:r><w:t>{}</w:t></w:r>" + field.format("end")
    xml = "<w:p><w:r><w:t>第 </w:t></w:r>{}<w:r><w:t xml:space='preserve'> 页&amp;止</w:t></w:r></w:p>"
    first, second = (content.member("word/footer1.xml", xml.format(page.format(n)).encode()) for n in (1, 12))
    assert first.words == second.words == "第页&止"
    assert first.digest != second.digest


def test_the_reports_carry_their_marks() -> None:
    """Every committed document is, part by part, what was generated."""
    listed = [path for path in (ROOT / "reports").rglob("*") if path.suffix in (".docx", ".md")]
    assert listed
    assert all(content.find(path.read_bytes(), path.suffix).intact for path in listed)
