"""remind: what is sent to each department that is behind, and the overview of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from archive import PLACE, change, commit, git, opened, over
from click.testing import Result
from offices import Files, changed, office

from selfeval.submission import contacts

CONTACTS = """\
问谁: 区财政局绩效科 张敏，电话 010-8888 7777
截止:
  2024 自评: {deadline}
部门:
  wrong: 李文 138 0000 0000
  红岭区民政局:
    联系人: 王芳
    电话: 139 0000 0000
  weijian: 赵一
"""


def district(folder: Path, deadline: str = "2099-02-28") -> Path:
    """Lay four departments: one is done, one has errors, one lacks values, one has not begun."""
    archive = opened(folder)
    office(
        archive,
        {**called("红岭区教育局"), **changed("narrative.yaml", "自评等级: 优秀", "自评等级: 很好")},
        "2024/wrong",
    )
    office(archive, {**called("红岭区水务局"), **changed("actuals.yaml", "990.00", "待填")}, "2024/lacking")
    office(archive, {**called("红岭区民政局"), "actuals.yaml": None, "narrative.yaml": None}, "2024/early")
    (archive / "data/contacts.yaml").write_text(CONTACTS.format(deadline=deadline), encoding="utf-8")
    return archive


def called(name: str) -> Files:
    """Return the targets of a department of another name."""
    return changed("targets.yaml", "名称: 青湖区司法局", f"名称: {name}")


def reminded(archive: Path, *arguments: str) -> tuple[Result, dict[str, str]]:
    """Remind of the year and return what was printed, and the text of each file written."""
    done = over(archive, "remind", "2024", "自评", f"--out={archive / 'out'}", *arguments)
    written = {path.name: path.read_text("utf-8-sig") for path in (archive / "out/2024-自评").glob("*.txt")}
    return done, written


def test_each_department_that_is_behind_gets_a_message(tmp_path: Path) -> None:
    """It says what, where, by when and whom to ask; who is done gets none; who never filed is known from the contacts."""
    done, written = reminded(district(tmp_path))
    assert done.exit_code == 0, done.output
    assert set(written) == {"wrong.txt", "lacking.txt", "early.txt", "weijian.txt", "总览.txt"}
    assert written["wrong.txt"].startswith(
        "李文：\n\n红岭区教育局：2024 年自评还有下面这些要补，请在 2099年2月28日 以前补好。"
    )
    assert "【写得不对】1 处\n  narrative.yaml 第 3 行：" in written["wrong.txt"]
    assert "python build.py check 2024/wrong" in written["wrong.txt"]
    assert "有疑问请找区财政局绩效科 张敏，电话 010-8888 7777。" in written["wrong.txt"]
    assert "【还没有填】1 处\n  actuals.yaml：第 " in written["lacking.txt"]
    assert written["early.txt"].startswith("王芳：")
    assert (
        "【自评还没有开始】要写 actuals.yaml、narrative.yaml。先运行 python build.py fill 2024/early"
        in written["early.txt"]
    )
    assert "一份也没有收到" in written["weijian.txt"]


def test_what_was_never_begun_is_named(tmp_path: Path) -> None:
    """A line number alone does not say what to write where nothing stands yet; an emptied line says what it was."""
    archive = district(tmp_path)
    office(archive, {**called("红岭区财政局"), **changed("narrative.yaml", "自评等级: 优秀\n", "")}, "2024/unwritten")
    office(
        archive, {**called("红岭区审计局"), **changed("narrative.yaml", "自评等级: 优秀", "自评等级:")}, "2024/emptied"
    )
    written = reminded(archive)[1]
    assert "【还没有填】1 处\n  narrative.yaml：没有写“自评等级”\n" in written["unwritten.txt"]
    assert "【还没有填】1 处\n  narrative.yaml：第 3 行“自评等级”后面没有填\n" in written["emptied.txt"]


def test_the_overview_lists_whom_to_call(tmp_path: Path) -> None:
    """With the contact beside each; it is printed, too."""
    done, written = reminded(district(tmp_path))
    whole = written["总览.txt"]
    assert whole in done.stdout.replace("\r\n", "\n")
    assert "红岭区民政局（early）  王芳，139 0000 0000  自评还没有开始" in whole
    assert "红岭区水务局（lacking）  （没有联系人）  1 处没有填" in whole
    assert "要催的 4 个" in whole
    assert "不用催的 1 个：青湖区司法局" in whole


def test_a_deadline_that_has_passed_is_said(tmp_path: Path) -> None:
    """With how many days ago."""
    _, written = reminded(district(tmp_path, "2025-02-28"))
    assert "期限 2025年2月28日 已经过了 " in written["wrong.txt"]


def test_messages_of_yesterday_are_taken_away(tmp_path: Path) -> None:
    """Who has finished is not called again."""
    archive = district(tmp_path)
    reminded(archive)
    for name in ("wrong", "lacking", "early"):
        (archive / "data/2024" / name / "targets.yaml").unlink()
    _, written = reminded(archive)
    assert "lacking.txt" in written
    office(archive, called("红岭区体育局"), place="2023/none")
    for name in ("wrong", "lacking", "early"):
        for path in (archive / "data/2024" / name).iterdir():
            path.unlink()
        (archive / "data/2024" / name).rmdir()
    (archive / "data/contacts.yaml").unlink()
    done, written = reminded(archive)
    assert set(written) == {"none.txt", "总览.txt"}
    assert "怎么写见 docs/coordinator.md" in done.stderr


def test_a_slip_in_the_contacts_is_told(tmp_path: Path) -> None:
    """At its line; the messages are written all the same, and blanks in a telephone number are nobody's business."""
    archive = district(tmp_path, "二月底")
    done, written = reminded(archive)
    assert "data/contacts.yaml:3:" in done.stderr
    assert "[not-a-date]" in done.stderr
    assert "blank-in-text" not in done.stderr
    assert "请在" not in written["wrong.txt"]
    path = archive / "data/contacts.yaml"
    path.write_text(path.read_text("utf-8").replace("部门:", "各部门:").replace("2024 自评", "自评"), encoding="utf-8")
    said = reminded(archive)[0].stderr
    assert "是不是“部门”？" in said
    assert "“自评”要写成 年度 阶段，例如 2025 自评" in said


def test_the_contacts_are_never_committed_or_read_as_a_department(tmp_path: Path) -> None:
    """The project leaves them out of git; a record of a department does not take them."""
    archive = district(tmp_path)
    ignored = (Path(__file__).parents[2] / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert "data/contacts.yaml" in ignored
    (archive / ".gitignore").write_text("data/contacts.yaml\n", encoding="utf-8")
    commit(archive)
    assert over(archive, "record", PLACE, "送审").exit_code == 0
    assert "contacts" not in git(archive, "ls-files")


def test_the_contacts_of_the_handbook_are_read(tmp_path: Path) -> None:
    """What is shown can be copied; a department is found by its folder or its name."""
    page = (Path(__file__).parents[2] / "docs/coordinator.md").read_text(encoding="utf-8")
    shown = page.partition("```yaml data/contacts.yaml\n")[2].partition("```")[0]
    (tmp_path / "contacts.yaml").write_text(shown, encoding="utf-8")
    found = contacts.read(tmp_path)
    assert found.problems == ()
    assert found.deadlines[("2025", "自评")] == date(2026, 2, 28)
    assert found.of("d05", "") == "李文 138 0000 0000"
    assert found.of("d09", "云山市青湖区审计局") == "王芳，139 0000 0000"


def test_a_department_in_a_new_folder_is_not_said_to_be_missing(tmp_path: Path) -> None:
    """It is known by its name; one that is gone is called by the name it had."""
    archive = district(tmp_path)
    office(archive, called("青湖区司法局"), "2023/sifa")
    office(archive, called("红岭区体育局"), "2023/tiyu")
    _, written = reminded(archive)
    assert "sifa.txt" not in written
    assert written["tiyu.txt"].startswith("红岭区体育局：2024 年的文件一份也没有收到")


def test_who_has_something_to_do_in_another_phase_is_not_called_done(tmp_path: Path) -> None:
    """The overview names it with what it is; no message is written."""
    archive = district(tmp_path)
    office(archive, called("红岭区林业局"), "2024/linye")
    form = archive / "templates/early"
    form.mkdir()
    (form / "form.yaml").write_text(
        "名称: 申报表\n阶段: 申报\n标题: 申报表\n数据:\n  - targets.yaml\n字段:\n  部门.名称:\n    标签: 部门\n"
        "  申报说明:\n    类型: 文本\n    标签: 说明\n    文件: targets.yaml\n",
        encoding="utf-8",
    )
    (form / "document.md").write_text("{{ 部门.名称 }}{{ 申报说明 }}\n", encoding="utf-8")
    change(archive / "data/2024/linye/targets.yaml", ("表样:\n", "表样:\n  - early\n"))
    written = reminded(archive)[1]
    assert "linye.txt" not in written
    assert "别的阶段还有事的 1 个，没有写给它们\n  红岭区林业局（linye）  1 处没有填" in written["总览.txt"]
    assert "不用催的 1 个：青湖区司法局" in written["总览.txt"]


@pytest.mark.parametrize(
    ("phase", "file"), [("公开", "publication.yaml"), ("评价", "evaluation.yaml"), ("公开", "narrative.yaml")]
)
def test_later_phases_are_begun_by_their_own_command(tmp_path: Path, phase: str, file: str) -> None:
    """With the files to write, those a form reads where none is of its phase; a deadline may be set for each."""
    archive = district(tmp_path)
    form = archive / "templates/later"
    form.mkdir()
    (form / "form.yaml").write_text(
        f"名称: 表\n阶段: {phase}\n标题: 表\n数据:\n  - targets.yaml\n  - {file}\n字段:\n  部门.名称:\n    标签: 部门\n"
        f"  评语:\n    类型: 文本\n    标签: 评语\n    文件: {file}\n",
        encoding="utf-8",
    )
    (form / "document.md").write_text("{{ 部门.名称 }}{{ 评语 }}\n", encoding="utf-8")
    targets = "部门:\n  名称: 红岭区林业局\n年度: 2024\n表样:\n  - later\n"
    office(archive, {"targets.yaml": targets, "actuals.yaml": None, "narrative.yaml": None}, "2024/a b")
    contacts_file = archive / "data/contacts.yaml"
    contacts_file.write_text(contacts_file.read_text("utf-8").replace("2024 自评", f"2024 {phase}"), encoding="utf-8")
    done = over(archive, "remind", "2024", phase, f"--out={archive / 'out'}")
    assert "unknown-key" not in done.stderr
    said = (archive / f"out/2024-{phase}/a b.txt").read_text("utf-8-sig")
    assert f'要写 {file}。先运行 python build.py fill "2024/a b" --phase {phase}，' in said
    assert "请在 2099年2月28日 以前补好" in said
    assert 'python build.py check "2024/a b"' in said
