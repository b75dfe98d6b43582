"""The doors: commands, exit codes, JSON, what is written and what is held back."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from commandline import run
from conftest import ROOT
from offices import changed, office
from sampled import sampled

from selfeval.cli import cli
from selfeval.pipeline.save import save


def over(folder: Path, command: str, *arguments: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command over a small office."""
    folders = [f"--{name}={folder / name}" for name in ("data", "templates", "reports")]
    return run(command, *folders, *arguments)


def answer(folder: Path, command: str, *arguments: str) -> tuple[int, dict[str, list[dict[str, Any]]]]:
    """Return exit code and JSON of a command over a small office."""
    done = over(folder, command, "--format", "json", *arguments)
    return done.returncode, json.loads(done.stdout)


def statuses(said: dict[str, list[dict[str, Any]]]) -> list[str]:
    """Return what became of each document."""
    return [document["status"] for document in said["documents"]]


def test_a_good_department_is_built_and_then_left_alone(tmp_path: Path) -> None:
    """The second build finds nothing to do and touches nothing."""
    office(tmp_path)
    assert answer(tmp_path, "check") == (
        0,
        {
            "problems": [],
            "documents": [{"path": f"{tmp_path}/reports/2024/qinghu/部门绩效自评表.md", "status": "ready"}],
        },
    )
    code, said = answer(tmp_path, "build")
    assert (code, statuses(said)) == (0, ["built"])
    made = tmp_path / "reports/2024/qinghu/部门绩效自评表.md"
    before = made.stat().st_mtime_ns
    assert statuses(answer(tmp_path, "build")[1]) == ["unchanged"]
    assert made.stat().st_mtime_ns == before
    assert "全年办理法律援助案件566件，预算完成率99.00%，自评优秀。" in made.read_text(encoding="utf-8")


def test_an_error_holds_the_document_back_and_leaves_the_old_one(tmp_path: Path) -> None:
    """What was there stays as it was; the exit code says so; the problem has its place and a fix."""
    office(tmp_path)
    over(tmp_path, "build")
    made = tmp_path / "reports/2024/qinghu/部门绩效自评表.md"
    before = made.read_bytes()
    narrative = tmp_path / "data/2024/qinghu/narrative.yaml"
    narrative.write_text(
        narrative.read_text(encoding="utf-8").replace("自评等级: 优秀", "自评等级: 很好"), encoding="utf-8"
    )
    code, said = answer(tmp_path, "build")
    assert (code, statuses(said)) == (1, ["held"])
    assert made.read_bytes() == before
    (problem,) = said["problems"]
    assert (
        problem["file"],
        problem["line"],
        problem["column"],
        problem["rule"],
        problem["level"],
        problem["explained"],
    ) == (
        "data/2024/qinghu/narrative.yaml",
        3,
        7,
        "not-a-choice",
        "error",
        False,
    )


def test_only_the_forms_that_read_a_field_are_held_back(tmp_path: Path) -> None:
    """A second form that does not use the wrong field is built."""
    office(
        tmp_path,
        changed("narrative.yaml", "自评等级: 优秀", "自评等级: 很好")
        | changed("targets.yaml", "  - form\n", "  - form\n  - other\n"),
    )
    other = tmp_path / "templates/other"
    other.mkdir()
    (other / "form.yaml").write_text(
        "名称: 预算表\n阶段: 申报\n数据: [targets.yaml]\n字段:\n  部门.名称:\n  预算.支出.基本支出:\n", encoding="utf-8"
    )
    (other / "document.md").write_text("# {{ 部门.名称 }} {{ 预算.支出.基本支出 }}\n", encoding="utf-8")
    code, said = answer(tmp_path, "build")
    assert code == 1
    assert {Path(document["path"]).name: document["status"] for document in said["documents"]} == {
        "部门绩效自评表.md": "held",
        "预算表.md": "built",
    }


@pytest.mark.parametrize(("right", "wrong"), [("实际: 198次", "实际: 待填"), ("实际: 198次", "实际：198次")])
def test_a_phase_is_not_held_back_by_another(tmp_path: Path, right: str, wrong: str) -> None:
    """What is still blank or mistyped in a file of another phase is no error of the one asked for."""
    shutil.copytree(ROOT / "data/2024/qinghu-library", tmp_path / "data/2024/qinghu-library")
    path = tmp_path / "data/2024/qinghu-library/projects/mobile-library.yaml"
    text = path.read_text(encoding="utf-8")
    assert right in text
    path.write_text(text.replace(right, wrong), encoding="utf-8")
    codes = [run("check", f"--data={tmp_path / 'data'}", "--phase", phase).returncode for phase in ("监控", "自评")]
    assert codes == [0, 1]


def test_phases_decide_what_is_due(tmp_path: Path) -> None:
    """At the start of the year the targets alone are enough; once asked for, a phase wants its files."""
    office(tmp_path, {"actuals.yaml": None, "narrative.yaml": None})
    code, said = answer(tmp_path, "check")
    assert (code, statuses(said), said["problems"]) == (0, ["not-due"], [])
    code, said = answer(tmp_path, "check", "--phase", "自评")
    assert (code, statuses(said)) == (1, ["held"])
    assert {problem["rule"] for problem in said["problems"]} == {"missing-file"}
    assert len(said["problems"]) == 2


def test_all_problems_of_all_departments_come_in_one_run(tmp_path: Path) -> None:
    """One broken department does not hide the next."""
    office(tmp_path, changed("narrative.yaml", "自评等级: 优秀", "自评等级: 很好"))
    office(tmp_path, changed("actuals.yaml", "990.00", "99O.00"), "2023/heping")
    _, said = answer(tmp_path, "check")
    assert {(problem["file"].split("/")[1], problem["rule"]) for problem in said["problems"]} >= {
        ("2024", "not-a-choice"),
        ("2023", "letter-in-number"),
    }
    _, said = answer(tmp_path, "check", "2024")
    assert {problem["file"].split("/")[1] for problem in said["problems"]} == {"2024"}


def test_a_document_that_no_form_makes_is_reported(tmp_path: Path) -> None:
    """A leftover is named, never deleted."""
    office(tmp_path)
    old = tmp_path / "reports/2024/qinghu/旧表.docx"
    old.parent.mkdir(parents=True)
    old.write_bytes(b"")
    assert "stale" in statuses(answer(tmp_path, "build")[1])
    assert old.exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ["nonsense"],
        ["check", "--nonsense"],
        ["check", "1999"],
        ["explain"],
        ["explain", "../x"],
        ["check", "--phase", "x"],
        ["check", "--data", "none"],
    ],
)
def test_a_wrong_call_is_answered_in_chinese(arguments: list[str]) -> None:
    """Exit code 2, one Chinese line, no traceback and no English sentence."""
    done = run(*arguments)
    shown = done.stderr.decode()
    assert done.returncode == 2
    assert len(shown.strip().splitlines()) == 1
    assert any("一" <= character <= "鿿" for character in shown)
    assert "Traceback" not in shown
    assert "Error" not in shown


def test_a_gbk_console_shows_what_it_lacks_as_numbers(tmp_path: Path) -> None:
    """No question mark takes a character's place, and one sentence tells of it."""
    office(tmp_path, changed("narrative.yaml", "自评等级: 优秀", "自评等级: 𠮷☑"))
    folders = [f"--{name}={tmp_path / name}" for name in ("data", "templates")]
    done = run("check", *folders, PYTHONIOENCODING="gbk")
    assert done.returncode == 1
    assert "自评等级: [U+20BB7][U+2611]" in done.stdout.decode("gbk")
    assert "?" not in done.stdout.decode("gbk")
    assert "有 2 个字这个窗口（gbk）显示不了" in done.stderr.decode("gbk")


def test_a_console_without_chinese_gets_utf_8(tmp_path: Path) -> None:
    """All of it would be numbers else."""
    office(tmp_path, changed("narrative.yaml", "自评等级: 优秀", "自评等级: 𠮷"))
    folders = [f"--{name}={tmp_path / name}" for name in ("data", "templates")]
    done = run("check", *folders, PYTHONIOENCODING="ascii")
    assert "自评等级: 𠮷" in done.stdout.decode()
    assert done.stderr == b""


@pytest.mark.skipif(os.name == "nt", reason="Windows names files in Unicode whatever its code page")
def test_files_are_named_in_utf_8_whatever_the_locale(tmp_path: Path) -> None:
    """Under another locale the same document would stand there twice, or could not be named."""
    office(tmp_path)
    folders = [f"--{name}={tmp_path / name}" for name in ("data", "templates", "reports")]
    done = run("build", *folders, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert done.returncode == 0
    assert os.listdir(os.fsencode(tmp_path / "reports/2024/qinghu")) == ["部门绩效自评表.md".encode()]


def test_without_the_packages_it_says_what_to_do() -> None:
    """A bare Python gets a Chinese sentence and no traceback."""
    done = subprocess.run([sys.executable, "-S", "-E", str(ROOT / "build.py")], capture_output=True, check=False)
    assert done.returncode != 0
    assert "make" in done.stderr.decode()
    assert "Traceback" not in done.stderr.decode()


def test_reading_one_value_from_outside() -> None:
    """`build.py read` shows how a value is read and the verdict, as JSON."""
    said = json.loads(run("read", "660件", "--target", "550件以上", "--format", "json").stdout)
    assert said["value"]["value"] == "660"
    assert said["verdict"]["outcome"] == "达成"
    below = run("read", "-8%", "--target", "下降10%", "--name", "发案数", "--format", "json").stdout
    assert json.loads(below)["verdict"]["outcome"] == "未达成"


def test_the_scores_of_a_year_name_their_departments(tmp_path: Path) -> None:
    """`score` takes a year; each sheet says whose it is."""
    shown = run("score", "2025", "--quiet").stdout.decode()
    assert "2025/haihe-park 津沽市海河公园管理所" in shown
    assert "2025/fengxiang-sports" in shown
    listed = json.loads(run("score", "2025", "--format", "json").stdout)
    assert len({each["department"] for each in listed}) > 2


def test_what_is_missing_from_a_call_is_shown_in_a_whole_one() -> None:
    """The example of the command's help stands in the message; a file that is not there is named as such."""
    assert (
        "少写了“地区/表样”；写成这样：python build.py form 空表.docx hubei/targets"
        in run("form", "没有的.docx").stderr.decode()
    )
    assert "没有“没有的.docx”这个文件" in run("form", "没有的.docx", "hubei/new").stderr.decode()


def test_causes_come_first_and_the_end_says_where_to_begin(tmp_path: Path) -> None:
    """Targets come before what is compared with them, a file that cannot be read before all; one sentence ends the list."""
    wrong = changed("targets.yaml", "年度: 2024", "年度：2024") | changed("actuals.yaml", "990.00", "99O.00")
    shown = over(office(tmp_path / "two", wrong), "check").stdout.decode()
    assert shown.index("targets.yaml:") < shown.index("actuals.yaml:")
    assert re.search(r"\n先改 \S*targets\.yaml 第 \d+ 行（fullwidth-colon）", shown)
    one = changed("narrative.yaml", "自评等级: 优秀", "自评等级: 很好")
    assert "先改" not in over(office(tmp_path / "one", one), "check").stdout.decode()
    unread = wrong | {"narrative.yaml": "自评结论: |\n  好\n<<<<<<< HEAD\n"}
    shown = over(office(tmp_path / "unread", unread), "check").stdout.decode()
    assert re.search(r"先改 \S*narrative\.yaml 第 3 行（conflict-mark）", shown)


@pytest.mark.parametrize("broken", sampled(["gone", "bytes", "form"]))
def test_a_phase_asks_for_the_targets_whatever_it_is(tmp_path: Path, broken: str) -> None:
    """Where it cannot be told which forms there are, no department looks finished."""
    shutil.copytree(ROOT / "data/2024/qinghu-library", tmp_path / "data/2024/qinghu-library")
    path = tmp_path / "data/2024/qinghu-library/targets.yaml"
    if broken == "gone":
        path.unlink()
    elif broken == "bytes":
        path.write_bytes(bytes(range(256)) * 20)
    else:
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("- mof-monitoring", "- mof-monitring"), encoding="utf-8")
    for phase in ("监控", "自评"):
        assert run("check", f"--data={tmp_path / 'data'}", "--phase", phase).returncode == 1


@pytest.mark.slow
def test_a_code_is_found_by_the_words_of_its_message() -> None:
    """Nobody remembers codes; several are listed, one is explained."""
    listed = run("explain", "没有达到目标").stdout.decode()
    assert "unmet-without-reason" in listed
    assert run("explain", "注释符号是全角的").stdout.decode().startswith("# fullwidth-hash ")
    assert "没有“乱七八糟”这个代码" in run("explain", "乱七八糟").stderr.decode()
    near = run("explain", "合计不等").stdout.decode().splitlines()
    assert near[0] == "没有说到“合计不等”的，意思近的也许是："
    assert any(line.split()[0] == "parts-differ" for line in near[1:])
    assert run("explain", "GBK").stdout.decode().startswith("# gbk-encoding ")
    assert run("explain", "全角冒号").stdout.decode().startswith("# fullwidth-colon ")
    assert "是不是 missing-value？" in run("explain", "missing-valu").stderr.decode()
    assert "\ntargets.yaml:2:5 错误 [fullwidth-colon] " in run("explain", "fullwidth-colon").stdout.decode()


def test_many_blanks_are_one_line_where_only_errors_are_asked_for(tmp_path: Path) -> None:
    """A coordinator wants to know how many; the department sees which."""
    office(tmp_path, changed("actuals.yaml", "      办理法律援助案件: 566件", "      办理法律援助案件: 待填"))
    path = tmp_path / "data/2024/qinghu/actuals.yaml"
    text = path.read_text(encoding="utf-8").replace("98%", "待填").replace("990.00", "待填")
    path.write_text(text, encoding="utf-8")
    quiet, whole = (over(tmp_path, "check", *flag).stdout.decode() for flag in (["--quiet"], []))
    assert "还有 3 处待填\n" in quiet
    assert "还有 3 处待填：\n" in whole


def test_every_command_has_chinese_help_with_an_example() -> None:
    """Help is Chinese throughout, headings too."""
    listed = run("help").stdout.decode()
    commands = [line.split()[0] for line in listed.split("命令：")[1].strip().splitlines()]
    assert {"check", "build", "read", "rules", "explain", "test", "lint", "help"} <= set(commands)
    for command in commands:
        shown = CliRunner().invoke(cli, [command, "--help"]).stdout
        assert "例：" in shown
        assert "Usage" not in shown
        assert "Options" not in shown


def test_a_killed_write_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A document is there whole or not at all, and no temporary file stays."""
    target = tmp_path / "folder" / "文档.docx"
    save(target, b"old")

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(KeyboardInterrupt):
        save(target, b"new")
    assert [path.name for path in target.parent.iterdir()] == ["文档.docx"]
    assert target.read_bytes() == b"old"


@pytest.mark.slow
def test_a_data_folder_below_one_with_a_dot_is_read(tmp_path: Path) -> None:
    """Hidden is what lies hidden in the department, not the way to it (``--data ../data``)."""
    folder = office(tmp_path / ".work")
    plain = answer(office(tmp_path / "work"), "check")
    assert answer(folder, "check")[0] == plain[0]
    assert [each["rule"] for each in answer(folder, "check")[1]["problems"]] == [
        each["rule"] for each in plain[1]["problems"]
    ]


def test_what_cannot_be_written_ends_the_run_with_two_and_stops_no_other(tmp_path: Path) -> None:
    """A folder stands where one department's document belongs: the other department is made."""
    office(tmp_path)
    office(tmp_path, place="2024/luhu")
    (tmp_path / "reports/2024/luhu/部门绩效自评表.md/x").mkdir(parents=True)
    done = over(tmp_path, "build")
    assert done.returncode == 2
    said = done.stdout.decode()
    assert "部门绩效自评表.md 错误 [not-made] 这份文档没有写成：这里要的是文件，现在是文件夹" in said
    assert "有错未出" in said
    assert (tmp_path / "reports/2024/qinghu/部门绩效自评表.md").is_file()
    assert answer(tmp_path, "build")[1]["problems"][0]["line"] == 0


@pytest.mark.slow
def test_documents_of_a_department_that_is_gone_are_left_over(tmp_path: Path) -> None:
    """A renamed folder leaves its old documents behind; only a whole year tells, and nothing is removed."""
    office(tmp_path)
    over(tmp_path, "build")
    (tmp_path / "data/2024/qinghu").rename(tmp_path / "data/2024/luhu")
    code, said = answer(tmp_path, "build")
    assert (code, statuses(said)) == (0, ["built", "stale"])
    assert said["documents"][1]["path"].endswith("2024/qinghu/部门绩效自评表.md")
    assert statuses(answer(tmp_path, "build", "2024/luhu")[1]) == ["unchanged"]
    (tmp_path / "reports/2024/qinghu/部门绩效自评表（手改）.md").write_text("手工", encoding="utf-8")
    assert sorted(statuses(answer(tmp_path, "build")[1])) == ["kept", "stale", "unchanged"]


def test_a_fault_of_the_program_is_written_down(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The clerk is told once, in Chinese, which file to send; the file says where it happened."""
    from selfeval.cli import trouble

    monkeypatch.setattr(trouble, "FAULTS", tmp_path / "build" / "出错记录.txt")
    trouble.report_faults(["", "ZeroDivisionError: here\n", "ZeroDivisionError: here\n"])
    assert (
        capsys.readouterr().err
        == "程序自身出错，不是您填写的问题；出错的位置记在 build/出错记录.txt，请把这个文件发给维护程序的人\n"
    )
    assert (tmp_path / "build/出错记录.txt").read_text(encoding="utf-8").count("ZeroDivisionError: here") == 1


def test_a_build_with_nothing_to_do_loads_neither_rules_nor_word(tmp_path: Path) -> None:
    """Most builds change little: they must not pay for what they do not use."""
    office(tmp_path)
    over(tmp_path, "build")
    folders = [f"--{name}={tmp_path / name}" for name in ("data", "templates", "reports")]
    command = [sys.executable, "-X", "importtime", str(ROOT / "build.py"), "build", *folders]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    assert "selfeval.pipeline.batch" in loaded
    assert "selfeval.evaluation" not in loaded
    assert "docxtpl" not in loaded


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_edits_count_the_characters_that_an_editor_shows(mark: str, tmp_path: Path) -> None:
    """A byte order mark before the first line is none of them."""
    files = changed("narrative.yaml", "自评结论: |", "自评结论：|")
    office(
        tmp_path, {"narrative.yaml": f"{mark}{files['narrative.yaml']}".replace("自评等级: ", "# 选一个\n自评等级：")}
    )
    typed = tmp_path / "data/2024/qinghu/narrative.yaml"
    lines = typed.read_text(encoding="utf-8-sig").splitlines()
    _, said = answer(tmp_path, "check")
    found = [problem for problem in said["problems"] if problem["rule"] == "fullwidth-colon"]
    assert [problem["line"] for problem in found] == [1, 4]
    for problem in found:
        (edit,) = problem["edits"]
        line = lines[edit["line"] - 1]
        assert line[: edit["start"]] + edit["text"] + line[edit["end"] :] == problem["fix"]


@pytest.mark.parametrize("data", [b"", b"# \xe6\xa0\x87", b"PK\x03\x04 broken"])
def test_no_word_document_is_no_fault_of_the_program(tmp_path: Path, data: bytes) -> None:
    """What cannot be turned into text is named."""
    path = tmp_path / "报告.docx"
    path.write_bytes(data)
    done = run("text", str(path))
    assert (done.returncode, "报告.docx 打不开" in done.stderr.decode()) == (2, True)
