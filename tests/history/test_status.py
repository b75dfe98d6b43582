"""status: how much is filled in, how much is wrong, who changed it last; the one most behind first."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from archive import ACTUALS, NARRATIVE, PLACE, ROOT, TARGETS, change, commit, opened, over, rows
from offices import changed, office

from selfeval.cli.status import find_standings
from selfeval.history import overview
from selfeval.history.table import aligned, width
from selfeval.pipeline.workspace import Workspace
from selfeval.submission.folder import departments

COPIED = "全年走访企业 128 家，收集意见 47 条，办结 45 条，办结率 95.7%，为企业减免费用 218.60 万元，企业满意度比上年提高 2.3 个百分点，没有一件被退回重办。"


def described(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    """Return what a program is told of each department."""
    done = over(folder, "status", "--format", "json", *arguments)
    assert done.exit_code == 0, done.output
    return list(json.loads(done.stdout))


def test_a_finished_department_is_at_one_hundred(tmp_path: Path) -> None:
    """Every required value counts once; the last commit names day and author."""
    archive = opened(tmp_path)
    (one,) = described(archive)
    assert one["filled"] == one["required"] == sum(each["required"] for each in one["files"].values())
    assert (one["errors"], one["recorded"], one["changed"], one["by"]) == (0, "", "2025-03-08", "李文")
    assert set(one["files"]) == {"targets.yaml", "actuals.yaml", "narrative.yaml"}
    assert one["forms"][0]["files"] == one["files"]


def test_every_blank_counts_where_it_is_missing(tmp_path: Path) -> None:
    """A dropped value, a prompt left standing, an indicator without result and an empty text: one each."""
    archive = opened(tmp_path)
    (before,) = described(archive)
    change(archive / TARGETS, ("    计划资金: 60.00\n", ""))
    change(archive / ACTUALS, ("实际支出: 990.00", "实际支出: 待填"), ("      矛盾纠纷调解成功率: 98%\n", ""))
    change(
        archive / NARRATIVE, ("自评等级: 优秀", "自评等级:"), ("  - 案件质量评估的覆盖面还不够。", "  - 待填：一条一段")
    )
    (after,) = described(archive)
    gone = {name: before["files"][name]["filled"] - after["files"][name]["filled"] for name in before["files"]}
    assert gone == {"targets.yaml": 1, "actuals.yaml": 2, "narrative.yaml": 2}
    assert after["required"] == before["required"]
    assert after["errors"] > 0
    assert after["by"] == "未提交"


def test_a_missing_file_is_all_blank(tmp_path: Path) -> None:
    """Without narrative.yaml the form that is due wants all of it."""
    archive = opened(tmp_path)
    (archive / NARRATIVE).unlink()
    (one,) = described(archive)
    assert one["files"]["narrative.yaml"] == {"filled": 0, "required": 3}


def test_what_is_explained_is_not_missing(tmp_path: Path) -> None:
    """A value the department explains away no longer keeps it behind."""
    archive = opened(tmp_path)
    change(
        archive / NARRATIVE,
        ("自评等级: 优秀\n", "说明情况:\n  - 规则: missing-value\n    位置: 自评等级\n    理由: 今年不评等级\n"),
    )
    (one,) = described(archive)
    assert (one["errors"], one["filled"]) == (0, one["required"])


def test_an_indicator_explained_is_not_missing(tmp_path: Path) -> None:
    """A result is explained where it would be typed, and counted where its indicator is."""
    archive = opened(tmp_path)
    reason = "说明情况:\n  - 规则: missing-result\n    位置: 指标完成.产出指标.质量指标.矛盾纠纷调解成功率\n    理由: 今年没有开展\n"
    change(archive / ACTUALS, ("    质量指标:\n      矛盾纠纷调解成功率: 98%\n", ""), ("事实:\n", f"{reason}事实:\n"))
    (one,) = described(archive)
    assert (one["errors"], one["filled"]) == (0, one["required"])


def test_the_one_most_behind_comes_first(tmp_path: Path) -> None:
    """First who has not begun what others have, then by share filled, then by errors."""
    archive = opened(tmp_path)
    office(archive, {"narrative.yaml": None}, "2024/half")
    office(archive, changed("narrative.yaml", "自评等级: 优秀", "自评等级: 很好"), "2024/wrong")
    office(archive, {"narrative.yaml": None, "actuals.yaml": None}, "2024/early")
    found = described(archive)
    assert [each["department"] for each in found] == ["early", "half", "wrong", "qinghu"]
    assert [form["due"] for form in found[0]["forms"]] == [False]
    assert [each["not_begun"] for each in found] == [["自评"], [], [], []]
    assert described(archive, "--phase", "自评")[0]["department"] == "early"


def test_the_latest_year_is_shown_unless_another_is_asked_for(tmp_path: Path) -> None:
    """Years are not mixed in one look."""
    archive = opened(tmp_path)
    office(archive, place="2023/qinghu")
    assert [each["year"] for each in described(archive)] == ["2024"]
    assert [each["year"] for each in described(archive, "2023")] == ["2023"]


def test_tables_of_three_kinds_say_the_same(tmp_path: Path) -> None:
    """Terminal, Markdown and CSV show department, shares by file, counts and the last change."""
    archive = opened(tmp_path)
    row = [PLACE, "青湖区司法局", "100%", "", "", "", "目标没有存档", "100%", "100%", "100%", "", "2025-03-08", "李文"]
    assert rows(over(archive, "status", "--format", "markdown")) == [row]
    table = over(archive, "status", "--format", "csv").stdout
    assert table.startswith("\ufeff部门,")
    assert list(csv.reader(table.splitlines()))[1] == row
    head, line, total = over(archive, "status").stdout.splitlines()
    assert line.split() == ["qinghu", "青湖区司法局", "100%", "目标没有存档"]
    assert head.split() == ["部门", "名称", "完成", "缺", "错", "提醒", "怎么样"]
    assert total == "2024 年共 1 个部门：目标没有存档 1 个，都做好了 1 个"


def test_a_department_is_one_line_of_eighty_columns(tmp_path: Path) -> None:
    """However long its name and whatever there is to say; the end of a name tells departments apart. In a file all is told."""
    archive = opened(tmp_path)
    name = "名称: 云山市红岭区住房和城乡建设局人力资源和社会保障局"
    office(archive, changed("targets.yaml", "名称: 青湖区司法局", name), "2024/housing-and-construction")
    office(archive, {"narrative.yaml": None, "actuals.yaml": None}, "2024/early")
    whole = over(archive, "status").stdout.splitlines()
    workspace = Workspace(archive / "data", archive / "templates")
    lines = list(aligned(*overview.lines(find_standings(workspace, list(departments(workspace.data)), []))))
    assert len(lines) == len(whole) - 2 == 4
    assert all(width(line) <= 79 for line in lines)
    assert lines[1].split()[0] == "early"
    assert "自评还没有开始" in lines[1]
    assert any("and-construction  …" in line and "社会保障局" in line for line in lines)
    assert any(line.split()[:2] == ["housing-and-construction", name.removeprefix("名称: ")] for line in whole)


def test_a_form_without_a_file_of_its_phase_has_begun_with_all_it_reads(tmp_path: Path) -> None:
    """A form published with the accounts may print nothing but what was filled in before."""
    office(tmp_path, changed("form.yaml", "阶段: 自评", "阶段: 公开"))
    assert "还没有开始" not in over(tmp_path, "status", "--phase", "公开").stdout
    for file in (ACTUALS, NARRATIVE):
        (tmp_path / file).unlink()
    assert "公开还没有开始" in over(tmp_path, "status", "--phase", "公开").stdout


def test_the_details_name_what_is_missing_wrong_and_alike(tmp_path: Path) -> None:
    """On asking, or for one department; nothing is cut there."""
    archive = opened(tmp_path)
    office(archive, changed("narrative.yaml", "自评等级: 优秀", "自评等级: 很好"), "2024/second")
    whole = over(archive, "status", "--details").stdout
    assert "错误：data/2024/second/narrative.yaml:3:7 [" in whole
    assert "和文件夹 qinghu 里的一样" in whole
    assert "2024/qinghu 青湖区司法局：部门名称和 second 重复" in whole
    assert "部门名称和 data/2024/second/targets.yaml 里的一样" in whole
    office(archive, changed("actuals.yaml", "990.00", "待填"), "2024/third")
    assert "actuals 80%（缺 1 项）" in over(archive, "status", "2024/third").stdout
    alone = over(archive, "status", "2024/second").stdout
    assert alone.startswith("2024/second 青湖区司法局：")
    assert "narrative 100%" in alone
    assert "和文件夹 qinghu 里的一样" in alone


def test_a_department_with_errors_is_never_said_to_have_nothing(tmp_path: Path) -> None:
    """Its first line says that there is something to mend, also where no note does."""
    archive = opened(tmp_path)
    assert over(archive, "approve", PLACE).exit_code == 0
    assert over(archive, "status", PLACE).stdout.startswith(f"{PLACE} 青湖区司法局：没有要说的\n")
    path = archive / "data" / PLACE / "narrative.yaml"
    path.write_text(path.read_text("utf-8").replace("自评等级: 优秀", "自评等级: 很好"), encoding="utf-8")
    assert over(archive, "status", PLACE).stdout.startswith(f"{PLACE} 青湖区司法局：自评等级：“很好”不在可选的内容里\n")


def test_an_empty_folder_is_not_finished(tmp_path: Path) -> None:
    """Neither is one that chose nothing to evaluate itself by; the first stands at the top."""
    archive = opened(tmp_path)
    (archive / "data/2024/nobody").mkdir()
    form = archive / "templates/early"
    form.mkdir()
    (form / "form.yaml").write_text(
        "名称: 申报表\n阶段: 申报\n标题: 申报表\n数据:\n  - targets.yaml\n字段:\n  部门.名称:\n    标签: 部门\n",
        encoding="utf-8",
    )
    (form / "document.md").write_text("{{ 部门.名称 }}\n", encoding="utf-8")
    targets = "部门:\n  名称: 红岭区民政局\n年度: 2024\n表样:\n  - early\n"
    office(archive, {"targets.yaml": targets, "actuals.yaml": None, "narrative.yaml": None}, "2024/early")
    lines = over(archive, "status").stdout.splitlines()
    assert lines[1].split() == ["nobody", "nobody", "1", "一份文件也没有"]
    assert lines[2].split()[0] == "early"
    assert "没有选自评的表" in lines[2]
    assert "没有选自评的表 1 个" in lines[-2]
    assert "都做好了 1 个" in lines[-1]
    assert any(line.startswith("early ") for line in over(archive, "status", "--quiet").stdout.splitlines())


def test_files_in_the_wrong_place_are_not_no_files(tmp_path: Path) -> None:
    """Who unpacked an archive one folder too deep, or mistyped a form, is told so, not that nothing came or was chosen."""
    archive = opened(tmp_path)
    folder = office(archive, place="2024/deep") / "data/2024/deep"
    (folder / "deep").mkdir()
    for path in folder.glob("*.yaml"):
        path.rename(folder / "deep" / path.name)
    office(archive, changed("targets.yaml", "- form", "- from"), "2024/slip")
    lines = {line.split()[0]: line for line in over(archive, "status").stdout.splitlines()}
    assert "有文件放错了地方或者名字不对" in lines["deep"]
    assert "没有选" not in lines["slip"]


def test_a_department_of_the_year_before_that_is_gone_is_named(tmp_path: Path) -> None:
    """Who filed last year and has no folder yet is to be called too."""
    archive = opened(tmp_path)
    called = changed("targets.yaml", "名称: 青湖区司法局", "名称: 红岭区民政局")
    office(archive, called, "2023/minzheng")
    assert "2024 年还没有文件夹、上年有的 1 个：minzheng（红岭区民政局）" in over(archive, "status").stdout
    office(archive, called, "2024/mz")
    said = over(archive, "status").stdout
    assert "2024 年换了文件夹、没有和上年比的 1 个：mz（上年 minzheng）" in said
    assert "还没有文件夹" not in said


def test_every_form_has_its_line_where_there_are_several() -> None:
    """The sample with a monitoring form and project files shows each form by file."""
    found = described(ROOT, "2024/qinghu-library")[0]
    files = {form["form"]: set(form["files"]) for form in found["forms"]}
    assert files["mof/monitoring"] == {"targets.yaml", "monitoring.yaml"}
    assert files["mof/project-self-evaluation"] == {"targets.yaml", "projects/*.yaml"}
    assert found["filled"] == found["required"]


def test_what_a_form_fills_itself_is_not_missing() -> None:
    """A printed indicator whose target is a dash lacks nothing: every sample of the official forms is filled."""
    assert [each["department"] for each in described(ROOT, "2025") if each["filled"] != each["required"]] == []


def test_without_git_the_files_tell_the_day(tmp_path: Path) -> None:
    """No repository, no author, still a day."""
    office(tmp_path)
    (one,) = described(tmp_path)
    assert one["by"] == ""
    assert len(one["changed"]) == 10


def test_a_file_that_cannot_be_read_does_not_stop_the_look(tmp_path: Path) -> None:
    """One broken department is shown with its errors, beside the others."""
    archive = opened(tmp_path)
    office(archive, {"actuals.yaml": "预算执行:\n  - a\n b: [\n"}, "2024/broken")
    commit(archive)
    assert [each["department"] for each in described(archive)] == ["broken", "qinghu"]


@pytest.mark.parametrize("phase", ["公开", "评价"])
def test_a_form_of_a_later_phase_says_how_the_year_went_too(tmp_path: Path, phase: str) -> None:
    """Some regions have their departments evaluate themselves in the form that is published."""
    archive = opened(tmp_path)
    form = archive / "templates/later"
    form.mkdir()
    (form / "form.yaml").write_text(
        f"名称: 自评表\n阶段: {phase}\n标题: 自评表\n数据:\n  - targets.yaml\n字段:\n  部门.名称:\n    标签: 部门\n",
        encoding="utf-8",
    )
    (form / "document.md").write_text("{{ 部门.名称 }}\n", encoding="utf-8")
    targets = "部门:\n  名称: 红岭区民政局\n年度: 2024\n表样:\n  - later\n"
    office(archive, {"targets.yaml": targets, "actuals.yaml": None, "narrative.yaml": None}, "2024/later")
    assert "没有选自评的表" not in over(archive, "status").stdout


@pytest.mark.parametrize(
    ("file", "text", "told"),
    [
        (NARRATIVE, None, "还没有 narrative.yaml"),
        (ACTUALS, "", "actuals.yaml 文件是空的"),
        (ACTUALS, "# 还没有写\n", "actuals.yaml 文件里只有注释"),
        (NARRATIVE, "自评等级: 很好\n", "自评等级：“很好”不在可选的内容里"),
    ],
)
def test_the_line_of_a_department_says_what_is_wrong_first(
    tmp_path: Path, file: str, text: str | None, told: str
) -> None:
    """In the first clause of the message; an empty file counts as not filled in, not as wrong."""
    archive = opened(tmp_path)
    if text is None:
        (archive / file).unlink()
    else:
        (archive / file).write_text(text, encoding="utf-8")
    over(archive, "approve", PLACE)
    line = over(archive, "status").stdout.splitlines()[1]
    assert told in line, line


def test_an_approved_copy_that_was_taken_away_is_told_in_the_line(tmp_path: Path) -> None:
    """Not that the targets were never sealed: git still has the copy, and what to do stands beside it."""
    archive = opened(tmp_path)
    office(archive, changed("targets.yaml", "名称: 青湖区司法局", "名称: 红岭区民政局"), "2024/a b")
    assert over(archive, "approve", "2024").exit_code == 0
    commit(archive)
    (archive / "data/2024/a b/approved.yaml").unlink()
    done = over(archive, "status", "--format", "csv").stdout
    line = next(row for row in csv.DictReader(done.lstrip("\ufeff").splitlines()) if row["名称"] == "红岭区民政局")
    assert line["怎么样"] == "批复存档不见了"
    assert [each["approval_gone"] for each in described(archive)] == [True, False]
    assert 'approved.yaml"，正式重新批复的再存档：python build.py approve "2024/a b"' in over(archive, "status").stderr
    assert "批复存档不见了 1 个" in over(archive, "status").stdout


def test_both_departments_of_one_text_are_named(tmp_path: Path) -> None:
    """Nobody knows who wrote it first; neither stands among those that are done."""
    told = changed("narrative.yaml", "- 案件质量评估的覆盖面还不够。", f"- {COPIED}")
    office(tmp_path, told, "2024/sifa")
    office(tmp_path, {**told, **changed("targets.yaml", "名称: 青湖区司法局", "名称: 红岭区民政局")}, "2024/minzheng")
    archive = tmp_path
    lines = {line.split()[0]: line for line in over(archive, "status").stdout.splitlines()}
    assert "文字和 sifa 一样" in lines["minzheng"]
    assert "文字和 minzheng 一样" in lines["sifa"]
    assert "请核对" in over(archive, "status", "2024/minzheng").stdout


def test_the_details_say_what_is_not_there(tmp_path: Path) -> None:
    """Also where no form is known yet, and in which file what lies astray was looked for."""
    archive = opened(tmp_path)
    (archive / "data/2024/qinghu/targets.yaml").unlink()
    for file in ("actuals.yaml", "narrative.yaml"):
        (archive / "data/2024/qinghu" / file).unlink()
    (archive / "data/2024/qinghu/projects").mkdir()
    (archive / "data/2024/qinghu/projects/one.yaml").write_text("项目:\n  名称: 普法\n", encoding="utf-8")
    said = over(archive, "status", PLACE).stdout
    assert "没有填：data/2024/qinghu/targets.yaml:1:1 [missing-file]" in said
    office(archive, place="2024/other")
    path = archive / "data/2024/other/actuals.yaml"
    path.rename(path.with_name("actuals.yaml.txt"))
    said = over(archive, "status", "2024/other").stdout
    assert "旁边的“actuals.yaml.txt”像是它" in said
    assert "全部：\n" not in said
