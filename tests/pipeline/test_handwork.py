"""What people change in documents by hand: never overwritten, never called superfluous, whatever comes after what."""

from __future__ import annotations

import codecs
import io
import random
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document as Word
from offices import changed, office
from wordfile import word

from selfeval.documents import content
from selfeval.documents.outcome import Status
from selfeval.pipeline.batch import make, make_drafts, skip_unchanged
from selfeval.pipeline.workspace import Workspace, forget_forms
from selfeval.submission.folder import DepartmentYear

PLACE = DepartmentYear("2024", "qinghu")
TEMPLATE = "{{ 标题 }}\n{%p for 段 in 自评结论 %}\n{{ 段 }}\n{%p endfor %}"


@pytest.fixture
def job(tmp_path: Path) -> Workspace:
    """Return a department built once, in Word and Markdown."""
    office(tmp_path)
    (tmp_path / "templates/form/document.docx").write_bytes(word(TEMPLATE))
    made = Workspace(tmp_path / "data", tmp_path / "templates", tmp_path / "reports")
    make(made, PLACE)
    return made


def reports(job: Workspace) -> Path:
    """Return the folder of the department's documents."""
    assert job.reports is not None
    return job.reports / str(PLACE)


def edit(path: Path, old: str, new: str) -> bytes:
    """Replace a text in a Word or Markdown document as a person does, and return what is there then."""
    if path.suffix == ".md":
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")
    else:
        opened = Word(io.BytesIO(path.read_bytes()))
        (paragraph,) = (each for each in opened.paragraphs if old in each.text)
        paragraph.text = paragraph.text.replace(old, new)
        opened.save(str(path))
    return path.read_bytes()


@pytest.mark.parametrize("suffix", [".docx", ".md"])
def test_a_draft_edited_by_hand_is_kept(job: Workspace, tmp_path: Path, suffix: str) -> None:
    """The next draft stands beside it; one only made again is not kept."""
    drafts = tmp_path / "drafts"
    first = make_drafts(job, PLACE, drafts)
    assert {document.status for document in first.documents} == {Status.BUILT}
    assert {document.status for document in make_drafts(job, PLACE, drafts).documents} == {Status.UNCHANGED}
    path = drafts / str(PLACE) / f"草稿-部门绩效自评表{suffix}"
    by_hand = edit(path, "全年", "今年全年")
    again = make_drafts(job, PLACE, drafts)
    assert Status.KEPT in {document.status for document in again.documents}
    assert path.with_stem("草稿-部门绩效自评表（手改）").read_bytes() == by_hand
    assert path.read_bytes() != by_hand


@pytest.mark.parametrize("suffix", [".docx", ".md"])
@pytest.mark.parametrize(("old", "new"), [("自评优秀", "自评 优秀"), ("566件", "566 件"), ("全年", "全\t年")])
def test_a_blank_changed_by_hand_is_handwork(job: Workspace, suffix: str, old: str, new: str) -> None:
    """The text differs from what was generated; the copy may go once the blank is typed too."""
    path = reports(job) / f"部门绩效自评表{suffix}"
    by_hand = edit(path, old, new)
    made = {Path(document.path).name: document for document in make(job, PLACE).documents}
    kept = path.with_stem("部门绩效自评表（手改）")
    assert made[kept.name].status is Status.KEPT
    assert kept.read_bytes() == by_hand
    (note,) = (document.note for document in make(job, PLACE).documents if document.status is Status.KEPT)
    assert "改成了" in note


def test_an_empty_run_that_word_leaves_out_is_no_hand_edit() -> None:
    """What was printed of a value left empty goes when the document is saved again."""
    first, second = (
        content.member(
            "word/document.xml", f"<w:p><w:r><w:t>甲</w:t></w:r>{run}<w:r><w:t>乙</w:t></w:r></w:p>".encode()
        )
        for run in ('<w:r><w:t xml:space="preserve"></w:t></w:r>', "")
    )
    assert first.words == second.words == "甲乙"


def test_markdown_saved_with_a_byte_order_mark_is_no_hand_edit(job: Workspace) -> None:
    """The editor of Windows writes one, and line ends of its own, though nobody changed a word."""
    path = reports(job) / "部门绩效自评表.md"
    path.write_bytes(codecs.BOM_UTF8 + path.read_bytes().replace(b"\n", b"\r\n"))
    assert {document.status for document in make(job, PLACE).documents} == {Status.UNCHANGED}


@pytest.mark.parametrize("name", ["~$部门绩效自评表.docx", ".~lock.部门绩效自评表.docx", "._部门绩效自评表.docx"])
def test_what_word_keeps_beside_an_open_document_is_none(job: Workspace, name: str) -> None:
    """It is not superfluous, and the department counts as unchanged as before."""
    (reports(job) / name).write_bytes(b"lock")
    (job.templates / "form" / name).write_bytes(b"lock")
    forget_forms()
    assert skip_unchanged(job, PLACE) is not None
    assert {document.status for document in make(job, PLACE).documents} == {Status.UNCHANGED}


@pytest.mark.parametrize("name", ["~$普法", ".普法", "~普法"])
def test_no_document_is_taken_for_what_word_keeps(tmp_path: Path, name: str) -> None:
    """A name that begins like that of a lock is made, found again and left alone."""
    files = changed("targets.yaml", "青湖区司法局", name)
    job = Workspace(tmp_path / "data", tmp_path / "templates", tmp_path / "reports")
    office(tmp_path, {**files, **changed("form.yaml", "阶段: 自评", '阶段: 自评\n文件名: "{{ 部门.名称 }}"')})
    assert {document.status for document in make(job, PLACE).documents} == {Status.BUILT}
    assert skip_unchanged(job, PLACE) is not None


@pytest.mark.parametrize("suffix", [".docx", ".md"])
def test_each_change_is_told_by_file_and_key(job: Workspace, suffix: str) -> None:
    """At once, and as long as the copy is there and says otherwise."""
    path = reports(job) / f"部门绩效自评表{suffix}"
    edit(path, "全年", "今年全年")
    for _ in range(2):
        (kept,) = (document for document in make(job, PLACE).documents if document.status is Status.KEPT)
        said = "narrative.yaml 第 2 行 自评结论 “全年办理法律援助案件566件"
        assert said in kept.note
        assert "改成了“今年全年办理法律援助案件566件" in kept.note


def test_what_was_added_or_taken_away_is_told(job: Workspace) -> None:
    """A sentence of its own has no key."""
    path = reports(job) / "部门绩效自评表.docx"
    opened = Word(str(path))
    opened.add_paragraph("以上属实。")
    opened.save(str(path))
    (kept,) = (document for document in make(job, PLACE).documents if document.status is Status.KEPT)
    assert kept.note.endswith("。改动：加了“以上属实。”")


@pytest.mark.parametrize("seed", range(12))
def test_no_hand_edit_is_lost_whatever_comes_after_it(job: Workspace, seed: int) -> None:
    """Edits, changes of data, errors, builds and drafts in any order: every edited text is in a file at the end."""
    chance, written, edited = random.Random(seed), list[bytes](), dict[Path, bytes]()
    narrative = job.data / str(PLACE) / "narrative.yaml"
    for number in range(12):
        step = chance.choice(["edit", "edit", "data", "error", "build", "build", "force"])
        path = reports(job) / f"部门绩效自评表{chance.choice(['.docx', '.md'])}"
        text = narrative.read_text(encoding="utf-8")
        if step == "edit":
            edited[path] = edit(path, "全年", f"第{number}次改全年")
        elif step == "data":
            narrative.write_text(text.replace("覆盖面", f"覆盖面{number}"), encoding="utf-8")
        elif step == "error":
            narrative.write_text(text.replace("自评等级: 优秀", "自评等级: 待填"), encoding="utf-8")
            make(job, PLACE)
            narrative.write_text(text, encoding="utf-8")
        else:
            written += edited.values()
            edited.clear()
            outcome = make(replace(job, anew=step == "force"), PLACE)
            copies = {each.name for each in reports(job).iterdir() if "（手改" in each.name}
            kept = {Path(each.path).name for each in outcome.documents if each.status is Status.KEPT}
            assert kept == copies
            assert Status.STALE not in {each.status for each in outcome.documents}
            assert set(written) <= {each.read_bytes() for each in reports(job).iterdir()}


@pytest.mark.parametrize("suffix", [".docx", ".md"])
def test_a_pair_of_which_one_was_replaced_is_no_handwork(job: Workspace, suffix: str) -> None:
    """A program killed between the two leaves one of today and one of yesterday; whatever is typed next, both follow."""
    old = {path.name: path.read_bytes() for path in reports(job).iterdir()}
    typed = job.data / str(PLACE) / "narrative.yaml"
    before = typed.read_text(encoding="utf-8")
    for text in (before.replace("覆盖面", "范围"), before.replace("覆盖面", "面"), before):
        typed.write_text(before.replace("覆盖面", "范围"), encoding="utf-8")
        make(job, PLACE)
        for name, data in old.items():
            if name.endswith(suffix):
                (reports(job) / name).write_bytes(data)
        typed.write_text(text, encoding="utf-8")
        forget_forms()
        assert not make(job, PLACE).blocked
        found = {path.name: path for path in reports(job).iterdir()}
        assert set(found) == set(old)
        assert all(content.find(path.read_bytes(), path.suffix).intact for path in found.values())
        said = [content.sentences(path.read_bytes(), path.suffix) for path in found.values()]
        word = next(each for each in ("范围", "覆盖面", "面") if each in text)
        assert all(word in "".join(each) for each in said if "不够" in "".join(each))


@pytest.mark.parametrize("suffix", [".docx", ".md"])
def test_a_copy_made_before_the_program_was_killed_is_the_only_one(job: Workspace, suffix: str) -> None:
    """The edited document still stands beside its copy: it is replaced, and kept no second time."""
    path = next(path for path in reports(job).iterdir() if path.suffix == suffix)
    mine = edit(path, "全年", "本年度")
    copy = path.with_name(f"{path.stem}（手改）{suffix}")
    copy.write_bytes(mine)
    forget_forms()
    outcome = make(job, PLACE)
    assert [each.path.rpartition("/")[2] for each in outcome.documents if each.status is Status.KEPT] == [copy.name]
    assert sorted(each.name for each in reports(job).glob("*（手改*")) == [copy.name]
    assert (copy.read_bytes(), content.find(path.read_bytes(), suffix).intact) == (mine, True)


def test_a_department_judged_again_hears_of_its_templates_again(job: Workspace) -> None:
    """What is said of a template does not depend on whether its documents are made anew."""
    first = make(replace(job, anew=True), PLACE)
    assert {problem.rule for problem in first.problems} == {"template-field-not-shown"}
    edit(reports(job) / "部门绩效自评表.md", "自评", "自我评价")
    make(job, PLACE)
    again = make(job, PLACE)
    assert Status.UNCHANGED in {document.status for document in again.documents}
    assert again.problems == first.problems
