"""status: how much is filled in, how much is wrong, who changed it last; the one most behind first."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from archive import ACTUALS, NARRATIVE, PLACE, TARGETS, change, commit, over, rows
from conftest import ROOT
from offices import changed, office


def described(folder: Path, *arguments: str) -> list[dict[str, Any]]:
    done = over(folder, "status", "--format", "json", *arguments)
    assert done.exit_code == 0, done.output
    return list(json.loads(done.stdout))


def test_a_finished_department_is_at_one_hundred(archive: Path) -> None:
    """Every required value counts once; the last commit names day and author."""
    (one,) = described(archive)
    assert one["filled"] == one["required"] == sum(each["required"] for each in one["files"].values())
    assert (one["errors"], one["recorded"], one["changed"], one["by"]) == (0, "", "2025-03-08", "李文")
    assert set(one["files"]) == {"targets.yaml", "actuals.yaml", "narrative.yaml"}
    assert one["forms"][0]["files"] == one["files"]


def test_every_blank_counts_where_it_is_missing(archive: Path) -> None:
    """A dropped value, a prompt left standing, an indicator without result and an empty text: one each."""
    (before,) = described(archive)
    change(archive / TARGETS, ("    计划资金: 60.00\n", ""))
    change(archive / ACTUALS, ("实际支出: 990.00", "实际支出: 待填"), ("      矛盾纠纷调解成功率: 98%\n", ""))
    change(archive / NARRATIVE, ("自评等级: 优秀", "自评等级:"), ("  - 案件质量评估的覆盖面还不够。", "  - 待填：一条一段"))
    (after,) = described(archive)
    gone = {name: before["files"][name]["filled"] - after["files"][name]["filled"] for name in before["files"]}
    assert gone == {"targets.yaml": 1, "actuals.yaml": 2, "narrative.yaml": 2}
    assert after["required"] == before["required"]
    assert after["errors"] > 0
    assert after["by"] == "未提交"


def test_a_missing_file_is_all_blank(archive: Path) -> None:
    """Without narrative.yaml the form that is due wants all of it."""
    (archive / NARRATIVE).unlink()
    (one,) = described(archive)
    assert one["files"]["narrative.yaml"] == {"filled": 0, "required": 3}


def test_what_is_explained_is_not_missing(archive: Path) -> None:
    """A value the department explains away no longer keeps it behind."""
    change(archive / NARRATIVE, ("自评等级: 优秀\n", "说明情况:\n  - 规则: missing-value\n    位置: 自评等级\n    理由: 今年不评等级\n"))
    (one,) = described(archive)
    assert (one["errors"], one["filled"]) == (0, one["required"])


def test_the_one_most_behind_comes_first(archive: Path) -> None:
    """Order: share filled, then errors; one in which nothing is due yet comes last."""
    office(archive, {"narrative.yaml": None}, "2024/anning")
    office(archive, changed("narrative.yaml", "自评等级: 优秀", "自评等级: 很好"), "2024/beihai")
    office(archive, {"narrative.yaml": None, "actuals.yaml": None}, "2024/aaa")
    found = described(archive)
    assert [each["department"] for each in found] == ["anning", "beihai", "qinghu", "aaa"] or [
        each["department"] for each in found
    ] == ["anning", "beihai", "aaa", "qinghu"]
    assert [form["due"] for each in found if each["department"] == "aaa" for form in each["forms"]] == [False]


def test_the_latest_year_is_shown_unless_another_is_asked_for(archive: Path) -> None:
    """Years are not mixed in one look."""
    office(archive, place="2023/qinghu")
    assert [each["year"] for each in described(archive)] == ["2024"]
    assert [each["year"] for each in described(archive, "2023")] == ["2023"]


def test_tables_of_three_kinds_say_the_same(archive: Path) -> None:
    """Terminal, Markdown and CSV show department, shares by file, counts and the last change."""
    row = [PLACE, "青湖区司法局", "100%", "100%", "100%", "100%", "0", "0", "", "2025-03-08", "李文"]
    assert rows(over(archive, "status", "--format", "markdown")) == [row]
    assert list(csv.reader(over(archive, "status", "--format", "csv").stdout.splitlines()))[1] == row
    head, line = over(archive, "status").stdout.splitlines()
    assert line.split() == [cell for cell in row if cell]
    assert head.split()[:3] == ["部门", "名称和表样", "完成"]


def test_every_form_has_its_line_where_there_are_several(tmp_path: Path) -> None:
    """The sample with a monitoring form and project files shows each form by file."""
    done = over(tmp_path, "status", "2024/qinghu-library", "--format", "json", f"--data={ROOT / 'data'}")
    assert done.exit_code == 2  # the later --data is the empty office's
    found = described(ROOT, "2024/qinghu-library")[0]
    files = {form["form"]: set(form["files"]) for form in found["forms"]}
    assert files["mof-monitoring"] == {"targets.yaml", "monitoring.yaml"}
    assert files["mof-project-self-evaluation"] == {"targets.yaml", "projects/*.yaml"}
    assert found["filled"] == found["required"]


def test_without_git_the_files_tell_the_day(tmp_path: Path) -> None:
    """No repository, no author, still a day."""
    office(tmp_path)
    (one,) = described(tmp_path)
    assert one["by"] == ""
    assert len(one["changed"]) == 10


def test_a_file_that_cannot_be_read_does_not_stop_the_look(archive: Path) -> None:
    """One broken department is shown with its errors, beside the others."""
    office(archive, {"actuals.yaml": "预算执行:\n  - a\n b: [\n"}, "2024/broken")
    commit(archive)
    assert [each["department"] for each in described(archive)] == ["broken", "qinghu"]
