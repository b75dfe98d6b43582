"""What reaches the disk: no document over another, none lost, and what cannot be written or read is said."""

from __future__ import annotations

import errno
import io
import os
import stat
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from golden import text
from offices import changed, office
from rulepages import BASE
from wordfile import word

from selfeval.documents import content
from selfeval.documents.outcome import NOT_MADE, Outcome, Status
from selfeval.documents.view import view
from selfeval.documents.word import package as package_module
from selfeval.evaluation.case import cases
from selfeval.pipeline import batch, save
from selfeval.pipeline.batch import find_left_over, make
from selfeval.pipeline.department import make_drafts
from selfeval.pipeline.workspace import Workspace, forget_forms
from selfeval.problem import Level
from selfeval.problem.disk import HUGE, read_file, why_refused
from selfeval.submission.folder import DepartmentYear
from selfeval.submission.read import read_department

PLACE = DepartmentYear("2024", "qinghu")
PROJECT_FORM = """名称: 项目表
阶段: 申报
主体: 项目
文件名: "{{ 项目.名称 }}"
数据:
  - targets.yaml
  - projects/*.yaml
字段:
  部门.名称:
  年度:
  项目.名称:
"""


def projects(folder: Path, *names: str) -> Workspace:
    """Lay a department with a project file for each name."""
    files = {f"projects/p{number}.yaml": f"项目:\n  名称: {name}\n" for number, name in enumerate(names, start=1)}
    targets = "部门:\n  名称: 青湖区司法局\n年度: 2024\n表样: form\n"
    rest = {"targets.yaml": targets, "actuals.yaml": None, "narrative.yaml": None}
    office(folder, {"form.yaml": PROJECT_FORM, "document.md": "{{ 项目.名称 }}\n", **rest, **files})
    return workspace(folder)


def workspace(folder: Path) -> Workspace:
    """Return where a laid department is read and made."""
    forget_forms()
    return Workspace(folder / "data", folder / "templates", folder / "reports")


def statuses(outcome: Outcome) -> dict[str, Status]:
    """Return what became of each document by its name."""
    return {Path(document.path).name: document.status for document in outcome.documents}


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("普法", "普法", "projects/p2.yaml 的项目名称和这里一样"),
        ("普法/宣传", "普法：宣传".replace("：", ":"), "做成文件名以后和这里一样"),
        ("OA系统", "oa系统", "做成文件名以后和这里一样"),
        ("甲" * 200, "甲" * 201, "做成文件名以后和这里一样"),
    ],
)
def test_documents_with_one_name_are_not_made(tmp_path: Path, one: str, other: str, said: str) -> None:
    """Each source is told of the other, nothing is written for either, and a third project is made."""
    outcome = make(projects(tmp_path, one, other, "律师"), PLACE)
    clashes = [problem for problem in outcome.problems if problem.rule == "same-document"]
    assert [problem.place.file for problem in clashes] == [f"data/2024/qinghu/projects/p{n}.yaml" for n in (1, 2)]
    assert said in clashes[0].message
    assert [path.name for path in (tmp_path / "reports/2024/qinghu").iterdir()] == ["律师.md"]
    drafts = [
        Path(each.path).name
        for each in make_drafts(projects(tmp_path / "b", one, other, "律师"), PLACE, tmp_path)
        if each.data
    ]
    assert drafts == ["草稿-律师.md"]


def test_a_form_whose_name_holds_no_project_is_told_so(tmp_path: Path) -> None:
    """The clerk has typed two names: it is the form that gives them one."""
    workspace = projects(tmp_path, "普法", "律师")
    form = tmp_path / "templates/form/form.yaml"
    form.write_text(form.read_text(encoding="utf-8").replace('文件名: "{{ 项目.名称 }}"\n', ""), encoding="utf-8")
    forget_forms()
    (problem,) = {each for each in make(workspace, PLACE).problems if each.rule == "same-document"}
    assert problem.place.file == "templates/form/form.yaml"
    assert "“项目表（{{ 项目.名称 }}）”" in problem.message


@pytest.mark.parametrize("name", ["con", "NUL.2024年", "Lpt1"])
def test_no_document_is_called_as_a_device(tmp_path: Path, name: str) -> None:
    """Windows writes such a file to no disk."""
    (made,) = make(projects(tmp_path, name), PLACE).documents
    assert Path(made.path).name == f"_{name}.md"


@pytest.mark.parametrize("name", ["项目" * 37, "项目" * 500, "甲（手改）", "普法/宣传"])
def test_any_name_gives_a_file_that_can_be_written(tmp_path: Path, name: str) -> None:
    """What is accepted is made: long names are shortened, none looks like a hand-edited copy."""
    outcome = make(projects(tmp_path, name), PLACE)
    assert not outcome.blocked
    (made,) = outcome.documents
    assert made.status is Status.BUILT
    assert (tmp_path / "reports" / made.path).read_text(encoding="utf-8").startswith(name[:30])
    assert len(Path(made.path).name.encode()) <= 230
    assert "（手改）" not in made.path


def test_long_names_that_differ_at_their_ends_stay_apart(tmp_path: Path) -> None:
    """Shortening leaves the beginning and the end."""
    outcome = make(projects(tmp_path, "项目" * 60 + "一期", "项目" * 60 + "二期"), PLACE)
    assert [document.status for document in outcome.documents] == [Status.BUILT] * 2


def test_every_document_of_one_name_is_named(tmp_path: Path) -> None:
    """Of three, each is told of the other two."""
    outcome = make(projects(tmp_path, "普法", "普法", "普法"), PLACE)
    clashes = [problem for problem in outcome.problems if problem.rule == "same-document"]
    assert [sum(f"projects/p{n}.yaml" in problem.message for n in (1, 2, 3)) for problem in clashes] == [2, 2, 2]


def test_documents_of_different_phases_never_share_a_name(tmp_path: Path) -> None:
    """The form that is not due now would overwrite the other when it is."""
    office(tmp_path, {"actuals.yaml": None, "narrative.yaml": None})
    form = tmp_path / "templates/form/form.yaml"
    plan = tmp_path / "templates/plan"
    plan.mkdir()
    plan_form = PROJECT_FORM.replace("主体: 项目\n", "").replace("{{ 项目.名称 }}", "部门绩效自评表")
    plan_form = plan_form.replace("  - projects/*.yaml\n", "").replace("  项目.名称:\n", "")
    (plan / "form.yaml").write_text(plan_form, encoding="utf-8")
    (plan / "document.md").write_text("{{ 部门.名称 }}{{ 年度 }}\n", encoding="utf-8")
    assert "名称: 部门绩效自评表" in form.read_text(encoding="utf-8")
    targets = tmp_path / "data/2024/qinghu/targets.yaml"
    text = targets.read_text(encoding="utf-8")
    targets.write_text(text.replace("  - form\n", "  - form\n  - plan\n"), encoding="utf-8")
    outcome = make(workspace(tmp_path), PLACE)
    (problem,) = [problem for problem in outcome.problems if problem.rule == "same-document"]
    assert "“项目表”和“部门绩效自评表”的文档同名" in problem.message
    assert not list((tmp_path / "reports").rglob("*.md"))


def test_word_and_markdown_change_together_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the second file cannot be put in its place, the first is put back."""
    first, second = tmp_path / "a.docx", tmp_path / "a.md"
    first.write_bytes(b"old word")
    second.write_bytes(b"old text")
    replace = os.replace

    def locked(source: Path, target: Path) -> None:
        if target == second:
            raise PermissionError(errno.EACCES, "locked", str(source), None, str(target))
        replace(source, target)

    monkeypatch.setattr(os, "replace", locked)
    with pytest.raises(PermissionError) as raised:
        save.save_together({first: b"new word", second: b"new text"})
    assert raised.value.filename == str(second)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a.docx": b"old word", "a.md": b"old text"}


def test_a_first_document_is_taken_away_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing stood before, nothing stands after a failure; other folders and names are left alone."""
    (tmp_path / "a.md").mkdir()
    with pytest.raises(IsADirectoryError):
        save.save_together({tmp_path / "a.docx": b"new word", tmp_path / "a.md": b"new text"})
    assert [path.name for path in tmp_path.iterdir()] == ["a.md"]


def test_a_form_that_cannot_be_written_stops_no_other(tmp_path: Path) -> None:
    """A folder stands where the document should: this document is named, its form held back, and the rest made."""
    where = workspace(office(tmp_path))
    name = next(iter(statuses(make(where, PLACE))))
    (tmp_path / "reports/2024/qinghu" / name).unlink()
    (tmp_path / "reports/2024/qinghu" / name).mkdir()
    (tmp_path / "reports/2024/qinghu" / name / "x").touch()
    outcome = make(where, PLACE)
    (problem,) = [problem for problem in outcome.problems if problem.rule == NOT_MADE]
    assert problem.place.file.endswith(name)
    assert problem.message == "这份文档没有写成：这里要的是文件，现在是文件夹；把文件夹改名或移走"
    assert statuses(outcome)[name] is Status.HELD_BACK
    assert outcome.failed


def test_the_mask_of_the_system_says_who_may_read(tmp_path: Path) -> None:
    """A private folder stays private."""
    before = os.umask(0o077)
    try:
        save.save(tmp_path / "a.md", b"")
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.md").stat().st_mode) == 0o600


@pytest.mark.skipif(os.name == "nt", reason="Windows knows no groups of readers")
@pytest.mark.parametrize("mode", [0o600, 0o664, 0o640])
def test_who_may_read_and_write_a_file_still_may(tmp_path: Path, mode: int) -> None:
    """The colleagues of a shared folder go on writing, and what was private stays so."""
    path = tmp_path / "a.md"
    path.write_bytes(b"old")
    path.chmod(mode)
    save.save(path, b"new")
    assert (path.read_bytes(), stat.S_IMODE(path.stat().st_mode)) == (b"new", mode)


def test_what_nobody_may_write_is_left_alone(tmp_path: Path) -> None:
    """A document that was locked is no more replaced here than on Windows, nor is the one that changes with it."""
    where = workspace(office(tmp_path))
    (name,) = statuses(make(where, PLACE))
    path = tmp_path / "reports" / str(PLACE) / name
    path.write_bytes(b"locked")
    path.chmod(0o444)
    outcome = make(where, PLACE)
    (problem,) = [problem for problem in outcome.problems if problem.rule == NOT_MADE]
    assert "没有读写的权限" in problem.message
    assert {each.name: each.read_bytes() for each in path.parent.iterdir()} == {name: b"locked"}


def test_a_full_disk_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The clerk reads what to do, and which documents are missing."""

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    where = workspace(office(tmp_path))
    monkeypatch.setattr(save, "_write", full)
    outcome = make(where, PLACE)
    assert {problem.message for problem in outcome.problems if problem.rule == NOT_MADE} == {
        "这份文档没有写成：磁盘满了；腾出空间，再运行一次"
    }
    assert set(statuses(outcome).values()) == {Status.HELD_BACK}


def test_what_fails_in_one_department_is_its_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A fault of the program names the department, and says for who maintains it where it happened."""

    def broken(*_: object) -> Outcome:
        raise ZeroDivisionError("division by zero")

    office(tmp_path)
    office(tmp_path, place="2024/luhu")
    monkeypatch.setattr("selfeval.pipeline.department.build", broken)
    (bad,) = batch.run(workspace(tmp_path), [PLACE])
    (problem,) = bad.problems
    assert (problem.rule, problem.place.line, problem.level) == (NOT_MADE, 0, "error")
    assert problem.message.startswith("data/2024/qinghu 没有做成：程序自身出错")
    assert "division" not in problem.message
    assert "ZeroDivisionError: division by zero" in bad.fault
    monkeypatch.undo()
    good = make(workspace(tmp_path), DepartmentYear("2024", "luhu"))
    assert not good.failed


@pytest.mark.parametrize("kind", ["pipe", "link", "loop"])
def test_a_file_that_cannot_be_read_is_a_problem_at_its_place(tmp_path: Path, kind: str) -> None:
    """Pipes, broken links and loops are never waited for; other files are judged."""
    office(tmp_path)
    path = tmp_path / "data/2024/qinghu/actuals.yaml"
    path.unlink()
    if kind == "pipe":
        os.mkfifo(path)
    else:
        path.symlink_to("/nowhere.yaml" if kind == "link" else path)
    outcome = make(workspace(tmp_path), PLACE)
    (problem,) = [problem for problem in outcome.problems if problem.rule == "unreadable-file"]
    assert problem.place.file == "data/2024/qinghu/actuals.yaml"
    assert "missing-file" not in [problem.rule for problem in outcome.problems]
    assert outcome.blocked
    assert not outcome.failed


@pytest.mark.parametrize("kind", ["outside", "inside", "broken", "loop", "pipe", "closed"])
def test_a_folder_of_projects_that_is_not_read_is_a_problem(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its projects would be missing without a word; documents made earlier are called superfluous by nobody."""
    where = projects(tmp_path, "普法")
    assert statuses(make(where, PLACE)) == {"普法.md": Status.BUILT}
    folder = tmp_path / "data/2024/qinghu/projects"
    if kind == "closed":
        listed = os.scandir

        def refused(path: str | Path = ".") -> Iterator[os.DirEntry[str]]:
            if Path(path) == folder:
                raise PermissionError(errno.EACCES, "closed", str(path))
            return listed(path)

        monkeypatch.setattr(os, "scandir", refused)
        monkeypatch.setattr("selfeval.submission.read.read_file", _closed(folder))
    else:
        kept = (tmp_path if kind == "outside" else folder.parent) / "kept"
        folder.rename(kept)
        if kind == "pipe":
            os.mkfifo(folder)
        else:
            folder.symlink_to({"broken": folder.parent / "nowhere", "loop": folder}.get(kind, kept))
    outcome = make(where, PLACE)
    (problem,) = [each for each in outcome.problems if each.level is Level.ERROR]
    assert (problem.rule, problem.place.file) == ("unreadable-file", "data/2024/qinghu/projects/*.yaml")
    assert outcome.blocked
    assert Status.STALE not in statuses(outcome).values()


def _closed(folder: Path) -> Callable[[Path, int], bytes]:
    def read(path: Path, most: int) -> bytes:
        if path.parent == folder:
            raise PermissionError(errno.EACCES, "closed", str(path))
        return read_file(path, most)

    return read


def test_a_folder_that_no_form_asks_for_may_be_a_link(tmp_path: Path) -> None:
    """What somebody keeps beside the data is nobody's business."""
    where = projects(tmp_path, "普法")
    (tmp_path / "data/2024/qinghu/附件").symlink_to(tmp_path)
    outcome = make(where, PLACE)
    assert {problem.rule for problem in outcome.problems} == {"template-field-not-shown"}
    assert statuses(outcome) == {"普法.md": Status.BUILT}


def test_a_form_that_cannot_be_read_is_a_problem_at_its_place(tmp_path: Path) -> None:
    """A folder called form.yaml is no form, and says so."""
    office(tmp_path, {"form.yaml": None})
    (tmp_path / "templates/form/form.yaml").mkdir()
    outcome = make(workspace(tmp_path), PLACE)
    assert ("templates/form/form.yaml", "unreadable-file") in [
        (each.place.file, each.rule) for each in outcome.problems
    ]


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("templates/form/document.md", ["template-unsafe"]),
        ("templates/form/旧表.doc", []),
        ("reports/2024/qinghu/普法.md", ["not-made"]),
    ],
)
def test_a_huge_file_is_never_read_whole(tmp_path: Path, file: str, said: list[str]) -> None:
    """A template is refused, a report is told of and left alone, and what nothing reads hinders nobody."""
    workspace = projects(tmp_path, "普法")
    make(workspace, PLACE)
    huge = tmp_path / file
    with huge.open("ab") as opened:
        opened.truncate(HUGE * 30)
    forget_forms()
    outcome = make(workspace, PLACE)
    errors = [problem.rule for problem in outcome.problems if problem.level is Level.ERROR]
    assert errors == said
    assert huge.stat().st_size == HUGE * 30
    huge.unlink()


def test_a_report_that_would_fill_the_memory_is_damaged(tmp_path: Path) -> None:
    """A small package with gigabytes in it is kept aside as one that does not open."""
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package, package.open("word/document.xml", "w") as member:
        for _ in range(package_module.LARGEST // 2**20 + 1):
            member.write(bytes(2**20))
    assert content.find(bomb.getvalue(), ".docx").content is None


def test_only_so_much_is_read_as_is_asked_for(tmp_path: Path) -> None:
    """A huge file is not read whole; devices are not read at all."""
    path = tmp_path / "a.yaml"
    with path.open("wb") as file:
        file.truncate(1 << 33)
    assert len(read_file(path, 10)) == 10
    with pytest.raises(OSError, match="/dev/zero") as raised:
        read_file("/dev/zero")
    assert why_refused(raised.value) == "不是普通的文件，而是管道或设备；删去它，放普通的文件"


def test_a_hand_edited_document_of_a_department_that_is_gone_is_told_so(tmp_path: Path) -> None:
    """It may be deleted once what was typed in it is not lost."""
    workspace = projects(tmp_path, "普法", "律师")
    make(workspace, PLACE)
    edited = tmp_path / "reports/2024/qinghu/普法.md"
    edited.write_text(edited.read_text(encoding="utf-8").replace("普法", "普法宣传"), encoding="utf-8")
    (outcome,) = find_left_over(workspace, [DepartmentYear("2024", "xinan")])
    notes = {Path(document.path).name: document.note for document in outcome.documents}
    assert "手工改过" in notes["普法.md"]
    assert "确认后可以删去" in notes["律师.md"]


@pytest.mark.parametrize(("year", "told"), [("", ["2022 qinghu"]), ("2024", []), ("2022", ["2022 qinghu"])])
def test_the_last_department_of_a_year_is_missed_too(tmp_path: Path, year: str, told: list[str]) -> None:
    """Where all years are asked for, one without data is looked at; else the year asked for."""
    kept = tmp_path / "reports/2022/qinghu/普法.md"
    kept.parent.mkdir(parents=True)
    kept.write_text("# 普法\n", encoding="utf-8")
    found = find_left_over(projects(tmp_path, "普法"), [PLACE], year)
    assert [" ".join(outcome[:2]) for outcome in found] == told


def test_nothing_is_called_left_over_while_another_phase_is_asked_for(tmp_path: Path) -> None:
    """Documents that another phase makes are sound; so are those of a form that cannot be read now."""
    where = workspace(office(tmp_path))
    make(where, PLACE)
    (tmp_path / "reports/2024/qinghu/旧表.docx").write_bytes(b"")
    assert statuses(make(where, PLACE))["旧表.docx"] is Status.STALE
    files = changed("form.yaml", "名称:", "名 称:")
    (tmp_path / "templates/form/form.yaml").write_text(str(files["form.yaml"]), encoding="utf-8")
    assert Status.STALE not in statuses(make(workspace(tmp_path), PLACE)).values()


@pytest.mark.parametrize(("shown", "rows"), [("不打印", ["效益指标"]), ("打印", ["效益指标 社会效益指标"])])
def test_a_whole_level_without_indicators_is_printed_or_not(tmp_path: Path, shown: str, rows: list[str]) -> None:
    """无 behind a first-level category has a row of its own, or those of its categories where empty ones are printed."""
    loop = "{% for 行 in 绩效指标 %}\n{% if 行.一级首行 %}\n{{ 行.一级.名称 }} {{ 行.二级.名称 }}\n{% endif %}\n{% endfor %}\n"
    files = changed("form.yaml", "    分值:\n      产出指标: 60\n", f"    空类别: {shown}\n")
    files |= changed("targets.yaml", "绩效指标:\n", "绩效指标:\n  效益指标: 无\n")
    where = workspace(office(tmp_path, {**files, "document.md": loop}))
    (made,) = make(where, PLACE).documents
    assert made.status is Status.BUILT
    lines = (tmp_path / "reports" / made.path).read_text(encoding="utf-8").split("\n")
    assert [line.strip() for line in lines if line.startswith("效益")] == rows


def test_a_whole_level_without_indicators_in_merged_cells(tmp_path: Path) -> None:
    """In Word its row is one of its own, merged with no other."""
    rows = "| {%tr for 行 in 绩效指标 %} | |\n| 〔合并〕{{ 行.一级.名称 }} | 〔合并〕{{ 行.二级.名称 }} |\n| {%tr endfor %} | |"
    files = changed("form.yaml", "    分值:\n      产出指标: 60\n", "")
    files |= changed("targets.yaml", "绩效指标:\n", "绩效指标:\n  效益指标: 无\n")
    where = workspace(office(tmp_path, {**files, "document.md": None}))
    (tmp_path / "templates/form/document.docx").write_bytes(word(rows))
    made, _ = make(where, PLACE).documents
    assert text((tmp_path / "reports" / made.path).read_bytes()).split() == [
        "产出指标",
        "数量指标",
        "质量指标",
        "效益指标",
    ]


def test_a_whole_level_without_indicators_keeps_its_place(tmp_path: Path) -> None:
    """It is printed where the form puts it, not behind the others."""
    text = "绩效指标:\n  产出指标: 无\n  效益指标:\n    社会效益指标:\n      - 名称: 普法人数\n        年度指标值: ≥5万人\n"
    head = (BASE / "targets.yaml").read_text(encoding="utf-8").split("绩效指标:")[0]
    form = changed("form.yaml", "    分值:\n      产出指标: 60\n", "")
    files = {**form, "targets.yaml": head + text, "actuals.yaml": None, "narrative.yaml": None}
    where = workspace(office(tmp_path, files))
    submission = read_department(where.data, PLACE, where.library)[0]
    (case,) = cases(submission)
    rows = view(case)["绩效指标"]
    assert isinstance(rows, list)
    assert [row["一级"]["名称"] for row in rows] == ["产出指标", "效益指标"]
